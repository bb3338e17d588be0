"""What the preferences say: which model, where models lie, and what they may use."""

from __future__ import annotations

import bpy

from ...engine.store.folder import bundled_models
from ...engine.store.library import Model, downloaded_models
from .session import session

ROOT = __package__.removesuffix(".motionctrl_blender.work")


def preferences_of(context: bpy.types.Context) -> bpy.types.AddonPreferences | None:
    """The add-on's preferences; None where it runs as a plain package, as in the demo."""
    addon = context.preferences.addons.get(ROOT)
    return None if addon is None else addon.preferences


def chosen_model(context: bpy.types.Context) -> tuple[str | None, int | None, bool]:
    """Model folder and threads, None for the defaults; whether it computes on the graphics card."""
    preferences = preferences_of(context)
    if preferences is None:
        return None, None, False
    folder = str(preferences.chosen_folder()) if preferences.model else None
    return folder, preferences.threads or None, preferences.device == "GPU"


def known_models(context: bpy.types.Context) -> list[Model]:
    """Model folders to choose from: bundled, downloaded, and in the user's own folder."""
    preferences = preferences_of(context)
    libraries = [bundled_models(), downloaded_models()] if preferences is None else preferences.libraries()
    return [model for library in libraries for model in session().shelf.models(library)]
