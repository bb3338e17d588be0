"""Arms of key poses, and arms over time: named poses, places in frames, grips, contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...body.skeleton import INDEX
from ...motion.fade import ease
from ...motion.rotations import about_axis, normalise, slerp
from ..data.gestures.limbs import ARM, FLIP, arm_by_directions, arm_to, limb_offsets
from .body import SIDES, sign
from .hands import flat_hand, gripped, with_wrist
from .sketch import Key
from .tracks import Clock, places, shares

LAGS = (-0.02, 0.0, 0.04, 0.08)
_ELBOW_LOW = 0.06


@dataclass(frozen=True)
class Frames:
    """Places (N, 3) and rotations (N, 3, 3) in the world of what arms are measured from."""

    chest: tuple[np.ndarray, np.ndarray]
    head: tuple[np.ndarray, np.ndarray]
    pelvis: tuple[np.ndarray, np.ndarray]

    @classmethod
    def of(cls, joints: np.ndarray, turns: np.ndarray) -> Frames:
        """The frames of joints (N, 22, 3) with global rotations (N, 22, 3, 3)."""
        chest, head = INDEX["spine3"], INDEX["head"]
        return cls((joints[:, chest], turns[:, chest]), (joints[:, head], turns[:, head]), (joints[:, 0], turns[:, 0]))

    def world(self, name: str, points: np.ndarray) -> np.ndarray:
        """Points (N, 3) of a frame in the world."""
        place, turn = getattr(self, name)
        return place + np.einsum("nij,nj->ni", turn, points)

    def local(self, name: str, points: np.ndarray) -> np.ndarray:
        """Points (N, 3) of the world in a frame."""
        place, turn = getattr(self, name)
        return np.einsum("nji,nj->ni", turn, points - place)


def rest_shoulder() -> np.ndarray:
    """The left shoulder (3,) in the chest's frame at rest, metres."""
    offsets = limb_offsets("left", ARM)
    return offsets[0] + offsets[1]


@dataclass(frozen=True)
class ArmKeys:
    """Arms at the keys. local: side → (K, 4, 3, 3); pole: side → (K, 3) of the elbow in (out, up, fwd) of the chest;
    wrist: side → (K, 3) in the world; twist: side → (K,) of the forearm, radians."""

    local: dict[str, np.ndarray]
    pole: dict[str, np.ndarray]
    wrist: dict[str, np.ndarray]
    twist: dict[str, np.ndarray]


def arm_keys(keys: list[Key], frames: Frames) -> ArmKeys:
    """The arms of every key, in the frames (K) of its trunk."""
    local, pole, wrist, twist = {}, {}, {}, {}
    for side in SIDES:
        target, elbow, shrug, bend, palm, has_palm = _wanted(keys, frames, side)
        arms = arm_to(side, target, elbow, shrug=shrug, of="chest")
        bones = [k for k, key in enumerate(keys) if key.arms[side].directions is not None and key.grip is None]
        if bones:
            given = np.array([keys[k].arms[side].directions for k in bones], float)
            loose = np.array([keys[k].arms[side].gravity for k in bones])
            given = _hanging(given, loose, frames.chest[1][bones], side)
            upper, lower = normalise(given[:, 0]), normalise(given[:, 1])
            points = natural_pole(upper)
            arms[bones] = arm_by_directions(side, upper, lower, shrug=shrug[bones], pole=points, firm=0.35)
            along = normalise(upper + lower)
            out = upper - np.sum(upper * along, -1, keepdims=True) * along
            elbow[bones] = normalise(out + 0.15 * points)
        arms, twist[side] = with_wrist(arms, side, bend, palm, has_palm)
        local[side], pole[side] = arms, elbow
        wrist[side] = frames.world("chest", wrist_in_chest(arms, side))
    return ArmKeys(local, pole, wrist, twist)


def _wanted(keys: list[Key], frames: Frames, side: str):
    count, s = len(keys), np.array([sign(side), 1.0, 1.0])
    target, elbow = np.tile((0.1, -0.5, 0.1), (count, 1)), np.tile((0.5, -0.8, -0.4), (count, 1))
    shrug, bend, palm = np.zeros(count), np.zeros((count, 3)), np.tile((-1.0, 0.0, 0.0), (count, 1))
    has_palm = np.zeros(count)
    points = {name: [] for name in ("chest", "head", "pelvis", "world")}
    for k, key in enumerate(keys):
        arm = key.arms[side]
        shrug[k], bend[k] = np.radians(arm.shrug), np.radians(arm.wrist)
        if arm.palm is not None:
            palm[k], has_palm[k] = arm.palm, 1.0
        if key.grip is not None:
            elbow[k] = key.grip.elbow
            frame, middle, axis = _grip(key, k, frames)
            points[frame].append((k, middle + axis * key.grip.spacing * (0.5 if side == key.grip.upper else -0.5)))
        elif arm.place is not None:
            elbow[k] = arm.elbow
            if side in key.world:
                points["world"].append((k, key.world[side]))
            elif arm.frame == "shoulder":
                points["chest"].append((k, (np.array(arm.place) + rest_shoulder()) * s))
            else:
                points[arm.frame].append((k, np.array(arm.place) * s))
    for name, entries in points.items():
        for k, point in entries:
            if name in ("head", "pelvis"):
                place, turn = getattr(frames, name)
                point = place[k] + turn[k] @ point
            if name != "chest":
                place, turn = frames.chest
                point = turn[k].T @ (point - place[k])
            target[k] = point * s
    return target, elbow, shrug, bend, palm, has_palm


