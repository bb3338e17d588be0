"""Forward kinematics, and the motion that everything in the engine exchanges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..body.layout import FPS, JOINT_COUNT
from ..body.skeleton import MIRROR, PARENTS, Skeleton, neutral_skeleton
from ..errors import MotionCtrlError


def forward_kinematics(
    rotations: np.ndarray, translation: np.ndarray, offsets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Joint positions and global rotations of a posed skeleton.

    rotations (..., 22, 3, 3) parent-relative, translation (..., 3) pelvis position in metres,
    offsets (22, 3). Returns positions (..., 22, 3) and global rotations (..., 22, 3, 3).
    """
    positions = np.empty(rotations.shape[:-1], dtype=np.result_type(rotations, translation))
    globals_ = np.empty(rotations.shape, dtype=positions.dtype)
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            globals_[..., joint, :, :] = rotations[..., joint, :, :]
            positions[..., joint, :] = translation
        else:
            turn = globals_[..., parent, :, :]
            globals_[..., joint, :, :] = turn @ rotations[..., joint, :, :]
            positions[..., joint, :] = positions[..., parent, :] + turn @ offsets[joint]
    return positions, globals_


def local_rotations(globals_: np.ndarray) -> np.ndarray:
    """Parent-relative rotations (..., 22, 3, 3) from global ones."""
    local = globals_.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            local[..., joint, :, :] = np.swapaxes(globals_[..., parent, :, :], -1, -2) @ globals_[..., joint, :, :]
    return local


@dataclass(frozen=True)
class Motion:
    """A motion of the SMPL body; what changes it gives a new one.

    >>> motion = at_rest(40)
    >>> motion.joints().shape
    (40, 22, 3)
    >>> len(motion[10:30].mirrored())
    20

    rotations (T, 22, 3, 3): parent-relative, T-pose = identity; the pelvis's is global.
    translation (T, 3): position of the pelvis joint, metres, Y up, floor at 0.
    fps: frames a second.
    skeleton: rest pose it is played on.
    text: what it shows, if known.
    notes: what the user should know about how its file was read, a sentence each.
    """

    rotations: np.ndarray
    translation: np.ndarray
    fps: float = FPS
    skeleton: Skeleton = field(default_factory=neutral_skeleton)
    text: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("rotations", "translation"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.float64))
        frames = len(self.rotations)
        if self.rotations.shape != (frames, JOINT_COUNT, 3, 3) or self.translation.shape != (frames, 3):
            raise MotionCtrlError(
                f"A motion needs rotations (T, 22, 3, 3) and translation (T, 3), not "
                f"{self.rotations.shape} and {self.translation.shape}."
            )
        finite = np.isfinite(self.rotations).all((1, 2, 3)) & np.isfinite(self.translation).all(1)
        if not finite.all():
            raise MotionCtrlError(f"The motion has numbers that are not finite at frame {np.argmin(finite)}.")

    def __len__(self) -> int:
        return len(self.rotations)

    def joints(self) -> np.ndarray:
        """Joint positions (T, 22, 3), metres."""
        return forward_kinematics(self.rotations, self.translation, self.skeleton.offsets)[0]

    def noting(self, *notes: str) -> Motion:
        """The motion with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def turned(self, turn: np.ndarray) -> Motion:
        """The motion turned in the room about its origin by the rotation ``turn`` (3, 3)."""
        rotations = self.rotations.copy()
        rotations[:, 0] = turn @ rotations[:, 0]
        return replace(self, rotations=rotations, translation=self.translation @ turn.T)

    def __getitem__(self, frames: slice) -> Motion:
        return replace(self, rotations=self.rotations[frames], translation=self.translation[frames])

    def mirrored(self) -> Motion:
        """The same motion with left and right exchanged (reflection in the plane x = 0)."""
        flip = np.array([-1.0, 1.0, 1.0])
        rotations = self.rotations[:, list(MIRROR)] * flip[:, None] * flip[None, :]
        return replace(self, rotations=rotations, translation=self.translation * flip)


def at_rest(frames: int) -> Motion:
    """The neutral body in its T-pose, standing on the floor."""
    skeleton = neutral_skeleton()
    rotations = np.tile(np.eye(3), (frames, JOINT_COUNT, 1, 1))
    place = np.array([0.0, -skeleton.rest_joints()[:, 1].min() + skeleton.offsets[0, 1], 0.0])
    return Motion(rotations, np.tile(place, (frames, 1)), skeleton=skeleton)
