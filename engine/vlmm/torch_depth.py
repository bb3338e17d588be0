"""The depth decoder's blocks on a graphics card, where Blender's Python has a PyTorch that finds one.

The same folded weights and caches as ``depth.py``. Ships with the add-on, PyTorch doesn't; without a card numpy is
twice as fast, so this is for cards only. PyTorch is imported when a decoder is made.
"""

from __future__ import annotations

import numpy as np

from .depth import EPSILON, DepthDecoder


def card() -> str | None:
    """The name of the graphics card's device, None where PyTorch finds none. Raises ImportError without PyTorch."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


class CardDepthDecoder(DepthDecoder):
    """A depth decoder whose transformer blocks are computed on ``device``; see ``DepthDecoder``."""

    def __init__(self, tensors: dict[str, np.ndarray], codebook: np.ndarray, heads: int, device: str) -> None:
        import torch

        super().__init__(tensors, codebook, heads)
        self._torch, self._device = torch, device
        self._weights = [
            tuple(torch.from_numpy(matrix.values).to(device) for matrix in (b.qkv, b.out, b.gate, b.up, b.down))
            for b in self.blocks
        ]
        self.keys, self.values = (torch.from_numpy(cache).to(device) for cache in (self.keys, self.values))

    def _forward(self, x: np.ndarray, start: int, branches: int) -> np.ndarray:
        """See ``DepthDecoder``."""
        return self._layers(np.broadcast_to(x, (branches, *x.shape[1:])), start, branches)[:, -1]

    def _layers(self, x: np.ndarray, start: int, branches: int) -> np.ndarray:
        """See ``DepthDecoder``."""
        with self._torch.inference_mode():
            return self._computed(self._torch.from_numpy(np.array(x)).to(self._device), start, branches).cpu().numpy()

    def _computed(self, x, start: int, branches: int):
        """The same of a tensor on the device."""
        torch, functional = self._torch, self._torch.nn.functional
        count = x.shape[1]
        end = start + count
        y = x.reshape(branches * count, self.width)

        def normal(z):
            return functional.rms_norm(z, z.shape[-1:], eps=EPSILON)

        later = None
        if count > 1:
            later = torch.ones(count, end, dtype=torch.bool, device=self._device).triu(start + 1)
        for index, (qkv, out, gate, up, down) in enumerate(self._weights):
            q, k, v = (normal(y) @ qkv).view(branches, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            keys, values = self.keys[index, :branches], self.values[index, :branches]
            keys[:, :, start:end], values[:, :, start:end] = k, v
            scores = q @ keys[:, :, :end].transpose(-1, -2)
            if later is not None:
                scores = scores.masked_fill(later, float("-inf"))
            mixed = scores.softmax(-1) @ values[:, :, :end]
            y = y + mixed.transpose(1, 2).reshape(branches * count, self.width) @ out
            z = normal(y)
            y = y + (functional.silu(z @ gate) * (z @ up)) @ down
        return normal(y).view(branches, count, self.width)
