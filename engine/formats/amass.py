"""AMASS-style .npz files: SMPL poses as axis-angle, from the dataset itself (Z up) or our own (Y up)."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np

from ..body.layout import FPS, JOINT_COUNT
from ..body.skeleton import HANDS, Skeleton, neutral_skeleton
from ..errors import MotionCtrlError
from ..files import load_arrays, write_file
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..motion.rotations import about_axis, matrix_to_axis_angle, shortest_arc
from ..rigs.floor import settle
from ..rigs.path_unit import mend_path_unit
from ..rigs.upright import axis_name, up_axis
from .pose_layouts import Poses, read_poses

# What tools that save SMPL motions call their arrays.
_POSES = ("poses", "pose", "smpl_poses", "full_pose", "fullpose", "pose_aa", "thetas")
_BODY = ("pose_body", "body_pose")
_ROOT = ("root_orient", "global_orient", "root_pose")
_PATHS = ("trans", "transl", "translation", "smpl_trans", "root_trans", "root_translation")
_ROOTLESS = {3: (63, 69, 153, 162), 4: (84, 92), 6: (126, 138), 9: (189, 207)}  # numbers of poses, by those of the root

_RATES = ("mocap_framerate", "mocap_frame_rate", "framerate", "frame_rate", "fps")
_NOT_NEEDED = (
    "gender",
    "surface_model_type",
    "labels",
    "marker_data",
    "markers_latent",
    "latent_labels",
    "trial_info",
    "text",
)


def write_amass(motion: Motion, path: str | os.PathLike) -> None:
    """Write ``motion`` as SPEC section 8 says.

    poses (T, 72) axis-angle of the 24 SMPL joints (hands zero), trans (T, 3) = pelvis position less the
    skeleton's pelvis, mocap_framerate, betas (10) zero, gender, joints (T, 22, 3), text; metres, Y up.
    ``up_axis`` and ``offsets`` (22, 3), the rest skeleton, tell our own files from the dataset's.
    """
    poses = np.zeros((len(motion), JOINT_COUNT + len(HANDS), 3))
    poses[:, :JOINT_COUNT] = matrix_to_axis_angle(motion.rotations)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        poses=poses.reshape(len(motion), 72),
        trans=motion.translation - motion.skeleton.offsets[0],
        mocap_framerate=np.float64(motion.fps),
        betas=np.zeros(10),
        gender=np.array("neutral"),
        joints=motion.joints(),
        text=np.array(motion.text),
        up_axis=np.array("y"),
        offsets=motion.skeleton.offsets,
    )
    write_file(path, buffer.getvalue())


def read_amass(path: str | os.PathLike, fps: float | None = None, target_fps: float | None = FPS) -> Motion:
    """The motion in an AMASS-style .npz file (SMPL, SMPL+H or SMPL-X poses).

    Files of the dataset have Z up and are turned to Y up with feet on the floor; our own come back as
    they were written. Poses that are no axis-angle in radians, other up axes and a path in another unit are
    told by measurement and noted. ``fps`` overrides the file's rate.
    """
    return motion_of_arrays(load_arrays(path, "AMASS .npz", _NOT_NEEDED), path, fps, target_fps)


def motion_of_arrays(
    arrays: dict[str, np.ndarray], path: str | os.PathLike, fps: float | None = None, target_fps: float | None = FPS
) -> Motion:
    """The motion in the arrays of an AMASS-style file, by name; see :func:`read_amass`."""
    name = Path(path).name
    poses, trans = _poses(arrays, path)
    rate = fps if fps else _rate(arrays, path)
    ours = str(arrays.get("up_axis", "")) == "y"
    skeleton = neutral_skeleton()
    if ours and np.shape(arrays.get("offsets")) == (JOINT_COUNT, 3):
        stored = np.asarray(arrays["offsets"], dtype=np.float64)
        if not np.isfinite(stored).all():
            raise MotionCtrlError(f"{path} has a rest skeleton that is not finite: save it again.")
        if not np.allclose(stored, skeleton.offsets, atol=1e-6):
            skeleton = Skeleton(stored, name=name)
    text = str(arrays["text"]) if "text" in arrays and arrays["text"].ndim == 0 else ""
    motion = Motion(poses.rotations, trans + skeleton.offsets[0], rate, skeleton, text).noting(*poses.notes)
    if not ours:
        motion, turn = _to_y_up(motion, name)
        motion = settle(mend_path_unit(motion, name, turn @ skeleton.offsets[0]))
    return motion if target_fps is None else resample(motion, target_fps)


def _poses(arrays: dict[str, np.ndarray], path) -> tuple[Poses, np.ndarray]:
    values = _named(arrays, _POSES)
    root = None
    if values is None or np.size(values) == 0:
        values, root = _named(arrays, _BODY), _named(arrays, _ROOT)
        values = None if root is None else values
    elif (separate := _named(arrays, _ROOT)) is not None and values.ndim > 1:
        # AMASS has the root both within its poses and beside them.
        width = values.reshape(len(values), -1).shape[1] if len(values) else 0
        root = separate if width in _ROOTLESS.get(separate.reshape(len(separate), -1).shape[-1], ()) else None
    trans = _named(arrays, _PATHS)
    if values is None or trans is None:
        raise MotionCtrlError(
            f"{path} has no 'poses' and 'trans' as AMASS files do: give an AMASS motion file (not a shape file)."
        )
    values, trans = _numbers(values), _numbers(trans)
    root = None if root is None else _numbers(root)
    trans = trans.reshape(len(trans), -1) if trans.ndim > 1 and trans.size else trans
    if values.ndim < 2 or trans.shape != (len(values), 3) or (root is not None and len(root) != len(values)):
        raise MotionCtrlError(
            f"{path} needs poses (T, 66 or more) and trans (T, 3) of one length, but has "
            f"{values.shape} and {trans.shape}: export it again."
        )
    if values.size == 0 or (root is not None and root.size == 0):
        raise MotionCtrlError(f"{path} holds no frames: export it again with its motion.")
    finite = np.isfinite(values.reshape(len(values), -1)).all(axis=1) & np.isfinite(trans).all(axis=1)
    if root is not None:
        finite &= np.isfinite(root.reshape(len(root), -1)).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(f"{path} has numbers that are not finite at frame {int(np.argmin(finite))}: repair it.")
    if max(np.abs(values).max(), np.abs(trans).max()) > 1e7:
        raise MotionCtrlError(f"{path} has numbers larger than any pose or path: export it again.")
    return read_poses(values, Path(path).name, root), trans


def _named(arrays: dict[str, np.ndarray], names: tuple[str, ...]) -> np.ndarray | None:
    return next((np.asarray(arrays[name]) for name in names if name in arrays), None)


def _numbers(values: np.ndarray) -> np.ndarray:
    """``values`` as floats; without frames where they are no numbers."""
    return values.astype(np.float64) if values.dtype.kind in "fiu" and values.ndim else np.zeros((0, 0))


def _rate(arrays: dict[str, np.ndarray], path) -> float:
    for name in _RATES:
        if name in arrays and np.size(arrays[name]) == 1:
            try:
                rate = float(np.asarray(arrays[name]).reshape(()))
            except (TypeError, ValueError):
                rate = 0.0
            if np.isfinite(rate) and 1 <= rate <= 10000:
                return rate
            raise MotionCtrlError(f"{path} has a frame rate of {rate}: give the right one with --fps.")
    raise MotionCtrlError(f"{path} does not say its frame rate (mocap_framerate): give it with --fps.")


def _to_y_up(motion: Motion, name: str) -> tuple[Motion, np.ndarray]:
    """The motion with the body standing along Y, and the turn (3, 3).

    It is noted where the file's axis is neither Y nor the dataset's Z.
    """
    # The dataset's own axis wins where lying or climbing leaves it open.
    axis = up_axis(motion.joints(), usual=((2, 1.0), (1, 1.0)))
    if axis == (1, 1.0):
        return motion, np.eye(3)
    if axis == (2, 1.0):
        turn = about_axis("x", np.array(-np.pi / 2))
        return motion.turned(turn), turn
    turn = shortest_arc(axis[1] * np.eye(3)[axis[0]], np.array([0.0, 1.0, 0.0]))
    return motion.turned(turn).noting(f"{name} has {axis_name(axis)} up; it was turned upright."), turn
