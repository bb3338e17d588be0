"""Kicks of one leg from a stand: to the front, to the side, to the back; low, level or high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .figure import SIDES, Figure, stand
from .leg_tools import arc, counter_arms, free_foot
from .scene import Scene, lean, shift_load, sign
from .timing import pulse, smooth

_TIMES = ("", "once", "twice", "three times")


@dataclass(frozen=True)
class _Way:
    """Words of a direction; {S} is the side. ``body`` for the whole figure, ``leg`` for the leg's line, ``name`` with
    a count ("do two front kicks")."""

    name: str
    body: tuple[str, ...]
    leg: tuple[str, ...]


_FRONT = _Way(
    "front kick",
    (
        "*kick with {p} {S} leg",
        "*kick with the {S} foot",
        "*kick forward with the {S} foot",
        "*kick {p} {S} leg forward",
        "*do a front kick with the {S} leg",
        "*throw a {S} kick",
        "*do a {S} kick",
        "*do a {S} front kick",
        "*kick out with the {S} leg",
        "*kick to the front with {p} {S} leg",
        "*kick straight ahead with the {S} foot",
        "*swing {p} {S} foot and *kick",
        "*kick something with the {S} foot",
        "*lift the {S} leg and *kick to the front",
        "*give a kick with {p} {S} leg",
        "*kick",
        "*do a kick",
        "*kick forward",
    ),
    (
        "*kick",
        "*kick forward",
        "*kick to the front",
        "*do a front kick",
        "*kick ahead",
        "*kick out in front",
        "*throw a kick forwards",
        "*snap a kick out in front",
        "*kick a ball",
        "front kick",
        "kicking",
        "*do a kick",
        "*kick straight ahead",
    ),
)
_SIDE = _Way(
    "side kick",
    (
        "*kick sideways with the {S} leg",
        "*do a side kick with {p} {S} leg",
        "*do a {S} side kick",
        "*kick out to the {S}",
        "*kick to the {S} side",
        "*throw a side kick to the {S}",
        "*throw a {S} side kick",
        "*side kick with the {S} foot",
        "*lift {p} {S} leg and *kick to the side",
        "*kick to the side with {p} {S} leg",
        "*kick {p} {S} leg out sideways",
        "*give a side kick with the {S} foot",
        "*kick away to the {S} with the {S} foot",
        "*do a side kick",
    ),
    (
        "*kick to the side",
        "*do a side kick",
        "*kick sideways",
        "*kick out to the side",
        "*throw a kick sideways",
        "side kick",
        "*kick away to the side",
        "kicking sideways",
        "*kick to the {S}",
    ),
)
_BACK = _Way(
    "back kick",
    (
        "*kick backward with the {S} leg",
        "*do a back kick with {p} {S} leg",
        "*kick back with {p} {S} foot",
        "*kick out behind with the {S} leg",
        "*kick to the back with the {S} foot",
        "*do a {S} back kick",
        "*kick {p} {S} leg out behind",
        "*kick backwards like a horse with the {S} leg",
        "*throw a back kick with the {S} leg",
        "*kick backwards",
    ),
    (
        "*kick backward",
        "*kick back",
        "*do a back kick",
        "*kick out behind",
        "*kick to the back",
        "back kick",
        "*kick backwards",
        "kicking backwards",
    ),
)
_BALL = (
    (
        "*kick a ball with {p} {S} leg",
        "*kick the ball with the {S} foot",
        "*kick a football with {p} {S} foot",
        "*kick a soccer ball with the {S} leg",
        "*shoot a ball with {p} {S} foot",
        "*play a ball with the {S} foot",
        "*kick a ball",
        "*shoot at the goal with the {S} leg",
        "*take a shot with {p} {S} foot",
    ),
    ("*kick a ball", "*kick the ball", "*shoot a ball", "*kick a football"),
)
_HIGH = (
    (
        "*kick {p} {S} leg high",
        "*kick high with the {S} leg",
        "*do a high {S} kick",
        "*kick up high with {p} {S} foot",
        "*kick the {S} foot up to chest height",
    ),
    ("*do a high kick", "*kick up high", "*kick high", "high kick"),
)
_LOW = (
    (
        "*kick low with the {S} leg",
        "*do a low kick with {p} {S} leg",
        "*kick at knee height with the {S} foot",
        "*do a low {S} kick",
    ),
    ("*kick low", "*do a low kick", "*kick at knee height", "low kick"),
)


def _words(side: str, way: _Way, height: str, count: int) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Phrases of the body and lines of the leg; ``height``: "low", "high", "ball" or ""."""
    body, leg = way.body, way.leg
    if height == "ball":
        body, leg = _BALL
    elif height:
        more, lines = {"high": _HIGH, "low": _LOW}[height]
        body, leg = body + more, leg + lines
    if count > 1:
        number, times = ("two", "three")[count - 2], _TIMES[count]
        kick = body[0]
        body = (
            f"{kick} {times}",
            f"*do {number} {way.name}s with the {{S}} leg",
            f"{kick} again and again",
            f"*do several {way.name}s with {{p}} {{S}} leg",
            f"{kick} repeatedly",
            f"{kick} several times",
            f"*kick {times} with the {{S}} foot",
            f"*do {number} kicks with {{p}} {{S}} leg",
        )
        leg = (f"*kick {times}", "*kick repeatedly", f"*do {number} {way.name}s", "*kick again and again")
    else:
        body += (f"{body[0]} once", f"*do one {way.name} with the {{S}} leg", "*do a single kick with {p} {S} leg")
    fill = [tuple(text.replace("{S}", side) for text in texts) for texts in (body, leg)]
    return fill[0], {f"{side}_leg": fill[1]}


