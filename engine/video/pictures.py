"""Which pictures of a video are looked at, and reading them from pictures and folders of pictures.

A video is pairs of time (seconds) and picture (h, w, 3) of bytes. Movie files are read by ``movie``, where
PyAV is installed; inside Blender, Blender itself reads them and hands over arrays (``from_arrays``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from ..errors import MotionCtrlError

LIMIT = 64  # pictures in all ("MotionCtrl" section 5.1)
DETAILED = 8  # of them are looked at in detail, the others coarsely (slow-fast)
CLOSEST = 0.05  # seconds: the model's motion has 20 frames a second
SIDE = 960  # pixels of a picture's longer side
SEQUENCE_RATE = 24.0  # pictures a second of a folder whose rate nobody says
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".tga")

Frames = Iterable[tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Sampling:
    """Which pictures are taken: indices (n,), their times (n,) in seconds, and which are looked at in detail (n,)."""

    indices: np.ndarray
    times: np.ndarray
    detailed: np.ndarray

    def __len__(self) -> int:
        return len(self.indices)


def sample_times(times: np.ndarray, limit: int = LIMIT, detailed: int = DETAILED) -> Sampling:
    """At most ``limit`` of the pictures at ``times`` (n,), evenly spread, the first and the last among them."""
    times = np.asarray(times, dtype=np.float64)
    if not len(times):
        raise MotionCtrlError("The video holds no picture: choose another file or range.")
    if (np.diff(times) < 0).any():
        raise MotionCtrlError("The pictures of the video are not in order of time: sort them.")
    count = min(limit, len(times), int((times[-1] - times[0]) / CLOSEST + 1e-6) + 1)
    wanted = np.linspace(times[0], times[-1], max(count, min(2, len(times))))
    after = np.clip(np.searchsorted(times, wanted), 1, max(len(times) - 1, 1)) if len(times) > 1 else np.zeros(1, int)
    before = np.maximum(after - 1, 0)
    indices = np.unique(np.where(wanted - times[before] < times[after] - wanted, before, after))
    return Sampling(indices, times[indices], detailed_ones(len(indices), detailed))


def detailed_ones(count: int, detailed: int = DETAILED) -> np.ndarray:
    """Which of ``count`` pictures are looked at in detail (count,): evenly spread ones, first and last included."""
    chosen = np.zeros(count, dtype=bool)
    chosen[np.linspace(0, count - 1, min(detailed, count)).round().astype(int)] = True
    return chosen


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


def fitted(picture: Image.Image, side: int = SIDE) -> np.ndarray:
    """A picture (h, w, 3) whose longer side has at most ``side`` pixels."""
    scale = side / max(picture.size)
    if scale < 1:
        size = tuple(max(1, round(length * scale)) for length in picture.size)
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(picture.convert("RGB"))


def read_video(
    path: str | Path, start: float = 0.0, end: float | None = None, rate: float | None = None, limit: int = LIMIT
) -> Iterator[tuple[float, np.ndarray]]:
    """The sampled pictures of a movie, a folder of pictures, an animated picture or a still.

    start, end: the range in seconds. rate: pictures a second of a folder. Raises MotionCtrlError, one
    sentence, for what can't be read, before the first picture is asked for where that can be known.
    """
    path = Path(path)
    if not np.isfinite(start) or start < 0 or (end is not None and not end > start):
        raise MotionCtrlError("The range of the video is empty: let it start at 0 or later, and end after its start.")
    if not path.exists():
        raise MotionCtrlError(f"There is no video {path}: check the name.")
    if path.is_dir():
        return _folder(path, start, end, SEQUENCE_RATE if rate is None else rate, limit)
    try:
        with Image.open(path) as picture:
            moving = getattr(picture, "n_frames", 1) > 1
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if path.suffix.lower() in PICTURES:
            raise MotionCtrlError(f"The picture {path} can't be read: choose another one.") from error
        from .movie import read_movie

        return read_movie(path, start, end, limit)
    return _animated(path, start, end, limit) if moving else iter([(0.0, _still(path))])


def _still(path: Path) -> np.ndarray:
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
    sampling = sample_range(np.arange(len(files)) / rate, start, end, limit)
    chosen = [Path(files[index]) for index in sampling.indices]
    return ((float(time), _still(file)) for time, file in zip(sampling.times, chosen, strict=True))


def sample_range(times: np.ndarray, start: float, end: float | None, limit: int = LIMIT) -> Sampling:
    """What is taken of the pictures at ``times`` (n,) between two moments; the sampled times count from ``start``."""
    first, last = _within(times, start, end)
    sampling = sample_times(times[first:last], limit)
    return Sampling(sampling.indices + first, sampling.times - start, sampling.detailed)


def in_order(names: Iterable[str | Path]) -> list[Path]:
    """Files sorted by name, picture 2 before picture 10."""
    return sorted(map(Path, names), key=_natural)


def _folder(path: Path, start: float, end: float | None, rate: float, limit: int) -> Iterator[tuple[float, np.ndarray]]:
    files = in_order(file for file in path.iterdir() if file.suffix.lower() in PICTURES)
    if not files:
        raise MotionCtrlError(f"The folder {path} holds no pictures: choose one with {', '.join(PICTURES[:3])} files.")
    return read_pictures(files, start, end, rate, limit)


def _animated(path: Path, start: float, end: float | None, limit: int) -> Iterator[tuple[float, np.ndarray]]:
    try:
        with Image.open(path) as picture:
            lasting = [max(frame.info.get("duration", 100), 10) for frame in ImageSequence.Iterator(picture)]
            times = np.concatenate([[0.0], np.cumsum(lasting[:-1])]) / 1000
            sampling = sample_range(times, start, end, limit)
            for index, time in zip(sampling.indices, sampling.times, strict=True):
                picture.seek(int(index))
                yield float(time), fitted(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise MotionCtrlError(f"The picture {path} can't be read: choose another one.") from error


def _within(times: np.ndarray, start: float, end: float | None) -> tuple[int, int]:
    """First and past-the-last index of the times in a range."""
    if not len(times):
        raise MotionCtrlError("The video holds no picture: choose another file or range.")
    first = int(np.searchsorted(times, start - 1e-6))
    last = len(times) if end is None else int(np.searchsorted(times, end + 1e-6))
    if first >= last:
        raise MotionCtrlError(f"The video ends at {times[-1]:.2f} s: choose a range inside it.")
    return first, last


def _natural(path: Path) -> list:
    """Sorts picture 2 before picture 10."""
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.split(r"(\d+)", path.name)]
