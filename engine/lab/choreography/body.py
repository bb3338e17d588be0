"""The body of the neutral skeleton as the solver sees it: thickness, mass, angles of the trunk."""

from __future__ import annotations

import numpy as np

from ...body.skeleton import INDEX, neutral_skeleton
from ...motion.rotations import about_axis, matrix_from_axis_angle
from ..data.gestures.figure import _MASS as MASS
from ..data.gestures.figure import SHARES

SIDES = ("left", "right")
GRAVITY = 9.81
OFFSETS = neutral_skeleton().offsets
FOOT_OFFSET = {side: OFFSETS[INDEX[f"{side}_foot"]] for side in SIDES}
WRIST_LOW = 0.05  # a wrist on the floor, metres
ANKLE_LOW = 0.06  # an ankle whose instep lies on the floor
MASS = MASS / MASS.sum()
_THICK = {"pelvis": 0.10, "spine1": 0.09, "spine2": 0.09, "spine3": 0.09, "neck": 0.06, "head": 0.10}
_THICK |= {"hip": 0.09, "knee": 0.05, "ankle": ANKLE_LOW - 0.005, "foot": 0.02}
_THICK |= {"collar": 0.06, "shoulder": 0.06, "elbow": 0.04, "wrist": 0.04}
RADIUS = np.array([_THICK[name.removeprefix("left_").removeprefix("right_")] for name in INDEX])
TORSO = tuple(INDEX[name] for name in ("spine1", "spine2", "spine3", "neck", "head"))


def sign(side: str) -> float:
    """+1 for left (+X), -1 for right."""
    return 1.0 if side == "left" else -1.0


def pelvis_turn(yaw, pitch, roll, spin) -> np.ndarray:
    """Pelvis rotation (..., 3, 3) from degrees: heading, lean forward, lean to the left, turn about the body's own
    long axis, applied from the last to the first."""
    yaw, pitch, roll, spin = (np.radians(np.asarray(angle, float)) for angle in (yaw, pitch, roll, spin))
    turn = about_axis("y", yaw) @ about_axis("x", pitch) @ about_axis("z", -roll)
    return turn @ about_axis("y", spin)


def trunk_rotations(angles: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Local rotations (..., 3, 3) of spine, neck and head from bend, side, twist and nod, tilt, look (degrees)."""
    spine = np.radians(np.stack([angles["bend"], angles["twist"], -angles["side"]], axis=-1))
    head = np.radians(np.stack([angles["nod"], angles["look"], -angles["tilt"]], axis=-1))
    return {
        name: matrix_from_axis_angle((spine if name.startswith("spine") else head) * share)
        for name, share in SHARES.items()
    }


def foot_turn(yaw: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Global rotation (..., 3, 3) of a foot; radians, heel up > 0."""
    return about_axis("y", yaw) @ about_axis("x", pitch)


def free_leg(side: str, flex, spread, turn, knee, point) -> np.ndarray:
    """Local rotations (..., 4, 3, 3) of hip, knee, ankle and foot from degrees; see `limb_specs.leg`."""
    s = sign(side)
    angles = np.broadcast_arrays(*(np.radians(np.asarray(a, float)) for a in (flex, spread, turn, knee, point)))
    flex, spread, turn, knee, point = angles
    hip = about_axis("x", -flex) @ about_axis("z", s * spread) @ about_axis("y", s * turn)
    still = np.broadcast_to(np.eye(3), hip.shape)
    return np.stack([hip, about_axis("x", knee), about_axis("x", point), still], axis=-3)


def centre_of_mass(joints: np.ndarray) -> np.ndarray:
    """Centre of mass (..., 3) of joints (..., 22, 3)."""
    return np.einsum("...ji,j->...i", joints, MASS)


def lowest(joints: np.ndarray, ignore: np.ndarray | None = None) -> np.ndarray:
    """Height (T,) of the lowest point of the body's surface; ``ignore`` (T, 22): joints that do not count."""
    surface = joints[..., 1] - RADIUS
    if ignore is not None:
        surface = np.where(ignore, np.inf, surface)
    return surface.min(axis=-1)
