"""Facts of the body and of its motion feature HuMo263: rates, parts, feet, columns (SPEC sections 3 and 4)."""

from __future__ import annotations

from .skeleton import INDEX

WIDTH = 263
FPS = 20.0
STRIDE = 4  # motion frames in a latent frame

# Columns of a HuMo263 feature.
YAW_RATE = slice(0, 1)  # rad/frame
ROOT_VELOCITY = slice(1, 3)  # x and z in the heading frame, m/frame
ROOT_HEIGHT = slice(3, 4)  # m
POSITIONS = slice(4, 67)  # joints 1 to 21
ROTATIONS = slice(67, 193)  # joints 1 to 21, 6D
VELOCITIES = slice(193, 259)  # joints 0 to 21, m/frame
CONTACTS = slice(259, 263)

# In HuMo263's order: left ankle, left toe, right ankle, right toe.
FEET = (INDEX["left_ankle"], INDEX["left_foot"], INDEX["right_ankle"], INDEX["right_foot"])

PARTS = ("torso", "left_arm", "right_arm", "left_leg", "right_leg")
_ARM = ("collar", "shoulder", "elbow", "wrist")
_LEG = ("hip", "knee", "ankle", "foot")
_TORSO = ("spine1", "spine2", "spine3", "neck", "head")
PART_JOINTS: dict[str, tuple[str, ...]] = {
    "torso": ("pelvis", *_TORSO),
    "left_arm": tuple(f"left_{name}" for name in _ARM),
    "right_arm": tuple(f"right_{name}" for name in _ARM),
    "left_leg": tuple(f"left_{name}" for name in _LEG),
    "right_leg": tuple(f"right_{name}" for name in _LEG),
}
