"""Motions of any length from a model with a window: stretches that each start from the last frames.

Memory stays constant, since every stretch begins a new prompt whose known frames are the end of
the motion so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from .condition import Embedded
from .decoder import Task

MEMORY = 8  # latent frames (1.6 s) that a new stretch or instruction starts from


def plan(
    instructions: Sequence[str],
    lengths: Sequence[int | None],
    parts: Mapping[str, str],
    codes: np.ndarray,
    known: np.ndarray,
    window: int,
    generate: Callable[[Task], Iterator[np.ndarray]],
    video: Embedded | None = None,
    video_from: int = 0,
) -> Iterator[np.ndarray]:
    """Codes (5, 4) of one latent frame after the other, given ones included.

    instructions, one after the other; lengths: latent frames of each, None where the model ends it.
    codes (n, 5, 4), known (n, 5): cells given from the first frame on. window: most latent frames
    that the model has seen at once. generate: runs the model on one task and yields all its frames.
    video: what is to be seen from latent frame ``video_from`` on.
    """
    prefix = Task("", None, codes=codes, known=known).prefix()
    yield from codes[:prefix]
    past, codes, known = codes[:prefix], codes[prefix:], known[prefix:]
    done = prefix  # latent frames of the whole motion so far
    memory = window // 2  # what the user gave may fill half the window
    for index, (instruction, length) in enumerate(zip(instructions, lengths, strict=True)):
        left = length if index or length is None else length - prefix
        while left is None or left > 0:
            past = past[-memory:]
            shown = len(past)
            take = 0 if left is None else min(left, window - shown)
            task = Task(
                instruction,
                None if left is None else shown + take,
                parts,
                np.concatenate([past, codes[:take]]),
                np.concatenate([np.ones((shown, known.shape[1]), bool), known[:take]]),
                video and video.between(done - shown - video_from, shown + take if left is not None else window),
            )
            frames = list(past)
            for number, frame in enumerate(generate(task)):
                if number >= shown:
                    frames.append(frame)
                    yield frame
            done += len(frames) - shown
            past, codes, known = np.stack(frames), codes[take:], known[take:]
            memory = min(MEMORY, window // 2)
            if left is None:
                break
            left -= take
