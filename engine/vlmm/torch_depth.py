"""The depth decoder's blocks on a graphics card, where Blender's Python has a PyTorch that finds one.

The same folded weights and caches as ``depth.py``. Ships with the add-on, PyTorch doesn't; without a card numpy is
twice as fast, so this is for cards only.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .depth import EPSILON, DepthDecoder


def card() -> str | None:
    """The name of the graphics card's device, None where PyTorch finds none."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


class CardDepthDecoder(DepthDecoder):
    """A depth decoder whose transformer blocks are computed on ``device``; see ``DepthDecoder``."""

    def __init__(self, tensors: dict[str, np.ndarray], codebook: np.ndarray, heads: int, device: str) -> None:
        super().__init__(tensors, codebook, heads)
        self._device = device
        self._weights = [
            tuple(torch.from_numpy(matrix).to(device) for matrix in (b.qkv, b.out, b.gate, b.up, b.down))
            for b in self.blocks
        ]
        self._keys, self._values = (torch.from_numpy(cache).to(device) for cache in (self._keys, self._values))

    @torch.inference_mode()
    def _layers(self, x: np.ndarray, start: int, branches: int) -> np.ndarray:
        """See ``DepthDecoder``."""
        count = x.shape[1]
        end = start + count
        y = torch.from_numpy(x).to(self._device).reshape(branches * count, self.width)
        later = None
        if count > 1:
            later = torch.ones(count, end, dtype=torch.bool, device=self._device).triu(start + 1)
        for index, (qkv, out, gate, up, down) in enumerate(self._weights):
            q, k, v = (_normalise(y) @ qkv).view(branches, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            keys, values = self._keys[index, :branches], self._values[index, :branches]
            keys[:, :, start:end], values[:, :, start:end] = k, v
            scores = q @ keys[:, :, :end].transpose(-1, -2)
            if later is not None:
                scores = scores.masked_fill(later, float("-inf"))
            mixed = scores.softmax(-1) @ values[:, :, :end]
            y = y + mixed.transpose(1, 2).reshape(branches * count, self.width) @ out
            normal = _normalise(y)
            y = y + (functional.silu(normal @ gate) * (normal @ up)) @ down
        return _normalise(y).view(branches, count, self.width).cpu().numpy()


def _normalise(x: Tensor) -> Tensor:
    """Rows (n, width) at a root mean square of 1."""
    return functional.rms_norm(x, x.shape[-1:], eps=EPSILON)
