"""Legs of keys and over time: planted, stepping, kneeling or free."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...body.skeleton import INDEX
from ...motion.fade import ease
from ...motion.rotations import about_axis, normalise, slerp
from ..data.gestures.limbs import LEG, leg_to, limb_joints
from .body import FOOT_OFFSET, OFFSETS, SIDES, foot_turn, free_leg, sign
from .sketch import Key
from .tracks import Clock, places, shares

_THIGH = float(np.linalg.norm(OFFSETS[INDEX["left_knee"]]))
_LEG = _THIGH + float(np.linalg.norm(OFFSETS[INDEX["left_ankle"]]))
_HOP_S = 0.4  # two feet that move in less time move together
_KNEE_LOW = 0.05
_BLEND = 0.45  # share of the stretch beside a contact in which the leg is brought to it
_HEEL = np.array([0.0, -0.06, -0.05])  # of a foot, from its ankle, metres


@dataclass(frozen=True)
class Stance:
    """One leg's contact over N frames.

    weight (N,): 1 in contact; ankle (N, 3); turn (N, 3, 3) of the foot; pole (N, 3): where the knee points;
    kneeling (N,): share of a knee on the floor, knee (N, 3) its place; grounded (N,): carries the body;
    toe (N,): pitch that the toes make up for, radians; under (N, 3): where the
    knee of a level leg points; floor: height of the lowest floor, metres.
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
    under: np.ndarray
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
    outward = yaw + sign(side) * (0.06 + np.radians(knee_out))
    pole = foot_turn(outward, 0 * pitch) @ np.array([0.0, 0.12, 1.0])
    under = foot_turn(outward, np.clip(pitch, 0, 1.3)) @ np.array([0.0, 0.12, 1.0])
    toe = np.clip(pitch, 0, 0.9) * toe * (1 - kneeling)
    return Stance(side, weight, ankle, turn, pole, kneeling, knee, grounded, toe, under)


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


def stances(
    whole: Clock, times: np.ndarray, keys: list[Key], floor: float, flights: list[tuple[int, int]]
) -> dict[str, Stance]:
    """Contacts of both legs over time; flights: first and last key of each stretch in the air."""
    result = {}
    turns = _one_by_one(keys, flights)
    for side in SIDES:
        legs, clock, spans = _settled(whole, keys, side, turns[side])
        held = np.array([leg.ball is not None for leg in legs])
        spots = np.array([leg.ball if leg.ball is not None else np.zeros(3) for leg in legs])
        kneels = np.array([leg.knee is not None for leg in legs])
        knees = np.array([leg.knee if leg.knee is not None else np.zeros(3) for leg in legs])
        lift = np.array([leg.spec.lift for leg in legs])
        rows = np.array([(leg.yaw, leg.pitch, leg.spec.knee_out) for leg in legs], float)
        rows[:, 0] = np.unwrap(rows[:, 0])
        yaw, pitch, out = clock.spline(rows)(clock.warp(times)).T
        ball, swing, length = places(clock, times, held, spots, lift, spans)
        before, u = clock.locate(times)
        begin, finish = spans[before].T
        share = ease((u - begin) / (finish - begin))
        apart = finish - begin < 1
        yaw = np.where(apart, rows[before, 0] + (rows[before + 1, 0] - rows[before, 0]) * share, yaw)
        pitch = np.where(apart, rows[before, 1] + (rows[before + 1, 1] - rows[before, 1]) * share, pitch)
        heel = np.clip(length / 0.6, 0, 1) * np.where(swing > 0, 1.0, 0.0)
        kneeling = shares(clock, times, kneels, _BLEND)
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


def _one_by_one(keys: list[Key], flights: list[tuple[int, int]]) -> dict[str, np.ndarray]:
    """Parts (K - 1, 2) of the stretches between keys in which a foot moves: one after the other where both do.

    A body that puts both feet elsewhere takes two steps, unless it is so quick that it hops; the foot without the
    weight goes first.
    """
    spans = {side: np.tile((0.0, 1.0), (len(keys) - 1, 1)) for side in SIDES}
    for k, (first, second) in enumerate(zip(keys, keys[1:], strict=False)):
        if second.time - first.time < _HOP_S or any(start <= k < end for start, end in flights):
            continue
        ways = {}
        for side in SIDES:
            here, there = first.legs[side], second.legs[side]
            if here.ball is None or there.ball is None or here.way or there.way:
                break
            ways[side] = float(np.linalg.norm(there.ball - here.ball))
        if len(ways) == 2 and min(ways.values()) > 0.04:
            load = first.values["load"]
            right_first = load > 0.1 or (load > -0.1 and ways["right"] >= ways["left"])
            lead, follow = ("right", "left") if right_first else ("left", "right")
            spans[lead][k], spans[follow][k] = (0.0, 0.6), (0.4, 1.0)
    return spans


def _settled(clock: Clock, keys: list[Key], side: str, spans: np.ndarray) -> tuple[list, Clock, np.ndarray]:
    """The leg at the keys in which it is not on its way, their clock and the parts of the stretches between."""
    legs = [key.legs[side] for key in keys]
    mask = np.array([not leg.way for leg in legs])
    mask[[0, -1]] = True
    kept = np.flatnonzero(mask)
    parts = np.where((np.diff(kept) == 1)[:, None], spans[kept[:-1]], (0.0, 1.0))
    return [legs[k] for k in kept], clock.only(mask), parts


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
        # The knee points where the foot does. A leg that lies along that way needs another: down behind the body (a
        # plank), up ahead of it (sitting).
        along = normalise(hold.ankle[on] - hip)
        ahead = np.sum(along * hold.pole[on], -1)[:, None]
        pole = hold.pole[on] + (hold.under[on] - hold.pole[on]) * ease(np.clip((-ahead - 0.7) / 0.2, 0, 1))
        pole = pole + np.array([0.0, 1.5, 0.0]) * ease(np.clip((ahead - 0.3) / 0.4, 0, 1))
        pole = pole + (bent - pole) * hold.kneeling[on][:, None]
        upper, bend = leg_to(side, hip, hold.ankle[on], pole)
        # A knee on its way to the floor or from it may not dip into it: turn it out to its side.
        for _ in range(2):
            knee = hip[:, 1] + (upper @ OFFSETS[joints[1]])[:, 1]
            sunk = np.clip((hold.floor + _KNEE_LOW - knee) / 0.06, 0, 1) * (hold.kneeling[on] < 0.98)
            if not sunk.any():
                break
            pole = normalise(pole) + 0.8 * sunk[:, None] * (root @ np.array([sign(side), 0.0, 0.0]))
            upper, bend = leg_to(side, hip, hold.ankle[on], pole)
        ankle = np.swapaxes(upper @ bend, -1, -2) @ hold.turn[on]
        solved = np.stack([np.swapaxes(root, -1, -2) @ upper, bend, ankle, about_axis("x", -hold.toe[on])], axis=1)
        weight = hold.weight[on][:, None]
        rotations[np.ix_(on, joints)] = np.where((weight > 0.999)[..., None, None], solved, slerp(own, solved, weight))
