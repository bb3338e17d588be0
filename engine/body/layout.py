"""Facts of the body and of its motion feature, defined once (docs/design.md, "Body" and "HuMo263").

Everything that depends on the number of joints, parts or columns derives from here.
"""

from __future__ import annotations

from itertools import accumulate

from .skeleton import INDEX, JOINTS

FPS = 20.0  # motion frames a second
STRIDE = 4  # motion frames in a latent frame
LATENT_SECONDS = STRIDE / FPS

JOINT_COUNT = len(JOINTS)
# In HuMo263's order: left ankle, left toe, right ankle, right toe.
FEET = (INDEX["left_ankle"], INDEX["left_foot"], INDEX["right_ankle"], INDEX["right_foot"])

# Columns of a HuMo263 feature, in their order, with the number of each.
_SIZES = {
    "yaw rate": 1,  # rad/frame
    "root velocity": 2,  # x and z in the heading frame, m/frame
    "root height": 1,  # m
    "positions": 3 * (JOINT_COUNT - 1),  # joints 1 to 21, m
    "rotations": 6 * (JOINT_COUNT - 1),  # joints 1 to 21, 6D
    "velocities": 3 * JOINT_COUNT,  # joints 0 to 21, m/frame
    "contacts": len(FEET),  # 0 or 1
}
_ENDS = tuple(accumulate(_SIZES.values()))
YAW_RATE, ROOT_VELOCITY, ROOT_HEIGHT, POSITIONS, ROTATIONS, VELOCITIES, CONTACTS = (
    slice(end - size, end) for end, size in zip(_ENDS, _SIZES.values(), strict=True)
)
WIDTH = _ENDS[-1]

_ARM = ("collar", "shoulder", "elbow", "wrist")
_LEG = ("hip", "knee", "ankle", "foot")
# The body's parts, in the order of a latent frame's codes, and the joints of each.
PART_JOINTS: dict[str, tuple[str, ...]] = {
    "torso": ("pelvis", "spine1", "spine2", "spine3", "neck", "head"),
    "left_arm": tuple(f"left_{name}" for name in _ARM),
    "right_arm": tuple(f"right_{name}" for name in _ARM),
    "left_leg": tuple(f"left_{name}" for name in _LEG),
    "right_leg": tuple(f"right_{name}" for name in _LEG),
}
PARTS = tuple(PART_JOINTS)
LAYERS = 4  # residual codes of a part in a latent frame, where a model folder does not say otherwise
PART_COUNT = len(PARTS)
SLOTS = PART_COUNT * LAYERS  # codes of a latent frame
