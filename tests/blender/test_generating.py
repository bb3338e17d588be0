"""A sentence becomes keys: what the animator sees, keeps, drops and gets back."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.blender.conftest import MINI


def test_a_sentence_becomes_keys_that_are_kept_on_accept(blender, scene, hero, session, generate, keyed, shown):
    generate()
    assert session.pending()
    blender.ops.motionctrl.accept()
    assert hero.animation_data.action.name == "a person walks forward"
    assert [line.text for line in scene.motionctrl.history] == ["a person walks forward"]
    first, last = keyed(hero)
    assert (first, last) == (1, pytest.approx(48, abs=2))
    assert np.ptp(shown(hero, first, last).translation, axis=0).max() > 0.05


@pytest.mark.parametrize("rate", (24, 25, 30, 60))
def test_lasts_as_long_as_asked_for_at_any_frame_rate(scene, hero, generate, keyed, rate):
    scene.render.fps = rate
    generate(seconds=2.0)
    first, last = keyed(hero)
    assert (last - first + 1) / rate == pytest.approx(2.0, abs=0.06)


def test_is_the_same_motion_at_any_frame_rate(scene, hero, generate, addon):
    rig = addon.armature.read_rig(hero)
    paths = []
    for rate in (20, 60):
        scene.render.fps = rate
        generate(seconds=1.0)
        paths.append(addon.sampling.sample_motion(scene, hero, rig, 1, 1 + 0.9 * rate, 10).joints())
    assert np.abs(paths[0] - paths[1]).max() < 1e-3


def test_the_first_keys_are_there_long_before_the_last(blender, hero, session, generate):
    generate(seconds=20.0, wait=False)
    while session.preview.written is None:
        session.drain()
    assert session.job is not None
    assert session.preview.written[1] < 100
    blender.ops.motionctrl.cancel()


def test_the_same_seed_gives_the_same_keys(blender, hero, generate, curves):
    made = []
    for _ in range(2):
        generate(seed=7)
        made.append(curves(hero))
        blender.ops.motionctrl.reject()
    assert made[0] == made[1]


def test_twice_on_one_character_shows_the_second_motion(blender, walk, generate, shown):
    first = shown(walk, 1, 40).joints()
    generate("a person jumps up and down", seed=4)
    blender.ops.motionctrl.accept()
    assert walk.animation_data.action.name == "a person jumps up and down"
    assert np.abs(shown(walk, 1, 40).joints() - first).max() > 0.1
    assert blender.data.actions["a person walks forward"].use_fake_user  # the first one isn't lost


def test_at_the_playhead_earlier_keys_stay(blender, scene, walk, generate, addon, keyed):
    rig = addon.armature.read_rig(walk)
    before = addon.sampling.sample_channels(scene, walk, rig, np.arange(1.0, 24.0))
    scene.frame_set(24)
    generate("a person jumps", start="CURRENT", target="PLAYHEAD")
    blender.ops.motionctrl.accept()
    after = addon.sampling.sample_channels(scene, walk, rig, np.arange(1.0, 24.0))
    assert np.array_equal(before.quaternions, after.quaternions)
    assert np.array_equal(before.location, after.location)
    assert keyed(walk)[1] == pytest.approx(24 + 48, abs=2)


def test_from_the_current_pose_the_first_key_is_that_pose(blender, scene, hero, generate, shown):
    elbow = hero.pose.bones["left_elbow"]
    elbow.rotation_mode, elbow.rotation_quaternion = "QUATERNION", (0.9, 0.43589, 0, 0)
    hero.pose.bones["pelvis"].location.x = 0.7
    pose = shown(hero, 1, 1)
    generate(start="CURRENT")
    first = shown(hero, 1, 1)
    assert np.abs(first.joints() - pose.joints()).max() < 1e-4


def test_from_the_rest_pose_the_first_key_is_the_t_pose(blender, hero, generate, shown):
    rest = shown(hero, 1, 1)
    hero.pose.bones["left_elbow"].rotation_quaternion = (0.9, 0.43589, 0, 0)
    generate(start="REST")
    first = shown(hero, 1, 1)
    assert np.abs(first.joints() - rest.joints()).max() < 1e-4


def test_keys_go_to_euler_curves_where_the_animator_keyed_euler(blender, walk, generate, addon, shown):
    bone = walk.pose.bones["left_elbow"]
    for curve in [c for c in addon.actions.curves_of(walk) if "left_elbow" in c.data_path]:
        addon.actions.curves_of(walk).remove(curve)
    bone.rotation_mode = "XYZ"
    for frame in (1, 48):
        bone.rotation_euler = (0.3, 0.0, 0.0)
        bone.keyframe_insert("rotation_euler", frame=frame)
    blender.ops.motionctrl.continue_motion(prompt="a person claps", seconds=1.0, seed=2, wait=True)
    blender.ops.motionctrl.accept()
    assert bone.rotation_mode == "XYZ"
    paths = {c.data_path for c in addon.actions.curves_of(walk) if "left_elbow" in c.data_path}
    assert paths == {'pose.bones["left_elbow"].rotation_euler'}
    arm = shown(walk, 46, 50).joints()[:, [18, 20]]
    assert np.linalg.norm(np.diff(arm, axis=0), axis=-1).max() < 0.2


def test_reject_leaves_the_file_as_it_was(blender, walk, generate, curves):
    before, actions = curves(walk), set(blender.data.actions.keys())
    generate(seed=2, target="PLAYHEAD")
    blender.ops.motionctrl.reject()
    assert curves(walk) == before
    assert set(blender.data.actions.keys()) == actions


def test_reject_of_the_first_motion_puts_the_pose_back(blender, hero, generate):
    hero.pose.bones["left_elbow"].rotation_quaternion = (0.8, 0.6, 0, 0)
    generate()
    blender.ops.motionctrl.reject()
    assert hero.animation_data.action is None
    assert tuple(hero.pose.bones["left_elbow"].rotation_quaternion) == pytest.approx((0.8, 0.6, 0, 0))
    assert not len(blender.data.actions)


def test_retry_gives_another_motion(blender, hero, generate, curves, session):
    generate()
    before = curves(hero)
    blender.ops.motionctrl.retry(wait=True)
    assert session.pending()
    assert curves(hero) != before
    assert len(blender.data.actions) == 1


def test_of_three_variations_the_one_shown_is_kept(blender, hero, generate, session, curves):
    generate(seconds=1.0, variations=3)
    assert [preview.task.seed for preview in session.previews] == [1, 2, 3]
    assert session.shown == 2
    blender.ops.motionctrl.variation(step=1)
    shown = curves(hero)
    blender.ops.motionctrl.accept()
    assert curves(hero) == shown
    assert len(blender.data.actions) == 1
    assert not session.previews


def test_cancel_keeps_what_is_there_until_the_animator_decides(blender, hero, session, generate, keyed):
    generate(seconds=60.0, wait=False)
    while session.preview.written is None:
        session.drain()
    blender.ops.motionctrl.cancel()
    assert session.pending()
    blender.ops.motionctrl.accept()
    assert keyed(hero)[1] < 1000


def test_cancel_leaves_no_thread(blender, hero, session, generate):
    import threading

    before = threading.active_count()
    generate(seconds=60.0, wait=False)
    blender.ops.motionctrl.cancel()
    assert not session.busy()
    assert threading.active_count() == before
    session.reject()
    assert hero.animation_data.action is None


def test_the_history_brings_prompt_and_seed_back(blender, scene, walk):
    scene.motionctrl.prompt, scene.motionctrl.seed = "something else", 99
    blender.ops.motionctrl.recall()
    assert (scene.motionctrl.prompt, scene.motionctrl.seed) == ("a person walks forward", 1)


def test_a_line_of_the_history_makes_the_same_keys_again(blender, scene, hero, session, curves):
    settings = scene.motionctrl
    settings.prompt, settings.seconds, settings.seed, settings.start = "a person walks forward", 1.0, 5, "REST"
    settings.follow_parts = settings.left_arm.enabled = True
    settings.left_arm.text = "waves"
    blender.ops.motionctrl.generate(wait=True)
    blender.ops.motionctrl.accept()
    before = curves(hero)
    settings.prompt, settings.seconds, settings.seed, settings.start = "a person jumps", 2.0, 9, "FREE"
    settings.follow_parts = settings.left_arm.enabled = False
    settings.left_arm.text = ""
    blender.ops.motionctrl.recall()
    blender.ops.motionctrl.generate(wait=True)
    assert curves(hero) == before


def test_the_history_brings_the_range_of_an_edit_back_and_leaves_the_duration_alone(blender, scene, walk):
    blender.ops.motionctrl.regenerate_parts(
        parts={"left_arm"}, prompt="waves", frame_start=15, frame_end=30, seed=3, wait=True
    )
    blender.ops.motionctrl.accept()
    scene.motionctrl.seconds = 2.5
    blender.ops.motionctrl.recall()
    assert (scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end) == (True, 15, 30)
    assert (scene.motionctrl.automatic, scene.motionctrl.seconds) == (False, 2.5)
    assert scene.motionctrl.left_arm.enabled


def test_keys_selected_in_the_timeline_set_the_range(blender, scene, walk, addon):
    for curve in addon.actions.curves_of(walk):
        for point in curve.keyframe_points:
            point.select_control_point = "left_elbow" in curve.data_path and 12 <= point.co.x <= 20
    blender.ops.motionctrl.range_from_keys()
    assert (scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end) == (True, 12, 20)


def test_the_history_brings_a_sequence_and_chosen_parts_back(blender, scene, walk):
    for text in ("a person turns around", "a person claps"):
        scene.motionctrl.prompt = text
        blender.ops.motionctrl.sequence_edit(what="ADD")
        scene.motionctrl.sequence[-1].seconds = 1.0
    blender.ops.motionctrl.generate_sequence(wait=True)
    blender.ops.motionctrl.accept()
    blender.ops.motionctrl.regenerate_parts(parts={"torso"}, prompt="bows", seed=3, wait=True)
    blender.ops.motionctrl.accept()
    scene.motionctrl.sequence.clear()
    assert [line.parts for line in scene.motionctrl.history] == ["", "", "torso"]
    blender.ops.motionctrl.recall()
    assert scene.motionctrl.torso.enabled
    scene.motionctrl.history_index = 1
    blender.ops.motionctrl.recall()
    assert [prompt.text for prompt in scene.motionctrl.sequence] == ["a person turns around", "a person claps"]


def test_a_sequence_is_one_motion_with_a_marker_for_each_prompt(blender, scene, hero, session):
    for text in ("a person walks forward", "a person jumps"):
        scene.motionctrl.prompt = text
        blender.ops.motionctrl.sequence_edit(what="ADD")
    for prompt in scene.motionctrl.sequence:
        prompt.seconds = 1.0
    blender.ops.motionctrl.generate_sequence(wait=True)
    blender.ops.motionctrl.accept()
    markers = hero.animation_data.action.pose_markers
    assert [(marker.name, marker.frame) for marker in markers] == [
        ("a person walks forward", 1),
        ("a person jumps", 25),
    ]


def test_pushed_to_the_nla_it_looks_the_same(blender, scene, walk, addon):
    rig = addon.armature.read_rig(walk)
    before = addon.sampling.sample_motion(scene, walk, rig, 1, 40).joints()
    blender.ops.motionctrl.push_to_nla()
    assert walk.animation_data.action is None
    (track,) = walk.animation_data.nla_tracks
    assert [strip.influence for strip in track.strips] == [1.0]
    assert np.abs(addon.sampling.sample_motion(scene, walk, rig, 1, 40).joints() - before).max() < 1e-3


def test_describe_is_greyed_out_until_the_model_can(blender, walk, session):
    able = "describe" in session.engine.description.tasks
    assert blender.ops.motionctrl.describe.poll() == able
    if able:
        blender.ops.motionctrl.describe(wait=True)
        assert " ".join(session.words).startswith("a person")


def test_an_action_can_be_marked_as_an_asset(blender, walk):
    blender.ops.motionctrl.mark_asset()
    assert walk.animation_data.action.asset_data is not None


def test_a_word_that_the_model_has_not_learned_is_named_beside_the_preview(blender, hero, session, generate):
    generate("an astronaut walks forward", seconds=1.0)
    assert session.hints == ["The model has not learned “astronaut”; it goes by the other words."]
    blender.ops.motionctrl.reject()
    generate("a person walks forward", seconds=1.0)
    assert session.hints == []


def test_the_steps_of_a_sentence_are_named_beside_the_preview(blender, hero, session, generate):
    generate("walk forward, then turn around", seconds=3.0)
    assert session.hints == ["One after the other: “walk forward”, “turn around”; say “while” for two things at once."]
    blender.ops.motionctrl.accept()
    markers = hero.animation_data.action.pose_markers
    assert [marker.name for marker in markers] == ["walk forward", "turn around"]
    assert 1 == markers[0].frame < markers[1].frame < 72  # 3 s at 24 frames a second


def test_a_style_of_ones_own_starts_where_the_model_is_tuned(scene):
    settings, tuned = scene.motionctrl, json.loads((MINI / "motionctrl.json").read_text())["sampling"]
    settings.own_style = False
    assert (settings.strength, settings.creativity) == pytest.approx((tuned["strength"], tuned["temperature"]))
    settings.strength = 1.5
    settings.own_style = True
    settings.own_style = False
    assert settings.strength == 1.5
