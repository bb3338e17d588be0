"""The unit of a motion's path where the body has another one: centimetres or inches beside a body in metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..body.layout import FEET
from ..motion.kinematics import Motion
from .upright import UNITS

_FASTEST = 12.0  # m/s: more than any runner has
_FARTHEST = 10.0  # metres from the file's zero to the floor
_SLIDING = 2.5  # m/s of the slower foot, in the middle of the motion


def mend_path_unit(motion: Motion, name: str, fixed: np.ndarray | float = 0.0) -> Motion:
    """The motion, its path scaled where another unit than metres keeps the feet from sliding, and noted.

    Only a path that no person could take is looked at: too fast, far above the floor, or with both feet sliding
    all the time. Where no unit mends it, the path stays and the sentence says what is odd. ``fixed`` (3,): what the
    translation holds besides the path, in metres already.
    """
    if len(motion) < 3:
        return motion
    path = motion.translation - fixed
    around = motion.joints()[:, FEET] - path[:, None]
    sliding = _sliding(around, path, motion.fps)
    speed = _speed(path, motion.fps)
    low = _low(around, path)
    if speed < _FASTEST and abs(low) < _FARTHEST and sliding < _SLIDING:
        return motion
    # Feet on the floor count where the path's zero is far from it now; else any height will do.
    floors = {unit: abs(_low(around, path * size)) if abs(low) > _FARTHEST else 0.0 for unit, size in UNITS.items()}
    left = {unit: _sliding(around, path * size, motion.fps) for unit, size in UNITS.items()}
    unit = min(left, key=lambda unit: left[unit] + floors[unit])
    # Feet that are on the floor already are in metres: such a body rides.
    mended = abs(low) > 0.3 and left[unit] < 0.4 * sliding and left[unit] + floors[unit] < 1.5
    if mended and speed * UNITS[unit] < _FASTEST:
        scaled = replace(motion, translation=path * UNITS[unit] + fixed)
        return scaled.noting(
            f"The path of {name} is in {unit}; it was turned into metres, in which the feet slide least."
        )
    if speed < _FASTEST:
        return motion
    return motion.noting(f"{name} moves at {speed:.0f} m/s, faster than anybody runs: check the unit of its path.")


def _low(around: np.ndarray, path: np.ndarray) -> float:
    return float(np.median(around[..., 1].min(axis=1) + path[:, 1]))


def _speed(path: np.ndarray, fps: float) -> float:
    return float(np.percentile(np.linalg.norm(np.diff(path, axis=0), axis=-1), 90) * fps)


def _sliding(around: np.ndarray, path: np.ndarray, fps: float) -> float:
    """Speed in m/s of the slowest foot joint, the median over the motion."""
    steps = np.linalg.norm(np.diff(around + path[:, None], axis=0), axis=-1).min(axis=1)
    return float(np.median(steps) * fps)
