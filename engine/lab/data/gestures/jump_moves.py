"""Gestures that leave the floor: jumps, jumping jacks, hops."""

from __future__ import annotations

import numpy as np

from ....motion.fade import ease
from . import poses
from .figure import SIDES, Figure, stand
from .limbs import arm_to
from .scene import Scene, lean, opposite, shift_load, sign
from .timing import ballistic, hermite, keyed, pulse, smooth


def _leap(rng, figure: Figure, start: float, height: float, crouch: float, tuck: float, shift=(0.0, 0.0)):
    """One two-legged jump: crouch, push off, fly, land. Returns take-off and landing time."""
    times = figure.times
    speed = float(np.sqrt(2 * 9.81 * height))
    down, push = rng.uniform(0.35, 0.5), 2.1 * (crouch + 0.06) / speed
    off = start + down + push
    flight, length = ballistic(times, off, height)
    land = off + length
    absorb = min(0.11 + 0.4 * height, 0.28)
    soft = 2.0 * absorb / speed
    rise = 0.06
    course = keyed(times, (start, 0.0), (start + down, -crouch))
    course = np.where(times > start + down, hermite(times, (start + down, -crouch, 0.0), (off, rise, speed)), course)
    course = np.where(times > off, rise + flight, course)
    course = np.where(times > land, hermite(times, (land, rise, -speed), (land + soft, -absorb, 0.0)), course)
    up = keyed(times, (land + soft, -absorb), (land + soft + 0.5, 0.0))
    course = np.where(times > land + soft, up, course)
    figure.pelvis[:, 1] += course
    u = np.clip((times - off) / length, 0, 1)
    way = ease(0.15 + 0.7 * u) if any(shift) else u
    way = (way - way[0]) / max(way[-1] - way[0], 1e-6)
    heel = pulse(times, off - push * 0.7, push * 0.7, length * 0.8, length * 0.2 + 0.08)
    for side in SIDES:
        foot = figure.feet[side]
        lift = flight + tuck * np.sin(np.pi * u) ** 2 * rng.uniform(0.95, 1.05)
        foot.ball = foot.ball + np.stack([shift[0] * way, lift, shift[1] * way], -1)
        foot.pitch = foot.pitch + 0.65 * heel
    if any(shift):
        middle = 0.5 * (figure.middle("left") + figure.middle("right"))
        figure.support = smooth(middle, 0.07)
    trunk = keyed(
        times,
        (start, 0),
        (start + down, 1),
        (off, 0.05),
        (land, 0.25),
        (land + soft, 0.7),
        (land + soft + 0.5, 0),
    )
    lean(figure, np.radians(rng.uniform(28, 42)) * trunk, hips=0.75, look=0.5)
    return start + down, off, land, land + soft


def _throw_arms(rng, figure: Figure, low: float, off: float, land: float, still: float, overhead: bool) -> None:
    """Arms swing back in the crouch, up with the push, down with the landing."""
    for side in SIDES:
        back = arm_to(side, np.array([0.2, -0.85, -0.45]) * poses.REACH, (0.4, 0.3, -1))
        top = poses.overhead(rng, side) if overhead else poses.forward(rng, side, rng.uniform(10, 45))
        ahead = poses.forward(rng, side, rng.uniform(-55, -20))
        keys = [
            (low - 0.4, None),
            (low, back),
            (off + 0.08, top),
            (land, top if overhead else ahead),
            (still + 0.1, ahead),
            (still + 0.7, None),
        ]
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)


def jump_up(rng, seconds: float) -> Scene:
    """One or two jumps on the spot."""
    figure = stand(rng, max(seconds, 2.4))
    seconds = float(figure.times[-1])
    height, crouch = rng.uniform(0.18, 0.42), rng.uniform(0.2, 0.32)
    tuck = rng.uniform(0.0, 0.1) * (rng.random() < 0.6)
    many = seconds > 4.2 and rng.random() < 0.5
    starts = [rng.uniform(0.05, max(0.08, min(0.6, seconds - 2.15)))]
    overhead = rng.random() < 0.5
    if many:
        while starts[-1] + 4.0 < seconds:
            starts.append(starts[-1] + 1.9)
    for start in starts:
        marks = _leap(rng, figure, start, height * rng.uniform(0.9, 1.1), crouch, tuck)
        _throw_arms(rng, figure, *marks, overhead)
    phrases = (
        "*jump up",
        "*jump",
        "*jump up in the air",
        "*jump as high as possible",
        "*jump on the spot",
        "*leap into the air",
        "*do a vertical jump",
        "*jump straight up",
        "*spring up with both feet",
    )
    if len(starts) > 1:
        phrases = (
            "*jump up and down",
            "*jump several times",
            "*jump again and again on the spot",
            "*keep jumping up",
            "*jump up repeatedly",
        )
    return Scene(figure, phrases, {"left_leg": ("*push off and *jump",), "right_leg": ("*push off and *jump",)})


