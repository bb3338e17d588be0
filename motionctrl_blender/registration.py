"""Registers everything that Blender sees, in order, and takes it back in reverse."""

from __future__ import annotations

import bpy

from . import preferences, properties
from .operators import character, describe, export, generate, model, models, parts, result, sequence, smpl, video
from .panels import character as character_panel
from .panels import examples
from .panels import model as model_panel
from .panels import parts as parts_panel
from .panels import prompt as prompt_panel
from .panels import result as result_panel
from .panels import sequence as sequence_panel
from .panels import video as video_panel
from .work import session, timers

MODULES = (
    preferences,
    properties,
    session,
    timers,
    character,
    generate,
    parts,
    sequence,
    result,
    export,
    describe,
    video,
    smpl,
    model,
    models,
    examples,
    character_panel,
    prompt_panel,
    parts_panel,
    sequence_panel,
    video_panel,
    result_panel,
    model_panel,
)


def register() -> None:
    """Registers the add-on; a second installed copy registers a notice instead, because both use the same names."""
    if _other_copy():
        preferences.register_notice()
        return
    bpy.types.WindowManager.motionctrl_owner = __package__
    for module in MODULES:
        module.register()


def unregister() -> None:
    """Takes back what ``register`` did."""
    if getattr(bpy.types.WindowManager, "motionctrl_owner", None) != __package__:
        preferences.unregister_notice()
        return
    for module in reversed(MODULES):
        module.unregister()
    del bpy.types.WindowManager.motionctrl_owner


def _other_copy() -> bool:
    """Whether another copy of the add-on is switched on."""
    window_manager = bpy.types.WindowManager
    owner = getattr(window_manager, "motionctrl_owner", None)
    return owner not in (None, __package__) or (owner is None and hasattr(window_manager, "motionctrl_session"))
