"""Writing motions of the SMPL joints as Acclaim files: an .amc with its .asf beside it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import JOINTS, PARENTS, Skeleton
from ..files import write_file
from ..motion.kinematics import Motion
from .bvh import zyx_angles


def write_amc(motion: Motion, path: str | os.PathLike) -> None:
    """Write ``motion`` as ``path`` (.amc) and its skeleton beside it under the same name (.asf); metres.

    The format has no frame rate: it is written as a comment, which our own reader heeds.
    """
    angles = np.degrees(zyx_angles(motion.rotations))[..., ::-1]
    lines = [f"# {motion.fps:g} frames a second", ":FULLY-SPECIFIED", ":DEGREES"]
    for frame, (turns, place) in enumerate(zip(angles, motion.translation, strict=True), 1):
        lines.append(str(frame))
        lines.append("root " + " ".join(f"{value:.6f}" for value in (*place, *turns[0])))
        lines += [
            f"{JOINTS[joint]} " + " ".join(f"{value:.6f}" for value in turns[joint]) for joint in range(1, JOINT_COUNT)
        ]
    write_file(Path(path).with_suffix(".asf"), _skeleton_text(motion.skeleton).encode())
    write_file(path, ("\n".join(lines) + "\n").encode())


def _skeleton_text(skeleton: Skeleton) -> str:
    """The .asf text of a rest pose. A bone ends where its only child begins; joints with several children
    have no length, and fixed link bones lead from them to the children."""
    children = {joint: [c for c, p in enumerate(PARENTS) if p == joint] for joint in range(JOINT_COUNT)}
    bones, tree = [], ["root " + " ".join(f"{JOINTS[c]}_link" for c in children[0])]
    for joint in range(1, JOINT_COUNT):
        name, own = JOINTS[joint], children[joint]
        if len(children[PARENTS[joint]]) > 1:
            bones.append(_bone(f"{name}_link", skeleton.offsets[joint], ""))
            tree.append(f"{name}_link {name}")
        tip = skeleton.offsets[own[0]] if len(own) == 1 else _leaf(name) if not own else np.zeros(3)
        bones.append(_bone(name, tip, "    dof rx ry rz\n"))
        if own:
            tree.append(f"{name} " + " ".join(f"{JOINTS[c]}_link" if len(own) > 1 else JOINTS[c] for c in own))
    head = ":version 1.10\n:name SMPL\n:units\n  mass 1.0\n  length 1.0\n  angle deg\n:root\n"
    head += "   order TX TY TZ RX RY RZ\n   axis XYZ\n   position 0 0 0\n   orientation 0 0 0\n:bonedata\n"
    numbered = [f"  begin\n     id {number}\n{bone}  end\n" for number, bone in enumerate(bones, 1)]
    hierarchy = "".join(f"    {line}\n" for line in tree)
    return head + "".join(numbered) + ":hierarchy\n  begin\n" + hierarchy + "  end\n"


def _leaf(name: str) -> np.ndarray:
    if name == "head":
        return np.array([0.0, 0.15, 0.0])
    if name.endswith("foot"):
        return np.array([0.0, 0.0, 0.07])
    return np.array([0.08 if name.startswith("left") else -0.08, 0.0, 0.0])


def _bone(name: str, vector: np.ndarray, dof: str) -> str:
    length = float(np.linalg.norm(vector))
    direction = vector / length if length > 0 else np.array([0.0, 1.0, 0.0])
    numbers = " ".join(f"{value:.8f}" for value in direction)
    return f"     name {name}\n     direction {numbers}\n     length {length:.8f}\n     axis 0 0 0 XYZ\n{dof}"
