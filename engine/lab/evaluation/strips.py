"""Strips: many motions in one picture, each as a row of figures that follow one another, for a page of the docs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ...body.skeleton import INDEX, PARENTS
from ...motion.measures import forward_axis, left_axis
from ...motion.rotations import about_axis

_FIGURES = 5
_CELL_W, _CELL_H, _TITLE = 330, 120, 17  # pixels
_FINER = 3  # drawn this much larger, then reduced: smooth edges
_TURN, _TILT = np.radians(-38), np.radians(8)  # seen from the front left, a little from above
_LEFT, _RIGHT, _MIDDLE = (52, 101, 201), (214, 82, 62), (92, 98, 112)
_PAPER, _GROUND, _INK = (250, 250, 248), (226, 226, 222), (60, 60, 60)
_DEFAULT_HEIGHT = 2.0  # metres that a cell shows at least
_STILL = 0.15  # of an average frame's movement: what a frame without any counts


def strip(motions: Sequence[np.ndarray], titles: Sequence[str], columns: int = 3) -> Image.Image:
    """A picture of ``motions``, each (T, 22, 3) in metres with Y up, in rows of ``columns`` cells with titles."""
    rows = -(-len(motions) // columns)
    image = Image.new("RGB", (columns * _CELL_W, rows * (_CELL_H + _TITLE)), _PAPER)
    for index, (motion, title) in enumerate(zip(motions, titles, strict=True)):
        row, column = divmod(index, columns)
        image.paste(_cell(np.asarray(motion, np.float64), title), (column * _CELL_W, row * (_CELL_H + _TITLE)))
    return image


def moments(joints: np.ndarray, count: int) -> np.ndarray:
    """Frames (count,) of ``joints`` (T, 22, 3) between which the body moves about equally much."""
    moved = np.linalg.norm(np.diff(joints - joints[:, :1] * (1.0, 0.0, 1.0), axis=0), axis=-1).mean(axis=1)
    way = np.concatenate([[0.0], np.cumsum(moved + _STILL * moved.mean() + 1e-9)])
    return np.searchsorted(way, np.linspace(0, way[-1], count) - 1e-9).clip(0, len(joints) - 1)


def _cell(joints: np.ndarray, title: str) -> Image.Image:
    """One motion: title, floor and figures."""
    width, height = _CELL_W * _FINER, _CELL_H * _FINER
    drawn = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(drawn)
    chosen = joints[moments(joints, _FIGURES)]
    floor = float(joints[..., 1].min())
    seen = _seen(chosen, left_axis(joints[:1])[0], forward_axis(joints[:1])[0], floor)
    highest = max(_DEFAULT_HEIGHT, float(chosen[..., 1].max()) - floor + 0.2)
    scale = min(0.86 * height / highest, width / _FIGURES / 1.15)
    ground = height * 0.93
    draw.rectangle((0, ground - 0.05 * height, width, height), fill=_GROUND)
    spread = (width - 0.9 * scale) / _FIGURES
    for number, pose in enumerate(seen):
        middle = 0.45 * scale + (number + 0.5) * spread
        points = np.stack([middle + pose[:, 0] * scale, ground - pose[:, 1] * scale, pose[:, 2]], axis=1)
        _figure(draw, points, scale)
    cell = Image.new("RGB", (_CELL_W, _CELL_H + _TITLE), _PAPER)
    cell.paste(drawn.resize((_CELL_W, _CELL_H), Image.Resampling.LANCZOS), (0, _TITLE))
    ImageDraw.Draw(cell).text((6, 2), title, fill=_INK, font=ImageFont.load_default(size=12))
    return cell


def _seen(poses: np.ndarray, left: np.ndarray, forward: np.ndarray, floor: float) -> np.ndarray:
    """Poses (n, 22, 3) as the camera sees them: right, up and nearer, each about the middle of its own body."""
    middle = (poses.min(axis=1) + poses.max(axis=1)) / 2 * (1.0, 0.0, 1.0)
    place = poses - middle[:, None] - (0.0, floor, 0.0)
    body = np.stack([place @ left, place[..., 1], place @ forward], axis=-1)
    return body @ (about_axis("x", np.array(_TILT)) @ about_axis("y", np.array(_TURN))).T


def _figure(draw: ImageDraw.ImageDraw, points: np.ndarray, scale: float) -> None:
    """One figure; what is farther away is drawn first."""
    bones = [(joint, parent) for joint, parent in enumerate(PARENTS) if parent >= 0]
    for joint, parent in sorted(bones, key=lambda bone: points[bone[0], 2] + points[bone[1], 2]):
        radius = scale * (0.055 if _colour(joint) == _MIDDLE else 0.035)
        _capsule(draw, points[parent, :2], points[joint, :2], radius, _colour(joint))
    x, y, _ = points[INDEX["head"]] + (points[INDEX["head"]] - points[INDEX["neck"]]) * 0.6
    draw.ellipse((x - 0.1 * scale, y - 0.1 * scale, x + 0.1 * scale, y + 0.1 * scale), fill=_MIDDLE)


def _capsule(draw: ImageDraw.ImageDraw, start: np.ndarray, end: np.ndarray, radius: float, colour: tuple) -> None:
    draw.line((*start, *end), fill=colour, width=max(1, round(2 * radius)))
    for x, y in (start, end):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _colour(joint: int) -> tuple[int, int, int]:
    if joint in (INDEX["left_collar"], INDEX["right_collar"], INDEX["left_hip"], INDEX["right_hip"]):
        return _MIDDLE
    names = {index: name for name, index in INDEX.items()}
    return _LEFT if names[joint].startswith("left") else _RIGHT if names[joint].startswith("right") else _MIDDLE
