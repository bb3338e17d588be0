"""Reads everything that a generation needs from the scene, before the worker starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import bpy
import numpy as np

from ...engine.body.layout import FPS, JOINT_COUNT
from ...engine.errors import MotionCtrlError
from ...engine.motion.kinematics import Motion
from ...engine.pose.landmarks import Landmarks
from ..scene import actions, nla
from ..scene.armature import read_rig
from ..scene.bones import joints_of_parts
from ..scene.posing import Rig, from_channels
from ..scene.sampling import sample_channels, scene_fps
from .tasks import FOLLOW, PARTS, STRIDE, Description, Task

CONTEXT = 40  # motion frames (2 s) of what is there already that the model gets to see
_HELD = 2  # latent frames that a single pose is held for, so that the model sees it


@dataclass(frozen=True)
class Style:
    """How to generate: seed; strength and temperature, None for the model's own; how closely a video is followed."""

    seed: int = 0
    strength: float | None = None
    temperature: float | None = None
    follow: float = FOLLOW


@dataclass(frozen=True)
class Plan:
    """A task and where its result goes: the name of an action, None for a new one."""

    task: Task
    rig: Rig
    into: str | None


def plan_new(
    scene: bpy.types.Scene,
    armature: bpy.types.Object | None,
    prompts: list[str],
    seconds: list[float | None],
    style: Style,
    start: str = "FREE",
    target: str = "NEW",
    parts: Mapping[str, str] | None = None,
    video: Landmarks | None = None,
    title: str = "",
) -> Plan:
    """A motion of one or several prompts: from anywhere, rest or current pose, or after the last key.

    video: what it shows; the prompt may then be empty. title: for the action, by default the prompts.
    """
    keep = start == "END" or target == "PLAYHEAD"
    rig = _ready(armature, keep)
    if keep:
        actions.check_open(armature, rig)
    if video is None:
        _check_prompts(prompts)
    rate, playhead = scene_fps(scene), scene.frame_current
    action = actions.current_action(armature)
    known, meets, origin, first = None, None, float(playhead), playhead
    if start == "END":
        keyed = actions.key_range(armature, rig) or nla.strip_range(armature, rig)
        if keyed is None:
            raise MotionCtrlError(f"“{armature.name}” has no keys to go on from; generate a motion first.")
        known, origin = _ending_at(scene, armature, rig, keyed[1], keyed[1] - keyed[0])
        meets, first = keyed[1], keyed[1] + 1
    elif start == "CURRENT":
        known, origin = _ending_at(scene, armature, rig, playhead, 0)
        meets = playhead
    elif target == "NEW":
        first = scene.frame_start
        origin = float(first)
    if start == "REST":
        known, meets = _at_rest(rig), first
        origin = first - (len(known) - 1) * rate / FPS
    task = Task(
        title=(title or " | ".join(prompts))[:60],
        instructions=tuple(prompts),
        seconds=tuple(seconds),
        rate=rate,
        origin=origin,
        first=first,
        parts=dict(parts or {}),
        seed=style.seed,
        strength=style.strength,
        temperature=style.temperature,
        follow=style.follow,
        known=known,
        meets=meets,
        video=video,
        start=start,
    )
    return Plan(task, rig, action.name if keep and action else None)


def plan_edit(
    scene: bpy.types.Scene,
    armature: bpy.types.Object | None,
    prompt: str,
    parts: tuple[str, ...],
    first: int,
    last: int,
    style: Style,
    texts: Mapping[str, str] | None = None,
    video: Landmarks | None = None,
) -> Plan:
    """Regenerates some parts in the scene frames ``first`` to ``last``; all else stays.

    video: what they show, from ``first`` on.
    """
    rig = _ready(armature, True)
    keyed = actions.key_range(armature, rig)
    action = actions.current_action(armature)
    if keyed is None or action is None:
        if strip := nla.last_strip(armature, rig):
            raise MotionCtrlError(
                f"The motion of “{armature.name}” is in the NLA strip “{strip.name}”; choose its action in the Action "
                "Editor and mute the strip's track to change its keys."
            )
        raise MotionCtrlError(f"“{armature.name}” has no keys to change; generate a motion first.")
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise MotionCtrlError(f"There is no part {unknown[0]!r}; use {', '.join(PARTS)}.")
    if not parts:
        raise MotionCtrlError("No part is chosen; switch on the parts to regenerate.")
    joints = None if len(parts) == len(PARTS) else joints_of_parts(tuple(parts))
    actions.check_open(armature, rig, joints)
    first, last = _clipped(first, last, keyed)
    rate = scene_fps(scene)
    span = _span(first, last, keyed, rate)
    known = _sampled(scene, armature, rig, span.origin, span.count * STRIDE, rate)
    task = Task(
        title=prompt[:60] or "Edit",
        instructions=(prompt,),
        seconds=(None,),
        rate=rate,
        origin=span.origin,
        first=first,
        last=last,
        parts=dict(texts or {}),
        seed=style.seed,
        strength=style.strength,
        temperature=style.temperature,
        follow=style.follow,
        known=known,
        open_parts=tuple(parts),
        open_first=span.first,
        open_last=span.last,
        joints=joints,
        meets=first - 1 if first > keyed[0] else None,
        beyond=_sampled(scene, armature, rig, last + 1.0, 2, rate) if last < keyed[1] else None,
        video=video,
    )
    return Plan(task, rig, action.name)


