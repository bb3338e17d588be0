"""Sport: bars, ropes, throws of the track, hurdles."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import run
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch


def _shot_put(o: Draw) -> Sketch:
    neck = hand("head", 0.10, -0.10, 0.08, elbow=(1.0, -0.2, 0.1), palm="in")
    s = Sketch(
        o, "stand", yaw=-160, look=-20, legs=foot(0.13, 0), balance=1, right_arm=neck, left_arm="forward_up"
    ).hold(0.3)
    s.to(
        o(0.5, 0.6),
        height=0.68,
        pitch=40,
        bend=20,
        load=-0.9,
        left_leg=leg(-10, 50, point=20),
        right_arm=neck,
        left_arm="forward",
    )
    s.move_home(fwd=0.5)
    s.to(
        0.3,
        fwd=-0.1,
        height=0.72,
        balance=0.5,
        yaw=-130,
        right_leg=foot(0.12, -0.1, yaw=80, lift=0.03),
        left_leg=foot(0.16, 0.35, yaw=40, lift=0.03),
    )
    s.to(0.2, yaw=-50, height=0.84, pitch=10, bend=0, twist=-10, load=0.1, right_arm=neck, left_arm="out")
    s.to(
        o(0.13, 0.17),
        "",
        "hit",
        yaw=10,
        twist=20,
        height=0.97,
        load=0.7,
        bend=-6,
        right_arm=bones((0.15, 0.7, 1.0), (0.1, 0.8, 1.0)),
        left_arm="belly",
        right_leg=stay(heel=50),
        nod=-14,
    )
    s.to(
        0.3,
        yaw=30,
        right_leg=foot(0.1, 0.3, lift=0.1),
        left_leg=leg(-20, 50, point=20),
        load=-0.9,
        right_arm="forward_low",
        pitch=12,
    )
    return s.to(0.6, "stand", yaw=0, left_leg=foot(0.12, 0.2), right_leg=stay(), fwd=0.25)


def _javelin(o: Draw) -> Sketch:
    back = bones((0.7, 0.1, -1.0), (0.5, 0.2, -1.0), palm="up")
    s = Sketch(o, "stand", right_arm=bones((1.0, 0.5, -0.1), (0.1, 0.4, 0.6)))
    run(s, o.count(3, 4), 0.8, 0.34, close=False)
    s.move_home(fwd=0.6)
    s.to(
        0.26,
        fwd=-0.15,
        balance=0,
        height=0.86,
        yaw=-50,
        look=45,
        right_arm=back,
        left_arm="forward_up",
        right_leg=foot(0.12, 0.05, yaw=50, lift=0.08),
        pitch=-8,
    )
    s.move_home(fwd=0.65)
    s.to(
        0.24,
        fwd=-0.35,
        yaw=-44,
        look=40,
        pitch=-12,
        right_arm=back,
        left_arm="forward",
        left_leg=foot(0.14, 0.12, lift=0.06),
        right_leg=stay(heel=20),
    )
    s.to(0.12, fwd=-0.15, yaw=-10, look=10, twist=-16, right_arm=bones((0.9, 0.6, -0.4), (0.2, 0.5, -1.0)), pitch=-4)
    s.to(
        o(0.09, 0.12),
        "",
        "hit",
        fwd=0.0,
        yaw=6,
        twist=20,
        look=0,
        pitch=14,
        right_arm=bones((0.25, 0.8, 0.8), (0.0, 0.4, 1.0)),
        left_arm="hang_back",
        right_leg=stay(heel=50),
    )
    s.move_home(fwd=0.45)
    s.to(
        0.3,
        fwd=0,
        pitch=26,
        bend=18,
        right_arm=hand("chest", -0.2, -0.32, 0.2, elbow=(0.6, -0.5, 0.3)),
        right_leg=foot(0.12, 0.1, lift=0.12),
        height=0.84,
    )
    return s.to(0.6, "stand", left_leg=foot(0.12, 0.1, lift=0.06), right_leg=stay(), fwd=0.1)


def _discus(o: Draw) -> Sketch:
    far = bones((1.0, -0.25, -0.8), (0.9, -0.2, -0.8))
    s = Sketch(o, "stand", legs=foot(0.25, 0, yaw=10), balance=1)
    s.to(0.45, twist=30, yaw=10, right_arm=bones((-0.2, -0.3, 1.0), (-0.6, -0.1, 0.8)), height=0.88, load=0.5)
    s.to(o(0.5, 0.6), twist=-46, yaw=-34, right_arm=far, left_arm="forward", height=0.82, load=-0.6)
    if o.chance(0.5):
        for part in range(3):
            s.move_home(turn=110, fwd=0.05)
            side = "right" if part % 2 == 0 else "left"
            s.to(
                0.24,
                yaw=-20,
                twist=-40,
                right_arm=far,
                left_arm="out",
                balance=1,
                load=0.4 if side == "right" else -0.4,
                **{f"{side}_leg": foot(0.24, 0.05, lift=0.06)},
            )
    s.to(0.14, yaw=10, twist=-10, right_arm=bones((1.0, -0.15, -0.1), (1.0, -0.1, -0.1)), load=0.3)
    s.to(
        o(0.12, 0.15),
        "",
        "hit",
        yaw=60,
        twist=30,
        right_arm=bones((0.7, 0.3, 0.9), (0.5, 0.35, 1.0)),
        left_arm="out_low",
        height=0.96,
        load=0.7,
        nod=-14,
        right_leg=stay(heel=50),
    )
    s.to(0.3, yaw=80, twist=34, right_arm=hand("chest", -0.24, 0.12, 0.24, elbow=(0.5, 0.1, 0.8)))
    return s.to(0.6, "stand", yaw=50, right_leg=foot(0.12, 0.15, lift=0.1), left_leg=stay()).hold(0.2)


def _hurdles(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, 4, 1.15, 0.3, close=False, lean=12)
    for number in range(o.count(1, 2)):
        s.move_home(fwd=0.7)
        s.to(
            0.12,
            height=0.90,
            fwd=0.0,
            left=0,
            balance=0,
            pitch=16,
            left_leg=foot(0.08, 0.0, heel=20, lift=0.15),
            right_leg=leg(60, 80, point=10),
            arms="ready",
        )
        s.to(
            0.1,
            height=0.97,
            fwd=0.3,
            pitch=24,
            left_leg=stay(heel=52),
            right_leg=leg(92, 40, point=0),
            left_arm="forward",
            right_arm="back",
        )
        s.fly(
            o(0.16, 0.22),
            "",
            fwd=o(1.7, 2.1),
            height=0.90,
            pitch=18,
            bend=10,
            right_leg=foot(0.08, 0.05, heel=10),
            left_leg=leg(60, 95, spread=50, turn=30, point=0),
            via=[
                (
                    0.5,
                    "",
                    {
                        "pitch": 36,
                        "right_leg": leg(112, 8, point=-10),
                        "left_leg": leg(30, 105, spread=70, turn=40, point=0),
                        "left_arm": "forward",
                    },
                )
            ],
            arms="ready",
        )
        s.move_home(fwd=0.3)
        if number == 0:
            run(s, 3, 1.2, 0.3, first="left", close=False, lean=12)
    s.move_home(fwd=0.5)
    s.to(
        0.28,
        height=0.9,
        fwd=0,
        left_leg=foot(0.1, 0.1, lift=0.12),
        right_leg=foot(0.1, -0.1, lift=0.1),
        pitch=8,
        balance=0,
    )
    return s.to(0.5, "stand", legs=foot(0.1, 0))


ACTIONS = (
    Action("shot_put", _shot_put),
    Action("javelin_throw", _javelin),
    Action("discus_throw", _discus),
    Action("hurdles", _hurdles),
)
