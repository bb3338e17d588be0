"""Keeps the result that is shown, with its place in the history."""

from __future__ import annotations

import bpy

from ..properties import settings_of
from ..work.session import session

_REMEMBERED = 50  # lines of history kept in the file


def accept(scene: bpy.types.Scene) -> None:
    """The shown preview becomes the character's motion; its prompts are marked and remembered."""
    preview, name = session().accept()
    session().last = None  # what is kept is not tried again
    _mark_prompts(preview, name)
    _remember(scene, preview, name)
    if preview.written[1] > scene.frame_end:
        scene.frame_end = preview.written[1]


def _remember(scene: bpy.types.Scene, preview, action: str) -> None:
    task, history = preview.task, settings_of(scene).history
    line = history.add()
    line.text, line.seed, line.action = "\n".join(task.instructions), task.seed, action
    line.seconds = "\n".join(f"{seconds or 0:g}" for seconds in task.seconds)
    line.parts = " ".join(task.open_parts)
    line.part_texts = "\n".join(f"{part}: {text}" for part, text in task.parts.items())
    line.start, line.target = task.start, "PLAYHEAD" if preview.into and task.start != "END" else "NEW"
    line.frame_start, line.frame_end = preview.written
    line.strength, line.creativity = task.strength or 0.0, task.temperature or 0.0
    while len(history) > _REMEMBERED:
        history.remove(0)
    settings_of(scene).history_index = len(history) - 1


def _mark_prompts(preview, name: str) -> None:
    """A pose marker where each prompt, or step of one, begins, with its words."""
    task = preview.task
    if task.is_edit or preview.written is None:
        return
    markers = bpy.data.actions[name].pose_markers
    frame = float(task.first)
    texts, durations = task.in_steps()
    if None in durations:  # the model decides when the next step begins
        texts, durations = task.instructions, task.seconds
    for text, seconds in zip(texts, durations, strict=True):
        if frame <= preview.written[1]:
            marker = markers.new(text[:60] or task.title)
            marker.frame = round(frame)
        frame += (seconds or 0) * task.rate
