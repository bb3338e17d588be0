"""Sport: skipping, circles and balance."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..limb_specs import bones, foot, hand, leg, stay
from ..sketch import Sketch


def _jumping_jacks(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.07, 0), arms="side")
    for _ in range(o.times(3, 6)):
        rise = o(0.05, 0.08) * o.more("high")
        s.to(0.14, height=0.86, pitch=4, balance=0, arms="out_low", legs=stay(heel=10)).to(
            0.07, height=0.95, legs=stay(heel=45)
        )
        s.fly(
            rise,
            "",
            height=0.86,
            legs=foot(0.38, 0, heel=10, yaw=12),
            arms="overhead",
            via=[(0.5, "", {"legs": leg(4, 10, spread=14, point=30), "arms": "out"})],
        )
        s.to(0.15, height=0.82, legs=stay(heel=0)).to(0.08, height=0.86, legs=stay(heel=30))
        s.fly(
            rise,
            "",
            height=0.88,
            legs=foot(0.08, 0, heel=10),
            arms="side",
            via=[(0.5, "", {"legs": leg(4, 10, spread=12, point=30), "arms": "out"})],
        )
        s.to(0.12, height=0.87, legs=stay(heel=0))
    return s.to(0.4, "stand")


def _burpees(o: Draw) -> Sketch:
    hands = hand("floor", 0.22, 0, 0.48)
    s = Sketch(o, "stand")
    for _ in range(o.times(1, 3)):
        s.to(0.4, "squat_low", arms=hands, pitch=56, bend=30, height=0.36, balance=0, fwd=0.02)
        s.to(0.28, "plank", "hit", arms=hands, legs=foot(0.1, -0.86, yaw=0, heel=65, lift=0.08))
        if o.chance(0.5):
            s.to(0.4, height=0.22, pitch=82, fwd=-0.06).to(0.4, "plank", arms=hands, fwd=0)
        s.hold(0.1)
        s.to(
            0.3,
            "squat_low",
            "hit",
            arms=hands,
            pitch=56,
            bend=30,
            height=0.38,
            balance=0,
            fwd=0.02,
            legs=foot(0.14, 0.02, heel=24, lift=0.1),
        )
        s.to(0.22, "stand", height=0.97, balance=0, legs=stay(heel=50), arms="forward_up")
        s.fly(
            o(0.16, 0.26),
            "crouch",
            height=0.78,
            arms="overhead",
            legs=foot(0.13, 0.02, heel=6),
            via=[(0.5, "air", {"arms": "overhead"})],
        )
        s.to(0.18, "crouch", height=0.7)
    return s.to(0.4, "stand").hold(0.2)


def _lunges(o: Draw) -> Sketch:
    arms = o.pick("hips", "hang", "together")
    s = Sketch(o, "stand", arms=arms)
    both = o.chance(0.5)
    for number in range(o.times(1, 3)):
        one, other = ("left", "right") if both and number % 2 else ("right", "left")
        s.to(
            o(0.5, 0.65),
            height=o(0.58, 0.66) / o.more("deep"),
            fwd=0.38,
            balance=0,
            pitch=3,
            arms=arms,
            **{f"{one}_leg": foot(0.11, 0.78, lift=0.08), f"{other}_leg": stay(heel=50)},
        )
        s.hold(0.15)
        s.to(
            o(0.5, 0.65),
            "stand",
            fwd=0.0,
            balance=0,
            arms=arms,
            **{f"{one}_leg": foot(0.11, 0, lift=0.06), f"{other}_leg": stay(heel=0)},
        )
    return s.hold(0.3)


def _jump_rope(o: Draw) -> Sketch:
    turn = [
        hand("pelvis", 0.36, y, z, elbow=(0.5, -0.8, -0.5), palm="forward")
        for y, z in ((0.10, 0.16), (0.02, 0.20), (0.04, 0.10), (0.12, 0.08))
    ]
    s = Sketch(o, "stand", arms=turn[0], legs=foot(0.07, 0))
    for _ in range(o.times(6, 12)):
        s.to(0.09, height=0.91, balance=0, pitch=3, arms=turn[1], legs=stay(heel=14)).to(
            0.07, height=0.955, arms=turn[2], legs=stay(heel=42)
        )
        s.fly(
            o(0.12, 0.15) * o.more("high"),
            "",
            height=0.92,
            legs=foot(0.07, 0, heel=18),
            arms=turn[0],
            via=[(0.5, "", {"legs": leg(18, 32, spread=2, point=18), "arms": turn[3]})],
        )
    return s.to(0.15, height=0.90, legs=stay(heel=4)).to(0.4, "stand", arms=turn[0])


def _trampoline(o: Draw) -> Sketch:
    s = Sketch(o, "stand", legs=foot(0.1, 0))
    high = o(0.16, 0.5) * o.more("high")
    for _ in range(o.times(3, 6)):
        s.to(0.2, height=0.80, pitch=10, bend=8, arms="back", balance=0, legs=stay(heel=0)).to(
            0.14, height=0.965, pitch=0, bend=2, legs=stay(heel=48), arms="forward"
        )
        s.fly(
            high,
            "",
            height=0.90,
            legs=foot(0.1, 0, heel=12),
            arms="out_low",
            via=[(0.45, "", {"legs": leg(8, 14, spread=3, point=40), "arms": "up_v"})],
        )
    return s.to(0.2, "crouch", height=0.72).to(0.5, "stand")


def _arm_circles(o: Draw) -> Sketch:
    ring = [
        bones((0.5, 1.0, 0.15), (0.4, 1.0, 0.15)),
        bones((0.7, 0.0, -0.75), (0.7, 0.0, -0.75)),
        bones((0.45, -1.0, -0.1), (0.4, -1.0, -0.1)),
        bones((0.45, 0.05, 1.0), (0.4, 0.05, 1.0)),
    ]
    if o.chance(0.5):
        ring = ring[::-1]
    s = Sketch(o, "stand", arms=ring[0])
    beat = o(0.2, 0.28)
    for number in range(o.times(3, 6) * 4):
        s.to(beat, arms=ring[(number + 1) % 4], bend=4 if number % 4 else -2)
    return s.to(0.5, "stand")


def _yoga_tree(o: Draw) -> Sketch:
    palms = hand("chest", 0.03, 0.02, 0.22, elbow=(0.9, -0.8, 0.0), palm="in")
    s = Sketch(o, "stand")
    s.to(0.5, load=-1, balance=1)
    s.to(o(0.8, 1.1), load=-1, left_leg=leg(52, 118, spread=38, turn=50, point=40), height=0.955, arms="out_low")
    s.to(0.6, arms=palms).hold(0.4)
    if o.chance(0.5):
        s.to(0.9, arms=bones((0.25, 1.0, 0.05), (-0.15, 1.0, 0.05), palm="in"))
    for _ in range(o.count(1, 3)):
        s.to(o(0.5, 0.8), side=o(-3, 3), roll=o(-2, 2))
    s.hold(o(0.6, 1.4) * o.more("long"))
    return s.to(0.9, "stand", left_leg=foot(0.1, 0, lift=0))


def _yoga_warrior(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(
        0.6,
        right_leg=foot(0.55, 0, yaw=70, lift=0.06),
        left_leg=foot(0.5, 0, yaw=10),
        height=0.84,
        balance=0,
        left=0.0,
        arms="out",
    )
    s.to(o(0.7, 0.9), height=0.66, left=-0.22, load=-0.5, look=-68, arms="out", right_leg=stay(knee_out=0), side=0)
    for _ in range(o.count(2, 3)):
        s.to(0.8, height=o(0.64, 0.68), bend=o(0, 4))
    s.hold(o(0.3, 0.9) * o.more("long"))
    s.to(0.8, height=0.84, left=0, look=0)
    return s.to(0.6, "stand", legs=foot(0.12, 0, lift=0.05), left=0)


def _yoga_down_dog(o: Draw) -> Sketch:
    hands = hand("floor", 0.2, 0, 1.0, elbow=(0.7, 0.0, -0.5))
    s = Sketch(o, "stand" if o.chance(0.4) else "all_fours", **({} if o.chance(1.0) else {}))
    if s.keys[0].values["height"] > 0.7:
        s.to(0.7, "bend_down", balance=1)
        s.to(0.6, height=0.72, pitch=96, bend=40, balance=0, fwd=0.1, arms=hand("floor", 0.2, 0, 0.55))
        s.to(0.6, height=0.84, pitch=122, bend=6, nod=0, fwd=0.22, arms=hands, legs=stay(heel=16))
    else:
        s.to(
            0.8,
            height=0.84,
            pitch=122,
            bend=6,
            nod=0,
            fwd=-0.28,
            arms=hand("floor", 0.2, 0, 0.5, elbow=(0.7, 0.0, -0.5)),
            legs=foot(0.12, -0.5, heel=18),
            balance=0,
        )
    for _ in range(o.count(2, 4)):
        s.to(o(0.4, 0.6), left_leg=stay(heel=o(6, 26)), right_leg=stay(heel=o(6, 26)))
    return s.hold(o(0.6, 1.4) * o.more("long"))


def _balance_one_leg(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.4, load=-1, balance=1, arms="out_low")
    up = o.pick(leg(60, 85, point=15), leg(5, 75, point=25), leg(80, 60, point=20))
    s.to(o(0.4, 0.6), load=-1, left_leg=up, height=0.955, arms=o.pick("out", "out_low", "out_low", "hips"))
    for _ in range(o.count(3, 6)):
        s.to(o(0.35, 0.6), side=o(-7, 7), roll=o(-4, 4), arms=bones((1.0, o(-0.5, 0.1), 0.1), (1.0, o(-0.4, 0.2), 0.2)))
    s.hold(o(0.3, 0.9) * o.more("long"))
    return s.to(0.6, "stand", left_leg=foot(0.1, 0, lift=0))


ACTIONS = (
    Action("jumping_jacks", _jumping_jacks),
    Action("burpees", _burpees),
    Action("lunges", _lunges),
    Action("jump_rope", _jump_rope),
    Action("trampoline", _trampoline),
    Action("arm_circles", _arm_circles),
    Action("yoga_tree", _yoga_tree),
    Action("yoga_warrior", _yoga_warrior),
    Action("yoga_down_dog", _yoga_down_dog),
    Action("balance_one_leg", _balance_one_leg),
)
