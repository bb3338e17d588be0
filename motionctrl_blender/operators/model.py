"""Load and unload the model."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import StringProperty

from ...engine.errors import MotionCtrlError
from ...engine.store.folder import default_model
from ..work.chosen import chosen_model, preferences_of
from ..work.session import session, wait
from ..work.timers import start_timer
from .base import guarded


class MOTIONCTRL_OT_load_model(bpy.types.Operator):
    """Open the model now, so that the first motion starts at once"""

    bl_idname = "motionctrl.load_model"
    bl_label = "Load Model"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return not session().busy()

    def execute(self, context: bpy.types.Context) -> set[str]:
        def load() -> None:
            session().close_engine()
            session().load(*chosen_model(context))
            start_timer()
            if bpy.app.background:
                wait()
                if session().error:
                    raise MotionCtrlError(session().error)

        return guarded(self, load)


class MOTIONCTRL_OT_unload_model(bpy.types.Operator):
    """Close the model and free its memory"""

    bl_idname = "motionctrl.unload_model"
    bl_label = "Unload Model"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return session().engine is not None and not session().busy()

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().close_engine()
        return {"FINISHED"}


class MOTIONCTRL_OT_choose_model(bpy.types.Operator):
    """Use this model from now on"""

    bl_idname = "motionctrl.choose_model"
    bl_label = "Choose Model"
    bl_options = {"INTERNAL"}

    folder: StringProperty(name="Folder", description="Model folder")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if session().busy():
            cls.poll_message_set("A motion is being generated; cancel it or wait for it")
            return False
        return preferences_of(context) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        # The bundled one is the default: its path may change with the next version.
        preferences_of(context).model = "" if Path(self.folder) == default_model() else self.folder
        session().close_engine()
        return {"FINISHED"}


class MOTIONCTRL_OT_details(bpy.types.Operator):
    """Show what is known about the last error in a text block"""

    bl_idname = "motionctrl.details"
    bl_label = "Show Details"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return bool(session().details)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        text = bpy.data.texts.get("MotionCtrl Error") or bpy.data.texts.new("MotionCtrl Error")
        text.clear()
        text.write(f"{session().error}\n\n{session().details}")
        self.report({"INFO"}, "The details are in the text block “MotionCtrl Error”")
        return {"FINISHED"}


_CLASSES = (
    MOTIONCTRL_OT_load_model,
    MOTIONCTRL_OT_unload_model,
    MOTIONCTRL_OT_choose_model,
    MOTIONCTRL_OT_details,
)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
