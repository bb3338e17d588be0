"""How one thing becomes another: a course from 0 to 1."""

from __future__ import annotations

import numpy as np


def ease(share: np.ndarray) -> np.ndarray:
    """Minimum-jerk course from 0 to 1 (Flash and Hogan 1985), at rest at both ends; ``share`` is clipped to 0..1."""
    t = np.clip(share, 0.0, 1.0)
    return t**3 * (t * (6 * t - 15) + 10)
