"""Add-on preferences: which model, and what it may use."""

from __future__ import annotations

import bpy
from bpy.props import IntProperty, StringProperty

ROOT = __package__.removesuffix(".motionctrl_blender")


class MotionCtrlPreferences(bpy.types.AddonPreferences):
    bl_idname = ROOT

    model: StringProperty(
        name="Model Folder",
        description="Folder with motionctrl.json in it; empty for the model that comes with the add-on",
        subtype="DIR_PATH",
    )
    threads: IntProperty(
        name="Threads",
        description="Processor threads for the model; 0 for all cores but one",
        min=0,
        max=128,
    )

    def draw(self, _context: bpy.types.Context) -> None:
        self.layout.prop(self, "model")
        self.layout.prop(self, "threads")


def chosen_model(context: bpy.types.Context) -> tuple[str | None, int | None]:
    """Model folder and threads; None for the defaults."""
    addon = context.preferences.addons.get(ROOT)
    if addon is None:
        return None, None
    folder = bpy.path.abspath(addon.preferences.model) if addon.preferences.model else None
    return folder, addon.preferences.threads or None


def register() -> None:
    bpy.utils.register_class(MotionCtrlPreferences)


def unregister() -> None:
    bpy.utils.unregister_class(MotionCtrlPreferences)
