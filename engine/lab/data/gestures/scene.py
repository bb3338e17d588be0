"""A solved-to-be figure with its words, and the small moves that whole-body gestures are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....motion.fade import ease
from ....motion.rotations import about_axis
from .figure import SIDES, Figure
from .timing import smooth


@dataclass
class Scene:
    """``phrases``: what the whole figure does (verbs starred); ``parts``: part name → phrases that are
    true of that part alone; ``reverse``: play it backwards."""

    figure: Figure
    phrases: tuple[str, ...]
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reverse: bool = False


def opposite(side: str) -> str:
    """The other side."""
    return "right" if side == "left" else "left"


def sign(side: str) -> float:
    """+1 for left (+X), -1 for right."""
    return 1.0 if side == "left" else -1.0


def lean(figure: Figure, pitch: np.ndarray, hips: float = 0.55, look: float = 0.0, arms: float = 0.0) -> None:
    """Bend the trunk forward by ``pitch`` (T,), share ``hips`` of it in the hips.

    look: share that the head makes up for; arms: 1 lets them hang down, 0 leaves them to the chest.
    """
    figure.hips[:, 0] += pitch * hips
    figure.spine[:, 0] += pitch * (1 - hips)
    figure.head[:, 0] -= pitch * look
    if arms:
        for side in SIDES:
            figure.arms[side] = figure.arms[side].copy()
            figure.arms[side][:, 1] = about_axis("x", -pitch * arms) @ figure.arms[side][:, 1]


def move_foot(
    figure: Figure,
    side: str,
    start: float,
    seconds: float,
    shift=(0.0, 0.0),
    turn: float = 0.0,
    lift: float = 0.09,
    heel: float = 0.45,
    toe: float = 0.12,
) -> None:
    """One step: the foot travels by ``shift`` = (x, z) and ``turn`` from where it is and lands flat."""
    foot = figure.feet[side]
    u = (figure.times - start) / seconds
    way = ease(u)
    inside = np.clip(u, 0, 1)
    foot.ball = foot.ball + np.stack([shift[0] * way, 0 * way, shift[1] * way], axis=-1)
    foot.ball[:, 1] += lift * np.sin(np.pi * inside**0.85) ** 2
    foot.yaw = foot.yaw + turn * way
    # The heel leaves the floor before the toes do and touches it again before them.
    early = np.exp(-(((u - 0.12) / 0.17) ** 2))
    late = np.exp(-(((u - 0.88) / 0.10) ** 2))
    foot.pitch = foot.pitch + heel * early - toe * late


def shift_load(figure: Figure, spans: list[tuple[str, float, float]], lead: float = 0.22, soft: float = 0.11):
    """Weight over the standing foot while the other is in the air; spans = [(foot in air, from, to)]."""
    load = figure.load.copy()
    for side, start, end in spans:
        inside = (figure.times >= start - lead) & (figure.times <= end + 0.05)
        load[inside] = 0.0 if side == "left" else 1.0
    figure.load = smooth(load, soft)
