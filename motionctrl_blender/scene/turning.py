"""Which channels turn a bone: its rotation mode's, where it has keys already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import bpy
import numpy as np
from mathutils import Euler, Quaternion

from ...engine.errors import MotionCtrlError

QUATERNION, EULER, AXIS_ANGLE = "rotation_quaternion", "rotation_euler", "rotation_axis_angle"
TURNS = (QUATERNION, EULER, AXIS_ANGLE)


def bone_path(bone: str, prop: str) -> str:
    return f'pose.bones["{bpy.utils.escape_identifier(bone)}"].{prop}'


def turning_property(bone: bpy.types.PoseBone, keyed: Collection[str]) -> str:
    """The property that a bone's turns are keyed in: quaternions, but Euler angles where that is its mode and any of
    its rotation channels has keys, be it one. keyed: data paths that have keys.

    Raises MotionCtrlError for keys as axis and angle, which can't be written one channel at a time.
    """
    mode = bone.rotation_mode
    if mode == "QUATERNION" or not any(bone_path(bone.name, prop) in keyed for prop in TURNS):
        return QUATERNION
    if mode == "AXIS_ANGLE":
        raise MotionCtrlError(
            f"Bone “{bone.name}” is keyed as axis and angle; convert its rotations to quaternions first."
        )
    return EULER


def turns(
    bone: bpy.types.PoseBone, known: Mapping[tuple[str, int], bpy.types.FCurve], quaternions: np.ndarray, first: int
) -> tuple[str, np.ndarray]:
    """Property and values (T, 4) or (T, 3) that turn a bone as ``quaternions`` (T, 4) do, from frame ``first`` on."""
    prop = turning_property(bone, {path for path, _ in known})
    if prop == QUATERNION:
        bone.rotation_mode = "QUATERNION"
        return prop, quaternions
    curves = [known.get((bone_path(bone.name, EULER), index)) for index in range(3)]
    start = [
        value if curve is None else curve.evaluate(first - 1)
        for value, curve in zip(bone.rotation_euler, curves, strict=True)
    ]
    near = Euler(start, bone.rotation_mode)
    angles = []
    for quaternion in quaternions:
        near = Quaternion(quaternion).to_euler(bone.rotation_mode, near)
        angles.append(tuple(near))
    return prop, np.array(angles)
