"""Where the body faces on the floor."""

from __future__ import annotations

import numpy as np

from .rotations import about_axis, matrix_to_quaternion


def headings(root_rotations: np.ndarray) -> np.ndarray:
    """Heading (T,), radians, unwrapped, of global pelvis rotations (T, 3, 3).

    Twist of the swing-twist decomposition about +Y. Where the pelvis is exactly upside down the
    twist is free, and the heading of the frame before goes on.
    """
    quaternions = matrix_to_quaternion(root_rotations)
    w, y = quaternions[:, 0], quaternions[:, 2]
    angles = 2 * np.arctan2(y, w)
    free = np.hypot(w, y) < 1e-6
    if free.any():
        known = np.flatnonzero(~free)
        if not len(known):
            return np.zeros(len(angles))
        before = np.maximum.accumulate(np.where(free, known[0], np.arange(len(angles))))
        angles = angles[before]
    return np.unwrap(angles)


def without_heading(pelvis: np.ndarray) -> np.ndarray:
    """Global rotations (T, 3, 3) of the pelvis, turned to face +Z."""
    return about_axis("y", -headings(pelvis)) @ pelvis
