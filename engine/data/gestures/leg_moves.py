"""Gestures of the legs: kicks, knee lifts, swings, marching, balancing; the other leg carries the body."""

from __future__ import annotations

import numpy as np

from . import poses
from .figure import BALL_HEIGHT, SIDES, Figure, stand
from .limbs import arm_to
from .scene import Scene, lean, opposite, shift_load, sign
from .timing import keyed, pulse, smooth

LEG = 0.82  # hip to ankle, metres
_WHERE = {"forward": ("in front of the body", "to the front", "up ahead"),
          "to the side": ("out to the side", "sideways", "away to the side"),
          "backward": ("behind the body", "to the back", "backwards")}  # fmt: skip
# What is true of the leg alone.
_SAID = {
    "kick_front": ("*kick", "*kick forward", "*do a high kick", "*kick to the front", "*do a front kick", "*kick ahead",
                   "*kick out in front", "*kick up high", "*throw a kick forwards", "*snap a kick out in front",
                   "*kick a ball", "front kick"),
    "kick_side": ("*kick to the side", "*do a side kick", "*kick sideways", "*kick out to the side",
                  "*throw a kick sideways", "side kick", "*kick away to the side"),
    "leg_swing": ("*swing back and forth", "*swing forward and backward", "*swing to and fro", "*swing like a pendulum",
                  "*swing", "*swing loosely forward and back", "*swing forwards, then backwards",
                  "swinging to and fro"),
    "knee_lift": ("*raise the knee", "*lift the knee high", "*bring the knee up", "*pull the knee up",
                  "*lift the knee to hip height", "*raise the bent knee", "*come up with the knee bent", "knee up",
                  "*lift", "*draw the knee up to the belly"),
    "forward": ("*lift the leg forward", "*raise the straight leg forward", "*lift to the front", "*raise to the front",
                "*stretch out in front", "*extend forward", "*lift in front of the body and *stay up",
                "held up in front", "*go up in front and *stay there", "raised to the front", "*hold straight ahead"),
    "to the side": ("*lift the leg to the side", "*raise the straight leg to the side", "*lift sideways",
                    "*raise sideways", "*stretch out to the side", "*extend sideways", "held out to the side",
                    "*lift out to the side and *stay up", "*go up to the side and *stay there", "raised sideways"),
    "backward": ("*lift the leg backward", "*raise the straight leg backward", "*lift to the back", "*extend backwards",
                 "*stretch out behind the body", "held up behind", "*go back and up and *stay there"),
}  # fmt: skip


def _free_foot(figure: Figure, side: str, keys: list, soft: float = 0.03) -> None:
    """Ball of a free foot through keys (second, x outward, y up, z forward, pitch), relative to its stand."""
    foot = figure.feet[side]
    spots = [(key[0], np.array([sign(side) * key[1], key[2], key[3], key[4]])) for key in keys]
    track = smooth(keyed(figure.times, *spots), soft)
    foot.ball = foot.ball + track[:, :3]
    foot.pitch = foot.pitch + track[:, 3]
    foot.ball[:, 1] = np.maximum(foot.ball[:, 1], BALL_HEIGHT)


def _arc(angle: float, bend: float = 0.0) -> tuple[float, float]:
    """Height and forward place of the foot of a leg swung forward by ``angle`` degrees, ``bend`` shorter."""
    a = np.radians(angle)
    reach = LEG * (1 - bend)
    return LEG - reach * np.cos(a), reach * np.sin(a)


def _counter_arms(rng, figure: Figure, start: float, full: float, leave: float, end: float) -> None:
    """Arms a little away from the body for balance, in two of three; else they hang."""
    if rng.random() < 0.35:
        return
    spread = rng.uniform(-65, -25)
    for side in SIDES:
        pose = poses.sideways(rng, side, spread + rng.normal(0, 8))
        keys = [(start, None), (full, pose), (leave, pose), (end, None)]
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)


