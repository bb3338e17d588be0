"""What a motion does, in numbers: the obedience metrics and the two quality figures.

Every function takes ``joints`` (T, 22, 3) in metres, Y up, and the frame rate; `measure` computes all.
Left is positive for sideways distances and turns. Heights are above the motion's own floor.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import FEET
from ..body.skeleton import INDEX

TOES = FEET[1::2]
_SMOOTH_S = 0.25  # the pelvis's path is averaged over this, so that sway is not counted as travel
_AIR_M = 0.06  # feet this far above their median are off the ground
_SWING_M = 0.06  # shorter swings of the wrist are no wave
_DOWN, _BACK = 0.85, 0.92  # of the standing pelvis height: a dip goes below the first, ends above the second


def floor_height(joints: np.ndarray) -> float:
    """Floor: 5th percentile, over frames, of the lowest of the ankles and feet (metres)."""
    return float(np.percentile(lowest_foot(joints), 5))


def lowest_foot(joints: np.ndarray) -> np.ndarray:
    """Height (T,) of the lowest ankle or foot, in the coordinates of ``joints``."""
    return joints[:, FEET, 1].min(axis=1)


def left_axis(joints: np.ndarray) -> np.ndarray:
    """Unit horizontal vectors (T, 3) that point to the body's left, from hips and shoulders."""
    across = (
        joints[:, INDEX["left_hip"]]
        - joints[:, INDEX["right_hip"]]
        + joints[:, INDEX["left_shoulder"]]
        - joints[:, INDEX["right_shoulder"]]
    )
    across = across * (1.0, 0.0, 1.0)
    return across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)


def forward_axis(joints: np.ndarray) -> np.ndarray:
    """Unit horizontal vectors (T, 3) that point forward: left x up."""
    return np.cross(left_axis(joints), (0.0, 1.0, 0.0))


def heading_deg(joints: np.ndarray) -> np.ndarray:
    """Unwrapped heading (T,) in degrees; turning left makes it larger."""
    forward = forward_axis(joints)
    return np.degrees(np.unwrap(np.arctan2(forward[:, 0], forward[:, 2])))


def smoothed(values: np.ndarray, frames: int) -> np.ndarray:
    """Centred moving mean of ``values`` (T, n) over ``frames``; shorter at both ends."""
    before, after = (frames - 1) // 2, frames // 2
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    index = np.arange(len(values))
    first, last = np.maximum(index - before, 0), np.minimum(index + after + 1, len(values))
    return (sums[last] - sums[first]) / (last - first)[:, None]


def pelvis_path(joints: np.ndarray, fps: float) -> np.ndarray:
    """Horizontal pelvis positions (T, 2) averaged over 0.25 s."""
    return smoothed(joints[:, 0][:, [0, 2]], max(1, round(_SMOOTH_S * fps)))


def body_frame(joints: np.ndarray, joint: str) -> np.ndarray:
    """Positions (T, 3) of a joint relative to spine3 along the body's left, up and forward axes."""
    relative = joints[:, INDEX[joint]] - joints[:, INDEX["spine3"]]
    left, forward = left_axis(joints), forward_axis(joints)
    return np.stack([(relative * left).sum(-1), relative[:, 1], (relative * forward).sum(-1)], axis=-1)


def count_reversals(values: np.ndarray, swing: float = _SWING_M) -> int:
    """Turning points of ``values`` (T,) that have a swing of at least ``swing`` before and after them."""
    if len(values) < 3:
        return 0
    first, *rest = np.asarray(values).tolist()  # plain numbers: five times quicker to compare one by one
    low = high = first
    direction, reversals = 0, 0
    for value in rest:
        low, high = min(low, value), max(high, value)
        if direction >= 0 and high - value >= swing:
            reversals += direction > 0
            direction, low = -1, value
        elif direction <= 0 and value - low >= swing:
            reversals += direction < 0
            direction, high = 1, value
    return reversals


def count_waves(joints: np.ndarray, side: str) -> int:
    """Reversals of the wrist's left-right or up-down movement while it is above the elbow."""
    above = joints[:, INDEX[f"{side}_wrist"], 1] > joints[:, INDEX[f"{side}_elbow"], 1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above, [False]]).astype(int)))
    wrist = body_frame(joints, f"{side}_wrist")
    stretches = list(zip(edges[::2], edges[1::2], strict=True))
    return max(sum(count_reversals(wrist[a:b, axis]) for a, b in stretches) for axis in (0, 1))


def count_dips(heights: np.ndarray, standing: float) -> int:
    """Times the pelvis heights (T,) go below 0.85 of ``standing`` and come back above 0.92 of it."""
    down, dips = False, 0
    for height in heights:
        if height < _DOWN * standing:
            down = True
        elif down and height > _BACK * standing:
            down, dips = False, dips + 1
    return dips


