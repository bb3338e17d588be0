"""Classifier-free guidance ("Classifier-Free Diffusion Guidance", Ho 2022), on logits."""

from __future__ import annotations

import numpy as np


def guided(logits: np.ndarray, strength: float) -> np.ndarray:
    """Logits (n,) of branches (b, n): u + strength (c - u), row 0 with the instruction, row 1 without.

    With one row only there is nothing to steer away from, and it is returned as it is.
    """
    if len(logits) == 1:
        return logits[0]
    return logits[1] + strength * (logits[0] - logits[1])


def branches(strength: float) -> int:
    """How many sequences ``strength`` needs: at 1 the branch without instruction has no weight."""
    return 1 if strength == 1 else 2
