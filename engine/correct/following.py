"""Generated motion drawn towards given poses, chunk by chunk, without its feet losing the floor.

What the poses say of single frames is more exact than what a model makes of them; where the body goes, which feet
carry it and how the movement flows, the model knows better. So joints turn a share of the way to the poses,
and the pelvis moves so that planted feet stay where they were.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import FEET, PART_JOINTS, PARTS, STRIDE
from ..body.skeleton import INDEX, Skeleton, neutral_skeleton
from ..motion.heading import headings
from ..motion.kinematics import forward_kinematics
from ..motion.rotations import about_axis, slerp
from ..motion.target import Poses

_KEPT = 0.7  # of the pelvis's extra movement from one frame to the next: what is left of the poses' tremble
_RAMP = 5  # frames in which the share grows from nothing, beside frames that are not drawn at all


class Following:
    """Corrects frames in order; the pelvis's correction is carried on.

    poses (T, 22, 3, 3): parent-relative, the pelvis's without its heading.
    shares (T, 22) 0..1: how far each joint is drawn, 0 where it must stay; frames beyond T are not drawn. The pelvis
        moves where its own share is not 0.
    """

    def __init__(self, skeleton: Skeleton, poses: np.ndarray, shares: np.ndarray) -> None:
        self.skeleton = skeleton
        self._poses, self._shares = poses, shares
        self._done = 0
        self._last: tuple[np.ndarray, np.ndarray] | None = None  # of the frame before: feet's extra place, contact
        self._velocity = np.zeros(2)
        self._shift = np.zeros(3)

    def __call__(
        self, rotations: np.ndarray, translation: np.ndarray, contacts: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3) of the next frames; contacts (t, 4) bool, in FEET's order."""
        first, self._done = self._done, self._done + len(rotations)
        poses, shares = self._poses[first : self._done], self._shares[first : self._done]
        drawn = rotations.copy()
        count = len(poses)
        if shares.any():
            drawn[:count, 1:] = slerp(rotations[:count, 1:], poses[:, 1:], shares[:, 1:])
            turn = about_axis("y", headings(rotations[:count, 0]))
            drawn[:count, 0] = slerp(rotations[:count, 0], turn @ poses[:, 0], shares[:, 0])
        return drawn, translation + self._shifts(rotations, drawn, translation, contacts, shares)

    def _shifts(
        self, before: np.ndarray, after: np.ndarray, translation: np.ndarray, contacts: np.ndarray, shares: np.ndarray
    ) -> np.ndarray:
        """How far (t, 3) the pelvis moves, so that planted feet do not and the lowest keeps its height."""
        shifts = np.zeros((len(after), 3))
        if not (shares.any() or self._shift.any()):
            self._last = None
            return shifts
        feet, moved = (
            forward_kinematics(value, translation, self.skeleton.offsets)[0][:, FEET] for value in (before, after)
        )
        extra = (moved - feet)[..., [0, 2]]
        lower = feet[..., 1].min(axis=1) - moved[..., 1].min(axis=1)
        for index in range(len(after)):
            may = index < len(shares) and shares[index, 0] > 0
            step = np.zeros(2)
            if may and self._last is None:
                self._shift[1] = lower[index]
            elif may:
                planted = contacts[index] & self._last[1]
                if planted.any():
                    step = (self._last[0] - extra[index])[planted].mean(axis=0)
            self._velocity = _KEPT * self._velocity + (1 - _KEPT) * step if may else _KEPT * self._velocity
            self._shift[[0, 2]] += self._velocity
            self._shift[1] += (1 - _KEPT) * ((lower[index] if may else 0.0) - self._shift[1])
            self._last = extra[index], contacts[index]
            shifts[index] = self._shift
        return shifts


def ramped(allowed: np.ndarray) -> np.ndarray:
    """Shares (T, n) 0..1 that are 0 where ``allowed`` (T, n) is False, and near it grow evenly to 1."""
    shares = allowed.astype(np.float64)
    for way in (1, -1):
        level = np.ones(allowed.shape[1:])
        for row in shares[::way]:
            level = np.where(row > 0, np.minimum(level + 1 / _RAMP, 1.0), 0.0)
            row[:] = np.minimum(row, level)
    return shares


def towards(poses: Poses, first: int, follow: float, known: np.ndarray, limit: int | None) -> Following:
    """What draws open cells a share ``follow`` of the way towards poses, the first in latent frame ``first``.

    known (n, 5): cells that were given; their joints stay. limit: motion frames in all.
    """
    frames = first * STRIDE + len(poses)
    allowed = np.zeros((frames + 1, len(PARTS)), bool)  # one more, where the video has ended
    allowed[first * STRIDE :] = True
    allowed[-1] = limit is not None and limit <= frames
    given = np.repeat(known, STRIDE, axis=0)[: len(allowed)]
    allowed[: len(given)] &= ~given
    shares = np.zeros((frames, len(INDEX)))
    for part, share in zip(PARTS, ramped(allowed)[:frames].T, strict=True):
        shares[:, [INDEX[joint] for joint in PART_JOINTS[part]]] = share[:, None]
    # The pelvis follows the video only where all five parts are free to.
    shares[:, 0] = ramped(allowed.all(axis=1, keepdims=True))[:frames, 0]
    shares[first * STRIDE :] *= follow * poses.trust
    rotations = np.tile(np.eye(3), (frames, len(INDEX), 1, 1))
    rotations[first * STRIDE :] = poses.rotations
    return Following(neutral_skeleton(), rotations, shares)
