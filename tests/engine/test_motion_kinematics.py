"""The skeleton, its forward kinematics, mirror images and frame rates."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from engine.body.skeleton import INDEX, JOINTS, MIRROR, PARENTS, Skeleton, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.motion.kinematics import Motion, forward_kinematics, local_rotations
from engine.motion.resample import resample
from engine.motion.rotations import about_axis, angle_between

OFFSETS = neutral_skeleton().offsets
LENGTHS = np.array(
    [
        0.103,
        0.110,
        0.132,
        0.394,
        0.390,
        0.143,
        0.432,
        0.426,
        0.057,
        0.143,
        0.149,
        0.219,
        0.138,
        0.143,
        0.103,
        0.132,
        0.123,
        0.257,
        0.263,
        0.266,
        0.270,
    ]
)


def still(frames: int = 1) -> Motion:
    return Motion(np.tile(np.eye(3), (frames, 22, 1, 1)), np.tile([0.0, 0.95, 0.0], (frames, 1)))


def symmetric_skeleton() -> Skeleton:
    # The reference person's left and right bones differ by some millimetres.
    return Skeleton((OFFSETS + OFFSETS[list(MIRROR)] * (-1.0, 1.0, 1.0)) / 2, name="symmetric")


def test_every_parent_comes_before_its_children():
    assert len(JOINTS) == len(PARENTS) == len(MIRROR) == 22
    assert all(parent < joint for joint, parent in enumerate(PARENTS))


def test_the_neutral_skeleton_has_the_bone_lengths_of_the_reference_person():
    assert np.allclose(np.linalg.norm(OFFSETS[1:], axis=1), LENGTHS)


def test_the_rest_pose_is_a_t_pose_that_faces_plus_z_with_left_at_plus_x():
    joints = neutral_skeleton().rest_joints()
    assert joints[INDEX["left_wrist"], 0] > 0.5
    assert joints[INDEX["right_wrist"], 0] < -0.5
    assert joints[INDEX["left_foot"], 2] > joints[INDEX["left_ankle"], 2] + 0.1
    assert joints[INDEX["head"], 1] - joints[INDEX["left_ankle"], 1] > 1.2
    shoulder_to_wrist = joints[INDEX["left_wrist"], 1] - joints[INDEX["left_shoulder"], 1]
    assert abs(shoulder_to_wrist) < 0.06


def test_joint_names_and_mirror_agree():
    for joint, name in enumerate(JOINTS):
        other = name.replace("left_", "?").replace("right_", "left_").replace("?", "right_")
        assert JOINTS[MIRROR[joint]] == other


def test_forward_kinematics_keeps_every_bone_length(tumbling):
    joints = tumbling.joints()
    bones = np.linalg.norm(joints[:, 1:] - joints[:, list(PARENTS[1:])], axis=-1)
    assert np.allclose(bones, LENGTHS, atol=1e-9)


def test_bending_the_left_elbow_moves_the_left_wrist_and_nothing_else():
    motion = still()
    before = motion.joints()
    motion.rotations[0, INDEX["left_elbow"]] = about_axis("y", -np.pi / 2)
    moved = np.linalg.norm(motion.joints() - before, axis=-1)[0]
    assert np.flatnonzero(moved > 1e-9).tolist() == [INDEX["left_wrist"]]
    assert motion.joints()[0, INDEX["left_wrist"], 2] > 0.15  # the forearm points forward


def test_turning_the_pelvis_turns_the_whole_person_about_the_pelvis():
    motion = still()
    before = motion.joints()[0]
    motion.rotations[0, 0] = about_axis("y", np.pi)
    after = motion.joints()[0]
    assert np.allclose(after[0], before[0])
    assert np.allclose((after - after[0]) * (-1, 1, -1), before - before[0], atol=1e-12)


def test_local_rotations_undo_forward_kinematics(tumbling):
    _, turns = forward_kinematics(tumbling.rotations, tumbling.translation, OFFSETS)
    assert np.allclose(local_rotations(turns), tumbling.rotations, atol=1e-12)


def test_mirroring_twice_changes_nothing(tumbling):
    twice = tumbling.mirrored().mirrored()
    assert np.array_equal(twice.rotations, tumbling.rotations)
    assert np.array_equal(twice.translation, tumbling.translation)


def test_the_mirror_image_has_left_and_right_exchanged(tumbling):
    tumbling = replace(tumbling, skeleton=symmetric_skeleton())
    seen = tumbling.mirrored().joints()
    expected = tumbling.joints()[:, list(MIRROR)] * (-1.0, 1.0, 1.0)
    assert np.allclose(seen, expected, atol=1e-12)


def test_a_mirrored_left_turn_is_a_right_turn_and_a_raised_left_hand_a_raised_right_one(walking):
    walking = replace(walking, skeleton=symmetric_skeleton())
    walking.rotations[:, 0] = about_axis("y", np.linspace(0, 1.5, len(walking)))
    heights = walking.joints()[:, [INDEX["left_wrist"], INDEX["right_wrist"]], 1]
    mirrored = walking.mirrored()
    assert np.allclose(mirrored.rotations[:, 0], about_axis("y", -np.linspace(0, 1.5, len(walking))))
    assert np.allclose(mirrored.joints()[:, [INDEX["right_wrist"], INDEX["left_wrist"]], 1], heights)


@pytest.mark.parametrize("fps", [10.0, 24.0, 25.0, 30.0, 59.94, 120.0])
def test_resampling_keeps_the_duration_and_both_ends(tumbling, fps):
    other = resample(tumbling, fps)
    seconds, before = (len(other) - 1) / other.fps, (len(tumbling) - 1) / tumbling.fps
    assert other.fps == fps
    assert 0 <= before - seconds < 1 / fps
    assert np.allclose(other.translation[0], tumbling.translation[0])
    assert angle_between(other.rotations[0], tumbling.rotations[0]).max() < 1e-6
    last = min(np.linalg.norm(other.translation[-1] - tumbling.translation[-1]), 1.0)
    speed = np.linalg.norm(np.diff(tumbling.translation, axis=0), axis=1).max() * tumbling.fps
    assert last <= speed / fps + 1e-9


def test_doubling_the_frame_rate_and_halving_it_again_changes_nothing(tumbling):
    again = resample(resample(tumbling, 40.0), 20.0)
    assert len(again) == len(tumbling)
    assert np.allclose(again.translation, tumbling.translation)
    assert angle_between(again.rotations, tumbling.rotations).max() < 1e-5


def test_resampling_a_constant_turn_stays_a_constant_turn():
    motion = still(21)
    motion.rotations[:, 0] = about_axis("y", np.linspace(0, 2.0, 21))
    turned = resample(motion, 50.0).rotations[:, 0]
    assert np.allclose(angle_between(turned[:-1], turned[1:]), np.degrees(2.0 / 50), atol=1e-6)


@pytest.mark.parametrize("fps", [0.0, -5.0, float("nan"), float("inf")])
def test_an_impossible_frame_rate_is_refused(walking, fps):
    with pytest.raises(MotionCtrlError, match="frame rate"):
        resample(walking, fps)


def test_a_motion_with_a_hole_in_it_is_refused_and_the_frame_named(walking):
    walking.translation[7, 1] = np.nan
    with pytest.raises(MotionCtrlError, match="frame 7"):
        Motion(walking.rotations, walking.translation)


def test_a_motion_of_the_wrong_shape_is_refused(walking):
    with pytest.raises(MotionCtrlError, match="22"):
        Motion(walking.rotations[:, :21], walking.translation)


def test_a_motion_is_not_changed_but_replaced(walking):
    with pytest.raises(FrozenInstanceError):
        walking.fps = 30.0
