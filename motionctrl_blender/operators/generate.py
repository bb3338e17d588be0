"""Generate from a prompt, and go on with one more."""

from __future__ import annotations

import random

import bpy
from bpy.props import EnumProperty, FloatProperty, IntProperty, StringProperty

from ..properties import START, TARGET, character_of, settings_of, texts_of
from ..work.reading import Plan, plan_new
from .base import Generates, style_of

_PANEL = ("PANEL", "As in Panel", "What the panel says")


class _FromPrompt(Generates):
    prompt: StringProperty(
        name="Prompt", description="What the character should do; empty for the panel's prompt", options={"SKIP_SAVE"}
    )
    seconds: FloatProperty(
        name="Seconds",
        description="Duration; 0 for the panel's, negative to let the model decide",
        default=0.0,
        options={"SKIP_SAVE"},
    )
    seed: IntProperty(name="Seed", description="Seed; -1 for the panel's", default=-1, min=-1, options={"SKIP_SAVE"})
    target: EnumProperty(name="Write", description="Where the keys go", items=(_PANEL, *TARGET), options={"SKIP_SAVE"})

    def from_prompt(self, context: bpy.types.Context, start: str) -> Plan:
        settings = settings_of(context.scene)
        seconds = self.seconds or (-1.0 if settings.automatic else settings.seconds)
        return plan_new(
            context.scene,
            character_of(context),
            [self.prompt or settings.prompt],
            [None if seconds < 0 else seconds],
            style_of(context, self.seed),
            start,
            settings.target if self.target == "PANEL" else self.target,
            texts_of(settings),
        )


class MOTIONCTRL_OT_generate(_FromPrompt, bpy.types.Operator):
    """Generate a motion from the prompt; accept or reject it when it is there"""

    bl_idname = "motionctrl.generate"
    bl_label = "Generate"

    start: EnumProperty(name="Start", description="Where it starts from", items=(_PANEL, *START), options={"SKIP_SAVE"})
    variations: IntProperty(
        name="Variations",
        description="How many motions to choose from; 0 for the panel's number",
        min=0,
        max=8,
        options={"SKIP_SAVE"},
    )

    def begin(self, context: bpy.types.Context, plan: Plan, variations: int = 0) -> None:
        super().begin(context, plan, variations or self.variations or settings_of(context.scene).variations)

    def plan(self, context: bpy.types.Context) -> Plan:
        return self.from_prompt(context, self._start(context))

    def goes_on(self, context: bpy.types.Context) -> bool:
        return self._start(context) == "END"

    def _start(self, context: bpy.types.Context) -> str:
        return settings_of(context.scene).start if self.start == "PANEL" else self.start


class MOTIONCTRL_OT_continue(_FromPrompt, bpy.types.Operator):
    """Generate the prompt as a continuation of the character's motion"""

    bl_idname = "motionctrl.continue_motion"
    bl_label = "Continue"

    def goes_on(self, _context: bpy.types.Context) -> bool:
        return True

    def plan(self, context: bpy.types.Context) -> Plan:
        return self.from_prompt(context, "END")


class MOTIONCTRL_OT_dice(bpy.types.Operator):
    """Choose another seed at random"""

    bl_idname = "motionctrl.dice"
    bl_label = "Random Seed"
    bl_options = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings_of(context.scene).seed = random.randrange(1_000_000)
        return {"FINISHED"}


_CLASSES = (MOTIONCTRL_OT_generate, MOTIONCTRL_OT_continue, MOTIONCTRL_OT_dice)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
