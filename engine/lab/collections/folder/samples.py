"""Training samples of a folder of motion files: what its table says, and what can be measured besides."""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from ....body.layout import STRIDE
from ....motion.kinematics import Motion
from ...data.captions import captions as measured_captions
from ...data.cmu import load_cached
from ...data.facts import measure_facts
from ...data.held_out import is_held_out
from ...data.kinds import kind_of
from ...data.mirror_text import mirror_text
from ...data.sample import Sample
from ...data.samples import windows
from .motions import Told, read_list

_LONG = 200  # frames: longer stretches are cut into windows
_MEASURED = 3  # sentences of measured facts beside the table's own


def build_samples(cache: str | os.PathLike, split: str, seed: int = 0, mirror: bool = True) -> Iterator[Sample]:
    """Samples of one split; mirrored copies end in "_m", their sentences exchange left and right."""
    for told in read_list(cache):
        if told.split != split:
            continue
        motion = load_cached(cache, told.name)
        for copy in ("", "_m") if mirror else ("",):
            played = motion.mirrored() if copy else motion
            joints = played.joints()
            for (first, last), texts in _stretches(told, len(played), played.fps).items():
                said = [mirror_text(text) if copy else text for text in texts]
                for start, stop in _windows(joints[first:last], played.fps, seed, told.name):
                    sample = _sample(
                        f"{told.name}_{first + start}_{first + stop}{copy}", played, joints, said, split, seed
                    )
                    if sample:
                        yield sample


def _stretches(told: Told, frames: int, fps: float) -> dict[tuple[int, int], list[str]]:
    """First and last frame of each stretch that is spoken of, with its sentences."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for telling in told.tellings:
        whole = telling.stop <= telling.start
        first = 0 if whole else min(frames, int(telling.start * fps) // STRIDE * STRIDE)
        last = frames if whole else min(frames, round(telling.stop * fps))
        found[first, last].append(telling.text)
    return found


def _windows(joints: np.ndarray, fps: float, seed: int, name: str) -> list[tuple[int, int]]:
    frames = len(joints) // STRIDE * STRIDE
    if frames <= _LONG:
        return [(0, frames)] if frames >= 3 * STRIDE else []
    return windows(joints, fps, "", seed, name)


def _sample(name: str, motion: Motion, joints: np.ndarray, said: list[str], split: str, seed: int) -> Sample | None:
    start, stop = (int(number) for number in name.removesuffix("_m").split("_")[-2:])
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    texts = [text for text in said if not is_held_out(text)]
    facts = measure_facts(joints[start:stop], motion.fps)
    texts += [text for text in measured_captions(facts, said[0], rng, _MEASURED) if text not in texts]
    if not texts:
        return None
    rotations, translation = (
        values[start:stop].astype(np.float32) for values in (motion.rotations, motion.translation)
    )
    return Sample(name, rotations, translation, tuple(texts), (), False, split, kind_of(said[0]))
