"""Moving: runs, skips, hops and jumps."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import hop, run, walk
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch

_BACK = bones((0.3, -0.55, -0.9), (0.2, -0.45, -1.0), palm="in")


def _opposite(up: str, high: float = 0.6) -> dict:
    """Arms of a skip or a run: the one opposite the raised leg forward."""
    other = "left" if up == "right" else "right"
    return {
        f"{other}_arm": bones((0.15, -0.6, 0.7), (-0.1, high, 1.0), palm="in"),
        f"{up}_arm": bones((0.2, -0.8, -0.6), (0.1, -0.7, 0.3), palm="in"),
    }


def _skip(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    stride = o(0.38, 0.5)
    high = o(0.12, 0.18) * o.more("high")
    for number in range(o.times(5, 8)):
        down, up = ("left", "right") if number % 2 == 0 else ("right", "left")
        s.move_home(fwd=stride)
        s.to(
            o(0.18, 0.22),
            height=0.9,
            fwd=0,
            left=0,
            pitch=4,
            balance=0,
            load=0,
            **{f"{down}_leg": foot(0.08, 0.05, heel=-2, lift=0.08), f"{up}_leg": leg(5, 40, point=20)},
        )
        s.to(
            0.12,
            height=0.97,
            fwd=0.14,
            pitch=2,
            **{f"{down}_leg": stay(heel=45), f"{up}_leg": leg(70, 85, point=15)},
            **_opposite(up),
        )
        s.fly(
            high,
            "",
            fwd=0.28,
            height=0.92,
            pitch=4,
            via=[(0.5, "", {f"{down}_leg": leg(2, 22, point=40)})],
            **{f"{down}_leg": foot(0.08, 0.0, heel=6), f"{up}_leg": leg(45, 70, point=15)},
        )
    s.move_home(fwd=0.3)
    s.to(0.25, "stand", fwd=0, height=0.92, left_leg=foot(0.1, 0.05), right_leg=foot(0.1, 0.05))
    return s.to(0.4, "stand")


def _jog(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    return run(s, o.count(10, 15), o(0.9, 1.05), o(0.35, 0.39), lift=0.17, bounce=0.06, lean=6, bend=5, swing=o(28, 38))


def _sprint(o: Draw) -> Sketch:
    s = Sketch(o, "guard", arms="ready") if o.chance(0.3) else Sketch(o, "stand")
    return run(s, o.count(10, 14), o(1.3, 1.5), o(0.26, 0.3), lift=0.36, lean=o(12, 18), swing=o(54, 64), bounce=0.06)


def _ninja_run(o: Draw) -> Sketch:
    s = Sketch(o, "crouch", arms=_BACK)
    return run(
        s,
        o.count(9, 13),
        o(1.15, 1.4),
        o(0.27, 0.32),
        arms=_BACK,
        lean=o(30, 40),
        bend=12,
        head=-34,
        lift=0.3,
        crouch=0.1,
        bounce=0.04,
    )


def _slalom_run(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    angle = o(20, 27)
    turns = (angle, angle, -angle, -angle, -angle, -angle, angle, angle)
    return run(s, o.count(13, 17), o(0.85, 1.05), o(0.34, 0.4), turn=turns, lean=10, swing=40)


def _run_in_place(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    knees = o.chance(0.5)
    for number in range(o.count(10, 18)):
        up, down = ("right", "left") if number % 2 == 0 else ("left", "right")
        raised = leg(o(60, 85) * o.more("high"), 80, point=20) if knees else leg(10, o(85, 105), point=30)
        s.to(
            o(0.15, 0.18),
            height=0.935,
            pitch=4,
            balance=0,
            fwd=0,
            left=0.02 * (1 if down == "left" else -1),
            **{f"{down}_leg": foot(0.07, 0, heel=22, lift=0.02), f"{up}_leg": raised},
            **_opposite(up, 0.5),
        )
        s.to(0.07, height=0.965, **{f"{down}_leg": stay(heel=45)})
    s.to(0.2, "stand", height=0.92, left_leg=foot(0.1, 0), right_leg=foot(0.1, 0))
    return s.to(0.35, "stand")


def _run_backwards(o: Draw) -> Sketch:
    s = Sketch(o, "ready")
    return walk(
        s,
        o.count(9, 14),
        -o(0.48, 0.62),
        o(0.3, 0.36),
        heel_strike=0,
        tiptoe=14,
        lift=0.12,
        crouch=0.06,
        lean=12,
        bend=8,
        head=-12,
        arms=None,
        swing=26,
        elbow=70,
    )


def _gallop(o: Draw) -> Sketch:
    reins = hand("chest", 0.06, -0.2, 0.36, elbow=(0.6, -1.0, -0.2), palm="in")
    s = Sketch(o, "stand", arms=reins)
    for _ in range(o.count(5, 8)):
        s.move_home(fwd=o(0.45, 0.55))
        s.to(
            0.16,
            height=0.9,
            fwd=-0.05,
            left=0,
            pitch=8,
            bend=6,
            balance=0,
            right_leg=foot(0.09, 0.1, heel=-4, lift=0.1),
            left_leg=leg(-20, 40, point=30),
        )
        s.to(0.12, height=0.96, fwd=0.14, pitch=4, right_leg=stay(heel=42), left_leg=leg(12, 50, point=25))
        s.fly(
            o(0.09, 0.13) * o.more("high"),
            "",
            fwd=0.3,
            height=0.91,
            pitch=7,
            via=[(0.45, "", {"right_leg": leg(50, 60, point=20), "left_leg": leg(10, 35, point=30)})],
            left_leg=foot(0.09, -0.1, heel=10),
            right_leg=leg(35, 40, point=10),
        )
    s.move_home(fwd=0.25)
    s.to(0.3, "stand", fwd=0, height=0.92, arms=reins, left_leg=foot(0.1, 0.0), right_leg=foot(0.1, 0.1))
    return s.to(0.4, "stand")


def _hop_one_leg(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.45, load=-1.0, balance=1, height=0.94, left_leg=leg(20, 80, point=25), arms="ready")
    hop(
        s,
        o.times(3, 6),
        o(0.2, 0.45) * o.more("far"),
        o(0.14, 0.2) * o.more("high"),
        legs="right",
        arms=o.pick("ready", "out_low"),
    )
    s.to(0.35, height=0.94, load=-0.9, balance=1)
    return s.to(0.45, "stand", left_leg=foot(0.11, 0.02))


def _stop_suddenly(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, o.count(6, 8), o(1.0, 1.25), 0.33, close=False)
    s.move_home(fwd=0.75)
    s.to(
        0.2,
        height=0.84,
        pitch=-10,
        bend=4,
        fwd=-0.25,
        balance=0,
        arms="forward_low",
        right_leg=foot(0.14, 0.1, heel=-16, lift=0.08),
        left_leg=stay(heel=20),
    )
    s.to(
        0.22,
        height=0.78,
        pitch=-4,
        fwd=-0.08,
        left_leg=foot(0.14, 0.28, heel=-8, lift=0.06),
        right_leg=stay(heel=0),
        arms="forward",
    )
    s.to(0.28, height=0.82, pitch=22, bend=16, fwd=0.16, legs=stay(heel=6), arms="out_bent")
    s.to(0.35, height=0.86, pitch=6, fwd=0.1, balance=0.6, legs=stay(heel=0), arms="out_low")
    s.to(0.5, "stand", legs=stay(heel=0))
    return s.hold(o(0.4, 0.9))


def _jump_over(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, o.count(5, 6), o(1.0, 1.2), 0.33, close=False)
    s.to(0.1, height=0.86, fwd=0.1, pitch=2, balance=0, arms="hang_back")
    s.to(0.1, height=0.96, fwd=0.3, pitch=4, left_leg=stay(heel=48), right_leg=leg(75, 75, point=10), arms="forward_up")
    s.fly(
        o(0.3, 0.42) * o.more("high"),
        "",
        fwd=o(1.6, 2.1) * o.more("far"),
        height=0.84,
        pitch=10,
        bend=14,
        arms="out_bent",
        via=[
            (
                0.45,
                "",
                {
                    "right_leg": leg(85, 60, point=10),
                    "left_leg": leg(30, 95, spread=25, point=20),
                    "pitch": 14,
                    "arms": "forward",
                },
            )
        ],
        right_leg=foot(0.1, 0.1, heel=0),
        left_leg=leg(-15, 60, point=30),
    )
    s.to(0.16, height=0.76, fwd=0.14)
    s.move_home(fwd=0.7)
    s.to(0.28, height=0.86, fwd=0, left_leg=foot(0.1, 0.15, lift=0.12), right_leg=stay(heel=30), arms="ready")
    s.move_home(fwd=0.55)
    s.to(0.34, "stand", height=0.92, fwd=0, right_leg=foot(0.1, 0.0), left_leg=foot(0.1, 0.0))
    return s.to(0.4, "stand")


def _long_jump(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.13, 0))
    s.to(0.4, height=0.97, arms="overhead", legs=stay(heel=12))
    s.to(0.45, "crouch", height=0.6, pitch=36, arms="back", legs=stay(heel=8))
    s.to(0.2, "stand", height=0.97, fwd=0.2, pitch=18, balance=0, arms="forward_up", legs=stay(heel=50))
    s.fly(
        o(0.3, 0.42),
        "crouch",
        fwd=o(1.2, 1.8) * o.more("far"),
        height=0.6,
        pitch=20,
        bend=24,
        arms="forward",
        via=[
            (0.35, "layout", {"pitch": 10}),
            (0.75, "", {"legs": leg(80, 40, point=-10), "pitch": 24, "arms": "forward"}),
        ],
        legs=foot(0.13, 0.12, heel=-8),
    )
    s.to(0.22, "squat", height=0.48, arms="forward", legs=stay(heel=0))
    return s.to(0.6, "stand").hold(o(0.2, 0.5))


def _jump_down(o: Draw) -> Sketch:
    drop = o(0.55, 0.9) * o.more("high")
    s = Sketch(o, "stand", nod=26)
    s.to(0.5, "crouch", height=0.72, nod=10, arms="back")
    s.to(0.2, "stand", height=0.96, pitch=10, fwd=0.12, balance=0, legs=stay(heel=40), arms="forward")
    s.move_home(up=-drop)
    s.fly(
        0.12,
        "crouch",
        fwd=o(0.6, 0.8),
        height=0.7,
        pitch=16,
        arms="out_bent",
        legs=foot(0.14, 0.05, heel=10),
        via=[(0.5, "air", {"pitch": 6, "arms": "up_bent"})],
    )
    s.to(0.2, "squat", height=0.45, arms="forward_low", pitch=40, legs=stay(heel=4))
    return s.to(0.7, "stand").hold(o(0.2, 0.5))


def _frog_jump(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.6, "squat_low", height=0.36, arms="together")
    for _ in range(o.times(2, 4)):
        s.to(0.2, height=0.33, arms="knees")
        s.to(0.18, "stand", height=0.95, pitch=14, balance=0, fwd=0.16, legs=stay(heel=52), arms="forward_up")
        s.fly(
            o(0.16, 0.28) * o.more("high"),
            "squat_low",
            fwd=o(0.45, 0.7) * o.more("far"),
            height=0.5,
            arms="forward",
            legs=foot(0.16, 0.08, heel=20, knee_out=15),
            via=[(0.55, "air", {"legs": leg(50, 70, spread=14, point=25)})],
        )
        s.to(0.18, "squat_low", height=0.34, arms="together")
    return s.to(0.7, "stand")


ACTIONS = (
    Action("skip", _skip),
    Action("jog", _jog, weight=0.5),
    Action("sprint", _sprint),
    Action("ninja_run", _ninja_run, styles=()),
    Action("slalom_run", _slalom_run),
    Action("run_in_place", _run_in_place),
    Action("run_backwards", _run_backwards),
    Action("gallop", _gallop),
    Action("hop_one_leg", _hop_one_leg),
    Action("stop_suddenly", _stop_suddenly),
    Action("jump_over", _jump_over),
    Action("long_jump", _long_jump),
    Action("jump_down", _jump_down),
    Action("frog_jump", _frog_jump),
)
