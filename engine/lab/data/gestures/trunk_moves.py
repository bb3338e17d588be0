"""Gestures of head and trunk on a standing figure: nod, shake the head, look, bend sideways, twist."""

from __future__ import annotations

import numpy as np

from . import poses
from .arm_tools import draw_span
from .figure import SIDES, Figure, stand
from .scene import Scene, opposite, sign
from .timing import keyed, pulse, smooth


def _oscillate(rng, figure: Figure, degrees: float, period: float, start: float, count: int) -> np.ndarray:
    keys, t = [(start, 0.0)], start
    for n in range(count):
        for value in (1.0, -0.45 if degrees and n < count - 1 else 0.0):
            t += period / 2
            keys.append((t, value * rng.uniform(0.85, 1.1)))
    keys.append((t + 0.35, 0.0))
    return np.radians(degrees) * smooth(keyed(figure.times, *keys), 0.02)


def nod(rng, seconds: float) -> Scene:
    """The head nods."""
    figure = stand(rng, seconds)
    period, count = rng.uniform(0.45, 0.8), int(rng.integers(2, 6))
    start = rng.uniform(0.1, max(0.15, seconds - count * period - 0.5))
    count = max(1, min(count, int((seconds - start) / period)))
    figure.head[:, 0] += _oscillate(rng, figure, rng.uniform(20, 34), period, start, count)
    phrases = (
        "*nod",
        "*nod {p} head",
        "*nod yes",
        "*nod in agreement",
        "*say yes with a nod",
        "*move {p} head up and down",
        "*nod a few times",
        "*agree by nodding",
    )
    return Scene(figure, phrases, {"torso": ("*nod the head", "*nod")})


def shake_head(rng, seconds: float) -> Scene:
    """The head says no."""
    figure = stand(rng, seconds)
    period, count = rng.uniform(0.5, 0.9), int(rng.integers(2, 5))
    start = rng.uniform(0.1, max(0.15, seconds - count * period - 0.6))
    keys, t, way = [(start, 0.0)], start, float(rng.choice([-1, 1]))
    while t + period / 2 < seconds - 0.3 and len(keys) < 2 * count + 1:
        t += period / 2
        keys.append((t, way * rng.uniform(0.85, 1.1)))
        way = -way
    keys.append((t + 0.3, 0.0))
    figure.head[:, 1] += np.radians(rng.uniform(28, 45)) * keyed(figure.times, *keys)
    phrases = (
        "*shake {p} head",
        "*shake {p} head no",
        "*say no by shaking the head",
        "*turn {p} head from side to side",
        "*refuse with a shake of the head",
        "*shake the head in disagreement",
        "*disagree by shaking {p} head",
    )
    return Scene(figure, phrases, {"torso": ("*shake the head",)})


def look(rng, seconds: float) -> Scene:
    """Look left, right, up, down, around."""
    figure = stand(rng, seconds)
    where = str(rng.choice(["left", "right", "up", "down", "around"], p=(0.27, 0.27, 0.13, 0.13, 0.2)))
    span = draw_span(rng, seconds)
    course = keyed(figure.times, (span.start, 0), (span.full, 1), (span.leave, 1), (span.end, 0))
    if where in SIDES:
        angle = sign(where) * np.radians(rng.uniform(45, 75))
        figure.head[:, 1] += angle * course
        figure.spine[:, 1] += 0.25 * angle * smooth(course, 0.1)
        phrases = (
            f"*look {where}",
            f"*look to the {where}",
            f"*turn {{p}} head to the {where}",
            f"*glance to the {where}",
            f"*look over to the {where} side",
        )
    elif where in ("up", "down"):
        figure.head[:, 0] += np.radians(rng.uniform(28, 45)) * course * (-1 if where == "up" else 1)
        phrases = {
            "up": ("*look up", "*look up at the sky", "*raise {p} head and *look up", "*look at the ceiling"),
            "down": ("*look down", "*look at the ground", "*lower {p} head", "*hang {p} head"),
        }[where]
    else:
        way = np.radians(rng.uniform(50, 70)) * float(rng.choice([-1, 1]))
        third = (seconds - 0.4) / 3
        keys = [(0.1, 0), (0.1 + third, way), (0.2 + 2 * third, -way), (seconds - 0.05, 0)]
        track = keyed(figure.times, *keys)
        figure.head[:, 1] += track
        figure.spine[:, 1] += 0.3 * smooth(track, 0.15)
        phrases = (
            "*look around",
            "*look left and right",
            "*look from side to side",
            "*search the surroundings",
            "*look around carefully",
        )
    return Scene(figure, phrases, {"torso": phrases[:2]})


