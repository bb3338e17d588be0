"""The constant rotations between a source's joints and SMPL's, measured over a motion.

For files with no rest pose: bones lie along the axes of their own frames, and no frame is a T-pose.
What a body does on average tells how its joint frames lie: the trunk stands straight over the pelvis,
knees and elbows bend about one axis, hands follow the forearms, feet stand flat when they stand still.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import INDEX, PARENTS, Skeleton
from ..motion.rotations import matrix_from_axis_angle, mean_rotation, normalise, shortest_arc
from .alignment import source_joint, standing_foot
from .joint_map import JointMap
from .rest_pose import body_frame


def measured_aligners(
    positions: np.ndarray, turns: np.ndarray, mapping: JointMap, skeleton: Skeleton, up: np.ndarray, fps: float
) -> np.ndarray:
    """As :func:`alignment.aligners`, from positions (T, J, 3), global rotations (T, J, 3, 3) and up (3)."""
    few = slice(None, None, max(1, len(positions) // 2000))
    positions, turns, fps = positions[few], turns[few], fps / (few.step or 1)
    reference = body_frame(skeleton.rest_joints(), JointMap(dict(INDEX)))
    body = body_frame(positions, mapping) @ reference.T
    places = {name: positions[:, joint] for name, joint in mapping.joints.items()}
    thighs = sum(normalise(places[f"{s}_knee"] - places[f"{s}_hip"]) for s in ("left", "right")) / 2
    straight = np.clip(np.sum(-thighs * body[..., 1], axis=-1), 0.01, 1.0) ** 8

    result = np.empty((JOINT_COUNT, 3, 3))
    for joint in range(JOINT_COUNT):
        result[joint] = mean_rotation(_into(turns[:, source_joint(joint, mapping)], body), straight)
    for side in ("left", "right"):
        _limb(result, side, ("hip", "knee", "ankle"), np.array([1.0, 0.0, 0.0]), turns, body, places, mapping, skeleton)
        # The crook of a palm-down T-pose arm faces forward and 30 degrees up, as CMU's skeletons have it.
        hinge = np.array([0.0, -np.cos(np.radians(30)), np.sin(np.radians(30))])
        hinge = hinge if side == "left" else -hinge
        _limb(result, side, ("shoulder", "elbow", "wrist"), hinge, turns, body, places, mapping, skeleton)
        for name in ("wrist", "ankle", "foot"):
            joint = INDEX[f"{side}_{name}"]
            parent = source_joint(PARENTS[joint], mapping)
            follows = turns[:, parent] @ result[PARENTS[joint]]
            result[joint] = mean_rotation(_into(turns[:, source_joint(joint, mapping)], follows))
            if name == "ankle":
                _foot(result, side, turns, places, mapping, up, fps)
    return result


def _into(turns: np.ndarray, rotations: np.ndarray) -> np.ndarray:
    return np.swapaxes(turns, -1, -2) @ rotations


def _limb(result, side, names, hinge, turns, body, places, mapping, skeleton) -> None:
    """Upper and lower bone of a limb: along the source's bones, bending about the source's axis."""
    own = skeleton.rest_joints()
    first, second, third = (f"{side}_{name}" for name in names)
    ends = ((first, second), (second, third))
    along = [normalise(places[b] - places[a]) for a, b in ends]
    bends = np.cross(along[0], along[1])
    hinged = np.percentile(np.linalg.norm(bends, axis=-1), 90) > np.sin(np.radians(15))
    for (name, end), direction in zip(ends, along, strict=True):
        rested = own[INDEX[end]] - own[INDEX[name]]
        turn = turns[:, mapping.drivers[name]]
        swung = body @ shortest_arc(rested, (np.swapaxes(body, -1, -2) @ direction[..., None])[..., 0])
        aligned = mean_rotation(_into(turn, swung))
        bone = normalise(_into(turn, direction[..., None])[..., 0].mean(axis=0))
        aligned = shortest_arc(aligned @ rested, bone) @ aligned
        if hinged:
            wanted = _into(turn, bends[..., None])[..., 0].mean(axis=0)
            wanted = normalise(wanted - (wanted @ bone) * bone)
            turned = aligned @ hinge
            turned = normalise(turned - (turned @ bone) * bone)
            angle = np.arctan2(np.cross(turned, wanted) @ bone, turned @ wanted)
            aligned = matrix_from_axis_angle(bone * angle) @ aligned
        result[INDEX[name]] = aligned


def _foot(result, side, turns, places, mapping, up, fps) -> None:
    """The foot stands level when it is low and still."""
    if f"{side}_foot" not in places or len(turns) < 2:
        return
    ankle = INDEX[f"{side}_ankle"]
    turn = turns[:, source_joint(ankle, mapping)]
    toe = normalise(_into(turn, (places[f"{side}_foot"] - places[f"{side}_ankle"])[..., None])[..., 0].mean(axis=0))
    leg = np.linalg.norm(places[f"{side}_knee"] - places[f"{side}_ankle"], axis=-1).mean()
    speed = np.linalg.norm(np.gradient(places[f"{side}_ankle"], axis=0), axis=-1) * fps / leg
    heights = places[f"{side}_ankle"] @ up
    low = heights < np.percentile(heights, 60) + 0.02 * leg
    if not low.any():  # numbers too large to be compared
        return
    calm = low & (speed <= np.percentile(speed[low], 40))
    sole = normalise(_into(turn, np.broadcast_to(up[:, None], (len(turn), 3, 1)))[calm][..., 0].mean(axis=0))
    if np.linalg.norm(np.cross(sole, toe)) > 0.5:
        result[ankle] = standing_foot(side, toe, sole)
