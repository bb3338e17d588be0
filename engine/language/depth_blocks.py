"""The depth decoder's transformer blocks, computed by llama.cpp.

One or two threads compute them: the matrices are so small that more would mostly wait for each other.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from .llama.context import GgufContext
from .llama.model import GgufModel

ON_CARD = "MOTIONCTRL_DEPTH_ON_CARD"  # environment variable: put the blocks on the graphics card too
_THREADS = 2  # at most
_BRANCHES = 4  # sequences that are continued side by side, see ``guidance``


class LlamaBlocks:
    """Hidden states through the blocks, position after position; ``close`` it.

    path: depth.gguf.
    positions: how many there are at most.
    threads: two are nearly twice as fast, but wait for each other 2,000 times a latent frame: milliseconds each time
        where other programs need the processor.
    exact: keep what was seen in single precision, for comparisons with torch.
    on_card: compute on the graphics card.
    """

    def __init__(
        self, path: str | Path, positions: int, threads: int = 1, exact: bool = False, on_card: bool = False
    ) -> None:
        self._model = GgufModel(path, min(threads, _THREADS), -1 if on_card else 0)
        self._context = GgufContext(self._model, positions * _BRANCHES, _BRANCHES, exact=exact)

    @property
    def width(self) -> int:
        """How wide the hidden states are."""
        return self._model.width

    def set_threads(self, count: int) -> None:
        """Compute with so many threads from now on, two at most."""
        self._context.set_threads(min(count, _THREADS))

    def reset(self) -> None:
        """Forget all positions."""
        for sequence in range(_BRANCHES):
            self._context.rewind(sequence)

    def __call__(self, x: np.ndarray, steps: np.ndarray, last: int = 1) -> np.ndarray:
        """See ``depth.Blocks``."""
        return self._context.step(x, range(len(x)), steps, last)

    def close(self) -> None:
        """Free the weights; harmless when repeated."""
        self._context.close()
        self._model.close()


def on_card(gpu_layers: int) -> bool:
    """Whether the blocks go to the graphics card with the language model: only where somebody asks for it.

    The blocks are so small that calling the card may take longer than computing them; that was never measured.
    """
    return gpu_layers != 0 and os.environ.get(ON_CARD, "") not in ("", "0")
