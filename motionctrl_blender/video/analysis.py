"""Looking at a reference video: the pictures on their way to the worker, and what is seen in them."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ...engine.ahead import read_ahead
from ...engine.api import Cancelled, Engine
from ...engine.errors import MotionCtrlError
from ...engine.pose.blazepose import BlazePose
from ...engine.pose.drawing import contact_sheet
from ...engine.pose.landmarks import Landmarks, see_everybody
from ...engine.pose.networks import landmark_networks
from ...engine.pose.sides import consistent
from ...engine.store.folder import VIDEO
from ...engine.video.mp4 import stretched
from ...engine.video.pictures import PICTURES, from_arrays, read_pictures
from ...engine.video.reading import read_video
from ...engine.video.sampling import SIDE as LARGEST
from ...engine.video.sampling import detailed_ones, fitted

SHOWN = 8  # pictures that become thumbnails
SIDE = 640  # pixels of the pictures that they are cut from
_SHEET = 512  # pixels of all of them together
_READ_BY_ENGINE = (*PICTURES, ".gif")
_SPARSE = 0.5  # seconds between two pictures above which the user is warned

Frames = Iterator[tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Footage:
    """Moving pictures or a still, free of pointers into Blender.

    name: what the user calls it.
    files: one movie or animated picture, or pictures in order.
    rate: pictures a second of the latter, None where the file itself says.
    start, end: seconds, end None for all that comes.
    chosen: what the panel's fields said.
    first: second at which the panel's fields begin to count.
    wide: width of a pixel by its height.
    """

    name: str
    files: tuple[str, ...]
    rate: float | None = None
    start: float = 0.0
    end: float | None = None
    chosen: tuple = ()
    first: float = 0.0
    wide: float = 1.0

    @property
    def engine_reads(self) -> bool:
        """Whether the engine can read the files; what it can't, Blender has to."""
        return all(Path(file).suffix.lower() in _READ_BY_ENGINE for file in self.files)

    def frames(self) -> Frames:
        """The sampled pictures, read by the engine."""
        if self.rate is None:
            return read_video(self.files[0], self.start, self.end)
        return read_pictures(self.files, self.start, self.end, self.rate)


class Feed:
    """Pictures that only Blender's main thread can read, handed to the worker a few at a time.

    pictures: pairs of time and pixels, as ``video.pictures.from_arrays`` takes them.
    total: how many.
    """

    def __init__(self, pictures: Frames, total: int) -> None:
        self.total = total
        self._pictures: Frames | None = pictures
        self._waiting: queue.Queue = queue.Queue(1)  # a large picture takes 130 MB before it is made small

    def serve(self) -> bool:
        """On the main thread: reads one more picture where there is room; whether it did."""
        if self._pictures is None or self._waiting.full():
            return False
        try:
            entry = next(self._pictures, None)
        except MotionCtrlError as error:
            entry = error
        if not isinstance(entry, tuple):
            self.close()
        self._waiting.put(entry)
        return True

    def close(self) -> None:
        """On the main thread: nothing more is read."""
        pictures, self._pictures = self._pictures, None
        if pictures is not None:
            pictures.close()

    def frames(self, cancelled: Callable[[], bool]) -> Frames:
        """On the worker: the pictures as they come. Raises what reading raised, and Cancelled."""
        while True:
            try:
                entry = self._waiting.get(timeout=0.1)
            except queue.Empty:
                if cancelled():
                    raise Cancelled from None
                continue
            if isinstance(entry, MotionCtrlError):
                raise entry
            if entry is None:
                return
            yield from from_arrays([_reduced(entry[1])], [entry[0]])


def _reduced(picture: np.ndarray) -> np.ndarray:
    """A picture (h, w, c) of numbers that is not much larger than what is looked at: blocks of pixels averaged.

    Making bytes of all pixels first would take eight times as long.
    """
    step = max(picture.shape[:2]) // LARGEST
    if step < 2:
        return picture
    height, width = (length // step * step for length in picture.shape[:2])
    blocks = [picture[row:height:step, column:width:step, :3] for row in range(step) for column in range(step)]
    return sum(blocks) / step**2


@dataclass(frozen=True)
class Seen:
    """What was seen in a video.

    people: everybody's landmarks, the most prominent first; nobody may be there.
    times (n,): seconds of all pictures.
    shown: numbers of those kept as thumbnails, and pictures (h, w, 3) of these.
    """

    footage: Footage
    people: tuple[Landmarks, ...]
    times: np.ndarray
    shown: tuple[int, ...]
    pictures: tuple[np.ndarray, ...]

    def landmarks(self, person: int, mirrored: bool = False) -> Landmarks:
        """One person's landmarks, left and right exchanged where the picture is mirrored."""
        return self.people[person].mirrored() if mirrored else self.people[person]

    def thumbnails(self, person: int, mirrored: bool = False) -> np.ndarray:
        """The pictures with the skeleton of one person drawn over, all in one (s, s, 4)."""
        landmarks = self.landmarks(person, mirrored) if person < len(self.people) else None
        pictures = [picture[:, ::-1] if mirrored else picture for picture in self.pictures]
        return contact_sheet(pictures, landmarks, self.shown, _SHEET)

    def warnings(self, person: int) -> tuple[str, ...]:
        """What the user should know, a sentence each."""
        if not self.people:
            return ("No person is seen in the video; choose one that shows a whole person.",)
        start = self.footage.start - self.footage.first
        said = self.people[person].warnings(start) if person < len(self.people) else ()
        gap = float(np.diff(self.times).max()) if len(self.times) > 1 else 0.0
        if gap > _SPARSE:
            said = (*said, f"Only one picture in {gap:.1f} s was looked at; choose a shorter range.")
        return said


class Looking:
    """A reference video that is to be looked at.

    feed: where Blender has to read it. done: pictures that the worker has looked at so far, for the panel.
    """

    def __init__(self, footage: Footage, feed: Feed | None = None) -> None:
        self.footage, self.feed = footage, feed
        self.done = 0

    def run(self, engine: Engine, cancelled: Callable[[], bool]) -> Iterator[Seen]:
        """The work itself, for the worker. The landmark networks are in memory only while it runs."""
        if VIDEO not in engine.description.tasks:
            raise MotionCtrlError(
                f"The model {engine.description.name} was not trained to follow video; choose another model."
            )
        pose = BlazePose(landmark_networks())
        times: list[float] = []
        pictures: list[np.ndarray] = []

        def kept(frames: Frames) -> Frames:
            for time, stored in frames:
                picture = stretched(stored, self.footage.wide)
                times.append(time)
                pictures.append(picture)
                yield time, picture

        source = self.footage.frames() if self.feed is None else self.feed.frames(cancelled)
        with closing(read_ahead(source)) as frames:
            people = see_everybody(kept(frames), pose, self._count, cancelled)
        shown = tuple(int(number) for number in np.flatnonzero(detailed_ones(len(pictures), SHOWN)))
        small = tuple(fitted(Image.fromarray(pictures[number]), SIDE) for number in shown)
        yield Seen(self.footage, tuple(map(consistent, people)), np.array(times), shown, small)

    def motion_frames(self) -> None:
        """No motion comes."""
        return None

    def _count(self, done: int) -> None:
        self.done = done
