"""The worker thread and its queue: the only bridge between the engine and Blender's main thread."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from dataclasses import dataclass

from ..engine.api import Cancelled, Caption, Chunk, Engine
from ..engine.errors import MotionCtrlError
from .tasks import Work


@dataclass(frozen=True)
class Loaded:
    """The worker has opened the model."""

    engine: Engine


@dataclass(frozen=True)
class Piece:
    """Finished motion, or words about motion."""

    result: Chunk | Caption


@dataclass(frozen=True)
class Ended:
    """The worker is done: finished, cancelled or failed (an error sentence and its details)."""

    cancelled: bool = False
    error: str = ""
    details: str = ""


class Job:
    """One task on a thread of its own. Create, start, then poll on the main thread.

    folder and threads say which model to open where ``engine`` is None.
    """

    def __init__(self, task: Work, engine: Engine | None, folder: str | None, threads: int | None) -> None:
        self.task = task
        self.frames = 0  # motion frames that have come
        self.ended: Ended | None = None
        self._engine, self._folder, self._threads = engine, folder, threads
        self._messages: queue.SimpleQueue = queue.SimpleQueue()
        self._stop = threading.Event()
        self._began = time.perf_counter()
        self._first = 0.0
        self._thread = threading.Thread(target=self._work, name="MotionCtrl", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Stops the compute within one latent frame; what has come so far can still be polled."""
        self._stop.set()

    def cancelling(self) -> bool:
        return self._stop.is_set()

    def join(self, timeout: float) -> bool:
        """Waits for the worker; whether it has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

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
        try:
            message = self._messages.get_nowait()
        except queue.Empty:
            return None
        if isinstance(message, Piece):
            self._first = self._first or self._began
            if isinstance(message.result, Chunk):
                self.frames += len(message.result.rotations)
        elif isinstance(message, Ended):
            self.ended = message
        elif isinstance(message, Loaded):
            self._began = time.perf_counter()
        return message

    def _work(self) -> None:
        try:
            engine = self._engine
            if engine is None:
                engine = Engine(self._folder, threads=self._threads)
                self._messages.put(Loaded(engine))
            if not self._stop.is_set():
                for result in self.task.run(engine, self._stop.is_set):
                    self._messages.put(Piece(result))
            self._messages.put(Ended(cancelled=self._stop.is_set()))
        except Cancelled:
            self._messages.put(Ended(cancelled=True))
        except MotionCtrlError as error:
            self._messages.put(Ended(error=str(error)))
        except Exception as error:  # a worker must always say that it ended
            self._messages.put(
                Ended(
                    error=f"Generating stopped with an error ({error}): try again, or report it with its details.",
                    details=traceback.format_exc(),
                )
            )
