"""Motion to text: feeds latent frames to the language model and samples text with its LM head.

The prompt is the one of training (``training/sequences.py``): the question, the frames as context, the
assistant's turn; the answer ends with the end of that turn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import Cancel, Cancelled
from . import prompt, tokens
from .decoder import Decoder

# Training captions are orders, statements and titles of clips; a description should be a statement.
# An answer that is begun for the model goes on in the same form, and what comes first is then the verb.
OPENING = "a person"
_AGAIN = "the person"  # who was introduced by the sentence before
LONGEST = 48  # tokens; captions of the training data have 5 to 30


def describe(decoder: Decoder, codes: np.ndarray, cancelled: Cancel) -> str:
    """What a motion shows, in one line that begins with ``OPENING``; the likeliest token is always taken.

    codes (n, 5, 4): latent frames, at most as many as the model has seen at once. Raises Cancelled
    between two tokens, or while the motion is read, once ``cancelled()`` is true. Whatever happens, no
    trace stays in the decoder's context.
    """
    model, context = decoder.model, decoder.context
    end = int(model.tokenize(tokens.END_TURN, special=True)[0])
    forbidden = ~model.text_tokens()
    said = list(model.tokenize(OPENING))
    _forget(decoder)
    try:
        context.feed([*_question(decoder, codes), np.array(said)], 0, cancelled)
        for length in range(LONGEST):
            if cancelled():
                raise Cancelled
            logits = context.logits()
            ending = logits[end]
            logits[forbidden] = -np.inf
            token = int(np.argmax(logits))
            if length and ending >= logits[token]:  # the opening alone says nothing
                break
            said.append(token)
            context.feed([np.array([token])], 0)
    finally:
        _forget(decoder)
    return _one_line(model.text(said))


def _question(decoder: Decoder, codes: np.ndarray) -> list[np.ndarray]:
    """Token ids and embeddings up to where the answer begins."""

    def special(text: str) -> np.ndarray:
        return decoder.model.tokenize(text, special=True)

    shown = [special("<ctx>"), decoder.embedder(codes, context=True), special("</ctx>")]
    return [special(prompt.describe_text()), *shown, special(prompt.ASSISTANT)]


def _forget(decoder: Decoder) -> None:
    """Empty the context: a motion's branches and a description share its positions."""
    for sequence in range(decoder.context.sequences):
        decoder.context.rewind(sequence)


def _one_line(text: str) -> str:
    """``text`` without line breaks and unprintable characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def even_windows(length: int, longest: int) -> list[tuple[int, int]]:
    """As few stretches of at most ``longest`` as cover ``length``, start and stop of each, of like size.

    So that the end of a motion is never a stretch too short to show anything.
    """
    count = -(-length // longest)
    edges = [length * index // count for index in range(count + 1)]
    return list(zip(edges[:-1], edges[1:], strict=True))


def joined(captions: Sequence[str]) -> str:
    """Captions of successive stretches as one text; a caption that repeats the one before is left out."""
    told = [text for text, before in zip(captions, [None, *captions], strict=False) if text != before]
    sentences = []
    for text in told:
        if sentences:
            text = "Then " + (_AGAIN + text.removeprefix(OPENING) if text.startswith(OPENING) else text)
        sentences.append(text[:1].upper() + text[1:] + ".")
    return " ".join(sentences)
