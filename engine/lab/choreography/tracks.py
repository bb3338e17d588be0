"""From keys to frames: cubic tracks without overshoot, rotations and places between keys."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicHermiteSpline, PchipInterpolator

from ...motion.fade import ease
from ...motion.rotations import matrix_from_quaternion, matrix_to_quaternion


class Clock:
    """Key times and how time runs between them.

    times (K,) strictly rising; power (K,): the course into each key; stop (K,): keys in which everything rests.
    """

    def __init__(self, times: np.ndarray, power: np.ndarray, stop: np.ndarray) -> None:
        self.times, self.power, self.stop = times, power, stop

    def locate(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Index of the key before each moment and the share (0..1) of the way to the next, by its course."""
        before = np.clip(np.searchsorted(self.times, at, side="right") - 1, 0, len(self.times) - 2)
        span = self.times[before + 1] - self.times[before]
        u = np.clip((at - self.times[before]) / span, 0, 1)
        return before, u ** self.power[before + 1]

    def only(self, mask: np.ndarray) -> Clock:
        """The clock of some of the keys, at least two of them."""
        return Clock(self.times[mask], self.power[mask], self.stop[mask])

    def warp(self, at: np.ndarray) -> np.ndarray:
        """Moments moved by the courses into keys, clipped to the first and last key."""
        before, u = self.locate(at)
        return self.times[before] + u * (self.times[before + 1] - self.times[before])

    def spline(self, values: np.ndarray, slopes: dict[tuple[int, int], float] | None = None) -> CubicHermiteSpline:
        """Monotone cubic through values (K, C) (Fritsch and Butland 1984); slopes: (key, column) → given slope."""
        if len(self.times) == 2:
            tangents = np.zeros_like(values)
        else:
            tangents = PchipInterpolator(self.times, values, axis=0).derivative()(self.times)
        tangents[self.stop] = 0
        tangents[0] = tangents[-1] = 0
        for (key, column), slope in (slopes or {}).items():
            tangents[key, column] = slope
        return CubicHermiteSpline(self.times, values, tangents, axis=0)

    def rotations(self, keys: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Rotations (T, ..., 3, 3) through keys (K, ..., 3, 3), less than 180° apart, at moments (T,)."""
        quaternions = matrix_to_quaternion(keys)
        flips = np.sign(np.sum(quaternions[1:] * quaternions[:-1], axis=-1, keepdims=True))
        quaternions[1:] *= np.cumprod(np.where(flips == 0, 1, flips), axis=0)
        shape = quaternions.shape
        track = self.spline(quaternions.reshape(len(keys), -1))(self.warp(at))
        return matrix_from_quaternion(track.reshape(len(at), *shape[1:]))


def shares(clock: Clock, at: np.ndarray, held: np.ndarray, blend: float = 1.0) -> np.ndarray:
    """Weight (T,) of a hold that is true at keys held (K,).

    It eases in and out within the share ``blend`` of the stretches beside the hold.
    """
    before, u = clock.locate(at)
    first, second = held[before].astype(float), held[before + 1].astype(float)
    out = 1 - ease(np.clip(u / blend, 0, 1))
    back = ease(np.clip((u - 1) / blend + 1, 0, 1))
    return np.maximum(first * np.where(second > 0, 1.0, out), second * np.where(first > 0, 1.0, back))


def places(clock: Clock, at: np.ndarray, held: np.ndarray, spots: np.ndarray, lift: np.ndarray, spans=None):
    """Places (T, 3) of a contact that stays at each held key and swings over between two of them.

    spots (K, 3), lift (K,): height of the way into each key; spans (K - 1, 2): the part of each stretch in which
    the swing takes place, all of it if None. Returns the places and, for each frame, the share
    of a swing (0 where there is none) and its length in metres.
    """
    before, u = clock.locate(at)
    if spans is not None:
        begin, finish = spans[before].T
        u = np.clip((u - begin) / (finish - begin), 0, 1)
    first, second = held[before], held[before + 1]
    start = np.where(first[:, None], spots[before], spots[before + 1])
    end = np.where(second[:, None], spots[before + 1], start)
    length = np.linalg.norm(end - start, axis=-1)
    # The faster the swing, the more even: a runner's foot goes along with the body, it is not there before it.
    even = 0.5 * np.clip((length / (clock.times[before + 1] - clock.times[before]) - 2.5) / 3, 0, 1)
    way = ease(u) * (1 - even) + u * even
    place = start + (end - start) * way[:, None]
    moving = length > 0.012
    climb = (end - start)[:, 1]
    # Up a step the foot rises before it goes ahead, down it goes ahead before it falls.
    early = ease(np.clip(u * 1.6, 0, 1))
    late = ease(np.clip(u * 1.6 - 0.6, 0, 1))
    height = np.where(climb > 0.02, early, np.where(climb < -0.02, late, way))
    place[:, 1] = start[:, 1] + climb * height + lift[before + 1] * moving * np.sin(np.pi * u**0.75) ** 2
    return place, np.where(moving & (u < 1), u, 0.0), np.where(moving, length, 0.0)
