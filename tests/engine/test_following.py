"""Motion drawn towards poses: as far as asked, where it may, with its feet on the floor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.body.layout import FEET, PART_JOINTS, PARTS
from engine.body.skeleton import INDEX
from engine.correct.following import Following, ramped, towards
from engine.motion.contacts import foot_contacts
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis
from engine.motion.target import Poses
from tests.conftest import smooth_curves

LONG = 32  # frames


def standing(frames: int = LONG) -> Motion:
    rotations = np.tile(np.eye(3), (frames, 22, 1, 1))
    return Motion(rotations, np.tile([0.0, 0.95, 0.0], (frames, 1)), 20)


def wild_poses(seed: int = 0, frames: int = LONG, size: float = 0.4) -> Poses:
    turns = about_axis("z", size * smooth_curves(np.random.default_rng(seed), frames, 22))
    return Poses(turns, np.ones((frames, 22)))


def drawn(motion: Motion, following: Following, pieces: tuple[int, ...] = (LONG,)) -> tuple[np.ndarray, np.ndarray]:
    contacts = foot_contacts(motion.joints(), 20) > 0.5
    ends = np.cumsum(pieces)
    found = [
        following(motion.rotations[a:b], motion.translation[a:b], contacts[a:b])
        for a, b in zip([0, *ends[:-1]], ends, strict=True)
    ]
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def nothing_known() -> np.ndarray:
    return np.zeros((0, 5), bool)


def test_following_not_at_all_changes_nothing():
    motion = standing()
    rotations, translation = drawn(motion, towards(wild_poses(), 0, 0.0, nothing_known(), LONG))
    assert np.array_equal(rotations, motion.rotations)
    assert np.array_equal(translation, motion.translation)


def test_following_wholly_takes_the_poses():
    poses = wild_poses()
    rotations, _ = drawn(standing(), towards(poses, 0, 1.0, nothing_known(), LONG))
    assert np.allclose(rotations[:, 1:], poses.rotations[:, 1:], atol=1e-6)


def test_joints_turn_as_far_as_asked():
    poses = Poses(np.tile(about_axis("z", 0.5), (LONG, 22, 1, 1)), np.ones((LONG, 22)))
    rotations, _ = drawn(standing(), towards(poses, 0, 0.6, nothing_known(), LONG))
    assert np.allclose(rotations[:, 16], about_axis("z", 0.3), atol=1e-6)


def test_what_was_not_seen_stays():
    poses = wild_poses()
    poses.trust[:, INDEX["left_knee"]] = 0
    rotations, _ = drawn(standing(), towards(poses, 0, 0.8, nothing_known(), LONG))
    assert np.array_equal(rotations[:, INDEX["left_knee"]], standing().rotations[:, INDEX["left_knee"]])


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(PARTS), min_size=1), st.integers(0, 7), st.integers(1, 8))
def test_given_parts_stay_in_their_frames(parts, first, count):
    known = np.zeros((8, 5), bool)
    known[first : first + count, [PARTS.index(part) for part in parts]] = True
    motion = standing()
    rotations, _ = drawn(motion, towards(wild_poses(), 0, 0.9, known, LONG))
    joints = [INDEX[joint] for part in parts for joint in PART_JOINTS[part]]
    frames = slice(4 * first, 4 * (first + count))
    assert np.array_equal(rotations[frames][:, joints], motion.rotations[frames][:, joints])


def test_with_known_legs_the_pelvis_stays_where_it_is():
    known = np.zeros((8, 5), bool)
    known[:, 3:] = True
    motion = standing()
    rotations, translation = drawn(motion, towards(wild_poses(), 0, 0.9, known, LONG))
    assert np.array_equal(translation, motion.translation)
    assert np.array_equal(rotations[:, 0], motion.rotations[:, 0])


def test_a_video_that_begins_later_is_led_into():
    poses = Poses(np.tile(about_axis("z", 0.5), (LONG, 22, 1, 1)), np.ones((LONG, 22)))
    rotations, _ = drawn(standing(48), towards(poses, 4, 1.0, nothing_known(), 48), (48,))
    angle = np.arctan2(rotations[:, 16, 1, 0], rotations[:, 16, 0, 0])
    assert np.all(angle[:16] == 0)
    assert np.allclose(np.diff(angle[15:21]), 0.1, atol=1e-6)  # in even steps, not at once


def test_planted_feet_stand_while_the_legs_change():
    bend = np.radians(25) * np.sin(np.linspace(0, np.pi, LONG))
    turns = np.tile(np.eye(3), (LONG, 22, 1, 1))
    for side in ("left", "right"):
        turns[:, INDEX[f"{side}_hip"]] = about_axis("x", -bend)
        turns[:, INDEX[f"{side}_knee"]] = about_axis("x", bend)
        turns[:, INDEX[f"{side}_ankle"]] = about_axis("x", 0 * bend)
    motion = standing()
    low = motion.joints()[:, FEET, 1].min()
    motion.translation[:, 1] -= low
    rotations, translation = drawn(motion, towards(Poses(turns, np.ones((LONG, 22))), 0, 1.0, nothing_known(), LONG))
    feet = Motion(rotations, translation, 20).joints()[:, FEET]
    loose = Motion(rotations, motion.translation, 20).joints()[:, FEET]
    slid, without = (np.ptp(value[:, 0, 2]) for value in (feet, loose))
    assert slid < 0.5 * without
    assert np.abs(feet[..., 1].min(axis=1)).max() < 0.03


@settings(max_examples=20, deadline=None)
@given(st.integers(1, LONG - 1), st.integers(0, 50))
def test_pieces_are_followed_as_the_whole_is(cut, seed):
    motion, poses = standing(), wild_poses(seed)
    whole = drawn(motion, towards(poses, 0, 0.6, nothing_known(), LONG))
    pieces = drawn(motion, towards(poses, 0, 0.6, nothing_known(), LONG), (cut, LONG - cut))
    assert np.allclose(whole[0], pieces[0], atol=1e-9)
    assert np.allclose(whole[1], pieces[1], atol=1e-9)


def test_shares_grow_evenly_beside_what_must_stay():
    allowed = np.ones((12, 1), bool)
    allowed[:2] = False
    assert ramped(allowed)[:, 0] == pytest.approx([0, 0, 0.2, 0.4, 0.6, 0.8, *[1.0] * 6])
    assert np.all(ramped(np.ones((4, 1), bool)) == 1)
