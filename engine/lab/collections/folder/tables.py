"""Which motion files of a folder there are, and what is said of each: a table, or HumanML3D's folder of texts."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ....errors import MotionCtrlError
from ....formats.load import KINDS
from ...data.split import NAMES, split_of

_SPLIT_FILES = {"train": "train.txt", "validation": "val.txt", "test": "test.txt"}


@dataclass(frozen=True)
class Telling:
    """A sentence about a file, or about the stretch of it between two times (seconds; 0 and 0: all of it)."""

    text: str
    start: float = 0.0
    stop: float = 0.0


@dataclass(frozen=True)
class Entry:
    """One motion file. name: unique. path: the file. split: "train", "validation" or "test"."""

    name: str
    path: Path
    split: str
    tellings: tuple[Telling, ...]


def read_entries(folder: str | os.PathLike, captions: str | os.PathLike) -> list[Entry]:
    """The motion files of ``folder`` that ``captions`` speaks of.

    captions: a CSV table with the columns ``file`` (a path below the folder, with or without ending), ``text`` and,
    if wanted, ``split``, ``group``, ``start`` and ``stop`` (seconds); several lines a file are several sentences. Or
    HumanML3D's folder ``texts``, whose NAME.txt has lines ``sentence#words#start#stop``. Files whose split is not
    said fall where the hash of their group (else of their own name) puts them.
    Raises :class:`MotionCtrlError` where nothing fits.
    """
    root, said = Path(folder), Path(captions)
    if not root.is_dir():
        raise MotionCtrlError(f"{root} is no folder: give the folder with the motion files.")
    files = _motion_files(root)
    entries = _from_texts(said, files) if said.is_dir() else _from_table(said, files)
    if not entries:
        raise MotionCtrlError(
            f"{said} speaks of no motion file of {root}: its names must be paths below that folder, "
            f"ending in {', '.join(KINDS)}."
        )
    return entries


def _motion_files(root: Path) -> dict[str, Path]:
    """All motion files below ``root``, by their path with and without ending and by their bare name."""
    found: dict[str, Path] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() in KINDS and path.is_file():
            below = path.relative_to(root)
            for key in (path.stem, below.with_suffix("").as_posix(), below.as_posix()):
                found.setdefault(key, path)
    return found


def _from_table(table: Path, files: dict[str, Path]) -> list[Entry]:
    try:
        with table.open(newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise MotionCtrlError(
            f"{table} cannot be read ({problem}): give a CSV table or a folder of texts."
        ) from problem
    if not rows or not {"file", "text"} <= set(rows[0]):
        raise MotionCtrlError(f"{table} lacks the columns file and text: write them into its first line.")
    tellings: dict[Path, list[Telling]] = defaultdict(list)
    sides: dict[Path, str] = {}
    for number, row in enumerate(rows, start=2):
        path = files.get((row["file"] or "").strip())
        text = (row["text"] or "").strip()
        if path is None or not text:
            continue
        side = (row.get("split") or "").strip().lower()
        side = "validation" if side == "val" else side
        if side and side not in NAMES:
            raise MotionCtrlError(f"{table} says “{side}” in line {number}: a split is one of {', '.join(NAMES)}.")
        tellings[path].append(_telling(text, row.get("start"), row.get("stop"), f"{table}, line {number}"))
        sides.setdefault(path, side or split_of((row.get("group") or "").strip() or path.stem, {}))
    return _entries(tellings, sides)


def _from_texts(texts: Path, files: dict[str, Path]) -> list[Entry]:
    listed = {}
    for side, name in _SPLIT_FILES.items():
        path = texts.parent / name
        lines = path.read_text(encoding="utf-8").split() if path.is_file() else ()
        listed.update((line, side) for line in lines)
    tellings: dict[Path, list[Telling]] = defaultdict(list)
    sides: dict[Path, str] = {}
    for file in sorted(texts.glob("*.txt")):
        path = files.get(file.stem)
        if path is None:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            text, _, rest = line.partition("#")
            times = rest.split("#")[1:] or ["", ""]
            if text.strip():
                tellings[path].append(_telling(text.strip(), times[0], times[-1], f"{file}, line {number}"))
        original = file.stem.removeprefix("M")  # HumanML3D's mirrored copies
        sides[path] = listed.get(file.stem, "") or split_of(original, {})
    return _entries(tellings, sides)


def _telling(text: str, start: str | None, stop: str | None, where: str) -> Telling:
    try:
        first, last = (float(value) if value and value.strip() else 0.0 for value in (start, stop))
    except ValueError as problem:
        raise MotionCtrlError(f"{where} has a time that is no number: write seconds, or leave it empty.") from problem
    first, last = (0.0 if value != value else value for value in (first, last))  # HumanML3D has "nan" there
    return Telling(text, first, last)


def _entries(tellings: dict[Path, list[Telling]], sides: dict[Path, str]) -> list[Entry]:
    names = _unique(tellings)
    return [Entry(names[path], path, sides[path], tuple(said)) for path, said in tellings.items() if said]


def _unique(paths: Iterable[Path]) -> dict[Path, str]:
    """A name for each path: its stem, with as much of its folders before it as makes it unique."""
    paths = list(paths)
    names = {path: path.stem for path in paths}
    for depth in range(1, 10):
        counts: dict[str, int] = defaultdict(int)
        for name in names.values():
            counts[name] += 1
        again = [path for path in paths if counts[names[path]] > 1]
        if not again:
            break
        for path in again:
            names[path] = "-".join([*path.parent.parts[-depth:], path.stem]).replace("/", "")
    return names
