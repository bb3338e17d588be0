"""A list of prompts that become one continuous motion."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty

from ...engine.errors import MotionCtrlError
from ..properties import character_of, settings_of
from ..scene import actions
from ..scene.armature import read_rig
from ..work.reading import Plan, plan_new
from .base import Generates, style_of


class MOTIONCTRL_OT_generate_sequence(Generates, bpy.types.Operator):
    """Generate the list of prompts as one motion, after what the character does already"""

    bl_idname = "motionctrl.generate_sequence"
    bl_label = "Generate Sequence"

    def goes_on(self, _context: bpy.types.Context) -> bool:
        return True

    def plan(self, context: bpy.types.Context) -> Plan:
        prompts = settings_of(context.scene).sequence
        if not len(prompts):
            raise MotionCtrlError("The sequence is empty; add a prompt to the list.")
        armature = character_of(context)
        keyed = actions.key_range(armature, read_rig(armature))
        return plan_new(
            context.scene,
            armature,
            [prompt.text for prompt in prompts],
            [prompt.seconds for prompt in prompts],
            style_of(context, -1),
            "END" if keyed else "FREE",
            "NEW",
        )


class MOTIONCTRL_OT_sequence_edit(bpy.types.Operator):
    """Change the list of prompts"""

    bl_idname = "motionctrl.sequence_edit"
    bl_label = "Edit Sequence"
    bl_options = {"REGISTER", "UNDO", "INTERNAL"}

    what: EnumProperty(
        name="Change",
        description="What to do with the list",
        items=(
            ("ADD", "Add", "Add a prompt"),
            ("REMOVE", "Remove", "Remove the chosen prompt"),
            ("UP", "Up", "Move the chosen prompt up"),
            ("DOWN", "Down", "Move the chosen prompt down"),
        ),
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings = settings_of(context.scene)
        prompts, index = settings.sequence, settings.sequence_index
        if self.what == "ADD":
            prompts.add().text = settings.prompt
            settings.sequence_index = len(prompts) - 1
        elif not 0 <= index < len(prompts):
            return {"CANCELLED"}
        elif self.what == "REMOVE":
            prompts.remove(index)
            settings.sequence_index = max(0, min(index, len(prompts) - 1))
        else:
            to = index + (1 if self.what == "DOWN" else -1)
            if not 0 <= to < len(prompts):
                return {"CANCELLED"}
            prompts.move(index, to)
            settings.sequence_index = to
        return {"FINISHED"}


_CLASSES = (MOTIONCTRL_OT_generate_sequence, MOTIONCTRL_OT_sequence_edit)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
