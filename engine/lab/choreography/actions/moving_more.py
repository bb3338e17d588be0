"""Moving: runs, hops, jumps, climbing, and ways on all fours."""

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
        s.to(o(0.18, 0.22), height=0.9, fwd=0, left=0, pitch=4, balance=0, load=0,
             **{f"{down}_leg": foot(0.08, 0.05, heel=-2, lift=0.08), f"{up}_leg": leg(5, 40, point=20)})
        s.to(0.12, height=0.97, fwd=0.14, pitch=2, **{f"{down}_leg": stay(heel=45), f"{up}_leg": leg(70, 85, point=15)},
             **_opposite(up))
        s.fly(high, "", fwd=0.28, height=0.92, pitch=4, via=[(0.5, "", {f"{down}_leg": leg(2, 22, point=40)})],
              **{f"{down}_leg": foot(0.08, 0.0, heel=6), f"{up}_leg": leg(45, 70, point=15)})
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
        s, o.count(9, 13), o(1.15, 1.4), o(0.27, 0.32), arms=_BACK, lean=o(30, 40), bend=12, head=-34, lift=0.3,
        crouch=0.1, bounce=0.04,
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
        s.to(o(0.15, 0.18), height=0.935, pitch=4, balance=0, fwd=0, left=0.02 * (1 if down == "left" else -1),
             **{f"{down}_leg": foot(0.07, 0, heel=22, lift=0.02), f"{up}_leg": raised}, **_opposite(up, 0.5))
        s.to(0.07, height=0.965, **{f"{down}_leg": stay(heel=45)})
    s.to(0.2, "stand", height=0.92, left_leg=foot(0.1, 0), right_leg=foot(0.1, 0))
    return s.to(0.35, "stand")


def _run_backwards(o: Draw) -> Sketch:
    s = Sketch(o, "ready")
    return walk(
        s, o.count(9, 14), -o(0.48, 0.62), o(0.3, 0.36), heel_strike=0, tiptoe=14, lift=0.12, crouch=0.06, lean=12, bend=8,
        head=-12, arms=None, swing=26, elbow=70,
    )


def _gallop(o: Draw) -> Sketch:
    reins = hand("chest", 0.06, -0.2, 0.36, elbow=(0.6, -1.0, -0.2), palm="in")
    s = Sketch(o, "stand", arms=reins)
    for _ in range(o.count(5, 8)):
        s.move_home(fwd=o(0.45, 0.55))
        s.to(0.16, height=0.9, fwd=-0.05, left=0, pitch=8, bend=6, balance=0,
             right_leg=foot(0.09, 0.1, heel=-4, lift=0.1), left_leg=leg(-20, 40, point=30))
        s.to(0.12, height=0.96, fwd=0.14, pitch=4, right_leg=stay(heel=42), left_leg=leg(12, 50, point=25))
        s.fly(o(0.09, 0.13) * o.more("high"), "", fwd=0.3, height=0.91, pitch=7,
              via=[(0.45, "", {"right_leg": leg(50, 60, point=20), "left_leg": leg(10, 35, point=30)})],
              left_leg=foot(0.09, -0.1, heel=10), right_leg=leg(35, 40, point=10))
    s.move_home(fwd=0.25)
    s.to(0.3, "stand", fwd=0, height=0.92, arms=reins, left_leg=foot(0.1, 0.0), right_leg=foot(0.1, 0.1))
    return s.to(0.4, "stand")


def _hop_one_leg(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.45, load=-1.0, balance=1, height=0.94, left_leg=leg(20, 80, point=25), arms="ready")
    hop(s, o.times(3, 6), o.pick(0.0, 0.0, o(0.25, 0.45) * o.more("far")), o(0.14, 0.2) * o.more("high"), legs="right",
        arms=o.pick("ready", "out_low"))
    s.to(0.35, height=0.94, load=-0.9, balance=1)
    return s.to(0.45, "stand", left_leg=foot(0.11, 0.02))


def _stop_suddenly(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, o.count(6, 8), o(1.0, 1.25), 0.33, close=False)
    s.move_home(fwd=0.75)
    s.to(0.2, height=0.84, pitch=-10, bend=4, fwd=-0.25, balance=0, arms="forward_low",
         right_leg=foot(0.14, 0.1, heel=-16, lift=0.08), left_leg=stay(heel=20))
    s.to(0.22, height=0.78, pitch=-4, fwd=-0.08, left_leg=foot(0.14, 0.28, heel=-8, lift=0.06), right_leg=stay(heel=0),
         arms="forward")
    s.to(0.28, height=0.82, pitch=22, bend=16, fwd=0.16, legs=stay(heel=6), arms="out_bent")
    s.to(0.35, height=0.86, pitch=6, fwd=0.1, balance=0.6, legs=stay(heel=0), arms="out_low")
    s.to(0.5, "stand", legs=stay(heel=0))
    return s.hold(o(0.4, 0.9))


