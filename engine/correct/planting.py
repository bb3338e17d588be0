"""Planted feet stay where they are: a causal correction of decoded motion, leg by leg.

A decoded foot drifts by some centimetres a second while it carries the body. While a foot is in
contact its ball is held in place, within reach; from the lift-off on, what was held back fades out.
Hip and knee turn by two-bone inverse kinematics; the foot keeps its direction in the room.
"""

from __future__ import annotations

import numpy as np

from ..body.skeleton import INDEX, Skeleton
from ..motion.kinematics import forward_kinematics
from ..motion.limb_ik import reach_with_leg

_LEGS = tuple(tuple(INDEX[f"{side}_{name}"] for name in ("hip", "knee", "ankle", "foot")) for side in ("left", "right"))
_LIMIT = 0.12  # metres that a foot may be held back before it is let slide
_FADE = 0.75  # what is left of a correction from one frame to the next, once the foot has lifted


class FootPlanting:
    """Corrects frames chunk by chunk; the state of both feet is carried on."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.skeleton = skeleton
        self._offset = np.zeros((2, 2))
        self._held: list[np.ndarray | None] = [None, None]

    def __call__(
        self, rotations: np.ndarray, translation: np.ndarray, planted: np.ndarray, free: np.ndarray
    ) -> np.ndarray:
        """Rotations (t, 22, 3, 3) with hips, knees and ankles corrected.

        rotations, translation (t, 3): the next frames. planted (t, 2) bool: left and right ball of
        the foot are on the floor. free (t, 2) bool: where the leg may be moved at all.
        """
        rotations = rotations.copy()
        if not len(rotations):
            return rotations
        joints, globals_ = forward_kinematics(rotations, translation, self.skeleton.offsets)
        for side, leg in enumerate(_LEGS):
            offsets = self._offsets(side, joints[:, leg[3]][:, [0, 2]], planted[:, side], free[:, side])
            moved = np.flatnonzero(np.abs(offsets).max(axis=1) > 1e-6)
            if len(moved):
                target = joints[moved, leg[2]].copy()
                target[:, [0, 2]] += offsets[moved]
                rotations[moved] = reach_with_leg(rotations[moved], joints[moved], globals_[moved], leg, target)
        return rotations

    def _offsets(self, side: int, balls: np.ndarray, planted: np.ndarray, free: np.ndarray) -> np.ndarray:
        """How far (t, 2) the foot is moved on the floor; ``balls`` (t, 2)."""
        found = np.empty_like(balls)
        offset, held = self._offset[side], self._held[side]
        for index, (ball, down, movable) in enumerate(zip(balls, planted, free, strict=True)):
            if not movable:
                held, offset = None, np.zeros(2)
            elif down:
                held = ball + offset if held is None else held
                offset = held - ball
                length = np.hypot(*offset)
                if length > _LIMIT:
                    offset = offset * (_LIMIT / length)
                    held = ball + offset
            else:
                held, offset = None, offset * _FADE
            found[index] = offset
        self._offset[side], self._held[side] = offset, held
        return found
