"""Landmarks as numbers that don't depend on the camera: one row for each latent frame (0.2 s).

Pictures may come at any rate, with gaps: everything is first brought to the four motion frames of each
latent frame (20 a second). Lengths are in units of a standard body, the heading is taken out as HuMo263
does (docs/design.md, "HuMo263"), and the path is what a lens of usual focal length would have seen.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import FPS, LATENT_SECONDS, STRIDE
from ..errors import MotionCtrlError
from .landmarks import Landmarks
from .topology import INDEX, LANDMARKS

# Eyes and mouth move with nose and ears.
POINTS = tuple(i for i, name in enumerate(LANDMARKS) if "eye" not in name and "mouth" not in name)
SINGLE = len(POINTS) * 6 + 8  # numbers for each instant
WIDTH = STRIDE * SINGLE + 3
BODY = 1.38  # metres of torso, thigh and shank of the standard body together
LENS = 1.1  # focal length in units of the picture's longer side, between a telephone's and a portrait lens
_LIMIT = 4.0

_SHOULDERS = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
_KNEES = [INDEX["left_knee"], INDEX["right_knee"]]
_ANKLES = [INDEX["left_ankle"], INDEX["right_ankle"]]


def features(landmarks: Landmarks, count: int | None = None) -> np.ndarray:
    """Features (n, WIDTH) float32 of n latent frames, the first beginning with the first picture.

    count: n, by default as many as the pictures span. Of each of the four instants: points (25, 3) in metres
    of the standard body, origin between the hips, Y up, facing +Z; points (25, 2) as the picture shows
    them; visibility (25,); yaw rate; root velocity (3,) in the heading's frame; cosine and sine of the
    heading towards the camera; how near the closest picture is in time, and whether there is any. Then the
    body's mean upward direction (3,), which tells how far the camera looks down.
    """
    seen = np.flatnonzero(landmarks.found)
    if not len(seen):
        raise MotionCtrlError("No person is seen in the video: choose one that shows a whole person.")
    times = landmarks.times - landmarks.times[0]
    count = latent_frames(times) if count is None else count
    instants = np.arange(count * STRIDE) / FPS
    world = upright(landmarks.world[seen])
    world = world / (_size(world) / BODY)
    visibility = landmarks.visibility[seen]
    flat, path = _pictured(landmarks, seen, world, visibility)

    merged = np.concatenate([world, flat, visibility[..., None]], axis=2).reshape(len(seen), -1)
    merged = at_instants(times[seen], np.concatenate([merged, path], axis=1), instants)
    path = smooth(merged[:, -3:])
    merged = merged[:, :-3].reshape(len(instants), -1, 6)
    world, flat, visibility = merged[..., :3], merged[..., 3:5], merged[..., 5]

    across = smooth(_across(world))
    heading = np.unwrap(np.arctan2(-across[:, 2], across[:, 0]))
    sine, cosine = np.sin(heading), np.cos(heading)
    # Rows of the rotation by -heading about the vertical.
    unturn = np.zeros((len(heading), 3, 3))
    unturn[:, 0, 0], unturn[:, 0, 2], unturn[:, 1, 1] = cosine, -sine, 1
    unturn[:, 2, 0], unturn[:, 2, 2] = sine, cosine
    faced = np.matmul(world, unturn.transpose(0, 2, 1))
    velocity = np.matmul(unturn, _rate(path)[..., None])[..., 0]
    gap = np.abs(instants[:, None] - times[seen]).min(axis=1)
    single = np.concatenate(
        [
            faced[:, POINTS].reshape(len(instants), -1) / 0.4,
            flat[:, POINTS].reshape(len(instants), -1) / 0.4,
            visibility[:, POINTS],
            _rate(heading)[:, None] / 2.0,
            velocity,
            cosine[:, None],
            sine[:, None],
            np.exp(-gap / 0.1)[:, None],
            (gap < LATENT_SECONDS)[:, None],
        ],
        axis=1,
    )
    upward = world[:, _SHOULDERS].mean(axis=(0, 1)) - world[:, _ANKLES].mean(axis=(0, 1))
    upward = np.broadcast_to(upward / (np.linalg.norm(upward) + 1e-6), (count, 3))
    rows = np.concatenate([single.reshape(count, -1), upward], axis=1)
    return np.clip(rows, -_LIMIT, _LIMIT).astype(np.float32)


def latent_frames(times: np.ndarray) -> int:
    """How many latent frames pictures at ``times`` (n,), seconds from the first one, reach into."""
    return int((times[-1] - times[0] + 1e-6) / LATENT_SECONDS) + 1


def upright(world: np.ndarray) -> np.ndarray:
    """Points (..., 3) of BlazePose's axes in the camera's: x right, y up, z towards it."""
    return world * (1.0, -1.0, -1.0)


def _size(world: np.ndarray) -> float:
    """Median over the pictures of torso, thigh and shank together; world (n, 33, 3)."""
    chain = [world[:, pair] for pair in (_SHOULDERS, _HIPS, _KNEES, _ANKLES)]
    torso = np.linalg.norm((chain[0] - chain[1]).mean(axis=1), axis=-1)
    legs = sum(np.linalg.norm(a - b, axis=-1).mean(axis=1) for a, b in zip(chain[1:], chain[2:], strict=False))
    return max(float(np.median(torso + legs)), 1e-3)


def _pictured(
    landmarks: Landmarks, seen: np.ndarray, world: np.ndarray, visibility: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Points (n, 33, 2) as the picture shows them and the hips' path (n, 3), in metres of the standard body.

    The body's size in the picture, pixels a metre, is what best fits world landmarks to the picture's:
    it gives the distance, up to the lens, and everything beside it without knowing the lens.
    """
    pixels = landmarks.image[seen][..., :2] * (1.0, -1.0)
    weights = np.maximum(visibility, 1e-3)[..., None]
    weights = weights / weights.sum(axis=1, keepdims=True)
    spread = world[..., :2] - (weights * world[..., :2]).sum(axis=1, keepdims=True)
    shown = pixels - (weights * pixels).sum(axis=1, keepdims=True)
    scale = (weights * spread * shown).sum(axis=(1, 2)) / np.maximum((weights * spread**2).sum(axis=(1, 2)), 1e-6)
    longer = max(landmarks.width, landmarks.height)
    scale = np.clip(scale, longer * 0.01, longer * 3)[:, None]
    hips = pixels[:, _HIPS].mean(axis=1)
    flat = (pixels - hips[:, None]) / scale[:, None]
    middle = np.array([landmarks.width / 2, -landmarks.height / 2])
    return flat, np.concatenate([(hips - middle) / scale, -LENS * longer / scale], axis=1)


