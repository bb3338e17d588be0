"""Cancel, accept, reject or retry; re-apply from the history."""

from __future__ import annotations

import random
from dataclasses import replace

import bpy
from bpy.props import IntProperty

from ...engine.errors import MotionCtrlError
from ..properties import settings_of
from ..work.reading import Plan
from ..work.session import session, wait
from ..work.tasks import PARTS
from .accepting import accept
from .base import Generates, guarded


class MOTIONCTRL_OT_cancel(bpy.types.Operator):
    """Stop generating; what is there already can be kept or rejected"""

    bl_idname = "motionctrl.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return session().busy()

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().cancel()
        if bpy.app.background:
            wait(30)
        return {"FINISHED"}


class MOTIONCTRL_OT_busy(bpy.types.Operator):
    """Wait for the motion that is being generated, or cancel it"""

    bl_idname = "motionctrl.busy"
    bl_label = "Busy"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        cls.poll_message_set("A motion is being generated; cancel it or wait for it")
        return False

    def execute(self, _context: bpy.types.Context) -> set[str]:
        return {"CANCELLED"}


class _Decides:
    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if not session().pending():
            cls.poll_message_set("There is no result to decide on")
            return False
        return True


class MOTIONCTRL_OT_accept(_Decides, bpy.types.Operator):
    """Keep the result"""

    bl_idname = "motionctrl.accept"
    bl_label = "Accept"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: accept(context.scene))


class MOTIONCTRL_OT_variation(_Decides, bpy.types.Operator):
    """Show another one of the variations"""

    bl_idname = "motionctrl.variation"
    bl_label = "Show Variation"

    step: IntProperty(name="Step", description="1 for the next variation, -1 for the one before", default=1)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().show(session().shown + self.step)
        return {"FINISHED"}


class MOTIONCTRL_OT_reject(_Decides, bpy.types.Operator):
    """Drop the result; the animation is as it was before"""

    bl_idname = "motionctrl.reject"
    bl_label = "Reject"

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().reject()
        return {"FINISHED"}


class MOTIONCTRL_OT_retry(Generates, bpy.types.Operator):
    """Drop the result and generate again with another seed"""

    bl_idname = "motionctrl.retry"
    bl_label = "Retry"

    seed: IntProperty(name="Seed", description="Seed; -1 for a random one", default=-1, min=-1, options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if session().busy() or session().last is None:
            cls.poll_message_set("There is nothing to try again")
            return False
        return True

    def plan(self, _context: bpy.types.Context) -> Plan:
        plan = session().last
        if bpy.data.objects.get(plan.rig.name) is None:
            raise MotionCtrlError(f"“{plan.rig.name}” is gone; choose a character and generate again.")
        seed = random.randrange(1_000_000) if self.seed < 0 else self.seed
        return replace(plan, task=replace(plan.task, seed=seed))


class MOTIONCTRL_OT_recall(bpy.types.Operator):
    """Put a line of the history back into the prompt fields"""

    bl_idname = "motionctrl.recall"
    bl_label = "Use Again"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        scene, settings = context.scene, settings_of(context.scene)
        if not 0 <= settings.history_index < len(settings.history):
            self.report({"ERROR"}, "The history is empty; accept a result first.")
            return {"CANCELLED"}
        line = settings.history[settings.history_index]
        settings.prompt, settings.seed = line.text.split("\n")[0] or settings.prompt, line.seed
        if line.parts:
            scene.use_preview_range = True
            scene.frame_preview_start, scene.frame_preview_end = line.frame_start, line.frame_end
        else:
            _recall_motion(settings, line)
        texts = dict(row.split(": ", 1) for row in line.part_texts.split("\n") if row)
        settings.follow_parts = bool(texts) and not line.parts
        for part in PARTS if line.parts or texts else ():
            chosen = getattr(settings, part)
            chosen.enabled, chosen.text = part in (line.parts.split() or texts), texts.get(part, "")
        settings.own_style = line.strength == 0 and line.creativity == 0
        if not settings.own_style:
            settings.strength, settings.creativity = line.strength, line.creativity
        return {"FINISHED"}


def _recall_motion(settings, line) -> None:
    """What only a whole motion has: durations, further prompts, where it starts and goes."""
    texts, seconds = line.text.split("\n"), [float(word) for word in line.seconds.split()]
    settings.start, settings.target, settings.automatic = line.start, line.target, seconds[0] == 0
    if seconds[0]:
        settings.seconds = seconds[0]
    if len(texts) > 1:
        settings.sequence.clear()
        for text, duration in zip(texts, seconds, strict=True):
            prompt = settings.sequence.add()
            prompt.text, prompt.seconds = text, duration


_CLASSES = (
    MOTIONCTRL_OT_cancel,
    MOTIONCTRL_OT_busy,
    MOTIONCTRL_OT_accept,
    MOTIONCTRL_OT_variation,
    MOTIONCTRL_OT_reject,
    MOTIONCTRL_OT_retry,
    MOTIONCTRL_OT_recall,
)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
