"""Motion to text: does the description name what the trial shows?

Test trials are described in stretches of at most what the model reads at once (10 s). A stretch's caption has
one class of action (``caption_classes``); it is *right* when that is a class of the trial's description line,
and *true* when it is right or the rules that write the training's captions find that action in the stretch
by measurement. A trial counts with the share of its stretches, so that long dances do not outweigh short
walks. Beside the model stand captions of other trials ("by chance") and the rules' own captions ("by rule").
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ..data.captions import TEMPLATES, captions, fill
from ..data.cmu import load_cached, trials
from ..data.facts import Facts, measure_facts
from ..data.gestures.language import realise
from ..data.retime import takes
from ..data.scenes import actions_of
from ..data.split import NAMES, read_split, split_of
from ..options import add_model, open_model, write_json
from .caption_classes import class_of, kind_class, right_classes

# captions_of(motion) -> (start, stop, text) of its stretches, in seconds
CaptionsOf = Callable[[Motion], Iterable[tuple[float, float, str]]]


@dataclass(frozen=True)
class Row:
    """One stretch of a trial and its caption.

    wanted: the trial's class.
    right: the classes that count for it.
    measured: those that its motion shows by rule.
    said: the caption's class.
    by_rule: share of the rules' captions that are right, None where the rules are certain of nothing.
    """

    trial: str
    start: float
    stop: float
    caption: str
    said: str
    wanted: str
    right: frozenset[str]
    measured: frozenset[str] = field(default_factory=frozenset)
    by_rule: float | None = None

    @property
    def is_right(self) -> bool:
        return self.said in self.right

    @property
    def is_true(self) -> bool:
        return self.said in self.right | self.measured


def split_trials(cmu: Path, folder: Path, split: str = "test") -> list[tuple[str, str, Motion]]:
    """Name, description and motion of a split's trials, in natural time and without the copies in the data."""
    table = read_split()
    rows = [row for row in trials(cmu) if split_of(row.cmu_id, table) == split]
    motions = {row.name: load_cached(folder, row.name) for row in rows}
    found = [(take.name, take.trial.description, take.motion) for take in takes(motions, rows)]
    if not found:
        raise MotionCtrlError(f"{cmu} holds no {split} trial: choose another folder or split.")
    return found


def judge(name: str, description: str, motion: Motion, captions_of: CaptionsOf) -> list[Row]:
    """A row for every stretch of a trial; the motion has 20 fps."""
    rows, joints = [], motion.joints()
    for start, stop, text in captions_of(motion):
        first, last = round(start * motion.fps), round(stop * motion.fps)
        facts = measure_facts(joints[first:last], motion.fps) if last - first >= 12 else None
        rows.append(
            Row(
                name,
                start,
                stop,
                text,
                class_of(text),
                kind_class(description),
                frozenset(right_classes(description)),
                measured_classes(facts, description) if facts else frozenset(),
                rule_share(facts, description, f"{name} {first}") if facts else None,
            )
        )
    return rows


def measured_classes(facts: Facts, description: str) -> frozenset[str]:
    """Classes of every phrase that the captions' rules allow for a stretch."""
    return frozenset(
        class_of(realise(fill(phrase, action), "third", "the"))
        for action in actions_of(facts, description)
        for phrase in TEMPLATES[action.tag]
    )


def rule_share(facts: Facts, description: str, name: str) -> float | None:
    """Share of right ones among captions of the training's kind; None where there are none."""
    texts = captions(facts, description, np.random.default_rng(zlib.crc32(name.encode())), 8)
    right = right_classes(description)
    return float(np.mean([class_of(text) in right for text in texts])) if texts else None