def _step_over(o: Draw) -> Sketch:
    high = o.more("high")
    s = Sketch(o, "stand")
    walk(s, 2, 0.5, 0.58, close=False, head=12)
    s.to(0.25, load=1, balance=1, height=0.95, arms="out_low", nod=22)
    s.to(0.45, load=1, right_leg=leg(92 * high, 80, point=0), height=0.95, side=6)
    s.move_home(fwd=0.5)
    s.to(0.4, fwd=-0.1, left=0, balance=0, height=0.88, pitch=6, right_leg=foot(0.11, 0.12, heel=-4, lift=0.3), side=0)
    s.to(0.35, fwd=0.1, height=0.95, load=-1, left_leg=leg(30, 105, spread=22, point=0))
    s.to(0.35, fwd=0.12, height=0.95, left_leg=leg(88 * high, 85, spread=16, point=0))
    s.move_home(fwd=0.4)
    s.to(0.4, fwd=-0.1, height=0.92, balance=0.5, load=0, left_leg=foot(0.11, 0.05, lift=0.2), arms="hang", nod=4)
    return walk(s, 2, 0.5, 0.55)


def _jump_over(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    run(s, o.count(5, 6), o(1.0, 1.2), 0.33, close=False)
    s.to(0.1, height=0.86, fwd=0.1, pitch=2, balance=0, arms="hang_back")
    s.to(0.1, height=0.96, fwd=0.3, pitch=4, left_leg=stay(heel=48), right_leg=leg(75, 75, point=10), arms="forward_up")
    s.fly(o(0.3, 0.42) * o.more("high"), "", fwd=o(1.6, 2.1) * o.more("far"), height=0.84, pitch=10, bend=14, arms="out_bent",
          via=[(0.45, "", {"right_leg": leg(85, 60, point=10), "left_leg": leg(30, 95, spread=25, point=20), "pitch": 14,
                           "arms": "forward"})],
          right_leg=foot(0.1, 0.1, heel=0), left_leg=leg(-15, 60, point=30))
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
        o(0.3, 0.42), "crouch", fwd=o(1.2, 1.8) * o.more("far"), height=0.6, pitch=20, bend=24, arms="forward",
        via=[(0.35, "layout", {"pitch": 10}), (0.75, "", {"legs": leg(80, 40, point=-10), "pitch": 24, "arms": "forward"})],
        legs=foot(0.13, 0.12, heel=-8))
    s.to(0.22, "squat", height=0.48, arms="forward", legs=stay(heel=0))
    return s.to(0.6, "stand").hold(o(0.2, 0.5))


def _jump_down(o: Draw) -> Sketch:
    drop = o(0.55, 0.9) * o.more("high")
    s = Sketch(o, "stand", nod=26)
    s.to(0.5, "crouch", height=0.72, nod=10, arms="back")
    s.to(0.2, "stand", height=0.96, pitch=10, fwd=0.12, balance=0, legs=stay(heel=40), arms="forward")
    s.move_home(up=-drop)
    s.fly(0.12, "crouch", fwd=o(0.6, 0.8), height=0.7, pitch=16, arms="out_bent", legs=foot(0.14, 0.05, heel=10),
          via=[(0.5, "air", {"pitch": 6, "arms": "up_bent"})])
    s.to(0.2, "squat", height=0.45, arms="forward_low", pitch=40, legs=stay(heel=4))
    return s.to(0.7, "stand").hold(o(0.2, 0.5))


def _ladder(o: Draw, way: int) -> Sketch:
    rung = o(0.27, 0.3)
    hands = {"right": 1.68 - 0.5 * rung, "left": 1.68}
    grips = {"elbow": (0.6, -1.0, -0.2), "palm": "forward"}
    s = Sketch(o, "stand")
    s.to(0.6, fwd=0.05, balance=0, height=0.93, nod=-12 * way,
         right_arm=hand("home", 0.2, hands["right"], 0.42, **grips), left_arm=hand("home", 0.2, hands["left"], 0.42, **grips))
    feet = {"right": 0.0, "left": 0.0}
    pelvis = 0.9
    for number in range(o.count(6, 9)):
        up, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        feet[up] = (max(feet.values()) if way > 0 else min(feet.values())) + way * rung
        hands[other] = hands[other] + way * (rung if number else 0.5 * rung)
        pelvis += way * rung * (0.9 if number else 0.5)
        s.to(o(0.55, 0.75), height=pelvis, fwd=0.04, left=0.02 * (1 if other == "left" else -1), nod=-14 if way > 0 else 18,
             **{f"{up}_leg": foot(0.13, 0.27, up=feet[up], heel=12, lift=0.06, knee_out=12),
                f"{other}_arm": hand("home", 0.2, hands[other], 0.42, **grips)})
    return s.hold(o(0.2, 0.5))


