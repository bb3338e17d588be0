"""Gestures with the hands: waving, pointing, greeting."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand
from ..sketch import Sketch
from .common import at, end, rest


def _wave_hand(o: Draw) -> Sketch:
    up = o(0.5, 1.0) * o.more("high")
    size = 0.34 * o.more("big", "small") * o.amplitude
    s = rest(o)
    s.to(o(0.4, 0.55), right_arm=bones((0.8, 0.1 + 0.3 * up, 0.4), (0.1, 1.0, 0.2), palm="forward"))
    for number in range(o.count(4, 8)):
        way = size if number % 2 == 0 else -size
        s.to(
            o(0.17, 0.26),
            right_arm=bones((0.8, 0.1 + 0.3 * up, 0.4), (0.1 + 1.4 * way, 1.0, 0.2), palm="forward"),
            tilt=4,
        )
    return end(o, s)


def _wave_both(o: Draw) -> Sketch:
    s = rest(o)
    size = 0.5 * o.more("big")
    s.to(o(0.4, 0.5), arms=bones((0.7, 0.8, 0.2), (0.3, 1.0, 0.1), palm="forward"))
    for number in range(o.count(5, 9)):
        lower = (0.5 + size, 1.0, 0.1) if number % 2 == 0 else (-0.4 * size, 1.0, 0.15)
        s.to(o(0.24, 0.3), arms=bones((0.7, 0.8, 0.2), lower, palm="forward"), height=0.955 if number % 2 else 0.92)
    return end(o, s)


def _wave_off(o: Draw) -> Sketch:
    near, far = (
        hand("chest", 0.04, 0.0, 0.26, elbow=(0.9, -0.8, 0), palm="back"),
        hand("chest", 0.26, -0.18, 0.38, elbow=(0.7, -0.9, 0), palm="down"),
    )
    s = rest(o)
    s.to(0.35, right_arm=near, look=10)
    for _ in range(o.times(2, 3)):
        s.to(0.17, "", "hit", right_arm=far, look=18, tilt=-5).to(0.26, right_arm=near)
    s.to(0.2, right_arm=far)
    return end(o, s)


def _point_side(o: Draw) -> Sketch:
    out = bones((1.0, 0.02, 0.05), (1.0, 0.03, 0.08), palm="down")
    s = rest(o)
    s.to(0.25, look=-35).to(o(0.35, 0.5), "", "settle", right_arm=out, look=-50)
    s.hold(o(0.7, 1.3) * o.more("long"))
    return end(o, s)


def _point_up(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.25, nod=-18).to(o(0.4, 0.55), "", "settle", right_arm=bones((0.3, 1.0, 0.4), (0.2, 1.0, 0.4)), nod=-28)
    s.hold(o(0.6, 1.2) * o.more("long"))
    if o.chance(0.3):
        s.to(0.25, right_arm=bones((0.3, 0.9, 0.5), (0.2, 0.9, 0.5))).to(
            0.25, right_arm=bones((0.3, 1.0, 0.4), (0.2, 1.0, 0.4))
        )
    return end(o, s)


def _point_ahead(o: Draw) -> Sketch:
    out = bones((0.04, 0.02, 1.0), (-0.02, 0.03, 1.0), palm="down")
    s = rest(o)
    s.to(0.15, right_arm=hand("chest", 0.12, -0.1, 0.24)).to(
        o(0.25, 0.35), "", "settle", right_arm=out, pitch=4, twist=6
    )
    s.hold(o(0.7, 1.2) * o.more("long"))
    return end(o, s)


def _point_self(o: Draw) -> Sketch:
    heart = hand("chest", -0.02, 0.0, 0.16, elbow=(0.9, -0.8, 0.0), palm="back")
    s = rest(o)
    s.to(o(0.45, 0.6), right_arm=heart, nod=4)
    for _ in range(o.count(1, 3)):
        s.to(0.16, right_arm=at(heart, 0, 0, 0.05)).to(0.16, right_arm=heart)
    s.hold(o(0.5, 1.0))
    return end(o, s)


def _stop_sign(o: Draw) -> Sketch:
    out = hand("chest", 0.14, 0.12, 0.50, elbow=(0.6, -1.0, 0.0), palm="forward", wrist=(-60, 0, 0))
    s = rest(o)
    s.to(o(0.25, 0.35), "", "hit", right_arm=out, pitch=-4, nod=2)
    s.hold(o(0.7, 1.4) * o.more("long"))
    return end(o, s)


def _thumbs_up(o: Draw) -> Sketch:
    up = hand("chest", 0.12, 0.02, 0.40, elbow=(0.7, -1.0, 0.0), palm="in")
    s = rest(o)
    s.to(o(0.35, 0.5), right_arm=up, nod=-4)
    for _ in range(2):
        s.to(0.15, right_arm=at(up, 0, 0.03, 0.02), nod=6).to(0.15, right_arm=up, nod=0)
    s.hold(o(0.5, 1.0) * o.more("long"))
    return end(o, s)


def _clap(o: Draw) -> Sketch:
    shut, wide = (
        hand("chest", 0.045, 0.0, 0.30, elbow=(0.7, -1.0, -0.1), palm="in"),
        hand("chest", 0.17, 0.0, 0.30, elbow=(0.8, -1.0, -0.1), palm="in"),
    )
    s = rest(o)
    s.to(0.45, arms=wide)
    beat = o(0.15, 0.22)
    for _ in range(o.times(4, 9)):
        s.to(beat, "", "hit", arms=shut).to(beat, arms=wide)
    return end(o, s)


def _fist_pump(o: Draw) -> Sketch:
    s = rest(o)
    for _ in range(o.times(1, 3)):
        s.to(o(0.25, 0.32), right_arm=hand("chest", 0.20, 0.34, 0.26, elbow=(0.9, -0.6, 0.2), palm="in"), height=0.955)
        s.to(
            o(0.15, 0.2),
            "",
            "hit",
            right_arm=hand("chest", 0.16, -0.16, 0.16, elbow=(0.4, -0.6, -1.0), palm="in"),
            height=0.89,
            pitch=8,
            bend=10,
            nod=8,
        )
        s.hold(0.12)
    return end(o, s)


def _come_here(o: Draw) -> Sketch:
    far, near = (
        hand("chest", 0.14, -0.02, 0.46, elbow=(0.7, -1.0, 0.0), palm="up"),
        hand("chest", 0.16, 0.06, 0.22, elbow=(0.7, -1.0, -0.1), palm="back"),
    )
    s = rest(o)
    s.to(0.45, right_arm=far)
    for _ in range(o.times(3, 4)):
        s.to(o(0.24, 0.32), right_arm=near, pitch=-3, nod=3).to(o(0.24, 0.32), right_arm=far, pitch=0, nod=0)
    return end(o, s)


def _salute(o: Draw) -> Sketch:
    brow = hand("head", 0.15, 0.07, 0.11, elbow=(1.0, 0.0, 0.45), palm="down")
    s = Sketch(o, "stand", legs=foot(0.08, 0, yaw=20), bend=-2, arms="side").hold(o(0.2, 0.4))
    s.to(o(0.25, 0.38), "", "settle", right_arm=brow, left_arm="side", bend=-4, nod=-3)
    s.hold(o(0.8, 1.4) * o.more("long"))
    s.to(o(0.25, 0.4), "", "hit", arms="side")
    return s.hold(o(0.2, 0.5))


def _shrug(o: Draw) -> Sketch:
    up = hand("chest", 0.30, -0.16, 0.26, elbow=(0.5, -0.7, -0.6), palm="up", shrug=20)
    s = rest(o)
    for _ in range(o.times(1, 2)):
        s.to(o(0.25, 0.35), arms=at(up, 0.04 * o.more("big"), 0.04, 0.02), tilt=o(-12, 12), nod=2)
        s.hold(o(0.3, 0.6))
        s.to(o(0.35, 0.5), "stand")
    return s.hold(o(0.1, 0.4))


ACTIONS = (
    Action("wave_hand", _wave_hand),
    Action("wave_both", _wave_both),
    Action("wave_off", _wave_off),
    Action("point_side", _point_side),
    Action("point_up", _point_up),
    Action("point_ahead", _point_ahead),
    Action("point_self", _point_self),
    Action("stop_sign", _stop_sign),
    Action("thumbs_up", _thumbs_up),
    Action("clap", _clap),
    Action("fist_pump", _fist_pump),
    Action("come_here", _come_here),
    Action("salute", _salute),
    Action("shrug", _shrug),
)
