"""Fighting: guns, grenades, spells, threats and surrender."""

from __future__ import annotations

from ..action import Action
from ..draw import Draw
from ..gait import run
from ..limb_specs import Grip, bones, foot, hand, stay
from ..sketch import Sketch

_LEFT_AHEAD = {
    "left_leg": foot(0.14, 0.18, yaw=-2),
    "right_leg": foot(0.15, -0.18, yaw=30),
    "height": 0.90,
    "balance": 1,
}
_TRIGGER = hand("shoulder", -0.06, -0.03, 0.41, elbow=(1.0, -0.5, -0.2), palm="in")
_BARREL = hand("shoulder", -0.14, 0.0, 0.50, elbow=(0.3, -1.0, 0.1), palm="up")
_PISTOL = Grip((0.0, 0.12, 0.52), (0.2, 0.2, 1.0), spacing=0.10, upper="right", elbow=(0.7, -0.9, 0.0))


def _aim_rifle(o: Draw) -> Sketch:
    carry = {
        "right_arm": hand("chest", 0.10, -0.26, 0.20, elbow=(0.7, -0.4, -0.8), palm="in"),
        "left_arm": hand("chest", 0.06, -0.06, 0.34, elbow=(0.6, -1.0, 0.0), palm="up"),
    }
    aim = {
        "right_arm": _TRIGGER,
        "left_arm": _BARREL,
        "twist": -4,
        "bend": 6,
        "nod": 10,
        "tilt": -10,
        "look": 8,
        "pitch": 3,
    }
    s = Sketch(o, "stand", **(carry if o.chance(0.7) else {}))
    s.to(o(0.4, 0.7), **_LEFT_AHEAD, **aim)
    s.hold(o(1.2, 1.8))
    for _ in range(o.count(0, 3)):
        s.to(
            0.06,
            "",
            "hit",
            twist=-14,
            pitch=1,
            right_arm=_TRIGGER.but(place=(-0.06, -0.01, 0.37)),
            left_arm=_BARREL.but(place=(-0.14, 0.02, 0.46)),
        )
        s.to(0.22, **aim).hold(o(0.2, 0.7))
    s.hold(o(0.4, 0.9))
    return s.to(0.6, "stand", **carry, twist=0) if o.chance(0.4) else s


def _aim_pistol_two_handed(o: Draw) -> Sketch:
    stance = {"legs": foot(0.2, 0, yaw=8), "height": 0.91, "pitch": 5, "bend": 8, "nod": 4, "balance": 1}
    s = Sketch(
        o, "stand", right_arm=hand("pelvis", 0.23, 0.08, 0.02, elbow=(0.3, -0.2, -1.0)) if o.chance(0.6) else "hang"
    )
    s.to(o(0.3, 0.4), **stance, grip=_PISTOL.but(middle=(0.0, -0.06, 0.30)))
    s.to(o(0.28, 0.4), grip=_PISTOL)
    s.hold(o(0.7, 1.2))
    for _ in range(o.count(0, 3)):
        s.to(0.06, "", "hit", grip=_PISTOL.but(middle=(0.0, 0.17, 0.48)), pitch=2)
        s.to(0.18, grip=_PISTOL, pitch=5).hold(o(0.15, 0.6))
    if o.chance(0.3):
        s.to(0.5, yaw=o(20, 35), twist=10).hold(0.3).to(0.6, yaw=-o(20, 35), twist=-10)
    return s.hold(o(0.5, 1.0))


def _aim_pistol_one_handed(o: Draw) -> Sketch:
    out = bones((0.0, 0.04, 1.0), (-0.03, 0.06, 1.0), palm="in")
    s = Sketch(o, "stand", right_arm=hand("pelvis", 0.23, 0.08, 0.02, elbow=(0.3, -0.2, -1.0)))
    s.to(
        o(0.4, 0.55),
        right_arm=out,
        left_arm=o.pick("hang", "hips", "behind_back"),
        twist=8,
        left_leg=foot(0.12, -0.1, yaw=20),
        right_leg=foot(0.12, 0.08),
        balance=1,
    )
    s.hold(o(0.7, 1.3))
    for _ in range(o.count(0, 3)):
        s.to(0.06, "", "hit", right_arm=bones((0.0, 0.16, 1.0), (-0.03, 0.26, 1.0), palm="in"))
        s.to(0.2, right_arm=out).hold(o(0.2, 0.6))
    s.hold(o(0.3, 0.7))
    return s.to(0.5, "stand") if o.chance(0.4) else s


