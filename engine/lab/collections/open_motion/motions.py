"""Clips of the open motion collection as motions of the SMPL body, 20 frames a second."""

from __future__ import annotations

import csv
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ....formats.load import load_source
from ....motion.hinges import bend_as_hinges
from ....motion.kinematics import Motion
from ....motion.resample import resample
from ....rigs.retarget import retarget
from ...data.cmu import save_cached
from .clips import Clip, read_clips
from .ground import put_on_floor, source_heights
from .limbs import hold_together
from .loops import closes, repeated, with_stance
from .travel import SUPPORTS, travel_at, travel_by_support

LIST = "motions.csv"
_FPS = 20.0
_SHORTEST_S, _LONGEST_S = 3.2, 6.0  # a cycle is repeated until it is this long
_SHORTEST_ACTION_S = 1.6  # an action gets quiet moments around it, the longer the shorter it is
_SHORT_S = 2.2  # an action this short is also done several times over
_QUIET_S = 0.6  # the longest of them
# Game timing is quicker than people are, most of all that of the small-bodied figures: how much slower each variant is.
_SLOWER = {
    "kaykit_medium": (1.0, 1.3, 1.6),
    "kaykit_large": (1.0, 1.25, 1.5),
    "quaternius_packs": (1.0, 1.25, 1.5),
    "quaternius_ual1": (1.0, 1.2),
    "mesh2motion": (1.0, 1.2),
}
_HINGED = ("cmu_expmap",)  # as the CMU trials themselves
_LIVELY = ("look", "shaky", "talk", "water", "hover", "listens")  # these do more than stand
_FLIGHT_M = 0.12  # a flight this high falls at one speed, so that its other variant is hardly slower
_FLOATING = 1.08
_GRAVITY = 9.81


@dataclass(frozen=True)
class Variant:
    """One way to play a clip. name: unique. slower: factor on its time. count: how often its action is done, 0 if
    it goes on."""

    name: str
    clip: Clip
    slower: float
    count: int
    motion: Motion


def build_motions(folder: str | os.PathLike, without: Iterable[str] = ()) -> Iterator[Variant]:
    """All variants of the collection's usable clips, a source after the other."""
    clips = read_clips(folder, without)
    for source in dict.fromkeys(clip.source for clip in clips):
        loaded = {clip: load_clip(clip) for clip in clips if clip.source == source}
        stances = [loaded[clip] for clip in loaded if clip.mode == "loop" and is_stance(clip)]
        for clip, motion in loaded.items():
            yield from variants(clip, motion, stances)


def is_stance(clip: Clip) -> bool:
    """Whether the clip just stands, sits or lies: what may go before and after an action."""
    return "Idle" in clip.name and not clip.how and not any(word in clip.text for word in _LIVELY)


def load_clip(clip: Clip) -> Motion:
    """The clip at its own rate: hand-animated ones on the floor frame by frame, recorded ones as retargeted."""
    source = load_source(clip.path)
    motion = replace(retarget(source, None), text=clip.text)
    if not clip.recorded:
        motion.translation[:, [0, 2]] *= _path_factor(clip)
        heights = source_heights(source)[len(source) - len(motion) :]
        put_on_floor(motion, heights, seated="seated" in clip.how, grounded="grounded" in clip.how)
        for word in clip.how:
            if word.startswith("grip"):
                hold_together(motion, float(word.removeprefix("grip")))
    if clip.source not in _HINGED:
        bend_as_hinges(motion)
    return motion


