"""Poses that a motion is to be drawn to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Poses:
    """Poses at 20 frames a second.

    rotations (T, 22, 3, 3), parent-relative, the pelvis's without its heading.
    trust (T, 22) 0..1: how clearly each joint was seen, 0 for those of which landmarks say nothing.
    """

    rotations: np.ndarray
    trust: np.ndarray

    def __len__(self) -> int:
        return len(self.trust)
