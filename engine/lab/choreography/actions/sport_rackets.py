"""Sport: rackets, nets, alleys and sticks."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import run, walk
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch

_BALL = Grip((0.0, -0.12, 0.34), (1.0, 0.0, 0.0), spacing=0.24, upper="left", elbow=(0.9, -0.7, -0.2))

_SIDE_ON = {"left_leg": foot(0.12, 0.2, yaw=-10), "right_leg": foot(0.13, -0.18, yaw=50), "balance": 1}


def _backhand(o: Draw) -> Sketch:
    two = Grip((0.20, -0.18, 0.22), (0.4, 0.5, -0.6), spacing=0.11, upper="left")
    s = Sketch(o, "ready").hold(o(0.1, 0.3))
    if o.chance(0.5):
        s.to(o(0.45, 0.55), yaw=36, twist=34, look=-52, load=0.7, grip=two.but(middle=(0.32, -0.14, 0.10)), height=0.86)
        s.to(
            0.14,
            yaw=14,
            twist=10,
            look=-20,
            load=-0.2,
            grip=two.but(middle=(0.16, -0.26, 0.36)),
            right_leg=foot(0.18, 0.22, lift=0.05),
        )
        s.to(
            0.11,
            "",
            "hit",
            yaw=0,
            twist=-10,
            look=0,
            load=-0.6,
            grip=two.but(middle=(-0.06, -0.04, 0.44)),
            left_leg=stay(heel=30),
        )
        s.to(0.24, yaw=-14, twist=-34, grip=two.but(middle=(-0.30, 0.30, 0.16)), height=0.90)
    else:
        s.to(
            o(0.45, 0.55),
            yaw=36,
            twist=34,
            look=-52,
            load=0.7,
            right_arm=hand("chest", -0.26, -0.22, 0.18, elbow=(0.8, -0.3, 0.6)),
            height=0.86,
            left_arm=hand("chest", 0.2, -0.12, 0.2),
        )
        s.to(
            0.15,
            yaw=16,
            twist=8,
            look=-24,
            load=-0.2,
            right_arm=hand("chest", -0.06, -0.24, 0.40, elbow=(0.8, -0.6, 0.2)),
            right_leg=foot(0.18, 0.24, lift=0.05),
        )
        s.to(
            0.12,
            "",
            "hit",
            yaw=6,
            twist=-8,
            look=-4,
            load=-0.6,
            right_arm=bones((0.5, -0.2, 0.9), (0.6, 0.2, 0.8)),
            left_arm="back",
        )
        s.to(0.26, yaw=-6, twist=-22, right_arm=bones((1.0, 0.5, 0.4), (0.9, 0.7, 0.2)), height=0.9)
    s.to(o(0.45, 0.55), "ready", yaw=0)
    return s.hold(o(0.2, 0.5))


def _tennis_serve(o: Draw) -> Sketch:
    s = Sketch(o, "stand", **_SIDE_ON, yaw=-40, look=36, right_arm="forward_low", left_arm="forward_low").hold(
        o(0.2, 0.4)
    )
    s.to(
        o(0.5, 0.65),
        left_arm=bones((0.3, 1.0, 0.5), (0.2, 1.0, 0.4), palm="up"),
        right_arm=bones((0.9, -0.2, -0.7), (0.2, 0.7, -0.6)),
        yaw=-55,
        twist=-14,
        look=38,
        nod=-30,
        load=-0.5,
        bend=-10,
    )
    s.to(o(0.22, 0.3), right_arm=bones((1.0, 0.35, -0.3), (-0.1, 0.2, -1.0)), height=0.80, load=0.3, bend=-12)
    s.to(
        o(0.13, 0.16),
        "",
        "hit",
        right_arm=bones((0.35, 1.0, 0.25), (0.2, 1.0, 0.3), palm="forward"),
        left_arm="belly",
        height=0.97,
        yaw=-12,
        twist=8,
        look=4,
        nod=-24,
        load=0.7,
        bend=2,
        left_leg=stay(heel=35),
        right_leg=stay(heel=50),
    )
    s.to(0.12, right_arm=bones((0.1, 0.2, 1.0), (-0.1, -0.2, 1.0)), pitch=20, bend=16, twist=26, yaw=4, nod=0)
    s.to(
        o(0.22, 0.3),
        right_arm=hand("chest", -0.26, -0.38, 0.14, elbow=(0.6, -0.5, 0.4)),
        pitch=28,
        bend=22,
        right_leg=foot(0.12, 0.35, lift=0.12),
        height=0.84,
    )
    s.to(o(0.5, 0.6), "ready", yaw=0, fwd=0.3, left_leg=stay(), right_leg=stay())
    return s.hold(o(0.2, 0.5))


def _table_tennis(o: Draw) -> Sketch:
    base = {"height": 0.80, "pitch": 20, "bend": 18, "nod": -18, "legs": foot(0.24, 0, yaw=14), "balance": 1}
    ready = hand("chest", 0.10, -0.16, 0.34, elbow=(0.7, -0.9, -0.2), palm="in")
    s = Sketch(o, "stand", **base, left_arm="ready", right_arm=ready)
    for _ in range(o.count(4, 7)):
        if o.chance(0.55):
            s.to(
                o(0.26, 0.34), right_arm=hand("chest", 0.36, -0.20, 0.16, elbow=(0.8, -0.8, -0.5)), twist=-20, load=-0.4
            )
            s.to(
                o(0.12, 0.16),
                "",
                "hit",
                right_arm=hand("chest", 0.0, 0.06, 0.36, elbow=(0.9, -0.6, 0.1)),
                twist=14,
                load=0.4,
            )
        else:
            s.to(o(0.26, 0.34), right_arm=hand("chest", -0.10, -0.18, 0.22, elbow=(1.0, -0.4, 0.0)), twist=12, load=0.3)
            s.to(
                o(0.12, 0.16),
                "",
                "hit",
                right_arm=hand("chest", 0.22, -0.02, 0.40, elbow=(0.9, -0.6, 0.0)),
                twist=-6,
                load=-0.2,
            )
        s.to(o(0.3, 0.4), right_arm=ready, twist=0, load=o(-0.3, 0.3))
    return s.hold(0.3)


def _volleyball_serve(o: Draw) -> Sketch:
    s = Sketch(
        o, "stand", left_leg=foot(0.13, 0.15), right_leg=foot(0.13, -0.15, yaw=25), balance=1, left_arm="forward_low"
    ).hold(o(0.2, 0.4))
    s.to(
        o(0.4, 0.5),
        left_arm=bones((0.1, 0.9, 0.8), (0.05, 1.0, 0.6), palm="up"),
        right_arm=bones((1.0, 0.2, -0.4), (0.1, 1.0, -0.3)),
        nod=-28,
        twist=-28,
        load=-0.6,
        bend=-6,
    )
    s.to(0.15, left_leg=foot(0.13, 0.34, lift=0.05), load=0.3, twist=-14)
    s.to(
        o(0.12, 0.16),
        "",
        "hit",
        right_arm=bones((0.3, 1.0, 0.4), (0.15, 1.0, 0.55), palm="forward"),
        left_arm="belly",
        twist=20,
        load=0.8,
        pitch=8,
        right_leg=stay(heel=40),
        nod=-14,
        height=0.96,
    )
    s.to(0.25, right_arm="forward_low", pitch=14)
    s.to(o(0.45, 0.55), "ready", right_leg=foot(0.2, 0.36, lift=0.1), left_leg=stay(), fwd=0.3)
    return s.hold(o(0.2, 0.5))


def _volleyball_spike(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, 3, 0.8, 0.34, close=False)
    s.move_home(fwd=0.45)
    s.to(
        0.22,
        "crouch",
        fwd=-0.1,
        balance=0,
        height=0.66,
        arms="back",
        left_leg=foot(0.13, 0.1, lift=0.08),
        right_leg=foot(0.13, -0.02, lift=0.08),
        nod=-30,
    )
    s.to(0.16, "stand", height=0.97, balance=0, fwd=0.1, arms="overhead", legs=stay(heel=52), nod=-30, pitch=-4)
    s.fly(
        o(0.35, 0.48) * o.more("high"),
        "crouch",
        fwd=0.35,
        height=0.74,
        pitch=14,
        arms="hang_away",
        legs=foot(0.16, 0.03, heel=8),
        nod=-8,
        via=[
            (
                0.4,
                "air",
                {
                    "bend": -16,
                    "twist": -20,
                    "nod": -28,
                    "left_arm": "up_v",
                    "right_arm": bones((1.0, 0.4, -0.3), (0.0, 0.9, -0.7)),
                    "legs": leg(-6, 60, point=40),
                },
            ),
            (
                0.6,
                "air",
                {
                    "bend": 20,
                    "twist": 18,
                    "right_arm": bones((0.2, 0.6, 0.9), (0.0, 0.2, 1.0)),
                    "left_arm": "belly",
                    "legs": leg(22, 20, point=40),
                    "nod": -10,
                },
            ),
        ],
    )
    s.to(0.2, height=0.62, arms="hang_away")
    return s.to(0.5, "ready").hold(o(0.1, 0.4))


def _volleyball_dig(o: Draw) -> Sketch:
    plate = Grip((0.0, -0.26, 0.40), (1.0, 0.0, 0.0), spacing=0.07, upper="left", elbow=(0.6, -1.0, 0.0))
    low = 0.68 if o.told("low") else 0.76
    base = {"legs": foot(0.26, 0, yaw=10), "height": low, "pitch": 18, "bend": 10, "nod": -22, "balance": 1}
    s = Sketch(o, "ready")
    for _ in range(o.times(2, 3)):
        s.to(o(0.3, 0.4), **base, arms="ready")
        s.to(o(0.25, 0.32), grip=plate, height=low - 0.04)
        s.to(o(0.18, 0.24), "", "hit", grip=plate.but(middle=(0.0, 0.0, 0.50)), height=low + 0.13, pitch=8)
        s.to(0.3, grip=plate.but(middle=(0.0, -0.14, 0.46)), height=low + 0.08)
    return s.to(0.4, "ready").hold(0.3)


def _bowling(o: Draw) -> Sketch:
    s = Sketch(o, "stand", grip=_BALL.but(middle=(-0.1, -0.02, 0.28), spacing=0.2)).hold(o(0.3, 0.6))
    walk(s, 3, 0.55, 0.5, close=False, first="right", arms="hold_low")
    s.to(0.1, right_arm="back", left_arm="out_low")
    s.move_home(fwd=0.65)
    s.to(
        o(0.4, 0.5),
        fwd=-0.25,
        balance=0,
        height=0.72,
        pitch=34,
        bend=22,
        nod=-34,
        right_arm=bones((0.15, -0.5, -1.0), (0.1, -0.45, -1.0)),
        left_arm="out",
        left_leg=foot(0.08, 0.15, lift=0.04),
    )
    s.to(
        o(0.26, 0.32),
        "",
        "hit",
        fwd=0.05,
        height=0.62,
        pitch=40,
        right_arm=bones((0.1, -1.0, 0.2), (0.05, -1.0, 0.4)),
        right_leg=leg(-24, 40, spread=-14, point=40),
    )
    s.to(o(0.25, 0.3), right_arm=bones((0.1, 0.1, 1.0), (0.0, 0.7, 1.0)), height=0.68, pitch=30, fwd=0.1)
    s.hold(o(0.4, 0.8))
    return s.to(0.6, "stand", fwd=0.15, right_leg=foot(0.11, 0.1, lift=0.05), left_leg=stay())


def _hockey(o: Draw) -> Sketch:
    stick = Grip((0.0, -0.36, 0.30), (0.35, 1.0, -0.3), spacing=0.4, upper="left")
    s = Sketch(o, "stand", legs=foot(0.24, 0, yaw=14), height=0.80, pitch=26, bend=18, nod=-20, balance=1, grip=stick)
    for _ in range(o.count(2, 4)):
        s.to(0.26, grip=stick.but(middle=(0.10, -0.36, 0.30)), twist=8).to(
            0.26, grip=stick.but(middle=(-0.10, -0.36, 0.30)), twist=-8
        )
    s.to(
        o(0.35, 0.45), twist=-40, yaw=-12, load=-0.6, grip=stick.but(middle=(-0.26, -0.06, 0.16), axis=(0.8, 0.2, 0.4))
    )
    s.to(o(0.16, 0.2), "", "hit", twist=4, load=0.2, grip=stick.but(middle=(0.02, -0.38, 0.32)), height=0.76)
    s.to(
        o(0.2, 0.26),
        twist=34,
        yaw=14,
        load=0.7,
        grip=stick.but(middle=(0.26, -0.10, 0.26), axis=(-0.5, 0.3, -0.8)),
        right_leg=stay(heel=35),
    )
    return s.to(0.6, twist=0, yaw=0, load=0, grip=stick, height=0.84).hold(o(0.2, 0.5))


ACTIONS = (
    Action("tennis_backhand", _backhand),
    Action("tennis_serve", _tennis_serve),
    Action("table_tennis", _table_tennis),
    Action("volleyball_serve", _volleyball_serve),
    Action("volleyball_spike", _volleyball_spike),
    Action("volleyball_dig", _volleyball_dig),
    Action("bowling", _bowling),
    Action("hockey", _hockey),
)
