"""Whole-body gestures that go down: bow, sit, kneel, lunge, pick up, tie a shoe."""

from __future__ import annotations

import numpy as np

from ....motion.fade import ease
from . import poses
from .figure import SIDES, Figure, stand
from .scene import Scene, lean, move_foot, opposite, shift_load, sign
from .timing import descent, pulse


def bow(rng, seconds: float) -> Scene:
    """A bow from the hips, hands at the sides, on the thighs or on the heart."""
    figure = stand(rng, seconds, width=rng.uniform(0.06, 0.1))
    start, fall, hold, rise = descent(rng, seconds, rng.random() < 0.5)
    angle = np.radians(rng.uniform(57, 88))
    course = pulse(figure.times, start, fall, hold, rise)
    style = rng.integers(3)
    lean(
        figure,
        angle * course,
        hips=rng.uniform(0.6, 0.8),
        look=rng.uniform(-0.2, 0.15),
        arms=(0.55, 0.9, 0.7)[style],
    )
    if style == 2:
        side = str(rng.choice(SIDES))
        pose = poses.hand_at(rng, side, (0.03, -0.02, 0.16), (1.0, -0.6, 0.0))
        keys = [
            (start - 0.2, None),
            (start + 0.4 * fall, pose),
            (start + fall + hold + 0.5 * rise, pose),
            (start + fall + hold + rise + 0.2, None),
        ]
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys)
    phrases = (
        "*bow",
        "*take a bow",
        "*bow deeply",
        "*bend forward in a bow",
        "*bow from the waist",
        "*greet with a deep bow",
        "*bow to the audience",
        "*lean forward and *bow respectfully",
        "*make a polite bow",
        "*bow {p} upper body forward",
    )
    return Scene(figure, phrases, {"torso": ("*bow forward", "*bend forward at the waist")})


def bend_forward(rng, seconds: float) -> Scene:
    """Fold down towards the toes."""
    figure = stand(rng, seconds)
    start, fall, hold, rise = descent(rng, seconds, True)
    course = pulse(figure.times, start, fall, hold, rise)
    lean(figure, np.radians(rng.uniform(85, 115)) * course, hips=rng.uniform(0.55, 0.7), look=0.0, arms=1.0)
    phrases = (
        "*bend forward",
        "*touch {p} toes",
        "*bend down to the floor",
        "*reach down for {p} toes",
        "*fold forward at the hips",
        "*lean forward and *touch the feet",
        "*bend over",
    )
    return Scene(figure, phrases, {"torso": ("*bend far forward", "*fold forward")})


def _seat(rng, figure: Figure, course: np.ndarray, height: float) -> None:
    back = rng.uniform(0.40, 0.47)
    figure.pelvis[:, 1] = figure.pelvis[:, 1] * (1 - course) + height * course
    heel_z = float(figure.feet["left"].ball[0, 2]) - 0.13
    figure.pelvis[:, 2] = (heel_z + 0.03 - back) * course
    figure.balance = 1 - ease(course * 1.15)


def sit(rng, seconds: float) -> Scene:
    """Sit down on a chair, and stay."""
    figure = stand(rng, max(seconds, 3.0))
    start, fall = rng.uniform(0.1, 0.6), rng.uniform(1.0, 1.6)
    course = ease((figure.times - start) / fall)
    _seat(rng, figure, course, rng.uniform(0.47, 0.56))
    trunk = pulse(figure.times, start - 0.1, fall * 0.6, fall * 0.1, fall * 0.65)
    lean(figure, np.radians(rng.uniform(28, 44)) * trunk, hips=0.75, look=0.45)
    figure.hips[:, 0] -= np.radians(rng.uniform(2, 12)) * course
    _lap(rng, figure, start + 0.4 * fall, start + fall + 0.15)
    phrases = (
        "*sit down",
        "*take a seat",
        "*sit down on a seat",
        "*lower onto a chair",
        "*sit on a stool",
        "*have a seat",
        "*sit down slowly",
        "*go from standing to sitting",
        "*sit down and *stay seated",
        "*sit on the chair behind",
        "*sit on a chair",
        "*sit down on a chair",
        "*sit",
        "*sit down onto a bench",
        "*find a chair and *sit down",
        "*settle down on a chair",
        "*look for a seat and *sit on it",
        "*take a chair and *sit on it",
        "*sit down on the chair behind {p} back",
        "*go to a chair and *sit on it",
    )
    return Scene(figure, phrases, {"left_leg": ("*bend to sit",), "right_leg": ("*bend to sit",)})


