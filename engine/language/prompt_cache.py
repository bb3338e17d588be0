"""KV-cache reuse: a prefix that branches share, or that is still cached from the last call, is not evaluated again.

The branches of guidance share their prompt wherever there is no past to hide, and takes of one request differ in
their seed alone. Reading is half of the time until the first frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import Cancel
from .llama.context import GgufContext

Prompt = Sequence[np.ndarray]


class PromptReader:
    """Fills the sequences of a context with prompts; what else happens to the context in between is noticed."""

    def __init__(self, context: GgufContext) -> None:
        self._context = context
        self._prompts: list[Prompt] = []
        self._hidden: list[np.ndarray] = []
        self._cuts: list[int] = []

    def read(self, prompts: Sequence[Prompt], cancelled: Cancel) -> np.ndarray:
        """Hidden states (b, width) at the end of ``prompts`` (b), the first in sequence 0; other sequences are empty.

        A prompt is a list of token ids (n,) and embeddings (n, width). Raises Cancelled, see ``GgufContext.feed``.
        """
        prompts = [[piece for piece in prompt if len(piece)] for prompt in prompts]
        # All or nothing: where a sequence's positions lie decides how rounding falls, and the same request must give
        # the same motion whatever was asked for before.
        kept = self._holds(prompts)
        if not kept:
            self._prompts, self._hidden = [], []
        for sequence in range(self._context.sequences):
            self._context.rewind(sequence, _length(prompts[sequence]) if kept and sequence < len(prompts) else 0)
        for prompt in prompts[len(self._prompts) :]:
            self._hidden.append(self._fill(prompt, cancelled))
            self._prompts.append(prompt)
        self._cuts = self._now()
        return np.stack(self._hidden)

    def _holds(self, prompts: Sequence[Prompt]) -> bool:
        """Whether the sequences begin with exactly these prompts."""
        if len(prompts) != len(self._prompts) or self._cuts != self._now():
            return False
        return all(
            _common(held, prompt) == len(held) == len(prompt)
            for held, prompt in zip(self._prompts, prompts, strict=True)
        )

    def _fill(self, prompt: Prompt, cancelled: Cancel) -> np.ndarray:
        """Read the prompt into the next sequence, from where it differs from those before."""
        sequence = len(self._prompts)
        alike = [(_common(held, prompt), index) for index, held in enumerate(self._prompts)]
        shared, other = max(alike, default=(0, 0))
        if shared:
            self._context.copy(other, sequence)
            if shared == len(prompt) == len(self._prompts[other]):
                return self._hidden[other]
            shared = min(shared, len(prompt) - 1)  # the last piece gives the hidden state
            self._context.rewind(sequence, _length(prompt[:shared]))
        return self._context.feed(prompt[shared:], sequence, cancelled)

    def _now(self) -> list[int]:
        return [self._context.cuts(sequence) for sequence in range(self._context.sequences)]


def _length(prompt: Prompt) -> int:
    """Positions of a prompt."""
    return sum(map(len, prompt))


def _common(one: Prompt, other: Prompt) -> int:
    """How many pieces two prompts begin with alike."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine.dtype != its.dtype or not np.array_equal(mine, its):
            break
        count += 1
    return count
