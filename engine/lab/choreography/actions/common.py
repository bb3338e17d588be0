"""What several groups of actions share."""

from __future__ import annotations

from ..draw import Draw
from ..limb_specs import Arm, foot
from ..sketch import Sketch


def seated(o: Draw, **changes) -> Sketch:
    """On a chair from the first frame."""
    return Sketch(o, "sit_chair", **({"legs": foot(0.13, 0.06, yaw=8)} | changes))


def strokes(
    o: Draw, s: Sketch, arm: str, places: tuple[Arm, ...], beat: tuple[float, float], count: int, sway: float = 6.0
) -> None:
    """The arm goes round its places; the chest answers by ``sway`` degrees of twist."""
    for number in range(count * len(places)):
        s.to(o(*beat), **{arm: places[number % len(places)]}, twist=sway * o.amplitude * (1 if number % 2 else -1))


def at(arm: Arm, out: float, up: float, fwd: float) -> Arm:
    """The arm with its hand moved by (out, up, fwd) metres."""
    assert arm.place, "only hands at a place can be moved"
    return arm.but(place=(arm.place[0] + out, arm.place[1] + up, arm.place[2] + fwd))


def rest(o: Draw) -> Sketch:
    """Standing for a moment, the weight on one leg more than on the other."""
    return Sketch(o, "stand", load=o(-0.5, 0.5)).hold(o(0.1, 0.35))


def end(o: Draw, s: Sketch) -> Sketch:
    """Back to standing, and a moment there."""
    return s.to(o(0.45, 0.65), "stand").hold(o(0.1, 0.4))
