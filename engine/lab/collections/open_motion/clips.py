"""The clips of the open motion collection: which are used, how they are played, and on which side of the split."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ....errors import MotionCtrlError

TABLE = Path(__file__).with_name("clips.tsv")
HAND_ANIMATED = ("quaternius_ual1", "mesh2motion", "kaykit_medium", "kaykit_large", "quaternius_packs")
RECORDED = ("cmu_expmap", "cmu_fbx", "uiprmd", "holosoma_climb", "upc_run")
COMPARED = ("deepmimic",)  # to compare with only: some of its clips may come from a source for research alone
# Folders whose terms rest on a repository's licence, without a word on the data itself.
WITHOUT_DATA_TERMS = ("holosoma_climb", "upc_run")
_REPETITIONS = 2  # of each exercise and person


@dataclass(frozen=True)
class Clip:
    """One file of the collection.

    name: unique. source: its folder. text: the manifest's sentence. mode: "loop" (a cycle that goes on), "once"
    (an action with a beginning and an end), "take" (recorded, used as it is). how: what is done to it: "feet",
    "crawl" or "roll" (travels against what stands on the floor), "1.2m/s" (travels forward), "x0.5" (its path is
    scaled), "grip0.2" (the hands are at most so many metres apart), "grounded" (never leaves the floor),
    "seated" (sits or lies where its hips are low). group: clips that must lie on one side of a split share it.
    split: "train", "validation", "test", or
    "compare": neither learned from nor tested, only compared with.
    """

    name: str
    file: str
    source: str
    text: str
    mode: str
    how: tuple[str, ...]
    group: str
    split: str
    path: Path

    @property
    def recorded(self) -> bool:
        """Whether a person was recorded; else an animator made it."""
        return self.source not in HAND_ANIMATED


def read_clips(folder: str | os.PathLike, without: Iterable[str] = ()) -> list[Clip]:
    """The usable clips of the collection's ``folder``, without those of the sources ``without``.

    Raises :class:`MotionCtrlError` where the folder has no manifest.
    """
    root = Path(folder)
    manifest = root / "manifest.csv"
    if not manifest.is_file():
        raise MotionCtrlError(f"{root} has no manifest.csv: give the folder of the open motion collection.")
    known = {*HAND_ANIMATED, *RECORDED, *COMPARED}
    unknown = sorted(set(without) - known)
    if unknown:
        raise MotionCtrlError(f"There is no source {unknown[0]}: choose from {', '.join(sorted(known))}.")
    table, found, repetitions = _table(), [], {}
    with manifest.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            source = row["file"].partition("/")[0]
            if source in without:
                continue
            entry = table.get(row["file"])
            if entry is None and source == "uiprmd":
                entry = _exercise(row, repetitions)
            if entry is None or entry["mode"] == "drop":
                continue
            found.append(_clip(root, row, source, entry))
    return found


def dropped() -> dict[str, str]:
    """Files that are not used, with the reason."""
    return {file: entry["note"] for file, entry in _table().items() if entry["mode"] == "drop"}


def _clip(root: Path, row: dict[str, str], source: str, entry: dict[str, str]) -> Clip:
    stem = Path(row["file"]).stem
    return Clip(
        name=f"{source}-{stem}",
        file=row["file"],
        source=source,
        text=entry["text"] or row["text"],
        mode=entry["mode"],
        how=tuple(entry["how"].split()),
        group=entry["group"] or stem,
        split=entry["split"] or "train",
        path=root / row["file"],
    )


def _exercise(row: dict[str, str], repetitions: dict[tuple[str, str], int]) -> dict[str, str] | None:
    """Plan of a repetition of an exercise: the first ones of each person; one person in ten is held out."""
    if "_inc" in row["file"] or "not quite correctly" in row["text"]:
        return None
    exercise, person = re.fullmatch(r"uiprmd/(m\d+)_(s\d+)_e\d+\.bvh", row["file"]).groups()
    seen = repetitions[exercise, person] = repetitions.get((exercise, person), 0) + 1
    if seen > _REPETITIONS:
        return None
    split = {"s04": "test", "s09": "validation"}.get(person, "train")
    return {"mode": "take", "how": "", "group": person, "split": split, "text": ""}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as stream:
        return {row["file"]: row for row in csv.DictReader(stream, delimiter="\t")}
