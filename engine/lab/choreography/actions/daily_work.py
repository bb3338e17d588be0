"""Daily life: tools, garden and housework."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import Grip, bones, foot, hand, stay
from ..sketch import Sketch
from .common import at, strokes

_BENCH = {"pitch": 8, "bend": 14, "nod": 24}


def _hammer(o: Draw) -> Sketch:
    nail = hand("chest", 0.02, -0.06, 0.42, elbow=(0.7, -0.9, 0), palm="in")
    up = hand("chest", 0.22, 0.30, 0.22, elbow=(1.0, -0.3, 0.1), palm="in")
    down = hand("chest", 0.06, -0.02, 0.44, elbow=(0.8, -0.9, 0), palm="in")
    s = Sketch(o, "stand", left_arm=nail, right_arm=down, **_BENCH)
    for _ in range(o.times(6, 9)):
        s.to(o(0.26, 0.34), right_arm=up, twist=-12 * o.amplitude, nod=18)
        s.to(o(0.1, 0.13), "", "hit", right_arm=down, twist=6, nod=24).to(0.1, right_arm=at(down, 0.01, 0.04, -0.01))
    return s.hold(0.3)


def _saw(o: Draw) -> Sketch:
    far, near = (
        hand("chest", 0.06, -0.30, 0.46, elbow=(0.5, -0.6, -0.6), palm="in"),
        hand("chest", 0.10, -0.16, 0.18, elbow=(0.4, -0.3, -1.0), palm="in"),
    )
    s = Sketch(
        o,
        "stand",
        left_leg=foot(0.14, 0.25),
        right_leg=foot(0.15, -0.18, yaw=30),
        height=0.84,
        pitch=28,
        bend=22,
        nod=6,
        balance=1,
        right_arm=far,
        left_arm=hand("chest", 0.12, -0.34, 0.34, elbow=(0.9, -0.4, 0), palm="down"),
    )
    for _ in range(o.times(4, 7)):
        s.to(o(0.36, 0.45), right_arm=near, twist=-8 * o.amplitude).to(o(0.36, 0.45), right_arm=far, twist=8)
    return s.hold(0.2)


def _drill(o: Draw) -> Sketch:
    grip = Grip((-0.04, 0.04, 0.36), (0.1, 0.0, 1.0), spacing=0.16, upper="left", elbow=(0.8, -0.7, -0.2))
    s = Sketch(o, "stand", left_leg=foot(0.13, 0.15), right_leg=foot(0.14, -0.15, yaw=25), balance=1)
    for _ in range(2):
        s.to(o(0.5, 0.7), grip=grip, pitch=6, nod=8)
        for number in range(o.count(7, 12)):
            s.to(
                0.12,
                grip=grip.but(middle=(-0.04 + 0.012 * (-1) ** number, 0.04, 0.38 + 0.005 * number)),
                pitch=8 + 0.4 * number,
            )
        s.to(0.35, "", "settle", grip=grip, pitch=3)
    return s.hold(0.3)


def _dig(o: Draw) -> Sketch:
    shovel = Grip((-0.02, -0.20, 0.34), (0.1, 1.0, -0.45), spacing=0.34, upper="right", elbow=(0.8, -0.5, -0.3))
    s = Sketch(o, "stand", legs=foot(0.18, 0, yaw=12), grip=shovel, bend=10)
    for _ in range(o.count(1, 3)):
        s.to(0.4, grip=shovel.but(middle=(-0.02, -0.06, 0.34)), height=0.93)
        s.to(
            o(0.4, 0.5),
            "",
            "hit",
            height=0.74,
            pitch=36,
            bend=26,
            nod=0,
            grip=shovel.but(middle=(0.0, -0.34, 0.36)),
            left_leg=foot(0.16, 0.16, lift=0.12),
        )
        s.to(0.3, height=0.72, pitch=30, grip=shovel.but(middle=(0.0, -0.40, 0.26), axis=(0.1, 0.6, -0.9)))
        s.to(
            o(0.5, 0.6),
            height=0.86,
            pitch=22,
            twist=6,
            grip=shovel.but(middle=(0.02, -0.22, 0.34), axis=(0.2, 0.3, -1.0)),
        )
        s.to(
            o(0.3, 0.4),
            "",
            "hit",
            twist=34 * o.amplitude,
            yaw=14,
            pitch=10,
            grip=shovel.but(middle=(0.20, -0.02, 0.36), axis=(-0.4, 0.2, -1.0)),
            height=0.9,
        )
        s.to(0.5, twist=0, yaw=0, grip=shovel, left_leg=foot(0.18, 0, lift=0.04), height=0.92)
    return s.hold(0.3)


def _rake(o: Draw) -> Sketch:
    bar = Grip((-0.04, -0.24, 0.34), (-0.2, 0.9, -0.6), spacing=0.45, upper="right", elbow=(0.8, -0.5, -0.3))
    s = Sketch(
        o, "stand", left_leg=foot(0.14, 0.2), right_leg=foot(0.15, -0.16, yaw=25), balance=1, grip=bar, bend=12, pitch=8
    )
    for _ in range(o.count(3, 5)):
        s.to(o(0.4, 0.5), grip=bar.but(middle=(0.0, -0.16, 0.46)), pitch=26, load=0.5, nod=6)
        s.to(o(0.5, 0.65), grip=bar.but(middle=(-0.04, -0.28, 0.20)), pitch=10, load=-0.6, twist=-10)
        s.to(0.25, grip=bar.but(middle=(-0.04, -0.18, 0.26)), twist=0)
    return s.hold(0.3)


def _sweep_floor(o: Draw) -> Sketch:
    bar = Grip((-0.12, -0.20, 0.30), (-0.25, 1.0, -0.3), spacing=0.42, upper="left", elbow=(0.8, -0.5, -0.3))
    s = Sketch(o, "stand", grip=bar, bend=14, pitch=10, nod=18, balance=1)
    for number in range(o.count(4, 6)):
        s.to(o(0.34, 0.45), twist=-20 * o.amplitude, grip=bar.but(middle=(-0.22, -0.20, 0.28)), load=-0.4)
        s.to(o(0.4, 0.5), twist=18 * o.amplitude, grip=bar.but(middle=(0.10, -0.22, 0.36)), load=0.4)
        if number % 2 and o.chance(0.6):
            s.move_home(left=0.18)
            s.to(0.25, left_leg=foot(0.12, 0, lift=0.04), fwd=0, left=0).to(0.25, right_leg=foot(0.12, 0, lift=0.04))
    return s.hold(0.3)


def _mop(o: Draw) -> Sketch:
    bar = Grip((-0.04, -0.22, 0.32), (-0.1, 0.9, -0.6), spacing=0.46, upper="right", elbow=(0.8, -0.5, -0.3))
    s = Sketch(
        o,
        "stand",
        left_leg=foot(0.14, 0.15),
        right_leg=foot(0.15, -0.15, yaw=20),
        balance=1,
        grip=bar,
        bend=14,
        pitch=14,
        nod=14,
    )
    for _ in range(o.count(3, 5)):
        s.to(o(0.45, 0.6), grip=bar.but(middle=(0.08, -0.18, 0.46)), pitch=26, load=0.4, twist=8)
        s.to(o(0.5, 0.65), grip=bar.but(middle=(-0.10, -0.26, 0.20)), pitch=16, load=-0.5, twist=-12)
    return s.hold(0.3)


def _vacuum(o: Draw) -> Sketch:
    wand = hand("chest", 0.06, -0.12, 0.40, elbow=(0.6, -0.6, -0.6), palm="down")
    s = Sketch(o, "stand", right_arm=wand, left_arm=o.pick("hips", "hang_back"), pitch=10, bend=12, nod=14, balance=1)
    for _ in range(o.count(2, 4)):
        s.move_home(fwd=0.18)
        s.to(
            o(0.5, 0.65),
            fwd=0,
            left=0,
            right_arm=at(wand, 0, 0.10, 0.12),
            pitch=20,
            right_leg=foot(0.12, 0.14, lift=0.05),
            twist=10,
            load=-0.3,
        )
        s.to(o(0.5, 0.65), right_arm=at(wand, 0.08, 0.04, -0.16), pitch=10, twist=-8, load=0.4)
        s.to(0.3, left_leg=foot(0.12, 0.02, lift=0.04), load=0)
    return s.hold(0.2)


def _wipe(o: Draw) -> Sketch:
    table = o.chance(0.5)
    plane = hand(
        "chest", 0.04, 0.02 if table else 0.14, 0.46, elbow=(0.9, -0.6, 0), palm="down" if table else "forward"
    )
    s = Sketch(
        o,
        "stand",
        right_arm=plane,
        **(
            {"pitch": 18, "bend": 18, "nod": 14, "left_arm": hand("chest", 0.2, -0.28, 0.36, palm="down")}
            if table
            else {}
        ),
    )
    up = (0, 0, 0.10) if table else (0, 0.14, 0)
    for part in range(o.count(2, 4)):
        base = at(plane, 0.06 * part - 0.06, 0.0 if table else 0.06 * part, 0)
        strokes(
            o,
            s,
            "right_arm",
            (at(base, 0.14, 0, 0), at(base, *up), at(base, -0.14, 0, 0), at(base, *(-x for x in up))),
            (0.15, 0.2),
            o.count(1, 3),
            4,
        )
    return s.hold(0.3)


def _chop(o: Draw) -> Sketch:
    axe = Grip((0.0, -0.30, 0.30), (0.4, 0.6, 0.8), spacing=0.28, upper="left", elbow=(0.8, -0.5, -0.3))
    s = Sketch(o, "stand", legs=foot(0.24, 0, yaw=14), height=0.90, balance=1, grip=axe, bend=10)
    for _ in range(o.times(1, 3)):
        s.to(
            o(0.5, 0.65),
            grip=axe.but(middle=(-0.08, 0.50, 0.04), axis=(0.0, 0.8, -0.8), spacing=0.14),
            bend=-8,
            height=0.95,
            legs=stay(heel=8),
            nod=-4,
        )
        s.to(0.1)
        s.to(o(0.12, 0.15), grip=axe.but(middle=(0.0, 0.26, 0.48), axis=(0, 0.6, 1.0), spacing=0.12), bend=8)
        s.to(
            o(0.1, 0.13),
            "",
            "hit",
            grip=axe.but(middle=(0.0, -0.38, 0.36), axis=(0, -0.3, 1.0), spacing=0.12),
            pitch=34,
            bend=30,
            height=0.72,
            legs=stay(heel=0),
        )
        s.hold(0.2)
        s.to(o(0.5, 0.65), grip=axe, pitch=4, bend=10, height=0.9)
    return s.hold(0.3)


def _paint(o: Draw) -> Sketch:
    low = hand("chest", 0.06, -0.22, 0.46, elbow=(0.8, -0.9, 0), palm="down")
    s = Sketch(o, "stand", left_arm=o.pick("hang", "hips"), right_arm=low)
    for part in range(o.count(2, 4)):
        out = 0.06 + 0.06 * part - 0.09
        s.to(o(0.5, 0.65), right_arm=at(low, out, 0.62, -0.06), height=0.955, nod=-14)
        s.to(o(0.5, 0.65), right_arm=at(low, out + 0.03, 0, 0), height=0.91, nod=6)
        if part == 1 and o.chance(0.5):
            s.to(0.5, right_arm=hand("home", 0.3, 0.5, 0.25), pitch=26, bend=24).to(
                0.5, pitch=-1, bend=4, right_arm=low
            )
    return s.hold(0.2)


def _iron(o: Draw) -> Sketch:
    iron = hand("chest", 0.06, -0.12, 0.44, elbow=(0.8, -0.7, -0.1), palm="down")
    s = Sketch(
        o,
        "stand",
        right_arm=iron,
        left_arm=hand("chest", 0.22, -0.20, 0.40, elbow=(0.8, -0.7, 0), palm="down"),
        **_BENCH,
    )
    for _ in range(o.count(2, 4)):
        strokes(o, s, "right_arm", (at(iron, 0.16, 0, 0), at(iron, -0.12, 0, 0.06)), (0.45, 0.6), 2, 8)
        s.to(0.3, left_arm=hand("chest", o(0.12, 0.28), -0.20, 0.42, elbow=(0.8, -0.7, 0), palm="down"))
    return s.hold(0.2)


def _hang_laundry(o: Draw) -> Sketch:
    line = hand("head", 0.22, 0.24, 0.34, elbow=(0.9, -0.4, 0.3), palm="forward")
    s = Sketch(o, "stand")
    for _ in range(o.pick(1, 1, 2)):
        s.to(o(0.6, 0.8), "bend_down", arms="forward_low", height=0.80).hold(0.15)
        s.to(o(0.6, 0.8), "stand", arms=line, nod=-18, legs=stay(heel=14))
        s.to(0.35, left_arm=at(line, 0.04, 0.03, 0)).to(0.3, right_arm=at(line, 0.04, 0.03, 0)).hold(o(0.2, 0.5))
        s.to(0.6, "stand")
    return s.hold(0.2)


def _water_plants(o: Draw) -> Sketch:
    can = hand("chest", 0.14, -0.16, 0.38, elbow=(0.7, -0.8, -0.2), palm="in")
    s = Sketch(o, "stand", right_arm=bones((0.16, -1.0, 0.0), (0.1, -1.0, 0.1)))
    s.to(0.6, right_arm=can, nod=16, bend=8)
    for _ in range(o.count(1, 2)):
        s.to(0.4, right_arm=at(can, 0, 0.03, 0.05).but(wrist=(0, -30, 20)), side=-4)
        for _ in range(o.count(2, 3)):
            s.to(0.4, right_arm=at(can, 0.12, 0.03, 0.05).but(wrist=(0, -30, 20)), twist=-6).to(
                0.4, right_arm=at(can, -0.10, 0.03, 0.06).but(wrist=(0, -30, 20)), twist=8
            )
        s.to(0.4, right_arm=can, twist=0)
    return s.to(0.6, "stand").hold(0.2)


ACTIONS = (
    Action("hammer", _hammer),
    Action("saw_wood", _saw),
    Action("drill", _drill),
    Action("dig", _dig),
    Action("rake", _rake),
    Action("sweep_floor", _sweep_floor),
    Action("mop_floor", _mop),
    Action("vacuum", _vacuum),
    Action("wipe_table", _wipe),
    Action("chop_wood", _chop),
    Action("paint_wall", _paint),
    Action("iron_clothes", _iron),
    Action("hang_laundry", _hang_laundry),
    Action("water_plants", _water_plants),
)
