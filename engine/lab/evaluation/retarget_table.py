"""How well retargeting keeps the source's motion: one row per source of a collection.

Run as ``python -m engine evaluate retarget --motions DIR``; DIR holds motion files or a collection with
a manifest.csv (then rows are its sources, else folders).
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from pathlib import Path

import numpy as np

from ...body.skeleton import INDEX
from ...errors import MotionCtrlError
from ...formats.load import load_source
from ...motion.kinematics import Motion
from ...motion.rotations import normalise, procrustes, shortest_arc
from ...rigs.floor import lowest_feet
from ...rigs.joint_map import JointMap, map_joints
from ...rigs.rest_pose import find_rest_pose, world_up
from ...rigs.retarget import retarget
from ...rigs.source import SourceMotion
from ..data.cmu import load_source as load_trial_source
from ..data.cmu import trials

_CHAINS = (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist"))
_COMPARED = [
    f"{side}_{name}" for side in ("left", "right") for name in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
]


def source_positions(source: SourceMotion, mapping: JointMap) -> np.ndarray:
    """World positions (T, J, 3) of the source, Y up, without a leading rest pose; file units."""
    positions, turns = source.world()
    rest = find_rest_pose(source, mapping, positions, turns)
    turn = shortest_arc(world_up(positions, mapping, rest), np.array([0.0, 1.0, 0.0]))
    return positions[rest.leading :] @ turn.T


def measure(source: SourceMotion) -> dict[str, float]:
    """Figures of one motion retargeted at its own frame rate.

    limb_mm: mean error of knees, ankles, elbows and wrists against the source's limb directions walked
    with SMPL's bone lengths from SMPL's hips and shoulders, in a world turned as the levelled floor
    is. fit_mm: mean error of the twelve limb joints against the source's after a similarity fit of each
    frame (proportions differ, so it is never 0).
    knees_forward, elbows_forward: share of clearly bent frames in which they bend the human way.
    stand_mm: median distance of the lower foot from the floor while it stands still.
    frames: how many were measured.
    """
    mapping = map_joints(source)
    motion = retarget(source, fps=None)
    places = source_positions(source, mapping)
    joints = motion.joints()
    own = {name: places[:, mapping.joints[name]] for name in _COMPARED}
    return {
        "limb_mm": 1000 * _limb_error(own, joints),
        "fit_mm": 1000 * _fit_error(np.stack([own[n] for n in _COMPARED], 1), joints[:, [INDEX[n] for n in _COMPARED]]),
        "knees_forward": _bends(motion, joints, "hip", "knee", "ankle", np.array([1.0, 0, 0])),
        "elbows_forward": _bends(motion, joints, "shoulder", "elbow", "wrist", np.array([0, -1.0, 0])),
        "stand_mm": 1000 * standing_height(motion, joints),
        "frames": float(len(motion)),
    }


def _limb_error(own: dict[str, np.ndarray], joints: np.ndarray) -> float:
    errors = []
    turn = _levelling(own, joints)
    for side in ("left", "right"):
        for chain in _CHAINS:
            names = [f"{side}_{part}" for part in chain]
            place = joints[:, INDEX[names[0]]]
            for first, second in zip(names, names[1:], strict=False):
                target = joints[:, INDEX[second]]
                length = np.linalg.norm(target[0] - joints[0, INDEX[first]])
                place = place + normalise(own[second] - own[first]) @ turn.T * length
                errors.append(np.linalg.norm(target - place, axis=-1).mean())
    return float(np.mean(errors))


def _levelling(own: dict[str, np.ndarray], joints: np.ndarray) -> np.ndarray:
    """The one rotation (3, 3) between the source's world and the result's, whose floor is level."""
    pairs = [
        (f"{side}_{first}", f"{side}_{second}")
        for side in ("left", "right")
        for chain in _CHAINS
        for first, second in zip(chain, chain[1:], strict=False)
    ]
    source = np.concatenate([normalise(own[b] - own[a]) for a, b in pairs])
    result = np.concatenate([normalise(joints[:, INDEX[b]] - joints[:, INDEX[a]]) for a, b in pairs])
    return procrustes(source, result)


def _fit_error(source: np.ndarray, target: np.ndarray) -> float:
    source = source - source.mean(axis=1, keepdims=True)
    target = target - target.mean(axis=1, keepdims=True)
    errors = []
    for one, two in zip(source, target, strict=True):
        turned = one @ procrustes(one, two).T
        scale = np.sum(turned * two) / np.sum(turned * turned)
        errors.append(np.linalg.norm(turned * scale - two, axis=-1).mean())
    return float(np.mean(errors))


def _bends(motion: Motion, joints: np.ndarray, upper: str, middle: str, lower: str, axis: np.ndarray) -> float:
    """Share of frames bent by 25 degrees or more in which the bend is about the joint's own axis."""
    globals_ = _globals(motion)
    right = total = 0
    for side in ("left", "right"):
        first, second, third = (INDEX[f"{side}_{name}"] for name in (upper, middle, lower))
        bend = np.cross(
            normalise(joints[:, second] - joints[:, first]), normalise(joints[:, third] - joints[:, second])
        )
        own = -axis if upper == "shoulder" and side == "right" else axis
        bent = np.linalg.norm(bend, axis=-1) > np.sin(np.radians(25))
        hinge = globals_[:, first] @ own
        right += int(np.sum(bent & (np.sum(bend * hinge, axis=-1) > 0)))
        total += int(bent.sum())
    return right / total if total else 1.0


