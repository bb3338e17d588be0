"""The 22 SMPL body joints, their tree, and the project's own neutral skeleton (docs/design.md, "Body")."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

JOINTS = (
    "pelvis",
    "left_hip",
    "right_hip",
    "spine1",
    "left_knee",
    "right_knee",
    "spine2",
    "left_ankle",
    "right_ankle",
    "spine3",
    "left_foot",
    "right_foot",
    "neck",
    "left_collar",
    "right_collar",
    "head",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
)
HANDS = ("left_hand", "right_hand")  # SMPL joints 22 and 23: they follow the wrists
PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19)
INDEX = {name: index for index, name in enumerate(JOINTS)}
# Joint order with left and right exchanged: what was at MIRROR[j] goes to j.
MIRROR = (0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14, 13, 15, 17, 16, 19, 18, 21, 20)

# Bone lengths of HumanML3D's reference person, joints 1 to 21, metres (docs/design.md, "Body").
_LENGTHS = (
    0.103,
    0.110,
    0.132,
    0.394,
    0.390,
    0.143,
    0.432,
    0.426,
    0.057,
    0.143,
    0.149,
    0.219,
    0.138,
    0.143,
    0.103,
    0.132,
    0.123,
    0.257,
    0.263,
    0.266,
    0.270,
)
# Directions of the bones in the T-pose, left side; the right side is their mirror image.
_DIRECTIONS = {
    "left_hip": (0.60, -0.80, -0.05),
    "spine1": (0.0, 0.97, -0.23),
    "left_knee": (0.09, -0.995, -0.01),
    "spine2": (0.0, 1.0, 0.01),
    "left_ankle": (-0.03, -0.993, -0.11),
    "spine3": (0.0, 0.90, 0.43),
    "left_foot": (0.19, -0.39, 0.90),
    "neck": (0.0, 0.98, -0.20),
    "left_collar": (0.53, 0.81, -0.23),
    "head": (0.0, 0.79, 0.62),
    "left_shoulder": (0.94, 0.32, -0.09),
    "left_elbow": (0.994, -0.05, -0.10),
    "left_wrist": (0.999, 0.04, -0.005),
}


@dataclass(frozen=True)
class Skeleton:
    """Rest pose of the 22 joints.

    ``offsets`` (22, 3): each joint relative to its parent in the T-pose, metres, Y up, facing +Z,
    left is +X; row 0 is the pelvis relative to the model's origin (SMPL's J0, so that
    pelvis position = SMPL ``trans`` + offsets[0]).
    """

    offsets: np.ndarray
    name: str = "neutral"
    parents: tuple[int, ...] = field(default=PARENTS)

    def rest_joints(self) -> np.ndarray:
        """Joint positions (22, 3) of the rest pose, metres, model origin at zero."""
        joints = np.array(self.offsets, dtype=np.float64)
        for joint, parent in enumerate(self.parents):
            if parent >= 0:
                joints[joint] += joints[parent]
        return joints


def neutral_skeleton() -> Skeleton:
    """The project's own neutral skeleton: HumanML3D's bone lengths, anatomical directions."""
    offsets = np.zeros((len(JOINTS), 3))
    offsets[0] = (0.0, -0.22, 0.03)
    for joint, name in enumerate(JOINTS[1:], 1):
        direction = np.array(_DIRECTIONS[name.replace("right_", "left_")])
        if name.startswith("right_"):
            direction = direction * (-1.0, 1.0, 1.0)
        offsets[joint] = direction / np.linalg.norm(direction) * _LENGTHS[joint - 1]
    return Skeleton(offsets)
