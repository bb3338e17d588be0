"""Time courses of gestures: minimum-jerk keys and slow noise."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from ....body.layout import FPS, STRIDE
from ....motion.fade import ease


def clock(seconds: float) -> np.ndarray:
    """Frame times (T,) in seconds; T is whole latent frames and at least 24."""
    return np.arange(max(24, int(round(seconds * FPS / STRIDE)) * STRIDE)) / FPS


def keyed(times: np.ndarray, *keys: tuple[float, object]) -> np.ndarray:
    """Track (T, ...) through keys (second, value), at rest in each key; keys in order of time."""
    spots = np.array([key[0] for key in keys], dtype=np.float64)
    values = np.array([key[1] for key in keys], dtype=np.float64)
    before, u = segments(times, spots)
    after = np.minimum(before + 1, len(keys) - 1)
    u = u.reshape(u.shape + (1,) * (values.ndim - 1))
    return values[before] + (values[after] - values[before]) * u


def segments(times: np.ndarray, spots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each time the index of the key before it and how far (0..1, eased) to the next one."""
    before = np.clip(np.searchsorted(spots, times, side="right") - 1, 0, len(spots) - 1)
    after = np.minimum(before + 1, len(spots) - 1)
    span = np.maximum(spots[after] - spots[before], 1e-6)
    return before, ease((times - spots[before]) / span)


def pulse(times: np.ndarray, start: float, rise: float, hold: float, fall: float) -> np.ndarray:
    """0 → 1 → 0: rises from ``start`` in ``rise`` seconds, holds, falls."""
    return keyed(times, (start, 0), (start + rise, 1), (start + rise + hold, 1), (start + rise + hold + fall, 0))


def smooth(track: np.ndarray, seconds: float) -> np.ndarray:
    """Track (T, ...) low-passed by a Gaussian of ``seconds`` standard deviation."""
    if seconds <= 0:
        return track
    return gaussian_filter1d(track, seconds * FPS, axis=0, mode="nearest")


def noise(rng: np.random.Generator, frames: int, width: int, seconds: float = 0.45) -> np.ndarray:
    """Slow noise (T, width) of unit size; ``seconds`` is its time scale."""
    sigma = seconds * FPS
    margin = int(4 * sigma) + 1
    raw = rng.standard_normal((frames + 2 * margin, width))
    slow = gaussian_filter1d(raw, sigma, axis=0)[margin:-margin]
    return slow * np.sqrt(2 * np.sqrt(np.pi) * sigma)


def descent(rng, seconds: float, holds: bool, least: float = 0.2) -> tuple[float, float, float, float]:
    """Start, way down, hold and way up of a descent that fits into ``seconds``."""
    fall, rise = rng.uniform(0.6, 1.1), rng.uniform(0.65, 1.2)
    start = rng.uniform(0.1, 0.6)
    room = seconds - start - fall - rise - 0.25
    if room < least:
        squeeze = (seconds - start - 0.35 - least) / (fall + rise)
        fall, rise, room = fall * squeeze, rise * squeeze, least
    hold = rng.uniform(least, max(room, least + 0.01)) if holds else rng.uniform(least, min(room, 0.5) + 0.01)
    return start, fall, hold, rise


def ballistic(times: np.ndarray, takeoff: float, height: float) -> tuple[np.ndarray, float]:
    """Height (T,) of a free flight that rises ``height`` metres, and its duration in seconds."""
    flight = 2 * np.sqrt(2 * height / 9.81)
    u = np.clip((times - takeoff) / flight, 0, 1)
    return 4 * height * u * (1 - u), float(flight)


def hermite(times: np.ndarray, start: tuple, end: tuple) -> np.ndarray:
    """Cubic (T,) between ``start`` and ``end`` = (second, value, slope); constant outside."""
    (t0, y0, v0), (t1, y1, v1) = start, end
    d = t1 - t0
    u = np.clip((times - t0) / d, 0, 1)
    return (
        y0 * (1 + 2 * u) * (1 - u) ** 2 + d * v0 * u * (1 - u) ** 2 + y1 * u**2 * (3 - 2 * u) + d * v1 * u**2 * (u - 1)
    )
