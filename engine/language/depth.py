"""The depth decoder at run time: the codes of one latent frame, slot by slot.

The same network as ``lab.nets.frame.DepthDecoder``. Its transformer blocks are computed by llama.cpp (``depth_blocks``)
or on a graphics card (``torch_depth``), what is before and after them here. Known cells go through it together, the
others one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from ..blas import Matrix
from .guidance import guided
from .sampling import Sampling, draw


class Blocks(Protocol):
    """Transformer blocks with a cache of the positions they have seen, for each branch its own."""

    def reset(self) -> None:
        """Forget all positions."""

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Normalised output (b, width) at the last of the positions x (b, m, width), appended to those before."""

    def close(self) -> None:
        """Free what is held; harmless when repeated."""


class DepthDecoder:
    """Samples frames of codes (parts, layers) from hidden states of the language model.

    tensors: those of ``depth_tensors``. codebook (codes, latent).
    """

    def __init__(self, tensors: Mapping[str, np.ndarray], codebook: np.ndarray, blocks: Blocks) -> None:
        self.hidden = Matrix(tensors["hidden.weight"].T)
        # A sum of codebook vectors, projected, is the sum of projected vectors.
        self.code = codebook @ Matrix(tensors["code.weight"].T)
        self.target = tensors["target.weight"].astype(np.float32)
        self.blocks = blocks
        scaled = tensors["heads"].astype(np.float32) * tensors["norm.weight"].astype(np.float32)
        self.output = [Matrix(head.T) for head in scaled]
        self.layers = len(self.output)
        self.slots, self.width = self.target.shape
        self.parts = self.slots // self.layers

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
        order = np.concatenate([np.flatnonzero(known), np.flatnonzero(~known)])
        slots = (order[:, None] * self.layers + np.arange(self.layers)).ravel()
        given = int(known.sum()) * self.layers
        by_layer = [sampling.layer(number) for number in range(self.layers)]
        partial = np.zeros(self.width, np.float32)
        self.blocks.reset()
        final = self.blocks(self._given(hidden, codes, order[: given // self.layers], slots))
        for step in range(given, self.slots):
            part, layer = divmod(int(slots[step]), self.layers)
            # The head is linear: guiding before it is guiding its logits, at a part of the cost.
            code = draw(guided(final, weights) @ self.output[layer], by_layer[layer], random)
            codes[part, layer] = code
            if step + 1 < self.slots:
                partial = self.code[code] if layer == 0 else partial + self.code[code]
                x = partial + self.target[slots[step + 1]]
                final = self.blocks(np.broadcast_to(x, (len(hidden), 1, self.width)))
        return codes

    def logits(self, hidden: np.ndarray, codes: np.ndarray, order: np.ndarray) -> np.ndarray:
        """Logits (slots, codes) when all ``codes`` (parts, layers) are given in ``order`` (parts,)."""
        slots = (order[:, None] * self.layers + np.arange(self.layers)).ravel()
        x = self._given(hidden[None], codes, order, slots)
        self.blocks.reset()
        return np.stack(
            [self.blocks(x[:, at : at + 1])[0] @ self.output[slot % self.layers] for at, slot in enumerate(slots)]
        )

    def _given(self, hidden: np.ndarray, codes: np.ndarray, parts: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """Inputs (b, 1 + given slots, width): the hidden state, then the known cells' partial sums."""
        partial = np.cumsum(self.code[codes[parts]], axis=1).reshape(-1, self.width)
        sources = np.empty((len(hidden), 1 + len(partial), self.width), np.float32)
        sources[:, 0] = hidden @ self.hidden
        sources[:, 1:] = partial
        count = min(len(slots), sources.shape[1])
        sources[:, :count] += self.target[slots[:count]]
        return sources


def depth_tensors(tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The depth decoder's own tensors of a depth.safetensors, under shorter names."""
    return {k.removeprefix("depth."): v for k, v in tensors.items() if k.startswith("depth.")}
