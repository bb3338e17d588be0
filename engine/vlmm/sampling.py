"""Drawing one code from logits: temperature, top-k, top-p."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Sampling:
    """How boldly codes are drawn.

    temperature: 0 takes the likeliest. top_k: how many candidates, 0 for all. top_p: the smallest
    set of candidates whose probability reaches this ("The Curious Case of Neural Text
    Degeneration", Holtzman 2020), 1 for all. cooling: what the temperature is multiplied by from each
    residual layer to the next, finer one, whose chance shows as jitter.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    cooling: float = 1.0

    def layer(self, number: int) -> Sampling:
        """What holds for the codes of residual layer ``number``."""
        return self if self.cooling == 1 else replace(self, temperature=self.temperature * self.cooling**number)


def draw(logits: np.ndarray, sampling: Sampling, random: np.random.Generator) -> int:
    """Index into ``logits`` (n,), drawn from their tempered and cut distribution."""
    if sampling.temperature <= 0:
        return int(np.argmax(logits))
    candidates = None
    if 0 < sampling.top_k < len(logits):
        candidates = np.argpartition(logits, -sampling.top_k)[-sampling.top_k :]
        logits = logits[candidates]
    weights = np.exp((logits - logits.max()) * (1.0 / sampling.temperature), dtype=np.float64)
    if sampling.top_p < 1:
        order = np.argsort(-weights, kind="stable")
        reached = np.cumsum(weights[order])
        kept = int(np.searchsorted(reached, sampling.top_p * reached[-1])) + 1
        candidates = order[:kept] if candidates is None else candidates[order[:kept]]
        reached = reached[: len(candidates)]
    else:
        reached = np.cumsum(weights)
    index = int(np.searchsorted(reached, random.random() * reached[-1], side="right"))
    index = min(index, len(reached) - 1)
    return index if candidates is None else int(candidates[index])
