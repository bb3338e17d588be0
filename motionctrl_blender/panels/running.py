"""What several panels say about the running job, and about its result."""

from __future__ import annotations

import bpy

from ...engine.video.sampling import LIMIT
from ..work.session import Session
from ..work.tasks import Description, Loading, Looking
from .base import lines


def draw_progress(layout: bpy.types.UILayout, context: bpy.types.Context, running: Session) -> None:
    """How far the job is, and how its prompts were understood."""
    for hint in running.hints:
        lines(layout, context, hint, "QUESTION")
    if running.job is None:
        layout.label(text="Writing keys")
    else:
        text, factor = _progress(running)
        layout.progress(factor=factor, text=text)


def draw_decision(layout: bpy.types.UILayout, context: bpy.types.Context, running: Session) -> None:
    """Whether the preview is to be kept."""
    first, last = running.preview.written
    layout.label(text=f"Frames {first} to {last} are a preview", icon="INFO")
    for hint in running.hints:
        lines(layout, context, hint, "QUESTION")
    if len(running.previews) > 1:
        row = layout.row(align=True)
        row.operator("motionctrl.variation", text="", icon="TRIA_LEFT").step = -1
        row.label(text=f"Variation {running.shown + 1} of {len(running.previews)}")
        row.operator("motionctrl.variation", text="", icon="TRIA_RIGHT").step = 1
    row = layout.row(align=True)
    row.operator("motionctrl.accept", icon="CHECKMARK")
    row.operator("motionctrl.reject", icon="X")
    row.operator("motionctrl.retry", icon="FILE_REFRESH")


def _progress(running: Session) -> tuple[str, float]:
    """What the bar says, and how far it is, 0 to 1."""
    job = running.job
    total = job.motion_frames()
    if isinstance(job.task, Loading):
        text, factor = "Loading the model", 0.5
    elif isinstance(job.task, Description):
        text, factor = "Reading the motion", 0.5
    elif isinstance(job.task, Looking):
        text, factor = _looking(running)
    elif job.cancelling():
        text, factor = "Stopping", 1.0
    elif job.loading():
        text, factor = "Reading the prompt" if running.engine else "Loading the model", 0.0
    else:
        speed = job.speed()
        text = f"{job.frames // 4}" + (f" of {-(-total // 4)}" if total else "")
        text += f" latent frames, {speed:.0f} fps"
        if total and speed:
            text += f", {max(0.0, total - job.frames) / speed:.0f} s left"
        factor = min(1.0, job.frames / total) if total else 0.5
    return text + (f", {running.remaining()} more to make" if running.remaining() else ""), factor


def _looking(running: Session) -> tuple[str, float]:
    """The same while a video is looked at."""
    task = running.job.task
    if running.job.cancelling():
        return "Stopping", 1.0
    if running.engine is None:
        return "Loading the model", 0.0
    total = task.feed.total if task.feed is not None else None
    if total is not None and task.done >= total:
        return "Looking once more", 1.0
    of = "" if total is None else f" of {total}"
    return f"Looking at picture {task.done + 1}{of}", min(1.0, task.done / (total or LIMIT))
