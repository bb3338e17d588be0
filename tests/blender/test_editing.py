"""Limbs regenerated, gaps filled, motion continued: what stays, and how smooth the seams are."""

from __future__ import annotations

import numpy as np
import pytest

ARM = ("left_collar", "left_shoulder", "left_elbow", "left_wrist", "left_hand")


def accelerations(motion) -> np.ndarray:
    """The largest joint acceleration (T - 2,) of each frame but the first and last, m/s²."""
    return np.linalg.norm(np.diff(motion.joints(), 2, axis=0), axis=-1).max(axis=1) * motion.fps**2


def keys(curve) -> dict:
    names = ("co", "handle_left", "handle_right", "interpolation", "easing", "type", "handle_left_type")
    return {
        point.co.x: [
            tuple(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
            for value in (getattr(point, name) for name in names)
        ]
        for point in curve.keyframe_points
    }


def wave(blender, **options):
    blender.ops.motionctrl.regenerate_parts(
        **{"parts": {"left_arm"}, "prompt": "a person waves with the left hand", "seed": 5, "wait": True, **options}
    )
    blender.ops.motionctrl.accept()


def test_regenerating_the_left_arm_leaves_every_other_curve_bit_identical(blender, walk, curves):
    before = curves(walk)
    wave(blender, frame_start=15, frame_end=30)
    after = curves(walk)
    changed = {path.split('"')[1] for path, index in after if after[path, index] != before.get((path, index))}
    assert changed
    assert changed <= set(ARM)


def test_hand_made_keys_outside_the_range_survive_to_the_bit(blender, walk, addon):
    curve = next(c for c in addon.actions.curves_of(walk) if "left_elbow" in c.data_path)
    by_hand = curve.keyframe_points.insert(10.5, 0.3)
    by_hand.interpolation, by_hand.type = "BEZIER", "EXTREME"
    by_hand.handle_left_type = by_hand.handle_right_type = "FREE"
    by_hand.handle_left, by_hand.handle_right = (9.9, 0.1), (11.2, 0.4)
    before = keys(curve)
    wave(blender, frame_start=15, frame_end=30)
    curve = next(c for c in addon.actions.curves_of(walk) if "left_elbow" in c.data_path)
    after = keys(curve)
    assert {at: key for at, key in before.items() if not 15 <= at <= 30} == {
        at: key for at, key in after.items() if not 15 <= at <= 30
    }
    assert before != after


def test_between_sparse_keys_the_curve_stays_where_it_was_at_the_ends_of_the_range(blender, hero, session, addon):
    elbow = hero.pose.bones["left_elbow"]
    elbow.rotation_mode = "QUATERNION"
    for frame, turn in ((1, 0.0), (20, 1.5), (40, 0.2), (60, 1.0)):
        for bone in hero.pose.bones:
            bone.keyframe_insert("rotation_quaternion", frame=frame)
        elbow.rotation_quaternion = (np.cos(turn / 2), np.sin(turn / 2), 0, 0)
        elbow.keyframe_insert("rotation_quaternion", frame=frame)

    def curve():
        return next(c for c in addon.actions.curves_of(hero) if "left_elbow" in c.data_path and c.array_index == 1)

    outside = [*range(1, 30), *range(41, 61)]
    before, hand_made = [curve().evaluate(frame) for frame in outside], keys(curve())
    wave(blender, frame_start=30, frame_end=40)
    after, left = [curve().evaluate(frame) for frame in outside], keys(curve())
    assert curve().evaluate(29) == pytest.approx(before[outside.index(29)], abs=1e-5)
    assert curve().evaluate(41) == pytest.approx(before[outside.index(41)], abs=1e-5)
    # Keys beside it keep their handles to the bit, so the curve between them and the range bends a little.
    assert np.abs(np.subtract(after, before)).max() < 0.06
    assert {at: left[at] for at in (1, 20, 60)} == {at: hand_made[at] for at in (1, 20, 60)}


def test_a_key_made_by_hand_on_the_preview_is_kept_on_accept(blender, walk, addon):
    blender.ops.motionctrl.regenerate_parts(
        parts={"left_arm"}, prompt="a person waves", frame_start=15, frame_end=30, seed=5, wait=True
    )
    curve = next(c for c in addon.actions.curves_of(walk) if "head" in c.data_path)
    curve.keyframe_points.insert(20.5, 0.25)
    blender.ops.motionctrl.accept()
    curve = next(c for c in addon.actions.curves_of(walk) if "head" in c.data_path)
    assert 0.25 in [point.co.y for point in curve.keyframe_points]


def test_the_action_stays_the_same_data_block(blender, walk):
    action = walk.animation_data.action
    action["note"] = "by hand"
    wave(blender, frame_start=15, frame_end=30)
    assert walk.animation_data.action == action
    assert action["note"] == "by hand"


@pytest.mark.parametrize(("first", "last"), [(15, 30), (1, 20), (30, 48)])
def test_a_regenerated_arm_joins_what_is_around_it(blender, walk, shown, first, last):
    usual = np.percentile(accelerations(shown(walk, 1, 48)), 99)
    wave(blender, frame_start=first, frame_end=last)
    after = accelerations(shown(walk, 1, 47))
    seams = [frame - 2 for frame in (first, last) if 3 <= frame <= 44]
    for seam in seams:
        assert after[max(0, seam - 1) : seam + 3].max() < 2.5 * usual


def test_selected_bones_say_which_part_is_meant(blender, walk, curves):
    blender.context.view_layer.objects.active = walk
    blender.ops.object.mode_set(mode="POSE")
    # From 5.0 on it is the pose's bones that are selected.
    where = walk.data.bones if hasattr(walk.data.bones[0], "select") else walk.pose.bones
    for bone in where:
        bone.select = bone.name == "right_knee"
    before = curves(walk)
    blender.ops.motionctrl.regenerate_selected(frame_start=15, frame_end=30, seed=5, wait=True)
    blender.ops.motionctrl.accept()
    after = curves(walk)
    changed = {path.split('"')[1] for path, index in after if after[path, index] != before[path, index]}
    assert changed <= {"right_hip", "right_knee", "right_ankle", "right_foot"}
    assert "right_knee" in changed


def test_continuing_never_moves_an_existing_key(blender, walk, addon):
    before = {(c.data_path, c.array_index): keys(c) for c in addon.actions.curves_of(walk)}
    blender.ops.motionctrl.continue_motion(prompt="a person jumps", seconds=2.0, seed=3, wait=True)
    blender.ops.motionctrl.accept()
    for curve in addon.actions.curves_of(walk):
        after = keys(curve)
        old = before[curve.data_path, curve.array_index]
        assert {at: after[at] for at in old} == old, curve.data_path
        assert len(after) > len(old)


@pytest.mark.parametrize("rate", (24, 30))
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("a person walks forward", "a person waves with the right hand"),
        ("a person jumps up and down", "a person walks backward"),
        ("a person runs forward", "a person sits down"),
    ],
)
def test_the_seam_of_a_continuation_is_as_smooth_as_the_motion(
    blender, scene, hero, generate, keyed, shown, rate, first, then
):
    scene.render.fps = rate
    generate(first, seconds=3.0)
    blender.ops.motionctrl.accept()
    _, end = keyed(hero)
    blender.ops.motionctrl.continue_motion(prompt=then, seconds=3.0, seed=11, wait=True)
    blender.ops.motionctrl.accept()
    found = accelerations(shown(hero, *keyed(hero)))
    near = np.zeros(len(found), dtype=bool)
    near[end - 2 - rate // 10 : end - 1 + rate // 10] = True
    assert found[near].max() <= 1.5 * np.percentile(found[~near], 99)


def test_continuing_goes_on_where_the_character_stands_and_faces(blender, walk, keyed, shown, addon):
    _, end = keyed(walk)
    blender.ops.motionctrl.continue_motion(prompt="a person walks forward", seconds=1.0, seed=3, wait=True)
    motion = shown(walk, end, end + 2)
    headings = addon.load("engine.motion.humo263").headings(motion.rotations[:, 0])
    assert np.abs(np.diff(headings)).max() < np.radians(15)
    assert np.abs(np.diff(motion.translation, axis=0)).max() < 0.12


def pose_by_hand(armature, frame: int, turn: float, place: tuple[float, float, float]) -> None:
    """Keys a whole pose: every bone at rest, arms turned, the pelvis placed."""
    for bone in armature.pose.bones:
        bone.rotation_mode, bone.rotation_quaternion = "QUATERNION", (1, 0, 0, 0)
        if bone.name.endswith(("shoulder", "elbow")):
            bone.rotation_quaternion = (np.cos(turn / 2), np.sin(turn / 2), 0, 0)
        bone.keyframe_insert("rotation_quaternion", frame=frame)
    armature.pose.bones["pelvis"].location = place
    armature.pose.bones["pelvis"].keyframe_insert("location", frame=frame)


def in_between(blender, **options):
    blender.ops.motionctrl.in_between(**{"prompt": "a person walks", "seed": 4, "wait": True, **options})
    blender.ops.motionctrl.accept()


def apart(addon, made, frame: int, pose) -> tuple[float, float]:
    """The largest distance of a joint and the largest turn of a bone from a pose, metres and degrees."""
    distance = np.linalg.norm(made.joints()[frame] - pose.joints()[0], axis=-1).max()
    return distance, np.max(addon.rotations.angle_between(made.rotations[frame], pose.rotations[0]))


@pytest.mark.parametrize("rate", (24, 60))
@pytest.mark.parametrize("prompt", ("a person walks", "a person jumps", "a person waves with the right hand"))
def test_in_between_leads_from_one_pose_to_another_one(blender, scene, hero, session, shown, addon, prompt, rate):
    scene.render.fps = rate
    last = 1 + 2 * rate
    pose_by_hand(hero, 1, 0.3, (0, 0, 0))
    pose_by_hand(hero, last, 1.2, (0.4, 0, 0.5))
    ends = [shown(hero, frame, frame) for frame in (1, last)]
    in_between(blender, prompt=prompt, frame_start=1, frame_end=last)
    made = shown(hero, 1, last)
    assert apart(addon, made, 0, ends[0]) == pytest.approx((0, 0), abs=1e-2)  # their keys are untouched
    assert apart(addon, made, -1, ends[1]) == pytest.approx((0, 0), abs=1e-2)
    # And what was generated really arrives there: the pose is held, so nothing is left to do one frame before.
    distance, angle = apart(addon, made, -2, ends[1])
    assert distance < 0.02
    assert angle < 5
    found = accelerations(made)
    assert found[-2:].max() <= 1.5 * np.percentile(found[:-2], 99)


def test_in_between_keeps_both_poses_where_the_scene_lasts_longer(blender, scene, hero, session, shown, addon):
    pose_by_hand(hero, 10, 0.3, (0, 0, 0))
    pose_by_hand(hero, 50, 1.2, (0.4, 0, 0.5))
    ends = [shown(hero, frame, frame) for frame in (10, 50)]
    assert (scene.frame_start, scene.frame_end) == (1, 250)
    in_between(blender)
    made = shown(hero, 10, 50)
    assert apart(addon, made, 0, ends[0]) == pytest.approx((0, 0), abs=1e-2)
    assert apart(addon, made, -1, ends[1]) == pytest.approx((0, 0), abs=1e-2)
    assert {point.co.x for point in next(iter(addon.actions.curves_of(hero))).keyframe_points} == set(range(10, 51))


def test_in_between_bones_without_keys_are_as_before_outside_of_the_gap(blender, hero, session, shown):
    turn = hero.pose.bones["left_knee"]
    turn.rotation_quaternion = (np.cos(0.4), np.sin(0.4), 0, 0)  # posed, but never keyed
    for frame in (5, 45):
        for name in ("pelvis", "left_shoulder", "right_hip"):
            hero.pose.bones[name].keyframe_insert("rotation_quaternion", frame=frame)
    before = [shown(hero, *frames) for frames in ((1, 5), (45, 50))]
    in_between(blender, frame_start=5, frame_end=45)
    for old, frames in zip(before, ((1, 5), (45, 50)), strict=True):
        assert np.abs(shown(hero, *frames).joints() - old.joints()).max() < 1e-4


@pytest.fixture
def gap(blender, hero, generate, addon):
    """A walk of three seconds without the keys of frames 31 to 49."""
    generate(seconds=3.0)
    blender.ops.motionctrl.accept()
    for curve in addon.actions.curves_of(hero):
        for point in [point for point in curve.keyframe_points if 30 < point.co.x < 50][::-1]:
            curve.keyframe_points.remove(point, fast=True)
    return hero


@pytest.mark.parametrize("prompt", ("a person walks forward", "a person jumps", "a person squats down and stands up"))
def test_in_between_goes_over_into_the_motion_that_follows_without_a_jerk(blender, gap, shown, prompt):
    in_between(blender, prompt=prompt, frame_start=30, frame_end=50)
    found = accelerations(shown(gap, 1, 70))
    seams = np.isin(np.arange(len(found)) + 2, (30, 31, 49, 50))
    assert found[seams].max() <= 1.5 * np.percentile(found[~seams], 99)


def test_in_between_fills_the_gap_between_two_keyed_ranges(blender, walk, addon, curves, shown):
    for curve in addon.actions.curves_of(walk):
        for point in [point for point in curve.keyframe_points if 15 < point.co.x < 35][::-1]:
            curve.keyframe_points.remove(point, fast=True)
    rig = addon.armature.read_rig(walk)
    outside = np.array([*range(1, 16), *range(35, 48)], dtype=float)
    scene = blender.context.scene
    before = addon.sampling.sample_channels(scene, walk, rig, outside)
    blender.ops.motionctrl.in_between(prompt="a person walks", frame_start=15, frame_end=35, seed=4, wait=True)
    blender.ops.motionctrl.accept()
    after = addon.sampling.sample_channels(scene, walk, rig, outside)
    assert np.array_equal(before.location, after.location)
    assert np.array_equal(before.quaternions, after.quaternions)
    frames = [point.co.x for point in next(iter(addon.actions.curves_of(walk))).keyframe_points]
    assert set(range(15, 36)) <= set(frames)
