"""Mending hands and feet that a recording turned over for some frames.

Optical capture now and then loses a hand or foot marker, and the solver turns the joint over, faster
than any person could, until the marker is back: 30 of the 327 whole trials of the CMU subset show it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..body.skeleton import INDEX
from ..motion.kinematics import Motion
from ..motion.rotations import angle_between, mean_rotation, slerp

_ENDS = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in ("wrist", "ankle", "foot")]
_SPEED = 2000.0  # degrees a second: more than a wrist can do, relative to its forearm
_FAR = 60.0  # degrees from where the joint mostly is
_LONGEST = 1.5  # seconds


def mend_flips(motion: Motion) -> Motion:
    """The motion with the flips of wrists, ankles and toes bridged.

    A flip begins and ends with a jump (or with the motion), lasts at most 1.5 s, and lies far from where
    the joint mostly is; its frames are interpolated from those before and after it.
    """
    if len(motion) < 3:
        return motion
    rotations = motion.rotations.copy()
    for joint in _ENDS:
        turns = rotations[:, joint]
        jumps = np.flatnonzero(angle_between(turns[:-1], turns[1:]) > max(_SPEED / motion.fps, 45.0)) + 1
        if len(jumps) == 0:
            continue
        away = angle_between(_middle(turns), turns)
        bad = np.zeros(len(turns), bool)
        edges = [0, *jumps.tolist(), len(turns)]
        for first, last in zip(edges, edges[1:], strict=False):
            if last - first <= _LONGEST * motion.fps and np.median(away[first:last]) > _FAR:
                bad[first:last] = True
        if bad.all():
            continue
        good = np.flatnonzero(~bad)
        frames = np.flatnonzero(bad)
        after = np.searchsorted(good, frames)
        before = good[np.maximum(after - 1, 0)]
        before = np.where(after == 0, good[0], before)
        following = good[np.minimum(after, len(good) - 1)]
        share = (frames - before) / np.maximum(following - before, 1)
        turns[frames] = slerp(turns[before], turns[following], np.clip(share, 0.0, 1.0))
    return replace(motion, rotations=rotations)


def _middle(turns: np.ndarray) -> np.ndarray:
    """The rotation (3, 3) that the rotations (T, 3, 3) mostly lie around: a mean without the outliers."""
    weights = np.ones(len(turns))
    for _ in range(5):
        middle = mean_rotation(turns, weights)
        weights = 1.0 / np.maximum(angle_between(middle, turns), 5.0)
    return middle
