"""The engine as the rest of the world sees it: Engine, Request, Grid, Chunk, Caption.

One operation serves every kind of control (SPEC section 2): ``fill`` generates the open cells of a
grid of latent frames and body parts, and leaves the known ones alone. ``describe`` puts into words what
a whole motion shows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from .chunks import Chunk, ChunkDecoder, towards
from .errors import MotionCtrlError
from .models.folder import DEPTH, DESCRIBE, FLAT, LANGUAGE, TOKENIZER, Description, default_model, read_folder
from .motion import humo263
from .motion.humo263 import Anchor
from .motion.kinematics import Motion
from .motion.resample import resample
from .tokenizer.parts import PARTS
from .tokenizer.path import encode_path
from .tokenizer.prq import PRQ, STRIDE
from .vision.projector import Embedded
from .vlmm import describe, steps, words
from .vlmm.decoder import Decoder
from .vlmm.flat import FlatDecoder
from .vlmm.frame import FrameDecoder
from .vlmm.llama import Cancelled
from .vlmm.plan import plan
from .vlmm.prompt import plain
from .vlmm.sampling import Sampling

__all__ = ["Anchor", "Cancelled", "Caption", "Chunk", "Engine", "Filled", "Grid", "Request"]
__all__ += ["FOLLOW", "PARTS", "STRIDE"]

LONGEST = 600.0  # seconds for one instruction
FOLLOW = 0.7  # how far poses are drawn to a video's, where nothing else is asked
Cancel = Callable[[], bool]


@dataclass(frozen=True)
class Grid:
    """Cells of latent frames and body parts: codes (n, 5, 4) and which of them are known (n, 5)."""

    codes: np.ndarray
    known: np.ndarray

    def __post_init__(self) -> None:
        if self.codes.shape != (len(self.known), len(PARTS), 4) or self.known.shape[1:] != (len(PARTS),):
            raise MotionCtrlError(
                f"A grid needs codes (n, 5, 4) and known cells (n, 5), not {self.codes.shape} and "
                f"{self.known.shape}: make it with Grid.of."
            )

    def __len__(self) -> int:
        return len(self.known)

    @classmethod
    def of(cls, codes: np.ndarray, known: np.ndarray | bool = True) -> Grid:
        """A grid of codes (n, 5, 4), by default all of them known."""
        codes = np.asarray(codes, dtype=np.int64)
        return cls(codes, np.broadcast_to(np.asarray(known, dtype=bool), codes.shape[:2]).copy())

    def opened(self, parts: tuple[str, ...] = PARTS, first: int = 0, last: int | None = None) -> Grid:
        """The same grid with ``parts`` to be generated in latent frames ``first`` to ``last`` - 1."""
        known = self.known.copy()
        for part in parts:
            known[first:last, part_index(part)] = False
        return Grid(self.codes, known)


@dataclass(frozen=True)
class Request:
    """What is to be generated.

    instructions: one or several, one after the other; one that says several things ("walk, then sit down") is
    taken apart into steps, see ``vlmm.steps``. seconds: how long each lasts, None to let the model decide. parts:
    instructions for single parts, part name to text, valid throughout. seed:
    the same request and seed give the same motion. strength: how strictly the instruction is
    followed, 1 for no guidance, None for the model's own. grid: known motion from the first frame
    on; frames beyond it are open. video: a reference video, see ``vision.encoder``, and the latent
    frame that it begins with; without a duration the motion lasts as long as it. follow: how far each
    pose is drawn to what the video shows in that frame, 0 (not at all: it moves alike) to 1. anchor:
    where the motion starts on the floor.
    """

    instructions: tuple[str, ...]
    seconds: tuple[float | None, ...] = (None,)
    parts: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    strength: float | None = None
    sampling: Sampling | None = None
    video: Embedded | None = None
    video_from: int = 0
    follow: float = FOLLOW
    grid: Grid | None = None
    anchor: Anchor = Anchor()


@dataclass(frozen=True)
class Filled:
    """A whole generated motion and its codes (n, 5, 4), which know nothing of what follows a video's poses."""

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

    threads: for the language model, by default all cores but one. gpu_layers: layers of it that go
    to a GPU, -1 for all. Raises MotionCtrlError when the folder is missing, damaged or foreign.
    """

    def __init__(self, folder: str | Path | None = None, threads: int | None = None, gpu_layers: int = 0):
        self._decoder: Decoder | None = None
        self._busy = threading.Lock()
        self.folder = Path(folder) if folder is not None else default_model()
        self.description: Description = read_folder(self.folder)
        self.prq = PRQ.load(self.folder / TOKENIZER)
        self._decoder = self._open(threads, gpu_layers)
        self.threads = self._decoder.model.threads

    def _open(self, threads: int | None, gpu_layers: int) -> Decoder:
        """The decoder that the folder is for."""
        language = self.folder / LANGUAGE
        options = threads, gpu_layers, float(self.description.sampling.get("blind", 0.0))
        if self.description.decoder == FLAT:
            return FlatDecoder(language, self.prq, self.description.window, *options)
        return FrameDecoder(language, self.folder / DEPTH, self.prq, *options)

    def encode(self, motion: Motion) -> tuple[np.ndarray, Anchor]:
        """Codes (n, 5, 4) of a motion, and where it starts on the floor.

        The motion is brought to 20 fps; n is its length in latent frames, rounded up.
        """
        features, anchor = humo263.encode(resample(motion, humo263.FPS))
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
            humo263.FPS,
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
        motion = resample(motion, humo263.FPS)
        with self._alone():
            for first, last in describe.even_windows(-(-len(motion) // STRIDE), self.description.window):
                shown = motion[first * STRIDE : last * STRIDE]
                text = describe.describe(self._decoder, self.encode(shown)[0], cancelled or _never)
                start = first * STRIDE / humo263.FPS
                yield Caption(start, start + len(shown) / humo263.FPS, text)

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
        for codes in self._codes(request, cancelled):
            chunk = decoder.push(codes)
            if chunk is not None:
                yield chunk
        rest = decoder.finish()
        if rest is not None:
            yield rest

    def _codes(self, request: Request, cancelled: Cancel) -> Iterator[np.ndarray]:
        grid = request.grid or Grid.of(np.zeros((0, len(PARTS), 4), np.int64))
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


def check_request(request: Request) -> None:
    """Raise MotionCtrlError, one sentence, for the first thing in the request that makes no sense."""
    known = request.video is not None or (request.grid is not None and bool(request.grid.known.any()))
    if not request.instructions:
        raise MotionCtrlError("There is no instruction: say what the character should do.")
    if not known and not all(plain(text) for text in request.instructions):
        raise MotionCtrlError("The prompt is empty: say what the character should do.")
    if len(request.seconds) != len(request.instructions):
        raise MotionCtrlError(
            f"There are {len(request.instructions)} prompts but {len(request.seconds)} durations: "
            "give one duration for each prompt."
        )
    for seconds in request.seconds:
        check_seconds(seconds)
    for part, text in request.parts.items():
        part_index(part)
        if not plain(text):
            raise MotionCtrlError(f"The instruction for {part} is empty: say what it should do or leave it out.")
    if request.strength is not None and not 0 <= request.strength <= 20:
        raise MotionCtrlError(f"The strength must be between 0 and 20, not {request.strength:g}.")
    if not 0 <= request.follow <= 1:
        raise MotionCtrlError(f"How closely the video is followed must be between 0 and 1, not {request.follow:g}.")
    if request.seed < 0:
        raise MotionCtrlError(f"The seed must be 0 or more, not {request.seed}.")
    if request.grid is not None:
        _check_grid(request)


def _check_grid(request: Request) -> None:
    grid, seconds = request.grid, request.seconds[0]
    open_seen = ~grid.known.all(axis=1)
    future = grid.known[int(np.argmax(open_seen)) :].any() if open_seen.any() else False
    if future and len(request.instructions) > 1:
        raise MotionCtrlError(
            "Known motion after a gap goes with one prompt only: give one prompt, or known motion up to now."
        )
    if seconds is not None and latents(seconds) < len(grid):
        raise MotionCtrlError(
            f"The known motion lasts {len(grid) * STRIDE / humo263.FPS:g} s, longer than the {seconds:g} s asked for: "
            "ask for at least as much."
        )


def _whole_grid(request: Request) -> tuple[float | None, ...]:
    """Durations; for a missing one stands the length of known motion with a gap in it, or the video's."""
    grid = request.grid
    if request.seconds == (None,) and request.video is not None and (grid is None or grid.known.all()):
        return ((request.video_from + len(request.video)) * STRIDE / humo263.FPS,)
    if request.seconds[0] is None and grid is not None and not grid.known.all():
        return (len(grid) * STRIDE / humo263.FPS, *request.seconds[1:])
    return request.seconds


