"""A folder of motion files as motions of the SMPL body at 20 frames a second."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ....errors import MotionCtrlError
from ....formats.load import load_motion
from ...data.cmu import load_cached, save_cached
from .tables import Entry, Telling

LIST = "captions.jsonl"
_SHORTEST = 12  # frames


@dataclass(frozen=True)
class Told:
    """A motion of the cache: its name, split, and what is said of it."""

    name: str
    split: str
    tellings: tuple[Telling, ...]


def build_cache(entries: Iterable[Entry], cache: str | os.PathLike) -> Iterator[tuple[Entry, str]]:
    """Retarget every file into ``cache``/<name>.npz and list it with its sentences.

    Yields each entry with "" or the reason for which it was left out: one bad file does not stop the others.
    """
    target = Path(cache)
    target.mkdir(parents=True, exist_ok=True)
    partial = target / f".{LIST}.{os.getpid()}"
    with partial.open("w", encoding="utf-8") as stream:
        for entry in entries:
            try:
                motion = load_motion(entry.path)
            except MotionCtrlError as problem:
                yield entry, str(problem)
                continue
            if len(motion) < _SHORTEST:
                yield entry, f"{entry.path} lasts only {len(motion) / motion.fps:.1f} s."
                continue
            save_cached(replace(motion, text=entry.tellings[0].text), target, entry.name)
            said = [asdict(telling) for telling in entry.tellings]
            stream.write(json.dumps({"name": entry.name, "split": entry.split, "tellings": said}) + "\n")
            yield entry, ""
    os.replace(partial, target / LIST)


def read_list(cache: str | os.PathLike) -> list[Told]:
    """The motions that :func:`build_cache` wrote."""
    path = Path(cache) / LIST
    if not path.is_file():
        raise MotionCtrlError(f"{path} is missing: make the motions with `python -m engine train data --folder`.")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Told(row["name"], row["split"], tuple(Telling(**said) for said in row["tellings"])) for row in rows]


def split_motions(cache: str | os.PathLike, split: str) -> list:
    """The motions of one split."""
    return [load_cached(cache, told.name) for told in read_list(cache) if told.split == split]
