"""The depth decoder's blocks on a graphics card, where Blender's Python has a PyTorch that finds one.

Ships with the add-on, PyTorch doesn't; on the processor it is slower than llama.cpp, so this is for cards only.
PyTorch is imported when the blocks are made.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .depth_blocks import EPSILON, block_count


def card() -> str | None:
    """The name of the graphics card's device, None where PyTorch finds none. Raises ImportError without PyTorch."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


class CardBlocks:
    """The blocks computed on ``device``; see ``depth.Blocks`` and ``LlamaBlocks``."""

    def __init__(self, tensors: Mapping[str, np.ndarray], heads: int, device: str) -> None:
        import torch

        self._torch, self._device, self._heads = torch, device, heads

        def weights(block: int, name: str):
            return torch.from_numpy(tensors[f"blocks.{block}.{name}.weight"].astype(np.float32)).to(device)

        names = ("attention_norm", "qkv", "out", "feed_norm", "gate_up", "down")
        self._weights = [tuple(weights(block, name) for name in names) for block in range(block_count(tensors))]
        self.reset()

    def reset(self) -> None:
        """Forget all positions."""
        self._seen = [None] * len(self._weights)
        self._steps = np.zeros(0, np.int64)

    def close(self) -> None:
        """Nothing is held that Python doesn't free."""

    def __call__(self, x: np.ndarray, steps: np.ndarray, last: int = 1) -> np.ndarray:
        """See ``depth.Blocks``."""
        self._steps = np.concatenate([self._steps, steps])
        seen = self._torch.from_numpy(self._steps <= np.asarray(steps)[:, None]).to(self._device)
        with self._torch.inference_mode():
            y = self._torch.from_numpy(np.array(x, np.float32)).to(self._device)
            return self._computed(y, seen)[:, -last:].cpu().numpy()

    def _computed(self, y, seen):
        """All positions (b, m, width) of a tensor on the device; seen (m, all so far): what each attends to."""
        torch, functional = self._torch, self._torch.nn.functional
        for index, (attention_norm, qkv, out, feed_norm, gate_up, down) in enumerate(self._weights):
            normal = functional.rms_norm(y, y.shape[-1:], attention_norm, EPSILON)
            q, k, v = functional.linear(normal, qkv).unflatten(2, (3, self._heads, -1)).permute(2, 0, 3, 1, 4)
            if self._seen[index] is not None:
                k, v = (torch.cat(pair, 2) for pair in zip(self._seen[index], (k, v), strict=True))
            self._seen[index] = k, v
            mixed = functional.scaled_dot_product_attention(q, k, v, seen)
            y = y + functional.linear(mixed.transpose(1, 2).flatten(2), out)
            normal = functional.rms_norm(y, y.shape[-1:], feed_norm, EPSILON)
            gate, up = functional.linear(normal, gate_up).chunk(2, dim=-1)
            y = y + functional.linear(functional.silu(gate) * up, down)
        return functional.rms_norm(y, y.shape[-1:], eps=EPSILON)
