"""Regenerate parts of the body in a range of frames, and fill a gap with all of them."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty

from ...engine.errors import MotionCtrlError
from ..properties import character_of, chosen_parts, part_texts, settings_of, texts_of
from ..scene import actions
from ..scene.armature import read_rig
from ..scene.bones import part_of_joint
from ..work.reading import Plan, plan_between, plan_edit
from ..work.tasks import PARTS
from .base import Generates, guarded, style_of

PART_ITEMS = tuple((part, part.replace("_", " ").title(), "Regenerate this part") for part in PARTS)


class _Edits(Generates):
    prompt: StringProperty(
        name="Prompt", description="What the character should do; empty for the panel's prompt", options={"SKIP_SAVE"}
    )
    frame_start: IntProperty(
        name="First Frame", description="0 for the start of the preview or scene range", options={"SKIP_SAVE"}
    )
    frame_end: IntProperty(
        name="Last Frame", description="0 for the end of the preview or scene range", options={"SKIP_SAVE"}
    )
    seed: IntProperty(name="Seed", description="Seed; -1 for the panel's", default=-1, min=-1, options={"SKIP_SAVE"})

    def goes_on(self, _context: bpy.types.Context) -> bool:
        return True

    def edit(self, context: bpy.types.Context, parts: tuple[str, ...]) -> Plan:
        settings = settings_of(context.scene)
        return plan_edit(
            context.scene,
            character_of(context),
            self.prompt or settings.prompt,
            parts,
            *self.range(context),
            style_of(context, self.seed),
            part_texts(settings, parts),
        )

    def range(self, context: bpy.types.Context) -> tuple[int, int]:
        first, last = frame_range(context.scene)
        return self.frame_start or first, self.frame_end or last


class MOTIONCTRL_OT_regenerate_parts(_Edits, bpy.types.Operator):
    """Regenerate the chosen parts in the frame range; every other key stays as it is"""

    bl_idname = "motionctrl.regenerate_parts"
    bl_label = "Regenerate Parts"

    parts: EnumProperty(
        name="Parts",
        description="Parts to regenerate; none for those switched on in the panel",
        items=PART_ITEMS,
        options={"ENUM_FLAG", "SKIP_SAVE"},
        default=set(),
    )

    def plan(self, context: bpy.types.Context) -> Plan:
        parts = tuple(part for part in PARTS if part in self.parts) or chosen_parts(settings_of(context.scene))
        return self.edit(context, parts)


class MOTIONCTRL_OT_regenerate_selected(_Edits, bpy.types.Operator):
    """Regenerate the parts that the selected bones belong to"""

    bl_idname = "motionctrl.regenerate_selected"
    bl_label = "Regenerate Selected"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if not super().poll(context):
            return False
        if not context.selected_pose_bones:
            cls.poll_message_set("Select bones in Pose Mode first")
            return False
        return True

    def plan(self, context: bpy.types.Context) -> Plan:
        rig = read_rig(character_of(context))
        names = {bone.name for bone in context.selected_pose_bones}
        found = {part_of_joint(index) for index, name in enumerate(rig.bones) if name in names}
        if not found:
            raise MotionCtrlError("None of the selected bones is an SMPL bone; select bones of the character.")
        return self.edit(context, tuple(part for part in PARTS if part in found))


class MOTIONCTRL_OT_in_between(_Edits, bpy.types.Operator):
    """Fill the frames between two poses: those at the ends of the preview or scene range stay as they are"""

    bl_idname = "motionctrl.in_between"
    bl_label = "In-Between"

    def plan(self, context: bpy.types.Context) -> Plan:
        settings = settings_of(context.scene)
        return plan_between(
            context.scene,
            character_of(context),
            self.prompt or settings.prompt,
            *self.range(context),
            style_of(context, self.seed),
            texts_of(settings),
        )


class MOTIONCTRL_OT_range_from_keys(bpy.types.Operator):
    """Set the preview range from the first to the last key that is selected in the timeline"""

    bl_idname = "motionctrl.range_from_keys"
    bl_label = "Range from Selected Keys"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        armature = character_of(context)
        if armature is None or actions.current_action(armature) is None:
            cls.poll_message_set("The character has no keys; generate a motion first")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: self._set(context.scene, character_of(context)))

    def _set(self, scene: bpy.types.Scene, armature: bpy.types.Object) -> None:
        found = actions.selected_range(armature)
        if found is None or found[0] == found[1]:
            raise MotionCtrlError("Fewer than two frames have selected keys; select keys in the timeline first.")
        scene.use_preview_range = True
        scene.frame_preview_start, scene.frame_preview_end = found


def frame_range(scene: bpy.types.Scene) -> tuple[int, int]:
    """The preview range where it is in use, else the scene's."""
    if scene.use_preview_range:
        return scene.frame_preview_start, scene.frame_preview_end
    return scene.frame_start, scene.frame_end


_CLASSES = (
    MOTIONCTRL_OT_regenerate_parts,
    MOTIONCTRL_OT_regenerate_selected,
    MOTIONCTRL_OT_in_between,
    MOTIONCTRL_OT_range_from_keys,
)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
