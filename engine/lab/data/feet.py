"""Feet of a collection whose skeletons do not say how the soles lie: levelled by the motion itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...body.skeleton import INDEX
from ...motion.kinematics import Motion, forward_kinematics
from ...motion.rotations import matrix_from_axis_angle, normalise
from ...rigs.floor import settle


def level_soles(motion: Motion) -> Motion:
    """The motion with its ankles turned so that feet which stand low and still stand flat on average.

    For walking and other motions known to step on whole soles: a motion on tiptoe would lose its tiptoes.
    """
    joints, globals_ = forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)
    rotations = motion.rotations.copy()
    for side in ("left", "right"):
        ankle, toe = INDEX[f"{side}_ankle"], INDEX[f"{side}_foot"]
        speed = np.linalg.norm(np.gradient(joints[:, [ankle, toe]], axis=0), axis=-1).max(axis=1) * motion.fps
        low = joints[:, ankle, 1] < np.percentile(joints[:, ankle, 1], 50) + 0.02
        calm = low & (speed < 0.25)
        if calm.sum() < 4:
            continue
        up = normalise(globals_[calm, ankle, 1].mean(axis=0))  # world up in the foot's own axes
        pitch = float(np.arctan2(up[2], up[1]))
        if np.radians(3) < abs(pitch) < np.radians(25):
            turn = matrix_from_axis_angle(np.array([pitch, 0.0, 0.0]))
            rotations[:, ankle] = rotations[:, ankle] @ turn
    return settle(replace(motion, rotations=rotations))
