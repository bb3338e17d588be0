"""Floor: sitting, kneeling and lying down, and getting up again."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import foot, hand, kneel, leg, stay
from ..sketch import Sketch

_BEHIND = hand("floor", 0.26, 0, -0.40, elbow=(0.3, 0.2, -1))


def _sit_down(o: Draw, s: Sketch) -> None:
    """From standing to the seat with half bent legs; the seat lies 0.42 m behind the feet."""
    s.to(
        o(0.7, 0.9),
        "squat_low",
        left_arm=hand("floor", 0.26, 0, -0.42, elbow=(0.3, 0.2, -1)) if o.chance(0.5) else "forward_low",
        right_arm=hand("floor", 0.26, 0, -0.42, elbow=(0.3, 0.2, -1)),
        pitch=4,
        bend=28,
        balance=0,
        fwd=-0.12,
    )
    s.to(
        o(0.4, 0.6),
        "sit_back_hands",
        fwd=-0.42,
        legs=foot(0.13, 0.05),
        left_arm=hand("floor", 0.26, 0, -0.66, elbow=(0.3, 0.2, -1)),
        right_arm=hand("floor", 0.26, 0, -0.66, elbow=(0.3, 0.2, -1)),
        pitch=-18,
        bend=20,
    )


def _sit_on_floor(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    _sit_down(o, s)
    end = o.pick("sit_floor", "sit_knees_up", "sit_back_hands", "sit_cross")
    more = {"arms": hand("floor", 0.24, 0, -0.76, elbow=(0.3, 0.2, -1))} if end == "sit_back_hands" else {}
    s.to(o(0.5, 0.8), end, fwd=-0.42, **more)
    s.hold(o(0.4, 0.8))
    if o.chance(0.4):
        s.to(0.6, look=o(-35, 35), nod=-4).hold(0.3)
    return s.hold(o(0.3, 0.9))


def _cross(o: Draw, start_seated: float) -> Sketch:
    if o.chance(start_seated):
        return Sketch(o, "sit_cross")
    s = Sketch(o, "stand").hold(o(0.05, 0.2))
    _sit_down(o, s)
    return s.to(o(0.7, 0.9), "sit_cross", fwd=-0.42)


def _sit_cross_legged(o: Draw) -> Sketch:
    s = _cross(o, 0.5)
    for _ in range(o.count(1, 3)):
        s.hold(o(0.5, 1.0))
        s.to(
            o(0.5, 0.8),
            look=o(-30, 30),
            nod=o(-6, 10),
            side=o(-4, 4),
            arms=o.pick("thigh", "thigh", "together", "belly"),
        )
    return s.hold(o(0.5, 1.2) * o.more("long"))


def _meditate(o: Draw) -> Sketch:
    s = _cross(o, 0.6)
    knees = hand("pelvis", 0.30, 0.06, 0.26, elbow=(0.7, -0.6, -0.5), palm="up")
    lap = hand("pelvis", 0.02, 0.04, 0.22, elbow=(0.9, -0.5, -0.5), palm="up")
    s.to(
        o(0.6, 0.9),
        arms=o.pick(knees, knees, lap, hand("chest", 0.02, 0.0, 0.22, elbow=(0.9, -0.8, 0), palm="in")),
        bend=4,
        nod=4,
        pitch=-6,
    )
    s.breath = 2.0
    for _ in range(o.count(1, 3)):
        s.to(1.8, bend=2, nod=2).to(1.8, bend=6, nod=5)
    return s.hold(o(0.3, 0.8) * o.more("long"))


def _lie_down_belly(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    hands = hand("floor", 0.22, 0, 0.62, elbow=(0.8, -0.2, -0.5))
    s.to(o(0.7, 0.9), "kneel_both", legs=kneel(0.12, 0.05), fwd=0.03, bend=20, arms="forward_low")
    s.to(o(0.5, 0.7), "all_fours", legs=kneel(0.12, 0.05), fwd=0.06, arms=hands)
    s.to(o(0.5, 0.7), height=0.30, pitch=80, fwd=0.16, legs=leg(0, 20, point=45), arms=hands, nod=-25)
    rest = o.pick(hand("head", 0.06, -0.06, 0.12, elbow=(1.0, 0.1, 0.2)), "guard_low", "hang_away")
    s.to(o(0.5, 0.7), "lie_belly", fwd=0.2, look=o.pick(-30, 30), arms=rest, nod=-6)
    return s.hold(o(0.7, 1.4))


def _lie_down_side(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    _sit_down(o, s)
    s.to(
        o(0.6, 0.8),
        "sit_knees_up",
        fwd=-0.42,
        roll=-24,
        right_arm=hand("floor", 0.46, 0, -0.5, elbow=(0.6, 0.2, -0.6)),
        left_arm="forward_low",
        legs=leg(80, 85, point=15),
        rest=1,
    )
    s.to(
        o(0.7, 0.9),
        "lie_side",
        spin=90,
        fwd=-0.42,
        right_arm="up_bent",
        left_arm=hand("chest", 0.04, -0.10, 0.34, elbow=(0.8, -0.4, 0)),
        right_leg=leg(46, 66, spread=-12, point=20),
        left_leg=leg(34, 52, point=20),
    )
    return s.hold(o(0.7, 1.4))


def _get_up_from_belly(o: Draw) -> Sketch:
    hands = hand("floor", 0.26, 0, 0.42, elbow=(0.8, 0.2, -0.5))
    s = Sketch(o, "lie_belly", look=o.pick(-30, 30), arms=hands).hold(o(0.3, 0.6))
    s.to(0.25, look=0, nod=-18)
    s.to(o(0.5, 0.7), height=0.42, pitch=66, rest=0, arms=hands, legs=kneel(0.13, -0.1), nod=-30)
    s.to(o(0.4, 0.5), "all_fours", legs=kneel(0.13, -0.08), arms=hands, height=0.5, fwd=-0.02)
    s.to(
        o(0.5, 0.65),
        "kneel_one",
        left_leg=foot(0.13, 0.32, lift=0.1),
        right_leg=kneel(0.12, -0.08, tucked=True),
        height=0.55,
        fwd=0.02,
        pitch=24,
        bend=20,
        left_arm="thigh",
        right_arm="hang",
        balance=0,
    )
    s.to(o(0.55, 0.7), height=0.84, pitch=20, fwd=0.16, right_leg=foot(0.13, 0.1, lift=0.06), bend=14, left_arm="knees")
    s.to(o(0.5, 0.6), "stand", legs=stay(heel=0), fwd=0.2)
    return s.hold(o(0.3, 0.6))


def _get_up_from_seat(o: Draw) -> Sketch:
    s = Sketch(o, o.pick("sit_floor", "sit_knees_up", "sit_cross")).hold(o(0.3, 0.5))
    s.to(
        o(0.4, 0.5),
        "sit_back_hands",
        pitch=-6,
        bend=30,
        left_arm=hand("floor", 0.28, 0, -0.25, elbow=(0.4, 0, -1)),
        right_arm="knees",
        legs=foot(0.15, 0.34),
    )
    s.to(
        o(0.5, 0.65),
        "squat_low",
        balance=0,
        fwd=0.18,
        legs=foot(0.15, 0.34, heel=0),
        bend=40,
        pitch=30,
        left_arm=hand("floor", 0.28, 0, -0.10, elbow=(0.4, 0, -1)),
        right_arm="knees",
        height=0.36,
    )
    s.to(o(0.45, 0.55), "crouch", legs=stay(heel=0), fwd=0.32)
    s.to(o(0.5, 0.7), "stand", legs=stay(heel=0))
    return s.hold(o(0.3, 0.7))


def _get_up_from_knees(o: Draw) -> Sketch:
    one = o.chance(0.3)
    s = Sketch(o, "kneel_one" if one else "kneel_both", arms=o.pick("thigh", "hang")).hold(o(0.3, 0.6))
    if not one:
        s.to(
            o(0.45, 0.6),
            "kneel_one",
            left_leg=foot(0.13, 0.42, lift=0.1),
            right_leg=kneel(0.11, 0, tucked=True),
            bend=14,
            left_arm="thigh",
            right_arm="hang",
            pitch=6,
        )
    s.to(
        o(0.5, 0.65), height=0.84, pitch=20, fwd=0.22, right_leg=foot(0.12, 0.16, lift=0.06), bend=14, left_arm="knees"
    )
    s.to(o(0.5, 0.65), "stand", legs=stay(heel=0), fwd=0.28)
    return s.hold(o(0.3, 0.6))


def _kneel(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    if o.chance(0.3):
        s.to(o(0.5, 0.6), "kneel_both", "hit", legs=kneel(0.13, 0.05), fwd=0.03, bend=12, arms="hang_away")
    else:
        s.to(
            o(0.55, 0.75),
            height=0.56,
            fwd=0.12,
            balance=0,
            pitch=6,
            bend=10,
            left_leg=foot(0.12, 0.42, lift=0.08),
            right_leg=kneel(0.12, 0.05, tucked=True),
        )
        s.to(
            o(0.45, 0.6),
            "kneel_both",
            legs=kneel(0.12, 0.05),
            fwd=0.03,
            arms=o.pick("hang", "thigh", "behind_back", "behind_head"),
        )
    if o.chance(0.4):
        s.to(0.6, "sit_heels", legs=kneel(0.12, 0.05), fwd=-0.30, nod=o(0, 20))
    return s.hold(o(1.2, 2.2))


def _kneel_one_knee(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    s.to(o(0.35, 0.45), height=0.82, balance=0, fwd=0.1, left_leg=foot(0.12, 0.46, lift=0.08))
    end = o.pick("thigh", "knees", "hang", "together")
    s.to(
        o(0.5, 0.65),
        "kneel_one",
        left_leg=foot(0.12, 0.46),
        right_leg=kneel(0.11, 0.02, tucked=True),
        fwd=0.06,
        arms=end,
    )
    if o.chance(0.4):
        s.to(0.7, nod=24, bend=14).hold(0.4).to(0.5, nod=0, bend=4)
    return s.hold(o(1.0, 2.0))


def _pray_kneeling(o: Draw) -> Sketch:
    s = Sketch(o, "stand" if o.chance(0.5) else "kneel_both")
    if len(s.keys) and s.keys[0].values["height"] > 0.7:
        s.to(
            o(0.55, 0.75),
            height=0.56,
            fwd=0.12,
            balance=0,
            left_leg=foot(0.12, 0.42, lift=0.08),
            right_leg=kneel(0.12, 0.0, tucked=True),
        )
        s.to(0.5, "kneel_both")
    palms = hand("chest", 0.028, 0.06, 0.22, elbow=(0.8, -1.0, 0.0), palm="in")
    if o.chance(0.3):
        s.to(0.5, "sit_heels", fwd=-0.34)
    s.to(o(0.6, 0.9), arms=palms, nod=24, bend=12)
    for _ in range(o.count(1, 3)):
        s.to(o(0.7, 1.0), nod=30, bend=16).to(o(0.7, 1.0), nod=22, bend=10)
    return s.hold(o(0.4, 0.9) * o.more("long"))


def _pray_prostrate(o: Draw) -> Sketch:
    s = Sketch(o, "sit_heels" if o.chance(0.6) else "kneel_both")
    if s.keys[0].values["height"] > 0.4:
        s.to(0.7, "sit_heels")
    for _ in range(o.times(1, 2)):
        s.to(
            o(0.8, 1.0),
            pitch=62,
            bend=42,
            nod=18,
            height=0.24,
            fwd=-0.34,
            arms=hand("floor", 0.20, 0, 0.36, elbow=(0.8, -0.1, -0.4)),
        )
        s.to(0.3, bend=50, nod=28)
        s.hold(o(0.5, 0.9))
        s.to(o(0.7, 0.9), "sit_heels")
    return s.hold(o(0.3, 0.6))


def _sit_lean_wall(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.2))
    s.to(0.35, left_leg=foot(0.13, 0.3, lift=0.05), balance=0, fwd=0.0, pitch=-6).to(
        0.3, right_leg=foot(0.13, 0.32, lift=0.05), fwd=-0.04, pitch=-8
    )
    s.to(o(0.6, 0.8), height=0.5, fwd=-0.1, pitch=-10, bend=10, legs=stay(heel=0), arms="hang")
    s.to(o(0.4, 0.55), "sit_knees_up", fwd=-0.14, pitch=-12, bend=10, legs=foot(0.14, 0.34), arms="hang_away")
    s.to(
        o(0.5, 0.8),
        "sit_knees_up",
        fwd=-0.14,
        pitch=-12,
        bend=12,
        nod=o.pick(-18, 24),
        left_leg=leg(78, 8, point=10) if o.chance(0.5) else foot(0.14, 0.34),
        right_leg=foot(0.14, 0.34),
        arms=o.pick("knees", "thigh"),
    )
    return s.hold(o(0.7, 1.5))


def _swoon(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(o(0.5, 0.7), right_arm="brow", nod=-14, bend=-4, side=6)
    s.to(0.4, side=-8, load=-0.5, nod=-18).to(0.35, side=8, load=0.5)
    s.to(
        0.4,
        height=0.62,
        pitch=-4,
        roll=-14,
        side=-16,
        balance=0,
        left=-0.1,
        right_arm="out_low",
        left_arm="hang_away",
        nod=10,
        legs=stay(heel=20),
    )
    s.to(0.3, height=0.28, roll=-46, left=-0.26, fwd=-0.05, legs=leg(50, 80, point=30), nod=18, rest=1)
    s.to(
        0.35,
        "lie_side",
        spin=90,
        roll=0,
        left=-0.35,
        fwd=-0.1,
        right_arm="up_bent",
        left_arm="forward_low",
        right_leg=leg(42, 62, point=20),
        left_leg=leg(28, 44, point=20),
    )
    return s.hold(o(0.8, 1.4))


def _squat_down(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    s.to(
        o(0.7, 0.9),
        "squat_low",
        height=o(0.30, 0.38),
        arms=o.pick("knees", "together", "thigh"),
        legs=stay(heel=o.pick(0, 25), knee_out=15),
    )
    for _ in range(o.count(1, 2)):
        s.hold(o(0.3, 0.6))
        s.to(0.5, look=o(-45, 45), nod=o(-15, 10))
    return s.hold(o(0.4, 1.0) * o.more("long"))


def _crouch_fire(o: Draw) -> Sketch:
    warm = hand("chest", 0.12, 0.10, 0.46, elbow=(0.7, -0.9, -0.2), palm="forward")
    s = Sketch(o, "stand")
    s.to(0.8, "squat_low", height=0.36, arms=warm, pitch=20, nod=4)
    for _ in range(o.count(2, 3)):
        s.hold(o(0.3, 0.6))
        if o.chance(0.6):
            rub = hand("chest", 0.03, 0.08, 0.40, elbow=(0.8, -0.8, 0), palm="in")
            s.to(0.4, arms=rub)
            for _ in range(3):
                s.to(0.16, left_arm=rub.but(place=(0.03, -0.08, 0.36)), right_arm=rub.but(place=(0.03, -0.12, 0.28)))
                s.to(0.16, left_arm=rub.but(place=(0.03, -0.12, 0.28)), right_arm=rub.but(place=(0.03, -0.08, 0.36)))
        s.to(
            0.5,
            arms=warm.but(place=(0.13, 0.12, 0.46), palm=o.pick("forward", "back")),
            load=o(-0.4, 0.4),
            side=o(-6, 6),
        )
    return s.hold(o(0.3, 0.8) * o.more("long"))


ACTIONS = (
    Action("sit_on_floor", _sit_on_floor),
    Action("sit_cross_legged", _sit_cross_legged),
    Action("meditate", _meditate),
    Action("lie_down_belly", _lie_down_belly),
    Action("lie_down_side", _lie_down_side),
    Action("get_up_from_belly", _get_up_from_belly),
    Action("get_up_from_seat", _get_up_from_seat),
    Action("get_up_from_knees", _get_up_from_knees),
    Action("kneel", _kneel),
    Action("kneel_one_knee", _kneel_one_knee),
    Action("pray_kneeling", _pray_kneeling),
    Action("pray_prostrate", _pray_prostrate),
    Action("sit_lean_wall", _sit_lean_wall),
    Action("swoon_faint", _swoon),
    Action("squat_down", _squat_down),
    Action("crouch_fire", _crouch_fire),
)
