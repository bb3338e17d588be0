"""How an author says where an arm or a leg goes.

Places of hands are (out, up, fwd) in metres: out is away from the midline on the limb's own side, so that the
same numbers serve both sides. Angles are degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

PALMS = {
    "in": (-1.0, 0.0, 0.0),
    "out": (1.0, 0.0, 0.0),
    "down": (0.0, -1.0, 0.0),
    "up": (0.0, 1.0, 0.0),
    "back": (0.0, 0.0, -1.0),
    "forward": (0.0, 0.0, 1.0),
}
FRAMES = ("chest", "shoulder", "head", "pelvis", "home", "floor")


@dataclass(frozen=True)
class Arm:
    """One arm of a key: ``directions`` (upper, lower) of the two bones, or a ``place`` of the wrist.

    frame: where the place is measured (see ``hand``). elbow: direction in which the elbow points. wrist: bend
    towards the palm, bend towards the thumb, turn outward (degrees). palm: direction the palm faces, or None.
    lift: how high the hand rises on its way to a next place on the floor, metres. gravity: 1 measures directions
    from the vertical rather than from a leaning chest, so that a loose arm hangs down (not where the chest lies).
    """

    frame: str = "chest"
    place: tuple[float, float, float] | None = None
    directions: tuple[tuple, tuple] | None = None
    elbow: tuple[float, float, float] = (0.5, -0.8, -0.4)
    wrist: tuple[float, float, float] = (0.0, 0.0, 0.0)
    palm: tuple[float, float, float] | None = None
    shrug: float = 0.0
    lift: float = 0.08
    gravity: float = 0.0
    name: str = ""
    on_way: bool = False

    def but(self, **changes) -> Arm:
        """The same arm with some values changed; ``palm`` may be a name."""
        return replace(self, **_palm(changes))


@dataclass(frozen=True)
class Leg:
    """One leg of a key.

    mode: "foot" = the foot stands at (out, fwd) of the home frame, ``up`` above the floor, turned by ``yaw``
    (outward) with the heel raised by ``heel`` degrees (below 0: toes raised); "knee" = the knee is on the floor there
    and the shin lies behind it; "free" = angles of hip, knee and ankle; "stay" = stays planted where it is.
    ``knee_out``: degrees that the knee points outward beyond the foot. lift: height of the foot on its way, metres.
    """

    mode: str = "stay"
    out: float = 0.11
    fwd: float = 0.0
    up: float = 0.0
    yaw: float = 7.0
    heel: float | None = None
    knee_out: float = 0.0
    lift: float = 0.07
    flex: float = 0.0
    spread: float = 3.0
    turn: float = 0.0
    knee: float = 5.0
    point: float = 0.0
    tucked: bool = False

    def but(self, **changes) -> Leg:
        """The same leg with some values changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Grip:
    """Two hands on one thing.

    middle (left, up, fwd): middle between the hands, metres; axis (left, up, fwd): direction from the lower to
    the upper hand; spacing: between the wrists; upper: hand at the axis's tip. frame: "chest", "pelvis" or "home".
    """

    middle: tuple[float, float, float]
    axis: tuple[float, float, float] = (0.0, 1.0, 0.0)
    spacing: float = 0.12
    upper: str = "right"
    frame: str = "chest"
    elbow: tuple[float, float, float] = (0.6, -0.8, -0.2)

    def but(self, **changes) -> Grip:
        """The same grip with some values changed."""
        return replace(self, **changes)


def _palm(values: dict) -> dict:
    if isinstance(values.get("palm"), str):
        values = values | {"palm": PALMS[values["palm"]]}
    return values


def hand(frame: str, out: float, up: float, fwd: float, **more) -> Arm:
    """The wrist at a place.

    frame: "chest" (spine3 joint, turns with the chest), "shoulder" (its own shoulder, turns with the chest),
    "head" (head joint, turns with the head), "pelvis" (turns with the pelvis), "home" (the spot on the floor
    where the action takes place: fixed in the world, ``out`` to the hand's own side), "floor" (the same, and
    the palm lies on it: a contact; ``up`` is the height of the surface).
    more: elbow, palm (a name of PALMS or a direction), wrist, shrug, lift.
    """
    if frame not in FRAMES:
        raise ValueError(f"No frame {frame!r}; the frames are {', '.join(FRAMES)}.")
    return Arm(frame=frame, place=(out, up, fwd), **_palm(more))


def bones(upper: tuple, lower: tuple, **more) -> Arm:
    """Directions (out, up, fwd) of upper arm and forearm, in the chest's frame.

    more: palm, wrist, shrug, gravity (1: a loose arm that hangs down from a leaning chest).
    """
    return Arm(directions=(tuple(upper), tuple(lower)), **_palm(more))


def foot(out: float = 0.11, fwd: float = 0.0, **more) -> Leg:
    """A foot on the floor with its ankle at (out, fwd) of the home frame; more: up, yaw, heel, knee_out, lift."""
    return Leg("foot", out, fwd, **more)


def kneel(out: float = 0.11, fwd: float = 0.0, **more) -> Leg:
    """A knee on the floor at (out, fwd) of the home frame, the shin behind it; more: yaw (of the shin), tucked
    (toes on the floor rather than the instep), lift."""
    return Leg("knee", out, fwd, **({"yaw": 0.0, "lift": 0.04} | more))


def leg(flex: float = 0.0, knee: float = 5.0, **more) -> Leg:
    """A free leg: ``flex`` of the hip forward, ``knee`` bend; more: spread (outward), turn (outward about the
    thigh), point (toes away from the shin). Degrees."""
    return Leg("free", flex=flex, knee=knee, **more)


def on_way() -> Leg:
    """The leg is on its way from its last place to its next one: this key does not say where the foot is."""
    return Leg("way")


def stay(**more) -> Leg:
    """The foot stays where it stands (or goes to its usual stance if it stood nowhere); more: heel, knee_out."""
    return Leg("stay", **more)