def natural_pole(upper: np.ndarray) -> np.ndarray:
    """Where the elbow (N, 3) of a straight arm points: back where it hangs, down where it is level, ahead above."""
    raised = np.clip(upper[:, 1], 0, 1)
    return normalise(np.stack([0.5 + 0 * raised, -0.8 + 0 * raised, -0.6 + 1.3 * raised], axis=-1))


def _hanging(directions: np.ndarray, gravity: np.ndarray, chest: np.ndarray, side: str) -> np.ndarray:
    """Directions (N, 2, 3) in the frame of a leaning chest (N, 3, 3) that are meant from the vertical."""
    ahead = chest @ np.array([0.0, 0.0, 1.0])
    upright = about_axis("y", np.arctan2(ahead[:, 0], ahead[:, 2]))
    # A lying chest has no loose arm: nothing of this where its long axis is level.
    share = gravity * ease(np.clip(chest[:, 1, 1] / 0.45, 0, 1))
    back = slerp(np.broadcast_to(np.eye(3), chest.shape), np.swapaxes(chest, -1, -2) @ upright, share)
    s = np.array([sign(side), 1.0, 1.0])
    return np.einsum("nij,nkj->nki", back, directions * s) * s


def _grip(key: Key, k: int, frames: Frames) -> tuple[str, np.ndarray, np.ndarray]:
    grip = key.grip
    middle, axis = np.array(grip.middle, float), normalise(np.array(grip.axis, float))
    if grip.frame == "home":
        x, z, yaw = key.home
        turn = about_axis("y", np.radians(yaw))
        return "world", turn @ middle + (x, 0.0, z), turn @ axis
    return grip.frame, middle, axis


def wrist_in_chest(arms: np.ndarray, side: str) -> np.ndarray:
    """Wrists (N, 3) in the chest's frame of arms (N, 4, 3, 3)."""
    offsets = limb_offsets(side, ARM)
    offsets = offsets * FLIP if side == "right" else offsets
    turn = np.broadcast_to(np.eye(3), arms[:, 0].shape)
    place = np.broadcast_to(offsets[0], (len(arms), 3))
    for joint in range(3):
        turn = turn @ arms[:, joint]
        place = place + turn @ offsets[joint + 1]
    return place


def settled(clock: Clock, keys: list[Key], side: str) -> tuple[Clock, np.ndarray]:
    """The clock of the keys in which an arm is not on its way, and which they are (K,)."""
    kept = np.array([not key.arms[side].on_way for key in keys])
    kept[[0, -1]] = True
    return clock.only(kept), kept


def arm_tracks(clock: Clock, times: np.ndarray, keys: list[Key], keyed: ArmKeys, lag: float) -> dict[str, np.ndarray]:
    """Arms over time, side → (T, 4, 3, 3): each joint from key to key, the outer ones a little later."""
    result = {}
    for side in SIDES:
        own, kept = settled(clock, keys, side)
        joints = [own.rotations(keyed.local[side][kept, j], times - lag * LAGS[j]) for j in range(4)]
        result[side] = np.stack(joints, axis=1)
    return result


@dataclass(frozen=True)
class Reach:
    """Where a hand must be. weight (T,): how much it must; floor (T,): how much of it a contact with the
    world is; spot: (T, 3) of that contact; local: (T, 3) and share (T,) of other frames by name;
    flat (T,): how much the palm lies on the floor, yaw (T,) the heading of its fingers; twist (T,): of the forearm;
    axis (T, 3): of the thing that both hands hold, in the chest's frame."""

    weight: np.ndarray
    floor: np.ndarray
    spot: np.ndarray
    local: dict[str, tuple[np.ndarray, np.ndarray]]
    flat: np.ndarray
    yaw: np.ndarray
    twist: np.ndarray
    axis: np.ndarray | None = None


