"""Gestures: bows, handshakes, signs and feet."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch
from .common import at, end, rest


def _bow(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.07, 0, yaw=12), arms="side").hold(o(0.1, 0.3))
    belly = o.chance(0.3)
    for _ in range(o.times(1, 2) if o.chance(0.3) else 1):
        s.to(
            o(0.7, 1.0),
            pitch=o(30, 48) * o.more("deep"),
            bend=14,
            nod=8,
            height=0.95,
            arms="side",
            **({"right_arm": "belly", "left_arm": "behind_back"} if belly else {}),
        )
        s.hold(o(0.4, 0.8))
        s.to(o(0.7, 1.0), "stand", arms="side")
    return s.hold(o(0.1, 0.4))


def _curtsy(o: Draw) -> Sketch:
    skirt = bones((0.7, -1.0, 0.1), (0.6, -0.8, 0.2))
    s = Sketch(o, "stand").hold(o(0.1, 0.2))
    s.to(0.4, arms=skirt, load=0.7)
    s.to(
        o(0.5, 0.7),
        right_leg=foot(-0.02, -0.3, heel=45, lift=0.03),
        left_leg=stay(knee_out=14),
        height=o(0.72, 0.82) / o.more("deep"),
        balance=1,
        arms=skirt,
        nod=18,
        bend=8,
        load=0.4,
    )
    s.hold(o(0.3, 0.6))
    return s.to(o(0.6, 0.8), "stand", legs=foot(0.1, 0, lift=0.03)).hold(0.3)


def _hands_on_hips(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.5, 0.7), arms="hips", bend=-2)
    for _ in range(o.count(1, 3)):
        s.hold(o(0.3, 0.7) * o.more("long")).to(0.5, look=o(-25, 25), load=o(-0.7, 0.7))
    return s.hold(o(0.3, 0.7))


def _shake_hands(o: Draw) -> Sketch:
    out = hand("chest", 0.06, -0.12, 0.46, elbow=(0.6, -1.0, -0.1), palm="in")
    s = rest(o)
    s.to(o(0.45, 0.6), right_arm=out, pitch=6, right_leg=foot(0.12, 0.14, lift=0.04), balance=1)
    for _ in range(o.count(3, 5)):
        s.to(0.17, right_arm=at(out, 0, 0.06, 0), nod=5).to(0.17, right_arm=at(out, 0, -0.06, 0), nod=0)
    s.to(0.2, right_arm=out).hold(0.2)
    return s.to(0.6, "stand", right_leg=foot(0.11, 0.0, lift=0.04)).hold(0.2)


def _high_five(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.3, 0.4), right_arm=bones((0.9, 0.3, -0.2), (0.2, 1.0, -0.4)), twist=-14)
    s.to(
        o(0.12, 0.17),
        "",
        "hit",
        right_arm=hand("head", 0.12, 0.10, 0.40, elbow=(0.8, -0.7, 0.2), palm="forward"),
        twist=12,
        legs=stay(heel=12),
    )
    s.to(0.1, right_arm=hand("head", 0.13, 0.10, 0.34, elbow=(0.8, -0.7, 0.2), palm="forward")).hold(0.2)
    return end(o, s)


def _fist_bump(o: Draw) -> Sketch:
    out = hand("chest", 0.10, -0.06, 0.51, elbow=(0.6, -1.0, 0.0), palm="down")
    s = rest(o)
    s.to(0.2, right_arm=hand("chest", 0.16, -0.18, 0.24)).to(
        o(0.25, 0.35), "", "hit", right_arm=out, twist=8, pitch=4
    ).hold(0.15)
    s.to(0.2, right_arm=at(out, 0.03, 0.04, -0.08), nod=-6)
    return end(o, s)


def _count_fingers(o: Draw) -> Sketch:
    palm, dab = (
        hand("chest", 0.10, -0.02, 0.34, elbow=(0.7, -1.0, 0), palm="up"),
        hand("chest", 0.05, 0.06, 0.32, elbow=(0.8, -0.8, 0), palm="down"),
    )
    s = rest(o)
    s.to(0.5, left_arm=palm, right_arm=dab, nod=16)
    for number in range(o.count(3, 5)):
        s.to(0.22, right_arm=at(dab, -0.02 * number, -0.05, 0.01 * number), nod=20).to(
            0.25, right_arm=at(dab, -0.02 * number, 0.01, 0), nod=14
        )
    return end(o, s)


def _v_sign(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.4, 0.55), right_arm=hand("head", 0.22, -0.02, 0.22, elbow=(0.8, -1.0, 0.0), palm="forward"), tilt=8)
    s.hold(o(0.6, 1.2) * o.more("long"))
    return end(o, s)


def _no_no(o: Draw) -> Sketch:
    cross, wide = (
        hand("chest", -0.08, 0.02, 0.38, elbow=(0.9, -0.8, 0), palm="forward"),
        hand("chest", 0.28, 0.02, 0.36, elbow=(0.8, -0.9, 0), palm="forward"),
    )
    s = rest(o)
    s.to(0.35, arms=hand("chest", 0.10, 0.02, 0.38, palm="forward"))
    for number in range(o.times(2, 4)):
        s.to(0.28, left_arm=at(cross, 0, 0.04, 0.04), right_arm=at(cross, 0, -0.04, -0.03), look=10).to(
            0.28, arms=wide, look=-10 if number % 2 else 6
        )
    return end(o, s)


def _present(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.35, right_arm=hand("chest", -0.02, -0.12, 0.26, palm="up"))
    s.to(
        o(0.5, 0.7),
        right_arm=bones((0.8, -0.45, 0.6), (0.7, -0.1, 0.6), palm="up"),
        twist=-14,
        look=-24,
        left_arm=o.pick("behind_back", "hang"),
        load=-0.4,
    )
    s.hold(o(0.5, 1.0))
    return end(o, s)


def _toast(o: Draw) -> Sketch:
    glass = hand("chest", 0.10, -0.06, 0.30, elbow=(0.7, -1.0, 0), palm="in")
    s = Sketch(o, "stand", right_arm=glass).hold(0.2)
    s.to(o(0.55, 0.7), right_arm=hand("chest", 0.10, 0.30, 0.44, elbow=(0.7, -0.9, 0), palm="in"), nod=-6).to(
        0.5, look=o(-25, 25)
    ).hold(0.3)
    if o.chance(0.6):
        s.to(0.6, right_arm=hand("head", 0.05, -0.02, 0.20, elbow=(0.9, -0.4, 0.2)), nod=-10, look=0).hold(0.4)
    return s.to(0.6, right_arm=glass, nod=0, look=0).hold(0.2)


def _hitchhike(o: Draw) -> Sketch:
    out = bones((0.9, -0.35, 0.55), (0.9, -0.1, 0.5), palm="forward")
    s = rest(o)
    s.to(0.5, right_arm=out, look=-35)
    for _ in range(o.count(2, 4)):
        s.to(0.28, right_arm=bones((0.9, -0.3, 0.45), (0.9, 0.0, 0.3))).to(0.28, right_arm=out)
        s.to(0.5, look=o(-45, 30), load=o(-0.5, 0.5))
    return end(o, s)


def _cross_oneself(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.45, right_arm=hand("head", 0.01, 0.05, 0.19, elbow=(0.8, -0.8, 0.2), palm="back"), nod=10).hold(0.1)
    s.to(0.4, right_arm=hand("chest", -0.02, -0.08, 0.17, elbow=(0.9, -0.7, 0), palm="back")).hold(0.1)
    s.to(0.4, right_arm=hand("chest", -0.22, 0.10, 0.16, elbow=(0.7, -0.6, 0.5), palm="back")).hold(0.1)
    s.to(0.4, right_arm=hand("chest", 0.12, 0.12, 0.14, elbow=(1.0, -0.7, 0), palm="back")).hold(0.15)
    return end(o, s)


def _tap_foot(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.5, arms=o.pick("crossed", "hips"), load=0.7, right_leg=foot(0.14, 0.12, yaw=20, lift=0.03))
    for _ in range(o.count(5, 9)):
        s.to(o(0.14, 0.2), right_leg=stay(heel=-16)).to(o(0.14, 0.2), right_leg=stay(heel=0))
        if o.chance(0.15):
            s.to(0.3, look=o(-25, 25))
    return s.hold(0.3)


def _stomp(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.4, arms=o.pick("hips", hand("pelvis", 0.24, -0.02, 0.06)), nod=8)
    for _ in range(o.times(1, 3)):
        s.to(o(0.2, 0.26), load=1, right_leg=leg(52, 80, point=0), balance=1)
        s.to(o(0.1, 0.14), "", "hit", right_leg=foot(0.12, 0.05, lift=0.0), load=-0.2, height=0.91, nod=14, bend=10)
        s.to(0.2, height=0.95, nod=6)
    return s.hold(o(0.2, 0.5))


ACTIONS = (
    Action("bow_greeting", _bow),
    Action("curtsy", _curtsy),
    Action("hands_on_hips", _hands_on_hips),
    Action("shake_hands", _shake_hands),
    Action("high_five", _high_five),
    Action("fist_bump", _fist_bump),
    Action("count_fingers", _count_fingers),
    Action("v_sign", _v_sign),
    Action("no_no", _no_no),
    Action("present_show", _present),
    Action("toast", _toast),
    Action("hitchhike", _hitchhike),
    Action("cross_oneself", _cross_oneself),
    Action("tap_foot", _tap_foot),
    Action("angry_stomp", _stomp),
)
