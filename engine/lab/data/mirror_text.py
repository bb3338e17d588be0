"""Exchange left and right in a sentence, for the mirrored copy of a motion."""

from __future__ import annotations

import re

# Longest first, so that "counterclockwise" is not read as "clockwise".
_PAIRS = (
    ("counter-clockwise", "clockwise"),
    ("counterclockwise", "clockwise"),
    ("anticlockwise", "clockwise"),
    ("anti-clockwise", "clockwise"),
    ("clockwise", "counterclockwise"),
    ("leftwards", "rightwards"),
    ("rightwards", "leftwards"),
    ("leftward", "rightward"),
    ("rightward", "leftward"),
    ("lefthand", "righthand"),
    ("righthand", "lefthand"),
    ("left", "right"),
    ("right", "left"),
)
_OTHER = dict(_PAIRS)
# In these "right" is no side.
_KEPT = r"all right|right away|right now|right angles?|right after|right before|upright"
_PATTERN = re.compile(rf"\b(?:({_KEPT})|({'|'.join(re.escape(word) for word, _ in _PAIRS)}))(?=\b|_)", re.I)


def mirror_text(text: str) -> str:
    """``text`` with sides exchanged, letter case kept: "kick Left" becomes "kick Right"."""

    def exchange(match: re.Match) -> str:
        if match.group(1):
            return match.group(0)
        word = match.group(2)
        other = _OTHER[word.lower()]
        if word.isupper():
            return other.upper()
        return other.capitalize() if word[0].isupper() else other

    return _PATTERN.sub(exchange, text)


def mirror_parts(parts: dict[str, str]) -> dict[str, str]:
    """Part instructions of the mirrored motion: names and texts exchanged."""
    return {mirror_text(name): mirror_text(text) for name, text in parts.items()}
