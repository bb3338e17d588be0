"""Sentences that the evaluation uses and that training must never see word for word.

They are kept as hashes, so that the repository can check for them without holding them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_SUBJECT = re.compile(r"(?:an? (?:person|man|woman)|the (?:person|man|woman)|someone|somebody|he|she) ")
_ARTICLES = ("a", "an", "the", "no")
FILE = Path(__file__).with_name("held_out.txt")


def fingerprint(text: str) -> str:
    """Hash of a sentence's words, whatever its case and punctuation."""
    words = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    return hashlib.sha256(words.encode()).hexdigest()[:20]


@lru_cache(maxsize=1)
def _fingerprints() -> frozenset[str]:
    return frozenset(FILE.read_text(encoding="utf-8").split())


def is_held_out(text: str) -> bool:
    """Whether ``text`` is one of the evaluation's sentences."""
    return fingerprint(text) in _fingerprints()


def variants(text: str) -> set[str]:
    """``text``, and from five words on the same as an order and said of "a person" and of "someone".

    Shorter ones name an action ("do push-ups"): to hold out every way of saying it would hold out the action.
    """
    from .gestures.language import third  # the gestures import this file

    plain = re.sub(r"[^a-z0-9' -]", "", text.lower())
    if len(plain.split()) < 5:
        return {text}
    subject = _SUBJECT.match(plain)
    if subject:
        verb, *rest = plain[subject.end() :].split()
        rest = re.sub(r"\b(and) (\w+s)\b", lambda found: f"{found[1]} {_base(found[2])}", " ".join(rest))
        order = f"{_base(verb)} {rest}"
    elif plain.split()[0] in _ARTICLES:
        return {text}
    else:
        order = plain
    verb, _, rest = order.partition(" ")
    both = re.sub(r"\band (\w+)", lambda found: f"and {third(found[1])}", rest)  # "bends over and picks it up"
    told = {f"{who} {third(verb)} {what}" for who in ("a person", "someone") for what in (rest, both)}
    return {text, order} | told


def hold_out(texts: Iterable[str]) -> int:
    """Add the `variants` of ``texts`` to the file; how many are new."""
    known = set(FILE.read_text(encoding="utf-8").split())
    new = {fingerprint(variant) for text in texts for variant in variants(text)} - known
    FILE.write_text("".join(f"{line}\n" for line in sorted(known | new)), encoding="utf-8")
    return len(new)


def _base(verb: str) -> str:
    """Base form of a verb in the third person: carries → carry, goes → go, walks → walk."""
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    return re.sub(r"(?<=ss|sh|ch)es$|(?<=[xo])es$|s$", "", verb)
