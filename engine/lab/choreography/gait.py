"""Gaits: keys of walks, runs, hops and crawls on a sketch, with feet that stay where they stand."""

from __future__ import annotations

import numpy as np

from .body import SIDES
from .limb_specs import Arm, bones, foot, hand, kneel, leg, on_way, stay
from .sketch import Sketch

STAND = 0.962  # pelvis height of a walk's highest moment, metres


def walk(
    s: Sketch,
    steps: int = 6,
    length: float = 0.62,
    seconds: float = 0.54,
    *,
    width: float = 0.085,
    lift: float = 0.08,
    heel_strike: float = 14.0,
    tiptoe: float = 0.0,
    crouch: float = 0.0,
    bounce: float = 0.018,
    sway: float = 0.022,
    lean: float = 3.0,
    bend: float = 3.0,
    head: float = 0.0,
    swing: float = 24.0,
    elbow: float = 18.0,
    arms: str | Arm | None = None,
    hips: float = 6.0,
    turn: float | tuple = 0.0,
    left: float = 0.0,
    climb: float = 0.0,
    limp: float = 0.0,
    first: str = "right",
    stagger: float = 0.0,
    close: bool = True,
    **changes,
) -> Sketch:
    """Walk on from where the sketch stands.

    steps; length of a step in metres (below 0: backwards, 0: on the spot); seconds a step. width: of a foot from
    the midline; lift: of the swinging foot; heel_strike: degrees that the toes are up at contact; tiptoe: degrees that
    the heels stay up; crouch: metres that the pelvis is lower; bounce, sway: metres up and down, to and fro; lean,
    bend, head: degrees of pelvis, spine and head; swing: degrees of the arms, or ``arms``: what they do instead;
    hips: turn of the pelvis; turn: degrees that the path turns a step (or one for each); left: sidewards travel a step;
    climb: metres up a step; limp: 0..1, the RIGHT leg spares itself; first: foot; stagger: metres of random error of
    each step; close: end with the feet together. changes: further channels of every key.
    """
    style, draw = s.draw.style, s.draw
    length, lift, swing = length * style.step, lift * style.lift, swing * style.swing * draw.amplitude
    bounce, sway, width = bounce * style.bounce, sway * style.sway, width + style.width
    limp, tiptoe = max(limp, style.limp), max(tiptoe, style.tiptoe)
    if style.arms and arms is None:
        arms = style.arms
    held = {name: changes.pop(name) for name in ("left_arm", "right_arm") if name in changes}
    swing *= min(1.0, abs(length) / 0.5 + 0.15) if not (length == 0 and left == 0) else 1.0
    strike = 0.0 if tiptoe or length <= 0 else -heel_strike * min(1.0, abs(length) / 0.6)
    heel = tiptoe + (34.0 if length > 0 else 10.0) * min(1.0, abs(length) / 0.6)
    if abs(left) > 0.5 * abs(length):  # sidewards the foot of that side leads and the other one closes
        first, steps = "left" if left > 0 else "right", steps + steps % 2
    side = first
    last_yaw = 0.0
    between = {"left_arm": "way", "right_arm": "way"}
    for number in range(steps):
        final = close and number == steps - 1
        share = 0.5 if number == 0 or final else 1.0
        step = length * share
        angle = turn[number % len(turn)] if isinstance(turn, tuple) else turn
        sore = limp and side == "left"  # the left foot swings while the right, sore one carries
        time = seconds * (1 - 0.5 * limp if sore else 1 + 0.35 * limp)
        time *= 1.0 if not stagger else draw(0.8, 1.25)
        dx, dz = (draw.near(0, stagger), draw.near(0, stagger)) if stagger and not final else (0.0, 0.0)
        other = "left" if side == "right" else "right"
        over = 1.0 if other == "left" else -1.0
        high = STAND - crouch - (0.03 * limp if sore else 0.0) + 0.045 * min(tiptoe, 40) / 40
        low = high - bounce - 0.03 * abs(length)
        dip = high - 0.015 if number == 0 else low - 0.006
        base = {"balance": 0.0, "pitch": lean, "nod": head, **changes}
        # Both feet down for the first fifth of the step, then the rear one leaves.
        s.to(
            0.2 * time,
            height=dip,
            left=0.4 * sway * over,
            yaw=0.75 * last_yaw,
            twist=-1.2 * last_yaw,
            roll=0,
            bend=bend,
            **between,
            fwd=0.12 * step if number else 0.02,
            **{f"{side}_leg": stay(heel=heel), f"{other}_leg": stay(heel=tiptoe)},
            **base,
        )
        s.to(
            0.36 * time,
            fwd=0.52 * step,
            left=sway * over + 0.5 * left,
            height=high + 0.5 * climb,
            yaw=0.5 * angle,
            roll=1.5 * over - (6.0 * limp if sore else 0.0),
            side=-1.5 * over,
            twist=0,
            bend=bend + (6 * limp if sore else 0),
            **between,
            **{f"{side}_leg": on_way()},
            **base,
        )
        s.move_home(step, left * share, angle, climb if not final else 0.0)
        ahead = 0.0 if final else 0.5 * length
        s_out = 1.0 if side == "left" else -1.0
        spec = foot(
            width + s_out * dx + (0.0 if final else 0.5 * abs(left)),
            ahead + dz,
            heel=0.0 if final else strike + tiptoe,
            lift=lift,
            yaw=6,
        )
        twist = (1.0 if side == "right" else -1.0) * min(1.0, abs(length) / 0.6) * (0.0 if final else 1.0)
        ends = {"height": low, "yaw": hips * twist, "twist": -1.6 * hips * twist}
        if final:
            ends = {"height": 1.0, "yaw": 0.0, "twist": 0.0, "balance": 1.0}
        s.to(
            0.44 * time,
            fwd=dz * 0.4,
            left=0.0,
            roll=0,
            side=0,
            bend=bend,
            **{f"{side}_leg": spec},
            **_swing(0.0 if final else swing * np.sign(length or 1), arms, elbow, side, held),
            **(base | ends),
        )
        last_yaw = hips * twist
        side = other
    if close:
        s.to(0.3, "stand", **({"left_arm": arms, "right_arm": arms} if arms is not None else {}) | held)
    return s


