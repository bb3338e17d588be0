"""Gestures of the arms alone: raise, lift, wave, point, hold, circle. They go over any body.

Each function takes the random generator, the frame times, the sides and a `Span`, and returns an `ArmMove`:
keys for each arm and the words for it.
"""

from __future__ import annotations

import numpy as np

from . import poses
from .arm_tools import ArmMove, alternating, held, say
from .limbs import arm_to
from .timing import keyed

BOTH = ("left", "right")
_QUICKLY = ("quickly", "fast", "rapidly", "excitedly", "like mad")


def raise_arm(rng, times, sides, span) -> ArmMove:
    """Raised and held above the head."""
    keys = {}
    for side in sides:
        pose = poses.overhead(rng, side)
        keys[side] = held(rng, span, pose, pose if rng.random() < 0.5 else poses.overhead(rng, side))
    phrases = say(
        sides,
        "*raise {arm}",
        "*lift {arm} up",
        "*hold {arm} up high",
        "*put {arm} up",
        "*raise {hand}",
        "*reach up with {arm}",
        "*raise {arm} above the head",
        "*stretch {arm} up into the air",
        "*lift {hand} above the head",
        "*hold {hand} over the head",
        "*raise {arm} straight up",
        "*bring {arm} overhead",
        "*point {arm} at the ceiling",
    )
    if len(sides) == 2:
        phrases += (
            "*raise {p} arms",
            "*put {p} hands up in the air",
            "*throw {p} arms up",
            "*hold {p} hands up",
            "*stretch {p} arms overhead",
            "*lift {p} arms over the head",
        )
    arm = (
        "*raise the arm",
        "*raise the hand above the head",
        "*hold the arm up",
        "raised high",
        "up in the air",
        "*lift the arm overhead",
    )
    withs = say(
        sides,
        "{arm} raised",
        "{arm} up in the air",
        "{arm} held above the head",
        "{hand} up",
        "{hand} over the head",
        "{arm} raised overhead",
        "{hand} in the air",
    )
    return ArmMove(keys, phrases, arm, withs)


def lift_sideways(rng, times, sides, span) -> ArmMove:
    """Lifted to the side, about shoulder height."""
    keys = {side: held(rng, span, poses.sideways(rng, side, rng.uniform(-12, 12))) for side in sides}
    many = len(sides) == 2
    phrases = say(
        sides,
        "*lift {arm} to the side",
        "*raise {arm} sideways",
        "*hold {arm} out to the side",
        "*stretch {arm} out sideways",
        "*extend {arm} to the side",
        "*raise {arm} to shoulder height sideways",
    )
    if many:
        phrases += (
            "*spread {p} arms",
            "*hold {p} arms out to the sides",
            "*stretch both arms out like wings",
            "*make a T pose",
            "*stand in a T-pose",
            "*spread both arms wide",
        )
    arm = ("*lift the arm sideways", "held out to the side", "*stretch the arm out to the side")
    withs = say(sides, "{arm} held out to the side", "{arm} stretched out sideways")
    if many:
        withs = ("both arms out to the sides", "the arms spread wide", "outstretched arms")
    return ArmMove(keys, phrases, arm, withs)


def lift_forward(rng, times, sides, span) -> ArmMove:
    """Lifted to the front, about shoulder height."""
    keys = {side: held(rng, span, poses.forward(rng, side, rng.uniform(-12, 12))) for side in sides}
    phrases = say(
        sides,
        "*lift {arm} forward",
        "*raise {arm} to the front",
        "*hold {arm} out in front",
        "*stretch {arm} out forward",
        "*extend {arm} forward",
        "*reach forward with {arm}",
        "*reach out to the front with {hand}",
    )
    arm = ("*lift the arm forward", "held out in front", "*stretch the arm forward", "*reach forward")
    return ArmMove(keys, phrases, arm, say(sides, "{arm} stretched out in front", "{arm} held out forward"))


