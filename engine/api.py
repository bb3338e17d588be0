"""The engine as the rest of the world sees it: Engine, Request, Grid, Chunk, Caption.

One operation serves every kind of control (docs/design.md, "Grid"): ``fill`` generates the open cells of a
grid of latent frames and body parts, and leaves the known ones alone. ``describe`` puts into words what
a whole motion shows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .ahead import read_ahead
from .body.layout import FPS, PART_COUNT, PARTS, STRIDE
from .codec.path import encode_path
from .codec.prq import PRQ
from .correct.following import towards
from .errors import Cancel, Cancelled, MotionCtrlError
from .language import describe, words
from .language.decoder import Decoder
from .language.flat import FlatDecoder
from .language.frame import FrameDecoder
from .language.plan import plan
from .language.sampling import Sampling
from .motion import humo263
from .motion.hinges import hinged
from .motion.humo263 import Anchor
from .motion.kinematics import Motion
from .motion.resample import resample
from .request import FOLLOW, Grid, Request, check_request, in_steps, latent_lengths, total_frames
from .store.folder import BLOCKS, DEPTH, DESCRIBE, FLAT, LANGUAGE, TOKENIZER, Description, default_model, read_folder
from .stream import Chunk, ChunkDecoder

__all__ = ["Anchor", "Cancelled", "Caption", "Chunk", "Engine", "Filled", "Grid", "Request"]
__all__ += ["FOLLOW", "PARTS", "STRIDE"]

_AHEAD = 1  # latent frames that wait to become motion; the language model makes another meanwhile


@dataclass(frozen=True)
class Filled:
    """A whole generated motion, and its codes (n, 5, 4) before the correction towards a video's poses."""

    motion: Motion
    codes: np.ndarray


@dataclass(frozen=True)
class Caption:
    """What a stretch of motion shows; start and stop in seconds."""

    start: float
    stop: float
    text: str


