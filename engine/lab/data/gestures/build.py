"""Samples of gestures: which one, on which body, with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ....body.layout import FPS
from ....motion.hinges import bend_as_hinges
from ....motion.kinematics import Motion
from ..held_out import is_held_out
from ..sample import Sample
from . import poses
from .act_moves import ACT_MOVES
from .arm_moves import ARM_MOVES
from .arm_tools import ArmMove, Span, draw_span
from .bodies import Body, looped
from .circles import circle, circle_phrases
from .figure import SIDES, Figure, stand
from .jump_moves import JUMP_MOVES
from .kick_moves import KICK_MOVES
from .language import captions, imperative
from .leg_moves import LEG_MOVES
from .limbs import ARM, limb_joints
from .low_moves import LOW_MOVES, seated
from .punch_moves import PUNCH_MOVES
from .scene import Scene
from .squat_moves import SQUAT_MOVES
from .step_moves import STEP_MOVES
from .styles import SHARES, STYLES, restyled, style_captions
from .timing import clock
from .trunk_moves import TRUNK_MOVES
from .words import CAPTIONS, STANDING, corner_phrases, gait_phrases, joint_phrases, leg_texts, over_body, part_texts

WHOLE = {
    **LOW_MOVES,
    **SQUAT_MOVES,
    **LEG_MOVES,
    **KICK_MOVES,
    **STEP_MOVES,
    **JUMP_MOVES,
    **TRUNK_MOVES,
    **ACT_MOVES,
    **PUNCH_MOVES,
}
ARM_WEIGHTS = {
    "raise_arm": 3.8,
    "lift_sideways": 1.3,
    "lift_forward": 1.3,
    "wave": 3.8,
    "point": 1.5,
    "hands_on_hips": 0.9,
    "cross_arms": 0.9,
    "salute": 0.7,
    "surrender": 0.7,
    "arm_circles": 0.9,
    "swing_arms": 0.5,
    "clap": 2.2,
}
WHOLE_WEIGHTS = {
    "idle": 2.0,
    "bow": 1.6,
    "squat": 3.4,
    "squats": 1.6,
    "squat_hold": 1.2,
    "crouch": 1.3,
    "sit": 4.0,
    "kick_front": 3.0,
    "kick_side": 2.4,
    "kick_back": 1.0,
    "punch": 6.0,
    "hook": 1.6,
    "box": 4.0,
    "march": 1.6,
    "jumping_jacks": 4.0,
    "jump_up": 1.6,
    "jump_forward": 2.2,
    "turn_around": 2.2,
    "side_steps": 3.2,
    "walk_backwards": 1.7,
    "hop": 1.4,
    "leg_swing": 1.2,
    "pick_up": 1.3,
    "knee_lift": 1.1,
}
# What an arm gesture may be laid over: the scene's own arms do nothing that its words speak of.
_OVERLAID = (
    "march",
    "knee_lift",
    "leg_swing",
    "leg_lift",
    "kick_front",
    "kick_side",
    "side_steps",
    "walk_backwards",
    "step_forward",
    "turn_around",
    "squat",
    "squats",
    "balance",
    "tap_foot",
    "crouch",
    "hop",
    "sit",
    "kneel",
    "lunge",
)
LEG_WEIGHTS = {
    "kick_front": 2.4,
    "kick_side": 2.2,
    "kick_back": 0.7,
    "leg_swing": 1.0,
    "knee_lift": 1.1,
    "leg_lift": 1.8,
}

_LONGEST = 200  # frames of a sample: 10 s


def gesture_samples(count: int, seed: int, bodies: Sequence[Body] = ()) -> Iterator[Sample]:
    """``count`` synthetic samples, 2 to 9 s at 20 fps; the same for the same arguments.

    bodies: real bodies of training trials (see `load_bodies`); without any, all stand on built figures.
    """
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        yield one_sample(rng, bodies, f"gesture_{seed}_{number}")


def one_sample(rng: np.random.Generator, bodies: Sequence[Body], name: str) -> Sample:
    """One sample of a random kind."""
    moving = [body for body in bodies if body.gait != "stand"]
    kinds = ["whole", "standing", "moving", "overlay", "stride", "corner", "leg", "styled", "circle"]
    kind = rng.choice(kinds, p=(0.32, 0.20, 0.10, 0.04, 0.05, 0.10, 0.08, 0.06, 0.05))
    if kind in ("moving", "stride", "corner", "styled", "circle") and not moving:
        kind = "standing"
    if kind == "whole":
        return whole_sample(rng, str(_draw(rng, WHOLE, WHOLE_WEIGHTS)), name)
    if kind == "overlay":
        return overlay_sample(rng, str(rng.choice(_OVERLAID)), name)
    if kind == "leg":
        return leg_sample(rng, name)
    if kind == "standing":
        return standing_sample(rng, [body for body in bodies if body.gait == "stand"], name)
    walks = [body for body in moving if body.gait == "walk"]
    runs = [body for body in moving if body.gait == "run"]
    if kind == "styled" and any(body.cycle for body in walks):
        return styled_sample(rng, [body for body in walks if body.cycle], name)
    group = runs if runs and (rng.random() < 0.35 or not walks) else walks
    if kind == "corner" and any(body.cycle for body in group):
        return corner_sample(rng, group, name)
    if kind == "circle" and any(body.cycle for body in walks):
        return circle_sample(rng, moving, name)
    return moving_sample(rng, group, name, arms=kind == "moving")


def whole_sample(rng: np.random.Generator, family: str, name: str) -> Sample:
    """A whole-body gesture on a built figure."""
    scene = WHOLE[family](rng, draw_seconds(rng))
    rotations, translation = play(scene)
    seconds = len(rotations) / FPS
    texts = [(text, {}) for text in captions(rng, scene.phrases, CAPTIONS, seconds)]
    if scene.parts and rng.random() < 0.5:
        texts.append((imperative(rng, scene.phrases[rng.integers(len(scene.phrases))]), part_texts(rng, scene.parts)))
    return finish(f"{name}_{family}", rotations, translation, texts)


def leg_sample(rng: np.random.Generator, name: str) -> Sample:
    """One leg of a standing figure does something, said in a sentence or in the leg's line; now and then an arm too."""
    family = str(_draw(rng, LEG_WEIGHTS, LEG_WEIGHTS))
    scene = WHOLE[family](rng, draw_seconds(rng))
    moves: list[ArmMove] = []
    if rng.random() < 0.2:
        moves, gesture = draw_moves(rng, scene.figure.times, whole=0.5)
        apply_moves(rng, scene.figure, moves)
        family += "_" + gesture
    rotations, translation = play(scene)
    texts = leg_texts(rng, scene, moves, len(rotations) / FPS)
    return finish(f"{name}_{family}", rotations, translation, texts)