def wave(rng, times, sides, span) -> ArmMove:
    """Waved from side to side, hand above the shoulder."""
    keys = {}
    quick = rng.random() < 0.3
    period = rng.uniform(0.36, 0.46) if quick else rng.uniform(0.48, 0.85)
    swing, high = np.radians(rng.uniform(22, 38)), rng.uniform(-0.45, 0.45)
    centre = np.radians(rng.uniform(-5, 22))
    big = rng.random() < 0.2
    for side in sides:
        upper = np.array([0.8, high, rng.uniform(0.15, 0.6)]) + rng.normal(0, 0.06, 3)
        lean = rng.uniform(0.0, 0.35)

        def pose(angle: float, side=side, upper=upper, lean=lean) -> np.ndarray:
            angle += rng.normal(0, 0.04)
            flap = poses.matrix_from_axis_angle(np.array([0.0, 0.0, -0.4 * (angle - centre)]))
            if big:  # the straight arm above the head swings as a whole
                target = np.array([np.sin(angle * 0.9), np.cos(angle * 0.9), 0.15]) * poses.REACH * 0.96
                return arm_to(side, target, (0.9, -0.1, 0.55), wrist=flap)
            lower = np.array([np.sin(angle), np.cos(angle), lean])
            nudge = np.array([0.06 * np.sin(angle - centre), 0.0, 0.0])
            return poses.arm_by_directions(side, upper + nudge, lower, wrist=flap)

        def inward(pose=pose):
            return pose(centre - swing)

        def outward(pose=pose):
            return pose(centre + swing)

        keys[side] = alternating(rng, span, outward, inward, period)
    phrases = say(
        sides,
        "*wave {hand}",
        "*wave {arm}",
        "*wave hello with {hand}",
        "*wave goodbye with {hand}",
        "*wave at someone with {hand}",
        "*raise {hand} and *wave",
        "*wave to a friend using {hand}",
        "*greet somebody by waving {hand}",
        "*lift {hand} and *wave from side to side",
        "*wave {hand} in the air",
        "*say hello with a wave of {hand}",
        "*wave with {arm}",
    )
    if quick:
        hurried = (f"*wave {limb} {how}" for limb in ("{hand}", "{arm}") for how in _QUICKLY)
        phrases = (*say(sides, *hurried), *phrases[-6:])
    if big:
        phrases += say(sides, "*wave {arm} high above the head", "*wave {arm} in big swings overhead")
    if len(sides) == 1 and rng.random() < 0.35:
        phrases += ("*wave", "*wave hello", "*wave to someone", "*wave goodbye")
    arm = ("*wave hello", "*wave at someone", "*wave the hand", "*wave from side to side", "*wave the arm")
    return ArmMove(keys, phrases, arm, say(sides, "{hand} waving", "{arm} waving"), tags={"swings": True})


def point(rng, times, sides, span) -> ArmMove:
    """Pointed somewhere."""
    where = str(rng.choice(["forward", "up", "side", "down"], p=(0.45, 0.2, 0.25, 0.1)))
    side = sides[0]
    sides = (side,)
    if where == "forward":
        pose = poses.forward(rng, side, rng.uniform(-8, 15))
        text = (
            "*point forward with {hand}",
            "*point ahead with {arm}",
            "*point at something in front with {hand}",
            "*stretch out {arm} and *point straight ahead",
            "*point to the front with {hand}",
        )
        withs = ("{hand} pointing forward", "{arm} pointing ahead")
    elif where == "up":
        pose = poses.forward(rng, side, rng.uniform(50, 70), out=0.15)
        text = ("*point up with {hand}", "*point at the sky with {hand}", "*point upward with {arm}")
        withs = ("{hand} pointing up", "{arm} pointing at the sky")
    elif where == "side":
        pose = poses.sideways(rng, side, rng.uniform(-5, 15))
        text = (
            f"*point to the {side} with {{hand}}",
            f"*point {side} with {{arm}}",
            f"*point out to the {side} with {{hand}}",
            f"*show the way to the {side} with {{arm}}",
        )
        withs = (f"{{arm}} pointing to the {side}",)
    else:
        pose = poses.forward(rng, side, rng.uniform(-48, -35))
        text = ("*point at the floor with {hand}", "*point down in front with {hand}")
        withs = ("{hand} pointing down",)
    head = None
    if rng.random() < 0.7:
        turn = {
            "forward": (0, 0),
            "up": (-16, 0),
            "side": (0, 42 if side == "left" else -42),
            "down": (16, 0),
        }
        look = keyed(times, (span.start - 0.1, 0), (span.full - 0.1, 1), (span.leave, 1), (span.end, 0))
        head = look[:, None] * np.radians([*turn[where], 0.0])
    arm = tuple(phrase.replace("{hand}", "the hand").replace("{arm}", "the arm") for phrase in text[:2])
    return ArmMove({side: held(rng, span, pose)}, say(sides, *text), arm, say(sides, *withs), head=head)


