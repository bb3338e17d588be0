"""Training, validation and test, by trial: nothing of a test trial is ever trained on.

The bundled data's split is written down in split.csv (made by `make_split`). All windows of a trial, the two
dancers of one pair dance (60_NN with 61_NN) and mirrored copies lie on the same side.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .cmu import Trial, split_key
from .kinds import kind_of

FILE = Path(__file__).with_name("split.csv")
NAMES = ("train", "validation", "test")
_VALIDATION, _TEST = 0.08, 0.12


def _rank(group: str) -> float:
    """A fixed number in [0, 1) for each group: the same on every machine, unrelated to the numbering."""
    name = f"60+61_{group[3:]}" if group.startswith("60_") else group  # a pair dance is named for both dancers
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2**48


def make_split(rows: Iterable[Trial]) -> dict[str, str]:
    """Split name of every trial (by cmu_id): of each kind about 12 % test and 8 % validation, each source in test."""
    rows = list(rows)
    kinds: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        kinds[kind_of(row.description)].add(row.key)
        sources[row.source].add(row.key)
    kind_sizes = {group: len(groups) for groups in kinds.values() for group in groups}
    tests: set[str] = set()
    for groups in sources.values():
        if len(groups) > 1 and not groups & tests:  # taken from a kind that can spare it
            tests.add(min(groups, key=lambda group: (-kind_sizes[group], _rank(group))))
    split: dict[str, str] = {}
    for groups in kinds.values():
        # Those taken for their source come first and count towards the kind's share.
        ordered = sorted(groups, key=lambda group: (group not in tests, _rank(group)))
        test = max(round(_TEST * len(ordered)), int(len(ordered) >= 3), len(groups & tests))
        validation = max(round(_VALIDATION * len(ordered)), int(len(ordered) >= 5))
        for place, group in enumerate(ordered):
            split[group] = "test" if place < test else "validation" if place < test + validation else "train"
    return {row.cmu_id: split[row.key] for row in rows}


def read_split(path: str | Path = FILE) -> dict[str, str]:
    """Split name of each trial in a split file."""
    with open(path, newline="", encoding="utf-8") as stream:
        return {entry["trial"]: entry["split"] for entry in csv.DictReader(stream)}


def write_split(split: dict[str, str], path: str | Path = FILE) -> None:
    """Write ``split`` (trial to name) as a two-column CSV, sorted by trial."""
    lines = ["trial,split", *(f"{trial},{name}" for trial, name in sorted(split.items()))]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def split_of(trial: str, split: dict[str, str]) -> str:
    """Split of a trial; one that the file does not name falls where its own name's hash puts it."""
    if trial in split:
        return split[trial]
    rank = _rank(split_key(trial))
    return "test" if rank < _TEST else "validation" if rank < _TEST + _VALIDATION else "train"
