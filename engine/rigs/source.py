"""A motion as a file stores it: any skeleton, any units, before retargeting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import MotionCtrlError

_LARGEST = 1e8  # of any unit: squares of more than this lose the body's own size


@dataclass
class SourceMotion:
    """A motion of any joint tree, in the file's own units and axes.

    names (J): joint names; leaves may be end sites (``is_end``), which have no rotation of their own.
    parents (J): index of each joint's parent, always smaller than the joint's own; -1 for the root.
    offsets (J, 3): each joint relative to its parent when all rotations are zero.
    rotations (T, J, 3, 3): parent-relative.
    translations (T, J, 3): each joint relative to its parent (equal to ``offsets`` where the file does not animate it);
        the root's is its place in the world.
    fps: frames a second.
    origin: what the file is called, for messages.
    notes: what the user should know about how the file was read, a sentence each.
    """

    names: tuple[str, ...]
    parents: tuple[int, ...]
    offsets: np.ndarray
    rotations: np.ndarray
    translations: np.ndarray
    fps: float
    is_end: np.ndarray
    origin: str = "the motion"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rotations) == 0:
            raise MotionCtrlError(f"{self.origin} holds no frames: export it again with its motion.")
        for what in (self.offsets, self.rotations, self.translations):
            if not np.isfinite(what).all():
                raise MotionCtrlError(f"{self.origin} holds numbers that are not finite: export it again or repair it.")
            if np.abs(what).max(initial=0.0) > _LARGEST:
                raise MotionCtrlError(
                    f"{self.origin} holds places larger than {_LARGEST:g}: export it again or repair it."
                )

    def __len__(self) -> int:
        return len(self.rotations)

    def zero_pose(self) -> np.ndarray:
        """Joint positions (J, 3) when all rotations are zero, root at the origin."""
        positions = np.zeros((len(self.names), 3))
        for joint, parent in enumerate(self.parents):
            if parent >= 0:
                positions[joint] = positions[parent] + self.offsets[joint]
        return positions

    def world(self, frames: slice = slice(None)) -> tuple[np.ndarray, np.ndarray]:
        """Positions (T, J, 3) and global rotations (T, J, 3, 3) in the file's units and axes."""
        local, moves = self.rotations[frames], self.translations[frames]
        turns = np.empty(local.shape)
        positions = np.empty(moves.shape)
        for joint, parent in enumerate(self.parents):
            if parent < 0:
                turns[:, joint], positions[:, joint] = local[:, joint], moves[:, joint]
            else:
                turns[:, joint] = turns[:, parent] @ local[:, joint]
                positions[:, joint] = positions[:, parent] + (turns[:, parent] @ moves[:, joint, :, None])[..., 0]
        return positions, turns

    def pruned(self, kept: set[int]) -> SourceMotion:
        """The same motion with only the joints ``kept`` and those they hang from."""
        chain = sorted({above for joint in kept for above in self.ancestors(joint)})
        place = {joint: index for index, joint in enumerate(chain)} | {-1: -1}
        return SourceMotion(
            names=tuple(self.names[j] for j in chain),
            parents=tuple(place[self.parents[j]] for j in chain),
            offsets=self.offsets[chain],
            rotations=self.rotations[:, chain],
            translations=self.translations[:, chain],
            fps=self.fps,
            is_end=self.is_end[chain],
            origin=self.origin,
            notes=self.notes,
        )

    def ancestors(self, joint: int) -> list[int]:
        """The joint itself, its parent, and so on up to the root."""
        chain = []
        while joint >= 0:
            chain.append(joint)
            joint = self.parents[joint]
        return chain

    def children(self, joint: int) -> list[int]:
        """Indices of the joint's direct children, end sites included."""
        return [child for child, parent in enumerate(self.parents) if parent == joint]


def euler_matrices(axes: str, degrees: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3): the product R(axes[0]) R(axes[1]) ... of ``degrees`` (..., n)."""
    result = np.broadcast_to(np.eye(3), (*degrees.shape[:-1], 3, 3))
    for position, axis in enumerate(axes):
        radians = np.radians(degrees[..., position])
        cosine, sine = np.cos(radians), np.sin(radians)
        turn = np.zeros((*radians.shape, 3, 3))
        first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        third = 3 - first - second
        turn[..., third, third] = 1.0
        turn[..., first, first] = turn[..., second, second] = cosine
        turn[..., first, second], turn[..., second, first] = -sine, sine
        result = result @ turn
    return result
