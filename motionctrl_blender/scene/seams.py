"""Joins generated motion to known motion without a jump; numpy, no bpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...engine.motion.humo263 import headings
from ...engine.motion.rotations import about_axis, matrix_from_axis_angle, matrix_to_axis_angle

SETTLE = 8  # motion frames (0.4 s) in which what is left of a difference fades


@dataclass(frozen=True)
class Pose:
    """One frame: rotations (22, 3, 3) and pelvis translation (3,)."""

    rotations: np.ndarray
    translation: np.ndarray


class Placement:
    """Turns and moves generated motion over the floor so that one frame of it stands as a known one."""

    def __init__(self, known: Pose, generated: Pose) -> None:
        turn = headings(known.rotations[None, 0])[0] - headings(generated.rotations[None, 0])[0]
        self.turn = about_axis("y", np.array(turn))
        self.pivot = generated.translation * (1.0, 0.0, 1.0)
        self.place = known.translation * (1.0, 0.0, 1.0)

    def __call__(self, rotations: np.ndarray, translation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3), placed."""
        placed = np.array(rotations)
        placed[:, 0] = self.turn @ placed[:, 0]
        return placed, (translation - self.pivot) @ self.turn.T + self.place


class Difference:
    """What separates a known pose from the generated one at the same time."""

    def __init__(self, known: Pose, generated: Pose) -> None:
        relative = known.rotations @ np.swapaxes(generated.rotations, -1, -2)
        self.turns = matrix_to_axis_angle(relative)
        self.shift = known.translation - generated.translation

    def __call__(
        self, rotations: np.ndarray, translation: np.ndarray, weights: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The difference added with ``weights`` (t,) from 0 to 1."""
        turns = matrix_from_axis_angle(self.turns * weights[:, None, None])
        return turns @ rotations, translation + self.shift * weights[:, None]


def fade_out(frames: np.ndarray, settle: float = SETTLE) -> np.ndarray:
    """Weights 1 to 0 of frames counted from a seam, with no corner at either end."""
    t = np.clip(np.asarray(frames, dtype=float) / settle, 0.0, 1.0)
    return 1 - t * t * t * (t * (6 * t - 15) + 10)


def closed(
    rotations: np.ndarray, translation: np.ndarray, known: Pose, generated: Pose
) -> tuple[np.ndarray, np.ndarray]:
    """Generated frames (t, ...) led onto a known pose that follows them.

    ``generated`` is what the model has in the known pose's place. The path's drift and turn are
    spread over all the frames, what is left of the pose over the last ones.
    """
    count = len(rotations)
    along = np.arange(1, count + 1) / (count + 1)
    turn = headings(known.rotations[None, 0])[0] - headings(generated.rotations[None, 0])[0]
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    led = np.array(rotations)
    led[:, 0] = about_axis("y", turn * along) @ led[:, 0]
    drift = (known.translation - generated.translation) * (1.0, 0.0, 1.0)
    moved = translation + drift * along[:, None]
    end = np.array(generated.rotations)
    end[0] = about_axis("y", np.array(turn)) @ end[0]
    rest = Difference(known, Pose(end, generated.translation + drift))
    return rest(led, moved, fade_out(np.arange(count, 0, -1), min(SETTLE, count + 1)))
