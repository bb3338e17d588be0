"""Fighting: swords, spears, staffs, shields and knives."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import Grip, bones, foot, hand, stay
from ..sketch import Sketch

_HILT = Grip((0.04, -0.22, 0.34), (0.0, 0.5, 1.0), spacing=0.14, upper="right")
_BLADE = hand("chest", 0.10, -0.16, 0.34, elbow=(0.7, -1.0, -0.3), palm="in")
_STANCE = {
    "left_leg": foot(0.16, -0.2, yaw=30, heel=6),
    "right_leg": foot(0.14, 0.2, yaw=0),
    "height": 0.86,
    "balance": 1,
}
_FREE_HAND = bones((0.7, -0.7, -0.3), (0.5, -0.3, 0.6))


def _stance(o: Draw, **changes) -> Sketch:
    """A swordsman's guard, right foot ahead."""
    base = {"pitch": 4, "bend": 10, "nod": 2, "right_arm": _BLADE, "left_arm": o.pick(_FREE_HAND, "hips", "back")}
    s = Sketch(o, "stand", **(_STANCE | base | changes))
    return s.hold(o(0.15, 0.5))


def _slash(o: Draw, s: Sketch) -> None:
    wind = hand("chest", o(0.28, 0.36), o(0.36, 0.48), o(-0.02, 0.10), elbow=(1.0, -0.2, -0.3), palm="in")
    s.to(o(0.35, 0.45), right_arm=wind, twist=-o(24, 36) * o.amplitude, yaw=-10, load=0.4, height=0.88, bend=2)
    if o.chance(0.5):
        s.move_home(fwd=0.3)
        s.to(
            o(0.1, 0.13),
            fwd=-0.12,
            right_arm=hand("chest", 0.16, 0.24, 0.44, elbow=(1.0, -0.4, 0), palm="in"),
            twist=-4,
            right_leg=foot(0.14, 0.2, lift=0.08),
        )
    else:
        s.to(o(0.09, 0.12), right_arm=hand("chest", 0.16, 0.24, 0.46, elbow=(1.0, -0.4, 0), palm="in"), twist=-4)
    s.to(
        o(0.1, 0.13),
        "",
        "hit",
        fwd=0,
        right_arm=hand("chest", -0.22, -0.28, 0.26, elbow=(0.6, -0.6, 0.6), palm="in"),
        yaw=8,
        twist=o(26, 38) * o.amplitude,
        load=-0.5,
        height=0.80,
        bend=20,
        left_leg=foot(0.16, -0.22, yaw=30, heel=20),
    )
    s.to(0.2, right_arm=hand("chest", -0.26, -0.34, 0.16, elbow=(0.6, -0.6, 0.6), palm="in"))
    s.to(o(0.45, 0.6), **_STANCE, right_arm=_BLADE, twist=0, yaw=0, bend=10, load=0)


def _sword_slash(o: Draw) -> Sketch:
    s = _stance(o)
    for _ in range(o.times(1, 2)):
        _slash(o, s)
    return s.hold(o(0.3, 0.7))


def _two_handed_cut(o: Draw, s: Sketch, side: float = 1.0) -> None:
    """A cut from over the right shoulder (side 1) or from over the head (side 0) down."""
    up = _HILT.but(middle=(-0.24 * side, 0.44, 0.14), axis=(-0.3 * side, 1.0, -0.6))
    s.to(
        o(0.45, 0.6), grip=up, twist=-34 * side * o.amplitude, bend=-6, nod=-2, load=0.4, height=0.92, legs=stay(heel=6)
    )
    s.to(0.08)
    s.to(o(0.12, 0.16), grip=_HILT.but(middle=(-0.04 * side, 0.18, 0.48), axis=(0.0, 0.6, 1.0)), twist=-6 * side)
    low = _HILT.but(middle=(0.20 * side, -0.40, 0.30), axis=(0.3 * side, -0.4, 1.0))
    s.to(
        o(0.1, 0.14),
        "",
        "hit",
        grip=low,
        twist=26 * side * o.amplitude,
        pitch=14,
        bend=26,
        height=0.78,
        load=-0.4,
        right_leg=stay(heel=0),
        left_leg=stay(heel=22),
    )
    s.hold(0.12)
    s.to(o(0.5, 0.7), **_STANCE, grip=_HILT, twist=0, pitch=4, bend=10, load=0)


