"""Daily life: carrying, doors, phones, drinking."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import Arm, Grip, bones, foot, hand, stay
from ..sketch import Sketch
from .common import at

_BOX = Grip((0.0, -0.16, 0.34), (1.0, 0.0, 0.0), spacing=0.27, upper="left", elbow=(0.9, -0.6, -0.4))

_CUP = hand("chest", 0.10, -0.22, 0.30, elbow=(0.6, -1.0, -0.2), palm="in")


def _pick_up_heavy(o: Draw) -> Sketch:
    low = Grip((0.0, 0.2, 0.42), (1.0, 0.0, 0.0), spacing=0.27, upper="left", frame="home", elbow=(1.0, 0.0, -0.3))
    s = Sketch(o, "stand")
    s.to(0.3, legs=foot(0.2, 0, yaw=12, lift=0.03), height=0.94)
    s.to(o(0.7, 0.9), "squat", height=0.52, pitch=44, bend=26, nod=-6, legs=stay(heel=4, knee_out=14), grip=low)
    s.hold(o(0.2, 0.4))
    s.to(
        o(0.8, 1.1), "stand", height=0.92, pitch=-4, bend=8, grip=_BOX.but(middle=(0.0, -0.24, 0.26)), legs=stay(heel=0)
    )
    if o.chance(0.5):
        s.to(0.4, pitch=-8, grip=_BOX).hold(o(0.3, 0.7))
    return s.hold(o(0.4, 0.9))


def _pick_up_small(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(
        o(0.55, 0.75),
        "crouch",
        height=o(0.52, 0.62),
        pitch=46,
        bend=32,
        nod=4,
        left_leg=foot(0.12, 0.16, lift=0.05),
        right_leg=stay(heel=25),
        right_arm=hand("home", 0.02, 0.08, 0.42, elbow=(0.6, -0.2, -0.6)),
        left_arm="knees",
    )
    s.hold(o(0.15, 0.3))
    s.to(o(0.6, 0.8), "stand", right_arm=_CUP, left_leg=stay(), right_leg=stay())
    s.to(0.3, nod=16).hold(o(0.3, 0.7))
    return s.to(0.5, right_arm="hang", nod=0) if o.chance(0.4) else s


def _put_down(o: Draw) -> Sketch:
    low = Grip((0.0, 0.16, 0.42), (1.0, 0.0, 0.0), spacing=0.27, upper="left", frame="home", elbow=(1.0, 0.0, -0.3))
    s = Sketch(o, "stand", grip=_BOX, legs=foot(0.18, 0, yaw=10)).hold(o(0.2, 0.5))
    s.to(o(0.9, 1.2), "squat", height=0.50, pitch=46, bend=28, nod=-4, legs=stay(heel=4, knee_out=14), grip=low).hold(
        0.15
    )
    s.to(0.3, grip=None, arms=hand("home", 0.24, 0.22, 0.42, elbow=(1.0, 0, -0.3)))
    return s.to(o(0.7, 0.9), "stand", legs=stay(heel=0)).hold(o(0.2, 0.6))


def _carry_box(o: Draw) -> Sketch:
    heavy = o.chance(0.5)
    s = Sketch(o, "stand", grip=_BOX)
    return walk(
        s,
        o.count(6, 9),
        0.42 if heavy else 0.58,
        0.6 if heavy else 0.54,
        lean=-7 if heavy else 0,
        grip=_BOX,
        crouch=0.03 if heavy else 0,
        width=0.11,
    )


def _carry_one_arm(o: Draw, arm: Arm | str, tilt: float) -> Sketch:
    s = Sketch(o, "stand", right_arm=arm)
    walk(s, o.count(6, 9), o(0.45, 0.58), o(0.54, 0.62), width=0.1, swing=14, close=False, tilt=0)
    s.to(0.35, "stand", right_arm=arm)
    _override(s, "right", arm, tilt)
    return s


def _override(s: Sketch, side: str, arm: Arm | str, tilt: float = 0.0) -> None:
    """Give one arm of all keys something else to do than swing; ``tilt``: degrees of lean to the left."""
    from dataclasses import replace

    from ..arm_library import named_arm

    arm = named_arm(arm) if isinstance(arm, str) else arm
    s.keys[:] = [
        replace(key, arms=key.arms | {side: arm}, values=key.values | {"side": key.values["side"] + tilt})
        for key in s.keys
    ]


def _carry_bucket(o: Draw) -> Sketch:
    return _carry_one_arm(o, bones((0.18, -1.0, 0.0), (0.10, -1.0, 0.05)), o(6, 10))


def _carry_on_shoulder(o: Draw) -> Sketch:
    return _carry_one_arm(o, hand("chest", 0.20, 0.28, 0.20, elbow=(0.7, -0.4, 1.0), palm="in"), o(4, 8))


def _pull_cart(o: Draw) -> Sketch:
    return _carry_one_arm(o, bones((0.2, -0.9, -0.7), (0.1, -0.8, -0.8), palm="back"), 0.0)


def _walk_dog(o: Draw) -> Sketch:
    leash = hand("pelvis", 0.26, 0.10, 0.26, elbow=(0.5, -0.4, -0.9), palm="in")
    s = _carry_one_arm(o, leash, 0.0)
    for number in range(2, len(s.keys), 5):
        from dataclasses import replace

        key = s.keys[number]
        s.keys[number] = replace(
            key,
            arms=key.arms | {"right": at(leash, 0.02, 0.04, 0.16)},
            values=key.values | {"pitch": key.values["pitch"] + 4},
        )
    return s


def _push_cart(o: Draw) -> Sketch:
    bar = hand("chest", 0.24, 0.0, 0.48, elbow=(0.8, -0.9, -0.1), palm="forward")
    s = Sketch(o, "stand", arms=bar)
    return walk(s, o.count(6, 9), o(0.34, 0.46), o(0.6, 0.72), lean=o(6, 14), bend=4, crouch=0.05, arms=bar, head=-8)


def _pull_rope(o: Draw) -> Sketch:
    far, near = (
        hand("chest", 0.0, 0.06, 0.50, elbow=(0.8, -0.9, 0.0), palm="in"),
        hand("pelvis", 0.16, 0.14, 0.12, elbow=(0.6, -0.3, -1.0), palm="in"),
    )
    s = Sketch(
        o, "stand", left_leg=foot(0.14, 0.24), right_leg=foot(0.15, -0.22, yaw=35), height=0.84, balance=1, arms=far
    )
    for number in range(o.count(6, 9)):
        one, other = ("right", "left") if number % 2 == 0 else ("left", "right")
        s.to(
            o(0.42, 0.55),
            **{f"{one}_arm": near, f"{other}_arm": far},
            pitch=-o(8, 16),
            load=-0.6,
            twist=-14 if one == "right" else 14,
            height=0.80,
        )
        s.to(0.1, pitch=-4)
    return s.to(0.5, pitch=0, load=0, height=0.88).hold(0.2)


def _drag_backwards(o: Draw) -> Sketch:
    low = hand("chest", 0.11, -0.36, 0.36, elbow=(0.9, -0.3, 0.0), palm="up")
    s = Sketch(o, "crouch", height=0.72, pitch=44, bend=26, arms=low)
    for number in range(o.count(5, 8)):
        one = "right" if number % 2 == 0 else "left"
        s.to(0.22, pitch=30, height=0.74, balance=1, fwd=0, left=0)
        s.move_home(fwd=-o(0.2, 0.28))
        s.to(
            o(0.35, 0.45), fwd=0, left=0, pitch=44, height=0.71, **{f"{one}_leg": foot(0.14, -0.12, heel=6, lift=0.05)}
        )
    return s.to(0.7, "stand", legs=foot(0.12, 0), fwd=0)


def _lift_overhead(o: Draw) -> Sketch:
    s = Sketch(o, "stand", grip=_BOX.but(middle=(0.0, -0.26, 0.28))).hold(o(0.2, 0.4))
    s.to(o(0.4, 0.5), grip=_BOX.but(middle=(0.0, 0.14, 0.34)), height=0.9)
    s.to(o(0.45, 0.6), grip=_BOX.but(middle=(0.0, 0.66, 0.14)), height=0.955, bend=-4, nod=-10)
    for _ in range(o.count(2, 4)):
        s.to(o(0.2, 0.35), side=o(-2, 2))
    s.hold(o(0.3, 0.8))
    return (
        s.to(0.5, grip=_BOX.but(middle=(0.0, 0.14, 0.34)), nod=0)
        .to(0.5, grip=_BOX.but(middle=(0.0, -0.26, 0.28)))
        .hold(0.2)
    )


def _open_door(o: Draw) -> Sketch:
    handle = hand("home", 0.12, 1.0, 0.52, elbow=(0.7, -0.8, -0.2), palm="in")
    s = Sketch(o, "stand")
    s.to(o(0.5, 0.65), right_arm=handle, nod=10, height=0.94)
    s.to(0.3, right_arm=handle.but(wrist=(0, 0, 35)))
    if o.chance(0.5):
        s.to(o(0.6, 0.8), right_arm=handle.but(place=(0.36, 1.0, 0.36)), load=-0.5, twist=-14)
        s.to(0.3, left_leg=foot(0.16, -0.15, lift=0.05), right_arm=handle.but(place=(0.5, 1.0, 0.16)), twist=-24)
        s.to(0.4, right_arm="hang", twist=0, nod=0)
        s.move_home(fwd=-0.1)
        s.to(0.2, "stand", fwd=0, left_leg=stay(), right_leg=foot(0.11, 0.0, lift=0.04))
        return walk(s, o.count(2, 3), 0.5, 0.55) if o.chance(0.6) else s.hold(0.3)
    s.to(
        o(0.5, 0.7), right_arm=hand("chest", 0.14, -0.02, 0.52, elbow=(0.7, -0.8, 0), palm="forward"), pitch=6, load=0.4
    )
    return walk(s, o.count(2, 4), 0.48, 0.56)


def _close_door(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(o(0.5, 0.6), right_arm=hand("home", 0.50, 1.0, 0.20, elbow=(0.7, -0.6, -0.4), palm="in"), twist=-20, look=-30)
    s.to(
        o(0.5, 0.7), right_arm=hand("home", 0.26, 1.0, 0.46, elbow=(0.7, -0.8, -0.2), palm="forward"), twist=-4, look=-6
    )
    s.to(
        o(0.25, 0.35),
        "",
        "hit",
        right_arm=hand("chest", 0.02, 0.0, 0.52, elbow=(0.8, -0.8, 0), palm="forward"),
        twist=10,
        pitch=6,
        look=0,
        load=0.3,
    )
    s.hold(0.25)
    return s.to(0.55, "stand").hold(o(0.2, 0.5))


def _knock(o: Draw) -> Sketch:
    near, far = (
        hand("chest", 0.08, 0.14, 0.34, elbow=(0.7, -1.0, 0.0), palm="in"),
        hand("chest", 0.07, 0.13, 0.46, elbow=(0.7, -1.0, 0.1), palm="in"),
    )
    s = Sketch(o, "stand")
    s.to(o(0.4, 0.5), right_arm=near)
    for _ in range(o.times(3, 5)):
        s.to(0.11, "", "hit", right_arm=far).to(0.14, right_arm=near)
    s.to(0.5, right_arm="hang").hold(o(0.2, 0.4))
    return s.to(0.4, tilt=10, look=14, load=0.5).hold(o(0.2, 0.6))


def _press_button(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    spot = hand("chest", o(0.0, 0.14), o(0.0, 0.2), 0.44, elbow=(0.7, -1.0, 0.0), palm="down")
    s.to(0.25, nod=10).to(o(0.45, 0.6), right_arm=spot)
    for _ in range(o.times(1, 4)):
        s.to(0.14, "", "hit", right_arm=at(spot, 0, 0, 0.06), pitch=2).to(
            0.2, right_arm=at(spot, o(-0.08, 0.08), o(-0.06, 0.06), 0), pitch=0
        )
    return s.to(0.55, "stand", nod=-8 if o.chance(0.5) else 0).hold(o(0.2, 0.6))


def _text_phone(o: Draw) -> Sketch:
    near = hand("chest", 0.06, -0.12, 0.32, elbow=(0.6, -1.0, -0.1), palm="in")
    s = Sketch(o, "stand")
    s.to(o(0.6, 0.8), arms=near, nod=28, bend=10, load=o(-0.5, 0.5))
    for _ in range(o.count(5, 10)):
        s.to(
            o(0.12, 0.25),
            right_arm=at(near, o(-0.01, 0.01), o(-0.012, 0.012), o(-0.01, 0.01)),
            left_arm=at(near, o(-0.01, 0.01), o(-0.01, 0.01), 0),
        )
    if o.chance(0.5):
        s.to(0.4, nod=0, look=o(-25, 25)).hold(0.4).to(0.4, nod=28, look=0)
    s.hold(o(0.4, 1.0) * o.more("long"))
    return s.to(0.6, "stand") if o.chance(0.3) else s


ACTIONS = (
    Action("pick_up_heavy", _pick_up_heavy),
    Action("pick_up_small", _pick_up_small),
    Action("put_down", _put_down),
    Action("carry_box", _carry_box),
    Action("carry_bucket", _carry_bucket),
    Action("carry_on_shoulder", _carry_on_shoulder),
    Action("pull_cart", _pull_cart),
    Action("walk_dog", _walk_dog),
    Action("push_cart", _push_cart),
    Action("pull_rope", _pull_rope),
    Action("drag_backwards", _drag_backwards),
    Action("lift_overhead", _lift_overhead),
    Action("open_door", _open_door),
    Action("close_door", _close_door),
    Action("knock", _knock),
    Action("press_button", _press_button),
    Action("text_phone", _text_phone),
)
