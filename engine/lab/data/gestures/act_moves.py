"""Gestures of arms and trunk on a standing figure: throw, drink, shrug, stretch, cheer, sway, idle."""

from __future__ import annotations

import numpy as np

from ....motion.fade import ease
from . import poses
from .arm_tools import draw_span, held
from .figure import SIDES, stand
from .limbs import arm_by_directions
from .scene import Scene, lean, opposite, sign
from .timing import keyed, pulse, smooth


def idle(rng, seconds: float) -> Scene:
    """Nothing but breath and sway; arms hang or rest somewhere."""
    figure = stand(rng, seconds, lively=rng.uniform(0.4, 1.2))
    phrases = (
        "*stand",
        "*stand quietly",
        "*stand in place",
        "*stay in place",
        "*stand without moving",
        "*wait",
        "*remain standing",
        "*stand motionless",
        "*idle",
        "*stand at ease",
        "*keep still",
        "*do nothing",
        "*stand and *wait calmly",
        "*hold still",
        "*stand stock-still",
        "*stay motionless",
        "*rest without any movement",
        "*wait without moving",
        "*freeze in place",
    )
    arms = ("relaxed", "hanging at the side", "*hang down")
    return Scene(figure, phrases, {"left_arm": arms, "right_arm": arms})


def throw(rng, seconds: float) -> Scene:
    """An overarm throw."""
    side = str(rng.choice(SIDES))
    other = opposite(side)
    figure = stand(rng, max(seconds, 2.2))
    seconds = float(figure.times[-1])
    for foot in SIDES:
        figure.feet[foot].ball[:, 2] += 0.14 if foot == other else -0.14
    t = rng.uniform(0.15, max(0.2, seconds - 1.9))
    wind, whip = rng.uniform(0.5, 0.7), rng.uniform(0.22, 0.3)
    cocked = poses.bent(rng, side, (0.9, 0.1, -0.45), (0.2, 0.9, -0.5), 0.05)
    release = poses.bent(rng, side, (0.45, 0.45, 0.8), (0.1, 0.35, 0.95), 0.05)
    through = poses.bent(rng, side, (-0.15, -0.55, 0.8), (-0.45, -0.8, 0.4), 0.05)
    keys = [
        (t, None),
        (t + wind, cocked),
        (t + wind + 0.6 * whip, release),
        (t + wind + 1.5 * whip, through),
        (t + wind + whip + 1.0, None),
    ]
    figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
    point = poses.forward(rng, other, -5)
    figure.arms[other] = poses.through(
        figure.times, figure.arms[other], [(t, None), (t + wind, point), (t + wind + whip + 0.3, None)]
    )
    course = keyed(figure.times, (t, 0), (t + wind, -1), (t + wind + 1.3 * whip, 1), (t + wind + whip + 1.0, 0))
    turn = sign(side) * np.radians(rng.uniform(28, 40)) * smooth(course, 0.03)
    figure.spine[:, 1] += turn
    figure.hips[:, 1] += 0.4 * turn
    figure.head[:, 1] -= 1.1 * turn
    ahead = 0.5 + (0.28 if other == "left" else -0.28) * course
    figure.load = np.clip(ahead, 0.1, 0.9)
    lean(figure, np.radians(14) * np.clip(course, -0.5, 1), look=0.7)
    phrases = (
        f"*throw with {{p}} {side} hand",
        f"*throw a ball with the {side} arm",
        f"*throw something forward with the {side} hand",
        f"*throw overarm with the {side} hand",
        f"*hurl something with {{p}} {side} arm",
        f"*toss a ball with the {side} hand",
    )
    return Scene(figure, phrases, {f"{side}_arm": ("*throw", "*throw a ball", "*throw something")})