def _globals(motion: Motion) -> np.ndarray:
    from ...motion.kinematics import forward_kinematics

    return forward_kinematics(motion.rotations, motion.translation, motion.skeleton.offsets)[1]


def standing_height(motion: Motion, joints: np.ndarray) -> float:
    """Median distance, metres, of the lower foot from the floor in frames in which it stands still."""
    feet = joints[:, [INDEX[n] for n in ("left_ankle", "left_foot", "right_ankle", "right_foot")]]
    if len(motion) < 3:
        return float(np.median(np.abs(lowest_feet(motion))))
    speed = np.linalg.norm(np.gradient(feet, axis=0), axis=-1).min(axis=1) * motion.fps
    still = speed < 0.2
    heights = lowest_feet(motion)
    return float(np.median(np.abs(heights[still] if still.any() else heights)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate retarget``."""
    parser.add_argument("--motions", required=True, help="folder of motion files, with or without manifest.csv")
    parser.add_argument("--json", help="write the table here as well")


def run(args: argparse.Namespace) -> int:
    """Measure every .bvh and .amc file under ``args.motions`` and print a table, one row per source."""
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for group, source in _sources(Path(args.motions)):
        rows[group].append(measure(source))
    table = {group: _mean(found) for group, found in sorted(rows.items())}
    everything = [row for found in rows.values() for row in found]
    table["all"] = _mean(everything)
    keys = ("limb_mm", "fit_mm", "knees_forward", "elbows_forward", "stand_mm")
    print(f"{'source':34}{'files':>6}" + "".join(f"{key:>16}" for key in keys))
    for group, row in table.items():
        print(f"{group:34}{int(row['files']):6}" + "".join(f"{row[key]:16.3f}" for key in keys))
    if args.json:
        Path(args.json).write_text(json.dumps(table, indent=1))
    return 0


def _mean(rows: list[dict[str, float]]) -> dict[str, float]:
    weights = np.array([row["frames"] for row in rows])
    result = {key: float(np.average([row[key] for row in rows], weights=weights)) for key in rows[0]}
    return result | {"frames": float(weights.sum()), "files": float(len(rows))}


def _sources(folder: Path):
    if (folder / "manifest.csv").is_file():
        for trial in trials(folder):
            yield trial.source, load_trial_source(trial)
        return
    files = sorted(
        Path(root) / name
        for root, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith((".bvh", ".amc"))
    )
    if not files:
        raise MotionCtrlError(f"{folder} holds no .bvh or .amc files: give a folder of motions.")
    for file in files:
        yield file.parent.name, load_source(file)