def in_steps(request: Request) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Instructions and durations of a request, sentences that say several things taken apart; see ``vlmm.steps``.

    A video, and known motion with gaps in it, say themselves when something happens: their sentence stays whole.
    """
    seconds, grid = _whole_grid(request), request.grid
    if request.video is not None or (grid is not None and not grid.known.all()):
        return request.instructions, seconds
    return steps.apart(request.instructions, seconds, 0 if grid is None else len(grid) * STRIDE / humo263.FPS)


def check_seconds(seconds: float | None) -> None:
    """Raise MotionCtrlError for a duration that no motion can have."""
    if seconds is None:
        return
    if not np.isfinite(seconds) or not STRIDE / humo263.FPS <= seconds <= LONGEST:
        raise MotionCtrlError(
            f"A duration of {seconds:g} seconds is not possible: choose between 0.2 and {LONGEST:g} seconds."
        )


def part_index(part: str) -> int:
    """Index of a part's name in ``PARTS``. Raises MotionCtrlError for an unknown one."""
    if part not in PARTS:
        raise MotionCtrlError(f"There is no part {part!r}: use {', '.join(PARTS)}.")
    return PARTS.index(part)


def latents(seconds: float) -> int:
    """Latent frames that hold a duration."""
    return -(-round(seconds * humo263.FPS) // STRIDE)


def total_frames(request: Request) -> int | None:
    """Motion frames of the whole request; None where the model ends an instruction itself."""
    if any(seconds is None for seconds in request.seconds):
        return None
    return round(sum(request.seconds) * humo263.FPS)


def latent_lengths(request: Request) -> list[int | None]:
    """Latent frames of each instruction, cut so that rounding never adds up."""
    lengths: list[int | None] = []
    passed, used = 0.0, 0
    for seconds in request.seconds:
        if seconds is None:
            lengths.append(None)
            passed, used = 0.0, 0
        else:
            passed += seconds
            lengths.append(max(1, latents(passed) - used))
            used += lengths[-1]
    return lengths


def _never() -> bool:
    return False
