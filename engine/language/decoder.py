"""What both decoders share: the task they are given, and the prompt that the language model reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..body.layout import LATENT_SECONDS, LAYERS, PART_COUNT
from ..errors import Cancel
from . import guidance, prompt, tokens
from .condition import Embedded
from .llama.context import GgufContext
from .llama.model import GgufModel
from .sampling import Sampling

SHORTEST = 8  # latent frames (1.6 s) that are new before the model may end a motion: in less, no action is seen


@dataclass(frozen=True)
class Task:
    """What one run of the language model is asked for.

    instruction and parts (part to text): what to do.
    frames: latent frames in all, None to let the model end the motion.
    codes (n, 5, 4) and known (n, 5) bool: cells that are given, from the first frame on; frames beyond n are open.
    video: what is to be seen in these frames.
    """

    instruction: str
    frames: int | None
    parts: Mapping[str, str] = field(default_factory=dict)
    codes: np.ndarray = field(default_factory=lambda: np.zeros((0, PART_COUNT, LAYERS), np.int64))
    known: np.ndarray = field(default_factory=lambda: np.zeros((0, PART_COUNT), bool))
    video: Embedded | None = None

    def prefix(self) -> int:
        """How many frames at the start are known in all parts."""
        whole = self.known.all(axis=1)
        return len(whole) if whole.all() else int(np.argmin(whole))

    def may_end(self, count: int) -> bool:
        """Whether the model may end the motion after ``count`` latent frames."""
        return self.frames is None and count >= max(len(self.known), self.prefix() + SHORTEST)

    def needs_context(self) -> bool:
        """True where cells are known beyond the first open one: the model must see them beforehand."""
        return bool(self.known[self.prefix() :].any())


class Decoder(ABC):
    """Language model of one model folder, and how latent frames are shown to it.

    ``embedder`` turns codes (n, 5, 4), known cells (n, 5) and whether they are context into what the
    language model is fed: embeddings, or tokens. ``close`` frees the language model.
    """

    model: GgufModel
    context: GgufContext
    embedder: Callable[..., np.ndarray]

    @abstractmethod
    def generate(
        self,
        task: Task,
        strength: float,
        sampling: Sampling,
        random: np.random.Generator,
        longest: int,
        cancelled: Cancel,
    ) -> Iterator[np.ndarray]:
        """Codes (5, 4) of one latent frame after the other, given frames included.

        longest: latent frames at most where the model itself ends the motion. Raises Cancelled as
        soon as ``cancelled()`` is true: between two frames, or while the prompt is read.
        """

    def _pieces(self, task: Task, branch: guidance.Branch, said: np.ndarray | None = None) -> list[np.ndarray]:
        """Token ids and embeddings of the prompt up to the last given frame; see ``prompt``.

        said: embeddings (n, hidden) that stand before the motion.

        Without a past, known frames at the start are masked where the prompt shows them as context,
        and otherwise left out: the instruction then starts where they end.
        """
        prefix, with_context = task.prefix(), task.needs_context()
        skipped = prefix if branch.blind and not with_context else 0
        seconds = None if task.frames is None else (task.frames - skipped) * LATENT_SECONDS
        text = prompt.instruction_text(
            task.instruction if branch.instructed else "", task.parts if branch.instructed else None, seconds
        )
        special, plain = self._special, self.model.tokenize
        turn = prompt.USER.removeprefix(tokens.TURN)
        pieces = [special(tokens.TURN), plain(turn + text), special(f"{tokens.END_TURN}\n")]
        if task.video is not None and branch.instructed and len(task.video.shown):
            pieces += [special("<vid>"), task.video.shown, special("</vid>")]
        if with_context:
            codes, known = self._grid(task)
            pieces += [special("<ctx>"), self.embedder(codes, known, context=True), special("</ctx>")]
        pieces += [special(prompt.ASSISTANT), *([] if said is None else [said]), special("<mot>")]
        if prefix > skipped:
            hidden = np.zeros_like(task.known[:prefix]) if branch.blind else None
            pieces.append(self.embedder(task.codes[:prefix], hidden))
        return pieces

    def _grid(self, task: Task) -> tuple[np.ndarray, np.ndarray]:
        """The task's cells (n, 5, 4) and (n, 5), open frames appended up to the whole length."""
        missing = max(0, (task.frames or 0) - len(task.known))
        codes = np.concatenate([task.codes, np.zeros((missing, *task.codes.shape[1:]), np.int64)])
        return codes, np.concatenate([task.known, np.zeros((missing, task.known.shape[1]), bool)])

    def _special(self, text: str) -> np.ndarray:
        return self.model.tokenize(text, special=True)

    def close(self) -> None:
        """Free the language model; harmless when repeated."""
        self.context.close()
        self.model.close()
