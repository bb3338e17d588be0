"""Nothing goes through the floor: limbs are bent away from it, and where that does not help the body is raised."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import maximum_filter1d

from ...body.skeleton import INDEX
from ...motion.kinematics import forward_kinematics
from ...motion.rotations import slerp
from ..data.gestures.figure import BALL_HEIGHT
from ..data.gestures.limbs import ARM, LEG, arm_to, leg_to, limb_joints
from ..data.gestures.timing import smooth
from .arms import Frames, Reach, natural_pole
from .body import ANKLE_LOW, OFFSETS, SIDES, WRIST_LOW, lowest, sign
from .legs import Stance, step_legs

_NEAR = 0.03  # a limb is bent away from this height above its lowest place on, so that it does not start abruptly


def held_joints(stance: dict[str, Stance]) -> np.ndarray:
    """Joints (T, 22) of legs that a contact carries: the floor needs no other care of them."""
    held = np.zeros((len(stance["left"].weight), 22), bool)
    for side in SIDES:
        on = stance[side].weight > 0.97
        for name in ("ankle", "foot"):
            held[:, INDEX[f"{side}_{name}"]] = on
        held[:, INDEX[f"{side}_knee"]] = on & (stance[side].kneeling > 0.5)
    return held


def clear_floor(
    rotations: np.ndarray, pelvis: np.ndarray, stance: dict[str, Stance], reach: dict[str, Reach], floor: float
) -> None:
    """Change ``rotations`` (T, 22, 3, 3) and ``pelvis`` (T, 3) until no part of the body is below ``floor``."""
    for side in SIDES:
        _bend_leg(rotations, pelvis, side, stance[side], floor)
    raise_hands(rotations, pelvis, reach, floor)
    ignore = held_joints(stance)
    for side in SIDES:
        ignore[:, INDEX[f"{side}_wrist"]] |= reach[side].flat > 0.3
        ignore[:, INDEX[f"{side}_elbow"]] |= reach[side].flat > 0.3
    for _ in range(4):
        joints, _ = forward_kinematics(rotations, pelvis, OFFSETS)
        below = np.maximum(floor - lowest(joints, ignore), 0)
        if below.max() < 0.004:
            return
        pelvis[:, 1] += 1.2 * smooth(maximum_filter1d(below, 5), 0.05)
        bent = {side: rotations[:, limb_joints(side, LEG)].copy() for side in SIDES}
        step_legs(rotations, pelvis, stance, bent)


def raise_hands(rotations: np.ndarray, pelvis: np.ndarray, reach: dict[str, Reach], floor: float) -> None:
    """Bend arms in ``rotations`` (T, 22, 3, 3) until no hand is below ``floor``."""
    for side in SIDES:
        _bend_arm(rotations, pelvis, side, reach[side], floor)


def _bend_leg(rotations: np.ndarray, pelvis: np.ndarray, side: str, hold: Stance, floor: float) -> None:
    joints, turns = forward_kinematics(rotations, pelvis, OFFSETS)
    names = limb_joints(side, LEG)
    ankle, ball = joints[:, names[2]], joints[:, names[3]]
    low = floor + np.maximum(ANKLE_LOW - ankle[:, 1], BALL_HEIGHT - ball[:, 1])
    rise = np.maximum(low, 0) * (hold.weight < 0.97)
    on = np.flatnonzero(rise > 0.002)
    if not len(on):
        return
    goal = ankle[on] + np.stack([0 * rise[on], rise[on], 0 * rise[on]], axis=-1)
    front = turns[on, names[0]] @ np.array([0.0, 0.0, 1.0])
    upper, bend = leg_to(side, joints[on, names[0]], goal, front)
    foot = turns[on, names[2]]
    rotations[on, names[0]] = np.swapaxes(turns[on, 0], -1, -2) @ upper
    rotations[on, names[1]] = bend
    rotations[on, names[2]] = np.swapaxes(upper @ bend, -1, -2) @ foot


def _bend_arm(rotations: np.ndarray, pelvis: np.ndarray, side: str, reach: Reach, floor: float) -> None:
    joints, turns = forward_kinematics(rotations, pelvis, OFFSETS)
    names = limb_joints(side, ARM)
    wrist, elbow = joints[:, names[3]], joints[:, names[2]]
    rise = np.maximum(floor + WRIST_LOW - wrist[:, 1], 0)
    rise = np.maximum(rise, np.maximum(floor + 0.045 - elbow[:, 1], 0) * (1 - reach.floor))
    if rise.max() < 0.002:
        return
    rise = smooth(maximum_filter1d(rise, 3), 0.04)
    goal = wrist + np.stack([0 * rise, rise, 0 * rise], axis=-1)
    frames = Frames.of(joints, turns)
    s = np.array([sign(side), 1.0, 1.0])
    middle = 0.5 * (joints[:, names[1]] + wrist)
    chest = turns[:, INDEX["spine3"]]
    out = np.einsum("nji,nj->ni", chest, elbow - middle + (0.0, 0.02, 0.0)) * s
    upper = np.einsum("nji,nj->ni", chest, elbow - joints[:, names[1]]) * s
    out = out + 0.06 * natural_pole(upper / np.linalg.norm(upper, axis=-1, keepdims=True))
    solved = arm_to(side, frames.local("chest", goal) * s, out, of="chest")
    solved[:, 3] = rotations[:, names[3]]
    share = np.clip(rise / _NEAR, 0, 1)
    rotations[:, names] = slerp(rotations[:, names], solved, np.repeat(share[:, None], 4, axis=1))
