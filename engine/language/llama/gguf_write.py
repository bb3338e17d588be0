"""Writes a GGUF file, version 3: as much of the format as the depth decoder's blocks need.

What runs inside Blender has no ``gguf`` package, which brings a downloader and a YAML reader along; trained language
models are written with it (``gguf_export``).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

F32, F16, Q8_0 = 0, 1, 8  # ggml's numbers of tensor types
_ALIGNMENT = 32
_BLOCK = 32  # weights that share a step in Q8_0


def write_gguf(
    path: Path, values: Mapping[str, int | float | str], tensors: Mapping[str, np.ndarray], kind: int
) -> None:
    """Write metadata and tensors (rows, columns) or (columns,); matrices in ``kind`` where their columns allow it.

    Integers are written as 32 bits without a sign, other numbers as 32 bit floats.
    """
    stored = {name: _stored(np.asarray(array, np.float32), kind) for name, array in tensors.items()}
    head = b"GGUF" + struct.pack("<IQQ", 3, len(stored), len(values))
    head += b"".join(_string(key) + _value(value) for key, value in values.items())
    offset = 0
    for name, (number, data) in stored.items():
        shape = tensors[name].shape[::-1]
        head += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, number, offset)
        offset += len(data)
    Path(path).write_bytes(_padded(head) + b"".join(data for _, data in stored.values()))


def _stored(array: np.ndarray, kind: int) -> tuple[int, bytes]:
    """Type and padded bytes of one tensor; vectors stay in single precision."""
    if array.ndim == 1 or kind == F32:
        return F32, _padded(array.astype("<f4").tobytes())
    if kind == Q8_0 and array.shape[-1] % _BLOCK == 0:
        return Q8_0, _padded(_eight_bits(array))
    return F16, _padded(array.astype("<f2").tobytes())


def _eight_bits(array: np.ndarray) -> bytes:
    """Blocks of a half-precision step and 32 whole numbers of it."""
    blocks = array.reshape(-1, _BLOCK)
    step = np.abs(blocks).max(axis=1, keepdims=True) / 127
    whole = np.rint(blocks / np.where(step > 0, step, 1)).astype(np.int8)
    return np.concatenate([step.astype("<f2").view(np.uint8), whole.view(np.uint8)], axis=1).tobytes()


def _string(text: str) -> bytes:
    raw = text.encode("utf-8")
    return struct.pack("<Q", len(raw)) + raw


def _value(value: int | float | str) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    return struct.pack("<II", 4, value) if isinstance(value, int) else struct.pack("<If", 6, value)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)
