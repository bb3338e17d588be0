"""Planted feet stay where they are, whatever the decoded path does beneath them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.body.skeleton import INDEX
from engine.correct.planting import FootPlanting
from engine.motion.kinematics import Motion
from tests.engine.rigs import stride

_BALLS = [INDEX["left_foot"], INDEX["right_foot"]]


def drifting(frames: int = 40, speed: float = 0.002) -> Motion:
    """One pose of a walk that glides sideways by ``speed`` metres a frame."""
    walk = stride(40)
    rotations = np.repeat(walk.rotations[7:8], frames, axis=0)
    translation = np.repeat(walk.translation[7:8], frames, axis=0)
    translation[:, 0] += speed * np.arange(frames)
    return Motion(rotations, translation)


def corrected(motion: Motion, planted: np.ndarray, free=None, pieces=1) -> Motion:
    planting = FootPlanting(motion.skeleton)
    free = np.ones_like(planted) if free is None else free
    made = [
        planting(motion.rotations[part], motion.translation[part], planted[part], free[part])
        for part in np.array_split(np.arange(len(motion)), pieces)
    ]
    return Motion(np.concatenate(made), motion.translation)


def test_a_planted_foot_does_not_glide():
    motion = drifting()
    feet = corrected(motion, np.ones((40, 2), bool)).joints()[:, _BALLS]
    assert np.ptp(motion.joints()[:, _BALLS, 0], axis=0).max() > 0.07
    assert np.ptp(feet, axis=0).max() < 0.002


def test_feet_in_the_air_are_left_alone():
    motion = drifting()
    made = corrected(motion, np.zeros((40, 2), bool))
    assert (made.rotations == motion.rotations).all()


def test_given_legs_are_left_alone_even_when_planted():
    motion = drifting()
    free = np.ones((40, 2), bool)
    free[:, 0] = False
    made = corrected(motion, np.ones((40, 2), bool), free)
    for name in ("hip", "knee", "ankle"):
        left, right = INDEX[f"left_{name}"], INDEX[f"right_{name}"]
        assert (made.rotations[:, left] == motion.rotations[:, left]).all()
        assert (made.rotations[20:, right] != motion.rotations[20:, right]).any()


def test_a_foot_that_is_held_back_too_far_slides_rather_than_overstretches():
    motion = drifting(frames=100, speed=0.01)
    made = corrected(motion, np.ones((100, 2), bool))
    away = np.linalg.norm(made.joints()[:, _BALLS] - motion.joints()[:, _BALLS], axis=-1)
    assert away.max() < 0.13


@given(st.integers(1, 12), st.lists(st.booleans(), min_size=40, max_size=40))
@settings(max_examples=20, deadline=None)
def test_in_pieces_or_at_once_it_is_the_same(pieces, steps):
    motion = drifting()
    planted = np.stack([steps, np.logical_not(steps)], axis=1)
    np.testing.assert_allclose(
        corrected(motion, planted, pieces=pieces).rotations, corrected(motion, planted).rotations, atol=1e-9
    )


@pytest.mark.parametrize("joint", ["head", "left_wrist", "right_wrist", "left_hip", "right_hip"])
def test_the_rest_of_the_body_does_not_move(joint):
    motion = drifting()
    made = corrected(motion, np.ones((40, 2), bool))
    np.testing.assert_allclose(made.joints()[:, INDEX[joint]], motion.joints()[:, INDEX[joint]], atol=1e-9)


def test_the_foot_keeps_its_direction_in_the_room():
    motion = drifting()
    made = corrected(motion, np.ones((40, 2), bool))
    toe, ankle = (INDEX["left_foot"], INDEX["left_ankle"])
    for found, true in zip(made.joints(), motion.joints(), strict=True):
        np.testing.assert_allclose(found[toe] - found[ankle], true[toe] - true[ankle], atol=1e-9)