def kick_front(rng, seconds: float) -> Scene:
    """Kicks to the front: back swing, chamber, snap, return."""
    side = str(rng.choice(SIDES))
    fast = rng.uniform(0.85, 1.2)
    one = 1.35 * fast
    count = int(min(rng.choice([1, 1, 1, 2, 3]), max(1, (seconds - 0.6) // one)))
    figure = stand(rng, max(seconds, one + 0.9))
    seconds = float(figure.times[-1])
    start = rng.uniform(0.15, max(0.2, min(0.7, seconds - count * one - 0.35)))
    high = rng.uniform(58, 95)
    keys, spans = [(0.0, 0, 0, 0, 0)], []
    for n in range(count):
        t = start + n * one
        top = high * rng.uniform(0.92, 1.05)
        up, ahead = _arc(top, 0.03)
        keys += [(t + 0.08, 0, 0, 0, 0.0), (t + 0.36 * fast, 0.0, 0.24, -0.3, 0.9),
                 (t + 0.66 * fast, -0.05, up, ahead, 0.25), (t + 0.86 * fast, -0.03, 0.38, 0.22, 0.35),
                 (t + 1.2 * fast, 0, 0, 0, 0)]  # fmt: skip
        spans.append((side, t + 0.1, t + 1.12 * fast))
    _free_foot(figure, side, keys)
    shift_load(figure, spans)
    on = smooth(pulse(figure.times, start + 0.2, 0.35 * fast, (count - 1) * one + 0.25, 0.5), 0.05)
    lean(figure, -np.radians(rng.uniform(8, 16)) * on, hips=0.8, look=0.8)
    _counter_arms(rng, figure, start - 0.1, start + 0.4, start + count * one - 0.3, start + count * one + 0.3)
    phrases = (f"*kick with {{p}} {side} leg", f"*kick forward with the {side} foot",
               f"*do a front kick with the {side} leg",
               f"*kick {{p}} {side} leg high", f"*throw a {side} kick", f"*swing {{p}} {side} foot and *kick",
               f"*kick something with the {side} foot", f"*kick a ball with {{p}} {side} leg",
               f"*lift the {side} leg and *kick to the front")  # fmt: skip
    if count > 1:
        phrases = (f"*kick {('', '', 'twice', 'three times')[count]} with the {side} leg",
                   f"*kick repeatedly with {{p}} {side} foot",
                   f"*do several kicks with the {side} leg",
                   f"*kick forward again and again with the {side} leg")  # fmt: skip
    return Scene(figure, phrases, {f"{side}_leg": _SAID["kick_front"]})


def kick_side(rng, seconds: float) -> Scene:
    """A kick to the side, the trunk leaning away."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.2))
    fast = rng.uniform(0.9, 1.25)
    start = rng.uniform(0.15, max(0.2, min(0.8, figure.times[-1] - 1.5 * fast)))
    a = np.radians(rng.uniform(50, 75))
    keys = [(0, 0, 0, 0, 0), (start + 0.1, 0, 0, 0, 0), (start + 0.42 * fast, 0.02, 0.4, 0.16, 0.3),
            (start + 0.72 * fast, 0.95 * LEG * np.sin(a), LEG * (1 - 0.95 * np.cos(a)), 0.05, 0.0),
            (start + 0.95 * fast, 0.08, 0.36, 0.14, 0.3), (start + 1.3 * fast, 0, 0, 0, 0)]  # fmt: skip
    _free_foot(figure, side, keys)
    shift_load(figure, [(side, start + 0.1, start + 1.2 * fast)])
    on = smooth(pulse(figure.times, start + 0.25, 0.45 * fast, 0.1, 0.5 * fast), 0.05)
    away = sign(side) * np.radians(rng.uniform(20, 32)) * on
    figure.hips[:, 2] += 0.6 * away
    figure.spine[:, 2] += 0.3 * away
    figure.head[:, 2] -= 0.5 * away
    _counter_arms(rng, figure, start, start + 0.5, start + fast, start + 1.4 * fast)
    phrases = (f"*kick sideways with the {side} leg", f"*do a side kick with {{p}} {side} leg",
               f"*kick out to the {side}", f"*kick to the {side} side", f"*throw a side kick to the {side}",
               f"*lift {{p}} {side} leg and *kick to the side")  # fmt: skip
    return Scene(figure, phrases, {f"{side}_leg": _SAID["kick_side"]})


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
    _counter_arms(rng, figure, start - 0.2, start + 0.4, t - 0.3, t + 0.3)
    phrases = (f"*swing {{p}} {side} leg back and forth", f"*swing the {side} leg to and fro",
               f"*let {{p}} {side} leg swing like a pendulum", f"*swing the {side} foot forward and backward",
               f"*do leg swings with the {side} leg", f"*swing {{p}} {side} leg")  # fmt: skip
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
        keys += [(t, 0, 0, 0, 0), (t + 0.45, -0.02, high, ahead, 0.35),
                 (t + 0.45 + hold, -0.02, high, ahead, 0.35),
                 (t + 0.93 + hold, 0, 0, 0, 0)]  # fmt: skip
        spans.append((side, t + 0.05, t + 0.85 + hold))
    _free_foot(figure, side, keys)
    shift_load(figure, spans)
    phrases = (f"*lift {{p}} {side} knee", f"*raise the {side} knee", f"*bring {{p}} {side} knee up",
               f"*raise {{p}} {side} leg with a bent knee", f"*pull the {side} knee up to hip height",
               f"*lift the {side} leg", f"*raise {{p}} {side} knee high")  # fmt: skip
    return Scene(figure, phrases, {f"{side}_leg": _SAID["knee_lift"]})


def leg_lift(rng, seconds: float) -> Scene:
    """The straight leg lifted to the front, side or back and held a moment."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.6))
    seconds = float(figure.times[-1])
    where = str(rng.choice(["forward", "to the side", "backward"]))
    angle = np.radians(
        {"forward": rng.uniform(40, 65), "to the side": rng.uniform(35, 50), "backward": rng.uniform(28, 42)}[
            where
        ]
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
    _free_foot(figure, side, keys)
    shift_load(figure, [(side, start, leave + rise - 0.1)])
    on = pulse(figure.times, start, rise, leave - start - rise, rise)
    if where == "backward":
        lean(figure, np.radians(rng.uniform(14, 28)) * on, hips=0.9, look=0.6, arms=0.3)
    elif where == "to the side":
        figure.hips[:, 2] += sign(side) * np.radians(10) * on
    _counter_arms(rng, figure, start - 0.1, start + rise, leave, leave + rise)
    phrases = (f"*lift {{p}} {side} leg {where}", f"*raise the straight {side} leg {where}",
               f"*hold {{p}} {side} leg up {where}",
               f"*extend the {side} leg {where}", f"*stretch {{p}} {side} leg out {where}",
               *(f"*{verb} {{p}} {side} leg {_WHERE[where][n]}" for n, verb in enumerate(("lift", "raise", "hold"))),
               f"*raise the {side} foot {_WHERE[where][0]} and *keep it there")  # fmt: skip
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
    place = (
        (-0.03, rng.uniform(0.3, 0.5), rng.uniform(0.1, 0.25))
        if front
        else (0.0, rng.uniform(0.25, 0.42), -0.3)
    )
    pitch = 0.35 if front else 1.1
    keys = [
        (start, 0, 0, 0, 0),
        (start + rise, *place, pitch),
        (leave, *place, pitch),
        (leave + 0.7, 0, 0, 0, 0),
    ]
    _free_foot(figure, side, keys)
    shift_load(figure, [(side, start, leave + 0.6)])
    for hand in SIDES:
        wobble = rng.uniform(-30, 10)
        pose = poses.sideways(rng, hand, wobble)
        figure.arms[hand] = poses.tremble(rng, poses.through(
            figure.times, figure.arms[hand],
            [(start, None), (start + rise, pose), (leave, pose), (leave + 0.7, None)]), 2.0)  # fmt: skip
    on = opposite(side)
    phrases = (f"*balance on the {on} leg", f"*stand on {{p}} {on} leg", "*balance on one leg",
               "*stand on one leg",
               f"*lift the {side} foot and *balance", f"*stand on the {on} foot only",
               "*keep {p} balance on one foot")  # fmt: skip
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
        _free_foot(figure, one, keys[one], 0.02)
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
        figure.arms[one] = poses.through(
            figure.times, figure.arms[one], [(start - 0.1, None), (start + 0.3, track)]
        )
    figure.spine[:, 1] -= np.radians(6) * swing
    figure.hips[:, 1] += np.radians(3) * swing
    phrases = ("*march in place", "*march on the spot", "*march in place lifting {p} knees",
               "*walk in place with high knees",
               "*march like a soldier without moving forward", "*step on the spot with high knees",
               "*lift {p} knees high one after the other", "*march in place swinging {p} arms",
               "*do high knees on the spot")  # fmt: skip
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
    _free_foot(figure, side, keys, 0.0)
    shift_load(figure, [(side, first, t)])
    verb = "stamp" if stamp else "tap"
    phrases = (f"*{verb} {{p}} {side} foot", f"*{verb} the {side} foot on the floor",
               f"*{verb} with the {side} foot again and again",
               f"*keep {'stamping' if stamp else 'tapping'} the {side} foot")  # fmt: skip
    return Scene(figure, phrases, {f"{side}_leg": (f"*{verb} the foot",)})


LEG_MOVES = {
    "kick_front": kick_front, "kick_side": kick_side, "leg_swing": leg_swing, "knee_lift": knee_lift,
    "leg_lift": leg_lift, "balance": balance, "march": march, "tap_foot": tap_foot,
}  # fmt: skip
