"""Dances, fencing, juggling and stretching."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch
from .common import at


def _ymca(o: Draw) -> Sketch:
    y = bones((0.8, 1.0, 0.0), (0.8, 1.0, 0.0), palm="forward")
    m = hand("head", 0.14, 0.10, 0.04, elbow=(1.0, 0.7, 0.1), palm="down")
    c = bones((0.6, 0.9, 0.3), (0.9, 0.6, 0.3))
    c2 = bones((-0.2, 1.0, 0.3), (-0.7, 0.6, 0.3))
    a = bones((0.4, 1.0, 0.1), (-0.35, 1.0, 0.1), palm="in")
    s = Sketch(o, "stand", legs=foot(0.16, 0, yaw=10))
    for _ in range(2):
        for number, (left, right) in enumerate(((y, y), (m, m), (c, c2), (a, a))):
            way = 1 if number % 2 else -1
            s.to(o(0.26, 0.34), "", "settle", left_arm=left, right_arm=right, load=0.5 * way, roll=3 * way, height=0.93)
            s.to(o(0.2, 0.3), height=0.95)
    return s.to(0.4, "stand")


def _moonwalk(o: Draw) -> Sketch:
    s = Sketch(o, "stand", nod=6)
    for number in range(o.count(5, 8)):
        flat, toe = ("right", "left") if number % 2 == 0 else ("left", "right")
        step = o(0.3, 0.38)
        s.move_home(fwd=-step)
        swing = {
            f"{flat}_arm": bones((0.15, -1.0, 0.35), (0.05, -0.8, 0.6)),
            f"{toe}_arm": bones((0.2, -1.0, -0.3), (0.1, -1.0, 0.1)),
        }
        s.to(
            o(0.36, 0.46),
            fwd=0.0,
            left=0,
            balance=0,
            height=0.92,
            nod=6 + 4 * (number % 2),
            **{f"{flat}_leg": foot(0.09, -0.16, lift=0.0), f"{toe}_leg": stay(heel=42)},
            **swing,
        )
        s.to(0.1, **{f"{flat}_leg": stay(heel=30), f"{toe}_leg": stay(heel=8)})
    s.move_home(fwd=-0.1)
    return s.to(0.4, "stand", fwd=0, legs=foot(0.1, 0, lift=0.02))


def _waltz(o: Draw) -> Sketch:
    frame = {
        "left_arm": bones((1.0, -0.1, 0.25), (0.6, 0.55, 0.5), palm="forward"),
        "right_arm": hand("chest", 0.06, 0.04, 0.36, elbow=(1.0, -0.3, 0.2), palm="back"),
    }
    s = Sketch(o, "stand", **frame, look=24, bend=-3)
    beat = o(0.4, 0.5)
    for bar in range(o.count(3, 5)):
        lead, follow = ("left", "right") if bar % 2 == 0 else ("right", "left")
        way = 1 if bar % 2 == 0 else -1
        s.move_home(fwd=0.36 * way, turn=o(35, 50))
        s.to(
            beat,
            height=0.90,
            fwd=0,
            left=0,
            yaw=0,
            balance=0,
            **{f"{lead}_leg": foot(0.1, 0.1 * way, lift=0.04)},
            **frame,
        )
        s.move_home(left=-0.3 if lead == "left" else 0.3, turn=o(20, 35))
        s.to(beat, height=0.955, fwd=0, left=0, yaw=0, **{f"{follow}_leg": foot(0.12, 0, heel=18, lift=0.05)}, **frame)
        s.to(beat, height=0.96, **{f"{lead}_leg": foot(0.08, 0, heel=16, lift=0.04)}, **frame)
    return s.to(0.4, "stand", legs=foot(0.1, 0), **frame)


def _pirouette(o: Draw) -> Sketch:
    ring = hand("chest", 0.10, -0.06, 0.36, elbow=(1.0, -0.3, 0.3), palm="back")
    s = Sketch(o, "stand", legs=foot(0.05, 0, yaw=30), arms="out")
    s.to(
        0.45,
        left_leg=foot(0.06, 0.22, yaw=30),
        right_leg=foot(0.08, -0.12, yaw=35),
        height=0.86,
        balance=1,
        right_arm=ring,
        left_arm="out",
    )
    s.to(
        0.2,
        load=-1,
        height=0.97,
        right_leg=stay(heel=38),
        left_leg=leg(52, 100, spread=40, turn=50, point=40),
        arms=ring,
        twist=0,
    )
    for _ in range(o.times(1, 2)):
        for _ in range(4):
            s.move_home(turn=-90)
            s.to(o(0.16, 0.2), yaw=0, right_leg=foot(0.02, 0.0, heel=38, lift=0.0), load=-1, balance=1)
    s.to(0.35, height=0.88, right_leg=stay(heel=0), left_leg=foot(0.12, -0.18, yaw=30, lift=0.04), load=0, arms="out")
    return s.hold(o(0.3, 0.6)).to(0.5, "stand")


def _hip_hop(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.2, 0, yaw=12), height=0.88, arms="ready")
    beat = o(0.26, 0.32)
    cross = hand("chest", -0.06, -0.02, 0.30, elbow=(1.0, -0.6, 0.1))
    for _ in range(o.count(3, 5)):
        move = o.pick("cross", "wave", "pump", "step")
        for number in range(4):
            way = 1 if number % 2 else -1
            arms: dict = {"arms": "out_bent"}
            if move == "cross":
                arms = {"arms": cross if number % 2 else "out_low"}
            elif move == "wave":
                arms = {
                    "left_arm": bones((1.0, 0.25 * way, 0.1), (1.0, -0.3 * way, 0.2)),
                    "right_arm": bones((1.0, -0.25 * way, 0.1), (1.0, 0.3 * way, 0.2)),
                }
            elif move == "pump":
                arms = {"right_arm": hand("chest", 0.16, 0.22 if number % 2 else -0.12, 0.3), "left_arm": "ready"}
            s.to(beat, height=0.80, load=0.6 * way, twist=14 * way, bend=18, nod=8, **arms)
            s.to(beat, height=0.90, load=0.2 * way, twist=8 * way, bend=6, nod=-4)
        if move == "step":
            s.to(0.2, left_leg=foot(0.34, 0.05, lift=0.06)).to(0.25, left_leg=foot(0.2, 0, lift=0.05))
    return s.to(0.3, arms="crossed", bend=-4, nod=-6).hold(0.4)


def _twist(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.14, 0, heel=10), arms="ready", balance=1)
    low = 0.78 if o.told("low") else 0.84
    for number in range(o.count(14, 20)):
        way = 1 if number % 2 else -1
        deep = low + 0.10 * abs(((number % 8) - 4) / 4)
        swing = {
            "left_arm": hand("chest", 0.10 + 0.12 * way, -0.16, 0.30, elbow=(0.7, -0.8, -0.3)),
            "right_arm": hand("chest", 0.10 - 0.12 * way, -0.16, 0.30, elbow=(0.7, -0.8, -0.3)),
        }
        s.to(o(0.22, 0.28), yaw=24 * way, twist=-38 * way, height=deep, load=0.3 * way, pitch=6, **swing)
    return s.to(0.4, "stand", yaw=0)


def _party(o: Draw) -> Sketch:
    s = Sketch(o, "stand", arms="ready")
    beat = o(0.24, 0.3)
    for bar in range(o.count(3, 6)):
        style = o.pick("pump", "up", "swing", "clap")
        for number in range(2):
            side, other = ("right", "left") if number == 0 else ("left", "right")
            way = -1 if side == "right" else 1
            arms: dict = {}
            if style == "pump":
                arms = {
                    f"{side}_arm": hand("chest", 0.18, 0.06, 0.30),
                    f"{other}_arm": hand("chest", 0.16, -0.18, 0.24),
                }
            elif style == "up":
                arms = {f"{side}_arm": "up_v", f"{other}_arm": "ready"}
            elif style == "swing":
                arms = {
                    f"{side}_arm": bones((0.6, -0.6, 0.5), (0.3, 0.1, 0.9)),
                    f"{other}_arm": bones((0.3, -0.8, -0.3), (0.1, -0.3, 0.8)),
                }
            else:
                arms = {"arms": hand("chest", 0.05, 0.0, 0.30, elbow=(0.8, -0.9, 0), palm="in")}
            s.to(
                beat,
                height=0.90,
                load=0.5 * way,
                roll=2 * way,
                balance=1,
                twist=10 * way,
                **{f"{side}_leg": foot(0.26, 0, lift=0.05)},
                **arms,
            )
            s.to(
                beat, height=0.945, load=0.8 * way, roll=4 * way, **{f"{other}_leg": foot(0.12, 0, heel=14, lift=0.04)}
            )
        del bar
    return s.to(0.4, "stand", legs=foot(0.1, 0, lift=0.03))


def _fencing(o: Draw) -> Sketch:
    guard = hand("chest", 0.10, 0.02, 0.36, elbow=(0.6, -1.0, -0.1), palm="in")
    back = bones((1.0, 0.2, -0.6), (0.3, 1.0, -0.2))
    base = {
        "right_leg": foot(0.08, 0.22, yaw=0),
        "left_leg": foot(0.10, -0.24, yaw=70),
        "height": 0.78,
        "balance": 1,
        "look": 0,
    }
    s = Sketch(o, "stand", **base, right_arm=guard, left_arm=back, twist=0)
    for _ in range(o.count(2, 3)):
        for _ in range(o.count(0, 2)):
            s.move_home(fwd=0.22)
            s.to(0.22, fwd=0, left=0, right_leg=foot(0.08, 0.22, lift=0.04)).to(
                0.22, left_leg=foot(0.10, -0.24, yaw=70, lift=0.04)
            )
        s.to(0.14, right_arm=hand("chest", 0.06, 0.12, 0.53, elbow=(0.7, -0.9, 0), palm="in"))
        s.to(
            0.22,
            "",
            "hit",
            right_leg=foot(0.08, 0.62, lift=0.06),
            height=o(0.58, 0.64),
            fwd=0.28,
            balance=0,
            left_arm=bones((1.0, -0.3, -0.5), (1.0, -0.3, -0.5)),
            right_arm=hand("chest", 0.06, 0.12, 0.54, elbow=(0.7, -0.9, 0), palm="in"),
            pitch=10,
        )
        s.hold(0.15)
        s.to(0.4, **base, right_arm=guard, left_arm=back, pitch=0, fwd=0)
    return s.hold(0.3)


def _juggle(o: Draw) -> Sketch:
    base = hand("chest", 0.18, -0.18, 0.30, elbow=(0.5, -1.0, -0.3), palm="up")
    s = Sketch(o, "stand", arms=base, nod=-12)
    for number in range(o.count(12, 20)):
        one, other = ("right_arm", "left_arm") if number % 2 == 0 else ("left_arm", "right_arm")
        s.to(o(0.13, 0.16), **{one: at(base, -0.08, 0.10, 0.03), other: at(base, 0.06, -0.05, 0)})
        s.to(o(0.13, 0.16), **{one: at(base, 0.04, 0.0, 0.02), other: at(base, 0.0, -0.07, 0)}, load=o(-0.3, 0.3))
    return s


def _archery(o: Draw) -> Sketch:
    bow = bones((1.0, 0.02, 0.30), (1.0, 0.03, 0.34), palm="in")
    s = Sketch(
        o,
        "stand_wide",
        yaw=-62,
        left_leg=foot(0.08, 0.24, yaw=-40),
        right_leg=foot(0.06, -0.22, yaw=70),
        look=30,
        left_arm=bones((0.5, -0.7, 0.6), (0.3, -0.5, 1.0)),
        right_arm=hand("chest", 0.02, -0.14, 0.28),
    )
    s.hold(0.3)
    s.to(o(0.8, 1.0), look=60, left_arm=bow, right_arm=hand("chest", -0.22, 0.04, 0.36, elbow=(0.8, -0.3, 0.4)))
    s.to(o(0.8, 1.1), twist=-8, look=64, right_arm=hand("chest", 0.02, 0.14, 0.17, elbow=(1.0, 0.12, -0.2), palm="in"))
    s.hold(o(1.0, 1.6))
    s.to(0.12, "", "hit", right_arm=hand("chest", 0.16, 0.14, 0.08, elbow=(1.0, 0.1, -0.4)), left_arm=bow).hold(0.5)
    return s.to(0.8, left_arm=bones((0.5, -0.7, 0.6), (0.3, -0.5, 1.0)), right_arm="hang", look=30, twist=0).hold(0.2)


def _stretch_side(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.2, 0, yaw=8))
    for _ in range(o.times(1, 2)):
        s.to(o(0.7, 0.9), left_arm=bones((0.2, 1.0, 0.05), (-0.2, 1.0, 0.05)), side=0)
        s.to(
            o(0.7, 1.0),
            side=-o(26, 34) * o.more("far"),
            roll=-4,
            load=0.3,
            left_arm=bones((0.1, 1.0, 0.05), (-0.4, 1.0, 0.05)),
            right_arm="thigh",
            tilt=-10,
        )
        s.hold(o(0.6, 1.0))
        s.to(o(0.6, 0.8), "stand", legs=stay(), side=0, roll=0, tilt=0)
    return s.hold(0.2)


def _stretch_quad(o: Draw) -> Sketch:
    ankle = hand("pelvis", 0.12, -0.12, -0.26, elbow=(0.6, 0.1, -1.0), palm="in")
    s = Sketch(o, "stand").hold(o(0.8, 1.0))
    s.to(0.4, load=1, balance=1)
    s.to(
        o(0.6, 0.8),
        load=1,
        right_leg=leg(2, 118, point=40),
        right_arm=ankle,
        left_arm=o.pick("out", "out_low", "hips"),
        height=0.955,
    )
    s.to(0.5, side=o(-4, 4), roll=o(-2, 2))
    s.hold(o(0.3, 0.6) * o.more("long"))
    return s.to(0.6, "stand", right_leg=foot(0.1, 0, lift=0)).hold(o(0.9, 1.2))


ACTIONS = (
    Action("ymca", _ymca),
    Action("moonwalk", _moonwalk),
    Action("waltz", _waltz),
    Action("pirouette", _pirouette),
    Action("hip_hop", _hip_hop),
    Action("twist_dance", _twist),
    Action("dance_party", _party),
    Action("fencing", _fencing),
    Action("juggle", _juggle),
    Action("archery_target", _archery),
    Action("stretch_standing", _stretch_side),
    Action("stretch_quad", _stretch_quad),
)
