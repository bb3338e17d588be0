"""Options that several verbs share, and output files that appear whole or not at all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from ..errors import MotionCtrlError


def add_model(parser: argparse.ArgumentParser, several: bool = False) -> None:
    """--model, which may be given repeatedly where ``several``, --threads and --gpu-layers."""
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


def open_model(args: argparse.Namespace):
    """The engine that --model, --threads and --gpu-layers ask for."""
    from ..api import Engine

    if args.threads is not None and args.threads < 1:
        raise MotionCtrlError(f"--threads must be at least 1, not {args.threads}.")
    return Engine(args.model, args.threads, args.gpu_layers)


def read_motion(path: Path, **options):
    """``formats.load_motion``; what the user should know about the file goes to standard error."""
    from ..formats.load import load_motion

    motion = load_motion(path, **options)
    for note in motion.notes:
        print(note, file=sys.stderr)
    return motion


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file beside ``path`` and move it there once it is whole."""
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(path)
    except OSError as error:
        raise MotionCtrlError(f"{path} can't be written ({error.strerror}): choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)


def write_json(path: Path, values: dict) -> None:
    """Write ``values`` as JSON."""
    write_whole(path, lambda partial: partial.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8"))
