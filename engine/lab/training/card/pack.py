"""Many motions in one small file: what a lent machine can be sent.

Rotations are quantized quaternions, differenced twice along time and compressed: a frame of a calm motion is 40 bytes
instead of 840. What is lost is below half a millimetre at the hands.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....errors import MotionCtrlError
from ....motion.kinematics import Motion
from ....motion.rotations import matrix_from_quaternion, matrix_to_quaternion

_STEPS = 4096  # quantization steps of a quaternion's element
_METRE = 4000  # quantization steps of a metre
_CHUNK = 120_000  # frames compressed together
_ROTATION, _PATH = "rotation", "path"


@dataclass(frozen=True)
class Pack:
    """Motions at 20 fps, one after the other.

    names, sources, splits (n,): of each motion. lengths (n,): frames of each. quaternions (T, 22, 4) float32, w first;
    translation (T, 3) float32, metres.
    """

    names: tuple[str, ...]
    sources: tuple[str, ...]
    splits: tuple[str, ...]
    lengths: np.ndarray
    quaternions: np.ndarray
    translation: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """First frame (n,) of each motion."""
        return np.cumsum(self.lengths) - self.lengths

    def motion(self, index: int) -> Motion:
        """One of the motions."""
        start = self.starts[index]
        frames = slice(start, start + self.lengths[index])
        return Motion(matrix_from_quaternion(self.quaternions[frames].astype(np.float64)), self.translation[frames])


class Packer:
    """Collects motions at 20 fps and writes them; each is quantized as soon as it is added."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, int]] = []
        self.rotations: list[np.ndarray] = []
        self.paths: list[np.ndarray] = []

    def add(self, name: str, source: str, split: str, rotations: np.ndarray, translation: np.ndarray) -> None:
        """A motion of rotations (T, 22, 3, 3) and translation (T, 3), metres; ``split``: train, validation or test."""
        quaternions = matrix_to_quaternion(rotations)
        flips = np.where((quaternions[1:] * quaternions[:-1]).sum(-1, keepdims=True) < 0, -1.0, 1.0)
        quaternions[1:] *= np.cumprod(flips, axis=0)
        whole = np.rint(quaternions * _STEPS).astype(np.int16)
        # The pelvis turns all the way round and needs all four elements; of the other joints w follows from the rest.
        others = whole[:, 1:, 1:] * np.where(quaternions[:, 1:, :1] < 0, -1, 1).astype(np.int16)
        self.rows.append((name, source, split, len(rotations)))
        self.rotations.append(np.concatenate([whole[:, 0], others.reshape(len(whole), -1)], axis=1))
        self.paths.append(np.rint(np.asarray(translation) * _METRE).astype(np.int32))

    def write(self, path: Path) -> int:
        """Write the pack; returns its frames."""
        lengths = np.array([row[3] for row in self.rows])
        groups = np.flatnonzero(np.diff(np.cumsum(lengths) // _CHUNK, prepend=-1))
        bounds = list(zip(groups, [*groups[1:], len(lengths)], strict=True))
        jobs = [(values, first, last) for values in (self.rotations, self.paths) for first, last in bounds]

        def compress(job: tuple[list[np.ndarray], int, int]) -> bytes:
            values, first, last = job
            small = _differenced(np.concatenate(values[first:last]), lengths[first:last])
            return lzma.compress(_planes(small), preset=6)

        with ThreadPoolExecutor(2) as pool:
            chunks = list(pool.map(compress, jobs))
        names, sources, splits = (list(column) for column in list(zip(*self.rows, strict=True))[:3])
        head = {"names": names, "sources": sources, "splits": splits, "lengths": lengths.tolist()}
        text = lzma.compress(json.dumps(head | {"bounds": [int(first) for first, _ in bounds]}).encode())
        sizes = np.array([len(text), *map(len, chunks)], dtype=np.int64)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"MCPK" + np.int64(len(sizes)).tobytes() + sizes.tobytes() + text + b"".join(chunks))
        return int(lengths.sum())


def read_pack(path: Path, threads: int = 16) -> Pack:
    """The motions that a ``Packer`` wrote. Raises MotionCtrlError where the file is missing or cut short."""
    try:
        data = Path(path).read_bytes()
        count = int(np.frombuffer(data[4:12], np.int64)[0])
        sizes = np.frombuffer(data[12 : 12 + 8 * count], np.int64)
        ends = 12 + 8 * count + np.cumsum(sizes)
        pieces = [data[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        head = json.loads(lzma.decompress(pieces[0]))
        lengths = np.array(head["lengths"])
        bounds = [*head["bounds"], len(lengths)]
        parts = [lengths[first:last] for first, last in zip(bounds[:-1], bounds[1:], strict=True)]
        kinds = [(np.int16, 67)] * len(parts) + [(np.int32, 3)] * len(parts)

        def restore(job: tuple) -> np.ndarray:
            piece, (dtype, width), sizes_here = job
            return _summed(_from_planes(lzma.decompress(piece), dtype, width), sizes_here)

        with ThreadPoolExecutor(threads) as pool:
            chunks = list(pool.map(restore, zip(pieces[1:], kinds, parts * 2, strict=True)))
    except (OSError, ValueError, IndexError, lzma.LZMAError, EOFError) as problem:
        raise MotionCtrlError(f"{path} is not a whole pack of motions ({problem}): pack them again.") from problem
    rotations = np.concatenate(chunks[: len(parts)]).astype(np.float32) / _STEPS
    others = rotations[:, 4:].reshape(len(rotations), 21, 3)
    w = np.sqrt(np.clip(1 - (others**2).sum(-1, keepdims=True), 0, None))
    quaternions = np.concatenate([rotations[:, None, :4], np.concatenate([w, others], -1)], axis=1)
    quaternions /= np.linalg.norm(quaternions, axis=-1, keepdims=True)
    path_metres = np.concatenate(chunks[len(parts) :]).astype(np.float32) / _METRE
    names, sources, splits = (tuple(head[key]) for key in ("names", "sources", "splits"))
    return Pack(names, sources, splits, lengths, quaternions, path_metres)


def pack_motions(rows: Iterable[tuple[str, str, str, np.ndarray, np.ndarray]], path: Path) -> int:
    """Write motions (name, source, split, rotations, translation) as a pack; returns its frames."""
    packer = Packer()
    for row in rows:
        packer.add(*row)
    if not packer.rows:
        raise MotionCtrlError("There are no motions to pack: give folders that hold some.")
    return packer.write(path)


def _differenced(values: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Second differences (T, c) within motions of ``lengths``; of each, the first row stays, the second is the step."""
    starts = np.cumsum(lengths) - lengths
    steps = np.diff(values, axis=0, prepend=np.zeros_like(values[:1]))
    steps[starts] = values[starts]
    changes = np.diff(steps, axis=0, prepend=np.zeros_like(values[:1]))
    changes[starts] = steps[starts]
    seconds = (starts + 1)[lengths > 1]
    changes[seconds] = steps[seconds]
    return changes


def _summed(changes: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """What ``_differenced`` was given; sums wrap round as the differences did."""
    starts = np.cumsum(lengths) - lengths
    steps = _sums_from(changes, np.sort(np.concatenate([starts, (starts + 1)[lengths > 1]])))
    return _sums_from(steps, starts)


def _sums_from(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Running sums (T, c) that begin anew at ``starts``."""
    sums = np.cumsum(values, axis=0, dtype=values.dtype)
    before = np.concatenate([np.zeros_like(sums[:1]), sums[:-1]])[starts]
    return sums - np.repeat(before, np.diff(np.append(starts, len(values))), axis=0)


def _planes(values: np.ndarray) -> bytes:
    """Bytes of integers (T, c), channel after channel, all low bytes first; zigzag makes small numbers small bytes."""
    signed = values.T.astype(values.dtype, order="C")
    bits = 8 * values.dtype.itemsize - 1
    unsigned = (signed << 1) ^ (signed >> bits)
    return np.ascontiguousarray(unsigned).view(np.uint8).reshape(-1, values.dtype.itemsize).T.tobytes()


def _from_planes(data: bytes, dtype: type, width: int) -> np.ndarray:
    """Integers (T, width) of ``_planes``."""
    size = np.dtype(dtype).itemsize
    whole = np.frombuffer(data, np.uint8).reshape(size, -1).T
    unsigned = np.ascontiguousarray(whole).view(f"u{size}").reshape(width, -1)
    signed = (unsigned >> 1).astype(dtype) ^ -(unsigned & 1).astype(dtype)
    return np.ascontiguousarray(signed.T)
