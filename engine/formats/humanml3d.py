"""The HumanML3D 263 layout (.npy): reading by its joint positions, writing as its authors' code does.

Layout as in "Generating Diverse and Natural 3D Human Motions from Text" (Guo 2022): its yaw is half
the angle of the inverse heading, its rotations come from inverse kinematics along five chains.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np

from ..body.layout import CONTACTS, FPS, JOINT_COUNT, POSITIONS, ROOT_VELOCITY, ROTATIONS, VELOCITIES, WIDTH
from ..errors import MotionCtrlError
from ..files import load_arrays, write_file
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..motion.rotations import about_axis, matrix_to_6d, normalise, shortest_arc
from ..rigs.floor import settle
from ..rigs.positions import motion_from_joints
from ..rigs.upright import axis_name, is_mirrored, to_metres, up_axis
from .pickled import is_pickled_array, one_sample

# SMPL's body, SMPL, SMPL+H, SMPL-X: the first 22 joints are the same
_BODIES = ((JOINT_COUNT, 3), (24, 3), (52, 3), (55, 3))
_CHAINS = ((0, 2, 5, 8, 11), (0, 1, 4, 7, 10), (0, 3, 6, 9, 12, 15), (9, 14, 17, 19, 21), (9, 13, 16, 18, 20))
_RAW = np.array(
    [
        [0, 0, 0],
        [1, 0, 0],
        [-1, 0, 0],
        [0, 1, 0],
        [0, -1, 0],
        [0, -1, 0],
        [0, 1, 0],
        [0, -1, 0],
        [0, -1, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
        [-1, 0, 0],
        [0, 0, 1],
        [0, -1, 0],
        [0, -1, 0],
        [0, -1, 0],
        [0, -1, 0],
        [0, -1, 0],
        [0, -1, 0],
    ],
    dtype=np.float64,
)


def joints_from_humanml3d(features: np.ndarray) -> np.ndarray:
    """Joint positions (T, 22, 3), metres, of HumanML3D features (T, 263), not normalised ones."""
    half = np.concatenate([[0.0], np.cumsum(features[:-1, 0])])
    turn = about_axis("y", -2 * half)
    steps = np.zeros((len(features), 3))
    steps[1:, [0, 2]] = features[:-1, 1:3]
    root = np.cumsum((turn @ steps[..., None])[..., 0], axis=0)
    joints = np.empty((len(features), JOINT_COUNT, 3))
    joints[:, 1:] = features[:, POSITIONS].reshape(-1, JOINT_COUNT - 1, 3) @ np.swapaxes(turn, -1, -2)
    joints[:, 1:, [0, 2]] += root[:, None, [0, 2]]
    joints[:, 0] = root
    joints[:, 0, 1] = features[:, 3]
    return joints


def read_humanml3d(path: str | os.PathLike, fps: float | None = None, target_fps: float | None = FPS) -> Motion:
    """The motion in a .npy file of HumanML3D features (T, 263) or joint positions (T, 22 or more, 3).

    Joints may have any axis up and come in another unit or as a mirror image: that is measured and noted. A
    pickled dictionary of one sample, as text-to-motion tools save it, is read without running what is in it.
    Raises :class:`MotionCtrlError` for other arrays.
    """
    name = Path(path).name
    if is_pickled_array(path):
        array, notes = one_sample(path)
    else:
        array, notes = load_arrays(path, "HumanML3D .npy").get("array"), ()
    if array is not None and array.size == 0 and array.ndim:
        raise MotionCtrlError(f"{path} holds no frames: export it again with its motion.")
    array = _laid_out(array)
    if array is None:
        raise MotionCtrlError(
            f"{path} holds no HumanML3D motion: it needs an array (T, 263) of features or (T, 22, 3) of joints."
        )
    finite = np.isfinite(array.reshape(len(array), -1)).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(f"{path} has numbers that are not finite at frame {int(np.argmin(finite))}: repair it.")
    if np.abs(array).max() > 1e7:
        raise MotionCtrlError(f"{path} has numbers larger than any place: export it again.")
    if array.ndim == 3:
        joints, told = _upright(array, name)
    else:
        joints, told = to_metres(joints_from_humanml3d(array), name)
    motion = motion_from_joints(joints, fps or FPS)
    motion = settle(motion).noting(*notes, *told)
    return motion if target_fps is None else resample(motion, target_fps)


def _laid_out(array: np.ndarray | None) -> np.ndarray | None:
    """Features (T, 263) or joints (T, 22, 3) of an array in a layout that is used, None for any other."""
    if array is None or array.dtype.kind not in "fiu":
        return None
    while array.ndim > 2 and array.shape[0] == 1 and array.shape[1:] not in _BODIES:
        array = array[0]
    array = array.astype(np.float64)
    if array.ndim == 2:
        if array.shape[1] == WIDTH:
            return array
        if (array.shape[1] // 3, 3) not in _BODIES or array.shape[1] % 3:
            return None
        array = array.reshape(len(array), -1, 3)
    if array.ndim == 3 and array.shape[1:] not in _BODIES and array.shape[:2] in _BODIES:
        array = np.moveaxis(array, 2, 0)  # frames last, as diffusion models hold them
    return array[:, :JOINT_COUNT] if array.ndim == 3 and array.shape[1:] in _BODIES else None


def _upright(joints: np.ndarray, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Joints (T, 22, 3) in metres, Y up, left on the left; and a sentence for each thing that was not so."""
    joints, notes = to_metres(joints, name)
    if is_mirrored(joints):
        joints = joints * (-1.0, 1.0, 1.0)
        notes += (f"The joints of {name} are a mirror image (a left-handed system of axes); they were mirrored back.",)
    axis = up_axis(joints, usual=((1, 1.0),))
    if axis != (1, 1.0):
        joints = joints @ shortest_arc(axis[1] * np.eye(3)[axis[0]], np.array([0.0, 1.0, 0.0])).T
        notes += (f"{name} has {axis_name(axis)} up; it was turned upright.",)
    return joints, notes


