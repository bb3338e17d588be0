"""Pelvis and chest turn with the joints that are fixed to them, whatever helper joints lie between.

Some exporters put joints without length before hips, spine or collars, and undo there a turn that the parent got.
The parent's own rotation then says nothing about the body; where its hips and spine are does.
"""

from __future__ import annotations

import numpy as np

from ..body.skeleton import INDEX
from ..motion.rotations import angle_between, matrix_from_axis_angle, normalise, shortest_arc
from .joint_map import JointMap
from .rest_pose import RestPose
from .source import SourceMotion

World = tuple[np.ndarray, np.ndarray]

_TOLERATED = 3.0  # degrees by which joints of a stretchy or noisy rig may stray


def mend_hidden_turns(
    globals_: np.ndarray, source: SourceMotion, world: World, mapping: JointMap, rest: RestPose
) -> int:
    """Turn pelvis and chest, in place, so that what is fixed to them is where the source has it.

    globals_ (T, 22, 3, 3): SMPL's global rotations in the source's axes. world: the source's positions
    (T, J, 3) and turns (T, J, 3, 3). Returns how many of the two were turned.
    """
    mended = 0
    for name, fixed, above in (("pelvis", "hip", mapping.spine[:1]), ("spine3", "collar", _neck(mapping))):
        pair = [mapping.joints.get(f"{side}_{fixed}") for side in ("left", "right")]
        driver = mapping.drivers.get(name)
        if driver is None or None in pair or not any(_helpers(source, driver, joint) for joint in pair):
            continue
        if name == "spine3" and not all(_without_length(source, _helpers(source, driver, joint)) for joint in pair):
            continue  # collars that hang from joints of the neck move by themselves
        correction = _correction(world, rest, driver, pair, above)
        if np.percentile(angle_between(np.eye(3), correction), 90) > _TOLERATED:
            globals_[:, INDEX[name]] = correction @ globals_[:, INDEX[name]]
            mended += 1
    return mended


def _neck(mapping: JointMap) -> list[int]:
    return [mapping.joints["neck"]] if "neck" in mapping.joints else []


def _helpers(source: SourceMotion, driver: int, joint: int) -> list[int]:
    """The joints between ``driver`` and ``joint``; none where it does not hang from it."""
    chain = source.ancestors(joint)
    return chain[1 : chain.index(driver)] if driver in chain else []


def _without_length(source: SourceMotion, joints: list[int]) -> bool:
    size = np.linalg.norm(np.ptp(source.zero_pose(), axis=0))
    return all(np.linalg.norm(source.offsets[joint]) < 0.005 * size for joint in joints)


def _correction(world: World, rest: RestPose, driver: int, pair: list[int], above: list[int]) -> np.ndarray:
    """Rotations (T, 3, 3) from where the driver says that its fixed joints are to where they are."""
    positions, turns = world
    seen = turns[:, driver] @ rest.rotations[driver].T
    left, right = pair
    line = rest.positions[left] - rest.positions[right]
    width = np.linalg.norm(line)
    if width < 1e-9:
        return np.broadcast_to(np.eye(3), turns[:, 0].shape)
    # What lies beside the line tells the turn about it.
    beside = [(positions[:, pair].mean(axis=1), rest.positions[pair].mean(axis=0))]
    beside += [(positions[:, joint], rest.positions[joint]) for joint in above]
    arms = [
        (now - positions[:, driver], seen @ (then - rest.positions[driver]))
        for now, then in beside
        if np.linalg.norm(np.cross(then - rest.positions[driver], line)) > 0.1 * width**2
    ]
    return _turn(positions[:, left] - positions[:, right], seen @ line, arms[:1])


def _turn(now: np.ndarray, then: np.ndarray, arms: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Rotations (T, 3, 3) that bring ``then`` (T, 3) onto ``now``, and about it the arms' second on the first."""
    swing = shortest_arc(then, now)
    axis = normalise(now)
    sine, cosine = np.zeros(len(now)), np.zeros(len(now))
    for place, known in arms:
        known = (swing @ known[..., None])[..., 0]
        place = place - np.sum(place * axis, axis=-1, keepdims=True) * axis
        known = known - np.sum(known * axis, axis=-1, keepdims=True) * axis
        sine += np.sum(np.cross(known, place) * axis, axis=-1)
        cosine += np.sum(known * place, axis=-1)
    angle = np.arctan2(sine, cosine)
    return matrix_from_axis_angle(axis * angle[:, None]) @ swing