def variants(clip: Clip, motion: Motion, stances: list[Motion]) -> Iterator[Variant]:
    """The clip's motion as it is to be learned from: repeated, travelling, in several speeds."""
    if clip.mode == "take":
        yield Variant(clip.name, clip, 1.0, 0, resample(motion, _FPS))
        return
    factors = _SLOWER[clip.source]
    natural = fall_factor(motion)
    if natural:
        factors = (natural, natural * _FLOATING)
    for slower in factors:
        slowed = replace(motion, fps=motion.fps / slower)
        name = clip.name if slower == factors[0] else f"{clip.name}-{round(100 * slower)}"
        yield Variant(name, clip, slower, *_played(clip, slowed, stances))
    seconds = len(motion) / motion.fps
    if clip.mode == "once" and seconds < _SHORT_S and closes(motion):
        times = 2 + zlib.crc32(clip.name.encode()) % 3
        slowed = replace(motion, fps=motion.fps / factors[len(factors) // 2])
        _, again = _played(clip, repeated(slowed, times), stances)
        yield Variant(f"{clip.name}-x{times}", clip, factors[len(factors) // 2], times, again)


def _played(clip: Clip, motion: Motion, stances: list[Motion]) -> tuple[int, Motion]:
    """How often the action is done (0: it goes on), and the motion at 20 frames a second."""
    seconds = (len(motion) - 1) / motion.fps
    if clip.mode == "loop" and closes(motion):
        random = np.random.default_rng(zlib.crc32(f"{clip.name} {seconds:.2f}".encode()))
        wanted = random.uniform(_SHORTEST_S, _LONGEST_S)
        motion = repeated(motion, max(1, round(wanted / seconds)))
        _travel(clip, motion)
        return 0, resample(motion, _FPS)
    random = np.random.default_rng(zlib.crc32(f"{clip.name} {seconds:.2f}".encode()))
    quiet = max(_QUIET_S * random.uniform(0.2, 1.0), min(_QUIET_S, (_SHORTEST_ACTION_S - seconds) / 2))
    same_rate = [replace(stance, fps=motion.fps) for stance in stances]
    frames = round(quiet * motion.fps)
    whole = with_stance(motion, same_rate, frames, frames)
    _travel(clip, whole)
    return 1, resample(whole, _FPS)


def _travel(clip: Clip, motion: Motion) -> None:
    """Move ``motion``, in place, over the floor as the clip's plan says."""
    for word in clip.how:
        if word in SUPPORTS:
            travel_by_support(motion, SUPPORTS[word])
        elif word.endswith("m/s"):
            travel_at(motion, float(word.removesuffix("m/s")))


def _path_factor(clip: Clip) -> float:
    """What the clip's own path is scaled by."""
    return next((float(word[1:]) for word in clip.how if word.startswith("x")), 1.0)


def fall_factor(motion: Motion) -> float:
    """How much slower a flight must be played to fall as things fall; 0.0 without a flight worth the name.

    From the highest flight's rise and length: a body that rises h is 2 sqrt(2 h / g) seconds in the air.
    """
    joints = motion.joints()
    feet = joints[:, (7, 8, 10, 11), 1].min(axis=1)
    low = np.percentile(feet, 10)
    air = joints[..., 1].min(axis=1) > low + 0.06
    edges = np.flatnonzero(np.diff(np.concatenate([[False], air, [False]]).astype(int)))
    flights = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 4]
    rises = [float(np.ptp(joints[a:b, (0, 15), 1].mean(axis=1))) for a, b in flights]
    if not rises or max(rises) < _FLIGHT_M:
        return 0.0
    first, last = flights[int(np.argmax(rises))]
    seconds = (last - first + 1) / motion.fps
    return float(np.clip(2 * np.sqrt(2 * max(rises) / _GRAVITY) / seconds, 0.8, 1.8))


def build_cache(folder: str | os.PathLike, cache: str | os.PathLike, without: Iterable[str] = ()) -> Iterator[Variant]:
    """Write every variant of ``folder`` to ``cache``/<name>.npz and their list; yields each when it is written."""
    target = Path(cache)
    target.mkdir(parents=True, exist_ok=True)
    rows = []
    for variant in build_motions(folder, without):
        save_cached(variant.motion, target, variant.name)
        clip = variant.clip
        rows.append(
            {
                "name": variant.name,
                "file": clip.file,
                "source": clip.source,
                "group": clip.group,
                "split": clip.split,
                "mode": clip.mode,
                "slower": f"{variant.slower:.2f}",
                "count": variant.count,
                "seconds": f"{len(variant.motion) / variant.motion.fps:.2f}",
                "text": clip.text,
            }
        )
        yield variant
    with (target / LIST).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
