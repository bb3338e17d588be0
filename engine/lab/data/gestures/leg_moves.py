"""Gestures of the legs: knee lifts, swings, marching, balancing; the other leg carries the body."""

from __future__ import annotations

import numpy as np

from . import poses
from .figure import SIDES, stand
from .leg_tools import LEG, counter_arms, free_foot
from .limbs import arm_to
from .scene import Scene, lean, opposite, shift_load, sign
from .timing import keyed, pulse, smooth

_WHERE = {
    "forward": ("in front of the body", "to the front", "up ahead"),
    "to the side": ("out to the side", "sideways", "away to the side"),
    "backward": ("behind the body", "to the back", "backwards"),
}
# What is true of the leg alone.
_SAID = {
    "leg_swing": (
        "*swing back and forth",
        "*swing forward and backward",
        "*swing to and fro",
        "*swing like a pendulum",
        "*swing",
        "*swing loosely forward and back",
        "*swing forwards, then backwards",
        "swinging to and fro",
    ),
    "knee_lift": (
        "*raise the knee",
        "*lift the knee high",
        "*bring the knee up",
        "*pull the knee up",
        "*lift the knee to hip height",
        "*raise the bent knee",
        "*come up with the knee bent",
        "knee up",
        "*lift",
        "*draw the knee up to the belly",
    ),
    "forward": (
        "*lift the leg forward",
        "*raise the straight leg forward",
        "*lift to the front",
        "*raise to the front",
        "*stretch out in front",
        "*extend forward",
        "*lift in front of the body and *stay up",
        "held up in front",
        "*go up in front and *stay there",
        "raised to the front",
        "*hold straight ahead",
    ),
    "to the side": (
        "*lift the leg to the side",
        "*raise the straight leg to the side",
        "*lift sideways",
        "*raise sideways",
        "*stretch out to the side",
        "*extend sideways",
        "held out to the side",
        "*lift out to the side and *stay up",
        "*go up to the side and *stay there",
        "raised sideways",
    ),
    "backward": (
        "*lift the leg backward",
        "*raise the straight leg backward",
        "*lift to the back",
        "*extend backwards",
        "*stretch out behind the body",
        "held up behind",
        "*go back and up and *stay there",
    ),
}