def _ladder_up(o: Draw) -> Sketch:
    return _ladder(o, 1)


def _ladder_down(o: Draw) -> Sketch:
    return _ladder(o, -1)


def _stumble_catch(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    walk(s, o.count(3, 4), 0.6, 0.52, close=False)
    s.to(0.14, pitch=22, bend=16, fwd=0.2, balance=0, arms="forward_up", nod=-10)
    for number in range(2):
        up, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.move_home(fwd=o(0.55, 0.7))
        s.to(0.25, height=0.74, pitch=36 - 10 * number, bend=22, fwd=-0.05, arms=o.pick("forward", "forward_low", "out_bent"),
             **{f"{up}_leg": foot(0.12, 0.12, lift=0.1), f"{other}_leg": stay(heel=45)})
    s.move_home(fwd=0.2)
    s.to(0.35, height=0.86, pitch=14, fwd=0, right_leg=foot(0.12, 0.05, lift=0.06), arms="out_low")
    s.to(0.5, "stand", legs=stay(heel=0))
    if o.chance(0.5):
        s.to(0.4, look=o(50, 65), twist=18).hold(0.4).to(0.4, look=0, twist=0)
    return s.hold(o(0.2, 0.5))


def _monkey_walk(o: Draw) -> Sketch:
    low = bones((0.35, -1.0, 0.15), (0.1, -1.0, 0.25))
    s = Sketch(o, "stand").hold(0.1)
    s.to(0.5, "crouch", arms=low, height=0.62)
    walk(s, o.count(7, 11), o(0.3, 0.4), o(0.4, 0.52), crouch=0.36, width=0.16, lift=0.07, lean=34, bend=28, head=-44, sway=0.07,
         arms=low, heel_strike=0, close=False)
    if o.chance(0.6):
        rib = hand("chest", 0.06, -0.12, 0.10, elbow=(1.0, 0.1, -0.2), palm="in")
        s.to(0.35, right_arm=rib, balance=0.5)
        for _ in range(3):
            s.to(0.14, right_arm=rib.but(place=(0.07, -0.22, 0.1)), nod=-30).to(0.14, right_arm=rib, nod=-40)
    return s.to(0.4, "crouch", height=0.68, arms=low)


def _bear_crawl(o: Draw) -> Sketch:
    low = {"pitch": 84, "bend": 8, "nod": -40, "balance": 0}
    s = Sketch(o, "all_fours", legs=foot(0.14, -0.28, heel=42), height=0.66, **low)
    beat, step = o(0.45, 0.62), o(0.24, 0.32)
    for number in range(o.count(8, 11)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        share = 0.5 if number == 0 else 1.0
        s.to(0.25 * beat, fwd=0.1 * step)
        s.move_home(fwd=step * share)
        s.to(0.75 * beat, fwd=0, left=0.02 * (1 if other == "left" else -1),
             **{f"{side}_arm": hand("floor", 0.19, 0, 0.5 + 0.5 * step, lift=0.06),
                f"{other}_leg": foot(0.14, -0.28 + 0.5 * step, heel=42, lift=0.05)})
    return s


def _crab_walk(o: Draw) -> Sketch:
    behind = hand("floor", 0.24, 0, -0.38, elbow=(0.4, 0.1, -1))
    s = Sketch(o, "sit_back_hands", arms=behind, legs=foot(0.16, 0.42), height=0.15)
    s.to(0.5, height=0.36, rest=0, pitch=-52, bend=12, nod=22, arms=behind, legs=foot(0.16, 0.42))
    beat, step = o(0.42, 0.56), o.pick(1, 1, -1) * o(0.18, 0.24)
    for number in range(o.count(8, 11)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        share = 0.5 if number == 0 else 1.0
        s.move_home(fwd=step * share)
        s.to(beat, fwd=0, left=0.02 * (1 if other == "left" else -1),
             **{f"{side}_arm": hand("floor", 0.24, 0, -0.38 + 0.5 * step, elbow=(0.4, 0.1, -1), lift=0.05),
                f"{other}_leg": foot(0.16, 0.42 + 0.5 * step, lift=0.05)})
    return s.to(0.4, height=0.15, rest=1, pitch=-30)


def _army_crawl(o: Draw) -> Sketch:
    reach, near = (0.18, 0.0, 0.62), (0.2, 0.0, 0.36)
    elbow = (1.0, -0.5, 0.3)
    s = Sketch(o, "lie_belly", nod=-38, look=0, bend=-14, left_arm=hand("floor", *reach, elbow=elbow),
               right_arm=hand("floor", *near, elbow=elbow))
    step = o(0.22, 0.28)
    for number in range(o.count(6, 8)):
        side, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.move_home(fwd=step)
        s.to(o(0.5, 0.7), fwd=0, side=8 if side == "left" else -8, yaw=5 if side == "right" else -5,
             **{f"{side}_arm": hand("floor", *reach, elbow=elbow, lift=0.05),
                f"{other}_leg": leg(55, 85, spread=45, turn=30, point=30), f"{side}_leg": leg(0, 10, spread=10, point=45)})
    return s


def _frog_jump(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(0.6, "squat_low", height=0.36, arms="together")
    for _ in range(o.times(2, 4)):
        s.to(0.2, height=0.33, arms="knees")
        s.to(0.18, "stand", height=0.95, pitch=14, balance=0, fwd=0.16, legs=stay(heel=52), arms="forward_up")
        s.fly(o(0.16, 0.28) * o.more("high"), "squat_low", fwd=o(0.45, 0.7) * o.more("far"), height=0.5, arms="forward",
              legs=foot(0.16, 0.08, heel=20, knee_out=15), via=[(0.55, "air", {"legs": leg(50, 70, spread=14, point=25)})])
        s.to(0.18, "squat_low", height=0.34, arms="together")
    return s.to(0.7, "stand")


def _climb_wall(o: Draw) -> Sketch:
    top = o(1.4, 1.6)
    edge = {"elbow": (0.7, -0.8, -0.4), "palm": "down"}
    s = Sketch(o, "stand", nod=-15)
    s.to(0.5, "crouch", height=0.72, arms="back", nod=-30)
    s.to(0.22, "stand", height=1.0, fwd=0.1, balance=0, legs=stay(heel=50), nod=-30,
         arms=hand("home", 0.22, top + 0.02, 0.36, **edge)).hold(0.35)
    s.to(0.4, height=top - 0.42, fwd=0.12, arms=hand("home", 0.22, top + 0.02, 0.40, **edge),
         right_leg=leg(70, 95, point=10), left_leg=leg(20, 50, point=30))
    s.to(0.5, height=top + 0.32, fwd=0.18, pitch=30, bend=24, arms=hand("home", 0.22, top + 0.02, 0.42, **edge),
         right_leg=leg(95, 110, spread=20, point=10), left_leg=leg(5, 30, point=40))
    s.to(0.5, height=top + 0.46, fwd=0.34, pitch=46, bend=34, right_leg=foot(0.16, 0.48, up=top, lift=0.05),
         left_leg=leg(10, 40, point=30), left=-0.02)
    s.to(0.5, height=top + 0.58, fwd=0.5, pitch=34, bend=26, left_leg=foot(0.14, 0.5, up=top, lift=0.12), arms="knees")
    s.move_home(fwd=0.5, up=top)
    return s.to(0.7, "stand", fwd=0, legs=stay(heel=0)).hold(o(0.2, 0.5))


def _fly_superhero(o: Draw) -> Sketch:
    fist = bones((0.0, 1.0, 0.12), (0.0, 1.0, 0.05), palm="down")
    s = Sketch(o, "stand")
    s.to(0.45, "crouch", height=0.55, arms="back")
    s.to(0.2, "stand", height=0.99, balance=0, legs=stay(heel=55), right_arm=fist, left_arm="hang")
    high = o(0.8, 1.3) * o.more("high")
    flat = {"legs": leg(-4, 8, spread=3, point=55), "right_arm": fist, "left_arm": "hang_straight", "nod": -38, "rest": 0}
    s.to(0.7, height=0.95 + high, fwd=0.7, pitch=62, **flat)
    for number in range(o.count(2, 4)):
        s.move_home(fwd=o(1.2, 2.0))
        s.to(0.7, height=0.95 + high + o(-0.15, 0.15), fwd=0.7, pitch=o(62, 76), spin=o(-14, 14) if number % 2 else 0)
    if o.chance(0.6):
        s.move_home(fwd=1.2)
        s.to(0.6, height=1.1, fwd=0.0, pitch=6, spin=0, nod=-5, arms="out_low", legs=leg(20, 35, point=30))
        s.to(0.25, "crouch", height=0.6, legs=foot(0.13, 0.05), arms="out_bent")
        s.to(0.6, "stand", arms="hips")
    return s


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
    Action("step_over", _step_over),
    Action("jump_over", _jump_over),
    Action("long_jump", _long_jump),
    Action("jump_down", _jump_down),
    Action("ladder_up", _ladder_up),
    Action("ladder_down", _ladder_down),
    Action("stumble_catch", _stumble_catch),
    Action("monkey_walk", _monkey_walk, styles=()),
    Action("bear_crawl", _bear_crawl),
    Action("crab_walk", _crab_walk),
    Action("army_crawl", _army_crawl),
    Action("frog_jump", _frog_jump),
    Action("climb_wall", _climb_wall, speed=(0.75, 0.95)),
    Action("fly_superhero", _fly_superhero, styles=()),
)
