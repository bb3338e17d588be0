"""Floor: exercises and deeds on the floor, lying, sitting and on all fours."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, kneel, leg
from ..sketch import Sketch

_KNEES_UP = {"legs": foot(0.13, 0.45, heel=0)}


def _roll_over(o: Draw) -> Sketch:
    back = o.chance(0.7)
    s = Sketch(o, "lie_back" if back else "lie_belly", arms=o.pick("overhead", "chest"))
    s.hold(o(0.2, 0.5))
    spin = 0.0
    for _ in range(o.times(2, 4)):
        arms = o.pick("overhead", "chest")
        s.to(o(0.4, 0.55), spin=spin - 90, left=-0.17, arms=arms, left_leg=leg(30, 45, point=25), look=-20)
        s.to(o(0.4, 0.55), spin=spin - 180, left=-0.34, legs=leg(-2, 5, point=45), look=0, arms=arms)
        s.move_home(left=-0.34)
        spin -= 180
        s.to(0.08, left=0)
    return s.hold(o(0.4, 0.8))


def _turn_over(o: Draw, start: str) -> Sketch:
    """One half turn about the body's long axis from lying; what is under the shoulder gives way."""
    s = Sketch(o, start, arms=o.pick("overhead", "chest"))
    s.hold(o(0.6, 1.2))
    arms = o.pick("overhead", "chest")
    s.to(o(0.45, 0.7), spin=-90, left=-0.17, arms=arms, left_leg=leg(35, 55, point=25), look=-20)
    s.to(o(0.45, 0.7), spin=-180, left=-0.34, legs=leg(-2, 5, point=45), look=0, arms=arms)
    return s.hold(o(0.8, 2.0))


def _turn_onto_belly(o: Draw) -> Sketch:
    return _turn_over(o, "lie_back")


def _turn_onto_back(o: Draw) -> Sketch:
    return _turn_over(o, "lie_belly")


