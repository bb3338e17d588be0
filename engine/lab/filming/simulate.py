"""Landmarks as BlazePose would find them in footage of a motion, made without any pictures.

The points come from the SMPL joints; the camera is random; the errors are those that BlazePose has on real
footage: small jitter, slow drift that is largest in depth and at hands and feet, flattened depth, hidden
limbs, bodies that the picture cuts off, left and right exchanged, frames in which nobody is found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...body.layout import FPS, STRIDE
from ...motion.kinematics import Motion
from ...motion.rotations import about_axis
from ...pose.features import features
from ...pose.landmarks import Landmarks
from ...pose.points import landmark_points
from ...pose.sides import consistent
from ...pose.topology import COUNT, INDEX, LANDMARKS, MIRROR
from ...video.sampling import sample_times
from .camera import Camera, draw_camera

# How much of the drift each landmark has, by the end of its name.
_DRIFT = (
    ("hip", 0.25),
    ("shoulder", 0.6),
    ("elbow", 1.0),
    ("wrist", 1.5),
    ("pinky", 1.6),
    ("index", 1.6),
    ("thumb", 1.6),
    ("knee", 0.9),
    ("ankle", 1.3),
    ("heel", 1.3),
)
_LIMBS = tuple(
    tuple(INDEX[f"{side}_{name}"] for name in names)
    for side in ("left", "right")
    for names in (("elbow", "wrist", "pinky", "index", "thumb"), ("knee", "ankle", "heel", "foot_index"))
)


@dataclass(frozen=True)
class Flaws:
    """How strong the errors are, and how often a clip has them."""

    jitter: float = 0.007  # metres from one picture to the next
    drift: float = 0.028  # metres, slow, at an elbow
    deep: float = 2.4  # how much larger both are in depth
    flat: float = 0.25  # the depth is up to so much too shallow
    hidden: float = 0.25  # clips with a hidden limb
    swapped: float = 0.1  # clips in which left and right are exchanged for a moment
    lost: float = 0.12  # clips in which the person is lost for a moment


def simulated(motion: Motion, random: np.random.Generator, flaws: Flaws = Flaws()) -> Landmarks:
    """Landmarks in random footage of a motion at 20 fps; the footage begins and ends with the motion."""
    rate = float(random.choice((5, 10, 12, 15, 20, 24, 25, 30, 30, 50, 60)))
    seconds = (len(motion) - 1) / FPS
    times = sample_times(np.arange(int(seconds * rate + 1e-6) + 1) / rate).times
    points = at_times(landmark_points(motion), times)
    camera = draw_camera(points[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1), times, random)
    return consistent(spoiled(filmed(points, times, camera), random, flaws))


def simulated_features(motion: Motion, random: np.random.Generator, flaws: Flaws = Flaws()) -> np.ndarray:
    """Features (n, WIDTH) of random footage of a motion at 20 fps, n its latent frames, rounded up."""
    return features(simulated(motion, random, flaws), -(-len(motion) // STRIDE))


def at_times(points: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Points (n, 33, 3) at ``times`` (n,) seconds, from those (T, 33, 3) at 20 fps."""
    before = np.clip((times * FPS).astype(int), 0, max(len(points) - 2, 0))
    after = np.minimum(before + 1, len(points) - 1)
    weights = np.clip(times * FPS - before, 0.0, 1.0)[:, None, None]
    return points[before] * (1 - weights) + points[after] * weights


