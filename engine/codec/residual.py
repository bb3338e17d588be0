"""Residual quantization by beam search: codes whose sum comes nearest to a latent.

The nearest code, and then the nearest to the rest, is not the best sum: a few beginnings are followed side by side
("Additive Quantization for Extreme Vector Compression", Babenko and Lempitsky, CVPR 2014). All layers share one
codebook, so the same codes in another order are the same sum: such duplicates are pruned from the beam, and the codes
are then sorted into greedy order.
"""

from __future__ import annotations

import numpy as np

from ..blas import Matrix

BEAMS = 4
_CHUNK = 256  # latents at once: bounds the memory


class ResidualQuantizer:
    """Finds codes of latents in a codebook (codes, latent) that all ``layers`` share."""

    def __init__(self, codebook: np.ndarray, layers: int, beams: int = BEAMS) -> None:
        self.codebook, self.layers, self.beams = codebook, layers, beams
        self._scores, self._half = Matrix(codebook.T), 0.5 * np.einsum("cd,cd->c", codebook, codebook)
        self._products = codebook @ self._scores

    def __call__(self, latents: np.ndarray) -> np.ndarray:
        """Codes (..., layers) int64 of latents (..., latent)."""
        flat = np.ascontiguousarray(latents, dtype=np.float32).reshape(-1, latents.shape[-1])
        found = [np.empty((0, self.layers), np.int64)]
        for start in range(0, len(flat), _CHUNK):
            gains = flat[start : start + _CHUNK] @ self._scores - self._half
            codes = _search(gains, self._products, self.layers, self.beams)
            found.append(_ordered(codes, gains, self._products))
        return np.concatenate(found).reshape(*latents.shape[:-1], self.layers)


def _search(gains: np.ndarray, products: np.ndarray, layers: int, beams: int) -> np.ndarray:
    """Codes (n, layers); gains (n, codes): by how much a first code lowers half the squared error.

    A code that is taken lowers what another gains by their product (codes, codes).
    """
    rows, count = np.arange(len(gains))[:, None], gains.shape[1]
    gains, total = gains[:, None], np.zeros((len(gains), 1), np.float32)
    codes = np.empty((len(gains), 1, 0), np.int64)
    for layer in range(layers):
        last = layer == layers - 1
        sums = (total[..., None] + gains).reshape(len(gains), -1)
        picked = _largest(sums, 1 if last else beams * min(layer + 1, 2))
        beam, code = np.divmod(picked, count)
        codes = np.concatenate([codes[rows, beam], code[..., None]], axis=2)
        total = sums[rows, picked]
        if not last and layer:
            total[_repeated(codes, count)] = -np.inf
            kept = _largest(total, beams)
            total, codes, beam, code = (values[rows, kept] for values in (total, codes, beam, code))
        if not last:
            gains = gains[rows, beam] - products[code]
    return codes[:, 0]


def _largest(values: np.ndarray, count: int) -> np.ndarray:
    """Where (n, count) the largest of values (n, m) are, in any order."""
    if count == 1:
        return np.argmax(values, axis=1)[:, None]
    count = min(count, values.shape[1])
    return np.argpartition(values, -count, axis=1)[:, -count:]


def _repeated(codes: np.ndarray, count: int) -> np.ndarray:
    """Which beams (n, b) of codes (n, b, layers) hold the codes of an earlier one in another order."""
    keys = np.sort(codes, axis=2) @ count ** np.arange(codes.shape[2])
    return np.tril(keys[:, :, None] == keys[:, None], -1).any(2)


def _ordered(codes: np.ndarray, gains: np.ndarray, products: np.ndarray) -> np.ndarray:
    """``codes`` (n, layers), each one the nearest to what those before it leave."""
    rows = np.arange(len(codes))
    left, gains = codes.copy(), np.take_along_axis(gains, codes, axis=1)
    for layer in range(codes.shape[1] - 1):
        best = layer + np.argmax(gains[:, layer:], axis=1)
        for values in (left, gains):
            values[rows, best], values[:, layer] = values[:, layer].copy(), values[rows, best]
        gains -= products[left[:, layer, None], left]
    return left
