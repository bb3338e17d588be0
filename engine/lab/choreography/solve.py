"""From keys to a motion: trunk, legs, contacts, flight, balance, rest on the floor, arms."""

from __future__ import annotations

import numpy as np

from ...body.layout import FPS
from ...body.skeleton import INDEX
from ...motion.kinematics import forward_kinematics
from ...motion.rotations import about_axis, matrix_from_axis_angle
from ..data.gestures.figure import BALL_HEIGHT
from ..data.gestures.limbs import ARM, LEG, limb_joints
from ..data.gestures.timing import noise, smooth
from . import arms as arm_tools
from .body import GRAVITY, OFFSETS, SIDES, centre_of_mass, lowest, pelvis_turn, trunk_rotations
from .calm import bend_no_further, calm
from .floor import clear_floor, held_joints, raise_hands
from .legs import Stance, leg_keys, stances, step_legs
from .sketch import CHANNELS, Key, Sketch
from .tracks import Clock, shares

_COLUMN = {name: number for number, name in enumerate(CHANNELS)}
_ARM_LENGTH = float(np.linalg.norm(OFFSETS[INDEX["left_elbow"]]) + np.linalg.norm(OFFSETS[INDEX["left_wrist"]]))


# Degrees that a living body is never still by, and what a spine and a neck can do.
_SWAY = {"bend": 0.6, "side": 0.4, "twist": 0.6, "nod": 0.9, "look": 1.5, "tilt": 0.6}
_SWAY |= {"pitch": 0.4, "roll": 0.3, "yaw": 0.4}
LIMITS = {"bend": (-50, 85), "side": (-50, 50), "twist": (-70, 70)}
LIMITS |= {"nod": (-60, 60), "look": (-80, 80), "tilt": (-45, 45)}


def solve(sketch: Sketch) -> tuple[np.ndarray, np.ndarray]:
    """Local rotations (T, 22, 3, 3) and pelvis positions (T, 3) at 20 fps; T is a multiple of 4."""
    keys = sketch.keys
    clock = Clock(
        np.array([key.time for key in keys]),
        np.array([key.power for key in keys]),
        np.array([key.stop for key in keys]),
    )
    frames = max(24, int(round(keys[-1].time * FPS / 4)) * 4)
    times = np.arange(frames) / FPS
    values = np.array([[key.values[name] for name in CHANNELS] for key in keys])
    keyed = _Keyed(sketch, values)
    values = keyed.values
    track = _tracks(sketch, clock, times, values)
    track["level"] = np.interp(times, clock.times, [key.level for key in keys])
    body = _Body(track)
    stance = stances(clock, times, keys, lowest_floor(keys), [(one.start, one.end) for one in sketch.flights])
    free = {side: clock.rotations(keyed.legs[side], times) for side in SIDES}
    arms = arm_tools.arm_tracks(clock, times, keys, keyed.arms, sketch.lags)
    reach = arm_tools.reaches(clock, times, keys, keyed.arms, keyed.frames)
    pole = {}
    for side in SIDES:
        own, kept = arm_tools.settled(clock, keys, side)
        pole[side] = own.spline(keyed.arms.pole[side][kept])(own.warp(times))
        arms[side] = _alive(sketch, arms[side], reach[side].weight)
        loose = shares(clock, times, np.array([key.arms[side].gravity > 0 and key.grip is None for key in keys]))
        arms[side] = _dragged(arms[side], body, loose * min(sketch.lags, 1.5))
        body.rotations[:, limb_joints(side, ARM)] = arms[side]
        body.rotations[:, limb_joints(side, LEG)] = free[side]
    air = _airborne(sketch, clock, times)
    _fly(sketch, clock, times, body, air)
    _settle(body, stance, free, reach, track, air)
    joints, turns = body.pose()
    around = arm_tools.Frames.of(joints, turns)
    for side in SIDES:
        moved = arm_tools.reach_out(arms[side], side, reach[side], pole[side], around)
        body.rotations[:, limb_joints(side, ARM)] = moved
    before = body.pelvis.copy()
    clear_floor(body.rotations, body.pelvis, stance, reach, lowest_floor(keys))
    if np.abs(body.pelvis - before).max() > 0.002:  # hands that hold on to the world come back to their places
        around = arm_tools.Frames.of(*body.pose())
        for side in SIDES:
            if reach[side].floor.any():
                names = limb_joints(side, ARM)
                body.rotations[:, names] = arm_tools.reach_out(
                    body.rotations[:, names], side, reach[side], pole[side], around
                )
    bend_no_further(body.rotations)
    calm(body.rotations, body.pelvis, stance)
    raise_hands(body.rotations, body.pelvis, reach, lowest_floor(keys))
    _fly(sketch, clock, times, body, air)
    return body.rotations, body.pelvis


