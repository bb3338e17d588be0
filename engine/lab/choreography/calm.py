"""Limbs keep to what a body can do: how fast they turn, how far wrists and ankles bend."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from ...body.layout import FPS
from ...body.skeleton import INDEX
from ...motion.rotations import (
    angle_between,
    matrix_from_axis_angle,
    matrix_from_quaternion,
    matrix_to_axis_angle,
    matrix_to_quaternion,
    slerp,
)
from ..data.gestures.limbs import ARM, LEG, limb_joints
from .body import SIDES
from .legs import Stance, step_legs

_FASTEST = {ARM: 1300.0, LEG: 1500.0}  # degrees a second of one joint against the next
_FURTHEST = {"wrist": 88.0, "ankle": 80.0}  # degrees from the T-pose


def calm(rotations: np.ndarray, pelvis: np.ndarray, stance: dict[str, Stance]) -> None:
    """Spread turns of limbs in ``rotations`` (T, 22, 3, 3) that are faster than a body can be; feet stay planted."""
    before = rotations.copy()
    for names, fastest in _FASTEST.items():
        for side in SIDES:
            joints = limb_joints(side, names)
            for width in (1.0, 1.6):
                speeds = angle_between(rotations[:-1, joints], rotations[1:, joints]).max(axis=1) * FPS
                if speeds.max() <= fastest:
                    break
                over = np.append(speeds > fastest, False)
                over[1:] |= over[:-1]
                share = gaussian_filter1d(maximum_filter1d(over.astype(float), 5), 0.8)
                near = np.flatnonzero(share > 0.01)
                low = _low_passed(rotations[:, joints], width)
                weights = np.repeat(share[near, None], len(joints), axis=1)
                rotations[np.ix_(near, joints)] = slerp(rotations[np.ix_(near, joints)], low[near], weights)

    if not np.array_equal(before, rotations):
        step_legs(rotations, pelvis, stance, {side: rotations[:, limb_joints(side, LEG)].copy() for side in SIDES})


def bend_no_further(rotations: np.ndarray) -> None:
    """Bring wrists and ankles of ``rotations`` (T, 22, 3, 3) back to how far they bend."""
    for name, limit in _FURTHEST.items():
        for side in SIDES:
            joint = INDEX[f"{side}_{name}"]
            turns = matrix_to_axis_angle(rotations[:, joint])
            angle = np.linalg.norm(turns, axis=-1, keepdims=True)
            share = np.minimum(1.0, np.radians(limit) / np.maximum(angle, 1e-6))
            rotations[:, joint] = matrix_from_axis_angle(turns * share)


def _low_passed(turns: np.ndarray, frames: float) -> np.ndarray:
    quaternions = matrix_to_quaternion(turns)
    signs = np.sign(np.sum(quaternions[1:] * quaternions[:-1], axis=-1, keepdims=True))
    quaternions[1:] *= np.cumprod(np.where(signs == 0, 1, signs), axis=0)
    return matrix_from_quaternion(gaussian_filter1d(quaternions, frames, axis=0, mode="nearest"))
