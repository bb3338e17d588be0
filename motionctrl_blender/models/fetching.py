"""Models on their way here: a look at what a repository offers, and the download; each is a worker."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from ...engine.store.download import PARTIAL, Paused, Progress, download
from ...engine.store.hub import Offer, look_up
from ..worker import Worker


@dataclass(frozen=True)
class Offered:
    """What a repository offers."""

    offer: Offer


@dataclass(frozen=True)
class Arrived:
    """A model is here, whole and verified."""

    folder: Path


class LookUp(Worker):
    """Asks the hub for size, licence and commit; nothing large is fetched."""

    doing = "Looking the model up"

    def __init__(self, repository: str, revision: str | None, online: bool) -> None:
        super().__init__()
        self.repository, self.revision = repository, revision
        self._online = online

    def run(self) -> None:
        self.send(Offered(look_up(self.repository, self.revision, online=self._online)))


class Download(Worker):
    """Fetches an offer into ``folder``, going on with what is there; cancelling pauses it.

    unwanted: what has come is to be deleted once the worker has ended.
    """

    doing = "The download"

    def __init__(self, offer: Offer, folder: Path, online: bool) -> None:
        super().__init__()
        self.offer, self.folder = offer, folder
        self.unwanted = False
        self.progress: Progress | None = None  # replaced as a whole by the worker, read at any time
        self._online = online
        self._began, self._first = 0.0, 0

    def run(self) -> None:
        try:
            self.send(
                Arrived(
                    download(self.offer, self.folder, progress=self._note, stopped=self.cancelling, online=self._online)
                )
            )
        except Paused:
            pass  # it was cancelled, as the end of the work says

    def partial(self) -> Path:
        """The folder while it is under way."""
        return self.folder.with_name(self.folder.name + PARTIAL)

    def seconds_left(self) -> float | None:
        """At the speed so far; None where that isn't known yet."""
        progress = self.progress
        if progress is None or progress.done <= self._first:
            return None
        speed = (progress.done - self._first) / max(time.perf_counter() - self._began, 1e-3)
        return (progress.total - progress.done) / speed

    def _note(self, progress: Progress) -> None:
        if self.progress is None:
            self._began, self._first = time.perf_counter(), progress.done
        self.progress = progress
