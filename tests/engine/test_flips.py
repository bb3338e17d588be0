"""A hand that a recording turned over is turned back, and real movement is left alone."""

from __future__ import annotations

import numpy as np

from engine.body.skeleton import INDEX
from engine.motion.rotations import about_axis, angle_between
from engine.rigs.flips import mend_flips
from tests.engine.rigs import stride

_WRIST = INDEX["left_wrist"]


def test_a_wrist_that_is_turned_over_for_some_frames_is_bridged():
    walk = stride(40)
    true = walk.rotations.copy()
    walk.rotations[15:22, _WRIST] = walk.rotations[15:22, _WRIST] @ about_axis("x", np.array(np.pi))
    mended = mend_flips(walk).rotations[:, _WRIST]
    assert (mended != walk.rotations[:, _WRIST]).any(axis=(1, 2)).sum() == 7
    assert angle_between(true[:, _WRIST], mended).max() < 10


def test_a_flip_at_the_end_takes_the_pose_before_it():
    walk = stride(40)
    walk.rotations[35:, _WRIST] = walk.rotations[35:, _WRIST] @ about_axis("x", np.array(np.pi))
    mended = mend_flips(walk).rotations[:, _WRIST]
    assert angle_between(mended[34:35], mended[35:]).max() < 1e-3


def test_a_hand_that_is_shaken_fast_is_left_as_it_is():
    walk = stride(60)
    swing = np.sin(np.arange(60) * 1.2) * np.radians(60)  # 3.8 shakes a second
    walk.rotations[:, _WRIST] = about_axis("z", swing)
    assert (mend_flips(walk).rotations == walk.rotations).all()