def drink(rng, seconds: float) -> Scene:
    """Hand to the mouth, head back a little."""
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.8))
    span = draw_span(rng, float(figure.times[-1]), whole=0.0, least=0.7)
    mouth = poses.hand_at(rng, side, (0.07, 0.235, 0.185), (0.6, -1.0, 0.1))
    carry = poses.hand_at(rng, side, (0.12, -0.06, 0.3), (0.5, -1.0, -0.4))
    keys = [
        (span.start - 0.2, None),
        (span.start + 0.25, carry),
        (span.full + 0.15, mouth),
        (span.leave, mouth),
        (span.leave + 0.4, carry),
        (max(span.end, span.leave + 0.6) + 0.3, None),
    ]
    figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
    back = keyed(figure.times, (span.full - 0.1, 0), (span.full + 0.3, 1), (span.leave, 1), (span.leave + 0.4, 0))
    figure.head[:, 0] -= np.radians(rng.uniform(10, 22)) * back
    thing = str(rng.choice(["a glass", "a cup", "a bottle"]))
    phrases = (
        f"*drink from {thing}",
        f"*drink with the {side} hand",
        f"*take a sip from {thing} with the {side} hand",
        f"*lift {thing} to {{p}} mouth with the {side} hand",
        "*drink something",
        "*have a drink",
        "*take a drink of water",
    )
    return Scene(figure, phrases, {f"{side}_arm": ("*drink", "*bring a cup to the mouth", "*take a sip")})


def shrug(rng, seconds: float) -> Scene:
    """Shoulders up, forearms out."""
    figure = stand(rng, max(seconds, 2.0))
    count = 1 if rng.random() < 0.75 else 2
    keys, t = {side: [] for side in SIDES}, rng.uniform(0.1, 0.6)
    head = [(t, 0.0)]
    for _ in range(count):
        up, hold = rng.uniform(0.25, 0.4), rng.uniform(0.15, 0.6)
        for side in SIDES:
            pose = arm_by_directions(
                side,
                (0.3, -1.0, 0.05),
                (0.75, rng.uniform(-0.1, 0.25), 0.55),
                shrug=np.radians(rng.uniform(20, 27)),
            )
            keys[side] += [(t, None), (t + up, pose), (t + up + hold, pose), (t + up + hold + 0.45, None)]
        head += [(t + up, 1.0), (t + up + hold, 1.0), (t + up + hold + 0.45, 0.0)]
        t += up + hold + 0.6
    for side in SIDES:
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys[side])
    figure.head[:, 2] += np.radians(rng.choice([-1, 1]) * rng.uniform(4, 12)) * keyed(figure.times, *head)
    phrases = (
        "*shrug",
        "*shrug {p} shoulders",
        "*lift both shoulders in a shrug",
        "*shrug with open hands",
        "*raise {p} shoulders as if not knowing",
        "*shrug {p} shoulders in doubt",
    )
    return Scene(figure, phrases, {"left_arm": ("*shrug",), "right_arm": ("*shrug",)})


def stretch(rng, seconds: float) -> Scene:
    """Both arms up and the back arched, on tiptoe at times."""
    figure = stand(rng, max(seconds, 2.8))
    span = draw_span(rng, float(figure.times[-1]), whole=0.0, least=0.8)
    for side in SIDES:
        top = poses.overhead(rng, side)
        figure.arms[side] = poses.through(
            figure.times, figure.arms[side], held(rng, span, top, poses.overhead(rng, side))
        )
    on = keyed(figure.times, (span.start, 0), (span.full + 0.2, 1), (span.leave, 1), (span.end, 0))
    figure.spine[:, 0] -= np.radians(rng.uniform(10, 20)) * on
    figure.head[:, 0] -= np.radians(rng.uniform(5, 18)) * on
    if rng.random() < 0.5:
        for side in SIDES:
            figure.feet[side].pitch = figure.feet[side].pitch + 0.5 * on
        figure.pelvis[:, 1] += 0.065 * on
    phrases = (
        "*stretch",
        "*stretch {p} arms",
        "*stretch both arms above the head",
        "*stretch after waking up",
        "*stretch {p} whole body upward",
        "*reach up and *stretch",
        "*stretch and *yawn",
    )
    return Scene(
        figure,
        phrases,
        {"left_arm": ("*stretch up", "*stretch overhead"), "right_arm": ("*stretch up", "*stretch overhead")},
    )


