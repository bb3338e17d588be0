"""``python -m engine describe``: a motion file to words."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import MotionCtrlError
from ..formats.load import load_motion
from ..models.folder import default_model, read_folder
from .options import add_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    parser.add_argument("motion", type=Path, help=".bvh, .amc, .npz or .npy file")


def run(args: argparse.Namespace) -> int:
    load_motion(args.motion)
    description = read_folder(args.model or default_model())
    raise MotionCtrlError(
        f"The model {description.name} is not trained yet to describe motion: it generates motion only."
    )
