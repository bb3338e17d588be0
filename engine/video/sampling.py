"""Which pictures of a video are looked at, and how large."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ..errors import MotionCtrlError

LIMIT = 64  # pictures in all ("MotionCtrl" section 5.1)
DETAILED = 8  # of them are looked at in detail, the others coarsely (slow-fast)
CLOSEST = 0.05  # seconds: the model's motion has 20 frames a second
SIDE = 960  # pixels of a picture's longer side

Frames = Iterable[tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Instants:
    """Which pictures are taken: indices (n,), their times (n,) in seconds, and which are looked at in detail (n,)."""

    indices: np.ndarray
    times: np.ndarray
    detailed: np.ndarray

    def __len__(self) -> int:
        return len(self.indices)


def sample_times(times: np.ndarray, limit: int = LIMIT, detailed: int = DETAILED) -> Instants:
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
    return Instants(indices, times[indices], detailed_ones(len(indices), detailed))


def detailed_ones(count: int, detailed: int = DETAILED) -> np.ndarray:
    """Which of ``count`` pictures are looked at in detail (count,): evenly spread ones, first and last included."""
    chosen = np.zeros(count, dtype=bool)
    chosen[np.linspace(0, count - 1, min(detailed, count)).round().astype(int)] = True
    return chosen


def sample_range(times: np.ndarray, start: float, end: float | None, limit: int = LIMIT) -> Instants:
    """What is taken of the pictures at ``times`` (n,) between two moments; the sampled times count from ``start``."""
    first, last = _within(times, start, end)
    sampling = sample_times(times[first:last], limit)
    return Instants(sampling.indices + first, sampling.times - start, sampling.detailed)


def _within(times: np.ndarray, start: float, end: float | None) -> tuple[int, int]:
    """First and past-the-last index of the times in a range."""
    if not len(times):
        raise MotionCtrlError("The video holds no picture: choose another file or range.")
    first = int(np.searchsorted(times, start - 1e-6))
    last = len(times) if end is None else int(np.searchsorted(times, end + 1e-6))
    if first >= last:
        raise MotionCtrlError(f"The video ends at {times[-1]:.2f} s: choose a range inside it.")
    return first, last


def fitted(picture: Image.Image, side: int = SIDE) -> np.ndarray:
    """A picture (h, w, 3) whose longer side has at most ``side`` pixels."""
    scale = side / max(picture.size)
    if scale < 1:
        size = tuple(max(1, round(length * scale)) for length in picture.size)
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(picture.convert("RGB"))
