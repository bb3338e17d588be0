"""Training samples of the open motion collection: windows of its motions with many wordings."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....body.layout import STRIDE
from ....errors import MotionCtrlError
from ....motion.kinematics import Motion
from ...choreography.wording import Said, captions
from ...data.captions import captions as measured_captions
from ...data.captions import part_lines
from ...data.cmu import load_cached
from ...data.facts import measure_facts
from ...data.sample import Sample
from ...data.samples import windows
from .motions import LIST
from .sides import side_of
from .wordings import wording_of

_TIMES = ("once", "twice", "three times", "four times", "five times")
_LONG = 200  # frames: longer ones are cut into windows
_FEW = 30  # captions of each sample
_CLIMB_M = 0.25  # the pelvis goes up or down by this much where something is climbed
_LIVELY_M_S = 0.25  # mean speed of the joints: slower windows of long takes are pauses
# Recorded locomotion is captioned by what is measured, as the CMU trials are: the trial's own description.
_MEASURED = {
    "a person walks forward": "walk",
    "a person runs forward": "run",
    "a person runs around with turns": "run",
    "a person jumps forward": "forward jump",
}


@dataclass(frozen=True)
class Row:
    """A line of the motions' list. See :func:`engine.lab.collections.open_motion.motions.build_cache`."""

    name: str
    source: str
    group: str
    split: str
    mode: str
    count: int
    text: str


def read_list(cache: str | Path) -> list[Row]:
    """The motions of a folder that ``train data --open-motion`` made."""
    path = Path(cache) / LIST
    if not path.is_file():
        raise MotionCtrlError(f"{path} is missing: make the motions with `python -m engine train data`.")
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            Row(row["name"], row["source"], row["group"], row["split"], row["mode"], int(row["count"]), row["text"])
            for row in csv.DictReader(stream)
        ]


def split_motions(cache: str | Path, split: str) -> list[Motion]:
    """The motions of one split, whole."""
    return [load_cached(cache, row.name) for row in read_list(cache) if row.split == split]


def build_samples(cache: str | Path, split: str, seed: int = 0, mirror: bool = True) -> Iterator[Sample]:
    """Samples of one split; mirrored copies end in "_m" and are worded by their own measurement."""
    for row in read_list(cache):
        if row.split != split:
            continue
        motion = load_cached(cache, row.name)
        for copy in ("", "_m") if mirror else ("",):
            played = motion.mirrored() if copy else motion
            joints = played.joints()
            for start, stop in _windows(row, joints, played.fps, seed):
                sample = _sample(row, played, joints, start, stop, copy, seed)
                if sample:
                    yield sample


def _windows(row: Row, joints: np.ndarray, fps: float, seed: int) -> list[tuple[int, int]]:
    """Start and stop frames of the samples: all of a short motion, windows of a long one."""
    frames = len(joints) // STRIDE * STRIDE
    if frames <= _LONG and (row.mode != "take" or row.source == "uiprmd"):
        return [(0, frames)] if frames >= STRIDE else []
    return windows(joints, fps, "act" if frames > _LONG else "", seed, row.name)


def _sample(row: Row, motion: Motion, joints: np.ndarray, start: int, stop: int, copy: str, seed: int) -> Sample | None:
    """One window with its captions; None where nothing certain can be said of it."""
    name = f"{row.name}_{start}_{stop}{copy}"
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    shown = joints[start:stop]
    text = row.text
    if len(joints) > _LONG:
        text = _part_text(row.text, shown, motion.fps)
    if not text:
        return None
    wording = wording_of(text)
    side = side_of(wording.limb, shown) if wording.limb else ""
    values = {"side": side, "other": "left" if side == "right" else "right"} if side else {}
    times = (_TIMES[row.count - 1],) if row.count > 1 else ()
    texts = captions(rng, wording.words, Said(values, adverbs=times, marked=bool(times)), _FEW)
    facts = measure_facts(shown, motion.fps)
    if row.source in ("cmu_expmap", "upc_run") and row.text in _MEASURED:
        texts = tuple(measured_captions(facts, _MEASURED[row.text], rng, 8))
    if not texts:
        return None
    return Sample(
        name,
        motion.rotations[start:stop].astype(np.float32),
        motion.translation[start:stop].astype(np.float32),
        texts,
        tuple(part_lines(facts, "", rng)),
        False,
        row.split,
        wording.name.replace("_", " "),
    )


def _part_text(text: str, joints: np.ndarray, fps: float) -> str:
    """What a window of a long take shows of the take's ``text``; "" for a pause."""
    speed = float(np.linalg.norm(np.diff(joints, axis=0), axis=-1).mean() * fps)
    if text.startswith("a person climbs"):
        rise = float(joints[-5:, 0, 1].mean() - joints[:5, 0, 1].mean())
        if abs(rise) > _CLIMB_M:
            return "a person climbs up onto a box" if rise > 0 else "a person climbs down from a box"
        return text if np.ptp(joints[:, 0, 1]) > _CLIMB_M else ""
    return text if speed > _LIVELY_M_S else ""
