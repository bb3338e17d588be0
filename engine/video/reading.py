"""Opens a video, whatever it is: a movie, a folder of pictures, or a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from ..errors import MotionCtrlError
from .movie import read_movie
from .pictures import PICTURES, SEQUENCE_RATE, animated, in_folder, still
from .sampling import LIMIT


def read_video(
    path: str | Path, start: float = 0.0, end: float | None = None, rate: float | None = None, limit: int = LIMIT
) -> Iterator[tuple[float, np.ndarray]]:
    """The sampled pictures of a movie, a folder of pictures, an animated picture or a still.

    start, end: the range in seconds. rate: pictures a second of a folder. Raises MotionCtrlError, one
    sentence, for what can't be read, before the first picture is asked for where that can be known.
    """
    path = Path(path)
    if not np.isfinite(start) or start < 0 or (end is not None and not end > start):
        raise MotionCtrlError("The range of the video is empty: let it start at 0 or later, and end after its start.")
    if not path.exists():
        raise MotionCtrlError(f"There is no video {path}: check the name.")
    if path.is_dir():
        return in_folder(path, start, end, SEQUENCE_RATE if rate is None else rate, limit)
    try:
        with Image.open(path) as picture:
            moving = getattr(picture, "n_frames", 1) > 1
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if path.suffix.lower() in PICTURES:
            raise MotionCtrlError(f"The picture {path} can't be read: choose another one.") from error
        return read_movie(path, start, end, limit)
    return animated(path, start, end, limit) if moving else iter([(0.0, still(path))])
