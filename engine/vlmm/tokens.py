"""The vocabulary: where the language model's text tokens end and which control tokens follow."""

from __future__ import annotations

CUT = 16384  # text tokens kept; byte-pair ids are in merge order, so a prefix is a valid tokenizer
CONTROL = ("<mot>", "</mot>", "<frame>", "<ctx>", "</ctx>", "<vid>", "</vid>")
SIZE = 16416  # padded with unused tokens to a multiple of 32, which Q8_0 and Q4_0 blocks like

MOT, END_MOT, FRAME, CTX, END_CTX, VID, END_VID = range(CUT, CUT + len(CONTROL))
UNUSED = tuple(f"<unused_{index}>" for index in range(SIZE - CUT - len(CONTROL)))

TURN = "<|im_start|>"
END_TURN = "<|im_end|>"


def added_tokens() -> tuple[str, ...]:
    """Everything appended to the text tokens, in id order from ``CUT`` to ``SIZE`` - 1."""
    return CONTROL + UNUSED


def token_ids() -> dict[str, int]:
    """Ids of the control tokens by name, as they stand in a model folder's motionctrl.json."""
    return {name: CUT + index for index, name in enumerate(CONTROL)}
