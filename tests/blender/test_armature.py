"""The SMPL armature: what it looks like, and what is said about one that does not fit."""

from __future__ import annotations

import numpy as np
import pytest


def test_has_the_24_smpl_bones_in_smpl_order(character, addon):
    rig = addon.armature.read_rig(character)
    assert rig.bones == addon.bones.BONES
    parents = [bone.parent.name if bone.parent else None for bone in character.data.bones]
    assert character.data.bones["left_wrist"].parent.name == "left_elbow"
    assert parents.count(None) == 1


def test_stands_upright_on_the_floor_facing_minus_y_with_its_left_at_plus_x(character):
    bones = character.data.bones
    assert bones["head"].head_local.z > bones["pelvis"].head_local.z > bones["left_ankle"].head_local.z > 0
    assert bones["left_wrist"].head_local.x > 0.5
    assert bones["left_foot"].head_local.y < bones["left_ankle"].head_local.y


def test_the_sides_are_mirror_images_so_that_poses_can_be_flipped(character):
    for bone in character.data.bones:
        if bone.name.startswith("left_"):
            other = character.data.bones["right_" + bone.name[5:]]
            mirrored = np.array(other.matrix_local)[:3, :3] * [[1], [-1], [-1]] * [1, -1, -1]
            # The neutral skeleton's own sides differ by up to a degree or two.
            assert np.abs(np.array(bone.matrix_local)[:3, :3] - mirrored).max() < 0.06, bone.name


def test_elbows_and_knees_flex_with_a_positive_turn_about_x(blender, character):
    for bone, moved, axis, sign in (("left_knee", "left_ankle", 1, 1), ("left_elbow", "left_wrist", 1, -1)):
        before = character.pose.bones[moved].head.copy()
        character.pose.bones[bone].rotation_quaternion = (0.9, 0.43589, 0, 0)
        blender.context.view_layer.update()
        assert (character.pose.bones[moved].head - before)[axis] * sign > 0.1


def test_the_neutral_armature_fits_itself(character, addon):
    assert addon.armature.check_armature(character) == ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda bones: setattr(bones["left_knee"], "name", "Bone.007"), "lacks the SMPL bones left_knee"),
        (lambda bones: setattr(bones["left_wrist"], "parent", bones["pelvis"]), "must hang on"),
        (lambda bones: setattr(bones["left_wrist"], "head", (0.4, 0.0, 1.1)), "T-pose"),
    ],
)
def test_says_in_one_sentence_what_is_wrong_with_an_armature(blender, character, addon, spoil, said):
    blender.context.view_layer.objects.active = character
    blender.ops.object.mode_set(mode="EDIT")
    for bone in character.data.edit_bones:
        bone.use_connect = False
    spoil(character.data.edit_bones)
    blender.ops.object.mode_set(mode="OBJECT")
    message = addon.armature.check_armature(character)
    assert said in message
    assert message.count("\n") == 0


def test_no_armature_at_all_is_said_as_well(addon):
    assert "No armature" in addon.armature.check_armature(None)


def test_an_armature_with_y_up_and_other_spellings_plays_the_same_motion(blender, scene, character, addon, dance):
    """As SMPL files come out of other tools: Y up inside, the object turned, bones called L_Hip."""
    rig = addon.armature.read_rig(character)
    turn = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1.0]])  # Blender's axes to Y up
    for bone in character.data.bones:
        side, _, rest = bone.name.partition("_")
        bone.name = f"m_avg_{side[0].upper()}_{rest.title()}" if rest else bone.name.title()
    from mathutils import Matrix

    character.data.transform(Matrix(turn))
    character.rotation_euler = (np.pi / 2, 0, 0)
    blender.context.view_layer.update()
    foreign = addon.armature.read_rig(character)
    assert np.abs(foreign.skeleton.offsets - rig.skeleton.offsets).max() < 1e-5
    played = addon.posing.to_channels(dance.rotations, dance.translation, foreign)
    addon.actions.write_channels(character, foreign, played, 1)
    scene.frame_set(31)
    posed = character.evaluated_get(blender.context.evaluated_depsgraph_get())
    heads = np.array([posed.matrix_world @ posed.pose.bones[name].head for name in foreign.bones[:22]])
    expected = dance.joints()[30] @ addon.bones.TO_BLENDER.T
    assert np.abs(heads - expected).max() < 1e-3
