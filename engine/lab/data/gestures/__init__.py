"""Gestures made by rules, over built and recorded bodies: what animators ask for first, recordings lack."""

from __future__ import annotations

from .bodies import Body, load_bodies
from .build import gesture_samples

__all__ = ["Body", "gesture_samples", "load_bodies"]
