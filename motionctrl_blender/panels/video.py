"""A reference video: choose it, look at it, generate from it."""

from __future__ import annotations

import bpy

from ..operators.parts import frame_range
from ..operators.video import why_not
from ..properties import settings_of
from ..scene.footage import all_strips, sequencer
from ..session import session
from ..tasks import Looking
from .base import MotionPanel, lines, looking_text, start_button

_ACROSS = 4  # thumbnails in a row


class MOTIONCTRL_PT_video(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_video"
    bl_label = "Video"
    bl_order = 4
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout, video, running = self.layout, settings_of(context.scene).video, session()
        if why_not(context):
            lines(layout, context, why_not(context), "INFO")
        self._draw_source(context, video)
        if running.job is not None and isinstance(running.job.task, Looking):
            text, factor = looking_text(running)
            layout.progress(factor=factor, text=text)
            layout.operator("motionctrl.cancel", icon="CANCEL")
        else:
            start_button(layout, "motionctrl.look_at_video", "Look at Video", "HIDE_OFF")
        if running.video.problem:
            lines(layout, context, running.video.problem, "ERROR")
        if running.video.seen is not None:
            self._draw_seen(context, video)
        layout.prop(video, "prompt", text="", placeholder="Instruction, may be left empty")
        layout.prop(video, "some_parts")
        if video.some_parts:
            layout.column(align=True).prop(video, "parts")
            first, last = frame_range(context.scene)
            layout.label(text=f"Frames {first} to {last}")
        row = layout.row()
        row.scale_y = 1.4
        start_button(row, "motionctrl.generate_from_video", "Generate from Video", "PLAY")

    def _draw_source(self, context: bpy.types.Context, video) -> None:
        layout = self.layout
        layout.prop(video, "source", text="")
        if video.source == "FILE":
            layout.prop(video, "file", text="")
        elif video.source == "FOLDER":
            layout.prop(video, "folder", text="")
            layout.prop(video, "rate")
        elif video.source == "CLIP":
            layout.prop(video, "clip", text="")
        elif (editor := sequencer(context)) is not None:
            layout.prop_search(video, "strip", editor, all_strips(editor), text="")
        else:
            layout.label(text="The scene has no sequencer strips", icon="INFO")
        row = layout.row(align=True)
        row.prop(video, "start")
        row.prop(video, "end")

    def _draw_seen(self, context: bpy.types.Context, video) -> None:
        shown = session().video
        icons = shown.icons()
        grid = self.layout.grid_flow(columns=min(_ACROSS, len(icons)), row_major=True, even_columns=True, align=True)
        for icon in icons:
            grid.template_icon(icon_value=icon, scale=4.0)
        for warning in shown.seen.warnings(shown.person):
            lines(self.layout, context, warning, "ERROR")
        if len(shown.seen.people) > 1:
            self.layout.prop(video, "person")
        elif len(shown.seen.times) == 1 and shown.seen.people:
            self.layout.label(text="One picture: the motion starts from its pose", icon="INFO")


def register() -> None:
    bpy.utils.register_class(MOTIONCTRL_PT_video)


def unregister() -> None:
    bpy.utils.unregister_class(MOTIONCTRL_PT_video)