def _reload_gun(o: Draw) -> Sketch:
    gun = hand("chest", 0.02, -0.02, 0.32, elbow=(0.8, -0.9, 0.0), palm="in")
    under = hand("chest", -0.01, -0.14, 0.30, elbow=(0.6, -1.0, -0.1), palm="up")
    belt = hand("pelvis", 0.19, 0.06, 0.10, elbow=(0.7, -0.1, -0.9), palm="in")
    s = Sketch(o, "stand", right_arm=gun, left_arm=under, nod=20)
    for _ in range(o.times(1, 2) if o.chance(0.3) else 1):
        s.to(o(0.28, 0.36), left_arm=under.but(place=(0.06, -0.26, 0.28)))
        s.to(o(0.32, 0.42), left_arm=belt, look=12)
        s.hold(o(0.1, 0.2))
        s.to(o(0.4, 0.5), left_arm=under.but(place=(0.0, -0.22, 0.29)), look=0)
        s.to(0.12, "", "hit", left_arm=under, right_arm=gun.but(place=(0.02, 0.0, 0.32)))
        s.to(0.2, left_arm=hand("chest", -0.01, 0.06, 0.34, elbow=(0.8, -0.7, 0.0), palm="down"), right_arm=gun)
        s.to(0.16, "", "hit", left_arm=hand("chest", 0.02, 0.06, 0.22, elbow=(0.9, -0.6, 0.0), palm="down"))
        s.to(0.3, left_arm=under)
    return s.to(0.4, nod=4).hold(o(0.2, 0.6))


def _run_with_rifle(o: Draw) -> Sketch:
    rifle = Grip((0.0, -0.14, 0.26), (0.75, 0.45, 0.25), spacing=0.31, upper="left", elbow=(0.8, -0.7, -0.3))
    s = Sketch(o, "stand", grip=rifle)
    low = 0.1 if o.told("low") else 0.05
    run(s, o.count(8, 12), o(0.95, 1.2), o(0.34, 0.38), lean=o(12, 18), crouch=low, grip=rifle, close=False)
    s.move_home(fwd=0.6)
    s.to(
        0.3,
        height=0.9,
        fwd=0,
        left_leg=foot(0.1, 0.0, lift=0.1),
        right_leg=foot(0.1, 0.05, lift=0.1),
        pitch=8,
        balance=0,
    )
    return s.to(0.4, "stand", grip=rifle)


def _throw_grenade(o: Draw) -> Sketch:
    s = Sketch(o, "stand")
    s.to(o(0.4, 0.5), arms=hand("chest", 0.02, -0.22, 0.26, elbow=(0.8, -0.6, -0.4), palm="in"), nod=18)
    s.to(o(0.22, 0.3), "", "hit", left_arm=hand("chest", 0.26, -0.10, 0.28, elbow=(0.9, -0.6, 0.0), palm="in"))
    s.to(
        o(0.45, 0.55),
        left_arm="forward_up",
        right_arm=bones((0.6, -0.5, -0.9), (0.3, -0.3, -1.0)),
        yaw=-30,
        twist=-30,
        load=-0.7,
        nod=-8,
        look=40,
        pitch=-6,
        left_leg=foot(0.13, 0.3, lift=0.1),
        right_leg=foot(0.14, -0.2, yaw=40),
        height=0.86,
        balance=1,
    )
    s.to(0.15, right_arm=bones((0.8, 0.4, -0.3), (0.1, 1.0, -0.4)), twist=-4, load=0.2)
    s.to(
        o(0.12, 0.16),
        "",
        "hit",
        right_arm=bones((0.3, 0.8, 0.7), (0.0, 0.6, 1.0)),
        left_arm="hang_back",
        yaw=0,
        twist=26,
        look=0,
        load=0.8,
        pitch=16 * o.amplitude,
        right_leg=stay(heel=40),
    )
    s.to(0.25, right_arm=hand("chest", -0.12, -0.34, 0.28, elbow=(0.6, -0.5, 0.3)), pitch=26, bend=26, height=0.80)
    if o.chance(0.5):
        s.to(0.35, "crouch", arms="on_head", height=0.6).hold(o(0.4, 0.8))
        return s.to(0.6, "stand")
    return s.to(0.6, "stand").hold(o(0.2, 0.5))


