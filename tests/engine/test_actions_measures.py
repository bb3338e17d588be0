"""The metrics of ``evaluate actions`` say of motions made by construction what was built into them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.lab.measures.actions import measure_all, metric_names
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis, matrix_to_axis_angle
from tests.engine.test_measures import FPS, standing

LEFT_SHOULDER, RIGHT_SHOULDER = INDEX["left_shoulder"], INDEX["right_shoulder"]
LEFT_ELBOW, RIGHT_ELBOW = INDEX["left_elbow"], INDEX["right_elbow"]


def figures(motion: Motion) -> dict[str, float]:
    return measure_all(motion.joints(), motion.rotations, motion.fps)


def posed(seconds: float = 3.0, **angles: tuple[str, float | np.ndarray]) -> Motion:
    """A standing body; each joint given by name is turned about an axis by an angle, or one angle a frame."""
    motion = standing(seconds)
    for joint, (axis, radians) in angles.items():
        motion.rotations[:, INDEX[joint]] = about_axis(axis, np.broadcast_to(radians, len(motion)))
    return motion


def tilted(axis: str, degrees: float | np.ndarray, seconds: float = 3.0) -> Motion:
    """A stiff body that is turned about the pelvis, which is 1 m high."""
    motion = standing(seconds)
    motion.rotations[:, 0] = about_axis(axis, np.broadcast_to(np.radians(degrees), len(motion)))
    motion.translation[:, 1] = 1.0
    return motion


def lying(axis: str, degrees: float) -> Motion:
    """A stiff body that stands for half a second and lies for the rest."""
    angle = np.where(np.arange(60) < 10, 0.0, degrees)
    motion = tilted(axis, angle)
    motion.translation[10:, 1] = 0.1
    return motion


def swing(times: float, seconds: float = 3.0) -> np.ndarray:
    """A sine that swings ``times`` times, one value a frame."""
    return np.sin(2 * np.pi * times * np.arange(round(seconds * FPS)) / (seconds * FPS))


def test_a_standing_body_does_none_of_it():
    values = figures(standing())
    still = {
        *("trunk_down_s", "pitch_fwd_deg", "pitch_back_deg", "roll_deg", "invert_s", "knee_down_s", "hands_low_s"),
        *("low_s", "rise_m", "top_m", "arms_fwd_s", "hands_face_s", "hand_speed", "hand_range_m", "hand_bobs"),
        *("hands_together_s", "grip_s", "drawn_s", "foot_off_s", "hops", "heel_up_s", "sway_m", "sway_turns"),
        *("trunk_swings", "presses", "head_yaw_deg", "head_pitch_deg", "head_shakes", "head_nods"),
    }
    assert {name: values[name] for name in still if abs(values[name]) > 1e-9} == {}
    assert values["trunk_end_deg"] < 10 and abs(values["face_up_end"]) < 0.2
    assert values["stance_ratio"] == 1


def test_every_metric_is_there_and_finite():
    values = figures(tilted("x", np.linspace(0, 360, 60)))
    assert set(values) == set(metric_names())
    assert np.isfinite(list(values.values())).all()
    assert {"hand_up_s", "hand_bobs", "foot_up", "foot_off_s", "skate", "jitter", "forward_m"} <= set(values)


def test_axis_angle_poses_measure_like_matrices():
    motion = posed(head=("y", swing(1)))
    flat = matrix_to_axis_angle(motion.rotations).reshape(len(motion), 66)
    assert measure_all(motion.joints(), flat, FPS) == pytest.approx(figures(motion))


def test_a_somersault_forward_is_360_degrees_forward():
    values = figures(tilted("x", np.linspace(0, 360, 60)))
    assert values["pitch_fwd_deg"] == pytest.approx(360, abs=2)
    assert values["pitch_back_deg"] == pytest.approx(0, abs=1) and values["roll_deg"] < 40
    assert values["invert_s"] > 0.8


def test_a_somersault_backward_is_the_other_way_round():
    values = figures(tilted("x", np.linspace(0, -360, 60)))
    assert values["pitch_back_deg"] == pytest.approx(360, abs=2) and values["pitch_fwd_deg"] < 1


def test_somersaults_count_for_a_body_that_faces_sideways():
    motion = tilted("x", np.linspace(0, 360, 60))
    motion.rotations[:, 0] = about_axis("y", np.full(60, 2.0)) @ motion.rotations[:, 0]
    assert figures(motion)["pitch_fwd_deg"] == pytest.approx(360, abs=2)


@pytest.mark.parametrize("degrees", [360, -360])
def test_a_cartwheel_rolls_and_does_not_pitch(degrees):
    values = figures(tilted("z", np.linspace(0, degrees, 60)))
    assert values["roll_deg"] == pytest.approx(360, abs=10)
    assert max(values["pitch_fwd_deg"], values["pitch_back_deg"]) < 60


def test_lying_on_the_back_and_on_the_belly_are_told_apart():
    back, belly = figures(lying("x", -90)), figures(lying("x", 90))
    assert back["face_up_end"] > 0.9 and belly["face_up_end"] < -0.9
    for values in (back, belly):
        assert 80 < values["trunk_end_deg"] < 100 and values["trunk_down_s"] == pytest.approx(2.5)
        assert values["low_s"] == pytest.approx(2.5) and values["end_drop"] > 0.8


def test_a_handstand_is_head_below_pelvis():
    assert figures(tilted("x", 180))["invert_s"] == pytest.approx(3.0)


def test_sit_ups_are_swings_of_the_trunk():
    assert figures(tilted("x", -45 + 40 * swing(3)))["trunk_swings"] == 6
    assert figures(tilted("x", -45 + 6 * swing(3)))["trunk_swings"] == 0


def test_stairs_are_a_rise_and_going_down_a_fall():
    motion = standing()
    motion.translation[:, 1] += np.linspace(0, 1, 60)
    values = figures(motion)
    assert values["top_m"] == pytest.approx(1)
    assert values["rise_m"] == pytest.approx(1 - 9 / 59, abs=1e-6)  # means of half a second at both ends
    motion.translation[:] = motion.translation[::-1]
    assert figures(motion)["rise_m"] == pytest.approx(-(1 - 9 / 59), abs=1e-6)


def test_push_ups_are_presses_of_the_shoulders_over_low_hands():
    motion = tilted("x", 80)
    for joint, sign in ((LEFT_SHOULDER, -1), (RIGHT_SHOULDER, 1)):
        motion.rotations[:, joint] = about_axis("y", np.full(60, sign * np.pi / 2))  # arms towards the floor
    motion.translation[:, 1] = 0.6
    motion.translation[:, 1] += 0.05 * swing(3)
    assert figures(motion)["presses"] == 4  # the outer two of six have half a swing
    assert figures(motion)["hands_low_s"] == figures(motion)["hand_low_s"] == pytest.approx(3.0)
    motion.rotations[:, LEFT_SHOULDER] = np.eye(3)  # arms out: as far from the floor as the shoulders
    assert figures(motion)["presses"] == 0


def test_knees_on_the_floor_are_seen():
    motion = posed(left_knee=("x", np.pi / 2), right_knee=("x", np.pi / 2))
    motion.translation[:, 1] = 0.45
    values = figures(motion)
    assert values["knee_down_s"] == pytest.approx(3.0)


def test_arms_held_out_to_the_front_count_as_forward_and_not_as_sideways_only():
    front = figures(posed(left_shoulder=("y", -np.pi / 2), right_shoulder=("y", np.pi / 2)))
    assert front["arms_fwd_s"] == front["lhand_fwd_s"] == front["rhand_fwd_s"] == pytest.approx(3.0)
    side = figures(posed(left_shoulder=("y", 0.0)))
    assert side["lhand_out_s"] == side["hand_out_s"] == pytest.approx(3.0)
    assert side["rhand_out_s"] == side["arms_fwd_s"] == side["lhand_fwd_s"] == 0


def test_a_hand_at_the_face_is_told_from_two():
    to_face = {"left_shoulder": ("y", -0.9), "left_elbow": ("y", -2.5)}
    one = figures(posed(**to_face))
    motion = posed(**to_face)
    wrist, head = (motion.joints()[0, INDEX[name]] for name in ("left_wrist", "head"))
    assert np.linalg.norm(wrist - head - (0, 0, 0.08)) < 0.28  # built so; within the 0.3 m of the metric
    assert one["lhand_face_s"] == one["hand_face_s"] == pytest.approx(3.0)
    assert one["rhand_face_s"] == one["hands_face_s"] == 0
    both = figures(posed(**to_face, right_shoulder=("y", 0.9), right_elbow=("y", 2.5)))
    assert both["hands_face_s"] == pytest.approx(3.0) and both["hands_together_s"] == pytest.approx(3.0)


def test_a_swinging_arm_has_speed_range_and_bobs():
    values = figures(posed(right_shoulder=("z", 0.8 + 0.6 * swing(3))))
    assert values["rhand_bobs"] == values["hand_bobs"] == 6 and values["lhand_bobs"] == 0
    arm = 0.53  # metres from shoulder to wrist; three swings in three seconds
    assert values["rhand_speed"] == pytest.approx(0.6 * arm * 2 * np.pi, rel=0.06)
    assert values["rhand_range_m"] == pytest.approx(arm * (np.sin(1.4) - np.sin(0.2)), rel=0.06)


def test_hands_that_swing_together_are_a_grip_with_a_range():
    lift = 0.6 * swing(1)
    # Arms ahead and bent until the wrists are close; the whole trunk leans to lower them.
    arms = {"left_shoulder": ("y", -1.9), "right_shoulder": ("y", 1.9)}
    values = figures(posed(**arms, spine3=("x", lift)))
    assert values["grip_s"] == pytest.approx(3.0) and values["grip_range_m"] > 0.4
    assert values["grip_lat_m"] < 0.05
    turning = figures(posed(**arms, spine3=("y", lift)))
    assert turning["grip_lat_m"] > 0.4 and turning["grip_range_m"] < 0.05
    assert figures(posed(left_shoulder=("y", 0.0)))["grip_range_m"] == 0


def test_a_drawn_bow_is_one_arm_out_and_the_other_hand_at_the_neck():
    pose = {"left_shoulder": ("y", 0.0), "right_shoulder": ("y", 0.1), "right_elbow": ("y", 2.9)}
    assert figures(posed(**pose))["drawn_s"] == pytest.approx(3.0)
    assert figures(posed(left_shoulder=("y", 0.0), right_shoulder=("y", 0.0)))["drawn_s"] == 0


def test_standing_on_one_leg_lifts_the_other_foot():
    values = figures(posed(right_hip=("x", -1.2), right_knee=("x", 1.6)))
    assert values["rfoot_off_s"] == values["foot_off_s"] == pytest.approx(3.0) and values["lfoot_off_s"] == 0


def test_hops_are_counted_and_a_single_frame_is_none():
    motion = standing()
    for start in (10, 25, 40):
        motion.translation[start : start + 5, 1] += 0.2
    motion.translation[52, 1] += 0.2
    assert figures(motion)["hops"] == 3


def test_tiptoe_is_heels_above_low_toes():
    assert figures(posed(left_ankle=("x", 0.9), right_ankle=("x", 0.9)))["heel_up_s"] == pytest.approx(3.0)
    assert figures(posed(left_ankle=("x", 0.9)))["heel_up_s"] == 0


def test_a_limp_is_an_uneven_stance():
    motion = standing()
    joints = motion.joints()
    right = [INDEX["right_ankle"], INDEX["right_foot"]]
    joints[20:50, right, 1] += 0.3  # off the floor for half the time, also just after and before
    values = measure_all(joints, motion.rotations, FPS)
    assert values["stance_ratio"] == pytest.approx(59 / 29, abs=0.05)


def test_staggering_sways_across_the_line_and_straight_walking_does_not():
    straight, drunk, short = standing(6.0), standing(6.0), standing(6.0)
    straight.translation[:, 2] = drunk.translation[:, 2] = np.linspace(0, 3, 120)
    drunk.translation[:, 0] = 0.2 * swing(2, 6.0)
    short.translation[:, 0] = 0.2 * swing(2, 6.0)
    assert figures(straight)["sway_m"] == pytest.approx(0, abs=1e-9)
    assert figures(drunk)["sway_m"] == pytest.approx(0.2 / 2**0.5, rel=0.08)  # the path is averaged over 0.25 s
    assert figures(drunk)["sway_turns"] == 4
    assert figures(short)["sway_turns"] == figures(short)["sway_m"] == 0


def test_nods_and_shakes_of_the_head_are_counted_apart():
    shake = figures(posed(head=("y", np.radians(20) * swing(3))))
    assert shake["head_shakes"] == 6 and shake["head_nods"] == 0
    assert shake["head_yaw_deg"] == pytest.approx(40, abs=1.5) and shake["head_pitch_deg"] < 1e-6
    nod = figures(posed(neck=("x", np.radians(10) * swing(3))))
    assert nod["head_nods"] == 6 and nod["head_shakes"] == 0
    assert nod["head_pitch_deg"] == pytest.approx(20, abs=1)


def test_left_and_right_change_places_in_the_mirror():
    motion = posed(left_shoulder=("z", 0.9 * swing(2)), right_hip=("x", -1.2), right_knee=("x", 1.6))
    values, mirrored = figures(motion), figures(motion.mirrored())
    for name in ("hand_range_m", "hand_bobs", "hand_up_s", "foot_off_s", "hand_out_s"):
        assert values["l" + name] == pytest.approx(mirrored["r" + name], abs=0.02), name
        assert values["r" + name] == pytest.approx(mirrored["l" + name], abs=0.02), name