class Engine:
    """A model folder, opened. Close it, or use it in a ``with``; it serves one request at a time.

    >>> with Engine() as engine:
    ...     made = engine.fill(Request(("a person walks forward",), (2.0,), seed=1))
    >>> len(made.motion), made.codes.shape
    (40, (10, 5, 4))

    threads: by default measured when a small model is opened, and fewer while other programs need the cores; all cores
        but one for a large model.
    gpu_layers: layers of it that go to a GPU, -1 for all.
    all_branches: use all branches of guidance, even where the model is distilled to do with one. Raises MotionCtrlError
        when the folder is missing, damaged or foreign.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        threads: int | None = None,
        gpu_layers: int = 0,
        all_branches: bool = False,
    ):
        self._decoder: Decoder | None = None
        self._busy = threading.Lock()
        self.folder = Path(folder) if folder is not None else default_model()
        self.description: Description = read_folder(self.folder)
        self.prq = PRQ.load(self.folder / TOKENIZER)
        if self.prq.layers != self.description.layers:
            raise MotionCtrlError(
                f"The tokenizer in {self.folder} has {self.prq.layers} layers, its description says "
                f"{self.description.layers}: download or copy the model again."
            )
        self._decoder = self._open(threads, gpu_layers, all_branches)
        self.threads = self._decoder.model.threads

    def _open(self, threads: int | None, gpu_layers: int, all_branches: bool) -> Decoder:
        """The decoder that the folder is for."""
        language = self.folder / LANGUAGE
        options = threads, gpu_layers, float(self.description.sampling.get("blind", 0.0))
        if self.description.decoder == FLAT:
            return FlatDecoder(language, self.prq, self.description.window, *options)
        files = self.folder / DEPTH, self.folder / BLOCKS
        return FrameDecoder(language, *files, self.prq, *options, all_branches)

    def encode(self, motion: Motion) -> tuple[np.ndarray, Anchor]:
        """Codes (n, 5, 4) of a motion, and where it starts on the floor.

        The motion is brought to 20 fps; n is its length in latent frames, rounded up. Elbows and knees are made to
        bend as in the motion that the tokenizer has learned from, because rigs twist limbs in ways it has never seen.
        """
        features, anchor = humo263.encode(hinged(resample(motion, FPS)))
        # A single pose is held for the latent frame that the tokenizer needs.
        features = np.concatenate([features, np.repeat(features[-1:], max(0, STRIDE - len(features)), axis=0)])
        return encode_path(self.prq, features), anchor

    def fill(
        self,
        request: Request,
        on_chunk: Callable[[Chunk], None] | None = None,
        cancelled: Cancel | None = None,
    ) -> Filled:
        """Generate the whole motion; ``on_chunk`` gets its pieces as they are finished.

        Raises MotionCtrlError for a request that can't be met, and Cancelled within one latent
        frame of ``cancelled()`` becoming true.
        """
        chunks = []
        for chunk in self.stream(request, cancelled):
            chunks.append(chunk)
            if on_chunk is not None:
                on_chunk(chunk)
        motion = Motion(
            np.concatenate([chunk.rotations for chunk in chunks]),
            np.concatenate([chunk.translation for chunk in chunks]),
            FPS,
            text=" Then: ".join(request.instructions),
        )
        return Filled(motion, np.concatenate([chunk.codes for chunk in chunks]))

    def stream(self, request: Request, cancelled: Cancel | None = None) -> Iterator[Chunk]:
        """The motion's pieces as they are finished; see ``fill``."""
        request = self._complete(request)
        with self._alone():
            yield from self._chunks(request, cancelled or _never)

    def hint(self, texts: Iterable[str]) -> str:
        """One sentence about words of ``texts`` that the model has not learned, "" where it knows them all."""
        return words.hint(texts, self.description.words)

    def check_words(self, texts: Iterable[str]) -> None:
        """Raise MotionCtrlError for the first text of which the model has learned no word at all."""
        words.check_words(texts, self.description.words)

    def describe(self, motion: Motion, cancelled: Cancel | None = None) -> str:
        """What a motion of any length shows, in one or several sentences; see ``captions``."""
        return describe.joined([caption.text for caption in self.captions(motion, cancelled)])

    def captions(self, motion: Motion, cancelled: Cancel | None = None) -> Iterator[Caption]:
        """What the motion shows, stretch by stretch; one is as long as the model can read at once.

        The same motion always gets the same words. Raises MotionCtrlError for a model that was not
        trained for it, and Cancelled soon after ``cancelled()`` became true.
        """
        if DESCRIBE not in self.description.tasks:
            raise MotionCtrlError(
                f"The model {self.description.name} is not trained yet to describe motion, it generates motion "
                "only: choose another model."
            )
        if not len(motion):
            raise MotionCtrlError("A motion without frames shows nothing: give at least one frame.")
        motion = resample(motion, FPS)
        with self._alone():
            for first, last in describe.even_windows(-(-len(motion) // STRIDE), self.description.window):
                shown = motion[first * STRIDE : last * STRIDE]
                text = describe.describe(self._decoder, self.encode(shown)[0], cancelled or _never)
                start = first * STRIDE / FPS
                yield Caption(start, start + len(shown) / FPS, text)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The model for one request. Raises MotionCtrlError while it has another, and once it is closed."""
        if not self._busy.acquire(blocking=False):
            raise MotionCtrlError("The model is still busy with another request: wait for it or cancel it.")
        try:
            if self._decoder is None:
                raise MotionCtrlError("The model has been closed: open it again.")
            yield
        finally:
            self._busy.release()

    def _chunks(self, request: Request, cancelled: Cancel) -> Iterator[Chunk]:
        known = request.grid.known if request.grid else np.zeros((0, len(PARTS)), bool)
        total, video, following = total_frames(request), request.video, None
        if video is not None and video.poses is not None and request.follow > 0:
            following = towards(video.poses, request.video_from, request.follow, known, total)
        decoder = ChunkDecoder(self.prq, request.anchor, known, total, following)
        for codes in read_ahead(self._codes(request, cancelled), _AHEAD, "language model"):
            if cancelled():  # frames that are waiting are not worth the time any more
                raise Cancelled
            chunk = decoder.push(codes)
            if chunk is not None:
                yield chunk
        rest = decoder.finish()
        if rest is not None:
            yield rest

    def _codes(self, request: Request, cancelled: Cancel) -> Iterator[np.ndarray]:
        grid = request.grid or Grid.of(np.zeros((0, PART_COUNT, self.prq.layers), np.int64))
        random = np.random.default_rng(request.seed)

        def generate(task):
            return self._decoder.generate(
                task, request.strength, request.sampling, random, self.description.window, cancelled
            )

        yield from plan(
            request.instructions,
            latent_lengths(request),
            request.parts,
            grid.codes,
            grid.known,
            self.description.window,
            generate,
            request.video,
            request.video_from,
        )

    def _complete(self, request: Request) -> Request:
        """The request with the model's defaults. Raises MotionCtrlError for what can't be met."""
        check_request(request)
        if request.grid is not None and request.grid.codes.shape[2] != self.prq.layers:
            raise MotionCtrlError(
                f"The known motion has {request.grid.codes.shape[2]} codes for each part, the model's tokenizer "
                f"{self.prq.layers}: encode the motion with this model."
            )
        defaults = dict(self.description.sampling)
        strength = defaults.pop("strength", 1.0)
        defaults.pop("blind", None)
        instructions, seconds = in_steps(request)
        return replace(
            request,
            instructions=instructions,
            strength=strength if request.strength is None else float(request.strength),
            sampling=request.sampling or Sampling(**defaults),
            seconds=seconds,
        )

    def close(self) -> None:
        """Free the model; harmless when repeated."""
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _never() -> bool:
    return False
