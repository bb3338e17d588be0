"""Sport: water, weights."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch


def _ice_skate(o: Draw) -> Sketch:
    s = Sketch(o, "stand", height=0.84, pitch=20, bend=14, nod=-18)
    behind = o.chance(0.4)
    for number in range(o.count(5, 8)):
        front, rear = ("right", "left") if number % 2 == 0 else ("left", "right")
        way = -1 if front == "right" else 1
        arms = (
            {"arms": "behind_back"}
            if behind
            else {
                f"{rear}_arm": bones((0.1, -0.4, 1.0), (-0.3, 0.0, 1.0)),
                f"{front}_arm": bones((0.5, -0.6, -0.8), (0.4, -0.5, -0.8)),
            }
        )
        s.move_home(fwd=o(0.7, 1.0), left=0.10 * way)
        s.to(
            o(0.42, 0.55),
            height=0.78,
            fwd=-0.05,
            left=0.10 * way,
            balance=0,
            pitch=24,
            roll=3 * way,
            **{
                f"{front}_leg": foot(0.10, 0.06, yaw=12, lift=0.05),
                f"{rear}_leg": leg(-26, 22, spread=24, turn=20, point=10),
            },
            **arms,
        )
        s.to(
            o(0.4, 0.5),
            height=0.80,
            fwd=0.0,
            left=0.06 * way,
            roll=0,
            **{f"{rear}_leg": leg(-8, 50, spread=6, point=15)},
        )
    s.move_home(fwd=0.3)
    return s.to(0.5, "stand", fwd=0, left=0, legs=foot(0.1, 0))


def _skateboard(o: Draw) -> Sketch:
    base = {"legs": foot(0.30, 0, yaw=8), "height": 0.78, "pitch": 12, "bend": 12, "look": 60, "nod": -4, "balance": 1}
    s = Sketch(o, "stand", arms="out_low", legs=foot(0.30, 0, yaw=8), balance=1, look=30)
    s.to(0.5, **base, arms="out_low")
    for _ in range(o.count(6, 9)):
        way = o.pick(-1, 1)
        s.to(
            o(0.5, 0.7),
            height=o(0.68, 0.8),
            load=o(-0.4, 0.4),
            pitch=12 + 8 * way,
            twist=o(-14, 14),
            left_arm=bones((1.0, o(-0.5, 0.15), 0.2), (0.9, o(-0.3, 0.3), 0.4)),
            right_arm=bones((1.0, o(-0.5, 0.15), 0.1), (0.9, o(-0.3, 0.3), 0.3)),
        )
    return s


def _row(o: Draw) -> Sketch:
    bar = Grip((0.0, -0.12, 0.50), (1.0, 0.0, 0.0), spacing=0.42, upper="left", elbow=(0.8, -0.4, -0.6))
    catch = {"pitch": 6, "bend": 26, "fwd": 0.16, "grip": bar, "nod": -12}
    s = Sketch(
        o, "sit_floor", height=0.32, rest=0, legs=foot(0.12, 0.62, up=0.12, heel=-35, knee_out=6), balance=0, **catch
    )
    for _ in range(o.count(3, 5)):
        s.to(o(0.45, 0.6), fwd=-0.10, pitch=-14, bend=14, nod=-4, grip=bar.but(middle=(0.0, -0.12, 0.48)))
        s.to(o(0.26, 0.34), fwd=-0.14, pitch=-26, bend=6, nod=0, grip=bar.but(middle=(0.0, -0.22, 0.20)))
        s.to(o(0.3, 0.4), pitch=-10, grip=bar.but(middle=(0.0, -0.22, 0.44)))
        s.to(o(0.5, 0.65), **catch)
    return s


def _swim(o: Draw, kind: str) -> Sketch:
    high = o(0.75, 1.0)
    pitch = -86 if kind == "back" else 80
    s = Sketch(
        o,
        "layout",
        height=high,
        pitch=pitch,
        legs=leg(4, 10, spread=3, point=50),
        arms="overhead",
        nod=-24 if kind != "back" else 4,
    )
    way = -1 if kind == "back" else 1
    over, pull = bones((0.15, 1.0, 0.1), (0.05, 1.0, 0.1)), bones((0.4, -0.6, 0.5), (0.1, -0.9, 0.4))
    side_high = bones((0.8, 0.1, -0.7), (0.2, 0.5, -0.6))
    if kind == "back":
        pull, side_high = bones((0.9, -0.2, -0.2), (0.5, -0.8, 0.1)), bones((0.2, 0.2, 1.0), (0.15, 0.3, 1.0))
    speed = o(0.25, 0.4)
    if kind == "breast":
        for _ in range(o.count(3, 5)):
            s.move_home(fwd=speed * 1.4)
            s.to(
                o(0.34, 0.42),
                arms=bones((0.9, 0.3, 0.5), (0.6, 0.4, 0.8)),
                legs=leg(4, 8, spread=3, point=45),
                nod=-34,
                pitch=74,
            )
            s.to(
                o(0.24, 0.3),
                arms=hand("chest", 0.10, 0.02, 0.22, elbow=(1.0, -0.4, 0.2)),
                legs=leg(52, 110, spread=22, turn=20, point=-10),
                nod=-44,
                pitch=68,
            )
            s.to(
                o(0.24, 0.3),
                arms=bones((0.1, 1.0, 0.35), (0.0, 1.0, 0.35)),
                legs=leg(12, 14, spread=32, turn=20, point=0),
                nod=-14,
                pitch=80,
            )
            s.to(o(0.3, 0.4), arms="overhead", legs=leg(0, 6, spread=2, point=50), nod=-14, pitch=84)
        return s
    beat = o(0.28, 0.34)
    for number in range(o.count(6, 10)):
        one, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        roll = (26 if one == "right" else -26) * way
        for half in range(2):
            s.move_home(fwd=0.5 * speed * way if way > 0 else -0.5 * speed)
            arms = (
                {f"{one}_arm": pull, f"{other}_arm": side_high}
                if half == 0
                else {f"{one}_arm": bones((0.2, -1.0, 0.0), (0.15, -1.0, 0.1)), f"{other}_arm": over}
            )
            kick = 14 if half else -8
            s.to(
                beat,
                fwd=0,
                spin=roll * (1 if half == 0 else 0.3),
                look=(30 * way if number % 2 and kind == "crawl" and half == 0 else 0),
                left_leg=leg(kick + 4, 14, spread=3, point=50),
                right_leg=leg(8 - kick, 14, spread=3, point=50),
                **arms,
            )
    return s


def _swim_crawl(o: Draw) -> Sketch:
    return _swim(o, "crawl")


def _swim_breast(o: Draw) -> Sketch:
    return _swim(o, "breast")


def _swim_back(o: Draw) -> Sketch:
    return _swim(o, "back")


def _tread_water(o: Draw) -> Sketch:
    s = Sketch(o, "air", height=1.05, pitch=6, arms="out_bent", nod=-12, legs=leg(40, 50, spread=14, point=20))
    for number in range(o.count(5, 9)):
        one, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        wide = bones((0.8, -0.5, 0.5), (0.7, 0.05, 0.8)) if number % 2 else bones((0.3, -0.5, 0.7), (-0.3, 0.0, 1.0))
        s.to(
            o(0.4, 0.5),
            height=1.05 + o(-0.04, 0.04),
            arms=wide,
            look=o(-15, 15),
            **{f"{one}_leg": leg(62, 80, spread=22, point=0), f"{other}_leg": leg(24, 30, spread=12, point=35)},
        )
    return s


def _overhead_lift(o: Draw) -> Sketch:
    bar = Grip((0.0, 0.02, 0.20), (1.0, 0.0, 0.0), spacing=0.62, upper="left", elbow=(0.5, -0.8, 0.5))
    low = bar.but(middle=(0.0, -0.42, 0.26), elbow=(1.0, -0.2, -0.5))
    s = Sketch(
        o,
        "stand",
        legs=foot(0.17, 0),
        grip=low,
        height=0.62 if o.chance(0.6) else 0.95,
        pitch=36 if o.chance(0.6) else 6,
        bend=10,
        nod=-20,
        balance=1,
    )
    s.hold(o(0.2, 0.4))
    s.to(o(0.45, 0.6), height=0.93, pitch=4, grip=low.but(middle=(0.0, -0.3, 0.2)), bend=4, nod=-6)
    s.to(o(0.3, 0.4), height=0.86, grip=bar)
    for _ in range(o.times(1, 2)):
        s.hold(o(0.2, 0.4))
        s.to(0.2, height=0.86, grip=bar)
        s.to(
            o(0.35, 0.6), height=0.955, grip=bar.but(middle=(0.0, 0.66, 0.10), elbow=(0.9, 0.2, 0.3)), pitch=-2, nod=-10
        )
        for _ in range(o.count(3, 5)):
            s.to(0.2, side=o(-1.5, 1.5))
        s.hold(o(0.1, 0.4))
        s.to(o(0.45, 0.6), grip=bar, height=0.9)
    return s.to(0.6, grip=low, height=0.93).hold(0.2)


def _biceps_curls(o: Draw) -> Sketch:
    down, up = (
        bones((0.10, -1.0, 0.05), (0.08, -1.0, 0.22), palm="forward"),
        bones((0.10, -1.0, 0.1), (0.0, 0.75, 0.75), palm="back"),
    )
    s = Sketch(o, "stand", arms=down)
    both = o.chance(0.5)
    for number in range(o.times(3, 5)):
        one = {"arms": up} if both else {"right_arm" if number % 2 == 0 else "left_arm": up}
        s.to(o(0.5, 0.7), pitch=-3, bend=0, **one).to(0.1)
        s.to(o(0.6, 0.85), arms=down, pitch=-1, bend=4)
    return s.hold(0.3)


def _weighted_squat(o: Draw) -> Sketch:
    bar = hand("chest", 0.42, 0.20, -0.04, elbow=(0.5, -1.0, -0.2), palm="forward")
    s = Sketch(o, "stand", arms=bar, legs=foot(0.2, 0, yaw=14)).hold(0.3)
    for _ in range(o.times(1, 3)):
        s.to(
            o(0.9, 1.2),
            "squat",
            height=o(0.52, 0.62) / o.more("deep"),
            arms=bar,
            legs=stay(heel=0, knee_out=12),
            pitch=26,
        )
        s.hold(0.15)
        s.to(o(0.8, 1.1), "stand", arms=bar, legs=stay(heel=0)).hold(o(0.1, 0.3))
    return s.hold(0.3)


def _deadlift(o: Draw) -> Sketch:
    bar = Grip((0.0, -0.46, 0.16), (1.0, 0.0, 0.0), spacing=0.48, upper="left", elbow=(1.0, -0.1, -0.3))
    s = Sketch(o, "stand", legs=foot(0.15, 0)).hold(0.2)
    down = {
        "height": 0.62,
        "pitch": 54,
        "bend": 14,
        "nod": -20,
        "balance": 1,
        "grip": bar.but(middle=(0.0, -0.36, 0.34)),
    }
    s.to(o(0.7, 0.9), **down)
    for _ in range(o.times(1, 2)):
        s.hold(o(0.2, 0.4))
        s.to(o(0.8, 1.2), height=0.955, pitch=-3, bend=-2, nod=0, grip=bar, balance=1).hold(o(0.4, 0.7))
        s.to(o(0.8, 1.1), **down)
    return s.to(0.3, grip=None, arms="forward_low").to(0.8, "stand") if o.chance(0.5) else s.hold(0.3)


def _pull_ups(o: Draw) -> Sketch:
    bar = {"elbow": (0.9, -0.4, -0.1), "palm": "forward"}
    s = Sketch(o, "stand", nod=-20)
    s.to(0.35, "crouch", height=0.74, nod=-30, arms="back").to(
        0.18, "stand", height=0.99, balance=0, legs=stay(heel=50), arms="overhead"
    )
    hang = {
        "height": 1.14,
        "legs": leg(8, 30, spread=3, point=40),
        "arms": hand("home", 0.25, 2.14, 0.04, **bar),
        "nod": -12,
        "balance": 0,
    }
    s.to(0.3, **hang).hold(o(0.1, 0.3))
    for _ in range(o.times(2, 4)):
        s.to(o(0.6, 0.85), height=1.14 + o(0.34, 0.42), pitch=4, bend=-4, nod=-18)
        s.to(0.1)
        s.to(o(0.7, 0.95), height=1.14, pitch=0, bend=2, nod=-8)
    return s.hold(o(0.1, 0.4))


def _climb_rope(o: Draw) -> Sketch:
    rope = {"elbow": (0.8, -1.0, 0.0), "palm": "in"}
    s = Sketch(
        o,
        "stand",
        nod=-20,
        left_arm=hand("home", 0.03, 1.62, 0.28, **rope),
        right_arm=hand("home", 0.03, 1.86, 0.28, **rope),
    )
    base, hands = 0.95, {"left": 1.62, "right": 1.86}
    s.to(0.3, height=1.0, balance=0, fwd=0.0, legs=leg(30, 50, spread=4, point=10))
    for number in range(o.count(4, 6)):
        lower = "left" if hands["left"] < hands["right"] else "right"
        s.to(o(0.35, 0.45), height=base + 0.14, legs=leg(80, 100, spread=8, point=0), pitch=-4, bend=14)
        hands[lower] += 0.5
        base += 0.25
        s.to(
            o(0.35, 0.45),
            height=base + 0.1,
            legs=leg(30, 40, spread=4, point=20),
            pitch=-2,
            bend=4,
            **{f"{lower}_arm": hand("home", 0.03, hands[lower], 0.28, **rope)},
        )
        del number
    return s.hold(o(0.2, 0.5))


ACTIONS = (
    Action("ice_skate", _ice_skate),
    Action("skateboard", _skateboard),
    Action("row", _row),
    Action("swim_crawl", _swim_crawl),
    Action("swim_breast", _swim_breast),
    Action("swim_back", _swim_back),
    Action("tread_water", _tread_water),
    Action("weight_lift_overhead", _overhead_lift),
    Action("biceps_curls", _biceps_curls),
    Action("weighted_squat", _weighted_squat),
    Action("deadlift", _deadlift),
    Action("pull_ups", _pull_ups),
    Action("climb_rope", _climb_rope),
)
