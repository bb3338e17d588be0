"""Keyframes to motion: the pose of an armature, frame by frame, as arrays."""

from __future__ import annotations

import bpy
import numpy as np
from mathutils import Euler, Matrix, Quaternion

from ...engine.body.layout import FPS
from ...engine.errors import MotionCtrlError
from ...engine.motion.kinematics import Motion
from .actions import curves_of, read_keys
from .posing import Channels, Rig, continuous, from_channels
from .turning import bone_path


def scene_fps(scene: bpy.types.Scene) -> float:
    """Frames a second of the scene's timeline."""
    return scene.render.fps / scene.render.fps_base


def frames_at(first: float, last: float, fps: float, rate: float = FPS) -> np.ndarray:
    """Scene frames, with fractions, at ``rate`` a second from ``first`` to ``last`` inclusive."""
    count = int(np.floor((last - first) / fps * rate + 1e-6)) + 1
    return first + np.arange(max(count, 1)) * fps / rate


def sample_motion(
    scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, first: float, last: float, rate: float = FPS
) -> Motion:
    """The armature's motion between two scene frames at ``rate`` frames a second, in its own space."""
    channels = sample_channels(scene, armature, rig, frames_at(first, last, scene_fps(scene), rate))
    rotations, translation = from_channels(channels, rig)
    return Motion(rotations, translation, rate, rig.skeleton)


def sample_channels(scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, frames: np.ndarray) -> Channels:
    """Channels of the rig's bones at scene frames (T,).

    Plain keys are read off their curves. What curves don't tell (constraints, drivers, NLA strips)
    is evaluated by stepping through the frames.
    """
    if _needs_evaluation(armature, rig):
        return _evaluated(scene, armature, rig, frames)
    return _from_curves(armature, rig, frames)


def _needs_evaluation(armature: bpy.types.Object, rig: Rig) -> bool:
    data = armature.animation_data
    if any(armature.pose.bones[name].constraints for name in rig.bones):
        return True
    return data is not None and bool(len(data.drivers) or (data.use_nla and len(data.nla_tracks)))


def _from_curves(armature: bpy.types.Object, rig: Rig, frames: np.ndarray) -> Channels:
    known = {(curve.data_path, curve.array_index): curve for curve in curves_of(armature) or ()}
    quaternions = np.empty((len(frames), len(rig.bones), 4))

    def values(bone: bpy.types.PoseBone, prop: str) -> np.ndarray:
        path = bone_path(bone.name, prop)
        current = getattr(bone, prop)
        out = np.empty((len(frames), len(current)))
        for index, value in enumerate(current):
            curve = known.get((path, index))
            read = curve is not None and len(curve.keyframe_points) and not curve.mute
            out[:, index] = _evaluate(curve, frames) if read else value
        return out

    for index, name in enumerate(rig.bones):
        bone = armature.pose.bones[name]
        if bone.rotation_mode == "QUATERNION":
            quaternions[:, index] = values(bone, "rotation_quaternion")
        elif bone.rotation_mode == "AXIS_ANGLE":
            turns = values(bone, "rotation_axis_angle")
            quaternions[:, index] = [Quaternion(turn[1:], turn[0]) for turn in turns]
        else:
            turns = values(bone, "rotation_euler")
            quaternions[:, index] = [Euler(turn, bone.rotation_mode).to_quaternion() for turn in turns]
    lengths = np.linalg.norm(quaternions, axis=-1, keepdims=True)
    quaternions = np.where(lengths > 1e-9, quaternions / np.maximum(lengths, 1e-9), [1.0, 0.0, 0.0, 0.0])
    location = values(armature.pose.bones[rig.bones[0]], "location")
    return Channels(continuous(quaternions), location)


def _evaluate(curve: bpy.types.FCurve, frames: np.ndarray) -> np.ndarray:
    """Values (T,) of a curve; at once where all its keys are linear, as generated ones are."""
    if len(frames) < 4:
        return np.array([curve.evaluate(frame) for frame in frames])
    keys = read_keys(curve, ("co", "interpolation"))
    linear = bpy.types.Keyframe.bl_rna.properties["interpolation"].enum_items["LINEAR"].value
    if len(curve.modifiers) or curve.extrapolation != "CONSTANT" or (keys["interpolation"] != linear).any():
        return np.array([curve.evaluate(frame) for frame in frames])
    return np.interp(frames, *keys["co"].T)


def _evaluated(scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, frames: np.ndarray) -> Channels:
    """Steps the scene through the frames; the playhead comes back to where it was."""
    before, subframe = scene.frame_current, scene.frame_subframe
    resting = armature.data.pose_position == "REST"
    if resting:
        armature.data.pose_position = "POSE"
    quaternions = np.empty((len(frames), len(rig.bones), 4))
    location = np.empty((len(frames), 3))
    try:
        for row, frame in enumerate(frames):
            whole = int(np.floor(frame))
            scene.frame_set(whole, subframe=float(frame - whole))
            graph = bpy.context.evaluated_depsgraph_get()
            if row == 0 and not any(one.original == armature for one in graph.ids):
                raise MotionCtrlError(
                    f"“{armature.name}” is in a collection that is switched off, so its constraints and strips can't "
                    "be read; switch the collection on in the Outliner."
                )
            posed = armature.evaluated_get(graph)
            bases = [_basis(posed.pose.bones[name], armature.data.bones[name]) for name in rig.bones]
            quaternions[row] = [basis.to_quaternion() for basis in bases]
            location[row] = bases[0].translation
    finally:
        if resting:
            armature.data.pose_position = "REST"
        scene.frame_set(before, subframe=subframe)
    return Channels(continuous(quaternions), location)


def _basis(posed: bpy.types.PoseBone, bone: bpy.types.Bone) -> Matrix:
    """What the bone's channels would be to pose it so, with its parent as it is posed."""
    if posed.parent is None:
        return bone.convert_local_to_pose(posed.matrix, bone.matrix_local, invert=True)
    return bone.convert_local_to_pose(
        posed.matrix,
        bone.matrix_local,
        parent_matrix=posed.parent.matrix,
        parent_matrix_local=bone.parent.matrix_local,
        invert=True,
    )
