"""What each telling of a pool asks for, drawn for all of them at once, and batches of tellings of similar length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ....body.layout import PART_COUNT
from ..sequences import Mix
from .pool import Pool

_CHUNK = 24  # batches whose tellings are sorted by length together
_ROUND = 8  # lengths are rounded up to this, so that few shapes occur


@dataclass(frozen=True)
class Tasks:
    """One drawing for all tellings (m,) of a pool.

    context: known cells stand before the answer. head, tail: so many whole frames at the ends are known, where there
    is a gap; open: bits of the parts that are open from frame low to high, all else being known; 0 with a gap.
    lengths: positions of each sequence.
    """

    context: np.ndarray
    head: np.ndarray
    tail: np.ndarray
    open: np.ndarray
    low: np.ndarray
    high: np.ndarray
    lengths: np.ndarray


def draw_tasks(pool: Pool, random: np.random.Generator, mix: Mix = Mix()) -> Tasks:
    """Known cells as ``sequences.draw_known`` draws them."""
    count = len(pool)
    frames, given = pool.lengths[pool.item].astype(np.int64), pool.given[pool.item]
    usual = ~pool.answers & (given == 0)
    draw = random.random(count)
    gap = usual & (draw < mix.in_between) & (frames >= 6)
    limbs = usual & (draw < mix.in_between + mix.limbs) & ~gap
    third = frames // 3 + 1
    head = np.where(gap, 1 + (random.random(count) * (third - 1)).astype(np.int64), 0)
    tail = np.where(gap, 1 + (random.random(count) * (third - 1)).astype(np.int64), 0)
    many = random.choice([1, 2, 3], count, p=[0.6, 0.3, 0.1])
    ranks = random.random((count, PART_COUNT)).argsort(1).argsort(1)
    bits = ((ranks < many[:, None]) << np.arange(PART_COUNT)).sum(1)
    cut = limbs & (random.random(count) < 0.5) & (frames >= 6)
    low = np.where(cut, (random.random(count) * (frames - 4)).astype(np.int64), 0)
    high = np.where(cut, low + 3 + (random.random(count) * (frames - low - 2)).astype(np.int64), frames)
    context = gap | limbs
    lengths = sequence_lengths(pool, context)
    return Tasks(context, head, tail, np.where(limbs, bits, 0), low, high, lengths)


def sequence_lengths(pool: Pool, context: np.ndarray) -> np.ndarray:
    """Positions (m,) that each telling takes."""
    frames, given = pool.lengths[pool.item].astype(np.int64), pool.given[pool.item]
    motion = pool.sizes + pool.filmed * (frames + 2) + context * (frames + 2) + len(pool.assistant) + frames + 2
    answer = len(pool.question) + frames - given + 2 + len(pool.assistant) + pool.sizes
    return np.where(pool.answers, answer, motion)


def batches(
    lengths: np.ndarray, positions: int, random: np.random.Generator, rows: np.ndarray | None = None
) -> Iterator[tuple[np.ndarray, int]]:
    """Tellings (k,) and the length to which they are padded, k times that being at most ``positions``; all once."""
    order = random.permutation(len(lengths) if rows is None else rows)
    share = max(1, int(_CHUNK * positions / max(1.0, lengths.mean())))
    for start in range(0, len(order), share):
        part = order[start : start + share]
        part = part[np.argsort(lengths[part], kind="stable")]
        cuts, first = [], 0
        while first < len(part):
            # As many as fit when all are padded to the longest of them.
            last = first + 1
            while last < len(part) and (last + 1 - first) * _rounded(lengths[part[last]]) <= positions:
                last += 1
            cuts.append((first, last))
            first = last
        for index in random.permutation(len(cuts)):
            first, last = cuts[index]
            yield part[first:last], _rounded(lengths[part[last - 1]])


def _rounded(length: int) -> int:
    return int(-(-length // _ROUND) * _ROUND)
