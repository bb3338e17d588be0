"""Sport: soccer and winter."""

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


ACTIONS = (
    Action("soccer_kick", _soccer_kick),
    Action("soccer_dribble", _soccer_dribble),
    Action("soccer_header", _soccer_header),
    Action("goalkeeper_dive", _goalkeeper_dive),
    Action("soccer_throw_in", _throw_in),
    Action("ski", _ski),
    Action("cross_country_ski", _xc_ski),
)
