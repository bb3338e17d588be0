"""What the tab's panels have in common."""

from __future__ import annotations

import textwrap

import bpy

from ...engine.vision.frames import LIMIT
from ..session import session


class MotionPanel:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Motion"


def lines(layout: bpy.types.UILayout, context: bpy.types.Context, text: str, icon: str) -> None:
    """A text wrapped to the sidebar's width, with an icon before its first line."""
    width = max(24, int(context.region.width / (8 * context.preferences.system.ui_scale)))
    column = layout.column(align=True)
    for index, line in enumerate(textwrap.wrap(text, width)):
        column.label(text=line, icon=icon if index == 0 or icon == "NONE" else "BLANK1")


def start_button(layout: bpy.types.UILayout, operator: str, text: str, icon: str) -> None:
    """A button that starts a job, greyed while one runs.

    Greyed it is another operator's: Blender leaves a button greyed for as long as the pointer rests on it.
    """
    layout.operator("motionctrl.busy" if session().busy() else operator, text=text, icon=icon)


def looking_text(running) -> tuple[str, float]:
    """What the progress bar says while a video is looked at, and how far it is, 0 to 1."""
    task = running.job.task
    if running.job.cancelling():
        return "Stopping", 1.0
    if running.engine is None:
        return "Loading the model", 0.0
    total = task.feed.total if task.feed is not None else None
    of = "" if total is None else f" of {total}"
    return f"Looking at picture {task.done + 1}{of}", min(1.0, task.done / (total or LIMIT))
