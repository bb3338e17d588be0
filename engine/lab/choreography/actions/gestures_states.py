"""Gestures: whispering, illness, pride, sorrow, talk."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand
from ..sketch import Sketch
from .common import at, end, rest


def _listen(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.45, 0.6), right_arm="ear", look=24, tilt=-8, side=-6, pitch=4).hold(o(0.8, 1.5) * o.more("long"))
    return end(o, s)


def _shield_eyes(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.45, 0.6), right_arm="brow", nod=-4, pitch=3)
    for _ in range(o.count(1, 2)):
        s.to(0.7, look=o(20, 40), twist=8).hold(0.2).to(0.9, look=-o(20, 40), twist=-8).hold(0.2)
    return end(o, s)


def _whisper(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.3, look=30).to(0.35, look=-30)
    s.to(
        o(0.45, 0.6),
        right_arm=hand("head", 0.09, -0.04, 0.15, elbow=(0.8, -0.8, 0.3), palm="in"),
        side=12,
        look=22,
        pitch=6,
        nod=4,
    )
    for _ in range(o.count(3, 6)):
        s.to(0.2, nod=7).to(0.2, nod=3)
    return end(o, s)


def _shush(o: Draw) -> Sketch:
    s = rest(o)
    s.to(
        o(0.35, 0.45),
        right_arm=hand("head", 0.01, -0.08, 0.18, elbow=(0.5, -1.0, 0.2), palm="in"),
        pitch=4,
        nod=4,
        look=o(-24, 24),
    ).hold(o(0.7, 1.3))
    return end(o, s)


def _cough(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.4, right_arm=hand("head", 0.02, -0.04, 0.18, elbow=(0.7, -0.9, 0.3), palm="in"), nod=-4, bend=0)
    for _ in range(o.times(2, 4)):
        s.to(0.12, "", "hit", bend=20 * o.amplitude, nod=14, pitch=4).to(0.24, bend=8, nod=4, pitch=0)
    s.hold(0.3)
    return end(o, s)


def _sneeze(o: Draw) -> Sketch:
    elbow = hand("head", -0.04, -0.02, 0.18, elbow=(0.9, -0.2, 0.8), palm="back")
    s = rest(o)
    for _ in range(o.times(1, 2) if o.chance(0.3) else 1):
        s.to(0.3, nod=-14, bend=-4).to(0.2, nod=-10).to(
            0.3, nod=-26, bend=-10, right_arm=hand("head", 0.05, -0.04, 0.22)
        )
        s.to(o(0.14, 0.18), "", "hit", nod=20, bend=30, pitch=10, right_arm=elbow, height=0.91).hold(0.25)
        s.to(0.5, nod=6, bend=8, pitch=0)
    return end(o, s)


def _dizzy(o: Draw) -> Sketch:
    temple = hand("head", 0.13, 0.06, 0.13, elbow=(1.0, -0.2, 0.3), palm="in")
    s = rest(o)
    s.to(0.5, right_arm=temple, nod=12, left_arm="out_low")
    for number in range(o.count(2, 4)):
        s.to(0.45, side=9, roll=3, tilt=9, nod=4, load=0.6).to(0.4, pitch=5, nod=16, load=0.0).to(
            0.45, side=-9, roll=-3, tilt=-9, nod=6, load=-0.6
        )
        if number == 1:
            s.to(0.3, right_leg=foot(0.16, 0.08, lift=0.04))
    return end(o, s)


def _drunk_sway(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.15, 0, yaw=12), nod=14)
    for _ in range(o.count(4, 7)):
        s.to(
            o(0.5, 0.8),
            side=o(-12, 12),
            roll=o(-5, 5),
            pitch=o(-5, 12),
            bend=o(6, 18),
            load=o(-0.8, 0.8),
            height=o(0.89, 0.95),
            nod=o(4, 24),
            tilt=o(-16, 16),
            right_arm=o.pick("hang", "out_low", "forward_low", "hang_away"),
        )
    return s


def _proud_pose(o: Draw) -> Sketch:
    flex = bones((1.0, 0.05, 0.05), (-0.1, 1.0, 0.15), palm="in")
    s = rest(o)
    s.to(o(0.5, 0.7), arms=flex, bend=-6, nod=-4, legs=foot(0.2, 0, yaw=14, lift=0.04))
    s.hold(o(0.5, 0.9) * o.more("long"))
    s.to(0.5, left_arm=flex, right_arm=hand("pelvis", 0.10, 0.1, 0.2, elbow=(1.0, -0.4, 0)), twist=16, look=30).hold(
        o(0.4, 0.8)
    )
    return end(o, s)


def _sad_slump(o: Draw) -> Sketch:
    s = rest(o)
    s.to(0.5, bend=-2, nod=-2).to(o(0.9, 1.2), bend=20, nod=32, pitch=3, arms="hang_straight", height=0.93)
    for _ in range(o.count(1, 3)):
        s.to(0.7, nod=28, look=o(-12, 12)).to(0.7, nod=36, bend=23)
    return s.hold(0.3 * o.more("long"))


def _plead(o: Draw) -> Sketch:
    clasp = hand("chest", 0.045, 0.02, 0.30, elbow=(0.8, -1.0, 0), palm="in")
    s = rest(o)
    s.to(o(0.45, 0.6), arms=clasp, pitch=8, bend=10, nod=-8, height=0.88)
    for _ in range(o.count(4, 9)):
        s.to(0.2, arms=at(clasp, 0, 0.05, 0.03)).to(0.2, arms=at(clasp, 0, -0.03, 0))
    return s.hold(0.3 * o.more("long"))


def _pray(o: Draw) -> Sketch:
    palms = hand("chest", 0.035, 0.05, 0.23, elbow=(0.9, -1.0, 0), palm="in")
    s = rest(o)
    s.to(o(0.6, 0.9), arms=palms, nod=22, bend=8)
    for _ in range(o.count(1, 3)):
        s.to(0.8, nod=26, bend=10).to(0.8, nod=20, bend=7)
    return s.hold(0.4 * o.more("long"))


def _bored(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    for number in range(o.count(2, 4)):
        way = 1 if number % 2 else -1
        s.to(
            0.7,
            load=0.8 * way,
            roll=2 * way,
            look=o(18, 34) * way,
            nod=o(-12, 6),
            bend=10,
            arms=o.pick("hang", "hips", "crossed", "behind_back"),
        ).hold(o(0.3, 0.6))
        s.to(0.4, bend=2).to(0.5, bend=12, nod=10)
    return s.hold(0.2 * o.more("long"))


def _rock_baby(o: Draw) -> Sketch:
    left, right = (
        hand("chest", -0.10, -0.12, 0.24, elbow=(1.0, -0.8, 0.2), palm="up"),
        hand("chest", 0.04, -0.18, 0.28, elbow=(0.9, -0.8, 0.1), palm="up"),
    )
    s = Sketch(o, "stand", left_arm=left, right_arm=right, nod=20, look=10)
    for _ in range(o.count(3, 6)):
        s.to(o(0.6, 0.8), twist=10, load=0.7, roll=2).to(o(0.6, 0.8), twist=-10, load=-0.7, roll=-2)
    return s


def _talk(o: Draw) -> Sketch:
    base = hand("chest", 0.12, -0.14, 0.28, elbow=(0.7, -1.0, -0.1), palm="up")
    s = Sketch(o, "stand", arms=base)
    size = o.more("big", "small") * o.amplitude
    for _ in range(o.count(5, 10)):
        which = o.pick(("right_arm",), ("left_arm",), ("right_arm", "left_arm"), ("right_arm", "left_arm"))
        spot = at(base, o(0.0, 0.16) * size, o(0.05, 0.24) * size, o(-0.02, 0.10))
        s.to(o(0.24, 0.4), look=o(-20, 20), nod=o(-5, 8), load=o(-0.5, 0.5), **dict.fromkeys(which, spot))
        s.to(o(0.2, 0.3), "", "hit", nod=4, **{one: at(spot, 0.02, -0.10 * size, 0.04) for one in which})
        if o.chance(0.4):
            s.to(o(0.3, 0.5), arms=base)
    return s.to(0.4, arms=base)


def _argue(o: Draw) -> Sketch:
    wag = hand("chest", 0.12, 0.16, 0.34, elbow=(0.8, -0.9, 0), palm="in")
    s = Sketch(o, "stand", pitch=6, nod=-4)
    for _ in range(o.count(2, 3)):
        s.to(0.3, right_arm=wag, left_arm="hips", look=o(-8, 8))
        for _ in range(o.count(3, 5)):
            s.to(0.15, right_arm=at(wag, 0.02, -0.06, 0.06), nod=2).to(0.15, right_arm=at(wag, 0, 0.05, 0), nod=-6)
        if o.chance(0.5):
            s.to(0.25, arms=bones((0.9, -0.4, 0.5), (0.8, 0.0, 0.8), palm="up"), bend=-4).hold(0.25)
            s.to(0.2, "", "hit", arms="hang_away", bend=10)
    return s.hold(0.2)


def _cover(o: Draw, arm, bend: float, jolts: int) -> Sketch:
    s = rest(o)
    s.to(o(0.3, 0.45), arms=arm, bend=bend, nod=12, height=0.92)
    for _ in range(jolts):
        s.to(o(0.2, 0.4), side=o(-4, 4), look=o(-10, 10), bend=bend + o(-3, 5))
    s.hold(o(0.4, 0.9) * o.more("long"))
    return end(o, s)


def _cover_ears(o: Draw) -> Sketch:
    return _cover(o, hand("head", 0.13, 0.0, 0.06, elbow=(1.0, -0.1, 0.5), palm="in"), 14, o.count(1, 4))


def _cover_eyes(o: Draw) -> Sketch:
    return _cover(o, hand("head", 0.06, 0.02, 0.17, elbow=(0.7, -0.9, 0.4), palm="back"), 4, o.count(0, 2))


def _despair(o: Draw) -> Sketch:
    s = rest(o)
    crown = hand("head", 0.13, 0.12, 0.04, elbow=(1.0, 0.1, 0.1), palm="in")
    s.to(o(0.3, 0.4), arms=crown, bend=-8, nod=-14).hold(0.3)
    s.to(0.5, bend=22, pitch=8, nod=16)
    for _ in range(o.count(1, 3)):
        s.to(0.3, look=16).to(0.3, look=-16)
    return end(o, s)


def _idle(o: Draw) -> Sketch:
    s = Sketch(o, "stand", load=o(-0.5, 0.5), arms=o.pick("hang", "hang", "behind_back"))
    for number in range(o.count(1, 4)):
        s.hold(o(0.5, 1.2) * o.more("long"))
        way = 1 if number % 2 else -1
        s.to(o(0.7, 1.0), load=0.7 * way, look=o(-22, 22), nod=o(-3, 6))
    return s.hold(0.5)


def _out_of_breath(o: Draw) -> Sketch:
    knees = hand("pelvis", 0.14, -0.34, 0.30, elbow=(0.9, 0.1, -0.3), palm="down")
    s = Sketch(o, "stand" if o.chance(0.5) else "crouch")
    s.to(0.6, height=0.84, pitch=34, bend=24, nod=6, arms=knees, legs=foot(0.16, 0, yaw=10, knee_out=4), balance=1)
    beat = o(0.5, 0.66)
    for _ in range(o.count(3, 7)):
        s.to(beat, bend=30, nod=10, height=0.83).to(beat, bend=20, nod=-2, height=0.845)
    return s.hold(0.2 * o.more("long"))


def _stand_proud(o: Draw) -> Sketch:
    s = Sketch(o, "stand", bend=12, nod=10).hold(0.2)
    s.to(o(0.7, 1.0), bend=-6, nod=-8, height=0.96, arms=o.pick("hips", "behind_back", "side", "crossed"))
    s.hold(o(0.5, 1.0) * o.more("long")).to(0.7, look=o(-30, 30)).hold(0.4)
    return s.to(0.5, look=0)


def _wipe_brow(o: Draw) -> Sketch:
    s = rest(o)
    s.to(o(0.4, 0.55), right_arm=hand("head", -0.06, 0.07, 0.16, elbow=(0.9, 0.0, 0.6)), nod=4)
    s.to(o(0.5, 0.7), right_arm=hand("head", 0.12, 0.08, 0.12, elbow=(1.0, 0.0, 0.3)))
    s.to(0.2, "", "hit", right_arm=bones((0.8, -0.5, 0.4), (0.6, -0.5, 0.6)), nod=0)
    return end(o, s)


def _blow_nose(o: Draw) -> Sketch:
    nose = hand("head", 0.06, -0.02, 0.18, elbow=(0.7, -0.9, 0.2), palm="in")
    s = rest(o)
    s.to(0.4, right_arm=hand("pelvis", 0.2, 0.05, 0.08)).to(0.5, arms=nose, nod=12)
    for _ in range(2):
        s.to(0.2, "", "hit", bend=14, nod=18).to(0.35, bend=6, nod=10)
    return end(o, s)


ACTIONS = (
    Action("listen_ear", _listen),
    Action("shield_eyes", _shield_eyes),
    Action("whisper", _whisper),
    Action("shush", _shush),
    Action("cough", _cough),
    Action("sneeze", _sneeze),
    Action("dizzy", _dizzy, styles=()),
    Action("drunk_sway", _drunk_sway, styles=()),
    Action("proud_pose", _proud_pose),
    Action("sad_slump", _sad_slump, styles=()),
    Action("plead", _plead),
    Action("pray_standing", _pray),
    Action("bored", _bored),
    Action("rock_baby", _rock_baby),
    Action("talk_hands", _talk),
    Action("argue", _argue),
    Action("cover_ears", _cover_ears),
    Action("cover_eyes", _cover_eyes),
    Action("clasp_despair", _despair),
    Action("stand_idle", _idle),
    Action("out_of_breath", _out_of_breath),
    Action("stand_proud", _stand_proud),
    Action("wipe_brow", _wipe_brow),
    Action("blow_nose", _blow_nose),
)
