"""Motion that walks on the spot gets the travel that its feet ask for."""

from __future__ import annotations

import numpy as np

from ....body.layout import FEET, JOINT_COUNT
from ....body.skeleton import INDEX
from ....motion.kinematics import Motion
from .ground import skin_depths, smoothed

_LIMBS = [*FEET, *(INDEX[name] for name in ("left_knee", "right_knee", "left_wrist", "right_wrist"))]
SUPPORTS = {"feet": list(FEET), "crawl": _LIMBS, "roll": list(range(JOINT_COUNT))}  # joints on which a body moves
_NEAR = 0.02  # metres above the lowest supporting point: what is higher hardly supports
_AIR = 0.05  # metres above the floor: nothing supports


def travel_by_support(motion: Motion, which: list[int]) -> None:
    """Move the pelvis, in place, against those of the joints ``which`` that are on the floor.

    In the air the speed goes from that before the flight to that after it. The path is planar; headings stay.
    """
    joints = motion.joints()[:, which]
    heights = joints[..., 1] - skin_depths(motion.skeleton)[which]
    steps = np.diff(joints[..., [0, 2]], axis=0)
    between = (heights[:-1] + heights[1:]) / 2
    lowest = between.min(axis=1)
    weights = np.exp(-(((between - lowest[:, None]) / _NEAR) ** 2))
    speed = -(weights[..., None] * steps).sum(1) / weights.sum(1)[:, None]
    stands = np.flatnonzero(lowest < _AIR)
    if len(stands) == 0:
        return
    frames = np.arange(len(speed))
    speed = np.stack([np.interp(frames, stands, speed[stands, axis]) for axis in range(2)], axis=-1)
    speed = smoothed(speed, 0.04 * motion.fps)
    motion.translation[1:, [0, 2]] += np.cumsum(speed, axis=0)


def travel_at(motion: Motion, speed: float) -> None:
    """Move ``motion``, in place, forward (+Z) at ``speed`` m/s: what swims or flies has no feet that tell."""
    motion.translation[:, 2] += speed * np.arange(len(motion)) / motion.fps