def hands_on_hips(rng, times, sides, span) -> ArmMove:
    """One or both hands on the hips."""
    keys = {side: held(rng, span, poses.on_hip(rng, side)) for side in sides}
    if len(sides) == 2:
        phrases = (
            "*put both hands on {p} hips",
            "*place {p} hands on the hips",
            "*rest both hands on the hips",
            "*stand with hands on hips",
            "*put the arms akimbo",
        )
        withs = ("both hands on the hips", "hands on hips", "the arms akimbo")
    else:
        phrases = say(sides, "*put {hand} on the hip", "*rest {hand} on the hip", "*place {hand} on the {side} hip")
        withs = say(sides, "{hand} on the hip")
    return ArmMove(keys, phrases, ("*rest the hand on the hip", "hand on the hip"), withs)


def cross_arms(rng, times, sides, span) -> ArmMove:
    """Both arms folded in front of the chest."""
    top = str(rng.choice(BOTH))
    keys = {side: held(rng, span, poses.crossed(rng, side, side == top)) for side in BOTH}
    phrases = (
        "*cross {p} arms",
        "*fold {p} arms in front of the chest",
        "*cross both arms over the chest",
        "*stand with crossed arms",
        "*fold both arms",
        "*hold {p} arms crossed",
    )
    return ArmMove(
        keys,
        phrases,
        ("folded across the chest",),
        ("crossed arms", "the arms folded", "the arms crossed in front of the chest"),
    )


def salute(rng, times, sides, span) -> ArmMove:
    """Hand at the temple."""
    side = sides[0]
    pose = poses.hand_at(rng, side, (0.17, 0.31, 0.11), (1.0, -0.15, 0.05))
    phrases = say(
        (side,),
        "*salute with {hand}",
        "*give a salute with {hand}",
        "*bring {hand} to the forehead and *salute",
        "*salute like a soldier with {hand}",
        "*raise {hand} to {p} temple",
    )
    if side == "right":
        phrases += ("*salute", "*give a military salute")
    return ArmMove({side: held(rng, span, pose)}, phrases, ("*salute",), say((side,), "{hand} in a salute"))


def surrender(rng, times, sides, span) -> ArmMove:
    """Hands up beside the head, elbows bent."""
    keys = {
        side: held(rng, span, poses.bent(rng, side, (0.95, rng.uniform(-0.1, 0.3), 0.2), (0.05, 1.0, 0.1)))
        for side in BOTH
    }
    phrases = (
        "*put {p} hands up",
        "*surrender with both hands up",
        "*hold both hands up beside the head",
        "*raise {p} hands in surrender",
        "*put both hands up as if under arrest",
    )
    return ArmMove(keys, phrases, ("held up beside the head",), ("both hands up", "hands raised in surrender"))


def arm_circles(rng, times, sides, span) -> ArmMove:
    """Large circles of the straight arms, forward or backward."""
    period, direction = rng.uniform(0.9, 1.7), float(rng.choice([-1, 1]))
    turns = max(int(round(span.length / period)), 1)
    phase = 2 * np.pi * turns * np.clip((times - span.full) / max(span.length, 0.5), 0, 1)
    out = rng.uniform(0.25, 0.5)
    angle = direction * phase
    up, fwd = -np.cos(angle), np.sin(angle)
    target = np.stack([np.full_like(up, out), up, fwd - 0.15 * (fwd < 0) * fwd], -1)
    target *= poses.REACH * 0.97 / np.linalg.norm(target, axis=-1, keepdims=True)
    pole = np.stack([np.full_like(up, 0.3), -np.sin(angle), -np.cos(angle)], -1)
    keys = {}
    for side in sides:
        track = arm_to(side, target, pole)
        keys[side] = [(span.start, None), (span.full, track), (span.leave, track), (span.end, None)]
    way = "forward" if direction > 0 else "backward"
    phrases = say(
        sides,
        "*make circles with {arm}",
        "*swing {arm} in big circles",
        f"*circle {{arm}} {way}",
        "*rotate {arm} in circles",
        "*warm up with circles of {arm}",
        "*windmill {arm}",
    )
    return ArmMove(
        keys,
        phrases,
        ("*make big circles", f"*circle the arm {way}"),
        say(sides, "{arm} circling"),
        tags={"swings": True},
    )


