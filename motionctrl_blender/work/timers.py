"""Blender's clock and Blender's events: the timer that drains the queue, and what happens to the file."""

from __future__ import annotations

from collections.abc import Iterator

import bpy

from ..scene import stand_in
from .session import session

_TICK = 0.02  # seconds between two looks at the queue
_SLOW_TICK = 0.2  # the same for a download
_SHOWS_KEYS = ("VIEW_3D", "DOPESHEET_EDITOR", "GRAPH_EDITOR", "NLA_EDITOR")


def start_timer() -> None:
    """Starts the timer that drains the queue, unless it runs already."""
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=_TICK, persistent=True)


def _tick() -> float | None:
    if not hasattr(bpy.types.WindowManager, "motionctrl_session"):
        return None
    if locked():
        return _TICK
    previewed = bool(session().previews)
    running = session().drain()
    _redraw(previewed or bool(session().previews))
    return _TICK if running else None


def start_download_timer() -> None:
    """Starts the timer that follows a look-up or a download, unless it runs already."""
    if not bpy.app.timers.is_registered(_shelf_tick):
        bpy.app.timers.register(_shelf_tick, first_interval=_SLOW_TICK, persistent=True)


def _shelf_tick() -> float | None:
    if not hasattr(bpy.types.WindowManager, "motionctrl_session"):
        return None
    running = session().shelf.drain()
    for area in _areas():
        if area.type == "PREFERENCES":
            area.tag_redraw()
    return _SLOW_TICK if running else None


def locked() -> bool:
    """Whether the file must not be changed now: a render reads it."""
    locks = any(manager.is_interface_locked for manager in bpy.data.window_managers)
    return locks or bpy.app.is_job_running("RENDER")


def _redraw(keys: bool) -> None:
    """Of what shows keys, all; where they stay as they are, only sidebars: a heavy scene takes long to draw."""
    for area in _areas():
        if area.type not in _SHOWS_KEYS:
            continue
        for region in [area] if keys else [region for region in area.regions if region.type == "UI"]:
            region.tag_redraw()


def _areas() -> Iterator[bpy.types.Area]:
    for manager in bpy.data.window_managers:
        for window in manager.windows:
            yield from window.screen.areas


@bpy.app.handlers.persistent
def _leave_file(*_: object) -> None:
    """Another file is being opened: the job's character goes away with this one."""
    session().stop()


@bpy.app.handlers.persistent
def _enter_file(*_: object) -> None:
    """A file that Blender saved by itself while a preview was shown."""
    stand_in.clear_away()


@bpy.app.handlers.persistent
def _before_saving(*_: object) -> None:
    """What is saved is the animator's own animation, not the preview."""
    if session().preview is not None:
        session().preview.hide()


@bpy.app.handlers.persistent
def _after_saving(*_: object) -> None:
    if session().preview is not None:
        session().preview.show()


@bpy.app.handlers.persistent
def _after_undo(*_: object) -> None:
    session().after_undo()


_HANDLERS = {
    "load_pre": _leave_file,
    "load_post": _enter_file,
    "save_pre": _before_saving,
    "save_post": _after_saving,
    "save_post_fail": _after_saving,
    "undo_post": _after_undo,
    "redo_post": _after_undo,
}


def register() -> None:
    for name, handler in _HANDLERS.items():
        getattr(bpy.app.handlers, name).append(handler)


def unregister() -> None:
    for name, handler in _HANDLERS.items():
        getattr(bpy.app.handlers, name).remove(handler)
    for tick in (_tick, _shelf_tick):
        if bpy.app.timers.is_registered(tick):
            bpy.app.timers.unregister(tick)
