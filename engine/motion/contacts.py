"""Foot contacts: when a foot is planted."""

from __future__ import annotations

import numpy as np

from ..body.layout import FEET

# A planted toe joint lies at the floor, a planted ankle about 8 cm above it; a heel strike and a
# raised heel lift them by some centimetres.
_HEIGHTS = np.array([0.15, 0.09, 0.15, 0.09])
_SPEED = 0.5  # m/s: walking swings a foot at 2 to 4 m/s, a planted marker drifts below 0.3


def foot_contacts(joints: np.ndarray, fps: float) -> np.ndarray:
    """Contacts (T, 4), 0.0 or 1.0, of joints (T, 22, 3) in metres with the floor at y = 0."""
    feet = joints[:, FEET]
    velocity = np.zeros_like(feet)
    if len(feet) > 1:
        velocity[:-1] = np.diff(feet, axis=0) * fps
        velocity[-1] = velocity[-2]
    slow = np.linalg.norm(velocity, axis=-1) < _SPEED
    return (slow & (feet[..., 1] < _HEIGHTS)).astype(np.float64)