def cheer(rng, seconds: float) -> Scene:
    """Both fists pumped above the head, the knees springing."""
    figure = stand(rng, max(seconds, 2.0))
    span = draw_span(rng, float(figure.times[-1]), whole=0.1, least=1.0)
    period = rng.uniform(0.4, 0.65)
    for side in SIDES:
        keys, now = [(span.start, None)], span.full
        n = 0
        while now < span.leave:
            high = poses.overhead(rng, side) if n % 2 == 0 else poses.bent(rng, side, (0.75, 0.5, 0.3), (0.1, 1.0, 0.1))
            keys.append((now, high))
            now += period / 2
            n += 1
        keys.append((max(span.end, now + 0.2), None))
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
    beat = pulse(figure.times, span.start, 0.3, max(span.leave - span.start, 0.3), 0.4)
    figure.pelvis[:, 1] -= 0.03 * beat * (1 - np.cos(2 * np.pi * (figure.times - span.full) / period))
    phrases = (
        "*cheer",
        "*cheer with both arms up",
        "*celebrate",
        "*raise both fists and *cheer",
        "*celebrate a victory",
        "*pump both fists in the air",
        "*throw {p} arms up in joy",
        "*cheer for a team",
    )
    return Scene(
        figure,
        phrases,
        {"left_arm": ("*pump up and down overhead",), "right_arm": ("*pump up and down overhead",)},
    )


def sway(rng, seconds: float) -> Scene:
    """A dance-like sway: hips and arms from side to side to a beat."""
    figure = stand(rng, max(seconds, 3.0), width=rng.uniform(0.12, 0.18))
    times = figure.times
    beat = rng.uniform(0.9, 1.4)
    phase = 2 * np.pi * (times - rng.uniform(0, 0.3)) / beat
    grow = ease(times / 0.6)
    figure.load = np.clip(0.5 + 0.32 * np.sin(phase) * grow, 0.05, 0.95)
    figure.hips[:, 2] += np.radians(rng.uniform(4, 8)) * np.sin(phase) * grow
    figure.hips[:, 1] += np.radians(rng.uniform(4, 12)) * np.sin(phase + 0.5) * grow
    figure.spine[:, 2] -= np.radians(rng.uniform(6, 12)) * np.sin(phase - 0.3) * grow
    figure.spine[:, 1] -= np.radians(rng.uniform(6, 14)) * np.sin(phase) * grow
    figure.head[:, 2] += np.radians(5) * np.sin(phase - 0.6) * grow
    figure.pelvis[:, 1] -= (0.03 + 0.025 * np.cos(2 * phase)) * grow
    size = rng.uniform(0.25, 0.5)
    style = rng.integers(3)
    for side in SIDES:
        angle = np.sin(phase + (0 if style else sign(side) * 0.6))
        lift = (-0.9, -0.5, 0.1)[style]
        upper = np.stack([0.55 + 0.2 * angle * sign(side), lift + 0.2 * np.sin(2 * phase), 0.3 + 0 * angle], -1)
        lower = np.stack(
            [
                0.1 + size * angle * sign(side),
                0.35 + 0.5 * (style > 1) + 0.2 * np.cos(2 * phase),
                0.8 + 0.3 * np.cos(phase),
            ],
            -1,
        )
        track = arm_by_directions(side, upper, lower)
        figure.arms[side] = poses.tremble(
            rng, poses.through(times, figure.arms[side], [(0.0, None), (0.6, track)]), 1.2
        )
    phrases = (
        "*dance",
        "*dance on the spot",
        "*sway to the music",
        "*groove in place",
        "*dance from side to side",
        "*move {p} hips to the music",
        "*dance with swinging arms",
        "*sway from side to side",
    )
    return Scene(figure, phrases, {"torso": ("*sway from side to side",)})


ACT_MOVES = {
    "idle": idle,
    "throw": throw,
    "drink": drink,
    "shrug": shrug,
    "stretch": stretch,
    "cheer": cheer,
    "sway": sway,
}
