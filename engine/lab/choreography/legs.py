"""Legs of keys and over time: planted, stepping, kneeling or free."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...body.skeleton import INDEX
from ...motion.rotations import about_axis, normalise, slerp
from ..data.gestures.limbs import LEG, leg_to, limb_joints
from ..data.gestures.timing import ease
from .body import FOOT_OFFSET, OFFSETS, SIDES, foot_turn, free_leg, sign
from .sketch import Key
from .tracks import Clock, places, shares

_THIGH = float(np.linalg.norm(OFFSETS[INDEX["left_knee"]]))
_LEG = _THIGH + float(np.linalg.norm(OFFSETS[INDEX["left_ankle"]]))
_KNEE_LOW = 0.05
_BLEND = 0.45  # share of the stretch beside a contact in which the leg is brought to it
_HEEL = np.array([0.0, -0.06, -0.05])  # of a foot, from its ankle, metres


@dataclass(frozen=True)
class Stance:
    """One leg's contact over N frames.

    weight (N,): 1 in contact; ankle (N, 3); turn (N, 3, 3) of the foot; pole (N, 3): where the knee points;
    kneeling (N,): share of a knee on the floor, knee (N, 3) its place; grounded (N,): carries the body;
    toe (N,): pitch that the toes make up for, radians; floor: height of the lowest floor, metres.
    """

    side: str
    weight: np.ndarray
    ankle: np.ndarray
    turn: np.ndarray
    pole: np.ndarray
    kneeling: np.ndarray
    knee: np.ndarray
    grounded: np.ndarray
    toe: np.ndarray
    floor: float = 0.0

    @property
    def middle(self) -> np.ndarray:
        """Middle of the foot (N, 3), where the weight rests on it."""
        return self.ankle + 0.5 * np.einsum("nij,j->ni", self.turn, FOOT_OFFSET[self.side])

    def pull(self, pelvis: np.ndarray, turn: np.ndarray) -> np.ndarray:
        """How far (N, 3) the pelvis must move for this leg to reach its contact."""
        hip = pelvis + turn @ OFFSETS[INDEX[f"{self.side}_hip"]]
        sure = np.where((self.weight > 0.9) & self.grounded, 1.0, 0.0)
        down = self.ankle - hip
        flat = np.sum(down[:, [0, 2]] ** 2, axis=-1)
        limit = 0.998 * _LEG
        # Straight down where the leg is steep, along it where it is not.
        length = np.sqrt(flat + down[:, 1] ** 2)
        excess = np.maximum(length - limit, 0) * sure
        drop = np.maximum(-down[:, 1] - np.sqrt(np.maximum(limit**2 - flat, 0.02)), 0) * sure
        steep = ease(np.clip((-down[:, 1] / np.maximum(length, 1e-6) - 0.55) / 0.3, 0, 1))
        shift = down / np.maximum(length, 1e-6)[:, None] * (excess * (1 - steep))[:, None]
        shift[:, 1] -= drop * steep
        if self.kneeling.any():
            way = self.knee - hip
            length = np.linalg.norm(way, axis=-1, keepdims=True)
            part = np.where(self.kneeling > 0.97, 0.5, 0.0)[:, None]
            kneel = way / np.maximum(length, 1e-6) * (length - _THIGH) * part
            shift = np.where(part > 0, kneel, shift)
        return shift


def stance_of(side: str, weight, ball, yaw, pitch, knee_out, kneeling, knee, grounded, toe=1.0) -> Stance:
    """A contact from the foot's ball, yaw and pitch (radians)."""
    turn = foot_turn(yaw, pitch)
    ankle = ball - turn @ FOOT_OFFSET[side]
    # A raised toe leaves the heel where it was.
    flat = foot_turn(yaw, np.zeros_like(pitch))
    on_heel = (pitch < 0) & (kneeling < 0.5)
    heel = ball - flat @ FOOT_OFFSET[side] + flat @ _HEEL
    ankle = np.where(on_heel[:, None], heel - turn @ _HEEL, ankle)
    # The knee points where the foot does, downward too where the heel is up: a plank's knees face the floor.
    outward = yaw + sign(side) * (0.06 + np.radians(knee_out))
    pole = foot_turn(outward, np.clip(pitch, 0, 1.3)) @ np.array([0.0, 0.12, 1.0])
    toe = np.clip(pitch, 0, 0.9) * toe * (1 - kneeling)
    return Stance(side, weight, ankle, turn, pole, kneeling, knee, grounded, toe)


