"""What a motion does beyond going and gesturing: floor, flight, grips, head, feet; for ``evaluate actions``.

`measure_all` computes these and the obedience metrics. Positions are metres, Y up; heights are above the motion's
own floor; a name that ends in ``_s`` is the number of frames that hold divided by the frame rate.
"""

from __future__ import annotations

import functools

import numpy as np

from ...body.layout import FPS, JOINT_COUNT
from ...body.skeleton import INDEX
from ...motion.measures import (
    TOES,
    body_frame,
    count_reversals,
    floor_height,
    forward_axis,
    left_axis,
    measure,
    pelvis_path,
    smoothed,
)
from ...motion.rotations import matrix_from_axis_angle, normalise

_SIDES = (("left", "l"), ("right", "r"))
_PAIRED = ("hand", "foot")  # hand_X and foot_X are the larger of left and right
_FACE_M = 0.08  # the face is this far in front of the head joint, along the chest's normal
_LAST_S = 0.3  # how the motion ends is the mean over this
_SETTLED_S = 0.5  # rise_m compares the means of the first and the last of this
_STRAIGHT_M = 0.3  # a shorter way has no direction to sway across
_STANCE_S = 0.05  # a foot's stance counts as at least this long, so that no ratio is infinite


def trunk_axes(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unit vectors (T, 3) of the trunk: up the spine, to the body's left, out of the chest."""
    across = (
        joints[:, INDEX["left_hip"]]
        - joints[:, INDEX["right_hip"]]
        + joints[:, INDEX["left_shoulder"]]
        - joints[:, INDEX["right_shoulder"]]
    )
    trunk, lateral = normalise(joints[:, INDEX["neck"]] - joints[:, 0]), normalise(across)
    return trunk, lateral, normalise(np.cross(lateral, trunk))


def turned_about(directions: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Accumulated rotation (T,) in degrees of ``directions`` (T, 3) about ``axes`` (T, 3), 0 in the first frame."""
    sines = (np.cross(directions[:-1], directions[1:]) * axes[:-1]).sum(-1)
    return np.concatenate([[0.0], np.cumsum(np.degrees(np.arcsin(np.clip(sines, -1, 1))))])


def stretches(holds: np.ndarray) -> list[tuple[int, int]]:
    """First frame and frame after the last of every stretch of ``holds`` (T,) that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def trunk_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Lying, somersaults, cartwheels, handstands, sit-ups."""
    trunk, lateral, chest = trunk_axes(joints)
    tilt = np.degrees(np.arccos(np.clip(trunk[:, 1], -1, 1)))
    pitch, roll = turned_about(trunk, lateral), turned_about(trunk, chest)
    last = max(1, round(_LAST_S * fps))
    return {
        "trunk_end_deg": float(tilt[-last:].mean()),
        "trunk_down_s": float((tilt > 60).sum() / fps),
        "face_up_end": float(chest[-last:, 1].mean()),
        "pitch_fwd_deg": float(pitch.max()),
        "pitch_back_deg": float(-pitch.min()),
        "roll_deg": float(np.ptp(roll)),
        "invert_s": float((joints[:, INDEX["head"], 1] < joints[:, 0, 1] - 0.1).sum() / fps),
        "trunk_swings": float(count_reversals(tilt, 15.0)),
    }


def height_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Kneeling, hands on the floor, lying low, climbing, push-ups."""
    floor = floor_height(joints)
    heights = joints[..., 1] - floor
    pelvis = heights[:, 0]
    wrists = heights[:, [INDEX["left_wrist"], INDEX["right_wrist"]]]
    knees = heights[:, [INDEX["left_knee"], INDEX["right_knee"]]]
    shoulders = heights[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(axis=1)
    settled = max(1, round(_SETTLED_S * fps))
    supported = stretches((wrists < 0.35).all(axis=1))
    return {
        "knee_down_s": float((knees.min(axis=1) < 0.2).sum() / fps),
        "hands_low_s": float((wrists < 0.3).all(axis=1).sum() / fps),
        "lhand_low_s": float((wrists[:, 0] < 0.35).sum() / fps),
        "rhand_low_s": float((wrists[:, 1] < 0.35).sum() / fps),
        "low_s": float((pelvis < 0.45).sum() / fps),
        "height_m": float(np.median(pelvis)),
        "rise_m": float(pelvis[-settled:].mean() - pelvis[:settled].mean()),
        "top_m": float(pelvis.max() - pelvis[0]),
        "presses": float(sum(count_reversals(shoulders[a:b], 0.06) for a, b in supported)),
    }


def arm_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Where each hand is held and how it moves."""
    forward, chest = forward_axis(joints), trunk_axes(joints)[2]
    face = joints[:, INDEX["head"]] + _FACE_M * chest
    result, both_ahead, both_at_face = {}, True, True
    for side, letter in _SIDES:
        wrist = joints[:, INDEX[f"{side}_wrist"]]
        arm = wrist - joints[:, INDEX[f"{side}_shoulder"]]
        ahead, across, above = (arm * forward).sum(-1), np.hypot(arm[:, 0], arm[:, 2]), np.abs(arm[:, 1])
        to_face = np.linalg.norm(wrist - face, axis=-1)
        both_ahead = both_ahead & (ahead >= 0.3) & (above <= 0.35)
        both_at_face = both_at_face & (to_face < 0.33)
        local = body_frame(joints, f"{side}_wrist")
        velocity = np.diff(smoothed(local, max(1, round(0.1 * fps))), axis=0) * fps
        result |= {
            f"{letter}hand_fwd_s": float(((ahead >= 0.3) & (above <= 0.3)).sum() / fps),
            f"{letter}hand_out_s": float(((across > 0.42) & (above < 0.22)).sum() / fps),
            f"{letter}hand_face_s": float((to_face < 0.3).sum() / fps),
            f"{letter}hand_speed": float(np.linalg.norm(velocity, axis=-1).max()),
            f"{letter}hand_range_m": float(np.ptp(local[:, 1])),
            f"{letter}hand_bobs": float(max(count_reversals(local[:, axis], 0.08) for axis in range(3))),
        }
    return result | {
        "arms_fwd_s": float(np.sum(both_ahead) / fps),
        "hands_face_s": float(np.sum(both_at_face) / fps),
    }


def grip_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Both hands on one thing: swords, bats, bows, boxes."""
    wrists = joints[:, [INDEX["left_wrist"], INDEX["right_wrist"]]]
    gap = np.linalg.norm(wrists[:, 0] - wrists[:, 1], axis=-1)
    gripped = gap < 0.34
    middle = wrists.mean(axis=1)
    sideways = (middle - joints[:, 0]) @ left_axis(joints[:1])[0]
    arms = wrists - joints[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]]
    stretched = (np.hypot(arms[..., 0], arms[..., 2]) > 0.42) & (np.abs(arms[..., 1]) < 0.25)
    at_neck = np.linalg.norm(wrists - joints[:, None, INDEX["neck"]], axis=-1) < 0.38
    drawn = stretched & at_neck[:, ::-1]  # one hand holds the bow, the other the string
    return {
        "hands_together_s": float((gap < 0.28).sum() / fps),
        "grip_s": float(gripped.sum() / fps),
        "grip_range_m": float(np.ptp(middle[gripped, 1])) if gripped.any() else 0.0,
        "grip_lat_m": float(np.ptp(sideways[gripped])) if gripped.any() else 0.0,
        "drawn_s": float(drawn.sum(axis=0).max() / fps),
    }


def foot_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """Standing on one leg, hopping, tiptoe, limping, swaying."""
    floor = floor_height(joints)
    ankles = joints[:, [INDEX["left_ankle"], INDEX["right_ankle"]], 1] - floor
    toes = joints[:, TOES]
    feet = toes[..., 1] - floor
    lower = feet.min(axis=1)
    lifted = np.minimum(ankles - 0.06, feet) > 0.1
    in_air = lower - np.percentile(lower, 10) > 0.06
    heels = (ankles - feet).min(axis=1)
    steps = np.diff(toes, axis=0)
    planted = (feet[:-1] < 0.1) & (np.hypot(steps[..., 0], steps[..., 2]) * fps < 0.35)
    stances = np.maximum(planted.sum(axis=0) / fps, _STANCE_S)
    return {
        "lfoot_off_s": float(lifted[:, 0].sum() / fps),
        "rfoot_off_s": float(lifted[:, 1].sum() / fps),
        "hops": float(sum(b - a >= 2 for a, b in stretches(in_air))),
        "heel_up_s": float(((heels > 0.11) & (lower < 0.08)).sum() / fps),
        "stance_ratio": float(stances.max() / stances.min()),
    } | sway_metrics(joints, fps)


def sway_metrics(joints: np.ndarray, fps: float) -> dict[str, float]:
    """How far, and how often, the pelvis's path leaves the straight line from its first to its last point."""
    path = pelvis_path(joints, fps)
    way = path[-1] - path[0]
    length = float(np.hypot(*way))
    if length < _STRAIGHT_M:
        return {"sway_m": 0.0, "sway_turns": 0.0}
    across = (path - path[0]) @ np.array([-way[1], way[0]]) / length
    return {"sway_m": float(across.std()), "sway_turns": float(count_reversals(across, 0.05))}


def head_metrics(rotations: np.ndarray) -> dict[str, float]:
    """How the head turns on the chest; rotations (T, 22, 3, 3) relative to the parents."""
    head = rotations[:, INDEX["neck"]] @ rotations[:, INDEX["head"]]
    yaw = np.degrees(np.arctan2(head[:, 0, 2], head[:, 2, 2]))
    pitch = np.degrees(np.arcsin(np.clip(-head[:, 1, 2], -1, 1)))
    return {
        "head_yaw_deg": float(np.ptp(yaw)),
        "head_pitch_deg": float(np.ptp(pitch)),
        "head_shakes": float(count_reversals(yaw, 8.0)),
        "head_nods": float(count_reversals(pitch, 6.0)),
    }


def measure_all(joints: np.ndarray, rotations: np.ndarray, fps: float) -> dict[str, float]:
    """All metrics of a motion by name: obedience, actions, ``hand_X`` and ``foot_X``, `skate` and `jitter`.

    joints (T, 22, 3) in metres, Y up, T >= 2. rotations (T, 22, 3, 3) relative to the parents, or axis-angle poses
    (T, 22, 3) or (T, 66). fps: frames a second.
    """
    joints, rotations = np.asarray(joints, dtype=np.float64), np.asarray(rotations, dtype=np.float64)
    if rotations.ndim < 4:
        rotations = matrix_from_axis_angle(rotations.reshape(len(joints), JOINT_COUNT, 3))
    values = measure(joints, fps) | trunk_metrics(joints, fps) | height_metrics(joints, fps)
    values |= arm_metrics(joints, fps) | grip_metrics(joints, fps) | foot_metrics(joints, fps)
    values |= head_metrics(rotations)
    return values | _larger_sides(values)


def _larger_sides(values: dict[str, float]) -> dict[str, float]:
    """``hand_X`` of ``lhand_X`` and ``rhand_X``, and the same of the feet."""
    return {
        name[1:]: max(value, values["r" + name[1:]])
        for name, value in values.items()
        if name.startswith(tuple("l" + pair + "_" for pair in _PAIRED))
    }


@functools.cache
def metric_names() -> tuple[str, ...]:
    """The names of all metrics, sorted."""
    return tuple(sorted(measure_all(np.zeros((4, JOINT_COUNT, 3)), np.tile(np.eye(3), (4, JOINT_COUNT, 1, 1)), FPS)))
