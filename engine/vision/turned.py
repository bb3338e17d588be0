"""Which way up a movie is to be shown: telephones film sideways and note it in the file."""

from __future__ import annotations

import math
import struct
from pathlib import Path

from .boxes import named, picture_tracks, read

_MATRIX = {0: 40, 1: 52}  # where the matrix lies in a track's header, by the header's version


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
