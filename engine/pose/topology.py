"""BlazePose's 33 landmarks: their names, their mirror images and the lines between them.

Left and right are the person's own ("BlazePose: On-device Real-time Body Pose tracking", Bazarevsky 2020).
"""

from __future__ import annotations

LANDMARKS = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
COUNT = len(LANDMARKS)
INDEX = {name: index for index, name in enumerate(LANDMARKS)}


def _other_side(name: str) -> str:
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


# What was at MIRROR[i] goes to i when left and right are exchanged.
MIRROR = tuple(INDEX[_other_side(name)] for name in LANDMARKS)

_SIDE_LINES = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "pinky"),
    ("wrist", "index"),
    ("pinky", "index"),
    ("wrist", "thumb"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot_index"),
    ("ankle", "foot_index"),
    ("ear", "eye"),
)
LINES = (
    *((INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"]) for side in ("left", "right") for a, b in _SIDE_LINES),
    (INDEX["left_shoulder"], INDEX["right_shoulder"]),
    (INDEX["left_hip"], INDEX["right_hip"]),
    (INDEX["left_eye"], INDEX["nose"]),
    (INDEX["right_eye"], INDEX["nose"]),
)
