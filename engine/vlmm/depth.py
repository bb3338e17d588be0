"""The depth decoder at run time, in numpy and OpenBLAS: the codes of one latent frame, slot by slot.

The same network as ``modules.DepthDecoder``, the norms' weights folded into what follows them. Known cells go
through it together, the others one by one (``depth_step``).
"""

from __future__ import annotations

import numpy as np

from ..blas import Matrix
from .depth_step import EPSILON, DepthStep, swiglu
from .guidance import guided
from .sampling import Sampling, draw


class _Block:
    """Weights of one transformer block, transposed to (in, out), the norms' scales folded in."""

    def __init__(self, tensors: dict[str, np.ndarray], name: str, heads: int) -> None:
        def matrix(key: str) -> np.ndarray:
            return tensors[f"{name}.{key}.weight"].astype(np.float32)

        qkv = matrix("qkv") * matrix("attention_norm")
        width = qkv.shape[1]
        qkv[:width] *= (width // heads) ** -0.5  # the attention's scale
        gate_up = matrix("gate_up") * matrix("feed_norm")
        half = len(gate_up) // 2
        self.qkv = Matrix(qkv.T)
        self.out = Matrix(matrix("out").T)
        # Apart rather than fused: past 1,000 columns OpenBLAS packs, which doubles the time.
        self.gate = Matrix(gate_up[:half].T)
        self.up = Matrix(gate_up[half:].T)
        self.down = Matrix(matrix("down").T)


class DepthDecoder:
    """Samples frames of codes (parts, layers) from hidden states of the language model.

    tensors: ``depth.*`` of depth.safetensors. codebook (codes, latent). heads: attention heads.
    """

    def __init__(self, tensors: dict[str, np.ndarray], codebook: np.ndarray, heads: int) -> None:
        tensors = {k.removeprefix("depth."): v for k, v in tensors.items() if k.startswith("depth.")}
        self.heads = heads
        self.hidden = Matrix(tensors["hidden.weight"].T)
        # A sum of codebook vectors, projected, is the sum of projected vectors.
        self.code = codebook @ Matrix(tensors["code.weight"].T)
        self.target = tensors["target.weight"].astype(np.float32)
        count = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blocks."))
        self.blocks = [_Block(tensors, f"blocks.{index}", heads) for index in range(count)]
        scaled = tensors["heads"].astype(np.float32) * tensors["norm.weight"].astype(np.float32)
        self.output = [Matrix(head.T) for head in scaled]
        self.layers = len(self.output)
        self.slots, self.width = self.target.shape
        self.parts = self.slots // self.layers
        size = self.width // heads
        self.keys = np.zeros((count, 4, heads, self.slots, size), np.float32)
        self.values = np.zeros_like(self.keys)
        self._steps: dict[int, DepthStep] = {}

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
        branches = len(hidden)
        x = self._given(hidden, codes, order[: given // self.layers], slots)
        by_layer = [sampling.layer(number) for number in range(self.layers)]
        start, partial = 0, np.zeros(self.width, np.float32)
        for step in range(given, self.slots):
            part, layer = divmod(int(slots[step]), self.layers)
            final = self._forward(x, start, branches)
            # The head is linear: guiding before it is guiding its logits, at a part of the cost.
            code = draw(guided(final, weights) @ self.output[layer], by_layer[layer], random)
            codes[part, layer] = code
            if step + 1 < self.slots:
                partial = self.code[code] if layer == 0 else partial + self.code[code]
                start = step + 1
                x = (partial + self.target[slots[start]])[None, None]
        return codes

    def logits(self, hidden: np.ndarray, codes: np.ndarray, order: np.ndarray) -> np.ndarray:
        """Logits (slots, codes) when all ``codes`` (parts, layers) are given in ``order`` (parts,)."""
        slots = (order[:, None] * self.layers + np.arange(self.layers)).ravel()
        x = self._given(hidden[None], codes, order, slots)[:, : self.slots]
        final = self._layers(x, 0, 1)[0]
        return np.stack([row @ self.output[slot % self.layers] for row, slot in zip(final, slots, strict=True)])

    def _given(self, hidden: np.ndarray, codes: np.ndarray, parts: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """Inputs (b, 1 + given slots, width): the hidden state, then the known cells' partial sums."""
        partial = np.cumsum(self.code[codes[parts]], axis=1).reshape(-1, self.width)
        sources = np.empty((len(hidden), 1 + len(partial), self.width), np.float32)
        sources[:, 0] = hidden @ self.hidden
        sources[:, 1:] = partial
        count = min(len(slots), sources.shape[1])
        sources[:, :count] += self.target[slots[:count]]
        return sources

    def _forward(self, x: np.ndarray, start: int, branches: int) -> np.ndarray:
        """Normalised output (b, width) of the last position of x (b, m, width), or (1, 1, width) for all branches."""
        if x.shape[1] > 1:
            return self._layers(x, start, branches)[:, -1]
        if branches not in self._steps:
            self._steps[branches] = DepthStep(self, branches)
        step = self._steps[branches]
        step.x[:] = x[:, 0]
        return step(start)

    def _layers(self, x: np.ndarray, start: int, branches: int) -> np.ndarray:
        """All positions (b, m, width), appended to the cache from slot ``start`` on."""
        count = x.shape[1]
        end = start + count
        x = x.reshape(branches * count, self.width)
        later = np.triu(np.full((count, count), -np.inf, np.float32), 1)
        for index, block in enumerate(self.blocks):
            qkv = (_normalise(x) @ block.qkv).reshape(branches, count, 3, self.heads, -1)
            keys = self.keys[index, :branches, :, :end]
            values = self.values[index, :branches, :, :end]
            keys[:, :, start:] = qkv[:, :, 1].swapaxes(1, 2)
            values[:, :, start:] = qkv[:, :, 2].swapaxes(1, 2)
            weights = np.matmul(qkv[:, :, 0].swapaxes(1, 2), keys.swapaxes(2, 3))
            weights[..., start:] += later
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            mixed = np.matmul(weights, values).swapaxes(1, 2).reshape(branches * count, self.width)
            x = x + mixed @ block.out
            normal = _normalise(x)
            gate = normal @ block.gate
            up = normal @ block.up
            swiglu(gate, up)
            x += up @ block.down
        return _normalise(x).reshape(branches, count, self.width)


def _normalise(x: np.ndarray) -> np.ndarray:
    """Rows (n, width) at a root mean square of 1."""
    squares = np.einsum("nw,nw->n", x, x)
    squares *= 1 / x.shape[1]
    squares += EPSILON
    np.sqrt(squares, out=squares)
    return x / squares[:, None]
