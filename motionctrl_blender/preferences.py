"""Add-on preferences: which model, and what it may use."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import IntProperty, StringProperty

from ..engine.models.folder import bundled_models
from ..engine.models.library import Model, downloaded_models, models_in

ROOT = __package__.removesuffix(".motionctrl_blender")


class MotionCtrlPreferences(bpy.types.AddonPreferences):
    bl_idname = ROOT

    model: StringProperty(
        name="Model Folder",
        description="Folder with motionctrl.json in it; empty for the model that comes with the add-on",
        subtype="DIR_PATH",
    )
    library: StringProperty(
        name="Own Models",
        description="Folder that holds model folders of yours; they are listed beside the downloaded ones",
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
        self.layout.prop(self, "library")
        self.layout.prop(self, "threads")


def chosen_model(context: bpy.types.Context) -> tuple[str | None, int | None]:
    """Model folder and threads; None for the defaults."""
    addon = context.preferences.addons.get(ROOT)
    if addon is None:
        return None, None
    folder = bpy.path.abspath(addon.preferences.model) if addon.preferences.model else None
    return folder, addon.preferences.threads or None


def known_models(context: bpy.types.Context) -> list[Model]:
    """Model folders to choose from: bundled, downloaded, and in the user's own folder."""
    addon = context.preferences.addons.get(ROOT)
    libraries = [bundled_models(), downloaded_models()]
    if addon is not None and addon.preferences.library:
        libraries.append(Path(bpy.path.abspath(addon.preferences.library)))
    return [model for library in libraries for model in models_in(library)]


def register() -> None:
    bpy.utils.register_class(MotionCtrlPreferences)


def unregister() -> None:
    bpy.utils.unregister_class(MotionCtrlPreferences)
