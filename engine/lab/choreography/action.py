"""An action: how it is built, what it is called, what must be true of it; and samples of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...data.sample import Sample
from ...motion.kinematics import Motion, forward_kinematics
from ...motion.skeleton import neutral_skeleton
from .carriage import STYLES, carry
from .draw import Draw
from .facts import facts
from .sketch import Sketch
from .solve import solve
from .styles import NEUTRAL
from .wording import Said, Words, captions, part_lines

KINDS = ("move", "fight", "floor", "sport", "daily", "gesture")
CAPTIONS = 8
_FAST, _SLOW = ("quickly", "fast", "rapidly"), ("slowly", "in slow motion", "unhurriedly")


@dataclass(frozen=True)
class Action:
    """One action of the vocabulary.

    build: draws a sample's numbers from a `Draw` and returns the sketch, written for the right side. checks:
    (metric, "<" or ">", value) of the unmirrored motion. sides: whether it is mirrored for the left and has a
    side in its words (False: mirrored half of the time, no side said). seconds: lengths that are kept. speed: range of
    usual speeds; paced: whether fast and slow samples, said so, are drawn too. styles: names of STYLES that suit it.
    weight: how often it is drawn, 1 is usual.
    """

    name: str
    kind: str
    build: Callable[[Draw], Sketch]
    words: Words
    checks: tuple[tuple[str, str, float], ...] = ()
    sides: bool = True
    seconds: tuple[float, float] = (1.2, 10.0)
    speed: tuple[float, float] = (0.88, 1.12)
    paced: bool = True
    styles: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Attempt:
    """A built sample: its motion (mirrored already), what failed and what is unknown of its checks."""

    motion: Motion
    said: Said
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    sketch: Sketch | None = field(default=None, repr=False)
    mirrored: bool = False


def attempt(action: Action, rng: np.random.Generator, style: str | None = None, side: str | None = None) -> Attempt:
    """Build one sample, checked but not yet worded. style, side: given instead of drawn."""
    draw, pace = _draw(action, rng, style)
    side = side or str(rng.choice(["left", "right"]))
    draw.side = side
    sketch = action.build(draw)
    if isinstance(sketch, Sketch):
        carry(sketch, draw.style)
        rotations, translation = solve(sketch)
    else:
        rotations, translation = sketch
        sketch = None
    motion = Motion(rotations, translation)
    failed, unknown = _check(action, motion)
    low, high = action.seconds
    if not low <= len(motion) / motion.fps <= high:
        failed += (f"{len(motion) / motion.fps:.1f} s",)
    mirrored = side == "left"
    values = dict(draw.words)
    if action.sides:
        values |= {"side": side, "other": "right" if side == "left" else "left"}
    slow_or_fast = {"fast": _FAST, "slow": _SLOW}.get(pace, ())
    said = Said(
        values,
        (*draw.manners, *slow_or_fast, *draw.style.adverbs),
        draw.style.adjectives,
        draw.style.subjects,
        marked=bool(draw.style.name) or bool(pace),
    )
    return Attempt(motion.mirrored() if mirrored else motion, said, failed, unknown, sketch, mirrored)


def _draw(action: Action, rng: np.random.Generator, style: str | None) -> tuple[Draw, str]:
    speed, pace = float(rng.uniform(*action.speed)), ""
    if style is None:
        style = str(rng.choice(action.styles)) if action.styles and rng.random() < 0.3 else ""
    if action.paced and not style:
        chance = rng.random()
        if chance < 0.1:
            speed, pace = float(rng.uniform(1.35, 1.6)), "fast"
        elif chance < 0.2:
            speed, pace = float(rng.uniform(0.55, 0.68)), "slow"
    chosen = STYLES[style] if style else NEUTRAL
    return Draw(rng, speed=speed, amplitude=float(rng.uniform(0.88, 1.12)) * chosen.amplitude, style=chosen), pace


def _check(action: Action, motion: Motion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not action.checks:
        return (), ()
    values = facts(motion)
    failed, unknown = [], []
    for metric, relation, bound in action.checks:
        if metric not in values:
            unknown.append(metric)
        elif not (values[metric] < bound if relation == "<" else values[metric] > bound):
            failed.append(f"{metric} {values[metric]:.2f} {relation} {bound:g}")
    return tuple(failed), tuple(unknown)


def sample(
    action: Action, rng: np.random.Generator, name: str = "", tries: int = 6, counts: Counter | None = None
) -> Sample | None:
    """One sample whose checks hold, or None after ``tries``; counts: failures and unknown metrics are added there."""
    for _ in range(tries):
        made = attempt(action, rng)
        if counts is not None:
            counts.update(f"{action.name}: unknown {metric}" for metric in made.unknown)
            counts.update([f"{action.name}: {'kept' if not made.failed else 'dropped'}"])
        if not made.failed:
            return worded(action, made, rng, name or action.name)
    return None


def worded(action: Action, made: Attempt, rng: np.random.Generator, name: str, count: int = CAPTIONS) -> Sample:
    """The sample of an attempt, with its captions and the lines of its parts."""
    texts = list(captions(rng, action.words, made.said, count))
    lines = part_lines(rng, action.words, made.said)
    parts = tuple(lines if lines and rng.random() < 0.3 else {} for _ in texts)
    return Sample(
        name,
        made.motion.rotations.astype(np.float32),
        made.motion.translation.astype(np.float32),
        tuple(texts),
        parts,
        True,
        "train",
        action.name,
    )


def generate(actions: Sequence[Action], count: int, seed: int, counts: Counter | None = None) -> Iterator[Sample]:
    """``count`` samples of the actions, drawn by their weights; those that fail their checks are replaced."""
    weights = np.array([action.weight for action in actions])
    weights = weights / weights.sum()
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        found = None
        while found is None:
            action = actions[int(rng.choice(len(actions), p=weights))]
            found = sample(action, rng, f"action_{seed}_{number}_{action.name}", counts=counts)
        yield found


def joints_of(motion: Motion) -> np.ndarray:
    """Joints (T, 22, 3) of a motion on the neutral skeleton."""
    return forward_kinematics(motion.rotations, motion.translation, neutral_skeleton().offsets)[0]


def without_checks(action: Action) -> Action:
    """The action with no checks, e.g. to look at samples that fail them."""
    return replace(action, checks=(), seconds=(0.0, 60.0))
