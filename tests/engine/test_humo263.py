"""HuMo263 and its sister layouts carry a motion there and back, in any orientation."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.layout import CONTACTS
from engine.body.skeleton import INDEX, Skeleton, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.lab.evaluation import features
from engine.motion import humo263
from engine.motion.kinematics import Motion
from engine.motion.resample import resample
from engine.motion.rotations import about_axis, angle_between, matrix_from_6d
from tests.conftest import acrobatics, walk_about

JOINTS_MM = 0.1
ROTATIONS_DEG = 0.05


def assert_same_motion(first: Motion, second: Motion) -> None:
    millimetres = 1000 * np.linalg.norm(first.joints() - second.joints(), axis=-1)
    assert millimetres.max() <= JOINTS_MM
    assert angle_between(first.rotations, second.rotations).max() <= ROTATIONS_DEG


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [walk_about, acrobatics])
def test_a_motion_comes_back_from_its_features(make, seed):
    motion = make(seed, frames=200)
    assert_same_motion(humo263.decode(*humo263.encode(motion)), motion)


def test_acrobatics_really_go_upside_down():
    up = acrobatics(0).rotations[:, 0, 1, 1]
    assert up.min() < -0.9
    assert up.max() > 0.9


def test_features_encoded_again_are_the_same_features(tumbling):
    first, anchor = humo263.encode(tumbling)
    second, again = humo263.encode(humo263.decode(first, anchor))
    assert np.abs(first[:, :259] - second[:, :259]).max() < 1e-5
    assert np.isclose(np.exp(1j * anchor.heading), np.exp(1j * again.heading))
    assert np.allclose(anchor.position, again.position)


@pytest.mark.parametrize("axis", ["x", "z"])
def test_a_held_handstand_turned_exactly_upside_down_comes_back(axis):
    motion = walk_about(3)
    motion.rotations[:, 0] = about_axis(axis, np.full(len(motion), np.pi))
    assert_same_motion(humo263.decode(*humo263.encode(motion)), motion)


def test_a_forward_roll_passes_through_upside_down_and_comes_back():
    motion = walk_about(4, frames=41)
    motion.rotations[:, 0] = about_axis("y", 0.8) @ about_axis("x", np.linspace(0, 2 * np.pi, 41))
    assert_same_motion(humo263.decode(*humo263.encode(motion)), motion)


def test_the_layout_is_the_one_of_the_specification(walking):
    values, anchor = humo263.encode(walking)
    joints = walking.joints()
    assert values.shape == (60, 263)
    assert values.dtype == np.float32
    heading = humo263.headings(walking.rotations[:, 0])
    assert np.allclose(values[:-1, 0], np.diff(heading), atol=1e-6)
    assert np.allclose(values[:, 3], joints[:, 0, 1], atol=1e-6)
    assert np.isclose(anchor.heading, heading[0])
    # Positions: relative to the root on the floor, so heights stay and x and z are the root's own.
    positions = values[:, 4:67].reshape(-1, 21, 3)
    assert np.allclose(positions[..., 1], joints[:, 1:, 1], atol=1e-6)
    turned = about_axis("y", heading)[:, None] @ positions[..., None]
    relative = joints[:, 1:] - joints[:, :1] * (1, 0, 1)
    assert np.allclose(turned[..., 0], relative, atol=1e-5)
    rotations = matrix_from_6d(values[:, 67:193].reshape(-1, 21, 6))
    assert np.allclose(rotations, walking.rotations[:, 1:], atol=1e-6)
    assert np.allclose(
        np.linalg.norm(values[:-1, 193:259].reshape(-1, 22, 3), axis=-1),
        np.linalg.norm(np.diff(joints, axis=0), axis=-1),
        atol=1e-6,
    )
    assert set(np.unique(values[:, 259:])) <= {0.0, 1.0}


def test_where_someone_stands_and_faces_is_not_in_the_features(walking):
    turn = about_axis("y", 1.1)
    moved = Motion(walking.rotations.copy(), walking.translation @ turn.T + (3.0, 0.0, -2.0))
    moved.rotations[:, 0] = turn @ moved.rotations[:, 0]
    assert np.allclose(humo263.encode(moved)[0], humo263.encode(walking)[0], atol=1e-5)


def test_walking_forward_is_velocity_along_z_whatever_the_direction_faced():
    rotations = np.tile(np.eye(3), (21, 22, 1, 1))
    rotations[:, 0] = about_axis("y", 2.0)
    path = np.outer(np.arange(21) * 0.05, about_axis("y", 2.0) @ [0, 0, 1]) + (0, 0.95, 0)
    values, _ = humo263.encode(Motion(rotations, path))
    assert np.allclose(values[:, 1], 0.0, atol=1e-6)
    assert np.allclose(values[:, 2], 0.05, atol=1e-6)


def test_the_heading_keeps_counting_through_whole_turns():
    heading = humo263.headings(about_axis("y", np.linspace(0, 6 * np.pi, 61)))
    assert np.isclose(heading[-1] - heading[0], 6 * np.pi)


def test_decoding_chunk_by_chunk_is_decoding_at_once(tumbling):
    values, anchor = humo263.encode(tumbling)
    whole = humo263.decode(values, anchor)
    decoder = humo263.Decoder(anchor)
    chunks = [decoder(values[start : start + 4]) for start in range(0, len(values), 4)]
    assert np.allclose(np.concatenate([c[0] for c in chunks]), whole.rotations, atol=1e-9)
    assert np.allclose(np.concatenate([c[1] for c in chunks]), whole.translation, atol=1e-9)


def test_another_skeleton_comes_back_with_its_own_proportions(tumbling):
    tall = Skeleton(neutral_skeleton().offsets * 1.2, name="tall")
    motion = Motion(tumbling.rotations, tumbling.translation, skeleton=tall)
    assert_same_motion(humo263.decode(*humo263.encode(motion), skeleton=tall), motion)


@pytest.mark.parametrize("frames", [1, 2])
def test_even_a_single_pose_comes_back(frames):
    motion = acrobatics(5, frames=frames)
    assert_same_motion(humo263.decode(*humo263.encode(motion)), motion)


def test_a_planted_foot_is_in_contact_and_a_raised_one_is_not():
    motion = Motion(np.tile(np.eye(3), (10, 22, 1, 1)), np.zeros((10, 3)))
    motion.translation[:, 1] = -motion.joints()[0, :, 1].min() + 0.02
    motion.rotations[:, INDEX["right_hip"]] = about_axis("x", -1.2)
    contacts = humo263.encode(motion)[0][:, CONTACTS]
    assert contacts[:, :2].all()
    assert not contacts[:, 2:].any()


@pytest.mark.parametrize("make", [walk_about, acrobatics])
def test_d268_is_humo263_with_the_pelvis_written_out_and_goes_back_without_loss(make):
    motion = make(6)
    values, anchor = humo263.encode(motion)
    wide = features.d268_from_humo263(values)
    assert wide.shape == (len(motion), 268)
    back = features.humo263_from_d268(wide)
    assert_same_motion(humo263.decode(back, anchor), motion)
    before, after = np.cumsum(values[:-1, 0]), np.cumsum(back[:-1, 0])
    assert np.allclose(np.exp(1j * after), np.exp(1j * before), atol=1e-4)
    assert np.array_equal(back[:, 1:], values[:, 1:])


@pytest.mark.parametrize("make", [walk_about, acrobatics])
def test_d135_needs_no_positions_to_give_the_motion_back(make):
    motion = make(7)
    values, anchor = humo263.encode(motion)
    narrow = features.d135_from_d268(features.d268_from_humo263(values))
    assert narrow.shape == (len(motion), 135)
    assert_same_motion(features.decode_d135(narrow, anchor), motion)


def test_a_held_handstand_survives_d268():
    motion = walk_about(8)
    motion.rotations[:, 0] = about_axis("x", np.full(len(motion), np.pi))
    values, anchor = humo263.encode(motion)
    back = features.humo263_from_d268(features.d268_from_humo263(values))
    assert_same_motion(humo263.decode(back, anchor), motion)


def test_another_frame_rate_than_twenty_is_refused_with_a_hint(walking):
    with pytest.raises(MotionCtrlError, match="resample"):
        humo263.encode(resample(walking, 30.0))


def test_features_of_the_wrong_width_or_with_holes_are_refused(walking):
    values, _ = humo263.encode(walking)
    with pytest.raises(MotionCtrlError, match="263"):
        humo263.decode(values[:, :100])
    values[5, 9] = np.inf
    with pytest.raises(MotionCtrlError, match="frame 5"):
        humo263.decode(values)
