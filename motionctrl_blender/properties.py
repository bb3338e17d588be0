"""What the panel's fields hold, stored with the scene."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..engine.body.layout import PARTS
from ..engine.errors import MotionCtrlError
from ..engine.store.folder import default_model, read_description
from .work.chosen import chosen_model
from .work.session import session
from .work.tasks import FOLLOW

START = (
    ("FREE", "Anywhere", "Let the model choose the first pose; the motion starts at the character's origin"),
    ("REST", "Rest Pose", "Start from the T-pose at the character's origin"),
    ("CURRENT", "Current Pose", "Start from the pose and place at the playhead"),
    ("END", "End of Motion", "Go on where the character's last key leaves it"),
)
TARGET = (
    ("NEW", "New Action", "Put the motion into an action of its own"),
    ("PLAYHEAD", "At Playhead", "Write into the current action from the playhead on"),
)


SOURCE = (
    ("FILE", "Movie or Picture", "A movie file, or a picture of a pose to start from"),
    ("FOLDER", "Image Sequence", "A folder of numbered pictures"),
    ("CLIP", "Movie Clip", "A movie clip of this file"),
    ("STRIP", "Sequencer Strip", "A movie or image strip of the Video Sequencer, as far as it is shown there"),
)
_PEOPLE = tuple((str(index), f"Person {index + 1}", "Follow this person") for index in range(8))
_PART_ITEMS = tuple((part, part.replace("_", " ").title(), "Take this part from the video") for part in PARTS)


def _people(_self: object, _context: bpy.types.Context) -> tuple:
    seen = session().video.seen
    return _PEOPLE[: max(1, len(seen.people) if seen else 1)]


def _choose_person(self: MotionCtrlVideo, _context: bpy.types.Context) -> None:
    session().video.choose(int(self.person or 0), self.mirrored)


def _leave_own_style(self: MotionCtrlSettings, context: bpy.types.Context) -> None:
    """Numbers that the user has not changed start at the model's own."""
    if self.own_style:
        return
    with suppress(MotionCtrlError):  # the error is shown when something is generated
        sampling = read_description(Path(chosen_model(context)[0] or default_model())).sampling
        for name, value in (("strength", sampling.get("strength")), ("creativity", sampling.get("temperature"))):
            if value is not None and not self.is_property_set(name):
                setattr(self, name, value)


def _is_armature(_self: object, item: bpy.types.Object) -> bool:
    return item.type == "ARMATURE"


class MotionCtrlPart(bpy.types.PropertyGroup):
    enabled: BoolProperty(name="Regenerate", description="Whether this part is regenerated")
    text: StringProperty(name="Text", description="What this part should do; may be left empty")


class MotionCtrlPrompt(bpy.types.PropertyGroup):
    text: StringProperty(
        name="Prompt", description="What the character does in this piece", default="a person walks forward"
    )
    seconds: FloatProperty(
        name="Seconds", description="How long this piece lasts", min=0.2, max=120.0, default=3.0, step=50
    )


class MotionCtrlVideo(bpy.types.PropertyGroup):
    source: EnumProperty(name="Source", description="Where the video comes from", items=SOURCE)
    file: StringProperty(name="File", description="Movie or picture that shows a person", subtype="FILE_PATH")
    folder: StringProperty(name="Folder", description="Folder of numbered pictures", subtype="DIR_PATH")
    rate: FloatProperty(
        name="Frame Rate", description="Pictures of the sequence in a second", min=0.1, max=1000.0, default=24.0
    )
    clip: PointerProperty(type=bpy.types.MovieClip, name="Clip", description="Movie clip that shows a person")
    strip: StringProperty(name="Strip", description="Movie or image strip that shows a person")
    start: FloatProperty(
        name="Start", description="Second of the video where the motion begins", min=0.0, step=10, unit="TIME_ABSOLUTE"
    )
    end: FloatProperty(
        name="End",
        description="Second of the video where the motion ends; 0 for all of it",
        min=0.0,
        step=10,
        unit="TIME_ABSOLUTE",
    )
    person: EnumProperty(name="Person", description="Who is followed", items=_people, update=_choose_person)
    mirrored: BoolProperty(
        name="Mirrored",
        description="Exchange left and right: for a mirror, or a telephone's front camera",
        update=_choose_person,
    )
    follow: FloatProperty(
        name="Follow Poses",
        description="How far each pose is drawn to the pictures: 0 moves alike, 1 copies what was seen. "
        "Lower it where the instruction is to change something",
        min=0.0,
        max=1.0,
        default=FOLLOW,
        subtype="FACTOR",
    )
    prompt: StringProperty(
        name="Instruction", description="What the character should do beside what is shown; may be left empty"
    )
    some_parts: BoolProperty(
        name="Only Some Parts",
        description="Take the chosen parts from the video, in the frame range, and keep all other keys",
    )
    parts: EnumProperty(
        name="Parts",
        description="Parts that are taken from the video",
        items=_PART_ITEMS,
        options={"ENUM_FLAG"},
        default={"left_arm", "right_arm"},
    )


