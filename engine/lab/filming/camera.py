"""Cameras for simulated footage: where they stand, where they look, and what they see of points."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...motion.rotations import about_axis, normalise

_SHAPES = ((1920, 1080), (1080, 1920), (1440, 1080), (1080, 1080))
_NEAREST = 0.3  # metres: what is nearer than this is taken to be this far


@dataclass(frozen=True)
class Camera:
    """A camera at n moments.

    position (n, 3), metres, Y up.
    rotation (n, 3, 3) from the world to its axes, x right, y down, z forward.
    focal: in units of the picture's longer side.
    width, height: pixels.
    """

    position: np.ndarray
    rotation: np.ndarray
    focal: float
    width: int
    height: int

    def axes(self, points: np.ndarray) -> np.ndarray:
        """World points (n, k, 3) in the camera's axes."""
        return np.matmul(points - self.position[:, None], self.rotation.transpose(0, 2, 1))

    def pixels(self, seen: np.ndarray) -> np.ndarray:
        """Pixels (..., 2) of points (..., 3) in the camera's axes."""
        scale = self.focal * max(self.width, self.height) / np.maximum(seen[..., 2:], _NEAREST)
        return seen[..., :2] * scale + (self.width / 2, self.height / 2)

    def mirrored(self) -> Camera:
        """The camera on the other side of the plane x = 0."""
        flip = np.array([-1.0, 1.0, 1.0])
        return replace(self, position=self.position * flip, rotation=self.rotation * flip[:, None] * flip)


def look_at(position: np.ndarray, target: np.ndarray, roll: float = 0.0) -> np.ndarray:
    """Rotations (n, 3, 3) of cameras at ``position`` (n, 3) towards ``target`` (n, 3), rolled by radians."""
    forward = normalise(target - position)
    right = normalise(np.cross(forward, (0.0, 1.0, 0.0)))
    rotation = np.stack([right, np.cross(forward, right), forward], axis=1)
    return about_axis("z", np.array(roll)) @ rotation


def draw_camera(path: np.ndarray, times: np.ndarray, random: np.random.Generator) -> Camera:
    """A random camera that films a body whose hips are at ``path`` (n, 3) at ``times`` (n,) seconds."""
    low, high = path.min(axis=0), path.max(axis=0)
    middle, reach = (low + high) / 2, float(np.linalg.norm((high - low)[[0, 2]])) / 2
    focal = float(np.exp(random.uniform(np.log(0.65), np.log(2.0))))
    width, height = _SHAPES[random.integers(len(_SHAPES))]
    follows = random.random() < 0.3
    # Distance at which the whole body fits, plus its path if the camera is fixed. 15 % are close-ups: half of that.
    shorter = min(width, height) / max(width, height)
    room = (1.1 if random.random() < 0.85 else 0.55) + (0 if follows else 0.7 * reach)
    nearest = 2 * room * focal / (width / max(width, height) if width < height else shorter)
    distance = nearest * np.exp(random.uniform(-0.2, 0.6)) + (0 if follows else reach)
    angle = random.uniform(-np.pi, np.pi)
    eye = np.clip(random.normal(1.4, 0.5), 0.2, 3.5)
    if random.random() < 0.1:
        eye = distance * random.uniform(0.3, 0.8)  # from above
    foot = middle + np.array([np.sin(angle), 0.0, np.cos(angle)]) * distance
    position = np.broadcast_to((foot[0], eye, foot[2]), path.shape).copy()
    aim = np.broadcast_to(middle, path.shape).copy()
    aim += random.normal(0, 0.12, 3) * room
    if follows:
        lag = path - middle
        aim += lag
        if random.random() < 0.5:
            position += lag * (1.0, 0.0, 1.0)
    seconds = times[-1] - times[0] if len(times) > 1 else 0.0
    if random.random() < 0.3:  # a slow ride
        position += random.normal(0, 0.15, 3) * (1.0, 0.3, 1.0) * (times - times[0])[:, None]
    if random.random() < 0.4:  # held in hands
        position += _sway(times, seconds, random) * 0.04
        aim += _sway(times, seconds, random) * 0.03 * distance / 3
    position[:, 1] = np.maximum(position[:, 1], 0.1)
    return Camera(position, look_at(position, aim, random.normal(0, 0.04)), focal, width, height)


def _sway(times: np.ndarray, seconds: float, random: np.random.Generator) -> np.ndarray:
    """Smooth wandering (n, 3) of about 1."""
    speeds, phases = random.uniform(0.1, 1.5, (3, 3)), random.uniform(0, 2 * np.pi, (3, 3))
    waves = np.sin(2 * np.pi * speeds[:, None] * times[None, :, None] + phases[:, None])
    return waves.sum(axis=0) / 2
