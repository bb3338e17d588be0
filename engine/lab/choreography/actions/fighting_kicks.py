"""Fighting: kicks and knees."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import foot, hand, leg, stay
from ..sketch import Sketch

_CHIN = hand("chest", 0.09, 0.16, 0.20, elbow=(0.5, -1.0, 0.1), palm="in")
_LEAD = {
    "right_leg": foot(0.14, 0.18, yaw=-3),
    "left_leg": foot(0.15, -0.2, yaw=30, heel=10),
    "height": 0.87,
    "balance": 1,
}
_REAR = {
    "left_leg": foot(0.14, 0.18, yaw=-3),
    "right_leg": foot(0.15, -0.2, yaw=30, heel=10),
    "height": 0.87,
    "balance": 1,
}
_TRUNK = {"pitch": 4, "bend": 12, "nod": 6, "twist": 0, "yaw": 0, "load": 0, "side": 0}


def _boxer(o: Draw, feet: dict) -> Sketch:
    s = Sketch(o, "stand", **feet, **_TRUNK, arms=_CHIN)
    return s.hold(o(0.2, 0.5))


def _knee_strike(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    grab = hand("chest", 0.10, 0.20, 0.46, elbow=(0.8, -0.8, 0.0), palm="in")
    for _ in range(o.times(1, 2)):
        s.to(o(0.26, 0.34), arms=grab, load=0.9, pitch=8)
        s.to(
            o(0.2, 0.26),
            "",
            "hit",
            arms=hand("chest", 0.10, -0.22, 0.32, elbow=(0.9, -0.4, -0.3), palm="in"),
            load=1,
            height=0.96,
            pitch=-8,
            bend=20,
            right_leg=leg(o(105, 118), 120, point=30),
            left_leg=stay(heel=20),
        )
        s.hold(0.08)
        s.to(o(0.35, 0.45), **_REAR, **_TRUNK, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


def _kick_height(o: Draw) -> float:
    return 1.12 if o.told("high") else 0.72 if o.told("low") else o(0.9, 1.05)


def _front_kick(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    high = _kick_height(o)
    for _ in range(o.times(1, 2)):
        s.to(o(0.26, 0.34), load=1, height=0.93, right_leg=leg(80, 105, point=20), pitch=-2)
        s.to(o(0.12, 0.16), "", "hit", load=1, height=0.95, right_leg=leg(96 * high, 6, point=-4), pitch=-12, bend=22)
        s.to(0.2, right_leg=leg(80, 100, point=15), pitch=-4)
        s.to(o(0.32, 0.42), **_REAR, **_TRUNK, arms=_CHIN)
    return s.hold(o(0.3, 0.7))


def _axe_kick(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    s.to(0.25, load=0.9, height=0.92, arms="out_low")
    s.to(
        o(0.3, 0.38),
        load=1,
        height=0.96,
        right_leg=leg(o(118, 135) * o.more("high"), 8, point=0),
        pitch=-10,
        bend=16,
        arms="out_low",
        left_leg=stay(heel=12),
    )
    s.to(0.06)
    s.to(o(0.22, 0.28), "", "hit", load=0.4, height=0.86, right_leg=foot(0.13, 0.35, lift=0.0), pitch=8, bend=18)
    s.to(0.4, **_REAR, **_TRUNK, arms=_CHIN, right_arm=_CHIN)
    return s.hold(o(0.2, 0.6))


def _roundhouse_kick(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    high = _kick_height(o)
    s.to(0.2, load=0.8, twist=-14)
    s.to(
        o(0.24, 0.3),
        load=1,
        yaw=30,
        height=0.93,
        right_leg=leg(60, 100, spread=40, turn=-20, point=30),
        side=12,
        roll=10,
        right_arm="out_low",
        left_leg=stay(heel=12),
    )
    s.to(
        o(0.14, 0.18),
        "",
        "hit",
        load=1,
        yaw=70,
        height=0.95,
        right_leg=leg(72 * high, 10, spread=42, turn=-35, point=40),
        roll=24,
        side=10,
        twist=-20,
        right_arm="back",
        left_leg=stay(heel=8),
    )
    s.to(0.18, right_leg=leg(60, 95, spread=35, turn=-20, point=30), roll=12)
    s.to(o(0.4, 0.5), **_REAR, **_TRUNK, roll=0, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


def _side_kick(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    high = _kick_height(o)
    for _ in range(o.times(1, 2)):
        s.to(o(0.28, 0.36), load=1, yaw=45, height=0.93, look=-40, right_leg=leg(85, 115, spread=10, turn=-25, point=0))
        s.to(
            o(0.15, 0.19),
            "",
            "hit",
            load=1,
            yaw=62,
            height=0.94,
            roll=34,
            side=-4,
            look=-55,
            right_leg=leg(25, 6, spread=70 * high, turn=-25, point=-8),
            left_arm=_CHIN,
            right_arm="out_low",
        )
        s.hold(0.08)
        s.to(0.2, roll=10, right_leg=leg(80, 110, spread=12, point=0))
        s.to(o(0.36, 0.45), **_REAR, **_TRUNK, roll=0, look=0, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


def _back_kick(o: Draw) -> Sketch:
    s = _boxer(o, _LEAD)
    s.to(o(0.22, 0.3), look=-55, twist=-20, load=0.9, height=0.92)
    s.to(0.22, load=1, right_leg=leg(70, 110, point=0), pitch=16, balance=1)
    s.to(
        o(0.18, 0.22),
        "",
        "hit",
        load=1,
        right_leg=leg(-28 if not o.told("high") else -36, 6, point=-5),
        pitch=o(48, 60),
        bend=10,
        look=-50,
        height=0.92,
    )
    s.hold(0.1)
    s.to(0.22, right_leg=leg(60, 100, point=0), pitch=18)
    s.to(o(0.36, 0.46), **_LEAD, **_TRUNK, look=0, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


def _spinning_kick(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    high = _kick_height(o)
    jump = o.chance(0.4)
    s.to(0.25, look=-50, twist=-28, height=0.82, load=0.3)
    if jump:
        s.to(0.18, height=0.97, yaw=-60, balance=0, legs=stay(heel=40), arms="out_low", fwd=0.05)
        s.fly(
            o(0.28, 0.36),
            "",
            fwd=0.3,
            turn=-360,
            height=0.85,
            yaw=0,
            pitch=6,
            left_leg=foot(0.14, 0.1),
            right_leg=foot(0.15, -0.2, yaw=30),
            arms=_CHIN,
            via=[
                (
                    0.35,
                    "",
                    {"yaw": -200, "left_leg": leg(40, 90, point=20), "right_leg": leg(50, 90, spread=20, point=10)},
                ),
                (0.6, "", {"yaw": -290, "right_leg": leg(80 * high, 8, spread=30, point=0), "pitch": -14}),
            ],
        )
    else:
        s.to(
            0.24,
            yaw=-120,
            look=-50,
            load=1,
            height=0.93,
            right_leg=leg(40, 90, spread=10, point=10),
            arms="out_low",
            left_leg=stay(heel=20),
        )
        s.to(0.16, yaw=-215, right_leg=leg(35, 30, spread=50 * high, point=10), pitch=10, load=1)
        s.to(
            0.14,
            "",
            "hit",
            yaw=-285,
            right_leg=leg(66 * high, 6, spread=46, point=10),
            pitch=-6,
            roll=20,
            load=1,
            height=0.95,
        )
        s.to(0.22, yaw=-345, roll=6, right_leg=leg(40, 80, spread=20, point=10))
        s.move_home(turn=-360)
        s.to(0.3, yaw=0, roll=0, look=0, pitch=4, **_REAR, arms=_CHIN)
    s.to(0.25, height=0.8, look=0, twist=0)
    s.to(0.35, **_REAR, **_TRUNK, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


def _leg_sweep(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    s.to(
        o(0.35, 0.42),
        "squat_low",
        height=0.36,
        load=0.9,
        balance=0.6,
        pitch=36,
        left_leg=stay(heel=30, knee_out=20),
        right_leg=leg(60, 10, spread=50, point=10),
        left_arm=hand("floor", 0.22, 0, 0.42),
        right_arm="out_low",
    )
    s.to(o(0.2, 0.25), yaw=80, right_leg=leg(72, 6, spread=30, point=10))
    s.to(o(0.2, 0.25), "", "hit", yaw=170, right_leg=leg(76, 6, spread=8, point=10), left_arm="out_low")
    s.move_home(turn=180)
    s.to(0.3, height=0.5, yaw=0, right_leg=foot(0.2, 0.1), left_leg=foot(0.16, -0.1), pitch=24, arms="ready")
    s.to(o(0.45, 0.55), **_REAR, **_TRUNK, arms=_CHIN)
    return s.hold(o(0.3, 0.6))


ACTIONS = (
    Action("knee_strike", _knee_strike),
    Action("front_kick", _front_kick),
    Action("axe_kick", _axe_kick),
    Action("roundhouse_kick", _roundhouse_kick),
    Action("side_kick", _side_kick),
    Action("back_kick", _back_kick),
    Action("spinning_kick", _spinning_kick),
    Action("leg_sweep", _leg_sweep),
)
