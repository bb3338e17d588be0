"""Coverage: which actions a classifier recognises in generated motion.

The classifier learns from samples of the choreography. It is tested on further samples, on recorded and hand-animated
clips of the same actions, and on what the model makes of one sentence an action. An action is covered when one of
its motions is recognised among the first five names.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ...motion.kinematics import Motion
from ..choreography.action import Action, sample
from ..choreography.registry import all_actions
from ..choreography.vocabulary import KINDS
from ..options import add_model, open_model, write_json
from .judging import Generate, generator
from .vocabulary import request_of

LEARNED, TESTED = 16, 4  # samples of each action
_SHORTLIST = 5
_COMPARE_ONLY = "(compare only)"  # remark of a table about clips that nothing is learned from


@dataclass(frozen=True)
class Row:
    """One motion: where it comes from, its action, and at which place the classifier names it (0: the first)."""

    source: str
    action: str
    kind: str
    place: int


def samples(actions: Iterable[Action], count: int, seed: int) -> tuple[list[Motion], list[str]]:
    """``count`` samples of each action that pass its checks, and their actions' names."""
    motions, names = [], []
    for number, action in enumerate(actions):
        for copy in range(count):
            made = sample(action, np.random.default_rng([seed, number, copy]))
            if made is not None:
                motions.append(Motion(made.rotations, made.translation))
                names.append(action.name)
    return motions, names


def clips(actions: Iterable[Action], folder: Path) -> tuple[list[Motion], list[str]]:
    """Clips of the collection that the tables call alike, from the motions that ``train data --open-motion`` made."""
    motions, names = [], []
    for action in actions:
        for like in action.entry.like:
            path = folder / f"{like.removesuffix(_COMPARE_ONLY).strip().replace('/', '-')}.npz"
            if path.is_file():
                with np.load(path) as arrays:
                    motions.append(Motion(arrays["rotations"], arrays["translation"]))
                names.append(action.name)
    return motions, names


def generated(
    actions: Iterable[Action], generate: Generate, seeds: Sequence[int], report: Callable[[str], None]
) -> tuple[list[Motion], list[str]]:
    """What the model makes of one sentence for each action and seed; ``report`` hears each action's name."""
    motions, names = [], []
    for action in actions:
        item = request_of(action)
        motions += [generate(item.prompt, item.seconds, seed, {}) for seed in seeds]
        names += [action.name] * len(seeds)
        report(action.name)
    return motions, names


def figures(rows: Sequence[Row]) -> dict:
    """Share of motions whose action is named first, and among the first five; share of actions covered, by kind too."""

    def covered(some: Iterable[Row]) -> float:
        places: dict[str, int] = {}
        for row in some:
            places[row.action] = min(row.place, places.get(row.action, row.place))
        return float(np.mean([place < _SHORTLIST for place in places.values()]))

    return {
        "motions": len(rows),
        "first": float(np.mean([row.place == 0 for row in rows])),
        "first_five": float(np.mean([row.place < _SHORTLIST for row in rows])),
        "covered": covered(rows),
        "by_kind": {
            kind: covered(row for row in rows if row.kind == kind)
            for kind in KINDS
            if any(row.kind == kind for row in rows)
        },
    }


def summary(rows: Sequence[Row]) -> dict:
    """JSON-ready result: the `figures` of every source, and the rows."""
    sources = dict.fromkeys(row.source for row in rows)
    result = {source: figures([row for row in rows if row.source == source]) for source in sources}
    return result | {"rows": [asdict(row) for row in rows]}


def format_summary(result: dict) -> str:
    """A line for every source."""
    lines = []
    for source, found in result.items():
        if source != "rows":
            kinds = ", ".join(f"{kind} {share:.2f}" for kind, share in found["by_kind"].items())
            lines.append(
                f"{source:<13} {found['motions']:4d} motions: named first {found['first']:.2f}, among five "
                f"{found['first_five']:.2f}; actions covered {found['covered']:.2f} ({kinds})"
            )
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate coverage``."""
    add_model(parser)
    parser.add_argument("--seeds", type=int, nargs="+", default=(0, 1), metavar="N", help="seeds (default: 0 1)")
    said = "motions that `train data --open-motion` made: clips of the actions are tested too"
    parser.add_argument("--clips", type=Path, metavar="FOLDER", help=said)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Train the classifier, generate every action, and print how much is recognised."""
    from .action_classifier import train

    actions = list(all_actions().values())
    classifier = train(*samples(actions, LEARNED, seed=0))
    tested = {"choreography": samples(actions, TESTED, seed=1)}
    if args.clips:
        tested["clips"] = clips(actions, args.clips)
    with open_model(args) as engine:
        tested["generated"] = generated(actions, generator(engine), args.seeds, lambda name: print(name, flush=True))
    kinds = {action.name: action.kind for action in actions}
    rows = [
        Row(source, name, kinds[name], int(place))
        for source, (motions, names) in tested.items()
        if motions
        for name, place in zip(names, classifier.rank(motions, names), strict=True)
    ]
    result = summary(rows)
    print(format_summary(result))
    if args.json:
        write_json(args.json, result)
    return 0
