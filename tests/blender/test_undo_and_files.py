"""Undo, save, open: the animator's own animation is what the file holds."""

from __future__ import annotations

import pytest


@pytest.fixture
def push(blender):
    """Notes a step for undo, as Blender's window does after each operator."""
    return lambda message: blender.ops.ed.undo_push(message=message)


def test_undo_after_accept_restores_the_animation_exactly(blender, walk, generate, curves, push):
    push("walk")
    before, name = curves(walk), walk.name
    blender.ops.motionctrl.regenerate_parts(parts={"left_arm"}, frame_start=15, frame_end=30, seed=5, wait=True)
    blender.ops.motionctrl.accept()
    push("accept")
    assert curves(walk) != before
    blender.ops.ed.undo()
    assert curves(blender.data.objects[name]) == before
    assert len(blender.data.actions) == 1


def test_undo_past_a_step_made_while_the_preview_was_shown(blender, walk, curves, push, session):
    push("walk")
    before, name = curves(walk), walk.name
    blender.ops.motionctrl.continue_motion(prompt="a person jumps", seconds=1.0, seed=3, wait=True)
    push("something else")
    blender.ops.motionctrl.accept()
    push("accept")
    blender.ops.ed.undo()
    # That step's file still shows the preview, which nobody decides about any more.
    assert curves(blender.data.objects[name]) == before
    assert [action.name for action in blender.data.actions] == ["a person walks forward"]


def test_undo_of_the_preview_itself_ends_it_with_one_sentence(blender, walk, curves, push, session):
    push("walk")
    before, name = curves(walk), walk.name
    push("again")
    blender.ops.motionctrl.continue_motion(prompt="a person jumps", seconds=1.0, seed=3, wait=True)
    push("preview")
    blender.ops.ed.undo()
    assert not session.previews
    assert session.error == "The preview was undone; generate again."
    assert curves(blender.data.objects[name]) == before


def test_undo_while_generating_leaves_no_hole_in_the_preview(blender, walk, push, session, generate, keyed, addon):
    name = walk.name
    generate(seconds=8.0, target="NEW", wait=False)
    while session.preview.written is None:
        session.drain()
    push("a step with few keys")
    push("another one")
    while session.preview.written[1] < 60:
        session.drain()
    blender.ops.ed.undo()
    addon.load("motionctrl_blender.work.session").wait()
    curve = next(iter(addon.actions.curves_of(blender.data.objects[name])))
    frames = [point.co.x for point in curve.keyframe_points]
    assert frames == list(range(1, len(frames) + 1))


def test_a_file_saved_while_a_preview_is_shown_holds_the_old_animation(
    blender, walk, curves, session, generate, tmp_path
):
    before, name = curves(walk), walk.name
    generate("a person jumps", target="PLAYHEAD")
    preview = curves(walk)
    path = str(tmp_path / "work.blend")
    blender.ops.wm.save_as_mainfile(filepath=path, copy=True)
    assert session.pending()
    assert curves(walk) == preview  # still shown here
    blender.ops.wm.open_mainfile(filepath=path)
    assert curves(blender.data.objects[name]) == before
    assert not [action for action in blender.data.actions if "motionctrl_preview" in action]


def test_a_preview_in_a_file_that_blender_autosaved_is_taken_off(blender, walk, curves, generate, tmp_path):
    before, name = curves(walk), walk.name
    generate("a person jumps", target="PLAYHEAD")
    path = str(tmp_path / "autosave.blend")
    handlers = blender.app.handlers.save_pre, blender.app.handlers.save_post
    kept = [list(handler) for handler in handlers]
    for handler in handlers:  # Blender's autosave calls none
        handler.clear()
    try:
        blender.ops.wm.save_as_mainfile(filepath=path, copy=True)
    finally:
        for handler, functions in zip(handlers, kept, strict=True):
            handler.extend(functions)
    blender.ops.wm.open_mainfile(filepath=path)
    assert curves(blender.data.objects[name]) == before


def test_settings_and_history_are_stored_with_the_file(blender, scene, walk, tmp_path):
    scene.motionctrl.prompt = "a person dances"
    path = str(tmp_path / "work.blend")
    blender.ops.wm.save_as_mainfile(filepath=path, copy=True)
    blender.ops.wm.read_homefile(use_empty=True)
    blender.ops.wm.open_mainfile(filepath=path)
    settings = blender.context.scene.motionctrl
    assert settings.prompt == "a person dances"
    assert [line.seed for line in settings.history] == [1]
    assert settings.character.name == "SMPL"
