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
    times = np.arange(count) * motion.fps / fps  # in the motion's own frames
    rotations, translation = interpolated(motion.rotations, motion.translation, times)
    return replace(motion, rotations=rotations, translation=translation, fps=float(fps))


def interpolated(
    rotations: np.ndarray, translation: np.ndarray, positions: np.ndarray, beyond: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations and translation (t, ...) at fractional frames; beyond the ends the last one holds.

    beyond: frames after the last one through which the motion goes on at the speed that it has there.
    """
    positions = np.clip(positions, 0, len(rotations) - 1 + (beyond if len(rotations) > 1 else 0.0))
    before = np.minimum(positions.astype(int), max(len(rotations) - 2, 0))
    after = np.minimum(before + 1, len(rotations) - 1)
    weights = positions - before
    turned = slerp(rotations[before], rotations[after], np.repeat(weights[:, None], JOINT_COUNT, axis=1))
    moved = translation[before] + (translation[after] - translation[before]) * weights[:, None]
    return turned, moved