def jump_forward(rng, seconds: float) -> Scene:
    """A standing long jump, also to the side or back."""
    where = str(rng.choice(["forward", "left", "right", "backward"], p=(0.64, 0.12, 0.12, 0.12)))
    figure = stand(rng, max(seconds, 2.4))
    seconds = float(figure.times[-1])
    far = rng.uniform(0.6, 1.3) if where == "forward" else rng.uniform(0.35, 0.6)
    shift = {"forward": (0, far), "backward": (0, -far), "left": (far, 0), "right": (-far, 0)}[where]
    start = rng.uniform(0.05, max(0.08, min(0.6, seconds - 2.15)))
    starts = [start, start + 2.0] if seconds > 4.4 and rng.random() < 0.5 else [start]
    for begin in starts:
        marks = _leap(rng, figure, begin, rng.uniform(0.16, 0.32), rng.uniform(0.2, 0.3), rng.uniform(0.0, 0.1), shift)
        _throw_arms(rng, figure, *marks, False)
    way = {"forward": "forward", "backward": "backwards", "left": "to the left", "right": "to the right"}[where]
    phrases = (
        f"*jump {way}",
        f"*leap {way}",
        f"*hop {way} with both feet",
        f"*jump {way} with both legs together",
        f"*take a jump {way}",
        f"*spring {way} off both feet",
    )
    phrases += ("*do a standing long jump", "*jump ahead as far as possible") if where == "forward" else ()
    if len(starts) > 1:
        phrases = (f"*jump {way} twice", f"*do two jumps {way}", f"*jump {way} two times with both feet")
    return Scene(figure, phrases)


