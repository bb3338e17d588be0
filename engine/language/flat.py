"""The flat decoder at run time: one step of the language model per code ("MotionCtrl" section 3.3).

Codes are tokens of the language model: 20 for each latent frame, part by part, the four layers of a part in
turn. What comes next is known from the position, so that only motion codes are ever sampled; tokens of known
cells are written where they stand. Between two frames the motion may end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ..body.layout import PART_COUNT
from ..codec.prq import PRQ
from ..errors import Cancel, Cancelled, MotionCtrlError
from . import guidance, tokens
from .decoder import Decoder, Task
from .llama.context import GgufContext
from .llama.model import GgufModel
from .sampling import Sampling, draw


class FlatDecoder(Decoder):
    """Language model of one model folder whose vocabulary holds the motion codes; frees it on ``close``.

    window: latent frames that the model has seen at once.
    """

    TEXT = 512  # positions for instruction and part lines
    # Bytes of a language model that stays in the processor's caches, so that reading it once for several branches
    # gains nothing; and how many columns llama.cpp multiplies faster together than one by one (measured: 2 of
    # Q8_0 take 8.7 ms together and 5.9 ms apart, 4 take 11.5 and 11.8).
    SMALL, TOGETHER = 256 << 20, 4

    def __init__(
        self,
        language: str | Path,
        prq: PRQ,
        window: int,
        threads: int | None = None,
        gpu_layers: int = 0,
        blind: float = 0.0,
    ) -> None:
        self.blind = blind  # share of the guidance that comes from the branches without a past
        self.model = GgufModel(language, threads, gpu_layers)
        self.layers = prq.layers
        self.slots = prq.codes_per_latent_frame
        self.codes = slice(tokens.CODES, tokens.CODES + prq.codebook_size)
        if self.model.vocabulary_size < self.codes.stop:
            self.model.close()
            raise MotionCtrlError(f"{language} has no tokens for motion codes: download the model again.")
        # A frame may stand twice before one branch: as context, and where it is written.
        self.longest = min(self.model.trained_context, self.TEXT + 2 * window * self.slots)
        self._on_gpu = gpu_layers != 0
        self._small = not self._on_gpu and Path(language).stat().st_size < self.SMALL
        self.context = self._open(min(self.longest, self.TEXT + window * self.slots), 1)

    @staticmethod
    def embedder(codes: np.ndarray, known: np.ndarray | None = None, context: bool = False) -> np.ndarray:
        """Tokens (20 n,) of codes (n, 5, 4); they are the same between <ctx> and </ctx>."""
        return tokens.code_ids(codes, known)

    def generate(
        self,
        task: Task,
        strength: float,
        sampling: Sampling,
        random: np.random.Generator,
        longest: int,
        cancelled: Cancel,
    ) -> Iterator[np.ndarray]:
        """See ``Decoder.generate``; cancelling takes effect between two codes."""
        if task.video is not None:
            raise MotionCtrlError("This model does not see video: leave the video out or choose another model.")
        prefix = task.prefix()
        with_context = task.needs_context()
        branches = guidance.branches(strength, self.blind)
        weights = np.array([branch.weight for branch in branches], np.float32)
        last = task.frames if task.frames is not None else longest
        lines = self._read(task, branches, last, cancelled)
        by_layer = [sampling.layer(layer) for layer in range(self.layers)]
        yield from task.codes[:prefix]
        for count in range(prefix, last):
            if with_context and last == len(task.known) and task.known[count:].all():
                yield from task.codes[count:]
                return
            given = with_context and count < len(task.known)
            if task.may_end(count) and self._ends(lines, random):
                return
            frame = np.array(task.codes[count]) if given else np.zeros((PART_COUNT, self.layers), np.int64)
            known = task.known[count] if given else np.zeros(PART_COUNT, bool)
            lines.begin_frame()
            for part, layer in np.ndindex(PART_COUNT, self.layers):
                if not known[part]:
                    if cancelled():
                        raise Cancelled
                    logits = guidance.guided(lines.logits()[:, self.codes], weights)
                    frame[part, layer] = draw(logits, by_layer[layer], random)
                lines.write(tokens.CODES + int(frame[part, layer]))
            yield frame
            lines.end_frame()

    def _read(self, task: Task, branches: Sequence[guidance.Branch], last: int, cancelled: Cancel) -> _Lines:
        """The branches' sequences after prompt and given frames; ``last``: latent frames at most in all."""
        prompts = [self._pieces(task, branch) for branch in branches]
        longest = max(sum(map(len, pieces)) for pieces in prompts)
        self._make_room(longest + (last - task.prefix()) * self.slots, len(branches))
        for sequence in range(self.context.sequences):
            self.context.rewind(sequence)
        logits = []
        for sequence, pieces in enumerate(prompts):
            self.context.feed(pieces, sequence, cancelled)
            logits.append(self.context.logits())
        together = not self._small or len(branches) >= self.TOGETHER
        hidden = np.full(self.slots, tokens.OPEN, np.int32)
        return _Lines(self.context, [branch.blind for branch in branches], np.stack(logits), hidden, together)

    def _make_room(self, positions: int, branches: int) -> None:
        """Grows the context on demand, because the KV cache of a large model is too big to allocate up front."""
        positions = min(positions, self.longest)
        if positions > self.context.room or branches > self.context.sequences:
            positions, branches = max(positions, self.context.room), max(branches, self.context.sequences)
            self.context.close()
            self.context = self._open(positions, branches)

    def _open(self, positions: int, branches: int) -> GgufContext:
        """A context of that many positions for each branch; on a CPU flash attention is the slower one."""
        size = -(-positions // 256) * 256 * branches
        return GgufContext(self.model, size, branches, hidden=False, apart=True, flash=self._on_gpu)

    def _ends(self, lines: _Lines, random: np.random.Generator) -> bool:
        """Whether the motion ends here, drawn from the head's choice between </mot> and any code."""
        logits = lines.logits()[0]
        codes = logits[self.codes].astype(np.float64)
        going_on = codes.max() + np.log(np.exp(codes - codes.max()).sum())
        return bool(random.random() < 1 / (1 + np.exp(np.clip(going_on - logits[tokens.END_MOT], -80, 80))))


class _Lines:
    """The sequences of a request's branches: the same codes, past frames hidden in the blind ones.

    What is written waits until logits are asked for, so that known cells cost no step of their own.

    hidden: tokens of a latent frame none of whose cells is shown.
    together: read all sequences in one batch.
    """

    def __init__(
        self,
        context: GgufContext,
        blind: Sequence[bool],
        logits: np.ndarray,
        hidden: np.ndarray,
        together: bool = True,
    ) -> None:
        self._context = context
        self._blind = blind
        self._logits = logits
        self._hidden = hidden
        self._batches = [range(len(blind))] if together else [[index] for index in range(len(blind))]
        self._waiting: list[list[int]] = [[] for _ in blind]
        self._starts = [0] * len(blind)

    def begin_frame(self) -> None:
        """What is written from here on is one latent frame."""
        self._starts = [self._context.length(index) + len(waiting) for index, waiting in enumerate(self._waiting)]

    def write(self, token: int) -> None:
        """Append a token to every sequence."""
        for waiting in self._waiting:
            waiting.append(token)

    def end_frame(self) -> None:
        """Hide the frame in the branches that don't see the past."""
        for index, blind in enumerate(self._blind):
            if blind:
                fed = self._context.length(index)
                self._context.rewind(index, self._starts[index])
                self._waiting[index] = [*self._waiting[index][: max(0, self._starts[index] - fed)], *self._hidden]

    def logits(self) -> np.ndarray:
        """Logits (b, vocabulary) of what comes next in each sequence."""
        if self._waiting[0]:
            pieces = [np.array(waiting, np.int32) for waiting in self._waiting]
            made = [self._context.extend([pieces[index] for index in batch], batch) for batch in self._batches]
            self._logits = np.concatenate(made)
            self._waiting = [[] for _ in pieces]
        return self._logits
