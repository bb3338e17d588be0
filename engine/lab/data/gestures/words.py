"""What can be said of a sample: gaits and turns by their measurements, gestures of limbs over a body."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ....body.layout import FPS
from ....body.skeleton import neutral_skeleton
from ....motion.kinematics import forward_kinematics
from ....motion.measures import measure
from .arm_tools import ArmMove
from .language import captions, imperative, realise, sentence
from .scene import Scene

CAPTIONS = 8
STANDING = (
    "*stand",
    "*stand in place",
    "*stand still",
    "*stay in place",
    "*remain standing",
    "*stand on the spot",
    "*keep standing",
    "*stand at one spot",
    "*stand upright",
)


def gait_phrases(gait: str, rotations: np.ndarray, translation: np.ndarray) -> tuple[str, ...]:
    """What can be said of a walk or run, by its measured speed and turn."""
    joints = forward_kinematics(rotations, translation, neutral_skeleton().offsets)[0]
    values = measure(joints, FPS)
    turn, speed = values["turn_deg"], values["speed"]
    side = "left" if turn > 0 else "right"
    verbs = ("*walk",) if gait == "walk" else ("*jog", "*run") if speed < 2.5 else ("*run",)
    if abs(turn) > 300:
        ways = (" in a circle", f" in a circle to the {side}", " around in a circle", f" around in a {side} circle")
    elif abs(turn) > 150:
        ways = (f" in a wide curve to the {side}", f" and *turn far to the {side}", f" along a long {side} curve")
    elif abs(turn) > 40:
        ways = (
            f" in a curve to the {side}",
            f" and *turn to the {side}",
            f" along a {side} curve",
            f" while turning {side}",
            f" forward and *curve to the {side}",
        )
    elif abs(turn) < 20:
        ways = ("", " forward", " ahead", " straight ahead", " in a straight line", " straight forward")
    else:
        ways = ("", f" veering to the {side}", f" forward, drifting {side}")
    phrases = [verb + way for verb in verbs for way in ways]
    if gait == "walk" and abs(turn) < 40 and (speed < 0.9 or speed > 1.45):
        pace = ("slowly", "at a slow pace") if speed < 0.9 else ("quickly", "briskly", "fast")
        phrases += [f"*walk {word}" for word in pace] + [f"*walk forward {pace[0]}"]
    if gait == "run" and speed > 3.0 and abs(turn) < 40:
        phrases += ["*run fast", "*sprint", "*run quickly ahead"]
    return tuple(phrases)


def joint_phrases(rng: np.random.Generator, moves: Sequence[ArmMove]) -> tuple[str, ...]:
    """Phrases for the gestures together."""
    if len(moves) == 1:
        return moves[0].phrases
    return tuple(
        f"{pick(rng, moves[0].phrases)} and {pick(rng, moves[1].phrases)}"
        if rng.random() < 0.5
        else f"{pick(rng, moves[1].phrases)} while {realise(pick(rng, moves[0].phrases), 'gerund', '{p}')}"
        for _ in range(8)
    )


def over_body(rng: np.random.Generator, base: Sequence[str], moves: Sequence[ArmMove], seconds: float) -> list:
    """(caption, part lines) of gestures over a body that does ``base``: joined sentences, then the body's
    sentence with the arms in part lines."""
    joined = []
    for _ in range(10):
        body, gesture = pick(rng, base), pick(rng, joint_phrases(rng, moves))
        withs = [pick(rng, move.withs) for move in moves if move.withs]
        style = rng.integers(5)
        if style == 0:
            joined.append(f"{body} and {gesture}")
        elif style == 1:
            joined.append(f"{gesture} while {realise(body, 'gerund', '{p}')}")
        elif style == 2 and len(withs) == len(moves):
            joined.append(f"{body} with {' and '.join(withs)}")
        else:
            joined.append(f"{body} while {realise(gesture, 'gerund', '{p}')}")
    texts = [(text, {}) for text in captions(rng, tuple(joined), CAPTIONS - 3, seconds)]
    for _ in range(4):
        lines = {}
        for move in moves:
            for side in move.keys:
                lines[f"{side}_arm"] = arm_line(rng, move, side)
        texts.append((sentence(rng, pick(rng, base)), lines))
    return texts


def arm_line(rng: np.random.Generator, move: ArmMove, side: str) -> str:
    """What one arm does, as a part line says it."""
    if len(move.keys) == 1 and rng.random() < 0.5:
        return imperative(rng, pick(rng, move.phrases))
    return realise(pick(rng, move.arm_phrases), "base")


def leg_texts(rng: np.random.Generator, scene: Scene, moves: Sequence[ArmMove], seconds: float) -> list:
    """(caption, part lines) of a leg's gesture on a standing figure, with or without gestures of the arms: sentences
    that say it all, then sentences that only stand, with a line for each limb that does something."""
    phrases = [phrase for phrase in scene.phrases if not moves or not re.search(r"arm|hand", phrase)]
    if moves:
        texts = over_body(rng, phrases, moves, seconds)
    else:
        texts = [(text, {}) for text in captions(rng, tuple(phrases), CAPTIONS - 3, seconds)]
    for _ in range(5):
        lines = {name: limb_line(rng, said) for name, said in scene.parts.items()}
        lines |= {f"{side}_arm": arm_line(rng, move, side) for move in moves for side in move.keys}
        texts.append((sentence(rng, pick(rng, STANDING)), lines))
    return texts


def limb_line(rng: np.random.Generator, phrases: Sequence[str]) -> str:
    """What one limb does, as a part line says it."""
    return realise(pick(rng, phrases), "gerund" if rng.random() < 0.1 else "base")


def part_texts(rng: np.random.Generator, parts: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """One line for some of the parts."""
    names = [name for name in parts if rng.random() < 0.8] or list(parts)[:1]
    return {name: imperative(rng, pick(rng, parts[name])) for name in names}


def pick(rng: np.random.Generator, choices: Sequence[str]) -> str:
    """One of the choices."""
    return choices[rng.integers(len(choices))]


def corner_phrases(gait: str, side: str, degrees: float) -> tuple[str, ...]:
    """What can be said of a turn on the way."""
    go = ("*walk",) if gait == "walk" else ("*run", "*jog")
    if degrees > 150:
        ways = (
            " and *turn around",
            ", *turn around and *{v} back",
            " and then *turn around",
            f", then *turn around to the {side}",
            " forward, *turn around and *come back",
            f" and *make a u-turn to the {side}",
            " there and back",
        )
    else:
        ways = (
            f" and *turn {side}",
            f" and *turn to the {side}",
            f" forward and *turn to the {side}",
            f" straight ahead, then *turn {side}",
            f" and *make a {side} turn",
            f" and *take a turn to the {side}",
            f" forward and then *turn to {{p}} {side}",
            f" around a corner to the {side}",
            f", turning {side}",
            f" while making a {side} turn",
            f" and *change direction to the {side}",
            f" ahead and *go {side}",
            f", then *go {side}",
            f" a bit and then *head {side}",
            f" forward, then *take a {side} turn",
            f" and *turn off to the {side}",
            f" and *swing around to the {side}",
        )
    phrases = [verb + way.replace("{v}", verb[1:]) for verb in go for way in ways]
    if degrees <= 150:
        phrases += [f"*turn {side} while {realise(verb, 'gerund')}" for verb in go]
        phrases += [f"*make a {side} turn while {realise(verb, 'gerund')}" for verb in go]
    return tuple(phrases)
