"""Moving: sideways, turns on the spot, curves, steps in the dark and on a beam."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch


def _start(o: Draw, **changes) -> Sketch:
    s = Sketch(o, "stand", **changes)
    return s.hold(o(0.05, 0.3)) if o.chance(0.5) else s


def _side_steps(o: Draw) -> Sketch:
    s = _start(o, nod=0)
    arms = o.pick(None, "ready", "hang", "hips")
    for _ in range(o.times(2, 5)):
        wide = o(0.4, 0.55) * o.more("far")
        more = {"arms": arms} if arms else {}
        s.to(
            o(0.32, 0.4),
            height=0.91,
            load=-0.3,
            right_leg=foot(0.11 + wide, 0, lift=0.06),
            balance=1,
            fwd=0,
            left=-0.5 * wide,
            **more,
        )
        s.move_home(left=-wide)
        s.to(o(0.3, 0.4), "", height=0.95, load=0, left_leg=foot(0.11, 0, lift=0.05), balance=1, left=0)
    return s.to(0.4, "stand", **({"arms": arms} if arms else {}))


def _side_shuffle(o: Draw) -> Sketch:
    s = Sketch(o, "ready")
    for _ in range(o.count(6, 9)):
        wide = o(0.5, 0.65)
        s.to(
            o(0.17, 0.2),
            fwd=0,
            left=-0.4 * wide,
            height=0.84,
            load=-0.4,
            right_leg=foot(0.22 + wide, 0, lift=0.05),
            balance=1,
        )
        s.move_home(left=-wide)
        s.to(
            o(0.16, 0.2), left=0, height=0.87, load=0.2, left_leg=foot(0.16, 0, lift=0.04), right_leg=stay(), balance=1
        )
    return s.to(0.3, "ready")


def _grapevine(o: Draw) -> Sketch:
    arms = o.pick("out", "out_low", "ready", "hips")
    s = Sketch(o, "stand", arms=arms)
    front = True
    wide = o(0.34, 0.42)
    for _ in range(o.count(3, 6)):
        s.to(
            o(0.4, 0.5),
            load=-0.6,
            fwd=0,
            left=-0.15,
            yaw=0,
            twist=0,
            height=0.92,
            right_leg=foot(0.12 + wide, 0, lift=0.05),
            balance=1,
        )
        s.move_home(left=-wide)
        s.to(
            o(0.4, 0.5),
            load=0.6,
            left=0,
            yaw=24 if not front else -24,
            twist=-18 if not front else 18,
            height=0.93,
            balance=1,
            left_leg=foot(-0.22, 0.17 if front else -0.17, lift=0.06),
            right_leg=stay(),
        )
        s.move_home(left=-0.1)
        front = not front
    s.move_home(left=-0.1)
    s.to(0.4, load=-0.5, yaw=0, twist=0, right_leg=foot(0.2, 0, lift=0.05), balance=1)
    return s.to(0.5, "stand", left_leg=foot(0.11, 0), right_leg=foot(0.11, 0))


def _knee_march(o: Draw, s: Sketch, count: int, beat: float, knee: float, arms: str | None) -> Sketch:
    for number in range(count):
        up, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        swing = {}
        if not arms:
            swing = {
                f"{other}_arm": bones((0.15, -0.8, 0.6), (-0.05, 0.1, 1.0), palm="in"),
                f"{up}_arm": bones((0.2, -0.9, -0.45), (0.1, -0.6, 0.6), palm="in"),
            }
        over = 1.0 if other == "left" else -1.0
        s.to(0.5 * beat, load=over, height=0.96, balance=1, **{f"{up}_leg": leg(knee, knee + 15, point=10)}, **swing)
        s.to(0.5 * beat, load=0.4 * over, height=0.95, balance=1, **{f"{up}_leg": foot(0.1, 0, lift=0.0)})
    return s.to(0.35, "stand")


def _march_in_place(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    return _knee_march(o, s, o.count(6, 11), o(0.5, 0.62), o(62, 88) * o.more("high"), None)


def _walk_in_circle(o: Draw) -> Sketch:
    s = _start(o)
    turn = -o(24, 34) / o.more("big", "small")
    return walk(s, o.count(11, 16), o(0.48, 0.6), o(0.5, 0.58), turn=turn, look=-o(8, 20), sway=0.02)


def _slalom_walk(o: Draw) -> Sketch:
    s = _start(o)
    angle = o(20, 30)
    turns = (angle, angle, -angle, -angle, -angle, -angle, angle, angle)
    return walk(s, o.count(12, 16), o(0.52, 0.66), o(0.46, 0.54), turn=turns, swing=26)


def _turn_steps(o: Draw, s: Sketch, degrees: float, steps: int, beat: float) -> Sketch:
    """Turn on the spot to the right by small steps; the head leads."""
    share = degrees / steps
    for number in range(steps):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.to(0.4 * beat, load=1 if other == "left" else -1, look=-min(45, degrees * 0.3), twist=-min(20, share * 0.5))
        s.move_home(turn=-share)
        s.to(
            0.6 * beat,
            yaw=0,
            look=-20 if number < steps - 1 else 0,
            twist=0,
            **{f"{side}_leg": foot(0.11, 0.0, lift=0.05)},
            load=0,
        )
    last = "left" if steps % 2 else "right"
    s.to(0.35 * beat, load=1 if last == "right" else -1)
    return s.to(0.6 * beat, "stand", **{f"{last}_leg": foot(0.11, 0.0, lift=0.04)})


def _turn_about(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.3, look=-o(30, 50), twist=-8)
    _turn_steps(o, s, o(165, 190), 4, o(0.36, 0.5))
    if o.chance(0.3):
        return walk(s, o.count(3, 5), 0.6, 0.54)
    return s.hold(o(0.3, 0.8))


def _turn_quarter(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.2, 0.5))
    s.to(0.25, look=-o(25, 45), twist=-6)
    _turn_steps(o, s, o(80, 100), o.pick(2, 2, 3), o(0.45, 0.6))
    return s.hold(o(0.4, 0.9))


def _pace(o: Draw) -> Sketch:
    arms = o.pick("behind_back", "crossed", "chin", None)
    s = Sketch(o, "stand", nod=12, **({"arms": arms} if arms and arms != "chin" else {}))
    more = {"right_arm": "chin", "left_arm": "belly"} if arms == "chin" else {}
    walk_arms = arms if arms and arms != "chin" else None
    for leg_of_way in range(o.count(1, 2)):
        walk(s, o.count(3, 4), 0.58, o(0.5, 0.6), head=o(8, 16), arms=walk_arms, close=True)
        if more:
            s.to(0.1, **more)
        s.to(0.2, nod=-4, **({"arms": walk_arms} if walk_arms else {}))
        _turn_steps(o, s, 180, 4, 0.3)
        if walk_arms:
            s.to(0.1, arms=walk_arms)
        del leg_of_way
    return walk(s, 2, 0.55, 0.55, head=10, arms=walk_arms)


def _balance_beam(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out", nod=16)
    for _ in range(2):
        walk(
            s,
            3,
            o(0.26, 0.34),
            o(0.75, 0.95),
            width=0.0,
            lift=0.08,
            heel_strike=-8,
            lean=0,
            bend=2,
            head=14,
            arms="out",
            sway=0.01,
            bounce=0.01,
            close=False,
        )
        tip = o(-14, 14)
        s.to(0.3, side=tip, arms=bones((1.0, 0.25, 0.08), (1.0, 0.2, 0.1))).to(0.4, side=-0.6 * tip, arms="out").to(
            0.3, side=0
        )
    return walk(s, 2, 0.28, 0.8, width=0.02, lift=0.07, heel_strike=-8, head=14, arms="out")


def _look_back_walking(o: Draw) -> Sketch:
    s = _start(o)
    walk(s, 3, o(0.56, 0.64), o(0.5, 0.56), close=False)
    walk(s, 3, o(0.5, 0.58), o(0.52, 0.58), first="left", look=-o(52, 66), close=False)
    walk(s, 2, o(0.56, 0.64), o(0.5, 0.56), close=False, look=0)
    if o.chance(0.4):
        walk(s, 2, 0.55, 0.55, look=-o(50, 62), close=False)
    return walk(s, 2, 0.58, 0.54, look=0)


def _wall_creep(o: Draw) -> Sketch:
    """Along the wall on the right, a hand on it."""
    touching = hand("chest", o(0.36, 0.44), o(-0.02, 0.1), o(0.14, 0.26), elbow=(0.8, -1.0, -0.2), palm="forward")
    held = hand("chest", 0.14, -0.06, 0.3, elbow=(0.7, -1.0, 0.0), palm="in")
    s = Sketch(o, "stand", right_arm=touching, left_arm=held)
    look = o(8, 25)
    for part in range(o.count(2, 3)):
        walk(
            s,
            o.count(3, 4),
            o(0.32, 0.44),
            o(0.6, 0.8),
            crouch=o(0.1, 0.18),
            lift=o(0.1, 0.16),
            heel_strike=-4,
            lean=o(9, 14),
            bend=o(12, 20),
            head=-14,
            right_arm=touching,
            left_arm=held,
            look=look,
            close=False,
        )
        if part == 0 and o.chance(0.5):
            s.to(0.4, look=-o(30, 45)).hold(o(0.2, 0.5)).to(0.35, look=look)
    return s.to(0.5, legs=foot(0.11, 0.02), height=0.86, balance=1).hold(o(0.2, 0.5))


def _ledge_shuffle(o: Draw) -> Sketch:
    back = hand("pelvis", 0.30, 0.05, -0.10, elbow=(0.8, -0.2, -0.8), palm="back")
    s = Sketch(o, "stand", arms=back, look=-o(35, 50))
    for _ in range(o.count(3, 5)):
        wide = o(0.26, 0.36)
        s.to(
            o(0.4, 0.5),
            look=-o(45, 58),
            load=-0.3,
            right_leg=foot(0.11 + wide, 0, lift=0.04),
            balance=1,
            fwd=0,
            left=-0.1,
            height=0.92,
        )
        s.move_home(left=-wide)
        s.to(o(0.4, 0.5), load=0, left_leg=foot(0.11, 0, lift=0.03), balance=1, left=0, height=0.94)
    s.to(0.4, side=-10, look=-60, load=-0.4).hold(o(0.4, 0.7))
    return s.to(0.5, "stand", arms=back, look=-30)


def _grope_in_dark(o: Draw) -> Sketch:
    left = hand("chest", 0.16, 0.06, 0.46, elbow=(0.7, -1.0, 0.0), palm="forward")
    wide = left.but(place=(0.34, 0.02, 0.40))
    near = left.but(place=(0.02, 0.10, 0.48))
    s = Sketch(o, "stand", arms=left, nod=-8)
    for number in range(o.count(5, 8)):
        up = "right" if number % 2 == 0 else "left"
        step = o(0.22, 0.3)
        over = 1.0 if up == "right" else -1.0
        s.to(o(0.25, 0.35), load=over, balance=1, fwd=0.1, left=0, left_arm=wide, right_arm=near, height=0.93)
        s.move_home(fwd=step)
        s.to(
            o(0.4, 0.5),
            **{f"{up}_leg": foot(0.12, 0.5 * step, lift=0.04)},
            left_arm=near,
            right_arm=wide,
            load=0.3 * over,
            fwd=0,
            look=o(-14, 14),
        )
    return s.to(0.5, "stand", arms=left, nod=-6, legs=foot(0.11, 0.12))


ACTIONS = (
    Action("side_steps", _side_steps),
    Action("side_shuffle", _side_shuffle),
    Action("grapevine", _grapevine),
    Action("march_in_place", _march_in_place),
    Action("walk_in_circle", _walk_in_circle),
    Action("slalom_walk", _slalom_walk),
    Action("turn_about", _turn_about),
    Action("turn_quarter", _turn_quarter),
    Action("pace", _pace),
    Action("balance_beam", _balance_beam),
    Action("look_back_walking", _look_back_walking),
    Action("wall_creep", _wall_creep),
    Action("ledge_shuffle", _ledge_shuffle),
    Action("grope_in_dark", _grope_in_dark),
)
