"""A posable figure: pelvis, spine, head, arms and planted feet over time, solved to SMPL rotations.

Everything is a track over frames. Feet are given where they stand; the legs follow by two-bone IK,
and the pelvis is moved so that the centre of mass stays over the feet that carry it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter1d

from ....body.layout import JOINT_COUNT
from ....body.skeleton import INDEX, neutral_skeleton
from ....motion.kinematics import forward_kinematics
from ....motion.rotations import about_axis, matrix_from_axis_angle
from .limbs import ARM, LEG, leg_to, limb_joints
from .timing import clock, noise, smooth

SIDES = ("left", "right")
BALL_HEIGHT = 0.02  # the toe joint of a flat foot lies this high above the floor, metres
SHARES = {"spine1": 0.28, "spine2": 0.34, "spine3": 0.38, "neck": 0.45, "head": 0.55}
# Rough share of the body's mass that hangs on each joint (Winter 2009, spread over joint centres).
_MASS = np.array(
    [
        0.14,
        0.06,
        0.06,
        0.10,
        0.065,
        0.065,
        0.10,
        0.025,
        0.025,
        0.12,
        0.01,
        0.01,
        0.04,
        0.015,
        0.015,
        0.06,
        0.02,
        0.02,
        0.022,
        0.022,
        0.013,
        0.013,
    ]
)


@dataclass
class Foot:
    """A foot over time: place of the ball (T, 3), its turn and its pitch (T,), radians, heel up > 0."""

    ball: np.ndarray
    yaw: np.ndarray
    pitch: np.ndarray

    def rotation(self) -> np.ndarray:
        """Global rotation (T, 3, 3)."""
        return about_axis("y", self.yaw) @ about_axis("x", self.pitch)


@dataclass
class Figure:
    """Tracks over T frames; metres and radians; yaw > 0 turns left, pitch > 0 leans forward,
    roll > 0 leans right.

    times (T,).
    pelvis (T, 3): wanted place, its x and z yield to balance where ``balance`` (T,) > 0.
    hips (T, 3): pitch, yaw, roll of the pelvis.
    spine (T, 3) and head (T, 3): the same, summed over their joints; feet.
    arms: side → (T, 4, 3, 3).
    load (T,): share of the weight on the left foot.
    knees (T, 2): how far the left and right knee point outward beyond the foot.
    support (T, 3): where the centre of mass belongs, if not between the feet as loaded.
    """

    times: np.ndarray
    pelvis: np.ndarray
    hips: np.ndarray
    spine: np.ndarray
    head: np.ndarray
    feet: dict[str, Foot]
    arms: dict[str, np.ndarray]
    load: np.ndarray
    balance: np.ndarray
    knees: np.ndarray
    support: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.times)

    def grounded(self, side: str) -> np.ndarray:
        """True (T,) where the ball of the foot is on the floor."""
        return self.feet[side].ball[:, 1] < BALL_HEIGHT + 0.015

    def solve(self) -> tuple[np.ndarray, np.ndarray]:
        """Local rotations (T, 22, 3, 3) and pelvis positions (T, 3)."""
        offsets = neutral_skeleton().offsets
        rotations = np.broadcast_to(np.eye(3), (len(self), JOINT_COUNT, 3, 3)).copy()
        rotations[:, 0] = _turn(self.hips)
        for name, share in SHARES.items():
            track = self.spine if name.startswith("spine") else self.head
            rotations[:, INDEX[name]] = matrix_from_axis_angle(track * share)
        for side in SIDES:
            rotations[:, limb_joints(side, ARM)] = self.arms[side]
        pelvis = self.pelvis.copy()
        middle = {side: self.middle(side) for side in SIDES}
        support = self.load[:, None] * middle["left"] + (1 - self.load[:, None]) * middle["right"]
        if self.support is not None:
            support = self.support
        flat = [0, 2]
        pelvis[:, flat] += (support - pelvis)[:, flat] * self.balance[:, None]
        for _ in range(3):
            pelvis[:, 1] = self.pelvis[:, 1]
            pelvis[:, 1] = self._within_reach(pelvis, rotations[:, 0])
            self._legs(rotations, pelvis)
            if not self.balance.any():
                break
            joints = forward_kinematics(rotations, pelvis, offsets)[0]
            mass = np.einsum("tji,j->ti", joints, _MASS / _MASS.sum())
            shift = (support - mass)[:, flat] * self.balance[:, None] * 1.1
            pelvis[:, flat] += smooth(shift, 0.06)
        pelvis[:, 1] = self.pelvis[:, 1]
        pelvis[:, 1] = self._within_reach(pelvis, rotations[:, 0])
        self._legs(rotations, pelvis)
        return rotations, pelvis

    def _ankle(self, side: str) -> np.ndarray:
        foot = self.feet[side]
        return foot.ball - foot.rotation() @ neutral_skeleton().offsets[INDEX[f"{side}_foot"]]

    def middle(self, side: str) -> np.ndarray:
        """Middle of a foot (T, 3), metres: where the weight rests on it."""
        return 0.5 * self.feet[side].ball + 0.5 * self._ankle(side)

    def _hip(self, side: str, pelvis: np.ndarray, turn: np.ndarray) -> np.ndarray:
        return pelvis + turn @ neutral_skeleton().offsets[INDEX[f"{side}_hip"]]

    def _within_reach(self, pelvis: np.ndarray, turn: np.ndarray) -> np.ndarray:
        """Pelvis heights (T,) lowered, smoothly, until every foot on the floor can be reached."""
        excess = np.zeros(len(self))
        for side in SIDES:
            joints = limb_joints(side, LEG)
            length = np.linalg.norm(neutral_skeleton().offsets[joints[1:3]], axis=1).sum() * 0.998
            hip, ankle = self._hip(side, pelvis, turn), self._ankle(side)
            flat = np.sum((hip - ankle)[:, [0, 2]] ** 2, axis=1)
            highest = ankle[:, 1] + np.sqrt(np.maximum(length**2 - flat, 0.01))
            excess = np.maximum(excess, np.where(self.grounded(side), hip[:, 1] - highest, 0))
        if not excess.any():
            return pelvis[:, 1]
        return pelvis[:, 1] - smooth(maximum_filter1d(excess, 5), 0.08)

    def _legs(self, rotations: np.ndarray, pelvis: np.ndarray) -> None:
        for number, side in enumerate(SIDES):
            sign = 1.0 if side == "left" else -1.0
            hip, knee, ankle, toe = limb_joints(side, LEG)
            foot = self.feet[side]
            outward = foot.yaw + sign * (0.06 + self.knees[:, number])
            pole = np.stack([np.sin(outward), np.full(len(self), 0.12), np.cos(outward)], axis=-1)
            thigh, bend = leg_to(side, self._hip(side, pelvis, rotations[:, 0]), self._ankle(side), pole)
            rotations[:, hip] = np.swapaxes(rotations[:, 0], -1, -2) @ thigh
            rotations[:, knee] = bend
            turn = foot.rotation()
            rotations[:, ankle] = np.swapaxes(thigh @ bend, -1, -2) @ turn
            rotations[:, toe] = about_axis("x", -np.clip(foot.pitch, 0, 0.9) * self.grounded(side))


def _turn(hips: np.ndarray) -> np.ndarray:
    """Pelvis rotation (T, 3, 3) from pitch, yaw, roll (T, 3): yaw is about the world's up."""
    return about_axis("y", hips[:, 1]) @ matrix_from_axis_angle(hips * np.array([1.0, 0.0, 1.0]))