def lowest_floor(keys: list[Key]) -> float:
    """Height of the lowest floor that the body stands on, never above 0."""
    balls = [leg.ball[1] - BALL_HEIGHT for key in keys for leg in key.legs.values() if leg.ball is not None]
    return min([0.0, *(key.level for key in keys), *balls])


class _Body:
    """Rotations and pelvis under construction."""

    def __init__(self, track: dict[str, np.ndarray]) -> None:
        frames = len(track["x"])
        self.rotations = np.broadcast_to(np.eye(3), (frames, 22, 3, 3)).copy()
        self.rotations[:, 0] = pelvis_turn(track["yaw"], track["pitch"], track["roll"], track["spin"])
        for name, turn in trunk_rotations(track).items():
            self.rotations[:, INDEX[name]] = turn
        self.pelvis = np.stack([track["x"], track["height"], track["z"]], axis=-1)

    def pose(self) -> tuple[np.ndarray, np.ndarray]:
        """Joints (T, 22, 3) and global rotations (T, 22, 3, 3)."""
        return forward_kinematics(self.rotations, self.pelvis, OFFSETS)


class _Keyed:
    """The keys themselves, posed: legs, rest on the floor, arms."""

    def __init__(self, sketch: Sketch, values: np.ndarray) -> None:
        keys = sketch.keys
        self.values = values.copy()
        track = {name: values[:, column].copy() for name, column in _COLUMN.items()}
        body = _Body(track)
        stance, free = leg_keys(keys)
        for side in SIDES:
            body.rotations[:, limb_joints(side, LEG)] = free[side]
            body.rotations[:, INDEX[f"{side}_shoulder"]] = _down(side)
        level = np.array([key.level for key in keys])
        planted = np.zeros((len(keys), 22), bool)
        planted[:, [INDEX[f"{s}_{j}"] for s in SIDES for j in ("elbow", "wrist")]] = True
        _stand(body, stance, track)
        for _ in range(3):
            _reach_feet(body, stance, smoothing=0.0)
            step_legs(body.rotations, body.pelvis, stance, free)
            drop = (lowest(body.pose()[0], planted | held_joints(stance)) - level) * track["rest"]
            body.pelvis[:, 1] -= drop
        self.values[:, [_COLUMN["x"], _COLUMN["height"], _COLUMN["z"]]] = body.pelvis
        self.legs = {side: body.rotations[:, limb_joints(side, LEG)] for side in SIDES}
        self._look(keys, body)
        self.frames = arm_tools.Frames.of(*body.pose())
        self.arms = arm_tools.arm_keys(keys, self.frames)

    def _look(self, keys: list[Key], body: _Body) -> None:
        """Turn the heads of keys towards what the eyes are on."""
        on = [k for k, key in enumerate(keys) if key.gaze is not None]
        if not on:
            return
        joints, turns = body.pose()
        chest = turns[on, INDEX["spine3"]]
        way = np.array([keys[k].gaze for k in on]) - joints[on, INDEX["head"]]
        x, y, z = np.einsum("nji,nj->in", chest, way)
        self.values[on, _COLUMN["look"]] = np.degrees(np.arctan2(x, z))
        self.values[on, _COLUMN["nod"]] = -np.degrees(np.arctan2(y, np.hypot(x, z)))
        track = {name: self.values[:, column] for name, column in _COLUMN.items()}
        for name in LIMITS:
            track[name] = np.clip(track[name], *LIMITS[name])
        for name, turn in trunk_rotations(track).items():
            body.rotations[:, INDEX[name]] = turn


def _down(side: str) -> np.ndarray:
    return about_axis("z", np.array(-1.3 if side == "left" else 1.3))


