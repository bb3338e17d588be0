"""The boxes that MP4 and MOV files are made of (ISO/IEC 14496-12)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

_MATRIX = {0: 40, 1: 52}  # where the matrix lies in a track's header, by the header's version
_ENTRY = 78  # bytes of a picture's sample entry before its boxes
_WIDEST = 4.0  # cinema's lenses squeeze by two; a file that says more is damaged

Box = tuple[bytes, int, int]  # kind, where its content begins, where it ends


def picture_tracks(file: BinaryIO, size: int) -> Iterator[list[Box]]:
    """What is inside each track with pictures of a file of so many bytes; see ``read`` for what is raised."""
    for movie in named(b"moov", boxes(file, 0, size)):
        for track in named(b"trak", boxes(file, *movie[1:])):
            inside = list(boxes(file, *track[1:]))
            kinds = [
                read(file, handler[1] + 8, 4)
                for media in named(b"mdia", inside)
                for handler in named(b"hdlr", boxes(file, *media[1:]))
            ]
            if b"vide" in kinds:
                yield inside


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places of a file."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", read(file, start, 8))
        content = start + 8
        if size == 1:
            size, content = struct.unpack(">Q", read(file, content, 8))[0], content + 8
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield kind, content, min(start + size, end)
        start += size


def named(kind: bytes, found: Iterator[Box] | list[Box]) -> Iterator[Box]:
    """Those of one kind."""
    return (box for box in found if box[0] == kind)


def read(file: BinaryIO, place: int, size: int) -> bytes:
    """Bytes of a file; raises struct.error where it ends before."""
    file.seek(place)
    data = file.read(size)
    if len(data) < size:
        raise struct.error("the file ends inside a box")
    return data


def quarter_turns(path: str | Path) -> int:
    """Clockwise quarter turns, 0 to 3, that an MP4 or MOV file notes for its picture; 0 for all other files.

    Read from the matrix in the header of the first track with pictures (ISO/IEC 14496-12, 8.3.2).
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            for inside in picture_tracks(file, path.stat().st_size):
                for _, header, _ in named(b"tkhd", inside):
                    start = _MATRIX.get(read(file, header, 1)[0])
                    if start is None:
                        return 0
                    across, down = struct.unpack(">2i", read(file, header + start, 8))
                    return round(math.atan2(down, across) / (math.pi / 2)) % 4
    except (OSError, struct.error):
        return 0
    return 0


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
