"""Gestures of the head and the face, laughing, crying, fear and joy."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch
from .common import at, end, rest

_FACE = hand("head", 0.065, 0.0, 0.16, elbow=(0.6, -1.0, 0.3), palm="back")


def _shake_head(o: Draw) -> Sketch:
    s = rest(o)
    size = o(20, 30) * o.amplitude
    for number in range(o.times(3, 5)):
        s.to(o(0.2, 0.28), look=size * (1 - 0.1 * number) * (1 if number % 2 == 0 else -1), nod=4)
    return s.to(0.3, look=0, nod=0).hold(o(0.3, 0.7))


def _look_around(o: Draw) -> Sketch:
    s = rest(o)
    side = o.pick(1, -1)
    for _ in range(o.count(2, 3)):
        s.to(o(0.45, 0.65), look=side * o(48, 64), twist=side * o(8, 20), nod=o(-8, 6), load=0.4 * side).hold(
            o(0.35, 0.8)
        )
        side = -side
    return s.to(0.6, look=0, twist=0, nod=0).hold(0.2)


def _look_over_shoulder(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.35, 0.5), look=-o(54, 68), twist=-o(18, 30), yaw=-6, nod=4).hold(o(0.5, 1.1))
    return end(o, s)


def _look_up(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.5, 0.7), nod=-o(34, 44), bend=-6, pitch=-3).to(o(0.6, 1.0), look=o(-20, 20)).hold(
        o(0.5, 1.0) * o.more("long")
    )
    return end(o, s)


def _look_down(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.5, 0.7), nod=o(32, 42), bend=12).hold(o(0.8, 1.3) * o.more("long"))
    return end(o, s)


def _look_side(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.35, 0.5), look=-o(45, 60), twist=-8).hold(o(0.5, 1.1) * o.more("long"))
    return end(o, s)


def _cheer(o: Draw) -> Sketch:
    up = bones((0.45, 1.0, 0.1), (0.2, 1.0, 0.1), palm="in")
    s = rest(o)
    s.to(0.25, height=0.88, arms="up_bent", pitch=4)
    s.to(o(0.22, 0.3), "", "hit", arms=up, height=0.96, bend=-8, nod=-12, legs=stay(heel=12))
    for _ in range(o.times(3, 6)):
        s.to(o(0.16, 0.24), arms=bones((0.6, 0.8, 0.1), (0.15, 1.0, 0.2), palm="in"), height=0.91, legs=stay(heel=0))
        s.to(o(0.16, 0.24), arms=up, height=0.96, legs=stay(heel=14), twist=o(-10, 10))
    return end(o, s) if o.chance(0.5) else s.hold(0.3)


def _cry(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.6, 0.8), arms=_FACE, nod=26, bend=18, pitch=4)
    for _ in range(o.count(2, 4)):
        for _ in range(3):
            s.to(0.14, bend=26, nod=30, height=0.925).to(0.16, bend=18, nod=26, height=0.94)
        s.to(0.5, bend=12, nod=22).to(0.4, bend=19)
    return s.hold(0.3 * o.more("long"))


def _think(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.6, 0.8), right_arm="chin", left_arm="belly", nod=8, tilt=o(-9, 9), load=o(-0.7, 0.7))
    for _ in range(o.count(2, 4)):
        s.to(0.25, right_arm=hand("head", 0.02, -0.11, 0.14, elbow=(0.4, -1.0, 0.2), palm="back")).to(
            0.25, right_arm="chin"
        )
        s.to(o(0.4, 0.7), look=o(-25, 25), nod=o(-14, 10)).hold(o(0.2, 0.5) * o.more("long"))
    return s


def _facepalm(o: Draw) -> Sketch:
    palm = hand("head", 0.02, 0.02, 0.16, elbow=(0.5, -1.0, 0.4), palm="back")
    s = rest(o)
    s.to(o(0.28, 0.4), "", "hit", right_arm=palm, nod=24, bend=12)
    s.hold(o(0.4, 0.8))
    s.to(0.2, look=12).to(0.25, look=-12).to(0.2, look=0)
    return end(o, s)


def _scratch_head(o: Draw) -> Sketch:
    crown = hand("head", 0.13, 0.12, 0.02, elbow=(1.0, 0.2, 0.1), palm="in")
    s = rest(o)
    s.to(o(0.45, 0.6), right_arm=crown, tilt=o(4, 12), nod=6)
    for _ in range(o.count(6, 12)):
        s.to(o(0.1, 0.14), right_arm=at(crown, 0.0, 0.02, 0.015)).to(
            o(0.1, 0.14), right_arm=at(crown, 0.005, -0.015, -0.015)
        )
    s.hold(0.2 * o.more("long"))
    return end(o, s)


def _laugh(o: Draw) -> Sketch:
    s = rest(o)
    belly = o.chance(0.6)
    s.to(0.35, nod=-22, bend=-8, **({"arms": "belly"} if belly else {}))
    for _ in range(o.count(2, 4)):
        fold = o(14, 26) * o.amplitude
        for _ in range(o.count(3, 5)):
            s.to(0.11, bend=fold + 8, pitch=10, nod=6, height=0.925).to(0.12, bend=fold, pitch=8, nod=0, height=0.94)
        s.to(
            0.4,
            bend=-4,
            pitch=-2,
            nod=-20,
            **({"right_arm": "thigh" if o.chance(0.4) else "belly"} if belly else {"arms": "out_bent"}),
        )
    return end(o, s)


def _yawn(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.5, arms=hand("head", 0.16, 0.0, 0.06, elbow=(1.0, -0.2, 0.1)), bend=-4, nod=-8)
    s.to(o(0.6, 0.8), arms=o.pick("up_v", "overhead"), bend=-16, nod=-24, legs=stay(heel=10))
    for _ in range(o.count(3, 6)):
        s.to(0.16, side=o(-3, 3), arms="up_v")
    s.hold(o(0.2, 0.6) * o.more("long"))
    s.to(0.4, right_arm="mouth", left_arm="out_low", bend=2, nod=0).hold(0.3)
    return end(o, s)


def _shiver(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.4, 0.6), arms="crossed", bend=16, pitch=4, nod=8, height=0.91)
    for number in range(o.count(12, 24)):
        s.to(o(0.08, 0.12), side=o(-3, 3), twist=o(-4, 4), bend=16 + (-1) ** number * 2, height=0.91 + o(-0.006, 0.006))
        if number % 8 == 7:
            s.to(0.2, load=o(-0.7, 0.7))
    return s.hold(0.2)


def _fan(o: Draw) -> Sketch:
    fan = hand("head", 0.08, -0.06, 0.26, elbow=(0.8, -0.8, 0), palm="in")
    s = rest(o)
    if o.chance(0.5):
        s.to(0.45, right_arm=hand("head", -0.05, 0.07, 0.16, elbow=(1.0, -0.1, 0.4))).to(
            0.5, right_arm=hand("head", 0.12, 0.07, 0.13, elbow=(1.0, -0.1, 0.4))
        )
    s.to(0.4, right_arm=fan, nod=-8)
    for _ in range(o.count(4, 8)):
        s.to(0.15, right_arm=at(fan, 0.07, 0.03, -0.03)).to(0.15, right_arm=at(fan, -0.05, 0, 0.03))
    return end(o, s)


def _startled(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.4, 0.9))
    s.move_home(fwd=-0.3)
    s.to(
        o(0.14, 0.18),
        "",
        "hit",
        arms=hand("chest", 0.18, 0.20, 0.24, elbow=(0.9, -0.7, 0), palm="forward"),
        nod=-12,
        bend=-6,
        height=0.87,
        fwd=0.2,
        balance=0,
    )
    s.to(0.24, fwd=-0.02, right_leg=foot(0.14, -0.06, lift=0.06), left_leg=stay(heel=10), pitch=-6)
    s.to(
        0.3,
        left_leg=foot(0.13, 0.04, lift=0.04),
        balance=0.6,
        arms=hand("chest", 0.06, 0.04, 0.17, elbow=(0.9, -0.8, 0), palm="back"),
        pitch=2,
        bend=10,
    )
    s.hold(o(0.3, 0.7))
    return s.to(0.6, "stand", fwd=0)


def _cower(o: Draw) -> Sketch:
    cover = hand("head", 0.08, -0.04, 0.22, elbow=(0.7, -1.0, 0.2), palm="forward")
    s = rest(o)
    s.move_home(fwd=-0.25)
    s.to(
        0.3, fwd=0, left=0, right_leg=foot(0.13, -0.05, lift=0.05), arms=cover, bend=20, pitch=8, twist=14, height=0.86
    )
    s.to(0.3, left_leg=foot(0.13, 0.0, lift=0.05), height=o(0.66, 0.8), look=-20)
    for _ in range(o.count(4, 9)):
        s.to(0.12, arms=at(cover, o(-0.01, 0.01), o(-0.01, 0.01), 0), side=o(-3, 3))
    return s.hold(o(0.4, 0.9))


def _rage(o: Draw) -> Sketch:
    fist = hand("chest", 0.16, 0.28, 0.30, elbow=(0.9, -0.7, 0.1), palm="in")
    s = rest(o)
    s.to(0.3, right_arm=fist, left_arm=hand("pelvis", 0.24, 0.0, 0.06), pitch=8, nod=-8, height=0.92)
    for _ in range(o.count(4, 8)):
        s.to(0.15, "", "hit", right_arm=at(fist, 0, -0.06, 0.07), bend=14).to(
            0.15, right_arm=at(fist, 0, 0.05, -0.02), bend=8
        )
    s.hold(0.2 * o.more("long"))
    return end(o, s)


def _jump_joy(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    for number in range(o.times(1, 3)):
        s.to(0.25, "crouch", height=0.72, arms="back", nod=-10)
        s.to(0.16, "stand", height=0.97, balance=0, legs=stay(heel=50), arms="forward_up")
        kick = leg(-6, 95, point=40) if o.chance(0.5) else leg(30, 60, point=35)
        s.fly(
            o(0.2, 0.35) * o.more("high") * (0.7 if number else 1),
            "crouch",
            height=0.80,
            arms="up_v",
            nod=-14,
            legs=foot(0.12, 0.0, heel=8),
            via=[(0.45, "air", {"legs": kick, "arms": bones((0.45, 1.0, 0.1), (0.2, 1.0, 0.1)), "bend": -6})],
        )
        s.to(0.18, height=0.74)
    return s.to(0.5, "stand", arms=o.pick("up_v", "hang"))


def _blow_kiss(o: Draw) -> Sketch:
    lips = hand("head", 0.02, -0.06, 0.18, elbow=(0.7, -0.9, 0.2), palm="back")
    s = rest(o)
    for _ in range(o.pick(1, 1, 2)):
        s.to(o(0.45, 0.6), right_arm=lips, nod=6).hold(0.35)
        s.to(o(0.4, 0.5), right_arm=bones((0.35, 0.05, 1.0), (0.25, 0.15, 1.0), palm="up"), nod=-4, pitch=4).hold(0.4)
    return end(o, s)


def _kiss_hand(o: Draw) -> Sketch:
    held = hand("head", 0.0, -0.10, 0.22, elbow=(0.8, -0.8, 0.1), palm="up")
    s = rest(o)
    s.to(0.45, right_arm=hand("chest", 0.04, -0.2, 0.44, palm="up"), right_leg=foot(0.12, 0.15, lift=0.04), balance=1)
    s.to(o(0.7, 0.9), pitch=o(26, 36), bend=16, nod=14, right_arm=held, left_arm="behind_back").hold(0.5)
    s.to(0.6, pitch=2, bend=4, nod=0, right_arm=hand("chest", 0.04, -0.14, 0.42, palm="up"))
    return s.to(0.6, "stand", right_leg=foot(0.11, 0, lift=0.03))


def _hug(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.5, arms=bones((0.9, -0.2, 0.6), (0.7, 0.1, 0.9)), right_leg=foot(0.12, 0.15, lift=0.04), balance=1)
    s.to(
        o(0.5, 0.7),
        right_arm=hand("chest", -0.06, 0.12, 0.34, elbow=(1.0, 0.0, 0.3), palm="back"),
        left_arm=hand("chest", -0.02, -0.06, 0.34, elbow=(1.0, -0.5, 0.2), palm="back"),
        bend=12,
        tilt=12,
        look=14,
        pitch=4,
    )
    for _ in range(o.count(1, 3)):
        s.to(0.4, side=3, load=0.4).to(0.4, side=-3, load=-0.4)
    s.hold(0.3 * o.more("long"))
    return s.to(0.7, "stand", right_leg=foot(0.11, 0, lift=0.03))


ACTIONS = (
    Action("shake_head", _shake_head),
    Action("look_around", _look_around),
    Action("look_over_shoulder", _look_over_shoulder),
    Action("look_up", _look_up),
    Action("look_down", _look_down),
    Action("look_side", _look_side),
    Action("cheer", _cheer),
    Action("cry", _cry, styles=()),
    Action("think", _think),
    Action("facepalm", _facepalm),
    Action("scratch_head", _scratch_head),
    Action("laugh", _laugh, styles=()),
    Action("yawn", _yawn),
    Action("shiver", _shiver, styles=()),
    Action("fan_self", _fan),
    Action("startled", _startled),
    Action("scared_cower", _cower, styles=()),
    Action("angry_rage", _rage, styles=()),
    Action("jump_for_joy", _jump_joy, styles=()),
    Action("blow_kiss", _blow_kiss),
    Action("kiss_hand", _kiss_hand),
    Action("hug", _hug),
)
