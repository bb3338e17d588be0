"""Elbows and knees that bend like hinges, the way the CMU trials have them, whatever the rig did.

Rigs share the twist of a limb between its joints in many ways: one twists the shin and turns the foot back, another
leaves the upper arm untwisted and bends the elbow in any direction. The places of the joints are the same; for a model
they are different motions. So the upper bone's twist is chosen such that the middle joint bends in one plane, and
the lower bone's twist goes to the hand or foot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..body.skeleton import INDEX
from .kinematics import Motion
from .rotations import matrix_from_axis_angle, matrix_to_quaternion

_LEGS = tuple(tuple(INDEX[f"{side}_{name}"] for name in ("hip", "knee", "ankle")) for side in ("left", "right"))
_ARMS = tuple(tuple(INDEX[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist")) for side in ("left", "right"))
# Where the lower bone goes when the limb bends, in the rest pose's axes: shins back, forearms forward and up.
_BACK, _FORWARD_UP = (0.0, 0.0, -1.0), (0.0, 0.5, 0.866)
_STRAIGHT, _BENT = 0.12, 0.35  # sine of the bend: below the first its direction says nothing, above the second all
_FILL_S = 0.15  # seconds from which a straight limb takes its twist


def hinged(motion: Motion) -> Motion:
    """A copy of ``motion`` whose elbows and knees bend like hinges, see :func:`bend_as_hinges`."""
    copy = replace(motion, rotations=motion.rotations.copy())
    bend_as_hinges(copy)
    return copy


def bend_as_hinges(motion: Motion) -> None:
    """Share the twist of all limbs anew, in place.

    Every joint stays where it is; hands and feet keep their direction.
    """
    for limbs, flexion in ((_LEGS, _BACK), (_ARMS, _FORWARD_UP)):
        for limb in limbs:
            _bend(motion, limb, np.array(flexion))


def _bend(motion: Motion, limb: tuple[int, int, int], flexion: np.ndarray) -> None:
    first, middle, last = limb
    upper, lower = (_unit(motion.skeleton.offsets[joint]) for joint in (middle, last))
    ahead = _unit(flexion - upper * (flexion @ upper))
    aside = np.cross(upper, ahead)
    direction = motion.rotations[:, middle] @ lower
    across = direction - (direction @ upper)[:, None] * upper
    angle = np.arctan2(across @ aside, across @ ahead)
    share = np.clip((np.linalg.norm(across, axis=-1) - _STRAIGHT) / (_BENT - _STRAIGHT), 0, 1)
    known = share[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    around = _smoothed(known, _FILL_S * motion.fps) + (1e-3, 0.0)
    around /= np.linalg.norm(around, axis=-1, keepdims=True)
    plane = known + (1 - share[:, None]) * around
    twist = matrix_from_axis_angle(np.arctan2(plane[:, 1], plane[:, 0])[:, None] * upper)
    motion.rotations[:, first] = motion.rotations[:, first] @ twist
    bent = np.swapaxes(twist, 1, 2) @ motion.rotations[:, middle]
    quaternions = matrix_to_quaternion(bent)
    rest = 2 * np.arctan2(quaternions[:, 1:] @ lower, quaternions[:, 0])
    turn = matrix_from_axis_angle(rest[:, None] * lower)
    motion.rotations[:, middle] = bent @ np.swapaxes(turn, 1, 2)
    motion.rotations[:, last] = turn @ motion.rotations[:, last]


def _smoothed(values: np.ndarray, sigma: float) -> np.ndarray:
    """``values`` (T, n) through a Gaussian of ``sigma`` frames, zero beyond both ends."""
    reach = min(len(values) - 1, int(np.ceil(3 * sigma)))
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 1e-6)) ** 2)
    return np.stack([np.convolve(column, window, "same")[: len(values)] for column in values.T], axis=-1)


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)