def _sword_slash_two_handed(o: Draw) -> Sketch:
    s = _stance(o, grip=_HILT)
    for number in range(o.times(1, 2)):
        _two_handed_cut(o, s, 1.0 if number == 0 else o.pick(1.0, -1.0))
    return s.hold(o(0.3, 0.7))


def _sword_overhead(o: Draw) -> Sketch:
    s = _stance(o, grip=_HILT)
    for _ in range(o.times(1, 2)):
        _two_handed_cut(o, s, 0.0)
    return s.hold(o(0.2, 0.6))


def _sword_thrust(o: Draw) -> Sketch:
    s = _stance(o)
    for _ in range(o.times(1, 2)):
        s.to(
            o(0.32, 0.42),
            right_arm=hand("chest", 0.2, -0.2, 0.02, elbow=(0.4, -0.4, -1.0), palm="in"),
            twist=-26,
            load=0.5,
            height=0.84,
        )
        s.move_home(fwd=0.26)
        out = hand("chest", 0.06, 0.08, 0.55 + 0.03 * o.amplitude, elbow=(0.7, -1.0, 0.0), palm="in")
        s.to(
            o(0.16, 0.2),
            "",
            "hit",
            fwd=-0.05,
            right_arm=out,
            left_arm="back",
            twist=24,
            yaw=4,
            load=-0.4,
            height=0.72,
            pitch=12,
            right_leg=foot(0.14, 0.26, lift=0.08),
            left_leg=stay(heel=25),
        )
        s.hold(o(0.12, 0.25))
        s.move_home(fwd=-0.26)
        s.to(o(0.45, 0.6), **_STANCE, fwd=0, right_arm=_BLADE, left_arm=_FREE_HAND, twist=0, yaw=0, pitch=4, load=0)
    return s.hold(o(0.2, 0.6))


def _parry(o: Draw, s: Sketch) -> None:
    across = o.pick(-1.0, 1.0)
    high = 0.26 if o.told("high") else -0.18 if o.told("low") else o(-0.1, 0.24)
    guard = _HILT.but(middle=(0.22 * across, high, 0.34), axis=(-0.7 * across, 0.9, 0.2))
    s.to(o(0.16, 0.22), "", "hit", grip=guard, twist=16 * across, height=0.82, load=0.3)
    s.to(0.09, grip=guard.but(middle=(0.19 * across, high, 0.26)), height=0.78, pitch=-2)
    s.to(0.25, grip=guard, height=0.82)
    s.to(o(0.35, 0.5), grip=_HILT, twist=0, height=0.86, pitch=4, load=0)


def _sword_parry(o: Draw) -> Sketch:
    s = _stance(o, grip=_HILT)
    for _ in range(o.count(1, 3)):
        _parry(o, s)
    if o.chance(0.4):
        _two_handed_cut(o, s, o.pick(1.0, 0.0))
    return s.hold(o(0.2, 0.6))


def _shield_block(o: Draw) -> Sketch:
    up = 0.34 if o.told("high") else 0.12
    shield = hand("chest", -0.10, up, 0.34, elbow=(1.0, -0.3, 0.4), palm="back")
    sword = hand("pelvis", 0.24, 0.16, 0.02, elbow=(0.4, -0.4, -1.0), palm="in")
    s = Sketch(o, "stand", left_arm="ready", right_arm=sword)
    stance = {"left_leg": foot(0.14, 0.22, yaw=0), "right_leg": foot(0.16, -0.2, yaw=35, heel=6), "height": 0.84}
    s.to(o(0.35, 0.45), **stance, left_arm=shield, pitch=8, bend=14, nod=10, twist=-14, balance=1)
    for _ in range(o.count(1, 3)):
        s.hold(o(0.25, 0.6))
        s.to(0.08, "", "hit", left_arm=shield.but(place=(-0.08, up, 0.25)), pitch=-2, height=0.80, load=-0.6)
        s.to(0.3, left_arm=shield, pitch=8, height=0.84, load=0)
    return s.hold(o(0.4, 1.0) * o.more("long"))


