"""Classifier-free guidance ("Classifier-Free Diffusion Guidance", Ho 2022), on logits.

Given the whole past, the next frame is nearly certain whatever the instruction says, so that the
difference the instruction makes is small there. It is large where the model is shown no past: each
step is therefore also taken by branches that see the instruction (or none) and the time, but only
masked frames. What the instruction changes in those is what the guided branch is steered by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# With or without the instruction, with or without the past: all that a request may be seen as.
VIEWS = ((True, False), (False, False), (True, True), (False, True))
# Strengths that a distilled model knows: it gives by itself what the branches give together ("On Distillation of
# Guided Diffusion Models", Meng 2023).
DISTILLED = (1.0, 6.0)


def strength_input(strength: float) -> float:
    """A strength as a distilled model is told it: 0 for no guidance."""
    return (strength - 1) / 4


@dataclass(frozen=True)
class Branch:
    """One view of the request: with or without the instruction, with or without the past; and its weight."""

    instructed: bool
    blind: bool
    weight: float


def branches(strength: float, blind: float) -> tuple[Branch, ...]:
    """The views that a request needs; their weights add up to 1.

    strength: 1 for the instruction alone. blind (0 to 1): how much of the guidance comes from the
    branches without a past.
    """
    every = tuple(Branch(*view, weight) for view, weight in zip(VIEWS, weights(strength, blind), strict=True))
    return every[:1] + tuple(branch for branch in every[1:] if branch.weight != 0)


def weights(strength: float, blind: float) -> tuple[float, float, float, float]:
    """The weight of each of ``VIEWS``."""
    seen, unseen = (strength - 1) * (1 - blind), (strength - 1) * blind
    return 1 + seen, -seen, unseen, -unseen


def guided(logits: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logits (n,), or what they depend on linearly, of the branches' (b, n) and weights (b,)."""
    return logits[0] if len(logits) == 1 else weights @ logits