def standing_height(side: str = "left") -> float:
    """Pelvis height of an almost straight leg with its foot flat, metres."""
    offsets = neutral_skeleton().offsets
    hip, knee, ankle, toe = limb_joints(side, LEG)
    length = np.linalg.norm(offsets[knee]) + np.linalg.norm(offsets[ankle])
    return float(BALL_HEIGHT - offsets[toe][1] + 0.994 * length - offsets[hip][1])


def stand(rng: np.random.Generator, seconds: float, lively: float = 1.0, width: float | None = None) -> Figure:
    """A relaxed standing figure at the origin that faces +Z, breathes and sways a little."""
    from .poses import hang  # poses are made of limbs only; imported late to keep the modules a chain

    times = clock(seconds)
    frames = len(times)
    half = rng.uniform(0.085, 0.13) if width is None else width
    sway = noise(rng, frames, 8, 0.8) * lively
    breath = np.sin(2 * np.pi * (times / rng.uniform(3.2, 4.5) + rng.random())) * 0.012
    feet = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        ball = np.array([sign * (half + 0.025), BALL_HEIGHT, 0.08 + rng.normal(0, 0.02)])
        yaw = sign * np.radians(rng.uniform(2, 14))
        feet[side] = Foot(np.tile(ball, (frames, 1)), np.full(frames, yaw), np.zeros(frames))
    pelvis = np.zeros((frames, 3))
    pelvis[:, 1] = standing_height() - rng.uniform(0.0, 0.015) + 0.001 * sway[:, 0]
    posture = np.radians(rng.normal((0, 0, 0), (2.0, 1.0, 0.8)))
    spine = posture + np.radians(0.7) * sway[:, 1:4]
    spine[:, 0] += np.radians(3.0) + breath
    head = np.radians(rng.normal((0, 0, 0), (3.5, 2.5, 1.2))) + np.radians((0.9, 1.6, 0.6)) * noise(rng, frames, 3, 0.6)
    hips = np.radians((0.5, 0.6, 0.4)) * sway[:, 4:7] + np.radians(rng.normal((-2, 0, 0), (1.5, 1, 0.5)))
    arms = {side: hang(rng, side, times) for side in SIDES}
    load = np.clip(0.5 + rng.normal(0, 0.05) + 0.03 * sway[:, 7], 0.1, 0.9)
    return Figure(times, pelvis, hips, spine, head, feet, arms, load, np.ones(frames), np.zeros((frames, 2)))
