"""Where BlazePose's 33 points lie on a body."""

from __future__ import annotations

import numpy as np

from ..body.skeleton import INDEX as JOINT
from ..motion.kinematics import Motion, forward_kinematics
from .topology import COUNT, LANDMARKS, MIRROR

# Each landmark sits on a joint, so many metres from it in the T-pose (left side; Y up, facing +Z). Hips and
# shoulders are where BlazePose puts them: hips wider and higher than the joints, shoulders narrower.
_PLACES = {
    "nose": ("head", (0.0, 0.03, 0.11)),
    "left_eye_inner": ("head", (0.010, 0.068, 0.10)),
    "left_eye": ("head", (0.018, 0.068, 0.10)),
    "left_eye_outer": ("head", (0.028, 0.068, 0.095)),
    "left_ear": ("head", (0.077, 0.05, 0.0)),
    "mouth_left": ("head", (0.022, -0.012, 0.095)),
    "left_shoulder": ("left_shoulder", (-0.025, 0.0, 0.0)),
    "left_elbow": ("left_elbow", (0.0, 0.0, 0.0)),
    "left_wrist": ("left_wrist", (0.0, 0.0, 0.0)),
    "left_pinky": ("left_wrist", (0.058, 0.0, -0.020)),
    "left_index": ("left_wrist", (0.066, 0.0, 0.015)),
    "left_thumb": ("left_wrist", (0.018, -0.005, 0.010)),
    "left_hip": ("left_hip", (0.047, 0.05, 0.0)),
    "left_knee": ("left_knee", (0.0, 0.0, 0.0)),
    "left_ankle": ("left_ankle", (0.0, 0.0, 0.0)),
    "left_heel": ("left_ankle", (0.0, -0.04, -0.03)),
    "left_foot_index": ("left_foot", (0.0, -0.01, 0.01)),
}
# Parts that turn with the joint above: the shoulder's landmark with the collar, the hip's with the pelvis.
_TURNS = {"left_shoulder": "left_collar", "left_hip": "pelvis"}


def landmark_points(motion: Motion) -> np.ndarray:
    """BlazePose's 33 points (T, 33, 3) on the body, metres, Y up."""
    joints, turns = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)
    points = np.empty((len(joints), COUNT, 3))
    for index, name in enumerate(LANDMARKS):
        own = name if name in _PLACES else LANDMARKS[MIRROR[index]]
        joint, offset = _PLACES[own]
        turn = _TURNS.get(own, joint)
        if own != name:
            joint, turn = joint.replace("left", "right"), turn.replace("left", "right")
            offset = (-offset[0], *offset[1:])
        points[:, index] = joints[:, JOINT[joint]] + turns[:, JOINT[turn]] @ np.array(offset)
    return points
