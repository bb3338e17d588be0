"""Look at a reference video, and generate motion that follows it."""

from __future__ import annotations

from dataclasses import replace

import bpy
from bpy.props import IntProperty, StringProperty

from ...engine.errors import MotionCtrlError
from ...engine.pose.landmarks import Landmarks
from ...engine.store.folder import VIDEO
from ..properties import character_of, settings_of
from ..scene.sampling import scene_fps
from ..video.analysis import Looking
from ..video.footage import chosen, feed_of, footage_of, is_chosen
from ..work.chosen import chosen_model
from ..work.reading import Plan, Style, plan_edit, plan_new
from ..work.session import session, wait
from ..work.tasks import PARTS, video_seconds
from ..work.timers import start_timer
from .base import Generates, style_of
from .parts import frame_range


def why_not(context: bpy.types.Context) -> str:
    """Why the loaded model can't follow a video; empty where it can, or the chosen one isn't loaded yet."""
    engine = session().engine
    if engine is None or session().folder != chosen_model(context)[0] or VIDEO in engine.description.tasks:
        return ""
    return f"The model {engine.description.name} was not trained to follow video; choose another model"


class MOTIONCTRL_OT_look_at_video(Generates, bpy.types.Operator):
    """Find the person in sampled pictures of the video"""

    bl_idname = "motionctrl.look_at_video"
    bl_label = "Look at Video"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        running = session()
        if running.busy():
            cls.poll_message_set("A motion is being generated; cancel it or wait for it")
        elif running.previews:
            cls.poll_message_set("Accept or reject the preview first")
        elif why_not(context):
            cls.poll_message_set(why_not(context))
        elif not is_chosen(settings_of(context.scene).video):
            cls.poll_message_set("Choose a video first")
        else:
            return True
        return False

    def _launch(self, context: bpy.types.Context) -> None:
        video = settings_of(context.scene).video
        session().video.clear()
        try:
            footage = footage_of(context, video)
            task = Looking(footage, feed_of(footage))
        except MotionCtrlError as error:
            session().video.problem = str(error)
            raise
        session().look(task, *chosen_model(context))
        video.person = "0"
        start_timer()
        if self.wait:
            wait()
            if session().error:
                raise MotionCtrlError(session().error)


class MOTIONCTRL_OT_generate_from_video(Generates, bpy.types.Operator):
    """Generate the motion that the video shows; accept or reject it when it is there"""

    bl_idname = "motionctrl.generate_from_video"
    bl_label = "Generate from Video"

    prompt: StringProperty(
        name="Instruction", description="Beside what is shown; empty for the panel's", options={"SKIP_SAVE"}
    )
    seed: IntProperty(name="Seed", description="Seed; -1 for the panel's", default=-1, min=-1, options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if not super().poll(context):
            return False
        seen = session().video.seen
        if why_not(context):
            cls.poll_message_set(why_not(context))
        elif seen is None:
            cls.poll_message_set("Look at the video first")
        elif not seen.people:
            cls.poll_message_set("No person is seen in the video; choose another one")
        elif seen.footage.chosen != chosen(settings_of(context.scene).video):
            cls.poll_message_set("Another video or range is chosen; look at it first")
        else:
            return True
        return False

    def goes_on(self, context: bpy.types.Context) -> bool:
        settings = settings_of(context.scene)
        return settings.video.some_parts or settings.start == "END"

    def plan(self, context: bpy.types.Context) -> Plan:
        settings, shown = settings_of(context.scene), session().video
        prompt = (self.prompt or settings.video.prompt).strip()
        shown.choose(int(settings.video.person or 0), settings.video.mirrored)  # the scene may be another one
        if settings.video.some_parts:
            return self._parts(context, shown.landmarks(), prompt)
        landmarks = shown.landmarks()
        still = len(landmarks) == 1
        if still and not prompt:
            raise MotionCtrlError("A picture shows the first pose only; say in the instruction what comes after it.")
        panel = None if settings.automatic else settings.seconds
        return plan_new(
            context.scene,
            character_of(context),
            [prompt],
            [panel if still else video_seconds(landmarks)],
            self._style(context),
            "FREE" if still else settings.start,
            settings.target,
            video=landmarks,
            title=prompt or f"Video {shown.seen.footage.name}",
        )

    def _parts(self, context: bpy.types.Context, landmarks: Landmarks, prompt: str) -> Plan:
        """The chosen parts in the frame range, as far as the video lasts."""
        scene = context.scene
        if len(landmarks) == 1:
            raise MotionCtrlError("A picture shows a pose of the whole body; switch Only Some Parts off.")
        chosen_parts = settings_of(scene).video.parts
        first, last = frame_range(scene)
        frames = max(1, int(video_seconds(landmarks) * scene_fps(scene)))
        return plan_edit(
            scene,
            character_of(context),
            prompt,
            tuple(part for part in PARTS if part in chosen_parts),
            first,
            min(last, first + frames - 1),
            self._style(context),
            video=landmarks,
        )

    def _style(self, context: bpy.types.Context) -> Style:
        return replace(style_of(context, self.seed), follow=settings_of(context.scene).video.follow)


_CLASSES = (MOTIONCTRL_OT_look_at_video, MOTIONCTRL_OT_generate_from_video)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
