"""Hands: where palms face, palms on the floor, hands round a shaft.

A turn of the hand is shared by forearm and wrist, as radius and ulna share it.
"""

from __future__ import annotations

import numpy as np

from ...motion.rotations import about_axis, matrix_from_axis_angle, slerp
from ..data.gestures.limbs import MIRROR_MATRIX as MIRROR
from ..data.gestures.timing import smooth
from .body import sign

_TURN_LIMIT = np.radians(100.0)
_TILT_LIMIT = np.radians(28.0)  # of a hand towards the thumb or away from it


def with_wrist(
    arms: np.ndarray, side: str, bend: np.ndarray, palm: np.ndarray, has_palm: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Arms (N, 4, 3, 3) whose hand is bent by ``bend`` (N, 3) radians and whose palm faces ``palm`` (N, 3); and the
    turn (N,) of their forearms.

    The turn of the palm is shared by forearm and wrist, as radius and ulna share it.
    """
    left = arms * MIRROR if side == "right" else arms.copy()
    turn = left[:, 0] @ left[:, 1] @ left[:, 2]
    normal, along = turn @ np.array([0.0, -1.0, 0.0]), turn @ np.array([1.0, 0.0, 0.0])
    flat = palm - np.sum(palm * along, -1, keepdims=True) * along
    sure = np.clip(np.linalg.norm(flat, axis=-1) / 0.5, 0, 1)
    angle = np.arctan2(np.sum(np.cross(normal, flat) * along, -1), np.sum(normal * flat, -1))
    angle = np.clip(angle, -_TURN_LIMIT, _TURN_LIMIT) * has_palm * sure
    left[:, 2] = left[:, 2] @ about_axis("x", 0.5 * angle)
    hand = matrix_from_axis_angle(np.stack([-bend[:, 2], -bend[:, 1], -bend[:, 0]], axis=-1))
    left[:, 3] = about_axis("x", 0.5 * angle) @ hand
    return (left * MIRROR if side == "right" else left), 0.5 * angle


def gripped(arms: np.ndarray, side: str, axis: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Arms (T, 4, 3, 3) whose hands hold a shaft: the thumb lies along it, whichever way needs the smaller turn.

    axis (T, 3): the shaft in the chest's frame; share (T,): how much it is held.
    """
    left = arms * MIRROR if side == "right" else arms.copy()
    axis = axis * np.array([sign(side), 1.0, 1.0])
    turn = left[:, 0] @ left[:, 1] @ left[:, 2]
    local = np.einsum("tji,tj->ti", turn, axis)  # x: to the fingers, y: back of the hand, z: thumb
    across = np.hypot(local[:, 1], local[:, 2])
    # A shaft has no sign: the angle counts modulo 180 degrees, without jumps from frame to frame.
    angle = 0.5 * np.unwrap(2 * np.arctan2(-local[:, 1], local[:, 2]))
    angle -= np.pi * np.round(np.average(angle, weights=share + 1e-6) / np.pi)
    angle = np.clip(angle, -_TURN_LIMIT, _TURN_LIMIT) * share * np.clip(across / 0.4, 0, 1)
    toward = np.sign(np.cos(angle) * local[:, 2] - np.sin(angle) * local[:, 1])
    tilt = np.clip(np.arcsin(np.clip(local[:, 0], -1, 1)), -_TILT_LIMIT, _TILT_LIMIT) * toward * share
    left[:, 2] = left[:, 2] @ about_axis("x", 0.5 * angle)
    held = about_axis("x", 0.5 * angle) @ about_axis("y", smooth(tilt, 0.08))
    left[:, 3] = slerp(left[:, 3], held, share)
    return left * MIRROR if side == "right" else left


def flat_hand(arms: np.ndarray, side: str, heading: np.ndarray, chest: np.ndarray) -> np.ndarray:
    """Wrist rotation (T, 3, 3) that lays the palm on the floor, the fingers ahead.

    heading (T,): radians; chest (T, 3, 3): its rotation in the world.
    """
    s = sign(side)
    forearm = chest @ arms[:, 0] @ arms[:, 1] @ arms[:, 2]
    # The fingers go on where the forearm points along the floor, and ahead where it stands upright on it.
    reach = forearm @ np.array([s, 0.0, 0.0]) * (1.0, 0.0, 1.0)
    reach = smooth(reach + 0.35 * np.stack([np.sin(heading), 0 * heading, np.cos(heading)], axis=-1), 0.1)
    turn = about_axis("y", np.arctan2(reach[:, 0], reach[:, 2]) - s * 0.2)
    # Columns: where the hand's own x (left: to the fingers), y (back of the hand) and z (left: thumb) point.
    flat = turn @ np.array([[0.0, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, 0.0]])
    return np.swapaxes(forearm, -1, -2) @ flat
