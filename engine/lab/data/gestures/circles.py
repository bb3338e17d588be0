"""Walks and runs along a circle, bent out of a straight stride: half of one, one, or two."""

from __future__ import annotations

import numpy as np

from ....body.layout import FPS
from ....body.skeleton import INDEX, neutral_skeleton
from ....correct.planting import FootPlanting
from ....motion.contacts import foot_contacts
from ....motion.kinematics import Motion
from ....motion.resample import resample
from ....motion.rotations import about_axis
from .bodies import Body, looped
from .scene import sign

_TIGHTEST = {"walk": 0.55, "run": 1.1}  # metres: radius of the smallest circle


def circle(rng: np.random.Generator, body: Body, side: str, turns: float) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 22, 3, 3) and pelvis path (T, 3) of the body's stride along ``turns`` circles, 4 to 10 s long.

    The same rate of turning all the way; half a circle may take 2.8 s. Feet that carry the body stay in place.
    """
    slower = rng.uniform(1.0, 1.3) if body.gait == "walk" else rng.uniform(1.0, 1.12)
    first, length = body.cycle
    stride = body.translation[first + length] - body.translation[first]
    speed = float(np.hypot(stride[0], stride[2])) * FPS / length / slower
    shortest, longest = (2.8, 7.0) if turns < 1 else (4.0, 9.8)
    least = 2 * np.pi * _TIGHTEST[body.gait] * turns / max(speed, 0.1)
    seconds = rng.uniform(min(max(shortest, least), longest - 0.2), longest)
    frames = int(round(seconds * FPS / slower))
    rate = sign(side) * np.radians(360 * turns * rng.uniform(0.98, 1.1)) / (frames / FPS)
    phase = int(rng.integers(length))
    straight, bent = (_slowed(looped(body, frames, turn, phase), slower) for turn in (0.0, rate))
    planted = foot_contacts(straight.joints(), FPS)[:, [1, 3]] > 0
    rotations = bent.rotations
    # A body that goes around leans inward, against v²/r, and looks where it goes.
    inward = -sign(side) * 0.6 * np.arctan(speed * abs(rate) / slower / 9.81)
    look = sign(side) * np.radians(rng.uniform(4, 18))
    for joint in ("spine1", "spine2", "spine3"):
        rotations[:, INDEX[joint]] = about_axis("z", inward / 3) @ rotations[:, INDEX[joint]]
    for joint in ("neck", "head"):
        rotations[:, INDEX[joint]] = about_axis("y", look / 2) @ rotations[:, INDEX[joint]]
    free = np.ones((len(rotations), 2), dtype=bool)
    return FootPlanting(neutral_skeleton())(rotations, bent.translation, planted, free), bent.translation


def _slowed(motion: tuple[np.ndarray, np.ndarray], slower: float) -> Motion:
    """The motion played ``slower`` times as long."""
    return resample(Motion(*motion, FPS, neutral_skeleton()), FPS * slower)


def circle_phrases(gait: str, side: str, turns: float) -> tuple[str, ...]:
    """What can be said of it. Seen from above, a circle to the right goes clockwise."""
    clock = "counterclockwise" if side == "left" else "clockwise"
    verbs = ("*walk", "*walk", "*stroll") if gait == "walk" else ("*run", "*jog")
    if turns < 1:
        ways = (
            " in a half circle",
            f" in a half circle to the {side}",
            f" half a circle {clock}",
            f" along a semicircle to the {side}",
            f" around half a circle to the {side}",
        )
    elif turns > 1:
        ways = (
            " in circles",
            f" around in circles to the {side}",
            f" in {clock} circles",
            " in a circle twice",
            f" two circles to the {side}",
            " around and around in a circle",
            f" in circles {clock}",
            " two full loops",
            f" round and round to the {side}",
        )
    else:
        ways = (
            " in a circle",
            " around in a circle",
            f" in a circle to the {side}",
            f" in a {side} circle",
            f" around in a circle to the {side}",
            f" in a {clock} circle",
            f" in a circle {clock}",
            f" {clock} in a circle",
            " in a full circle",
            f" a full circle to the {side}",
            " a full loop",
            f" a full loop to the {side}",
            " around in a ring",
            f" in a ring {clock}",
            " once around in a circle",
            " along a circle",
            f" in a circle, turning {side} all the way",
            " in a circle and *come back to the start",
            f" around a circle to {{p}} {side}",
        )
    phrases = [verb + way for verb in verbs for way in ways]
    if turns == 1:
        phrases += [
            "*circle around",
            f"*circle around to the {side}",
            f"*circle {clock}",
            f"*make a full circle {clock}",
            f"*go around in a circle to the {side}",
            "*go once around in a circle",
        ]
    elif turns > 1:
        phrases += [f"*circle around to the {side} twice", f"*circle {clock} again and again", "*go around in circles"]
    return tuple(phrases)
