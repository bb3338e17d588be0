"""Poses from landmarks: limbs point where the pictures show them, and what isn't seen isn't trusted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.body.skeleton import INDEX as JOINT
from engine.body.skeleton import MIRROR as JOINT_MIRROR
from engine.lab.filming.simulate import filmed
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis
from engine.pose.points import landmark_points
from engine.pose.poses import poses
from engine.pose.topology import INDEX
from tests.engine.test_vision_simulated import level_camera

TALL = 0.95  # metres of the pelvis above the floor


def seen(motion: Motion, camera=None):
    times = np.arange(len(motion)) / 20
    return filmed(landmark_points(motion), times, camera or level_camera(len(motion)))


def bent(joint: str, degrees: float, frames: int = 12) -> Motion:
    """Somebody who stands in the T-pose, one hinge bent about its own axis."""
    rotations = np.tile(np.eye(3), (frames, 22, 1, 1))
    side = 1 if joint.startswith("left") else -1
    axis = ("y", -side) if joint.endswith("elbow") else ("x", 1)
    rotations[:, JOINT[joint]] = about_axis(axis[0], np.radians(degrees) * axis[1])
    translation = np.tile([0.0, TALL, 0.0], (frames, 1))
    return Motion(rotations, translation, 20)


def shown(motion: Motion, found) -> np.ndarray:
    """Mean distance, metres, of the points of ``found`` from the motion's, pelvis on pelvis, both facing forward."""
    still = replace(motion, translation=np.zeros_like(motion.translation))
    still.rotations[:, 0] = found.rotations[: len(motion), 0]
    made = Motion(found.rotations[: len(motion)], still.translation, 20, motion.skeleton)
    return np.linalg.norm(landmark_points(made) - landmark_points(still), axis=-1).mean(axis=1)


def test_a_walk_is_read_from_perfect_landmarks_up_to_centimetres():
    walk = bent("left_knee", 0, frames=40)
    swing = np.sin(np.linspace(0, 4 * np.pi, 40))
    for side, sign in (("left", 1), ("right", -1)):
        walk.rotations[:, JOINT[f"{side}_hip"]] = about_axis("x", -0.6 * sign * swing)
        walk.rotations[:, JOINT[f"{side}_knee"]] = about_axis("x", 0.5 - 0.4 * sign * swing)
        walk.rotations[:, JOINT[f"{side}_shoulder"]] = about_axis("z", -1.2 * sign) @ about_axis("y", 0.4 * swing)
        walk.rotations[:, JOINT[f"{side}_elbow"]] = about_axis("y", -0.5 * sign * np.ones(40))
    assert np.median(shown(walk, poses(seen(walk)))) < 0.04


@pytest.mark.parametrize("joint", ["left_elbow", "right_elbow", "left_knee", "right_knee"])
def test_a_bent_hinge_is_found_bent_the_way_it_bends(joint):
    found = poses(seen(bent(joint, 80)))
    turn = found.rotations[5, JOINT[joint]]
    side = 1 if joint.startswith("left") else -1
    folded = turn @ (np.array([side, 0, 0]) if joint.endswith("elbow") else np.array([0, -1, 0]))
    assert folded[2] * (1 if joint.endswith("elbow") else -1) > 0.9  # forearms fold forward, shanks backward


def test_where_the_camera_stands_makes_no_difference():
    motion = bent("left_elbow", 60)
    front, side = (poses(seen(motion, level_camera(12, angle=angle))) for angle in (0.0, 0.7))
    assert np.abs(front.rotations - side.rotations).max() < 0.15


def test_a_mirrored_video_shows_mirrored_poses():
    motion = bent("left_elbow", 70)
    plain, mirrored = poses(seen(motion)), poses(seen(motion).mirrored())
    flip = np.array([-1.0, 1.0, 1.0])
    turned = plain.rotations[:, list(JOINT_MIRROR)] * flip[:, None] * flip
    # The neutral skeleton's own halves differ by a few millimetres.
    assert np.abs(turned - mirrored.rotations).max() < 0.08


def test_a_limb_that_is_not_seen_is_not_trusted():
    landmarks = seen(bent("left_elbow", 60))
    visibility = landmarks.visibility.copy()
    visibility[:, INDEX["left_wrist"]] = 0
    found = poses(replace(landmarks, visibility=visibility))
    assert np.all(found.trust[:, JOINT["left_elbow"]] == 0)
    assert np.all(found.trust[:, JOINT["left_shoulder"]] == 1)
    assert np.all(found.trust[:, JOINT["left_wrist"]] == 0)  # landmarks never say how a hand is turned


def test_while_the_person_is_lost_nothing_is_trusted():
    landmarks = seen(bent("left_elbow", 60, frames=40))
    lost = np.ones(40, bool)
    lost[8:28] = False
    found = poses(replace(landmarks, found=lost))
    assert found.trust[18].max() == 0
    assert found.trust[2, JOINT["left_elbow"]] == 1


def test_landmarks_on_one_spot_say_nothing_and_break_nothing():
    landmarks = seen(bent("left_elbow", 60))
    found = poses(replace(landmarks, world=np.zeros_like(landmarks.world)))
    assert found.trust[:, JOINT["left_elbow"]].max() == 0
    assert np.allclose(np.linalg.det(found.rotations), 1, atol=1e-3)


def test_poses_last_as_long_as_asked():
    landmarks = seen(bent("left_elbow", 60, frames=21))
    assert len(poses(landmarks)) == 24
    assert len(poses(landmarks, 3)) == 12
    assert len(poses(landmarks, 9)) == 36
