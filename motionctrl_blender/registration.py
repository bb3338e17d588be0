"""Registers everything that Blender sees, in order, and takes it back in reverse."""

from __future__ import annotations

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
    for module in MODULES:
        module.register()


def unregister() -> None:
    for module in reversed(MODULES):
        module.unregister()