def write_humanml3d(motion: Motion, path: str | os.PathLike) -> None:
    """Write ``motion`` as HumanML3D features (T, 263), float32, at 20 fps."""
    buffer = io.BytesIO()
    np.save(buffer, humanml3d_features(resample(motion, FPS).joints()).astype(np.float32))
    write_file(path, buffer.getvalue())


def humanml3d_features(joints: np.ndarray) -> np.ndarray:
    """HumanML3D features (T, 263) of joint positions (T, 22, 3), 20 fps; the last frame's velocities are
    those of the frame before (the original drops that frame)."""
    joints = np.asarray(joints, dtype=np.float64)
    turn = _to_heading(joints)
    following = np.concatenate([turn[1:], turn[-1:]])
    features = np.zeros((len(joints), WIDTH))
    change = following @ np.swapaxes(turn, -1, -2)
    features[:, 0] = np.arctan2(change[:, 0, 2], change[:, 0, 0]) / 2
    steps = np.zeros_like(joints)
    steps[:-1] = np.diff(joints, axis=0)
    if len(joints) > 1:
        steps[-1] = steps[-2]
        features[-1, 0] = features[-2, 0]
    features[:, ROOT_VELOCITY] = (following @ steps[:, 0, :, None])[:, [0, 2], 0]
    features[:, 3] = joints[:, 0, 1]
    local = joints - joints[:, :1] * (1.0, 0.0, 1.0)
    features[:, POSITIONS] = (local @ np.swapaxes(turn, -1, -2))[:, 1:].reshape(len(joints), -1)
    features[:, ROTATIONS] = matrix_to_6d(_chain_rotations(joints, turn)[:, 1:]).reshape(len(joints), -1)
    features[:, VELOCITIES] = (steps @ np.swapaxes(turn, -1, -2)).reshape(len(joints), -1)
    squared = np.sum(steps[:, [7, 10, 8, 11]] ** 2, axis=-1)
    features[:, CONTACTS] = squared < 0.002
    return features


def _to_heading(joints: np.ndarray) -> np.ndarray:
    """Rotations (T, 3, 3) about Y that turn the smoothed facing direction to +Z."""
    across = joints[:, 2] - joints[:, 1] + joints[:, 17] - joints[:, 16]
    forward = np.cross([0.0, 1.0, 0.0], normalise(across))
    window = np.exp(-0.5 * (np.arange(-80, 81) / 20.0) ** 2)
    padded = np.pad(forward, ((80, 80), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(padded[:, k], window / window.sum(), "valid") for k in range(3)], axis=-1)
    return about_axis("y", -np.arctan2(smooth[:, 0], smooth[:, 2]))


def _chain_rotations(joints: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Local rotations (T, 22, 3, 3) by the shortest arc along each chain, every chain from the root."""
    root = np.swapaxes(turn, -1, -2)
    local = np.broadcast_to(np.eye(3), (len(joints), JOINT_COUNT, 3, 3)).copy()
    local[:, 0] = root
    for chain in _CHAINS:
        above = root
        for start, end in zip(chain, chain[1:], strict=False):
            # The original's qbetween(u, v) carries the resting direction into the measured one.
            pointed = shortest_arc(_RAW[end], joints[:, end] - joints[:, start])
            local[:, end] = np.swapaxes(above, -1, -2) @ pointed
            above = pointed
    return local
