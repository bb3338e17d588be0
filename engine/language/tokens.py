"""The vocabulary: where the language model's text tokens end and which control tokens follow.

The flat decoder's vocabulary goes on with one token for each motion code (docs/design.md, "Language model").
"""

from __future__ import annotations

import numpy as np

CUT = 16384  # text tokens kept; byte-pair ids are in merge order, so a prefix is a valid tokenizer
CONTROL = ("<mot>", "</mot>", "<frame>", "<ctx>", "</ctx>", "<vid>", "</vid>")
SIZE = 16416  # padded with unused tokens to a multiple of 32, which Q8_0 and Q4_0 blocks like

MOT, END_MOT, FRAME, CTX, END_CTX, VID, END_VID = range(CUT, CUT + len(CONTROL))
UNUSED = tuple(f"<unused_{index}>" for index in range(SIZE - CUT - len(CONTROL)))

OPEN = CUT + len(CONTROL)  # the flat decoder's name for a cell that is not shown; unused in the frame decoder's
OPEN_NAME = "<open>"
CODES = SIZE  # the flat decoder's first motion code

TURN = "<|im_start|>"
END_TURN = "<|im_end|>"


def added_tokens() -> tuple[str, ...]:
    """Everything appended to the text tokens, in id order from ``CUT`` to ``SIZE`` - 1."""
    return CONTROL + UNUSED


def code_names(count: int) -> tuple[str, ...]:
    """The flat decoder's motion codes, in id order from ``CODES`` on."""
    return tuple(f"<code_{index}>" for index in range(count))


def token_ids(codes: bool = False) -> dict[str, int]:
    """Ids of the control tokens by name, as they stand in a model folder's motionctrl.json.

    codes: where codes are tokens, also the one of an open cell and the first code's.
    """
    found = {name: CUT + index for index, name in enumerate(CONTROL)}
    return {**found, OPEN_NAME: OPEN, code_names(1)[0]: CODES} if codes else found


def code_ids(codes: np.ndarray, known: np.ndarray | None = None) -> np.ndarray:
    """The flat decoder's tokens (20 n,) int32 of codes (n, 5, 4); cells are open where ``known`` (n, 5) is False."""
    ids = np.asarray(codes) + CODES
    if known is not None:
        ids = np.where(known[..., None], ids, OPEN)
    return ids.reshape(-1).astype(np.int32)