def _cast_one(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(
        o(0.5, 0.7),
        right_arm=hand("chest", 0.34, 0.08, -0.02, elbow=(0.8, -0.8, -0.3), palm="up"),
        twist=-28,
        load=-0.5,
        left_arm="out_low",
        left_leg=foot(0.13, 0.18),
        right_leg=foot(0.14, -0.16, yaw=30),
        height=0.88,
        balance=1,
    )
    s.to(o(0.25, 0.4), right_arm=hand("chest", 0.26, -0.14, 0.02, elbow=(0.6, -0.6, -0.8), palm="up"))
    out = bones((0.06, 0.05, 1.0), (0.0, 0.08, 1.0), palm="forward", wrist=(-60, 0, 0))
    s.to(
        o(0.16, 0.22),
        "",
        "hit",
        right_arm=out,
        left_arm="back",
        twist=26,
        load=0.6,
        pitch=10,
        height=0.83,
        right_leg=stay(heel=28),
    )
    s.to(0.12, pitch=5)
    for _ in range(o.count(1, 4)):
        s.to(0.14, pitch=o(6, 9), twist=o(22, 28))
    s.hold(o(0.2, 0.5))
    return s.to(o(0.5, 0.7), "stand")


def _cast_two(o: Draw) -> Sketch:
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    if o.chance(0.35):
        s.to(0.5, arms="forward_low", bend=20, nod=14, height=0.88)
        s.to(o(0.9, 1.3), arms=hand("chest", 0.2, 0.1, 0.44, elbow=(0.9, -0.6, 0), palm="up"), bend=4, height=0.92)
        s.to(o(0.5, 0.8), arms="up_v", bend=-10, nod=-22, height=0.95)
        for _ in range(o.count(2, 5)):
            s.to(0.16, side=o(-4, 4), bend=o(-12, -8))
        return s.to(0.9, "stand")
    ball = Grip((-0.16, -0.22, 0.20), (0.4, 1.0, 0.0), spacing=0.17, upper="left", elbow=(0.8, -0.6, -0.4))
    s.to(
        o(0.5, 0.7),
        grip=ball,
        twist=-30,
        height=0.80,
        load=-0.5,
        left_leg=foot(0.16, 0.2),
        right_leg=foot(0.16, -0.2, yaw=35),
        balance=1,
    )
    for _ in range(o.count(3, 5)):
        s.to(0.13, grip=ball.but(middle=(o(-0.19, -0.13), o(-0.25, -0.19), 0.2)))
    push = hand("chest", 0.10, 0.02, 0.48, elbow=(0.7, -0.9, -0.1), palm="forward")
    s.to(o(0.16, 0.22), "", "hit", arms=push, twist=4, load=0.6, pitch=14, height=0.78, right_leg=stay(heel=30))
    for _ in range(o.count(3, 6)):
        s.to(0.13, pitch=o(10, 14), arms=push.but(place=(0.10, o(0.0, 0.05), 0.47)))
    s.hold(o(0.2, 0.5))
    return s.to(o(0.6, 0.8), "stand")


def _taunt(o: Draw) -> Sketch:
    s = Sketch(o, "stand", pitch=-4)
    if o.chance(0.5):
        s.to(0.45, arms=bones((1.0, -0.5, 0.3), (0.9, 0.1, 0.6), palm="up"), bend=-8, nod=-12, load=0.4)
        s.hold(o(0.3, 0.6))
        beckon = hand("chest", 0.22, -0.06, 0.44, elbow=(0.7, -1.0, 0.0), palm="up")
        for _ in range(o.count(2, 3)):
            s.to(0.22, arms=beckon, pitch=8).to(0.22, arms=beckon.but(place=(0.18, 0.08, 0.32)), nod=-4)
    else:
        for number in range(o.count(4, 7)):
            hit, other = ("right", "left") if number % 2 else ("left", "right")
            far = hand("chest", 0.2, 0.02, 0.36, elbow=(1.0, -0.4, 0.0), palm="in")
            s.to(
                0.17,
                "",
                "hit",
                bend=-6,
                nod=-10,
                **{
                    f"{hit}_arm": hand("chest", 0.0, 0.0, 0.17, elbow=(1.0, -0.5, 0.1), palm="back"),
                    f"{other}_arm": far,
                },
            )
        s.to(0.35, arms=bones((1.0, -0.2, 0.3), (0.8, 0.5, 0.5), palm="up"), bend=-10, nod=-16).hold(o(0.3, 0.7))
    s.to(0.5, arms="hang_away", load=-0.5, look=8, tilt=8).to(0.3, look=-8, tilt=-6)
    return s.to(0.4, "stand")


def _hands_up(o: Draw) -> Sketch:
    up = bones((1.0, -0.02, 0.15), (0.12, 1.0, 0.1), palm="forward")
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(o(0.45, 0.8), arms=up, nod=-4)
    if o.chance(0.4):
        s.move_home(fwd=-0.25)
        s.to(0.02, fwd=0).step("left", 0.4, 0.11, 0.0).step("right", 0.4, 0.11, 0.0)
    for _ in range(o.count(2, 5)):
        s.to(
            o(0.3, 0.6),
            arms=bones((1.0, o(-0.08, 0.06), 0.15), (0.12, 1.0, o(0.0, 0.2)), palm="forward"),
            look=o(-12, 12),
        )
    return s.hold(o(0.3, 0.8))


def _push_somebody(o: Draw) -> Sketch:
    near = hand("chest", 0.16, 0.0, 0.20, elbow=(0.7, -0.8, -0.5), palm="forward")
    s = Sketch(o, "stand").hold(o(0.1, 0.3))
    s.to(o(0.26, 0.34), arms=near, load=0.7, pitch=-3)
    s.move_home(fwd=0.35)
    s.to(
        o(0.16, 0.22),
        "",
        "hit",
        fwd=-0.1,
        balance=0.6,
        arms=hand("chest", 0.14, 0.08, 0.50, elbow=(0.7, -0.9, -0.1), palm="forward"),
        pitch=16,
        height=0.86,
        right_leg=foot(0.13, 0.16, lift=0.08),
        left_leg=stay(heel=25),
        load=-0.3,
    )
    s.hold(o(0.12, 0.25))
    s.to(0.3, fwd=-0.04, arms="forward_low", pitch=6)
    s.to(0.5, "stand", left_leg=foot(0.12, 0.0), right_leg=foot(0.13, 0.1), fwd=0)
    return s.hold(o(0.3, 0.7))


ACTIONS = (
    Action("aim_rifle", _aim_rifle),
    Action("aim_pistol_two_handed", _aim_pistol_two_handed),
    Action("aim_pistol_one_handed", _aim_pistol_one_handed),
    Action("reload_gun", _reload_gun),
    Action("run_with_rifle", _run_with_rifle),
    Action("throw_grenade", _throw_grenade),
    Action("cast_spell_one_handed", _cast_one),
    Action("cast_spell_two_handed", _cast_two),
    Action("taunt", _taunt),
    Action("hands_up_surrender", _hands_up),
    Action("push_somebody", _push_somebody),
)
