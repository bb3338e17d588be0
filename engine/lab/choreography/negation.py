"""What a request leaves out: words for parts that stay still and things that are not done, and samples that show it.

The words are data (``negation.toml``). A sample gets an exclusion only where its measured motion bears it out; arms are
held still where the words ask for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ...body.skeleton import neutral_skeleton
from ...motion.kinematics import forward_kinematics
from ..data.compose import receivers
from ..data.gestures.language import gerund, realise
from ..data.gestures.limbs import ARM, limb_joints
from ..data.held_out import is_held_out
from ..data.sample import Sample
from ..measures.actions import measure_all
from .vocabulary import SIDES, checks_of, sided, vocabulary

FILE = Path(__file__).with_name("negation.toml")
_HELD = ("arms_still", "one_arm_still")  # what arms are held still for, in every second sample
_CAPTIONS = 5
_INSTEAD = ("{0} instead of {1}", "{0} rather than {1}", "{0}, not {1}", "{0} without {1}", "not {1} but {2}")


@dataclass(frozen=True)
class Exclusion:
    """One thing that is left out.

    after: behind any sentence. order: starred, behind a command. before: in front of a command. lines: what a still
    part's own field says. still: parts (and "head") that keep their pose. checks: (metric, "<" or ">", value).
    sided: whether it speaks of one side.
    """

    name: str
    after: tuple[str, ...]
    order: tuple[str, ...]
    before: tuple[str, ...]
    lines: tuple[str, ...]
    still: tuple[str, ...]
    checks: tuple[tuple[str, str, float], ...]
    sided: bool = False

    def holds(self, values: dict[str, float], side: str = "") -> bool:
        """Whether the metrics of a motion bear it out."""
        return all(
            values[sided(metric, side)] < bound if sign == "<" else values[sided(metric, side)] > bound
            for metric, sign, bound in self.checks
        )


@lru_cache(maxsize=1)
def exclusions() -> dict[str, Exclusion]:
    """All exclusions by name."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Exclusion(
            name,
            *(tuple(table[key]) for key in ("after", "order", "before", "lines", "still")),
            checks=tuple((metric, sign, float(value)) for metric, sign, value in table["checks"]),
            sided=bool(table.get("sided")),
        )
        for name, table in tables.items()
    }


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    words = (phrase.split()[0] for action in vocabulary().values() for phrase in action.do)
    return frozenset(word.replace("*", "") for word in words)


def is_order(text: str) -> bool:
    """Whether a sentence begins with a verb in its basic form, as a command does."""
    first = text.lower().split()[0] if text.split() else ""
    return first in _verbs()


def excluded(rng: np.random.Generator, text: str, exclusion: Exclusion, side: str = "") -> str:
    """The sentence with the exclusion said in one of its ways; side: "left" or "right" where it speaks of one."""
    text = text.rstrip(" .!")
    way = rng.random() if is_order(text) else 1.0
    if way < 0.25 and exclusion.before:
        return f"{_one(rng, exclusion.before, side)} {text}"
    if way < 0.5 and exclusion.order:
        return f"{text} {realise(_one(rng, exclusion.order, side), 'base', 'your')}"
    clause = _one(rng, exclusion.after, side)
    comma = "," if rng.random() < (0.15 if clause.startswith(("with", "but", "and", "while")) else 0.5) else ""
    if not is_order(text):
        clause = clause.replace("where you are", "where they are")
    return f"{text}{comma} {clause}"


def instead(rng: np.random.Generator, text: str, avoided: str) -> str:
    """The sentence, and what is not done: ``avoided`` is a starred phrase ("*jump over a wall")."""
    doing, text = realise(avoided, "gerund", "the"), text.rstrip(" .!")
    if is_order(text):
        if rng.random() < 0.5:
            start = str(rng.choice(["don't {0}, {1}", "don't {0}, just {1}", "do not {0} but {1}", "{1}, don't {0}"]))
            return start.format(realise(avoided, "base", "the"), text)
        verb, _, rest = text.partition(" ")
        return str(rng.choice(_INSTEAD)).format(text, doing, f"{gerund(verb)} {rest}".strip())
    return str(rng.choice(_INSTEAD[:-1])).format(text, doing)


