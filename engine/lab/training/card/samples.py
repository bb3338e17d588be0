"""Captioned samples as a pack of motions and a table: a new tokenizer encodes them without making them anew."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ...data.sample import Sample
from .pack import Packer, read_pack

PACK, TABLE = "samples.pack", "samples.jsonl"


def write_samples(samples: Iterable[Sample], folder: Path, source: str, seconds: float | None = None) -> int:
    """Write samples until there are no more or ``seconds`` are over; returns how many.

    source: what the pack calls them, followed by a slash and their kind.
    """
    packer, rows = Packer(), []
    began = time.monotonic()
    for sample in samples:
        kind = sample.kind.replace("/", " ") or "other"
        packer.add(sample.name, f"{source}/{kind}", sample.split, sample.rotations, sample.translation)
        rows.append(
            {
                "name": sample.name,
                "captions": sample.captions,
                "parts": sample.parts,
                "synthetic": sample.synthetic,
                "split": sample.split,
                "kind": sample.kind,
                "given": sample.given,
            }
        )
        if seconds and time.monotonic() - began > seconds:
            break
    folder.mkdir(parents=True, exist_ok=True)
    packer.write(folder / PACK)
    (folder / TABLE).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def read_samples(folder: Path) -> Iterator[Sample]:
    """What ``write_samples`` wrote, its motions quantized."""
    pack = read_pack(folder / PACK)
    for index, row in enumerate(read_table(folder)):
        motion = pack.motion(index)
        yield Sample(
            row["name"],
            motion.rotations.astype(np.float32),
            motion.translation.astype(np.float32),
            tuple(row["captions"]),
            tuple(row["parts"]),
            row["synthetic"],
            row["split"],
            row["kind"],
            row["given"],
        )


def read_table(folder: Path) -> list[dict]:
    """What is said of the samples, without their motions."""
    return [json.loads(line) for line in (folder / TABLE).read_text(encoding="utf-8").splitlines()]
