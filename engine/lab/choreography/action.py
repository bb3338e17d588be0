"""An action: how it is built, what it is called, what must be true of it; and samples of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...body.skeleton import neutral_skeleton
from ...errors import MotionCtrlError
from ...motion.hinges import bend_as_hinges
from ...motion.kinematics import Motion, forward_kinematics
from ..data.sample import Sample
from .carriage import STYLES, carry
from .draw import Draw
from .facts import facts
from .sketch import Sketch
from .solve import solve
from .styles import NEUTRAL
from .vocabulary import SIDES, checks_of, vocabulary
from .vocabulary import Action as Entry
from .wording import Said, Words, captions, part_lines

CAPTIONS = 8
_ENOUGH = 2  # phrases that name the side, so that a sample of the unusual one can be told variously
_ONE_SIDE = re.compile(r"\b(?:left|right) (?:hand|arm|fist|foot|leg|knee|elbow|shoulder)\b")
_PLACE = re.compile(r"\{(?:side|other)\}")
# Options of a table that every action hears: factors of speed and of amplitude.
_GENERAL = {
    "fast": ((1.35, 1.6), (0.95, 1.05)),
    "slow": ((0.55, 0.68), (0.95, 1.05)),
    "hard": ((1.12, 1.3), (1.12, 1.25)),
    "gentle": ((0.7, 0.85), (0.75, 0.9)),
    "careful": ((0.6, 0.75), (0.85, 1.0)),
}


@dataclass(frozen=True)
class Action:
    """How one action of the vocabulary is moved; its words, checks, lengths and sides are in ``words/*.toml``.

    name: of its table. build: draws a sample's numbers from a `Draw` and returns the sketch, written for the right
    side. speed: range of usual speeds. styles: names of STYLES that suit it, in place of the table's. weight: how
    often it is drawn, 1 is usual.
    """

    name: str
    build: Callable[[Draw], Sketch]
    speed: tuple[float, float] = (0.88, 1.12)
    styles: tuple[str, ...] | None = None
    weight: float = 1.0

    @property
    def entry(self) -> Entry:
        """The action's table. Raises MotionCtrlError where there is none."""
        if self.name not in vocabulary():
            raise MotionCtrlError(f"The action {self.name} has no table in words/: write one.")
        return vocabulary()[self.name]

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return self.entry.kind

    @property
    def words(self) -> Words:
        """What the action is called."""
        entry = self.entry
        return Words(entry.do, entry.nouns, roles=entry.roles, purpose=entry.purpose, parts=entry.parts)


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
    entry = action.entry
    draw = _draw(action, rng, style)
    usual = usual_side(entry)
    side = side or (usual if rng.random() < usual_share(entry) else "left" if usual == "right" else "right")
    draw.side = side
    sketch = action.build(draw)
    if isinstance(sketch, Sketch):
        carry(sketch, draw.style)
        rotations, translation = solve(sketch)
    else:
        rotations, translation = sketch
        sketch = None
    motion = Motion(rotations, translation)
    failed, unknown = _check(entry, motion, draw.speed * draw.style.tempo)
    mirrored = side == "left"
    values = dict(draw.words)
    if entry.sides:
        values |= {"side": side, "other": "right" if side == "left" else "left"}
    manners = entry.manner.get(draw.manner, ()) if draw.manner in draw.heard | _GENERAL.keys() else ()
    counted = entry.manner.get("count", ()) if "count" in draw.words else ()
    said = Said(
        values,
        (*draw.manners, *manners, *counted) + draw.style.adverbs,
        draw.style.adjectives,
        draw.style.subjects,
        marked=bool(draw.style.name) or bool(manners),
    )
    return Attempt(motion.mirrored() if mirrored else motion, said, failed, unknown, sketch, mirrored)


def usual_side(entry: Entry) -> str:
    """The side that is meant where nobody says one."""
    return entry.sides[0] if entry.sides else "right"


def usual_share(entry: Entry) -> float:
    """How often a sample is of the usual side: less often where the words can tell the other one."""
    if not entry.sides:
        return 1.0 if names_a_side(entry) else 0.8
    return 0.55 if sum(bool(_PLACE.search(text)) for text in entry.do) >= _ENOUGH else 0.85


def names_a_side(entry: Entry) -> bool:
    """Whether an action without sides is one-sided in its own words or parts, and must not be mirrored."""
    if any(_ONE_SIDE.search(text) for text in (*entry.do, *entry.nouns)):
        return True
    limbs = {part.partition("_")[2] for part in entry.parts if part.startswith(SIDES)}
    return any(entry.parts.get(f"left_{limb}") != entry.parts.get(f"right_{limb}") for limb in limbs)


def sided_words(words: Words, values: Mapping[str, str], usual: str) -> Words:
    """The words with which a sample can be told: on the unusual side, those that name the side, where enough do.

    A phrase without a side means the usual one, such as the right hand; learned for both, it would mean neither.
    """
    if values.get("side", usual) == usual:
        return words
    verbs, nouns = (tuple(text for text in texts if _PLACE.search(text)) for texts in (words.verbs, words.nouns))
    return replace(words, verbs=verbs, nouns=nouns) if len(verbs) >= _ENOUGH else words


def _draw(action: Action, rng: np.random.Generator, style: str | None) -> Draw:
    entry = action.entry
    speed, amplitude, manner = float(rng.uniform(*action.speed)), float(rng.uniform(0.88, 1.12)), ""
    styles = [name for name in (entry.styles if action.styles is None else action.styles) if name in STYLES]
    if style is None:
        style = str(rng.choice(styles)) if styles and rng.random() < 0.3 else ""
    options = sorted(option for option in entry.manner if option != "count")
    if options and not style and rng.random() < 0.4:
        manner = str(rng.choice(options))
        tempo, size = _GENERAL.get(manner, ((1.0, 1.0), (1.0, 1.0)))
        speed, amplitude = speed * float(rng.uniform(*tempo)), amplitude * float(rng.uniform(*size))
    chosen = STYLES[style] if style else NEUTRAL
    low, high = entry.seconds
    seconds = float(rng.uniform(low + 0.15 * (high - low), low + 0.8 * (high - low)))
    return Draw(rng, speed=speed, amplitude=amplitude * chosen.amplitude, style=chosen, manner=manner, seconds=seconds)


def _check(entry: Entry, motion: Motion, pace: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    values = facts(motion)
    failed, unknown = [], []
    for metric, relation, bound in checks_of(entry, "right" if entry.sides else ""):
        if metric not in values:
            unknown.append(metric)
        elif not (values[metric] < bound if relation == "<" else values[metric] > bound):
            failed.append(f"{metric} {values[metric]:.2f}, not {relation} {bound:g}")
    low, high = entry.seconds
    seconds = len(motion) / motion.fps
    if not 0.8 * low * min(1.0, 1.1 / pace) <= seconds <= 1.6 * high * max(1.0, 0.9 / pace):
        failed.append(f"{seconds:.1f} s, not {low:g} to {high:g}")
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
    motion = replace(made.motion, rotations=made.motion.rotations.copy())
    bend_as_hinges(motion)
    words = sided_words(action.words, made.said.values, usual_side(action.entry))
    texts = list(captions(rng, words, made.said, count))
    lines = part_lines(rng, words, made.said)
    parts = tuple(lines if lines and rng.random() < 0.3 else {} for _ in texts)
    return Sample(
        name,
        motion.rotations.astype(np.float32),
        motion.translation.astype(np.float32),
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
