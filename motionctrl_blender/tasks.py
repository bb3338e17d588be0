"""What one generation is: read from the scene before the worker starts, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..engine.api import PARTS, STRIDE, Engine, Grid, Request
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
    last None for all that comes. joints: whose keys are written, None for all.
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

    @property
    def is_edit(self) -> bool:
        """Whether it fills a hole in known motion, rather than adding to its end."""
        return bool(self.open_parts)

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

    def total(self) -> int | None:
        """Scene frames that will be written; None where the model decides."""
        if self.last is not None:
            return self.last - self.first + 1
        if any(seconds is None for seconds in self.seconds):
            return None
        return round(sum(self.seconds) * self.rate)


__all__ = ["MOTION_FPS", "PARTS", "STRIDE", "Task"]
