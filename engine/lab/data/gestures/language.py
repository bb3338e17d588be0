"""Sentences of many forms from one base form.

The grammar of phrase templates: ``*verb`` is inflected; ``{p}`` is the owner (your, the, his …); ``{arm}``, ``{hand}``,
``{side}`` name the limb, and ``{S}`` stands for the whole subject where a template has one.

A phrase marks its verbs with a star and the owner with {p}: ``"*raise {p} left arm"`` gives "raise your
left arm", "a person raises the left arm", "she is raising her left arm", "raising the left arm".
"""

from __future__ import annotations

import re

import numpy as np

SUBJECTS = (
    ("a person", "their"),
    ("someone", "their"),
    ("the person", "their"),
    ("a man", "his"),
    ("a woman", "her"),
    ("he", "his"),
    ("she", "her"),
    ("the character", "their"),
    ("the figure", "the"),
    ("a human", "their"),
    ("the actor", "their"),
    ("a guy", "his"),
    ("the man", "his"),
    ("the woman", "her"),
    ("a figure", "the"),
)
# Verbs of several syllables, and with a last stressed one, that double their consonant; short ones follow _SHORT.
_DOUBLED = frozenset(
    "sidestep zigzag leapfrog begin forget upset unzip unplug unwrap equip kidnap admit commit backflip outrun".split()
)
_SHORT = re.compile(r"(?:[^aeiou]*qu|[^aeiou]*)[aeiou][bdfgklmnprtvz]")
_THIRD = {"be": "is", "have": "has"}
_GERUND = {"be": "being", "panic": "panicking", "mimic": "mimicking"}
_STATES = ("*stand", "*stay", "*remain", "*sit", "*wait", "*keep", "*idle", "*do nothing")
_VERB = re.compile(r"\*([a-z]+)")


def third(verb: str) -> str:
    """Third person of a verb: raise → raises, reach → reaches, carry → carries, do → does, be → is."""
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")) and not verb.endswith("oo"):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def gerund(verb: str) -> str:
    """Gerund of a verb: raise → raising, sit → sitting, tie → tying, see → seeing, tiptoe → tiptoeing."""
    if verb in _GERUND:
        return _GERUND[verb]
    if verb in _DOUBLED or _SHORT.fullmatch(verb):
        return verb + verb[-1] + "ing"
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe")):
        return verb[:-1] + "ing"
    return verb + "ing"


def realise(phrase: str, form: str, owner: str = "the") -> str:
    """The phrase with its verbs in ``form``: "base", "third" or "gerund"."""
    change = {"base": str, "third": third, "gerund": gerund}[form]
    return _VERB.sub(lambda match: change(match.group(1)), phrase).replace("{p}", owner)


def imperative(rng: np.random.Generator, phrase: str) -> str:
    """ "raise your left arm"."""
    return realise(phrase, "base", str(rng.choice(["your", "the"])))


def sentence(rng: np.random.Generator, phrase: str) -> str:
    """A phrase in one of many forms, with a subject or without."""
    kind = rng.choice(6, p=(0.30, 0.36, 0.12, 0.08, 0.07, 0.07))
    if kind == 5 and phrase.startswith(_STATES):  # nobody "starts standing"
        kind = 1
    subject, owner = SUBJECTS[rng.integers(len(SUBJECTS))]
    owner = str(rng.choice([owner, "the"]))
    if kind == 0:
        return imperative(rng, phrase)
    if kind == 1:
        return f"{subject} {realise(phrase, 'third', owner)}"
    if kind == 2:
        return f"{subject} is {realise(phrase, 'gerund', owner)}"
    if kind == 3:
        return realise(phrase, "gerund", "the")
    if kind == 4:
        return f"please {imperative(rng, phrase)}"
    return f"{subject} starts {realise(phrase, 'gerund', owner)}"


def with_duration(rng: np.random.Generator, text: str, seconds: float) -> str:
    """Now and then the length of the motion in words."""
    if rng.random() > 0.04:
        return text
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    count = int(round(seconds))
    if not 1 < count < len(words):
        return text
    number = words[count] if rng.random() < 0.6 else str(count)
    return f"{text} for {number} seconds"


def captions(rng: np.random.Generator, phrases: tuple[str, ...], count: int, seconds: float) -> tuple[str, ...]:
    """``count`` different sentences, or as many as the phrases give, the first an imperative."""
    found = [imperative(rng, phrases[rng.integers(len(phrases))])]
    for _ in range(6 * count):
        text = with_duration(rng, sentence(rng, phrases[rng.integers(len(phrases))]), seconds)
        if text not in found:
            found.append(text)
        if len(found) == count:
            break
    return tuple(found)
