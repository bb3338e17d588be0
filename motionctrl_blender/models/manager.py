"""The models that are on this machine, the one that was looked up, and the one that is on its way."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import bpy

from ...engine.errors import MotionCtrlError
from ...engine.store.hub import OFFLINE, Offer
from ...engine.store.library import Model, Unfinished, delete, models_in, unfinished_in
from ..worker import Ended
from .fetching import Arrived, Download, LookUp, Offered


class ModelManager:
    """One look-up or download at a time, beside whatever else goes on."""

    def __init__(self) -> None:
        self.worker: LookUp | Download | None = None
        self.offer: Offer | None = None  # waits for the user's word
        self.error = ""
        self.details = ""
        self._seen: dict[Path, tuple[tuple, list[Model], list[Unfinished]]] = {}

    def models(self, library: Path) -> list[Model]:
        """Finished model folders in ``library``."""
        return self._look(library)[1]

    def unfinished(self, library: Path) -> list[Unfinished]:
        """Downloads that can go on, without the one under way."""
        under_way = self.worker.folder if isinstance(self.worker, Download) else None
        return [item for item in self._look(library)[2] if item.folder != under_way]

    def _look(self, library: Path) -> tuple[tuple, list[Model], list[Unfinished]]:
        # Menus ask at every redraw: the files are read again only after a folder has changed.
        times = _times(library)
        if library not in self._seen or self._seen[library][0] != times:
            self._seen[library] = (times, models_in(library), unfinished_in(library))
        return self._seen[library]

    def busy(self) -> bool:
        """Whether anything is being looked up or downloaded."""
        return self.worker is not None

    def look_up(self, repository: str, revision: str | None) -> None:
        """Starts to ask what a repository offers."""
        self.offer = None
        self._start(LookUp(repository, revision, bpy.app.online_access))

    def download(self, offer: Offer, folder: Path) -> None:
        """Starts to fetch an offer, or goes on with it."""
        self._start(Download(offer, folder, bpy.app.online_access))

    def _start(self, worker: LookUp | Download) -> None:
        self.error = self.details = ""
        self.worker = worker
        worker.start()

    def pause(self) -> None:
        """Stops; what has come of a download is kept."""
        if self.worker is not None:
            self.worker.cancel()

    def drop(self) -> None:
        """Stops the download and deletes what has come."""
        if isinstance(self.worker, Download):
            self.worker.unwanted = True
            self.pause()

    def drain(self) -> bool:
        """Takes what the worker has sent, on the main thread; whether there is more to come."""
        if self.busy() and not bpy.app.online_access and not self.worker.cancelling():
            self.pause()
            self.error = OFFLINE
        while self.worker is not None and (message := self.worker.poll()) is not None:
            if isinstance(message, Offered):
                self.offer = message.offer
            elif isinstance(message, Arrived):
                self.offer = None
            elif isinstance(message, Ended):
                self._end(message)
        return self.busy()

    def _end(self, message: Ended) -> None:
        worker, self.worker = self.worker, None
        worker.join(5)
        if message.error:
            self.error, self.details = message.error, message.details
        if isinstance(worker, Download) and worker.unwanted and worker.partial().exists():
            try:
                delete(worker.partial(), worker.partial().parent)
            except MotionCtrlError as error:
                self.error = str(error)

        self.forget()

    def forget(self) -> None:
        """What was read of the folders: a file that has grown does not change its folder's time."""
        self._seen.clear()

    def wait(self) -> None:
        """Pumps until the worker ends: for scripts and background Blender, where no timer fires."""
        while self.drain():
            time.sleep(0.005)

    def stop(self) -> None:
        """The add-on is switched off; a download goes on the next time."""
        self.pause()
        if self.worker is not None:
            self.worker.join(5)
            self.worker = None


def _times(library: Path) -> tuple:
    """What changes when a model appears in a folder, goes away, or is written again."""
    with contextlib.suppress(OSError), os.scandir(library) as entries:
        return (os.stat(library).st_mtime_ns, *sorted((e.name, e.stat().st_mtime_ns) for e in entries))
    return ()
