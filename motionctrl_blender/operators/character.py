"""Add the SMPL character."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from ..scene.character import add_character
from .launching import guarded


class MOTIONCTRL_OT_add_character(bpy.types.Operator):
    """Add the SMPL armature with its neutral body at the 3D cursor"""

    bl_idname = "motionctrl.add_character"
    bl_label = "Add Character"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        def add() -> None:
            armature = add_character(context)
            armature.location = context.scene.cursor.location
            for item in context.selected_objects:
                item.select_set(False)
            armature.select_set(True)
            context.view_layer.objects.active = armature
            settings_of(context.scene).character = armature

        return guarded(self, add)


def register() -> None:
    bpy.utils.register_class(MOTIONCTRL_OT_add_character)


def unregister() -> None:
    bpy.utils.unregister_class(MOTIONCTRL_OT_add_character)
