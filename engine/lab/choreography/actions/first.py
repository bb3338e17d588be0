"""Actions that show every part of the vocabulary: floor, flips, gaits, props, gestures."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import crawl as crawl_on
from ..gait import walk
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch


def _push_ups(o: Draw) -> Sketch:
    s = Sketch(o, "plank")
    s.hold(o(0.2, 0.5))
    count = o.times(3, 6)
    for _ in range(count):
        s.to(
            o(0.45, 0.6),
            height=0.20,
            pitch=o(82, 85),
            fwd=0.03,
            arms=hand("floor", 0.24, 0, 0.50, elbow=(0.8, -0.9, 0.1)),
        )
        s.to(o(0.4, 0.55), height=0.40, pitch=71, fwd=0.0, arms=hand("floor", 0.24, 0, 0.50, elbow=(0.8, -0.9, 0.1)))
    s.hold(o(0.2, 0.5))
    return s


def _sit_ups(o: Draw) -> Sketch:
    lying = {"arms": o.pick("behind_head", "crossed"), "legs": foot(0.13, 0.45, heel=0)}
    s = Sketch(o, "lie_back_knees", **lying)
    s.hold(o(0.2, 0.4))
    count = o.times(2, 5)
    for _ in range(count):
        s.to(o(0.6, 0.8), pitch=o(-18, -10), bend=o(40, 50), nod=12, height=0.16)
        s.to(0.15)
        s.to(o(0.7, 0.9), "lie_back_knees", **lying)
        s.to(0.12)
    return s


def _lie_down_back(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(
        o(0.9, 1.1),
        "squat_low",
        arms=hand("floor", 0.26, 0, -0.22, elbow=(0.3, 0.2, -1)),
        pitch=4,
        bend=32,
        balance=0,
        fwd=-0.27,
        height=0.34,
    )
    s.to(o(0.5, 0.7), "sit_back_hands", fwd=-0.42, legs=foot(0.13, 0.05))
    s.to(
        o(0.7, 0.9),
        "sit_back_hands",
        fwd=-0.42,
        pitch=-50,
        bend=20,
        nod=15,
        left_arm=hand("floor", 0.28, 0, -0.45, elbow=(0.5, 0, -1)),
        right_arm=hand("floor", 0.28, 0, -0.45, elbow=(0.5, 0, -1)),
        legs=leg(60, 70, spread=8, point=10),
    )
    s.to(o(0.6, 0.8), "lie_back", fwd=-0.42, arms="hang_away")
    s.hold(o(0.4, 1.2))
    return s


def _get_up_from_back(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back", arms="hang_away")
    s.hold(o(0.2, 0.6))
    s.to(
        o(0.6, 0.8),
        "sit_back_hands",
        left_arm=hand("floor", 0.28, 0, -0.35, elbow=(0.4, 0, -1)),
        right_arm="forward_low",
        pitch=-30,
        bend=26,
        nod=15,
        legs=leg(60, 60, spread=8),
    )
    s.to(
        o(0.4, 0.5),
        "sit_back_hands",
        pitch=-10,
        bend=34,
        nod=5,
        left_arm=hand("floor", 0.28, 0, -0.25, elbow=(0.4, 0, -1)),
        right_arm="knees",
        legs=foot(0.15, 0.32),
    )
    s.to(
        o(0.5, 0.7),
        "squat_low",
        balance=0,
        fwd=0.16,
        legs=foot(0.15, 0.32, heel=0),
        bend=40,
        pitch=30,
        left_arm=hand("floor", 0.28, 0, -0.10, elbow=(0.4, 0, -1)),
        right_arm="knees",
        height=0.36,
    )
    s.to(o(0.5, 0.6), "crouch", legs=stay(heel=0), fwd=0.30)
    s.to(o(0.6, 0.8), "stand", legs=stay(heel=0))
    s.hold(o(0.3, 0.6))
    return s


def _backflip(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.35, "stand", arms="forward_up", nod=-5)
    s.to(o(0.4, 0.5), "crouch", arms="back", height=0.66, pitch=30)
    s.to(
        0.22,
        "stand",
        height=0.99,
        arms="overhead",
        pitch=-8,
        bend=-12,
        nod=-12,
        legs=stay(heel=50),
        balance=0,
        fwd=-0.05,
    )
    s.fly(
        o(0.5, 0.65),
        "crouch",
        fwd=-o(0.35, 0.6),
        pitch=-335,
        height=0.72,
        arms="forward",
        bend=20,
        nod=-10,
        legs=foot(0.14, 0.08),
        via=[
            (0.18, "layout", {"pitch": -40, "bend": -8}),
            (0.42, "tuck", {"pitch": -150}),
            (0.62, "tuck", {"pitch": -240}),
            (0.85, "air", {"pitch": -305, "arms": "forward_low"}),
        ],
    )
    s.to(0.22, "crouch", height=0.60, arms="forward", legs=stay(heel=0))
    s.to(o(0.5, 0.7), "stand")
    s.hold(o(0.2, 0.5))
    return s


def _cartwheel(o: Draw) -> Sketch:
    # Written to the right: the body faces left of its way, so that its right side leads.
    s = Sketch(o, "stand")
    s.to(0.4, "stand", arms="up_v")
    s.move_home(turn=90)
    s.to(
        0.35,
        left_leg=stay(heel=10),
        right_leg=foot(0.45, 0.0),
        yaw=0,
        left=-0.25,
        roll=-18,
        balance=0,
        height=0.86,
        side=-8,
        arms="up_v",
    )
    s.to(
        0.26,
        left=-0.60,
        height=0.82,
        roll=-85,
        side=-12,
        right_arm=hand("home", 0.98, 0.05, 0.03),
        left_leg=leg(5, 8, spread=50, point=40),
        right_leg=stay(heel=30),
        left_arm="up_v",
    )
    s.to(
        0.2,
        left=-1.02,
        height=0.98,
        roll=-150,
        side=0,
        right_arm=hand("home", 0.98, 0.05, 0.03),
        left_arm=hand("home", -1.42, 0.05, 0.03),
        legs=leg(0, 6, spread=52, point=45),
    )
    s.to(
        0.2,
        left=-1.40,
        height=0.97,
        roll=-215,
        right_arm="up_v",
        left_arm=hand("home", -1.42, 0.05, 0.03),
        legs=leg(0, 6, spread=50, point=40),
    )
    s.to(
        0.24,
        left=-1.85,
        height=0.80,
        roll=-285,
        side=12,
        arms="up_v",
        left_leg=foot(-2.10, 0.0, yaw=0, heel=10),
        right_leg=leg(5, 8, spread=45, point=35),
    )
    s.to(
        0.3,
        left=-2.25,
        height=0.88,
        roll=-345,
        side=6,
        arms="up_v",
        left_leg=stay(heel=0),
        right_leg=foot(2.62, 0, heel=0),
    )
    s.move_home(left=-2.36)
    s.to(0.4, "stand", height=0.93, left=0, fwd=0, arms="out", legs=stay(heel=0))
    s.to(0.5, "stand")
    return s


def _golf(o: Draw) -> Sketch:
    grip = Grip((0.0, -0.42, 0.30), (0.0, 1.0, -0.35), spacing=0.11, upper="left")
    address = {"legs": foot(0.19, 0, yaw=10), "height": 0.88, "pitch": 24, "bend": 14, "nod": 12, "balance": 1}
    s = Sketch(o, "stand", **address, grip=grip)
    s.hold(o(0.4, 0.9))
    if o.chance(0.5):
        s.to(0.25, twist=-6, grip=grip.but(middle=(-0.10, -0.40, 0.32))).to(0.3, twist=0, grip=grip)
    s.to(
        o(0.75, 0.95),
        yaw=-28,
        twist=-46,
        look=40,
        load=-0.45,
        grip=grip.but(middle=(-0.30, 0.22, 0.22), axis=(0.5, 0.3, 0.5)),
        left_leg=stay(heel=8),
    )
    s.to(0.12)
    s.to(
        o(0.26, 0.3),
        "",
        "hit",
        yaw=8,
        twist=10,
        look=-6,
        load=0.35,
        grip=grip.but(middle=(0.02, -0.43, 0.31)),
        left_leg=stay(heel=0),
        right_leg=stay(heel=10),
    )
    s.to(
        o(0.28, 0.34),
        yaw=55,
        twist=48,
        look=5,
        nod=2,
        load=0.8,
        pitch=6,
        bend=0,
        height=0.93,
        grip=grip.but(middle=(0.26, 0.28, 0.14), axis=(-0.5, 0.4, 0.4)),
        right_leg=stay(heel=55),
    )
    s.hold(o(0.5, 1.0))
    return s


def _bow(o: Draw) -> Sketch:
    # Right-handed: the left arm holds the bow towards the target ahead, the body stands side on.
    s = Sketch(o, "stand")
    s.to(
        o(0.5, 0.6),
        "stand_wide",
        yaw=-62,
        left_leg=foot(0.08, 0.24, yaw=-40),
        right_leg=foot(0.06, -0.22, yaw=70),
        look=25,
        left_arm=bones((0.5, -0.6, 0.6), (0.1, -0.3, 1.0)),
        right_arm=hand("chest", 0.06, -0.12, 0.28),
    )
    out = bones((1.0, 0.02, 0.30), (1.0, 0.03, 0.34), palm="in")
    s.to(o(0.6, 0.8), look=58, left_arm=out, right_arm=hand("chest", -0.24, 0.02, 0.36, elbow=(0.8, -0.3, 0.4)))
    s.to(o(0.7, 1.0), twist=-8, look=64, right_arm=hand("chest", 0.03, 0.13, 0.17, elbow=(1.0, 0.12, -0.2), palm="in"))
    s.hold(o(0.6, 1.2))
    s.to(0.12, "", "hit", right_arm=hand("chest", 0.20, 0.13, 0.06, elbow=(1.0, 0.1, -0.4)), left_arm=out)
    s.hold(o(0.4, 0.7))
    s.to(o(0.7, 0.9), arms="hang", look=20, twist=0)
    return s


def _crawl(o: Draw) -> Sketch:
    s = Sketch(o, "all_fours")
    crawl_on(s, o.repeats(0.58), o(0.24, 0.34), o(0.52, 0.64))
    return s


def _climb_stairs(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(
        s,
        o.repeats(0.62, 0.3),
        o(0.28, 0.32),
        o(0.55, 0.7),
        climb=o(0.16, 0.19),
        heel_strike=0,
        lift=0.09,
        lean=9,
        bend=6,
        head=6,
        bounce=0.0,
        swing=16,
    )
    return s


def _limp(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(s, o.repeats(0.6, 0.3), o(0.42, 0.5), o(0.55, 0.62), limp=o(0.7, 1.0), bend=8, swing=14)
    return s


def _fall_backward(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.hold(o(0.1, 0.4))
    s.to(0.25, "stand", pitch=-10, bend=-6, nod=8, arms="out_bent", balance=0, fwd=0.03, legs=stay(heel=-6))
    s.to(0.30, pitch=-32, bend=14, nod=20, height=0.66, fwd=-0.38, arms="out_low", legs=stay(heel=-8))
    s.to(
        0.22,
        "",
        "hit",
        pitch=-48,
        bend=26,
        nod=28,
        height=0.16,
        fwd=-0.62,
        arms="hang_away",
        legs=leg(70, 60, spread=12, point=5),
        rest=1,
    )
    s.to(0.20, pitch=-88, bend=10, nod=16, arms="out_low", legs=leg(72, 50, spread=14, point=5))
    s.to(0.35, "lie_back", nod=4, legs=leg(22, 40, spread=14, point=15), arms="out_low")
    s.hold(o(0.6, 1.4))
    return s


def _nod(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.hold(o(0.2, 0.6))
    count = o.times(2, 5)
    for _ in range(count):
        s.to(o(0.17, 0.25), nod=o(17, 27) * o.amplitude)
        s.to(o(0.17, 0.25), nod=o(-6, 0))
    s.to(0.3, nod=0)
    s.hold(o(0.2, 0.8))
    return s


def _phone_call(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.35, right_arm=hand("pelvis", 0.19, 0.0, 0.05, elbow=(0.6, 0, -1)), tilt=-3)
    s.to(o(0.6, 0.8), right_arm="ear", tilt=-8, look=-6)
    for _ in range(o.repeats(0.95, 1.9)):
        s.to(
            o(0.5, 0.9),
            look=o(-14, 12),
            nod=o(-3, 10),
            tilt=o(-10, -5),
            load=o(-0.5, 0.5),
            left_arm=o.pick("hang", bones((0.3, -1.0, 0.1), (0.2, -0.1, 1.0), palm="up"), "hips", "hang"),
        )
        s.hold(o(0.1, 0.4))
    s.to(o(0.6, 0.8), "stand")
    return s


ACTIONS = (
    Action("push_ups", _push_ups),
    Action("sit_ups", _sit_ups),
    Action("lie_down_back", _lie_down_back),
    Action("get_up_from_back", _get_up_from_back),
    Action("back_flip", _backflip),
    Action("cartwheel", _cartwheel),
    Action("golf_swing", _golf),
    Action("shoot_bow", _bow),
    Action("crawl", _crawl),
    Action("stairs_up", _climb_stairs),
    Action("limp", _limp),
    Action("shot_fall_back", _fall_backward),
    Action("nod", _nod),
    Action("phone", _phone_call),
)
