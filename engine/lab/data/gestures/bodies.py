"""Real bodies for gestures: standing, walking and running of the training trials, looped where short."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....body.layout import FPS
from ....body.skeleton import INDEX, neutral_skeleton
from ....motion.heading import headings
from ....motion.kinematics import forward_kinematics
from ....motion.measures import measure
from ....motion.rotations import about_axis, matrix_from_axis_angle, matrix_to_axis_angle
from ..cmu import load_cached, trials
from ..kinds import kind_of
from ..retime import takes
from ..split import read_split, split_of

_KINDS = {"walk": "walk", "walk turn": "walk", "walk style": "walk", "run": "run", "run turn": "run"}
_STEP = 10  # frames between the starts of candidate windows


@dataclass(frozen=True)
class Body:
    """A recorded body that gestures are laid over.

    gait: "stand", "walk" or "run".
    rotations (T, 22, 3, 3) and translation (T, 3) at 20 fps.
    cycle: first frame and length of the stride that can be repeated, or None.
    """

    name: str
    gait: str
    rotations: np.ndarray
    translation: np.ndarray
    cycle: tuple[int, int] | None = None


def aligned(rotations: np.ndarray, translation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same motion starting at x = z = 0 and facing +Z."""
    turn = about_axis("y", -headings(rotations[:, 0])[0])
    rotations, start = rotations.copy(), translation[0] * (1.0, 0.0, 1.0)
    rotations[:, 0] = turn @ rotations[:, 0]
    return rotations, (translation - start) @ turn.T


def find_cycle(rotations: np.ndarray, translation: np.ndarray, gait: str) -> tuple[int, int] | None:
    """First frame and length of the stride that repeats best, or None where none repeats well."""
    still = rotations.copy()
    yaw = headings(rotations[:, 0])
    still[:, 0] = about_axis("y", -yaw) @ rotations[:, 0]
    joints = forward_kinematics(still, translation * (0.0, 1.0, 0.0), neutral_skeleton().offsets)[0]
    pose = joints.reshape(len(joints), -1)
    feature = np.concatenate([pose[1:-1], 2.0 * (pose[2:] - pose[:-2])], axis=1)
    shortest, longest = (17, 30) if gait == "walk" else (11, 20)
    best, least = None, 0.55 if gait == "walk" else 1.8
    for length in range(shortest, min(longest, len(feature) - 2) + 1):
        errors = np.sqrt(((feature[length:] - feature[:-length]) ** 2).sum(1) / 22)
        travel = np.linalg.norm((translation[length:] - translation[:-length])[:, [0, 2]], axis=1)[1:-1]
        errors = errors + 9.0 * (travel * FPS / length < least)  # a body that waits repeats best of all
        start = int(np.argmin(errors))
        if best is None or errors[start] < best[0]:
            best = (float(errors[start]), start + 1, length)
    limit = 0.15 if gait == "walk" else 0.22
    return best[1:] if best is not None and best[0] < limit else None


