"""Motions that follow from another's end."""

from __future__ import annotations

import numpy as np
import pytest

from engine.lab.data.chain import chain_samples, join
from engine.lab.data.gestures import gesture_samples
from engine.lab.data.gestures.build import whole_sample
from engine.motion.kinematics import Motion

_FPS = 20


@pytest.fixture(scope="module")
def samples():
    return list(gesture_samples(60, 3))


@pytest.fixture(scope="module")
def chains(samples):
    return list(chain_samples(samples, 25, 1))


def joints(sample) -> np.ndarray:
    return Motion(sample.rotations, sample.translation).joints()


def speeds(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(np.diff(points, axis=0), axis=-1) * _FPS


def test_the_first_motion_is_untouched_and_the_second_ends_as_it_was(samples):
    first, second = next(pair for pair in zip(samples, samples[1:], strict=False) if join(*pair) is not None)
    rotations, translation = join(first, second)
    assert np.allclose(rotations[: len(first)], first.rotations, atol=1e-5)
    assert np.allclose(translation[: len(first)], first.translation, atol=1e-5)
    assert np.allclose(rotations[-1, 1:], second.rotations[-1, 1:], atol=1e-4)
    assert translation[-1, 1] == pytest.approx(second.translation[-1, 1], abs=1e-4)


def test_nothing_jumps_where_two_motions_meet(samples):
    for first, second in zip(samples, samples[1:], strict=False):
        joined = join(first, second)
        if joined is None:
            continue
        made = speeds(Motion(*joined).joints())[len(first) - 1 : len(first) + 20].max()
        own = max(speeds(joints(first)).max(), speeds(joints(second)).max())
        assert made < own + 6.0, (first.name, second.name)  # a raised arm comes down as fast as that


def test_what_went_before_is_short_and_whole_latent_frames(chains):
    given = [chain.given for chain in chains if chain.given]
    assert given
    assert all(length % 4 == 0 and 8 <= length <= 40 for length in given)
    assert all(len(chain) % 4 == 0 and chain.given < len(chain) <= 200 for chain in chains)


def test_two_motions_that_are_both_shown_are_both_said(chains):
    told = [chain for chain in chains if not chain.given]
    assert told
    assert all("then" in text or "after" in text for chain in told for text in chain.captions)


def test_a_pose_that_is_too_far_away_is_not_joined():
    seated, overhead = (whole_sample(np.random.default_rng(5), family, "x") for family in ("sit", "kneel"))
    flipped = overhead.rotations.copy()
    flipped[:, 0] = flipped[:, 0] @ np.diag([1.0, -1.0, -1.0]).astype(np.float32)
    upside_down = type(overhead)("x", flipped, overhead.translation, ("lie down",))
    assert join(seated, upside_down) is None
