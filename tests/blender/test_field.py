"""Scenes as animators have them: odd rigs, hand-made keys, strips, and other things undone meanwhile."""

from __future__ import annotations

import numpy as np
import pytest


def turns(scene, bone, frames) -> dict:
    found = {}
    for frame in frames:
        scene.frame_set(frame)
        found[frame] = bone.matrix_basis.to_quaternion().copy()
    return found


def degrees_apart(one: dict, two: dict) -> float:
    return max(float(np.degrees(one[frame].rotation_difference(two[frame]).angle)) for frame in one)


def place(blender, armature, bone: str, frame: int) -> np.ndarray:
    blender.context.scene.frame_set(frame)
    posed = armature.evaluated_get(blender.context.evaluated_depsgraph_get())
    return np.array((posed.matrix_world @ posed.pose.bones[bone].matrix).translation)


def longest_step(blender, armature) -> float:
    first, last = map(int, armature.animation_data.action.frame_range)
    places = [place(blender, armature, "pelvis", frame) for frame in range(first, last + 1)]
    return float(np.linalg.norm(np.diff(places, axis=0), axis=1).max())


def go_on(blender, **options):
    blender.ops.motionctrl.continue_motion(
        **{"prompt": "a person walks forward", "seconds": 1.0, "seed": 1, "wait": True, **options}
    )


def wave(blender, **options):
    blender.ops.motionctrl.regenerate_parts(
        **{
            "parts": {"left_arm"},
            "prompt": "a person waves with the left hand",
            "frame_start": 15,
            "frame_end": 30,
            "seed": 5,
            "wait": True,
            **options,
        }
    )


# Hand-made keys


@pytest.mark.parametrize("channels", [(0,), (1,), (2,), (0, 2), (0, 1, 2)])
@pytest.mark.parametrize("mode", ["XYZ", "ZYX"])
def test_a_bone_keyed_by_hand_in_some_euler_channels_stays_as_it_was_outside_the_range(
    blender, scene, walk, addon, channels, mode
):
    bone = walk.pose.bones["left_elbow"]
    curves = addon.actions.curves_of(walk)
    for curve in [curve for curve in curves if '"left_elbow"' in curve.data_path]:
        curves.remove(curve)
    bone.rotation_mode, bone.rotation_euler = mode, (0.2, -0.1, 0.3)
    for frame, value in ((1, 0.0), (8, 1.2), (22, 0.1), (36, 1.2), (48, 0.2)):
        for channel in channels:
            bone.rotation_euler[channel] = value
            bone.keyframe_insert("rotation_euler", index=channel, frame=frame)
    outside = (1, 5, 8, 14, 31, 36, 42, 48)
    before = turns(scene, bone, outside)
    inside = turns(scene, bone, (20, 25))
    wave(blender)
    blender.ops.motionctrl.accept()
    assert bone.rotation_mode == mode
    # Keys beside the range keep their handles, so that a curve between them and it may bend a little.
    assert degrees_apart(before, turns(scene, bone, outside)) < 4.0
    assert (
        degrees_apart({f: before[f] for f in (1, 8, 14, 31, 36, 48)}, turns(scene, bone, (1, 8, 14, 31, 36, 48))) < 0.1
    )
    assert degrees_apart(inside, turns(scene, bone, (20, 25))) > 1.0


@pytest.mark.parametrize("keyed", [(0, 1), (1, 2, 3)])
def test_a_bone_keyed_in_some_quaternion_channels_stays_outside_the_range(blender, scene, walk, addon, keyed):
    bone = walk.pose.bones["left_elbow"]
    curves = addon.actions.curves_of(walk)
    for curve in [c for c in curves if '"left_elbow"' in c.data_path and c.array_index not in keyed]:
        curves.remove(curve)
    bone.rotation_quaternion = (0.9, 0.1, 0.2, 0.3)
    before = turns(scene, bone, (1, 10, 14, 31, 48))
    wave(blender)
    blender.ops.motionctrl.accept()
    assert degrees_apart(before, turns(scene, bone, (1, 10, 14, 31, 48))) < 0.1


