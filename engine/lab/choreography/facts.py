"""The measured facts of a motion, by the names of the evaluation's metrics."""

from __future__ import annotations

from ...evaluation.measures import measure
from ...motion.kinematics import Motion

_LARGER = ("hand_up_s", "hand_high_s", "hand_path", "hand_waves", "hand_reach", "foot_up", "knee_up")


def facts(motion: Motion) -> dict[str, float]:
    """Every metric of a motion."""
    joints = motion.joints()
    values = measure(joints, motion.fps)
    for name in _LARGER:
        if f"l{name}" in values:
            side, _, rest = name.partition("_")
            values.setdefault(f"{side}_{rest}", max(values[f"l{name}"], values[f"r{name}"]))
    return values
