"""Gestures that go straight down: one squat, several, a held one, a crouch; the body faces where it did."""

from __future__ import annotations

import numpy as np

from ....motion.fade import ease
from . import poses
from .figure import SIDES, Figure, stand
from .scene import Scene, lean, sign
from .timing import descent, pulse

HEIGHT = 0.95  # pelvis height of the standing figure, metres, for shares of it


def _sink(figure: Figure, drop: np.ndarray, trunk: float, knees: float) -> None:
    """Lower the pelvis by ``drop`` (T,) metres with the trunk leaning with it."""
    share = drop / max(float(drop.max()), 1e-6)
    figure.pelvis[:, 1] -= drop
    lean(figure, trunk * share, hips=0.75, look=0.5)
    figure.knees += (knees * share)[:, None]


def _squat_arms(rng, figure: Figure, share: np.ndarray) -> None:
    style = rng.integers(4)
    whole = rng.random() < 0.3 and style in (1, 2)
    for side in SIDES:
        if style == 0:
            pose = poses.forward(rng, side, rng.uniform(-5, 20))
        elif style == 1:
            pose = poses.hand_at(rng, side, (0.03, -0.04, 0.26), (0.9, -0.8, 0.0))
        elif style == 2:
            pose = poses.on_hip(rng, side)
        else:
            pose = poses.forward(rng, side, -45)
        weight = np.ones_like(share) if whole else share
        base = figure.arms[side]
        figure.arms[side] = poses.slerp(base, np.broadcast_to(pose, base.shape), np.repeat(weight[:, None], 4, 1))


def _wide(figure: Figure, rng) -> None:
    extra = rng.uniform(0.02, 0.1)
    for side in SIDES:
        figure.feet[side].ball[:, 0] += sign(side) * extra
        figure.feet[side].yaw += sign(side) * np.radians(rng.uniform(5, 15))


def squat(rng, seconds: float) -> Scene:
    """One squat: down, up, and stands again."""
    figure = stand(rng, max(seconds, 2.4))
    _wide(figure, rng)
    start, fall, hold, rise = descent(rng, float(figure.times[-1]), rng.random() < 0.2)
    share = pulse(figure.times, start, fall, hold, rise)
    _squat_arms(rng, figure, share)
    _sink(figure, share * HEIGHT * rng.uniform(0.36, 0.56), np.radians(rng.uniform(22, 40)), rng.uniform(0.1, 0.4))
    phrases = (
        "*squat",
        "*do a squat",
        "*do one squat",
        "*do a single squat",
        "*squat once",
        "*perform one deep squat",
        "*squat down and *come back up",
        "*squat down, then *stand up",
        "*squat down one time and *rise",
        "*bend {p} knees into a squat and *rise again",
        "*lower into a squat and *straighten up",
        "*go down into a squat and up again",
        "*do exactly one squat",
        "*squat a single time",
        "*go down and up in one squat",
    )
    legs = ("*bend deeply and straighten", "*squat down and up", "*do one squat")
    return Scene(figure, phrases, {"left_leg": legs, "right_leg": legs})


def squat_hold(rng, seconds: float) -> Scene:
    """Down into a squat and no further; now and then it is there from the first frame."""
    figure = stand(rng, max(seconds, 2.4))
    _wide(figure, rng)
    whole = rng.random() < 0.2
    start, fall = (-3.0, 1.0) if whole else (rng.uniform(0.1, 0.6), rng.uniform(0.7, 1.2))
    share = ease((figure.times - start) / fall)
    _squat_arms(rng, figure, share)
    _sink(figure, share * HEIGHT * rng.uniform(0.36, 0.54), np.radians(rng.uniform(22, 40)), rng.uniform(0.1, 0.4))
    phrases = (
        "*hold a squat",
        "*stay in a squat",
        "*hold a deep squat position",
        "*remain in a squat",
        "*keep still in a squat",
    )
    if not whole:
        phrases += (
            "*squat down and *stay down",
            "*squat and *hold it",
            "*go down into a squat and *stay there",
            "*squat down and *remain low",
            "*lower into a squat and *hold the position",
            "*squat down without coming up",
        )
    legs = ("*stay deeply bent", "held in a squat", "*squat and *stay down")
    return Scene(figure, phrases, {"left_leg": legs, "right_leg": legs})


def squats(rng, seconds: float) -> Scene:
    """Two to five squats in a row."""
    seconds = max(seconds, 4.0)
    figure = stand(rng, seconds)
    _wide(figure, rng)
    count = int(rng.integers(2, max(3, int(seconds / 1.25)) + 1))
    period = min((seconds - 0.4) / count, rng.uniform(1.2, 1.9))
    start = rng.uniform(0.05, 0.35)
    share = sum(
        pulse(figure.times, start + n * period, period * 0.44, period * 0.06, period * 0.46) * rng.uniform(0.93, 1.0)
        for n in range(count)
    )
    _squat_arms(rng, figure, share)
    _sink(
        figure,
        share * HEIGHT * rng.uniform(0.32, 0.5),
        np.radians(rng.uniform(20, 38)),
        rng.uniform(0.1, 0.4),
    )
    number = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}[count]
    phrases = (
        "*do squats",
        f"*do {number} squats",
        "*squat repeatedly",
        f"*squat {number} times",
        "*exercise with squats",
        "*perform a set of squats",
        "*keep squatting up and down",
        "*squat down and *stand up over and over",
        "*squat again and again",
    )
    return Scene(figure, phrases, {"left_leg": ("*squat repeatedly",), "right_leg": ("*squat repeatedly",)})


def crouch(rng, seconds: float) -> Scene:
    """Down low, on the balls of the feet, and often staying there."""
    figure = stand(rng, seconds)
    _wide(figure, rng)
    stays = rng.random() < 0.6
    start, fall, hold, rise = descent(rng, seconds, True, 0.5)
    share = ease((figure.times - start) / fall) if stays else pulse(figure.times, start, fall, hold, rise)
    heel = rng.uniform(0.3, 0.7)
    for side in SIDES:
        figure.feet[side].pitch = figure.feet[side].pitch + heel * share
        pose = poses.forward(rng, side, rng.uniform(-65, -40), out=rng.uniform(-0.1, 0.2))
        keys = [(start, None), (start + fall, pose)]
        keys += [] if stays else [(start + fall + hold, pose), (start + fall + hold + rise, None)]
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
    _sink(
        figure,
        share * HEIGHT * rng.uniform(0.44, 0.6),
        np.radians(rng.uniform(30, 50)),
        rng.uniform(0.1, 0.4),
    )
    phrases = (
        "*crouch",
        "*crouch down",
        "*crouch down low",
        "*duck down",
        "*get down low",
        "*hunker down",
        "*lower into a crouch",
        "*crouch close to the ground",
    )
    phrases += ("*crouch and *stay down",) if stays else ("*crouch down and *get back up", "*duck and *rise again")
    return Scene(figure, phrases, {"left_leg": ("*bend low",), "right_leg": ("*bend low",)})


SQUAT_MOVES = {"squat": squat, "squat_hold": squat_hold, "squats": squats, "crouch": crouch}
