"""Fighting: fists, elbows and guards."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, stay
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


def _back(s: Sketch, o: Draw, feet: dict) -> None:
    s.to(o(0.24, 0.32), **feet, **_TRUNK, arms=_CHIN)


def _jab_once(o: Draw, s: Sketch, feet: dict = _LEAD) -> None:
    s.to(o(0.12, 0.18), load=0.25, twist=-8)
    s.to(
        o(0.12, 0.16),
        "",
        "hit",
        right_arm=bones((0.04, 0.04, 1.0), (-0.04, 0.06, 1.0), palm="down"),
        twist=16,
        load=-0.4,
        pitch=8,
    )
    _back(s, o, feet)


def _jab(o: Draw) -> Sketch:
    s = _boxer(o, _LEAD)
    for _ in range(o.times(1, 3)):
        _jab_once(o, s)
    return s.hold(o(0.3, 0.7))


def _cross_once(o: Draw, s: Sketch) -> None:
    s.to(o(0.16, 0.22), twist=-20, load=-0.4, height=0.85)
    s.to(
        o(0.14, 0.18),
        "",
        "hit",
        right_arm=bones((-0.05, 0.06, 1.0), (-0.12, 0.08, 1.0), palm="down"),
        twist=32,
        yaw=14,
        load=0.6,
        pitch=10,
        right_leg=stay(heel=35),
        height=0.86,
    )
    _back(s, o, _REAR)


def _cross_punch(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    for _ in range(o.times(1, 2)):
        _cross_once(o, s)
        s.hold(o(0.1, 0.4))
    return s.hold(o(0.3, 0.6))


def _hook_once(o: Draw, s: Sketch, feet: dict) -> None:
    wide = hand("chest", 0.34, 0.12, 0.18, elbow=(1.0, 0.1, -0.4), palm="in")
    s.to(o(0.2, 0.26), right_arm=wide, twist=-30, load=-0.3, height=0.85)
    s.to(o(0.12, 0.16), right_arm=hand("chest", 0.12, 0.16, 0.42, elbow=(1.0, 0.2, 0.2), palm="in"), twist=6, load=0.2)
    s.to(
        o(0.08, 0.12),
        "",
        "hit",
        right_arm=hand("chest", -0.14, 0.16, 0.34, elbow=(1.0, 0.1, 0.5), palm="back"),
        twist=36,
        yaw=12,
        load=0.5,
        right_leg=stay(heel=32),
    )
    s.to(0.12, twist=30)
    _back(s, o, feet)


def _hook_punch(o: Draw) -> Sketch:
    s = _boxer(o, o.pick(_LEAD, _REAR))
    for _ in range(o.times(1, 2)):
        _hook_once(o, s, _REAR)
    return s.hold(o(0.3, 0.7))


def _uppercut_once(o: Draw, s: Sketch) -> None:
    s.to(
        o(0.26, 0.34),
        right_arm=hand("chest", 0.16, -0.34, 0.12, elbow=(0.3, -0.5, -1.0), palm="up"),
        height=0.78,
        twist=-22,
        bend=22,
        load=-0.4,
    )
    s.to(
        o(0.16, 0.2),
        "",
        "hit",
        right_arm=hand("chest", 0.02, 0.24, 0.32, elbow=(0.4, -1.0, 0.4), palm="back"),
        height=0.94,
        twist=24,
        yaw=10,
        bend=2,
        load=0.4,
        right_leg=stay(heel=35),
    )
    s.to(0.1, twist=26)
    _back(s, o, _REAR)


def _uppercut(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    for _ in range(o.times(1, 2)):
        _uppercut_once(o, s)
    return s.hold(o(0.3, 0.7))


def _left_jab(o: Draw, s: Sketch) -> None:
    s.to(o(0.1, 0.14), load=-0.25, twist=8)
    s.to(
        o(0.12, 0.15),
        "",
        "hit",
        left_arm=bones((0.04, 0.05, 1.0), (-0.04, 0.07, 1.0), palm="down"),
        twist=-14,
        load=0.4,
        pitch=8,
    )
    _back(s, o, _REAR)


def _punch_combo(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    for _ in range(o.count(2, 3)):
        _left_jab(o, s)
        if o.chance(0.4):
            _left_jab(o, s)
        _cross_once(o, s)
        if o.chance(0.5):
            _hook_once(o, s, _REAR)
        elif o.chance(0.5):
            _uppercut_once(o, s)
        if o.chance(0.5):
            s.to(0.22, side=o.pick(-16, 16), height=0.8, bend=20).to(0.3, side=0, height=0.87, bend=12)
        else:
            s.to(0.2, height=0.9, legs=stay(heel=14)).to(0.2, height=0.86, legs=stay(heel=6))
    return s.hold(o(0.2, 0.5))


def _elbow_strike(o: Draw) -> Sketch:
    s = _boxer(o, _REAR)
    folded = hand("chest", 0.16, 0.10, 0.10, elbow=(1.0, 0.2, -0.5), palm="down")
    s.to(o(0.22, 0.3), right_arm=folded, twist=-32, load=-0.4)
    s.to(
        o(0.16, 0.2),
        "",
        "hit",
        right_arm=hand("chest", -0.02, 0.10, 0.12, elbow=(0.35, 0.15, 1.0), palm="down"),
        twist=40,
        yaw=14,
        load=0.6,
        right_leg=stay(heel=32),
        pitch=8,
    )
    s.hold(0.12)
    _back(s, o, _REAR)
    return s.hold(o(0.3, 0.7))


def _guard_head(o: Draw) -> Sketch:
    cover = hand("head", 0.08, 0.06, 0.17, elbow=(0.35, -1.0, 0.6), palm="back")
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    s.to(o(0.25, 0.4), arms=cover, pitch=12, bend=22, nod=18, height=0.84)
    for _ in range(o.count(2, 4)):
        s.to(o(0.2, 0.45), arms=cover.but(place=(0.09, 0.05, 0.16)), bend=26, height=0.81, side=o(-8, 8))
        s.to(o(0.2, 0.4), arms=cover, bend=20, height=0.84)
    s.hold(o(0.2, 0.6) * o.more("long"))
    return s.to(0.5, "stand") if o.chance(0.4) else s


def _guard_stance(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    low = 0.80 if o.told("low") else 0.87
    rest = hand("chest", 0.13, 0.16, 0.32, elbow=(0.5, -1.0, 0.0), palm="in")
    s.to(o(0.4, 0.5), **(_REAR | {"height": low}), pitch=4, bend=12, nod=4, left_arm=rest, right_arm=_CHIN)
    for _ in range(o.count(3, 7)):
        s.to(0.24, height=low + 0.025, legs=stay(heel=12), load=o(-0.2, 0.2))
        s.to(0.24, height=low - 0.02, legs=stay(heel=4))
    return s


ACTIONS = (
    Action("jab", _jab),
    Action("cross_punch", _cross_punch),
    Action("hook_punch", _hook_punch),
    Action("uppercut", _uppercut),
    Action("punch_combo", _punch_combo),
    Action("elbow_strike", _elbow_strike),
    Action("guard_head", _guard_head),
    Action("guard_stance", _guard_stance),
)
