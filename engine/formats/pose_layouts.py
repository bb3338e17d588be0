"""SMPL poses in whatever form a file stores them: axis-angle, degrees, quaternions, matrices or 6D.

Told by measurement: matrices are orthonormal, quaternions have length 1, 6D is two unit vectors at a right
angle; all else is axis-angle. Where two conventions differ by the inverse, knees and elbows tell: they bend one way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import INDEX
from ..errors import MotionCtrlError
from ..motion.rotations import matrix_from_6d, matrix_from_axis_angle, matrix_from_quaternion, matrix_to_axis_angle

_WHOLE = (JOINT_COUNT, 24, 52, 55)  # joints of SMPL's body, SMPL, SMPL+H and SMPL-X, the pelvis first
_KINDS = {9: "rotation matrices", 6: "6D rotations", 4: "quaternions", 3: "axis-angle vectors"}
_SURE = 0.15  # radians that knees and elbows are bent on average, from which on the way they bend tells


@dataclass(frozen=True)
class Poses:
    """rotations (T, 22, 3, 3), parent-relative. notes: how they were read, where that is not AMASS's way."""

    rotations: np.ndarray
    notes: tuple[str, ...] = ()


def read_poses(values: np.ndarray, name: str, root: np.ndarray | None = None) -> Poses:
    """The body's rotations from ``values`` (T, ...): flat, or (T, J, k), or (T, J, 3, 3).

    ``root`` (T, ...): the pelvis's rotation where ``values`` lacks it. ``name``: the file, for messages. Raises
    :class:`MotionCtrlError` for what is no pose of 22 or more SMPL joints with the pelvis.
    """
    size = _size(values)
    shape = "×".join(str(length) for length in values.shape[1:])
    if values.ndim > 2 and not size and 1 not in values.shape[1:]:
        raise _no_body(name, shape)
    flat = values.reshape(len(values), -1)
    if root is not None:
        size = size or root.reshape(len(root), -1).shape[1]
        flat = np.concatenate([root.reshape(len(root), -1), flat], axis=1)
    kind = size if size in _KINDS else _measured_size(flat)
    joints = flat.shape[1] // kind if kind else 0
    if not kind or flat.shape[1] % kind or joints < JOINT_COUNT - 1:
        raise _no_body(name, shape)
    if root is None and joints + 1 in _WHOLE:
        raise MotionCtrlError(
            f"{name} has poses of {shape} numbers a frame, {_KINDS[kind]} of {joints} joints without the pelvis: "
            "save its turn with them, or beside them as 'root_orient'."
        )
    if joints < JOINT_COUNT:
        raise MotionCtrlError(f"{name} has poses of {joints} joints, but 22 are needed: save SMPL's whole body.")
    return _READERS[kind](flat.reshape(len(flat), joints, kind)[:, :JOINT_COUNT], name)


def _no_body(name: str, shape: str) -> MotionCtrlError:
    return MotionCtrlError(
        f"{name} has poses of {shape} numbers a frame, which are no rotations of 22 or more SMPL joints: save "
        "'poses' as axis-angle, 66 or more numbers a frame."
    )


def _size(values: np.ndarray) -> int | None:
    """Numbers a rotation, where the shape tells."""
    if values.ndim == 4 and values.shape[2:] == (3, 3):
        return 9
    return values.shape[2] if values.ndim == 3 and values.shape[2] in _KINDS else None


