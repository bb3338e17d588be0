"""The chat prompt that training and runtime share (docs/design.md, "Language model")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..body.layout import PARTS
from . import tokens

USER = f"{tokens.TURN}user\n"
ASSISTANT = f"{tokens.TURN}assistant\n"
_STOPS = " .!?,;:"
_BETWEEN = re.compile(rf"[{_STOPS}]*[{_STOPS.strip()}] ")  # where one sentence ends and the next begins
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def plain(text: str, joiners: bool = False) -> str:
    """``text`` as captions are written: one sentence in lower case, simple quotes and spaces, no final stop.

    Signs that are not seen (control characters, soft hyphens, halves of broken letters) go; ``joiners``: those
    that hold an emoji together stay.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if not text.isascii() or not text.isprintable():
        text = "".join(_seen(letter, joiners) for letter in text)
    text = " ".join(text.lower().split()).strip(_STOPS)
    return _BETWEEN.sub(", ", text)


def _seen(letter: str, joiners: bool) -> str:
    category = unicodedata.category(letter)
    if category == "Cc":
        return " "
    if category in ("Cf", "Cs", "Co", "Cn"):
        return letter if joiners and letter == "\u200d" else ""
    return letter


def instruction_text(prompt: str, parts: Mapping[str, str] | None = None, seconds: float | None = None) -> str:
    """What stands in the user's turn: instruction, one line a part, duration; each may be absent."""
    lines = [plain(prompt)] if plain(prompt) else []
    for part in PARTS:
        if parts and plain(parts.get(part, "")):
            lines.append(f"{part.replace('_', ' ')}: {plain(parts[part])}")
    if seconds is not None:
        lines.append(f"duration: {seconds:.1f} seconds")
    return "\n".join(lines)


def describe_text() -> str:
    """The whole turn of the user who asks what a motion shows; the motion's frames follow it."""
    return f"{USER}describe the motion{tokens.END_TURN}\n"
