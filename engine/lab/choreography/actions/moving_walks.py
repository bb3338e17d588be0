"""Moving: walks in every style, also down stairs."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import bones, foot, hand, stay
from ..sketch import Sketch


def _tiptoe(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=stay(heel=35), arms="out_low" if o.chance(0.5) else "hang_away")
    arms = o.pick("out_low", "out_low", None, "ready")
    return walk(s, o.count(7, 11), o(0.3, 0.45), o(0.48, 0.6), tiptoe=o(32, 42), arms=arms, lift=0.07, bounce=0.012)


def _start(o: Draw, **changes) -> Sketch:
    s = Sketch(o, "stand", **changes)
    return s.hold(o(0.05, 0.3)) if o.chance(0.5) else s


def _drunk_walk(o: Draw) -> Sketch:
    s = _start(o)
    angles = tuple(o(18, 34) * (1 if (n // 2) % 2 else -1) for n in range(8))
    walk(
        s,
        o.count(8, 11),
        o(0.38, 0.5),
        o(0.55, 0.68),
        turn=angles,
        stagger=o(0.05, 0.09),
        width=0.12,
        lean=o(4, 12),
        bend=o(8, 16),
        head=o(8, 20),
        sway=0.05,
        swing=o(14, 30),
        tilt=o(-14, 14),
    )
    if o.chance(0.6):
        s.to(0.5, pitch=8, side=10, roll=4, left=0.05, balance=0)
        s.to(0.6, pitch=-3, side=-10, roll=-4, left=-0.05, balance=0)
        s.to(0.5, "stand", bend=12, nod=14)
    return s


def _zombie_walk(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="zombie", tilt=o(-18, 18))
    return walk(
        s,
        o.count(7, 11),
        o(0.28, 0.42),
        o(0.68, 0.85),
        arms="zombie",
        lift=0.03,
        heel_strike=4,
        limp=o(0.2, 0.6),
        sway=0.05,
        lean=o(2, 8),
        bend=o(4, 12),
        head=o(0, 12),
        tilt=o(-20, 20),
        hips=3,
        turn=o(-3, 3),
    )


def _with_arms(s: Sketch, number: int, named: dict):
    """The key with arms that do something else than swing."""
    from dataclasses import replace

    from ..arm_library import named_arm

    key = s.keys[number]
    arms = {side: named_arm(value) if isinstance(value, str) else value for side, value in named.items()}
    return replace(key, arms=key.arms | {side.removesuffix("_arm"): arm for side, arm in arms.items()})


def _old_walk(o: Draw) -> Sketch:
    cane = bones((0.25, -0.9, 0.45), (0.1, -0.8, 0.75))
    s = Sketch(o, "stand", pitch=16, bend=34, nod=-18)
    hands = {"left_arm": o.pick("behind_back", "hips"), "right_arm": cane} if o.chance(0.6) else {}
    walk(
        s,
        o.count(7, 11),
        o(0.24, 0.36),
        o(0.66, 0.85),
        lift=0.025,
        heel_strike=4,
        crouch=o(0.04, 0.07),
        bounce=0.014,
        lean=o(14, 20),
        bend=o(30, 40),
        head=o(-26, -16),
        swing=8,
        close=False,
    )
    if hands:
        for key in range(len(s.keys)):
            s.keys[key] = _with_arms(s, key, hands)
    return s.to(0.4, height=0.9)


def _sneak(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.35, 0.6))
    arms = o.pick("guard_low", "together", "ready", None)
    walk(
        s,
        o.count(3, 5),
        o(0.36, 0.5),
        o(0.75, 1.0),
        crouch=o(0.12, 0.2),
        lift=o(0.14, 0.22),
        heel_strike=-6,
        lean=o(10, 16),
        bend=o(14, 22),
        head=-18,
        arms=arms,
        swing=14,
        close=False,
    )
    if o.chance(0.6):
        s.to(0.4, look=o(40, 60)).hold(0.2).to(0.6, look=-o(40, 60)).hold(0.2).to(0.3, look=0)
    return walk(
        s,
        o.count(3, 5),
        o(0.36, 0.5),
        o(0.75, 1.0),
        crouch=o(0.12, 0.2),
        lift=o(0.14, 0.22),
        heel_strike=-6,
        lean=o(10, 16),
        bend=o(14, 22),
        head=-18,
        arms=arms,
        swing=14,
        close=o.chance(0.5),
    )


def _crouch_walk(o: Draw) -> Sketch:
    low = 0.38 * (1.15 if o.told("low") else 1.0)
    s = Sketch(o, "stand").hold(o(0.4, 0.6))
    s.to(0.5, "crouch", height=0.95 - low)
    walk(
        s,
        o.count(7, 11),
        o(0.36, 0.48),
        o(0.5, 0.62),
        crouch=low,
        lift=0.07,
        lean=o(24, 32),
        bend=o(16, 24),
        head=-28,
        arms=o.pick("ready", "guard_low", None),
        swing=16,
        heel_strike=4,
        close=False,
    )
    return s.to(0.35, "crouch", height=0.95 - low)


def _stairs_down(o: Draw) -> Sketch:
    s = _start(o, nod=12)
    return walk(
        s,
        o.count(7, 10),
        o(0.28, 0.31),
        o(0.5, 0.68),
        climb=-o(0.155, 0.18),
        heel_strike=-10,
        lift=0.04,
        lean=2,
        bend=3,
        head=o(12, 22),
        bounce=0.01,
        swing=o(10, 18),
    )


def _march(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    straight = o.chance(0.25)
    return walk(
        s,
        o.count(7, 12),
        o(0.48, 0.6),
        o(0.48, 0.55),
        lift=o(0.24, 0.34) if not straight else 0.2,
        lean=-2,
        bend=-2,
        head=-3,
        swing=o(36, 50),
        elbow=o(2, 10),
        heel_strike=4,
        bounce=0.02,
    )


def _walk_backwards(o: Draw) -> Sketch:
    s = _start(o)
    walk(
        s, o.count(6, 9), -o(0.34, 0.48), o(0.55, 0.68), heel_strike=0, lift=0.05, lean=4, swing=o(8, 16), turn=o(-2, 2)
    )
    return s


def _strut(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="hang_away", bend=-4)
    return walk(
        s,
        o.count(6, 10),
        o(0.52, 0.64),
        o(0.58, 0.68),
        width=0.13,
        lean=-4,
        bend=-6,
        head=-6,
        bounce=0.04,
        sway=0.045,
        hips=o(10, 14),
        swing=o(24, 34),
        elbow=30,
    )


def _catwalk(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(
        s,
        o.count(7, 10),
        o(0.5, 0.62),
        o(0.56, 0.64),
        width=0.0,
        lean=-3,
        bend=-5,
        head=-4,
        sway=0.03,
        hips=o(12, 17),
        swing=16,
        tiptoe=o.pick(0, 20, 28),
        arms=o.pick(None, None, "hips"),
    )
    if o.chance(0.5):
        s.to(0.5, load=-0.8, roll=4, side=-6, right_arm="hips", look=18, left_leg=stay(heel=10)).hold(o(0.5, 0.9))
    return s


def _walk_against_wind(o: Draw) -> Sketch:
    s = Sketch(o, "stand", pitch=16, bend=16, right_arm="brow", left_arm="belly")
    for _ in range(2):
        walk(
            s,
            o.count(3, 4),
            o(0.26, 0.36),
            o(0.62, 0.8),
            lean=o(20, 26),
            bend=o(16, 24),
            head=-6,
            crouch=0.05,
            lift=0.04,
            arms=hand("head", 0.07, 0.03, 0.22, elbow=(0.8, -0.6, 0.3)),
            close=False,
        )
        s.to(0.25, pitch=12, bend=12).to(0.45, pitch=24, bend=20)
    return walk(
        s, 2, 0.3, 0.7, lean=22, bend=18, crouch=0.05, arms=hand("head", 0.07, 0.03, 0.22, elbow=(0.8, -0.6, 0.3))
    )


def _walk_on_ice(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out_low", nod=20, height=0.92)
    for _ in range(2):
        walk(
            s,
            o.count(2, 3),
            o(0.2, 0.28),
            o(0.6, 0.75),
            heel_strike=0,
            lift=0.03,
            crouch=0.06,
            lean=6,
            bend=8,
            head=22,
            arms="out_low",
            close=False,
        )
        s.to(0.18, pitch=-10, bend=-8, arms="up_bent", nod=4)
        s.to(0.2, pitch=12, bend=18, left_arm="back", right_arm="forward_up", side=o(-12, 12))
        s.to(0.2, pitch=2, bend=10, left_arm="forward_up", right_arm="back", side=o(-12, 12))
        s.to(0.4, pitch=6, bend=10, side=0, arms="out_low", nod=20)
    return walk(s, 2, 0.22, 0.65, heel_strike=0, lift=0.03, crouch=0.05, head=20, arms="out_low")


def _wade(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out_bent", height=0.93)
    return walk(
        s,
        o.count(5, 8),
        o(0.42, 0.55),
        o(0.9, 1.15),
        lift=o(0.28, 0.38) * o.more("high"),
        lean=10,
        bend=10,
        crouch=0.04,
        sway=0.05,
        hips=12,
        arms="out_bent",
        heel_strike=-4,
    )


def _heavy_walk(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="hang_away")
    return walk(
        s,
        o.count(6, 9),
        o(0.46, 0.6),
        o(0.72, 0.88),
        width=0.17,
        bounce=0.07,
        sway=0.07,
        lean=6,
        bend=10,
        hips=9,
        arms=o.pick(None, "hang_away"),
        swing=16,
        lift=0.06,
    )


def _robot_walk(o: Draw) -> Sketch:
    fixed = bones((0.12, -1.0, 0.0), (0.05, -0.02, 1.0), palm="in")
    s = Sketch(o, "stand", arms=fixed)
    s.noise = 0.1
    for number in range(o.count(6, 10)):
        up = "right" if number % 2 == 0 else "left"
        over = 1.0 if up == "right" else -1.0
        step = o(0.36, 0.42)
        s.to(
            0.22, "", "stop", load=over, height=0.95, balance=1, fwd=0.1, left=0, look=12 * over if o.chance(0.4) else 0
        ).hold(0.08)
        s.move_home(fwd=step)
        s.to(
            0.3, "", "stop", load=0.2 * over, fwd=0, height=0.93, **{f"{up}_leg": foot(0.11, 0.5 * step, lift=0.08)}
        ).hold(0.1)
    s.to(0.3, "stand", arms=fixed, legs=foot(0.11, 0.1))
    return s


ACTIONS = (
    Action("tiptoe", _tiptoe),
    Action("drunk_walk", _drunk_walk, styles=()),
    Action("zombie_walk", _zombie_walk, styles=()),
    Action("old_walk", _old_walk, styles=()),
    Action("sneak", _sneak),
    Action("crouch_walk", _crouch_walk),
    Action("stairs_down", _stairs_down),
    Action("march", _march),
    Action("walk_backwards", _walk_backwards),
    Action("strut", _strut),
    Action("catwalk", _catwalk),
    Action("walk_against_wind", _walk_against_wind),
    Action("walk_on_ice", _walk_on_ice),
    Action("wade", _wade),
    Action("heavy_walk", _heavy_walk),
    Action("robot_walk", _robot_walk, styles=()),
)