def _crunches(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back_knees", arms="behind_head", **_KNEES_UP).hold(o(0.2, 0.4))
    bicycle = o.chance(0.3)
    for number in range(o.times(3, 5)):
        if bicycle:
            near, far = ("left", "right") if number % 2 else ("right", "left")
            way = 26 if near == "left" else -26
            s.to(
                0.45,
                bend=34,
                nod=14,
                twist=way,
                **{f"{near}_leg": leg(95, 100, point=15), f"{far}_leg": leg(30, 10, point=25)},
            )
        else:
            s.to(o(0.45, 0.6), bend=o(32, 40), nod=18, pitch=-84)
            s.to(0.1)
            s.to(o(0.5, 0.65), "lie_back_knees", arms="behind_head", **_KNEES_UP)
    return s.to(0.5, "lie_back_knees", arms="behind_head", **_KNEES_UP).hold(0.3)


def _plank(o: Draw) -> Sketch:
    low = hand("floor", 0.14, 0, 0.62, elbow=(0.5, -0.9, -0.8))
    down = {"height": 0.30, "pitch": 78, "arms": low, "nod": -22}
    s = Sketch(o, "plank", **down) if o.chance(0.6) else Sketch(o, "all_fours")
    if s.keys[0].values["height"] > 0.45:
        s.to(0.8, "plank", **down)
    for _ in range(o.count(3, 6)):
        s.to(o(0.5, 0.9), "plank", **(down | {"height": o(0.29, 0.31), "side": o(-1.5, 1.5), "bend": o(2, 6)}))
    return s.hold(o(0.3, 0.8) * o.more("long"))


def _side_plank(o: Draw) -> Sketch:
    s = Sketch(
        o,
        "lie_side",
        spin=90,
        right_arm=hand("floor", 0.0, 0, -0.50, elbow=(0.5, -0.5, -0.5)),
        left_arm="hang_straight",
        right_leg=leg(0, 5, point=20),
        left_leg=leg(0, 5, point=20),
        bend=2,
    )
    s.hold(0.2)
    up = {"height": 0.35, "pitch": -69, "rest": 0, "legs": leg(0, 4, spread=2, point=15), "bend": 0}
    s.to(o(0.6, 0.8), left_arm=bones((1.0, 0.1, 0.0), (1.0, 0.05, 0.0)), **up)
    for _ in range(o.count(2, 4)):
        s.to(o(0.5, 0.8), height=o(0.34, 0.36), side=o(-2, 2))
    return s.hold(o(0.4, 0.9) * o.more("long"))


def _leg_raises(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back", arms="hang_away").hold(o(0.3, 0.5))
    for _ in range(o.times(2, 3)):
        s.to(o(0.8, 1.1), legs=leg(o(82, 92), 8, point=40), nod=10)
        s.to(0.15)
        s.to(o(1.0, 1.3), legs=leg(0, 6, point=35)).hold(o(0.2, 0.5))
    return s.hold(0.3)


def _kick_lying(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back", arms="hang_away").hold(0.2)
    for number in range(o.count(8, 12)):
        near, far = ("left", "right") if number % 2 else ("right", "left")
        drum = {f"{far}_arm": bones((0.6, -0.8, 0.35), (0.5, -0.8, 0.5)), f"{near}_arm": "out_low"}
        s.to(
            o(0.25, 0.34),
            look=12 if near == "left" else -12,
            nod=10,
            **drum,
            **{f"{near}_leg": leg(92, 105, point=10), f"{far}_leg": leg(o(38, 60), 10, point=20)},
        )
    return s.to(0.5, "lie_back", arms="hang_away").hold(0.4)


def _bridge(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back_knees", arms="hang_away", **_KNEES_UP).hold(o(0.2, 0.4))
    for _ in range(o.times(1, 3)):
        s.to(
            o(0.7, 0.9),
            height=o(0.36, 0.42) * o.more("high"),
            rest=0,
            pitch=-122,
            bend=30,
            nod=28,
            fwd=0.06,
            arms="hang_away",
        )
        s.hold(o(0.4, 0.9))
        s.to(o(0.7, 0.9), "lie_back_knees", arms="hang_away", fwd=0, **_KNEES_UP)
    return s.hold(0.3)


def _sit_stretch_toes(o: Draw) -> Sketch:
    straight = leg(84, 4, spread=3, point=-5)
    s = Sketch(o, "sit_floor", legs=straight, pitch=-6)
    for _ in range(o.times(1, 2)):
        s.to(o(0.6, 0.8), arms="overhead", bend=-2, nod=-8, pitch=-4, legs=straight)
        s.to(
            o(0.9, 1.2),
            pitch=22,
            bend=o(40, 52) * o.more("far"),
            nod=12,
            legs=leg(108, 5, spread=3, point=-5),
            arms="forward_low",
        )
        for _ in range(o.count(2, 4)):
            s.to(0.25, bend=54).to(0.25, bend=46)
        s.to(o(0.8, 1.0), pitch=-6, bend=8, nod=0, legs=straight, arms="thigh")
    return s.hold(o(0.3, 0.6))


def _cat_cow(o: Draw) -> Sketch:
    s = Sketch(o, "all_fours").hold(o(0.2, 0.4))
    for _ in range(o.times(2, 3)):
        s.to(o(0.9, 1.2), bend=44, nod=26, pitch=66, height=0.52).to(0.15)
        s.to(o(0.9, 1.2), bend=-22, nod=-44, pitch=90, height=0.49).to(0.15)
    return s.to(0.7, "all_fours").hold(0.2)


def _sleep(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back", arms="belly", legs=leg(6, 14, spread=10, turn=20, point=25), look=o(-20, 20))
    s.breath = 2.5
    if o.chance(0.5):
        s = Sketch(o, "lie_side", right_arm="forward", left_arm="up_bent")
        s.breath = 2.5
        return s.hold(o(1.5, 2.5)).to(0.5, nod=14).to(0.8, nod=8).hold(o(0.8, 2.5) * o.more("long"))
    s.hold(o(0.8, 1.6))
    if o.chance(0.5):
        s.to(0.6, spin=-45, look=-20, left_leg=leg(40, 60, point=20), left_arm="forward_low")
        s.to(
            0.6,
            spin=-90,
            left=-0.15,
            left_leg=leg(45, 65, point=20),
            right_leg=leg(28, 45, point=20),
            right_arm="up_bent",
        )
    else:
        s.to(0.6, right_arm="face").to(0.3, right_arm="mouth").to(0.3, right_arm="face").to(0.8, right_arm="belly")
    return s.hold(o(0.8, 2.0) * o.more("long"))


def _hug_knees(o: Draw) -> Sketch:
    shins = hand("pelvis", 0.06, 0.02, 0.42, elbow=(1.0, -0.4, 0.0), palm="back")
    s = Sketch(o, "sit_knees_up", arms=shins, bend=34, nod=16)
    for _ in range(o.count(2, 4)):
        s.to(o(0.7, 1.0), pitch=-23, nod=18).to(o(0.7, 1.0), pitch=-16, nod=24)
    return s.hold(o(0.4, 0.9) * o.more("long"))


def _superman(o: Draw) -> Sketch:
    s = Sketch(o, "lie_belly", arms="overhead", look=0).hold(o(0.3, 0.5))
    for _ in range(o.times(2, 3)):
        s.to(
            o(0.5, 0.7),
            bend=-34,
            nod=-26,
            legs=leg(-24, 6, spread=8, point=50),
            arms=bones((0.2, 1.0, -0.35), (0.1, 1.0, -0.35)),
        )
        s.hold(o(0.4, 0.8))
        s.to(o(0.5, 0.7), bend=-4, nod=-10, legs=leg(-2, 4, spread=6, point=50), arms="overhead").hold(o(0.1, 0.3))
    return s.hold(0.3)


def _mountain_climbers(o: Draw) -> Sketch:
    hands = hand("floor", 0.22, 0, 0.50)
    s = Sketch(o, "plank", arms=hands, height=0.50, pitch=66)
    for number in range(o.count(9, 14)):
        near, far = ("left", "right") if number % 2 else ("right", "left")
        s.to(
            o(0.28, 0.4),
            height=o(0.50, 0.54),
            bend=16,
            **{f"{near}_leg": leg(96, 100, point=10), f"{far}_leg": foot(0.1, -0.84, heel=62, lift=0.06)},
        )
    return s.to(0.35, "plank", arms=hands).hold(0.3)


def _crawl_search(o: Draw) -> Sketch:
    s = Sketch(o, "all_fours", nod=0)
    for _ in range(o.count(2, 4)):
        reach = hand("floor", o(0.1, 0.3), 0, 0.62)
        s.to(0.4, right_arm=hand("floor", 0.02, 0, 0.64, lift=0.12), look=-16, side=6, nod=12)
        for _ in range(o.count(1, 2)):
            s.to(o(0.4, 0.55), right_arm=hand("floor", 0.36, 0, 0.6, lift=0.03), look=-28)
            s.to(o(0.4, 0.55), right_arm=reach.but(lift=0.03), look=10)
        step = o(0.14, 0.22)
        s.move_home(fwd=step)
        s.to(0.45, fwd=0, left_leg=kneel(0.12, 0.0, lift=0.03), right_arm=hand("floor", 0.19, 0, 0.5), side=0)
        s.to(0.4, right_leg=kneel(0.12, 0.0, lift=0.03), left_arm=hand("floor", 0.19, 0, 0.5))
    return s.hold(o(0.2, 0.5))


def _scrub_floor(o: Draw) -> Sketch:
    s = Sketch(o, "all_fours", nod=6, right_arm=hand("floor", 0.04, 0, 0.52))
    for number in range(o.count(5, 9)):
        s.to(o(0.28, 0.36), fwd=0.04, right_arm=hand("floor", o(0.0, 0.12), 0, 0.66, lift=0.0), bend=8, twist=6)
        s.to(o(0.28, 0.36), fwd=-0.03, right_arm=hand("floor", o(0.0, 0.12), 0, 0.36, lift=0.0), bend=18, twist=-6)
        if number == 3 and o.chance(0.5):
            s.to(0.5, right_arm="brow", pitch=62).hold(0.3)
    return s.to(0.4, fwd=0).hold(0.3)


def _sit_read_floor(o: Draw) -> Sketch:
    book = hand("chest", 0.12, -0.24, 0.30, elbow=(0.8, -0.8, -0.2), palm="up")
    s = Sketch(o, o.pick("sit_cross", "sit_cross", "sit_knees_up"), arms=book, bend=24, nod=28)
    for _ in range(o.count(2, 3)):
        s.hold(o(0.8, 1.5)).to(0.3, look=o(-8, 8))
        s.to(0.35, right_arm=book.but(place=(0.10, -0.20, 0.34))).to(
            0.35, right_arm=book.but(place=(-0.10, -0.20, 0.34))
        ).to(0.4, right_arm=book)
    return s.hold(o(0.3, 0.9) * o.more("long"))


def _drag_wounded(o: Draw) -> Sketch:
    reach, near = (0.16, 0.0, 0.64), (0.2, 0.0, 0.34)
    elbow = (1.0, -0.4, 0.4)
    s = Sketch(o, "lie_belly", look=0, nod=-30, bend=-14, arms=hand("floor", *near, elbow=elbow))
    for _ in range(o.count(3, 5)):
        s.to(o(0.4, 0.5), right_arm=hand("floor", *reach, elbow=elbow, lift=0.07), side=-8, nod=-34)
        s.to(o(0.35, 0.45), left_arm=hand("floor", *reach, elbow=elbow, lift=0.07), side=8)
        s.move_home(fwd=o(0.16, 0.26))
        s.to(o(0.6, 0.8), "", "settle", fwd=0, arms=hand("floor", *near, elbow=elbow, lift=0.0), side=0, nod=-14)
    return s.to(0.4, nod=0, look=25).hold(0.4)


def _snow_angel(o: Draw) -> Sketch:
    low = bones((0.5, -1.0, -0.05), (0.45, -1.0, -0.05))
    high = bones((0.6, 1.0, -0.05), (0.5, 1.0, -0.05))
    s = Sketch(o, "lie_back", arms=low, legs=leg(0, 5, spread=4, point=10)).hold(0.2)
    for _ in range(o.times(3, 4)):
        s.to(o(0.3, 0.36), arms="out", legs=leg(0, 5, spread=18, point=10))
        s.to(o(0.3, 0.36), arms=high, legs=leg(0, 5, spread=34, point=10))
        s.to(o(0.3, 0.36), arms="out", legs=leg(0, 5, spread=18, point=10))
        s.to(o(0.3, 0.36), arms=low, legs=leg(0, 5, spread=4, point=10))
    return s.hold(0.4)


def _stretch_lying(o: Draw) -> Sketch:
    s = Sketch(o, "lie_back", arms="hang_away").hold(o(0.2, 0.5))
    s.to(o(0.5, 0.7), arms="out", legs=leg(0, 4, point=40)).to(
        o(0.6, 0.8), arms="overhead", bend=-14, nod=-12, legs=leg(-2, 2, spread=8, point=55)
    )
    s.hold(o(0.5, 0.9))
    if o.chance(0.6):
        s.to(0.8, arms="out", bend=2, left_leg=leg(85, 70, spread=-25, point=20), twist=-14, look=30).hold(o(0.4, 0.8))
    return s.to(0.9, "lie_back", arms="hang_away").hold(0.4)


ACTIONS = (
    Action("roll_over", _roll_over),
    Action("turn_onto_belly", _turn_onto_belly),
    Action("turn_onto_back", _turn_onto_back),
    Action("crunches", _crunches),
    Action("plank", _plank),
    Action("leg_raises", _leg_raises),
    Action("kick_lying", _kick_lying),
    Action("bridge", _bridge),
    Action("sit_stretch_toes", _sit_stretch_toes),
    Action("cat_cow", _cat_cow),
    Action("sleep", _sleep),
    Action("hug_knees", _hug_knees),
    Action("superman", _superman),
    Action("mountain_climbers", _mountain_climbers),
    Action("crawl_search", _crawl_search),
    Action("scrub_floor", _scrub_floor),
    Action("sit_read_floor", _sit_read_floor),
    Action("drag_wounded", _drag_wounded),
    Action("snow_angel", _snow_angel),
    Action("stretch_lying", _stretch_lying),
)
