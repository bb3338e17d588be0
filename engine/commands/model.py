"""``python -m engine model``: list, inspect, verify and download model folders."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from ..errors import MotionCtrlError
from ..models import hub
from ..models.folder import MANIFEST, bundled_models, default_model, read_description, read_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="model folders that are on this machine")
    listing.add_argument("folder", type=Path, nargs="*", help="where to look besides the usual places")
    for name, help_ in (("info", "what a model is and was trained on"), ("verify", "check every file's sha256")):
        action = actions.add_parser(name, help=help_)
        action.add_argument("folder", type=Path, nargs="?", default=default_model(), help="model folder")
    download = actions.add_parser("download", help="fetch a model folder from Hugging Face")
    download.add_argument("repository", help="like owner/name")
    download.add_argument("--revision", help="branch, tag or commit")
    download.add_argument("--out", type=Path, help="folder to make (default: among the downloaded models)")


def run(args: argparse.Namespace) -> int:
    return {"list": _list, "info": _info, "verify": _verify, "download": _download}[args.action](args)


def _list(args: argparse.Namespace) -> int:
    found = 0
    for place in [bundled_models(), hub.downloaded_models(), *args.folder]:
        for path in sorted(place.glob(f"*/{MANIFEST}")):
            found += 1
            try:
                description = read_description(path.parent)
            except MotionCtrlError as error:
                print(f"{path.parent}: {error}")
                continue
            print(f"{description.name:<20} {_megabytes(description):>8}  {description.decoder}  {path.parent}")
    if not found:
        print("There is no model on this machine: fetch one with `python -m engine model download OWNER/NAME`.")
    return 0


def _info(args: argparse.Namespace) -> int:
    values = asdict(read_folder(args.folder, contents=False))
    print(json.dumps({"folder": str(args.folder), **values}, indent=2, ensure_ascii=False))
    return 0


def _verify(args: argparse.Namespace) -> int:
    description = read_folder(args.folder, contents=True)
    print(f"{args.folder}: {len(description.files)} files, {_megabytes(description)}, all as published")
    return 0


def _download(args: argparse.Namespace) -> int:
    out = args.out or hub.downloaded_models() / args.repository.replace("/", "--")
    print(f"{args.repository} is in {hub.download(args.repository, out, args.revision)}")
    return 0


def _megabytes(description) -> str:
    return f"{sum(entry['bytes'] for entry in description.files.values()) / 1e6:.1f} MB"
