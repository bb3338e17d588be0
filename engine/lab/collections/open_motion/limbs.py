"""Two-bone limbs bent so that their end comes to a place: legs down to the floor, hands up out of it."""

from __future__ import annotations

import numpy as np

from ....body.skeleton import INDEX, PARENTS
from ....motion.kinematics import Motion, forward_kinematics
from ....motion.rotations import matrix_from_axis_angle, normalise, shortest_arc

LEGS = tuple(tuple(INDEX[f"{side}_{name}"] for name in ("hip", "knee", "ankle")) for side in ("left", "right"))
ARMS = tuple(tuple(INDEX[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist")) for side in ("left", "right"))
_REACH = 0.998  # share of the stretched limb's length, short of which the joint in its middle stays defined


def reach(motion: Motion, limb: tuple[int, int, int], targets: np.ndarray) -> None:
    """Bend ``limb`` in every frame, in place, so that its end is at ``targets`` (T, 3), as far as it reaches.

    The plane in which the limb is bent stays, and so does the direction of the foot or hand in the room.
    """
    first, middle, last = limb
    joints, globals_ = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)
    moved = np.flatnonzero(np.linalg.norm(targets - joints[:, last], axis=-1) > 1e-4)
    if not len(moved):
        return
    joints, globals_, targets = joints[moved], globals_[moved], targets[moved]
    upper, lower = joints[:, middle] - joints[:, first], joints[:, last] - joints[:, middle]
    long, short = np.linalg.norm(upper, axis=-1), np.linalg.norm(lower, axis=-1)
    way = targets - joints[:, first]
    distance = np.clip(np.linalg.norm(way, axis=-1), np.abs(long - short) + 1e-3, (long + short) * _REACH)
    bend = np.cross(upper, lower)
    straight = np.linalg.norm(bend, axis=-1) < 1e-3 * long * short
    axis = normalise(np.where(straight[:, None], globals_[:, first, :, 0], bend))
    now = np.arccos(np.clip((upper * lower).sum(-1) / (long * short), -1, 1))
    wanted = np.arccos(np.clip((distance**2 - long**2 - short**2) / (2 * long * short), -1, 1))
    bent = matrix_from_axis_angle(axis * (wanted - now)[:, None])
    turned = (bent @ lower[..., None])[..., 0]
    swing = shortest_arc(normalise(upper + turned), normalise(way))
    new_first, new_middle = swing @ globals_[:, first], swing @ bent @ globals_[:, middle]
    above = globals_[:, PARENTS[first]]
    motion.rotations[moved, first] = np.swapaxes(above, 1, 2) @ new_first
    motion.rotations[moved, middle] = np.swapaxes(new_first, 1, 2) @ new_middle
    motion.rotations[moved, last] = np.swapaxes(new_middle, 1, 2) @ globals_[:, last]


def lift_middle(motion: Motion, limb: tuple[int, int, int], height: float) -> None:
    """Swing the middle joint of ``limb``, in place, around the line of its ends up to ``height``, where it is lower.

    The ends stay where they are; a middle joint that cannot come so high comes as high as it can.
    """
    first, middle, last = limb
    joints, globals_ = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)
    low = np.flatnonzero(joints[:, middle, 1] < height - 1e-4)
    if not len(low):
        return
    joints, globals_ = joints[low], globals_[low]
    axis = normalise(joints[:, last] - joints[:, first])
    arm = joints[:, middle] - joints[:, first]
    centre = (arm * axis).sum(-1, keepdims=True) * axis
    out = arm - centre
    side = np.cross(axis, out)
    # Height over the angle: centre + out cos + side sin, a cosine of amplitude `most` with its top at `top`.
    most, top = np.hypot(out[:, 1], side[:, 1]), np.arctan2(side[:, 1], out[:, 1])
    wanted = height - joints[:, first, 1] - centre[:, 1]
    near = np.arccos(np.clip(wanted / np.maximum(most, 1e-6), -1.0, 1.0))
    angle = np.where(np.abs(top - near) < np.abs(top + near), top - near, top + near)
    turn = matrix_from_axis_angle(axis * np.where(most > 1e-4, angle, 0.0)[:, None])
    new_first, new_middle = turn @ globals_[:, first], turn @ globals_[:, middle]
    motion.rotations[low, first] = np.swapaxes(globals_[:, PARENTS[first]], 1, 2) @ new_first
    motion.rotations[low, middle] = np.swapaxes(new_first, 1, 2) @ new_middle
    motion.rotations[low, last] = np.swapaxes(new_middle, 1, 2) @ globals_[:, last]


def hold_together(motion: Motion, distance: float) -> None:
    """Bring the wrists, in place, to at most ``distance`` metres from each other: both hands hold one thing."""
    joints = motion.joints()
    left, right = (joints[:, arm[2]] for arm in ARMS)
    middle, apart = (left + right) / 2, left - right
    length = np.linalg.norm(apart, axis=-1, keepdims=True)
    half = apart / np.maximum(length, 1e-6) * np.minimum(length, distance) / 2
    reach(motion, ARMS[0], middle + half)
    reach(motion, ARMS[1], middle - half)