@pytest.mark.parametrize("state", ["mute", "lock"])
def test_a_muted_or_locked_channel_is_named_instead_of_written_in_vain(blender, walk, addon, session, curves, state):
    curve = next(c for c in addon.actions.curves_of(walk) if '"left_elbow"' in c.data_path)
    setattr(curve, state, True)
    before = curves(walk)
    with pytest.raises(RuntimeError, match=f"left_elbow” is {state.removesuffix('e')}ed; un{state} it"):
        wave(blender)
    assert curves(walk) == before
    wave(blender, parts={"right_leg"})  # nothing of it is asked for


# Where the character stands


@pytest.mark.parametrize("how", ["rest position", "hidden", "disabled"])
def test_continuing_under_a_constraint_goes_on_where_the_character_stands(blender, walk, how):
    walk.pose.bones["head"].constraints.new("LIMIT_ROTATION")
    if how == "rest position":
        walk.data.pose_position = "REST"
    if how == "hidden":
        walk.hide_set(True)
    if how == "disabled":
        walk.hide_viewport = True
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert walk.data.pose_position == ("REST" if how == "rest position" else "POSE")
    walk.data.pose_position, walk.hide_viewport = "POSE", False
    walk.hide_set(False)
    blender.context.view_layer.update()
    assert longest_step(blender, walk) < 0.08


@pytest.mark.parametrize("how", ["excluded", "disabled"])
def test_a_character_in_a_collection_that_is_off_is_refused_where_it_must_be_evaluated(
    blender, scene, walk, curves, how
):
    walk.pose.bones["head"].constraints.new("LIMIT_ROTATION")
    collection = blender.data.collections.new("Actors")
    scene.collection.children.link(collection)
    for item in list(scene.objects):
        for old in list(item.users_collection):
            old.objects.unlink(item)
        collection.objects.link(item)
    layer = blender.context.view_layer.layer_collection.children["Actors"]
    layer.exclude, collection.hide_viewport = how == "excluded", how == "disabled"
    before = curves(walk)
    with pytest.raises(RuntimeError, match="switch the collection on in the Outliner"):
        go_on(blender)
    assert curves(walk) == before
    layer.exclude = collection.hide_viewport = False
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert longest_step(blender, walk) < 0.08


def add_root(blender, armature) -> None:
    """A bone above the pelvis, as most rigs have one."""
    blender.context.view_layer.objects.active = armature
    blender.ops.object.mode_set(mode="EDIT")
    bones = armature.data.edit_bones
    root = bones.new("root")
    root.head, root.tail = (0, 0, 0), (0, 0.3, 0)
    bones["pelvis"].parent = root
    blender.ops.object.mode_set(mode="OBJECT")


@pytest.mark.parametrize("constrained", [False, True])
@pytest.mark.parametrize("keyed", [False, True])
def test_continuing_with_a_root_bone_moved_by_hand_goes_on_where_the_character_stands(
    blender, scene, hero, generate, constrained, keyed
):
    add_root(blender, hero)
    generate()
    blender.ops.motionctrl.accept()
    root = hero.pose.bones["root"]
    root.rotation_mode = "XYZ"
    root.location, root.rotation_euler = (2.0, 0.5, 3.0), (0.0, 0.0, 1.0)
    if keyed:
        root.keyframe_insert("location", frame=1)
        root.keyframe_insert("rotation_euler", frame=1)
    if constrained:
        hero.pose.bones["head"].constraints.new("LIMIT_ROTATION")
    blender.context.view_layer.update()
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert longest_step(blender, hero) < 0.08


# Odd rigs


def arms(blender, armature) -> list[np.ndarray]:
    return [
        place(blender, armature, "left_elbow", f) - place(blender, armature, "left_shoulder", f)
        for f in (1, 15, 30, 45)
    ]


