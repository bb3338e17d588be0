"""Which pictures of a video are looked at, and reading them from pictures and folders of pictures.

A video is pairs of time (seconds) and picture (h, w, 3) of bytes. Movie files are read by ``movie``, where
PyAV is installed; inside Blender, Blender itself reads them and hands over arrays (``from_arrays``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from ..errors import MotionCtrlError
from ..files import is_companion
from .sampling import LIMIT, SIDE, fitted, sample_range

SEQUENCE_RATE = 24.0  # pictures a second of a folder if no rate is given
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".tga")


def from_arrays(
    pictures: np.ndarray | Iterable[np.ndarray], times: Iterable[float]
) -> Iterator[tuple[float, np.ndarray]]:
    """Pictures (n, h, w, 3 or 4) of bytes, or of numbers from 0 to 1, with their times (n,) in seconds."""
    for time, picture in zip(times, pictures, strict=True):
        picture = np.asarray(picture)
        if picture.ndim != 3 or picture.shape[2] not in (3, 4) or 0 in picture.shape:
            raise MotionCtrlError(f"A picture needs the shape (height, width, 3), not {picture.shape}.")
        if picture.dtype != np.uint8:
            picture = (np.clip(np.nan_to_num(picture), 0, 1) * 255 + 0.5).astype(np.uint8)
        yield float(time), fitted(Image.fromarray(np.ascontiguousarray(picture[..., :3])))


def still(path: Path) -> np.ndarray:
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))
            return fitted(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise MotionCtrlError(f"The picture {path} can't be read: choose another one.") from error


def read_pictures(
    files: Sequence[str | Path],
    start: float = 0.0,
    end: float | None = None,
    rate: float = SEQUENCE_RATE,
    limit: int = LIMIT,
) -> Iterator[tuple[float, np.ndarray]]:
    """The sampled pictures of files that follow one another, ``rate`` a second; see ``read_video``."""
    if not (np.isfinite(rate) and rate > 0):
        raise MotionCtrlError(f"A folder of pictures can't have {rate:g} pictures a second: give a positive number.")
    instants = sample_range(np.arange(len(files)) / rate, start, end, limit)
    chosen = [Path(files[index]) for index in instants.indices]
    return ((float(time), still(file)) for time, file in zip(instants.times, chosen, strict=True))


def in_order(names: Iterable[str | Path]) -> list[Path]:
    """Files sorted by name, picture 2 before picture 10."""
    return sorted(map(Path, names), key=_natural)


def in_folder(
    path: Path, start: float, end: float | None, rate: float, limit: int
) -> Iterator[tuple[float, np.ndarray]]:
    files = in_order(f for f in path.iterdir() if f.suffix.lower() in PICTURES and not is_companion(f.name))
    if not files:
        raise MotionCtrlError(f"The folder {path} holds no pictures: choose one with {', '.join(PICTURES[:3])} files.")
    return read_pictures(files, start, end, rate, limit)


def animated(path: Path, start: float, end: float | None, limit: int) -> Iterator[tuple[float, np.ndarray]]:
    try:
        with Image.open(path) as picture:
            lasting = [max(frame.info.get("duration", 100), 10) for frame in ImageSequence.Iterator(picture)]
            times = np.concatenate([[0.0], np.cumsum(lasting[:-1])]) / 1000
            instants = sample_range(times, start, end, limit)
            for index, time in zip(instants.indices, instants.times, strict=True):
                picture.seek(int(index))
                yield float(time), fitted(picture)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise MotionCtrlError(f"The picture {path} can't be read: choose another one.") from error


def _natural(path: Path) -> list:
    """Sorts picture 2 before picture 10."""
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.split(r"(\d+)", path.name)]
