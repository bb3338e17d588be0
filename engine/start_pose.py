"""The pose that a still picture shows, as known motion to start from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .api import FOLLOW, Engine, Request
from .vision.landmarks import Landmarks
from .vision.projector import Projector

_HELD = 0.95  # seconds (5 latent frames) for which the model is shown the pose: one moment alone says too little


def start_pose(
    engine: Engine,
    landmarks: Landmarks,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
    follow: float = FOLLOW,
) -> np.ndarray:
    """Codes (1, 5, 4) of the pose that landmarks of a still show.

    The model makes a motion of somebody who holds the pose; of what follows the landmarks' poses the last latent
    frame is taken. Raises MotionCtrlError for a model without a projector for video, and Cancelled.
    """
    video = Projector.load(engine.folder).embed(landmarks.held(_HELD))
    held = engine.fill(Request(("",), seed=seed, video=video, follow=follow), cancelled=cancelled).motion
    return engine.encode(held)[0][-1:]
