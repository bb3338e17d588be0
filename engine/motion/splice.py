"""Putting motions one after the other, and limbs of one motion on the body of another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .humo263 import headings
from .kinematics import Motion
from .rotations import about_axis


def placed(motion: Motion, frame: int, like: Motion, like_frame: int) -> Motion:
    """``motion`` turned and moved over the floor so that its ``frame`` stands as ``like`` does.

    Heading, x and z of the pelvis agree there; height and pose stay as they are.
    """
    own = motion.rotations[[frame], 0]
    target = like.rotations[[like_frame], 0]
    turn = about_axis("y", headings(target)[0] - headings(own)[0])
    rotations = motion.rotations.copy()
    rotations[:, 0] = turn @ rotations[:, 0]
    pivot = motion.translation[frame] * (1.0, 0.0, 1.0)
    path = (motion.translation - pivot) @ turn.T + like.translation[like_frame] * (1.0, 0.0, 1.0)
    return replace(motion, rotations=rotations, translation=path)


def joined(*pieces: Motion) -> Motion:
    """The pieces' frames one after the other, with what else the first piece says."""
    return replace(
        pieces[0],
        rotations=np.concatenate([piece.rotations for piece in pieces]),
        translation=np.concatenate([piece.translation for piece in pieces]),
    )


def with_joints(motion: Motion, other: Motion, joints: list[int], start: int, end: int) -> Motion:
    """``motion`` with the rotations of ``joints`` in frames ``start`` to ``end`` - 1 taken from ``other``.

    The pelvis among them brings its path along: ``other`` is placed where ``motion`` stands before
    ``start``, and what comes after ``end`` is placed where it then arrives. Both have the same length.
    """
    rotations, translation = motion.rotations.copy(), motion.translation.copy()
    if 0 not in joints:
        rotations[start:end, joints] = other.rotations[start:end, joints]
        return replace(motion, rotations=rotations)
    anchor = max(start - 1, 0)
    moved = placed(other, anchor, motion, anchor)
    rotations[start:end, joints] = moved.rotations[start:end, joints]
    translation[start:end] = moved.translation[start:end]
    if end < len(motion):
        rest = placed(motion, end, moved, end)
        rotations[end:, 0] = rest.rotations[end:, 0]
        translation[end:] = rest.translation[end:]
    return replace(motion, rotations=rotations, translation=translation)
