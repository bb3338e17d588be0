"""Two-bone limbs: rotations that put a wrist or an ankle somewhere, in closed form."""

from __future__ import annotations

import numpy as np

from .rotations import frame_along, matrix_from_axis_angle, normalise, shortest_arc

_REACH = 0.998  # share of the stretched leg's length, short of which the knee stays defined


def reach_with_leg(
    rotations: np.ndarray, joints: np.ndarray, globals_: np.ndarray, leg: tuple[int, ...], target: np.ndarray
) -> np.ndarray:
    """Rotations (n, 22, 3, 3) of frames whose ankle stands at ``target`` (n, 3), as far as the leg reaches."""
    hip, knee, ankle, _ = leg
    thigh, shin = joints[:, knee] - joints[:, hip], joints[:, ankle] - joints[:, knee]
    upper, lower = np.linalg.norm(thigh, axis=-1), np.linalg.norm(shin, axis=-1)
    way = target - joints[:, hip]
    distance = np.clip(np.linalg.norm(way, axis=-1), np.abs(upper - lower) + 1e-3, (upper + lower) * _REACH)
    bend = np.cross(thigh, shin)
    straight = np.linalg.norm(bend, axis=-1) < 1e-3 * upper * lower
    axis = normalise(np.where(straight[:, None], globals_[:, hip, :, 0], bend))
    now = np.arccos(np.clip((thigh * shin).sum(-1) / (upper * lower), -1, 1))
    wanted = np.arccos(np.clip((distance**2 - upper**2 - lower**2) / (2 * upper * lower), -1, 1))
    bent = matrix_from_axis_angle(axis * (wanted - now)[:, None])
    turned = (bent @ shin[..., None])[..., 0]
    swing = shortest_arc(normalise(thigh + turned), normalise(way))
    new_hip = swing @ globals_[:, hip]
    new_knee = swing @ bent @ globals_[:, knee]
    result = rotations.copy()
    pelvis = globals_[:, 0]
    result[:, hip] = np.swapaxes(pelvis, 1, 2) @ new_hip
    result[:, knee] = np.swapaxes(new_hip, 1, 2) @ new_knee
    result[:, ankle] = np.swapaxes(new_knee, 1, 2) @ globals_[:, ankle]
    return result


def two_bones(
    upper: np.ndarray, lower: np.ndarray, normal: np.ndarray, rest: tuple[np.ndarray, np.ndarray], hinge
) -> tuple[np.ndarray, np.ndarray]:
    """Global rotation of the first bone and local rotation of the second (both (..., 3, 3)).

    upper, lower (..., 3): wanted directions; normal (..., 3): hinge axis in the same frame;
    rest: the two rest directions; hinge (3,): the hinge axis at rest.
    """
    root = frame_along(upper, normal) @ np.swapaxes(frame_along(rest[0], np.asarray(hinge, float)), -1, -2)
    local = np.einsum("...ji,...j->...i", root, normalise(lower))
    return root, shortest_arc(np.broadcast_to(rest[1], local.shape), local)


def span(reach: np.ndarray, pole: np.ndarray, first: float, second: float, fold: float):
    """Bone directions of a two-bone limb that spans ``reach`` with its middle joint towards ``pole``.

    ``fold`` -1: the hinge axis is upper × lower.
    """
    length = np.linalg.norm(reach, axis=-1, keepdims=True)
    limit = np.clip(length, abs(first - second) * 1.05 + 0.02, (first + second) * 0.998)
    along = reach / np.maximum(length, 1e-9)
    side = normalise(pole - np.sum(pole * along, -1, keepdims=True) * along)
    cosine = np.clip((first**2 + limit**2 - second**2) / (2 * first * limit), -1, 1)
    upper = along * cosine + side * np.sqrt(1 - cosine**2)
    lower = normalise(along * limit - upper * first)
    return upper, lower, fold * np.cross(along, side)
