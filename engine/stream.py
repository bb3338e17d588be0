"""From latent frames to finished pieces of motion, as they come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .body.layout import CONTACTS, PARTS, STRIDE
from .codec.prq import PRQ
from .correct.following import Following
from .correct.planting import FootPlanting
from .motion import humo263
from .motion.humo263 import Anchor

_LEGS = [PARTS.index("left_leg"), PARTS.index("right_leg")]
_BALLS = [CONTACTS.start + 1, CONTACTS.start + 3]  # contact of the left and right ball of the foot
_LEAD = 2  # latent frames before known ones, in which a correction fades out


@dataclass(frozen=True)
class Chunk:
    """A piece of finished motion, 20 frames a second.

    first_frame: where it starts.
    rotations (t, 22, 3, 3) parent-relative, the pelvis's global.
    translation (t, 3) of the pelvis, metres.
    codes (t / 4, 5, 4) of the latent frames that end in it.
    """

    first_frame: int
    rotations: np.ndarray
    translation: np.ndarray
    codes: np.ndarray


class ChunkDecoder:
    """Decodes codes to motion, and holds generated feet where they are planted.

    known (n, 5): cells that were given; their legs are left as they are.
    limit: motion frames in all.
    following: what draws the motion towards the poses of a video, see ``towards``.
    """

    def __init__(
        self, prq: PRQ, anchor: Anchor, known: np.ndarray, limit: int | None, following: Following | None = None
    ) -> None:
        self._stream = prq.stream()
        self._decoder = humo263.Decoder(anchor)
        self._planting = FootPlanting(self._decoder.skeleton)
        self._following = following
        self._known = known[:, _LEGS]
        self._limit = limit
        self._waiting: list[np.ndarray] = []
        self._done = 0

    def push(self, codes: np.ndarray) -> Chunk | None:
        """The next chunk, if ``codes`` (5, 4) of the next latent frame complete one."""
        self._waiting.append(codes)
        return self._chunk(self._stream.push(codes[None]))

    def finish(self) -> Chunk | None:
        """What is left when the last codes have been pushed."""
        return self._chunk(self._stream.finish())

    def _chunk(self, features: np.ndarray) -> Chunk | None:
        count = len(features) // STRIDE
        finished = self._waiting[:count]
        del self._waiting[:count]
        if self._limit is not None:
            features = features[: max(0, self._limit - self._done)]
        if not len(features):
            return None
        rotations, translation = self._decoder(features)
        if self._following is not None:
            contacts = features[:, CONTACTS] > 0.5
            rotations, translation = self._following(rotations, translation, contacts)
        frames = (self._done + np.arange(len(features))) // STRIDE
        given = self._given(frames)
        planted = (features[:, _BALLS] > 0.5) & ~(given | self._given(frames + 1) | self._given(frames + _LEAD))
        rotations = self._planting(rotations, translation, planted, ~given)
        first, self._done = self._done, self._done + len(features)
        return Chunk(first, rotations, translation, np.stack(finished))

    def _given(self, frames: np.ndarray) -> np.ndarray:
        """Whether the legs (t, 2) of latent frames (t,) were given."""
        inside = frames < len(self._known)
        found = np.zeros((len(frames), 2), bool)
        found[inside] = self._known[frames[inside]]
        return found