def _swing(degrees: float, arms, elbow: float, front: str | None, held: dict) -> dict:
    """Arms of a key: the one opposite the front foot forward, or what they do instead."""
    if arms is not None:
        return {"left_arm": arms, "right_arm": arms} | held
    result = {}
    for side in SIDES:
        angle = 0.0 if front is None else degrees if side != front else -degrees * 0.85
        a, e = np.radians(angle), np.radians(angle * 0.9 + elbow + max(angle, 0) * 0.5)
        result[f"{side}_arm"] = bones(
            (0.17, -np.cos(a), np.sin(a)), (0.05, -np.cos(e), np.sin(e)), palm="in", gravity=0.7
        )
    return result | held


def run(
    s: Sketch,
    steps: int = 8,
    length: float = 1.15,
    seconds: float = 0.36,
    *,
    width: float = 0.05,
    lift: float = 0.28,
    crouch: float = 0.0,
    bounce: float = 0.075,
    lean: float = 10.0,
    bend: float = 6.0,
    head: float = -8.0,
    swing: float = 48.0,
    arms: str | Arm | None = None,
    turn: float | tuple = 0.0,
    left: float = 0.0,
    hips: float = 8.0,
    first: str = "right",
    close: bool = True,
    **changes,
) -> Sketch:
    """Run on from where the sketch stands; names as in `walk`. Each step has a flight."""
    style = s.draw.style
    held = {name: changes.pop(name) for name in ("left_arm", "right_arm") if name in changes}
    length, lift, swing = length * style.step, lift * style.lift, swing * style.swing
    high = STAND + 0.028 - crouch
    side = first
    s.to(
        0.18,
        height=high - 0.09,
        pitch=lean,
        bend=bend,
        nod=head,
        balance=0,
        fwd=0.06,
        **_run_arms(0.0, arms, None, held),
        **changes,
    )
    for number in range(steps):
        other = "left" if side == "right" else "right"
        angle = turn[number % len(turn)] if isinstance(turn, tuple) else turn
        final = close and number == steps - 1
        grow = min(1.0, (number + 1.6) / 3.0)
        if close:
            grow = min(grow, (steps - number) / 2.6)
        step = length * grow
        base = {"pitch": lean * grow, "bend": bend, "nod": head, "balance": 0.0, **changes}
        twist = 1.0 if side == "right" else -1.0
        s.move_home(step, left, angle)
        land = foot(width, 0.02 * step, heel=0 if final else -4, lift=lift * grow, yaw=4)
        s.to(
            0.25 * seconds,
            height=high - 0.35 * bounce,
            fwd=-0.22 * step,
            left=0,
            yaw=hips * twist * grow,
            twist=-1.8 * hips * twist * grow,
            **{f"{side}_leg": land, f"{other}_leg": on_way()},
            **_run_arms(swing * grow, arms, side, held),
            **base,
        )
        s.to(
            0.22 * seconds,
            height=high - bounce,
            fwd=0.0,
            yaw=0,
            twist=0,
            arms="way",
            **{f"{side}_leg": stay(heel=0)},
            **base,
        )
        if not final:
            away = {"height": high - 0.3 * bounce, "fwd": 0.28 * step, "yaw": -hips * twist * grow * 0.5, "arms": "way"}
            away["twist"] = -1.8 * away["yaw"]
            s.to(0.28 * seconds, **away, **{f"{side}_leg": stay(heel=48)}, **base)
            s.to(0.25 * seconds, height=high, fwd=0.53 * step, arms="way", **{f"{side}_leg": on_way()}, **base)
        side = other
    if close:
        s.step(side, 0.5 * s.draw.speed, 0.1, 0.04, height=0.93, pitch=2)
        s.to(0.4, "stand", **({"left_arm": arms, "right_arm": arms} if arms is not None else {}) | held)
    return s


