"""The data set's list of files: one row a file, with the trial it comes from and what the database says of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ..errors import MotionCtrlError


@dataclass(frozen=True)
class Row:
    """One motion file. ``name`` is the file's stem (08_01_w2), ``trial`` subject_trial (08_01)."""

    name: str
    trial: str
    file: str
    seconds: float
    description: str
    source: str


def read_manifest(path: str | Path) -> list[Row]:
    """Rows of a manifest.csv (columns file, cmu_id, seconds, description, source)."""
    try:
        with open(path, newline="", encoding="utf-8") as stream:
            entries = list(csv.DictReader(stream))
        return [
            Row(
                Path(entry["file"]).stem, entry["cmu_id"], entry["file"], float(entry["seconds"]),
                entry["description"].strip(), entry["source"],
            )
            for entry in entries
        ]  # fmt: skip
    except (OSError, KeyError, ValueError) as error:
        raise MotionCtrlError(
            f"{path} is not a usable manifest ({type(error).__name__}: {error}); "
            "point at the manifest.csv of the motion data."
        ) from error
