"""``python -m engine describe``: a motion file to words."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..lab.options import add_model, open_model, read_motion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    parser.add_argument("motion", type=Path, help=".bvh, .amc, .npz or .npy file")


def run(args: argparse.Namespace) -> int:
    """Print what the motion shows, on one line."""
    motion = read_motion(args.motion)
    with open_model(args) as engine:
        print(engine.describe(motion))
    return 0
