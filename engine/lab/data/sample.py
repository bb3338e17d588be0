"""One training sample: a motion window with what can truly be said about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sample:
    """A motion window and its texts.

    name: trial and window, unique.
    rotations (T, 22, 3, 3) float32, parent-relative.
    translation (T, 3) float32, pelvis position in metres, Y up; 20 fps; T is a multiple of 4.
    captions: sentences that are each true of the whole window.
    parts: ways to name single parts, each a dict from part name ("left_arm") to text; of a synthetic sample the first
        ones go with the captions in the same places, which may leave to them what they do not say themselves.
    synthetic: made by rules, not recorded.
    split: "train", "validation" or "test".
    kind: what is done, in a word or two, of recorded samples; empty for others.
    given: frames at the start, a multiple of 4, that are not what the captions speak of: the motion so far.
    """

    name: str
    rotations: np.ndarray
    translation: np.ndarray
    captions: tuple[str, ...]
    parts: tuple[dict[str, str], ...] = ()
    synthetic: bool = False
    split: str = "train"
    kind: str = ""
    given: int = 0

    def __len__(self) -> int:
        return len(self.rotations)
