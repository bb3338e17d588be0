"""What one generation is: read from the scene before the worker starts, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..engine.api import PARTS, STRIDE, Caption, Chunk, Engine, Grid, Request
from ..engine.motion.kinematics import Motion
from ..engine.vlmm.sampling import Sampling

MOTION_FPS = 20.0


@dataclass(frozen=True)
class Task:
    """One generation, free of pointers into Blender.

    title: what was asked, for the action's name and the history. instructions, seconds, parts, seed,
    strength: as in the engine's Request, seconds counting what is new. temperature: creativity, None
    for the model's own. known: motion at 20 fps that is already there, None for none. open_parts,
    open_first, open_last: cells of it that are generated, in latent frames. rate: the scene's frames
    a second. origin: scene frame of the motion's first frame. first, last: scene frames to write,
    last None for all that comes. joints: whose keys are written, None for all. meets: scene
    frame up to which the known motion stays and which the new one takes pose and speed over from, None
    where nothing comes before. follows: whether keyed motion comes right after the last frame.
    """

    title: str
    instructions: tuple[str, ...]
    seconds: tuple[float | None, ...]
    rate: float
    origin: float
    first: int
    parts: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    strength: float | None = None
    temperature: float | None = None
    known: Motion | None = None
    open_parts: tuple[str, ...] = ()
    open_first: int = 0
    open_last: int | None = None
    last: int | None = None
    joints: tuple[int, ...] | None = None
    meets: int | None = None
    follows: bool = False

    @property
    def is_edit(self) -> bool:
        """Whether it fills a hole in known motion, rather than adding to its end."""
        return bool(self.open_parts)

    def run(self, engine: Engine, cancelled: Callable[[], bool]) -> Iterator[Chunk]:
        """The work itself, for the worker."""
        return engine.stream(self.request(engine), cancelled)

    def request(self, engine: Engine) -> Request:
        """The engine's request; encodes the known motion, so call it on the worker."""
        sampling = None
        if self.temperature is not None:
            defaults = dict(engine.description.sampling)
            defaults.pop("strength", None)
            sampling = Sampling(**{**defaults, "temperature": self.temperature})
        common = {
            "parts": dict(self.parts), "seed": self.seed, "strength": self.strength, "sampling": sampling,
        }  # fmt: skip
        if self.known is None:
            return Request(self.instructions, self.seconds, **common)
        codes, anchor = engine.encode(self.known)
        grid = Grid.of(codes)
        if self.is_edit:
            opened = grid.opened(self.open_parts, self.open_first, self.open_last)
            return Request(self.instructions, (None,), grid=opened, anchor=anchor, **common)
        known_seconds = len(grid) * STRIDE / MOTION_FPS
        first = None if self.seconds[0] is None else self.seconds[0] + known_seconds
        return Request(self.instructions, (first, *self.seconds[1:]), grid=grid, anchor=anchor, **common)

    def motion_frames(self) -> int | None:
        """Motion frames that the engine will send in all, known ones included; None where it decides."""
        known = 0 if self.known is None else len(self.known)
        if self.is_edit:
            return known
        if any(seconds is None for seconds in self.seconds):
            return None
        return known + round(sum(self.seconds) * MOTION_FPS)


@dataclass(frozen=True)
class Description:
    """Motion at 20 fps that is to be put into words."""

    known: Motion

    def run(self, engine: Engine, cancelled: Callable[[], bool]) -> Iterator[Caption]:
        """The work itself, for the worker."""
        return engine.captions(self.known, cancelled)

    def motion_frames(self) -> None:
        """What comes is words."""
        return None


@dataclass(frozen=True)
class Loading:
    """Nothing but opening the model."""

    def run(self, _engine: Engine, _cancelled: Callable[[], bool]) -> Iterator[Chunk]:
        """The work itself, for the worker."""
        return iter(())

    def motion_frames(self) -> None:
        """Nothing comes."""
        return None


Work = Task | Description | Loading

__all__ = ["MOTION_FPS", "PARTS", "STRIDE", "Description", "Loading", "Task", "Work"]
