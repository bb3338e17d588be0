"""Which actions a window shows, by its measured facts alone: tags of templates.py with their slots.

Thresholds are on the safe side: what is only half there is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .facts import SIDES, Facts, Jump

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Action:
    """A tag of the phrase tables, what fills its slots, and how often it should be chosen."""

    tag: str
    slots: dict[str, str] = field(default_factory=dict)
    weight: float = 1.0


def other_side(side: str) -> str:
    """The other one of left and right."""
    return "right" if side == "left" else "left"


def turn_side(degrees: float) -> str:
    """Side of a turn: left is positive."""
    return "left" if degrees > 0 else "right"


def clock_sense(degrees: float) -> str:
    """Sense of a turn, seen from above: to the left is counterclockwise."""
    return "counterclockwise" if degrees > 0 else "clockwise"


def number(count: int) -> str:
    """Count as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else "many"


def travel(facts: Facts, gait: str) -> list[Action]:
    """Where the body goes; ``gait`` is "walk" or "run". Empty where it stays in its place."""
    turn, side = facts.turn_deg, {"side": turn_side(facts.turn_deg), "clock": clock_sense(facts.turn_deg)}
    if facts.direction == "none" or (facts.speed < 0.28 and facts.top_speed < 0.7):
        return []
    if facts.circle and abs(turn) > 250:
        return [Action(f"{gait}.circle{'s' * (abs(turn) > 540)}", side, 3)]
    if abs(turn) >= 140:
        if abs(turn) < 230:
            return [Action(f"{gait}.uturn", side, 3)]
        return [Action("walk.some")] if gait == "walk" else []
    if facts.spin_deg > 100 and abs(turn) < 60:  # turned and turned back: no single direction holds
        return [Action("walk.some")] if gait == "walk" else []
    if facts.direction in ("left", "right"):
        straight = abs(turn) < 40
        return [Action(f"{gait}.side", {"side": facts.direction}, 3)] if straight and gait == "walk" else []
    if facts.direction == "backward":
        return [Action(f"{gait}.backward", {}, 3)] if abs(turn) < 60 else []
    if facts.direction == "mixed":
        return [Action("walk.some")] if gait == "walk" and facts.speed > 0.35 else []
    found = []
    if abs(turn) >= 48:
        found.append(Action(f"{gait}.turn", side, 3))
        if 70 <= abs(turn) <= 115:
            found.append(Action(f"{gait}.sharp", side, 1))
    elif abs(turn) >= 24:
        found.append(Action(f"{gait}.veer", side, 3))
    elif facts.values["forward_m"] > 0.8 * facts.values["path_m"] - 0.3:
        found += _straight(facts, gait)
    if facts.start_speed < 0.35 and facts.end_speed > 0.7 and facts.seconds < 7:
        found.append(Action(f"{gait}.start", {}, 0.8))
    if facts.end_speed < 0.3 and facts.start_speed > 0.7:
        found.append(Action(f"{gait}.stop", {}, 0.8))
    if gait == "walk" and facts.end_speed < 0.3 and facts.start_speed < 0.3 and facts.top_speed > 0.7:
        found.append(Action("walk.start_stop", {}, 0.6))
    return found


def _straight(facts: Facts, gait: str) -> list[Action]:
    """Straight ahead, by speed."""
    if gait == "walk":
        return [Action("walk.forward", {}, 4)]
    if facts.speed > 3.4:
        return [Action("sprint.forward", {}, 2), Action("run.forward", {}, 2)]
    if facts.speed < 2.3:
        return [Action("jog.forward", {}, 3), Action("run.forward", {}, 1)]
    return [Action("run.forward", {}, 3), Action("jog.forward", {}, 1)]


def speed_words(facts: Facts, gait: str) -> tuple[str, ...]:
    """Adverbs that are true of this speed; "" is always among them."""
    speed = facts.speed
    if gait == "run":
        if speed > 3.2:
            return ("", "fast", "quickly", "at high speed")
        return ("", "slowly", "gently") if speed < 1.9 else ("",)
    if speed < 0.85:
        return ("", "slowly", "slowly", "at a slow pace", "without hurry")
    if speed > 1.5:
        return ("", "briskly", "quickly", "fast", "at a brisk pace")
    return ("", "", "at a normal pace", "steadily") if speed > 1.0 else ("",)


