"""Motions one after the other: the end of one leads into another, so that any pose can be a start.

The second motion is turned and moved to where the first one ends; what its first pose differs by fades out
("inertialization", Bollo, GDC 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ...body.layout import FPS, STRIDE
from ...body.skeleton import neutral_skeleton
from ...motion.fade import ease
from ...motion.heading import headings
from ...motion.kinematics import forward_kinematics
from ...motion.rotations import about_axis, matrix_from_axis_angle, matrix_to_axis_angle
from .gestures.bodies import aligned
from .held_out import is_held_out
from .sample import Sample

_FURTHEST = 0.3  # metres: mean distance of the joints of the two poses that can still be joined
_LONGEST = 196  # frames of both motions together
_ARRIVING = (
    "walk to a chair and sit down",
    "walk over to a seat and sit on it",
    "walk and then sit down",
    "a person walks to a chair and sits down",
    "someone walks up to a chair and takes a seat",
    "the man walks a few steps and sits down",
    "she goes to a chair and sits down",
    "walk forward, then sit down",
    "go to a bench and sit down",
    "take a few steps and have a seat",
    "he walks ahead and sits on a chair",
)


def chain_samples(samples: Sequence[Sample], count: int, seed: int) -> Iterator[Sample]:
    """``count`` chains of training ``samples``; fewer where too few fit.

    Two thirds start with a piece of one motion that is given (`Sample.given`) and do what another's
    captions say; in the others both motions are shown whole and said one after the other. A few walk to a seat
    (`_ARRIVING` says how that is put).
    """
    samples = [sample for sample in samples if sample.split == "train" and sample.captions]
    told = [sample for sample in samples if sample.synthetic and len(sample) <= 100 and not sample.parts[0]]
    walks = [sample for sample in told if re.match(r"gesture_\d+_\d+_walk_\d", sample.name)]
    seats = [sample for sample in told if re.match(r"gesture_\d+_\d+_sit$", sample.name)]
    rng = np.random.default_rng([seed, 77])
    made = 0
    for number in range(12 * count):
        if made == count or not told:
            return
        both = rng.random() < 0.33
        pool = told if both else samples
        first, second = pool[rng.integers(len(pool))], pool[rng.integers(len(pool))]
        arriving = both and walks and seats and rng.random() < 0.2
        if arriving:
            first, second = walks[rng.integers(len(walks))], seats[rng.integers(len(seats))]
        piece = first
        if not both:
            stop = int(rng.integers(2, len(first) // STRIDE + 1)) * STRIDE
            length = min(stop, int(rng.integers(2, 11)) * STRIDE)
            piece = _cut(first, stop - length, stop)
        if len(piece) + len(second) > _LONGEST:
            continue
        joined = join(piece, second)
        if joined is None:
            continue
        captions, parts = second.captions, second.parts
        if both:
            said = _in_turn(first.captions[0], second.captions[0])
            if arriving:
                said = (*said[:2], *map(str, rng.choice(_ARRIVING, 5, replace=False)))
            captions = tuple(text for text in said if not is_held_out(text))
            parts = ({},) * len(captions)
        made += 1
        yield Sample(f"chain_{seed}_{number}", *joined, captions, parts, True, "train", given=0 if both else len(piece))


def join(first: Sample, second: Sample) -> tuple[np.ndarray, np.ndarray] | None:
    """Rotations and translation (float32) of both in turn; None where the two poses are too far apart."""
    rotations, translation = aligned(second.rotations.astype(np.float64), second.translation.astype(np.float64))
    before, path = first.rotations.astype(np.float64), first.translation.astype(np.float64)
    heading = headings(before[:, 0])
    spin = heading[-1] - heading[-2]
    turn = about_axis("y", heading[-1] + spin)
    rotations[:, 0] = turn @ rotations[:, 0]
    translation = translation @ turn.T
    gap = matrix_to_axis_angle(before[-1] @ np.swapaxes(rotations[0], -1, -2))
    apart = _distance(before[-1], path[-1], rotations[0], translation[0])
    if apart > _FURTHEST:
        return None
    fading = _fade(len(rotations), 0.35 + 1.8 * apart)
    rotations = matrix_from_axis_angle(fading[:, None, None] * gap) @ rotations
    speed = (path[-1] - path[-2]) * (1, 0, 1)
    steps = np.diff(translation, axis=0, prepend=translation[:1] - speed) * (1, 0, 1)
    steps = steps + fading[:, None] * (speed - steps)
    height = translation[:, 1] + fading * (path[-1, 1] - translation[0, 1])
    moved = path[-1] * (1, 0, 1) + np.cumsum(steps, axis=0)
    moved[:, 1] = height
    return (
        np.concatenate([before, rotations]).astype(np.float32),
        np.concatenate([path, moved]).astype(np.float32),
    )


def _fade(frames: int, seconds: float) -> np.ndarray:
    """From 1 to 0 over ``seconds``, at rest at both ends."""
    return 1 - ease(np.arange(1, frames + 1) / (seconds * FPS))


def _distance(one: np.ndarray, at: np.ndarray, other: np.ndarray, there: np.ndarray) -> float:
    """Mean distance of the joints of two poses whose pelvises stand over one another, metres."""
    height = np.array([0.0, 1.0, 0.0])
    joints = forward_kinematics(
        np.stack([one, other]), np.stack([at * height, there * height]), neutral_skeleton().offsets
    )[0]
    return float(np.linalg.norm(joints[0] - joints[1], axis=-1).mean())


def _cut(sample: Sample, start: int, stop: int) -> Sample:
    return Sample(sample.name, sample.rotations[start:stop], sample.translation[start:stop], ())


def _in_turn(first: str, second: str) -> tuple[str, ...]:
    plain = second.removeprefix("please ")
    return (
        f"{first}, then {plain}",
        f"{first} and then {plain}",
        f"first {first.removeprefix('please ')}, then {plain}",
        f"{plain} after you {first.removeprefix('please ')}",
    )
