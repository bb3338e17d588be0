"""Sport: soccer, throws of the track, winter, water and weights."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import run, walk
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch

_BALL = Grip((0.0, -0.12, 0.34), (1.0, 0.0, 0.0), spacing=0.24, upper="left", elbow=(0.9, -0.7, -0.2))


def _soccer_kick(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    steps = o.pick(2, 2, 4)
    (run if o.chance(0.4) else walk)(s, steps, 0.75, 0.38, close=False)
    s.move_home(fwd=0.55)
    s.to(
        0.26,
        height=0.86,
        fwd=-0.12,
        balance=0,
        pitch=-6,
        left_leg=foot(0.14, 0.05, lift=0.08),
        right_leg=leg(-34, 95, point=30),
        left_arm="out",
        right_arm="hang_back",
        twist=-14,
    )
    s.to(o(0.1, 0.13), height=0.85, fwd=0.0, right_leg=leg(6, 50, point=35), pitch=-4, twist=0)
    s.to(
        o(0.09, 0.12),
        "",
        "hit",
        fwd=0.06,
        height=0.90,
        right_leg=leg(o(52, 72) * o.more("high"), 10, point=35),
        pitch=-12,
        bend=14,
        twist=16,
        left_arm=bones((0.5, -0.2, 1.0), (0.1, 0.0, 1.0)),
        right_arm="back",
        left_leg=stay(heel=14),
    )
    s.to(0.16, right_leg=leg(48, 30, point=25), fwd=0.1)
    s.to(0.35, "stand", fwd=0.1, right_leg=foot(0.12, 0.35, lift=0.1), left_leg=stay(heel=10), height=0.9, balance=0.4)
    s.move_home(fwd=0.33)
    return s.to(0.45, "stand", fwd=0, left_leg=foot(0.11, 0.02), right_leg=foot(0.11, 0.02)).hold(o(0.2, 0.6))


def _soccer_dribble(o: Draw) -> Sketch:
    s = Sketch(o, "stand", nod=20)
    for number in range(o.count(10, 14)):
        up, down = ("right", "left") if number % 2 == 0 else ("left", "right")
        step = o(0.34, 0.46)
        tap = number % 3 == 1
        s.move_home(fwd=step)
        if tap:
            s.to(
                0.16,
                fwd=-0.1,
                left=0,
                balance=0,
                height=0.88,
                pitch=10,
                nod=24,
                **{f"{up}_leg": leg(26, 24, turn=24, point=-10), f"{down}_leg": stay(heel=8)},
                arms="out_low",
            )
        s.to(
            0.22,
            fwd=0,
            left=0,
            balance=0,
            height=0.88,
            pitch=10,
            bend=8,
            nod=24,
            arms="out_low" if tap else "ready",
            **{f"{up}_leg": foot(0.11, 0.2 * step, lift=0.09)},
        )
    s.move_home(fwd=0.1)
    return s.to(0.4, "stand", fwd=0, legs=foot(0.11, 0))


def _soccer_header(o: Draw) -> Sketch:
    s = Sketch(o, "stand", nod=-18)
    if o.chance(0.5):
        walk(s, 2, 0.6, 0.4, close=False, head=-16)
        s.move_home(fwd=0.3)
    s.to(0.32, "crouch", fwd=0, balance=0, height=0.72, arms="back", nod=-40, legs=foot(0.12, 0))
    s.to(0.17, "stand", height=0.97, balance=0, arms="up_bent", legs=stay(heel=50), nod=-24, bend=-8)
    s.fly(
        o(0.2, 0.32) * o.more("high"),
        "crouch",
        fwd=0.25,
        height=0.78,
        arms="out_low",
        nod=4,
        legs=foot(0.14, 0.02, heel=8),
        via=[
            (0.45, "air", {"bend": -20, "nod": -30, "arms": "up_bent", "legs": leg(-8, 50, point=40)}),
            (0.62, "air", {"bend": 26, "nod": 24, "arms": "back", "legs": leg(22, 20, point=40)}),
        ],
    )
    s.to(0.2, height=0.7)
    return s.to(0.5, "stand", nod=-6).hold(o(0.2, 0.5))


def _goalkeeper_dive(o: Draw) -> Sketch:
    s = Sketch(o, "ready", height=0.78).hold(o(0.2, 0.5))
    s.to(0.22, left=-0.12, balance=0, right_leg=foot(0.34, 0.02, lift=0.05), height=0.72, arms="ready", side=-8)
    far = o(0.9, 1.4) * o.more("far")
    s.to(
        0.2,
        left=-0.45,
        height=0.74,
        roll=-44,
        side=-12,
        arms="overhead",
        left_leg=leg(5, 20, spread=20, point=30),
        right_leg=stay(heel=45),
    )
    s.fly(
        0.10,
        "",
        left=-far,
        height=0.20,
        roll=-84,
        left_arm="overhead",
        right_arm="overhead",
        rest=1,
        legs=leg(10, 24, spread=8, point=35),
        via=[(0.5, "", {"roll": -78, "arms": "overhead", "legs": leg(2, 16, spread=10, point=40)})],
    )
    s.to(0.16, height=0.18, roll=-88, left=-0.1)
    s.to(
        0.35,
        roll=-86,
        arms=hand("chest", 0.08, -0.08, 0.24, elbow=(0.8, -0.6, 0.1)),
        bend=22,
        legs=leg(50, 70, spread=6, point=20),
    )
    return s.hold(o(0.4, 1.0))


def _throw_in(o: Draw) -> Sketch:
    s = Sketch(o, "stand", grip=_BALL.but(middle=(0.0, -0.2, 0.28))).hold(o(0.2, 0.4))
    s.to(0.4, grip=_BALL.but(middle=(0.0, 0.44, 0.22)))
    s.to(
        o(0.3, 0.4),
        grip=_BALL.but(middle=(0.0, 0.50, -0.12), elbow=(0.7, 0.2, 0.8)),
        bend=-20,
        pitch=-6,
        load=-0.5,
        left_leg=foot(0.12, 0.2),
        right_leg=foot(0.13, -0.12, heel=20),
        height=0.90,
        nod=-6,
    )
    s.to(0.12, grip=_BALL.but(middle=(0.0, 0.58, 0.20)), bend=0, load=0.3)
    s.to(
        o(0.1, 0.13),
        "",
        "hit",
        grip=_BALL.but(middle=(0.0, 0.24, 0.50)),
        bend=20,
        pitch=12,
        load=0.7,
        right_leg=stay(heel=38),
    )
    s.to(0.25, grip=None, arms="forward_low", bend=28, pitch=18)
    return s.to(0.5, "stand").hold(o(0.2, 0.5))


def _ski(o: Draw) -> Sketch:
    poles = hand("chest", 0.30, -0.22, 0.32, elbow=(0.9, -0.8, -0.3), palm="in")
    base = {"height": 0.72, "pitch": 26, "bend": 18, "nod": -26, "arms": poles, "balance": 0}
    s = Sketch(o, "stand", **base, legs=foot(0.13, 0.05, yaw=0))
    side = 1
    for _ in range(o.count(4, 7)):
        s.to(
            o(0.5, 0.65),
            height=0.68,
            left=0.16 * side,
            roll=-9 * side,
            yaw=16 * side,
            twist=-18 * side,
            side=8 * side,
            look=-4 * side,
            **{"left_arm" if side > 0 else "right_arm": poles.but(place=(0.30, -0.14, 0.42))},
        )
        s.to(o(0.25, 0.35), height=0.78, left=0.0, roll=0, yaw=0, twist=0, side=0, arms=poles)
        side = -side
    return s


def _xc_ski(o: Draw) -> Sketch:
    fwd, back = (
        bones((0.12, -0.2, 1.0), (0.0, 0.1, 1.0), palm="in"),
        bones((0.2, -0.8, -0.7), (0.15, -0.7, -0.8), palm="in"),
    )
    s = Sketch(o, "stand", pitch=18, bend=14, nod=-16)
    for number in range(o.count(6, 10)):
        front, rear = ("right", "left") if number % 2 == 0 else ("left", "right")
        glide = o(0.7, 1.0)
        s.move_home(fwd=0.5 * glide)
        s.to(
            o(0.34, 0.42),
            height=0.84,
            fwd=-0.06,
            left=0,
            balance=0,
            pitch=20,
            bend=14,
            **{
                f"{front}_leg": foot(0.1, 0.12, yaw=0, lift=0.03),
                f"{rear}_leg": leg(-34, 20, point=20),
                f"{rear}_arm": fwd,
                f"{front}_arm": back,
            },
        )
        s.to(o(0.3, 0.4), height=0.87, fwd=0.05, pitch=18, **{f"{rear}_leg": leg(-16, 34, point=15)})
    s.move_home(fwd=0.3)
    return s.to(0.5, "stand", fwd=0, legs=foot(0.1, 0))


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


def _shot_put(o: Draw) -> Sketch:
    neck = hand("head", 0.10, -0.10, 0.08, elbow=(1.0, -0.2, 0.1), palm="in")
    s = Sketch(
        o, "stand", yaw=-160, look=-20, legs=foot(0.13, 0), balance=1, right_arm=neck, left_arm="forward_up"
    ).hold(0.3)
    s.to(
        o(0.5, 0.6),
        height=0.68,
        pitch=40,
        bend=20,
        load=-0.9,
        left_leg=leg(-10, 50, point=20),
        right_arm=neck,
        left_arm="forward",
    )
    s.move_home(fwd=0.5)
    s.to(
        0.3,
        fwd=-0.1,
        height=0.72,
        balance=0.5,
        yaw=-130,
        right_leg=foot(0.12, -0.1, yaw=80, lift=0.03),
        left_leg=foot(0.16, 0.35, yaw=40, lift=0.03),
    )
    s.to(0.2, yaw=-50, height=0.84, pitch=10, bend=0, twist=-10, load=0.1, right_arm=neck, left_arm="out")
    s.to(
        o(0.13, 0.17),
        "",
        "hit",
        yaw=10,
        twist=20,
        height=0.97,
        load=0.7,
        bend=-6,
        right_arm=bones((0.15, 0.7, 1.0), (0.1, 0.8, 1.0)),
        left_arm="belly",
        right_leg=stay(heel=50),
        nod=-14,
    )
    s.to(
        0.3,
        yaw=30,
        right_leg=foot(0.1, 0.3, lift=0.1),
        left_leg=leg(-20, 50, point=20),
        load=-0.9,
        right_arm="forward_low",
        pitch=12,
    )
    return s.to(0.6, "stand", yaw=0, left_leg=foot(0.12, 0.2), right_leg=stay(), fwd=0.25)


def _javelin(o: Draw) -> Sketch:
    back = bones((0.7, 0.1, -1.0), (0.5, 0.2, -1.0), palm="up")
    s = Sketch(o, "stand", right_arm=bones((1.0, 0.5, -0.1), (0.1, 0.4, 0.6)))
    run(s, o.count(3, 4), 0.8, 0.34, close=False)
    s.move_home(fwd=0.6)
    s.to(
        0.26,
        fwd=-0.15,
        balance=0,
        height=0.86,
        yaw=-50,
        look=45,
        right_arm=back,
        left_arm="forward_up",
        right_leg=foot(0.12, 0.05, yaw=50, lift=0.08),
        pitch=-8,
    )
    s.move_home(fwd=0.65)
    s.to(
        0.24,
        fwd=-0.35,
        yaw=-44,
        look=40,
        pitch=-12,
        right_arm=back,
        left_arm="forward",
        left_leg=foot(0.14, 0.12, lift=0.06),
        right_leg=stay(heel=20),
    )
    s.to(0.12, fwd=-0.15, yaw=-10, look=10, twist=-16, right_arm=bones((0.9, 0.6, -0.4), (0.2, 0.5, -1.0)), pitch=-4)
    s.to(
        o(0.09, 0.12),
        "",
        "hit",
        fwd=0.0,
        yaw=6,
        twist=20,
        look=0,
        pitch=14,
        right_arm=bones((0.25, 0.8, 0.8), (0.0, 0.4, 1.0)),
        left_arm="hang_back",
        right_leg=stay(heel=50),
    )
    s.move_home(fwd=0.45)
    s.to(
        0.3,
        fwd=0,
        pitch=26,
        bend=18,
        right_arm=hand("chest", -0.2, -0.32, 0.2, elbow=(0.6, -0.5, 0.3)),
        right_leg=foot(0.12, 0.1, lift=0.12),
        height=0.84,
    )
    return s.to(0.6, "stand", left_leg=foot(0.12, 0.1, lift=0.06), right_leg=stay(), fwd=0.1)


def _discus(o: Draw) -> Sketch:
    far = bones((1.0, -0.25, -0.8), (0.9, -0.2, -0.8))
    s = Sketch(o, "stand", legs=foot(0.25, 0, yaw=10), balance=1)
    s.to(0.45, twist=30, yaw=10, right_arm=bones((-0.2, -0.3, 1.0), (-0.6, -0.1, 0.8)), height=0.88, load=0.5)
    s.to(o(0.5, 0.6), twist=-46, yaw=-34, right_arm=far, left_arm="forward", height=0.82, load=-0.6)
    if o.chance(0.5):
        for part in range(3):
            s.move_home(turn=110, fwd=0.05)
            side = "right" if part % 2 == 0 else "left"
            s.to(
                0.24,
                yaw=-20,
                twist=-40,
                right_arm=far,
                left_arm="out",
                balance=1,
                load=0.4 if side == "right" else -0.4,
                **{f"{side}_leg": foot(0.24, 0.05, lift=0.06)},
            )
    s.to(0.14, yaw=10, twist=-10, right_arm=bones((1.0, -0.15, -0.1), (1.0, -0.1, -0.1)), load=0.3)
    s.to(
        o(0.12, 0.15),
        "",
        "hit",
        yaw=60,
        twist=30,
        right_arm=bones((0.7, 0.3, 0.9), (0.5, 0.35, 1.0)),
        left_arm="out_low",
        height=0.96,
        load=0.7,
        nod=-14,
        right_leg=stay(heel=50),
    )
    s.to(0.3, yaw=80, twist=34, right_arm=hand("chest", -0.24, 0.12, 0.24, elbow=(0.5, 0.1, 0.8)))
    return s.to(0.6, "stand", yaw=50, right_leg=foot(0.12, 0.15, lift=0.1), left_leg=stay()).hold(0.2)


def _hurdles(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, 4, 1.15, 0.3, close=False, lean=12)
    for number in range(o.count(1, 2)):
        s.move_home(fwd=0.7)
        s.to(
            0.12,
            height=0.90,
            fwd=0.0,
            left=0,
            balance=0,
            pitch=16,
            left_leg=foot(0.08, 0.0, heel=20, lift=0.15),
            right_leg=leg(60, 80, point=10),
            arms="ready",
        )
        s.to(
            0.1,
            height=0.97,
            fwd=0.3,
            pitch=24,
            left_leg=stay(heel=52),
            right_leg=leg(92, 40, point=0),
            left_arm="forward",
            right_arm="back",
        )
        s.fly(
            o(0.16, 0.22),
            "",
            fwd=o(1.7, 2.1),
            height=0.90,
            pitch=18,
            bend=10,
            right_leg=foot(0.08, 0.05, heel=10),
            left_leg=leg(60, 95, spread=50, turn=30, point=0),
            via=[
                (
                    0.5,
                    "",
                    {
                        "pitch": 36,
                        "right_leg": leg(112, 8, point=-10),
                        "left_leg": leg(30, 105, spread=70, turn=40, point=0),
                        "left_arm": "forward",
                    },
                )
            ],
            arms="ready",
        )
        s.move_home(fwd=0.3)
        if number == 0:
            run(s, 3, 1.2, 0.3, first="left", close=False, lean=12)
    s.move_home(fwd=0.5)
    s.to(
        0.28,
        height=0.9,
        fwd=0,
        left_leg=foot(0.1, 0.1, lift=0.12),
        right_leg=foot(0.1, -0.1, lift=0.1),
        pitch=8,
        balance=0,
    )
    return s.to(0.5, "stand", legs=foot(0.1, 0))


ACTIONS = (
    Action("soccer_kick", _soccer_kick),
    Action("soccer_dribble", _soccer_dribble),
    Action("soccer_header", _soccer_header),
    Action("goalkeeper_dive", _goalkeeper_dive),
    Action("soccer_throw_in", _throw_in),
    Action("ski", _ski),
    Action("cross_country_ski", _xc_ski),
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
    Action("shot_put", _shot_put),
    Action("javelin_throw", _javelin),
    Action("discus_throw", _discus),
    Action("hurdles", _hurdles),
)
