"""Where the floor is under a motion: found from the feet."""

from __future__ import annotations

import numpy as np

from ..motion.kinematics import Motion
from ..motion.skeleton import INDEX

FOOT_HEIGHT = 0.01  # metres: a standing toe joint lies this far above the floor
_FEET = [INDEX[name] for name in ("left_ankle", "left_foot", "right_ankle", "right_foot")]


def lowest_feet(motion: Motion) -> np.ndarray:
    """Height (T,) of the lowest ankle or toe joint, less the height it has when standing flat."""
    rest = motion.skeleton.rest_joints()[_FEET, 1]
    standing = rest - rest.min() + FOOT_HEIGHT
    return (motion.joints()[:, _FEET, 1] - standing).min(axis=1)


def floor_height(motion: Motion) -> float:
    """Height of the floor, metres: where the lower foot rests whenever it rests.

    A low percentile over the frames in which the lower foot stands still; over all frames where it
    hardly ever does.
    """
    rest = motion.skeleton.rest_joints()[_FEET, 1]
    feet = motion.joints()[:, _FEET]
    heights = feet[..., 1] - (rest - rest.min() + FOOT_HEIGHT)
    lowest = heights.min(axis=1)
    if len(motion) < 5:
        return float(lowest.min())
    speed = np.linalg.norm(np.gradient(feet, axis=0), axis=-1) * motion.fps
    own = np.take_along_axis(speed, heights.argmin(axis=1)[:, None], axis=1)[:, 0]
    still = lowest[own < 0.35]
    if len(still) < max(5, 0.05 * len(motion)):
        return float(np.percentile(lowest, 5))
    return float(np.percentile(still, 20))
