"""The CMU motion capture collection: its trials, and a cache of them as motions of the SMPL body."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ...body.skeleton import Skeleton, neutral_skeleton
from ...errors import MotionCtrlError
from ...formats.asf_amc import read_amc
from ...formats.bvh import read_bvh
from ...motion.hinges import bend_as_hinges
from ...motion.kinematics import Motion
from ...rigs.retarget import retarget
from ...rigs.source import SourceMotion
from .feet import level_soles

# Conversions in which all subjects have one subject's skeleton, so that its rest feet are not theirs.
_SHARED_SKELETON = ("cmu_wangzexi_motion-synthesis",)


@dataclass(frozen=True)
class Trial:
    """One file of the collection.

    name: unique, the file's stem.
    cmu_id: subject_trial.
    key: what must stay on one side of a split: windows of a trial share it, and so do both dancers of a pair dance
        (60_NN with 61_NN).
    kind: "full" or "window".
    seconds, frames, fps: as the manifest has them.
    """

    name: str
    cmu_id: str
    key: str
    kind: str
    description: str
    source: str
    path: Path
    skeleton: Path | None
    skeleton_is_substitute: bool
    frames: int
    seconds: float

    @property
    def fps(self) -> float:
        """Frames a second of the file."""
        return float(round(self.frames / self.seconds))


def trials(folder: str | os.PathLike) -> list[Trial]:
    """All trials listed in the ``manifest.csv`` of ``folder``, in its order."""
    root = Path(folder)
    manifest = root / "manifest.csv"
    if not manifest.is_file():
        raise MotionCtrlError(f"{root} has no manifest.csv: give the folder of the CMU motions.")
    found = []
    with manifest.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                found.append(_trial(root, row))
            except (KeyError, ValueError, TypeError) as problem:
                raise MotionCtrlError(f"{manifest} has a row that cannot be read ({row}): get it again.") from problem
    return found


def _trial(root: Path, row: dict[str, str]) -> Trial:
    path = root / row["file"]
    return Trial(
        name=path.stem,
        cmu_id=row["cmu_id"],
        key=split_key(row["cmu_id"]),
        kind=row["kind"],
        description=row["description"],
        source=row["source"],
        path=path,
        skeleton=root / row["skeleton"] if row["skeleton"] else None,
        skeleton_is_substitute=row["skeleton_is_substitute"] == "1",
        frames=int(row["frames"]),
        seconds=float(row["seconds"]),
    )


def split_key(cmu_id: str) -> str:
    """Key under which trials stay together in a split: 60_NN and 61_NN are two halves of one dance."""
    return re.sub(r"^61_", "60_", cmu_id)


def load_source(trial: Trial) -> SourceMotion:
    """The trial's motion as its file has it."""
    if trial.path.suffix.lower() == ".amc":
        return read_amc(trial.path, trial.skeleton, trial.fps)
    return read_bvh(trial.path)


def load_trial(trial: Trial, fps: float = 20.0) -> Motion:
    """The trial as a Motion of the neutral SMPL body, its description as text."""
    motion = retarget(load_source(trial), fps)
    if trial.source in _SHARED_SKELETON:
        motion = level_soles(motion)
    return replace(motion, text=trial.description)


def build_cache(folder: str | os.PathLike, cache: str | os.PathLike) -> Iterator[Trial]:
    """Retarget every trial of ``folder`` into ``cache``/<name>.npz; yields each trial when it is written."""
    target = Path(cache)
    target.mkdir(parents=True, exist_ok=True)
    for trial in trials(folder):
        motion = load_trial(trial)
        save_cached(motion, target, trial.name)
        yield trial


def save_cached(motion: Motion, cache: Path, name: str) -> None:
    """Write a motion as ``cache``/<name>.npz, whole or not at all."""
    partial = cache / f".{name}.{os.getpid()}.npz"
    np.savez(
        partial,
        rotations=motion.rotations.astype(np.float32),
        translation=motion.translation.astype(np.float32),
        fps=np.float32(motion.fps),
        text=np.array(motion.text),
    )
    os.replace(partial, cache / f"{name}.npz")


def load_cached(cache: str | os.PathLike, name: str, skeleton: Skeleton | None = None) -> Motion:
    """A motion that :func:`save_cached` wrote."""
    path = Path(cache) / f"{name}.npz"
    if not path.is_file():
        raise MotionCtrlError(f"{path} is not in the cache: build the cache again.")
    with np.load(path, allow_pickle=False) as stored:
        motion = Motion(
            stored["rotations"],
            stored["translation"],
            float(stored["fps"]),
            skeleton or neutral_skeleton(),
            str(stored["text"]),
        )
    bend_as_hinges(motion)  # conversions of the collection twist limbs differently
    return motion
