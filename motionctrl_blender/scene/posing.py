"""Motion arrays to bone channels and back: a constant change of basis per bone; numpy, no bpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...engine.body.layout import JOINT_COUNT
from ...engine.body.skeleton import Skeleton
from ...engine.motion.rotations import matrix_from_quaternion, matrix_to_quaternion
from .bones import BONE_PARENTS


@dataclass(frozen=True)
class Rig:
    """What the engine needs to know of an armature, read once; no pointers into Blender.

    name: of the armature object.
    bones (24 or 22): bone name of each SMPL joint.
    axes (3, 3): turns SMPL's axes into the armature's.
    bases (n, 3, 3): rest rotation of each bone in the armature, seen from SMPL's axes.
    heads (n, 3): rest positions in the armature's axes and units.
    unit: metres per armature unit.
    skeleton: its 22 joints in metres, SMPL's axes.
    free: bones that do not inherit their parent's rotation.
    level: whether the pelvis's location runs along the armature's axes instead of its own.
    """

    name: str
    bones: tuple[str, ...]
    axes: np.ndarray
    bases: np.ndarray
    heads: np.ndarray
    unit: float
    skeleton: Skeleton
    free: tuple[int, ...] = ()
    level: bool = False

    @property
    def location_axes(self) -> np.ndarray:
        """Rotation (3, 3) from the pelvis's location channels to the armature's axes."""
        return np.eye(3) if self.level else self.axes @ self.bases[0]


@dataclass(frozen=True)
class Channels:
    """Pose-bone channels: quaternions (T, n, 4), w first, continuous; location (T, 3) of the pelvis."""

    quaternions: np.ndarray
    location: np.ndarray

    def __len__(self) -> int:
        return len(self.location)


def to_channels(
    rotations: np.ndarray,
    translation: np.ndarray,
    rig: Rig,
    previous: np.ndarray | None = None,
) -> Channels:
    """Channels of rotations (T, 22, 3, 3) and pelvis translation (T, 3) in metres.

    ``previous`` (n, 4): quaternions of the frame before, so that the signs go on.
    The hands' own bones, where the rig has them, stay at rest.
    """
    hands = np.broadcast_to(np.eye(3), (len(rotations), len(rig.bones) - JOINT_COUNT, 3, 3))
    turns = np.concatenate([rotations, hands], axis=1)
    if rig.free:
        turns[:, rig.free] = _globals(turns)[:, rig.free]
    quaternions = matrix_to_quaternion(np.swapaxes(rig.bases, -1, -2) @ turns @ rig.bases)
    still = [bone for bone in range(JOINT_COUNT, len(rig.bones)) if bone not in rig.free]
    quaternions[:, still] = 1.0, 0.0, 0.0, 0.0
    placed = translation @ rig.axes.T / rig.unit - rig.heads[0]
    return Channels(continuous(quaternions, previous), placed @ rig.location_axes)


def from_channels(channels: Channels, rig: Rig) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 22, 3, 3) and translation (T, 3), metres, of channels."""
    bases = rig.bases[:JOINT_COUNT]
    local = matrix_from_quaternion(channels.quaternions[:, :JOINT_COUNT])
    rotations = bases @ local @ np.swapaxes(bases, -1, -2)
    if rig.free:
        rotations = _relative(rotations, rig.free)
    placed = channels.location @ rig.location_axes.T + rig.heads[0]
    return rotations, placed @ rig.axes * rig.unit


def _globals(rotations: np.ndarray) -> np.ndarray:
    """Global rotations of parent-relative ones (T, n, 3, 3), the hands' bones included."""
    found = rotations.copy()
    for joint, parent in enumerate(BONE_PARENTS[: rotations.shape[1]]):
        if parent >= 0:
            found[:, joint] = found[:, parent] @ rotations[:, joint]
    return found


def _relative(rotations: np.ndarray, free: tuple[int, ...]) -> np.ndarray:
    """Parent-relative rotations (T, 22, 3, 3) of such ones, those of the joints ``free`` being global."""
    found, whole = rotations.copy(), rotations.copy()
    for joint, parent in enumerate(BONE_PARENTS[:JOINT_COUNT]):
        if parent < 0:
            continue
        if joint in free:
            found[:, joint] = np.swapaxes(whole[:, parent], -1, -2) @ rotations[:, joint]
        else:
            whole[:, joint] = whole[:, parent] @ rotations[:, joint]
    return found


def continuous(quaternions: np.ndarray, previous: np.ndarray | None = None) -> np.ndarray:
    """Quaternions (T, ..., 4) with signs chosen so that neighbours in time are close."""
    if not len(quaternions):
        return quaternions
    first = quaternions[:1] if previous is None else previous[None]
    dots = np.sum(np.concatenate([first, quaternions[:-1]]) * quaternions, axis=-1)
    signs = np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0)
    return quaternions * signs[..., None]
