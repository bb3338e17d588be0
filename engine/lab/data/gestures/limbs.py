"""Closed-form arms and legs: used offline only, to make key poses and to keep feet on the floor.

Targets of arms are given in the frame of the chest (spine3) as (outward, up, forward), so that one
number serves both sides. A limb's hinge follows from its plane: elbows fold forward, knees backward.
"""

from __future__ import annotations

import numpy as np

from ....body.skeleton import INDEX, neutral_skeleton
from ....motion.limb_ik import span, two_bones
from ....motion.rotations import matrix_from_axis_angle, normalise

FLIP = np.array([-1.0, 1.0, 1.0])
MIRROR_MATRIX = FLIP[:, None] * FLIP[None, :]
ARM = ("collar", "shoulder", "elbow", "wrist")
LEG = ("hip", "knee", "ankle", "foot")


def limb_joints(side: str, names: tuple[str, ...]) -> list[int]:
    """Joint indices of a limb, e.g. ``limb_joints("left", ARM)``."""
    return [INDEX[f"{side}_{name}"] for name in names]


def limb_offsets(side: str, names: tuple[str, ...]) -> np.ndarray:
    """Rest offsets (4, 3) of a limb, mirrored to the left side for ``side == "right"``."""
    offsets = neutral_skeleton().offsets[limb_joints(side, names)]
    return offsets * FLIP if side == "right" else offsets


def collar_rotation(toward: np.ndarray, shrug: np.ndarray | float = 0.0) -> np.ndarray:
    """Collar (..., 3, 3) of the left arm for an upper arm that points ``toward`` (out, up, forward).

    The shoulder girdle rises by up to 28° with a raised arm and follows a reach by up to 14°.
    """
    toward = normalise(toward)
    elevation = np.degrees(np.arcsin(np.clip(toward[..., 1], -1, 1)))
    lift = np.radians(28.0) * np.clip((elevation + 35) / 125, 0, 1) ** 1.3 + shrug
    reach = np.radians(14.0) * np.clip(toward[..., 2], -0.5, 1) * np.cos(np.radians(elevation))
    inward = np.radians(8.0) * np.clip(-toward[..., 0], 0, 1)
    vector = np.stack([np.zeros_like(lift), -(reach + inward), lift], axis=-1)
    return matrix_from_axis_angle(vector)


def _finish(side: str, collar: np.ndarray, shoulder: np.ndarray, elbow: np.ndarray, wrist) -> np.ndarray:
    wrist = np.broadcast_to(np.eye(3) if wrist is None else wrist, collar.shape)
    arm = np.stack([collar, np.swapaxes(collar, -1, -2) @ shoulder, elbow, wrist], axis=-3)
    return arm * MIRROR_MATRIX if side == "right" else arm


def arm_by_directions(side: str, upper, lower, wrist=None, shrug=0.0, pole=(0.15, -1.0, -0.6), firm=0.02) -> np.ndarray:
    """Arm (..., 4, 3, 3) = collar, shoulder, elbow, wrist, with given bone directions (out, up, fwd).

    pole (..., 3): where the elbow of a straight arm points, ``firm`` how much it counts beside the bend itself.
    """
    upper, lower = np.broadcast_arrays(normalise(np.asarray(upper, float)), normalise(np.asarray(lower, float)))
    offsets = limb_offsets(side, ARM)
    normal = np.cross(upper, lower)
    # A straight elbow leaves the hinge free: lean towards the pole.
    straight = np.clip(1 - np.linalg.norm(normal, axis=-1, keepdims=True) / 0.5, 0.05, 1)
    normal = normal + (firm if firm < 0.05 else firm * straight) * normalise(np.cross(np.asarray(pole, float), upper))
    rest = (normalise(offsets[2]), normalise(offsets[3]))
    collar = collar_rotation(upper, shrug)
    shoulder, elbow = two_bones(upper, lower, normal, rest, (0.0, -1.0, 0.0))
    return _finish(side, collar, shoulder, elbow, wrist)


def arm_to(side: str, target, pole, wrist=None, shrug=0.0, of="shoulder") -> np.ndarray:
    """Arm (..., 4, 3, 3) whose wrist is at ``target`` (..., 3) = (out, up, forward) in metres.

    ``of``: the target's origin, ``"shoulder"`` (its rest place) or ``"chest"`` (spine3); pole
    (..., 3): where the elbow points. Targets out of reach are approached as far as the arm goes.
    """
    target, pole = np.asarray(target, float), np.asarray(pole, float)
    offsets = limb_offsets(side, ARM)
    rest_shoulder = offsets[0] + offsets[1]
    goal = target + rest_shoulder if of == "shoulder" else target
    collar = collar_rotation(goal - rest_shoulder, shrug)
    reach = goal - (offsets[0] + np.einsum("...ij,j->...i", collar, offsets[1]))
    upper, lower, normal = span(reach, pole, np.linalg.norm(offsets[2]), np.linalg.norm(offsets[3]), fold=-1.0)
    rest = (normalise(offsets[2]), normalise(offsets[3]))
    shoulder, elbow = two_bones(upper, lower, normal, rest, (0.0, -1.0, 0.0))
    return _finish(side, collar, shoulder, elbow, wrist)


def leg_to(side: str, hip: np.ndarray, ankle: np.ndarray, pole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Global thigh rotation (..., 3, 3) and local knee rotation (..., 3, 3) that put the ankle there.

    hip, ankle (..., 3) in world metres; pole (..., 3): where the knee points.
    """
    joints = limb_joints(side, LEG)
    offsets = neutral_skeleton().offsets[joints]
    upper, lower, normal = span(ankle - hip, pole, np.linalg.norm(offsets[1]), np.linalg.norm(offsets[2]), fold=-1.0)
    rest = (normalise(offsets[1]), normalise(offsets[2]))
    return two_bones(upper, lower, normal, rest, (1.0, 0.0, 0.0))
