"""Sentences that the evaluation uses and that training must never see word for word.

They are kept as hashes, so that the repository can check for them without holding them.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

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