def _kicks(
    rng, figure: Figure, side: str, one: float, moments: Sequence[tuple[float, tuple]], most: int
) -> tuple[int, np.ndarray]:
    """Puts up to ``most`` kicks of ``one`` seconds each into the figure; how many, and how much (T,), 0 to 1, the
    trunk makes up for them.

    moments: (share of ``one``, (x outward, y up, z forward, pitch)) of the foot.
    """
    seconds, beat = float(figure.times[-1]), one + rng.uniform(0.2, 0.7)
    count = int(min(most, max(1, (seconds - 0.5) // beat)))
    last = (count - 1) * beat + one
    start = rng.uniform(0.15, max(0.2, min(0.7, seconds - last - 0.25)))
    keys, spans = [(0.0, 0, 0, 0, 0)], []
    for n in range(count):
        t, much = start + n * beat, rng.uniform(0.95, 1.05)
        keys.append((t + 0.05, 0, 0, 0, 0))
        keys += [(t + share * one, x * much, y * much, z * much, pitch) for share, (x, y, z, pitch) in moments]
        keys.append((t + 0.92 * one, 0, 0, 0, 0))
        spans.append((side, t + 0.08, t + 0.86 * one))
    free_foot(figure, side, keys)
    shift_load(figure, spans)
    counter_arms(rng, figure, start - 0.1, start + 0.4, start + last - 0.4, start + last + 0.2)
    leaning = sum(pulse(figure.times, start + n * beat + 0.2, 0.35 * one, 0.15 * one, 0.4) for n in range(count))
    return count, smooth(np.minimum(leaning, 1.0), 0.06)


def _many(rng) -> int:
    return int(rng.choice([1, 2, 3], p=(0.72, 0.18, 0.10)))


def kick_front(rng, seconds: float) -> Scene:
    """Kicks to the front: the knee comes up bent, the foot snaps out, the leg comes back."""
    side, height = str(rng.choice(SIDES)), str(rng.choice(["low", "", "high", "ball"], p=(0.1, 0.4, 0.3, 0.2)))
    one = 1.45 * rng.uniform(0.85, 1.2)
    figure = stand(rng, max(seconds, one + 0.7))
    angle = {"low": rng.uniform(53, 60), "high": rng.uniform(90, 106)}.get(height, rng.uniform(66, 86))
    up, ahead = arc(angle, -0.06)  # beyond reach: the hips move away from it
    bent = (0.0, max(0.3, 0.62 * up), 0.12, 0.6)
    count, on = _kicks(
        rng,
        figure,
        side,
        one,
        ((0.26, bent), (0.44, (-0.04, up, ahead, 0.2)), (0.53, (-0.04, up, ahead, 0.2)), (0.70, bent)),
        _many(rng),
    )
    lean(figure, -np.radians(rng.uniform(6, 12) + (6 if height == "high" else 0)) * on, hips=0.8, look=0.8)
    return Scene(figure, *_words(side, _FRONT, height, count))


def kick_side(rng, seconds: float) -> Scene:
    """Kicks to the side, the trunk leaning away."""
    side, height = str(rng.choice(SIDES)), str(rng.choice(["low", "", "high"], p=(0.12, 0.58, 0.3)))
    one = 1.5 * rng.uniform(0.85, 1.2)
    figure = stand(rng, max(seconds, one + 0.7))
    angle = {"low": rng.uniform(50, 57), "": rng.uniform(61, 75), "high": rng.uniform(76, 88)}[height]
    up, out = arc(angle, -0.04)
    bent = (0.05, max(0.3, 0.7 * up), 0.14, 0.3)
    count, on = _kicks(
        rng,
        figure,
        side,
        one,
        ((0.26, bent), (0.44, (out, up, 0.05, 0.0)), (0.53, (out, up, 0.05, 0.0)), (0.70, bent)),
        _many(rng),
    )
    away = sign(side) * np.radians(rng.uniform(18, 28) + (8 if height == "high" else 0)) * on
    figure.hips[:, 2] += 0.65 * away
    figure.spine[:, 2] += 0.3 * away
    figure.head[:, 2] -= 0.55 * away
    return Scene(figure, *_words(side, _SIDE, height, count))


def kick_back(rng, seconds: float) -> Scene:
    """Kicks to the back, the trunk leaning forward."""
    side = str(rng.choice(SIDES))
    one = 1.55 * rng.uniform(0.85, 1.2)
    figure = stand(rng, max(seconds, one + 0.7))
    up, behind = arc(rng.uniform(60, 73), -0.18)
    bent = (0.0, 0.34, 0.1, 0.5)
    reach = (0.0, up, -behind, 1.0)
    count, on = _kicks(
        rng, figure, side, one, ((0.26, bent), (0.46, reach), (0.55, reach), (0.72, (0.0, 0.3, 0.0, 0.6))), _many(rng)
    )
    lean(figure, np.radians(rng.uniform(28, 44)) * on, hips=0.85, look=0.6, arms=0.4)
    return Scene(figure, *_words(side, _BACK, "", count))


KICK_MOVES = {"kick_front": kick_front, "kick_side": kick_side, "kick_back": kick_back}