def _measured_size(flat: np.ndarray) -> int | None:
    """Numbers a rotation of flat poses (T, n); None where nothing fits."""
    width = flat.shape[1]
    likely = [*_WHOLE, *(count - 1 for count in _WHOLE)]
    fitting = [size for size in (9, 6, 4) if width % size == 0 and width // size in likely]
    for size in fitting:
        if _is_orthonormal(flat.reshape(len(flat), -1, size)):
            return size
    # A width that is no body's in axis-angle, but is one's in another form.
    if width % 3 or (fitting and width // 3 not in likely):
        return None
    return 3


def _is_orthonormal(values: np.ndarray) -> bool:
    """Whether values (T, J, 4, 6 or 9) are quaternions, 6D rotations or matrices by their lengths and angles."""
    if values.shape[-1] == 4:
        return _mostly(np.linalg.norm(values, axis=-1) - 1)
    if values.shape[-1] == 6:
        return any(
            _mostly(_off_orthonormal(pair)) for pair in (values.reshape(*values.shape[:2], 2, 3), _paired(values))
        )
    return _mostly(_off_orthonormal(values.reshape(*values.shape[:2], 3, 3)))


def _mostly(errors: np.ndarray) -> bool:
    return bool(np.percentile(np.abs(errors), 95) < 0.02)


def _paired(values: np.ndarray) -> np.ndarray:
    """6D (..., 6) whose two vectors are interleaved, as (..., 2, 3)."""
    return np.swapaxes(values.reshape(*values.shape[:-1], 3, 2), -1, -2)


def _off_orthonormal(vectors: np.ndarray) -> np.ndarray:
    """How far vectors (..., n, 3) are from unit ones at right angles (...)."""
    products = vectors @ np.swapaxes(vectors, -1, -2)
    return np.abs(products - np.eye(vectors.shape[-2])).max(axis=(-1, -2))


def _from_matrices(values: np.ndarray, name: str) -> Poses:
    matrices = values.reshape(*values.shape[:2], 3, 3)
    if not _mostly(_off_orthonormal(matrices)) or np.median(np.linalg.det(matrices)) < 0:
        raise MotionCtrlError(f"{name} has matrices in its poses that are no rotations: export it again.")
    return _turned_the_human_way(matrices, name, "rotation matrices", "rotation matrices for row vectors")


def _from_6d(values: np.ndarray, name: str) -> Poses:
    apart, interleaved = values.reshape(*values.shape[:2], 2, 3), _paired(values)
    off = [np.median(_off_orthonormal(pair)) for pair in (apart, interleaved)]
    pair = apart if off[0] <= off[1] else interleaved
    matrices = matrix_from_6d(pair.reshape(values.shape))
    return _turned_the_human_way(matrices, name, "6D rotations (columns)", "6D rotations (rows)")


def _from_quaternions(values: np.ndarray, name: str) -> Poses:
    lengths = np.linalg.norm(values, axis=-1)
    if np.percentile(lengths, 5) < 0.1:
        raise MotionCtrlError(f"{name} has quaternions in its poses that are zero: export it again.")
    # Joints of a body turn little against their parents, so that the real part is the large one.
    first, last = (np.abs(values[:, 1:, place]).mean() for place in (0, 3))
    where = "w first" if first >= last else "w last"
    matrices = matrix_from_quaternion(values if first >= last else np.roll(values, 1, axis=-1))
    return _turned_the_human_way(matrices, name, f"quaternions, {where}", f"inverse quaternions, {where}")


def _from_axis_angle(values: np.ndarray, name: str) -> Poses:
    angles = np.linalg.norm(values[:, 1:], axis=-1)
    if max(np.percentile(angles, 75), np.median(angles, axis=0).max() / 2) <= np.pi:
        rotations = matrix_from_axis_angle(values)
        backwards = _bend(rotations) < -_SURE
        return Poses(rotations, (f"Knees and elbows bend backwards in {name}: check its axes.",) if backwards else ())
    if angles.max() > 720:
        raise MotionCtrlError(
            f"{name} has poses with numbers up to {angles.max():.3g}, which are no turns in radians or degrees: "
            "save 'poses' as axis-angle in radians."
        )
    rotations = matrix_from_axis_angle(np.radians(values))
    return Poses(rotations, (f"The poses of {name} are in degrees and were read so.",))


def _turned_the_human_way(matrices: np.ndarray, name: str, usual: str, inverse: str) -> Poses:
    """The matrices or their inverses, whichever bends knees and elbows as people do."""
    bend = _bend(matrices)
    if bend < -_SURE:
        return Poses(np.swapaxes(matrices, -1, -2), (f"The poses of {name} were read as {inverse}.",))
    unsure = "" if bend > _SURE else " (too few bends to be sure)"
    return Poses(matrices, (f"The poses of {name} were read as {usual}{unsure}.",))


def _bend(rotations: np.ndarray) -> float:
    """Radians by which knees and elbows are bent the human way, a mean over the motion."""
    joints = {"left_knee": (0, 1.0), "right_knee": (0, 1.0), "left_elbow": (1, -1.0), "right_elbow": (1, 1.0)}
    turns = matrix_to_axis_angle(rotations[:, [INDEX[joint] for joint in joints]])
    bends = [sign * turns[:, place, axis] for place, (axis, sign) in enumerate(joints.values())]
    return float(np.mean(bends))


_READERS = {9: _from_matrices, 6: _from_6d, 4: _from_quaternions, 3: _from_axis_angle}
