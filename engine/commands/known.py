"""What the options of ``generate`` say is known, as a grid; and how the result goes back into it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..api import PARTS, STRIDE, Engine, Grid, Request, check_seconds, part_index
from ..errors import MotionCtrlError
from ..motion.humo263 import FPS
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..motion.seams import met
from ..motion.skeleton import INDEX
from ..motion.splice import joined, placed
from ..start_pose import start_pose
from ..tokenizer.parts import PART_JOINTS
from ..vision.encoder import watch
from ..vision.frames import PICTURES
from ..vision.projector import Embedded
from .options import read_motion

Finish = Callable[[Motion], Motion]


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
        raise MotionCtrlError("--keep needs --regenerate PARTS or --range A:B: say what is to be made anew.")
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
        return _start(request, _read(options.start), engine)
    if options.keep:
        return keeping(request, _read(options.keep), options.regenerate or PARTS, options.range, engine)
    if options.between:
        return _between(request, [_read(path) for path in options.between], engine)
    if options.append:
        return appending(request, _read(options.append), engine)
    return request, lambda motion: motion


def _shows_a_pose(start: Path | None) -> bool:
    """Whether a motion is to start from a picture."""
    return start is not None and start.suffix.lower() in PICTURES


def _seen(options: Options, engine: Engine) -> Embedded:
    """What the model sees in the video file; what the user should know about it goes to standard error."""
    video = watch(options.video, engine.folder, mirrored=options.mirrored)
    for warning in video.warnings:
        print(warning, file=sys.stderr)
    return video.embedded


def _read(path: Path) -> Motion:
    return resample(read_motion(path), FPS)


def _start(request: Request, motion: Motion, engine: Engine) -> tuple[Request, Finish]:
    """The first latent frame is the file's first one."""
    codes, anchor = engine.encode(_lengthened(motion[:STRIDE], STRIDE))
    return replace(request, grid=Grid.of(codes), anchor=anchor), lambda made: made


def _posed(request: Request, options: Options, engine: Engine) -> tuple[Request, Finish]:
    """The first latent frame is the pose of the person in a picture."""
    seen = watch(options.start, engine.folder, mirrored=options.mirrored)
    codes = start_pose(engine, seen.landmarks, request.seed)
    return replace(request, grid=Grid.of(codes)), lambda made: made


def keeping(
    request: Request, motion: Motion, parts: tuple[str, ...], span: tuple[float, float] | None, engine: Engine
) -> tuple[Request, Finish]:
    """All cells but the parts' from second to second of ``span`` are known; only that goes into the result."""
    start, end = _frames(span, len(motion))
    codes, anchor = engine.encode(motion)
    grid = Grid.of(codes).opened(parts, start // STRIDE, -(-end // STRIDE))
    joints = [INDEX[joint] for part in parts for joint in PART_JOINTS[part]]

    def finish(made: Motion) -> Motion:
        made = met(motion, made[: len(motion)], start, end)
        rotations, translation = motion.rotations.copy(), motion.translation.copy()
        rotations[start:end, joints] = made.rotations[start:end, joints]
        if 0 in joints:
            translation[start:end] = made.translation[start:end]
        return replace(motion, rotations=rotations, translation=translation)

    return replace(request, grid=grid, anchor=anchor, video_from=start // STRIDE), finish


def _between(request: Request, ends: list[Motion], engine: Engine) -> tuple[Request, Finish]:
    """A gap of so many seconds between the end of one motion and the beginning of another."""
    head, tail = ends
    gap = max(1, round(request.seconds[0] * FPS / STRIDE))
    before, anchor = engine.encode(_whole_latents(head))
    after, _ = engine.encode(_lengthened(tail, STRIDE))
    empty = np.zeros((gap, *before.shape[1:]), before.dtype)  # their codes mean nothing: they are opened
    grid = Grid.of(np.concatenate([before, empty, after])).opened(PARTS, len(before), len(before) + gap)
    first, last = len(before) * STRIDE, (len(before) + gap) * STRIDE

    def finish(made: Motion) -> Motion:
        made = placed(made, first - 1, head, len(head) - 1)
        rest = placed(tail, 0, made, last)
        ends = joined(_whole_latents(head), made[first:last], rest)
        return joined(head, met(ends, made, first, last)[first:last], rest)

    return replace(request, seconds=(None,), grid=grid, anchor=anchor, video_from=len(before)), finish


def appending(request: Request, motion: Motion, engine: Engine) -> tuple[Request, Finish]:
    """Everything is known up to the motion's end; what follows is generated."""
    codes, anchor = engine.encode(_whole_latents(motion))
    request = replace(request, video_from=len(codes))
    known = len(codes) * STRIDE
    first = request.seconds[0]
    seconds = (None if first is None else first + known / FPS, *request.seconds[1:])

    def finish(made: Motion) -> Motion:
        return joined(motion, met(_whole_latents(motion), made, known, len(made))[known:])

    return replace(request, seconds=seconds, grid=Grid.of(codes), anchor=anchor), finish


def _frames(range_: tuple[float, float] | None, frames: int) -> tuple[int, int]:
    """Motion frames of a range in seconds, the whole motion if none is given."""
    if range_ is None:
        return 0, frames
    start, end = (round(value * FPS) for value in range_)
    if not 0 <= start < end <= frames:
        raise MotionCtrlError(
            f"The range {range_[0]:g}:{range_[1]:g} s lies outside the motion, which lasts {frames / FPS:g} s: "
            "give a range inside it."
        )
    return start, end


def _whole_latents(motion: Motion) -> Motion:
    """The motion's end, cut to whole latent frames; a motion shorter than one is lengthened."""
    count = len(motion) // STRIDE * STRIDE
    return motion[len(motion) - count :] if count else _lengthened(motion, STRIDE)


def _lengthened(motion: Motion, frames: int) -> Motion:
    """The motion with its last pose held until it has so many frames."""
    return joined(motion, *[motion[-1:]] * max(0, frames - len(motion)))
