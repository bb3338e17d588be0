"""Sport: bats and thrown balls."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import Grip, bones, foot, hand, leg, stay
from ..sketch import Sketch

_BALL = Grip((0.0, -0.12, 0.34), (1.0, 0.0, 0.0), spacing=0.24, upper="left", elbow=(0.9, -0.7, -0.2))

_SIDE_ON = {"left_leg": foot(0.12, 0.2, yaw=-10), "right_leg": foot(0.13, -0.18, yaw=50), "balance": 1}


def _baseball_bat(o: Draw) -> Sketch:
    bat = Grip((-0.20, 0.14, 0.16), (-0.2, 1.0, -0.35), spacing=0.12, upper="right")
    stance = {
        "legs": foot(0.24, 0, yaw=8),
        "height": 0.87,
        "pitch": 12,
        "bend": 10,
        "balance": 1,
        "yaw": -70,
        "look": 62,
        "twist": -6,
    }
    s = Sketch(o, "stand", **stance, grip=bat)
    for _ in range(o.count(1, 3)):
        s.to(o(0.25, 0.4), grip=bat.but(axis=(o(-0.4, 0.1), 1.0, -0.3)), load=o(-0.5, 0.0))
    s.to(
        o(0.25, 0.32),
        load=-0.7,
        twist=-20,
        left_leg=foot(0.36, 0.05, yaw=30, lift=0.06),
        grip=bat.but(middle=(-0.28, 0.16, 0.08)),
    )
    s.to(
        o(0.1, 0.13),
        yaw=-30,
        twist=-4,
        look=26,
        load=0.2,
        grip=bat.but(middle=(-0.12, -0.04, 0.44), axis=(-0.6, 0.3, 0.9)),
    )
    s.to(
        o(0.1, 0.13),
        "",
        "hit",
        yaw=-2,
        twist=16,
        look=0,
        load=0.6,
        grip=bat.but(middle=(0.16, -0.02, 0.42), axis=(0.9, 0.1, 0.6)),
        right_leg=stay(heel=40),
    )
    s.to(
        o(0.22, 0.3),
        yaw=18,
        twist=42,
        look=-8,
        grip=bat.but(middle=(0.30, 0.26, 0.12), axis=(0.3, 0.5, -0.8)),
        load=0.7,
    )
    s.hold(o(0.4, 0.8))
    return s.to(0.5, twist=10, grip=bat.but(middle=(0.1, -0.1, 0.3)), load=0).hold(0.2)


def _basketball_shot(o: Draw) -> Sketch:
    s = Sketch(o, "stand", grip=_BALL, legs=foot(0.15, 0), nod=-6).hold(o(0.2, 0.5))
    s.to(o(0.3, 0.4), height=0.78, pitch=12, bend=12, grip=_BALL.but(middle=(0.0, -0.26, 0.30)), nod=-18)
    s.to(o(0.28, 0.34), height=0.93, pitch=2, bend=2, grip=_BALL.but(middle=(-0.03, 0.44, 0.24)), legs=stay(heel=12))
    jump = o.chance(0.6) or o.told("high")
    up = {
        "right_arm": bones((0.05, 1.0, 0.45), (0.0, 1.0, 0.5), palm="down"),
        "left_arm": bones((0.12, 1.0, 0.4), (0.05, 1.0, 0.3), palm="in"),
    }
    if jump:
        s.to(0.1, height=0.97, balance=0, legs=stay(heel=48))
        s.fly(
            o(0.12, 0.25) * o.more("high"),
            "crouch",
            fwd=0.1,
            height=0.84,
            pitch=8,
            bend=8,
            nod=-14,
            legs=foot(0.15, 0.02, heel=8),
            via=[(0.4, "air", {**up, "nod": -20, "bend": -4})],
            **up,
        )
        s.to(0.2, height=0.78, arms="forward_up")
    else:
        s.to(o(0.15, 0.2), "", "hit", height=0.97, legs=stay(heel=30), **up).hold(0.35)
    return s.to(0.5, "stand").hold(o(0.2, 0.5))


def _dribble(o: Draw) -> Sketch:
    rest = {"pitch": 16, "bend": 14, "nod": -14, "height": 0.80, "left_arm": bones((0.8, -0.5, 0.4), (0.2, 0.1, 1.0))}
    s = Sketch(
        o,
        "stand",
        **rest,
        left_leg=foot(0.16, 0.12),
        right_leg=foot(0.16, -0.12, yaw=20),
        right_arm=hand("pelvis", 0.30, 0.12, 0.26),
    )
    low = hand("pelvis", 0.27, -0.02 if not o.told("high") else 0.02, 0.32, elbow=(0.6, -0.2, -1.0), palm="down")
    high = hand("pelvis", 0.30, 0.26 if not o.told("low") else 0.18, 0.26, elbow=(0.6, -0.2, -1.0), palm="down")
    travel = o.chance(0.4)
    for number in range(o.count(7, 12)):
        s.to(o(0.2, 0.25), right_arm=low, bend=16, load=o(-0.3, 0.3))
        if travel:
            step = o(0.3, 0.4)
            s.move_home(fwd=step)
            one = "left" if number % 2 else "right"
            s.to(
                o(0.22, 0.28),
                right_arm=high,
                bend=12,
                fwd=0,
                left=0,
                load=0,
                **{f"{one}_leg": foot(0.14, 0.5 * step, lift=0.06)},
            )
        else:
            s.to(o(0.22, 0.28), right_arm=high, bend=12, look=o(-20, 20))
    return s.to(0.4, height=0.9, right_arm=high)


def _basketball_pass(o: Draw) -> Sketch:
    s = Sketch(o, "stand", grip=_BALL).hold(o(0.2, 0.4))
    s.to(o(0.25, 0.35), grip=_BALL.but(middle=(0.0, 0.0, 0.22)), load=0.7, pitch=-2)
    s.move_home(fwd=0.3)
    s.to(
        o(0.17, 0.22),
        "",
        "hit",
        fwd=-0.08,
        balance=0.6,
        grip=_BALL.but(middle=(0.0, 0.06, 0.50), spacing=0.3),
        pitch=14,
        height=0.88,
        right_leg=foot(0.12, 0.12, lift=0.06),
        left_leg=stay(heel=25),
        load=-0.3,
    )
    s.hold(0.25)
    s.to(0.5, "stand", fwd=0, left_leg=foot(0.12, 0.02), right_leg=foot(0.12, 0.08))
    return s.hold(o(0.2, 0.6))


def _throw(o: Draw, s: Sketch) -> None:
    s.to(
        o(0.4, 0.5),
        **_SIDE_ON,
        right_arm=bones((0.9, 0.1, -0.7), (0.1, 0.8, -0.5), palm="forward"),
        left_arm="forward_up",
        yaw=-34,
        twist=-26,
        load=-0.8,
        look=46,
        bend=-4,
    )
    s.to(
        0.12,
        right_arm=bones((1.0, 0.25, -0.2), (0.0, 0.9, -0.7)),
        twist=-6,
        yaw=-12,
        load=0.3,
        look=16,
        left_arm="forward_low",
        left_leg=foot(0.12, 0.36, lift=0.06),
    )
    s.to(
        o(0.1, 0.14),
        "",
        "hit",
        right_arm=bones((0.35, 0.75, 0.8), (0.0, 0.6, 1.0)),
        yaw=6,
        twist=24 * o.amplitude,
        look=0,
        load=0.8,
        pitch=14,
        left_arm="hang_back",
        right_leg=stay(heel=42),
    )
    s.to(0.22, right_arm=hand("chest", -0.16, -0.32, 0.26, elbow=(0.6, -0.5, 0.3)), pitch=28, bend=24, twist=34)
    s.to(o(0.5, 0.65), "stand", right_leg=foot(0.12, 0.32, lift=0.1), left_leg=stay(), yaw=0, fwd=0.3)


def _throw_ball(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    _throw(o, s)
    return s.hold(o(0.3, 0.7))


def _catch_ball(o: Draw) -> Sketch:
    s = Sketch(o, "ready", arms="ready").hold(o(0.2, 0.5))
    high = 0.36 if o.told("high") else -0.24 if o.told("low") else o(-0.05, 0.25)
    side = o(-0.14, 0.14)
    s.to(
        o(0.26, 0.34),
        grip=_BALL.but(middle=(side, high, 0.46), spacing=0.27),
        nod=-12 if high > 0 else 6,
        height=0.86,
        pitch=8,
    )
    s.to(
        o(0.2, 0.26),
        "",
        "settle",
        grip=_BALL.but(middle=(0.3 * side, -0.04, 0.26)),
        height=0.82,
        pitch=2,
        bend=16,
        load=o(-0.4, 0.4),
    )
    s.to(0.35, grip=_BALL.but(middle=(0.0, -0.18, 0.25)), height=0.90)
    return s.hold(o(0.4, 0.8))


def _baseball_pitch(o: Draw) -> Sketch:
    glove = Grip((0.0, 0.02, 0.24), (1.0, 0.3, 0.0), spacing=0.12, upper="left")
    s = Sketch(o, "stand", yaw=-60, look=55, legs=foot(0.14, 0, yaw=8), balance=1, grip=glove).hold(o(0.3, 0.6))
    s.to(o(0.5, 0.7), load=-1, left_leg=leg(88, 95, point=15), height=0.95, bend=6, twist=-8).hold(0.15)
    s.to(
        o(0.26, 0.32),
        load=-0.4,
        height=0.80,
        right_arm=bones((1.0, -0.1, -0.3), (0.4, 0.8, -0.4)),
        left_arm=bones((1.0, 0.0, 0.2), (1.0, 0.1, 0.3)),
        left_leg=foot(0.75, 0.12, yaw=40, lift=0.1),
        left=0.25,
        balance=0,
    )
    s.to(
        o(0.12, 0.15),
        yaw=-10,
        look=6,
        twist=-14,
        left=0.48,
        height=0.76,
        right_arm=bones((1.0, 0.3, -0.2), (0.0, 0.6, -1.0)),
        left_arm="guard_low",
    )
    s.to(
        o(0.1, 0.13),
        "",
        "hit",
        yaw=14,
        twist=24,
        look=-6,
        pitch=26,
        left=0.58,
        right_arm=bones((0.3, 0.6, 0.9), (0.0, 0.3, 1.0)),
        right_leg=stay(heel=50),
    )
    s.to(
        0.24,
        pitch=44,
        bend=28,
        twist=36,
        left=0.62,
        right_arm=hand("chest", -0.2, -0.32, 0.22, elbow=(0.6, -0.5, 0.3)),
        nod=-24,
        right_leg=leg(-10, 60, point=30),
    )
    s.home_here()
    s.to(o(0.5, 0.6), "ready", yaw=0, fwd=0, left=0, left_leg=foot(0.2, 0.02), right_leg=foot(0.22, 0.02, lift=0.1))
    return s.hold(o(0.2, 0.6))


def _forehand(o: Draw) -> Sketch:
    s = Sketch(o, "ready").hold(o(0.1, 0.3))
    for _ in range(o.times(1, 2)):
        s.to(
            o(0.4, 0.5),
            yaw=-34,
            twist=-34,
            look=50,
            load=-0.7,
            right_arm=bones((0.9, -0.5, -0.6), (0.6, -0.1, -0.9)),
            left_arm="forward",
            height=0.86,
        )
        s.to(
            o(0.12, 0.15),
            yaw=-12,
            twist=-12,
            look=16,
            load=0.2,
            right_arm=bones((0.7, -0.8, 0.2), (0.6, -0.4, 0.6)),
            left_arm="guard_low",
            left_leg=foot(0.2, 0.2, lift=0.05),
            height=0.82,
        )
        s.to(
            o(0.09, 0.12),
            "",
            "hit",
            yaw=2,
            twist=10,
            look=0,
            load=0.6,
            right_arm=bones((0.4, -0.4, 0.9), (0.2, 0.1, 1.0)),
            right_leg=stay(heel=35),
        )
        s.to(
            o(0.2, 0.26),
            yaw=12,
            twist=36,
            right_arm=hand("chest", -0.24, 0.32, 0.20, elbow=(0.5, 0.2, 1.0), palm="in"),
            height=0.90,
        )
        s.to(o(0.4, 0.5), "ready", yaw=0)
    return s.hold(o(0.2, 0.5))


ACTIONS = (
    Action("baseball_bat", _baseball_bat),
    Action("basketball_shot", _basketball_shot),
    Action("dribble_basketball", _dribble),
    Action("basketball_pass", _basketball_pass),
    Action("throw_ball", _throw_ball),
    Action("catch_ball", _catch_ball),
    Action("baseball_pitch", _baseball_pitch),
    Action("tennis_forehand", _forehand),
)
