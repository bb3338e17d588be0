"""Motions of further collections: folders that ``train data`` made from anything but the CMU trials."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ..data.cmu import load_cached
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


def sourced_motions(cache: str | os.PathLike, split: str) -> Iterator[tuple[str, str, Motion]]:
    """Name, source and motion of all of one split; a folder with a table is one source."""
    if _is_open(cache):
        for row in open_samples.read_list(cache):
            if row.split == split:
                yield row.name, row.source, load_cached(cache, row.name)
    else:
        for told in folder_motions.read_list(cache):
            if told.split == split:
                yield told.name, Path(cache).name, load_cached(cache, told.name)


def is_listed(cache: str | os.PathLike) -> bool:
    """Whether ``train data`` made this folder from a further collection."""
    return any((Path(cache) / name).is_file() for name in (open_motions.LIST, folder_motions.LIST))


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
