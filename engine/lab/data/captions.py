"""Captions of a motion window: true sentences of many forms, from the description and measured facts."""

from __future__ import annotations

import re

import numpy as np

from .actions import Action, armwork, speed_words
from .facts import SIDES, Facts
from .gestures.language import SUBJECTS, realise
from .held_out import is_held_out
from .kinds import kind_of
from .scenes import actions_of, gait_of
from .templates import PHRASES
from .templates_scenes import SCENES

TEMPLATES = {**PHRASES, **SCENES}
# Form of the verb, sentence around it ({s} subject, {c} clause), share.
_FORMS = (
    ("base", "{c}", 0.34),
    ("third", "{s} {c}", 0.36),
    ("gerund", "{s} is {c}", 0.08),
    ("gerund", "{c}", 0.04),
    ("base", "please {c}", 0.02),
    ("base", "make the character {c}", 0.02),
    ("base", "the character should {c}", 0.02),
    ("base", "have the person {c}", 0.02),
    ("base", "let the figure {c}", 0.02),
    ("gerund", "a motion of someone {c}", 0.02),
    ("third", "show a person who {c}", 0.02),
    ("gerund", "animate a person {c}", 0.02),
    ("base", "I want to see the character {c}", 0.01),
    ("gerund", "a clip of a man {c}", 0.01),
)
_SHARES = np.array([share for _, _, share in _FORMS]) / sum(share for _, _, share in _FORMS)
# Actions that already use the arms: do not add a second arm phrase to their captions.
_ARM_TAGS = (
    "arm",
    "wave",
    "punch",
    "box",
    "jacks",
    "sword",
    "wash",
    "mop",
    "clap",
    "traffic",
    "referee",
    "drink",
)
# Phrases that end or begin something can not go on "while" something else is done.
_NO_WHILE = (".start", ".stop", "start_stop", "sit.", "bow", "bend", "pick", "stretch", "exercise", "still")


def captions(facts: Facts, description: str, rng: np.random.Generator, count: int = 6) -> list[str]:
    """Up to ``count`` different true sentences; empty where nothing certain can be said."""
    actions = actions_of(facts, description)
    if not actions:
        return []
    weights = np.array([action.weight for action in actions])
    adverbs = speed_words(facts, gait_of(facts, description))
    found: list[str] = []
    for _ in range(8 * count):
        action = actions[rng.choice(len(actions), p=weights / weights.sum())]
        text = _sentence(_clause(facts, action, adverbs, rng), rng)
        if text not in found and not is_held_out(text):
            found.append(text)
        if len(found) == count:
            break
    return found


def fill(phrase: str, action: Action, adverb: str = "") -> str:
    """A phrase with its slots filled; verbs and owners stay marked."""
    for name, text in {**action.slots, "adv": adverb}.items():
        phrase = phrase.replace("{" + name + "}", text)
    phrase = " ".join(phrase.split()).replace(" ,", ",").replace(" a elephant", " an elephant")
    return phrase


def _clause(facts: Facts, action: Action, adverbs: tuple[str, ...], rng: np.random.Generator) -> str:
    """The action's clause, sometimes with what the arms do meanwhile."""
    phrase = _pick(action, adverbs, rng)
    if any(action.tag.startswith(tag) for tag in _ARM_TAGS) or any(tag in action.tag for tag in _NO_WHILE):
        return phrase
    extra = armwork(facts)
    if not extra or rng.random() > 0.5:
        return phrase
    second = _pick(extra[rng.integers(len(extra))], ("",), rng)
    second = realise(second, "gerund", "{p}")
    return f"{phrase} while {second}" if " while " not in phrase and ", " not in phrase else phrase


def _pick(action: Action, adverbs: tuple[str, ...], rng: np.random.Generator) -> str:
    """A phrase of the action's tag, slots filled."""
    phrases = TEMPLATES[action.tag]
    return fill(phrases[rng.integers(len(phrases))], action, adverbs[rng.integers(len(adverbs))])


def _sentence(clause: str, rng: np.random.Generator) -> str:
    """A clause in one of the forms."""
    form, frame, _ = _FORMS[rng.choice(len(_FORMS), p=_SHARES)]
    subject, owner = SUBJECTS[rng.integers(len(SUBJECTS))]
    if "{s}" not in frame:
        owner = "your" if frame in ("{c}", "please {c}") and form == "base" else "the"
    owner = owner if rng.random() < 0.6 else "the"
    return frame.replace("{s}", subject).replace("{c}", realise(clause, form, owner))


