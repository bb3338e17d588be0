"""Daily life: pictures, music, seats and waiting."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch
from .common import at, seated


def _high_shelf(o: Draw) -> Sketch:
    s = Sketch(o, "stand", right_arm=hand("chest", 0.08, -0.2, 0.28)).hold(0.2)
    up = bones((0.15, 1.0, 0.45), (0.05, 1.0, 0.55), palm="forward")
    s.to(0.3, nod=-26)
    s.to(
        o(0.6, 0.8),
        right_arm=up,
        left_arm=hand("chest", 0.14, 0.14, 0.40, elbow=(0.8, -0.9, 0), palm="down"),
        legs=stay(heel=30),
        height=1.0,
        side=6,
    )
    s.hold(o(0.3, 0.5))
    s.to(0.3, right_arm=bones((0.15, 1.0, 0.6), (0.05, 0.9, 0.8))).hold(0.2)
    s.to(o(0.6, 0.8), "stand", legs=stay(heel=0), nod=0)
    return s.hold(o(0.2, 0.5))


def _photograph(o: Draw) -> Sketch:
    eye, low = (
        hand("head", 0.07, 0.01, 0.21, elbow=(0.6, -1.0, 0.2), palm="back"),
        hand("chest", 0.09, -0.06, 0.28, elbow=(0.7, -1.0, 0)),
    )
    s = Sketch(o, "stand", arms=low)
    for _ in range(2):
        s.to(o(0.5, 0.7), arms=eye, height=o(0.86, 0.95)).to(0.4, twist=o(-20, 20), look=o(-8, 8)).hold(o(0.5, 0.9))
        s.to(0.12, right_arm=at(eye, 0, -0.01, 0)).to(0.15, right_arm=eye)
        s.to(0.5, arms=low, nod=18, twist=0).hold(0.3)
    return s


def _selfie(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(
        o(0.5, 0.6),
        right_arm=bones((0.16, 0.15, 1.0), (0.05, 0.3, 1.0), palm="back"),
        twist=-14,
        look=6,
        tilt=o(-12, 12),
        load=0.5,
        left_arm=o.pick("hang", "hips", hand("head", 0.14, -0.02, 0.14, elbow=(1.0, -0.6, 0.1))),
    )
    for _ in range(o.count(2, 4)):
        s.to(
            o(0.3, 0.5),
            tilt=o(-12, 12),
            nod=o(-4, 6),
            right_arm=bones((0.18, 0.2, 1.0), (0.05, o(0.25, 0.4), 1.0), palm="back"),
        ).hold(0.3)
    return s.to(0.5, right_arm=hand("chest", 0.06, -0.1, 0.3), nod=20, twist=0).hold(0.3)


def _play_guitar(o: Draw) -> Sketch:
    neck = hand("chest", 0.26, -0.04, 0.32, elbow=(0.8, -0.8, -0.1), palm="back")
    strum = hand("pelvis", 0.04, 0.24, 0.24, elbow=(1.0, 0.0, -0.3), palm="back")
    s = Sketch(o, o.pick("stand", "stand", "sit_chair"), left_arm=neck, right_arm=strum, nod=14, look=8)
    for number in range(o.count(7, 13)):
        s.to(
            o(0.17, 0.24), right_arm=at(strum, 0.02, -0.09 * o.amplitude, 0), load=0.25 if number % 2 else -0.25, nod=12
        )
        s.to(o(0.17, 0.24), right_arm=at(strum, -0.02, 0.05, 0.01), nod=16)
        if number % 4 == 3:
            s.to(0.15, left_arm=at(neck, o(-0.08, 0.08), o(-0.04, 0.05), 0.02))
    return s


def _type_keyboard(o: Draw) -> Sketch:
    s = seated(o, arms="type", nod=10, bend=12)
    keys = hand("chest", 0.10, -0.20, 0.34, elbow=(0.6, -1.0, -0.3), palm="down")
    for _ in range(o.count(18, 32)):
        one = o.pick("right_arm", "left_arm")
        s.to(o(0.09, 0.16), **{one: at(keys, o(-0.03, 0.03), -0.018, o(-0.01, 0.03))}).to(
            0.08, **{one: at(keys, 0, 0.01, 0)}
        )
        if o.chance(0.06):
            s.to(0.3, nod=-2, look=o(-15, 15)).to(0.3, nod=10, look=0)
    return s


def _drive(o: Draw) -> Sketch:
    wheel = hand("chest", 0.18, 0.06, 0.46, elbow=(0.6, -1.0, 0.0), palm="in")
    s = seated(o, arms=wheel, pitch=-10, bend=8, legs=foot(0.13, 0.26, heel=-10))
    for _ in range(o.count(3, 5)):
        turn = o(-1, 1) * 0.08 * o.amplitude
        s.to(
            o(0.5, 0.8),
            left_arm=at(wheel, 0.01, turn, 0),
            right_arm=at(wheel, 0.01, -turn, 0),
            look=60 * turn * o(2, 5),
            side=40 * turn,
        )
        s.hold(o(0.1, 0.4)).to(o(0.4, 0.7), arms=wheel, look=o(-12, 12), side=0)
    return s


def _ride_bike(o: Draw) -> Sketch:
    bar = hand("shoulder", 0.04, 0.14, 0.46, elbow=(0.7, -0.9, 0.0), palm="down")
    s = Sketch(
        o,
        "air",
        height=0.95,
        pitch=16,
        bend=18,
        nod=-34,
        arms=bar,
        left_leg=leg(88, 92, point=10),
        right_leg=leg(38, 28, point=10),
    )
    speed = o.pick(0.0, o(0.4, 0.8))
    for _ in range(o.count(4, 8)):
        for right, left in (
            (leg(60, 48, point=5), leg(74, 52, point=10)),
            (leg(88, 92, point=10), leg(38, 28, point=10)),
            (leg(74, 52, point=10), leg(60, 80, point=5)),
            (leg(38, 28, point=10), leg(88, 92, point=10)),
        ):
            s.move_home(fwd=speed)
            s.to(o(0.17, 0.24), fwd=0, right_leg=right, left_leg=left, side=o(-2, 2))
    return s


def _piano(o: Draw) -> Sketch:
    keys = hand("chest", 0.16, -0.16, 0.38, elbow=(0.7, -1.0, -0.2), palm="down")
    s = seated(o, arms=keys, nod=8, bend=10)
    for _ in range(o.count(18, 30)):
        one, other = o.pick(("right_arm", "left_arm"), ("left_arm", "right_arm"))
        s.to(
            o(0.14, 0.24),
            **{one: at(keys, o(-0.10, 0.16), -0.03, o(-0.02, 0.04)), other: at(keys, o(-0.06, 0.10), 0.02, 0)},
            pitch=o(-6, 4),
        )
        if o.chance(0.2):
            s.to(0.25, **{one: at(keys, 0, 0.08, -0.03)}, bend=4, nod=o(-6, 10))
    return s.hold(0.2)


def _violin(o: Draw) -> Sketch:
    left = hand("chest", 0.16, 0.20, 0.42, elbow=(0.3, -1.0, 0.2), palm="back")
    frog, tip = (
        hand("chest", -0.06, 0.16, 0.30, elbow=(1.0, -0.2, 0.2), palm="down"),
        hand("chest", 0.24, 0.06, 0.36, elbow=(1.0, -0.5, 0.0), palm="down"),
    )
    s = Sketch(o, "stand", left_arm=left, right_arm=frog, look=30, nod=14, tilt=12)
    for number in range(o.count(4, 9)):
        s.to(o(0.35, 0.6), right_arm=tip, side=2, load=0.3).to(
            o(0.35, 0.6), right_arm=frog, side=-2, load=-0.3, left_arm=at(left, 0, o(-0.01, 0.01), o(-0.03, 0.03))
        )
        del number
    return s


def _drums(o: Draw) -> Sketch:
    up, down = (
        hand("chest", 0.14, 0.02, 0.36, elbow=(0.8, -0.8, -0.2), palm="down"),
        hand("chest", 0.08, -0.18, 0.42, elbow=(0.8, -0.9, -0.1), palm="down"),
    )
    s = seated(o, arms=up, bend=10, height=0.54) if o.chance(0.7) else Sketch(o, "stand", arms=up)
    for number in range(o.count(22, 36)):
        one, other = ("right_arm", "left_arm") if number % 2 == 0 else ("left_arm", "right_arm")
        accent = number % 8 == 7
        s.to(
            o(0.12, 0.17),
            "",
            "hit",
            **{
                one: at(down, 0.22 if accent else o(-0.03, 0.08), 0.3 if accent else 0, 0),
                other: at(up, 0, 0.08 if accent else 0, 0),
            },
            nod=10 if number % 2 else 2,
        )
    return s


def _flute(o: Draw) -> Sketch:
    if o.chance(0.5):
        grip = Grip((0.0, 0.16, 0.32), (0.3, 0.0, 1.0), spacing=0.14, upper="left", elbow=(0.9, -0.6, 0.0))
        s = Sketch(o, "stand", grip=grip, nod=-4)
        for _ in range(o.count(5, 8)):
            s.to(o(0.5, 0.8), bend=o(-6, 4), grip=grip.but(middle=(0.0, o(0.15, 0.22), 0.32)), load=o(-0.4, 0.4))
        return s
    left, right = (
        hand("head", -0.04, -0.03, 0.17, elbow=(0.8, -0.5, 0.4)),
        hand("head", 0.22, -0.02, 0.17, elbow=(0.9, -0.5, 0.2)),
    )
    s = Sketch(o, "stand", left_arm=left, right_arm=right, look=8, tilt=-6)
    for _ in range(o.count(6, 9)):
        s.to(o(0.4, 0.7), side=o(-5, 5), nod=o(-4, 8), load=o(-0.4, 0.4))
    return s


def _conduct(o: Draw) -> Sketch:
    mid = hand("chest", 0.14, -0.02, 0.38, elbow=(0.8, -0.8, 0), palm="down")
    s = Sketch(o, "stand", arms=mid)
    size = o(0.9, 1.2) * o.more("big", "small")
    beat = o(0.4, 0.55)
    for _ in range(o.count(2, 4)):
        for out, up in ((0.0, -0.16), (-0.12, 0.0), (0.20, 0.02), (0.06, 0.24)):
            left = at(mid, out * size, up * size, 0.02) if o.chance(0.7) else at(mid, 0.06, 0.2, 0)
            s.to(
                beat,
                right_arm=at(mid, out * size, up * size, 0.02),
                left_arm=left,
                bend=6 if up < 0 else 0,
                nod=6 if up < 0 else 0,
            )
    return s.to(0.25, arms=at(mid, 0.1, 0.2, 0)).hold(0.3)


def _sing(o: Draw) -> Sketch:
    mike = hand("head", 0.03, -0.08, 0.22, elbow=(0.9, -0.7, 0.1), palm="in")
    s = Sketch(o, "stand", right_arm=mike)
    for _ in range(o.count(5, 7)):
        s.to(
            o(0.6, 0.9),
            left_arm=o.pick(bones((1.0, -0.3, 0.4), (0.9, 0.2, 0.5), palm="up"), "up_v", "chest", "forward"),
            height=o(0.91, 0.95),
            load=o(-0.6, 0.6),
            side=o(-6, 6),
            nod=o(-16, 4),
            twist=o(-10, 10),
        )
    return s.hold(0.3)


def _sit_chair(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.05, 0.3))
    s.to(o(0.45, 0.6), height=0.76, fwd=-0.2, balance=0, pitch=32, bend=16, nod=-16, arms="forward_low")
    s.to(o(0.4, 0.55), "sit_chair", pitch=14, bend=14, fwd=-0.38, arms="thigh")
    s.to(o(0.4, 0.6), "sit_chair", pitch=-8, fwd=-0.40, arms=o.pick("thigh", "belly", "crossed"))
    return s.hold(o(0.7, 1.5))


def _stand_up(o: Draw) -> Sketch:
    s = Sketch(o, "sit_chair", fwd=-0.36, arms=o.pick("thigh", "belly")).hold(o(0.3, 0.7))
    s.to(o(0.4, 0.55), pitch=36, bend=18, nod=-16, fwd=-0.30, height=0.53, arms="thigh")
    s.to(o(0.35, 0.5), height=0.78, fwd=-0.12, pitch=24, arms="forward_low")
    return s.to(o(0.45, 0.6), "stand").hold(o(0.3, 0.7))


def _sit_wait(o: Draw) -> Sketch:
    s = seated(o, arms=o.pick("thigh", "belly", "crossed"))
    for _ in range(o.count(2, 4)):
        s.hold(o(0.5, 1.0)).to(o(0.4, 0.6), look=o(-45, 45), nod=o(-6, 12)).hold(o(0.3, 0.6))
        if o.chance(0.4):
            s.to(0.6, arms=o.pick("thigh", "belly", "chest"), pitch=o(-10, 4))
    return s.to(0.5, look=0)


def _cross_legs_chair(o: Draw) -> Sketch:
    s = seated(o).hold(o(0.4, 0.7))
    s.to(0.45, right_leg=leg(104, 84, spread=6, point=10), pitch=-10, balance=0)
    s.to(0.45, right_leg=leg(100, 92, spread=-20, point=15), pitch=-8, arms="knees", bend=10)
    for _ in range(o.count(2, 5)):
        s.to(0.4, right_leg=leg(100, 86, spread=-20, point=5)).to(0.4, right_leg=leg(100, 93, spread=-20, point=18))
    return s.hold(0.3)


def _fold_arms(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.1, 0.4))
    s.to(o(0.6, 0.8), arms="crossed", load=o(-0.7, 0.7))
    for _ in range(o.count(1, 3)):
        s.hold(o(0.5, 1.0) * o.more("long")).to(0.6, load=o(-0.7, 0.7), look=o(-30, 30), nod=o(-6, 8))
    return s.hold(o(0.4, 0.9))


def _watch(o: Draw) -> Sketch:
    look = hand("chest", -0.02, 0.0, 0.30, elbow=(1.0, -0.4, 0.1), palm="down")
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(o(0.35, 0.45), right_arm=look, nod=26, look=-8)
    if o.chance(0.4):
        s.to(0.3, left_arm=hand("chest", 0.06, -0.01, 0.30, elbow=(0.8, -0.8, 0)))
    s.hold(o(0.5, 0.9))
    return s.to(0.5, "stand", look=o(-30, 30)).hold(o(0.2, 0.6))


ACTIONS = (
    Action("high_shelf", _high_shelf),
    Action("photograph", _photograph),
    Action("selfie", _selfie),
    Action("play_guitar", _play_guitar),
    Action("type_keyboard", _type_keyboard),
    Action("drive_car", _drive),
    Action("ride_bike", _ride_bike),
    Action("play_piano", _piano),
    Action("play_violin", _violin),
    Action("play_drums", _drums),
    Action("play_flute", _flute),
    Action("conduct", _conduct),
    Action("sing", _sing),
    Action("sit_on_chair", _sit_chair),
    Action("stand_up_from_chair", _stand_up),
    Action("sit_wait", _sit_wait),
    Action("sit_cross_legs_chair", _cross_legs_chair),
    Action("fold_arms_wait", _fold_arms),
    Action("look_at_watch", _watch),
)
