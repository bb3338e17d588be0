"""Fighting: dodges, rolls, hits, falls and deaths, throws, riding."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import Grip, foot, hand, kneel, leg, stay
from ..sketch import Sketch

_CHIN = hand("chest", 0.09, 0.16, 0.20, elbow=(0.5, -1.0, 0.1), palm="in")
_BELLY = hand("pelvis", 0.05, 0.17, 0.20, elbow=(0.9, -0.4, -0.5), palm="back")


def _dodge_side(o: Draw) -> Sketch:
    s = Sketch(o, "stand" if o.chance(0.5) else "ready").hold(o(0.15, 0.4))
    s.to(0.16, load=0.6, height=0.86, balance=1, arms="ready")
    wide = o(0.5, 0.8) * o.more("far")
    s.move_home(left=-wide)
    s.to(
        o(0.3, 0.38),
        "ready",
        "settle",
        fwd=0,
        left=0.1,
        balance=0,
        height=0.76,
        side=-14,
        roll=-8,
        right_leg=foot(0.24, 0.0, lift=0.1),
        left_leg=stay(heel=20),
        arms=_CHIN,
    )
    s.to(0.3, height=0.78, left=0, balance=1, side=-4, roll=0, left_leg=foot(0.22, 0.05, lift=0.06))
    s.hold(o(0.2, 0.5))
    return s.to(0.5, "stand").hold(o(0.1, 0.3)) if o.chance(0.6) else s.hold(0.3)


def _dodge_back(o: Draw) -> Sketch:
    s = Sketch(o, "stand" if o.chance(0.5) else "ready").hold(o(0.15, 0.4))
    s.to(0.15, load=0, height=0.88, pitch=8, balance=1)
    far = o(0.5, 0.8) * o.more("far")
    s.to(0.1, height=0.93, pitch=18, fwd=-0.14, balance=0, arms="forward", legs=stay(heel=30))
    s.fly(
        0.06,
        "ready",
        fwd=-far,
        height=0.78,
        pitch=22,
        bend=20,
        arms="forward",
        legs=foot(0.17, 0.06, heel=6),
        via=[(0.5, "air", {"pitch": 22, "arms": "forward_up", "legs": leg(40, 40, point=10)})],
    )
    s.to(0.2, height=0.72, arms=_CHIN)
    return s.to(0.5, "ready").hold(o(0.2, 0.5))


def _duck(o: Draw) -> Sketch:
    cover = hand("head", 0.14, 0.08, 0.10, elbow=(0.8, -0.6, 0.4), palm="in")
    s = Sketch(o, "stand").hold(o(0.15, 0.5))
    for _ in range(o.times(1, 2) if o.chance(0.4) else 1):
        s.to(
            o(0.22, 0.3),
            "crouch",
            "settle",
            height=o(0.58, 0.68) / o.more("deep"),
            pitch=24,
            bend=30,
            nod=10,
            arms=cover,
        )
        s.hold(o(0.15, 0.4))
        s.to(o(0.45, 0.6), "stand")
    return s.hold(o(0.4, 0.7))


def _roll_keys(o: Draw, s: Sketch, way: int) -> None:
    """A somersault on the floor from a squat, forward (1) or backward (-1); ends in a squat."""
    tuck = leg(118, 125, spread=6, point=15)
    if way > 0:
        hands = hand("floor", 0.20, 0, 0.42, elbow=(0.8, 0.2, -0.4))
        s.to(0.3, height=0.46, pitch=70, bend=44, nod=40, fwd=0.12, balance=0, arms=hands, legs=stay(heel=45))
        s.to(0.24, height=0.52, pitch=140, bend=56, nod=50, fwd=0.42, arms=hands, legs=leg(95, 70, point=30))
        s.to(0.24, height=0.24, pitch=210, bend=56, nod=45, fwd=0.80, rest=1, arms="knees", legs=tuck)
        s.to(0.24, height=0.14, pitch=290, bend=52, nod=35, fwd=1.10, rest=1, arms="knees", legs=tuck)
        s.move_home(fwd=1.45)
        s.to(
            0.28,
            height=0.34,
            pitch=382,
            bend=44,
            nod=5,
            fwd=0.0,
            rest=0,
            arms="forward",
            legs=foot(0.14, 0.05, heel=20),
        )
        return
    s.to(
        0.35,
        height=0.15,
        pitch=-30,
        bend=50,
        nod=36,
        fwd=-0.3,
        rest=1,
        balance=0,
        arms="ear",
        legs=leg(110, 120, point=10),
    )
    s.to(0.25, height=0.22, pitch=-105, bend=56, nod=46, fwd=-0.6, rest=1, arms="ear", legs=tuck)
    s.to(
        0.26,
        height=0.5,
        pitch=-185,
        bend=56,
        nod=46,
        fwd=-0.9,
        rest=1,
        arms=hand("floor", 0.19, 0, -1.05, elbow=(0.6, 0.3, -0.5)),
        legs=leg(110, 70, point=20),
    )
    s.to(
        0.28,
        height=0.44,
        pitch=-280,
        bend=44,
        nod=20,
        fwd=-1.15,
        rest=0,
        arms=hand("floor", 0.19, 0, -1.05, elbow=(0.6, 0.3, -0.5)),
        legs=foot(0.13, -1.42, heel=50),
    )
    s.move_home(fwd=-1.42)
    s.to(0.3, height=0.36, pitch=-335, bend=36, nod=0, fwd=0.05, arms="forward_low", legs=foot(0.13, 0.0, heel=25))


def _combat_roll(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    if o.chance(0.4):
        walk(s, 2, 0.6, 0.42, close=False, lean=10)
    s.to(0.4, "squat_low", arms="forward_low", balance=0.3)
    _roll_keys(o, s, 1)
    s.to(o(0.4, 0.5), "crouch", height=0.62, pitch=30)
    return s.to(0.45, o.pick("stand", "ready")).hold(o(0.1, 0.4))


def _back_roll(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.5, "squat_low", arms="forward")
    _roll_keys(o, s, -1)
    s.to(0.4, "crouch", height=0.6)
    return s.to(0.45, "stand").hold(o(0.1, 0.4))


def _hit_face(o: Draw) -> Sketch:
    s = Sketch(o, o.pick("stand", "ready", "guard"), arms=o.pick("hang", _CHIN)).hold(o(0.2, 0.5))
    s.to(0.1, "", "hit", look=o(36, 50), tilt=14, twist=12, side=8)
    s.move_home(fwd=-0.3, left=0.1)
    s.to(
        0.22,
        fwd=0,
        left=0,
        look=30,
        twist=22,
        bend=-6,
        pitch=-8,
        left_leg=foot(0.14, -0.05, lift=0.08),
        height=0.88,
        balance=0.7,
        arms="out_low",
    )
    s.to(
        0.3,
        "stand",
        look=22,
        twist=10,
        bend=14,
        nod=16,
        right_leg=foot(0.14, 0.05, lift=0.06),
        left_leg=stay(),
        height=0.88,
        right_arm=hand("head", 0.10, -0.03, 0.12, elbow=(0.8, -0.8, 0.2), palm="in"),
    )
    s.hold(o(0.3, 0.7))
    s.to(0.2, look=-16).to(0.2, look=12)
    return s.to(0.5, o.pick("stand", "ready")).hold(o(0.1, 0.3))


def _hit_belly(o: Draw) -> Sketch:
    s = Sketch(o, o.pick("stand", "ready"), arms=o.pick("hang", _CHIN)).hold(o(0.2, 0.5))
    s.move_home(fwd=-0.25)
    s.to(0.13, "", "hit", fwd=0.1, pitch=30, bend=34, nod=20, arms="forward", height=0.84, balance=0)
    s.to(
        0.2,
        fwd=0,
        left_leg=foot(0.15, 0.02, lift=0.06),
        right_leg=foot(0.15, -0.05, lift=0.06),
        height=0.78,
        balance=0.6,
        pitch=34,
        arms=_BELLY,
    )
    for _ in range(o.count(1, 3)):
        s.to(0.4, height=0.76, bend=40).to(0.4, height=0.79, bend=32, side=o(-6, 6))
    s.hold(o(0.2, 0.5) * o.more("long"))
    return s.to(o(0.7, 1.0), "stand", pitch=10, bend=18, nod=8, left_arm=_BELLY, right_arm="hang")


def _fall_on_belly(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    steps = o.count(0, 3)
    if steps:
        walk(s, steps, 0.55, 0.42, close=False, lean=12)
    s.to(0.16, pitch=24, bend=16, fwd=0.2, balance=0, arms="forward", nod=-14)
    hands = hand("floor", 0.24, 0, 1.08, elbow=(0.9, -0.2, -0.4))
    s.to(0.32, "", "hit", height=0.52, pitch=44, fwd=0.34, legs=kneel(0.12, 0.38), arms=hands)
    s.to(0.22, height=0.30, pitch=72, fwd=0.52, nod=-30, arms=hands, legs=leg(10, 40, point=45))
    s.to(0.2, "lie_belly", "hit", fwd=0.62, arms=hands, nod=-14, look=0, legs=leg(-14, 30, point=45))
    s.to(0.25, legs=leg(-2, 6, spread=10, point=50), look=o.pick(-35, 35), nod=-4)
    return s.hold(o(0.6, 1.3))


def _knocked_down(o: Draw) -> Sketch:
    s = Sketch(o, o.pick("stand", "ready")).hold(o(0.1, 0.4))
    s.to(0.16, "", "hit", pitch=-14, bend=-8, look=30, arms="out_bent", balance=0, fwd=-0.1, legs=stay(heel=-6))
    s.to(0.30, pitch=-34, bend=16, nod=22, height=0.62, fwd=-0.42, arms="out_low", look=0)
    s.to(
        0.2,
        "",
        "hit",
        pitch=-50,
        bend=26,
        nod=28,
        height=0.16,
        fwd=-0.66,
        arms="hang_away",
        legs=leg(70, 60, spread=12, point=5),
        rest=1,
    )
    s.to(0.22, pitch=-88, bend=8, nod=14, arms="out_low", legs=leg(50, 55, spread=14, point=5))
    s.to(0.3, "lie_back", fwd=-0.66, arms="hang_away", legs=leg(20, 40, spread=14, point=10)).hold(o(0.5, 0.9))
    s.to(
        o(0.6, 0.8),
        "sit_back_hands",
        fwd=-0.66,
        left_arm=hand("floor", 0.28, 0, -0.98, elbow=(0.4, 0, -1)),
        right_arm="face",
        pitch=-24,
        bend=28,
        nod=15,
        legs=leg(60, 60, spread=8),
    )
    s.to(
        0.5,
        "squat_low",
        balance=0,
        fwd=-0.52,
        legs=foot(0.15, -0.36, heel=0),
        bend=40,
        pitch=30,
        height=0.36,
        left_arm=hand("floor", 0.28, 0, -0.8, elbow=(0.4, 0, -1)),
        right_arm="knees",
    )
    s.to(0.55, "crouch", legs=stay(heel=0), fwd=-0.36)
    s.to(0.6, "stand", legs=stay(heel=0), bend=14, nod=10)
    return s.hold(o(0.2, 0.5))


def _die_slowly(o: Draw) -> Sketch:
    chest = hand("chest", -0.02, -0.03, 0.17, elbow=(0.9, -0.8, 0.1), palm="back")
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(0.3, right_arm=chest, bend=18, nod=16, height=0.92, pitch=6)
    s.to(0.1, side=8).step("left", o(0.6, 0.8), 0.15, 0.18).to(0.1, side=-8).step("right", o(0.6, 0.8), 0.16, 0.1)
    s.to(0.5, height=0.72, bend=26, pitch=10, balance=0, fwd=0.1)
    s.to(
        0.35,
        "kneel_both",
        "hit",
        legs=kneel(0.13, 0.08),
        fwd=0.06,
        bend=26,
        nod=24,
        right_arm=chest,
        left_arm="hang",
        pitch=6,
    )
    if o.chance(0.5):
        s.to(0.6, left_arm="forward_up", nod=-10, bend=6).to(0.6, left_arm="hang", nod=30, bend=30)
    s.hold(o(0.2, 0.5))
    if o.chance(0.5):
        s.to(0.4, pitch=46, bend=20, height=0.40, fwd=0.18, arms="hang_away", legs=leg(20, 70, point=40))
        s.to(0.25, "lie_belly", "hit", fwd=0.34, arms="hang_away", look=30, legs=leg(2, 20, spread=10, point=45))
    else:
        s.to(
            0.35,
            roll=-40,
            side=-14,
            height=0.36,
            fwd=0.05,
            left=-0.16,
            legs=leg(50, 80, point=30),
            right_arm="out_low",
            left_arm="belly",
        )
        s.to(
            0.3,
            "lie_side",
            "hit",
            spin=90,
            roll=0,
            left=-0.3,
            right_leg=leg(42, 62, point=20),
            left_leg=leg(24, 40, point=20),
            right_arm="forward_low",
            left_arm="belly",
        )
    s.hold(0.3).to(0.12, nod=4).to(0.3, nod=12)
    return s.hold(o(0.5, 1.0))


def _judo_throw(o: Draw) -> Sketch:
    grab = hand("chest", 0.14, 0.06, 0.46, elbow=(0.8, -0.8, 0.0), palm="in")
    near = hand("chest", 0.08, 0.08, 0.24, elbow=(0.9, -0.6, 0.0), palm="in")
    s = Sketch(o, "ready")
    s.to(o(0.4, 0.55), arms=grab, pitch=10)
    s.to(0.2, arms=near, twist=14, height=0.84)
    s.move_home(fwd=0.3, turn=80)
    s.to(0.22, fwd=0, yaw=-40, height=0.78, balance=0.8, right_leg=foot(0.18, 0.05, lift=0.08), left_leg=stay(heel=20))
    s.move_home(fwd=-0.1, turn=80)
    s.to(0.22, yaw=0, height=0.70, left_leg=foot(0.2, 0.0, lift=0.06), right_leg=foot(0.2, 0.02), arms=near, bend=16)
    s.to(
        o(0.3, 0.36),
        "",
        "hit",
        height=0.86,
        pitch=44,
        bend=34,
        twist=26,
        arms=hand("chest", 0.02, -0.36, 0.30, elbow=(0.8, -0.4, 0.2), palm="in"),
        nod=10,
    )
    s.hold(0.3)
    return s.to(0.7, "ready", twist=0).hold(o(0.2, 0.5))


def _ride_horse(o: Draw) -> Sketch:
    reins = Grip((0.0, -0.24, 0.34), (1.0, 0.0, 0.0), spacing=0.16, upper="left", elbow=(0.7, -1.0, -0.3))
    seat = leg(48, 78, spread=26, turn=14, point=5)
    base = {"legs": seat, "grip": reins, "balance": 0, "pitch": 0, "bend": 6, "rest": 0}
    s = Sketch(o, "sit_chair", **base, height=0.72, fwd=0.0)
    beat = o(0.28, 0.36)
    rise = o(0.04, 0.08)
    speed = o.pick(0.0, 0.0, o(0.7, 1.4))
    for _ in range(o.count(6, 12)):
        s.to(beat, height=0.72 + rise, pitch=8 * o.amplitude, nod=-4, grip=reins.but(middle=(0.0, -0.22, 0.38)))
        s.move_home(fwd=speed)
        s.to(beat, height=0.72, pitch=-2, nod=2, fwd=0, grip=reins)
    return s


ACTIONS = (
    Action("dodge_side", _dodge_side),
    Action("dodge_back", _dodge_back),
    Action("duck", _duck),
    Action("combat_roll", _combat_roll),
    Action("back_roll", _back_roll),
    Action("hit_face", _hit_face),
    Action("hit_belly", _hit_belly),
    Action("fall_on_belly", _fall_on_belly),
    Action("knocked_down", _knocked_down),
    Action("die_slowly", _die_slowly),
    Action("judo_throw", _judo_throw),
    Action("ride_horse", _ride_horse),
)
