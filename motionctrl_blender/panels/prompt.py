"""The prompt, and how strictly it is followed."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from ..work.session import session
from .base import MotionPanel, start_button


class MOTIONCTRL_PT_prompt(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_prompt"
    bl_label = "Prompt"
    bl_order = 1

    def draw(self, context: bpy.types.Context) -> None:
        layout, settings = self.layout, settings_of(context.scene)
        row = layout.row(align=True)
        row.prop(settings, "prompt", text="")
        row.menu("MOTIONCTRL_MT_examples", text="", icon="PRESET")
        row = layout.row(align=True)
        field = row.row(align=True)
        field.enabled = not settings.automatic
        field.prop(settings, "seconds")
        row.prop(settings, "automatic", text="", icon="AUTO")
        row = layout.row(align=True)
        row.prop(settings, "seed")
        row.operator("motionctrl.dice", text="", icon="FILE_REFRESH")
        layout.prop(settings, "variations")
        layout.prop(settings, "follow_parts")
        column = layout.column()
        column.use_property_split = True
        column.use_property_decorate = False
        column.prop(settings, "start")
        column.prop(settings, "target")
        row = layout.row()
        row.scale_y = 1.4
        if session().busy():
            row.operator("motionctrl.cancel", icon="CANCEL")
        else:
            row.operator("motionctrl.generate", icon="PLAY")
        start_button(layout, "motionctrl.continue_motion", "Continue", "FF")


class MOTIONCTRL_PT_style(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_style"
    bl_label = "Style"
    bl_parent_id = "MOTIONCTRL_PT_prompt"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout, settings = self.layout, settings_of(context.scene)
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(settings, "own_style")
        column = layout.column()
        column.enabled = not settings.own_style
        column.prop(settings, "strength")
        column.prop(settings, "creativity")


_CLASSES = (MOTIONCTRL_PT_prompt, MOTIONCTRL_PT_style)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
