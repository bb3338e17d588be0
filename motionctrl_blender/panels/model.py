"""The model that generates."""

from __future__ import annotations

import bpy

from ..work.chosen import ROOT, known_models, preferences_of
from ..work.memory import megabytes
from ..work.session import session
from .base import MotionPanel


class MOTIONCTRL_MT_models(bpy.types.Menu):
    bl_idname = "MOTIONCTRL_MT_models"
    bl_label = "Models"

    def draw(self, context: bpy.types.Context) -> None:
        for model in known_models(context):
            if model.description is None:
                self.layout.label(text=model.error, icon="ERROR")
            else:
                text = f"{model.description.name}, {model.bytes / 1e6:.0f} MB"
                self.layout.operator("motionctrl.choose_model", text=text).folder = str(model.folder)


class MOTIONCTRL_PT_model(MotionPanel, bpy.types.Panel):
    bl_idname = "MOTIONCTRL_PT_model"
    bl_label = "Model"
    bl_order = 5
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout, engine = self.layout, session().engine
        preferences = preferences_of(context)
        if preferences is not None:
            row = layout.row(align=True)
            row.prop(preferences, "model", text="")
            row.menu("MOTIONCTRL_MT_models", text="", icon="DOWNARROW_HLT")
            layout.operator("preferences.addon_show", text="Get or Delete Models").module = ROOT
            layout.prop(preferences, "threads")
            layout.prop(preferences, "device")
        if engine is None:
            layout.label(text="Not loaded: the first motion loads it")
        else:
            threads = f"{engine.threads} thread" + ("" if engine.threads == 1 else "s")
            place = "graphics card" if session().gpu else "processor"
            layout.label(text=f"{engine.description.name}: {place}, {threads}")
        used = megabytes()
        if used:
            layout.label(text=f"Memory used by Blender: {used:,} MB")
        row = layout.row(align=True)
        row.operator("motionctrl.load_model")
        row.operator("motionctrl.unload_model")


_CLASSES = (MOTIONCTRL_MT_models, MOTIONCTRL_PT_model)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
