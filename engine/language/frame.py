"""The frame decoder at run time: one step of the language model per latent frame (docs/design.md, "Language model").

The language model sees a latent frame as one embedding; from its hidden state the depth decoder
samples the next frame's codes, and its own head decides whether the motion ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ..blas import Matrix
from ..codec.prq import PRQ
from ..errors import Cancel, Cancelled, MotionCtrlError
from ..weights import read_safetensors
from . import guidance, tokens
from .condition import Embedded
from .decoder import Decoder, Task
from .depth import DepthDecoder, depth_tensors
from .depth_blocks import LlamaBlocks, on_card
from .llama.context import GgufContext
from .llama.library import load_library
from .llama.model import GgufModel
from .llama.threads import SMALL, Pace, Watch, choices, measured
from .patterns import SEQUENTIAL
from .prompt_cache import PromptReader
from .sampling import Sampling


class FrameEmbedder:
    """Latent frames as input embeddings of the language model; ``lab.nets.frame.FrameEmbedderModule`` in numpy."""

    def __init__(self, tensors: dict[str, np.ndarray], codebook: np.ndarray) -> None:
        self._tables = code_tables(tensors, codebook)
        self._bias = tensors["frames.bias"].astype(np.float32)
        self._mask = tensors["frames.mask"].astype(np.float32)
        self._ctx = tensors["frames.ctx"].astype(np.float32)

    def __call__(self, codes: np.ndarray, known: np.ndarray | None = None, context: bool = False) -> np.ndarray:
        """Embeddings (n, hidden) of codes (n, 5, 4); open cells, where ``known`` (n, 5) is False, are masked."""
        cells = np.stack([table[codes[:, part]].sum(axis=1) for part, table in enumerate(self._tables)], axis=1)
        cells += self._bias
        if known is not None:
            cells = np.where(known[..., None], cells, self._mask)
        return cells.sum(axis=1) + (self._ctx if context else 0)


def code_tables(tensors: dict[str, np.ndarray], codebook: np.ndarray) -> np.ndarray:
    """What each code of each part adds to a latent frame's embedding (parts, codes, hidden).

    A model folder holds this table rather than the matrix that made it, because the matrix can't be rounded where the
    codebook hardly varies in some directions.
    """
    if "frames.codes" in tensors:
        return tensors["frames.codes"].astype(np.float32)
    return np.stack([codebook @ Matrix(weight.T) for weight in tensors["frames.weight"]])


class StrengthEmbedder:
    """The strength of guidance as an input embedding of a distilled model; ``lab.nets.frame.StrengthEmbedder``."""

    def __init__(self, tensors: dict[str, np.ndarray]) -> None:
        names = ("inner.weight", "inner.bias", "shown.weight", "shown.bias")
        self._tensors = [tensors[f"strength.{name}"].astype(np.float32) for name in names]

    def __call__(self, strength: float) -> np.ndarray:
        """Embedding (1, hidden)."""
        inner, inner_bias, shown, shown_bias = self._tensors
        x = inner[:, 0] * guidance.strength_input(strength) + inner_bias
        return (shown @ (x / (1 + np.exp(-x))) + shown_bias)[None]


class FrameDecoder(Decoder):
    """Language model and depth decoder of one model folder; frees both on ``close``.

    language, depth, blocks: the folder's vlmm.gguf, depth.safetensors and depth.gguf.
    all_branches: use the branches of guidance even where the model is distilled.
    """

    CONTEXT = 2048  # positions for all branches together
    SEQUENCES = 4  # with and without the instruction, with and without the past

    def __init__(
        self,
        language: str | Path,
        depth: str | Path,
        blocks: str | Path,
        prq: PRQ,
        threads: int | None = None,
        gpu_layers: int = 0,
        blind: float = 0.0,
        all_branches: bool = False,
    ) -> None:
        load_library(short=threads is None)  # who asks for a number of threads has the cores for them
        self._all_branches = all_branches
        self.blind = blind  # share of the guidance that comes from the branches without a past
        tensors, metadata = read_safetensors(depth)
        try:
            self.embedder = FrameEmbedder(tensors, prq.codebook)
            self._strength = StrengthEmbedder(tensors) if "strength.shown.weight" in tensors else None
            self.depth = depth_decoder(tensors, metadata, blocks, prq.codebook, threads or 1, on_card(gpu_layers))
        except (KeyError, ValueError, IndexError) as error:
            raise MotionCtrlError(f"{depth} is not a depth decoder ({error}): download the model again.") from error
        try:
            self.model = GgufModel(language, threads, gpu_layers)
        except MotionCtrlError:
            self.depth.blocks.close()
            raise
        width = tensors["frames.bias"].shape[1]
        if self.model.width != width or self.model.vocabulary_size <= tokens.END_VID:
            self.model.close()
            self.depth.blocks.close()
            raise MotionCtrlError(f"{language} and {depth} belong to different models: download the model again.")
        size = min(self.CONTEXT, self.SEQUENCES * self.model.trained_context)
        self.context = GgufContext(self.model, size=size, sequences=self.SEQUENCES)
        self._pace = None
        if threads is None and not gpu_layers and Path(language).stat().st_size < SMALL:
            self._pace = self._measured_pace()
            self.model.threads = self._pace.threads
        self._reader = PromptReader(self.context)

    def _measured_pace(self) -> Pace:
        """The number of threads that a latent frame is made with on this machine; measured in some 100 ms."""
        branches, width = 1 if self._strength is not None else self.SEQUENCES, self.model.width
        nothing = np.zeros((branches, width), np.float32)
        weights, random = np.full(branches, 1 / branches, np.float32), np.random.default_rng(0)
        empty, cells = self._nothing()

        def frame() -> None:
            hidden = self.context.step(nothing, range(branches))
            self.depth.sample(hidden, cells, empty, weights, Sampling(temperature=0), random)
            for sequence in range(branches):
                self.context.rewind(sequence)

        counts = choices()
        return Pace(counts, measured(frame, self._set_threads, counts), self._set_threads, (branches, 0))

    def _set_threads(self, count: int) -> None:
        self.context.set_threads(count)
        self.depth.blocks.set_threads(count)

    def _nothing(self) -> tuple[np.ndarray, np.ndarray]:
        """Known parts (parts,) and codes (parts, layers) of a frame of which nothing is known."""
        return np.zeros(self.depth.parts, bool), np.zeros((self.depth.parts, self.depth.layers), np.int64)

    def generate(
        self,
        task: Task,
        strength: float,
        sampling: Sampling,
        random: np.random.Generator,
        longest: int,
        cancelled: Cancel,
    ) -> Iterator[np.ndarray]:
        """See ``Decoder.generate``."""
        prefix = task.prefix()
        with_context = task.needs_context()
        branches, said = self._branches(strength)
        weights = np.array([branch.weight for branch in branches], np.float32)
        hidden = self._reader.read([self._pieces(task, branch, said) for branch in branches], cancelled)
        yield from task.codes[:prefix]
        count = prefix
        last = task.frames if task.frames is not None else longest
        nothing, empty = self._nothing()
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
            watch = Watch()
            frame = self.depth.sample(
                _seeing(hidden, task.video, count, branches), codes, known, weights, sampling, random
            )
            watch.stop()
            yield frame
            count += 1
            if count == last:
                return
            watch.start()
            embedding = self.embedder(frame[None])[0]
            inputs = np.stack([masked if branch.blind else embedding for branch in branches])
            hidden = self.context.step(inputs, range(len(branches)))
            watch.stop()
            if self._pace is not None:
                self._pace.note(watch.seconds, watch.computed, (len(branches), int(known.sum())))
            if task.may_end(count) and self._ends(random):
                return

    def close(self) -> None:
        """Free language model and depth decoder; harmless when repeated."""
        super().close()
        self.depth.blocks.close()

    def _branches(self, strength: float) -> tuple[Sequence[guidance.Branch], np.ndarray | None]:
        """The branches of a request, and what a distilled model is told of the strength (1, hidden).

        A distilled model needs one branch for the strengths that it knows.
        """
        if self._strength is None:
            return guidance.branches(strength, self.blind), None
        least, most = guidance.DISTILLED
        if self._all_branches or not least <= strength <= most:
            return guidance.branches(strength, self.blind), self._strength(1.0)
        return guidance.branches(1.0, self.blind), self._strength(strength)

    def _ends(self, random: np.random.Generator) -> bool:
        """Whether the motion ends here, drawn from the head's choice between </mot> and <frame>."""
        logits = self.context.logits(0)[[tokens.FRAME, tokens.END_MOT]]
        return bool(random.random() < 1 / (1 + np.exp(np.clip(logits[0] - logits[1], -80, 80))))


