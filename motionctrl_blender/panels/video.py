"""A reference video: choose it, look at it, generate from it."""

from __future__ import annotations

import bpy

from ..operators.parts import frame_range
from ..operators.video import why_not
from ..properties import settings_of
from ..video.footage import all_strips, sequencer
from ..work.session import session
from ..work.tasks import Looking, Task
from .base import MotionPanel, lines, start_button
from .running import draw_decision, draw_progress

_BESIDE = 56  # pixels of the sidebar beside a panel's buttons: margins and tabs
_UNIT = 20  # pixels of an icon of scale 1
_LARGEST = 20.0


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
            layout.operator("motionctrl.cancel", icon="CANCEL")
            # Not where the pointer still rests: Blender would draw the bar there until the pointer moves.
            draw_progress(layout, context, running)
        else:
            start_button(layout, "motionctrl.look_at_video", "Look at Video", "HIDE_OFF")
        if running.video.problem:
            lines(layout, context, running.video.problem, "ERROR")
        if running.video.seen is not None:
            self._draw_seen(context, video)
        layout.prop(video, "prompt", text="", placeholder="Instruction, may be left empty")
        layout.prop(video, "follow")
        layout.prop(video, "some_parts")
        if video.some_parts:
            self._draw_parts(context, video)
        row = layout.row()
        row.scale_y = 1.4
        if running.job is not None and _follows_video(running.job.task):
            row.operator("motionctrl.cancel", icon="CANCEL")
            draw_progress(layout, context, running)
        else:
            start_button(row, "motionctrl.generate_from_video", "Generate from Video", "PLAY")
        if running.pending() and _follows_video(running.preview.task):
            draw_decision(layout, context, running)

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
        layout.prop(video, "mirrored")

    def _draw_seen(self, context: bpy.types.Context, video) -> None:
        shown = session().video
        room = context.region.width / context.preferences.system.ui_scale - _BESIDE
        self.layout.template_icon(icon_value=shown.icon(), scale=max(1.0, min(room / _UNIT, _LARGEST)))
        for warning in shown.seen.warnings(shown.person):
            lines(self.layout, context, warning, "ERROR")
        if len(shown.seen.people) > 1:
            self.layout.prop(video, "person")
        elif len(shown.seen.times) == 1 and shown.seen.people:
            self.layout.label(text="One picture: the motion starts from its pose", icon="INFO")

    def _draw_parts(self, context: bpy.types.Context, video) -> None:
        grid = self.layout.column(align=True)
        # The character faces us: its right is on our left.
        for parts in (("right_arm", "torso", "left_arm"), ("right_leg", "left_leg")):
            row = grid.row(align=True)
            for part in parts:
                row.prop_enum(video, "parts", part)
        first, last = frame_range(context.scene)
        self.layout.label(text=f"Frames {first} to {last}")


def _follows_video(task: object) -> bool:
    return isinstance(task, Task) and task.video is not None


def register() -> None:
    bpy.utils.register_class(MOTIONCTRL_PT_video)


def unregister() -> None:
    bpy.utils.unregister_class(MOTIONCTRL_PT_video)
