"""What varies from sample to sample: one object that an action's ``build`` draws every number from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .styles import NEUTRAL, Style


@dataclass
class Draw:
    """Random numbers and the options of one sample.

    side: "left" or "right"; the action is written for the right and mirrored for the left. speed: 1 is usual,
    larger is faster. amplitude: 1 is usual. style: how the body carries itself. manner: the option of the
    action's table that this sample shows, or ""; seconds: a length that the
    table allows. heard: options that the build took into account. words: values for
    the wording's braces beside side and other, e.g. ``count``; manners: adverbs that are true of this sample.
    """

    rng: np.random.Generator
    side: str = "right"
    speed: float = 1.0
    amplitude: float = 1.0
    style: Style = NEUTRAL
    manner: str = ""
    seconds: float = 4.0
    words: dict[str, str] = field(default_factory=dict)
    manners: list[str] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)

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

    def times(self, low: int, high: int) -> int:
        """How often something is repeated, and says so: {count} and "… times" are true of this sample."""
        number = self.count(low, high)
        self.say(count=number)
        self.heard.add("count")
        return number

    def repeats(self, each: float, rest: float = 0.0, least: int = 2) -> int:
        """How many things of ``each`` seconds (at speed 1) fill the sample, less ``rest`` seconds for all else."""
        return max(least, int(round((self.seconds - rest) * self.speed * self.style.tempo / each)))

    def more(self, large: str, small: str = "", by: float = 0.3) -> float:
        """A factor that hears two options of the table: 1 + ``by`` in a sample said to be ``large`` ("high", "far",
        "deep", "long", "big"), 1 - ``by`` in one said to be ``small`` ("low", "small"), else about 1."""
        self.heard |= {large, small}
        if self.manner and self.manner == large:
            return 1 + by * self(0.8, 1.2)
        if self.manner and self.manner == small:
            return 1 - by * self(0.8, 1.2)
        return self(0.94, 1.06)

    def told(self, option: str) -> bool:
        """Whether this sample is said to be ``option``: the build then must show it."""
        self.heard.add(option)
        return self.manner == option