def _draw_sword(o: Draw) -> Sketch:
    sheath = hand("pelvis", 0.17, 0.14, 0.10, elbow=(0.8, 0.0, -0.8), palm="in")
    hilt = hand("pelvis", -0.07, 0.16, 0.20, elbow=(0.9, -0.3, 0.4), palm="back")
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(o(0.35, 0.45), left_arm=sheath, right_arm=hilt, twist=18, nod=16, look=12, height=0.92)
    s.to(
        o(0.28, 0.36),
        "",
        "hit",
        right_arm=hand("chest", 0.22, 0.30, 0.34, elbow=(1.0, -0.4, 0), palm="in"),
        twist=-18,
        nod=0,
        look=0,
    )
    s.to(o(0.35, 0.5), **_STANCE, right_arm=_BLADE, left_arm=_FREE_HAND, twist=0, bend=10)
    return s.hold(o(0.5, 1.0))


def _sheathe_sword(o: Draw) -> Sketch:
    sheath = hand("pelvis", 0.15, 0.14, 0.12, elbow=(0.8, 0.0, -0.8), palm="in")
    s = _stance(o, left_arm="hang")
    s.to(
        o(0.5, 0.65),
        "stand",
        right_arm=hand("chest", 0.02, 0.14, 0.38, elbow=(1.0, -0.3, 0.2), palm="in"),
        left_arm=sheath,
        nod=22,
        look=14,
        twist=8,
    )
    s.to(o(0.35, 0.45), right_arm=hand("pelvis", -0.02, 0.36, 0.27, elbow=(1.0, 0.0, 0.3), palm="back"), twist=18)
    s.to(o(0.5, 0.65), right_arm=hand("pelvis", -0.08, 0.15, 0.20, elbow=(0.9, -0.3, 0.4), palm="back"))
    s.hold(0.2)
    return s.to(o(0.5, 0.6), "stand").hold(o(0.2, 0.5))


def _sword_duel(o: Draw) -> Sketch:
    s = _stance(o)
    last = ""
    for _ in range(o.count(3, 4)):
        kind = o.pick(*[one for one in ("slash", "thrust", "back", "parry") if one != last])
        last = kind
        if kind == "slash":
            _slash(o, s)
        elif kind == "thrust":
            s.to(
                0.3, right_arm=hand("chest", 0.2, -0.18, 0.04, elbow=(0.4, -0.4, -1.0), palm="in"), twist=-22, load=0.5
            )
            s.to(
                0.17,
                "",
                "hit",
                right_arm=hand("chest", 0.06, 0.08, 0.55, palm="in"),
                twist=24,
                load=-0.5,
                height=0.8,
                pitch=10,
            )
            s.to(0.4, **_STANCE, right_arm=_BLADE, twist=0, load=0, pitch=4)
        elif kind == "back":
            way = o.pick(-0.35, 0.3)
            s.move_home(fwd=way)
            first, second = ("left", "right") if way < 0 else ("right", "left")
            for one in (first, second):
                place = -0.2 if one == "left" else 0.2
                s.to(
                    0.26,
                    fwd=0,
                    load=1 if one == "right" else -1,
                    **{f"{one}_leg": foot(0.15, place, yaw=20 if one == "left" else 0)},
                )
            s.to(0.15, load=0)
        else:
            block = hand("chest", 0.02, 0.26, 0.36, elbow=(1.0, -0.4, 0.3), palm="forward")
            s.to(0.18, "", "hit", right_arm=block, height=0.8, twist=-8, load=0.4)
            s.to(0.1, right_arm=block.but(place=(0.04, 0.2, 0.28)))
            s.to(0.4, **_STANCE, right_arm=_BLADE, twist=0, load=0)
    return s.hold(o(0.2, 0.5))


def _spear_thrust(o: Draw) -> Sketch:
    shaft = Grip((0.0, -0.16, 0.22), (0.35, 0.25, 1.0), spacing=0.5, upper="left", elbow=(0.7, -0.7, -0.4))
    stance = {
        "left_leg": foot(0.14, 0.22, yaw=0),
        "right_leg": foot(0.16, -0.22, yaw=40, heel=6),
        "height": 0.85,
        "balance": 1,
    }
    s = Sketch(o, "stand", **stance, grip=shaft, twist=-30, look=26, bend=8)
    s.hold(o(0.2, 0.5))
    for _ in range(o.times(1, 3)):
        s.to(o(0.32, 0.4), grip=shaft.but(middle=(-0.06, -0.16, 0.08)), twist=-42, load=-0.5)
        s.to(
            o(0.17, 0.22),
            "",
            "hit",
            grip=shaft.but(middle=(0.08, -0.06, 0.36), axis=(0.1, 0.15, 1.0)),
            twist=-4,
            look=4,
            load=0.6,
            pitch=14,
            height=0.8,
            right_leg=stay(heel=25),
        )
        s.hold(0.12)
        s.to(o(0.45, 0.6), **stance, grip=shaft, twist=-30, look=26, pitch=2, load=0)
    return s.hold(o(0.2, 0.5))


