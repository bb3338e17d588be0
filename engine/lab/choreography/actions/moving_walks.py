"""Moving: walks of every kind, also on stairs, in styles, sideways and backwards."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch


def _start(o: Draw, **changes) -> Sketch:
    s = Sketch(o, "stand", **changes)
    return s.hold(o(0.05, 0.3)) if o.chance(0.5) else s


def _tiptoe(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=stay(heel=35), arms="out_low" if o.chance(0.5) else "hang_away")
    arms = o.pick("out_low", "out_low", None, "ready")
    return walk(s, o.count(7, 11), o(0.3, 0.45), o(0.48, 0.6), tiptoe=o(32, 42), arms=arms, lift=0.07, bounce=0.012)


def _drunk_walk(o: Draw) -> Sketch:
    s = _start(o)
    angles = tuple(o(18, 34) * (1 if (n // 2) % 2 else -1) for n in range(8))
    walk(
        s, o.count(8, 11), o(0.38, 0.5), o(0.55, 0.68), turn=angles, stagger=o(0.05, 0.09), width=0.12,
        lean=o(4, 12), bend=o(8, 16), head=o(8, 20), sway=0.05, swing=o(14, 30), tilt=o(-14, 14),
    )
    if o.chance(0.6):
        s.to(0.5, pitch=8, side=10, roll=4, left=0.05, balance=0)
        s.to(0.6, pitch=-3, side=-10, roll=-4, left=-0.05, balance=0)
        s.to(0.5, "stand", bend=12, nod=14)
    return s


def _zombie_walk(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="zombie", tilt=o(-18, 18))
    return walk(
        s, o.count(7, 11), o(0.28, 0.42), o(0.68, 0.85), arms="zombie", lift=0.03, heel_strike=4, limp=o(0.2, 0.6),
        sway=0.05, lean=o(2, 8), bend=o(4, 12), head=o(0, 12), tilt=o(-20, 20), hips=3, turn=o(-3, 3),
    )


def _old_walk(o: Draw) -> Sketch:
    cane = bones((0.25, -0.9, 0.45), (0.1, -0.8, 0.75))
    s = Sketch(o, "stand", pitch=16, bend=34, nod=-18)
    hands = {"left_arm": o.pick("behind_back", "hips"), "right_arm": cane} if o.chance(0.6) else {}
    walk(
        s, o.count(7, 11), o(0.24, 0.36), o(0.66, 0.85), lift=0.025, heel_strike=4, crouch=o(0.04, 0.07), bounce=0.014,
        lean=o(14, 20), bend=o(30, 40), head=o(-26, -16), swing=8, close=False,
    )
    if hands:
        for key in range(len(s.keys)):
            s.keys[key] = _with_arms(s, key, hands)
    return s.to(0.4, height=0.9)


def _with_arms(s: Sketch, number: int, named: dict):
    """The key with arms that do something else than swing."""
    from dataclasses import replace

    from ..arm_library import named_arm

    key = s.keys[number]
    arms = {side: named_arm(value) if isinstance(value, str) else value for side, value in named.items()}
    return replace(key, arms=key.arms | {side.removesuffix("_arm"): arm for side, arm in arms.items()})


def _sneak(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    arms = o.pick("guard_low", "together", "ready", None)
    walk(
        s, o.count(3, 5), o(0.36, 0.5), o(0.75, 1.0), crouch=o(0.12, 0.2), lift=o(0.14, 0.22), heel_strike=-6, lean=o(10, 16),
        bend=o(14, 22), head=-18, arms=arms, swing=14, close=False,
    )
    if o.chance(0.6):
        s.to(0.4, look=o(40, 60)).hold(0.2).to(0.6, look=-o(40, 60)).hold(0.2).to(0.3, look=0)
    return walk(
        s, o.count(3, 5), o(0.36, 0.5), o(0.75, 1.0), crouch=o(0.12, 0.2), lift=o(0.14, 0.22), heel_strike=-6, lean=o(10, 16),
        bend=o(14, 22), head=-18, arms=arms, swing=14, close=o.chance(0.5),
    )


def _crouch_walk(o: Draw) -> Sketch:
    low = 0.38 * (1.15 if o.told("low") else 1.0)
    s = Sketch(o, "stand" if o.chance(0.4) else "crouch")
    s.to(0.5, "crouch", height=0.95 - low)
    walk(
        s, o.count(7, 11), o(0.36, 0.48), o(0.5, 0.62), crouch=low, lift=0.07, lean=o(24, 32), bend=o(16, 24), head=-28,
        arms=o.pick("ready", "guard_low", None), swing=16, heel_strike=4, close=False,
    )
    return s.to(0.35, "crouch", height=0.95 - low)


def _stairs_down(o: Draw) -> Sketch:
    s = _start(o, nod=12)
    return walk(
        s, o.count(7, 10), o(0.28, 0.31), o(0.5, 0.68), climb=-o(0.155, 0.18), heel_strike=-10, lift=0.04, lean=2, bend=3,
        head=o(12, 22), bounce=0.01, swing=o(10, 18),
    )


def _side_steps(o: Draw) -> Sketch:
    s = _start(o, nod=0)
    arms = o.pick(None, "ready", "hang", "hips")
    for _ in range(o.times(2, 5)):
        wide = o(0.4, 0.55) * o.more("far")
        more = {"arms": arms} if arms else {}
        s.to(o(0.32, 0.4), height=0.91, load=-0.3, right_leg=foot(0.11 + wide, 0, lift=0.06), balance=1, fwd=0, left=-0.5 * wide, **more)
        s.move_home(left=-wide)
        s.to(o(0.3, 0.4), "", height=0.95, load=0, left_leg=foot(0.11, 0, lift=0.05), balance=1, left=0)
    return s.to(0.4, "stand", **({"arms": arms} if arms else {}))


def _side_shuffle(o: Draw) -> Sketch:
    s = Sketch(o, "ready")
    for _ in range(o.count(6, 9)):
        wide = o(0.5, 0.65)
        s.to(o(0.17, 0.2), fwd=0, left=-0.4 * wide, height=0.84, load=-0.4, right_leg=foot(0.22 + wide, 0, lift=0.05), balance=1)
        s.move_home(left=-wide)
        s.to(o(0.16, 0.2), left=0, height=0.87, load=0.2, left_leg=foot(0.16, 0, lift=0.04), right_leg=stay(), balance=1)
    return s.to(0.3, "ready")


def _grapevine(o: Draw) -> Sketch:
    arms = o.pick("out", "out_low", "ready", "hips")
    s = Sketch(o, "stand", arms=arms)
    front = True
    wide = o(0.34, 0.42)
    for _ in range(o.count(3, 6)):
        s.to(o(0.4, 0.5), load=-0.6, fwd=0, left=-0.15, yaw=0, twist=0, height=0.92, right_leg=foot(0.12 + wide, 0, lift=0.05), balance=1)
        s.move_home(left=-wide)
        s.to(
            o(0.4, 0.5), load=0.6, left=0, yaw=24 if not front else -24, twist=-18 if not front else 18, height=0.93, balance=1,
            left_leg=foot(-0.22, 0.17 if front else -0.17, lift=0.06), right_leg=stay(),
        )
        s.move_home(left=-0.1)
        front = not front
    s.move_home(left=-0.1)
    s.to(0.4, load=-0.5, yaw=0, twist=0, right_leg=foot(0.2, 0, lift=0.05), balance=1)
    return s.to(0.5, "stand", left_leg=foot(0.11, 0), right_leg=foot(0.11, 0))


def _march(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    straight = o.chance(0.25)
    return walk(
        s, o.count(7, 12), o(0.48, 0.6), o(0.48, 0.55), lift=o(0.24, 0.34) if not straight else 0.2, lean=-2, bend=-2, head=-3,
        swing=o(36, 50), elbow=o(2, 10), heel_strike=4, bounce=0.02,
    )


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


def _walk_backwards(o: Draw) -> Sketch:
    s = _start(o)
    walk(s, o.count(6, 9), -o(0.34, 0.48), o(0.55, 0.68), heel_strike=0, lift=0.05, lean=4, swing=o(8, 16), turn=o(-2, 2))
    return s


def _strut(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="hang_away", bend=-4)
    return walk(
        s, o.count(6, 10), o(0.52, 0.64), o(0.58, 0.68), width=0.13, lean=-4, bend=-6, head=-6, bounce=0.04, sway=0.045,
        hips=o(10, 14), swing=o(24, 34), elbow=30,
    )


def _catwalk(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(
        s, o.count(7, 10), o(0.5, 0.62), o(0.56, 0.64), width=0.0, lean=-3, bend=-5, head=-4, sway=0.03, hips=o(12, 17),
        swing=16, tiptoe=o.pick(0, 20, 28), arms=o.pick(None, None, "hips"),
    )
    if o.chance(0.5):
        s.to(0.5, load=-0.8, roll=4, side=-6, right_arm="hips", look=18, left_leg=stay(heel=10)).hold(o(0.5, 0.9))
    return s


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
        s.to(0.6 * beat, yaw=0, look=-20 if number < steps - 1 else 0, twist=0,
             **{f"{side}_leg": foot(0.11, 0.0, lift=0.05)}, load=0)
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


def _walk_against_wind(o: Draw) -> Sketch:
    s = Sketch(o, "stand", pitch=16, bend=16, right_arm="brow", left_arm="belly")
    for _ in range(2):
        walk(
            s, o.count(3, 4), o(0.26, 0.36), o(0.62, 0.8), lean=o(20, 26), bend=o(16, 24), head=-6, crouch=0.05, lift=0.04,
            arms=hand("head", 0.07, 0.03, 0.22, elbow=(0.8, -0.6, 0.3)), close=False,
        )
        s.to(0.25, pitch=12, bend=12).to(0.45, pitch=24, bend=20)
    return walk(s, 2, 0.3, 0.7, lean=22, bend=18, crouch=0.05, arms=hand("head", 0.07, 0.03, 0.22, elbow=(0.8, -0.6, 0.3)))


def _walk_on_ice(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out_low", nod=20, height=0.92)
    for _ in range(2):
        walk(
            s, o.count(2, 3), o(0.2, 0.28), o(0.6, 0.75), heel_strike=0, lift=0.03, crouch=0.06, lean=6, bend=8, head=22,
            arms="out_low", close=False,
        )
        s.to(0.18, pitch=-10, bend=-8, arms="up_bent", nod=4)
        s.to(0.2, pitch=12, bend=18, left_arm="back", right_arm="forward_up", side=o(-12, 12))
        s.to(0.2, pitch=2, bend=10, left_arm="forward_up", right_arm="back", side=o(-12, 12))
        s.to(0.4, pitch=6, bend=10, side=0, arms="out_low", nod=20)
    return walk(s, 2, 0.22, 0.65, heel_strike=0, lift=0.03, crouch=0.05, head=20, arms="out_low")


def _wade(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out_bent", height=0.93)
    return walk(
        s, o.count(5, 8), o(0.42, 0.55), o(0.9, 1.15), lift=o(0.28, 0.38) * o.more("high"), lean=10, bend=10, crouch=0.04,
        sway=0.05, hips=12, arms="out_bent", heel_strike=-4,
    )


def _balance_beam(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="out", nod=16)
    for _ in range(2):
        walk(
            s, 3, o(0.26, 0.34), o(0.75, 0.95), width=0.0, lift=0.08, heel_strike=-8, lean=0, bend=2, head=14, arms="out",
            sway=0.01, bounce=0.01, close=False,
        )
        tip = o(-14, 14)
        s.to(0.3, side=tip, arms=bones((1.0, 0.25, 0.08), (1.0, 0.2, 0.1))).to(0.4, side=-0.6 * tip, arms="out").to(0.3, side=0)
    return walk(s, 2, 0.28, 0.8, width=0.02, lift=0.07, heel_strike=-8, head=14, arms="out")


def _look_back_walking(o: Draw) -> Sketch:
    s = _start(o)
    walk(s, 3, o(0.56, 0.64), o(0.5, 0.56), close=False)
    walk(s, 3, o(0.5, 0.58), o(0.52, 0.58), first="left", look=-o(52, 66), close=False)
    walk(s, 2, o(0.56, 0.64), o(0.5, 0.56), close=False, look=0)
    if o.chance(0.4):
        walk(s, 2, 0.55, 0.55, look=-o(50, 62), close=False)
    return walk(s, 2, 0.58, 0.54, look=0)


def _heavy_walk(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="hang_away")
    return walk(
        s, o.count(6, 9), o(0.46, 0.6), o(0.72, 0.88), width=0.17, bounce=0.07, sway=0.07, lean=6, bend=10, hips=9,
        arms=o.pick(None, "hang_away"), swing=16, lift=0.06,
    )


def _robot_walk(o: Draw) -> Sketch:
    fixed = bones((0.12, -1.0, 0.0), (0.05, -0.02, 1.0), palm="in")
    s = Sketch(o, "stand", arms=fixed)
    s.noise = 0.1
    for number in range(o.count(6, 10)):
        up = "right" if number % 2 == 0 else "left"
        over = 1.0 if up == "right" else -1.0
        step = o(0.36, 0.42)
        s.to(0.22, "", "stop", load=over, height=0.95, balance=1, fwd=0.1, left=0, look=12 * over if o.chance(0.4) else 0).hold(0.08)
        s.move_home(fwd=step)
        s.to(0.3, "", "stop", load=0.2 * over, fwd=0, height=0.93, **{f"{up}_leg": foot(0.11, 0.5 * step, lift=0.08)}).hold(0.1)
    s.to(0.3, "stand", arms=fixed, legs=foot(0.11, 0.1))
    return s


def _wall_creep(o: Draw) -> Sketch:
    back = hand("pelvis", 0.30, 0.05, -0.10, elbow=(0.8, -0.2, -0.8), palm="back")
    s = Sketch(o, "stand", arms=back, look=-o(35, 50))
    for _ in range(o.count(3, 5)):
        wide = o(0.26, 0.36)
        s.to(o(0.4, 0.5), look=-o(45, 58), load=-0.3, right_leg=foot(0.11 + wide, 0, lift=0.04), balance=1, fwd=0, left=-0.1, height=0.92)
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
        s.to(o(0.4, 0.5), **{f"{up}_leg": foot(0.12, 0.5 * step, lift=0.04)}, left_arm=near, right_arm=wide, load=0.3 * over, fwd=0,
             look=o(-14, 14))
    return s.to(0.5, "stand", arms=left, nod=-6, legs=foot(0.11, 0.12))


ACTIONS = (
    Action("tiptoe", _tiptoe),
    Action("drunk_walk", _drunk_walk, styles=()),
    Action("zombie_walk", _zombie_walk, styles=()),
    Action("old_walk", _old_walk, styles=()),
    Action("sneak", _sneak),
    Action("crouch_walk", _crouch_walk),
    Action("stairs_down", _stairs_down),
    Action("side_steps", _side_steps),
    Action("side_shuffle", _side_shuffle),
    Action("grapevine", _grapevine),
    Action("march", _march),
    Action("march_in_place", _march_in_place),
    Action("walk_backwards", _walk_backwards),
    Action("strut", _strut),
    Action("catwalk", _catwalk),
    Action("walk_in_circle", _walk_in_circle),
    Action("slalom_walk", _slalom_walk),
    Action("turn_about", _turn_about),
    Action("turn_quarter", _turn_quarter),
    Action("pace", _pace),
    Action("walk_against_wind", _walk_against_wind),
    Action("walk_on_ice", _walk_on_ice),
    Action("wade", _wade),
    Action("balance_beam", _balance_beam),
    Action("look_back_walking", _look_back_walking),
    Action("heavy_walk", _heavy_walk),
    Action("robot_walk", _robot_walk, styles=()),
    Action("wall_creep", _wall_creep),
    Action("grope_in_dark", _grope_in_dark),
)
