"""Sentences for an action: many forms from a few phrases, by grammar.

Phrases mark their verbs with a star (``"*swing a sword"``), their owner with {p} ("your", "her", "the") and what
is drawn with braces ({side}, {other}, {count}, and what the action says of itself). A phrase with a brace that
has no value in a sample is left out.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field

import numpy as np

from ..data.gestures.language import SUBJECTS, realise, third
from ..data.held_out import is_held_out

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MAKERS = ("*do", "*perform", "*make")
_ASKS = (
    "please {0}",
    "make the character {0}",
    "have the figure {0}",
    "let the man {0}",
    "i want them to {0}",
    "{0} please",
    "now {0}",
)
_KINDS = {
    "order": 0.27,
    "third": 0.25,
    "role": 0.13,
    "gerund": 0.08,
    "progressive": 0.06,
    "who": 0.05,
    "ask": 0.05,
    "start": 0.02,
    "noun": 0.09,
}


@dataclass(frozen=True)
class Words:
    """What an action is called.

    verbs: starred phrases in the lemma form, at least six. nouns: "a cartwheel" (makers say how it is done: "*do",
    "*perform" …, or () for a noun that stands alone). roles: who does it ("a goalkeeper"). purpose: "to reach the
    top shelf". manners: adverbs that are always true. parts: body part ("left_arm", "{side}_arm", "torso", "head",
    "legs" …) → starred phrases true of that part alone.
    """

    verbs: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    makers: tuple[str, ...] = _MAKERS
    roles: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What is true of one sample. values: braces; adverbs, adjectives, subjects: of its speed and style;
    ``marked``: the style must be heard in most sentences, because the motion can't be told without it."""

    values: dict[str, str]
    adverbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    marked: bool = False


def fits(phrase: str, values: dict[str, str]) -> bool:
    """Whether every brace of a phrase has a value."""
    names = {name for _, name, _, _ in string.Formatter().parse(phrase) if name}
    return names <= values.keys() | {"p"}


def fill(rng: np.random.Generator, phrase: str, values: dict[str, str]) -> str:
    """The phrase with its braces filled, {p} left alone; numbers are spelled now and then."""
    values = dict(values)
    for name, value in values.items():
        if value.isdigit() and int(value) < len(_NUMBERS) and rng.random() < 0.7:
            values[name] = _NUMBERS[int(value)]
    if values.get("count") in ("1", "one"):
        phrase = phrase.replace("{count} times", "once")
    return phrase.format(**(values | {"p": "{p}"}))


def captions(rng: np.random.Generator, words: Words, said: Said, count: int) -> tuple[str, ...]:
    """``count`` different sentences, or as many as there are, none of them held out for the evaluation."""
    found: dict[str, None] = {}
    for _ in range(8 * count):
        text = one_sentence(rng, words, said)
        if text and not is_held_out(text):
            found.setdefault(text)
        if len(found) == count:
            break
    return tuple(found)


def one_sentence(rng: np.random.Generator, words: Words, said: Said) -> str:
    """One sentence in a random form."""
    names, chances = list(_KINDS), np.array(list(_KINDS.values()))
    kind = str(rng.choice(names, p=chances / chances.sum()))
    nouns = [noun for noun in words.nouns if fits(noun, said.values)]
    verbs = [verb for verb in words.verbs if fits(verb, said.values)]
    if kind == "noun" and nouns:
        text = _noun(rng, nouns, said)
    else:
        if nouns and words.makers and rng.random() < 0.18:
            phrase = f"{_one(rng, words.makers)} {_one(rng, nouns)}"
        else:
            phrase = _one(rng, verbs)
        text = _form(rng, kind, phrase, words, said)
    return spelled(rng, re.sub(r"\s+", " ", text).strip())


def _noun(rng: np.random.Generator, nouns: list[str], said: Said) -> str:
    text = fill(rng, _one(rng, nouns), said.values).replace("{p}", "the")
    if said.adjectives and rng.random() < (0.9 if said.marked else 0.4):
        head, _, rest = text.partition(" ")
        adjective = _one(rng, said.adjectives)
        if head in ("a", "an"):
            text = f"{article(adjective)} {rest}"
        elif head not in ("the", "two", "three"):
            text = f"{adjective} {text}"
    return text