def reaches(clock: Clock, times: np.ndarray, keys: list[Key], keyed: ArmKeys, frames: Frames) -> dict[str, Reach]:
    """What the hands hold on to between keys: the world, pelvis, head or a common grip."""
    result = {}
    grips = np.array([key.grip is not None for key in keys])
    yaw = np.radians([key.home[2] for key in keys])
    for side in SIDES:
        space = np.array(
            ["grip" if key.grip else key.arms[side].frame if key.arms[side].place else "chest" for key in keys]
        )
        world = np.array([side in key.world and key.grip is None for key in keys])
        lift = np.array([key.arms[side].lift for key in keys])
        own, set_ = settled(clock, keys, side)
        floor = shares(own, times, world[set_])
        spots = np.array([key.world.get(side, np.zeros(3)) for key in keys], float)[set_]
        spot = places(own, times, world[set_], spots, lift[set_])[0] if world.any() else np.zeros((len(times), 3))
        local, axis = {}, None
        for name in ("pelvis", "head"):
            held = (space == name) & ~world
            if held.any():
                points = frames.local(name, keyed.wrist[side])
                local[name] = (clock.spline(points)(clock.warp(times)), shares(clock, times, held))
        if grips.any():
            place, axis = _grip_track(clock, times, keys, keyed, frames, grips, side)
            local["chest"] = (place, shares(clock, times, grips))
        weight = np.clip(floor + sum((share for _, share in local.values()), np.zeros(len(times))), 0, 1)
        flat = shares(clock, times, world & (space == "floor"))
        heading = clock.spline(yaw[:, None])(times)[:, 0]
        twist = own.spline(keyed.twist[side][set_][:, None])(own.warp(times))[:, 0]
        result[side] = Reach(weight, floor, spot, local, flat, heading, twist, axis)
    return result


def _grip_track(clock, times, keys, keyed: ArmKeys, frames: Frames, grips, side: str):
    """Wrist (T, 3) and axis (T, 3) in the chest's frame of a grip.

    Its middle goes round the middle of the shoulders on an arc, and its spacing holds.
    """
    upper = [key.grip.upper if key.grip else "" for key in keys]
    wrist = {one: frames.local("chest", keyed.wrist[one]) for one in SIDES}
    middle = 0.5 * (wrist["left"] + wrist["right"])
    top = np.where(np.array(upper)[:, None] == "left", wrist["left"], wrist["right"])
    axis = normalise(top - middle)
    spacing = np.array([key.grip.spacing if key.grip else 0.3 for key in keys])
    # Keys without a grip take over the nearest grip, so that the hands come to it and leave it as one.
    spots = np.flatnonzero(grips)
    nearest = spots[np.argmin(np.abs(np.arange(len(keys))[:, None] - spots), axis=1)]
    away = ~grips
    axis[away], spacing[away] = axis[nearest[away]], spacing[nearest[away]]
    hand = np.array([1.0 if (keys[n].grip.upper == side) else -1.0 for n in nearest])
    centre = np.array([0.0, rest_shoulder()[1], rest_shoulder()[2]])
    arm = middle - centre
    radius = np.linalg.norm(arm, axis=-1, keepdims=True)
    track = clock.spline(np.concatenate([normalise(arm), radius, axis, (hand * spacing)[:, None]], axis=-1))
    values = track(clock.warp(times))
    place = centre + normalise(values[:, :3]) * values[:, 3:4]
    axis = normalise(values[:, 4:7])
    return place + axis * values[:, 7:8] * 0.5, axis


def reach_out(arms: np.ndarray, side: str, reach: Reach, pole: np.ndarray, frames: Frames) -> np.ndarray:
    """Arms (T, 4, 3, 3) brought to where the hand must be."""
    if not reach.weight.any():
        return arms
    free = frames.world("chest", wrist_in_chest(arms, side))
    goal = free * (1 - reach.weight)[:, None] + reach.spot * reach.floor[:, None]
    for name, (points, share) in reach.local.items():
        goal = goal + frames.world(name, points) * share[:, None]
    total = (1 - reach.weight) + reach.floor + sum((share for _, share in reach.local.values()), 0.0)
    goal = goal / np.maximum(total, 1e-6)[:, None]
    s = np.array([sign(side), 1.0, 1.0])
    wrist = frames.local("chest", goal) * s
    solved = arm_to(side, wrist, pole, of="chest")
    # An elbow that would be in the floor is turned up, as far as the hand is on the floor too.
    up = frames.chest[1][:, 1] * s
    for _ in range(2):
        sunk = np.clip((_ELBOW_LOW - _elbow_height(solved, side, frames)) / 0.05, 0, 1) * reach.floor
        if not sunk.any():
            break
        pole = normalise(pole) + up * sunk[:, None]
        solved = arm_to(side, wrist, pole, of="chest")
    solved[:, 2] = solved[:, 2] @ about_axis("x", reach.twist)
    solved[:, 3] = arms[:, 3]
    blend = np.clip(reach.weight * 4, 0, 1)
    arms = slerp(arms, solved, np.repeat(blend[:, None], 4, axis=1))
    if reach.flat.any():
        arms[:, 3] = slerp(arms[:, 3], flat_hand(arms, side, reach.yaw, frames.chest[1]), reach.flat)
    if reach.axis is not None:
        arms = gripped(arms, side, reach.axis, reach.local["chest"][1])
    return arms


def _elbow_height(arms: np.ndarray, side: str, frames: Frames) -> np.ndarray:
    offsets = limb_offsets(side, ARM) * (FLIP if side == "right" else 1.0)
    turn = arms[:, 0] @ arms[:, 1]
    place = offsets[0] + arms[:, 0] @ offsets[1] + turn @ offsets[2]
    return frames.world("chest", place)[:, 1]
