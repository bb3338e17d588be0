"""Rotations from joint positions alone, in closed form."""

from __future__ import annotations

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import INDEX, PARENTS, Skeleton, neutral_skeleton
from ..motion.kinematics import Motion, local_rotations
from ..motion.rotations import matrix_from_axis_angle, normalise, procrustes, shortest_arc
from .alignment import LIMBS

_CHILDREN = {parent: [child for child, own in enumerate(PARENTS) if own == parent] for parent in range(JOINT_COUNT)}


def motion_from_joints(joints: np.ndarray, fps: float, skeleton: Skeleton | None = None, text: str = "") -> Motion:
    """The motion whose bones point as joints (T, 22, 3) do; metres, Y up.

    Pelvis and chest by orthogonal Procrustes of the joints fixed to them, single bones by the shortest
    turn from their parent, thighs and upper arms turned about their own axis so that knees and elbows
    bend the human way; wrists, toes and head keep their rest pose on their parent.
    """
    skeleton = skeleton or neutral_skeleton()
    offsets = skeleton.offsets
    globals_ = np.empty((len(joints), JOINT_COUNT, 3, 3))
    for joint in range(JOINT_COUNT):
        children = _CHILDREN[joint]
        bones = joints[:, children] - joints[:, [joint]]
        if len(children) >= 3:
            globals_[:, joint] = procrustes(normalise(offsets[children]), normalise(bones))
            continue
        parent = globals_[:, PARENTS[joint]]
        if not children:
            globals_[:, joint] = parent
            continue
        bone = (np.swapaxes(parent, -1, -2) @ bones[:, 0, :, None])[..., 0]
        globals_[:, joint] = parent @ shortest_arc(offsets[children[0]], bone)
    for side, across in (("left", -1.0), ("right", 1.0)):
        tilt = np.radians(30)
        _twist(globals_, joints, side, ("hip", "knee", "ankle"), np.array([1.0, 0.0, 0.0]))
        elbow = across * np.array([0.0, np.cos(tilt), -np.sin(tilt)])
        _twist(globals_, joints, side, ("shoulder", "elbow", "wrist"), elbow)
        for first, second in (*LIMBS, ("ankle", "foot")):
            _point(globals_, joints, offsets, INDEX[f"{side}_{first}"], INDEX[f"{side}_{second}"])
        globals_[:, INDEX[f"{side}_foot"]] = globals_[:, INDEX[f"{side}_ankle"]]
        globals_[:, INDEX[f"{side}_wrist"]] = globals_[:, INDEX[f"{side}_elbow"]]
    return Motion(local_rotations(globals_), joints[:, 0], fps, skeleton, text)


def _point(globals_: np.ndarray, joints: np.ndarray, offsets: np.ndarray, joint: int, child: int) -> None:
    """Turn ``joint`` as its parent is turned, then by the shortest arc onto its bone."""
    upper = joint in (INDEX["left_hip"], INDEX["right_hip"], INDEX["left_shoulder"], INDEX["right_shoulder"])
    frame = globals_[:, joint] if upper else globals_[:, PARENTS[joint]]
    bone = (np.swapaxes(frame, -1, -2) @ (joints[:, child] - joints[:, joint])[..., None])[..., 0]
    globals_[:, joint] = frame @ shortest_arc(offsets[child], bone)


def _twist(globals_: np.ndarray, joints: np.ndarray, side: str, names: tuple, hinge: np.ndarray) -> None:
    """Turn the upper bone of a limb about itself so that ``hinge`` lies along the axis of the bend.

    A limb that is nearly straight says little about its twist: frames count by how far they are bent,
    and frames that say nothing take the twist of those around them.
    """
    first, second, third = (INDEX[f"{side}_{name}"] for name in names)
    bone = normalise(joints[:, second] - joints[:, first])
    bend = np.cross(bone, normalise(joints[:, third] - joints[:, second]))
    strength = np.linalg.norm(bend, axis=-1)
    axis = (globals_[:, first] @ hinge[:, None])[..., 0]
    axis = normalise(axis - np.sum(axis * bone, axis=-1, keepdims=True) * bone)
    sine = np.sum(np.cross(axis, bend) * bone, axis=-1)
    cosine = np.sum(axis * bend, axis=-1)
    weight = np.clip((strength - np.sin(np.radians(8))) / np.sin(np.radians(17)), 0.0, 1.0)
    pull = np.stack([cosine, sine], axis=-1) / np.maximum(strength, 1e-9)[:, None] * weight[:, None]
    # A weak pull towards no twist settles limbs that never bend.
    pull = _smooth(pull, 5.0 * (1.0 - weight)) + np.array([0.02, 0.0])
    angle = np.arctan2(pull[:, 1], pull[:, 0])
    globals_[:, first] = matrix_from_axis_angle(bone * angle[:, None]) @ globals_[:, first]


def _smooth(values: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Gaussian smoothing of values (T, 2) with a width ``reach`` (T) per frame, not normalised."""
    result = values.copy()
    for step in range(1, 16):
        share = np.exp(-0.5 * (step / np.maximum(reach, 1e-3)) ** 2)[:, None] * (reach > 0.05)[:, None]
        result[step:] += share[step:] * values[:-step]
        result[:-step] += share[:-step] * values[step:]
    return result