def bend_sideways(rng, seconds: float) -> Scene:
    """The trunk bends to one side, once or to and fro."""
    figure = stand(rng, seconds)
    side = str(rng.choice(SIDES))
    both = rng.random() < 0.3 and seconds > 3.5
    angle = np.radians(rng.uniform(28, 44))
    start, rise = rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.9)
    one = (seconds - start - 0.2) / (2 if both else 1)
    hold = max(one - 2 * rise, 0.05)
    course = pulse(figure.times, start, rise, hold, rise)
    if both:
        course = course - pulse(figure.times, start + one, rise, hold, rise)
    roll = -sign(side) * angle * course
    figure.spine[:, 2] += 0.75 * roll
    figure.hips[:, 2] += 0.2 * roll
    figure.head[:, 2] += 0.15 * roll
    style = rng.integers(3)
    other = opposite(side)
    if style == 0 and not both:
        span_keys = [
            (start, None),
            (start + rise, poses.overhead(rng, other)),
            (start + rise + hold, poses.overhead(rng, other)),
            (start + 2 * rise + hold, None),
        ]
        figure.arms[other] = poses.through(figure.times, figure.arms[other], span_keys)
    elif style == 1:
        for hand in SIDES:
            figure.arms[hand] = poses.through(
                figure.times, figure.arms[hand], [(-1, None), (start, poses.on_hip(rng, hand))]
            )
    if both:
        phrases = (
            "*bend to both sides",
            f"*bend sideways, first {side} then {other}",
            "*stretch from side to side",
            "*lean to one side and then to the other",
        )
    else:
        phrases = (
            f"*bend to the {side}",
            f"*bend sideways to the {side}",
            f"*lean to the {side}",
            f"*tilt {{p}} upper body to the {side}",
            f"*do a side bend to the {side}",
            f"*stretch to the {side} side",
        )
    return Scene(figure, phrases, {"torso": phrases[:2]})


def twist(rng, seconds: float) -> Scene:
    """The upper body turns from side to side."""
    figure = stand(rng, seconds)
    period, way = rng.uniform(1.0, 1.7), float(rng.choice([-1, 1]))
    keys, t = [(0.15, 0.0)], 0.15
    while t + period / 2 < seconds - 0.4:
        t += period / 2
        keys.append((t, way * rng.uniform(0.9, 1.1)))
        way = -way
    keys.append((t + 0.4, 0.0))
    track = np.radians(rng.uniform(38, 55)) * keyed(figure.times, *keys)
    figure.spine[:, 1] += track
    figure.hips[:, 1] += 0.25 * track
    style = rng.integers(3)
    for hand in SIDES:
        pose = (
            poses.on_hip(rng, hand),
            poses.sideways(rng, hand, -5),
            poses.hand_at(rng, hand, (0.02, -0.02, 0.2), (1.0, -0.2, 0.0)),
        )[style]
        figure.arms[hand] = poses.through(figure.times, figure.arms[hand], [(0, None), (0.5, pose)])
    phrases = (
        "*twist {p} upper body from side to side",
        "*rotate the torso left and right",
        "*twist at the waist",
        "*turn {p} upper body to both sides",
        "*do torso twists",
    )
    return Scene(figure, phrases, {"torso": ("*twist from side to side", "*rotate left and right")})


TRUNK_MOVES = {
    "nod": nod,
    "shake_head": shake_head,
    "look": look,
    "bend_sideways": bend_sideways,
    "twist": twist,
}
