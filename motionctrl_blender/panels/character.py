"""Which character."""

from __future__ import annotations

import bpy

from ..properties import character_of, settings_of
from ..scene import smpl
from ..scene.bones import BONES
from .base import MotionPanel


class MOTIONCTRL_PT_character(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_character"
    bl_label = "Character"
    bl_order = 0

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.prop(settings_of(context.scene), "character", text="")
        armature = character_of(context)
        if armature is None or len(armature.data.bones) < len(BONES) - 2:
            layout.operator("motionctrl.add_character", icon="ARMATURE_DATA")
            layout.operator("motionctrl.load_smpl", icon="FILE_FOLDER")
        elif smpl.PATH in armature:
            column = layout.column(align=True)
            column.prop(settings_of(context.scene), "betas", slider=True)
            column.operator("motionctrl.apply_shape", icon="MOD_ARMATURE")
        layout.operator("motionctrl.check_character", icon="CHECKMARK")


def register() -> None:
    bpy.utils.register_class(MOTIONCTRL_PT_character)


def unregister() -> None:
    bpy.utils.unregister_class(MOTIONCTRL_PT_character)
