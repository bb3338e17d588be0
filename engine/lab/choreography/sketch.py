"""The builder of an action: key poses one after another, steps, flights and holds.

Everything positive is forward, up or LEFT (yaw, twist, look, tilt, side, roll); metres, seconds, degrees.
Places are in the home frame: a spot on the floor and a heading, at first the origin facing +Z.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...motion.rotations import about_axis
from ..data.gestures.figure import BALL_HEIGHT, standing_height
from .arm_library import named_arm
from .body import ANKLE_LOW, FOOT_OFFSET, GRAVITY, SIDES, WRIST_LOW, foot_turn, sign
from .draw import Draw
from .limb_specs import Arm, Grip, Leg
from .pose_library import POSES

CHANNELS = "x y_ z yaw pitch roll spin bend side twist nod look tilt load balance rest".replace("y_", "height").split()
TURNS = ("pitch", "roll", "spin")
SHIN = 0.42
_HIP_TURN = 55.0  # degrees that a planted foot may be turned from the pelvis


@dataclass(frozen=True)
class Placed:
    """A leg of a key in the world: ``ball`` of the foot (3,), ``yaw`` and ``pitch`` of the foot in radians, and
    of a kneeling leg the ``knee`` (3,); None for a free leg. way: it has left that place for its next one."""

    spec: Leg
    ball: np.ndarray | None = None
    yaw: float = 0.0
    pitch: float = 0.0
    knee: np.ndarray | None = None
    way: bool = False


@dataclass(frozen=True)
class Key:
    """The body at one moment. ``world``: side to place (3,) of a wrist that is fixed in the world; ``power``: course
    into this key (1 even, above 1 accelerates into it, below 1 settles into it); ``level``: height of the floor
    of its home frame; ``stop``: everything comes to rest in it; ``gaze``: place (3,)
    in the world that the eyes are on."""

    time: float
    values: dict[str, float]
    arms: dict[str, Arm]
    legs: dict[str, Placed]
    grip: Grip | None = None
    world: dict[str, np.ndarray] = field(default_factory=dict)
    home: tuple[float, float, float] = (0.0, 0.0, 0.0)
    level: float = 0.0
    power: float = 1.0
    stop: bool = False
    gaze: np.ndarray | None = None


@dataclass(frozen=True)
class Flight:
    """A stretch between two keys in which nothing carries the body."""

    start: int
    end: int


class Sketch:
    """An action under construction; see the README for the vocabulary."""

    def __init__(self, draw: Draw, start: str = "stand", **changes) -> None:
        self.draw = draw
        self.keys: list[Key] = []
        self.flights: list[Flight] = []
        self.lags: float = draw.style.lag
        self.noise: float = draw.style.noise
        self.breath: float = 1.0
        self.styled: bool = True
        self.loose_arms: bool = False
        self._home = np.zeros(3)  # x, z, yaw in degrees
        self._level = 0.0
        self._turns = dict.fromkeys(TURNS, 0.0)
        self._varied: dict[tuple[str, Arm], Arm] = {}
        self._relaxed = draw.near(0, 0.02), draw.near(0, 2.0)
        self._add(0.0, start, changes, 1.0, False)

    @property
    def time(self) -> float:
        """Seconds at the last key."""
        return self.keys[-1].time

    def to(self, seconds: float, pose: str = "", ease: str = "flow", **changes) -> Sketch:
        """The next key, ``seconds`` after the last (divided by the drawn speed).

        pose: a name of POSES, or "" to keep the last key and change only what is named. ease: "flow" passes
        through or stops as the neighbours ask, "stop" comes to rest, "hit" accelerates into the key, "settle"
        starts fast and settles into it. changes: channels (height fwd left yaw pitch roll spin bend side
        twist nod look tilt load balance rest), arms/left_arm/right_arm (a name or an Arm), legs/left_leg/right_leg
        (a Leg), grip (a Grip, or None to let go).
        """
        power = {"flow": 1.0, "stop": 1.0, "hit": 1.6, "settle": 0.65}[ease]
        self._add(seconds / self._pace(), pose, changes, power, ease == "stop")
        return self

    def hold(self, seconds: float) -> Sketch:
        """The last pose for some time (not changed by the drawn speed)."""
        self._add(seconds, "", {}, 1.0, True)
        return self

    def step(
        self, side: str, seconds: float, out: float = 0.11, fwd: float = 0.0, lift: float = 0.08, **changes
    ) -> Sketch:
        """One foot goes to a new place of the home frame while the other carries the body."""
        spec = Leg("foot", out, fwd, lift=lift, yaw=changes.pop("foot_yaw", 7.0), heel=changes.pop("heel", 0.0))
        load = changes.pop("load", self.keys[-1].values["load"])
        over = 1.0 if side == "right" else -1.0
        self._add(0.35 * seconds / self._pace(), "", {"load": over}, 1.0, False)
        self._add(0.65 * seconds / self._pace(), "", {f"{side}_leg": spec, "load": 0.5 * over} | changes, 1.0, False)
        self._add(0.15 * seconds / self._pace(), "", {"load": load}, 1.0, False)
        return self

    def fly(
        self,
        rise: float,
        land: str = "crouch",
        fwd: float = 0.0,
        left: float = 0.0,
        turn: float = 0.0,
        via=(),
        **changes,
    ) -> Sketch:
        """Leave the floor from the last key and land in the pose ``land``.

        rise: how far the body's centre rises above take-off, metres. fwd, left, turn: how the home frame
        moves and turns until landing. via: (share of the flight, pose, changes), keys in the air. changes: of
        the landing; ``pitch=-360`` is a somersault backwards. Time follows from gravity.
        """
        last = self.keys[-1]
        start = len(self.keys) - 1
        landing = (POSES[land] if land else {}) | changes
        drop = last.values["height"] - float(landing.get("height", last.values["height"]))
        total = float(np.sqrt(2 * rise / GRAVITY) + np.sqrt(2 * max(rise + drop, 0.02) / GRAVITY))
        now = 0.0
        for share, pose, more in via:
            self._add((share - now) * total, pose, {"rest": 0, "balance": 0} | more, 1.0, False)
            now = share
        self.move_home(fwd, left, turn)
        self._add((1 - now) * total, land, {"fwd": 0.0, "left": 0.0} | changes, 1.0, False)
        self.flights.append(Flight(start, len(self.keys) - 1))
        return self

    def move_home(self, fwd: float = 0.0, left: float = 0.0, turn: float = 0.0, up: float = 0.0) -> Sketch:
        """Move the home frame from where it is, along its own axes, then turn it (degrees, left > 0).

        up: the level of the floor there, from the last one.
        """
        self._level += up
        x, z, yaw = self._home
        c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
        self._home = np.array([x + s * fwd + c * left, z + c * fwd - s * left, yaw + turn])
        return self

    def home_here(self) -> Sketch:
        """Put the home frame under the pelvis of the last key, facing as it does."""
        values = self.keys[-1].values
        self._home = np.array([values["x"], values["z"], values["yaw"]])
        return self

    def _pace(self) -> float:
        return self.draw.speed * self.draw.style.tempo

    def _add(self, seconds: float, pose: str, changes: dict, power: float, stop: bool) -> None:
        if pose and pose not in POSES:
            raise ValueError(f"No pose {pose!r}; there are {', '.join(sorted(POSES))}.")
        wanted = _both_sides(POSES[pose] if pose else {}) | _both_sides(changes)
        last = self.keys[-1] if self.keys else None
        values = dict(last.values) if last else dict.fromkeys(CHANNELS, 0.0)
        for name in CHANNELS:
            if name in wanted and name not in ("x", "z", "yaw"):
                value = float(wanted.pop(name))
                if name in TURNS and last:
                    value = self._turned(name, value, last.values[name], name not in changes)
                values[name] = value
                values[name] += self._level if name == "height" else 0.0
        if values["balance"] > 0.5:
            values["height"] = min(values["height"], standing_height() + self._level)
        x, z, yaw = self._home
        if not last or {"fwd", "left", "yaw"} & set(wanted):
            c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
            dx, dz = values["x"] - x, values["z"] - z
            fwd, left = wanted.pop("fwd", s * dx + c * dz), wanted.pop("left", c * dx - s * dz)
            values["x"], values["z"] = x + s * fwd + c * left, z + c * fwd - s * left
            values["yaw"] = yaw + float(wanted.pop("yaw", values["yaw"] - yaw))
        grip = wanted.pop("grip", last.grip if last and not {"left_arm", "right_arm"} & set(wanted) else None)
        arms = dict(last.arms) if last else {side: named_arm("hang") for side in SIDES}
        arms = {side: replace(arm, on_way=False) if arm.on_way else arm for side, arm in arms.items()}
        world = dict(last.world) if last else {}
        legs = dict(last.legs) if last else {side: Placed(Leg("free")) for side in SIDES}
        for side in SIDES:
            if wanted.get(f"{side}_arm") == "way":
                wanted.pop(f"{side}_arm")
                arms[side] = replace(arms[side], on_way=True)
            if f"{side}_arm" in wanted:
                arms[side] = self._arm(wanted.pop(f"{side}_arm"), side)
                world.pop(side, None)
                if arms[side].frame in ("home", "floor"):
                    world[side] = self._wrist_place(arms[side], side)
            if f"{side}_leg" in wanted:
                legs[side] = self._leg(wanted.pop(f"{side}_leg"), side, legs[side])
        legs = {side: _pivoted(leg, values, side) for side, leg in legs.items()}
        gaze = wanted.pop("gaze", None if {"nod", "look"} & set(changes) or not last else last.gaze)
        if isinstance(gaze, tuple):
            gaze = self._spot(*gaze)
        if wanted:
            raise ValueError(f"A key can't hold {', '.join(sorted(wanted))}; see the README for its names.")
        time = (last.time if last else 0.0) + max(seconds, 0.0)
        if last and seconds < 0.02:
            time = last.time + 0.02
        self.keys.append(Key(time, values, arms, legs, grip, world, tuple(self._home), self._level, power, stop, gaze))

    def _turned(self, name: str, value: float, last: float, of_pose: bool) -> float:
        """An angle that goes on from the last one: whole turns done before are kept."""
        here = value + self._turns[name]
        if of_pose or (abs(value) <= 180 and abs(here - last) > 200):
            here = value + 360.0 * round((last - value) / 360)
            self._turns[name] = here - value
        return here

    def _arm(self, arm: Arm | str, side: str) -> Arm:
        arm = named_arm(arm, side == "right") if isinstance(arm, str) else arm
        if (side, arm) not in self._varied:
            self._varied[side, arm] = self._vary(arm)
        return self._varied[side, arm]

    def _vary(self, arm: Arm) -> Arm:
        """An arm that is a little different in every sample, and the same whenever it is given in one."""
        if arm.place is not None and arm.frame not in ("home", "floor"):
            place = tuple(np.asarray(arm.place) + self.draw.rng.normal(0, 0.008, 3))
            return replace(arm, place=place)
        if arm.directions is not None:
            jitter = self.draw.rng.normal(0, 0.03, (2, 3))
            return replace(
                arm, directions=tuple(tuple(np.asarray(d) + j) for d, j in zip(arm.directions, jitter, strict=True))
            )
        return arm

    def _wrist_place(self, arm: Arm, side: str) -> np.ndarray:
        out, up, fwd = arm.place
        low = WRIST_LOW if arm.frame == "floor" else 0.0
        return self._spot(sign(side) * out, up + low, fwd)

    def _spot(self, left: float, up: float, fwd: float) -> np.ndarray:
        x, z, yaw = self._home
        c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
        return np.array([x + s * fwd + c * left, up + self._level, z + c * fwd - s * left])

    def _leg(self, spec: Leg, side: str, last: Placed) -> Placed:
        hand = sign(side)
        if spec.mode == "free":
            return Placed(spec)
        if spec.mode == "way":
            return replace(last, way=True)
        if last.way:
            last = replace(last, way=False)
        if spec.mode == "stay":
            if last.ball is not None and last.knee is None:
                pitch = last.pitch if spec.heel is None else np.radians(spec.heel)
                kept = replace(last.spec, knee_out=spec.knee_out, heel=spec.heel)
                return replace(last, spec=kept, pitch=float(pitch))
            narrow, turned = self._relaxed
            spec = replace(spec, mode="foot", out=spec.out + narrow, yaw=spec.yaw + turned)
        yaw = np.radians(self._home[2] + hand * spec.yaw)
        offset = FOOT_OFFSET[side]
        if spec.mode == "foot":
            pitch = np.radians(spec.heel or 0.0)
            ankle = self._spot(hand * spec.out, 0.0, spec.fwd)
            ball = ankle + about_axis("y", yaw) @ offset
            ball[1] = BALL_HEIGHT + spec.up + self._level
            return Placed(spec, ball, float(yaw), float(pitch))
        pitch = np.radians(62.0 if spec.tucked else 152.0)
        turn = foot_turn(np.array(yaw), np.array(pitch))
        knee = self._spot(hand * spec.out, 0.05 + spec.up, spec.fwd)
        height = max(ANKLE_LOW, BALL_HEIGHT - (turn @ offset)[1]) + spec.up + self._level
        back = about_axis("y", yaw) @ np.array([0.0, 0.0, -np.sqrt(SHIN**2 - (height - knee[1]) ** 2)])
        ankle = knee + back
        ankle[1] = height
        return Placed(spec, ankle + turn @ offset, float(yaw), float(pitch), knee)


def _pivoted(leg: Placed, values: dict[str, float], side: str) -> Placed:
    """A foot that stands, turned on its ball where the body has turned further than a hip lets it."""
    if leg.ball is None or leg.knee is not None or leg.way or max(abs(values["pitch"]), abs(values["roll"])) > 60:
        return leg
    usual = values["yaw"] + 7.0 * sign(side)
    away = (np.degrees(leg.yaw) - usual + 180.0) % 360.0 - 180.0
    if abs(away) <= _HIP_TURN:
        return leg
    return replace(leg, yaw=float(np.radians(usual + np.clip(away, -0.6 * _HIP_TURN, 0.6 * _HIP_TURN))))


def _both_sides(changes: dict) -> dict:
    """Arms and legs of both sides in place of ``arms`` and ``legs``; None for nothing."""
    result = dict(changes)
    for name, one in (("arms", "arm"), ("legs", "leg")):
        if name in result:
            both = result.pop(name)
            for side in SIDES:
                result.setdefault(f"{side}_{one}", both)
    return result
