"""How a body carries itself: styles that change any upright action."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Changes laid over an upright action.

    tempo: times as fast. amplitude: of arms, trunk and head. bend, head, side: degrees added to spine, head (down > 0)
    and lean to the side that comes and goes. low: metres that the pelvis sinks. noise: of the body, 1 is usual.
    lag: of the limbs, 1 is usual. shrug: degrees. arms: name of an arm pose, or "". step, lift, bounce, sway,
    swing: factors of gaits. limp, width, tiptoe: added to gaits.
    adverbs: say it in a sentence ("wearily"); adjectives: say it of a subject ("a tired man"); subjects: say it alone.
    """

    name: str = ""
    tempo: float = 1.0
    amplitude: float = 1.0
    bend: float = 0.0
    head: float = 0.0
    side: float = 0.0
    low: float = 0.0
    noise: float = 1.0
    lag: float = 1.0
    shrug: float = 0.0
    arms: str = ""
    step: float = 1.0
    lift: float = 1.0
    bounce: float = 1.0
    sway: float = 1.0
    swing: float = 1.0
    limp: float = 0.0
    width: float = 0.0
    tiptoe: float = 0.0
    adverbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


NEUTRAL = Style()