def filmed(points: np.ndarray, times: np.ndarray, camera: Camera) -> Landmarks:
    """What perfect eyes see of points (n, 33, 3) at ``times`` through a camera with n moments."""
    seen = camera.axes(points)
    hips = seen[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    pixels = camera.pixels(seen)
    # The network sees the person cut out of the picture: its axes follow the line of sight, not the lens.
    sight = hips[:, 0] / np.maximum(np.linalg.norm(hips[:, 0], axis=-1, keepdims=True), 1e-6)
    yaw = np.arctan2(sight[:, 0], np.maximum(sight[:, 2], 0.05))
    pitch = np.arcsin(np.clip(-sight[:, 1], -1, 1))
    level = about_axis("x", -pitch) @ about_axis("y", -yaw)
    world = np.matmul(seen - hips, level.transpose(0, 2, 1))
    scale = camera.focal * max(camera.width, camera.height) / np.maximum(hips[..., 2:], 0.3)
    inside = ((pixels >= 0) & (pixels <= (camera.width, camera.height))).all(axis=-1) & (seen[..., 2] > 0.3)
    image = np.concatenate([pixels, world[..., 2:] * scale], axis=-1)
    found = inside.mean(axis=1) > 0.3
    shown = found[:, None, None]
    return Landmarks(
        times, image * shown, world * shown, inside * found[:, None] * 1.0, found, camera.width, camera.height
    )


def spoiled(landmarks: Landmarks, random: np.random.Generator, flaws: Flaws = Flaws()) -> Landmarks:
    """The same landmarks with BlazePose's errors."""
    count = len(landmarks)
    inside = landmarks.visibility > 0.5
    world, visibility = landmarks.world.copy(), landmarks.visibility.copy()
    scale = _pixels_a_metre(landmarks)
    world[..., 2] *= 1 - flaws.flat * random.random()
    world *= np.exp(random.normal(0, 0.06))
    error = _errors(landmarks, inside, random, flaws)
    visibility = np.where(inside, 1 - 0.5 * random.random(visibility.shape) ** 4, 0.6 * random.random(visibility.shape))
    if random.random() < flaws.hidden:
        start, end = _stretch(count, random, 1.0)
        for limb in random.choice(len(_LIMBS), random.integers(1, 3), replace=False):
            error[start:end, list(_LIMBS[limb])] += random.normal(0, 0.08, 3) * (1, 1, flaws.deep)
            error[start:end, list(_LIMBS[limb])] *= 1.5
            visibility[start:end, list(_LIMBS[limb])] *= random.uniform(0.1, 0.8)
    world += error
    image = landmarks.image.copy()
    # Most of the error beside the depth is seen in the picture as well.
    image[..., :2] += error[..., :2] * scale[:, None, None] * random.uniform(0.4, 1.0)
    image[..., 2] = world[..., 2] * scale[:, None]
    found = landmarks.found.copy()
    if random.random() < flaws.lost and count > 4:
        start, end = _stretch(count, random, 0.25)
        found[start:end] = False
    if not found.any():
        found[count // 2] = True
    if random.random() < flaws.swapped:
        start, end = _stretch(count, random, 0.15)
        for values in (world, image, visibility):
            values[start:end] = values[start:end][:, list(MIRROR)]
    for values in (world, image, visibility):
        values[~found] = 0
    return replace(landmarks, image=image, world=world, visibility=visibility, found=found)


def _errors(landmarks: Landmarks, inside: np.ndarray, random: np.random.Generator, flaws: Flaws) -> np.ndarray:
    """Errors (n, 33, 3), metres, in the camera's axes."""
    count = len(landmarks)
    shares = np.array([_share(name) for name in LANDMARKS])[:, None]
    axes = np.array([1.0, 1.0, flaws.deep])
    strength = random.uniform(0.3, 1.5)
    jitter = random.normal(0, flaws.jitter, (count, COUNT, 3)) * (0.6 + 0.4 * shares)
    drift = random.normal(0, flaws.drift, (COUNT, 3)) + _wander(landmarks.times, flaws.drift, random)
    # What lies beyond the picture's edge is only guessed.
    return (jitter + drift * shares) * axes * strength * np.where(inside, 1.0, 2.5)[..., None]


def _wander(times: np.ndarray, size: float, random: np.random.Generator) -> np.ndarray:
    """Noise (n, 33, 3) that forgets itself within half a second (a first-order process)."""
    white = random.normal(0, size, (len(times), COUNT, 3))
    kept = np.exp(-np.diff(times, prepend=times[0]) / random.uniform(0.15, 0.8))
    for index in range(1, len(times)):
        white[index] = kept[index] * white[index - 1] + np.sqrt(1 - kept[index] ** 2) * white[index]
    return white


def _pixels_a_metre(landmarks: Landmarks) -> np.ndarray:
    """Size (n,) of the person in the picture."""
    shown, body = landmarks.image[..., :2], landmarks.world[..., :2]
    spread = [np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=(1, 2)) for points in (shown, body)]
    return spread[0] / np.maximum(spread[1], 1e-6)


def _stretch(count: int, random: np.random.Generator, share: float) -> tuple[int, int]:
    """A random stretch of at most a share of ``count`` pictures, at least one."""
    length = 1 + int(random.random() * share * (count - 1))
    start = int(random.integers(0, count - length + 1))
    return start, start + length


def _share(name: str) -> float:
    if name.endswith("foot_index"):
        return 1.4
    return next((share for ending, share in _DRIFT if name.endswith(ending)), 0.5)
