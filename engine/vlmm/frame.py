"""The frame decoder at run time: one step of the language model per latent frame (SPEC section 5).

The language model sees a latent frame as one embedding; from its hidden state the depth decoder
samples the next frame's codes, and its own head decides whether the motion ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import MotionCtrlError
from ..tokenizer.prq import PRQ, read_safetensors
from ..vision.projector import Embedded
from . import guidance, prompt, tokens
from .depth import DepthDecoder
from .llama import Cancel, Cancelled, LlamaContext, LlamaModel
from .sampling import Sampling

FRAME_SECONDS = 0.2


@dataclass(frozen=True)
class Task:
    """What one run of the language model is asked for.

    instruction and parts (part to text): what to do. frames: latent frames in all, None to let the
    model end the motion. codes (n, 5, 4) and known (n, 5) bool: cells that are given, from the
    first frame on; frames beyond n are open. video: what is to be seen in these frames.
    """

    instruction: str
    frames: int | None
    parts: Mapping[str, str] = field(default_factory=dict)
    codes: np.ndarray = field(default_factory=lambda: np.zeros((0, 5, 4), np.int64))
    known: np.ndarray = field(default_factory=lambda: np.zeros((0, 5), bool))
    video: Embedded | None = None

    def prefix(self) -> int:
        """How many frames at the start are known altogether."""
        whole = self.known.all(axis=1)
        return len(whole) if whole.all() else int(np.argmin(whole))

    def needs_context(self) -> bool:
        """True where cells are known beyond the first open one: the model must see them beforehand."""
        return bool(self.known[self.prefix() :].any())


class FrameEmbedder:
    """Latent frames as input embeddings of the language model; ``modules.FrameEmbedder`` in numpy."""

    def __init__(self, tensors: dict[str, np.ndarray], codebook: np.ndarray) -> None:
        self._weight = tensors["frames.weight"].astype(np.float32)
        self._bias = tensors["frames.bias"].astype(np.float32)
        self._mask = tensors["frames.mask"].astype(np.float32)
        self._ctx = tensors["frames.ctx"].astype(np.float32)
        self._codebook = codebook

    def __call__(self, codes: np.ndarray, known: np.ndarray | None = None, context: bool = False) -> np.ndarray:
        """Embeddings (n, hidden) of codes (n, 5, 4); open cells, where ``known`` (n, 5) is False, are masked."""
        latents = self._codebook[codes].sum(axis=2)
        cells = np.matmul(latents.transpose(1, 0, 2), self._weight.transpose(0, 2, 1)).transpose(1, 0, 2)
        cells = cells + self._bias
        if known is not None:
            cells = np.where(known[..., None], cells, self._mask)
        return cells.sum(axis=1) + (self._ctx if context else 0)


class FrameDecoder:
    """Language model and depth decoder of one model folder; frees the language model on ``close``."""

    CONTEXT = 2048  # positions for all branches together
    SEQUENCES = 4  # with and without the instruction, with and without the past

    def __init__(
        self,
        language: str | Path,
        depth: str | Path,
        prq: PRQ,
        threads: int | None = None,
        gpu_layers: int = 0,
        blind: float = 0.0,
    ) -> None:
        self.blind = blind  # share of the guidance that comes from the branches without a past
        tensors, metadata = read_safetensors(depth)
        try:
            self.embedder = FrameEmbedder(tensors, prq.codebook)
            self.depth = DepthDecoder(tensors, prq.codebook, int(metadata["heads"]))
        except (KeyError, ValueError, IndexError) as error:
            raise MotionCtrlError(f"{depth} is not a depth decoder ({error}): download the model again.") from error
        self.model = LlamaModel(language, threads, gpu_layers)
        width = tensors["frames.bias"].shape[1]
        if self.model.width != width or self.model.vocabulary_size <= tokens.END_VID:
            self.model.close()
            raise MotionCtrlError(f"{language} and {depth} belong to different models: download the model again.")
        size = min(self.CONTEXT, self.SEQUENCES * self.model.trained_context)
        self.context = LlamaContext(self.model, size=size, sequences=self.SEQUENCES)

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
        prefix = task.prefix()
        with_context = task.needs_context()
        branches = guidance.branches(strength, self.blind)
        weights = np.array([branch.weight for branch in branches], np.float32)
        hidden = self._read(task, branches, cancelled)
        yield from task.codes[:prefix]
        count = prefix
        last = task.frames if task.frames is not None else longest
        nothing = np.zeros(5, bool)
        empty = np.zeros((5, 4), np.int64)
        masked = self.embedder(empty[None], nothing[None])[0]
        while count < last:
            if cancelled():
                raise Cancelled
            if with_context and last == len(task.known) and task.known[count:].all():
                yield from task.codes[count:]
                return
            given = with_context and count < len(task.known)
            known = task.known[count] if given else nothing
            codes = task.codes[count] if given else empty
            frame = self.depth.sample(
                _seeing(hidden, task.video, count, branches), codes, known, weights, sampling, random
            )
            yield frame
            count += 1
            if count == last:
                return
            embedding = self.embedder(frame[None])[0]
            inputs = np.stack([masked if branch.blind else embedding for branch in branches])
            hidden = self.context.step(inputs, range(len(branches)))
            if task.frames is None and count >= len(task.known) and self._ends(random):
                return

    def _read(self, task: Task, branches: Sequence[guidance.Branch], cancelled: Cancel) -> np.ndarray:
        """Hidden states (b, hidden) after prompt and given frames, one sequence per branch."""
        for sequence in range(self.SEQUENCES):
            self.context.rewind(sequence)
        return np.stack(
            [self.context.feed(self._pieces(task, branch), index, cancelled) for index, branch in enumerate(branches)]
        )

    def _pieces(self, task: Task, branch: guidance.Branch) -> list[np.ndarray]:
        """Token ids and embeddings of the prompt up to the last given frame; see ``prompt``.

        Without a past, known frames at the start are masked where the prompt shows them as context,
        and otherwise left out: the instruction then starts where they end.
        """
        prefix, with_context = task.prefix(), task.needs_context()
        skipped = prefix if branch.blind and not with_context else 0
        seconds = None if task.frames is None else (task.frames - skipped) * FRAME_SECONDS
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
        pieces += [special(prompt.ASSISTANT), special("<mot>")]
        if prefix > skipped:
            hidden = np.zeros((prefix, 5), bool) if branch.blind else None
            pieces.append(self.embedder(task.codes[:prefix], hidden))
        return pieces

    def _grid(self, task: Task) -> tuple[np.ndarray, np.ndarray]:
        """The task's cells (n, 5, 4) and (n, 5), open frames appended up to the whole length."""
        missing = max(0, (task.frames or 0) - len(task.known))
        codes = np.concatenate([task.codes, np.zeros((missing, 5, 4), np.int64)])
        return codes, np.concatenate([task.known, np.zeros((missing, 5), bool)])

    def _special(self, text: str) -> np.ndarray:
        return self.model.tokenize(text, special=True)

    def _ends(self, random: np.random.Generator) -> bool:
        """Whether the motion ends here, drawn from the head's choice between </mot> and <frame>."""
        logits = self.context.logits(0)[[tokens.FRAME, tokens.END_MOT]]
        return bool(random.random() < 1 / (1 + np.exp(np.clip(logits[0] - logits[1], -80, 80))))

    def close(self) -> None:
        """Free the language model; harmless when repeated."""
        self.context.close()
        self.model.close()


def _seeing(hidden: np.ndarray, video: Embedded | None, frame: int, branches: Sequence[guidance.Branch]) -> np.ndarray:
    """Hidden states (b, hidden) with what the video shows in a latent frame added to the instructed branches."""
    if video is None or frame >= len(video):
        return hidden
    instructed = np.array([branch.instructed for branch in branches], hidden.dtype)
    return hidden + instructed[:, None] * video.aligned[frame]
