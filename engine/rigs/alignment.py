"""The constant rotations between a source's joints and SMPL's, read off the source's rest pose."""

from __future__ import annotations

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import INDEX, JOINTS, PARENTS, Skeleton
from ..motion.rotations import normalise, shortest_arc
from .joint_map import JointMap
from .rest_pose import RestPose, body_frame

LIMBS = (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))


def aligners(rest: RestPose, mapping: JointMap, skeleton: Skeleton) -> np.ndarray:
    """Rotations (22, 3, 3) such that SMPL global rotation = source global rotation @ aligner.

    In the rest pose the SMPL trunk, head and collars stand as in their own T-pose, limb bones point where
    the source's do, and feet stand flat. Rows of joints that the source does not have are relative to
    the parent's source joint instead.
    """
    aligned = rest_alignment(rest, mapping, skeleton)
    result = np.empty((JOINT_COUNT, 3, 3))
    for joint in range(JOINT_COUNT):
        driver = source_joint(joint, mapping)
        result[joint] = rest.rotations[driver].T @ aligned[joint]
    return result


def source_joint(joint: int, mapping: JointMap) -> int:
    """Source joint that turns SMPL joint ``joint``: its own, else the nearest mapped parent's."""
    while JOINTS[joint] not in mapping.drivers:
        joint = PARENTS[joint]
    return mapping.drivers[JOINTS[joint]]


def rest_alignment(rest: RestPose, mapping: JointMap, skeleton: Skeleton) -> np.ndarray:
    """Global rotations (22, 3, 3) that put SMPL's T-pose into the source's rest pose."""
    body = _upright_body(rest, mapping)
    own = skeleton.rest_joints()
    places = {name: rest.positions[joint] for name, joint in (mapping.joints | mapping.tips).items()}
    aligned = np.broadcast_to(body, (JOINT_COUNT, 3, 3)).copy()
    for side in ("left", "right"):
        for start, end in LIMBS:
            first, second = f"{side}_{start}", f"{side}_{end}"
            rested = own[INDEX[second]] - own[INDEX[first]]
            aligned[INDEX[first]] = body @ shortest_arc(rested, body.T @ (places[second] - places[first]))
        forearm = aligned[INDEX[f"{side}_elbow"]]
        aligned[INDEX[f"{side}_wrist"]] = forearm
        if f"{side}_hand" in places:
            outward = np.array([1.0 if side == "left" else -1.0, 0.0, 0.0])
            hand = body.T @ normalise(places[f"{side}_hand"] - places[f"{side}_wrist"])
            if hand @ (body.T @ forearm @ outward) > 0.5:
                aligned[INDEX[f"{side}_wrist"]] = body @ shortest_arc(outward, hand)
        if f"{side}_foot" in places:
            ankle = places[f"{side}_ankle"]
            sole = body @ _level_foot(
                side, body.T @ (places[f"{side}_foot"] - ankle), body.T @ (places[f"{side}_knee"] - ankle)
            )
            aligned[INDEX[f"{side}_ankle"]] = aligned[INDEX[f"{side}_foot"]] = sole
    return aligned


def _upright_body(rest: RestPose, mapping: JointMap) -> np.ndarray:
    """Rotation (3, 3) of the body in the rest pose, upright: columns left, up, forward."""
    body = body_frame(rest.positions, mapping)
    # A rest pose stands upright: the trunk's small slope belongs to the skeleton, not to the pose.
    axis = int(np.argmax(np.abs(body[:, 1])))
    up = np.eye(3)[axis] * np.sign(body[axis, 1])
    if body[:, 1] @ up < np.cos(np.radians(20)):
        return body
    left = body[:, 0]
    nearest = int(np.argmax(np.abs(left)))
    if abs(left[nearest]) > np.cos(np.radians(6)):
        left = np.eye(3)[nearest] * np.sign(left[nearest])
    left = normalise(left - (left @ up) * up)
    return np.stack([left, up, np.cross(left, up)], axis=-1)


def _level_foot(side: str, toe: np.ndarray, knee: np.ndarray) -> np.ndarray:
    """Rotation (3, 3) of a foot that stands flat with its toes towards ``toe`` (body frame).

    Ankle joints lie at different heights in different skeletons, so that the slope from ankle to toe
    says nothing about the sole.
    """
    up = np.array([0.0, 1.0, 0.0])
    shin, foot = normalise(knee), normalise(toe)
    # CMU's skeleton spreads the legs by 20 degrees with the soles square to the shins; there the foot
    # lies in the plane of shin and forward. Elsewhere the sole is level.
    across = normalise(np.cross(shin, np.array([0.0, 0.0, 1.0])))
    if shin[1] < np.cos(np.radians(8)) and abs(across @ foot) < 0.02:
        up = shin
    return standing_foot(side, foot, up)


def standing_foot(side: str, toe: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Rotation (3, 3) from SMPL's flat foot to one with sole normal ``up`` and toes towards ``toe``."""
    forward = toe - (toe @ up) * up
    if np.linalg.norm(forward) < 0.3 * np.linalg.norm(toe):
        return np.eye(3)
    forward = normalise(forward)
    turned = np.stack([np.cross(up, forward), up, forward], axis=-1)
    flat = np.array([0.0, 1.0, 0.0])
    outward = 0.19 if side == "left" else -0.19  # SMPL's toes point outwards by 12 degrees
    ahead = normalise(np.array([outward, 0.0, 0.90]))
    return turned @ np.stack([np.cross(flat, ahead), flat, ahead], axis=-1).T
