"""What the tab's panels have in common."""

from __future__ import annotations

import textwrap

import bpy

from ..work.session import session


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