@pytest.mark.parametrize(
    "bones", [("left_shoulder", "right_shoulder"), ("left_collar",), ("neck", "left_hip", "left_hand")]
)
def test_bones_that_do_not_inherit_rotation_point_as_on_the_normal_rig(
    blender, scene, hero, session, generate, shown, bones
):
    generate("a person turns around")
    blender.ops.motionctrl.accept()
    expected, pointed = shown(hero, 1, 48), arms(blender, hero)
    hero.animation_data.action = None
    for bone in bones:
        hero.data.bones[bone].use_inherit_rotation = False
    generate("a person turns around")
    blender.ops.motionctrl.accept()
    for one, two in zip(pointed, arms(blender, hero), strict=True):
        assert np.abs(one - two).max() < 1e-4
    assert np.abs(shown(hero, 1, 48).joints() - expected.joints()).max() < 1e-4  # and they are read back so
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert longest_step(blender, hero) < 0.08


def test_a_pelvis_whose_location_is_not_its_own_moves_as_on_the_normal_rig(blender, hero, session, generate):
    generate()
    blender.ops.motionctrl.accept()
    expected = [place(blender, hero, "pelvis", frame) for frame in (1, 20, 40)]
    hero.animation_data.action = None
    hero.data.bones["pelvis"].use_local_location = False
    generate()
    blender.ops.motionctrl.accept()
    assert np.abs(np.subtract(expected, [place(blender, hero, "pelvis", frame) for frame in (1, 20, 40)])).max() < 1e-4
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert longest_step(blender, hero) < 0.08


def test_a_bone_between_two_joints_that_does_not_inherit_rotation_is_named(blender, hero, addon):
    blender.context.view_layer.objects.active = hero
    blender.ops.object.mode_set(mode="EDIT")
    bones = hero.data.edit_bones
    twist = bones.new("twist")
    twist.head, twist.tail = bones["left_collar"].head, bones["left_collar"].tail
    twist.parent = bones["left_collar"]
    bones["left_shoulder"].use_connect = False
    bones["left_shoulder"].parent = twist
    blender.ops.object.mode_set(mode="OBJECT")
    assert addon.armature.check_armature(hero) == ""
    hero.data.bones["twist"].use_inherit_rotation = False
    assert "“twist”" in addon.armature.check_armature(hero)


# Strips


def test_continuing_after_push_to_nla_goes_on_from_where_the_strip_ends(blender, walk, keyed):
    _, last = keyed(walk)
    standing = [place(blender, walk, "pelvis", frame) for frame in (1, 10, last)]
    blender.ops.motionctrl.push_to_nla()
    assert walk.animation_data.action is None
    go_on(blender)
    blender.ops.motionctrl.accept()
    assert keyed(walk)[0] == last + 1
    after = [place(blender, walk, "pelvis", frame) for frame in (1, 10, last)]
    assert np.abs(np.subtract(standing, after)).max() < 1e-4  # the strip is still seen
    places = [place(blender, walk, "pelvis", frame) for frame in range(1, keyed(walk)[1] + 1)]
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 0.08


def test_a_rejected_continuation_leaves_the_strip_as_it_was(blender, walk):
    blender.ops.motionctrl.push_to_nla()
    before = walk.animation_data.action_extrapolation
    go_on(blender)
    blender.ops.motionctrl.reject()
    assert walk.animation_data.action is None and walk.animation_data.action_extrapolation == before


def test_editing_after_push_to_nla_says_where_the_motion_is(blender, walk):
    blender.ops.motionctrl.push_to_nla()
    with pytest.raises(RuntimeError, match="in the NLA strip “a person walks forward”"):
        wave(blender)


# How long it lasts


