"""Key poses of one arm, (4, 3, 3) = collar, shoulder, elbow, wrist, and tracks through them.

Every pose takes the random generator, so that no two samples share exactly one pose. Directions and
places are (outward, up, forward).
"""

from __future__ import annotations

import numpy as np

from ....motion.rotations import matrix_from_axis_angle, slerp
from .limbs import MIRROR_MATRIX, arm_by_directions, arm_to
from .timing import noise, segments

REACH = 0.523  # upper arm and forearm, metres


def jitter(rng: np.random.Generator, values, spread: float = 0.06) -> np.ndarray:
    """``values`` (3,) with normal noise."""
    return np.asarray(values, float) + rng.normal(0, spread, 3)


def hang(rng: np.random.Generator, side: str, times: np.ndarray) -> np.ndarray:
    """Arm (T, 4, 3, 3) that hangs relaxed, slightly bent, with a breath of movement."""
    out, fwd = rng.uniform(0.10, 0.24), rng.uniform(-0.02, 0.16)
    direction = np.array([out, -0.97, fwd])
    target = direction / np.linalg.norm(direction) * REACH * rng.uniform(0.955, 0.99)
    pole = np.array([rng.uniform(0.2, 0.8), 0.0, -1.0])
    base = arm_to(side, target, pole)
    track = np.broadcast_to(base, (len(times), 4, 3, 3)).copy()
    return tremble(rng, track, 0.8)


def tremble(rng: np.random.Generator, track: np.ndarray, amount: float = 1.0) -> np.ndarray:
    """Arm track (T, 4, 3, 3) with slow living noise of a degree or two in each joint."""
    frames = len(track)
    degrees = np.repeat(np.array([0.4, 1.0, 1.3, 3.0]), 3)
    vectors = np.radians(degrees) * noise(rng, frames, 12, 0.5) * amount
    return track @ matrix_from_axis_angle(vectors.reshape(frames, 4, 3))


def through(times: np.ndarray, base: np.ndarray, keys: list, lags=(-0.02, 0.0, 0.05, 0.09)) -> np.ndarray:
    """Arm track (T, 4, 3, 3) through ``keys`` = [(second, pose (4, 3, 3), (T, 4, 3, 3) or None), ...].

    None stands for ``base`` (T, 4, 3, 3), what the arm would do otherwise. Joints nearer to the hand
    lag by ``lags`` seconds (overlapping action).
    """
    poses = np.stack([np.broadcast_to(base if pose is None else pose, base.shape) for _, pose in keys])
    spots = np.array([spot for spot, _ in keys], dtype=np.float64)
    before, u = segments(times[:, None] - np.asarray(lags), spots)
    after = np.minimum(before + 1, len(keys) - 1)
    frame, joint = np.arange(len(times))[:, None], np.arange(4)[None, :]
    return slerp(poses[before, frame, joint], poses[after, frame, joint], u)


def other_side(arm: np.ndarray) -> np.ndarray:
    """The same pose or track of the other arm."""
    return arm * MIRROR_MATRIX


def overhead(rng: np.random.Generator, side: str) -> np.ndarray:
    """Held up above the head, nearly straight."""
    out, fwd = rng.uniform(-0.02, 0.32), rng.uniform(-0.05, 0.3)
    target = np.array([out, 0.97, fwd])
    return arm_to(side, target / np.linalg.norm(target) * REACH * rng.uniform(0.99, 1.14), (0.9, -0.1, 0.55))


def sideways(rng: np.random.Generator, side: str, elevation: float = 0.0) -> np.ndarray:
    """Out to the side; ``elevation`` in degrees above the horizontal."""
    e = np.radians(elevation + rng.normal(0, 4))
    target = np.array([np.cos(e), np.sin(e), rng.uniform(-0.05, 0.15)])
    return arm_to(side, target / np.linalg.norm(target) * REACH * rng.uniform(0.99, 1.08), (0, -0.6, -1))


def forward(rng: np.random.Generator, side: str, elevation: float = 0.0, out: float = 0.0) -> np.ndarray:
    """Out to the front; ``elevation`` in degrees above the horizontal, ``out`` = outward share."""
    e = np.radians(elevation + rng.normal(0, 4))
    target = np.array([out + rng.uniform(-0.12, 0.1), np.sin(e), np.cos(e)])
    return arm_to(side, target / np.linalg.norm(target) * REACH * rng.uniform(1.0, 1.12), (0.7, -1, -0.2))


def bent(rng: np.random.Generator, side: str, upper, lower, spread: float = 0.06, **more) -> np.ndarray:
    """Given directions of upper arm and forearm, with some spread."""
    return arm_by_directions(side, jitter(rng, upper, spread), jitter(rng, lower, spread), **more)


def hand_at(rng: np.random.Generator, side: str, place, pole, spread: float = 0.012, **more) -> np.ndarray:
    """Wrist at ``place`` in the frame of the chest, metres."""
    return arm_to(side, jitter(rng, place, spread), jitter(rng, pole, 0.08), of="chest", **more)


def on_hip(rng: np.random.Generator, side: str) -> np.ndarray:
    """Hand on the hip, elbow out."""
    return hand_at(rng, side, (0.20, -0.235, 0.03), (1.0, 0.0, -0.45))


def crossed(rng: np.random.Generator, side: str, upper_one: bool) -> np.ndarray:
    """Folded in front of the chest; ``upper_one`` lies above the other forearm."""
    height, depth = (-0.045, 0.225) if upper_one else (-0.11, 0.19)
    return hand_at(rng, side, (-0.10, height, depth), (1.0, -0.75, 0.1))


def guard(rng: np.random.Generator, side: str) -> np.ndarray:
    """A boxer's guard: fist near the chin, well behind where it punches to."""
    return hand_at(rng, side, (0.10, rng.uniform(0.06, 0.13), 0.19), (0.55, -1.0, -0.1), 0.015)