def _tracks(sketch: Sketch, clock: Clock, times: np.ndarray, values: np.ndarray) -> dict[str, np.ndarray]:
    slopes = {}
    for flight in sketch.flights:
        total = clock.times[flight.end] - clock.times[flight.start]
        way = values[flight.end] - values[flight.start]
        for name in ("x", "z"):
            column = _COLUMN[name]
            slopes[flight.start, column] = slopes[flight.end, column] = 0.8 * way[column] / total
        rise = way[_COLUMN["height"]] / total
        slopes[flight.start, _COLUMN["height"]] = rise + GRAVITY * total / 2
        slopes[flight.end, _COLUMN["height"]] = 0.8 * (rise - GRAVITY * total / 2)
    spline = clock.spline(values, slopes)
    late = dict.fromkeys(("bend", "side", "twist"), 0.03) | dict.fromkeys(("nod", "look", "tilt"), 0.05)
    track = {}
    moments = {lag: spline(clock.warp(times - lag * sketch.lags)) for lag in (0.0, 0.03, 0.05)}
    for name, column in _COLUMN.items():
        track[name] = moments[late.get(name, 0.0)][:, column]
    rng, frames = sketch.draw.rng, len(times)
    sway = noise(rng, frames, len(_SWAY), 0.8) * sketch.noise
    for number, (name, size) in enumerate(_SWAY.items()):
        track[name] = track[name] + size * sway[:, number]
    breath = np.sin(2 * np.pi * (times / rng.uniform(3.0, 4.2) + rng.random()))
    track["bend"] = track["bend"] + 0.7 * sketch.breath * breath
    steady = 0.4 * min(sketch.lags, 1.0)  # the eyes stay where they were while the trunk moves on
    for head, trunk in (("look", ("yaw", "twist")), ("nod", ("pitch", "bend"))):
        total = track[trunk[0]] + track[trunk[1]]
        track[head] = track[head] - steady * np.clip(total - smooth(total, 0.5), -30, 30)
    for name, (low, high) in LIMITS.items():
        track[name] = np.clip(track[name], low, high)
    track["rest"], track["balance"] = np.clip(track["rest"], 0, 1), np.clip(track["balance"], 0, 1)
    return track


def _alive(sketch: Sketch, arms: np.ndarray, weight: np.ndarray) -> np.ndarray:
    degrees = np.repeat(np.array([0.3, 0.8, 1.0, 2.0]), 3)
    vectors = np.radians(degrees) * noise(sketch.draw.rng, len(arms), 12, 0.5) * sketch.noise
    vectors = vectors * (1 - weight)[:, None]
    return arms @ matrix_from_axis_angle(vectors.reshape(len(arms), 4, 3))


def _dragged(arms: np.ndarray, body: _Body, loose: np.ndarray) -> np.ndarray:
    """Arms (T, 4, 3, 3) that stay behind where the body speeds up, as far as they hang ``loose`` (T,)."""
    if len(loose) < 5 or not loose.any():
        return arms
    pull = np.gradient(np.gradient(smooth(body.pelvis, 0.1), axis=0), axis=0) * FPS**2
    chest = body.pose()[1][:, INDEX["spine3"]]
    left, _, ahead = np.einsum("tji,tj->it", chest, pull)
    angle = 0.5 * np.stack([ahead, 0 * ahead, -left], axis=-1) / GRAVITY * loose[:, None]
    arms = arms.copy()
    arms[:, 1] = matrix_from_axis_angle(np.clip(angle, -0.25, 0.25)) @ arms[:, 1]
    return arms


def _airborne(sketch: Sketch, clock: Clock, times: np.ndarray) -> list[tuple[float, float, np.ndarray]]:
    """Start, end and frames (T,) of each flight."""
    spans = [(clock.times[flight.start], clock.times[flight.end]) for flight in sketch.flights]
    return [(start, end, (times >= start) & (times <= end)) for start, end in spans]


def _fly(sketch: Sketch, clock: Clock, times: np.ndarray, body: _Body, air: list) -> None:
    """The centre of mass follows a parabola in every flight."""
    if not air:
        return
    mass = centre_of_mass(body.pose()[0])
    for start, end, inside in air:
        first, last = (np.array([np.interp(at, times, row) for row in mass.T]) for at in (start, end))
        t = (times[inside] - start)[:, None]
        total = end - start
        path = first + (last - first) * t / total
        path[:, 1:2] += 0.5 * GRAVITY * t * (total - t)
        body.pelvis[inside] += path - mass[inside]


