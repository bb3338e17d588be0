"""Found skeletons drawn over pictures, for thumbnails: left limbs blue, right limbs red."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .landmarks import Landmarks
from .topology import LANDMARKS, LINES

_BLUE, _RED, _WHITE = (70, 110, 255), (255, 70, 60), (240, 240, 240)
_FAINT = 0.3  # what is less visible is left out
_OTHERS = (255, 210, 60)
_BODY = 0.4  # of a region's side: from its middle to the edge of the body
_AROUND = 0.15  # of a person's longer side: what is shown around him
_GAP = 4  # pixels between two thumbnails


def contact_sheet(
    pictures: Sequence[np.ndarray], landmarks: Landmarks | None, numbers: Sequence[int], side: int = 512
) -> np.ndarray:
    """A square (side, side, 4) of thumbnails in rows: pictures (h, w, 3) of the frames ``numbers``.

    The skeleton is drawn over them, and numbered boxes of other people. Each thumbnail shows the person and
    little else, where he is the only one; everybody, where there are more; all of the picture, where nobody is
    seen (landmarks: None).
    """
    height, width = pictures[0].shape[:2]
    # The landmarks belong to pictures of landmarks.width, whatever the size of these copies is.
    scale = 1.0 if landmarks is None else width / landmarks.width
    corners, size = _views(landmarks, np.asarray(numbers), scale, np.array([width, height], dtype=np.float64))
    count = len(pictures)
    # As many columns as let the thumbnails be largest.
    columns = min(range(1, count + 1), key=lambda across: max(across * size[0], _rows(count, across) * size[1]))
    cell = np.array([side / columns, side / _rows(count, columns)])
    sheet = Image.new("RGBA", (side, side))
    for place, (picture, number, corner) in enumerate(zip(pictures, numbers, corners, strict=True)):
        view = _grown(corner, size, cell[0] / cell[1], np.array([width, height]))
        drawn = _drawn(picture, landmarks, number, scale, view, cell - _GAP)
        middle = (np.array([place % columns, place // columns]) + 0.5) * cell
        sheet.paste(drawn, tuple((middle - np.array(drawn.size) / 2).astype(int)))
    return np.asarray(sheet)


def _rows(count: int, columns: int) -> int:
    return -(-count // columns)


def _views(
    landmarks: Landmarks | None, numbers: np.ndarray, scale: float, whole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What is worth showing of the frames: top left corners (n, 2) and their common size (2,), in pixels."""
    everything = np.zeros((len(numbers), 2)), whole
    if landmarks is None:
        return everything
    if landmarks.people > 1 and landmarks.regions is not None:
        x, y, side = np.moveaxis(landmarks.regions[:, numbers, :3], 2, 0) * scale
        if np.isnan(side).all():
            return everything
        reach = side * _BODY
        low = np.clip([np.nanmin(x - reach), np.nanmin(y - reach)], 0, whole)
        high = np.clip([np.nanmax(x + reach), np.nanmax(y + reach)], 0, whole)
        return np.tile(low, (len(numbers), 1)), high - low
    found = np.flatnonzero(landmarks.found)
    nearest = found[np.abs(found - numbers[:, None]).argmin(axis=1)]
    points = np.where((landmarks.visibility[nearest] > _FAINT)[..., None], landmarks.image[nearest, :, :2], np.nan)
    if np.isnan(points).all(axis=(1, 2)).any():
        return everything
    low, high = np.nanmin(points, axis=1) * scale, np.nanmax(points, axis=1) * scale
    size = (high - low).max(axis=0)
    size = np.minimum(size + 2 * _AROUND * size.max(), whole)
    return (low + high - size) / 2, size


def _grown(corner: np.ndarray, size: np.ndarray, shape: float, whole: np.ndarray) -> np.ndarray:
    """Left, top, right and bottom of a view as wide for its height as ``shape``, inside the picture."""
    wanted = np.maximum(size, size[::-1] * (shape, 1 / shape))
    grown = np.minimum(wanted, whole)
    start = np.clip(corner + (size - grown) / 2, 0, whole - grown)
    return np.concatenate([start, np.minimum(start + grown, whole)])


def _drawn(
    picture: np.ndarray, landmarks: Landmarks | None, index: int, scale: float, view: np.ndarray, room: np.ndarray
) -> Image.Image:
    """The view of a picture, as large as there is room (2,), and what was seen in it."""
    size = view[2:] - view[:2]
    enlarged = float((room / size).min())
    pixels = tuple(np.maximum(1, size * enlarged).astype(int).tolist())
    image = Image.fromarray(picture).resize(pixels, Image.Resampling.BILINEAR, box=tuple(view.tolist()))
    if landmarks is None:
        return image
    draw, width = ImageDraw.Draw(image), max(2, round(sum(pixels) / 100))
    if landmarks.regions is not None:
        for person, region in enumerate(landmarks.regions[:, index]):
            if person != landmarks.chosen and np.isfinite(region).all():
                x, y = (region[:2] * scale - view[:2]) * enlarged
                half = region[2] * scale * enlarged * _BODY
                draw.rectangle((x - half, y - half, x + half, y + half), outline=_OTHERS, width=max(1, width // 2))
                font = ImageFont.load_default(max(12, max(pixels) // 9))
                draw.text((max(0, x - half) + width, max(0, y - half)), str(person + 1), fill=_OTHERS, font=font)
    if landmarks.found[index]:
        points = (landmarks.image[index, :, :2] * scale - view[:2]) * enlarged
        visible = landmarks.visibility[index] > _FAINT
        for a, b in LINES:
            if visible[a] and visible[b]:
                draw.line([tuple(points[a]), tuple(points[b])], fill=_colour(a, b), width=width)
    return image


def _colour(a: int, b: int) -> tuple[int, int, int]:
    sides = {"left" in LANDMARKS[point] for point in (a, b) if LANDMARKS[point] != "nose"}
    if len(sides) > 1:
        return _WHITE
    return _BLUE if sides.pop() else _RED
