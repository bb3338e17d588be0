"""What the options of ``generate`` ask for, as a request to the engine."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..api import PARTS, Engine, Grid, Request
from ..body.layout import FPS
from ..editing import Finish, continue_after, fill_gap, regenerate, start_from, start_pose
from ..errors import MotionCtrlError
from ..lab.options import read_motion
from ..language.condition import Embedded
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..pose.encoder import watch_video
from ..request import check_seconds, part_index
from ..video.pictures import PICTURES


@dataclass(frozen=True)
class Options:
    """One request as it stands on the command line or in a line of a batch file; see ``generate``."""

    prompt: tuple[str, ...] = ()
    seconds: tuple[float, ...] = ()
    part: dict[str, str] = field(default_factory=dict)
    seed: int = 0
    strength: float | None = None
    video: str | None = None
    mirrored: bool = False
    follow: float | None = None
    start: Path | None = None
    keep: Path | None = None
    regenerate: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    between: tuple[Path, Path] | None = None
    append: Path | None = None
    out: Path | None = None


def check_options(options: Options) -> None:
    """Raise MotionCtrlError for options that contradict each other."""
    sources = ("start", "keep", "between", "append")
    used = [name for name in sources if getattr(options, name)]
    if len(used) > 1:
        raise MotionCtrlError(f"--{used[0]} and --{used[1]} contradict each other: use one of them.")
    if (options.regenerate or options.range) and not options.keep:
        raise MotionCtrlError("--regenerate and --range need --keep FILE, the motion that is otherwise kept.")
    if options.keep and not (options.regenerate or options.range):
        raise MotionCtrlError("--keep needs --regenerate PARTS or --range A:B: say what is to be regenerated.")
    if options.mirrored and not (options.video or _shows_a_pose(options.start)):
        raise MotionCtrlError("--mirrored needs --video FILE, or a picture after --start: nothing else is looked at.")
    if options.follow is not None and not options.video:
        raise MotionCtrlError("--follow needs --video FILE: there is nothing else to follow.")
    if options.keep and options.seconds:
        raise MotionCtrlError("--keep takes the motion's own duration: leave --seconds out.")
    if options.between and len(options.seconds) != 1:
        raise MotionCtrlError("--between needs one --seconds: say how long the gap between both motions is.")
    for part in options.regenerate:
        part_index(part)
    if len(set(options.regenerate)) < len(options.regenerate):
        raise MotionCtrlError("A part is named twice in --regenerate: name each part once.")
    for seconds in options.seconds:
        check_seconds(seconds)
    if options.seconds and len(options.seconds) != max(1, len(options.prompt)):
        raise MotionCtrlError(
            f"There are {len(options.prompt)} prompts but {len(options.seconds)} durations: "
            "give one --seconds for each --prompt."
        )


def request_of(options: Options, engine: Engine) -> tuple[Request, Finish]:
    """The request, and what turns its motion into the one that is saved."""
    request = Request(
        instructions=options.prompt or ("",),
        seconds=options.seconds or (None,) * max(1, len(options.prompt)),
        parts=options.part,
        seed=options.seed,
        strength=options.strength,
        video=_seen(options, engine) if options.video else None,
    )
    if options.follow is not None:
        request = replace(request, follow=options.follow)
    if _shows_a_pose(options.start):
        return _posed(request, options, engine)
    if options.start:
        return start_from(request, _read(options.start), engine)
    if options.keep:
        return regenerate(request, _read(options.keep), options.regenerate or PARTS, options.range, engine)
    if options.between:
        return fill_gap(request, *[_read(path) for path in options.between], engine)
    if options.append:
        return continue_after(request, _read(options.append), engine)
    return request, lambda motion: motion


def _shows_a_pose(start: Path | None) -> bool:
    """Whether a motion is to start from a picture."""
    return start is not None and start.suffix.lower() in PICTURES


def _seen(options: Options, engine: Engine) -> Embedded:
    """What the model sees in the video file; what the user should know about it goes to standard error."""
    video = watch_video(options.video, engine.folder, mirrored=options.mirrored)
    for warning in video.warnings:
        print(warning, file=sys.stderr)
    return video.embedded


def _read(path: Path) -> Motion:
    return resample(read_motion(path), FPS)


def _posed(request: Request, options: Options, engine: Engine) -> tuple[Request, Finish]:
    """The first latent frame is the pose of the person in a picture."""
    seen = watch_video(options.start, engine.folder, mirrored=options.mirrored)
    codes = start_pose(engine, seen.landmarks, request.seed)
    return replace(request, grid=Grid.of(codes)), lambda made: made
