"""Contact sheets: motions as rows of stick figures, to be looked at."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ...body.skeleton import JOINTS, PARENTS

_LEFT, _RIGHT, _MIDDLE = (40, 90, 220), (215, 50, 40), (60, 60, 60)
_CELL, _MARGIN = 130, 18


def contact_sheet(
    joints: np.ndarray | Sequence[np.ndarray],
    path: str | os.PathLike,
    titles: Sequence[str] | str | None = None,
    frames: int = 12,
) -> None:
    """Draw motions as stick figures and save the picture at ``path``.

    joints: (T, 22, 3) metres, Y up, or a list of such. Each motion takes two rows, from the front of the
    world (looking along -Z) and from its left side (looking along -X), at ``frames`` moments spread over
    its length, and a square with the pelvis's path seen from above. Left limbs are blue, right ones
    red, the floor is the line at y = 0.
    """
    motions = [joints] if isinstance(joints, np.ndarray) and joints.ndim == 3 else list(joints)
    names = [titles] if isinstance(titles, str) else list(titles or [""] * len(motions))
    width = _CELL * (frames + 2)
    height = (2 * _CELL + _MARGIN) * len(motions)
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for row, (motion, name) in enumerate(zip(motions, names, strict=True)):
        top = row * (2 * _CELL + _MARGIN)
        draw.text((4, top + 3), f"{name}   ({len(motion)} frames)", fill="black")
        _motion_rows(draw, np.asarray(motion, dtype=np.float64), top + _MARGIN, frames)
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    image.save(path)


def _motion_rows(draw: ImageDraw.ImageDraw, motion: np.ndarray, top: int, frames: int) -> None:
    moments = np.linspace(0, len(motion) - 1, min(frames, len(motion))).round().astype(int)
    highest = max(1.9, float(motion[..., 1].max()) + 0.1)
    scale = (_CELL - 8) / (highest + 0.15)
    for view, (across, sign) in enumerate(((0, 1.0), (2, -1.0))):
        base = top + view * _CELL
        floor = base + _CELL - 4 - 0.15 * scale
        draw.line((0, floor, _CELL * frames, floor), fill=(170, 170, 170))
        for column, moment in enumerate(moments):
            pose = motion[moment]
            x = (column + 0.5) * _CELL + sign * (pose[:, across] - pose[0, across]) * scale
            _figure(draw, np.stack([x, floor - pose[:, 1] * scale], axis=1))
            if view == 0:
                draw.text((column * _CELL + 2, base), str(moment), fill=(150, 150, 150))
    _path(draw, motion[:, 0], (_CELL * frames + 8, top + 8, 2 * _CELL - 16), moments)


def _figure(draw: ImageDraw.ImageDraw, points: np.ndarray) -> None:
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            name = JOINTS[joint]
            colour = _LEFT if name.startswith("left") else _RIGHT if name.startswith("right") else _MIDDLE
            draw.line((*points[parent], *points[joint]), fill=colour, width=2)
    x, y = points[15]
    draw.ellipse((x - 4, y - 4, x + 4, y + 4), outline=_MIDDLE)


def _path(draw: ImageDraw.ImageDraw, root: np.ndarray, box: tuple, moments: np.ndarray) -> None:
    left, top, size = box
    draw.rectangle((left, top, left + size, top + size), outline=(200, 200, 200))
    flat = root[:, [0, 2]]
    span = max(1.0, float(np.ptp(flat, axis=0).max()) * 1.1)
    middle = (flat.max(axis=0) + flat.min(axis=0)) / 2
    # Seen from above with +X to the right and +Z down, towards the viewer of the front view.
    places = (flat - middle) / span * size + np.array([left + size / 2, top + size / 2])
    draw.line([tuple(p) for p in places], fill=(120, 120, 120))
    for moment in moments:
        x, y = places[moment]
        draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill=(120, 120, 120))
    x, y = places[0]
    draw.ellipse((x - 4, y - 4, x + 4, y + 4), outline=(0, 150, 0))
    draw.text((left + 3, top + size - 12), f"{span:.1f} m wide", fill=(150, 150, 150))