def travel(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Where the body goes and how it turns."""
    shift = joints[-1, 0] - joints[0, 0]
    path = pelvis_path(joints, fps)
    path_m = float(np.linalg.norm(np.diff(path, axis=0), axis=-1).sum())
    heading = heading_deg(joints)
    return {
        "forward_m": float(shift @ forward_axis(joints[:1])[0]),
        "left_m": float(shift @ left_axis(joints[:1])[0]),
        "path_m": path_m,
        "net_m": float(np.hypot(shift[0], shift[2])),
        "speed": path_m / (len(joints) / fps),
        "turn_deg": float(heading[-1] - heading[0]),
        "spin_deg": float(heading.max() - heading.min()),
    }


def posture(joints: np.ndarray, fps: float) -> dict[str, float]:
    """What the body does in height: jumps, squats, bows."""
    lowest = lowest_foot(joints)
    pelvis = joints[:, 0, 1] - floor_height(joints)
    standing = max(float(np.percentile(pelvis, 95)), 1e-6)
    trunk = joints[:, INDEX["neck"]] - joints[:, 0]
    upright = trunk[:, 1] / np.maximum(np.linalg.norm(trunk, axis=-1), 1e-9)
    last = max(1, round(0.3 * fps))
    return {
        "jump_m": float(lowest.max() - np.median(lowest)),
        "air_s": float((lowest - np.median(lowest) > _AIR_M).sum() / fps),
        "drop": float(1 - pelvis.min() / standing),
        "end_drop": float(1 - pelvis[-last:].mean() / standing),
        "height_m": float(np.median(pelvis)),
        "bow_deg": float(np.degrees(np.arccos(np.clip(upright, -1, 1))).max()),
        "dips": float(count_dips(pelvis, standing)),
        "still": float(np.linalg.norm(joints - joints.mean(axis=0), axis=-1).max()),
    }


def limbs(joints: np.ndarray, fps: float) -> dict[str, float]:
    """What hands and feet do."""
    forward = forward_axis(joints)
    wrists = [joints[:, INDEX[f"{side}_wrist"]] for side in ("left", "right")]
    result = {"hands_gap": float(np.linalg.norm(wrists[0] - wrists[1], axis=-1).min())}
    for side, letter in (("left", "l"), ("right", "r")):
        hip, knee, ankle, shoulder, wrist = (
            joints[:, INDEX[f"{side}_{name}"]] for name in ("hip", "knee", "ankle", "shoulder", "wrist")
        )
        thigh = max(float(np.linalg.norm(knee - hip, axis=-1).mean()), 1e-9)
        steps = np.diff(body_frame(joints, f"{side}_wrist"), axis=0)
        result |= {
            f"{letter}hand_up_s": float((wrist[:, 1] > joints[:, INDEX["head"], 1]).sum() / fps),
            f"{letter}hand_high_s": float((wrist[:, 1] > joints[:, INDEX["neck"], 1]).sum() / fps),
            f"{letter}hand_path": float(np.linalg.norm(steps, axis=-1).sum()),
            f"{letter}hand_waves": float(count_waves(joints, side)),
            f"{letter}hand_reach": float(((wrist - shoulder) * forward).sum(-1).max()),
            f"{letter}foot_up": float(ankle[:, 1].max() - np.median(ankle[:, 1])),
            f"{letter}knee_up": float((knee[:, 1] - hip[:, 1]).max() / thigh + 1),
        }
    return result


def skate(joints: np.ndarray, fps: float) -> float:
    """Mean horizontal speed (m/s) of feet below 0.05 m that move less than 0.02 m a frame vertically.

    0.0 where no foot is ever planted.
    """
    feet = joints[:, TOES]
    steps = np.diff(feet, axis=0)
    planted = (feet[:-1, :, 1] - floor_height(joints) < 0.05) & (np.abs(steps[..., 1]) < 0.02)
    speeds = np.hypot(steps[..., 0], steps[..., 2]) * fps
    return float(speeds[planted].mean()) if planted.any() else 0.0


def jitter(joints: np.ndarray, fps: float) -> float:
    """Mean length of the third difference of joint positions x fps^3 (m/s^3); 0.0 below four frames."""
    if len(joints) < 4:
        return 0.0
    return float(np.linalg.norm(np.diff(joints, n=3, axis=0), axis=-1).mean() * fps**3)


def measure(joints: np.ndarray, fps: float) -> dict[str, float]:
    """All metrics of ``joints`` (T, 22, 3) by name, T >= 2; `skate` and `jitter` among them."""
    joints = np.asarray(joints, dtype=np.float64)
    result = travel(joints, fps) | posture(joints, fps) | limbs(joints, fps)
    return result | {"skate": skate(joints, fps), "jitter": jitter(joints, fps)}
