"""The list of the motion data's files."""

from __future__ import annotations

from pathlib import Path

from .cmu import Trial, trials


def read_manifest(path: str | Path) -> list[Trial]:
    """Trials of a manifest.csv, in its order."""
    return trials(Path(path).parent)