def _form(rng: np.random.Generator, kind: str, phrase: str, words: Words, said: Said) -> str:
    phrase = fill(rng, phrase, said.values)
    adverbs = [adverb for adverb in said.adverbs + words.manners if fits(adverb, said.values)]
    hears = rng.random() < (0.9 if said.marked else 0.4)
    subject, owner = SUBJECTS[rng.integers(len(SUBJECTS))]
    if kind == "role" and words.roles:
        role = _one(rng, words.roles)
        subject, owner = (_the(role) if rng.random() < 0.5 else role), "their"
    by_subject = (
        hears and said.adjectives and kind in ("third", "role", "progressive", "who", "start") and rng.random() < 0.45
    )
    if by_subject:
        if said.subjects and rng.random() < 0.3:
            subject, owner = _one(rng, said.subjects), "their"
        else:
            subject = described(subject, _one(rng, said.adjectives))
            hears = subject.split()[0] in ("someone", "he", "she")
        if not hears:
            adverbs = []
    owner = str(rng.choice([owner, "the"]))
    if hears and adverbs:
        adverb = fill(rng, _one(rng, adverbs), said.values)
        phrase = f"{adverb} {phrase}" if adverb.endswith("ly") and rng.random() < 0.2 else f"{phrase} {adverb}"
    if words.purpose and rng.random() < 0.16:
        purpose = [one for one in words.purpose if fits(one, said.values)]
        phrase = f"{phrase} {fill(rng, _one(rng, purpose), said.values)}" if purpose else phrase
    mine = str(rng.choice(["your", "the"]))
    if kind in ("order", "noun") or (kind == "ask" and "please" in phrase):
        return realise(phrase, "base", mine)
    if kind == "gerund":
        return realise(phrase, "gerund", "the")
    if kind == "progressive":
        return f"{subject} is {realise(phrase, 'gerund', owner)}"
    if kind == "who":
        return f"{subject} {realise(phrase, 'gerund', owner)}"
    if kind == "ask":
        return _one(rng, _ASKS).format(realise(phrase, "base", "the"))
    if kind == "start":
        return f"{subject} {rng.choice(['starts', 'begins'])} {realise(phrase, 'gerund', owner)}"
    return f"{subject} {realise(phrase, 'third', owner)}"


def article(words: str) -> str:
    """The words with "a" or "an" before them."""
    return f"{'an' if words[0] in 'aeiou' and not words.startswith(('uni', 'one')) else 'a'} {words}"


def described(subject: str, adjective: str) -> str:
    """A subject with an adjective: "a man", "tired" → "a tired man"; pronouns stay as they are."""
    head, _, rest = subject.partition(" ")
    if not rest:
        return subject
    return article(f"{adjective} {rest}") if head in ("a", "an") else f"{head} {adjective} {rest}"


def _the(role: str) -> str:
    head, _, rest = role.partition(" ")
    return f"the {rest}" if head in ("a", "an") else role


def spelled(rng: np.random.Generator, text: str) -> str:
    """The sentence as people type it: mostly small letters, at times with a capital and a full stop or a typo."""
    chance = rng.random()
    if chance < 0.02:
        text = _typo(rng, text)
    style = rng.random()
    if style < 0.16:
        text = text[0].upper() + text[1:]
        text += "." if style < 0.09 else ""
    elif style < 0.175:
        text = text.upper()
    return text


def _typo(rng: np.random.Generator, text: str) -> str:
    words = text.split(" ")
    long = [number for number, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    number = int(rng.choice(long))
    word = words[number]
    spot = int(rng.integers(1, len(word) - 1))
    how = rng.integers(3)
    if how == 0:
        word = word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    elif how == 1:
        word = word[:spot] + word[spot + 1 :]
    else:
        word = word[:spot] + word[spot] + word[spot:]
    words[number] = word
    return " ".join(words)


def part_lines(rng: np.random.Generator, words: Words, said: Said) -> dict[str, str]:
    """One text for each body part that has any."""
    lines = {}
    for part, phrases in words.parts.items():
        usable = [phrase for phrase in phrases if fits(phrase, said.values)]
        if usable:
            line = realise(fill(rng, _one(rng, usable), said.values), "base", "the")
            if not is_held_out(line):
                lines[part.format(**said.values)] = line
    return lines


def _one(rng: np.random.Generator, items):
    return items[int(rng.integers(len(items)))]


__all__ = ["Said", "Words", "article", "captions", "described", "part_lines", "third"]
