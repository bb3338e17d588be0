"""A video in the prompt: what is generated depends on it, where it is shown and only there."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from engine.api import Engine, Grid, Request
from engine.editing import start_pose
from engine.errors import MotionCtrlError
from engine.lab.filming.camera import draw_camera
from engine.lab.filming.simulate import filmed
from engine.language.condition import Embedded
from engine.motion.rotations import angle_between
from engine.motion.target import Poses
from engine.pose.features import features
from engine.pose.points import landmark_points
from engine.pose.projector import FILE
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


def test_motion_is_drawn_to_the_poses_of_its_video_as_far_as_asked(tiny_engine):
    turns = np.tile(np.eye(3), (32, 22, 1, 1))
    shown = replace(video(8), poses=Poses(turns, np.ones((32, 22))))
    free, half, all_ = (
        tiny_engine.fill(Request(("",), seed=1, video=shown, follow=follow)).motion.rotations[:, 13:]
        for follow in (0.0, 0.5, 1.0)
    )
    plain = tiny_engine.fill(Request(("",), seed=1, video=video(8))).motion.rotations[:, 13:]
    assert np.array_equal(free, plain)
    assert np.allclose(angle_between(half, turns[:, 13:]), angle_between(free, turns[:, 13:]) / 2, atol=1e-3)
    assert np.allclose(all_, turns[:, 13:], atol=1e-6)


def test_following_more_than_wholly_is_refused(tiny_engine):
    with pytest.raises(MotionCtrlError, match="between 0 and 1"):
        tiny_engine.fill(Request(("",), video=video(8), follow=1.5))


@pytest.fixture
def still(walking):
    """Landmarks of one picture."""
    points = landmark_points(walking)[:1]
    return filmed(points, np.zeros(1), draw_camera(points.mean(axis=1), np.zeros(1), np.random.default_rng(4)))


def test_a_held_still_is_the_same_pose_all_the_time(still):
    held = still.held(0.95)
    assert len(held) == 20 and held.times[-1] == pytest.approx(0.95)
    assert np.array_equal(held.world, np.repeat(still.world, 20, axis=0))
    assert len(features(held)) == 5


def test_a_still_becomes_the_pose_to_start_from(tiny_model, still, tmp_path):
    torch = pytest.importorskip("torch")
    from engine.lab.nets.projector import PoseProjector, save

    shutil.copytree(tiny_model.folder, tmp_path / "model")
    torch.manual_seed(0)
    projector = PoseProjector(64, 32)
    torch.nn.init.normal_(projector.aligned.weight, std=1.0)
    save(projector, tmp_path / "model" / FILE)
    with Engine(tmp_path / "model", threads=1) as engine:
        codes = start_pose(engine, still, seed=3)
        assert codes.shape == (1, 5, 4)
        assert np.array_equal(codes, start_pose(engine, still, seed=3))
        made = engine.fill(Request(("walk",), (1.0,), grid=Grid.of(codes)))
    assert len(made.codes) == 5 and np.array_equal(made.codes[:1], codes)


def test_without_a_projector_a_still_is_one_sentence(tiny_engine, still):
    with pytest.raises(MotionCtrlError, match="no projector for video"):
        start_pose(tiny_engine, still)
