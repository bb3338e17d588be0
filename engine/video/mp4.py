"""The boxes that MP4 and MOV files are made of (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

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
