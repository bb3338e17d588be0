"""Five toggles laid out like a body, seen from the front."""

from __future__ import annotations

import bpy

from ..operators.parts import frame_range
from ..properties import chosen_parts, settings_of
from .base import MotionPanel, start_button


class MOTIONCTRL_PT_parts(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_parts"
    bl_label = "Parts"
    bl_order = 3

    def draw(self, context: bpy.types.Context) -> None:
        layout, settings = self.layout, settings_of(context.scene)
        grid = layout.column(align=True)
        # The character faces us: its right is on our left.
        row = grid.row(align=True)
        for part, label in (("right_arm", "Right Arm"), ("torso", "Torso"), ("left_arm", "Left Arm")):
            row.prop(getattr(settings, part), "enabled", text=label, toggle=True)
        row = grid.row(align=True)
        for part, label in (("right_leg", "Right Leg"), ("left_leg", "Left Leg")):
            row.prop(getattr(settings, part), "enabled", text=label, toggle=True)
        for part in chosen_parts(settings):
            layout.prop(getattr(settings, part), "text", text=part.replace("_", " ").title())
        row = layout.row(align=True)
        first, last = frame_range(context.scene)
        row.prop(context.scene, "use_preview_range", text="", icon="PREVIEW_RANGE", toggle=True)
        row.label(text=f"Frames {first} to {last}")
        row.operator("motionctrl.range_from_keys", text="", icon="RESTRICT_SELECT_OFF")
        start_button(layout, "motionctrl.regenerate_parts", "Regenerate Parts", "MOD_ARMATURE")
        if context.mode == "POSE":
            start_button(layout, "motionctrl.regenerate_selected", "Regenerate Selected", "RESTRICT_SELECT_OFF")
        start_button(layout, "motionctrl.in_between", "In-Between", "IPO_EASE_IN_OUT")


def register() -> None:
    bpy.utils.register_class(MOTIONCTRL_PT_parts)


def unregister() -> None:
    bpy.utils.unregister_class(MOTIONCTRL_PT_parts)
