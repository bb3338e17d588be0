"""What can be done with an accepted motion: a strip in the NLA, an asset."""

from __future__ import annotations

import bpy

from ...engine.errors import MotionCtrlError
from ..properties import character_of
from ..scene import actions
from ..work.session import session
from .base import guarded


class _UsesAction:
    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if session().previews:
            cls.poll_message_set("Accept or reject the preview first")
            return False
        armature = character_of(context)
        if armature is None or actions.current_action(armature) is None:
            cls.poll_message_set("The character has no action; generate a motion first")
            return False
        return True


class MOTIONCTRL_OT_push_to_nla(_UsesAction, bpy.types.Operator):
    """Move the character's action into a strip of its own in the NLA"""

    bl_idname = "motionctrl.push_to_nla"
    bl_label = "Push to NLA"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: actions.push_to_nla(character_of(context)))


class MOTIONCTRL_OT_mark_asset(_UsesAction, bpy.types.Operator):
    """Mark the character's action as an asset, so that the Asset Browser lists it"""

    bl_idname = "motionctrl.mark_asset"
    bl_label = "Mark as Asset"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        def mark() -> None:
            action = actions.current_action(character_of(context))
            if action.library is not None:
                raise MotionCtrlError(f"Action “{action.name}” is linked from another file; make it local first.")
            action.asset_mark()
            action.asset_data.description = ", ".join(marker.name for marker in action.pose_markers)[:200]
            self.report({"INFO"}, f"“{action.name}” is an asset of this file now")

        return guarded(self, mark)


_CLASSES = (MOTIONCTRL_OT_push_to_nla, MOTIONCTRL_OT_mark_asset)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
