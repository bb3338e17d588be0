"""The worker thread and its queue: the only bridge between the engine and Blender's main thread."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from dataclasses import dataclass

from ..engine.api import Cancelled, Caption, Chunk, Engine
from ..engine.errors import MotionCtrlError
from .looking import Seen
from .tasks import Work


@dataclass(frozen=True)
class Loaded:
    """The worker has opened the model."""

    engine: Engine


@dataclass(frozen=True)
class Piece:
    """Finished motion, words about motion, or what is seen in a video."""

    result: Chunk | Caption | Seen


@dataclass(frozen=True)
class Ended:
    """The worker is done: finished, cancelled or failed (an error sentence and its details)."""

    cancelled: bool = False
    error: str = ""
    details: str = ""


class Worker:
    """Work on a thread of its own. Create, start, then poll on the main thread."""

    doing = "Working"  # how the sentence about a surprise begins

    def __init__(self) -> None:
        self.ended: Ended | None = None
        self._messages: queue.SimpleQueue = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="MotionCtrl", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Stops the work soon; what has come so far can still be polled."""
        self._stop.set()

    def cancelling(self) -> bool:
        return self._stop.is_set()

    def join(self, timeout: float) -> bool:
        """Waits for the worker; whether it has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def poll(self) -> object | None:
        """The next message, or None where none is waiting."""
        try:
            message = self._messages.get_nowait()
        except queue.Empty:
            return None
        if isinstance(message, Ended):
            self.ended = message
        return message

    def send(self, message: object) -> None:
        """For the work itself, on its thread."""
        self._messages.put(message)

    def run(self) -> None:
        """The work itself, on its thread; it looks at ``cancelling`` often."""

    def _work(self) -> None:
        try:
            self.run()
            self.send(Ended(cancelled=self.cancelling()))
        except Cancelled:
            self.send(Ended(cancelled=True))
        except MotionCtrlError as error:
            self.send(Ended(error=str(error)))
        except Exception as error:  # a worker must always say that it ended
            sentence = f"{self.doing} stopped with an error ({error}): try again, or report it with its details."
            self.send(Ended(error=sentence, details=traceback.format_exc()))


class Job(Worker):
    """One task for the model; cancelling stops the compute within one latent frame.

    folder, threads and gpu say which model to open, and on what, where ``engine`` is None.
    """

    doing = "Generating"

    def __init__(self, task: Work, engine: Engine | None, folder: str | None, threads: int | None, gpu: bool) -> None:
        super().__init__()
        self.task = task
        self.frames = 0  # motion frames that have come
        self._engine, self._opened = engine, (folder, threads, -1 if gpu else 0)
        self._began = time.perf_counter()
        self._first = 0.0

    def loading(self) -> bool:
        return self.frames == 0

    def motion_frames(self) -> int | None:
        """Motion frames that will come in all; None where that isn't known."""
        return self.task.motion_frames()

    def speed(self) -> float:
        """Motion frames a second since the first piece came."""
        if not self._first:
            return 0.0
        return self.frames / max(time.perf_counter() - self._first, 1e-3)

    def poll(self) -> Loaded | Piece | Ended | None:
        """The next message, or None where none is waiting."""
        message = super().poll()
        if isinstance(message, Piece):
            self._first = self._first or self._began
            if isinstance(message.result, Chunk):
                self.frames += len(message.result.rotations)
        elif isinstance(message, Loaded):
            self._began = time.perf_counter()
        return message

    def run(self) -> None:
        engine = self._engine
        if engine is None:
            engine = Engine(*self._opened)
            self.send(Loaded(engine))
        if not self.cancelling():
            for result in self.task.run(engine, self.cancelling):
                self.send(Piece(result))
