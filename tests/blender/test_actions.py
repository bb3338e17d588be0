"""Motion to keyframes and back."""

from __future__ import annotations

import numpy as np
import pytest

RATES = (24, 25, 30, 60)


def write(addon, armature, motion, first=1, joints=None):
    rig = addon.armature.read_rig(armature)
    channels = addon.posing.to_channels(motion.rotations, motion.translation, rig)
    addon.actions.write_channels(armature, rig, channels, first, joints)
    return rig


def heads(blender, armature, rig, frame) -> np.ndarray:
    """Bone heads (22, 3) in the world at a frame, as Blender evaluates them."""
    blender.context.scene.frame_set(int(frame), subframe=float(frame % 1))
    posed = armature.evaluated_get(blender.context.evaluated_depsgraph_get())
    return np.array([posed.matrix_world @ posed.pose.bones[name].head for name in rig.bones[:22]])


def test_every_bone_lies_where_forward_kinematics_puts_it(blender, character, addon, dance):
    rig = write(addon, character, dance)
    joints = dance.joints() @ addon.bones.TO_BLENDER.T
    for frame in range(0, 60, 7):
        assert np.abs(heads(blender, character, rig, frame + 1) - joints[frame]).max() < 1e-3


def test_the_character_may_stand_anywhere(blender, character, addon, dance):
    character.location = (3.0, -2.0, 0.5)
    rig = write(addon, character, dance)
    joints = dance.joints() @ addon.bones.TO_BLENDER.T + (3.0, -2.0, 0.5)
    assert np.abs(heads(blender, character, rig, 30) - joints[29]).max() < 1e-3


@pytest.mark.parametrize("rate", RATES)
def test_lasts_as_long_at_any_frame_rate(blender, scene, character, addon, dance, rate):
    scene.render.fps = rate
    rig = addon.armature.read_rig(character)
    played = addon.load("engine.motion.resample").resample(dance, rate)
    write(addon, character, played)
    joints = dance.joints() @ addon.bones.TO_BLENDER.T
    for frame in (0, 20, 40):  # whole seconds are frames at every rate
        at = 1 + frame / 20 * rate
        assert np.abs(heads(blender, character, rig, at) - joints[frame]).max() < 1e-3
    assert addon.actions.key_range(character, rig) == (1, 1 + int(59 / 20 * rate + 1e-6))


def test_standing_feet_are_on_the_floor_at_z_0(blender, character, addon):
    rest = addon.armature.read_rig(character)
    still = addon.kinematics.Motion(np.tile(np.eye(3), (2, 22, 1, 1)), np.zeros((2, 3)), skeleton=rest.skeleton)
    still.translation[:, 1] = 0.01 - still.joints()[..., 1].min()
    write(addon, character, still)
    blender.context.scene.frame_set(1)
    (body,) = character.children
    posed = body.evaluated_get(blender.context.evaluated_depsgraph_get())
    assert abs(min(vertex.co.z for vertex in posed.data.vertices)) < 5e-3


def test_regenerating_the_left_arm_leaves_every_other_curve_bit_identical(character, addon, dance, curves):
    write(addon, character, dance)
    before = curves(character)
    arm = addon.bones.joints_of_parts(("left_arm",))
    write(addon, character, dance.mirrored()[20:40], 21, arm)
    after = curves(character)
    names = {addon.bones.BONES[joint] for joint in arm}
    assert names == {"left_collar", "left_shoulder", "left_elbow", "left_wrist", "left_hand"}
    for (path, index), keys in before.items():
        if path.split('"')[1] not in names:
            assert after[path, index] == keys, path
    assert after != before


def test_keys_outside_the_range_keep_every_bit(character, addon, dance):
    write(addon, character, dance)
    curve = next(c for c in addon.actions.curves_of(character) if "left_elbow" in c.data_path)
    # A hand-made key, with handles of its own, between two frames.
    curve.keyframe_points.insert(10.5, 0.3)
    for point in curve.keyframe_points:
        point.interpolation = "BEZIER"
    outside = [
        (tuple(p.co), tuple(p.handle_left), tuple(p.handle_right), p.interpolation, p.type)
        for p in curve.keyframe_points
        if not 21 <= p.co.x <= 40
    ]
    write(addon, character, dance.mirrored()[20:40], 21, addon.bones.joints_of_parts(("left_arm",)))
    left = [
        (tuple(p.co), tuple(p.handle_left), tuple(p.handle_right), p.interpolation, p.type)
        for p in curve.keyframe_points
        if not 21 <= p.co.x <= 40
    ]
    assert left == outside


