"""Motions of any rig become the same motion of the SMPL body."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import MotionCtrlError
from engine.formats.joint_map import map_joints
from engine.formats.retarget import retarget
from engine.motion.rotations import about_axis, angle_between
from engine.motion.skeleton import INDEX, JOINTS
from tests.engine.rigs import CONVENTIONS, convention, rig, stride

Z_UP = about_axis("x", np.array(np.pi / 2))


def error_mm(found, truth) -> float:
    """Mean joint error in millimetres, the height of the floor left aside."""
    one, two = found.joints(), truth.joints()
    lift = np.median(two[..., 1] - one[..., 1])
    return 1000 * float(np.linalg.norm(one + (0, lift, 0) - two, axis=-1).mean())


@pytest.mark.parametrize("name", CONVENTIONS)
def test_every_naming_convention_is_understood(name):
    source = rig(stride(6), convention(name))
    mapping = map_joints(source)
    found = {**mapping.joints, **mapping.drivers}
    assert {joint: found.get(joint) for joint in JOINTS} == {joint: INDEX[joint] for joint in JOINTS}


@pytest.mark.parametrize("rest", ["t", "a", "down"])
@pytest.mark.parametrize("up", ["y", "z"])
def test_the_rest_pose_and_the_up_axis_of_a_rig_make_no_difference(rest, up):
    walk = stride()
    found = retarget(rig(walk, convention("mixamo"), rest=rest, world=Z_UP if up == "z" else None))
    assert error_mm(found, walk) < 12
    assert angle_between(found.rotations[:, 0], walk.rotations[:, 0]).max() < 3


def test_a_rig_that_faces_another_way_in_its_rest_pose_keeps_its_heading():
    walk, quarter = stride(), about_axis("y", np.array(np.pi / 2))
    found = retarget(rig(walk, convention("unreal"), world=quarter))
    walk.rotations[:, 0] = quarter @ walk.rotations[:, 0]
    walk.translation = walk.translation @ quarter.T
    assert error_mm(found, walk) < 5


@pytest.mark.parametrize("scale", [1.0, 100.0, 39.37])
def test_metres_centimetres_and_inches_give_the_same_motion(scale):
    walk = stride()
    assert error_mm(retarget(rig(walk, convention("rokoko"), scale=scale)), walk) < 5


def test_a_leading_t_pose_tells_how_odd_joint_frames_lie_and_is_no_motion():
    walk = stride()
    found = retarget(rig(walk, convention("mixamo"), bone_frames=3, leading_pose=True))
    assert len(found) == len(walk)
    assert error_mm(found, walk) < 5


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("up", ["y", "z"])
def test_without_any_rest_pose_the_motion_itself_tells_how_joint_frames_lie(seed, up):
    walk = stride(turn=1.5)
    found = retarget(rig(walk, convention("mixamo"), bone_frames=seed, world=Z_UP if up == "z" else None))
    assert error_mm(found, walk) < 30
    for name in ("left_hip", "right_knee", "left_shoulder", "right_elbow"):
        assert np.median(angle_between(found.rotations[:, INDEX[name]], walk.rotations[:, INDEX[name]])) < 15


@pytest.mark.parametrize(
    "left_out", [("spine2",), ("spine1", "spine2"), ("left_foot", "right_foot"), ("left_collar", "right_collar"), ("neck",)]
)
def test_joints_that_a_rig_does_not_have_stay_at_rest(left_out):
    walk = stride()
    found = retarget(rig(walk, convention("mixamo"), left_out=left_out))
    assert error_mm(found, walk) < 25


def test_joints_with_meaningless_names_are_found_by_the_tree():
    walk = stride()
    source = rig(walk, [f"bone_{index}" for index in range(22)])
    assert error_mm(retarget(source), walk) < 25


def test_a_skeleton_without_arms_is_refused_by_naming_what_is_missing():
    source = rig(stride(6), convention("mixamo"), left_out=("left_shoulder", "left_elbow", "left_wrist",
                                                            "right_shoulder", "right_elbow", "right_wrist"))  # fmt: skip
    with pytest.raises(MotionCtrlError, match="left_elbow.*right_wrist"):
        map_joints(source)


def test_knees_bend_forward_and_feet_stand_on_the_floor():
    found = retarget(rig(stride(), convention("daz"), rest="a", world=Z_UP))
    joints = found.joints()
    assert (found.rotations[:, INDEX["left_knee"], 2, 1] > -0.05).all()
    lowest = joints[:, [INDEX["left_foot"], INDEX["right_foot"]], 1].min(axis=1)
    assert abs(np.median(lowest)) < 0.04


def test_the_frame_rate_becomes_twenty_a_second_and_the_duration_stays():
    found = retarget(rig(stride(240, fps=120.0), convention("mixamo")))
    assert found.fps == 20 and len(found) == 40
