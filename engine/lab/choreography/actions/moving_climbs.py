"""Moving: ladders, walls and obstacles, ways on all fours, flying."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch


def _step_over(o: Draw) -> Sketch:
    high = o.more("high")
    s = Sketch(o, "stand")
    walk(s, 2, 0.5, 0.58, close=False, head=12)
    s.to(0.25, load=1, balance=1, height=0.95, arms="out_low", nod=22)
    s.to(0.45, load=1, right_leg=leg(92 * high, 80, point=0), height=0.95, side=6)
    s.move_home(fwd=0.5)
    s.to(0.4, fwd=-0.1, left=0, balance=0, height=0.88, pitch=6, right_leg=foot(0.11, 0.12, heel=-4, lift=0.3), side=0)
    s.to(0.35, fwd=0.1, height=0.95, load=-1, left_leg=leg(30, 105, spread=22, point=0))
    s.to(0.35, fwd=0.12, height=0.95, left_leg=leg(88 * high, 85, spread=16, point=0))
    s.move_home(fwd=0.4)
    s.to(0.4, fwd=-0.1, height=0.92, balance=0.5, load=0, left_leg=foot(0.11, 0.05, lift=0.2), arms="hang", nod=4)
    return walk(s, 2, 0.5, 0.55)


def _ladder(o: Draw, way: int) -> Sketch:
    rung = o(0.27, 0.3)
    hands = {"right": 1.68 - 0.5 * rung, "left": 1.68 - 0.5 * rung}
    grips = {"elbow": (0.6, -1.0, -0.2), "palm": "forward"}
    s = Sketch(o, "stand")
    s.to(
        0.6,
        fwd=0.05,
        balance=0,
        height=0.93,
        nod=-12 * way,
        right_arm=hand("home", 0.2, hands["right"], 0.42, **grips),
        left_arm=hand("home", 0.2, hands["left"], 0.42, **grips),
    )
    feet = {"right": 0.0, "left": 0.0}
    pelvis = 0.9
    for number in range(o.count(6, 9)):
        up, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        feet[up] = (max(feet.values()) if way > 0 else min(feet.values())) + way * rung
        hands[other] = hands[other] + way * rung * (2 if number else 1)
        pelvis += way * rung * (0.9 if number else 0.5)
        s.to(
            o(0.55, 0.75),
            height=pelvis,
            fwd=0.04,
            left=0.02 * (1 if other == "left" else -1),
            nod=-14 if way > 0 else 18,
            **{
                f"{up}_leg": foot(0.13, 0.27, up=feet[up], heel=12, lift=0.06, knee_out=12),
                f"{other}_arm": hand("home", 0.2, hands[other], 0.42, **grips),
            },
        )
    return s.hold(o(0.2, 0.5))


def _ladder_up(o: Draw) -> Sketch:
    return _ladder(o, 1)


def _ladder_down(o: Draw) -> Sketch:
    return _ladder(o, -1)


def _stumble_catch(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(s, o.count(3, 4), 0.6, 0.52, close=False)
    s.to(0.14, pitch=22, bend=16, fwd=0.2, balance=0, arms="forward_up", nod=-10)
    for number in range(2):
        up, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.move_home(fwd=o(0.55, 0.7))
        s.to(
            0.25,
            height=0.74,
            pitch=36 - 10 * number,
            bend=22,
            fwd=-0.05,
            arms=o.pick("forward", "forward_low", "out_bent"),
            **{f"{up}_leg": foot(0.12, 0.12, lift=0.1), f"{other}_leg": stay(heel=45)},
        )
    s.move_home(fwd=0.2)
    s.to(0.35, height=0.86, pitch=14, fwd=0, right_leg=foot(0.12, 0.05, lift=0.06), arms="out_low")
    s.to(0.5, "stand", legs=stay(heel=0))
    if o.chance(0.5):
        s.to(0.4, look=o(50, 65), twist=18).hold(0.4).to(0.4, look=0, twist=0)
    return s.hold(o(0.2, 0.5))


def _monkey_walk(o: Draw) -> Sketch:
    low = bones((0.35, -1.0, 0.15), (0.1, -1.0, 0.25))
    s = Sketch(o, "stand").hold(0.1)
    s.to(0.5, "crouch", arms=low, height=0.62)
    walk(
        s,
        o.count(7, 11),
        o(0.3, 0.4),
        o(0.4, 0.52),
        crouch=0.36,
        width=0.16,
        lift=0.07,
        lean=34,
        bend=28,
        head=-44,
        sway=0.07,
        arms=low,
        heel_strike=0,
        close=False,
    )
    if o.chance(0.6):
        rib = hand("chest", 0.06, -0.12, 0.10, elbow=(1.0, 0.1, -0.2), palm="in")
        s.to(0.35, right_arm=rib, balance=0.5)
        for _ in range(3):
            s.to(0.14, right_arm=rib.but(place=(0.07, -0.22, 0.1)), nod=-30).to(0.14, right_arm=rib, nod=-40)
    return s.to(0.4, "crouch", height=0.68, arms=low)


def _bear_crawl(o: Draw) -> Sketch:
    low = {"pitch": 84, "bend": 8, "nod": -40, "balance": 0}
    s = Sketch(o, "all_fours", legs=foot(0.14, -0.28, heel=42), height=0.66, **low)
    beat, step = o(0.45, 0.62), o(0.24, 0.32)
    for number in range(o.count(8, 11)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        share = 0.5 if number == 0 else 1.0
        s.to(0.25 * beat, fwd=0.1 * step)
        s.move_home(fwd=step * share)
        s.to(
            0.75 * beat,
            fwd=0,
            left=0.02 * (1 if other == "left" else -1),
            **{
                f"{side}_arm": hand("floor", 0.19, 0, 0.5 + 0.5 * step, lift=0.06),
                f"{other}_leg": foot(0.14, -0.28 + 0.5 * step, heel=42, lift=0.05),
            },
        )
    return s


def _crab_walk(o: Draw) -> Sketch:
    behind = hand("floor", 0.24, 0, -0.38, elbow=(0.4, 0.1, -1))
    s = Sketch(o, "sit_back_hands", arms=behind, legs=foot(0.16, 0.42), height=0.15)
    s.to(0.5, height=0.36, rest=0, pitch=-52, bend=12, nod=22, arms=behind, legs=foot(0.16, 0.42))
    beat, step = o(0.42, 0.56), o.pick(1, 1, -1) * o(0.18, 0.24)
    for number in range(o.count(8, 11)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        share = 0.5 if number == 0 else 1.0
        s.move_home(fwd=step * share)
        s.to(
            beat,
            fwd=0,
            left=0.02 * (1 if other == "left" else -1),
            **{
                f"{side}_arm": hand("floor", 0.24, 0, -0.38 + 0.5 * step, elbow=(0.4, 0.1, -1), lift=0.05),
                f"{other}_leg": foot(0.16, 0.42 + 0.5 * step, lift=0.05),
            },
        )
    return s.to(0.4, height=0.15, rest=1, pitch=-30)


def _army_crawl(o: Draw) -> Sketch:
    reach, near = (0.18, 0.0, 0.62), (0.2, 0.0, 0.36)
    elbow = (1.0, -0.5, 0.3)
    s = Sketch(
        o,
        "lie_belly",
        nod=-38,
        look=0,
        bend=-14,
        left_arm=hand("floor", *reach, elbow=elbow),
        right_arm=hand("floor", *near, elbow=elbow),
    )
    step = o(0.22, 0.28)
    for number in range(o.count(6, 8)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.move_home(fwd=step)
        s.to(
            o(0.5, 0.7),
            fwd=0,
            side=8 if side == "left" else -8,
            yaw=5 if side == "right" else -5,
            **{
                f"{side}_arm": hand("floor", *reach, elbow=elbow, lift=0.05),
                f"{other}_leg": leg(55, 85, spread=45, turn=30, point=30),
                f"{side}_leg": leg(0, 10, spread=10, point=45),
            },
        )
    return s


def _climb_wall(o: Draw) -> Sketch:
    top = o(1.62, 1.75)
    edge = {"elbow": (0.7, -0.8, -0.4), "palm": "down"}
    s = Sketch(o, "stand", nod=-15)
    s.to(0.5, "crouch", height=0.72, arms="back", nod=-30)
    s.to(
        0.22,
        "stand",
        height=1.0,
        fwd=0.1,
        balance=0,
        legs=stay(heel=50),
        nod=-30,
        arms=hand("home", 0.22, top + 0.02, 0.36, **edge),
    ).hold(0.35)
    s.to(
        0.4,
        height=top - 0.42,
        fwd=0.12,
        arms=hand("home", 0.22, top + 0.02, 0.40, **edge),
        right_leg=leg(70, 95, point=10),
        left_leg=leg(20, 50, point=30),
    )
    s.to(
        0.5,
        height=top + 0.32,
        fwd=0.18,
        pitch=30,
        bend=24,
        arms=hand("home", 0.22, top + 0.02, 0.42, **edge),
        right_leg=leg(95, 110, spread=20, point=10),
        left_leg=leg(5, 30, point=40),
    )
    s.to(
        0.5,
        height=top + 0.46,
        fwd=0.34,
        pitch=46,
        bend=34,
        right_leg=foot(0.16, 0.48, up=top, lift=0.05),
        left_leg=leg(10, 40, point=30),
        left=-0.02,
    )
    s.to(0.5, height=top + 0.58, fwd=0.5, pitch=34, bend=26, left_leg=foot(0.14, 0.5, up=top, lift=0.12), arms="knees")
    s.move_home(fwd=0.5, up=top)
    return s.to(0.7, "stand", fwd=0, legs=stay(heel=0)).hold(o(0.2, 0.5))


def _fly_superhero(o: Draw) -> Sketch:
    fist = bones((0.0, 1.0, 0.12), (0.0, 1.0, 0.05), palm="down")
    s = Sketch(o, "stand")
    s.to(0.45, "crouch", height=0.55, arms="back")
    s.to(0.2, "stand", height=0.99, balance=0, legs=stay(heel=55), right_arm=fist, left_arm="hang")
    high = o(0.8, 1.3) * o.more("high")
    flat = {
        "legs": leg(-4, 8, spread=3, point=55),
        "right_arm": fist,
        "left_arm": "hang_straight",
        "nod": -38,
        "rest": 0,
    }
    s.to(0.7, height=0.95 + high, fwd=0.7, pitch=62, **flat)
    for number in range(o.count(2, 4)):
        s.move_home(fwd=o(1.2, 2.0))
        s.to(0.7, height=0.95 + high + o(-0.15, 0.15), fwd=0.7, pitch=o(62, 76), spin=o(-14, 14) if number % 2 else 0)
    if o.chance(0.6):
        s.move_home(fwd=1.2)
        s.to(0.6, height=1.1, fwd=0.0, pitch=6, spin=0, nod=-5, arms="out_low", legs=leg(20, 35, point=30))
        s.to(0.25, "crouch", height=0.6, legs=foot(0.13, 0.05), arms="out_bent")
        s.to(0.6, "stand", arms="hips")
    return s


ACTIONS = (
    Action("step_over", _step_over),
    Action("ladder_up", _ladder_up),
    Action("ladder_down", _ladder_down),
    Action("stumble_catch", _stumble_catch),
    Action("monkey_walk", _monkey_walk, styles=()),
    Action("bear_crawl", _bear_crawl),
    Action("crab_walk", _crab_walk),
    Action("army_crawl", _army_crawl),
    Action("climb_wall", _climb_wall, speed=(0.75, 0.95)),
    Action("fly_superhero", _fly_superhero, styles=()),
)
