"""What the add-on keeps while Blender runs: the open model, the running job, results that wait for a decision.

It lives on the window manager's type from register to unregister, so nothing outlasts the add-on.
"""

from __future__ import annotations

import contextlib
import math
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bpy

from ...engine.api import Caption, Engine
from ...engine.errors import MotionCtrlError
from ...engine.store.folder import default_model, read_description
from ..models.manager import ModelManager
from ..scene import stand_in
from ..video.analysis import Feed, Looking, Seen
from ..video.reference import ReferenceVideo
from ..worker import Ended
from .jobs import Job, Loaded, Piece
from .preview import Preview
from .reading import Plan
from .tasks import Description, Loading, Task, Work

_BUDGET = 0.008  # seconds of the main thread that one look at the queue may take, one step at least


class Session:
    """One generation at a time: a running job, then one or several previews to accept or reject."""

    def __init__(self) -> None:
        self.engine: Engine | None = None
        self.folder: str | None = None
        self.threads: int | None = None
        self.gpu = False
        self.job: Job | None = None
        self.previews: list[Preview] = []  # variations of one request
        self.shown = 0
        self.last: Plan | None = None  # what Retry repeats
        self.words: list[str] = []  # descriptions of a motion, stretch by stretch
        self.shelf = ModelManager()
        self.video = ReferenceVideo()
        self.hints: list[str] = []  # about the prompt whose motion is shown
        self.error = ""
        self.details = ""
        self.longest = 0.0  # seconds that the longest look has held the main thread, for the benchmark
        self._waiting: list[Task] = []  # variations that are still to be made
        self._writing: Iterator[None] | None = None  # keys on their way into the preview

    @property
    def preview(self) -> Preview | None:
        """The one that the character shows."""
        return self.previews[self.shown] if self.previews else None

    def busy(self) -> bool:
        """Whether anything is still being made."""
        return self.job is not None or self._writing is not None

    def pending(self) -> bool:
        """Whether a finished or cancelled result waits for Accept or Reject."""
        return bool(self.previews) and not self.busy()

    def remaining(self) -> int:
        """Variations that have not been begun."""
        return len(self._waiting)

    def start(self, plan: Plan, folder: str | None, threads: int | None, gpu: bool, variations: int = 1) -> None:
        """Starts a plan on the worker. A further variation has the next seed."""
        self._prepare(folder, threads, gpu)
        self.last = plan
        task = plan.task
        self.hints = self.understood(plan, folder)
        self._waiting = [replace(task, seed=task.seed + index) for index in range(1, variations)]
        self._begin(task)

    def understood(self, plan: Plan, folder: str | None) -> list[str]:
        """How the model in ``folder`` understands the prompts, a sentence each; raises where it knows no word."""
        try:
            learned = read_description(default_model() if folder is None else Path(folder)).words
        except MotionCtrlError:
            learned = ""  # the worker says what is wrong with the model
        return plan.task.hints(learned)

    def load(self, folder: str | None, threads: int | None, gpu: bool) -> None:
        """Starts to open the model, so that the first motion starts at once."""
        self._prepare(folder, threads, gpu)
        self._start_job(Loading())

    def describe(self, task: Description, folder: str | None, threads: int | None, gpu: bool) -> None:
        """Starts to put a motion into words."""
        self._prepare(folder, threads, gpu)
        self.words.clear()
        self._start_job(task)

    def look(self, task: Looking, folder: str | None, threads: int | None, gpu: bool) -> None:
        """Starts to look at a reference video."""
        self._prepare(folder, threads, gpu)
        self.video.clear()
        self._start_job(task)

    def _prepare(self, folder: str | None, threads: int | None, gpu: bool) -> None:
        if self.engine is not None and (self.folder, self.threads, self.gpu) != (folder, threads, gpu):
            self.close_engine()
        self.folder, self.threads, self.gpu = folder, threads, gpu
        self.hints, self.error, self.details, self.longest = [], "", "", 0.0

    def _start_job(self, task: Work) -> None:
        self.job = Job(task, self.engine, self.folder, self.threads, self.gpu)
        self.job.start()

    def _begin(self, task: Task) -> None:
        armature = bpy.data.objects.get(self.last.rig.name)
        if armature is None:
            raise MotionCtrlError(f"“{self.last.rig.name}” was deleted while generating; pick another character.")
        if self.preview is not None:
            self.preview.hide()
        self.previews.append(Preview(armature, self.last.rig, task, self.last.into))
        self.shown = len(self.previews) - 1
        self._writing = self.preview.begin()
        self._start_job(task)

    def cancel(self) -> None:
        """Stops the compute within one latent frame; what is there already stays as a preview."""
        self._waiting.clear()
        if self.job is not None:
            self.job.cancel()

    def drain(self) -> bool:
        """Takes what the worker has sent, on the main thread; whether there is more to come.

        The timer calls it; tests and scripts without a window call it themselves.
        """
        if not self.busy():
            return False
        began = time.perf_counter()
        try:
            while self.busy() and time.perf_counter() - began < _BUDGET and self._advance():
                pass
        except MotionCtrlError as error:
            self.fail(str(error))
        except Exception as error:  # the timer must go on, or the panel would say "busy" for ever
            self.fail(f"Writing the keys stopped with an error ({error}): try again, or report it with its details.")
            self.details = traceback.format_exc()
        self.longest = max(self.longest, time.perf_counter() - began)
        return self.busy()

    def _advance(self) -> bool:
        """One small step; False where there is nothing to do yet."""
        if self._writing is not None:
            if next(self._writing, self) is self:
                self._writing = None
                if self.job is None:
                    self._end_preview()
            return True
        message = self.job.poll()
        if isinstance(message, Loaded):
            self.engine = message.engine
        elif isinstance(message, Piece):
            if isinstance(message.result, Caption):
                self.words.append(message.result.text)
            elif isinstance(message.result, Seen):
                self.video.keep(message.result)
            elif self.previews and not self.job.cancelling():
                self._writing = self.preview.add(message.result)
        elif isinstance(message, Ended):
            self._end_job(message)
        elif (feed := self._feed()) and not self.job.cancelling():
            return feed.serve()
        return message is not None

    def _feed(self) -> Feed | None:
        """Pictures that the job needs Blender to read."""
        task = None if self.job is None else self.job.task
        return task.feed if isinstance(task, Looking) else None

    def _end_job(self, message: Ended) -> None:
        self.job.join(5)
        self._leave_job()
        if message.error:
            self.error, self.details = message.error, message.details
        if message.error or message.cancelled:
            self._waiting.clear()
        if self.previews:
            self._writing = self.preview.finish()

    def _leave_job(self) -> None:
        if feed := self._feed():
            feed.close()
        if isinstance(self.job.task, Looking) and self.job.ended is not None:
            self.video.problem = self.job.ended.error
        self.job = None

    def _end_preview(self) -> None:
        if self.preview.written is None:
            self.previews.pop(self.shown).reject()
            self.shown = max(0, len(self.previews) - 1)
            if self.previews:
                self.preview.show()
        elif self._waiting:
            self._begin(self._waiting.pop(0))

    def fail(self, sentence: str) -> None:
        """Ends everything because the scene no longer fits; the sentence is shown in the panel."""
        self.cancel()
        self.reject()
        self.error = sentence

    def show(self, index: int) -> None:
        """Puts another variation on the character."""
        self.preview.hide()
        self.shown = index % len(self.previews)
        self.preview.show()

    def accept(self) -> tuple[Preview, str]:
        """Keeps what is shown: the preview that it was, and the name of its action."""
        preview = self.preview
        name = preview.accept()
        self.previews.remove(preview)
        self.reject()
        return preview, name

    def reject(self) -> None:
        """Drops the previews; the animation is as it was before."""
        previews, self.previews, self.shown, self._writing = self.previews, [], 0, None
        for preview in previews:
            with contextlib.suppress(ReferenceError, KeyError):
                preview.reject()

    def stop(self, timeout: float = 10.0) -> None:
        """Cancels, waits for the worker and drops the preview."""
        self.cancel()
        if self.job is not None:
            self.job.join(timeout)
            while (message := self.job.poll()) is not None:
                if isinstance(message, Loaded):
                    self.engine = message.engine
            self._leave_job()
        self.video.clear()
        self.reject()

    def close_engine(self) -> None:
        """Frees the model."""
        if self.engine is not None:
            self.engine.close()
            self.engine = None

    def after_undo(self) -> None:
        """Undo or redo has changed the file under the previews' feet: what is left of them goes on."""
        lost = [preview for preview in self.previews if not preview.exists()]
        if self.preview in lost and not (self.busy() and self.preview.character_exists()):
            self.fail("The preview was undone; generate again.")
            lost = []
        stand_in.clear_away(tuple(preview.action for preview in self.previews))
        if lost:
            self._restore(lost)
        elif self.previews:
            self.preview.rewrite()

    def _restore(self, lost: list[Preview]) -> None:
        """Something else was undone while a motion is being made: what was made of it so far comes back."""
        try:
            for preview in lost:
                if preview is not self.preview:
                    for _ in preview.again():
                        pass
                    preview.hide()
        except MotionCtrlError as error:
            self.fail(str(error))
            return
        if self.preview in lost:
            self._writing = self.preview.again()


def session() -> Session:
    """The running session."""
    return bpy.types.WindowManager.motionctrl_session


def wait(limit: float = math.inf) -> None:
    """Pumps the queue until the job ends: for scripts and background Blender, where no timer fires."""
    until = time.monotonic() + limit
    while session().drain() and time.monotonic() < until:
        time.sleep(0.005)


def register() -> None:
    bpy.types.WindowManager.motionctrl_session = Session()


def unregister() -> None:
    session().stop()
    session().close_engine()
    session().shelf.stop()
    del bpy.types.WindowManager.motionctrl_session
