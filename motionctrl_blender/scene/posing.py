"""Motion arrays to bone channels and back: a constant change of basis per bone; numpy, no bpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...engine.body.layout import JOINT_COUNT
from ...engine.body.skeleton import Skeleton
from ...engine.motion.rotations import matrix_from_quaternion, matrix_to_quaternion


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
    """

    name: str
    bones: tuple[str, ...]
    axes: np.ndarray
    bases: np.ndarray
    heads: np.ndarray
    unit: float
    skeleton: Skeleton


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
    bases = rig.bases[:JOINT_COUNT]
    local = np.swapaxes(bases, -1, -2) @ rotations @ bases
    quaternions = np.zeros((len(rotations), len(rig.bones), 4))
    quaternions[..., 0] = 1.0
    quaternions[:, :JOINT_COUNT] = matrix_to_quaternion(local)
    placed = translation @ rig.axes.T / rig.unit - rig.heads[0]
    return Channels(continuous(quaternions, previous), placed @ (rig.axes @ rig.bases[0]))


def from_channels(channels: Channels, rig: Rig) -> tuple[np.ndarray, np.ndarray]:
    """Rotations (T, 22, 3, 3) and translation (T, 3), metres, of channels."""
    bases = rig.bases[:JOINT_COUNT]
    local = matrix_from_quaternion(channels.quaternions[:, :JOINT_COUNT])
    rotations = bases @ local @ np.swapaxes(bases, -1, -2)
    placed = channels.location @ (rig.axes @ rig.bases[0]).T + rig.heads[0]
    return rotations, placed @ rig.axes * rig.unit


def continuous(quaternions: np.ndarray, previous: np.ndarray | None = None) -> np.ndarray:
    """Quaternions (T, ..., 4) with signs chosen so that neighbours in time are close."""
    if not len(quaternions):
        return quaternions
    first = quaternions[:1] if previous is None else previous[None]
    dots = np.sum(np.concatenate([first, quaternions[:-1]]) * quaternions, axis=-1)
    signs = np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0)
    return quaternions * signs[..., None]
