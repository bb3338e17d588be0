"""AMASS-style .npz files: SMPL poses as axis-angle, from the dataset itself (Z up) or our own (Y up)."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np

from ..body.skeleton import INDEX, Skeleton, neutral_skeleton
from ..errors import MotionCtrlError
from ..files import load_arrays, write_file
from ..motion.kinematics import Motion, forward_kinematics
from ..motion.resample import resample
from ..motion.rotations import about_axis, matrix_from_axis_angle, matrix_to_axis_angle
from ..rigs.floor import settle

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
    poses = np.zeros((len(motion), 24, 3))
    poses[:, :22] = matrix_to_axis_angle(motion.rotations)
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


def read_amass(path: str | os.PathLike, fps: float | None = None, target_fps: float | None = 20.0) -> Motion:
    """The motion in an AMASS-style .npz file (SMPL, SMPL+H or SMPL-X poses, 66 to 165 wide).

    Files of the dataset have Z up and are turned to Y up with feet on the floor; our own come back as
    they were written. ``fps`` overrides the file's rate.
    """
    arrays = load_arrays(path, "AMASS .npz", _NOT_NEEDED)
    poses, trans = _poses(arrays, path)
    rate = fps if fps else _rate(arrays, path)
    ours = str(arrays.get("up_axis", "")) == "y"
    skeleton = neutral_skeleton()
    if ours and arrays.get("offsets", np.zeros(0)).shape == (22, 3):
        stored = np.asarray(arrays["offsets"], dtype=np.float64)
        if not np.isfinite(stored).all():
            raise MotionCtrlError(f"{path} has a rest skeleton that is not finite: save it again.")
        if not np.allclose(stored, skeleton.offsets, atol=1e-6):
            skeleton = Skeleton(stored, name=Path(path).name)
    text = str(arrays["text"]) if "text" in arrays and arrays["text"].ndim == 0 else ""
    rotations = matrix_from_axis_angle(poses)
    motion = Motion(rotations, trans + skeleton.offsets[0], rate, skeleton, text)
    if not ours:
        _to_y_up(motion)
        settle(motion)
    return motion if target_fps is None else resample(motion, target_fps)


def _poses(arrays: dict[str, np.ndarray], path) -> tuple[np.ndarray, np.ndarray]:
    poses = arrays.get("poses")
    if poses is None and {"root_orient", "pose_body"} <= set(arrays):
        poses = np.concatenate([arrays["root_orient"], arrays["pose_body"]], axis=-1)
    trans = arrays.get("trans", arrays.get("transl"))
    if poses is None or trans is None:
        raise MotionCtrlError(
            f"{path} has no 'poses' and 'trans' as AMASS files do: give an AMASS motion file (not a shape file)."
        )
    try:
        poses = np.asarray(poses, dtype=np.float64).reshape(len(poses), -1)
        trans = np.asarray(trans, dtype=np.float64)
    except (TypeError, ValueError):
        poses = np.zeros((0, 0))
    if poses.ndim != 2 or poses.shape[1] < 66 or poses.shape[1] % 3 or trans.shape != (len(poses), 3):
        raise MotionCtrlError(
            f"{path} needs poses (T, 66 or more) and trans (T, 3) of one length, but has "
            f"{poses.shape} and {trans.shape}: export it again."
        )
    if len(poses) == 0:
        raise MotionCtrlError(f"{path} holds no frames: export it again with its motion.")
    finite = np.isfinite(poses).all(axis=1) & np.isfinite(trans).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(f"{path} has numbers that are not finite at frame {int(np.argmin(finite))}: repair it.")
    return poses[:, :66].reshape(-1, 22, 3), trans


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


def _to_y_up(motion: Motion) -> None:
    """Turn the motion in place where the body stands along Z, as in the AMASS dataset."""
    joints = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)[0]
    feet = joints[:, [INDEX["left_ankle"], INDEX["right_ankle"]]].mean(axis=1)
    stand = (joints[:, INDEX["neck"]] - feet).mean(axis=0)
    floor_at_zero = [abs(np.median(joints[..., axis].min(axis=1))) < 0.15 for axis in (1, 2)]
    length = np.linalg.norm(joints[:, INDEX["neck"]] - feet, axis=-1).mean()
    # The dataset's own axis wins where lying or climbing leaves it open.
    if stand[1] / length + 0.3 * floor_at_zero[0] <= stand[2] / length + 0.3 * floor_at_zero[1] + 0.2:
        turn = about_axis("x", np.array(-np.pi / 2))
        motion.rotations[:, 0] = turn @ motion.rotations[:, 0]
        motion.translation[:] = motion.translation @ turn.T
