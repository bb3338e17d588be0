"""What gestures of the arms are made of: when they last, keys held or swung between, words for the sides."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Span:
    """When a gesture lasts: starts at ``start``, is there at ``full``, leaves at ``leave``, over at ``end``.

    ``start`` < 0 or ``end`` > duration: it is there from the first or to the last frame.
    """

    start: float
    full: float
    leave: float
    end: float

    @property
    def length(self) -> float:
        """Seconds at full."""
        return self.leave - self.full


@dataclass
class ArmMove:
    """Keys for each moving arm, and words: phrases for the whole (with starred verbs), for one arm, and a
    "with …" form for a body that does something else."""

    keys: dict[str, list]
    phrases: tuple[str, ...]
    arm_phrases: tuple[str, ...]
    withs: tuple[str, ...] = ()
    spine: np.ndarray | None = None
    head: np.ndarray | None = None
    whole: bool = False
    tags: dict = field(default_factory=dict)


def draw_span(rng: np.random.Generator, seconds: float, whole: float = 0.15, least: float = 0.8) -> Span:
    """A random span; ``whole``: chance that it lasts from the first to the last frame; ``least``: seconds
    at full."""
    if rng.random() < whole:
        return Span(-1.0, -0.5, seconds + 0.5, seconds + 1.0)
    rise, fall = rng.uniform(0.4, 0.9), rng.uniform(0.45, 0.95)
    stays = rng.random() < 0.2
    room = max(seconds - rise - (0 if stays else fall) - least, 0.0)
    start = rng.uniform(0.0, min(0.8, room) + 1e-6)
    if stays:
        return Span(start, start + rise, seconds + 0.5, seconds + 1.0)
    slack = max(seconds - fall - (start + rise + least), 0.0)
    leave = start + rise + least + slack * rng.uniform(0.35, 1.0)
    return Span(start, start + rise, leave, leave + fall)


def held(rng: np.random.Generator, span: Span, pose: np.ndarray, drift: np.ndarray | None = None) -> list:
    """Keys of a pose that is held over the span."""
    late = rng.uniform(-0.05, 0.08)
    return [
        (span.start + late, None),
        (span.full + late, pose),
        (span.leave + late, pose if drift is None else drift),
        (span.end + late, None),
    ]


def alternating(rng: np.random.Generator, span: Span, first, second, period: float, wobble=0.1) -> list:
    """Keys that swing between poses made by ``first()`` and ``second()`` over the span."""
    keys, now, turn = [(span.start, None)], span.full, 0
    while now < span.leave + 1e-6:
        keys.append((now, (first if turn % 2 == 0 else second)()))
        now += period / 2 * (1 + rng.uniform(-wobble, wobble))
        turn += 1
    last = max(span.end, keys[-1][0] + 0.4)
    return [*keys, (last, None)]


def words(sides: tuple[str, ...]) -> dict[str, str]:
    """Words for the sides: {side} left / right, {arm} "left arm" / "both arms", {hand} likewise."""
    if len(sides) == 2:
        return {"arm": "both arms", "hand": "both hands", "parm": "both {p} arms", "phand": "both hands"}
    side = sides[0]
    return {
        "arm": f"{{p}} {side} arm",
        "hand": f"{{p}} {side} hand",
        "parm": f"{{p}} {side} arm",
        "phand": f"{{p}} {side} hand",
    }


def say(sides: tuple[str, ...], *phrases: str) -> tuple[str, ...]:
    """Phrases with {arm}, {hand} and {side} filled in; {p} stays for the owner."""
    table = words(sides)
    side = sides[0] if len(sides) == 1 else "both"
    swap = {"{arm}": table["arm"], "{hand}": table["hand"], "{side}": side}
    filled = []
    for phrase in phrases:
        for key, value in swap.items():
            phrase = phrase.replace(key, value)
        filled.append(phrase)
    return tuple(filled)
