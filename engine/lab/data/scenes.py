"""What a window shows, from the trial's description and the measured facts together.

A description names what happens somewhere in the trial; a tag is only given to windows whose facts agree.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .actions import Action, armwork, is_jump, jumping, legwork, number, posture, travel, turn_side, turning, waving
from .facts import Facts
from .kinds import kind_of

_ANIMALS = re.compile(r"^(.*) \(human subject\)")


def actions_of(facts: Facts, description: str) -> list[Action]:
    """Actions of a window, each true of it; empty where nothing certain can be said."""
    kind = kind_of(description)
    text = description.lower()
    rule = _RULES.get(kind)
    return rule(facts, text) if rule else _free(facts, text)


def gait_of(facts: Facts, description: str) -> str:
    """Whether the body runs or walks, for verbs and speed words: "run" or "walk"."""
    fast = facts.speed > 1.5 if "run" in description.lower() else facts.speed > 2.2
    return "run" if fast or (facts.flight_share > 0.12 and facts.speed > 1.35) else "walk"


def _ground(facts: Facts, text: str) -> list[Action]:
    """Walking, running, turning, standing: whatever the facts show."""
    found = travel(facts, gait_of(facts, text)) + turning(facts)
    if not found and facts.direction == "none":
        found = [action for action in posture(facts) if action.tag in ("still", "stand")]
    return found


def _walk(facts: Facts, text: str) -> list[Action]:
    found = _ground(facts, text)
    moving = facts.values["path_m"] > 0.5
    if moving and "uneven" in text:
        return [Action("walk.uneven", {}, 4)]  # up and down by 0.3 m: as plain walking it would teach to float
    if moving and facts.speed > 0.25:
        for word, tag in (("stealth", "walk.stealth"), ("stride", "walk.stride")):
            if word in text:
                found.append(Action(tag, {}, 4))
        if "sad" in text and facts.direction == "forward" and abs(facts.turn_deg) < 45 and facts.spin_deg < 80:
            found.append(Action("walk.sad", {}, 4))
        if "eight" in text and facts.spin_deg > 90:
            found.append(Action("walk.eight", {}, 2))
    return found


def _run(facts: Facts, text: str) -> list[Action]:
    found = _ground(facts, text)
    if "side step" in text and facts.speed > 1:
        found.append(Action("run.side", {"side": "left" if "left" in text else "right"}, 3))
    if text.startswith("walk to run") and facts.start_speed < 1.7 and facts.end_speed > 2.2:
        found.append(Action("run.start", {}, 3))
    return found


def _obstacle(facts: Facts, text: str) -> list[Action]:
    found = _ground(facts, text) if facts.upside_down_s == 0 and facts.low_most < 0.25 else []
    leaps = [jump for jump in facts.jumps if jump.height > 0.2]
    if "roll" in text and facts.upside_down_s > 0.1:
        found.append(Action("roll", {}, 5))
    if "duck" in text and (facts.low_most > 0.25 or facts.bow_most > 60):
        found.append(Action("duck", {}, 5))
    if "jump over" in text and leaps:
        found.append(Action("hurdle", {}, 5))
    if text.startswith("run over") and leaps:
        found.append(Action("run.over", {}, 3))
    if "leap" in text and leaps:
        found.append(Action("leap", {}, 4))
    if "jump stop" in text and leaps:
        found.append(Action("jump.running", {}, 3))
    return found


def _jump(facts: Facts, text: str) -> list[Action]:
    return jumping(facts) or ([] if facts.jumps else _ground(facts, text))


def _soccer(facts: Facts, text: str) -> list[Action]:
    found = legwork(facts)
    kicks = [action for action in found if action.tag == "kick"]
    if kicks:
        return [Action("kick.ball", kicks[0].slots)]
    left, right = facts.legs["left"], facts.legs["right"]
    best, rest = max(left, right, key=lambda leg: leg.kick_m), min(left, right, key=lambda leg: leg.kick_m)
    if best.kick_m > 0.25 and best.kick_m > rest.kick_m + 0.12 and best.kick_speed > 3:
        slots = {"side": "left" if best is left else "right"}
        return [Action("kick.ball", slots)]
    return _ground(facts, text)


def _basketball(facts: Facts, text: str) -> list[Action]:
    found = [Action("dribble", {}, 3)] if "dribble" in text else []
    if facts.speed > 0.3 and abs(facts.turn_deg) < 45:
        if facts.direction in ("forward", "backward"):
            found.append(Action(f"dribble.{facts.direction}", {}, 3))
        elif facts.direction in ("left", "right"):
            found.append(Action("dribble.side", {"side": facts.direction}, 3))
    elif facts.speed > 0.3 and 48 < abs(facts.turn_deg) < 130:
        found.append(Action("dribble.turn", {"side": turn_side(facts.turn_deg)}, 3))
    up = max(arm.up_s for arm in facts.arms.values())
    if "shoot" in text and up > 0.2 and any(jump.height > 0.05 for jump in facts.jumps):
        found = [Action("shoot", {}, 4)]
    return found


def _sit(facts: Facts, text: str) -> list[Action]:
    if "motorcycle" in text:
        return [Action("motorcycle", {}, 3)] if facts.low_most > 0.15 else _ground(facts, text)
    high = "high" in text  # a high stool lowers the pelvis little and takes the feet off the floor
    seat, up = (0.08, 0.05) if high else (0.22, 0.12)
    if facts.flight_share > 0.2 and facts.low_mean > 0.05:  # feet in the air: sits on something high
        return [Action("sit.stay", {}, 1)] if facts.speed < 0.15 and min(facts.low_start, facts.low_end) > 0.08 else []
    if facts.low_start < up and facts.low_end > seat:
        return [Action("sit.down", {}, 4)]
    if facts.low_start > seat and facts.low_end < up:
        return [Action("sit.rise", {}, 4)]
    if facts.low_start < up and facts.low_end < up and facts.low_most > seat + 0.05:
        return [Action("sit.both", {}, 4)]
    if facts.low_start > seat and facts.low_end > seat and facts.low_mean > seat and facts.speed < 0.3:
        found = [Action("sit.stay", {}, 3)]
        if "chin" in text and "ankle" not in text:
            found.append(Action("sit.chin", {}, 1))
        if "swing" in text and max(facts.legs[side].kick_speed for side in facts.legs) > 1.5:
            found.append(Action("sit.swing", {}, 2))
        return found
    return _ground(facts, text) if facts.low_most < 0.15 else []


def _boxing(facts: Facts, text: str) -> list[Action]:
    left, right = facts.arms["left"], facts.arms["right"]
    found = []
    if max(left.speed * (left.punches > 0), right.speed * (right.punches > 0)) > 0.5:
        found.append(Action("box", {}, 4))
        if min(left.punches, right.punches) >= 1 and left.punches + right.punches >= 3:
            found.append(Action("punch.both", {}, 3))
        for side, arm, rest in (("left", left, right), ("right", right, left)):
            if arm.punches >= 1 and arm.reach_m > 0.4 and rest.punches == 0:
                found.append(Action("punch", {"side": side}, 2))
    elif max(left.high_s, right.high_s) > 0.5 * facts.seconds:
        found.append(Action("guard", {}, 1))
    return found or _ground(facts, text)


def _karate(facts: Facts, text: str) -> list[Action]:
    busy = sum(arm.speed for arm in facts.arms.values()) > 0.7
    found = [Action("kata", {}, 2)] if busy else []
    names = {
        "front kick": "karate.front",
        "mawashigeri": "karate.round",
        "yokogeri": "karate.side",
        "gedanbarai": "karate.block",
        "syutouuke": "karate.knife",
        "oiduki": "karate.punch",
    }
    tag = next((tag for name, tag in names.items() if name in text), None)
    named = {"kick": "karate.kick", "kick.high": "karate.high", "kick.several": "karate.kicks"}
    kicks = [replace(one, tag=named[one.tag]) for one in legwork(facts) if one.tag in named]
    if tag in ("karate.front", "karate.round", "karate.side"):
        found = [Action(tag, {}, 2)] if kicks else []
    elif tag and busy:
        found.append(Action(tag, {}, 3))
    return found + kicks or [action for action in posture(facts) if action.tag == "still"]


def _exercise(facts: Facts, text: str) -> list[Action]:
    left, right = facts.arms["left"], facts.arms["right"]
    both_up = min(left.up_s, right.up_s) > 0.3
    if facts.both_up >= 2 and facts.feet_apart_m > 0.55 and facts.bow_most < 35:
        return [Action("jacks", {"n": "a few" if facts.both_up < 5 else "several"}, 8)]
    if facts.flight_share > 0.12 and facts.direction == "none" and not both_up and len(facts.jumps) >= 3:
        return [Action("run.place", {}, 6)]
    found = armwork(facts) + posture(facts)
    names = {action.tag for action in found}
    found += [Action("stretch", {}, 1)] * bool(names & {"arms.up", "bend", "bends", "arm.up", "twist"})
    if "range" in text:
        found.append(Action("range", {}, 1))
    if not found and facts.bow_most < 30 and max(left.speed, right.speed) < 1:
        return _ground(facts, text)
    return found + [Action("exercise", {}, 0.7)]


def _reach(facts: Facts, text: str) -> list[Action]:
    up = max(arm.up_s for arm in facts.arms.values())
    jumps = [jump for jump in facts.jumps if is_jump(jump)]
    found = armwork(facts) + posture(facts)
    if "jump" in text and up > 0.25:
        found.append(Action("reach.jump" if jumps else "reach.up", {}, 3))
    elif jumps:
        found += jumping(facts)
    if "scoop" in text and facts.bow_most > 60 and facts.bow_start < 30:
        found.append(Action("pick", {}, 4))
    return found or _ground(facts, text)


def _dance(facts: Facts, text: str) -> list[Action]:
    if "static" in text:
        return [Action("dance.pose", {}, 2)]
    busy = sum(arm.speed for arm in facts.arms.values()) > 0.5 or facts.speed > 0.4
    found = [Action("ballet", {}, 3), Action("dance", {}, 2)] if busy else []
    if ("pirouette" in text or "turn" in text) and facts.spin_deg > 300 and abs(facts.turn_deg) > 250:
        found.append(Action("pirouette", {"side": turn_side(facts.turn_deg)}, 3))
    if "jete" in text and any(jump.height > 0.15 for jump in facts.jumps):
        found.append(Action("grand.jete", {}, 3))
    lifted = max(facts.values["lfoot_up"], facts.values["rfoot_up"])
    if "arabesque" in text and lifted > 0.6:
        found.append(Action("arabesque", {}, 2))
    arms = [action for action in armwork(facts) if action.tag in ("arms.up", "arms.out")]
    return found + arms * bool(found)


def _salsa(facts: Facts, text: str) -> list[Action]:
    if sum(arm.speed for arm in facts.arms.values()) + facts.speed < 0.6:
        return []
    found = [Action("salsa", {}, 5), Action("dance", {}, 1)]
    if 120 < abs(facts.turn_deg) < 420 and abs(facts.turn_deg) > 0.8 * facts.spin_deg:
        found.append(Action("salsa.turn", {"side": turn_side(facts.turn_deg)}, 2))
    return found


def _acrobatics(facts: Facts, text: str) -> list[Action]:
    if "ropes" in text:
        return [Action("ropes", {}, 1)]
    if "jump kick" in text:
        kicks = [action for action in legwork(facts) if action.tag == "kick"]
        return [Action("jumpkick", kicks[0].slots, 4)] if facts.jumps and kicks else _ground(facts, text)
    if facts.upside_down_s < 0.15:
        return _ground(facts, text)
    names = {
        "cartwheel": "cartwheel",
        "backflip": "backflip",
        "side flip": "sideflip",
        "hand spring": "handspring",
    }
    tag = next(tag for name, tag in names.items() if name in text)
    if tag == "cartwheel" and facts.overturns > 1:
        return [Action("cartwheels", {"n": number(facts.overturns)}, 4)]
    return [Action(tag, {}, 4)]


def _balance(facts: Facts, text: str) -> list[Action]:
    found = legwork(facts) + jumping(facts)
    if "outstretched" in text and max(leg.off_s for leg in facts.legs.values()) > 1:
        if min(arm.out_s for arm in facts.arms.values()) > 1:
            found.append(Action("balance", {}, 3))
    return found or _ground(facts, text)


def _free(facts: Facts, text: str) -> list[Action]:
    """Whatever the facts show."""
    return (armwork(facts) + posture(facts) + jumping(facts) + legwork(facts)) or _ground(facts, text)


def _scene(*tags: tuple[str, str]):
    """A rule for trials that show one thing throughout: the first tag whose word is in the description."""

    def rule(facts: Facts, text: str) -> list[Action]:
        tag = next((tag for word, tag in tags if word in text), None)
        moving = sum(arm.speed for arm in facts.arms.values()) > 0.25 or facts.speed > 0.25
        if tag is None or not moving:
            return _ground(facts, text)
        found = [Action(tag, {}, 6), *(replace(action, weight=0.5) for action in armwork(facts))]
        return found + waving(facts) * (tag == "traffic")

    return rule


def _climb(facts: Facts, text: str) -> list[Action]:
    what = "ladder" if "ladder" in text else "steps"
    rise = facts.low_start - facts.low_end  # of the pelvis, in its standing heights
    if abs(rise) > 0.15:
        return [Action(f"climb.{what}.{'up' if rise > 0 else 'down'}", {}, 4)]
    return [] if facts.flight_share > 0.2 else _ground(facts, text)


def _animal(facts: Facts, text: str) -> list[Action]:
    match = _ANIMALS.match(text)
    return [Action("animal", {"animal": match.group(1)}, 4)] if match else _free(facts, text)


_RULES = {
    "walk": _walk,
    "walk style": _walk,
    "walk turn": _walk,
    "run": _run,
    "run turn": _run,
    "obstacle": _obstacle,
    "jump": _jump,
    "hop": _jump,
    "soccer": _soccer,
    "basketball": _basketball,
    "sit": _sit,
    "boxing": _boxing,
    "karate": _karate,
    "exercise": _exercise,
    "reach": _reach,
    "dance": _dance,
    "salsa": _salsa,
    "acrobatics": _acrobatics,
    "balance": _balance,
    "animal": _animal,
    "climb": _climb,
    "indian dance": lambda facts, text: [Action("indian", {}, 4), Action("dance", {}, 1)],
    "playground": _scene(("playground", "playground")),
    "swordplay": _scene(("sword", "sword")),
    "signals": _scene(("traffic", "traffic"), ("basketball", "referee")),
    "housework": _scene(("windows", "wash.windows"), ("mop", "mop"), ("self", "wash.self")),
    "drink": _scene(("drink", "drink"), ("bottle", "bottle")),
    "act": _scene(("laugh", "laugh"), ("nursery", "teapot"), ("alaskan", "alaska")),
}
