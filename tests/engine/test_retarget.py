"""Motions of any rig become the same motion of the SMPL body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.body.skeleton import INDEX, JOINTS
from engine.errors import MotionCtrlError
from engine.formats import load_motion
from engine.lab.data.cmu import load_source, trials
from engine.lab.evaluation.retarget_table import measure
from engine.motion.rotations import about_axis, angle_between
from engine.rigs.joint_map import map_joints
from engine.rigs.retarget import retarget
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
    assert error_mm(found, walk) < 1
    assert angle_between(found.rotations[:, 0], walk.rotations[:, 0]).max() < 1


def test_a_rig_that_faces_another_way_in_its_rest_pose_keeps_its_heading():
    walk, quarter = stride(), about_axis("y", np.array(np.pi / 2))
    found = retarget(rig(walk, convention("unreal"), world=quarter))
    assert error_mm(found, walk.turned(quarter)) < 1


@pytest.mark.parametrize("scale", [1.0, 100.0, 39.37])
def test_metres_centimetres_and_inches_give_the_same_motion(scale):
    walk = stride()
    assert error_mm(retarget(rig(walk, convention("rokoko"), scale=scale)), walk) < 1


def test_a_world_with_z_up_is_turned_although_the_rig_rests_with_y_up():
    walk = stride()
    source = rig(walk, convention("smpl_maya"))
    source.rotations[:, 0] = Z_UP @ source.rotations[:, 0]
    source.translations[:, 0] = source.translations[:, 0] @ Z_UP.T
    assert error_mm(retarget(source), walk) < 1


def test_a_person_who_lies_all_the_time_stays_lying():
    walk, down = stride(), about_axis("x", np.array(-np.pi / 2))
    walk.rotations[:, 0] = down @ walk.rotations[:, 0]
    walk = replace(walk, translation=np.array([0.3, 0.15, 1.0]) + 0 * walk.translation)
    found = retarget(rig(walk, convention("mixamo")))
    assert np.ptp(found.joints()[..., 1], axis=1).max() < 1.2
    assert abs(found.joints()[0, INDEX["head"], 1] - found.joints()[0, 0, 1]) < 0.3


def test_a_leading_t_pose_tells_how_odd_joint_frames_lie_and_is_no_motion():
    walk = stride()
    found = retarget(rig(walk, convention("mixamo"), bone_frames=3, leading_pose=True))
    assert len(found) == len(walk)
    assert error_mm(found, walk) < 1


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("up", ["y", "z"])
def test_without_any_rest_pose_the_motion_itself_tells_how_joint_frames_lie(seed, up):
    walk = stride(turn=1.5)
    found = retarget(rig(walk, convention("mixamo"), bone_frames=seed, world=Z_UP if up == "z" else None))
    assert error_mm(found, walk) < 5
    for name in ("left_hip", "right_knee", "left_shoulder", "right_elbow"):
        assert np.median(angle_between(found.rotations[:, INDEX[name]], walk.rotations[:, INDEX[name]])) < 15


@pytest.mark.parametrize(
    "left_out",
    [("spine2",), ("spine1", "spine2"), ("left_foot", "right_foot"), ("left_collar", "right_collar"), ("neck",)],
)
def test_joints_that_a_rig_does_not_have_stay_at_rest(left_out):
    walk = stride()
    found = retarget(rig(walk, convention("mixamo"), left_out=left_out))
    assert error_mm(found, walk) < 2


def test_joints_with_meaningless_names_are_found_by_the_tree():
    walk = stride()
    source = rig(walk, [f"bone_{index}" for index in range(22)])
    assert error_mm(retarget(source), walk) < 1


def test_a_skeleton_without_arms_is_refused_by_naming_what_is_missing():
    arms = tuple(f"{side}_{part}" for side in ("left", "right") for part in ("shoulder", "elbow", "wrist"))
    source = rig(stride(6), convention("mixamo"), left_out=arms)
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


def test_every_source_of_the_real_motions_keeps_its_limbs_and_stands_on_the_floor(cmu_folder):
    level = [trial for trial in trials(cmu_folder) if "uneven" not in trial.description]
    one_each = {trial.source: trial for trial in sorted(level, key=lambda trial: -trial.seconds)}
    assert len(one_each) == 13
    for source, trial in one_each.items():
        figures = measure(load_source(trial))
        assert figures["limb_mm"] < 1, source
        assert figures["fit_mm"] < 80, source
        assert figures["knees_forward"] > 0.98 and figures["elbows_forward"] > 0.98, source
        assert figures["stand_mm"] < 20, source


def test_the_untouched_120_fps_files_give_the_same_motion_as_their_30_fps_copies(cmu_folder):
    full = load_motion(cmu_folder / "full_rate" / "35_01.amc")
    copy = load_motion(cmu_folder / "35" / "35_01.amc")
    frames = min(len(full), len(copy))
    assert abs(len(full) - len(copy)) <= 1
    lift = np.median(full.joints()[:frames, :, 1] - copy.joints()[:frames, :, 1])
    assert np.linalg.norm(full.joints()[:frames] - copy.joints()[:frames] - (0, lift, 0), axis=-1).mean() < 0.02
