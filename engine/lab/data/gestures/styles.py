"""Ways of walking that recordings are bent into: slower, slumped or upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....body.layout import FPS
from ....body.skeleton import INDEX, neutral_skeleton
from ....motion.kinematics import Motion, forward_kinematics
from ....motion.resample import resample
from ....motion.rotations import about_axis
from .figure import SIDES
from .language import captions, realise
from .limbs import LEG, leg_to, limb_joints


@dataclass(frozen=True)
class Style:
    """Ranges of slowness (times as long), of the trunk's and the head's pitch (degrees, forward > 0), and words.

    ``who``: subjects that say it without another word. ``low``: metres that the pelvis is lowered by, on bent knees.
    """

    slower: tuple[float, float]
    trunk: tuple[float, float]
    head: tuple[float, float]
    phrases: tuple[str, ...]
    who: tuple[str, ...]
    low: tuple[float, float] = (0.0, 0.0)


STYLES = {
    "tired": Style(
        (1.2, 1.6),
        (11, 24),
        (10, 22),
        (
            "*walk tiredly",
            "*walk wearily",
            "*trudge along",
            "*plod along",
            "*walk as if exhausted",
            "*drag along slowly",
            "*walk forward exhausted",
            "*walk with hanging shoulders",
            "*walk worn out and slow",
            "*trudge forward",
            "*plod forward wearily",
            "*trudge ahead",
            "*drag {p} feet while walking",
            "*walk with dragging feet",
            "*trudge straight ahead, exhausted",
            "*plod ahead step by step",
            "*move forward wearily",
            "*shuffle forward tired",
            "*walk on wearily",
            "*walk forward slowly and tired",
            "*keep trudging forward",
            "*slog along",
            "*drag {p} feet",
            "*walk forward as if dead tired",
            "*trudge a long way ahead",
        ),
        (
            "an exhausted person",
            "a weary man",
            "a worn-out woman",
            "a tired man",
            "a tired woman",
            "a sleepy person",
            "an exhausted woman",
            "a weary traveller",
            "a very tired guy",
            "a drained person",
        ),
    ),
    "sad": Style(
        (1.15, 1.45),
        (7, 15),
        (20, 34),
        (
            "*walk sadly",
            "*walk with {p} head down",
            "*walk dejectedly",
            "*walk along looking at the ground",
            "*walk with a hanging head",
            "*walk gloomily",
            "*walk sadly with {p} head bowed",
        ),
        ("a sad person", "a sad man", "a depressed woman", "a gloomy person"),
    ),
    "old": Style(
        (1.2, 1.6),
        (26, 42),
        (-22, -8),
        (
            "*walk hunched over",
            "*walk with a bent back",
            "*walk like an old person",
            "*walk bent forward",
            "*walk stooped",
            "*shuffle along with a stoop",
        ),
        ("an old person", "an elderly man", "an old woman", "a frail old man"),
    ),
    "proud": Style(
        (0.9, 1.05),
        (-9, -4),
        (-9, 0),
        (
            "*walk proudly",
            "*strut forward",
            "*walk confidently",
            "*walk upright with {p} chest out",
            "*stride along proudly",
            "*walk with {p} chin up",
        ),
        ("a proud person", "a confident man", "a self-assured woman", "a proud man"),
    ),
    "sneaking": Style(
        (1.25, 1.9),
        (12, 26),
        (-20, -6),
        (
            "*sneak forward",
            "*sneak along",
            "*sneak ahead carefully",
            "*creep forward",
            "*creep along quietly",
            "*walk stealthily",
            "*sneak",
            "*prowl forward",
            "*walk with bent knees, sneaking",
            "*sneak around quietly",
            "*creep ahead with bent knees",
            "*walk forward stealthily",
            "*move forward in a crouch",
            "*walk crouched",
            "*walk in a crouch",
            "*steal forward quietly",
            "*walk quietly so nobody hears it",
        ),
        ("a thief", "a burglar", "a spy", "a sneaking person", "a ninja"),
        (0.06, 0.16),
    ),
}
SHARES = (0.36, 0.14, 0.14, 0.14, 0.22)  # how often each is drawn
_GOES = ("*walk", "*walk forward", "*walk along", "*walk straight ahead")


def restyled(
    rng: np.random.Generator, style: Style, rotations: np.ndarray, translation: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 22, 3, 3) and pelvis path (T, 3) of a walk in another style; T changes with its pace."""
    motion = Motion(rotations.copy(), translation.copy(), FPS, neutral_skeleton())
    motion = resample(motion, FPS * rng.uniform(*style.slower))
    trunk, head = (np.radians(rng.uniform(*bounds)) for bounds in (style.trunk, style.head))
    turned = motion.rotations
    for joint, pitch in (
        ("spine1", trunk / 3),
        ("spine2", trunk / 3),
        ("spine3", trunk / 3),
        ("neck", head / 2),
        ("head", head / 2),
    ):
        turned[:, INDEX[joint]] = about_axis("x", pitch) @ turned[:, INDEX[joint]]
    for side in SIDES:  # the arms hang and swing as they did
        turned[:, INDEX[f"{side}_shoulder"]] = about_axis("x", -trunk) @ turned[:, INDEX[f"{side}_shoulder"]]
    return _lowered(turned, motion.translation, rng.uniform(*style.low))


def _lowered(rotations: np.ndarray, translation: np.ndarray, metres: float) -> tuple[np.ndarray, np.ndarray]:
    """The same walk with the pelvis ``metres`` lower on bent knees, its feet where they were."""
    if metres == 0:
        return rotations, translation
    offsets = neutral_skeleton().offsets
    joints, turns = forward_kinematics(rotations, translation, offsets)
    lower = translation - (0, metres, 0)
    ahead = turns[:, 0, :, 2]
    for side in SIDES:
        hip, knee, ankle, _ = limb_joints(side, LEG)
        start = joints[:, hip] - (0, metres, 0)
        pole = joints[:, knee] - 0.5 * (joints[:, hip] + joints[:, ankle]) + 0.2 * ahead
        thigh, bend = leg_to(side, start, joints[:, ankle], pole)
        rotations[:, hip] = np.swapaxes(turns[:, 0], -1, -2) @ thigh
        rotations[:, knee] = bend
        rotations[:, ankle] = np.swapaxes(thigh @ bend, -1, -2) @ turns[:, ankle]
    return rotations, lower


def style_captions(rng: np.random.Generator, style: Style, count: int, seconds: float) -> tuple[str, ...]:
    """``count`` sentences: the way of walking, who walks so, or both."""
    found = list(captions(rng, style.phrases, count - 3, seconds))
    for _ in range(3):
        who, go = style.who[rng.integers(len(style.who))], _GOES[rng.integers(len(_GOES))]
        if rng.random() < 0.5:
            go = style.phrases[rng.integers(len(style.phrases))]
        like = go in _GOES and rng.random() < 0.3
        form = f"{realise(go, 'base')} like {who}" if like else f"{who} {realise(go, 'third')}"
        if form not in found:
            found.append(form)
    return tuple(found)
