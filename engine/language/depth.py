"""The depth decoder at run time: the codes of one latent frame, step by step.

The same network as ``lab.nets.frame.DepthDecoderModule``. Its transformer blocks are computed by llama.cpp
(``depth_blocks``); what is before and after them is computed here. The model's pattern (``patterns``) says what is
sampled when, and what the blocks are fed with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from ..blas import Matrix
from .guidance import guided
from .patterns import HIDDEN, SEQUENTIAL, Layout, layout, parts_of
from .sampling import Sampling, draw


class Blocks(Protocol):
    """Transformer blocks with a cache of the positions they have seen, for each branch its own."""

    def reset(self) -> None:
        """Forget all positions."""

    def __call__(self, x: np.ndarray, steps: np.ndarray, last: int = 1) -> np.ndarray:
        """Normalised outputs (b, last, width) at the ``last`` of the positions x (b, m, width).

        They are appended to those before. steps (m,), rising: a position attends to those of its own step and of
        the steps before.
        """

    def set_threads(self, count: int) -> None:
        """Compute with so many threads from now on, or with as many as make sense."""

    def close(self) -> None:
        """Free what is held; harmless when repeated."""


class DepthDecoder:
    """Samples frames of codes (parts, layers) from hidden states of the language model.

    tensors: those of ``depth_tensors``.
    codebook (codes, latent).
    pattern: see ``patterns``.
    """

    def __init__(
        self, tensors: Mapping[str, np.ndarray], codebook: np.ndarray, blocks: Blocks, pattern: str = SEQUENTIAL
    ) -> None:
        self.hidden = Matrix(tensors["hidden.weight"].T)
        # A sum of codebook vectors, projected, is the sum of projected vectors.
        self.code = codebook @ Matrix(tensors["code.weight"].T)
        self.target = tensors["target.weight"].astype(np.float32)
        self.blocks = blocks
        self.pattern = pattern
        scaled = tensors["heads"].astype(np.float32) * tensors["norm.weight"].astype(np.float32)
        self.output = [Matrix(head.T) for head in scaled]
        self.layers = len(self.output)
        rows, self.width = self.target.shape
        self.parts = parts_of(pattern, rows, self.layers)

    def sample(
        self,
        hidden: np.ndarray,
        codes: np.ndarray,
        known: np.ndarray,
        weights: np.ndarray,
        sampling: Sampling,
        random: np.random.Generator,
    ) -> np.ndarray:
        """Codes (parts, layers) of the next latent frame.

        hidden (b, hidden) of the branches and their weights (b,), see ``guidance``. codes (parts, layers)
        with known (parts,) bool: cells that are given; they come first and are returned unchanged.
        """
        codes = np.array(codes)
        if known.all():
            return codes
        frame = layout(self.pattern, tuple(map(bool, known)), self.layers)
        by_layer = [sampling.layer(number) for number in range(self.layers)]
        sums = self._sums(codes, known)
        projected = hidden @ self.hidden
        self.blocks.reset()
        for first, drawn, stop in frame.batches:
            x = self._fed(projected, sums, frame, slice(first, stop))
            final = self.blocks(x, frame.step[first:stop], stop - drawn)
            # The heads are linear: guiding before them is guiding their logits, at a part of the cost.
            steered = guided(final.reshape(len(final), -1), weights).reshape(-1, self.width)
            slots = frame.target[drawn:stop].tolist()
            for slot, logits in zip(slots, self._said(steered, slots), strict=True):
                part, layer = divmod(slot, self.layers)
                code = draw(logits, by_layer[layer], random)
                codes[part, layer] = code
                sums[slot] = self.code[code] if layer == 0 else sums[slot - 1] + self.code[code]
        return codes

    def logits(self, hidden: np.ndarray, codes: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Logits (parts, layers, codes) of hidden (hidden,) when all ``codes`` (parts, layers) are given.

        Those of parts that are ``known`` (parts,) are 0.
        """
        frame = layout(self.pattern, tuple(map(bool, known)), self.layers)
        found = np.zeros((self.parts, self.layers, self.output[0].shape[1]), np.float32)
        sums = self._sums(codes, np.ones(self.parts, bool))
        self.blocks.reset()
        for first, drawn, stop in frame.batches:
            x = self._fed(hidden[None] @ self.hidden, sums, frame, slice(first, stop))
            final = self.blocks(x, frame.step[first:stop], stop - drawn)
            slots = frame.target[drawn:stop].tolist()
            found.reshape(-1, found.shape[-1])[slots] = self._said(final[0], slots)
        return found

    def _said(self, final: np.ndarray, slots: list[int]) -> Sequence[np.ndarray]:
        """Logits (codes,) of each of the ``slots`` (m) from the blocks' outputs (m, width)."""
        layers = {slot % self.layers for slot in slots}
        if len(slots) > 1 and len(layers) == 1:
            return final @ self.output[layers.pop()]
        return [self.output[slot % self.layers].of_row(row) for row, slot in zip(final, slots, strict=True)]

    def _sums(self, codes: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Projected sums (slots, width) of the known parts' codes up to each slot; 0 for the others."""
        sums = np.zeros((self.parts, self.layers, self.width), np.float32)
        sums[known] = np.cumsum(self.code[codes[known]], axis=1)
        return sums.reshape(-1, self.width)

    def _fed(self, projected: np.ndarray, sums: np.ndarray, frame: Layout, where: slice) -> np.ndarray:
        """Inputs (b, m, width) of some positions; projected (b, width) are the branches' hidden states."""
        source, target = frame.source[where], self.target[frame.target[where]]
        x = np.empty((len(projected), len(source), self.width), np.float32)
        x[:] = sums[source]
        x[:, source == HIDDEN] = projected[:, None]
        x += target
        return x


def depth_tensors(tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The depth decoder's own tensors of a depth.safetensors, under shorter names."""
    return {k.removeprefix("depth."): v for k, v in tensors.items() if k.startswith("depth.")}
