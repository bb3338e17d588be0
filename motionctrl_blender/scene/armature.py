"""Build the SMPL armature, and read or check one that is there already."""

from __future__ import annotations

import bpy
import numpy as np
from mathutils import Vector

from ...engine.body.layout import JOINT_COUNT
from ...engine.body.skeleton import JOINTS, PARENTS, Skeleton, neutral_skeleton
from ...engine.errors import MotionCtrlError
from ...engine.motion.rotations import angle_between, procrustes
from .bones import BONE_PARENTS, BONES, TO_BLENDER, connected, flexion_up, match_names, part_of_joint, rest_heads, tails
from .posing import Rig

_TILT = 12.0  # degrees that an armature's T-pose may lean away from its own axes
_REST_ERROR = 40.0  # degrees that one rest bone may differ from SMPL's T-pose
_MIRROR_COLOURS = {"left": "THEME04", "right": "THEME01", "": "THEME09"}


def build_armature(
    context: bpy.types.Context, name: str = "SMPL", skeleton: Skeleton | None = None
) -> bpy.types.Object:
    """A new armature object of 24 SMPL bones in T-pose, soles on the floor, facing -Y.

    It stands at the world's origin, is linked to the active collection and left in object mode.
    """
    heads = rest_heads(skeleton or neutral_skeleton())
    ends = tails(heads) @ TO_BLENDER.T
    heads = heads @ TO_BLENDER.T
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    context.collection.objects.link(armature)
    with _edit_mode(context, armature):
        for index, bone_name in enumerate(BONES):
            bone = data.edit_bones.new(bone_name)
            bone.head, bone.tail = heads[index], ends[index]
            bone.align_roll(Vector(flexion_up(bone_name)))
            if BONE_PARENTS[index] >= 0:
                bone.parent = data.edit_bones[BONES[BONE_PARENTS[index]]]
                bone.use_connect = connected(bone_name)
    for bone in armature.pose.bones:
        bone.rotation_mode = "QUATERNION"
        if bone.name != "pelvis":
            bone.lock_location = (True, True, True)
        bone.lock_scale = (True, True, True)
    _group_bones(armature)
    data.display_type = "STICK"
    armature.show_in_front = True
    return armature


def move_joints(context: bpy.types.Context, armature: bpy.types.Object, skeleton: Skeleton) -> None:
    """Gives an armature of ``build_armature`` the rest pose of another skeleton."""
    heads = rest_heads(skeleton)
    ends, heads = tails(heads) @ TO_BLENDER.T, heads @ TO_BLENDER.T
    with _edit_mode(context, armature):
        for index, name in enumerate(BONES):
            bone = armature.data.edit_bones[name]
            bone.head, bone.tail = heads[index], ends[index]
            bone.align_roll(Vector(flexion_up(name)))


def read_rig(armature: bpy.types.Object | None) -> Rig:
    """The rig of an armature. Raises MotionCtrlError with one sentence for an armature that doesn't fit."""
    if armature is None or armature.type != "ARMATURE":
        raise MotionCtrlError("No armature is selected; add the SMPL character or pick an armature.")
    bones = armature.data.bones
    found = match_names([bone.name for bone in bones])
    missing = [name for name in JOINTS if name not in found]
    if missing:
        shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        raise MotionCtrlError(
            f"“{armature.name}” lacks the SMPL bones {shown}; add the SMPL character or rename its bones."
        )
    names = tuple(found[name] for name in BONES if name in found)
    if len(names) == 23:  # one hand alone says nothing
        names = names[:JOINT_COUNT]
    rest = np.array([bones[name].matrix_local for name in names])
    heads = rest[:, :3, 3]
    offsets = heads[:JOINT_COUNT] - heads[[max(parent, 0) for parent in PARENTS]]
    _check_tree(armature, names)
    _check_between(armature, names)
    _check_lengths(armature, offsets)
    axes = _axes(armature, offsets)
    unit = float(np.mean(armature.matrix_world.to_scale()))
    _check_t_pose(armature, offsets @ axes)
    skeleton = Skeleton(offsets @ axes * unit, name=armature.name)
    free = tuple(index for index, name in enumerate(names) if index and not bones[name].use_inherit_rotation)
    level = not bones[names[0]].use_local_location
    return Rig(armature.name, names, axes, axes.T @ rest[:, :3, :3], heads, unit, skeleton, free, level)


def check_armature(armature: bpy.types.Object | None) -> str:
    """What is wrong with an armature, in one sentence; empty where it fits."""
    try:
        read_rig(armature)
    except MotionCtrlError as error:
        return str(error)
    return ""


