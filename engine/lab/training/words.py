"""The words that a model learns from, for its folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...language.words import words_of
from ..data.paraphrase import RULES
from ..data.speakers import SPEAKERS
from .corpus import Item

FILE = "words.txt"  # beside a training's checkpoint
_OFTEN = 3  # captions and part lines; a word of fewer has hardly been learned


def learned_words(items: Iterable[Item]) -> str:
    """Sorted words of captions and part lines, plus those that paraphrasing can introduce."""
    count = Counter[str]()
    for item in items:
        for text in (*item.captions, *(line for lines in item.parts for line in lines.values())):
            count.update(set(words_of(text)))
    introduced = {word for _, choices in RULES + SPEAKERS for choice in choices for word in words_of(choice)}
    return " ".join(sorted({word for word, times in count.items() if times >= _OFTEN} | introduced))
