"""The poses that a video shows, as rotations of the character's joints: inverse kinematics on landmarks.

Every bone points where its landmarks do; how it is rolled follows from the plane in which knee or elbow
bends, and where the limb is straight, from the foot or the way that the bone swung. Landmarks lie on the skin, so each
segment is compared with the same landmarks on the T-pose.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ..body.layout import FPS, JOINT_COUNT, LATENT_SECONDS, STRIDE
from ..body.skeleton import INDEX as JOINT
from ..body.skeleton import PARENTS, neutral_skeleton
from ..motion.heading import without_heading
from ..motion.kinematics import Motion
from ..motion.rotations import about_axis, frame_along, normalise, shortest_arc, slerp
from ..motion.target import Poses
from .features import at_instants, latent_frames, smooth, upright
from .landmarks import Landmarks
from .points import landmark_points
from .topology import INDEX

_REACH = 3  # frames on each side over which points are averaged: BlazePose trembles
_STEEPEST = 0.6  # radians that the camera may look down or up
_CLEAR = 0.5  # visibility from which a landmark is fully trusted
_LEAN = 0.25  # share of the thighs' direction in where the pelvis points: the hips bend as well as the back
_STRAIGHT, _BENT = 0.17, 0.52  # sine of the bend from which the plane of a limb begins to count, and does in full
_BY_FOOT = 0.6  # share of the foot's direction in how a straight leg is rolled
SIDES = ("left", "right")
_SEEN = {
    "pelvis": ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    "spine": ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    "neck": ("nose", "left_ear", "right_ear"),
    "head": ("nose", "left_ear", "right_ear"),
    "collar": ("shoulder",),
    "shoulder": ("shoulder", "elbow"),
    "elbow": ("elbow", "wrist"),
    "hip": ("hip", "knee"),
    "knee": ("knee", "ankle"),
    "ankle": ("ankle", "foot_index"),
}


def poses(landmarks: Landmarks, count: int | None = None) -> Poses:
    """Poses in ``count`` latent frames, the first beginning with the first picture; by default as many as it spans.

    The person must be seen in one picture at least. Between pictures points move straight on; where he is not
    seen for longer nothing is trusted.
    """
    seen = np.flatnonzero(landmarks.found)
    times = landmarks.times - landmarks.times[0]
    instants = np.arange((latent_frames(times) if count is None else count) * STRIDE) / FPS
    world = upright(landmarks.world[seen]).reshape(len(seen), -1)
    merged = at_instants(times[seen], np.concatenate([world, landmarks.visibility[seen]], axis=1), instants)
    width = world.shape[1]
    points = _levelled(smooth(merged[:, :width], _REACH).reshape(len(instants), -1, 3))
    gap = np.abs(instants[:, None] - times[seen]).min(axis=1)
    near = np.clip(2 - gap / LATENT_SECONDS, 0.0, 1.0)
    visible = np.clip(merged[:, width:] / _CLEAR, 0.0, 1.0) * near[:, None]
    rotations, trust = _rotations(points), _trust(visible)
    broken = np.abs(np.linalg.det(rotations) - 1) > 1e-3  # landmarks on one spot or line say no direction
    return Poses(np.where(broken[..., None, None], np.eye(3), rotations), np.where(broken, 0.0, trust))


def _levelled(points: np.ndarray) -> np.ndarray:
    """Points (T, 33, 3) as a level camera sees them: on the whole, stretched legs stand upright."""
    legs = np.mean([points[:, INDEX[f"{side}_hip"]] - points[:, INDEX[f"{side}_ankle"]] for side in SIDES], axis=0)
    up = (legs * np.linalg.norm(legs, axis=-1, keepdims=True) ** 4).sum(axis=0)
    pitch = float(np.clip(np.arctan2(up[2], up[1]), -_STEEPEST, _STEEPEST))
    return points @ about_axis("x", -pitch).T


def _trust(visible: np.ndarray) -> np.ndarray:
    """Trust (T, 22) in joints, from landmarks' (T, 33): that of the least clear one."""
    found = np.zeros((len(visible), len(JOINT)))
    for joint, index in JOINT.items():
        side = joint.partition("_")[0] + "_" if "_" in joint else ""
        names = _SEEN.get(joint.removeprefix(side).rstrip("123"), ())
        rows = [INDEX[name if name in INDEX else side + name] for name in names]
        if rows:
            found[:, index] = visible[:, rows].min(axis=1)
    return found