def _check_tree(armature: bpy.types.Object, names: tuple[str, ...]) -> None:
    """Every joint's bone hangs, over whatever lies between, on its SMPL parent's."""
    for joint, parent in enumerate(PARENTS):
        ancestors = {bone.name for bone in armature.data.bones[names[joint]].parent_recursive}
        if parent >= 0 and names[parent] not in ancestors:
            raise MotionCtrlError(
                f"Bone “{names[joint]}” of “{armature.name}” must hang on “{names[parent]}”; "
                "parent it there in Edit Mode."
            )


def _check_between(armature: bpy.types.Object, names: tuple[str, ...]) -> None:
    """Bones between two joints pass their parent's turns on."""
    for name in names[1:]:
        for bone in armature.data.bones[name].parent_recursive:
            if bone.name in names:
                break
            if not bone.use_inherit_rotation:
                raise MotionCtrlError(
                    f"Bone “{bone.name}” of “{armature.name}” does not inherit its parent's rotation; switch Inherit "
                    "Rotation on in the bone's Relations."
                )


def _check_lengths(armature: bpy.types.Object, offsets: np.ndarray) -> None:
    scale = armature.matrix_world.to_scale()
    if max(scale) - min(scale) > 1e-3 * max(scale):
        raise MotionCtrlError(f"“{armature.name}” is scaled unevenly; apply its scale with Ctrl+A first.")
    lengths = np.linalg.norm(offsets[1:], axis=1)
    if lengths.min() <= 1e-6:
        joint = JOINTS[int(np.argmin(lengths)) + 1]
        raise MotionCtrlError(
            f"The {joint} bone of “{armature.name}” starts where its parent does; move it in Edit Mode."
        )


def _axes(armature: bpy.types.Object, offsets: np.ndarray) -> np.ndarray:
    """Rotation (3, 3) from SMPL's axes to the armature's: the nearest right-angled one."""
    expected = neutral_skeleton().offsets
    turn = procrustes(_unit(expected[1:]), _unit(offsets[1:]))
    snapped = np.zeros((3, 3))
    for column in range(3):
        row = int(np.argmax(np.abs(turn[:, column])))
        snapped[row, column] = np.sign(turn[row, column])
    if abs(np.linalg.det(snapped) - 1) > 1e-6 or angle_between(turn, snapped) > _TILT:
        raise MotionCtrlError(
            f"The rest pose of “{armature.name}” is not an upright T-pose; apply a T-pose as rest pose."
        )
    return snapped


def _check_t_pose(armature: bpy.types.Object, offsets: np.ndarray) -> None:
    cosines = np.sum(_unit(offsets[1:]) * _unit(neutral_skeleton().offsets[1:]), axis=1)
    angles = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    # Hips, collars and head are short: their direction varies between bodies.
    long = [
        JOINTS.index(f"{side}_{name}") - 1 for side in ("left", "right") for name in ("knee", "ankle", "elbow", "wrist")
    ]
    worst = long[int(np.argmax(angles[long]))]
    if angles[worst] > _REST_ERROR:
        raise MotionCtrlError(
            f"The rest pose of “{armature.name}” is not a T-pose: the bone that ends at its "
            f"{JOINTS[worst + 1]} is {angles[worst]:.0f}° off; apply a T-pose as rest pose."
        )


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _group_bones(armature: bpy.types.Object) -> None:
    """Bone collections by part, coloured by side."""
    for index, name in enumerate(BONES):
        bone = armature.data.bones[name]
        label = part_of_joint(index).replace("_", " ").title()
        collections = armature.data.collections
        collection = collections.get(label) or collections.new(label)
        collection.assign(bone)
        side = name.partition("_")[0] if "_" in name else ""
        bone.color.palette = _MIRROR_COLOURS[side]


class _edit_mode:
    """Edit mode on one object; the mode, the selection and the active object come back."""

    def __init__(self, context: bpy.types.Context, armature: bpy.types.Object) -> None:
        self.context, self.armature = context, armature

    def __enter__(self) -> None:
        layer = self.context.view_layer
        self.active = layer.objects.active
        self.mode = self.active.mode if self.active else "OBJECT"
        if self.mode != "OBJECT":
            bpy.ops.object.mode_set(mode="OBJECT")
        layer.objects.active = self.armature
        bpy.ops.object.mode_set(mode="EDIT")

    def __exit__(self, *_: object) -> None:
        bpy.ops.object.mode_set(mode="OBJECT")
        self.context.view_layer.objects.active = self.active
