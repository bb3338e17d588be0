"""What is being made, what waits for a decision, and what was made before."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from ..work.session import session
from .base import MotionPanel, lines
from .running import draw_decision, draw_progress


class MOTIONCTRL_UL_history(bpy.types.UIList):
    bl_idname = "MOTIONCTRL_UL_history"

    def draw_item(self, _context, layout, _data, item, _icon, _active, _name, _index=0, _flag=0) -> None:
        row = layout.split(factor=0.75, align=True)
        parts = ", ".join(part.replace("_", " ") for part in item.parts.split())
        text = item.text.replace("\n", " | ") or item.action
        row.label(text=f"{parts}: {text}" if parts else text)
        row.label(text=f"Seed {item.seed}")


class MOTIONCTRL_PT_result(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_result"
    bl_label = "Result"
    bl_order = 2

    def draw(self, context: bpy.types.Context) -> None:
        layout, running = self.layout, session()
        if running.busy():
            draw_progress(layout, context, running)
            if running.job is not None:
                layout.operator("motionctrl.cancel", icon="CANCEL")
        elif running.pending():
            draw_decision(layout, context, running)
        if running.error:
            self._draw_error(context, running)
        elif not running.busy() and not running.pending():
            layout.label(text="Nothing to decide on")
        row = layout.row(align=True)
        row.operator("motionctrl.push_to_nla", icon="NLA_PUSHDOWN")
        row.operator("motionctrl.mark_asset", icon="ASSET_MANAGER")
        layout.operator("motionctrl.describe", icon="TEXT")
        if running.words:
            lines(layout.box(), context, " ".join(running.words), "NONE")
            layout.operator("motionctrl.use_words")

    def _draw_error(self, context: bpy.types.Context, running) -> None:
        box = self.layout.box()
        box.alert = True
        lines(box, context, running.error, "ERROR")
        if running.details:
            box.operator("motionctrl.details")


class MOTIONCTRL_PT_history(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_history"
    bl_label = "History"
    bl_parent_id = "MOTIONCTRL_PT_result"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        settings = settings_of(context.scene)
        self.layout.template_list("MOTIONCTRL_UL_history", "", settings, "history", settings, "history_index", rows=3)
        self.layout.operator("motionctrl.recall", icon="LOOP_BACK")


_CLASSES = (MOTIONCTRL_UL_history, MOTIONCTRL_PT_result, MOTIONCTRL_PT_history)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
