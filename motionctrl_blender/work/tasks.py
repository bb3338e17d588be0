"""What one generation is: read from the scene before the worker starts, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ...engine.api import FOLLOW, PARTS, STRIDE, Caption, Chunk, Engine, Grid, Request
from ...engine.body.layout import FPS, LATENT_SECONDS
from ...engine.editing import start_pose
from ...engine.language import steps, words
from ...engine.language.sampling import Sampling
from ...engine.motion.kinematics import Motion
from ...engine.pose.features import latent_frames
from ...engine.pose.landmarks import Landmarks
from ...engine.pose.projector import Projector
from ..video.analysis import Looking


@dataclass(frozen=True)
class Task:
    """One generation, free of pointers into Blender.

    title: what was asked, for the action's name and the history.
    instructions, seconds, parts, seed, strength: as in the engine's Request, seconds counting what is new.
    temperature: creativity, None for the model's own.
    follow: how far poses are drawn to the video's.
    known: motion at 20 fps that is already there, None for none.
    open_parts, open_first, open_last: cells of it that are generated, in latent frames.
    rate: the scene's frames a second.
    origin: scene frame of the motion's first frame.
    first, last: scene frames to write, last None for all that comes.
    joints: whose keys are written, None for all.
    meets: scene frame up to which the known motion stays and which the new one takes pose and speed over from, None
        where nothing comes before.
    beyond: poses of the first frame after the last one and one motion frame further on, where keyed motion follows,
        which the new one leads into.
    video: what the new motion is to show, from its first frame on; a still is the pose that it starts from.
    start: what the panel calls the place that a new motion starts from, for the history.
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
    follow: float = FOLLOW
    known: Motion | None = None
    open_parts: tuple[str, ...] = ()
    open_first: int = 0
    open_last: int | None = None
    last: int | None = None
    joints: tuple[int, ...] | None = None
    meets: int | None = None
    beyond: Motion | None = None
    video: Landmarks | None = None
    start: str = "FREE"

    @property
    def from_still(self) -> bool:
        """Whether the motion starts from the pose in a picture."""
        return self.video is not None and len(self.video) == 1

    @property
    def is_edit(self) -> bool:
        """Whether it fills a hole in known motion, rather than adding to its end."""
        return bool(self.open_parts)

    def in_steps(self) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
        """Prompts and their seconds as the engine does them: one that says several things step by step."""
        if self.is_edit or (self.video is not None and not self.from_still):
            return self.instructions, self.seconds
        return steps.split_steps(self.instructions, self.seconds)

    def hints(self, learned: str) -> list[str]:
        """Sentences for the panel about how the prompts are understood by a model that has ``learned`` these words.

        Raises MotionCtrlError for a prompt of which it knows no word.
        """
        texts = (*self.instructions, *self.parts.values())
        words.check_words(texts, learned)
        found = steps.hint(self.instructions, self.in_steps()[0]), words.hint(texts, learned)
        return [hint for hint in found if hint]

    def run(self, engine: Engine, cancelled: Callable[[], bool]) -> Iterator[Chunk]:
        """The work itself, for the worker."""
        return engine.stream(self.request(engine, cancelled), cancelled)

    def request(self, engine: Engine, cancelled: Callable[[], bool] | None = None) -> Request:
        """The engine's request; encodes the known motion, so call it on the worker."""
        sampling = None
        if self.temperature is not None:
            defaults = dict(engine.description.sampling)
            defaults.pop("strength", None)
            sampling = Sampling(**{**defaults, "temperature": self.temperature})
        common = {
            "parts": dict(self.parts),
            "seed": self.seed,
            "strength": self.strength,
            "sampling": sampling,
        }
        if self.from_still:
            posed = Grid.of(start_pose(engine, self.video, self.seed, cancelled, self.follow))
            return Request(self.instructions, self._after(posed), grid=posed, **common)
        if self.video is not None:
            common |= {"video": Projector.load(engine.folder).embed(self.video), "follow": self.follow}
        if self.known is None:
            return Request(self.instructions, self.seconds, **common)
        codes, anchor = engine.encode(self.known)
        grid = Grid.of(codes)
        if self.is_edit:
            opened = grid.opened(self.open_parts, self.open_first, self.open_last)
            common["video_from"] = self.open_first
            return Request(self.instructions, (None,), grid=opened, anchor=anchor, **common)
        common["video_from"] = len(grid)
        return Request(self.instructions, self._after(grid), grid=grid, anchor=anchor, **common)

    def _after(self, grid: Grid) -> tuple[float | None, ...]:
        """Durations that count from the beginning of known motion."""
        known_seconds = len(grid) * STRIDE / FPS
        first = None if self.seconds[0] is None else self.seconds[0] + known_seconds
        return (first, *self.seconds[1:])

    def motion_frames(self) -> int | None:
        """Motion frames that the engine will send in all, known ones included; None where it decides."""
        known = STRIDE if self.from_still else 0 if self.known is None else len(self.known)
        if self.is_edit:
            return known
        if any(seconds is None for seconds in self.seconds):
            return None
        return known + round(sum(self.seconds) * FPS)


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


Work = Task | Description | Loading | Looking


def video_seconds(landmarks: Landmarks) -> float:
    """How long the motion is that a video shows, in whole latent frames."""
    return latent_frames(landmarks.times) * LATENT_SECONDS


__all__ = ["FPS", "PARTS", "STRIDE", "Description", "Loading", "Looking", "Task", "Work", "video_seconds"]
