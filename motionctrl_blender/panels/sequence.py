"""The list of prompts that follow one another."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from .base import MotionPanel, start_button


class MOTIONCTRL_UL_sequence(bpy.types.UIList):
    bl_idname = "MOTIONCTRL_UL_sequence"

    def draw_item(self, _context, layout, _data, item, _icon, _active, _name, _index=0, _flag=0) -> None:
        row = layout.split(factor=0.75, align=True)
        row.prop(item, "text", text="", emboss=False)
        row.prop(item, "seconds", text="", emboss=False)


class MOTIONCTRL_PT_sequence(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_sequence"
    bl_label = "Sequence"
    bl_order = 4
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout, settings = self.layout, settings_of(context.scene)
        row = layout.row()
        row.template_list("MOTIONCTRL_UL_sequence", "", settings, "sequence", settings, "sequence_index", rows=3)
        column = row.column(align=True)
        for what, icon in (("ADD", "ADD"), ("REMOVE", "REMOVE"), ("UP", "TRIA_UP"), ("DOWN", "TRIA_DOWN")):
            column.operator("motionctrl.sequence_edit", text="", icon=icon).what = what
        start_button(layout, "motionctrl.generate_sequence", "Generate Sequence", "SEQUENCE")


_CLASSES = (MOTIONCTRL_UL_sequence, MOTIONCTRL_PT_sequence)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
