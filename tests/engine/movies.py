"""Small movies and sounds for tests of reference video."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

_TURNED = {0: (1, 0, 0, 1), 1: (0, 1, -1, 0), 2: (-1, 0, 0, -1), 3: (0, -1, 1, 0)}


def picture(number: int, height: int = 36, width: int = 64) -> np.ndarray:
    """A picture that says its number by its brightness."""
    return np.full((height, width, 3), number % 250, np.uint8)


def write_movie(path: Path, pictures, rate=25, codec: str = "mpeg4", times: Iterable[float] = (), pixels=1) -> Path:
    """A movie of pictures; where a number is given, of so many whose brightness is their number.

    times: seconds at which the pictures come, where they don't come evenly. pixels: a pixel's width by its height.
    """
    av = pytest.importorskip("av", reason="movies are made and read by the package av")
    pictures = (picture(number) for number in range(pictures)) if isinstance(pictures, int) else pictures
    moments = list(times)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.pix_fmt, stream.gop_size, stream.height, stream.width = "yuv420p", 12, 36, 64
        stream.codec_context.sample_aspect_ratio = Fraction(pixels)
        # A key picture at every twelfth only: what counts as a new scene differs from processor to processor.
        stream.options = {"sc_threshold": "1000000000"}
        if moments:
            stream.codec_context.time_base = Fraction(1, 600)
        for number, shown in enumerate(pictures):
            if number == 0:
                stream.height, stream.width = shown.shape[:2]
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            if moments:
                frame.pts, frame.time_base = round(moments[number] * 600), Fraction(1, 600)
            container.mux(stream.encode(frame))
        container.start_encoding()  # where there is no picture nothing has been written yet
        container.mux(stream.encode())
    return path


def write_sound(path: Path) -> Path:
    """Half a second of a tone."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 3))) for i in range(4000)))
    return path


def turn(path: Path, quarters: int) -> Path:
    """Notes in an MP4 file that its picture is to be shown turned clockwise, as telephones do."""
    data = bytearray(path.read_bytes())
    header = data.index(b"tkhd") + 4
    start = header + (52 if data[header] else 40)
    a, b, c, d = (number << 16 for number in _TURNED[quarters])
    data[start : start + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path
