"""Cancel, accept, reject or retry; re-apply from the history."""

from __future__ import annotations

import random
from dataclasses import replace

import bpy
from bpy.props import IntProperty

from ...engine.errors import MotionCtrlError
from ..properties import settings_of
from ..session import session, wait
from .launching import Generates, begin, guarded

_REMEMBERED = 50  # lines of history kept in the file


class MOTIONCTRL_OT_cancel(bpy.types.Operator):
    """Stop generating; what is there already can be kept or rejected"""

    bl_idname = "motionctrl.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return session().busy()

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().job.cancel()
        if bpy.app.background:
            wait(30)
        return {"FINISHED"}


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
        def accept() -> None:
            running = session()
            preview = running.preview
            name = preview.accept()
            running.preview = None
            _mark_prompts(preview, name)
            _remember(context.scene, preview.task, name)
            if preview.written and preview.written[1] > context.scene.frame_end:
                context.scene.frame_end = preview.written[1]

        return guarded(self, accept)


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

    def _launch(self, context: bpy.types.Context) -> None:
        running = session()
        running.reject()
        plan = running.last
        armature = bpy.data.objects.get(plan.rig.name)
        if armature is None:
            raise MotionCtrlError(f"“{plan.rig.name}” is gone; choose a character and generate again.")
        seed = random.randrange(1_000_000) if self.seed < 0 else self.seed
        begin(context, replace(plan, task=replace(plan.task, seed=seed)), armature)
        if self.wait:
            wait()
            if session().error:
                raise MotionCtrlError(session().error)


class MOTIONCTRL_OT_recall(bpy.types.Operator):
    """Put a line of the history back into the prompt fields"""

    bl_idname = "motionctrl.recall"
    bl_label = "Use Again"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings = settings_of(context.scene)
        if not 0 <= settings.history_index < len(settings.history):
            self.report({"ERROR"}, "The history is empty; accept a result first.")
            return {"CANCELLED"}
        line = settings.history[settings.history_index]
        settings.prompt, settings.seed = line.text, line.seed
        settings.automatic = line.seconds == 0
        if line.seconds:
            settings.seconds = line.seconds
        settings.own_style = line.strength == 0 and line.creativity == 0
        if not settings.own_style:
            settings.strength, settings.creativity = line.strength, line.creativity
        return {"FINISHED"}


def _remember(scene: bpy.types.Scene, task, action: str) -> None:
    history = settings_of(scene).history
    line = history.add()
    line.text, line.seed, line.action = " | ".join(task.instructions), task.seed, action
    line.seconds = sum(seconds or 0 for seconds in task.seconds)
    line.strength, line.creativity = task.strength or 0.0, task.temperature or 0.0
    while len(history) > _REMEMBERED:
        history.remove(0)
    settings_of(scene).history_index = len(history) - 1


def _mark_prompts(preview, name: str) -> None:
    """A pose marker where each prompt begins, with the prompt's words."""
    task = preview.task
    if task.is_edit or preview.written is None:
        return
    markers = bpy.data.actions[name].pose_markers
    frame = float(task.first)
    for text, seconds in zip(task.instructions, task.seconds, strict=True):
        if frame <= preview.written[1]:
            marker = markers.new(text[:60])
            marker.frame = round(frame)
        frame += (seconds or 0) * task.rate


_CLASSES = (
    MOTIONCTRL_OT_cancel,
    MOTIONCTRL_OT_accept,
    MOTIONCTRL_OT_reject,
    MOTIONCTRL_OT_retry,
    MOTIONCTRL_OT_recall,
)


def register() -> None:
    for cls in _CLASSES:
        bpy.utils.register_class(cls)


def unregister() -> None:
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