def summary(rows: list[Row]) -> dict:
    """JSON-ready result: ``named``, ``true``, ``chance``, ``rule`` (0 to 1, means over trials), and the rows."""
    own = by_trial(rows, lambda row: row.is_right)
    said = defaultdict(list)
    for row in rows:
        said[row.trial].append(row.said)

    def by_chance(row: Row) -> float:
        others = [[word in row.right for word in words] for trial, words in said.items() if trial != row.trial]
        return float(np.mean([np.mean(found) for found in others])) if others else 0.0

    certain = [row for row in rows if row.by_rule is not None]
    return {
        "named": mean(own),
        "true": mean(by_trial(rows, lambda row: row.is_true)),
        "chance": mean(by_trial(rows, by_chance)),
        "rule": mean(by_trial(certain, lambda row: row.by_rule)) if certain else None,
        "trials": len(own),
        "stretches": len(rows),
        "classes": class_table(rows),
        "rows": [
            {
                "trial": row.trial,
                "start": row.start,
                "stop": row.stop,
                "caption": row.caption,
                "said": row.said,
                "wanted": row.wanted,
                "right": sorted(row.right),
                "named": row.is_right,
                "true": row.is_true,
            }
            for row in rows
        ],
    }


def by_trial(rows: list[Row], value: Callable[[Row], float]) -> dict[str, float]:
    """Mean of ``value`` over each trial's rows."""
    values = defaultdict(list)
    for row in rows:
        values[row.trial].append(float(value(row)))
    return {trial: float(np.mean(found)) for trial, found in values.items()}


def mean(values: dict[str, float]) -> float:
    return float(np.mean(list(values.values())))


def class_table(rows: list[Row]) -> dict[str, dict]:
    """For each class of trial: how many, the shares that are right and true, and what was said how often."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.wanted].append(row)
    table = {}
    for name, group in sorted(groups.items(), key=lambda entry: (-len({row.trial for row in entry[1]}), entry[0])):
        named = by_trial(group, lambda row: row.is_right)
        table[name] = {
            "trials": len(named),
            "stretches": len(group),
            "named": mean(named),
            "true": mean(by_trial(group, lambda row: row.is_true)),
            "said": dict(Counter(row.said for row in group).most_common()),
        }
    return table


def format_row(row: Row) -> str:
    """One line for the terminal."""
    outcome = "right" if row.is_right else "true " if row.is_true else "  -  "
    return f"{outcome}  {row.trial:<12} {row.start:5.1f} to {row.stop:5.1f} s  {row.wanted:<13} {row.caption}"


def format_table(table: dict[str, dict]) -> str:
    """The classes' table for the terminal."""
    lines = [f"{'class':<13} {'trials':>6} {'stretches':>9} {'named':>6} {'true':>6}  said"]
    for name, entry in table.items():
        said = ", ".join(f"{word} {count}" for word, count in entry["said"].items())
        counts = f"{name:<13} {entry['trials']:>6} {entry['stretches']:>9}"
        lines.append(f"{counts} {entry['named']:>6.2f} {entry['true']:>6.2f}  {said}")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate describe``."""
    parser.add_argument("--cmu-dir", type=Path, required=True, metavar="D", help="folder with manifest.csv")
    parser.add_argument("--motions", type=Path, required=True, metavar="M", help="folder that `train data` made")
    parser.add_argument("--split", choices=NAMES, default="test", help="which trials (default: test)")
    add_model(parser)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Describe and judge all trials; prints a line for each stretch, the classes' table, then the shares."""
    motions = split_trials(args.cmu_dir, args.motions, args.split)
    rows: list[Row] = []
    with open_model(args) as engine:

        def captions_of(motion: Motion) -> Iterable[tuple[float, float, str]]:
            return ((caption.start, caption.stop, caption.text) for caption in engine.captions(motion))

        for name, description, motion in motions:
            judged = judge(name, description, motion, captions_of)
            print("\n".join(map(format_row, judged)), flush=True)
            rows += judged
    result = summary(rows)
    rule = "-" if result["rule"] is None else f"{result['rule']:.3f}"
    print(f"\n{format_table(result['classes'])}\n")
    print(
        f"named {result['named']:.3f}, true {result['true']:.3f} over {result['trials']} {args.split} trials "
        f"({result['stretches']} stretches); by chance {result['chance']:.3f}, captions by rule {rule}"
    )
    if args.json:
        write_json(args.json, result)
    return 0
