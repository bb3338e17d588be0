"""Measured facts of a motion window: what a caption may say about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...body.skeleton import INDEX
from ...motion.measures import floor_height, forward_axis, left_axis, lowest_foot, measure, smoothed

SIDES = ("left", "right")


@dataclass(frozen=True)
class Jump:
    """A flight: both feet off the floor. Seconds of take-off and landing, metres."""

    start: float
    end: float
    height: float  # of the lower foot, above its median
    rise: float  # of the pelvis, above its median
    travel_m: float  # of the pelvis, horizontal, over the flight
    forward_m: float  # along the body's forward axis at take-off
    stride_m: float  # distance between the ankles along the way, largest in flight: long in a running step


@dataclass(frozen=True)
class Arm:
    """One arm. Seconds are totals over the window, metres in the body's frame."""

    up_s: float  # wrist above the head
    high_s: float  # wrist above the neck
    out_s: float  # stretched out to the side at shoulder height
    front_s: float  # stretched out to the front at shoulder height
    path_m: float
    speed: float  # path / duration
    waves: int
    reach_m: float
    punches: int  # quick stretches of the arm towards the front
    lift_m: float  # highest wrist position above its own lowest
    end_up: bool  # still above the head at the end
    down_share: float  # share of frames with the hand hanging below the waist


@dataclass(frozen=True)
class Leg:
    """One leg. Kicks are in front of or beside the body; heights in metres above the standing ankle."""

    kick_m: float  # highest the ankle gets while well away from the body with the leg nearly straight
    kick_speed: float  # fastest speed of the ankle against the pelvis around that moment, m/s
    kick_s: float  # when, seconds
    kicks: int
    side_m: float  # how far to its side the kick goes
    knee_up: float  # 0 hanging, 1 level with the hip
    high_knees: int  # times the knee comes above 0.55
    off_s: float  # seconds with this foot off the floor while the other stands


@dataclass(frozen=True)
class Facts:
    """Facts of a window; ``values`` holds every obedience metric by name."""

    seconds: float
    values: dict[str, float]
    direction: str  # "none", "forward", "backward", "left", "right", "mixed": travel in the body's frame
    speed: float
    top_speed: float
    start_speed: float  # over the first and the last 0.5 s
    end_speed: float
    flight_share: float  # share of frames with both feet off the floor
    turn_deg: float
    spin_deg: float
    circle: bool  # travels along a curve that closes
    low_start: float  # 1 - pelvis height / standing height of this skeleton
    low_end: float
    low_most: float
    low_mean: float
    bow_start: float
    bow_mean: float
    bow_most: float
    bow_end: float
    bends: int  # times the trunk goes beyond 45 degrees and comes back under 25
    upside_down_s: float  # head below pelvis
    overturns: int  # times the head goes below the pelvis and comes back above it
    twist_deg: float  # range of shoulders against hips about the up axis
    feet_apart_m: float  # largest sideways distance of the ankles
    gap_m: float  # smallest distance of the wrists
    claps: int
    both_up: int  # times both hands go above the head
    jumps: tuple[Jump, ...]
    arms: dict[str, Arm] = field(default_factory=dict)
    legs: dict[str, Leg] = field(default_factory=dict)


def standing_height(joints: np.ndarray) -> float:
    """Pelvis height of this skeleton standing upright, from its bone lengths."""

    def length(first: str, second: str) -> float:
        return float(np.linalg.norm(joints[:, INDEX[first]] - joints[:, INDEX[second]], axis=-1).mean())

    leg = length("left_hip", "left_knee") + length("left_knee", "left_ankle")
    return 0.985 * (leg + 0.8 * length("pelvis", "left_hip") + 0.06)


