"""Example prompts to pick from."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
from bpy.props import StringProperty

from ..properties import settings_of

# Title to sentences; ``python -m engine evaluate vocabulary`` writes the file.
EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))


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
