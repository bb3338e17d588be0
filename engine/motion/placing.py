"""Puts motions onto one another on the floor, and one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .heading import headings
from .kinematics import Motion
from .rotations import about_axis


@dataclass(frozen=True)
class Pose:
    """One frame: rotations (22, 3, 3) and pelvis translation (3,)."""

    rotations: np.ndarray
    translation: np.ndarray


class Placement:
    """Turns and moves generated motion over the floor so that one frame of it stands as a known one."""

    def __init__(self, known: Pose, generated: Pose) -> None:
        self.turn = about_axis("y", np.array(heading_gap(known, generated)))
        self.pivot = generated.translation * (1.0, 0.0, 1.0)
        self.place = known.translation * (1.0, 0.0, 1.0)

    def __call__(self, rotations: np.ndarray, translation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3), placed."""
        placed = np.array(rotations)
        placed[:, 0] = self.turn @ placed[:, 0]
        return placed, (translation - self.pivot) @ self.turn.T + self.place


def heading_gap(known: Pose, generated: Pose) -> float:
    """Radians, -π to π, that the generated pose must turn to the left to face as the known one."""
    gap = headings(known.rotations[None, 0])[0] - headings(generated.rotations[None, 0])[0]
    return float((gap + np.pi) % (2 * np.pi) - np.pi)


def placed(motion: Motion, frame: int, like: Motion, like_frame: int) -> Motion:
    """``motion`` turned and moved over the floor so that its ``frame`` stands as ``like`` does.

    Heading, x and z of the pelvis agree there; height and pose stay as they are.
    """
    place = Placement(pose_at(like, like_frame), pose_at(motion, frame))
    rotations, translation = place(motion.rotations, motion.translation)
    return replace(motion, rotations=rotations, translation=translation)


def pose_at(motion: Motion, frame: int) -> Pose:
    """One frame of a motion."""
    return Pose(motion.rotations[frame], motion.translation[frame])


def joined(*pieces: Motion) -> Motion:
    """The pieces' frames one after the other, with what else the first piece says."""
    return replace(
        pieces[0],
        rotations=np.concatenate([piece.rotations for piece in pieces]),
        translation=np.concatenate([piece.translation for piece in pieces]),
    )
