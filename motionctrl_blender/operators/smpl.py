"""Load a licensed SMPL file, and give its character another shape."""

from __future__ import annotations

import bpy
import numpy as np
from bpy.props import StringProperty

from ..properties import character_of, settings_of
from ..scene.smpl import PATH, add_smpl_character, reshape
from ..work.session import session
from .base import guarded, make_character


class MOTIONCTRL_OT_load_smpl(bpy.types.Operator):
    """Add a character with the body of an SMPL model file (.npz or .pkl) that you have a licence for"""

    bl_idname = "motionctrl.load_smpl"
    bl_label = "Load SMPL File"
    bl_options = {"REGISTER", "UNDO"}

    filepath: StringProperty(name="File", description="SMPL model file", subtype="FILE_PATH")
    filter_glob: StringProperty(default="*.npz;*.pkl", options={"HIDDEN"})

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        betas = np.array(settings_of(context.scene).betas)
        path = bpy.path.abspath(self.filepath)
        return guarded(self, lambda: make_character(context, add_smpl_character(context, path, betas)))


class MOTIONCTRL_OT_apply_shape(bpy.types.Operator):
    """Give the character the body shape of the sliders"""

    bl_idname = "motionctrl.apply_shape"
    bl_label = "Apply Shape"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if session().busy():
            cls.poll_message_set("A motion is being generated; cancel it or wait for it")
            return False
        armature = character_of(context)
        if armature is None or PATH not in armature:
            cls.poll_message_set("The character is not from an SMPL file")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        betas = np.array(settings_of(context.scene).betas)
        return guarded(self, lambda: reshape(context, character_of(context), betas))


_CLASSES = (MOTIONCTRL_OT_load_smpl, MOTIONCTRL_OT_apply_shape)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
