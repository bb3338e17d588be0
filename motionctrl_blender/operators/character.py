"""Add the SMPL character."""

from __future__ import annotations

import bpy

from ..properties import character_of
from ..scene.armature import check_armature
from ..scene.character import add_character
from .base import guarded, make_character


class MOTIONCTRL_OT_add_character(bpy.types.Operator):
    """Add the SMPL armature with its neutral body at the 3D cursor"""

    bl_idname = "motionctrl.add_character"
    bl_label = "Add Character"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: make_character(context, add_character(context)))


class MOTIONCTRL_OT_check_character(bpy.types.Operator):
    """Say whether the chosen armature fits, and if not, what is wrong with it"""

    bl_idname = "motionctrl.check_character"
    bl_label = "Check Character"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if character_of(context) is None:
            cls.poll_message_set("Add or choose a character first")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        wrong = check_armature(character_of(context))
        if wrong:
            self.report({"ERROR"}, wrong)
            return {"CANCELLED"}
        self.report({"INFO"}, f"“{character_of(context).name}” has the SMPL bones")
        return {"FINISHED"}


_CLASSES = (MOTIONCTRL_OT_add_character, MOTIONCTRL_OT_check_character)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