def leg_swing(rng, seconds: float) -> Scene:
    """One leg swings forward and back like a pendulum."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 3.0))
    seconds = float(figure.times[-1])
    period, start = rng.uniform(1.0, 1.6), rng.uniform(0.1, 0.4)
    count = max(1, int((seconds - start - 0.5) / period))
    ahead, behind = rng.uniform(62, 84), rng.uniform(24, 40)
    keys, t = [(0, 0.0), (start, 0.0)], start + period * 0.35
    for _ in range(count):
        for angle in (ahead, -behind):
            keys.append((t, angle * rng.uniform(0.92, 1.06)))
            t += period / 2
    t = max(t, keys[-1][0] + 0.5)
    keys.append((t, 0.0))
    angle = smooth(np.radians(keyed(figure.times, *keys)), 0.05)
    # A little shorter than the standing leg, so that the foot clears the floor.
    bend = 0.06 * smooth(((figure.times > start) & (figure.times < t - 0.1)).astype(float), 0.1)
    foot = figure.feet[side]
    reach = LEG * (1 - bend)
    foot.ball = foot.ball + np.stack([0 * angle, LEG - reach * np.cos(angle), reach * np.sin(angle)], -1)
    foot.pitch = foot.pitch - 0.6 * angle + 4.0 * bend
    shift_load(figure, [(side, start, t)])
    counter_arms(rng, figure, start - 0.2, start + 0.4, t - 0.3, t + 0.3)
    phrases = (
        f"*swing {{p}} {side} leg back and forth",
        f"*swing the {side} leg to and fro",
        f"*let {{p}} {side} leg swing like a pendulum",
        f"*swing the {side} foot forward and backward",
        f"*do leg swings with the {side} leg",
        f"*swing {{p}} {side} leg",
    )
    return Scene(figure, phrases, {f"{side}_leg": _SAID["leg_swing"]})


def knee_lift(rng, seconds: float) -> Scene:
    """One knee lifted once or a few times."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.2))
    seconds = float(figure.times[-1])
    hold = rng.uniform(0.05, 0.9)
    one = 0.95 + hold
    count = int(max(1, min(rng.integers(1, 4), (seconds - 0.4) // one)))
    start = rng.uniform(0.1, max(0.15, min(0.6, seconds - 0.2 - count * one)))
    keys, spans = [(0, 0, 0, 0, 0)], []
    for n in range(count):
        t = start + n * one
        high, ahead = rng.uniform(0.40, 0.55), rng.uniform(0.14, 0.3)
        keys += [
            (t, 0, 0, 0, 0),
            (t + 0.45, -0.02, high, ahead, 0.35),
            (t + 0.45 + hold, -0.02, high, ahead, 0.35),
            (t + 0.93 + hold, 0, 0, 0, 0),
        ]
        spans.append((side, t + 0.05, t + 0.85 + hold))
    free_foot(figure, side, keys)
    shift_load(figure, spans)
    phrases = (
        f"*lift {{p}} {side} knee",
        f"*raise the {side} knee",
        f"*bring {{p}} {side} knee up",
        f"*raise {{p}} {side} leg with a bent knee",
        f"*pull the {side} knee up to hip height",
        f"*lift the {side} leg",
        f"*raise {{p}} {side} knee high",
    )
    return Scene(figure, phrases, {f"{side}_leg": _SAID["knee_lift"]})


def leg_lift(rng, seconds: float) -> Scene:
    """The straight leg lifted to the front, side or back and held a moment."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.6))
    seconds = float(figure.times[-1])
    where = str(rng.choice(["forward", "to the side", "backward"]))
    angle = np.radians(
        {"forward": rng.uniform(40, 65), "to the side": rng.uniform(35, 50), "backward": rng.uniform(28, 42)}[where]
    )
    ground, up = 0.97 * LEG * np.sin(angle), LEG * (1 - 0.97 * np.cos(angle))
    place = {"forward": (0, up, ground), "to the side": (ground, up, 0), "backward": (0, up, -ground)}[where]
    start, rise = rng.uniform(0.1, 0.5), rng.uniform(0.6, 0.9)
    leave = max(seconds - rise - rng.uniform(0.1, 0.6), start + rise + 0.1)
    pitch = {"forward": 0.0, "to the side": 0.1, "backward": 0.7}[where]
    keys = [
        (0, 0, 0, 0, 0),
        (start, 0, 0, 0, 0),
        (start + rise, *place, pitch),
        (leave, *place, pitch),
        (leave + rise, 0, 0, 0, 0),
    ]
    free_foot(figure, side, keys)
    shift_load(figure, [(side, start, leave + rise - 0.1)])
    on = pulse(figure.times, start, rise, leave - start - rise, rise)
    if where == "backward":
        lean(figure, np.radians(rng.uniform(14, 28)) * on, hips=0.9, look=0.6, arms=0.3)
    elif where == "to the side":
        figure.hips[:, 2] += sign(side) * np.radians(10) * on
    counter_arms(rng, figure, start - 0.1, start + rise, leave, leave + rise)
    phrases = (
        f"*lift {{p}} {side} leg {where}",
        f"*raise the straight {side} leg {where}",
        f"*hold {{p}} {side} leg up {where}",
        f"*extend the {side} leg {where}",
        f"*stretch {{p}} {side} leg out {where}",
        *(f"*{verb} {{p}} {side} leg {_WHERE[where][n]}" for n, verb in enumerate(("lift", "raise", "hold"))),
        f"*raise the {side} foot {_WHERE[where][0]} and *keep it there",
    )
    return Scene(figure, phrases, {f"{side}_leg": _SAID[where]})


def balance(rng, seconds: float) -> Scene:
    """Stand on one leg."""
    side = str(rng.choice(SIDES))  # the lifted one
    figure = stand(rng, max(seconds, 2.8), lively=1.6)
    seconds = float(figure.times[-1])
    whole = rng.random() < 0.25
    start, rise = (-1.5, 1.0) if whole else (rng.uniform(0.1, 0.5), 0.7)
    leave = seconds + 0.5 if rng.random() < 0.5 or whole else seconds - 0.9
    front = rng.random() < 0.6
    place = (-0.03, rng.uniform(0.3, 0.5), rng.uniform(0.1, 0.25)) if front else (0.0, rng.uniform(0.25, 0.42), -0.3)
    pitch = 0.35 if front else 1.1
    keys = [
        (start, 0, 0, 0, 0),
        (start + rise, *place, pitch),
        (leave, *place, pitch),
        (leave + 0.7, 0, 0, 0, 0),
    ]
    free_foot(figure, side, keys)
    shift_load(figure, [(side, start, leave + 0.6)])
    for hand in SIDES:
        wobble = rng.uniform(-30, 10)
        pose = poses.sideways(rng, hand, wobble)
        figure.arms[hand] = poses.tremble(
            rng,
            poses.through(
                figure.times,
                figure.arms[hand],
                [(start, None), (start + rise, pose), (leave, pose), (leave + 0.7, None)],
            ),
            2.0,
        )
    on = opposite(side)
    phrases = (
        f"*balance on the {on} leg",
        f"*stand on {{p}} {on} leg",
        "*balance on one leg",
        "*stand on one leg",
        f"*lift the {side} foot and *balance",
        f"*stand on the {on} foot only",
        "*keep {p} balance on one foot",
    )
    return Scene(
        figure,
        phrases,
        {f"{side}_leg": ("*stay lifted", "lifted off the ground"), f"{on}_leg": ("*carry the weight",)},
    )


def march(rng, seconds: float) -> Scene:
    """March on the spot, knees high, arms swinging opposite."""
    figure = stand(rng, max(seconds, 2.4), width=0.09)
    seconds = float(figure.times[-1])
    beat = rng.uniform(0.45, 0.72)
    start = rng.uniform(0.0, 0.35)
    high = rng.uniform(0.36, 0.5)
    side = str(rng.choice(SIDES))
    keys = {one: [(-0.5, 0, 0, 0, 0)] for one in SIDES}
    spans, t = [], start
    swing = np.zeros(len(figure))
    while t + beat < seconds + 0.05:
        lift = high * rng.uniform(0.93, 1.07)
        keys[side] += [
            (t, 0, 0, 0, 0),
            (t + 0.48 * beat, -0.02, lift, 0.2, 0.4),
            (t + 0.97 * beat, 0, 0, 0, 0),
        ]
        spans.append((side, t, t + beat * 0.9))
        swing += sign(side) * np.exp(-(((figure.times - t - 0.5 * beat) / (0.42 * beat)) ** 2))
        t += beat
        side = opposite(side)
    for one in SIDES:
        free_foot(figure, one, keys[one], 0.02)
    shift_load(figure, spans, lead=0.1, soft=0.07)
    amount = np.radians(rng.uniform(22, 45))
    for one in SIDES:
        angle = -sign(one) * swing * amount + 0.1
        target = (
            np.stack([np.full_like(angle, 0.2), -np.cos(angle), np.sin(angle)], -1)
            * poses.REACH
            * rng.uniform(0.85, 0.97)
        )
        track = arm_to(one, target, np.stack([0.3 + 0 * angle, -np.sin(angle), -np.cos(angle)], -1))
        figure.arms[one] = poses.through(figure.times, figure.arms[one], [(start - 0.1, None), (start + 0.3, track)])
    figure.spine[:, 1] -= np.radians(6) * swing
    figure.hips[:, 1] += np.radians(3) * swing
    phrases = (
        "*march in place",
        "*march on the spot",
        "*march in place lifting {p} knees",
        "*walk in place with high knees",
        "*march like a soldier without moving forward",
        "*step on the spot with high knees",
        "*lift {p} knees high one after the other",
        "*march in place swinging {p} arms",
        "*do high knees on the spot",
    )
    legs = ("*march", "*lift the knee in turn", "*step on the spot")
    return Scene(figure, phrases, {"left_leg": legs, "right_leg": legs})


def tap_foot(rng, seconds: float) -> Scene:
    """Tap or stamp with one foot."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.4))
    stamp = rng.random() < 0.5
    beat, t = rng.uniform(0.4, 0.65), rng.uniform(0.2, 0.5)
    keys, first = [(0, 0, 0, 0, 0)], t
    while t + beat < figure.times[-1] - 0.1:
        up = rng.uniform(0.15, 0.26) if stamp else rng.uniform(0.05, 0.09)
        keys += [
            (t, 0, 0, 0, 0),
            (t + 0.55 * beat, 0, up, 0.03, 0.1 if stamp else -0.25),
            (t + 0.9 * beat, 0, 0, 0, 0),
        ]
        t += beat
    free_foot(figure, side, keys, 0.0)
    shift_load(figure, [(side, first, t)])
    verb = "stamp" if stamp else "tap"
    phrases = (
        f"*{verb} {{p}} {side} foot",
        f"*{verb} the {side} foot on the floor",
        f"*{verb} with the {side} foot again and again",
        f"*keep {'stamping' if stamp else 'tapping'} the {side} foot",
    )
    return Scene(figure, phrases, {f"{side}_leg": (f"*{verb} the foot",)})


LEG_MOVES = {
    "leg_swing": leg_swing,
    "knee_lift": knee_lift,
    "leg_lift": leg_lift,
    "balance": balance,
    "march": march,
    "tap_foot": tap_foot,
}