def _reach_feet(body: _Body, stance: dict[str, Stance], smoothing: float = 0.04, air: list = ()) -> None:
    """Move the pelvis so that planted feet and knees can be reached."""
    for _ in range(3):
        left, right = (stance[side].pull(body.pelvis, body.rotations[:, 0]) for side in SIDES)
        # Two legs that pull the same way need it once, two that pull apart meet in the middle.
        larger = np.where(np.abs(left) > np.abs(right), left, right)
        shift = np.where(left * right > 0, larger, left + right)
        for _, _, inside in air:
            shift[inside] = 0
        if not np.abs(shift).max() > 1e-4:
            return
        body.pelvis += smooth(shift, smoothing)


def _settle(body: _Body, stance: dict, free: dict, reach: dict, track: dict[str, np.ndarray], air: list) -> None:
    """Balance, reach and rest, a few times over."""
    balance = track["balance"][:, None]
    flat = [0, 2]
    _stand(body, stance, track)
    for turn in range(4):
        before = body.pelvis.copy()
        _reach_feet(body, stance, air=air)
        step_legs(body.rotations, body.pelvis, stance, free)
        joints, _ = body.pose()
        if balance.any():
            support = _support(stance, track["load"], joints[:, 0])
            shift = (support - centre_of_mass(joints))[:, flat] * balance
            body.pelvis[:, flat] += smooth(shift, 0.07 if turn else 0.1)
        if track["rest"].any():
            ignore = held_joints(stance) | _held_arms(reach)
            body.pelvis[:, 1] -= smooth((lowest(joints, ignore) - track["level"]) * track["rest"], 0.04)
        pulls = [_pull_hand(joints, reach[side], side) for side in SIDES if reach[side].floor.any()]
        if pulls:
            _lean_to_hands(body, joints, pulls)
        if np.abs(body.pelvis - before).max() < 0.002:
            break
    _reach_feet(body, stance, air=air)
    step_legs(body.rotations, body.pelvis, stance, free)


def _pull_hand(joints: np.ndarray, hand: arm_tools.Reach, side: str) -> np.ndarray:
    way = hand.spot - joints[:, INDEX[f"{side}_shoulder"]]
    length = np.linalg.norm(way, axis=-1, keepdims=True)
    excess = np.maximum(length - 0.99 * _ARM_LENGTH, 0) * np.where(hand.floor > 0.9, 1.0, 0.0)[:, None]
    return way / np.maximum(length, 1e-6) * excess


def _lean_to_hands(body: _Body, joints: np.ndarray, pulls: list[np.ndarray]) -> None:
    """Lean the trunk towards hands that hold on to the world and are out of reach, and move it a little."""
    trunk = 0.5 * (joints[:, INDEX["left_shoulder"]] + joints[:, INDEX["right_shoulder"]]) - joints[:, 0]
    pull = max(pulls, key=lambda one: np.abs(one).max())
    turn = np.cross(trunk, pull) / np.sum(trunk**2, axis=-1, keepdims=True)
    body.rotations[:, 0] = matrix_from_axis_angle(np.clip(smooth(turn, 0.05), -0.35, 0.35)) @ body.rotations[:, 0]
    body.pelvis += smooth(0.4 * pull, 0.04)


def _held_arms(reach: dict) -> np.ndarray:
    """Joints (T, 22) of arms: the floor's rest is not theirs, they are bent away from it later."""
    frames = len(reach["left"].weight)
    held = np.zeros((frames, 22), bool)
    held[:, [INDEX[f"{side}_{name}"] for side in SIDES for name in ("elbow", "wrist")]] = True
    return held


def _stand(body: _Body, stance: dict[str, Stance], track: dict[str, np.ndarray]) -> None:
    """Put the pelvis over the feet that carry it, wherever its track says, as far as it balances."""
    way = _support(stance, track["load"], body.pelvis) - body.pelvis
    body.pelvis[:, [0, 2]] += way[:, [0, 2]] * track["balance"][:, None]


def _support(stance: dict[str, Stance], load: np.ndarray, pelvis: np.ndarray) -> np.ndarray:
    """Where the centre of mass belongs (T, 3): between the feet as loaded, or over the one that stands."""
    share = np.clip(0.5 + 0.5 * load, 0, 1)
    on = {side: stance[side].grounded for side in SIDES}
    share = np.where(on["left"] & ~on["right"], 1.0, np.where(on["right"] & ~on["left"], 0.0, share))
    share = (smooth(share, 0.1) if len(share) > 1 else share)[:, None]
    middle = {side: stance[side].middle for side in SIDES}
    support = share * middle["left"] + (1 - share) * middle["right"]
    return np.where((on["left"] | on["right"])[:, None], support, pelvis)