def _staff_spin(o: Draw) -> Sketch:
    bar = Grip((0.0, -0.02, 0.36), (1.0, 0.0, 0.0), spacing=0.34, upper="left", elbow=(0.8, -0.8, -0.2))
    s = Sketch(o, "stand_wide", grip=bar, height=0.90)
    for _ in range(o.count(3, 5)):
        s.to(
            o(0.28, 0.36),
            grip=bar.but(middle=(0.06, 0.06, 0.36), axis=(0.45, 1.0, 0.2)),
            twist=16 * o.amplitude,
            load=0.3,
        )
        s.to(
            o(0.28, 0.36),
            grip=bar.but(middle=(-0.06, 0.04, 0.36), axis=(0.45, -1.0, 0.2)),
            twist=-16 * o.amplitude,
            load=-0.3,
        )
    s.to(0.4, grip=bar, twist=0, load=0)
    return s.hold(o(0.2, 0.6))


def _throw_knife(o: Draw) -> Sketch:
    s = Sketch(o, "stand", left_leg=foot(0.13, 0.2), right_leg=foot(0.13, -0.18, yaw=25))
    for _ in range(o.times(1, 2)):
        s.to(
            o(0.35, 0.45),
            right_arm=hand("head", 0.20, 0.02, 0.0, elbow=(0.9, 0.0, 0.6), palm="in"),
            left_arm="forward_low",
            twist=-20,
            load=-0.5,
        )
        s.hold(o(0.2, 0.4))
        s.to(
            o(0.13, 0.17),
            "",
            "hit",
            right_arm=hand("chest", 0.06, 0.12, 0.53, palm="down"),
            left_arm="hang_away",
            twist=16,
            load=0.5,
            pitch=8,
        )
        s.hold(o(0.2, 0.35))
        s.to(o(0.45, 0.6), right_arm="hang", left_arm="hang", twist=0, load=0, pitch=0)
    return s.hold(0.3)


def _knife_stab(o: Draw) -> Sketch:
    guard = bones((0.3, -0.6, 0.7), (-0.3, 0.1, 1.0), palm="forward")
    low = {"left_leg": foot(0.15, 0.2), "right_leg": foot(0.15, -0.2, yaw=30, heel=8), "height": 0.82, "balance": 1}
    hip = hand("pelvis", 0.24, 0.16, 0.04, elbow=(0.4, -0.3, -1.0), palm="in")
    s = Sketch(o, "stand", **low, left_arm=guard, right_arm=hip, pitch=10, bend=14, nod=-8)
    s.hold(o(0.15, 0.4))
    over = o.chance(0.35)
    for _ in range(o.times(1, 3)):
        if over:
            s.to(0.32, right_arm=hand("chest", 0.2, 0.46, 0.12, elbow=(1.0, 0.2, 0), palm="forward"), twist=-20)
            s.to(0.17, "", "hit", right_arm=hand("chest", 0.04, -0.16, 0.42, palm="down"), twist=22, pitch=22, load=0.5)
        else:
            s.to(0.2, right_arm=hip, twist=-18, load=-0.3)
            s.to(0.16, "", "hit", right_arm=hand("chest", 0.02, -0.12, 0.48, palm="in"), twist=24, load=0.5, pitch=16)
        s.to(0.25, right_arm=hip, twist=-8, load=0, pitch=10)
    return s.to(0.4, right_arm=hip).hold(o(0.2, 0.5))


ACTIONS = (
    Action("sword_slash", _sword_slash),
    Action("sword_slash_two_handed", _sword_slash_two_handed),
    Action("sword_overhead", _sword_overhead),
    Action("sword_thrust", _sword_thrust),
    Action("sword_parry", _sword_parry),
    Action("shield_block", _shield_block),
    Action("draw_sword", _draw_sword),
    Action("sheathe_sword", _sheathe_sword),
    Action("sword_duel", _sword_duel),
    Action("spear_thrust", _spear_thrust),
    Action("staff_spin", _staff_spin),
    Action("throw_knife", _throw_knife),
    Action("knife_stab", _knife_stab),
)
