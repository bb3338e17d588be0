"""Sport: flips, handstands, jumps."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import run, walk
from ..limb_specs import foot, hand, leg, stay
from ..sketch import Sketch


def _front_flip(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    if o.chance(0.5):
        run(s, 3, 0.8, 0.34, close=False)
        s.move_home(fwd=0.4)
        s.to(0.2, "crouch", fwd=-0.05, balance=0, height=0.72, arms="overhead", legs=foot(0.12, 0.02, lift=0.08))
    else:
        s.to(0.3, arms="overhead", nod=-8)
        s.to(o(0.35, 0.45), "crouch", height=0.66, arms="up_bent", pitch=24)
    s.to(0.18, "stand", height=0.99, arms="overhead", pitch=8, bend=6, legs=stay(heel=52), balance=0, fwd=0.06)
    s.fly(
        o(0.48, 0.62) * o.more("high"),
        "crouch",
        fwd=o(0.8, 1.3),
        pitch=375,
        height=0.70,
        arms="forward",
        bend=22,
        nod=-8,
        legs=foot(0.14, 0.0),
        via=[
            (0.2, "air", {"pitch": 60, "bend": 30, "nod": 25, "arms": "forward"}),
            (0.42, "tuck", {"pitch": 160}),
            (0.64, "tuck", {"pitch": 260}),
            (0.86, "air", {"pitch": 340, "arms": "forward_low", "bend": 20}),
        ],
    )
    s.to(0.2, "crouch", height=0.58, arms="forward", legs=stay(heel=0))
    return s.to(o(0.5, 0.7), "stand").hold(o(0.2, 0.5))


def _side_flip(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.3, arms="up_v")
    s.to(o(0.35, 0.45), "crouch", height=0.66, arms="back", pitch=22)
    s.to(0.2, "stand", height=0.99, arms="up_v", roll=-10, side=-8, legs=stay(heel=50), balance=0, left=-0.06)
    s.fly(
        o(0.5, 0.62) * o.more("high"),
        "crouch",
        left=-o(0.6, 0.9),
        roll=-360,
        height=0.70,
        arms="out_bent",
        bend=20,
        legs=foot(0.18, 0.0),
        via=[
            (0.2, "air", {"roll": -60, "arms": "forward", "bend": 26}),
            (0.42, "tuck", {"roll": -150}),
            (0.64, "tuck", {"roll": -245}),
            (0.86, "air", {"roll": -325, "arms": "out_low", "bend": 16}),
        ],
    )
    s.to(0.2, "crouch", height=0.58, arms="out_bent", legs=stay(heel=0), roll=0)
    return s.to(o(0.5, 0.7), "stand").hold(o(0.2, 0.5))


def _handstand(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.4, arms="overhead")
    s.to(0.4, right_leg=foot(0.1, 0.45, lift=0.08), height=0.86, fwd=0.2, balance=0, pitch=14, arms="overhead")
    hands = hand("floor", 0.22, 0, 0.98, elbow=(0.7, 0.0, -0.5))
    s.to(
        0.35,
        height=0.78,
        fwd=0.46,
        pitch=95,
        bend=8,
        nod=-10,
        arms=hands,
        left_leg=leg(-20, 10, point=40),
        right_leg=stay(heel=20),
    )
    s.to(
        0.3,
        height=0.98,
        fwd=0.86,
        pitch=140,
        bend=0,
        arms=hands,
        left_leg=leg(-10, 6, point=50),
        right_leg=leg(60, 25, point=45),
    )
    s.to(0.3, "handstand", fwd=0.98, arms=hands)
    for _ in range(o.count(2, 4)):
        s.to(
            o(0.3, 0.5),
            pitch=180 + o(-4, 4),
            left_leg=leg(o(-6, 8), 4, spread=3, point=55),
            right_leg=leg(o(-6, 8), 4, spread=3, point=55),
        )
    s.hold(o(0.1, 0.5) * o.more("long"))
    s.to(0.35, height=0.96, fwd=0.86, pitch=138, left_leg=leg(60, 20, point=40), right_leg=leg(-8, 6, point=50))
    s.to(
        0.35,
        height=0.72,
        fwd=0.52,
        pitch=92,
        bend=16,
        arms=hands,
        left_leg=foot(0.11, 0.34),
        right_leg=leg(10, 20, point=40),
    )
    s.to(0.4, height=0.84, fwd=0.42, pitch=40, bend=20, right_leg=foot(0.11, 0.40), arms="forward_low")
    s.move_home(fwd=0.38)
    return s.to(0.5, "stand", fwd=0, legs=stay(heel=0)).hold(o(0.1, 0.4))


def _handspring(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="overhead" if o.chance(0.5) else "hang")
    walk(s, 2, 0.6, 0.4, close=False, arms="overhead")
    s.move_home(fwd=0.45)
    hands = hand("floor", 0.22, 0, 0.55, elbow=(0.7, 0.0, -0.5))
    s.to(
        0.26,
        height=0.78,
        fwd=-0.05,
        balance=0,
        pitch=62,
        arms="overhead",
        bend=4,
        left_leg=foot(0.1, 0.05, lift=0.08),
        right_leg=leg(-20, 10, point=40),
    )
    s.to(
        0.18,
        height=0.88,
        fwd=0.24,
        pitch=112,
        arms=hands,
        nod=-20,
        right_leg=leg(-12, 6, point=50),
        left_leg=stay(heel=30),
    )
    s.to(0.17, height=1.0, fwd=0.52, pitch=176, arms=hands, legs=leg(-8, 6, spread=4, point=50), bend=-8)
    s.to(0.14, height=1.06, fwd=0.82, pitch=228, bend=-14, arms=hands, legs=leg(-14, 12, spread=4, point=45))
    s.move_home(fwd=1.35)
    s.to(
        0.2, height=0.92, fwd=-0.2, pitch=310, bend=-14, nod=-18, arms="overhead", legs=leg(-4, 40, spread=5, point=20)
    )
    s.to(0.14, height=0.84, fwd=-0.06, pitch=344, bend=-8, arms="overhead", legs=foot(0.12, 0.05))
    s.to(0.2, height=0.78, fwd=0, pitch=366, bend=10, arms="up_v", legs=stay(heel=0), balance=0.5)
    return s.to(0.5, "stand", arms="up_v").to(0.5, "stand")


def _split_jump(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, 3, 0.8, 0.34, close=False)
    s.move_home(fwd=0.4)
    s.to(
        0.16,
        height=0.82,
        fwd=0,
        balance=0,
        left_leg=foot(0.1, 0.05, lift=0.1),
        right_leg=stay(heel=40),
        arms="hang_away",
        pitch=6,
    )
    s.to(0.13, height=0.97, fwd=0.16, left_leg=stay(heel=52), right_leg=leg(60, 40, point=40), arms="out", pitch=2)
    s.fly(
        o(0.32, 0.45) * o.more("high"),
        "",
        fwd=o(1.0, 1.4) * o.more("far"),
        height=0.84,
        pitch=6,
        arms="out",
        right_leg=foot(0.1, 0.02, heel=8),
        left_leg=leg(-20, 40, point=40),
        via=[(0.45, "", {"right_leg": leg(82, 6, point=55), "left_leg": leg(-58, 10, point=55), "arms": "out"})],
    )
    s.to(0.2, height=0.78, arms="out")
    return s.to(0.5, "stand", left_leg=foot(0.1, 0.04, lift=0.08), right_leg=stay()).hold(o(0.1, 0.4))


def _splits(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(
        0.5,
        right_leg=foot(0.06, 0.4, lift=0.05),
        left_leg=foot(0.06, -0.2, heel=30),
        height=0.86,
        balance=0,
        arms="out_low",
    )
    s.to(
        0.5,
        height=0.55,
        right_leg=leg(48, 8, spread=1, point=20),
        left_leg=leg(-44, 12, spread=1, point=40),
        rest=1,
        arms="out_low",
        pitch=8,
    )
    s.to(
        0.6,
        height=0.14,
        right_leg=leg(86, 3, spread=0, point=30),
        left_leg=leg(-72, 6, spread=0, point=50),
        rest=1,
        pitch=4,
        arms="out_low",
    )
    s.to(0.4, arms=o.pick("up_v", "out", "hips"), pitch=0)
    return s.hold(o(0.8, 1.6))


ACTIONS = (
    Action("front_flip", _front_flip),
    Action("side_flip", _side_flip),
    Action("handstand", _handstand),
    Action("handspring", _handspring),
    Action("split_jump", _split_jump),
    Action("splits", _splits),
)
