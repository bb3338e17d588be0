"""The landmarks of one person throughout a video: finding people, following them, choosing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, replace

import numpy as np

from ..errors import Cancelled, MotionCtrlError
from .blazepose import SURE, BlazePose, Person, Region
from .topology import COUNT, INDEX, MIRROR

_LASTING = 0.15  # share of the frames in which a person must be found to be offered
_REACH = 0.3  # of the square around a person: a larger step from one picture to the next is another person
_SEARCHED = 8  # while no one is found, every 8th picture is searched piece by piece
_GLANCED = 3  # while all tracked people are found, every 3rd picture is searched for newcomers
_CROWD = 5  # most people that are tracked in one picture
_FILLED = 0.1  # share of frames without the person above which the user is warned
_PATIENCE = 3  # frames for which a lost person is still looked for at the last place
_TRUNK = [INDEX[name] for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Landmarks:
    """One person in n pictures, in BlazePose's 33 points.

    times (n,): seconds.
    image (n, 33, 3): pixels x right, y down, and depth in the same unit.
    world (n, 33, 3): metres from the middle of the hips, x right, y down, z away from the camera.
    visibility (n, 33) 0..1.
    found (n,) bool: whether the person was seen there, all else is zero where not.
    width, height: of the pictures.
    people: how many there are to choose from, the most prominent first.
    chosen: which of them this is.
    regions: where each of them is in each picture (people, n, 4), as middle x and y, side and turn, not a number where
        not found.
    """

    times: np.ndarray
    image: np.ndarray
    world: np.ndarray
    visibility: np.ndarray
    found: np.ndarray
    width: int
    height: int
    people: int = 1
    chosen: int = 0
    regions: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.times)

    def held(self, seconds: float) -> Landmarks:
        """The first picture in which the person is seen, as if he stood still for so long, 20 pictures a second."""
        times = np.arange(round(seconds * 20) + 1) / 20
        one = np.full(len(times), int(np.argmax(self.found)))
        kept = {name: getattr(self, name)[one] for name in ("image", "world", "visibility", "found")}
        return replace(self, times=times, regions=None, **kept)

    def mirrored(self) -> Landmarks:
        """The same as a mirror shows it: pictures turned over, and left and right exchanged."""
        order, flip = list(MIRROR), np.array([-1.0, 1.0, 1.0])
        image = self.image[:, order] * flip + self.found[:, None, None] * (float(self.width), 0.0, 0.0)
        turned = None if self.regions is None else self.regions * (-1, 1, 1, -1) + (self.width, 0, 0, 0)
        return replace(
            self,
            image=image,
            world=self.world[:, order] * flip,
            visibility=self.visibility[:, order],
            regions=turned,
        )

    def warnings(self, start: float = 0.0) -> tuple[str, ...]:
        """What the user should know, a sentence each. start: second of the video at which the times begin."""
        said = []
        if self.people > 1:
            said.append(
                f"{self.people} people are seen: person {self.chosen + 1} is followed; choose another if needed."
            )
        missing = 1 - float(self.found.mean())
        there = np.flatnonzero(self.found)
        if missing > _FILLED and len(there) > 1 and 1 - float(self.found[there[0] : there[-1] + 1].mean()) <= _FILLED:
            first, last = self.times[there[[0, -1]]] + start
            said.append(f"The person is seen from {first:.1f} to {last:.1f} s only: choose that range.")
        elif missing > _FILLED:
            said.append(f"The person is not seen in {missing:.0%} of the frames: that time is filled by guessing.")
        return tuple(said)


def see(
    frames: Iterable[tuple[float, np.ndarray]],
    pose: BlazePose,
    person: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Landmarks:
    """Follow one person through pictures of one size.

    person: 0 for the most prominent; the rest is as in ``see_everybody``. Raises MotionCtrlError too when
    nobody is seen, or there is no such person.
    """
    people = see_everybody(frames, pose, progress, cancelled)
    if not people:
        raise MotionCtrlError("No person is seen in the video: choose one that shows a whole person.")
    if not 0 <= person < len(people):
        raise MotionCtrlError(f"There is no person {person + 1} in the video: choose one of {len(people)}.")
    return people[person]


def see_everybody(
    frames: Iterable[tuple[float, np.ndarray]],
    pose: BlazePose,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Landmarks, ...]:
    """Everybody who can be followed through pictures of one size, the most prominent first; nobody may be there.

    frames: time in seconds and picture (h, w, 3) of bytes, in order. progress gets the number of pictures
    that are done. Raises MotionCtrlError, one sentence, when there are no pictures, and Cancelled.
    """
    times, pictures = [], []
    tracks: list[_Track] = []
    for time, picture in frames:
        _stop(cancelled)
        if pictures and picture.shape != pictures[0].shape:
            raise MotionCtrlError("The pictures of the video have different sizes: give pictures of one size.")
        times.append(time)
        pictures.append(picture)
        _advance(tracks, len(pictures) - 1, picture, pose)
        if progress is not None:
            progress(len(pictures))
    if not pictures:
        raise MotionCtrlError("The video holds no picture: choose another file or range.")
    people = _people(tracks, len(pictures))
    for track in people:
        for index in range(len(pictures) - 1, -1, -1):  # what was missed forwards may be found backwards
            _stop(cancelled)
            if index not in track.seen:
                _retrace(track, index, pictures[index], pose)
    shape = pictures[0].shape
    return tuple(_landmarks(np.array(times, dtype=np.float64), shape, people, row) for row in range(len(people)))


class _Track:
    """What one person was seen to do: picture number to landmarks."""

    def __init__(self, index: int, person: Person) -> None:
        self.seen = {index: person}

    def last(self, index: int) -> tuple[Region, int]:
        """Where the person was before picture ``index``, and how many pictures ago."""
        before = max(number for number in self.seen if number < index)
        return self.seen[before].region, index - before

    def prominence(self) -> float:
        return sum(person.region.side for person in self.seen.values())


def _advance(tracks: list[_Track], index: int, picture: np.ndarray, pose: BlazePose) -> None:
    """Find everybody in the next picture: first where they just were, then wherever a person is detected."""
    here: list[Person] = []
    lost = []
    for track in tracks:
        region, gap = track.last(index)
        person = pose.landmarks(picture, region) if gap <= _PATIENCE else None
        if person is not None and _same(region, person, gap) and not _taken(person.region, here):
            track.seen[index] = person
            here.append(person)
        else:
            lost.append(track)
    if here and not any(track.last(index)[1] <= _PATIENCE for track in lost) and index % _GLANCED:
        return  # all tracked people were found: detect newcomers only every ``_GLANCED`` pictures
    detections = pose.detect(picture)
    if not here and not detections and index % _SEARCHED == 0:
        detections = pose.detect_small(picture)
    for detection in detections[:_CROWD]:
        if _taken(detection.region, here):
            continue
        # What the network sees in a wrong region does not last when it looks again.
        first = pose.landmarks(picture, detection.region)
        person = pose.landmarks(picture, first.region)
        if not _same(first.region, person, 1) or _taken(person.region, here):
            continue
        here.append(person)
        away = [_away(track.last(index)[0], person.region, track.last(index)[1]) for track in lost]
        if away and min(away) < 1:
            lost.pop(int(np.argmin(away))).seen[index] = person
        else:
            tracks.append(_Track(index, person))


def _retrace(track: _Track, index: int, picture: np.ndarray, pose: BlazePose) -> None:
    """Look for the person in an earlier picture, from where he is later."""
    later = [number for number in track.seen if index < number <= index + _PATIENCE]
    if later:
        region = track.seen[min(later)].region
        person = pose.landmarks(picture, region)
        if _same(region, person, min(later) - index):
            track.seen[index] = person


def _same(region: Region, person: Person, gap: int) -> bool:
    """Whether a person is clearly there, and near the region that was searched."""
    sure = person.score >= SURE and float(np.median(person.visibility[_TRUNK])) >= SURE
    return sure and _away(region, person.region, gap) < 1


def _taken(region: Region, people: list[Person]) -> bool:
    """Whether a region belongs to a person who is already tracked."""
    return any(
        np.hypot(region.x - other.region.x, region.y - other.region.y) < 0.2 * max(region.side, other.region.side)
        for other in people
    )


def _away(before: Region, now: Region, gap: int) -> float:
    """Distance of two regions, ``gap`` pictures apart, in units of how far a person can move in that time."""
    size = max(before.side, now.side)
    if min(before.side, now.side) < size / 2:
        return np.inf
    return float(np.hypot(now.x - before.x, now.y - before.y) / (size * _REACH * min(gap, _PATIENCE)))


def _people(tracks: list[_Track], frames: int) -> list[_Track]:
    """The people who are found in enough frames, the most prominent first."""
    longest = max((len(track.seen) for track in tracks), default=0)
    lasting = [track for track in tracks if len(track.seen) >= min(longest, max(1, _LASTING * frames))]
    return sorted(lasting, key=lambda track: -track.prominence())


def _landmarks(times: np.ndarray, shape: tuple[int, ...], people: list[_Track], chosen: int) -> Landmarks:
    count = len(times)
    image, world, visibility = np.zeros((count, COUNT, 3)), np.zeros((count, COUNT, 3)), np.zeros((count, COUNT))
    found = np.zeros(count, dtype=bool)
    for index, person in people[chosen].seen.items():
        image[index], world[index], visibility[index] = person.image, person.world, person.visibility
        found[index] = True
    regions = np.full((len(people), count, 4), np.nan)
    for row, track in enumerate(people):
        for index, person in track.seen.items():
            regions[row, index] = astuple(person.region)
    height, width = shape[:2]
    return Landmarks(times, image, world, visibility, found, width, height, len(people), chosen, regions)


def _stop(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
