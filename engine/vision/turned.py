"""Which way up a movie is to be shown: telephones film sideways and note it in the file."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_Box = tuple[bytes, int, int]  # kind, where its content begins, where it ends
_MATRIX = {0: 40, 1: 52}  # where the matrix lies in a track's header, by the header's version


def quarter_turns(path: str | Path) -> int:
    """Clockwise quarter turns, 0 to 3, that an MP4 or MOV file notes for its picture; 0 for all other files.

    Read from the matrix in the header of the first track with pictures (ISO/IEC 14496-12, 8.3.2).
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            for movie in _named(b"moov", _boxes(file, 0, path.stat().st_size)):
                for track in _named(b"trak", _boxes(file, *movie[1:])):
                    if (turns := _turns(file, track)) is not None:
                        return turns
    except (OSError, struct.error):
        return 0
    return 0


def _turns(file: BinaryIO, track: _Box) -> int | None:
    """The turns of a track's pictures; None where it has none."""
    inside = list(_boxes(file, *track[1:]))
    kinds = [
        _read(file, handler[1] + 8, 4)
        for media in _named(b"mdia", inside)
        for handler in _named(b"hdlr", _boxes(file, *media[1:]))
    ]
    header = next(_named(b"tkhd", inside), None)
    if header is None or b"vide" not in kinds:
        return None
    start = _MATRIX.get(_read(file, header[1], 1)[0])
    if start is None:
        return 0
    across, down = struct.unpack(">2i", _read(file, header[1] + start, 8))
    return round(math.atan2(down, across) / (math.pi / 2)) % 4


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """The boxes between two places of a file."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", _read(file, start, 8))
        content = start + 8
        if size == 1:
            size, content = struct.unpack(">Q", _read(file, content, 8))[0], content + 8
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield kind, content, min(start + size, end)
        start += size


def _named(kind: bytes, boxes: Iterator[_Box] | list[_Box]) -> Iterator[_Box]:
    return (box for box in boxes if box[0] == kind)


def _read(file: BinaryIO, place: int, size: int) -> bytes:
    """Bytes of a file; raises struct.error where it ends before."""
    file.seek(place)
    data = file.read(size)
    if len(data) < size:
        raise struct.error("the file ends inside a box")
    return data
