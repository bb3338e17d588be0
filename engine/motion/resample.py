"""Change of frame rate: slerp for rotations, linear for the path."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..body.layout import JOINT_COUNT
from ..errors import MotionCtrlError
from .kinematics import Motion
from .rotations import slerp


def resample(motion: Motion, fps: float) -> Motion:
    """``motion`` at another frame rate; first frame and duration stay, to within one frame."""
    if not (np.isfinite(fps) and fps > 0):
        raise MotionCtrlError(f"A frame rate must be a positive number, not {fps}.")
    if abs(fps - motion.fps) < 1e-9 or len(motion) < 2:
        return replace(motion, fps=float(fps))
    count = int(np.floor((len(motion) - 1) / motion.fps * fps + 1e-6)) + 1
    times = np.arange(count) * motion.fps / fps
    before = np.minimum(times.astype(int), len(motion) - 2)
    weights = np.clip(times - before, 0.0, 1.0)
    rotations = slerp(
        motion.rotations[before], motion.rotations[before + 1], np.repeat(weights[:, None], JOINT_COUNT, axis=1)
    )
    first, second = motion.translation[before], motion.translation[before + 1]
    translation = first + (second - first) * weights[:, None]
    return replace(motion, rotations=rotations, translation=translation, fps=float(fps))
