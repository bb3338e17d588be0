"""Daily life: carrying, doors, eating, washing, cooking and housework."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import walk
from ..limb_specs import Arm, Grip, bones, foot, hand, kneel, stay
from ..sketch import Sketch

_BOX = Grip((0.0, -0.16, 0.34), (1.0, 0.0, 0.0), spacing=0.27, upper="left", elbow=(0.9, -0.6, -0.4))
_CUP = hand("chest", 0.10, -0.22, 0.30, elbow=(0.6, -1.0, -0.2), palm="in")
_LEAN = {"pitch": 10, "bend": 14, "nod": 22}


def strokes(
    o: Draw, s: Sketch, arm: str, places: tuple[Arm, ...], beat: tuple[float, float], count: int, sway: float = 6.0
) -> None:
    """The arm goes round its places; the chest answers by ``sway`` degrees of twist."""
    for number in range(count * len(places)):
        s.to(o(*beat), **{arm: places[number % len(places)]}, twist=sway * o.amplitude * (1 if number % 2 else -1))


def at(arm: Arm, out: float, up: float, fwd: float) -> Arm:
    """The arm with its hand moved by (out, up, fwd) metres."""
    assert arm.place
    return arm.but(place=(arm.place[0] + out, arm.place[1] + up, arm.place[2] + fwd))


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


def _drink(o: Draw) -> Sketch:
    mouth = hand("head", 0.06, -0.02, 0.20, elbow=(0.8, -0.7, 0.2), palm="in")
    s = Sketch(o, "stand", right_arm=_CUP if o.chance(0.7) else "hang").hold(o(0.2, 0.5))
    for _ in range(o.pick(1, 1, 2)):
        s.to(o(0.6, 0.8), right_arm=mouth)
        s.to(0.3, nod=-14, bend=0, right_arm=mouth.but(elbow=(1.0, -0.2, 0.2)))
        s.hold(o(0.6, 1.2))
        s.to(o(0.6, 0.8), right_arm=_CUP, nod=4).hold(o(0.2, 0.5))
    return s


def _seated(o: Draw, **changes) -> Sketch:
    """On a chair from the first frame."""
    return Sketch(o, "sit_chair", **({"legs": foot(0.13, 0.06, yaw=8)} | changes))


def _eat_spoon(o: Draw) -> Sketch:
    plate, mouth = (
        hand("chest", 0.06, -0.26, 0.36, elbow=(0.8, -0.8, -0.2), palm="down"),
        hand("head", 0.04, -0.05, 0.20, elbow=(0.9, -0.5, 0.1), palm="in"),
    )
    s = _seated(o, left_arm="type", right_arm=plate, bend=14, nod=14)
    for _ in range(o.count(2, 4)):
        s.to(0.25, right_arm=at(plate, -0.05, -0.03, 0.02)).to(0.2, right_arm=plate)
        s.to(o(0.45, 0.6), right_arm=mouth, bend=18, nod=6).hold(0.3)
        s.to(o(0.45, 0.6), right_arm=plate, bend=14, nod=14)
    return s.hold(0.2)


def _eat_hand(o: Draw) -> Sketch:
    hold, mouth = (
        hand("chest", 0.06, -0.08, 0.28, elbow=(0.6, -1.0, 0.0), palm="in"),
        hand("head", 0.04, -0.04, 0.19, elbow=(0.7, -0.9, 0.2), palm="in"),
    )
    s = _seated(o, right_arm=hold) if o.chance(0.4) else Sketch(o, "stand", right_arm=hold)
    for _ in range(o.count(2, 3)):
        s.to(o(0.4, 0.5), right_arm=mouth, nod=6).hold(0.2)
        s.to(0.16, nod=-2, right_arm=at(mouth, 0.01, -0.02, 0.03))
        s.to(o(0.4, 0.5), right_arm=hold, nod=2)
        for _ in range(o.count(1, 3)):
            s.to(0.2, nod=5).to(0.2, nod=2)
    return s.hold(0.2)


def _wash_dishes(o: Draw) -> Sketch:
    left, right = (
        hand("chest", 0.08, -0.20, 0.36, elbow=(0.7, -0.9, -0.1), palm="up"),
        hand("chest", 0.05, -0.15, 0.37, elbow=(0.8, -0.8, -0.1), palm="down"),
    )
    s = Sketch(o, "stand", left_arm=left, right_arm=right, **_LEAN)
    for _ in range(o.count(2, 3)):
        strokes(
            o,
            s,
            "right_arm",
            (at(right, 0.05, 0, 0), at(right, 0, 0.01, 0.05), at(right, -0.05, 0, 0), at(right, 0, -0.01, -0.04)),
            (0.13, 0.17),
            o.count(2, 3),
            2,
        )
        s.to(0.3, left_arm=at(left, 0.0, 0.04, 0.03), right_arm=right)
    return s.hold(0.3)


def _wash_face(o: Draw) -> Sketch:
    basin, face = (
        hand("chest", 0.07, -0.26, 0.36, elbow=(0.7, -0.8, -0.2), palm="up"),
        hand("head", 0.06, -0.02, 0.16, elbow=(0.7, -0.9, 0.3), palm="back"),
    )
    s = Sketch(o, "stand", pitch=24, bend=26, nod=14, height=0.92)
    for _ in range(o.times(1, 2)):
        s.to(0.45, arms=basin).hold(0.15)
        s.to(0.4, arms=face)
        for _ in range(o.count(2, 3)):
            s.to(0.16, arms=at(face, 0, 0.05, -0.01)).to(0.16, arms=at(face, 0, -0.03, 0))
    return s.to(0.7, "stand", arms="together").hold(0.3)


def _brush_teeth(o: Draw) -> Sketch:
    mouth = hand("head", 0.11, -0.05, 0.17, elbow=(1.0, -0.4, 0.2), palm="in")
    s = Sketch(o, "stand", left_arm=o.pick("hang", "hips"), right_arm=_CUP, nod=8, bend=8)
    s.to(0.5, right_arm=mouth)
    for part in range(o.count(2, 3)):
        base = at(mouth, -0.02 * part, 0.02 * (part % 2), 0.01)
        strokes(o, s, "right_arm", (at(base, 0.04, 0, -0.01), at(base, -0.02, 0, 0.01)), (0.12, 0.16), o.count(4, 6), 1)
        s.to(0.25, tilt=o(-8, 8))
    return s.to(0.5, right_arm=_CUP).hold(0.2)


def _comb_hair(o: Draw) -> Sketch:
    brow, top, back, nape = (
        hand("head", 0.05, 0.16, 0.14, elbow=(1.0, 0.1, 0.4)),
        hand("head", 0.07, 0.22, 0.02, elbow=(1.0, 0.3, 0.2)),
        hand("head", 0.10, 0.12, -0.10, elbow=(1.0, 0.3, 0.0)),
        hand("head", 0.13, -0.06, -0.05, elbow=(1.0, -0.2, 0.0)),
    )
    s = Sketch(o, "stand", left_arm=o.pick("hang", "hips"))
    s.to(0.5, right_arm=brow, tilt=8)
    for _ in range(o.count(3, 4)):
        s.to(0.25, right_arm=top).to(0.25, right_arm=back).to(0.22, right_arm=nape, tilt=10)
        s.to(0.4, right_arm=brow, tilt=6)
    return s.to(0.6, "stand")


def _put_on_jacket(o: Draw) -> Sketch:
    s = Sketch(o, "stand", left_arm=hand("chest", -0.05, 0.0, 0.30), right_arm="hang")
    s.to(
        o(0.5, 0.7),
        right_arm=bones((0.4, -0.8, -0.6), (0.3, -0.9, -0.3)),
        left_arm=hand("chest", -0.16, 0.02, 0.20),
        twist=-16,
        look=-24,
    )
    s.to(0.4, right_arm=bones((0.5, -0.4, 0.7), (0.2, 0.1, 1.0)), left_arm=hand("chest", -0.14, 0.18, 0.16), twist=-4)
    s.to(
        o(0.6, 0.8),
        left_arm=bones((0.5, -0.7, -0.7), (0.3, -0.5, -0.6)),
        right_arm=hand("chest", 0.12, 0.16, 0.16),
        twist=18,
        look=24,
    )
    s.to(0.4, left_arm=bones((0.5, -0.4, 0.7), (0.2, 0.1, 1.0)), twist=4, look=0)
    collar = hand("chest", 0.05, 0.10, 0.18, elbow=(0.9, -0.8, 0), palm="back")
    s.to(0.4, arms=collar, nod=14)
    s.to(0.3, arms=at(collar, 0.01, -0.14, 0.0)).to(0.25, arms=at(collar, 0.02, -0.24, 0.0), bend=-2)
    return s.to(0.5, "stand").hold(0.2)


def _tie_shoes(o: Draw) -> Sketch:
    shoe = hand("home", 0.06, 0.17, 0.40, elbow=(1.0, 0.0, -0.3))
    s = Sketch(o, "stand")
    s.to(0.4, height=0.8, balance=0, fwd=0.1, right_leg=foot(0.12, 0.44, lift=0.08))
    s.to(
        o(0.5, 0.6),
        "kneel_one",
        right_leg=foot(0.12, 0.46),
        left_leg=kneel(0.11, 0.02, tucked=True),
        fwd=0.08,
        pitch=34,
        bend=40,
        nod=18,
        left_arm=hand("home", -0.06, 0.17, 0.44),
        right_arm=hand("home", 0.17, 0.17, 0.44),
    )
    for _ in range(o.count(2, 4)):
        s.to(0.22, left_arm=hand("home", -0.02, 0.22, 0.46), right_arm=hand("home", 0.14, 0.20, 0.47))
        s.to(0.22, left_arm=hand("home", -0.09, 0.17, 0.44), right_arm=hand("home", 0.20, 0.16, 0.44))
        s.to(0.24, left_arm=hand("home", 0.0, 0.18, 0.44), right_arm=hand("home", 0.24, 0.20, 0.43))
    del shoe
    s.to(o(0.6, 0.8), height=0.84, pitch=20, fwd=0.26, left_leg=foot(0.12, 0.2, lift=0.06), bend=14, arms="hang")
    return s.to(0.5, "stand", legs=stay(heel=0), fwd=0.32)


def _cook_stir(o: Draw) -> Sketch:
    pot = hand("chest", 0.02, -0.06, 0.42, elbow=(0.9, -0.7, 0.0), palm="down")
    s = Sketch(o, "stand", right_arm=pot, left_arm=o.pick(hand("chest", 0.22, -0.10, 0.36), "hips", "hang"), **_LEAN)
    for _ in range(o.count(2, 3)):
        strokes(
            o,
            s,
            "right_arm",
            (at(pot, 0.12, 0, 0), at(pot, 0, 0, 0.10), at(pot, -0.12, 0, 0), at(pot, 0, 0, -0.10)),
            (0.2, 0.27),
            o.count(2, 3),
            3,
        )
        if o.chance(0.5):
            s.to(0.4, right_arm=hand("head", 0.05, -0.04, 0.22, elbow=(0.8, -0.7, 0)), nod=4).hold(0.3).to(
                0.4, right_arm=pot, nod=22
            )
    return s.hold(0.2)


def _cut_food(o: Draw) -> Sketch:
    hold, knife = (
        hand("chest", 0.10, -0.20, 0.38, elbow=(0.8, -0.8, 0), palm="down"),
        hand("chest", 0.08, -0.14, 0.37, elbow=(0.9, -0.7, 0), palm="in"),
    )
    s = Sketch(o, "stand", left_arm=hold, right_arm=knife, **_LEAN)
    for part in range(o.count(2, 4)):
        strokes(
            o,
            s,
            "right_arm",
            (at(knife, 0.02 * part, -0.06, 0.03), at(knife, 0.02 * part, 0.03, -0.02)),
            (0.13, 0.18),
            o.count(4, 6),
            2,
        )
        s.to(0.3, left_arm=at(hold, -0.01 * part, 0, 0), right_arm=at(knife, -0.10, -0.02, 0))
    return s.hold(0.2)


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
    Action("drink", _drink),
    Action("eat_spoon", _eat_spoon),
    Action("eat_hand", _eat_hand),
    Action("wash_dishes", _wash_dishes),
    Action("wash_face", _wash_face),
    Action("brush_teeth", _brush_teeth),
    Action("comb_hair", _comb_hair),
    Action("put_on_jacket", _put_on_jacket),
    Action("tie_shoes", _tie_shoes),
    Action("cook_stir", _cook_stir),
    Action("cut_food", _cut_food),
)
