"""Pixels that aren't square: old video cameras note in the file how wide they are to be shown.

What finds people in pictures has seen pictures of square pixels only.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from .boxes import Box, boxes, named, picture_tracks, read
from .turned import quarter_turns

_ENTRY = 78  # bytes of a picture's sample entry before its boxes
_WIDEST = 4.0  # cinema's lenses squeeze by two; a file that says more is damaged


def width_of_pixels(wide: float, high: float) -> float:
    """A pixel's width by its height, of what is noted of both; 1 where that is nothing, or nothing that can be."""
    if wide <= 0 or high <= 0 or not 1 / _WIDEST <= wide / high <= _WIDEST:
        return 1.0
    return wide / high


def pixel_aspect(path: str | Path) -> float:
    """A pixel's width by its height in the upright picture, as an MP4 or MOV file notes it; 1 for all other files.

    Read from the first track with pictures (ISO/IEC 14496-12, 12.1.4).
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            track = next(picture_tracks(file, path.stat().st_size), None)
            wide = 1.0 if track is None else _noted(file, track)
    except (OSError, struct.error):
        return 1.0
    return 1 / wide if quarter_turns(path) % 2 else wide


def _noted(file: BinaryIO, inside: list[Box]) -> float:
    """What a track notes of its pixels as they are stored."""
    found = inside
    for kind in (b"mdia", b"minf", b"stbl", b"stsd"):
        box = next(named(kind, found), None)
        if box is None:
            return 1.0
        start = box[1] + 8 if kind == b"stsd" else box[1]  # version, flags and the number of entries
        found = list(boxes(file, start, box[2]))
    for _, start, end in found[:1]:
        for note in named(b"pasp", boxes(file, start + _ENTRY, end)):
            return width_of_pixels(*struct.unpack(">2I", read(file, note[1], 8)))
    return 1.0


def stretched(picture: np.ndarray, wide: float) -> np.ndarray:
    """A picture (h, w, 3) of bytes whose pixels are ``wide`` times as wide as high, of square pixels."""
    if wide == 1.0:
        return picture
    height, width = picture.shape[:2]
    size = max(1, round(width * wide)), height
    return np.asarray(Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.BILINEAR))