def measure_facts(joints: np.ndarray, fps: float) -> Facts:
    """Facts of ``joints`` (T, 22, 3), metres, Y up, T >= 4."""
    joints = np.asarray(joints, dtype=np.float64)
    values = measure(joints, fps)
    velocity = np.gradient(smoothed(joints[:, 0], max(1, round(0.25 * fps))), axis=0) * fps
    speeds = np.hypot(velocity[:, 0], velocity[:, 2])
    half = max(1, round(0.5 * fps))
    heights = joints[:, 0, 1] - floor_height(joints)
    low = 1 - heights / standing_height(joints)
    trunk = joints[:, INDEX["neck"]] - joints[:, 0]
    bow = np.degrees(np.arccos(np.clip(trunk[:, 1] / np.linalg.norm(trunk, axis=-1), -1, 1)))
    lowest = lowest_foot(joints)
    ends = max(1, round(0.3 * fps))
    ankles = joints[:, INDEX["left_ankle"]] - joints[:, INDEX["right_ankle"]]
    gaps = np.linalg.norm(joints[:, INDEX["left_wrist"]] - joints[:, INDEX["right_wrist"]], axis=-1)
    return Facts(
        seconds=len(joints) / fps,
        values=values,
        direction=_direction(joints, velocity, values["path_m"]),
        speed=values["speed"],
        top_speed=float(speeds.max()),
        start_speed=float(speeds[:half].mean()),
        end_speed=float(speeds[-half:].mean()),
        flight_share=float((lowest - np.percentile(lowest, 5) > 0.045).mean()),
        turn_deg=values["turn_deg"],
        spin_deg=values["spin_deg"],
        circle=min(values["spin_deg"], abs(_curve_deg(velocity, speeds))) > 200 and values["path_m"] > 2.2,
        low_start=float(low[:ends].mean()),
        low_end=float(low[-ends:].mean()),
        low_most=float(low.max()),
        low_mean=float(low.mean()),
        bow_start=float(bow[:ends].mean()),
        bow_mean=float(bow.mean()),
        bow_most=float(bow.max()),
        bow_end=float(bow[-ends:].mean()),
        bends=_rises(bow, 45, 25),
        upside_down_s=float((joints[:, INDEX["head"], 1] < joints[:, 0, 1]).sum() / fps),
        overturns=_rises(joints[:, 0, 1] - joints[:, INDEX["head"], 1], 0.0, -0.2),
        twist_deg=float(np.ptp(_twist(joints))),
        feet_apart_m=float(np.abs((ankles * left_axis(joints)).sum(-1)).max()),
        gap_m=float(gaps.min()),
        claps=_rises(-gaps, -0.16, -0.30),
        both_up=_rises(_lower_hand(joints), 0.0, -0.25),
        jumps=_jumps(joints, fps),
        arms={side: _arm(joints, fps, side, values) for side in SIDES},
        legs={side: _leg(joints, fps, side, values) for side in SIDES},
    )


def _direction(joints: np.ndarray, velocity: np.ndarray, path: float) -> str:
    """Which way the body travels, seen from itself."""
    if path < 0.45 or np.hypot(*(joints[-1, 0] - joints[0, 0])[[0, 2]]) < 0.3 and path < 1.0:
        return "none"
    ahead = (velocity * forward_axis(joints)).sum(-1)
    aside = (velocity * left_axis(joints)).sum(-1)
    total = np.hypot(ahead, aside).sum()
    for name, along in (("forward", ahead), ("backward", -ahead), ("left", aside), ("right", -aside)):
        if along.sum() > 0.75 * total:
            return name
    return "mixed"


def _curve_deg(velocity: np.ndarray, speeds: np.ndarray) -> float:
    """How far the direction of travel turns, where there is travel."""
    moving = velocity[speeds > 0.3]
    if len(moving) < 3:
        return 0.0
    way = np.unwrap(np.arctan2(moving[:, 0], moving[:, 2]))
    return float(np.degrees(way[-1] - way[0]))


def _rises(values: np.ndarray, above: float, below: float) -> int:
    """Times ``values`` go above one threshold, having been below the other before."""
    ready, count = True, 0
    for value in values:
        if ready and value > above:
            ready, count = False, count + 1
        elif value < below:
            ready = True
    return count


def _lower_hand(joints: np.ndarray) -> np.ndarray:
    """Height (T,) of the lower wrist above the head."""
    wrists = joints[:, (INDEX["left_wrist"], INDEX["right_wrist"]), 1]
    return wrists.min(axis=1) - joints[:, INDEX["head"], 1]


def _twist(joints: np.ndarray) -> np.ndarray:
    """Angle (T,) in degrees of the shoulder line against the hip line, seen from above; left is positive."""
    shoulders = joints[:, INDEX["left_shoulder"]] - joints[:, INDEX["right_shoulder"]]
    hips = joints[:, INDEX["left_hip"]] - joints[:, INDEX["right_hip"]]
    angle = np.arctan2(shoulders[:, 0], shoulders[:, 2]) - np.arctan2(hips[:, 0], hips[:, 2])
    return np.degrees((angle + np.pi) % (2 * np.pi) - np.pi)


