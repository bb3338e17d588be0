"""What the language model is shown beside its prompt: a video, as embeddings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..motion.target import Poses


@dataclass(frozen=True)
class Embedded:
    """A video of n latent frames (0.2 s) as the language model's input.

    shown (k, hidden): stand between <vid> and </vid>; one for each latent frame where landmarks were looked at, so many
        for each picture where pixels were.
    aligned (n, hidden): row i is added to the hidden state from which latent frame i is sampled; zero where the
        projector was not trained for it.
    poses: what landmarks show, for the motion to be drawn to; None where pixels were looked at.
    """

    shown: np.ndarray
    aligned: np.ndarray
    poses: Poses | None = None

    def __len__(self) -> int:
        return len(self.aligned)

    def between(self, first: int, count: int) -> Embedded:
        """The part for latent frames ``first`` to ``first`` + ``count`` - 1, aligned zero where there is no video.

        What is shown by pictures is shown as a whole; poses are left out.
        """
        rows = np.arange(first, first + count)
        inside = (rows >= 0) & (rows < len(self))
        aligned = np.zeros((count, self.aligned.shape[1]), np.float32)
        aligned[inside] = self.aligned[rows[inside]]
        shown = self.shown[rows[inside]] if len(self.shown) == len(self.aligned) else self.shown
        return Embedded(shown, aligned)
