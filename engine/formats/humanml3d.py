"""The HumanML3D 263 layout (.npy): reading by its joint positions, writing as its authors' code does.

Layout as in "Generating Diverse and Natural 3D Human Motions from Text" (Guo 2022): its yaw is half
the angle of the inverse heading, its rotations come from inverse kinematics along five chains.
"""

from __future__ import annotations

import io
import os

import numpy as np

from ..body.skeleton import INDEX
from ..errors import MotionCtrlError
from ..files import load_arrays, write_file
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..motion.rotations import about_axis, matrix_to_6d, normalise, shortest_arc
from ..rigs.floor import settle
from ..rigs.positions import motion_from_joints

FPS = 20.0
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
    joints = np.empty((len(features), 22, 3))
    joints[:, 1:] = features[:, 4:67].reshape(-1, 21, 3) @ np.swapaxes(turn, -1, -2)
    joints[:, 1:, [0, 2]] += root[:, None, [0, 2]]
    joints[:, 0] = root
    joints[:, 0, 1] = features[:, 3]
    return joints


def read_humanml3d(path: str | os.PathLike, fps: float | None = None, target_fps: float | None = 20.0) -> Motion:
    """The motion in a .npy file of HumanML3D features (T, 263) or joint positions (T, 22, 3), Y up.

    Raises :class:`MotionCtrlError` for other arrays.
    """
    arrays = load_arrays(path, "HumanML3D .npy")
    array = arrays.get("array")
    shape = None if array is None else array.shape
    if (
        array is None
        or array.dtype.kind not in "fiu"
        or not ((array.ndim == 2 and shape[1] == 263) or (array.ndim == 3 and shape[1:] == (22, 3)))
    ):
        raise MotionCtrlError(
            f"{path} holds no HumanML3D motion: it needs an array (T, 263) of features or (T, 22, 3) of joints."
        )
    if shape[0] == 0:
        raise MotionCtrlError(f"{path} holds no frames: export it again with its motion.")
    array = array.astype(np.float64)
    finite = np.isfinite(array.reshape(shape[0], -1)).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(f"{path} has numbers that are not finite at frame {int(np.argmin(finite))}: repair it.")
    joints = array if array.ndim == 3 else joints_from_humanml3d(array)
    size = np.linalg.norm(joints[:, INDEX["left_knee"]] - joints[:, INDEX["left_hip"]], axis=-1).mean()
    if not 0.15 < size < 0.8:
        raise MotionCtrlError(
            f"{path} describes a body with thighs of {size:.2f} m: give features in metres that are not normalised."
        )
    motion = motion_from_joints(joints, fps or FPS)
    settle(motion)
    return motion if target_fps is None else resample(motion, target_fps)


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
    features = np.zeros((len(joints), 263))
    change = following @ np.swapaxes(turn, -1, -2)
    features[:, 0] = np.arctan2(change[:, 0, 2], change[:, 0, 0]) / 2
    steps = np.zeros_like(joints)
    steps[:-1] = np.diff(joints, axis=0)
    if len(joints) > 1:
        steps[-1] = steps[-2]
        features[-1, 0] = features[-2, 0]
    features[:, 1:3] = (following @ steps[:, 0, :, None])[:, [0, 2], 0]
    features[:, 3] = joints[:, 0, 1]
    local = joints - joints[:, :1] * (1.0, 0.0, 1.0)
    features[:, 4:67] = (local @ np.swapaxes(turn, -1, -2))[:, 1:].reshape(len(joints), 63)
    features[:, 67:193] = matrix_to_6d(_chain_rotations(joints, turn)[:, 1:]).reshape(len(joints), 126)
    features[:, 193:259] = (steps @ np.swapaxes(turn, -1, -2)).reshape(len(joints), 66)
    squared = np.sum(steps[:, [7, 10, 8, 11]] ** 2, axis=-1)
    features[:, 259:] = squared < 0.002
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
    local = np.broadcast_to(np.eye(3), (len(joints), 22, 3, 3)).copy()
    local[:, 0] = root
    for chain in _CHAINS:
        above = root
        for start, end in zip(chain, chain[1:], strict=False):
            # The original's qbetween(u, v) carries the resting direction into the measured one.
            pointed = shortest_arc(_RAW[end], joints[:, end] - joints[:, start])
            local[:, end] = np.swapaxes(above, -1, -2) @ pointed
            above = pointed
    return local
