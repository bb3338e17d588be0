"""Pickled dictionaries in .npy files, as text-to-motion tools save their samples; none of their code is run."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import HANDS
from ..errors import MotionCtrlError
from .safe_pickle import load_pickle

_SAMPLES = ("motion", "motions", "joints", "pred_xyz", "xyz")


def is_pickled_array(path: str | os.PathLike) -> bool:
    """Whether a .npy file holds pickled objects instead of numbers."""
    try:
        with open(path, "rb") as file:
            return _header(file).hasobject
    except Exception:  # a damaged header may fail anywhere in numpy and Python's tokenizer
        return False


def _header(file) -> np.dtype:
    """The type of a .npy file's array; the file then stands at its data."""
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    return read(file)[2]


def one_sample(path: str | os.PathLike) -> tuple[np.ndarray, tuple[str, ...]]:
    """The motion (T, 22, 3) of a pickled dictionary that holds one sample, and a sentence about it.

    Raises :class:`MotionCtrlError` where there are several, or none: it says what is in there and what to save.
    """
    name = Path(path).name
    held = _dictionary(path)
    samples = next((held[key] for key in _SAMPLES if isinstance(held.get(key), np.ndarray)), None)
    inside = ", ".join(f"{key} {np.shape(value)}" for key, value in list(held.items())[:6])
    if samples is None or samples.dtype.kind not in "fiu" or samples.ndim not in (3, 4):
        raise MotionCtrlError(
            f"{path} holds a pickled dictionary ({inside}) in which no motion is known: save one sample's joints "
            "(T, 22, 3) alone with numpy.save."
        )
    if samples.ndim == 4 and len(samples) != 1:
        raise MotionCtrlError(
            f"{path} holds a pickled dictionary of {len(samples)} samples ({inside}): save one sample's joints "
            "(T, 22, 3) alone with numpy.save, for example sample['motion'][0].transpose(2, 0, 1)."
        )
    sample = samples[0] if samples.ndim == 4 else samples
    if sample.shape[0] in (JOINT_COUNT, JOINT_COUNT + len(HANDS)) and sample.shape[1] == 3:
        sample = np.moveaxis(sample, 2, 0)
    lengths = np.asarray(held.get("lengths", 0))
    if lengths.size == 1 and lengths.dtype.kind in "iu" and 0 < int(lengths.reshape(-1)[0]) < len(sample):
        sample = sample[: int(lengths.reshape(-1)[0])]
    return sample, (f"{name} holds a pickled dictionary; the one sample in it was read.",)


def _dictionary(path: str | os.PathLike) -> dict:
    try:
        with open(path, "rb") as file:
            _header(file)
            start = file.tell()
        held = load_pickle(path, start)
    except (OSError, pickle.UnpicklingError) as problem:
        raise MotionCtrlError(
            f"{path} holds pickled objects that are not opened, because that could run foreign code ({problem}): "
            "save one sample's joints (T, 22, 3) alone with numpy.save."
        ) from problem
    if isinstance(held, np.ndarray) and held.size == 1:
        held = held.reshape(-1)[0]
    if not isinstance(held, dict):
        raise MotionCtrlError(
            f"{path} holds pickled objects instead of numbers: save one sample's joints (T, 22, 3) alone with "
            "numpy.save."
        )
    return held