def _lap(rng, figure: Figure, start: float, full: float) -> None:
    for side in SIDES:
        pose = poses.hand_at(rng, side, (0.13, -0.255, rng.uniform(0.16, 0.28)), (0.8, -0.5, -0.8))
        figure.arms[side] = poses.through(figure.times, figure.arms[side], [(start, None), (full, pose)])


def stand_up(rng, seconds: float) -> Scene:
    """Rise from a chair: a descent played backwards."""
    scene = sit(rng, seconds)
    phrases = (
        "*stand up",
        "*stand up from a chair",
        "*get up from the seat",
        "*rise from a chair",
        "*get up",
        "*go from sitting to standing",
        "*rise to {p} feet",
        "*stand up from sitting",
    )
    return Scene(scene.figure, phrases, {"left_leg": ("*straighten up",), "right_leg": ("*straighten up",)}, True)


def seated(rng, seconds: float) -> Figure:
    """A figure that sits from the first to the last frame, hands in its lap."""
    figure = stand(rng, seconds, lively=0.6)
    _seat(rng, figure, np.ones(len(figure)), rng.uniform(0.47, 0.56))
    figure.hips[:, 0] -= np.radians(rng.uniform(2, 12))
    _lap(rng, figure, -2.0, -1.0)
    return figure


def kneel(rng, seconds: float) -> Scene:
    """Down on one knee."""
    figure = stand(rng, max(seconds, 3.0))
    down = str(rng.choice(SIDES))
    front = opposite(down)
    start, step, fall = rng.uniform(0.15, 0.5), rng.uniform(0.5, 0.7), rng.uniform(0.7, 1.0)
    stays = rng.random() < 0.7 or seconds < 4
    move_foot(figure, front, start, step, (sign(front) * 0.02, rng.uniform(0.36, 0.42)))
    shift_load(figure, [(front, start, start + step)])
    full = start + step + fall
    course = ease((figure.times - start - 0.6 * step) / (fall + 0.4 * step))
    if not stays:
        course = course * (1 - ease((figure.times - seconds + 1.1) / 1.0))
    figure.feet[down].pitch = figure.feet[down].pitch + rng.uniform(1.15, 1.3) * course
    figure.pelvis[:, 1] = figure.pelvis[:, 1] * (1 - course) + rng.uniform(0.50, 0.53) * course
    rear = figure.feet[down].ball
    figure.pelvis[:, 2] = (rear[:, 2] + rng.uniform(0.36, 0.40)) * course
    figure.balance = 1 - course
    lean(figure, np.radians(rng.uniform(4, 18)) * pulse(figure.times, start, 0.6 * fall, 0.3, fall), look=0.3)
    if rng.random() < 0.6:
        pose = poses.hand_at(rng, front, (0.08, -0.2, 0.3), (0.8, -0.5, -0.6))
        figure.arms[front] = poses.through(figure.times, figure.arms[front], [(start + step, None), (full, pose)])
    phrases = (
        "*kneel",
        "*kneel down",
        f"*kneel on {{p}} {down} knee",
        f"*go down on the {down} knee",
        "*kneel on one knee",
        "*get down on one knee",
        "*take a knee",
        "*lower onto one knee",
    )
    return Scene(figure, phrases, {f"{down}_leg": ("*kneel",)})


def lunge(rng, seconds: float) -> Scene:
    """A lunge to the front, and back."""
    figure = stand(rng, max(seconds, 3.0))
    side = str(rng.choice(SIDES))
    rear = opposite(side)
    start, step = rng.uniform(0.1, 0.4), rng.uniform(0.55, 0.75)
    length = rng.uniform(0.62, 0.82)
    move_foot(figure, side, start, step, (0.0, length), lift=0.12)
    back = start + step + rng.uniform(0.5, 0.9)
    returns = back + step + 0.4 < figure.times[-1]
    spans = [(side, start, start + step)]
    course = ease((figure.times - start - 0.35 * step) / (step + 0.1))
    if returns:
        move_foot(figure, side, back, step, (0.0, -length), lift=0.1)
        spans.append((side, back, back + step))
        course = course * (1 - ease((figure.times - back + 0.25 * step) / step))
    load = figure.load * (1 - course) + (0.58 if side == "left" else 0.42) * course
    figure.load = load
    quiet = ease((figure.times - start - 0.1) / 0.3)
    figure.balance = np.where(course > 0, 1.0, figure.balance) * (0.9 + 0.1 * quiet)
    figure.feet[rear].pitch = figure.feet[rear].pitch + rng.uniform(0.7, 0.9) * course
    figure.pelvis[:, 1] = figure.pelvis[:, 1] * (1 - course) + rng.uniform(0.56, 0.68) * course
    if rng.random() < 0.5:
        for hand in SIDES:
            pose = poses.on_hip(rng, hand)
            figure.arms[hand] = poses.through(figure.times, figure.arms[hand], [(-1, None), (start + 0.2, pose)])
    phrases = (
        f"*lunge forward with the {side} leg",
        "*do a lunge",
        f"*step into a lunge with {{p}} {side} foot",
        f"*take a big step forward with the {side} leg and *sink into a lunge",
        "*lunge forward",
        f"*lunge onto {{p}} {side} leg",
        f"*do a forward lunge on the {side} side",
    )
    return Scene(figure, phrases, {f"{side}_leg": ("*lunge forward", "*step far forward and *bend")})


