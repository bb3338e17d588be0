"""What can go wrong: each ends in one clear sentence and an undamaged file."""

from __future__ import annotations

import threading

import pytest

from tests.blender.conftest import EXTENSION


def complaint(call) -> str:
    with pytest.raises(RuntimeError) as caught:
        call()
    sentence = str(caught.value).strip()
    assert "Traceback" not in sentence
    return sentence


def previews(blender) -> list:
    return [action.name for action in blender.data.actions if "motionctrl_preview" in action]


def test_without_an_armature_it_says_what_to_add(blender, scene, session, generate):
    assert "Add or choose a character first" in complaint(generate)


def test_a_mesh_without_armature_is_no_character(blender, scene, session, generate):
    blender.ops.mesh.primitive_cube_add()
    assert "Add or choose a character first" in complaint(generate)


def test_an_empty_prompt_is_refused(scene, hero, session, generate):
    scene.motionctrl.prompt = " "
    assert "The prompt is empty; say what the character should do." in complaint(lambda: generate(""))
    assert not session.busy()


def test_a_renamed_bone_is_named(blender, hero, generate):
    hero.data.bones["left_knee"].name = "Bone.007"
    assert "lacks the SMPL bones left_knee" in complaint(generate)


def test_a_bone_renamed_while_generating_is_named_and_nothing_is_left(blender, walk, session, generate, addon, curves):
    actions = set(blender.data.actions.keys())
    generate("a person jumps", wait=False)
    walk.data.bones["left_knee"].name = "Bone.007"
    addon.load("motionctrl_blender.work.session").wait()
    assert "“left_knee” was renamed while generating" in session.error
    assert set(blender.data.actions.keys()) == actions
    assert walk.animation_data.action.name == "a person walks forward"


def test_an_action_shared_by_two_objects_is_left_alone(blender, walk, generate, curves):
    other = walk.copy()
    blender.context.collection.objects.link(other)
    before = curves(walk)
    said = complaint(lambda: generate("a person jumps", target="PLAYHEAD"))
    assert "also drives “SMPL.001”" in said
    assert "single-user" in said
    assert curves(walk) == before
    assert not previews(blender)


def test_with_a_new_action_a_shared_one_is_no_obstacle(blender, walk, generate, curves):
    other = walk.copy()
    blender.context.collection.objects.link(other)
    before = curves(other)
    generate("a person jumps")
    blender.ops.motionctrl.accept()
    assert curves(other) == before
    assert other.animation_data.action != walk.animation_data.action


def test_a_linked_armature_needs_an_override(blender, walk, generate, tmp_path):
    path = str(tmp_path / "library.blend")
    blender.ops.wm.save_as_mainfile(filepath=path, copy=True)
    blender.ops.wm.read_homefile(use_empty=True)
    with blender.data.libraries.load(path, link=True) as (_, wanted):
        wanted.objects = ["SMPL"]
    linked = wanted.objects[0]
    blender.context.collection.objects.link(linked)
    blender.context.scene.motionctrl.character = linked
    assert "make a library override first" in complaint(generate)


def test_while_the_interface_is_locked_the_file_is_not_touched(blender, walk, session, generate, addon, monkeypatch):
    watch = addon.load("motionctrl_blender.work.timers")
    generate("a person jumps", wait=False)
    monkeypatch.setattr(watch, "locked", lambda: True)
    for _ in range(5):
        assert watch._tick() is not None
    assert session.preview.written is None
    monkeypatch.undo()
    addon.load("motionctrl_blender.work.session").wait()
    assert session.pending()


def test_while_an_nla_strip_is_tweaked_it_says_how_to_end_that(blender, walk, generate):
    blender.ops.motionctrl.push_to_nla()
    walk.animation_data.nla_tracks[0].strips[0].select = True
    walk.animation_data.use_tweak_mode = True
    if not walk.animation_data.use_tweak_mode:
        pytest.skip("this Blender enters tweak mode in its NLA Editor only")
    assert "press Tab in the NLA Editor" in complaint(generate)


def test_a_surprise_while_writing_keys_ends_in_one_sentence(blender, walk, session, generate, curves, monkeypatch):
    before = curves(walk)
    generate("a person jumps", target="PLAYHEAD", wait=False)
    monkeypatch.setattr(session.preview, "add", lambda chunk: 1 / 0)
    while session.busy():
        session.drain()
    assert "Writing the keys stopped with an error" in session.error
    assert "ZeroDivisionError" in session.details
    assert curves(walk) == before


def test_a_character_deleted_while_generating(blender, hero, session, generate, addon):
    generate(wait=False)
    blender.data.objects.remove(hero)
    addon.load("motionctrl_blender.work.session").wait()
    assert not session.busy()
    assert "was deleted while generating" in session.error
    assert not previews(blender)


def test_a_character_deleted_before_accepting(blender, hero, session, generate):
    generate()
    blender.data.objects.remove(hero)
    assert "was deleted" in complaint(blender.ops.motionctrl.accept)
    blender.ops.motionctrl.reject()
    assert not previews(blender)


def test_opening_a_file_while_generating_stops_the_job(blender, hero, session, generate):
    before = threading.active_count()
    generate(seconds=30.0, wait=False)
    blender.ops.wm.read_homefile(use_empty=True)
    assert not session.busy()
    assert not session.pending()
    assert threading.active_count() == before


def test_the_extension_disabled_while_generating_leaves_the_file_as_it_was(blender, walk, session, generate, curves):
    before = curves(walk)
    generate(seconds=30.0, target="PLAYHEAD", wait=False)
    while session.preview.written is None:
        session.drain()
    blender.ops.preferences.addon_disable(module=EXTENSION)
    try:
        assert "MotionCtrl" not in [thread.name for thread in threading.enumerate()]
        assert curves(walk) == before
        assert not previews(blender)
        assert not hasattr(blender.types.Scene, "motionctrl")
    finally:
        blender.ops.preferences.addon_enable(module=EXTENSION)


def test_the_extension_can_be_switched_off_and_on_again(blender, scene):
    for _ in range(2):
        blender.ops.preferences.addon_disable(module=EXTENSION)
        assert not hasattr(blender.types.Scene, "motionctrl")
        blender.ops.preferences.addon_enable(module=EXTENSION)
        assert hasattr(blender.types.Scene, "motionctrl")


def test_without_a_model_one_sentence_says_so(blender, hero, session, generate, tmp_path):
    preferences = blender.context.preferences.addons[EXTENSION].preferences
    session.close_engine()
    preferences.model = str(tmp_path)
    try:
        assert "motionctrl.json" in complaint(generate)
    finally:
        preferences.model = ""
    assert hero.animation_data is None or hero.animation_data.action is None


def test_a_range_without_keys_says_where_they_are(blender, walk, session):
    said = complaint(
        lambda: blender.ops.motionctrl.regenerate_parts(parts={"left_arm"}, frame_start=100, frame_end=120, wait=True)
    )
    assert "choose a range between 1 and" in said


def test_editing_a_character_without_keys_says_to_generate_first(blender, hero, session):
    said = complaint(lambda: blender.ops.motionctrl.regenerate_parts(parts={"left_arm"}, wait=True))
    assert "generate a motion first" in said


def test_no_part_chosen(blender, walk, session):
    assert "No part is chosen" in complaint(lambda: blender.ops.motionctrl.regenerate_parts(wait=True))


def test_a_second_generation_while_one_runs_is_refused(blender, hero, session, generate):
    generate(seconds=30.0, wait=False)
    try:
        assert "A motion is being generated" in complaint(generate)
    finally:
        session.stop()
