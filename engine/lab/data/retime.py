"""Windows of trials back to their natural time, and contiguous ones joined.

The collection's 2 s windows are time-normalised: a window of walking or running is one cycle (two steps)
stretched to 60 frames, a jump is pressed into them. Whole trials are not: their flights fall with 9.8 m/s^2,
the windows' with 1 (runs) to 20 m/s^2 (jumps). So gaits get the cadence of whole trials with such steps, and
jumps the speed at which they fall with gravity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ...body.layout import JOINT_COUNT
from ...body.skeleton import INDEX
from ...motion.kinematics import Motion
from ...motion.measures import lowest_foot, travel
from ...motion.resample import resample
from ...motion.rotations import slerp
from .cmu import Trial
from .faults import COPIES

_GRAVITY = 9.81
_RUN_CADENCE = 2.75  # steps a second: whole trials of the same people and runs, 2.6 to 2.9
_SLOW_CADENCE = 1.3  # whole trials described as slow walk
_JUMP = 0.72  # median of the jumps, for a window without a flight that can be measured
_SEAM_M = 0.025  # mean distance of the joints from where the last frames lead
# Shares of the body's mass, lumped at joints (after Winter 2009, table 4.1).
_MASSES = {
    "pelvis": 0.14,
    "spine1": 0.10,
    "spine2": 0.10,
    "spine3": 0.13,
    "neck": 0.02,
    "head": 0.08,
    "hip": 0.10,
    "knee": 0.20,
    "ankle": 0.10,
    "shoulder": 0.07,
    "elbow": 0.06,
    "wrist": 0.03,
}


@dataclass(frozen=True)
class Take:
    """A stretch of recorded motion in natural time: a whole trial, or joined windows of one."""

    name: str
    trial: Trial
    motion: Motion


def takes(motions: dict[str, Motion], rows: Iterable[Trial]) -> list[Take]:
    """All rows whose motion is in ``motions``, windows joined and in natural time, known copies left out."""
    found: list[Take] = []
    windows: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for row in rows:
        if row.name not in motions or row.name in COPIES:
            continue
        if row.kind == "window":
            windows[row.cmu_id, row.description].append(row)
        else:
            found.append(Take(row.name, row, motions[row.name]))
    for group in windows.values():
        for chain in chains({row.name: motions[row.name] for row in group}):
            joined = join([motions[name] for name in chain])
            trial = next(row for row in group if row.name == chain[0])
            name = chain[0] if len(chain) == 1 else f"{trial.cmu_id}_{'+'.join(n.split('_')[-1] for n in chain)}"
            fps = joined.fps
            joined = replace(joined, fps=fps * speed_up(joined, trial.description))
            found.append(Take(name, trial, resample(joined, fps)))
    return found


def chains(windows: dict[str, Motion]) -> list[list[str]]:
    """Names of windows in the order in which they follow each other without a seam."""
    joints = {name: motion.joints() for name, motion in windows.items()}
    after: dict[str, str] = {}
    for first, before in joints.items():
        leads = 2 * before[-1] - before[-2]
        for second, following in joints.items():
            gap = np.linalg.norm(leads - following[0], axis=-1).mean()
            if second != first and second not in after.values() and gap < _SEAM_M:
                after[first] = second
                break
    found = []
    for name in windows:
        if name not in after.values():
            chain = [name]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            found.append(chain)
    return found


def join(motions: list[Motion]) -> Motion:
    """Motions that follow each other as one, with the last and first frames of a seam smoothed."""
    rotations = np.concatenate([motion.rotations for motion in motions])
    translation = np.concatenate([motion.translation for motion in motions])
    seam = 0
    for motion in motions[:-1]:
        seam += len(motion)
        for frame in (seam - 1, seam):  # cut points differ by millimetres: take the middle of the neighbours
            half = np.full(JOINT_COUNT, 0.5)
            middle = slerp(rotations[frame - 1], rotations[frame + 1], half)
            rotations[frame] = slerp(rotations[frame], middle, half)
            between = (translation[frame - 1] + translation[frame + 1]) / 2
            translation[frame] = (translation[frame] + between) / 2
    return replace(motions[0], rotations=rotations, translation=translation)


def speed_up(motion: Motion, description: str) -> float:
    """How much faster than stored a time-normalised window should be played."""
    joints, text = motion.joints(), description.lower()
    if "walk" in text or "run" in text:
        steps = cadence(joints, motion.fps)
        if not steps:
            return 1.0
        length = travel(joints, motion.fps)["speed"] / steps
        if "run" in text:
            wanted = _RUN_CADENCE
        else:  # longer steps are quicker ones; fitted to the whole trials' walks
            wanted = _SLOW_CADENCE if "slow" in text else float(np.clip(1.78 + 0.6 * (length - 0.63), 1.5, 1.95))
        return wanted / steps
    if "jump" in text:
        fall = fall_acceleration(joints, motion.fps)
        return float(np.clip(np.sqrt(_GRAVITY / fall), 0.6, 1.0)) if fall else _JUMP
    return 1.0


def cadence(joints: np.ndarray, fps: float) -> float:
    """Steps a second: how often the ankles pass each other along the way; 0.0 where that can not be told."""
    way = joints[-1, 0] - joints[0, 0]
    apart = (joints[:, INDEX["left_ankle"]] - joints[:, INDEX["right_ankle"]]) @ (way * (1, 0, 1))
    crossings = np.flatnonzero(np.diff(np.sign(apart - apart.mean())))
    if len(crossings) < 2:
        return 0.0
    return float((len(crossings) - 1) / (crossings[-1] - crossings[0]) * fps)


def fall_acceleration(joints: np.ndarray, fps: float) -> float:
    """Downward acceleration (m/s^2) of the centre of mass in the highest flight; 0.0 without a clear one."""
    weights = np.zeros(JOINT_COUNT)
    for name, mass in _MASSES.items():
        sides = [name] if name in INDEX else [f"left_{name}", f"right_{name}"]
        weights[[INDEX[side] for side in sides]] = mass / len(sides)
    centre = (joints[..., 1] * weights).sum(axis=1) / weights.sum()
    lowest = lowest_foot(joints)
    air = lowest - np.percentile(lowest, 10) > 0.06
    edges = np.flatnonzero(np.diff(np.concatenate([[False], air, [False]]).astype(int)))
    flights = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 5]
    if not flights:
        return 0.0
    start, stop = max(flights, key=lambda flight: lowest[flight[0] : flight[1]].max())
    fit = np.polyfit(np.arange(stop - start) / fps, centre[start:stop], 2)
    return max(0.0, -2 * float(fit[0]))