def _across(world: np.ndarray) -> np.ndarray:
    """Directions (n, 3) from the person's right to his left, of world points (n, 33, 3)."""
    hips, shoulders = world[:, _HIPS], world[:, _SHOULDERS]
    return hips[:, 0] - hips[:, 1] + 0.5 * (shoulders[:, 0] - shoulders[:, 1])


def at_instants(times: np.ndarray, values: np.ndarray, instants: np.ndarray) -> np.ndarray:
    """Values (m, k) at ``instants`` (m,), linear between those (n, k) at ``times`` (n,)."""
    after = np.clip(np.searchsorted(times, instants), 1, max(len(times) - 1, 1))
    before = after - 1
    after = np.minimum(after, len(times) - 1)
    span = np.maximum(times[after] - times[before], 1e-9)
    weight = np.clip((instants - times[before]) / span, 0.0, 1.0)[:, None]
    return values[before] + (values[after] - values[before]) * weight


def smooth(values: np.ndarray, reach: int = 3) -> np.ndarray:
    """Values (n, k) averaged over neighbours with weights that fall off evenly, 0.15 s on each side."""
    padded = np.concatenate([np.repeat(values[:1], reach, 0), values, np.repeat(values[-1:], reach, 0)])
    weights = reach + 1 - np.abs(np.arange(-reach, reach + 1))
    parts = [weight * padded[shift : shift + len(values)] for shift, weight in enumerate(weights / weights.sum())]
    return np.sum(parts, axis=0)


def _rate(values: np.ndarray) -> np.ndarray:
    """Change a second of values (n, ...) at ``FPS``."""
    return np.gradient(values, axis=0) * FPS if len(values) > 1 else np.zeros_like(values)
