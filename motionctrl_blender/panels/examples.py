"""Example prompts to pick from."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..properties import settings_of

EXAMPLES = {
    "Walk": (
        "a person walks forward",
        "a person walks slowly forward",
        "a person walks quickly forward",
        "a person walks backward",
        "a person walks in a circle to the left",
        "a person walks forward and turns right",
        "a person walks to the side",
    ),
    "Run and Jump": (
        "a person runs forward",
        "a person jogs and turns left",
        "a person jumps forward",
        "a person jumps up and down",
        "a person hops on the left foot",
        "a person leaps over something",
    ),
    "Arms": (
        "a person waves with the right hand",
        "a person waves with the left hand",
        "a person raises both arms",
        "a person claps",
        "a person throws with the right hand",
        "a person punches",
        "a person does jumping jacks",
    ),
    "Whole Body": (
        "a person squats down and stands up",
        "a person kicks with the right leg",
        "a person bends down and picks something up",
        "a person stretches",
        "a person dances",
        "a person sits down",
        "a person stands still",
        "a person turns around",
    ),
}


class MOTIONCTRL_OT_use_example(bpy.types.Operator):
    """Put this sentence into the prompt field"""

    bl_idname = "motionctrl.use_example"
    bl_label = "Use Example"
    bl_options = {"REGISTER", "UNDO", "INTERNAL"}

    text: StringProperty(name="Prompt", description="The sentence")

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings_of(context.scene).prompt = self.text
        return {"FINISHED"}


class MOTIONCTRL_MT_examples(bpy.types.Menu):
    bl_idname = "MOTIONCTRL_MT_examples"
    bl_label = "Example Prompts"

    def draw(self, _context: bpy.types.Context) -> None:
        row = self.layout.row()
        for title, sentences in EXAMPLES.items():
            column = row.column()
            column.label(text=title)
            column.separator()
            for sentence in sentences:
                column.operator("motionctrl.use_example", text=sentence).text = sentence


_CLASSES = (MOTIONCTRL_OT_use_example, MOTIONCTRL_MT_examples)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
