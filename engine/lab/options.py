"""Options that several verbs share, and reports as JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ..errors import MotionCtrlError
from ..files import write_whole


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


def write_json(path: Path, values: dict) -> None:
    """Write ``values`` as JSON."""
    write_whole(path, lambda partial: partial.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8"))
