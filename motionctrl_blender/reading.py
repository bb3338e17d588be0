"""Reads everything that a generation needs from the scene, before the worker starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import bpy
import numpy as np

from ..engine.errors import MotionCtrlError
from ..engine.motion.kinematics import Motion
from .scene import actions
from .scene.armature import read_rig
from .scene.bones import joints_of_parts
from .scene.posing import Rig, from_channels
from .scene.sampling import sample_channels, scene_fps
from .tasks import MOTION_FPS, PARTS, STRIDE, Task

CONTEXT = 40  # motion frames (2 s) of what is there already that the model gets to see


@dataclass(frozen=True)
class Style:
    """How to generate: seed, and strength and temperature, None for the model's own."""

    seed: int = 0
    strength: float | None = None
    temperature: float | None = None


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
    start: str = "REST",
    target: str = "NEW",
    parts: Mapping[str, str] | None = None,
) -> Plan:
    """A motion of one or several prompts: from anywhere, from the current pose or after the last key."""
    rig = _ready(armature)
    _check_prompts(prompts)
    rate, playhead = scene_fps(scene), scene.frame_current
    action = actions.current_action(armature)
    known, origin, first = None, float(playhead), playhead
    if start == "END":
        keyed = actions.key_range(armature, rig)
        if keyed is None:
            raise MotionCtrlError(f"“{armature.name}” has no keys to go on from; generate a motion first.")
        known, origin = _ending_at(scene, armature, rig, keyed[1], keyed[1] - keyed[0])
        first = keyed[1] + 1
    elif start == "CURRENT":
        known, origin = _ending_at(scene, armature, rig, playhead, 0)
    elif target == "NEW":
        first = scene.frame_start
        origin = float(first)
    keep = start == "END" or target == "PLAYHEAD"
    task = Task(
        title=" | ".join(prompts)[:60],
        instructions=tuple(prompts),
        seconds=tuple(seconds),
        rate=rate,
        origin=origin,
        first=first,
        parts=dict(parts or {}),
        seed=style.seed,
        strength=style.strength,
        temperature=style.temperature,
        known=known,
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
) -> Plan:
    """Some parts generated anew in the scene frames ``first`` to ``last``; all else stays."""
    rig = _ready(armature)
    keyed = actions.key_range(armature, rig)
    action = actions.current_action(armature)
    if keyed is None or action is None:
        raise MotionCtrlError(f"“{armature.name}” has no keys to change; generate a motion first.")
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise MotionCtrlError(f"There is no part {unknown[0]!r}; use {', '.join(PARTS)}.")
    if not parts:
        raise MotionCtrlError("No part is chosen; switch on the parts to regenerate.")
    first, last = max(first, keyed[0]), min(last, keyed[1])
    if last < first:
        raise MotionCtrlError(
            f"The frame range holds none of the motion's keys; choose a range between {keyed[0]} and {keyed[1]}."
        )
    rate = scene_fps(scene)
    margin = CONTEXT / MOTION_FPS * rate
    origin = max(float(keyed[0]), first - margin)
    end = min(float(keyed[1]), last + margin)
    latents = max(1, int(np.ceil(((end - origin) / rate * MOTION_FPS + 1) / STRIDE - 1e-6)))
    known = _sampled(scene, armature, rig, origin, latents * STRIDE, rate)
    position = [(frame - origin) / rate * MOTION_FPS / STRIDE for frame in (first, last)]
    task = Task(
        title=prompt[:60] or "Edit",
        instructions=(prompt,),
        seconds=(None,),
        rate=rate,
        origin=origin,
        first=first,
        last=last,
        parts=dict(texts or {}),
        seed=style.seed,
        strength=style.strength,
        temperature=style.temperature,
        known=known,
        open_parts=tuple(parts),
        open_first=int(np.floor(position[0] + 1e-6)),
        open_last=min(latents, int(np.floor(position[1] + 1e-6)) + 1),
        joints=None if len(parts) == len(PARTS) else joints_of_parts(tuple(parts)),
    )
    return Plan(task, rig, action.name)


def _ready(armature: bpy.types.Object | None) -> Rig:
    rig = read_rig(armature)
    actions.check_writable(armature)
    return rig


def _check_prompts(prompts: list[str]) -> None:
    if not prompts or not all(prompt.strip() for prompt in prompts):
        raise MotionCtrlError("The prompt is empty; say what the character should do.")


def _ending_at(
    scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, frame: int, before: float
) -> tuple[Motion, float]:
    """Whole latent frames of motion that end at a scene frame, and the scene frame they start at."""
    rate = scene_fps(scene)
    available = int(before / rate * MOTION_FPS) + 1
    count = min(CONTEXT, max(STRIDE, available // STRIDE * STRIDE))
    origin = frame - (count - 1) * rate / MOTION_FPS
    return _sampled(scene, armature, rig, origin, count, rate), origin


def _sampled(
    scene: bpy.types.Scene, armature: bpy.types.Object, rig: Rig, origin: float, count: int, rate: float
) -> Motion:
    """``count`` motion frames at 20 fps from a scene frame on."""
    frames = origin + np.arange(count) * rate / MOTION_FPS
    rotations, translation = from_channels(sample_channels(scene, armature, rig, frames), rig)
    return Motion(rotations, translation, MOTION_FPS, rig.skeleton)