def standing_sample(rng: np.random.Generator, stands: Sequence[Body], name: str) -> Sample:
    """Arms on a built, a recorded or a seated standing figure."""
    seconds = draw_seconds(rng)
    moves, family = draw_moves(rng, clock(seconds), whole=0.15)
    chance = rng.random()
    if stands and chance < 0.12:
        body = stands[rng.integers(len(stands))]
        rotations, translation = repeated(body, len(clock(seconds)))
        rotations = with_arms(rng, rotations, clock(seconds), moves)
        base = STANDING
    else:
        seat = chance > 0.96  # below 5 %: more seated examples taught the model to sit when asked to raise an arm
        figure = seated(rng, seconds) if seat else stand(rng, seconds)
        apply_moves(rng, figure, moves)
        rotations, translation = figure.solve()
        base = ("*sit", "*sit on a chair", "*stay seated", "*remain seated") if seat else STANDING
        if seat:
            texts = over_body(rng, base, moves, len(rotations) / FPS)
            return finish(f"{name}_seat_{family}", rotations, translation, texts)
    gestures = joint_phrases(rng, moves)
    texts = [(text, {}) for text in captions(rng, gestures, CAPTIONS - 2, seconds)]
    texts += over_body(rng, base, moves, seconds)[-5:]
    return finish(f"{name}_{family}", rotations, translation, texts)


