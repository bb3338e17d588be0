"""Options that several verbs share, and reports as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ..errors import MotionCtrlError
from ..files import write_whole


def add_model(parser: argparse.ArgumentParser, several: bool = False) -> None:
    """--model, which may be given repeatedly where ``several``, --threads, --gpu-layers and --all-branches."""
    parser.add_argument(
        "--model",
        type=Path,
        action="append" if several else "store",
        metavar="DIR",
        help=f"model folder (default: the bundled one{'; repeat it for several' if several else ''})",
    )
    parser.add_argument("--threads", type=int, metavar="N", help="threads (default: all cores but one)")
    parser.add_argument(
        "--gpu-layers", type=int, default=0, metavar="N", help="layers of the language model on a GPU, -1 for all"
    )
    parser.add_argument(
        "--all-branches", action="store_true", help="guide by all branches, even where the model is distilled"
    )


def open_model(args: argparse.Namespace):
    """The engine that the options of ``add_model`` ask for."""
    from ..api import Engine

    if args.threads is not None and args.threads < 1:
        raise MotionCtrlError(f"--threads must be at least 1, not {args.threads}.")
    return Engine(args.model, args.threads, args.gpu_layers, args.all_branches)


def read_motion(path: Path, **options):
    """``formats.load_motion``; what the user should know about the file goes to standard error."""
    from ..formats.load import load_motion

    motion = load_motion(path, **options)
    for note in motion.notes:
        print(note, file=sys.stderr)
    return motion


def write_json(path: Path, values: dict) -> None:
    """Write ``values`` as JSON."""
    write_whole(path, lambda partial: partial.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8"))