def _jumps(joints: np.ndarray, fps: float) -> tuple[Jump, ...]:
    """All flights of at least 0.1 s in which the lower foot rises 6 cm."""
    lowest = lowest_foot(joints)
    median = np.median(lowest)
    air = lowest - np.percentile(lowest, 10) > 0.05
    edges = np.flatnonzero(np.diff(np.concatenate([[False], air, [False]]).astype(int)))
    forward = forward_axis(joints)
    ankles = joints[:, INDEX["left_ankle"]] - joints[:, INDEX["right_ankle"]]
    found = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        height = float(lowest[start:stop].max() - median)
        if stop - start < 0.1 * fps or height < 0.06:
            continue
        last = min(stop, len(joints) - 1)
        shift = joints[last, 0] - joints[start, 0]
        stride = np.abs((ankles[start:stop] * forward[start:stop]).sum(-1)).max()
        found.append(
            Jump(
                start / fps,
                stop / fps,
                height,
                float(joints[start:stop, 0, 1].max() - np.median(joints[:, 0, 1])),
                float(np.hypot(shift[0], shift[2])),
                float(shift @ forward[start]),
                float(stride),
            )
        )
    return tuple(found)


def _arm(joints: np.ndarray, fps: float, side: str, values: dict[str, float]) -> Arm:
    """Facts of one arm."""
    letter = side[0]
    wrist, shoulder = joints[:, INDEX[f"{side}_wrist"]], joints[:, INDEX[f"{side}_shoulder"]]
    reach = wrist - shoulder
    length = (
        np.linalg.norm(wrist - joints[:, INDEX[f"{side}_elbow"]], axis=-1).mean()
        + np.linalg.norm(joints[:, INDEX[f"{side}_elbow"]] - shoulder, axis=-1).mean()
    )
    outward = left_axis(joints) * (1 if side == "left" else -1)
    aside = (reach * outward).sum(-1) / length
    ahead = (reach * forward_axis(joints)).sum(-1) / length
    level = np.abs(reach[:, 1]) < 0.35 * length
    stretching = np.gradient(np.linalg.norm(reach, axis=-1)) * fps  # m/s, along the arm
    thrust = np.where((ahead > 0.45) & (reach[:, 1] > -0.4 * length), stretching, 0.0)
    high = wrist[:, 1] - joints[:, INDEX["head"], 1]
    path = values[f"{letter}hand_path"]
    return Arm(
        up_s=values[f"{letter}hand_up_s"],
        high_s=values[f"{letter}hand_high_s"],
        out_s=float((level & (aside > 0.75)).sum() / fps),
        front_s=float((level & (ahead > 0.75)).sum() / fps),
        path_m=path,
        speed=path * fps / len(joints),
        waves=int(values[f"{letter}hand_waves"]),
        reach_m=values[f"{letter}hand_reach"],
        punches=_rises(thrust, 0.75, 0.2),
        lift_m=float(np.ptp(wrist[:, 1] - joints[:, INDEX["spine3"], 1])),
        end_up=bool(high[-max(1, round(0.3 * fps)) :].mean() > 0),
        down_share=float((wrist[:, 1] < joints[:, 0, 1] + 0.12).mean()),
    )


def _leg(joints: np.ndarray, fps: float, side: str, values: dict[str, float]) -> Leg:
    """Facts of one leg."""
    other = "right" if side == "left" else "left"
    hip, knee, ankle = (joints[:, INDEX[f"{side}_{name}"]] for name in ("hip", "knee", "ankle"))
    length = np.linalg.norm(knee - hip, axis=-1).mean() + np.linalg.norm(ankle - knee, axis=-1).mean()
    floor = floor_height(joints)
    leg = ankle - hip
    straight = np.linalg.norm(leg, axis=-1) / length > 0.88
    outward = left_axis(joints) * (1 if side == "left" else -1)
    ahead = (leg * forward_axis(joints)).sum(-1)
    aside = (leg * outward).sum(-1)
    away = np.maximum(ahead, np.abs(aside)) > 0.35 * length
    height = ankle[:, 1] - floor - 0.08
    kick = np.where(straight & away, height, 0.0)
    best = int(np.argmax(kick))
    around = slice(max(0, best - round(0.35 * fps)), best + 2)
    swing = np.linalg.norm(np.gradient(ankle - joints[:, 0], axis=0), axis=-1) * fps
    rest = joints[:, INDEX[f"{other}_ankle"], 1] - floor - 0.08
    thigh = np.linalg.norm(knee - hip, axis=-1).mean()
    lifted = (knee[:, 1] - hip[:, 1]) / thigh + 1
    return Leg(
        kick_m=float(kick[best]),
        kick_speed=float(swing[around].max()),
        kick_s=best / fps,
        kicks=_rises(kick, 0.25, 0.05),
        side_m=float(aside[best]),
        knee_up=values[f"{side[0]}knee_up"],
        high_knees=_rises(lifted, 0.55, 0.3),
        off_s=float(((height > 0.12) & (rest < 0.06)).sum() / fps),
    )
