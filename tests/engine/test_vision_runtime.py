"""A video in the prompt: what is generated depends on it, where it is shown and only there."""

from __future__ import annotations

import numpy as np

from engine.api import Grid, Request
from engine.vision.projector import Embedded
from tests.engine.tiny_model import random_codes


def video(frames: int, seed: int = 0) -> Embedded:
    random = np.random.default_rng(seed)
    return Embedded(*(random.normal(0, 1, (frames, 64)).astype(np.float32) for _ in range(2)))


def test_a_motion_lasts_as_long_as_its_video_and_depends_on_it(tiny_engine):
    plain = tiny_engine.fill(Request(("walk",), (1.6,), seed=1))
    shown = tiny_engine.fill(Request(("",), seed=1, video=video(8)))
    other = tiny_engine.fill(Request(("",), seed=1, video=video(8, seed=2)))
    again = tiny_engine.fill(Request(("",), seed=1, video=video(8)))
    assert len(shown.motion) == len(plain.motion) == 32
    assert not np.array_equal(shown.codes, other.codes)
    assert np.array_equal(shown.codes, again.codes)


def test_a_video_for_the_arms_leaves_the_legs(tiny_engine):
    codes = random_codes(8)
    grid = Grid.of(codes).opened(("left_arm", "right_arm"))
    made = tiny_engine.fill(Request(("",), grid=grid, video=video(8)))
    assert np.array_equal(made.codes[:, [0, 3, 4]], codes[:, [0, 3, 4]])


def test_a_video_longer_than_the_models_window_is_shown_in_stretches(tiny_engine):
    made = tiny_engine.fill(Request(("",), video=video(40)))
    assert len(made.codes) == 40


def test_a_video_may_begin_where_known_motion_ends(tiny_engine):
    grid = Grid.of(random_codes(4))
    made = tiny_engine.fill(Request(("",), grid=grid, video=video(6), video_from=4))
    assert len(made.codes) == 10
    assert np.array_equal(made.codes[:4], grid.codes)