class MotionCtrlMemory(bpy.types.PropertyGroup):
    """One line of the history."""

    text: StringProperty(name="Prompt", description="What was asked for; several prompts stand on lines of their own")
    parts: StringProperty(name="Parts", description="Parts that were regenerated; empty for a whole motion")
    seed: IntProperty(name="Seed", description="Seed that it was made with", min=0)
    seconds: StringProperty(
        name="Seconds", description="Duration of each prompt, on lines of their own; 0 for automatic"
    )
    strength: FloatProperty(name="Strength", description="Prompt strength that it was made with", min=0.0)
    creativity: FloatProperty(name="Creativity", description="Creativity that it was made with", min=0.0)
    part_texts: StringProperty(name="Part Texts", description="What single parts were to do, each on a line of its own")
    start: EnumProperty(name="Start", description="Which pose the motion started from", items=START)
    target: EnumProperty(name="Write", description="Where the keys went", items=TARGET)
    frame_start: IntProperty(name="First Frame", description="First frame that was written")
    frame_end: IntProperty(name="Last Frame", description="Last frame that was written")
    action: StringProperty(name="Action", description="Action that it was written to")


class MotionCtrlSettings(bpy.types.PropertyGroup):
    character: PointerProperty(
        type=bpy.types.Object,
        name="Character",
        description="Armature with the SMPL bones that is animated",
        poll=_is_armature,
    )
    prompt: StringProperty(name="Prompt", description="What the character should do", default="a person walks forward")
    automatic: BoolProperty(name="Automatic Duration", description="Let the model decide how long the motion lasts")
    seconds: FloatProperty(
        name="Seconds", description="How long the motion lasts", min=0.2, max=120.0, default=4.0, step=50
    )
    seed: IntProperty(name="Seed", description="The same seed gives the same motion", min=0, default=0)
    variations: IntProperty(
        name="Variations",
        description="How many motions to make and choose from, each with the next seed",
        min=1,
        max=8,
        default=1,
    )
    follow_parts: BoolProperty(name="Part Texts", description="Also follow the texts of the parts that are switched on")
    betas: FloatVectorProperty(
        name="Shape",
        description="Body shape of a character from an SMPL file, in standard deviations",
        size=10,
        soft_min=-3.0,
        soft_max=3.0,
    )
    own_style: BoolProperty(
        name="Model Default",
        description="Use the strength and creativity that the model was tuned for",
        default=True,
        update=_leave_own_style,
    )
    strength: FloatProperty(
        name="Strength",
        description="How strictly the prompt is followed; 1 is without guidance",
        min=0.0,
        max=20.0,
        soft_min=1.0,
        soft_max=6.0,
        default=2.0,
    )
    creativity: FloatProperty(
        name="Creativity",
        description="How boldly the model chooses; 0 always takes the likeliest",
        min=0.0,
        max=2.0,
        default=1.0,
    )
    start: EnumProperty(name="Start", description="Which pose the motion starts from", items=START)
    target: EnumProperty(name="Write", description="Where the keys go", items=TARGET)
    torso: PointerProperty(type=MotionCtrlPart, name="Torso", description="Pelvis, spine, neck and head")
    left_arm: PointerProperty(type=MotionCtrlPart, name="Left Arm", description="Left collar to left hand")
    right_arm: PointerProperty(type=MotionCtrlPart, name="Right Arm", description="Right collar to right hand")
    left_leg: PointerProperty(type=MotionCtrlPart, name="Left Leg", description="Left hip to left foot")
    right_leg: PointerProperty(type=MotionCtrlPart, name="Right Leg", description="Right hip to right foot")
    video: PointerProperty(type=MotionCtrlVideo, name="Video", description="The reference video")
    sequence: CollectionProperty(type=MotionCtrlPrompt, name="Sequence", description="Prompts that follow one another")
    sequence_index: IntProperty(name="Prompt", description="The chosen prompt of the sequence", min=0)
    history: CollectionProperty(type=MotionCtrlMemory, name="History", description="Results that were accepted")
    history_index: IntProperty(name="Result", description="The chosen line of the history", min=0)


def settings_of(scene: bpy.types.Scene) -> MotionCtrlSettings:
    return scene.motionctrl


def chosen_parts(settings: MotionCtrlSettings) -> tuple[str, ...]:
    """Parts whose toggle is on, in the engine's order."""
    return tuple(part for part in PARTS if getattr(settings, part).enabled)


def part_texts(settings: MotionCtrlSettings, parts: tuple[str, ...]) -> dict[str, str]:
    """What the parts' text fields say, where they say anything."""
    texts = {part: getattr(settings, part).text.strip() for part in parts}
    return {part: text for part, text in texts.items() if text}


def texts_of(settings: MotionCtrlSettings) -> dict[str, str]:
    """Texts of single parts for a whole motion, where the panel says that they count."""
    return part_texts(settings, chosen_parts(settings)) if settings.follow_parts else {}


def character_of(context: bpy.types.Context) -> bpy.types.Object | None:
    """The chosen character, or the active object where it is an armature."""
    chosen = context.scene.motionctrl.character
    if chosen is not None and chosen.name in context.scene.objects:
        return chosen
    active = context.active_object
    if active is None:
        return None
    return active if active.type == "ARMATURE" else active.find_armature()


_CLASSES = (MotionCtrlPart, MotionCtrlPrompt, MotionCtrlVideo, MotionCtrlMemory, MotionCtrlSettings)


def register() -> None:
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    bpy.types.Scene.motionctrl = PointerProperty(type=MotionCtrlSettings)


def unregister() -> None:
    del bpy.types.Scene.motionctrl
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)
