"""The order in which the depth decoder samples the codes of one latent frame.

A slot is one code: a part's residual layer. A pattern says in which step a slot is sampled; slots of one step are
sampled at once, each from a position of its own ("Simple and Controllable Music Generation", Copet 2023, section 2.1,
compares such patterns). Everything else follows from it: what each position is fed with, and what it sees. A position
sees those of its own step and of the steps before.

The known parts of a frame come first. In the pattern ``sequential`` they are fed slot by slot, as if they had been
sampled. In the others one position for each shows the whole part, before anything is sampled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

SEQUENTIAL, BASE_FIRST, LAYERWISE, DELAY = "sequential", "base-first", "layers", "delay"

# The step in which the part number ``rank`` of ``count`` is given its code of a residual layer.
_STEPS: dict[str, Callable[[int, int, int, int], int]] = {
    SEQUENTIAL: lambda rank, layer, count, layers: rank * layers + layer,
    BASE_FIRST: lambda rank, layer, count, layers: rank if layer == 0 else count - 1 + layer,
    LAYERWISE: lambda rank, layer, count, layers: layer,
    DELAY: lambda rank, layer, count, layers: rank + layer,
}
PATTERNS = tuple(_STEPS)
HIDDEN = -1  # source of a position that is fed with the language model's hidden state


@dataclass(frozen=True)
class Layout:
    """The positions of one latent frame, in the order in which they are fed.

    step (n,): when a position is fed; equal numbers see each other.
    source (n,): the slot up to which the sum of a part's codebook vectors is fed, or ``HIDDEN``.
    target (n,): row of the target embeddings, which is the slot that is sampled from the position, or ``slots + part``
        for a known part that is shown whole.
    sampled (n,): whether a code is drawn there. Slots count part by part, layer by layer.
    """

    step: np.ndarray
    source: np.ndarray
    target: np.ndarray
    sampled: np.ndarray

    def __len__(self) -> int:
        return len(self.step)

    @cached_property
    def batches(self) -> tuple[tuple[int, int, int], ...]:
        """What is fed at once: the first position, the first that is sampled, and the one after the last.

        Known parts that are fed first go along with the first step in which anything is sampled.
        """
        found, first = [], 0
        for step in np.unique(self.step[self.sampled]).tolist():
            inside = np.flatnonzero(self.step == step)
            found.append((first, int(inside[0]), int(inside[-1]) + 1))
            first = found[-1][2]
        return tuple(found)


@cache
def layout(pattern: str, known: tuple[bool, ...], layers: int) -> Layout:
    """The positions of a frame whose parts are ``known`` or not."""
    step_of = _STEPS[pattern]
    shown = [part for part, given in enumerate(known) if given]
    open_parts = [part for part, given in enumerate(known) if not given]
    rows = []
    order, before = open_parts, []
    if pattern == SEQUENTIAL:
        order = shown + open_parts
    else:
        rows = [(-1, (part + 1) * layers - 1, len(known) * layers + part, False) for part in shown]
    for rank, part in enumerate(order):
        steps = [step_of(rank, layer, len(order), layers) for layer in range(layers)]
        for layer, step in enumerate(steps):
            source = part * layers + layer - 1
            if layer == 0:
                drawn = sum(number < step for number in before)
                source = order[rank - 1] * layers + drawn - 1 if drawn else HIDDEN
            rows.append((step, source, part * layers + layer, not known[part]))
        before = steps
    rows.sort(key=lambda row: row[0])  # stable: within a step part by part, as they are ranked
    step, source, target, sampled = (np.array(column) for column in zip(*rows, strict=True))
    return Layout(step - step.min(), source, target, sampled)


def target_rows(pattern: str, parts: int, layers: int) -> int:
    """How many target embeddings a pattern needs."""
    return parts * layers + (0 if pattern == SEQUENTIAL else parts)


def parts_of(pattern: str, rows: int, layers: int) -> int:
    """How many parts target embeddings of so many rows are for. Raises ValueError for an unknown pattern."""
    if pattern not in _STEPS:
        raise ValueError(f"its pattern {pattern!r} is unknown")
    return rows // (layers if pattern == SEQUENTIAL else layers + 1)