def looped(
    body: Body, frames: int, turn_rate: float | np.ndarray = 0.0, phase: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """``frames`` frames of the body's stride repeated, its own drift in heading replaced by ``turn_rate``.

    The mismatch between the ends of the stride is spread over it; turn_rate in radians a second, left > 0,
    one for all frames or (frames - 1,).
    """
    start, length = body.cycle
    inside = np.arange(start, start + length + 1)
    rotations, translation = body.rotations[inside].copy(), body.translation[inside]
    yaw = headings(rotations[:, 0])
    rotations[:, 0] = about_axis("y", -yaw) @ rotations[:, 0]
    share = np.arange(length + 1) / length
    gap = matrix_to_axis_angle(np.swapaxes(rotations[-1], -1, -2) @ rotations[0])
    rotations = rotations @ matrix_from_axis_angle(gap[None] * share[:, None, None])
    height = translation[:, 1] - share * (translation[-1, 1] - translation[0, 1])
    steps = np.diff(translation, axis=0) * (1.0, 0.0, 1.0)
    local = np.einsum("tij,tj->ti", about_axis("y", -yaw[:-1]), steps)
    wiggle = np.diff(yaw) - (yaw[-1] - yaw[0]) / length
    pick = (np.arange(frames) + phase) % length
    heading = np.concatenate([[0.0], np.cumsum(wiggle[pick[:-1]] + turn_rate / FPS)])
    path = np.einsum("tij,tj->ti", about_axis("y", heading[:-1]), local[pick[:-1]])
    position = np.concatenate([np.zeros((1, 3)), np.cumsum(path, axis=0)])
    position[:, 1] = height[pick]
    result = rotations[pick].copy()
    result[:, 0] = about_axis("y", heading) @ result[:, 0]
    return result, position


def _upright(joints: np.ndarray) -> dict[str, float] | None:
    values = measure(joints, FPS)
    tame = values["bow_deg"] < 22 and values["drop"] < 0.16 and values["lhand_high_s"] + values["rhand_high_s"] == 0
    return values if tame else None


def on_both_feet(joints: np.ndarray) -> bool:
    """True if in joints (T, 22, 3) both legs are nearly straight and both ankles low.

    Low speed alone also selects seated and one-legged poses.
    """
    rest = neutral_skeleton().rest_joints()
    leg = rest[INDEX["pelvis"], 1] - rest[INDEX["left_ankle"], 1]
    ankles = joints[:, [INDEX["left_ankle"], INDEX["right_ankle"]], 1]
    return bool((joints[:, 0, 1] - ankles.min(axis=1)).min() > 0.93 * leg and ankles.max() < 0.15)


def load_bodies(motions: str | Path, data: str | Path) -> list[Body]:
    """Bodies from the training trials in ``motions`` (a folder of .npz with rotations and translation).

    data: the CMU folder with manifest.csv, for the descriptions.
    """
    split, offsets, rows = read_split(), neutral_skeleton().offsets, trials(data)
    known = {path.stem: path for path in Path(motions).glob("*.npz")}
    rows = [row for row in rows if row.name in known and split_of(row.cmu_id, split) == "train"]
    description = {row.cmu_id: row.description for row in rows}
    found: list[Body] = []
    for take in takes({row.name: load_cached(motions, row.name) for row in rows}, rows):
        rotations, translation = take.motion.rotations, take.motion.translation
        joints = forward_kinematics(rotations, translation, offsets)[0]
        said = description[take.trial.cmu_id]
        gait = _KINDS.get(kind_of(said))
        if gait and "uneven" not in said and "stealth" not in said:
            found += _moving(take.name, gait, rotations, translation, joints)
        else:
            found += _standing(take.name, rotations, translation, joints)
    return found


def _moving(name: str, gait: str, rotations, translation, joints) -> list[Body]:
    """Windows of at most 5 s in which the body walks or runs all the time."""
    found = []
    size = min(len(joints), 100)
    if size < 20:
        return []
    for start in range(0, len(joints) - size + 1, 60):
        part = slice(start, start + size)
        values = _upright(joints[part])
        if values is None or not (0.55 < values["speed"] < 2.0 if gait == "walk" else 1.9 < values["speed"] < 4.5):
            continue
        cut = aligned(rotations[part], translation[part])
        cycle = find_cycle(*cut, gait) if abs(values["turn_deg"]) < 40 else None
        found.append(Body(f"{name}.{start}", gait, *cut, cycle))
    return found


def _standing(name: str, rotations, translation, joints) -> list[Body]:
    """The quietest upright windows of 3 s, one or two a trial."""
    size, found, last = 60, [], -200
    for start in range(0, len(joints) - size + 1, _STEP):
        window = joints[start : start + size]
        if start - last < 120 or np.ptp(window[:, 0], axis=0).max() > 0.25:
            continue
        values = _upright(window)
        if values is None or values["still"] > 0.2 or values["spin_deg"] > 20 or values["path_m"] > 0.3:
            continue
        if not on_both_feet(window):
            continue
        part = slice(start, start + size)
        found.append(Body(f"{name}.{start}", "stand", *aligned(rotations[part], translation[part])))
        last = start
        if len(found) == 2:
            break
    return found