def hold_arms(rotations: np.ndarray, sides: Sequence[str]) -> np.ndarray:
    """Rotations (T, 22, 3, 3) whose arms of ``sides`` keep their mean pose all the time."""
    held = rotations.copy()
    for side in sides:
        joints = limb_joints(side, ARM)
        left, _, right = np.linalg.svd(rotations[:, joints].astype(np.float64).mean(axis=0))
        signs = np.ones(left.shape[:-1])
        signs[..., -1] = np.linalg.det(left @ right)
        held[:, joints] = ((left * signs[..., None, :]) @ right).astype(rotations.dtype)
    return held


def excluded_samples(samples: Sequence[Sample], count: int, seed: int) -> Iterator[Sample]:
    """``count`` samples of ``samples`` that leave something out and say so; fewer where none fit.

    Training split only. In every second one an arm or both are held still, on a body whose words leave the arms open;
    in the others the motion is as it was and bears the words out.
    """
    pool = [sample for sample in samples if sample.split == "train" and sample.captions and len(sample) > 8]
    bodies = receivers(pool)
    rng, made = np.random.default_rng(seed), 0
    for number in range(8 * count if pool else 0):
        if made == count:
            return
        held = bool(bodies) and rng.random() < 0.5
        chosen = bodies if held else pool
        sample = _without(chosen[rng.integers(len(chosen))], rng, number, held)
        if sample is not None:
            made += 1
            yield sample


def _without(body: Sample, rng: np.random.Generator, number: int, held: bool) -> Sample | None:
    """The body with one exclusion that its motion bears out, or None."""
    known, side, rotations = exclusions(), str(rng.choice(SIDES)), body.rotations
    wanted = [str(rng.choice(_HELD))] if held else list(known)
    if held:
        limbs = [sided(part, side) for part in known[wanted[0]].still]
        rotations = hold_arms(rotations, [limb.removesuffix("_arm") for limb in limbs])
    joints = forward_kinematics(
        rotations.astype(np.float64), body.translation.astype(np.float64), neutral_skeleton().offsets
    )[0]
    values = measure_all(joints, rotations, 20.0)
    true = [name for name in wanted if known[name].holds(values, side if known[name].sided else "")]
    if not true:
        return None
    exclusion = known[str(rng.choice(true))]
    side = side if exclusion.sided else ""
    texts, parts = _said(body, exclusion, side, values, rng)
    name = f"{body.name}-{exclusion.name}{side and '_' + side}_{number}"
    return Sample(name, rotations, body.translation, texts, parts, True, body.split, given=body.given)


def _said(
    body: Sample, exclusion: Exclusion, side: str, values: dict[str, float], rng: np.random.Generator
) -> tuple[tuple[str, ...], tuple[dict[str, str], ...]]:
    """Captions with the exclusion, one that leaves it to the lines of still parts, one that names what isn't done."""
    plain = [body.captions[index] for index in rng.permutation(len(body.captions))[:_CAPTIONS]]
    said: list[tuple[str, dict[str, str]]] = [(excluded(rng, text, exclusion, side), {}) for text in plain]
    limbs = [sided(part, side) for part in exclusion.still if part != "head"]
    if exclusion.lines and limbs:
        said.append((plain[0], {part: _one(rng, exclusion.lines, side) for part in limbs}))
    elif avoided := _avoided(plain[0], values, rng):
        said.append((instead(rng, plain[0], avoided), {}))
    kept = [(text, lines) for text, lines in said if not is_held_out(text)]
    return tuple(text for text, _ in kept), tuple(lines for _, lines in kept)


def _avoided(text: str, values: dict[str, float], rng: np.random.Generator) -> str:
    """A starred phrase of an action that the motion certainly does not show and the text doesn't name, or ""."""
    actions = list(vocabulary().values())
    for _ in range(8):
        action = actions[int(rng.integers(len(actions)))]
        side = str(rng.choice(action.sides)) if action.sides else ""
        shown = all(
            values[metric] < bound if sign == "<" else values[metric] > bound
            for metric, sign, bound in checks_of(action, side)
        )
        phrase = _one(rng, action.do, side)
        verb = re.search(r"\*([a-z]+)", phrase).group(1)
        if not shown and verb[:4] not in text.lower():
            return phrase
    return ""


def _one(rng: np.random.Generator, phrases: Sequence[str], side: str) -> str:
    return sided(str(rng.choice(phrases)), side)
