"""Gestures of steps: turning on the spot, side steps, single steps, slow walking backwards."""

from __future__ import annotations

import numpy as np

from ....motion.fade import ease
from . import poses
from .figure import SIDES, Figure, stand
from .limbs import arm_to
from .scene import Scene, move_foot, opposite, shift_load, sign
from .timing import smooth


def _swing_arms(rng, figure: Figure, steps: list[tuple[str, float, float]], size: float) -> None:
    """Arms that swing against the legs."""
    swing = np.zeros(len(figure))
    for side, start, end in steps:
        swing += sign(side) * np.exp(-(((figure.times - 0.5 * (start + end)) / (0.6 * (end - start))) ** 2))
    for one in SIDES:
        angle = -sign(one) * swing * size + 0.08
        target = np.stack([np.full_like(angle, 0.18), -np.cos(angle), np.sin(angle)], -1) * poses.REACH * 0.965
        track = arm_to(one, target, np.stack([0.3 + 0 * angle, -np.sin(angle), -np.cos(angle)], -1))
        figure.arms[one] = poses.tremble(rng, track, 0.8)


def _turned(rng, seconds: float, side: str, degrees: float, pace: float, beat: float) -> Figure:
    """A figure that turns on the spot; ``pace``: degrees that a pair of steps turns, ``beat``: seconds of a step."""
    total = sign(side) * np.radians(degrees + rng.normal(0, 6))
    pairs = max(2, int(round(degrees / pace)))
    figure = stand(rng, max(seconds, 0.5 + min(degrees / 150 + 0.9, 2 * pairs * beat)), width=0.09)
    length = min(beat, (float(figure.times[-1]) - 0.35) / (2 * pairs))
    start = rng.uniform(0.08, max(0.1, min(0.7, float(figure.times[-1]) - 0.25 - 2 * pairs * length)))
    place = {one: figure.feet[one].ball[0].copy() for one in SIDES}
    home = {one: place[one].copy() for one in SIDES}
    spans, heading, foot, t = [], dict.fromkeys(SIDES, 0.0), side, start
    for n in range(2 * pairs):
        last = n >= 2 * pairs - 2
        goal = total if last else total * min(1.0, (n // 2 + 1) / pairs) * (1.0 if n % 2 else 1.0)
        c, s = np.cos(goal), np.sin(goal)
        x, _, z = home[foot]
        spot = np.array([c * x + s * z, 0, -s * x + c * z])
        shift = spot - place[foot]
        move_foot(figure, foot, t, length * 0.92, (shift[0], shift[2]), goal - heading[foot], lift=0.07, heel=0.35)
        place[foot], heading[foot] = spot, goal
        spans.append((foot, t, t + length * 0.92))
        foot, t = opposite(foot), t + length
    shift_load(figure, spans, lead=0.08, soft=0.12)
    figure.load = 0.5 + (figure.load - 0.5) * 0.75
    mean = 0.5 * (figure.feet["left"].yaw + figure.feet["right"].yaw)
    figure.hips[:, 1] += smooth(mean, 0.12)
    ahead = total * ease((figure.times - start + 0.12) / (t - start))
    figure.spine[:, 1] += np.clip(0.5 * (ahead - smooth(mean, 0.12)), -0.4, 0.4)
    figure.head[:, 1] += np.clip(0.6 * (ahead - smooth(mean, 0.12)), -0.6, 0.6)
    return figure


def spin(rng, seconds: float) -> Scene:
    """Once or twice all the way around, on quick feet."""
    side, twice = str(rng.choice(SIDES)), rng.random() < 0.3
    degrees = 720.0 if twice else 360.0
    figure = _turned(rng, min(seconds, 4.0), side, degrees, rng.uniform(75, 105), rng.uniform(0.2, 0.3))
    phrases = (
        "*spin around on the spot",
        "*twirl around",
        "*spin around",
        f"*spin to the {side}",
        "*whirl around",
        f"*spin around over {{p}} {side} shoulder",
        "*turn in a circle on the spot",
        "*spin like a top",
        "*rotate quickly in place",
        f"*twirl to the {side}",
    )
    phrases += (
        ("*spin around twice", "*turn around two times")
        if twice
        else ("*spin around once", "*do a full turn on the spot", "*turn three hundred sixty degrees")
    )
    return Scene(figure, phrases)


def turn_around(rng, seconds: float) -> Scene:
    """Turn on the spot with small steps."""
    side = str(rng.choice(SIDES))
    degrees = float(rng.choice([90, 180, 270, 360], p=(0.15, 0.6, 0.05, 0.2)))
    figure = _turned(rng, seconds, side, degrees, rng.uniform(38, 62), rng.uniform(0.36, 0.55))
    if degrees == 90:
        phrases = (
            f"*turn to the {side}",
            f"*turn {side} on the spot",
            f"*turn ninety degrees to the {side}",
            f"*make a quarter turn to the {side}",
            f"*rotate to face {side}",
        )
    elif degrees == 180:
        phrases = (
            "*turn around",
            "*turn around in place",
            f"*turn around to the {side}",
            "*turn to face the other way",
            "*face the other way",
            f"*turn around over {{p}} {side} shoulder",
            "*turn one hundred eighty degrees",
            f"*do a half turn to the {side}",
            "*step around to look behind",
        )
    else:
        much = "a full circle" if degrees == 360 else "three quarters of a circle"
        phrases = (
            f"*turn {much} to the {side}",
            f"*turn {much} on the spot",
            f"*rotate in place to the {side}",
            f"*spin around slowly to the {side}",
        )
        phrases += ("*turn all the way around", "*turn around once completely in place") if degrees == 360 else ()
    return Scene(figure, phrases)


def side_steps(rng, seconds: float) -> Scene:
    """Steps to one side, foot to foot."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.4), width=0.08)
    seconds = float(figure.times[-1])
    length, beat = rng.uniform(0.3, 0.46), rng.uniform(0.38, 0.6)
    start = rng.uniform(0.05, 0.4)
    count = max(2, int((seconds - start - 0.15) / (2 * beat)))
    count = min(count, int(rng.integers(2, 7)))
    spans, t = [], start
    for _ in range(count):
        for foot in (side, opposite(side)):
            move_foot(figure, foot, t, beat * 0.95, (sign(side) * length, 0.0), lift=0.06, heel=0.2, toe=0.05)
            spans.append((foot, t, t + beat * 0.9))
            t += beat
    shift_load(figure, spans, lead=0.12, soft=0.13)
    figure.load = 0.5 + (figure.load - 0.5) * 0.8
    number = ("", "", "two", "three", "four", "five", "six")[count]
    phrases = (
        f"*step sideways to the {side}",
        f"*step to the {side}",
        f"*take {number} side steps to the {side}",
        f"*sidestep to the {side}",
        f"*walk sideways to the {side}",
        f"*move sideways {side}",
        f"*shuffle to the {side}",
        f"*take {number} steps to the {side}",
        f"*move to the {side} with side steps",
        f"*go sideways to the {side}",
        f"*shuffle sideways {side}",
        f"*take side steps to the {side}",
        f"*side step {side}ward",
    )
    return Scene(figure, tuple(phrase.replace("*side step", "*sidestep") for phrase in phrases))


def _travel(rng, seconds: float, direction: float, length: float, beat: float) -> tuple[Figure, int, float]:
    figure = stand(rng, seconds, width=0.07)
    seconds = float(figure.times[-1])
    start = rng.uniform(0.0, 0.35)
    count = max(2, int((seconds - start - 0.1) / beat) - 1)
    foot = str(rng.choice(SIDES))
    spans, t = [], start
    for n in range(count + 1):
        ends = n in (0, count)
        reach = length * (1.0 if ends else 2.0) * rng.uniform(0.95, 1.05)
        heel, toe = (0.5, 0.2) if direction > 0 else (0.12, -0.35)
        move_foot(figure, foot, t, beat * 0.93, (0.0, direction * reach), lift=0.08, heel=heel, toe=toe)
        spans.append((foot, t, t + 0.85 * beat))
        foot, t = opposite(foot), t + beat
    shift_load(figure, spans, lead=0.1, soft=0.12)
    figure.load = 0.5 + (figure.load - 0.5) * 0.7
    middle = 0.5 * (figure.middle("left") + figure.middle("right"))
    left, right = figure.feet["left"].ball[:, 0], figure.feet["right"].ball[:, 0]
    across = figure.load * left + (1 - figure.load) * right
    figure.support = smooth(np.stack([across, middle[:, 1], middle[:, 2] + direction * 0.02], -1), 0.1)
    _swing_arms(rng, figure, spans, np.radians(rng.uniform(8, 20)))
    return figure, count, t


def walk_backwards(rng, seconds: float) -> Scene:
    """Backward steps."""
    figure, count, _ = _travel(rng, max(seconds, 3.2), -1.0, rng.uniform(0.26, 0.36), rng.uniform(0.48, 0.66))
    phrases = (
        "*walk backward",
        "*step backwards",
        "*take several steps backwards",
        "*move backwards step by step",
        "*walk in reverse",
        "*back away",
        "*back up",
        "*retreat backwards",
        "*walk slowly backwards",
        "*take some steps back",
    )
    return Scene(figure, phrases, {"left_leg": ("*step backwards",), "right_leg": ("*step backwards",)})


def step_forward(rng, seconds: float) -> Scene:
    """A few slow steps forward."""
    figure, count, _ = _travel(rng, max(seconds, 3.0), 1.0, rng.uniform(0.24, 0.33), rng.uniform(0.5, 0.66))
    phrases = (
        "*step forward",
        "*take a few steps forward",
        "*take some slow steps ahead",
        "*walk slowly step by step",
    )
    return Scene(figure, phrases)


STEP_MOVES = {
    "turn_around": turn_around,
    "spin": spin,
    "side_steps": side_steps,
    "walk_backwards": walk_backwards,
    "step_forward": step_forward,
}
