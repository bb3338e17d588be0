"""The source's rest pose: the one pose in which it is known how the body stands.

Retargeting needs one pose of the source in which every SMPL joint's rotation is known. A zero pose in
which a person stands (T-pose, A-pose, arms down) serves; else a first frame in T-pose; else the frame
of the motion that comes nearest to standing, with the bending planes of knees and elbows measured over
the whole motion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..motion.rotations import matrix_to_axis_angle, normalise
from .joint_map import JointMap
from .source import SourceMotion

_SIDES = ("left", "right")


@dataclass
class RestPose:
    """A pose of the source: joint positions (J, 3) and global rotations (J, 3, 3), file units and axes.

    ``kind``: "zero", "frame" (a T-pose in the file) or "motion" (no pose of rest was found).
    ``leading``: how many frames at the start are rest pose and no motion.
    """

    positions: np.ndarray
    rotations: np.ndarray
    kind: str
    leading: int


def find_rest_pose(source: SourceMotion, mapping: JointMap, positions: np.ndarray, turns: np.ndarray) -> RestPose:
    """The rest pose of ``source``, whose world positions (T, J, 3) and rotations (T, J, 3, 3) are given."""
    leading = _leading_rest_frames(source, mapping, positions, turns)
    zero = source.zero_pose()
    if standing_misfit(zero, mapping) < 1.0:
        return RestPose(zero, np.broadcast_to(np.eye(3), turns.shape[1:]), "zero", leading)
    if standing_misfit(positions[0], mapping) < 1.0 and (leading or arms_spread(positions[0], mapping)):
        return RestPose(positions[0], turns[0], "frame", leading)
    step = max(1, len(positions) // 300)
    misfits = [standing_misfit(frame, mapping) for frame in positions[leading::step]]
    best = leading + int(np.argmin(misfits)) * step
    return RestPose(positions[best], turns[best], "motion", leading)


def body_frame(positions: np.ndarray, mapping: JointMap) -> np.ndarray:
    """Rotations (..., 3, 3) with columns left, up, forward of the body at positions (..., J, 3)."""
    joints = mapping.joints
    hips = positions[..., joints["left_hip"], :] - positions[..., joints["right_hip"], :]
    shoulders = positions[..., joints["left_shoulder"], :] - positions[..., joints["right_shoulder"], :]
    middle = positions[..., [joints["left_hip"], joints["right_hip"]], :].mean(axis=-2)
    up = normalise(upper_end(positions, mapping) - middle)
    left = normalise(hips) + normalise(shoulders)
    left = normalise(left - np.sum(left * up, axis=-1, keepdims=True) * up)
    return np.stack([left, up, np.cross(left, up)], axis=-1)


def upper_end(positions: np.ndarray, mapping: JointMap) -> np.ndarray:
    """Upper end of the trunk (..., 3): the neck, or the middle of the shoulders."""
    if "neck" in mapping.joints:
        neck = positions[..., mapping.joints["neck"], :]
        middle = positions[..., [mapping.joints["left_hip"], mapping.joints["right_hip"]], :].mean(axis=-2)
        if np.all(np.linalg.norm(neck - middle, axis=-1) > 1e-6):
            return neck
    shoulders = [mapping.joints["left_shoulder"], mapping.joints["right_shoulder"]]
    return positions[..., shoulders, :].mean(axis=-2)


def _direction(positions: np.ndarray, mapping: JointMap, start: str, end: str) -> np.ndarray:
    return normalise(positions[mapping.joints[end]] - positions[mapping.joints[start]])


def standing_misfit(positions: np.ndarray, mapping: JointMap) -> float:
    """How far positions (J, 3) are from a person standing straight: below 1 is a rest pose."""
    body = body_frame(positions, mapping)
    if not np.isclose(np.linalg.det(body), 1.0, atol=1e-3):
        return 99.0
    left, up, forward = body.T
    misfit = [0.0]
    arms = []
    for sign, side in zip((1.0, -1.0), _SIDES, strict=True):
        thigh = _direction(positions, mapping, f"{side}_hip", f"{side}_knee")
        shin = _direction(positions, mapping, f"{side}_knee", f"{side}_ankle")
        upper = _direction(positions, mapping, f"{side}_shoulder", f"{side}_elbow")
        fore = _direction(positions, mapping, f"{side}_elbow", f"{side}_wrist")
        if min(map(np.linalg.norm, (thigh, shin, upper, fore))) < 0.5:
            return 99.0
        misfit += [_over(-thigh @ up, 40), _over(thigh @ shin, 25), _over(upper @ fore, 45)]
        misfit.append(1.5 if sign * (upper @ left) < -0.35 else 0.0)
        hip = positions[mapping.joints[f"{side}_hip"]] - positions[mapping.joints["pelvis"]]
        misfit.append(1.5 if sign * (hip @ left) < -1e-6 * np.abs(positions).max() else 0.0)
        if f"{side}_foot" in mapping.joints:
            foot = _direction(positions, mapping, f"{side}_ankle", f"{side}_foot")
            if np.linalg.norm(foot) > 0.5:
                misfit.append(_over(foot @ forward, 75))
        arms.append(upper * (1.0, 1.0, 1.0))
    mirrored = arms[1] - 2 * (arms[1] @ left) * left
    misfit.append(_over(arms[0] @ mirrored, 30))
    return float(max(misfit))


def _over(cosine: float, degrees: float) -> float:
    """Angle of ``cosine`` as a share of the most that a rest pose may show."""
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))) / degrees)


def arms_spread(positions: np.ndarray, mapping: JointMap) -> bool:
    """Whether the arms are held out sideways, as in a T-pose."""
    body = body_frame(positions, mapping)
    return all(
        sign * (_direction(positions, mapping, f"{side}_shoulder", f"{side}_elbow") @ body[:, 0]) > 0.8
        for sign, side in zip((1.0, -1.0), _SIDES, strict=True)
    )


def _leading_rest_frames(source: SourceMotion, mapping: JointMap, positions, turns) -> int:
    """How many frames at the start are a rest pose from which the motion then jumps away."""
    if len(source) < 4:
        return 0
    joints = [j for j in mapping.joints.values() if not source.is_end[j]]
    few = min(len(source), 400)
    local = turns[:few][:, joints]
    steps = np.swapaxes(local[:-1], -1, -2) @ local[1:]
    angles = np.degrees(np.linalg.norm(matrix_to_axis_angle(steps), axis=-1)).max(axis=1)
    for count in range(1, min(6, few - 2)):
        jump = angles[count - 1]
        later = np.percentile(angles[count:], 99)
        spread = arms_spread(positions[0], mapping) and not arms_spread(positions[count], mapping)
        if jump > 20.0 and (jump > 2.5 * later or (jump > 50.0 and spread)):
            calm = all(angle < 2.0 for angle in angles[: count - 1])
            posed = arms_spread(positions[0], mapping) and standing_misfit(positions[0], mapping) < 1.0
            return count if calm and posed else 0
        if jump > 2.0:
            break
    return 0


def world_up(positions: np.ndarray, mapping: JointMap, rest: RestPose) -> np.ndarray:
    """The axis (3,) that points up in the world of positions (T, J, 3): one of the six axes.

    People stand along the up axis most of the time, floors lie at zero, and most files have Y up.
    """
    feet = positions[:, [mapping.joints["left_ankle"], mapping.joints["right_ankle"]]].mean(axis=1)
    stand = normalise(upper_end(positions, mapping) - feet).mean(axis=0)
    body = np.array(list(mapping.joints.values()))
    height = np.linalg.norm(np.ptp(rest.positions[body], axis=0))
    trunk = body_frame(rest.positions, mapping)[:, 1]
    likely = (1, 1.0)
    if rest.kind != "motion":
        axis = int(np.argmax(np.abs(trunk)))
        likely = (axis, float(np.sign(trunk[axis])))
    scores = {}
    for axis in range(3):
        for sign in (1.0, -1.0):
            lowest = (sign * positions[:, body, axis]).min(axis=1)
            floor_at_zero = abs(np.median(lowest)) < 0.12 * height
            scores[axis, sign] = sign * stand[axis] + 0.3 * floor_at_zero
            # Someone lying down throughout looks upright along the wrong axis, but then the lowest point is not at 0.
            if (axis, sign) != likely and not floor_at_zero:
                scores[axis, sign] -= 0.5
    scores[likely] += 0.3
    scores[1, 1.0] += 0.2
    best = max(scores, key=scores.get)
    up = np.zeros(3)
    up[best[0]] = best[1]
    return up
