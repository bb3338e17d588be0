"""Matrices as 8 bit integers with one scale a row, in safetensors: half the size of half precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .errors import MotionCtrlError

_SCALE = ".scale"


def pack(tensors: dict[str, np.ndarray], names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """``tensors`` with those called ``names``, of any shape (..., columns), packed."""
    found = {}
    for name, value in tensors.items():
        if name not in names:
            found[name] = value
            continue
        value = value.astype(np.float32)
        scale = (np.abs(value).max(axis=-1, keepdims=True) / 127).clip(1e-12).astype(np.float32)
        found[name] = np.rint(value / scale).astype(np.int8)
        found[name + _SCALE] = scale
    return found


def unpack(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What ``pack`` was given, up to half a step; tensors that are not packed stay as they are."""
    return {
        name: value.astype(np.float32) * tensors[name + _SCALE] if name + _SCALE in tensors else value
        for name, value in tensors.items()
        if not name.endswith(_SCALE)
    }


def read_safetensors(path: str | Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Arrays and metadata of a safetensors file. Raises MotionCtrlError with what is wrong."""
    from safetensors import SafetensorError, safe_open

    if not Path(path).is_file():
        raise MotionCtrlError(f"There is no file {path}: download the model again.")
    try:
        with safe_open(str(path), framework="numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return unpack(tensors), file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise MotionCtrlError(f"{path} is damaged ({error}): download the model again.") from error
