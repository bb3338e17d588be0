"""Samples of recorded motion: windows of trials, with captions and mirrored copies."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from ...body.layout import STRIDE
from ...motion.kinematics import Motion
from .captions import captions, part_lines
from .cmu import Trial
from .facts import Facts, measure_facts
from .kinds import kind_of
from .mirror_text import mirror_text
from .retime import takes
from .sample import Sample
from .split import read_split, split_of

_SHORTEST, _LONGEST = 12, 200  # frames: 0.6 s, one stride of a run, and 10 s
_MOST_CAPTIONS = 8
# Long trials that go on in the same way: their windows need no overlap.
_EVEN = ("salsa", "indian dance", "playground", "act", "animal", "housework", "swordplay", "signals", "climb")


def build_samples(
    motions: dict[str, Motion], rows: Iterable[Trial], split: str, seed: int = 0, mirror: bool = True
) -> Iterator[Sample]:
    """Samples of one split's trials whose motion is in ``motions`` (by name, 20 fps).

    A window about which nothing is certain is left out.

    Mirrored copies end in "_m", are captioned from their own measurements, and lie in their original's split.
    """
    table = read_split()
    wanted = [row for row in rows if split_of(row.cmu_id, table) == split]
    for take in takes(motions, wanted):
        kind = kind_of(take.trial.description)
        for copy in ("", "_m") if mirror else ("",):
            played = take.motion.mirrored() if copy else take.motion
            description = mirror_text(take.trial.description) if copy else take.trial.description
            joints = played.joints()
            for start, stop in windows(joints, played.fps, kind, seed, take.name):
                name = f"{take.name}_{start}_{stop}{copy}"
                rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
                facts = measure_facts(joints[start:stop], played.fps)
                texts = captions(facts, description, rng, int(rng.integers(5, _MOST_CAPTIONS + 1)))
                if not texts:
                    continue
                yield Sample(
                    name,
                    played.rotations[start:stop].astype(np.float32),
                    played.translation[start:stop].astype(np.float32),
                    tuple(texts),
                    tuple(part_lines(facts, description, rng)),
                    False,
                    split,
                    kind_of(description),
                )


def windows(joints: np.ndarray, fps: float, kind: str, seed: int, name: str) -> list[tuple[int, int]]:
    """Start and stop frames, multiples of 4, of a trial's windows; ``joints`` (T, 22, 3)."""
    frames = len(joints) // STRIDE * STRIDE
    if frames < _SHORTEST:
        return []
    rng = np.random.default_rng([seed, zlib.crc32(name.encode()), 1])
    found = [(0, frames)] if frames <= _LONGEST else []
    overlap = 1.0 if kind in _EVEN else 0.5
    start = 0
    while frames > 60 and start + 40 <= frames:
        length = min(int(rng.choice((40, 60, 80, 100, 120, 160, 200))), frames - start) // STRIDE * STRIDE
        found.append((start, start + length))
        start += max(STRIDE, int(length * overlap) // STRIDE * STRIDE)
    if frames > 60 and kind not in _EVEN:
        for onset in _onsets(measure_facts(joints, fps), joints, fps)[:16]:
            begin = int(max(0, onset - rng.uniform(0.3, 0.9)) * fps) // STRIDE * STRIDE
            length = int(rng.choice((40, 48, 60, 80)))
            found.append((begin, min(begin + length, frames)))
    return sorted({(a, b) for a, b in found if b - a >= min(frames, 32)})


def _onsets(facts: Facts, joints: np.ndarray, fps: float) -> list[float]:
    """Seconds at which something begins: jumps, kicks, going down and coming up."""
    heights = joints[:, 0, 1]
    low = heights < 0.8 * np.percentile(heights, 90)
    edges = np.flatnonzero(np.diff(low.astype(int)))
    times = [jump.start - 0.3 for jump in facts.jumps] + [edge / fps - 0.6 for edge in edges]
    times += [leg.kick_s - 0.6 for leg in facts.legs.values() if leg.kick_m > 0.3]
    kept: list[float] = []
    for time in sorted(max(0.0, time) for time in times):
        if not kept or time - kept[-1] > 1.0:
            kept.append(time)
    return kept
