"""Where the floor is under a motion: found from the feet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..body.layout import FEET
from ..body.skeleton import Skeleton
from ..motion.kinematics import Motion
from ..motion.rotations import shortest_arc

FOOT_HEIGHT = 0.01  # metres: a standing toe joint lies this far above the floor
_STILL = 0.35  # m/s: a foot that stands moves less
_SLOPE = np.tan(np.radians(2.5))


def settle(motion: Motion) -> Motion:
    """The motion on the floor y = 0: one shift for the whole motion.

    Where the feet tell that the floor of the recording was not quite level (up to 2.5 degrees, as in
    some trials of the CMU database), the whole motion is turned level first.
    """
    normal = _floor_normal(motion)
    if normal is not None:
        motion = motion.turned(shortest_arc(normal, np.array([0.0, 1.0, 0.0])))
    translation = motion.translation.copy()
    translation[:, 1] -= floor_height(motion)
    return replace(motion, translation=translation)


def standing_heights(skeleton: Skeleton) -> np.ndarray:
    """Heights (4,) of left ankle, left toe, right ankle and right toe joint when standing flat."""
    rest = skeleton.rest_joints()[FEET, 1]
    return rest - rest.min() + FOOT_HEIGHT


def lowest_feet(motion: Motion) -> np.ndarray:
    """Height (T,) of the lowest ankle or toe joint, less the height it has when standing flat."""
    return (motion.joints()[:, FEET, 1] - standing_heights(motion.skeleton)).min(axis=1)


def floor_height(motion: Motion) -> float:
    """Height of the floor, metres: the lowest level on which feet stand still.

    Steps and rungs are higher levels; where no foot ever stands still the lowest heights count.
    """
    lowest, _, still = _contacts(motion)
    if len(motion) < 5:
        return float(lowest.min())
    heights = lowest[still]
    if len(heights) < max(5, 0.05 * len(motion)):
        return float(np.percentile(lowest, 5))
    low = np.percentile(heights, 10)
    # The frames of the lowest level: feet roll and recordings waver by some centimetres around it.
    level = heights[heights < low + 0.05]
    return float(np.median(level)) if len(level) > 4 else float(low)


def _contacts(motion: Motion) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lowest foot joint of each frame: height above its standing one (T), place (T, 3), still (T)."""
    feet = motion.joints()[:, FEET]
    heights = feet[..., 1] - standing_heights(motion.skeleton)
    which = heights.argmin(axis=1)[:, None]
    lowest = np.take_along_axis(heights, which, axis=1)[:, 0]
    places = np.take_along_axis(feet, which[..., None], axis=1)[:, 0]
    if len(motion) < 3:
        return lowest, places, np.ones(len(motion), bool)
    speed = np.linalg.norm(np.gradient(feet, axis=0), axis=-1) * motion.fps
    return lowest, places, np.take_along_axis(speed, which, axis=1)[:, 0] < _STILL


def _floor_normal(motion: Motion) -> np.ndarray | None:
    """Unit normal (3,) of the floor where it slopes a little, evenly and measurably, else None."""
    lowest, places, still = _contacts(motion)
    if still.sum() < 15:
        return None
    heights, flat = lowest[still], places[still][:, [0, 2]]
    flat = flat - flat.mean(axis=0)
    # A slope can be measured only along directions in which the feet cover a metre or more.
    values, axes = np.linalg.eigh(flat.T @ flat / len(flat))
    axes = axes[:, values > 0.35**2]
    if axes.shape[1] == 0:
        return None
    design = np.concatenate([flat @ axes, np.ones((len(flat), 1))], axis=1)
    weights = np.ones(len(flat))
    for _ in range(10):  # robust: lifted feet are no floor
        fit = np.linalg.lstsq(design * weights[:, None], heights * weights, rcond=None)[0]
        rest = np.abs(heights - design @ fit)
        weights = 1.0 / np.maximum(rest, 0.01) ** 0.5
    slope = axes @ fit[:-1]
    size = np.linalg.norm(slope)
    before = np.percentile(np.abs(heights - np.median(heights)), 80)
    after = np.percentile(rest, 80)
    if not (0.003 < size < _SLOPE and after < 0.02 and after < 0.75 * before and before > 0.008):
        return None
    normal = np.array([-slope[0], 1.0, -slope[1]])
    return normal / np.linalg.norm(normal)