@pytest.mark.parametrize(("fps", "base"), [(24, 1.0), (24, 1.001), (25, 1.0), (30, 1.0), (60, 1.0), (120, 1.0)])
def test_there_is_a_key_for_every_frame_of_the_duration(blender, scene, hero, generate, keyed, shown, fps, base):
    scene.render.fps, scene.render.fps_base = fps, base
    generate(seconds=2.0)
    blender.ops.motionctrl.accept()
    first, last = keyed(hero)
    assert last - first + 1 == round(2.0 * fps / base)
    # The last one twentieth of a second moves on, too.
    steps = np.linalg.norm(
        np.diff([place(blender, hero, "pelvis", f) for f in range(last - 3, last + 1)], axis=0), axis=1
    )
    assert steps.min() > 0.2 * steps.max()


# Undecided results


@pytest.mark.parametrize("edit", ["continue", "parts", "between"])
def test_an_edit_of_an_undecided_result_takes_it_as_accepted(blender, scene, hero, generate, session, keyed, edit):
    generate()
    made = keyed(hero)
    if edit == "continue":
        go_on(blender)
    elif edit == "parts":
        wave(blender)
    else:
        blender.ops.motionctrl.in_between(prompt="a person walks", frame_start=15, frame_end=30, seed=4, wait=True)
    assert session.pending()
    blender.ops.motionctrl.reject()
    assert keyed(hero) == made
    assert hero.animation_data.action.name == "a person walks forward"
    assert [line.text for line in scene.motionctrl.history] == ["a person walks forward"]


def test_accepting_by_an_edit_is_one_step_to_undo(blender, scene, hero, generate, keyed):
    name = hero.name
    blender.ops.ed.undo_push(message="before")
    generate()
    made = keyed(hero)
    go_on(blender)
    blender.ops.motionctrl.accept()
    blender.ops.ed.undo_push(message="Accept")
    assert keyed(hero)[1] > made[1]
    blender.ops.ed.undo()
    assert keyed(blender.data.objects[name]) == made
    blender.ops.ed.undo()
    assert keyed(blender.data.objects[name]) is None


def test_generating_anew_still_replaces_an_undecided_result(blender, hero, generate, keyed):
    generate(seconds=2.0)
    generate(seconds=1.0)
    blender.ops.motionctrl.accept()
    assert keyed(hero)[1] < 30 and len(blender.data.actions) == 1


def test_a_prompt_that_is_refused_leaves_the_undecided_result_alone(blender, hero, generate, session, curves):
    generate()
    before = curves(hero)
    with pytest.raises(RuntimeError, match="“asdf” and “qwer”"):
        generate("asdf qwer")
    assert session.pending() and curves(hero) == before


def test_what_was_not_understood_is_said_while_it_is_being_made(blender, hero, generate, session):
    generate("a person läuft forward", wait=False)
    assert session.busy() and session.hints == ["The model has not learned “läuft”; it goes by the other words."]
    blender.ops.motionctrl.cancel()


# Undo meanwhile


@pytest.mark.parametrize("what", ["new", "continue", "parts"])
def test_undoing_something_else_does_not_end_a_running_generation(
    blender, walk, generate, session, addon, keyed, curves, what
):
    name = walk.name
    blender.ops.ed.undo_push(message="walk")
    blender.context.scene.frame_end = 300
    blender.ops.ed.undo_push(message="something else")
    if what == "new":
        generate(seconds=6.0, wait=False)
    elif what == "continue":
        go_on(blender, seconds=6.0, wait=False)
    else:
        wave(blender, wait=False)
    while session.preview.written is None:
        session.drain()
    blender.ops.ed.undo()
    assert session.busy() and not session.error
    addon.load("motionctrl_blender.work.session").wait()
    assert session.pending() and not session.error
    blender.ops.motionctrl.accept()
    first, last = keyed(blender.data.objects[name])
    assert (first, last) == {"new": (1, 144), "continue": (1, 192), "parts": (1, 48)}[what]
    frames = [point.co.x for point in next(iter(addon.actions.curves_of(blender.data.objects[name]))).keyframe_points]
    assert frames == list(range(first, last + 1))