def swing_arms(rng, times, sides, span) -> ArmMove:
    """Both arms swung forward and back, together or in turn."""
    together = rng.random() < 0.5
    period, size = rng.uniform(0.8, 1.4), np.radians(rng.uniform(28, 55))
    keys = {}
    grow = keyed(times, (span.start, 0), (span.full, 1), (span.leave, 1), (span.end, 0))
    for side in sides:
        sign = 1.0 if together or side == "left" else -1.0
        angle = sign * size * np.sin(2 * np.pi * (times - span.start) / period) * grow + 0.15
        target = np.stack([np.full_like(angle, 0.18), -np.cos(angle), np.sin(angle)], -1) * poses.REACH * 0.96
        track = arm_to(side, target, np.stack([0.3 + 0 * angle, -np.sin(angle), -np.cos(angle)], -1))
        keys[side] = [
            (span.start, None),
            (span.start + 0.3, track),
            (span.end - 0.3, track),
            (span.end, None),
        ]
    phrases = say(sides, "*swing {arm} forward and back", "*swing {arm} to and fro", "*let {arm} swing back and forth")
    return ArmMove(keys, phrases, ("*swing back and forth",), say(sides, "{arm} swinging"), tags={"swings": True})


def clap(rng, times, sides, span) -> ArmMove:
    """Hands meet in front of the chest, or above the head."""
    overhead = rng.random() < 0.15
    period, wide = rng.uniform(0.36, 0.7), rng.uniform(0.09, 0.2)
    up, fwd = (0.52, 0.12) if overhead else (rng.uniform(-0.08, 0.12), rng.uniform(0.27, 0.36))
    pole = (1.0, -0.2, 0.4) if overhead else (1.0, -0.9, -0.2)
    middle = rng.normal(0, 0.015)
    keys, now, closed = {side: [(span.start, None)] for side in BOTH}, span.full, False
    while now < span.leave + 1e-6:
        height = up + rng.normal(0, 0.01)
        gap = rng.uniform(0.032, 0.045) if closed else wide * rng.uniform(0.85, 1.15)
        for side in BOTH:
            place = (gap + (middle if side == "left" else -middle), height, fwd)
            keys[side].append((now, arm_to(side, place, pole, of="chest")))
        now += period / 2 * rng.uniform(0.95, 1.05)
        closed = not closed
    for side in BOTH:
        keys[side].append((max(span.end, keys[side][-1][0] + 0.4), None))
    phrases = (
        "*clap",
        "*clap {p} hands together",
        "*applaud",
        "*clap both hands",
        "*give a round of applause",
        "*clap repeatedly",
        "*clap several times",
        "*applaud with both hands",
        "*clap in rhythm",
    )
    if overhead:
        phrases = ("*clap {p} hands above the head", "*clap overhead", "*clap both hands over the head")
    return ArmMove(
        keys,
        phrases,
        ("*clap", "*clap with the other hand"),
        ("clapping hands", "both hands clapping"),
        tags={"swings": True, "exact": True},
    )


ARM_MOVES = {
    "raise_arm": raise_arm,
    "lift_sideways": lift_sideways,
    "lift_forward": lift_forward,
    "wave": wave,
    "point": point,
    "hands_on_hips": hands_on_hips,
    "cross_arms": cross_arms,
    "salute": salute,
    "surrender": surrender,
    "arm_circles": arm_circles,
    "swing_arms": swing_arms,
    "clap": clap,
}