def _run_arms(degrees: float, arms, front: str | None, held: dict) -> dict:
    if arms is not None:
        return {"left_arm": arms, "right_arm": arms} | held
    result = {}
    for side in SIDES:
        a = np.radians(0.0 if front is None else degrees * 0.8 if side != front else -degrees)
        f = a + np.radians(92)
        result[f"{side}_arm"] = bones((0.22, -np.cos(a), np.sin(a)), (-0.12, -np.cos(f), np.sin(f)), palm="in")
    return result | held


def crawl(
    s: Sketch, beats: int = 6, length: float = 0.30, seconds: float = 0.55, *, turn: float = 0.0, **changes
) -> Sketch:
    """Crawl on hands and knees from the pose "all_fours": in each beat one hand and the knee across go ahead.

    length: metres that the body moves a beat (below 0: backwards); seconds a beat; turn: degrees a beat.
    """
    for number in range(beats):
        side = "right" if number % 2 == 0 else "left"
        other = "left" if side == "right" else "right"
        share = 0.5 if number == 0 else 1.0
        s.to(0.25 * seconds, left=0.02 * (1 if side == "right" else -1), fwd=0.1 * length, **changes)
        s.move_home(length * share, 0.0, turn)
        ahead = 0.5 * length
        over = 1 if side == "right" else -1
        s.to(
            0.75 * seconds,
            fwd=0.0,
            left=0.0,
            yaw=4 * over,
            side=4 * over,
            **{
                f"{side}_arm": hand("floor", 0.18, 0, 0.50 + ahead, lift=0.07),
                f"{other}_leg": kneel(0.11, ahead, lift=0.025),
            },
            **changes,
        )
    return s


def hop(
    s: Sketch,
    count: int = 4,
    length: float = 0.0,
    height: float = 0.12,
    *,
    legs: str = "both",
    turn: float = 0.0,
    land: float = 0.16,
    left: float = 0.0,
    crouch: float = 0.13,
    arms: str | Arm = "ready",
    **changes,
) -> Sketch:
    """Hops in a row on both legs or on one ("left", "right"): metres forward, to the left and up, degrees of turn each.

    land: seconds on the floor to bend and as long to push off; crouch: metres that the pelvis sinks.
    """
    lifted = {"left": "right", "right": "left"}.get(legs)
    up = {f"{lifted}_leg": leg(25, 85, point=25)} if lifted else {}
    for number in range(count):
        s.to(
            land if number else 0.3,
            "stand",
            height=STAND - crouch,
            pitch=12,
            bend=12,
            arms=arms,
            **{"balance": 0.7, **up, **changes},
        )
        s.to(
            land,
            height=STAND + 0.01,
            pitch=4,
            bend=6,
            **{f"{one}_leg": stay(heel=45) for one in SIDES if one != lifted},
        )
        air = {f"{one}_leg": leg(16, 26, point=35) for one in SIDES if one != lifted}
        stand = {f"{one}_leg": foot(0.10 if not lifted else 0.05, 0, heel=12) for one in SIDES if one != lifted}
        s.fly(
            height,
            "",
            length,
            left,
            turn,
            via=[(0.35, "", air)],
            height=STAND - 0.05,
            pitch=8,
            bend=8,
            yaw=0,
            **stand,
            **up,
            **changes,
        )
    s.to(land, height=STAND - 0.6 * crouch, pitch=8, bend=10)
    return s
