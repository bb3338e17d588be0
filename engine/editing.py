"""Edits of a motion: what of it is known to the model, and how the result is joined to it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .api import FOLLOW, Engine, Grid, Request
from .body.layout import FPS, PART_JOINTS, PARTS, STRIDE
from .body.skeleton import INDEX
from .errors import MotionCtrlError
from .motion.kinematics import Motion
from .motion.placing import joined, placed
from .motion.seams import fit_between
from .pose.landmarks import Landmarks
from .pose.projector import Projector

Finish = Callable[[Motion], Motion]
_HELD = 0.95  # seconds (5 latent frames) for which the model is shown the pose: one moment alone says too little


def start_from(request: Request, motion: Motion, engine: Engine) -> tuple[Request, Finish]:
    """A motion that starts from the first latent frame of ``motion``.

    Like the other edits: returns the request to give to ``engine.fill``, and a function that turns the motion that
    comes back into the result.

    >>> from engine.motion.kinematics import at_rest
    >>> with Engine() as engine:
    ...     request, finish = start_from(Request(("walk",), (2.0,)), at_rest(8), engine)
    ...     made = finish(engine.fill(request).motion)
    >>> len(made)
    40
    """
    codes, anchor = engine.encode(_lengthened(motion[:STRIDE], STRIDE))
    return replace(request, grid=Grid.of(codes), anchor=anchor), lambda made: made


def start_pose(
    engine: Engine,
    landmarks: Landmarks,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
    follow: float = FOLLOW,
) -> np.ndarray:
    """Codes (1, 5, 4) of the pose that landmarks of a still show.

    The model makes a motion of somebody who holds the pose; of what follows the landmarks' poses the last latent
    frame is taken. Raises MotionCtrlError for a model without a projector for video, and Cancelled.
    """
    video = Projector.load(engine.folder).embed(landmarks.held(_HELD))
    held = engine.fill(Request(("",), seed=seed, video=video, follow=follow), cancelled=cancelled).motion
    return engine.encode(held)[0][-1:]


def regenerate(
    request: Request, motion: Motion, parts: tuple[str, ...], span: tuple[float, float] | None, engine: Engine
) -> tuple[Request, Finish]:
    """Regenerates ``parts`` of a motion from second to second of ``span``, throughout where None.

    Everything else of the result is ``motion``, bit for bit:

    >>> from engine.motion.kinematics import at_rest
    >>> with Engine() as engine:
    ...     request, finish = regenerate(Request(("wave",)), at_rest(40), ("left_arm",), (0.4, 1.2), engine)
    ...     made = finish(engine.fill(request).motion)
    >>> changed = (made.rotations != at_rest(40).rotations).any(axis=(1, 2, 3)).nonzero()[0]
    >>> int(changed.min()) >= 8, int(changed.max()) < 24
    (True, True)
    """
    start, end = _frames(span, len(motion))
    codes, anchor = engine.encode(motion)
    grid = Grid.of(codes).opened(parts, start // STRIDE, -(-end // STRIDE))
    joints = [INDEX[joint] for part in parts for joint in PART_JOINTS[part]]

    def finish(made: Motion) -> Motion:
        made = fit_between(motion, made[: len(motion)], start, end)
        rotations, translation = motion.rotations.copy(), motion.translation.copy()
        rotations[start:end, joints] = made.rotations[start:end, joints]
        if 0 in joints:
            translation[start:end] = made.translation[start:end]
        return replace(motion, rotations=rotations, translation=translation)

    return replace(request, grid=grid, anchor=anchor, video_from=start // STRIDE), finish


def fill_gap(request: Request, head: Motion, tail: Motion, engine: Engine) -> tuple[Request, Finish]:
    """Fills a gap of ``request.seconds`` between the end of ``head`` and the beginning of ``tail``.

    >>> from engine.motion.kinematics import at_rest
    >>> with Engine() as engine:
    ...     request, finish = fill_gap(Request(("walk",), (1.0,)), at_rest(20), at_rest(20), engine)
    ...     made = finish(engine.fill(request).motion)
    >>> len(made)
    60
    """
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
        return joined(head, fit_between(ends, made, first, last)[first:last], rest)

    return replace(request, seconds=(None,), grid=grid, anchor=anchor, video_from=len(before)), finish


def continue_after(request: Request, motion: Motion, engine: Engine) -> tuple[Request, Finish]:
    """Continues a motion for ``request.seconds``.

    >>> from engine.motion.kinematics import at_rest
    >>> with Engine() as engine:
    ...     request, finish = continue_after(Request(("walk",), (1.0,)), at_rest(20), engine)
    ...     made = finish(engine.fill(request).motion)
    >>> len(made)
    40
    """
    codes, anchor = engine.encode(_whole_latents(motion))
    request = replace(request, video_from=len(codes))
    known = len(codes) * STRIDE
    first = request.seconds[0]
    seconds = (None if first is None else first + known / FPS, *request.seconds[1:])

    def finish(made: Motion) -> Motion:
        return joined(motion, fit_between(_whole_latents(motion), made, known, len(made))[known:])

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
