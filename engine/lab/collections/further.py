"""Motions of further collections: folders that ``train data`` made from anything but the CMU trials."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ..data.sample import Sample
from .folder import motions as folder_motions
from .folder import samples as folder_samples
from .open_motion import motions as open_motions
from .open_motion import samples as open_samples


def split_motions(cache: str | os.PathLike, split: str) -> list[Motion]:
    """The motions of one split in a folder that ``train data`` made."""
    if _is_open(cache):
        return open_samples.split_motions(cache, split)
    return folder_motions.split_motions(cache, split)


def build_samples(cache: str | os.PathLike, split: str, seed: int = 0) -> Iterator[Sample]:
    """The captioned samples of one split, with mirrored copies."""
    return (open_samples if _is_open(cache) else folder_samples).build_samples(cache, split, seed)


def _is_open(cache: str | os.PathLike) -> bool:
    """Whether the open motion collection was read, else a folder with a table. Raises :class:`MotionCtrlError`."""
    if (Path(cache) / open_motions.LIST).is_file():
        return True
    if (Path(cache) / folder_motions.LIST).is_file():
        return False
    raise MotionCtrlError(
        f"{cache} has no list of motions: make it with `python -m engine train data --open-motion` or `--folder`."
    )
