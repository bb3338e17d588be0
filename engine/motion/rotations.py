"""Conversions between rotation matrices, quaternions (w, x, y, z), axis-angle and 6D.

6D is the first two columns of the matrix, one after the other ("On the Continuity of Rotation
Representations in Neural Networks", Zhou 2019). All functions take any leading shape.
"""

from __future__ import annotations

import numpy as np


def matrix_to_6d(matrices: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3) to 6D (..., 6)."""
    return np.concatenate([matrices[..., 0], matrices[..., 1]], axis=-1)


def matrix_from_6d(values: np.ndarray) -> np.ndarray:
    """6D (..., 6), not necessarily orthonormal, to rotation matrices (..., 3, 3)."""
    x = normalise(values[..., :3])
    y = values[..., 3:]
    y = normalise(y - np.sum(x * y, axis=-1, keepdims=True) * x)
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def normalise(vectors: np.ndarray) -> np.ndarray:
    """Vectors (..., n) at length 1; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-12)


def matrix_from_quaternion(quaternions: np.ndarray) -> np.ndarray:
    """Quaternions (..., 4), w first, to rotation matrices (..., 3, 3)."""
    w, x, y, z = np.moveaxis(normalise(quaternions), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def matrix_to_quaternion(matrices: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3) to quaternions (..., 4), w first and not negative."""
    m = np.asarray(matrices, dtype=np.float64)
    xx, yy, zz = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    # Each row is the quaternion times four times one of its own elements; the row with the
    # largest such element is the well-conditioned one (Shepperd 1978).
    rows = np.stack(
        [
            np.stack(
                [
                    1 + xx + yy + zz,
                    m[..., 2, 1] - m[..., 1, 2],
                    m[..., 0, 2] - m[..., 2, 0],
                    m[..., 1, 0] - m[..., 0, 1],
                ],
                -1,
            ),
            np.stack(
                [
                    m[..., 2, 1] - m[..., 1, 2],
                    1 + xx - yy - zz,
                    m[..., 1, 0] + m[..., 0, 1],
                    m[..., 0, 2] + m[..., 2, 0],
                ],
                -1,
            ),
            np.stack(
                [
                    m[..., 0, 2] - m[..., 2, 0],
                    m[..., 1, 0] + m[..., 0, 1],
                    1 - xx + yy - zz,
                    m[..., 2, 1] + m[..., 1, 2],
                ],
                -1,
            ),
            np.stack(
                [
                    m[..., 1, 0] - m[..., 0, 1],
                    m[..., 0, 2] + m[..., 2, 0],
                    m[..., 2, 1] + m[..., 1, 2],
                    1 - xx - yy + zz,
                ],
                -1,
            ),
        ],
        axis=-2,
    )
    best = np.argmax(np.diagonal(rows, axis1=-2, axis2=-1), axis=-1)
    quaternions = normalise(np.take_along_axis(rows, best[..., None, None], axis=-2)[..., 0, :])
    return np.where(quaternions[..., :1] < 0, -quaternions, quaternions)


def matrix_from_axis_angle(vectors: np.ndarray) -> np.ndarray:
    """Axis-angle vectors (..., 3), radians, to rotation matrices (..., 3, 3)."""
    vectors = np.asarray(vectors, dtype=np.float64)
    angles = np.linalg.norm(vectors, axis=-1, keepdims=True)
    # sin(a/2)/a without dividing by zero: np.sinc(x) is sin(pi x)/(pi x).
    xyz = vectors * 0.5 * np.sinc(angles / (2 * np.pi))
    return matrix_from_quaternion(np.concatenate([np.cos(angles / 2), xyz], axis=-1))


def matrix_to_axis_angle(matrices: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3) to axis-angle vectors (..., 3), angle in [0, pi]."""
    quaternions = matrix_to_quaternion(matrices)
    sines = np.linalg.norm(quaternions[..., 1:], axis=-1, keepdims=True)
    angles = 2 * np.arctan2(sines, quaternions[..., :1])
    scale = np.where(sines > 1e-9, angles / np.maximum(sines, 1e-9), 2.0)
    return quaternions[..., 1:] * scale


def about_axis(axis: str, radians: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3) about ``"x"``, ``"y"`` or ``"z"`` by ``radians`` (...)."""
    vectors = np.zeros((*np.shape(radians), 3))
    vectors[..., "xyz".index(axis)] = radians
    return matrix_from_axis_angle(vectors)


def angle_between(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angle in degrees (...) between rotation matrices (..., 3, 3), exact also for small ones."""
    relative = np.swapaxes(first, -1, -2) @ second
    return np.degrees(np.linalg.norm(matrix_to_axis_angle(relative), axis=-1))


def shortest_arc(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Smallest rotations (..., 3, 3) that turn directions ``start`` (..., 3) into ``end``."""
    start, end = np.broadcast_arrays(normalise(start), normalise(end))
    w = 1 + np.sum(start * end, axis=-1, keepdims=True)
    xyz = np.cross(start, end)
    # Opposite directions leave the axis free: take any that is perpendicular.
    helper = np.where(np.abs(start[..., :1]) < 0.9, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    opposite = w < 1e-9
    xyz = np.where(opposite, np.cross(start, helper), xyz)
    return matrix_from_quaternion(np.concatenate([np.where(opposite, 0.0, w), xyz], axis=-1))


def frame_along(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Frames (..., 3, 3): along ``first``, along what of ``second`` is square to it, along their cross product."""
    return matrix_from_6d(np.concatenate(np.broadcast_arrays(first, second), axis=-1))


def procrustes(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Rotations (..., 3, 3) that best turn the point sets ``start`` (..., n, 3) into ``end`` (..., n, 3).

    Orthogonal Procrustes without translation, by singular value decomposition (Kabsch 1976).
    """
    return nearest_rotation(np.swapaxes(end, -1, -2) @ start)


def nearest_rotation(matrices: np.ndarray) -> np.ndarray:
    """Rotations (..., 3, 3) nearest to any matrices (..., 3, 3)."""
    u, _, vt = np.linalg.svd(matrices)
    signs = np.ones((*u.shape[:-2], 3))
    signs[..., 2] = np.sign(np.linalg.det(u @ vt))
    return (u * signs[..., None, :]) @ vt


def mean_rotation(rotations: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """The rotation (3, 3) nearest to the mean of rotations (T, 3, 3), weighted by ``weights`` (T,)."""
    return nearest_rotation(np.average(rotations, axis=0, weights=weights))


def slerp(first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Rotations (..., 3, 3) on the shortest way from ``first`` to ``second``; weights (...) in 0..1."""
    relative = matrix_to_axis_angle(np.swapaxes(first, -1, -2) @ second)
    return first @ matrix_from_axis_angle(relative * np.asarray(weights)[..., None])
