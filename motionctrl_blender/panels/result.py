"""What is being made, what waits for a decision, and what was made before."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from ..session import session
from ..tasks import Description, Loading, Looking
from .base import MotionPanel, lines, looking_text


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
            self._draw_progress(running)
        elif running.pending():
            self._draw_decision(running)
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

    def _draw_decision(self, running) -> None:
        layout = self.layout
        first, last = running.preview.written
        layout.label(text=f"Frames {first} to {last} are a preview", icon="INFO")
        if len(running.previews) > 1:
            row = layout.row(align=True)
            row.operator("motionctrl.variation", text="", icon="TRIA_LEFT").step = -1
            row.label(text=f"Variation {running.shown + 1} of {len(running.previews)}")
            row.operator("motionctrl.variation", text="", icon="TRIA_RIGHT").step = 1
        row = layout.row(align=True)
        row.operator("motionctrl.accept", icon="CHECKMARK")
        row.operator("motionctrl.reject", icon="X")
        row.operator("motionctrl.retry", icon="FILE_REFRESH")

    def _draw_progress(self, running) -> None:
        job, layout = running.job, self.layout
        if job is None:
            layout.label(text="Writing keys")
            return
        total = job.motion_frames()
        latents = f"{job.frames // 4}" + (f" of {-(-total // 4)}" if total else "")
        if isinstance(job.task, Loading):
            text, factor = "Loading the model", 0.5
        elif isinstance(job.task, Description):
            text, factor = "Reading the motion", 0.5
        elif isinstance(job.task, Looking):
            text, factor = looking_text(running)
        elif job.cancelling():
            text, factor = "Stopping", 1.0
        elif job.loading():
            text, factor = "Reading the prompt" if running.engine else "Loading the model", 0.0
        else:
            speed = job.speed()
            text = f"{latents} latent frames, {speed:.0f} fps"
            if total and speed:
                text += f", {max(0.0, total - job.frames) / speed:.0f} s left"
            factor = min(1.0, job.frames / total) if total else 0.5
        if running.remaining():
            text += f", {running.remaining()} more to make"
        layout.progress(factor=factor, text=text)
        layout.operator("motionctrl.cancel", icon="CANCEL")


class MOTIONCTRL_PT_history(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_history"
    bl_label = "History"
    bl_parent_id = "MOTIONCTRL_PT_result"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        settings = settings_of(context.scene)
        self.layout.template_list(
            "MOTIONCTRL_UL_history", "", settings, "history", settings, "history_index", rows=3
        )
        self.layout.operator("motionctrl.recall", icon="LOOP_BACK")


_CLASSES = (MOTIONCTRL_UL_history, MOTIONCTRL_PT_result, MOTIONCTRL_PT_history)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
