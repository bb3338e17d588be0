"""Joins generated motion to known motion without a jump or a jerk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .fade import ease
from .kinematics import Motion
from .placing import Placement, Pose, heading_gap
from .rotations import about_axis, matrix_from_axis_angle, matrix_to_axis_angle

SETTLE = 8.0  # motion frames (0.4 s) in which a difference fades


class Difference:
    """What separates known from generated motion at a seam: how far they are apart, and how fast that grows.

    Added to the generated motion and faded out, it takes pose and speed over from the known one
    ("inertialization", Bollo, GDC 2018). known, generated: at the seam. The pair before: one motion
    frame further into the known motion, None where only the pose is to be met.
    """

    def __init__(
        self, known: Pose, generated: Pose, before: tuple[Pose, Pose] | None = None, settle: float = SETTLE
    ) -> None:
        relative = _relative(known, generated)
        self.settle = settle
        self.turns = matrix_to_axis_angle(relative)
        self.shift = known.translation - generated.translation
        self.turning, self.drift = np.zeros_like(self.turns), np.zeros(3)
        if before is not None:
            self.turning = matrix_to_axis_angle(relative @ np.swapaxes(_relative(*before), -1, -2))
            self.drift = self.shift - (before[0].translation - before[1].translation)

    def __call__(
        self, rotations: np.ndarray, translation: np.ndarray, distance: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3) at ``distance`` (t,) motion frames from the seam."""
        apart, speed = _fade(np.asarray(distance, dtype=float), self.settle)
        # One after the other: summed, large turns would bend the speed that is to be met.
        turns = matrix_from_axis_angle(self.turning * speed[:, None, None])
        turns = turns @ matrix_from_axis_angle(self.turns * apart[:, None, None])
        moved = translation + self.shift * apart[:, None] + self.drift * speed[:, None]
        return turns @ rotations, moved


class Lead:
    """Leads generated motion onto known motion that follows it.

    known, generated: what both have at the seam. The pair after: one motion frame further on.
    length: motion frames from the last known frame before to the seam: the path's drift and turn are spread over all of
        them, what is left of the pose over the last ones.
    """

    def __init__(
        self, known: Pose, generated: Pose, after: tuple[Pose, Pose] | None = None, length: float = SETTLE
    ) -> None:
        self.length = length
        self.turn = heading_gap(known, generated)
        self.drift = (known.translation - generated.translation) * (1.0, 0.0, 1.0)
        ends = [self._moved(pose, 1.0) for pose in (generated, *(after[1:] if after else ()))]
        beyond = (after[0], ends[1]) if after else None
        self.rest = Difference(known, ends[0], beyond, min(2 * SETTLE, length))

    def __call__(
        self, rotations: np.ndarray, translation: np.ndarray, distance: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3) at ``distance`` (t,) motion frames before the seam."""
        along = 1 - np.clip(np.asarray(distance, dtype=float) / self.length, 0, 1)
        along = along * along * (3 - 2 * along)
        led = np.array(rotations)
        led[:, 0] = about_axis("y", self.turn * along) @ led[:, 0]
        return self.rest(led, translation + self.drift * along[:, None], distance)

    def _moved(self, pose: Pose, along: float) -> Pose:
        rotations = np.array(pose.rotations)
        rotations[0] = about_axis("y", np.array(self.turn * along)) @ rotations[0]
        return Pose(rotations, pose.translation + self.drift * along)


def fit_between(known: Motion, made: Motion, start: int, end: int) -> Motion:
    """``made``, placed and bent so that its frames ``start`` to ``end`` - 1 can stand in those of ``known``.

    Both have 20 fps, and ``made`` has ``end`` frames or more. It goes on from the last known frame before, in
    pose and speed, and leads into the first one after, where there are any. Frames outside ``start`` … ``end`` are
    undefined; do not use them.
    """
    rotations, translation = made.rotations, made.translation

    def here(frame: int) -> Pose:
        return Pose(rotations[frame], translation[frame])

    def there(frame: int) -> Pose:
        return Pose(known.rotations[frame], known.translation[frame])

    seam = max(start - 1, 0)
    rotations, translation = Placement(there(seam), here(seam))(rotations, translation)
    if start > 0:
        before = (there(seam - 1), here(seam - 1)) if seam else None
        distance = np.arange(len(rotations)) - seam
        rotations, translation = Difference(there(seam), here(seam), before)(rotations, translation, distance)
    if end < len(known):
        # Only what is used counts, not how the generated motion runs on into the known one.
        rotations, translation = extrapolated(rotations, translation, end - 1)
        after = (there(end + 1), here(end + 1)) if end + 1 < len(known) else None
        distance = end - np.arange(len(rotations))
        rotations, translation = Lead(there(end), here(end), after, end - seam)(rotations, translation, distance)
    return replace(made, rotations=rotations, translation=translation)


def extrapolated(rotations: np.ndarray, translation: np.ndarray, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Motion (t, 22, 3, 3) and (t, 3) up to frame ``last``, then three frames that repeat the step that led there."""
    more = np.arange(1.0, 4.0)[:, None]
    before = max(last - 1, 0)
    turn = matrix_to_axis_angle(rotations[last] @ np.swapaxes(rotations[before], -1, -2))
    turned = matrix_from_axis_angle(turn * more[..., None]) @ rotations[last]
    moved = translation[last] + (translation[last] - translation[before]) * more
    return np.concatenate([rotations[: last + 1], turned]), np.concatenate([translation[: last + 1], moved])


def _fade(distance: np.ndarray, settle: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights of a seam's gap and of its speed: quintic, at rest at the far end, unbent at the seam."""
    t = np.clip(distance / settle, 0.0, 1.0)
    return 1 - ease(t), settle * t * (1 - t * t * (6 - t * (8 - 3 * t)))


def _relative(known: Pose, generated: Pose) -> np.ndarray:
    return known.rotations @ np.swapaxes(generated.rotations, -1, -2)
