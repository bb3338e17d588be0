"""``python -m engine model``: list, inspect, verify, download and delete model folders."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from ..errors import MotionCtrlError
from ..store.download import Paused, Progress, download
from ..store.folder import bundled_models, default_model, read_folder
from ..store.hub import Offer, look_up
from ..store.library import delete, downloaded_models, folder_for, models_in, unfinished_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="model folders that are on this machine, and unfinished downloads")
    listing.add_argument("folder", type=Path, nargs="*", help="where to look in addition to the usual places")
    for name, help_ in (("info", "what a model is and was trained on"), ("verify", "check every file's sha256")):
        action = actions.add_parser(name, help=help_)
        action.add_argument("folder", type=Path, nargs="?", default=default_model(), help="model folder")
    fetching = actions.add_parser(
        "download",
        help="fetch a model folder from Hugging Face",
        description="Says source, size and licence, asks, and fetches. Ctrl-C pauses; the same command goes on.",
    )
    fetching.add_argument("repository", help="like owner/name, or the address of its page")
    fetching.add_argument("--revision", help="branch, tag or commit (default: main)")
    fetching.add_argument("--out", type=Path, help="folder to make (default: among the downloaded models)")
    fetching.add_argument("--look", action="store_true", help="only say what it is, how big, and under which licence")
    fetching.add_argument("--yes", action="store_true", help="do not ask")
    removing = actions.add_parser("delete", help="delete a downloaded model, or what there is of one")
    removing.add_argument("folder", type=Path, help="its folder, or the folder's name among the downloaded models")
    removing.add_argument("--library", type=Path, help="folder that it lies in (default: the downloaded models)")


def run(args: argparse.Namespace) -> int:
    actions = {"list": _list, "info": _info, "verify": _verify, "download": _download, "delete": _delete}
    return actions[args.action](args)


def _list(args: argparse.Namespace) -> int:
    found = 0
    for place in [bundled_models(), downloaded_models(), *args.folder]:
        for model in models_in(place):
            found += 1
            if model.description is None:
                print(f"{model.folder}: {model.error}")
                continue
            name, decoder = model.description.name, model.description.decoder
            print(f"{name:<20} {_megabytes(model.bytes):>9}  {decoder}  {model.folder}")
        for item in unfinished_in(place):
            found += 1
            percent = 100 * item.done // max(item.offer.bytes, 1)
            print(f"{item.offer.name:<20} {percent:>7} %  unfinished  {item.folder}")
    if not found:
        print("There is no model on this machine: fetch one with `python -m engine model download OWNER/NAME`.")
    return 0


def _info(args: argparse.Namespace) -> int:
    values = asdict(read_folder(args.folder, contents=False))
    print(json.dumps({"folder": str(args.folder), **values}, indent=2, ensure_ascii=False))
    return 0


def _verify(args: argparse.Namespace) -> int:
    description = read_folder(args.folder, contents=True)
    size = sum(entry["bytes"] for entry in description.files.values())
    print(f"{args.folder}: {len(description.files)} files, {_megabytes(size)}, all as published")
    return 0


def _download(args: argparse.Namespace) -> int:
    offer = look_up(args.repository, args.revision)
    print(offer.sentence(), flush=True)
    if args.look:
        print(json.dumps(asdict(offer), indent=2, ensure_ascii=False))
        return 0
    out = args.out or folder_for(offer, downloaded_models())
    if not args.yes and not _agreed(out):
        return 0
    try:
        download(offer, out, progress=_Bar(offer))
    except (KeyboardInterrupt, Paused):
        print(f"\nPaused; the same command goes on where it stopped, `model delete {out}` drops it.", file=sys.stderr)
        return 130
    print(f"{offer.repository} is in {out}")
    return 0


def _agreed(out: Path) -> bool:
    if not sys.stdin.isatty():
        raise MotionCtrlError("Nobody can be asked whether to download it: add --yes.")
    return input(f"Download it into {out}? [y/N] ").strip().lower() in ("y", "yes")


def _delete(args: argparse.Namespace) -> int:
    library = args.library or (args.folder.parent if args.folder.parent != Path() else downloaded_models())
    folder = library / args.folder.name
    if folder.parent.resolve() == bundled_models().resolve():
        raise MotionCtrlError(f"{folder} comes with the program: choose a downloaded model.")
    print(f"{folder} is deleted: {_megabytes(delete(folder, library))} freed")
    return 0


class _Bar:
    """One line on standard error, drawn a few times a second where somebody watches."""

    def __init__(self, offer: Offer) -> None:
        self._began, self._drawn, self._first = time.monotonic(), 0.0, None
        self._shown = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = progress.done
        last = progress.done == progress.total
        if not self._shown or (now - self._drawn < 0.2 and not last):
            return
        self._drawn = now
        rate = (progress.done - self._first) / max(now - self._began, 1e-3)
        left = f", {(progress.total - progress.done) / rate:.0f} s left" if rate > 0 else ""
        text = f"{progress.state} {progress.file}: {_megabytes(progress.done)} of {_megabytes(progress.total)}{left}"
        print(f"\r{text:<100}", end="\n" if last and progress.state == "checking" else "", file=sys.stderr, flush=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
