"""Punches of a standing figure: straight ones, hooks and uppercuts, single or in a row."""

from __future__ import annotations

import numpy as np

from . import poses
from .figure import SIDES, Figure, stand
from .scene import Scene, lean, opposite, sign
from .timing import keyed, pulse, smooth

_STRAIGHT = (
    "*punch with {p} {S} hand",
    "*throw a {S} punch",
    "*punch forward with the {S} arm",
    "*strike with the {S} fist",
    "*hit something with {p} {S} fist",
    "*throw a straight {S} punch",
    "*punch straight ahead with {p} {S} fist",
    "*thrust the {S} fist forward",
    "*do a straight punch with the {S} hand",
    "*punch with the {S} fist",
    "*give a punch with {p} {S} arm",
    "*punch",
    "*throw a punch",
    "*punch hard with the {S} hand",
)
_JAB = ("*jab with the {S} hand", "*throw a {S} jab", "*jab with {p} {S} fist", "*do a quick {S} jab")
_CROSS = ("*throw a {S} cross", "*punch across with the {S} fist", "*do a cross with {p} {S} fist")
_HOOK = (
    "*throw a {S} hook",
    "*do a hook with the {S} fist",
    "*hook with {p} {S} hand",
    "*swing a {S} hook",
    "*punch around from the side with the {S} fist",
    "*throw a hook with {p} {S} arm",
)
_UPPERCUT = (
    "*throw a {S} uppercut",
    "*do an uppercut with {p} {S} fist",
    "*punch upward with the {S} fist",
    "*throw an uppercut with the {S} hand",
    "*swing the {S} fist up in an uppercut",
)
_ARM = {
    "straight": (
        "*punch",
        "*punch forward",
        "*throw a punch",
        "*punch straight ahead",
        "*thrust the fist forward",
        "*strike out in front",
        "*do a straight punch",
        "punching",
    ),
    "hook": ("*throw a hook", "*do a hook", "*punch with a hook"),
    "uppercut": ("*throw an uppercut", "*punch upward", "*do an uppercut"),
}
_NUMBERS = ("", "one", "two", "three", "four", "five", "six")


def _stance(figure: Figure, front: str, deep: float) -> None:
    """One foot ahead of the other, knees a little bent."""
    for side in SIDES:
        figure.feet[side].ball[:, 2] += deep * (0.13 if side == front else -0.12)
        figure.feet[side].ball[:, 0] += sign(side) * 0.04 * deep
    figure.pelvis[:, 1] -= 0.02 + 0.03 * deep


