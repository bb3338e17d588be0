"""Words that a model has not learned: the animator is told, rather than surprised by what it makes of the others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from .prompt import plain

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ENDING = re.compile(r"(?:ings?|ers?|ed|es|s|e|ly|'s)$")
_SHORTEST = 3  # letters; shorter words steer nothing, and neither do these
_SMALL = frozenset(
    "about also almost another before begin being bit but cannot could did done during each end every from had has "
    "have he's his how into it's its last let's may might must next none now once onto other our own she's should some "
    "than that them these they this those until very was were what when where which who will would you're".split()
)
_GUESSED = 5  # letters from which on a slip is guessed: "tree" is none of "three"
_ALIKE = 0.8  # of difflib's ratio: "foward" and "forward" have 0.92


def words_of(text: str) -> list[str]:
    """The words of a text, as captions write them."""
    return _WORD.findall(plain(text))


def unlearned(texts: Iterable[str], learned: Iterable[str]) -> dict[str, str]:
    """Words of ``texts`` that are not among ``learned`` in any form, each with one that it may be a slip of, or ""."""
    known = list(learned)
    stems = {_stem(word) for word in known}
    said = [word for text in texts for word in words_of(text) if len(word) >= _SHORTEST and word not in _SMALL]
    found = {word: "" for word in said if _stem(word) not in stems}
    for word in found:
        if len(word) >= _GUESSED and (near := difflib.get_close_matches(word, known, 1, _ALIKE)):
            found[word] = near[0]
    return found


def hint(texts: Iterable[str], learned: str) -> str:
    """One sentence about words of ``texts`` that are not in ``learned`` (words and spaces), "" where all are."""
    found = unlearned(texts, learned.split()) if learned else {}
    if not found:
        return ""
    named = [f"“{word}”" + (f" (“{near}”?)" if near else "") for word, near in found.items()]
    those = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return f"The model has not learned {those}; it goes by the other words."


def _stem(word: str) -> str:
    """A word without its ending: walk, walks and walking have one stem, and stop, stops and stopping."""
    short = _ENDING.sub("", word)
    if len(short) < _SHORTEST:
        return word
    return short[:-1] if len(short) > _SHORTEST and short[-1] == short[-2] else short
