"""Daily life: eating, washing, dressing, cooking."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, kneel, stay
from ..sketch import Sketch
from .common import at, seated, strokes

_CUP = hand("chest", 0.10, -0.22, 0.30, elbow=(0.6, -1.0, -0.2), palm="in")

_LEAN = {"pitch": 10, "bend": 14, "nod": 22}


def _drink(o: Draw) -> Sketch:
    mouth = hand("head", 0.06, -0.02, 0.20, elbow=(0.8, -0.7, 0.2), palm="in")
    s = Sketch(o, "stand", right_arm=_CUP if o.chance(0.7) else "hang").hold(o(0.2, 0.5))
    for _ in range(o.pick(1, 1, 2)):
        s.to(o(0.6, 0.8), right_arm=mouth)
        s.to(0.3, nod=-14, bend=0, right_arm=mouth.but(elbow=(1.0, -0.2, 0.2)))
        s.hold(o(0.6, 1.2))
        s.to(o(0.6, 0.8), right_arm=_CUP, nod=4).hold(o(0.2, 0.5))
    return s


def _eat_spoon(o: Draw) -> Sketch:
    plate, mouth = (
        hand("chest", 0.06, -0.26, 0.36, elbow=(0.8, -0.8, -0.2), palm="down"),
        hand("head", 0.04, -0.05, 0.20, elbow=(0.9, -0.5, 0.1), palm="in"),
    )
    s = seated(o, left_arm="type", right_arm=plate, bend=14, nod=14)
    for _ in range(o.count(2, 4)):
        s.to(0.25, right_arm=at(plate, -0.05, -0.03, 0.02)).to(0.2, right_arm=plate)
        s.to(o(0.45, 0.6), right_arm=mouth, bend=18, nod=6).hold(0.3)
        s.to(o(0.45, 0.6), right_arm=plate, bend=14, nod=14)
    return s.hold(0.2)


def _eat_hand(o: Draw) -> Sketch:
    hold, mouth = (
        hand("chest", 0.06, -0.08, 0.28, elbow=(0.6, -1.0, 0.0), palm="in"),
        hand("head", 0.04, -0.04, 0.19, elbow=(0.7, -0.9, 0.2), palm="in"),
    )
    s = seated(o, right_arm=hold) if o.chance(0.4) else Sketch(o, "stand", right_arm=hold)
    for _ in range(o.count(2, 3)):
        s.to(o(0.4, 0.5), right_arm=mouth, nod=6).hold(0.2)
        s.to(0.16, nod=-2, right_arm=at(mouth, 0.01, -0.02, 0.03))
        s.to(o(0.4, 0.5), right_arm=hold, nod=2)
        for _ in range(o.count(1, 3)):
            s.to(0.2, nod=5).to(0.2, nod=2)
    return s.hold(0.2)


def _wash_dishes(o: Draw) -> Sketch:
    left, right = (
        hand("chest", 0.08, -0.20, 0.36, elbow=(0.7, -0.9, -0.1), palm="up"),
        hand("chest", 0.05, -0.15, 0.37, elbow=(0.8, -0.8, -0.1), palm="down"),
    )
    s = Sketch(o, "stand", left_arm=left, right_arm=right, **_LEAN)
    for _ in range(o.count(2, 3)):
        strokes(
            o,
            s,
            "right_arm",
            (at(right, 0.05, 0, 0), at(right, 0, 0.01, 0.05), at(right, -0.05, 0, 0), at(right, 0, -0.01, -0.04)),
            (0.13, 0.17),
            o.count(2, 3),
            2,
        )
        s.to(0.3, left_arm=at(left, 0.0, 0.04, 0.03), right_arm=right)
    return s.hold(0.3)


def _wash_face(o: Draw) -> Sketch:
    basin, face = (
        hand("chest", 0.07, -0.26, 0.36, elbow=(0.7, -0.8, -0.2), palm="up"),
        hand("head", 0.06, -0.02, 0.16, elbow=(0.7, -0.9, 0.3), palm="back"),
    )
    s = Sketch(o, "stand", pitch=24, bend=26, nod=14, height=0.92)
    for _ in range(o.times(1, 2)):
        s.to(0.45, arms=basin).hold(0.15)
        s.to(0.4, arms=face)
        for _ in range(o.count(2, 3)):
            s.to(0.16, arms=at(face, 0, 0.05, -0.01)).to(0.16, arms=at(face, 0, -0.03, 0))
    return s.to(0.7, "stand", arms="together").hold(0.3)


def _brush_teeth(o: Draw) -> Sketch:
    mouth = hand("head", 0.11, -0.05, 0.17, elbow=(1.0, -0.4, 0.2), palm="in")
    s = Sketch(o, "stand", left_arm=o.pick("hang", "hips"), right_arm=_CUP, nod=8, bend=8)
    s.to(0.5, right_arm=mouth)
    for part in range(o.count(2, 3)):
        base = at(mouth, -0.02 * part, 0.02 * (part % 2), 0.01)
        strokes(o, s, "right_arm", (at(base, 0.04, 0, -0.01), at(base, -0.02, 0, 0.01)), (0.12, 0.16), o.count(4, 6), 1)
        s.to(0.25, tilt=o(-8, 8))
    return s.to(0.5, right_arm=_CUP).hold(0.2)


def _comb_hair(o: Draw) -> Sketch:
    brow, top, back, nape = (
        hand("head", 0.05, 0.16, 0.14, elbow=(1.0, 0.1, 0.4)),
        hand("head", 0.07, 0.22, 0.02, elbow=(1.0, 0.3, 0.2)),
        hand("head", 0.10, 0.12, -0.10, elbow=(1.0, 0.3, 0.0)),
        hand("head", 0.13, -0.06, -0.05, elbow=(1.0, -0.2, 0.0)),
    )
    s = Sketch(o, "stand", left_arm=o.pick("hang", "hips"))
    s.to(0.5, right_arm=brow, tilt=8)
    for _ in range(o.count(3, 4)):
        s.to(0.25, right_arm=top).to(0.25, right_arm=back).to(0.22, right_arm=nape, tilt=10)
        s.to(0.4, right_arm=brow, tilt=6)
    return s.to(0.6, "stand")


def _put_on_jacket(o: Draw) -> Sketch:
    s = Sketch(o, "stand", left_arm=hand("chest", -0.05, 0.0, 0.30), right_arm="hang")
    s.to(
        o(0.5, 0.7),
        right_arm=bones((0.4, -0.8, -0.6), (0.3, -0.9, -0.3)),
        left_arm=hand("chest", -0.16, 0.02, 0.20),
        twist=-16,
        look=-24,
    )
    s.to(0.4, right_arm=bones((0.5, -0.4, 0.7), (0.2, 0.1, 1.0)), left_arm=hand("chest", -0.14, 0.18, 0.16), twist=-4)
    s.to(
        o(0.6, 0.8),
        left_arm=bones((0.5, -0.7, -0.7), (0.3, -0.5, -0.6)),
        right_arm=hand("chest", 0.12, 0.16, 0.16),
        twist=18,
        look=24,
    )
    s.to(0.4, left_arm=bones((0.5, -0.4, 0.7), (0.2, 0.1, 1.0)), twist=4, look=0)
    collar = hand("chest", 0.05, 0.10, 0.18, elbow=(0.9, -0.8, 0), palm="back")
    s.to(0.4, arms=collar, nod=14)
    s.to(0.3, arms=at(collar, 0.01, -0.14, 0.0)).to(0.25, arms=at(collar, 0.02, -0.24, 0.0), bend=-2)
    return s.to(0.5, "stand").hold(0.2)


def _tie_shoes(o: Draw) -> Sketch:
    shoe = hand("home", 0.06, 0.17, 0.40, elbow=(1.0, 0.0, -0.3))
    s = Sketch(o, "stand")
    s.to(0.4, height=0.8, balance=0, fwd=0.1, right_leg=foot(0.12, 0.44, lift=0.08))
    s.to(
        o(0.5, 0.6),
        "kneel_one",
        right_leg=foot(0.12, 0.46),
        left_leg=kneel(0.11, 0.02, tucked=True),
        fwd=0.08,
        pitch=34,
        bend=40,
        nod=18,
        left_arm=hand("home", -0.06, 0.17, 0.44),
        right_arm=hand("home", 0.17, 0.17, 0.44),
    )
    for _ in range(o.count(2, 4)):
        s.to(0.22, left_arm=hand("home", -0.02, 0.22, 0.46), right_arm=hand("home", 0.14, 0.20, 0.47))
        s.to(0.22, left_arm=hand("home", -0.09, 0.17, 0.44), right_arm=hand("home", 0.20, 0.16, 0.44))
        s.to(0.24, left_arm=hand("home", 0.0, 0.18, 0.44), right_arm=hand("home", 0.24, 0.20, 0.43))
    del shoe
    s.to(o(0.6, 0.8), height=0.84, pitch=20, fwd=0.26, left_leg=foot(0.12, 0.2, lift=0.06), bend=14, arms="hang")
    return s.to(0.5, "stand", legs=stay(heel=0), fwd=0.32)


def _cook_stir(o: Draw) -> Sketch:
    pot = hand("chest", 0.02, -0.06, 0.42, elbow=(0.9, -0.7, 0.0), palm="down")
    s = Sketch(o, "stand", right_arm=pot, left_arm=o.pick(hand("chest", 0.22, -0.10, 0.36), "hips", "hang"), **_LEAN)
    for _ in range(o.count(2, 3)):
        strokes(
            o,
            s,
            "right_arm",
            (at(pot, 0.12, 0, 0), at(pot, 0, 0, 0.10), at(pot, -0.12, 0, 0), at(pot, 0, 0, -0.10)),
            (0.2, 0.27),
            o.count(2, 3),
            3,
        )
        if o.chance(0.5):
            s.to(0.4, right_arm=hand("head", 0.05, -0.04, 0.22, elbow=(0.8, -0.7, 0)), nod=4).hold(0.3).to(
                0.4, right_arm=pot, nod=22
            )
    return s.hold(0.2)


def _cut_food(o: Draw) -> Sketch:
    hold, knife = (
        hand("chest", 0.10, -0.20, 0.38, elbow=(0.8, -0.8, 0), palm="down"),
        hand("chest", 0.08, -0.14, 0.37, elbow=(0.9, -0.7, 0), palm="in"),
    )
    s = Sketch(o, "stand", left_arm=hold, right_arm=knife, **_LEAN)
    for part in range(o.count(2, 4)):
        strokes(
            o,
            s,
            "right_arm",
            (at(knife, 0.02 * part, -0.06, 0.03), at(knife, 0.02 * part, 0.03, -0.02)),
            (0.13, 0.18),
            o.count(4, 6),
            2,
        )
        s.to(0.3, left_arm=at(hold, -0.01 * part, 0, 0), right_arm=at(knife, -0.10, -0.02, 0))
    return s.hold(0.2)


ACTIONS = (
    Action("drink", _drink),
    Action("eat_spoon", _eat_spoon),
    Action("eat_hand", _eat_hand),
    Action("wash_dishes", _wash_dishes),
    Action("wash_face", _wash_face),
    Action("brush_teeth", _brush_teeth),
    Action("comb_hair", _comb_hair),
    Action("put_on_jacket", _put_on_jacket),
    Action("tie_shoes", _tie_shoes),
    Action("cook_stir", _cook_stir),
    Action("cut_food", _cut_food),
)
