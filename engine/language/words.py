"""Finds words that a model has not learned, so that the panel can name them beside the preview."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from ..errors import MotionCtrlError
from .prompt import plain

_ENDING = re.compile(r"(?:ings?|ers?|ed|es|s|e|ly|'s)$")
_SHORTEST = 3  # letters; shorter words of Latin letters steer nothing, and neither do these
_SMALL = frozenset(
    "about also almost another before begin being bit but cannot could did done during each end every from had has "
    "have he's his how into it's its last let's may might must next none now once onto other our own she's should some "
    "than that them these they this those until very was were what when where which who will would you're".split()
)
_EMPTY = frozenset("the and with for then while".split())  # learned words that say nothing by themselves
_GUESSED = 5  # letters from which on a slip is guessed: "tree" is none of "three"
_ALIKE = 0.8  # of difflib's ratio: "foward" and "forward" have 0.92
_NAMED = 6  # words that a sentence names at most
_LETTERS, _SIGNS = ("L", "M"), ("So", "Sk")
_JOINERS = "\u200d\ufe0f\ufe0e"  # in the middle of an emoji
_EXAMPLE = "“a person walks forward”"


def words_of(text: str) -> list[str]:
    """The words of a text, as captions write them; a word of any script stays whole, and so does an emoji."""
    return [word for word, kind in _pieces(text) if kind == "L"]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Words, signs (emoji) and numbers of a text, each with its kind: "L", "S" or "N"."""
    found: list[tuple[str, str]] = []
    before = ""
    for letter in plain(text, joiners=True):
        kind = _kind(letter)
        if letter == "'" and before == "L":
            kind = "L"
        if kind and kind == before or (letter in _JOINERS and before == "S"):
            found[-1] = (found[-1][0] + letter, before)
            continue
        if kind:
            found.append((letter, kind))
        before = kind
    stripped = [(word.strip("'"), kind) for word, kind in found]
    return [(word, kind) for word, kind in stripped if word]


def _kind(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] in _LETTERS:
        return "L"
    if category in _SIGNS:
        return "S"
    return "N" if category[0] == "N" else ""


def unlearned(texts: Iterable[str], learned: Iterable[str]) -> dict[str, str]:
    """Words of ``texts`` that are not among ``learned`` in any form, each with one that it may be a slip of, or ""."""
    known = list(learned)
    stems = {_stem(word) for word in known}
    said = [word for text in texts for word, kind in _pieces(text) if kind != "N" and _steers(word)]
    found = {word: "" for word in said if _stem(word) not in stems}
    for word in found:
        if len(word) >= _GUESSED and (near := difflib.get_close_matches(word, known, 1, _ALIKE)):
            found[word] = near[0]
    return found


def _steers(word: str) -> bool:
    """Whether a word can matter: short Latin ones don't, one sign of another script may be a whole verb."""
    return (len(word) >= _SHORTEST or not word.isascii()) and word not in _SMALL


def hint(texts: Iterable[str], learned: str) -> str:
    """One sentence about words of ``texts`` that are not in ``learned`` (words and spaces), "" where all are."""
    found = unlearned(texts, learned.split()) if learned else {}
    return f"The model has not learned {_listed(found)}; it goes by the other words." if found else ""


def check_words(texts: Iterable[str], learned: str) -> None:
    """Raise MotionCtrlError for the first of ``texts`` of which the model has learned no word at all.

    An empty text passes, and so does any where nobody wrote down what the model has ``learned``.
    """
    if not learned:
        return
    stems = {_stem(word) for word in learned.split()}
    for text in texts:
        said = _pieces(text)
        if not text.strip() or any(
            kind == "L" and word not in _EMPTY and _steers(word) and _stem(word) in stems for word, kind in said
        ):
            continue
        if any(kind == "L" and not _steers(word) for word, kind in said) and not unlearned([text], stems):
            continue  # "go", "up": too short to guess a misspelling
        missing = unlearned([text], learned.split()) or dict.fromkeys((word for word, _ in said), "")
        what = _listed(missing) if missing else f"“{text.strip()[:40]}”"
        raise MotionCtrlError(
            f"The model has not learned {what}, and nothing else is in this prompt: say in English words what the "
            f"body does, for example {_EXAMPLE}."
        )


def _listed(found: dict[str, str]) -> str:
    named = [f"“{word[:40]}”" + (f" (“{near}”?)" if near else "") for word, near in found.items()]
    if len(named) > _NAMED:
        named = [*named[: _NAMED - 1], f"{len(named) - _NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _stem(word: str) -> str:
    """A word without its ending: walk, walks and walking have one stem, and stop, stops and stopping."""
    short = _ENDING.sub("", word)
    if len(short) < _SHORTEST:
        return word
    return short[:-1] if len(short) > _SHORTEST and short[-1] == short[-2] else short
