"""One position through the depth decoder's blocks, in buffers that are made once.

This is done twenty times a latent frame on rows of 256 numbers: at that size what Python does around a product
takes as long as the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .depth import DepthDecoder

EPSILON = 1e-5


class DepthStep:
    """The next position of all branches at once; ``x`` (branches, width) is its input, written by the caller."""

    def __init__(self, depth: DepthDecoder, branches: int) -> None:
        def rows(width: int) -> np.ndarray:
            return np.empty((branches, width), np.float32)

        width, heads = depth.width, depth.heads
        self.x, self._normal, self._mixed, self._more = (rows(width) for _ in range(4))
        self._squares = np.empty(branches, np.float32)
        self._scale = np.float32(width**-0.5)
        self._epsilon = np.float32(EPSILON * width)
        qkv = rows(3 * width)
        self._query, self._key, self._value = qkv.reshape(branches, 3, heads, width // heads).swapaxes(0, 1)
        self._heads = self._mixed.reshape(branches, heads, 1, width // heads)
        self._gate, self._up = (rows(depth.blocks[0].gate.shape[1]) for _ in range(2))
        self._blocks = [
            (
                block.qkv.into(self._normal, qkv),
                depth.keys[index, :branches],
                depth.values[index, :branches],
                block.out.into(self._mixed, self._more),
                block.gate.into(self._normal, self._gate),
                block.up.into(self._normal, self._up),
                block.down.into(self._up, self._more),
            )
            for index, block in enumerate(depth.blocks)
        ]

    def __call__(self, start: int) -> np.ndarray:
        """Normalised output (branches, width) at slot ``start``, valid until the next call; the caches grow by it."""
        x, query = self.x, self._query[..., None]
        for qkv, keys, values, out, gate, up, down in self._blocks:
            self._normalise()
            qkv()
            keys[:, :, start] = self._key
            values[:, :, start] = self._value
            weights = np.matmul(keys[:, :, : start + 1], query)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            mixed = np.matmul(weights.swapaxes(2, 3), values[:, :, : start + 1])
            np.divide(mixed, weights.sum(axis=2, keepdims=True), out=self._heads)
            out()
            x += self._more
            self._normalise()
            gate()
            up()
            swiglu(self._gate, self._up)
            down()
            x += self._more
        return self._normalise()

    def _normalise(self) -> np.ndarray:
        """The rows of x at a root mean square of 1."""
        squares = self._squares
        np.einsum("nw,nw->n", self.x, self.x, out=squares)
        squares += self._epsilon
        np.sqrt(squares, out=squares)
        squares *= self._scale
        return np.divide(self.x, squares[:, None], out=self._normal)


def swiglu(gate: np.ndarray, up: np.ndarray) -> None:
    """Leaves up times gate times the sigmoid of gate in ``up``, and what was needed for it in ``gate``."""
    up *= gate
    np.negative(gate, out=gate)
    np.minimum(gate, 80, out=gate)
    np.exp(gate, out=gate)
    gate += 1
    up /= gate
