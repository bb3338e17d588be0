"""Holds what lies beside a range in place while the keys of the range are written."""

from __future__ import annotations

import bpy
import numpy as np

from .actions import curves_of, read_keys
from .posing import Rig
from .turning import EULER, TURNS, bone_path, turning_property


def pin(armature: bpy.types.Object, rig: Rig, joints: tuple[int, ...], frame: int) -> None:
    """Keys bones as they are at a frame, where they have no key there.

    New keys beside it then leave what lies beyond as it looked, without touching a key that was there.
    """
    curves = [curve for curve in curves_of(armature) or () if len(curve.keyframe_points)]
    keyed = {(curve.data_path, curve.array_index) for curve in curves}
    for joint in joints:
        _pin_still(armature.pose.bones[rig.bones[joint]], keyed, frame, joint == 0)
    paths = {bone_path(rig.bones[joint], prop) for joint in joints for prop in TURNS}
    if 0 in joints:
        paths.add(bone_path(rig.bones[0], "location"))
    for curve in curves:
        if curve.data_path in paths:
            _pin_curve(curve, frame)


def _pin_still(bone: bpy.types.PoseBone, keyed: set[tuple[str, int]], frame: int, moves: bool) -> None:
    """What has no keys stays as it is now: whole bones, and single channels beside others that have some."""
    prop = turning_property(bone, {path for path, _ in keyed})
    if prop != EULER and not any(path == bone_path(bone.name, prop) for path, _ in keyed):
        bone.rotation_mode = "QUATERNION"
    for name in (prop, "location") if moves else (prop,):
        for index in range(len(getattr(bone, name))):
            if (bone_path(bone.name, name), index) not in keyed:
                bone.keyframe_insert(name, index=index, frame=frame, group=bone.name)


def _pin_curve(curve: bpy.types.FCurve, frame: int) -> None:
    times = read_keys(curve, ("co",))["co"][:, 0]
    if np.abs(times - frame).min() < 1e-3:
        return
    after = int(np.searchsorted(times, frame))
    kind = curve.keyframe_points[max(after - 1, 0)].interpolation
    value, slope = curve.evaluate(frame), curve.evaluate(frame + 0.5) - curve.evaluate(frame - 0.5)
    left = times[after - 1] - frame if after else -1.0
    right = times[after] - frame if after < len(times) else 1.0
    point = curve.keyframe_points.insert(frame, value, options={"FAST"})
    point.co, point.interpolation = (frame, value), kind
    point.handle_left_type = point.handle_right_type = "ALIGNED"
    for name, width in (("handle_left", left), ("handle_right", right)):
        setattr(point, name, (frame + width / 3, value + slope * width / 3))
