"""What gestures of a free leg are made of: the foot's track, the arc of a straight leg, arms that balance."""

from __future__ import annotations

import numpy as np

from . import poses
from .figure import BALL_HEIGHT, SIDES, Figure
from .scene import sign
from .timing import keyed, smooth

LEG = 0.82  # hip to ankle, metres


def free_foot(figure: Figure, side: str, keys: list, soft: float = 0.03) -> None:
    """Ball of a free foot through keys (second, x outward, y up, z forward, pitch), relative to its stand."""
    foot = figure.feet[side]
    spots = [(key[0], np.array([sign(side) * key[1], key[2], key[3], key[4]])) for key in keys]
    track = smooth(keyed(figure.times, *spots), soft)
    foot.ball = foot.ball + track[:, :3]
    foot.pitch = foot.pitch + track[:, 3]
    foot.ball[:, 1] = np.maximum(foot.ball[:, 1], BALL_HEIGHT)


def arc(angle: float, bend: float = 0.0) -> tuple[float, float]:
    """Height and forward place of the foot of a leg swung forward by ``angle`` degrees, ``bend`` shorter."""
    a = np.radians(angle)
    reach = LEG * (1 - bend)
    return LEG - reach * np.cos(a), reach * np.sin(a)


def counter_arms(rng, figure: Figure, start: float, full: float, leave: float, end: float) -> None:
    """Arms a little away from the body for balance, in two of three; else they hang."""
    if rng.random() < 0.35:
        return
    spread = rng.uniform(-65, -25)
    for side in SIDES:
        pose = poses.sideways(rng, side, spread + rng.normal(0, 8))
        keys = [(start, None), (full, pose), (leave, pose), (end, None)]
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