def jumping_jacks(rng, seconds: float) -> Scene:
    """Jumping jacks: feet apart with the arms overhead, feet together with the arms down."""
    figure = stand(rng, max(seconds, 3.0), width=0.05, lively=0.5)
    times, seconds = figure.times, float(figure.times[-1])
    beat = rng.uniform(0.42, 0.62)
    start = rng.uniform(0.05, 0.35)
    count = max(4, int((seconds - start) / beat) // 2 * 2)
    wide, height = rng.uniform(0.2, 0.3), rng.uniform(0.075, 0.12)
    low, top = np.radians(rng.uniform(-82, -72)), np.radians(rng.uniform(68, 84))
    open_keys, bounce, lift = [(start, 0.0)], np.zeros(len(times)), np.zeros(len(times))
    heel = np.zeros(len(times))
    arms = [(start - 0.05, low)]
    for n in range(count):
        t = start + n * beat
        flight, length = ballistic(times, t + 0.12, height)
        state = float(n % 2 == 0)
        open_keys += [(t + 0.12, 1 - state), (t + 0.12 + length, state)]
        lift += flight
        bounce += flight - 0.05 * np.exp(-(((times - t - 0.06) / 0.08) ** 2))
        heel += pulse(times, t + 0.02, 0.1, length * 0.8, 0.1)
        arms.append((t + beat * 0.95, top if state else low))
    apart = keyed(times, *open_keys)
    angle = smooth(keyed(times, *arms), 0.03)
    for side in SIDES:
        foot = figure.feet[side]
        foot.ball = foot.ball + np.stack([sign(side) * wide * apart, lift, 0 * lift], -1)
        foot.pitch = foot.pitch + 0.5 * heel
        target = np.stack([np.cos(angle), np.sin(angle), 0.1 + 0 * angle], -1) * poses.REACH * rng.uniform(1.0, 1.1)
        track = arm_to(side, target, (0.0, -0.3, -1.0))
        figure.arms[side] = poses.tremble(
            rng, poses.through(times, figure.arms[side], [(start - 0.3, None), (start, track)]), 0.8
        )
    figure.pelvis[:, 1] += bounce - 0.03 * apart + 0.05 * heel
    number = {4: "two", 6: "three", 8: "four", 10: "five"}.get(count)
    phrases = (
        "*do some jumping jacks",
        "*perform jumping jacks",
        "*do star jumps",
        "*do some star jumps",
        "*do jumping jacks",
        "*perform star jumps",
        "jumping jacks",
        "star jumps",
        "*jump spreading {p} arms and legs",
        "*do jumping jacks for exercise",
        "*jump with arms and legs opening and closing",
        "*warm up with jumping jacks",
    )
    if number:
        phrases += (f"*do {number} jumping jacks", f"*do {number} star jumps")
    part = {"left_arm": ("*swing up and down at the side",), "right_arm": ("*swing up and down at the side",)}
    return Scene(figure, phrases, part)


def hop(rng, seconds: float) -> Scene:
    """Hops on one leg."""
    side = str(rng.choice(SIDES))  # the hopping leg
    free = opposite(side)
    figure = stand(rng, max(seconds, 2.2), lively=0.6)
    times, seconds = figure.times, float(figure.times[-1])
    beat, height = rng.uniform(0.5, 0.66), rng.uniform(0.10, 0.17)
    start = rng.uniform(0.1, 0.35)
    first = start + 0.5
    count = max(2, int((seconds - first - 0.1) / beat))
    ahead = rng.uniform(0.12, 0.3) if rng.random() < 0.35 else 0.0
    lift, bounce, heel, way = (np.zeros(len(times)) for _ in range(4))
    for n in range(count):
        t = first + n * beat
        speed = np.sqrt(2 * 9.81 * height)
        flight, length = ballistic(times, t, height)
        lift += flight
        ground = beat - length
        dip = 0.28 * speed * ground
        # On the ground the hip goes down and up once, meeting the flight's speed at both ends.
        before = np.clip((times - (t - ground)) / ground, 0, 1)
        bounce += flight - dip * np.sin(np.pi * before) * (1.0 if n else ease(2 * before))
        heel += pulse(times, t - 0.1, 0.1, length * 0.8, 0.1)
        way += ahead * np.clip((times - t) / length, 0, 1)
    figure.pelvis[:, 1] += smooth(bounce, 0.015)
    foot = figure.feet[side]
    foot.ball = foot.ball + np.stack([0 * lift, lift, way], -1)
    foot.pitch = foot.pitch + 0.5 * heel
    back = rng.random() < 0.6
    place = (-0.02, rng.uniform(0.26, 0.4), -0.28) if back else (-0.02, rng.uniform(0.3, 0.42), 0.2)
    up = ease((times - start) / 0.4)
    other = figure.feet[free]
    other.ball = other.ball + up[:, None] * np.array([sign(free) * place[0], place[1], place[2]])
    other.ball[:, 1] += smooth(bounce, 0.03)
    other.ball[:, 2] += smooth(way, 0.04)
    other.ball[:, 1] = np.maximum(other.ball[:, 1], foot.ball[0, 1])
    other.pitch = other.pitch + up * (1.0 if back else 0.4)
    shift_load(figure, [(free, start, seconds + 1)], lead=0.25, soft=0.12)
    share = figure.load[:, None]
    carried = foot.ball + np.array([-0.02 * sign(side), 0, -0.05])
    middle = 0.5 * (figure.middle("left") + figure.middle("right"))
    weight = share if side == "left" else 1 - share
    figure.support = smooth(carried * (2 * weight - 1).clip(0, 1) + middle * (1 - (2 * weight - 1).clip(0, 1)), 0.05)
    for hand in SIDES:
        pose = poses.bent(rng, hand, (0.6, -0.8, 0.1), (0.35, -0.1, 0.9))
        figure.arms[hand] = poses.through(times, figure.arms[hand], [(start - 0.1, None), (first, pose)])
        flap = np.radians(8) * np.sin(2 * np.pi * (times - first) / beat) * ease((times - first) / 0.3)
        turn = poses.matrix_from_axis_angle(np.stack([0 * flap, 0 * flap, sign(hand) * flap], -1))
        figure.arms[hand][:, 1] = figure.arms[hand][:, 1] @ turn
    where = "forward " if ahead else ""
    phrases = (
        f"*hop {where}on the {side} leg",
        f"*hop {where}on {{p}} {side} foot",
        f"*hop {where}on one foot",
        f"*jump {where}on one leg",
        f"*hop {where}repeatedly on the {side} leg",
        f"*bounce {where}on {{p}} {side} leg",
        f"*hop {where}several times on one leg",
    )
    return Scene(figure, phrases, {f"{side}_leg": ("*hop",), f"{free}_leg": ("lifted off the ground",)})


JUMP_MOVES = {"jump_up": jump_up, "jump_forward": jump_forward, "jumping_jacks": jumping_jacks, "hop": hop}
