"""What the add-on keeps while Blender runs: the open model, the running job, the pending preview.

It lives on the window manager's type from register to unregister, so nothing outlasts the add-on.
"""

from __future__ import annotations

import contextlib
import time

import bpy

from ..engine.api import Engine
from ..engine.errors import MotionCtrlError
from .jobs import Ended, Job, Loaded, Piece
from .preview import Preview
from .reading import Plan
from .tasks import Task

_TICK = 0.02  # seconds between two looks at the queue
_BUDGET = 0.012  # seconds of the main thread that one look may take, one piece at least


class Session:
    """One generation at a time: a running job, then a preview that waits to be accepted or rejected."""

    def __init__(self) -> None:
        self.engine: Engine | None = None
        self.folder: str | None = None
        self.job: Job | None = None
        self.preview: Preview | None = None
        self.last: Plan | None = None  # what Retry repeats
        self.error = ""
        self.details = ""
        self.longest = 0.0  # seconds that the longest look has held the main thread, for the benchmark

    def busy(self) -> bool:
        """Whether a job runs."""
        return self.job is not None

    def pending(self) -> bool:
        """Whether a finished or cancelled result waits for Accept or Reject."""
        return self.preview is not None and self.job is None

    def start(self, task: Task, preview: Preview, folder: str | None, threads: int | None) -> None:
        """Starts a task on the worker; its keys go to ``preview``."""
        if self.engine is not None and self.folder != folder:
            self.close_engine()
        self.folder, self.error, self.details, self.longest = folder, "", "", 0.0
        self.preview = preview
        self.job = Job(task, self.engine, folder, threads)
        self.job.start()

    def drain(self) -> bool:
        """Takes what the worker has sent, on the main thread; whether a job still runs.

        The timer calls it; tests and scripts without a window call it themselves.
        """
        if self.job is None:
            return False
        began = time.perf_counter()
        while time.perf_counter() - began < _BUDGET:
            message = self.job.poll()
            if message is None:
                break
            self._take(message)
            if self.job is None:
                break
        self.longest = max(self.longest, time.perf_counter() - began)
        return self.job is not None

    def _take(self, message: Loaded | Piece | Ended) -> None:
        if isinstance(message, Loaded):
            self.engine = message.engine
        elif isinstance(message, Ended):
            self._end(message)
        elif self.preview is not None and not self.job.cancelling():
            try:
                self.preview.add(message.chunk)
            except (MotionCtrlError, ReferenceError, KeyError) as error:
                self.fail(str(error))

    def _end(self, message: Ended) -> None:
        self.job.join(5)
        self.job = None
        if message.error:
            self.error, self.details = message.error, message.details
        if self.preview is None:
            return
        try:
            if not message.cancelled and not message.error:
                self.preview.finish()
            if self.preview.written is None:
                self.reject()
        except MotionCtrlError as error:
            self.error = str(error)
            self.reject()

    def fail(self, sentence: str) -> None:
        """Ends everything because the scene no longer fits; the sentence is shown in the panel."""
        if self.job is not None:
            self.job.cancel()
        self.reject()
        self.error = sentence

    def reject(self) -> None:
        """Drops the preview; the animation is as it was before."""
        preview, self.preview = self.preview, None
        if preview is not None:
            with contextlib.suppress(ReferenceError, KeyError):
                preview.reject()

    def stop(self, timeout: float = 10.0) -> None:
        """Cancels, waits for the worker and drops the preview."""
        if self.job is not None:
            self.job.cancel()
            self.job.join(timeout)
            while self.job is not None:
                message = self.job.poll()
                if message is None:
                    break
                if isinstance(message, Loaded):
                    self.engine = message.engine
            self.job = None
        self.reject()

    def close_engine(self) -> None:
        """Frees the model."""
        if self.engine is not None:
            self.engine.close()
            self.engine = None


def session() -> Session:
    """The running session."""
    return bpy.types.WindowManager.motionctrl_session


def wait(limit: float = 600.0) -> None:
    """Pumps the queue until the job ends: for scripts and background Blender, where no timer fires."""
    until = time.monotonic() + limit
    while session().drain() and time.monotonic() < until:
        time.sleep(0.005)


def watch() -> None:
    """Starts the timer that drains the queue, unless it runs already."""
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=_TICK, persistent=True)


def _tick() -> float | None:
    if not hasattr(bpy.types.WindowManager, "motionctrl_session"):
        return None
    for manager in bpy.data.window_managers:
        if manager.is_interface_locked:
            return _TICK
    running = session().drain()
    _redraw()
    return _TICK if running else None


def _redraw() -> None:
    for manager in bpy.data.window_managers:
        for window in manager.windows:
            for area in window.screen.areas:
                if area.type in ("VIEW_3D", "DOPESHEET_EDITOR", "GRAPH_EDITOR"):
                    area.tag_redraw()


@bpy.app.handlers.persistent
def _leave_file(*_: object) -> None:
    """Another file is being opened: the job's character goes away with this one."""
    session().stop()


def register() -> None:
    bpy.types.WindowManager.motionctrl_session = Session()
    bpy.app.handlers.load_pre.append(_leave_file)


def unregister() -> None:
    bpy.app.handlers.load_pre.remove(_leave_file)
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    session().stop()
    session().close_engine()
    del bpy.types.WindowManager.motionctrl_session
