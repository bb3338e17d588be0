"""The five body parts of HuMo263 and who owns which feature (docs/design.md, "PRQ").

Part features share joints, so that limbs stay attached; reassembly takes each element from its owner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..body.layout import CONTACTS, PART_JOINTS, PARTS, POSITIONS, ROTATIONS, VELOCITIES, WIDTH
from ..body.skeleton import INDEX

_ROOT = [0, 1, 2, 3, VELOCITIES.start, VELOCITIES.start + 1, VELOCITIES.start + 2]


@dataclass(frozen=True)
class PartLayout:
    """Where each part's features lie.

    gather (5, width): HuMo263 column of each element; 263 marks padding (a column of zeros).
    owned (5, width): True where the part owns the element.
    owner (263, 2): part and element that own each HuMo263 column.
    """

    gather: np.ndarray
    owned: np.ndarray
    owner: np.ndarray

    @property
    def width(self) -> int:
        return self.gather.shape[1]

    def __len__(self) -> int:
        return len(self.gather)


def part_layout(shared_joints: bool = True) -> PartLayout:
    """The layout of docs/design.md, "PRQ"; ``shared_joints=False`` gives the paper's ablation."""
    columns = []
    for part in PARTS:
        owned = [column for name in PART_JOINTS[part] for column in _joint_columns(name)]
        seen: list[int] = []
        if part == "torso":
            owned = _ROOT + owned
            sees = ("left_collar", "right_collar", "left_hip", "right_hip")
        elif part.endswith("arm"):
            sees = ("spine3", "neck")
        else:
            start = CONTACTS.start + (0 if part == "left_leg" else 2)
            owned += [start, start + 1]
            seen = list(_ROOT)
            sees = ("spine1",)
        seen += [column for name in sees for column in _joint_columns(name)]
        columns.append((owned, seen if shared_joints else []))
    width = max(len(owned) + len(seen) for owned, seen in columns)
    gather = np.full((len(PARTS), width), WIDTH)
    mask = np.zeros(gather.shape, dtype=bool)
    owner = np.full((WIDTH, 2), -1)
    for part, (owned, seen) in enumerate(columns):
        gather[part, : len(owned) + len(seen)] = owned + seen
        mask[part, : len(owned)] = True
        owner[owned, 0] = part
        owner[owned, 1] = np.arange(len(owned))
    return PartLayout(gather, mask, owner)


def whole_layout() -> PartLayout:
    """The whole body as one group, as tokenizers without parts have it."""
    columns = np.arange(WIDTH)
    owner = np.stack([np.zeros_like(columns), columns], axis=1)
    return PartLayout(columns[None], np.ones((1, WIDTH), dtype=bool), owner)


def split(features: np.ndarray, layout: PartLayout) -> np.ndarray:
    """Part features (..., 5, width) of normalised HuMo263 (..., 263)."""
    padded = np.concatenate([features, np.zeros_like(features[..., :1])], axis=-1)
    return padded[..., layout.gather]


def join(parts: np.ndarray, layout: PartLayout) -> np.ndarray:
    """Normalised HuMo263 (..., 263) of part features (..., 5, width), each element from its owner."""
    return parts[..., layout.owner[:, 0], layout.owner[:, 1]]


def _joint_columns(name: str) -> list[int]:
    """HuMo263 columns of a joint's position, rotation and velocity; the pelvis's are the root's."""
    joint = INDEX[name]
    if joint == 0:
        return []
    position = POSITIONS.start + 3 * (joint - 1)
    rotation = ROTATIONS.start + 6 * (joint - 1)
    velocity = VELOCITIES.start + 3 * joint
    return [
        *range(position, position + 3),
        *range(rotation, rotation + 6),
        *range(velocity, velocity + 3),
    ]
