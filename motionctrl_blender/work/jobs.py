"""The worker thread and its queue: the only bridge between the engine and Blender's main thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ...engine.api import Caption, Chunk, Engine
from ..video.analysis import Seen
from ..worker import Ended, Worker
from .tasks import Work


@dataclass(frozen=True)
class Loaded:
    """The worker has opened the model."""

    engine: Engine


@dataclass(frozen=True)
class Piece:
    """Finished motion, words about motion, or what is seen in a video."""

    result: Chunk | Caption | Seen


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
