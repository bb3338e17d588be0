"""``python -m engine convert``: a motion file of one kind to one of another, on the SMPL joints."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``convert``."""
    parser.description = (
        "Read a motion of any humanoid skeleton (.bvh, .amc with its .asf, AMASS .npz, HumanML3D .npy), "
        "put it on the 22 SMPL joints (metres, 20 frames a second, Y up, feet on the floor) and save it."
    )
    parser.add_argument("input", type=Path, help="motion file: .bvh, .amc, .npz (AMASS) or .npy (HumanML3D)")
    parser.add_argument("output", type=Path, nargs="?", help="file to write: .npz, .bvh, .amc (with .asf) or .npy")
    parser.add_argument("--out", type=Path, help="the same as the second argument")
    parser.add_argument(
        "--fps",
        type=float,
        help="the input's frame rate, where the file has none or a wrong one (.amc: 120 unless given)",
    )
    parser.add_argument("--skeleton", type=Path, help="the .asf of an .amc (found beside it otherwise)")


def run(args: argparse.Namespace) -> int:
    """Convert ``args.input``; prints one line about the result."""
    from ..errors import MotionCtrlError
    from ..formats import save_motion
    from ..lab.options import read_motion

    output = args.out or args.output
    if output is None:
        raise MotionCtrlError("convert needs a file to write: give it after the input file.")
    motion = read_motion(args.input, fps=args.fps, skeleton_file=args.skeleton)
    save_motion(motion, output)
    print(f"{output}: {len(motion)} frames, {len(motion) / motion.fps:.2f} s at {motion.fps:g} fps")
    return 0
