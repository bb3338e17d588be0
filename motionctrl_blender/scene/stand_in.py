"""The action that stands in for the animator's own while a result waits for a decision.

What it replaces is noted in the action itself, so that everything can be put back after an undo or
in a file that was saved meanwhile: custom properties that point to data survive both.
"""

from __future__ import annotations

import json

import bpy

from . import actions
from .posing import Rig

MARK = "motionctrl_preview"  # custom properties of the action: what it is for,
_BEFORE = "motionctrl_before"  # the action that was there, its slot,
_SLOT = "motionctrl_slot"
_POSE = "motionctrl_pose"  # and the pose that was there
_HELD = "motionctrl_held"  # how the action before went on beyond its keys
_CHANNELS = ("rotation_mode", "location", "rotation_quaternion", "rotation_euler", "rotation_axis_angle", "scale")


def is_stand_in(action: bpy.types.Action | None) -> bool:
    return action is not None and MARK in action


def put_on(armature: bpy.types.Object, rig: Rig, title: str, into: str | None) -> bpy.types.Action:
    """A stand-in on ``armature``: a copy of the action named ``into``, or an empty one named ``title``."""
    before, slot = actions.current_action(armature), actions.slot_name(armature)
    source = bpy.data.actions.get(into) if into else None
    if source is not None:
        action = source.copy()
        action.use_fake_user = False
    else:
        action = bpy.data.actions.new(title)
    action[MARK] = armature.name
    action[_POSE] = json.dumps(_read_pose(armature, rig))
    if before is not None:
        action[_BEFORE], action[_SLOT] = before, slot
    actions.assign_action(armature, action)
    data = armature.animation_data
    if before is None and data.use_nla and any(len(track.strips) for track in data.nla_tracks):
        action[_HELD] = data.action_extrapolation
    put_back(armature, action)
    return action


def put_back(armature: bpy.types.Object, action: bpy.types.Action) -> None:
    """A stand-in that was taken off drives the armature again."""
    if actions.current_action(armature) != action:
        actions.assign_action(armature, action)
    if _HELD in action:
        # Before its first key the strips are seen, not the pose of that key.
        armature.animation_data.action_extrapolation = "NOTHING"


def replaced_by(action: bpy.types.Action) -> bpy.types.Action | None:
    """The action that a stand-in stands for."""
    return action.get(_BEFORE)


def take_off(armature: bpy.types.Object, action: bpy.types.Action) -> None:
    """Puts the armature back as it was; the stand-in remains in the file, without a user."""
    if armature.animation_data:
        actions.assign_action(armature, replaced_by(action), action.get(_SLOT, ""))
        if _HELD in action:
            armature.animation_data.action_extrapolation = action[_HELD]
    for name, values in json.loads(action[_POSE]).items():
        bone = armature.pose.bones.get(name)
        for channel, value in values.items() if bone else ():
            setattr(bone, channel, value)


def keep(action: bpy.types.Action) -> None:
    """From now on it is an action like any other; the one before stays in the file, too."""
    before = replaced_by(action)
    if before is not None and before.library is None:
        before.use_fake_user = True
    for key in (MARK, _BEFORE, _SLOT, _POSE, _HELD):
        if key in action:
            del action[key]


def clear_away(kept: tuple[str, ...] = ()) -> None:
    """Removes previews left over from undo or autosave, except the ``kept`` ones."""
    left = [action for action in bpy.data.actions if MARK in action and action.name not in kept]
    for action in left:
        for armature in [item for item in bpy.data.objects if actions.current_action(item) == action]:
            take_off(armature, action)
        bpy.data.actions.remove(action)


def _read_pose(armature: bpy.types.Object, rig: Rig) -> dict[str, dict]:
    """Every channel of the rig's bones: evaluating the stand-in overwrites them."""
    pose = {}
    for name in rig.bones:
        bone = armature.pose.bones[name]
        values = {channel: getattr(bone, channel) for channel in _CHANNELS}
        pose[name] = {key: value if isinstance(value, str) else tuple(value) for key, value in values.items()}
    return pose