@cache
def _rest() -> np.ndarray:
    """The points (33, 3) on the T-pose."""
    pose = Motion(np.broadcast_to(np.eye(3), (1, JOINT_COUNT, 3, 3)), np.zeros((1, 3)), FPS, neutral_skeleton())
    return landmark_points(pose)[0]


def _rotations(points: np.ndarray) -> np.ndarray:
    """Parent-relative rotations (T, 22, 3, 3) of points (T, 33, 3), the pelvis's without its heading."""
    rest = _rest()
    turns = np.empty((len(points), len(JOINT), 3, 3))  # global ones
    pelvis, chest, head = (now @ then.T for now, then in zip(_trunk(points), _trunk(rest), strict=True))
    turns[:, JOINT["pelvis"]] = pelvis
    for number in (1, 2, 3):
        turns[:, JOINT[f"spine{number}"]] = slerp(pelvis, chest, number / 3)
    turns[:, JOINT["neck"]], turns[:, JOINT["head"]] = slerp(chest, head, 0.5), head
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):

        def along(start: str, end: str, side: str = side) -> tuple[np.ndarray, np.ndarray]:
            a, b = INDEX[f"{side}_{start}"], INDEX[f"{side}_{end}"]
            return points[:, b] - points[:, a], rest[b] - rest[a]

        def put(names: tuple[str, ...], values: tuple[np.ndarray, ...], side: str = side) -> None:
            for name, value in zip(names, values, strict=True):
                turns[:, JOINT[f"{side}_{name}"]] = value

        # An elbow folds the forearm forward, a knee the shank backward: the axes of the T-pose.
        upper, lower = _limb(chest, along("shoulder", "elbow"), along("elbow", "wrist"), np.array([0, -sign, 0]))
        put(("collar", "shoulder", "elbow", "wrist"), (chest, upper, lower, lower))
        foot, left = along("heel", "foot_index"), np.array([1.0, 0, 0])
        upper, lower = _limb(pelvis, along("hip", "knee"), along("knee", "ankle"), left, foot[0])
        sole = frame_along(foot[0], lower @ left) @ frame_along(foot[1], left).T
        put(("hip", "knee", "ankle", "foot"), (upper, lower, sole, sole))
    local = turns.copy()
    for joint, parent in enumerate(PARENTS[1:], 1):
        local[:, joint] = np.swapaxes(turns[:, parent], 1, 2) @ turns[:, joint]
    local[:, 0] = without_heading(local[:, 0])
    return local


def _trunk(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Frames (..., 3, 3) of pelvis, chest and head in points (..., 33, 3)."""

    def at(name: str) -> np.ndarray:
        return points[..., INDEX[name], :]

    def across(name: str) -> np.ndarray:
        return at(f"left_{name}") - at(f"right_{name}")

    def middle(name: str) -> np.ndarray:
        return (at(f"left_{name}") + at(f"right_{name}")) / 2

    back, thighs = normalise(middle("shoulder") - middle("hip")), normalise(middle("hip") - middle("knee"))
    return (
        frame_along(across("hip"), (1 - _LEAN) * back + _LEAN * thighs),
        frame_along(across("shoulder"), back),
        frame_along(across("ear"), at("nose") - middle("ear")),
    )


def _limb(
    parent: np.ndarray, upper: tuple, lower: tuple, hinge: np.ndarray, foot: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Global rotations (T, 3, 3) of a limb's two bones.

    parent (T, 3, 3): of what it hangs on. upper, lower: directions (T, 3) and those (3,) of the T-pose. hinge (3,):
    axis of the bend in the T-pose. foot (T, 3): direction that rolls a straight leg.
    """
    first, second = normalise(upper[0]), normalise(lower[0])
    axis = shortest_arc(parent @ normalise(upper[1]), first) @ parent @ hinge
    if foot is not None:
        axis = normalise((1 - _BY_FOOT) * axis + _BY_FOOT * normalise(np.cross(-second, foot)))
    plane = np.cross(first, second)
    sine = np.linalg.norm(plane, axis=-1, keepdims=True)
    bent = np.clip((sine - _STRAIGHT) / (_BENT - _STRAIGHT), 0.0, 1.0)
    plane = normalise(plane)
    bent = bent * ((plane * axis).sum(-1, keepdims=True) > -0.2)  # joints bend one way only: the rest is error
    axis = normalise((1 - bent) * axis + bent * plane)
    return (
        frame_along(first, axis) @ frame_along(normalise(upper[1]), hinge).T,
        frame_along(second, axis) @ frame_along(normalise(lower[1]), hinge).T,
    )