def pick_up(rng, seconds: float) -> Scene:
    """Bend over, take something from the floor, come up with it."""
    figure = stand(rng, max(seconds, 2.8))
    start, fall, hold, rise = descent(rng, float(figure.times[-1]), False, 0.15)
    course = pulse(figure.times, start, fall, hold, rise)
    both = rng.random() < 0.35
    side = str(rng.choice(SIDES))
    hands = SIDES if both else (side,)
    knees = rng.random()
    lean(figure, np.radians(rng.uniform(78, 98)) * course, hips=rng.uniform(0.6, 0.75), look=-0.05, arms=0.9)
    figure.pelvis[:, 1] -= (0.22 + 0.22 * knees) * course
    figure.knees += (0.25 * knees * course)[:, None]
    bottom, up = start + fall, start + fall + hold
    for hand in hands:
        low = poses.forward(rng, hand, rng.uniform(8, 22), out=-0.12)
        carry = poses.hand_at(rng, hand, (0.12, -0.1, 0.3), (0.5, -1, -0.5))
        end = [(up + rise, carry)] if rng.random() < 0.7 else [(up + rise, None)]
        figure.arms[hand] = poses.through(
            figure.times, figure.arms[hand], [(start + 0.2, None), (bottom, low), (up, low), *end]
        )
    what = str(
        rng.choice(
            ["something", "an object", "a box", "a coin", "a ball"]
            if not both
            else ["something", "a box", "a heavy box", "a basket", "a ball"]
        )
    )
    how = "with both hands" if both else f"with the {side} hand"
    phrases = (
        f"*pick up {what} from the floor",
        f"*pick {what} up {how}",
        f"*bend down and *pick up {what}",
        f"*reach down to the ground {how} and *lift {what}",
        f"*pick {what} off the ground",
        f"*lean down and *grab {what} {how}",
        f"*bend over to pick up {what} {how}",
    )
    parts = {f"{hand}_arm": ("*reach to the floor", "*pick something up") for hand in hands}
    return Scene(figure, phrases, parts | {"torso": ("*bend down and *come up",)})


def tie_shoe(rng, seconds: float) -> Scene:
    """Down to one foot with both hands busy at the laces."""
    figure = stand(rng, max(seconds, 4.0))
    start, fall = rng.uniform(0.1, 0.4), rng.uniform(0.9, 1.2)
    rise = rng.uniform(0.9, 1.2)
    end = float(figure.times[-1]) - rise - 0.15
    course = pulse(figure.times, start, fall, end - start - fall, rise)
    side = str(rng.choice(SIDES))
    turn = -sign(side) * 0.12
    lean(figure, np.radians(rng.uniform(62, 74)) * course, hips=0.65, look=-0.1, arms=0.9)
    figure.spine[:, 1] -= turn * 1.5 * course
    figure.pelvis[:, 1] -= rng.uniform(0.40, 0.46) * course
    for foot in SIDES:
        figure.feet[foot].pitch = figure.feet[foot].pitch + 0.35 * course * (foot != side)
    period = rng.uniform(0.5, 0.8)
    for hand in SIDES:
        place = np.array([0.05, -0.10, 0.46])
        keys, now = [(start + 0.3, None)], start + fall
        while now < end:
            keys.append((now, poses.hand_at(rng, hand, place + rng.normal(0, 0.03, 3), (0.9, -0.6, 0.1))))
            now += period / 2 * rng.uniform(0.8, 1.25)
        figure.arms[hand] = poses.through(figure.times, figure.arms[hand], [*keys, (end + rise, None)])
    phrases = (
        f"*tie {{p}} {side} shoe",
        "*tie {p} shoe",
        "*bend down and *tie the laces",
        "*crouch to tie {p} shoelaces",
        f"*do up the laces of the {side} shoe",
        "*fix a shoe",
    )
    return Scene(figure, phrases, {"torso": ("*bend down",)})


LOW_MOVES = {
    "bow": bow,
    "bend_forward": bend_forward,
    "sit": sit,
    "stand_up": stand_up,
    "kneel": kneel,
    "lunge": lunge,
    "pick_up": pick_up,
    "tie_shoe": tie_shoe,
}
