"""Found skeletons drawn over pictures, for thumbnails: left limbs blue, right limbs red."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from .landmarks import Landmarks
from .topology import LANDMARKS, LINES

_BLUE, _RED, _WHITE = (70, 110, 255), (255, 70, 60), (240, 240, 240)
_FAINT = 0.3  # what is less visible is left out
_OTHERS = (255, 210, 60)


def thumbnail(picture: np.ndarray, landmarks: Landmarks | None, index: int, side: int = 256) -> np.ndarray:
    """Picture (h, w, 3) of frame ``index``, its longer side ``side``, with the skeleton and boxes of other people.

    landmarks: None where nobody is seen.
    """
    image = Image.fromarray(picture)
    scale = side / max(image.size)
    image = image.resize([max(1, round(length * scale)) for length in image.size], Image.Resampling.BILINEAR)
    if landmarks is None:
        return np.asarray(image)
    draw = ImageDraw.Draw(image)
    # The landmarks belong to pictures of landmarks.width, whatever this copy's size is.
    scale = image.width / landmarks.width
    width = max(2, side // 100)
    if landmarks.regions is not None:
        for person, region in enumerate(landmarks.regions[:, index]):
            if person != landmarks.chosen and np.isfinite(region).all():
                x, y, half = region[0] * scale, region[1] * scale, region[2] * scale * 0.4
                draw.rectangle((x - half, y - half, x + half, y + half), outline=_OTHERS, width=max(1, width // 2))
                draw.text((x - half + 3, y - half + 1), str(person + 1), fill=_OTHERS)
    if landmarks.found[index]:
        points, visible = landmarks.image[index, :, :2] * scale, landmarks.visibility[index] > _FAINT
        for a, b in LINES:
            if visible[a] and visible[b]:
                draw.line([tuple(points[a]), tuple(points[b])], fill=_colour(a, b), width=width)
    return np.asarray(image)


def _colour(a: int, b: int) -> tuple[int, int, int]:
    sides = {"left" in LANDMARKS[point] for point in (a, b) if LANDMARKS[point] != "nose"}
    if len(sides) > 1:
        return _WHITE
    return _BLUE if sides.pop() else _RED
