"""What varies from sample to sample: one object that an action's ``build`` draws every number from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .styles import NEUTRAL, Style


@dataclass
class Draw:
    """Random numbers and the options of one sample.

    side: "left" or "right"; the action is written for the right and mirrored for the left. speed: 1 is usual,
    larger is faster. amplitude: 1 is usual. style: how the body carries itself. words: values for the
    wording's braces beside side and other, e.g. ``count``; manners: adverbs that are true of this sample.
    """

    rng: np.random.Generator
    side: str = "right"
    speed: float = 1.0
    amplitude: float = 1.0
    style: Style = NEUTRAL
    words: dict[str, str] = field(default_factory=dict)
    manners: list[str] = field(default_factory=list)

    def __call__(self, low: float, high: float) -> float:
        """A number between ``low`` and ``high``."""
        return float(self.rng.uniform(low, high))

    def near(self, value: float, spread: float) -> float:
        """A number around ``value`` with the standard deviation ``spread``, at most two of them away."""
        return float(value + spread * np.clip(self.rng.standard_normal(), -2, 2))

    def pick(self, *items):
        """One of the items."""
        return items[int(self.rng.integers(len(items)))]

    def count(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return bool(self.rng.random() < probability)

    def say(self, *manners: str, **words: str) -> None:
        """Add adverbs that are true of this sample, and values for braces in the wording."""
        self.manners.extend(manners)
        self.words.update({name: str(value) for name, value in words.items()})
