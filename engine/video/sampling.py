"""Which pictures of a video are looked at, and how large."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ..body.layout import FPS
from ..errors import MotionCtrlError

LIMIT = 64  # pictures in all ("MotionCtrl" section 5.1)
DETAILED = 8  # of them are looked at in detail, the others coarsely (slow-fast)
CLOSEST = 1 / FPS  # seconds: more pictures than motion frames show nothing more
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


def _in_bytes(picture: Image.Image) -> Image.Image:
    """The picture with 8 bits a channel: Pillow cuts off what is brighter, instead of scaling it."""
    if not picture.mode.startswith(("I", "F")):
        return picture.convert("RGB") if picture.mode == "P" else picture
    values = np.nan_to_num(np.asarray(picture, dtype=np.float64), posinf=0.0, neginf=0.0)
    brightest = float(values.max(initial=0.0))
    # Pictures of 10, 12 or 14 bits lie in files of 16; floats run to 1, and beyond it only in glints.
    ranges = (255.0, 1023.0, 4095.0, 16383.0, 65535.0)
    if picture.mode.startswith("F") and np.percentile(values, 98) <= 1.5:
        white = 1.0
    else:
        white = next((most for most in ranges if brightest <= most), brightest)
    return Image.fromarray((np.clip(values / white, 0.0, 1.0) * 255 + 0.5).astype(np.uint8))


def fitted(picture: Image.Image, side: int = SIDE) -> np.ndarray:
    """A picture (h, w, 3) whose longer side has at most ``side`` pixels."""
    picture = _in_bytes(picture)
    scale = side / max(picture.size)
    if scale < 1:
        size = tuple(max(1, round(length * scale)) for length in picture.size)
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(picture.convert("RGB"))