def turning(facts: Facts) -> list[Action]:
    """Turns on the spot."""
    if facts.values["net_m"] > 0.8 or facts.values["path_m"] > 2.0:
        return []
    turn, side = abs(facts.turn_deg), {"side": turn_side(facts.turn_deg)}
    if turn > 290:
        return [Action("turn.full", side, 3)]
    if 135 < turn < 235:
        return [Action("turn.around", side, 3)]
    return [Action("turn.place", side, 2)] if 45 < turn <= 120 else []


def is_jump(jump: Jump) -> bool:
    """A jump, and no running step: the body rises and the feet are not far apart."""
    return jump.height > 0.08 and jump.rise > 0.05 and (jump.stride_m < 0.5 or jump.height > 0.25)


def jumping(facts: Facts) -> list[Action]:
    """Jumps and hops."""
    jumps = [jump for jump in facts.jumps if is_jump(jump)]
    if not jumps:
        return []
    turn = facts.turn_deg
    for side in SIDES:  # the other foot stays off the floor between the flights
        if len(jumps) >= 2 and facts.legs[other_side(side)].off_s > 0.25 + 0.12 * len(jumps):
            forward = facts.values["forward_m"] > 0.5 and facts.direction == "forward"
            return [Action("hop.forward" if forward else "hop", {"side": side}, 3)]
    ahead = [jump for jump in jumps if jump.forward_m > 0.22]
    if len(jumps) == 1:
        jump = jumps[0]
        if facts.seconds > 4.5 and facts.values["path_m"] > 1.5:  # one moment of something longer
            return []
        if facts.start_speed > 1.2 and facts.top_speed > 2.0 and jump.travel_m > 0.5:
            return [Action("jump.running", {}, 3)]
        if abs(turn) > 75 and facts.values["path_m"] < 2:
            return [Action("jump.turn", {"side": turn_side(turn)}, 3)]
        if ahead and facts.values["forward_m"] > 0.3:
            return [Action("jump.forward", {}, 4)]
        if jump.forward_m < -0.2:
            return [Action("jump.backward", {}, 3)]
        if jump.travel_m < 0.25:
            return [Action("jump.up", {}, 4)] + [Action("jump.high", {}, 1)] * (jump.height > 0.3)
        return []
    count = {"n": number(len(jumps))}
    if len(ahead) == len(jumps) and facts.values["forward_m"] > 0.5:
        return [Action("jump.forward_several", count, 3), Action("jump.forward", {}, 1)]
    return [Action("jump.several", count, 3), Action("jump.up", {}, 0.7)] if not ahead else []


def legwork(facts: Facts) -> list[Action]:
    """Kicks, lifted legs, marching. The kicks of a sport or a martial art are for its own rule to name."""
    left, right = facts.legs["left"], facts.legs["right"]
    side = "left" if left.kick_m > right.kick_m else "right"
    leg, rest = facts.legs[side], facts.legs[other_side(side)]
    slots = {"side": side, "other": other_side(side)}
    found = []
    if leg.kick_m > 0.35 and leg.kick_speed > 3.2:
        if rest.kick_m < 0.25:
            found.append(Action("kick", slots, 3))
            if leg.kick_m > 0.8:
                found.append(Action("kick.high", slots, 1))
        found.append(Action("kick.plain", {}, 1))
        kicks = leg.kicks + rest.kicks
        if kicks >= 2:
            found.append(Action("kick.several", {"n": number(kicks)}, 2))
    elif leg.off_s > 1.2 and rest.off_s < 0.3 and facts.speed < 0.4:
        found.append(Action("leg.balance", slots, 2))
    elif leg.kick_m > 0.3 and rest.kick_m < 0.15 and facts.speed < 0.4:
        found.append(Action("leg.lift", slots, 2))
    if min(left.high_knees, right.high_knees) >= 2:
        if facts.direction == "none":
            found.append(Action("march", {}, 3))
        elif facts.direction == "forward" and facts.speed < 1.3:
            found.append(Action("march.forward", {}, 2))
    return found


