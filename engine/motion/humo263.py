"""HuMo263: the motion feature of the model (docs/design.md, "HuMo263").

The HumanML3D layout with the original SMPL rotations, as SMPL-D263 of "Scaling Large Motion Models
with Million-Level Human Motions" (appendix A.3). Heading is the pelvis's twist about the up axis;
velocities are forward differences, so the last frame repeats the one before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..body.layout import FPS, POSITIONS, ROOT_VELOCITY, ROTATIONS, WIDTH
from ..body.skeleton import Skeleton, neutral_skeleton
from ..errors import MotionCtrlError
from .contacts import foot_contacts
from .heading import headings
from .kinematics import Motion, forward_kinematics
from .rotations import about_axis, matrix_from_6d, matrix_to_6d, procrustes


@dataclass(frozen=True)
class Anchor:
    """Where a motion stands: what HuMo263 leaves out.

    heading: radians about the up axis at the first frame.
    position (2,): x and z of the pelvis, m.
    """

    heading: float = 0.0
    position: tuple[float, float] = (0.0, 0.0)


def encode(motion: Motion) -> tuple[np.ndarray, Anchor]:
    """Features (T, 263) float32 of a motion at 20 fps, and the anchor that was taken out of it."""
    if abs(motion.fps - FPS) > 1e-6:
        raise MotionCtrlError(f"HuMo263 needs {FPS:g} frames a second, not {motion.fps:g}; resample the motion first.")
    joints, _ = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)
    heading = headings(motion.rotations[:, 0])
    inverse = about_axis("y", -heading)
    root = joints[:, 0]
    steps = _forward_difference(root)
    following = np.concatenate([inverse[1:], inverse[-1:]])  # HumanML3D measures a step on arrival
    steps = (following @ steps[..., None])[..., 0]
    local = joints - root[:, None] * (1.0, 0.0, 1.0)
    local = local @ np.swapaxes(inverse, 1, 2)
    velocities = _forward_difference(joints) @ np.swapaxes(inverse, 1, 2)
    frames = len(motion)
    features = np.concatenate(
        [
            _forward_difference(heading)[:, None],
            steps[:, [0, 2]],
            root[:, 1:2],
            local[:, 1:].reshape(frames, -1),
            matrix_to_6d(motion.rotations[:, 1:]).reshape(frames, -1),
            velocities.reshape(frames, -1),
            foot_contacts(joints, motion.fps),
        ],
        axis=1,
    )
    return features.astype(np.float32), Anchor(float(heading[0]), (float(root[0, 0]), float(root[0, 2])))


def decode(features: np.ndarray, anchor: Anchor = Anchor(), skeleton: Skeleton | None = None) -> Motion:
    """The motion that features (T, 263) describe, in closed form; no inverse kinematics."""
    decoder = Decoder(anchor, skeleton)
    rotations, translation = decoder(features)
    return Motion(rotations, translation, FPS, decoder.skeleton)


class Decoder:
    """Decodes HuMo263 chunk by chunk: the root path goes on where the last chunk ended."""

    def __init__(self, anchor: Anchor = Anchor(), skeleton: Skeleton | None = None) -> None:
        self.skeleton = skeleton or neutral_skeleton()
        self._heading = anchor.heading
        self._position = np.array(anchor.position, dtype=np.float64)

    def __call__(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (t, 22, 3, 3) and translation (t, 3) of the next features (t, 263)."""
        features = check_features(features)
        heading = self._heading + np.concatenate([[0.0], np.cumsum(features[:, 0])])
        steps = np.zeros((len(features), 3))
        steps[:, [0, 2]] = features[:, ROOT_VELOCITY]
        steps = (about_axis("y", heading[1:]) @ steps[..., None])[..., 0]
        path = self._position + np.concatenate([np.zeros((1, 2)), np.cumsum(steps[:, [0, 2]], axis=0)])
        self._heading, self._position = float(heading[-1]), path[-1]
        height = features[:, 3]
        translation = np.stack([path[:-1, 0], height, path[:-1, 1]], axis=1)
        return join_root(features, about_axis("y", heading[:-1]) @ self.tilt(features)), translation

    def tilt(self, features: np.ndarray) -> np.ndarray:
        """Pelvis rotations (t, 3, 3) without heading.

        Orthogonal Procrustes of the stored positions on those that the stored rotations give in the
        pelvis's own frame. The pelvis's rigid children (both hips and spine1) would do for exact
        features; all joints together give the same there, and average the errors of decoded ones,
        which ten centimetres of pelvis would magnify tenfold at the feet.
        """
        own = join_root(features, np.broadcast_to(np.eye(3), (len(features), 3, 3)))
        origin = np.zeros((len(features), 3))
        start = forward_kinematics(own, origin, self.skeleton.offsets)[0][:, 1:]
        stored = features[:, POSITIONS].reshape(-1, 21, 3).astype(np.float64)
        return procrustes(start, stored - features[:, 3][:, None, None] * np.array([0.0, 1.0, 0.0]))


def join_root(features: np.ndarray, root: np.ndarray) -> np.ndarray:
    """Rotations (t, 22, 3, 3): pelvis ``root`` (t, 3, 3) and the other joints' 6D of the features."""
    others = matrix_from_6d(features[:, ROTATIONS].reshape(-1, 21, 6))
    return np.concatenate([root[:, None], others], axis=1)


def check_features(features: np.ndarray, width: int = WIDTH) -> np.ndarray:
    """``features`` as float64 (T, width), or an error that says what is wrong and where."""
    features = np.asarray(features, dtype=np.float64)
    if features.ndim != 2 or features.shape[1] != width:
        raise MotionCtrlError(f"Motion features must have shape (frames, {width}), not {features.shape}.")
    finite = np.isfinite(features).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(f"The motion features are not finite at frame {int(np.argmin(finite))}.")
    return features


def _forward_difference(values: np.ndarray) -> np.ndarray:
    """values[t + 1] − values[t] (T, ...), the last one repeated; zero for a single frame."""
    if len(values) < 2:
        return np.zeros_like(values)
    steps = np.diff(values, axis=0)
    return np.concatenate([steps, steps[-1:]])