def depth_decoder(
    tensors: dict[str, np.ndarray],
    metadata: dict[str, str],
    blocks: str | Path,
    codebook: np.ndarray,
    threads: int = 1,
    card: bool = False,
) -> DepthDecoder:
    """The depth decoder of a depth.safetensors' tensors and metadata and of the depth.gguf at ``blocks``.

    threads: more than one only where somebody asked for them, see ``LlamaBlocks``. card: use the graphics card.
    Raises ValueError, KeyError or IndexError where the files don't fit.
    """
    own = depth_tensors(tensors)
    opened = LlamaBlocks(blocks, len(own["target.weight"]), threads, on_card=card)
    try:
        made = DepthDecoder(own, codebook, opened, metadata.get("pattern", SEQUENTIAL))
        if made.width != opened.width:
            raise ValueError(f"its blocks are {opened.width} wide, not {made.width}")
        return made
    except (KeyError, ValueError, IndexError):
        opened.close()
        raise


def _seeing(hidden: np.ndarray, video: Embedded | None, frame: int, branches: Sequence[guidance.Branch]) -> np.ndarray:
    """Hidden states (b, hidden) with what the video shows in a latent frame added to the instructed branches."""
    if video is None or frame >= len(video):
        return hidden
    instructed = np.array([branch.instructed for branch in branches], hidden.dtype)
    return hidden + instructed[:, None] * video.aligned[frame]
