"""The measured facts of a motion, by the names of the evaluation's metrics."""

from __future__ import annotations

from ...motion.kinematics import Motion
from ..measures.actions import measure_all


def facts(motion: Motion) -> dict[str, float]:
    """Every metric of a motion."""
    return measure_all(motion.joints(), motion.rotations, motion.fps)