def _blow(rng, side: str, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Drawn back, and at its furthest."""
    if kind == "hook":
        return (
            poses.bent(rng, side, (0.95, -0.2, -0.05), (0.3, 0.1, 0.95)),
            poses.bent(rng, side, (0.5, 0.02, 0.85), (-0.93, 0.05, 0.35)),
        )
    if kind == "uppercut":
        return (
            poses.bent(rng, side, (0.2, -0.95, -0.2), (0.0, -0.25, 0.95)),
            poses.bent(rng, side, (0.12, -0.1, 0.98), (-0.15, 0.9, 0.45)),
        )
    return (
        poses.hand_at(rng, side, (0.19, rng.uniform(-0.1, 0.05), 0.08), (0.4, -0.6, -0.9)),
        poses.forward(rng, side, rng.uniform(-5, 11), out=0.04),
    )


def _series(
    rng, figure: Figure, fists: list[str], kind: str, rest: dict[str, np.ndarray | None], first: float, beat: float
) -> float:
    """Lay the blows of ``fists`` in turn over arms that are at ``rest`` between them; the second they are over."""
    keys: dict[str, list] = {side: [(-1.0, rest[side])] for side in SIDES}
    twist, t = [(first - 0.2, 0.0)], first
    for fist in fists:
        draw = 0.22 if rest[fist] is None or kind != "straight" else 0.12
        out, stay, back = rng.uniform(0.17, 0.23), rng.uniform(0.12, 0.22), rng.uniform(0.24, 0.34)
        cocked, far = _blow(rng, fist, kind)
        keys[fist] += [
            (t, rest[fist]),
            (t + draw, cocked),
            (t + draw + out, far),
            (t + draw + out + stay, far),
            (t + draw + out + stay + back, rest[fist]),
        ]
        twist += [(t + draw, 0.25 * sign(fist)), (t + draw + out, -sign(fist)), (t + draw + out + stay, -sign(fist))]
        t = max(t + beat, t + draw + out + stay + (0.05 if len(set(fists)) > 1 else back))
    twist.append((t + 0.45, 0.0))
    for side in SIDES:
        keys[side].sort(key=lambda key: key[0])
        figure.arms[side] = poses.through(figure.times, figure.arms[side], keys[side], lags=(-0.03, 0.0, 0.02, 0.03))
    size = {"straight": rng.uniform(14, 25), "hook": rng.uniform(26, 38), "uppercut": rng.uniform(14, 24)}[kind]
    course = smooth(keyed(figure.times, *twist), 0.04)
    turn = course * np.radians(size)
    figure.spine[:, 1] += turn
    figure.hips[:, 1] += 0.4 * turn
    figure.head[:, 1] -= 1.3 * turn
    lean(figure, np.radians(rng.uniform(3, 8)) * np.abs(course), look=0.7)
    if kind == "uppercut":
        busy = pulse(figure.times, first - 0.25, 0.25, max(t - first - 0.2, 0.1), 0.4)
        figure.pelvis[:, 1] -= 0.06 * smooth(busy * np.clip(1 - np.abs(course), 0, 1), 0.08)
    return t


def punch(rng, seconds: float) -> Scene:
    """One hand punches straight ahead, once or a few times; the other guards or hangs."""
    return _one_handed(rng, seconds, "straight")


def hook(rng, seconds: float) -> Scene:
    """A hook or an uppercut of one hand, once or twice."""
    return _one_handed(rng, seconds, str(rng.choice(["hook", "uppercut"])))


def _one_handed(rng, seconds: float, kind: str) -> Scene:
    side = str(rng.choice(SIDES))
    figure = stand(rng, max(seconds, 2.0))
    seconds = float(figure.times[-1])
    guards = rng.random() < 0.55
    jabs = rng.random() < 0.5  # with the hand on the side of the foot in front
    _stance(figure, side if jabs else opposite(side), 1.0 if guards else rng.uniform(0.0, 0.6))
    rest = {one: poses.guard(rng, one) if guards else None for one in SIDES}
    beat = rng.uniform(0.95, 1.5)
    most = max(1, int((seconds - 0.5) / beat))
    count = min(most, int(rng.choice([1, 2, 3, 4], p=(0.62, 0.18, 0.12, 0.08))))
    first = rng.uniform(0.15, max(0.2, min(1.0, seconds - 0.4 - count * beat)))
    _series(rng, figure, [side] * count, kind, rest, first, beat)
    words = {"straight": _STRAIGHT + (_JAB if jabs else _CROSS) * guards, "hook": _HOOK, "uppercut": _UPPERCUT}[kind]
    arm = _ARM[kind]
    if count == 1:
        words += (f"{words[0]} once", "*do a single punch with the {S} hand") if kind == "straight" else ()
    else:
        times = "twice" if count == 2 else f"{_NUMBERS[count]} times"
        blows = {"straight": "punches", "hook": "hooks", "uppercut": "uppercuts"}[kind]
        words = (
            f"{words[0]} {times}",
            f"{words[0]} again and again",
            f"*throw {_NUMBERS[count]} {{S}} {blows}",
            f"*throw several {blows} with the {{S}} fist",
            "*punch repeatedly with {p} {S} hand",
        )
        arm = (f"{arm[0]} {times}", f"{arm[0]} again and again", "*punch repeatedly")
    parts = {f"{side}_arm": arm}
    if guards:
        parts[f"{opposite(side)}_arm"] = ("*stay in guard", "*guard the face", "held up in guard")
    return Scene(figure, tuple(text.replace("{S}", side) for text in words), parts)


def box(rng, seconds: float) -> Scene:
    """Left and right in turn, out of the guard."""
    figure = stand(rng, max(seconds, 2.4))
    seconds = float(figure.times[-1])
    front = "left" if rng.random() < 0.6 else "right"
    _stance(figure, front, 1.0)
    rest = {side: poses.guard(rng, side) for side in SIDES}
    beat = rng.uniform(0.6, 0.9)
    count = max(2, int((seconds - 0.6) / beat)) if rng.random() < 0.7 else int(rng.integers(2, 5))
    count = min(count, max(2, int((seconds - 0.6) / beat)))
    fists = [front if n % 2 == 0 else opposite(front) for n in range(count)]
    _series(rng, figure, fists, "straight", rest, rng.uniform(0.15, 0.45), beat)
    phrases = (
        "*punch several times",
        "*throw punches",
        "*box",
        "*punch with both fists",
        "*do a punch combination",
        "*do some shadow boxing",
        "*throw a flurry of punches",
        "*punch left and right in turn",
        "*fight with both fists",
        "*hit again and again with both fists",
        "*hit left and right",
        "*hit with both hands",
        "*strike with the left and the right fist in turn",
        "*keep punching",
        "shadow boxing",
        "*throw straight punches with both hands",
        f"*punch with the {front} hand, then with the {opposite(front)} one",
    )
    if count <= 6:
        phrases += (f"*throw {_NUMBERS[count]} punches", f"*punch {_NUMBERS[count]} times with both hands")
    if count == 2:
        phrases += ("*throw a jab and a cross", f"*jab with the {front} hand and *cross with the {opposite(front)}")
    return Scene(figure, phrases, {f"{side}_arm": ("*punch", "*throw punches", "*box") for side in SIDES})


PUNCH_MOVES = {"punch": punch, "hook": hook, "box": box}