_PART_TEXTS = {
    "arm.up": (
        "raised above the head",
        "raised",
        "up in the air",
        "held up high",
        "raise the {side} arm up",
        "lifted over the head",
        "reaching up",
    ),
    "arm.wave": ("waving", "wave hello", "waving in the air", "wave the hand"),
    "arm.out": ("stretched out to the side", "held out sideways", "out to the {side}"),
    "arm.front": ("stretched out to the front", "reaching forward", "pointing forward"),
    "arm.punch": ("punching", "punch", "throwing punches"),
    "arm.down": ("hanging down", "relaxed at the side", "down by the side", "hanging at the side"),
    "leg.kick": ("kick", "kicking", "kick forward", "do a kick"),
    "leg.karate": ("do a karate kick", "karate kick", "kick in karate style", "kick like in martial arts"),
    "leg.ball": ("kick a ball", "kick the ball", "shoot the ball", "take a shot at the ball"),
    "leg.flying": ("do a flying kick", "kick in the air", "do a jump kick"),
    "leg.off": ("lifted off the floor", "held up", "raised"),
    "leg.walk": ("walking", "stepping", "taking steps"),
    "leg.run": ("running", "running steps"),
    "leg.stand": ("standing still", "planted on the floor", "standing"),
    "torso.bow": ("bent forward", "bending down", "bend over"),
    "torso.up": ("upright", "kept upright", "straight"),
    "torso.turn": ("turning {side}", "turn to the {side}"),
}
# A recorded kick is told with the art or sport it belongs to: just "kick" is a kick from a stand.
_KICKS = {"karate": "leg.karate", "soccer": "leg.ball", "acrobatics": "leg.flying"}


def part_facts(facts: Facts, description: str) -> dict[str, Action]:
    """What single parts do, where that is certain: part name to a tag of the part texts."""
    found: dict[str, Action] = {}
    text = description.lower()
    for side in SIDES:
        arm, leg, slots = facts.arms[side], facts.legs[side], {"side": side}
        if arm.waves >= 4 and arm.high_s > 0.3 * facts.seconds and "wave" in text:
            found[f"{side}_arm"] = Action("arm.wave", slots)
        elif arm.up_s > max(0.5, 0.4 * facts.seconds):
            found[f"{side}_arm"] = Action("arm.up", slots)
        elif arm.out_s > 0.5 * facts.seconds:
            found[f"{side}_arm"] = Action("arm.out", slots)
        elif arm.front_s > 0.5 * facts.seconds:
            found[f"{side}_arm"] = Action("arm.front", slots)
        elif arm.punches >= 1 and "box" in text:
            found[f"{side}_arm"] = Action("arm.punch", slots)
        elif arm.down_share > 0.95:
            found[f"{side}_arm"] = Action("arm.down", slots)
        if leg.kick_m > 0.35 and leg.kick_speed > 3.2 and re.search("kick|geri|soccer|empi", text):
            found[f"{side}_leg"] = Action(_KICKS.get(kind_of(description), "leg.kick"), slots)
        elif leg.off_s > 0.6 * facts.seconds:
            found[f"{side}_leg"] = Action("leg.off", slots)
        elif facts.direction != "none" and 0.5 < facts.speed and facts.low_most < 0.2:
            found[f"{side}_leg"] = Action(f"leg.{gait_of(facts, description)}", slots)
        elif facts.values["path_m"] < 0.2 and max(facts.values["lfoot_up"], facts.values["rfoot_up"]) < 0.08:
            found[f"{side}_leg"] = Action("leg.stand", slots)
    if facts.bow_most > 60 and facts.bow_start < 35:
        found["torso"] = Action("torso.bow")
    elif facts.bow_most < 18:
        found["torso"] = Action("torso.up")
    elif 60 < abs(facts.turn_deg) < 200:
        found["torso"] = Action("torso.turn", {"side": "left" if facts.turn_deg > 0 else "right"})
    return found


def part_lines(facts: Facts, description: str, rng: np.random.Generator, count: int = 3) -> list[dict[str, str]]:
    """Up to ``count`` part instructions, each naming one or some parts whose action is certain."""
    known = part_facts(facts, description)
    names, found = sorted(known), []
    for _ in range(count):
        if not names:
            break
        chosen = rng.permutation(len(names))[: 1 + int(rng.integers(len(names)) * (rng.random() < 0.4))]
        lines = {}
        for index in sorted(chosen):
            action = known[names[index]]
            texts = _PART_TEXTS[action.tag]
            lines[names[index]] = fill(texts[rng.integers(len(texts))], action)
        if lines not in found:
            found.append(lines)
    return found