def leg_keys(keys: list[Key]) -> tuple[dict[str, Stance], dict[str, np.ndarray]]:
    """Contacts at the keys, and rotations (K, 4, 3, 3) of the legs that are free."""
    stance, free = {}, {}
    for side in SIDES:
        legs = [key.legs[side] for key in keys]
        spec = [leg.spec for leg in legs]
        held = np.array([leg.ball is not None and not leg.way for leg in legs])
        ball = np.array([leg.ball if leg.ball is not None else np.zeros(3) for leg in legs])
        kneeling = np.array([leg.knee is not None for leg in legs], float)
        knee = np.array([leg.knee if leg.knee is not None else np.zeros(3) for leg in legs])
        yaw, pitch = np.array([leg.yaw for leg in legs]), np.array([leg.pitch for leg in legs])
        out = np.array([one.knee_out for one in spec])
        stance[side] = stance_of(side, held.astype(float), ball, yaw, pitch, out, kneeling, knee, held)
        columns = [[getattr(one, name) for one in spec] for name in ("flex", "spread", "turn", "knee", "point")]
        free[side] = free_leg(side, *columns)
    return stance, free


def stances(whole: Clock, times: np.ndarray, keys: list[Key], floor: float) -> dict[str, Stance]:
    """Contacts of both legs over time."""
    result = {}
    for side in SIDES:
        legs, clock = _settled(whole, keys, side)
        held = np.array([leg.ball is not None for leg in legs])
        spots = np.array([leg.ball if leg.ball is not None else np.zeros(3) for leg in legs])
        kneels = np.array([leg.knee is not None for leg in legs])
        knees = np.array([leg.knee if leg.knee is not None else np.zeros(3) for leg in legs])
        lift = np.array([leg.spec.lift for leg in legs])
        rows = np.array([(leg.yaw, leg.pitch, leg.spec.knee_out) for leg in legs], float)
        rows[:, 0] = np.unwrap(rows[:, 0])
        yaw, pitch, out = clock.spline(rows)(clock.warp(times)).T
        ball, swing, length = places(clock, times, held, spots, lift)
        heel = np.clip(length / 0.6, 0, 1) * np.where(swing > 0, 1.0, 0.0)
        kneeling = shares(clock, times, kneels)
        heel = heel * (1 - np.clip(kneeling * 2, 0, 1))
        pitch = pitch + heel * (
            0.6 * np.exp(-(((swing - 0.15) / 0.18) ** 2)) - 0.14 * np.exp(-(((swing - 0.88) / 0.1) ** 2))
        )
        weight = shares(clock, times, held, _BLEND)
        knee = places(clock, times, kneels, knees, np.where(kneels, lift, 0))[0] if kneels.any() else ball * 0
        grounded = (weight > 0.6) & ~((swing > 0.03) & (swing < 0.97))
        toe = 1 - ease(swing / 0.45)
        made = stance_of(side, weight, ball, yaw, pitch, out, kneeling, knee, grounded, toe)
        result[side] = replace(made, floor=floor)
    return result


def _settled(clock: Clock, keys: list[Key], side: str) -> tuple[list, Clock]:
    """The leg at the keys in which it is not on its way, and their clock."""
    legs = [key.legs[side] for key in keys]
    mask = np.array([not leg.way for leg in legs])
    mask[[0, -1]] = True
    return [leg for leg, kept in zip(legs, mask, strict=True) if kept], clock.only(mask)


def step_legs(
    rotations: np.ndarray, pelvis: np.ndarray, stance: dict[str, Stance], free: dict[str, np.ndarray]
) -> None:
    """Write both legs into ``rotations`` (N, 22, 3, 3): free ones as they are, others brought to their contact."""
    for side in SIDES:
        joints = limb_joints(side, LEG)
        hold = stance[side]
        rotations[:, joints] = free[side]
        on = np.flatnonzero(hold.weight > 1e-3)
        if not len(on):
            continue
        root, own = rotations[on, 0], free[side][on]
        hip = pelvis[on] + root @ OFFSETS[joints[0]]
        bent = normalise(hold.knee[on] - hip)
        pole = hold.pole[on] + (bent - hold.pole[on]) * hold.kneeling[on][:, None]
        upper, bend = leg_to(side, hip, hold.ankle[on], pole)
        # A knee on its way to the floor or from it may not dip into it: turn it up.
        for _ in range(2):
            knee = hip[:, 1] + (upper @ OFFSETS[joints[1]])[:, 1]
            sunk = np.clip((hold.floor + _KNEE_LOW - knee) / 0.06, 0, 1) * (hold.kneeling[on] < 0.98)
            if not sunk.any():
                break
            pole = normalise(pole) + np.stack([0 * sunk, sunk, 0 * sunk], axis=-1)
            upper, bend = leg_to(side, hip, hold.ankle[on], pole)
        ankle = np.swapaxes(upper @ bend, -1, -2) @ hold.turn[on]
        solved = np.stack([np.swapaxes(root, -1, -2) @ upper, bend, ankle, about_axis("x", -hold.toe[on])], axis=1)
        weight = hold.weight[on][:, None]
        rotations[np.ix_(on, joints)] = np.where((weight > 0.999)[..., None, None], solved, slerp(own, solved, weight))