def moving_sample(rng: np.random.Generator, group: Sequence[Body], name: str, arms: bool) -> Sample:
    """A recorded walk or run, looped where it is short, with or without a gesture of the arms."""
    cyclic = [body for body in group if body.cycle]
    chosen = cyclic if cyclic and (rng.random() < 0.6 or group[0].gait == "run" or not arms) else group
    body = chosen[rng.integers(len(chosen))]
    seconds = draw_seconds(rng)
    if body.cycle and (not arms or rng.random() < 0.8 or len(body.rotations) < 40):
        rate, shape = float(rng.normal(0, 0.02)), rng.random()
        if shape < 0.25:  # a curve
            rate = float(rng.choice([-1, 1]) * rng.uniform(0.25, 0.75))
        elif shape < 0.35:  # a circle
            seconds = float(rng.uniform(4.0, 9.0))
            rate = float(rng.choice([-1, 1]) * np.radians(rng.uniform(340, 390)) / seconds)
        rotations, translation = looped(body, len(clock(seconds)), rate, int(rng.integers(body.cycle[1])))
    else:
        frames = min(len(body.rotations) // 4 * 4, len(clock(seconds)))
        start = int(rng.integers(0, len(body.rotations) - frames + 1))
        part = slice(start, start + frames)
        rotations, translation = body.rotations[part], body.translation[part]
    times = np.arange(len(rotations)) / FPS
    base = gait_phrases(body.gait, rotations, translation)
    if not arms:
        texts = [(text, {}) for text in captions(rng, base, CAPTIONS, len(times) / FPS)]
        return finish(f"{name}_{body.gait}_{body.name}", rotations, translation, texts)
    moves, family = draw_moves(rng, times, 0.6 if body.gait == "run" else 0.5, {**ARM_WEIGHTS, "swing_arms": 0.0})
    rotations = with_arms(rng, rotations, times, moves)
    texts = over_body(rng, base, moves, len(times) / FPS)
    return finish(f"{name}_{body.gait}_{family}_{body.name}", rotations, translation, texts)


def styled_sample(rng: np.random.Generator, walks: Sequence[Body], name: str) -> Sample:
    """A recorded walk, bent and slowed down into a tired, sad, old or proud one."""
    style = str(rng.choice(list(STYLES), p=SHARES))
    body = walks[rng.integers(len(walks))]
    rate = float(rng.normal(0, 0.02))
    seconds = draw_seconds(rng) if rng.random() < 0.6 else float(rng.uniform(4.5, 8.0))
    rotations, translation = looped(body, len(clock(seconds)), rate, int(rng.integers(body.cycle[1])))
    rotations, translation = (track[:_LONGEST] for track in restyled(rng, STYLES[style], rotations, translation))
    texts = [(text, {}) for text in style_captions(rng, STYLES[style], CAPTIONS, len(rotations) / FPS)]
    return finish(f"{name}_{style}_{body.name}", rotations, translation, texts)


def corner_sample(rng: np.random.Generator, group: Sequence[Body], name: str) -> Sample:
    """A recorded walk or run that takes a turn on its way and goes on."""
    cyclic = [body for body in group if body.cycle]
    body = cyclic[rng.integers(len(cyclic))]
    seconds = float(np.clip(rng.gamma(12.0, 0.35), 2.4, 7.0))
    degrees = float(rng.choice([rng.uniform(66, 125), rng.uniform(155, 195)], p=(0.65, 0.35)))
    side = str(rng.choice(SIDES))
    length = degrees / rng.uniform(65, 130)
    start = rng.uniform(0.0, max(0.1, 0.55 * (seconds - length)))
    times = (np.arange(len(clock(seconds)) - 1) + 0.5) / FPS
    bell = np.clip(np.sin(np.pi * np.clip((times - start) / length, 0, 1)), 0, None)
    rate = bell / max(bell.sum() / FPS, 1e-6) * np.radians(degrees) * (1 if side == "left" else -1)
    frames = len(clock(seconds))
    rotations, translation = looped(body, frames, rate, int(rng.integers(body.cycle[1])))
    texts = [(text, {}) for text in captions(rng, corner_phrases(body.gait, side, degrees), CAPTIONS, seconds)]
    return finish(f"{name}_corner_{body.name}", rotations, translation, texts)


def circle_sample(rng: np.random.Generator, moving: Sequence[Body], name: str) -> Sample:
    """A recorded walk or run along a circle: mostly one walked circle, now and then half of one or two."""
    gait = "run" if rng.random() < 0.18 and any(body.gait == "run" and body.cycle for body in moving) else "walk"
    group = [body for body in moving if body.gait == gait and body.cycle]
    side, turns = str(rng.choice(SIDES)), float(rng.choice([0.5, 1, 2], p=(0.1, 0.74, 0.16)))
    rotations, translation = circle(rng, group[rng.integers(len(group))], side, turns)
    phrases = circle_phrases(gait, side, turns)
    texts = [(text, {}) for text in captions(rng, phrases, CAPTIONS, len(rotations) / FPS)]
    return finish(f"{name}_circle_{gait}", rotations, translation, texts)


def overlay_sample(rng: np.random.Generator, base: str, name: str) -> Sample:
    """An arm gesture laid over a whole-body gesture of legs."""
    scene = WHOLE[base](rng, draw_seconds(rng))
    moves, family = draw_moves(rng, scene.figure.times, whole=0.6)
    apply_moves(rng, scene.figure, moves)
    rotations, translation = play(scene)
    phrases = [phrase for phrase in scene.phrases if not re.search(r"arm|hand", phrase)]
    texts = over_body(rng, phrases, moves, len(rotations) / FPS)
    return finish(f"{name}_{base}_{family}", rotations, translation, texts)


def draw_seconds(rng: np.random.Generator) -> float:
    """2 to 8 s, mostly 3 to 5."""
    return float(np.clip(rng.gamma(9.0, 0.46), 2.0, 8.0))


def draw_moves(
    rng: np.random.Generator, times: np.ndarray, whole: float, weights: dict[str, float] | None = None
) -> tuple[list[ArmMove], str]:
    """One arm gesture, or now and then a different one for each arm; and its name."""
    seconds = float(times[-1])
    family = str(_draw(rng, ARM_MOVES, weights or ARM_WEIGHTS))
    if rng.random() < 0.1:  # each arm its own gesture
        single = ("raise_arm", "lift_sideways", "lift_forward", "wave", "point", "hands_on_hips", "salute")
        pair = [str(one) for one in rng.choice(single, 2, replace=False)]
        sides = [str(one) for one in rng.permutation(SIDES)]
        span = draw_span(rng, seconds, whole)
        moves = [ARM_MOVES[one](rng, times, (side,), span) for one, side in zip(pair, sides, strict=True)]
        return moves, "+".join(pair)
    both = 0.35 if family == "raise_arm" else 0.18
    sides = SIDES if rng.random() < both else (str(rng.choice(SIDES)),)
    least = 1.9 if family in ("wave", "clap", "arm_circles") else 0.8
    whole = max(whole, 0.4) if family == "wave" else whole
    span = draw_span(rng, seconds, whole, min(least, max(0.5, seconds - 1.2)))
    if family == "wave" and span.length < 2.2:
        span = Span(-1.0, -0.4, seconds + 0.5, seconds + 1.0)
    return [ARM_MOVES[family](rng, times, sides, span)], family


def apply_moves(rng: np.random.Generator, figure: Figure, moves: Sequence[ArmMove]) -> None:
    """Lay arm gestures over a figure's own arms."""
    for move in moves:
        for side, keys in move.keys.items():
            track = poses.through(figure.times, figure.arms[side], keys)
            figure.arms[side] = track if "exact" in move.tags else poses.tremble(rng, track, 0.6)
        if move.head is not None:
            figure.head = figure.head + move.head


def with_arms(
    rng: np.random.Generator, rotations: np.ndarray, times: np.ndarray, moves: Sequence[ArmMove]
) -> np.ndarray:
    """Rotations (T, 22, 3, 3) of a recorded body with the arms of the gestures."""
    rotations = rotations.copy()
    for move in moves:
        for side, keys in move.keys.items():
            joints = limb_joints(side, ARM)
            track = poses.through(times, rotations[:, joints], keys)
            rotations[:, joints] = track if "exact" in move.tags else poses.tremble(rng, track, 0.5)
    return rotations


def repeated(body: Body, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """A standing body played to and fro until it has ``frames`` frames."""
    length = len(body.rotations)
    there = np.concatenate([np.arange(length), np.arange(length - 2, 0, -1)])
    pick = there[np.arange(frames) % len(there)]
    return body.rotations[pick], body.translation[pick]


def play(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Rotations and pelvis path of a scene."""
    rotations, translation = scene.figure.solve()
    return (rotations[::-1], translation[::-1]) if scene.reverse else (rotations, translation)


def _draw(rng: np.random.Generator, table: dict, weights: dict[str, float]) -> str:
    names = list(table)
    chance = np.array([weights.get(name, 0.7) for name in names])
    return names[rng.choice(len(names), p=chance / chance.sum())]


def finish(name: str, rotations: np.ndarray, translation: np.ndarray, texts: list) -> Sample:
    """The sample, without sentences that are held out for the evaluation and without doubles."""
    frames = len(rotations) // 4 * 4
    motion = Motion(rotations[:frames].copy(), translation[:frames], FPS)
    bend_as_hinges(motion)
    kept, seen = [], set()
    for text, lines in texts:
        text = re.sub(r"\s+", " ", text).strip()
        lines = {part: line for part, line in lines.items() if not is_held_out(line)}
        key = (text, tuple(sorted(lines.items())))
        if not is_held_out(text) and key not in seen:
            kept.append((text, lines))
            seen.add(key)
    return Sample(
        name,
        motion.rotations.astype(np.float32),
        motion.translation.astype(np.float32),
        tuple(text for text, _ in kept),
        tuple(lines for _, lines in kept),
        True,
        "train",
    )
