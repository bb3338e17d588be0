"""Putting motions one after the other."""

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
