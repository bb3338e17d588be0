"""Sampled pictures of movie files, read by PyAV (FFmpeg) where it is installed; never inside Blender.

A long movie is not read through: what lies between the wanted pictures is jumped over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..errors import MotionCtrlError
from .mp4 import width_of_pixels
from .sampling import LIMIT, SIDE, sample_times

_JUMP = 2.0  # seconds: a wanted picture that is farther away is jumped to
_SPARSE = 5.0  # seconds between wanted pictures from which the nearest key picture will do


def read_movie(
    path: Path, start: float = 0.0, end: float | None = None, limit: int = LIMIT
) -> Iterator[tuple[float, np.ndarray]]:
    """Times, seconds from ``start``, and pictures (h, w, 3) of a range of a movie; see ``reading.read_video``.

    The file is opened at once, so that one that can't be read is known before anything else is done.
    """
    try:
        import av
    except ImportError as error:
        raise MotionCtrlError(
            f"Reading {path.name} needs the package av, which is not there: install it, or give a folder of pictures."
        ) from error
    container = None
    try:
        container = av.open(str(path))
        stream = _stream(container)
        if stream is None:
            raise MotionCtrlError(f"{path} holds no moving picture, only sound: choose a movie.")
        rate, count = _length(container, stream)
    except av.FFmpegError as error:
        if container is not None:
            container.close()
        raise MotionCtrlError(f"{path} is no movie that can be read, or it is damaged: choose another file.") from error
    except MotionCtrlError:
        container.close()
        raise
    return _pictures(av, path, container, stream, _wanted(path, rate, count, start, end, limit), start)


def _stream(container):
    """The moving picture of a file; a cover picture beside music is none."""
    moving = [one for one in container.streams.video if not _is_cover(one)]
    return moving[0] if moving else None


def _is_cover(stream) -> bool:
    return bool(stream.disposition & type(stream.disposition).attached_pic)


def _length(container, stream) -> tuple[float, int]:
    """Pictures a second, and how many there are, by what the file says."""
    rate = float(stream.average_rate or stream.guessed_rate or 25)
    if stream.duration is not None and stream.time_base is not None:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration is not None:
        seconds = container.duration / 1e6
    else:
        seconds = stream.frames / rate
    return rate, stream.frames or round(seconds * rate)


def _wanted(path: Path, rate: float, count: int, start: float, end: float | None, limit: int) -> np.ndarray:
    """Times (n,) of the pictures that are wanted."""
    if count < 1:
        raise MotionCtrlError(f"{path} holds no picture: choose another file.")
    last = (count - 1) / rate
    if start > last:
        raise MotionCtrlError(f"{path} ends at {last:.2f} s: choose a range inside it.")
    first_index = int(np.ceil(start * rate - 1e-6))
    last_index = count - 1 if end is None else min(count - 1, int(end * rate + 1e-6))
    return sample_times(np.arange(first_index, max(last_index, first_index) + 1) / rate, limit).times


def _pictures(av, path: Path, container, stream, wanted: np.ndarray, start: float):
    """Decode the wanted pictures one after the other."""
    origin = float((stream.start_time or 0) * stream.time_base)
    stream.thread_type = "AUTO"
    half = 0.5 / float(stream.average_rate or 25)
    sparse = len(wanted) > 1 and np.diff(wanted).min() > _SPARSE
    given, wide = 0, width_of_pixels(*(stream.sample_aspect_ratio or 0).as_integer_ratio())
    try:
        decoder, position, frame, last = container.decode(stream), -np.inf, None, -np.inf
        for index, time in enumerate(wanted):
            exact = not sparse or index in (0, len(wanted) - 1)
            if time - position > _JUMP and time > _JUMP:
                container.seek(int((time + origin) / stream.time_base), stream=stream, backward=True)
                decoder, frame = container.decode(stream), None
            while frame is None or position < time - half:
                following = next(decoder, None)
                if following is None:
                    break
                frame = following
                position = time if frame.pts is None else float(frame.pts * stream.time_base) - origin
                if not exact:
                    break
            if frame is not None and position > last:  # telephones leave out pictures where nothing moves
                yield max(position - start, 0.0), _upright(frame, wide)
                given, last = given + 1, position
    except (av.FFmpegError, MemoryError) as error:
        raise MotionCtrlError(f"{path} is damaged and can't be read to its end: choose another file.") from error
    finally:
        container.close()
    if not given:
        raise MotionCtrlError(f"{path} holds no picture: choose another file.")


def _upright(frame, wide: float) -> np.ndarray:
    """The picture (h, w, 3), small, and as it is to be shown: telephones turn it by a note in the file.

    wide: a pixel's width by its height.
    """
    shown = {"width": frame.width * wide, "height": frame.height}
    scale = min(1.0, SIDE / max(shown.values()))
    size = {name: max(1, round(length * scale)) for name, length in shown.items()}
    picture = frame.to_ndarray(format="rgb24", interpolation="AREA", **size)
    return np.ascontiguousarray(np.rot90(picture, round(getattr(frame, "rotation", 0) / 90)))
