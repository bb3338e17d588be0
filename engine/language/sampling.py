"""Drawing one code from logits: temperature, top-k, top-p."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

_FEW = 64  # candidates that nearly always hold the wanted share; sorting all takes as long as half a block


@dataclass(frozen=True)
class Sampling:
    """How boldly codes are drawn.

    temperature: 0 takes the likeliest.
    top_k: how many candidates, 0 for all.
    top_p: the smallest set of candidates whose probability reaches this ("The Curious Case of Neural Text
        Degeneration", Holtzman 2020), 1 for all.
    cooling: what the temperature is multiplied by from each residual layer to the next, finer one, whose chance shows
        as jitter.
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
        enough = sampling.top_p * weights.sum()
        order, reached = _likeliest(weights, _FEW)
        if reached[-1] < enough:
            order, reached = _likeliest(weights, len(weights))
        kept = int(np.searchsorted(reached, enough)) + 1
        candidates = order[:kept] if candidates is None else candidates[order[:kept]]
        reached = reached[: len(candidates)]
    else:
        reached = np.cumsum(weights)
    index = int(np.searchsorted(reached, random.random() * reached[-1], side="right"))
    index = min(index, len(reached) - 1)
    return index if candidates is None else int(candidates[index])


def _likeliest(weights: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Indices (count,) of the largest weights, largest first, and the running sums of these."""
    if count < len(weights):
        few = np.argpartition(weights, -count)[-count:]
        order = few[np.argsort(-weights[few], kind="stable")]
    else:
        order = np.argsort(-weights, kind="stable")
    return order, np.cumsum(weights[order])
