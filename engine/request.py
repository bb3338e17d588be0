"""What is asked of the engine: a request, the grid of what is known, and whether both make sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .body.layout import FPS, LATENT_SECONDS, PART_COUNT, PARTS, STRIDE
from .errors import MotionCtrlError
from .language import steps
from .language.condition import Embedded
from .language.prompt import plain
from .language.sampling import Sampling
from .motion.humo263 import Anchor

LONGEST = 600.0  # seconds for one instruction
FOLLOW = 0.7  # how far poses are drawn to a video's, where nothing else is asked


@dataclass(frozen=True)
class Grid:
    """Cells of latent frames and body parts: codes (n, 5, 4) and which of them are known (n, 5).

    The left arm from latent frame 2 to 5 is to be generated, everything else is known:

    >>> grid = Grid.of(np.zeros((10, 5, 4), int)).opened(("left_arm",), 2, 6)
    >>> int((~grid.known).sum())
    4
    """

    codes: np.ndarray
    known: np.ndarray

    def __post_init__(self) -> None:
        if self.codes.ndim != 3 or self.codes.shape[:2] != self.known.shape or self.known.shape[1:] != (PART_COUNT,):
            raise MotionCtrlError(
                f"A grid needs codes (n, {PART_COUNT}, layers) and known cells (n, {PART_COUNT}), not "
                f"{self.codes.shape} and {self.known.shape}: make it with Grid.of."
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

    Two prompts one after the other, with an instruction for one arm, always the same motion:

    >>> request = Request(("walk forward", "sit down"), (3.0, 2.0), parts={"left_arm": "waves"}, seed=7)
    >>> total_frames(request)
    100

    instructions: one or several, one after the other; one that says several things ("walk, then sit down") is split
        into steps, see ``language.steps``.
    seconds: how long each lasts, None to let the model decide.
    parts: instructions for single parts, part name to text, valid throughout.
    seed: the same request and seed give the same motion.
    strength: how strictly the instruction is followed, 1 for no guidance, None for the model's own.
    grid: known motion from the first frame on; frames beyond it are open.
    video: a reference video, see ``pose.encoder``, and the latent frame that it begins with; without a duration the
        motion lasts as long as it.
    follow: how far each pose is drawn to what the video shows in that frame, 0 (not at all: it moves alike) to 1.
    anchor: where the motion starts on the floor.
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
            f"The known motion lasts {len(grid) * STRIDE / FPS:g} s, longer than the {seconds:g} s asked for: "
            "ask for at least as much."
        )


def _whole_grid(request: Request) -> tuple[float | None, ...]:
    """Durations; for a missing one stands the length of known motion with a gap in it, or the video's."""
    grid = request.grid
    if request.seconds == (None,) and request.video is not None and (grid is None or grid.known.all()):
        return ((request.video_from + len(request.video)) * STRIDE / FPS,)
    if request.seconds[0] is None and grid is not None and not grid.known.all():
        return (len(grid) * STRIDE / FPS, *request.seconds[1:])
    return request.seconds


def in_steps(request: Request) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Instructions and durations of a request; sentences that say several things are split, see ``language.steps``.

    A video, and known motion with gaps in it, say themselves when something happens: their sentence stays whole.
    """
    seconds, grid = _whole_grid(request), request.grid
    if request.video is not None or (grid is not None and not grid.known.all()):
        return request.instructions, seconds
    return steps.split_steps(request.instructions, seconds, 0 if grid is None else len(grid) * STRIDE / FPS)


def check_seconds(seconds: float | None) -> None:
    """Raise MotionCtrlError for a duration that no motion can have."""
    if seconds is None:
        return
    if not np.isfinite(seconds) or not LATENT_SECONDS <= seconds <= LONGEST:
        raise MotionCtrlError(
            f"A duration of {seconds:g} seconds is not possible: "
            f"choose between {LATENT_SECONDS:g} and {LONGEST:g} seconds."
        )


def part_index(part: str) -> int:
    """Index of a part's name in ``PARTS``. Raises MotionCtrlError for an unknown one."""
    if part not in PARTS:
        raise MotionCtrlError(f"There is no part {part!r}: use {', '.join(PARTS)}.")
    return PARTS.index(part)


def latents(seconds: float) -> int:
    """Latent frames that hold a duration."""
    return -(-round(seconds * FPS) // STRIDE)


def total_frames(request: Request) -> int | None:
    """Motion frames of the whole request; None where the model ends an instruction itself."""
    if any(seconds is None for seconds in request.seconds):
        return None
    return round(sum(request.seconds) * FPS)


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