def armwork(facts: Facts) -> list[Action]:
    """Raised and stretched arms."""
    left, right = facts.arms["left"], facts.arms["right"]
    found = []
    if min(left.up_s, right.up_s) > max(0.5, 0.4 * facts.seconds):
        found.append(Action("arms.up", {}, 3))
    if min(left.out_s, right.out_s) > max(0.5, 0.3 * facts.seconds):
        found.append(Action("arms.out", {}, 2))
    if min(left.front_s, right.front_s) > max(0.5, 0.3 * facts.seconds):
        found.append(Action("arms.front", {}, 2))
    for side in SIDES:
        arm, rest = facts.arms[side], facts.arms[other_side(side)]
        slots = {"side": side, "other": other_side(side)}
        if arm.up_s > max(0.5, 0.4 * facts.seconds) and rest.high_s < 0.15:
            found.append(Action("arm.up", slots, 3))
        if arm.out_s > max(0.5, 0.3 * facts.seconds) and rest.out_s < 0.1 and rest.high_s < 0.2:
            found.append(Action("arm.out", slots, 1))
        if arm.front_s > max(0.5, 0.3 * facts.seconds) and rest.front_s < 0.1 and rest.high_s < 0.2:
            found.append(Action("arm.front", slots, 1))
    return found


def waving(facts: Facts) -> list[Action]:
    """Waving, for trials that hold greetings and signals: elsewhere a hand that goes to and fro is no wave."""
    left, right = facts.arms["left"], facts.arms["right"]
    found = []
    if min(left.waves, right.waves) >= 4 and min(left.high_s, right.high_s) > 0.3 * facts.seconds:
        found.append(Action("waves", {}, 2))
    for side in SIDES:
        arm, rest = facts.arms[side], facts.arms[other_side(side)]
        if arm.waves >= 4 and arm.high_s > 0.25 * facts.seconds and rest.waves < 2 and rest.high_s < 0.3:
            found.append(Action("wave", {"side": side, "other": other_side(side)}, 3))
    return found


def posture(facts: Facts) -> list[Action]:
    """Squats, bends, crouches, standing."""
    values, found = facts.values, []
    if facts.bow_most > 125:  # head over heels
        return []
    upright_start = facts.low_start < 0.12
    in_place = values["spin_deg"] < 60 and values["net_m"] < 0.6
    if values["dips"] >= 2 and facts.low_most > 0.25 and upright_start and in_place:
        found.append(Action("squats", {"n": number(int(values["dips"]))}, 3))
    elif values["dips"] == 1 and facts.low_most > 0.25 and facts.low_end < 0.12 and facts.bow_most < 75:
        if upright_start and in_place:
            found.append(Action("squat", {}, 3))
    elif facts.low_most > 0.35 and upright_start and facts.low_end > 0.3:
        found.append(Action("crouch", {}, 2))
    if facts.low_start > 0.3 and facts.low_end < 0.1 and facts.low_most < 0.75 and values["dips"] < 2:
        found.append(Action("rise", {}, 2))
    if facts.bends >= 3:
        found.append(Action("bends", {"n": number(facts.bends)}, 2))
    elif facts.bow_most > 55 and facts.bow_start < 30:
        if facts.bow_most > 64:
            found.append(Action("bend", {}, 3))
        if facts.low_most < 0.25:
            found.append(Action("bow", {}, 1))
    if facts.twist_deg > 75 and values["net_m"] < 0.4 and facts.low_most < 0.2:
        found.append(Action("twist", {}, 2))
    if values["still"] < 0.22 and facts.low_mean < 0.12:
        found.append(Action("still", {}, 3))
    elif values["path_m"] < 0.35 and abs(facts.turn_deg) < 30 and facts.low_most < 0.1 and _calm(facts):
        found.append(Action("stand", {}, 0.6))
    return found


def _calm(facts: Facts) -> bool:
    return max(arm.speed for arm in facts.arms.values()) < 0.35 and facts.bow_most < 30
