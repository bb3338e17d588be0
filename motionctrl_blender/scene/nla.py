"""Motion that lies in NLA strips."""

from __future__ import annotations

import bpy

from .actions import bag_of, has_slots
from .posing import Rig
from .turning import bone_path


def last_strip(armature: bpy.types.Object, rig: Rig) -> bpy.types.NlaStrip | None:
    """The strip that is heard last of those that move the rig; None where no strip does."""
    data = armature.animation_data
    if data is None or not data.use_nla:
        return None
    alone = [track for track in data.nla_tracks if track.is_solo]
    tracks = alone or [track for track in data.nla_tracks if not track.mute]
    strips = [strip for track in tracks for strip in track.strips if not strip.mute and _moves(strip, rig)]
    return max(strips, key=lambda strip: strip.frame_end) if strips else None


def strip_range(armature: bpy.types.Object, rig: Rig) -> tuple[int, int] | None:
    """First and last frame of the strip that is heard last; None without one."""
    strip = last_strip(armature, rig)
    return None if strip is None else (round(strip.frame_start), round(strip.frame_end))


def _moves(strip: bpy.types.NlaStrip, rig: Rig) -> bool:
    """Whether a strip's action has keys of the rig's bones."""
    if strip.action is None:
        return False
    curves = bag_of(strip.action, strip.action_slot) if has_slots() else strip.action.fcurves
    prefixes = tuple(bone_path(bone, "") for bone in rig.bones)
    return any(curve.data_path.startswith(prefixes) for curve in curves or ())