def plan_between(
    scene: bpy.types.Scene,
    armature: bpy.types.Object | None,
    prompt: str,
    first: int,
    last: int,
    style: Style,
    texts: Mapping[str, str] | None = None,
) -> Plan:
    """Regenerates everything between two scene frames, or the first and last key where those lie further in."""
    keyed = actions.key_range(armature, _ready(armature, True))
    if keyed is not None:
        first, last = _clipped(first, last, keyed)
    if last - first < 2:
        raise MotionCtrlError("There is no frame between the two poses; choose a longer frame range.")
    return plan_edit(scene, armature, prompt, PARTS, first + 1, last - 1, style, texts)


def plan_description(scene: bpy.types.Scene, armature: bpy.types.Object | None, first: int, last: int) -> Description:
    """The motion between two scene frames, to be put into words."""
    rig = read_rig(armature)
    keyed = actions.key_range(armature, rig) or nla.strip_range(armature, rig)
    if keyed is None:
        raise MotionCtrlError(f"“{armature.name}” has no keys to describe; generate a motion first.")
    first, last = _clipped(first, last, keyed)
    rate = scene_fps(scene)
    count = max(STRIDE, int((last - first) / rate * FPS) + 1)
    return Description(_sampled(scene, armature, rig, float(first), count, rate))


def _clipped(first: int, last: int, keyed: tuple[int, int]) -> tuple[int, int]:
    """The part of a frame range that has keys."""
    first, last = max(first, keyed[0]), min(last, keyed[1])
    if last < first:
        raise MotionCtrlError(
            f"The frame range holds none of the motion's keys; choose a range between {keyed[0]} and {keyed[1]}."
        )
    return first, last


@dataclass(frozen=True)
class _Span:
    """Latent frames around an edit: scene frame of the first one, how many, and which are open."""

    origin: float
    count: int
    first: int
    last: int


def _span(first: int, last: int, keyed: tuple[int, int], rate: float) -> _Span:
    """The open latent frames begin right after the last known scene frame.

    On both sides lies as much known motion as there is, up to the model's context; where it is less
    than two latent frames, as with single poses, the pose is held.
    """

    def known(frames: float) -> int:
        return int(np.clip(frames / rate * FPS // STRIDE, _HELD, CONTEXT // STRIDE))

    before = known(first - keyed[0]) if first > keyed[0] else 0
    origin = first - 1 - (before * STRIDE - 1) * rate / FPS if before else float(first)
    position = (last - origin) / rate * FPS
    end = int(np.floor(position / STRIDE + 1e-6)) + 1
    after = known(keyed[1] - last) if last < keyed[1] else 0
    return _Span(origin, end + after, before, end)


def _ready(armature: bpy.types.Object | None, keep: bool) -> Rig:
    """The rig; raises where an action that is kept, or none at all, can be written."""
    rig = read_rig(armature)
    (actions.check_writable if keep else actions.check_local)(armature)
    return rig


def _check_prompts(prompts: list[str]) -> None:
    if not prompts or not all(prompt.strip() for prompt in prompts):
        raise MotionCtrlError("The prompt is empty; say what the character should do.")


def _ending_at(
    scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, frame: int, before: float
) -> tuple[Motion, float]:
    """Whole latent frames of motion that end at a scene frame, and the scene frame they start at."""
    rate = scene_fps(scene)
    available = int(before / rate * FPS) + 1
    count = min(CONTEXT, max(STRIDE, available // STRIDE * STRIDE))
    origin = frame - (count - 1) * rate / FPS
    return _sampled(scene, armature, rig, origin, count, rate), origin


def _at_rest(rig: Rig) -> Motion:
    """One latent frame of standing in the rest pose."""
    place = rig.heads[0] @ rig.axes * rig.unit
    return Motion(np.tile(np.eye(3), (STRIDE, JOINT_COUNT, 1, 1)), np.tile(place, (STRIDE, 1)), FPS, rig.skeleton)


def _sampled(
    scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, origin: float, count: int, rate: float
) -> Motion:
    """``count`` motion frames at 20 fps from a scene frame on."""
    frames = origin + np.arange(count) * rate / FPS
    rotations, translation = from_channels(sample_channels(scene, armature, rig, frames), rig)
    return Motion(rotations, translation, FPS, rig.skeleton)