def test_writing_twice_on_one_character_shows_the_second_motion(blender, character, addon, dance):
    write(addon, character, dance)
    second = dance.mirrored()
    rig = write(addon, character, second)
    joints = second.joints() @ addon.bones.TO_BLENDER.T
    assert np.abs(heads(blender, character, rig, 30) - joints[29]).max() < 1e-3
    first_action = character.animation_data.action
    addon.actions.new_action(character, "another")
    write(addon, character, dance)
    assert np.abs(heads(blender, character, rig, 30) - dance.joints()[29] @ addon.bones.TO_BLENDER.T).max() < 1e-3
    addon.actions.assign_action(character, first_action)
    assert np.abs(heads(blender, character, rig, 30) - joints[29]).max() < 1e-3


def test_a_chunk_appended_to_a_stream_is_the_same_as_the_whole_at_once(character, addon, dance, curves):
    write(addon, character, dance)
    whole = curves(character)
    addon.actions.new_action(character, "streamed")
    rig = addon.armature.read_rig(character)
    last = None
    for start in range(0, 60, 4):
        piece = dance[start : start + 4]
        channels = addon.posing.to_channels(piece.rotations, piece.translation, rig, last)
        last = channels.quaternions[-1]
        addon.actions.write_channels(character, rig, channels, 1 + start)
    streamed = curves(character)
    assert whole.keys() == streamed.keys()
    for name, keys in whole.items():
        for what in ("co", "type", "interpolation", "handle_left_type"):
            assert streamed[name][what] == keys[what], (name, what)


def test_quaternions_never_flip_their_sign(character, addon, dance):
    write(addon, character, dance)
    rows = {}
    for curve in addon.actions.curves_of(character):
        if "rotation" in curve.data_path:
            rows.setdefault(curve.data_path, []).append([point.co.y for point in curve.keyframe_points])
    for path, row in rows.items():
        steps = np.linalg.norm(np.diff(np.array(row), axis=1), axis=0)
        assert steps.max() < 0.5, path


def test_keys_are_marked_as_generated_and_grouped_by_bone(character, addon, dance):
    write(addon, character, dance)
    for curve in addon.actions.curves_of(character):
        assert curve.group.name == curve.data_path.split('"')[1]
        assert curve.keyframe_points[0].type in ("GENERATED", "JITTER")


def test_what_is_written_is_read_back(scene, character, addon, dance):
    scene.render.fps = 20
    rig = write(addon, character, dance)
    back = addon.sampling.sample_motion(scene, character, rig, 1, 60)
    assert np.abs(back.rotations - dance.rotations).max() < 1e-5
    assert np.abs(back.translation - dance.translation).max() < 1e-5


def test_constraints_are_seen_by_stepping_through_the_frames(scene, character, addon, dance):
    scene.render.fps = 20
    rig = write(addon, character, dance)
    plain = addon.sampling.sample_motion(scene, character, rig, 1, 10)
    limit = character.pose.bones["head"].constraints.new("LIMIT_ROTATION")
    limit.influence = 0.0  # changes nothing, but the curves alone don't say so
    stepped = addon.sampling.sample_motion(scene, character, rig, 1, 10)
    assert np.abs(stepped.rotations - plain.rotations).max() < 1e-4
    assert np.abs(stepped.translation - plain.translation).max() < 1e-4
    assert scene.frame_current == 1


def test_an_action_that_drives_another_object_too_is_left_alone(blender, character, addon, dance, curves):
    write(addon, character, dance)
    other = character.copy()
    blender.context.collection.objects.link(other)
    before = curves(character)
    with pytest.raises(addon.errors.MotionCtrlError, match="single-user"):
        write(addon, character, dance.mirrored())
    assert curves(character) == before
