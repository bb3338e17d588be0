"""``evaluate roundtrip``: does HuMo263 give every real motion back, acrobatics included? (docs/design.md, "HuMo263")"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ...errors import MotionCtrlError
from ...motion import humo263
from ...motion.kinematics import Motion
from ...motion.rotations import angle_between
from . import features
from .tokenizer import motion_files, read_each

LIMIT_MM = 0.1
LIMIT_DEG = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--motions", required=True, type=Path, help="folder of .bvh, .amc + .asf or .npz files")
    parser.add_argument("--json", type=Path, help="write every file's errors here")


def run(args: argparse.Namespace) -> int:
    """Print the largest errors over all files; 1 when one of them is over the limits of docs/design.md."""
    rows, unread = [], []
    for file, motion in read_each(tqdm(motion_files(args.motions), desc="round trip", unit=" files"), unread):
        rows.append({"file": file.relative_to(args.motions).as_posix(), **round_trip(motion)})
    for problem in unread:
        print(f"not read: {problem}")
    if not rows:
        raise MotionCtrlError(f"No motion in {args.motions} could be read; choose another folder.")
    worst_mm = max(rows, key=lambda row: row["joints_mm"])
    worst_deg = max(rows, key=lambda row: row["rotations_deg"])
    wide = max(row["d268_mm"] for row in rows)
    frames = sum(row["frames"] for row in rows)
    upside_down = sum(row["upside_down"] for row in rows)
    print(f"{len(rows)} motions, {frames} frames, {upside_down} of them with the pelvis upside down")
    print(f"largest joint error     {worst_mm['joints_mm']:.5f} mm   ({worst_mm['file']}), limit {LIMIT_MM}")
    print(f"largest rotation error  {worst_deg['rotations_deg']:.5f} deg  ({worst_deg['file']}), limit {LIMIT_DEG}")
    print(f"by way of SMPL-D268     {wide:.5f} mm")
    passed = worst_mm["joints_mm"] <= LIMIT_MM and worst_deg["rotations_deg"] <= LIMIT_DEG and not unread
    if args.json:
        summary = {
            "joints_mm": worst_mm["joints_mm"],
            "rotations_deg": worst_deg["rotations_deg"],
            "d268_mm": wide,
            "motions": len(rows),
            "frames": frames,
            "upside_down": upside_down,
            "unread": unread,
            "rows": rows,
        }
        args.json.write_text(json.dumps(summary, indent=1), encoding="utf-8")
    return 0 if passed else 1


def round_trip(motion: Motion) -> dict[str, float | int]:
    """Largest errors of a motion at 20 fps after HuMo263 and back, over all frames and joints.

    joints_mm: distance of joints in the world; rotations_deg: parent-relative, the pelvis's global;
    d268_mm: joints after HuMo263, SMPL-D268 and back; upside_down: frames whose pelvis points down.
    """
    encoded, anchor = humo263.encode(motion)
    decoded = humo263.decode(encoded, anchor, motion.skeleton)
    wide = features.d268_from_humo263(encoded, motion.skeleton)
    again = humo263.decode(features.humo263_from_d268(wide), anchor, motion.skeleton)
    truth = motion.joints()
    return {
        "frames": len(motion),
        "joints_mm": float(1000 * np.linalg.norm(decoded.joints() - truth, axis=-1).max()),
        "rotations_deg": float(angle_between(decoded.rotations, motion.rotations).max()),
        "d268_mm": float(1000 * np.linalg.norm(again.joints() - truth, axis=-1).max()),
        "upside_down": int((motion.rotations[:, 0, 1, 1] < 0).sum()),
    }
