"""Fetching an offered model: with progress, to be paused, resumed after a kill, and verified.

While it is under way the folder is called NAME.partial and holds the offer itself (offer.json), the
files that are whole and verified, and FILE.part. It gets its name only when all of it is verified,
so a model folder with the right name is always whole.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import MotionCtrlError
from .folder import read_folder
from .hub import Offer, RemoteFile, check_online, refusal
from .integrity import sha256
from .transfer import Refused, Stopped, Unreachable, get_rest

OFFER = "offer.json"
PARTIAL = ".partial"
_SPARE = 64 << 20  # bytes that stay free on the disk
_LONGEST_WAIT = 120.0  # seconds; a server that asks for more is not waited for


class Paused(Exception):
    """The download was asked to stop; the same call goes on where it stopped."""


@dataclass(frozen=True)
class Progress:
    """How far a download is.

    done, total: bytes of all files.
    file: the one under way.
    state: downloading, checking or waiting.
    """

    done: int
    total: int
    file: str
    state: str = "downloading"


def download(
    offer: Offer,
    out: Path,
    *,
    progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    online: bool = True,
    tries: int = 6,
    wait: float = 1.0,
) -> Path:
    """Fetch ``offer`` into the new folder ``out``, going on with what an earlier call has left there.

    progress and stopped are called from this thread, a few hundred times a second at most. tries:
    failures in a row, without a byte in between, until it gives up. wait: seconds before the second
    try; doubled each time. Raises Paused when ``stopped`` says so, and MotionCtrlError with one
    sentence for everything else; what has come stays for the next call, except damaged files.
    """
    check_online(online)
    out = Path(out)
    if out.exists():
        raise MotionCtrlError(f"{out} exists already: delete it first, or choose another folder.")
    partial = out.with_name(out.name + PARTIAL)
    fetching = _Fetching(offer, partial, progress or (lambda _: None), stopped or (lambda: False), tries, wait)
    try:
        _prepare(offer, partial)
        fetching.all()
        _verify(partial)
        (partial / OFFER).unlink()
        partial.rename(out)
    except Stopped as stop:
        raise Paused from stop
    except OSError as error:
        remedy = "make room or choose" if error.errno == errno.ENOSPC else "choose"
        raise MotionCtrlError(
            f"{partial} can't be written ({error.strerror or error}): {remedy} another folder."
        ) from error
    return out


def left(offer: Offer, partial: Path) -> int:
    """Bytes of ``offer`` that ``partial`` does not have yet."""
    return offer.bytes - sum(_have(file, partial) for file in offer.files)


def _have(file: RemoteFile, partial: Path) -> int:
    for path in (partial / file.name, partial / f"{file.name}.part"):
        if path.is_file():
            return min(path.stat().st_size, file.bytes)
    return 0


def _prepare(offer: Offer, partial: Path) -> None:
    """The partial folder of this very offer, with room for the rest."""
    note = partial / OFFER
    if partial.is_dir() and not (note.is_file() and note.read_text(encoding="utf-8") == offer.to_json()):
        shutil.rmtree(partial)  # of another commit: none of it can be relied on
    existing = next(path for path in partial.absolute().parents if path.is_dir())
    needed, free = left(offer, partial) + _SPARE, shutil.disk_usage(existing).free
    if needed > free:
        raise MotionCtrlError(
            f"{offer.repository} needs {needed / 1e6:.0f} MB more and {existing} has {free / 1e6:.0f} MB free: "
            "make room or choose another folder."
        )
    partial.mkdir(parents=True, exist_ok=True)
    note.write_text(offer.to_json(), encoding="utf-8")


def _verify(partial: Path) -> None:
    try:
        read_folder(partial, contents=True)
    except MotionCtrlError:
        shutil.rmtree(partial)  # whatever is wrong with it, going on would not mend it
        raise


@dataclass
class _Fetching:
    """One download under way."""

    offer: Offer
    partial: Path
    progress: Callable[[Progress], None]
    stopped: Callable[[], bool]
    tries: int
    wait: float
    done: int = 0

    def all(self) -> None:
        self.done = self.offer.bytes - left(self.offer, self.partial)
        for file in self.offer.files:
            if not (self.partial / file.name).is_file():
                self._file(file)

    def _file(self, file: RemoteFile) -> None:
        part = self.partial / f"{file.name}.part"
        address = self.offer.address(file)
        failed, best = 0, -1
        self._say(file)
        while True:
            try:
                get_rest(address, part, file.bytes, lambda count: self._count(file, count), self.stopped)
                break
            except Refused as error:
                raise MotionCtrlError(refusal(self.offer.repository, self.offer.commit, error)) from error
            except Unreachable as error:
                size = part.stat().st_size if part.exists() else 0
                failed = 1 if size > best else failed + 1
                best = max(best, size)
                self._wait_or_give_up(file, failed, error)
        self._check(file, part)
        part.replace(self.partial / file.name)

    def _count(self, file: RemoteFile, count: int) -> None:
        self.done += count
        self._say(file)

    def _breathe(self) -> None:
        if self.stopped():
            raise Stopped

    def _say(self, file: RemoteFile, state: str = "downloading") -> None:
        self.progress(Progress(self.done, self.offer.bytes, file.name, state))

    def _wait_or_give_up(self, file: RemoteFile, failed: int, error: Unreachable) -> None:
        seconds = self.wait * 2 ** (failed - 1) if error.wait is None else error.wait
        if failed >= self.tries or seconds > _LONGEST_WAIT:
            later = f"in {seconds / 60:.0f} minutes" if seconds > _LONGEST_WAIT else "later"
            raise MotionCtrlError(
                f"{self.offer.repository} can't be downloaded ({error}): check the network and go on {later}; "
                "what has come is kept."
            ) from error
        self._say(file, "waiting")
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            self._breathe()
            time.sleep(min(rest, 0.1))

    def _check(self, file: RemoteFile, part: Path) -> None:
        """Raise MotionCtrlError, and remove the file, when its content is not what the offer says."""
        self._say(file, "checking")
        if file.sha256:
            right = sha256(part, lambda _: self._breathe()) == file.sha256
        elif file.blob:  # git's name of a small file: the sha1 of a head and the content
            content = part.read_bytes()
            right = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == file.blob
        else:
            right = True  # the manifest's own hashes say it in the end
        if not right:
            part.unlink()
            raise MotionCtrlError(
                f"{file.name} of {self.offer.repository} arrived damaged and was removed: download it again."
            )
