"""Motion to text."""

from __future__ import annotations

import bpy
from bpy.props import BoolProperty, IntProperty

from ...engine.errors import MotionCtrlError
from ..properties import character_of, settings_of
from ..work.chosen import chosen_model
from ..work.reading import plan_description
from ..work.session import session, wait
from ..work.timers import start_timer
from .base import guarded
from .parts import frame_range


class MOTIONCTRL_OT_describe(bpy.types.Operator):
    """Say in words what the character does in the frame range"""

    bl_idname = "motionctrl.describe"
    bl_label = "Describe"

    frame_start: IntProperty(
        name="First Frame", description="0 for the start of the preview or scene range", options={"SKIP_SAVE"}
    )
    frame_end: IntProperty(
        name="Last Frame", description="0 for the end of the preview or scene range", options={"SKIP_SAVE"}
    )
    wait: BoolProperty(
        name="Wait",
        description="Return only when the words are there: for scripts",
        default=False,
        options={"HIDDEN", "SKIP_SAVE"},
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        running = session()
        if running.busy() or running.previews:
            cls.poll_message_set("Accept or reject the preview first")
        elif running.engine is None:
            cls.poll_message_set("Load the model first")
        elif "describe" not in running.engine.description.tasks:
            cls.poll_message_set("The model was not trained to describe motion; choose another model")
        elif character_of(context) is None:
            cls.poll_message_set("Add or choose a character first")
        else:
            return True
        return False

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: self._describe(context))

    def _describe(self, context: bpy.types.Context) -> None:
        first, last = frame_range(context.scene)
        task = plan_description(context.scene, character_of(context), self.frame_start or first, self.frame_end or last)
        session().describe(task, *chosen_model(context))
        start_timer()
        if self.wait:
            wait()
            if session().error:
                raise MotionCtrlError(session().error)


class MOTIONCTRL_OT_use_words(bpy.types.Operator):
    """Put the description into the prompt field"""

    bl_idname = "motionctrl.use_words"
    bl_label = "Use as Prompt"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return bool(session().words) and not session().busy()

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings_of(context.scene).prompt = " ".join(session().words)
        return {"FINISHED"}


_CLASSES = (MOTIONCTRL_OT_describe, MOTIONCTRL_OT_use_words)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
