"""The sequences of training as the flat decoder sees them: every latent frame is 20 tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ...body.layout import LAYERS, PART_COUNT, SLOTS
from ...language import tokens
from .corpus import Item
from .sequences import Mix, SequenceSampler

# Fraction of noised or masked frames that are repeated uncorrupted, so that their own codes can be learned; see
# ``nets.flat``. Of the others only the first code is learned, because it does not depend on the corrupted ones.
_REPEATED = 0.5


@dataclass
class FlatBatch:
    """Right-padded sequences of tokens.

    ids, positions, copy, begin (B, S): see ``nets.flat.attention``.
    text (B, S): next token where it is to be learned, else -100.
    answer (B, S): where that token belongs to a description of the motion.
    source (K,): flat position whose hidden state predicts the code target (K,) of residual layer layer (K,).
    stop_source (M,), stop (M,): flat positions and whether the motion ends there.
    """

    ids: Tensor
    positions: Tensor
    copy: Tensor
    begin: Tensor
    text: Tensor
    answer: Tensor
    source: Tensor
    target: Tensor
    layer: Tensor
    stop_source: Tensor
    stop: Tensor

    def to(self, where: torch.device) -> FlatBatch:
        return FlatBatch(**{name: value.to(where) for name, value in vars(self).items()})


class FlatSampler(SequenceSampler):
    """Draws the same sequences as the frame decoder's sampler; ``budget`` is in tokens.

    Videos are left out: what they show is added to a hidden state, which the flat decoder has no place for. So
    are inputs of few residual layers: they are a coarser sum, and here nothing is summed.
    """

    def __init__(self, items: list[Item], tokenizer, budget: int, seed: int, mix: Mix = Mix()) -> None:
        super().__init__(items, tokenizer, budget, seed, replace(mix, video=0.0, rough=0.0))

    def sequence(self) -> dict:
        """One training sequence as plain arrays; see ``in_tokens``."""
        return in_tokens(super().sequence(), self.random)

    def collate(self, sequences: list[dict]) -> FlatBatch:
        return collate(sequences)


def in_tokens(sequence: dict, random: np.random.Generator, told_again: float = _REPEATED) -> dict:
    """A sequence of ``SequenceSampler`` in tokens: the arrays of a ``FlatBatch`` for this one row."""
    elements, codes = sequence["ids"], sequence["codes"]
    describes = "answer" in sequence
    spots = elements == tokens.FRAME
    ends = np.cumsum(np.where(spots, SLOTS, 1)) - 1  # where the last token of each element stands
    ids = np.repeat(elements, np.where(spots, SLOTS, 1))
    frames = 0 if describes else len(codes)
    first = len(elements) - frames - 1 if frames else len(elements)  # element of the first frame that is learned
    seen = [tokens.code_ids(codes)] if describes else [tokens.code_ids(sequence["past"], sequence["seen"])]
    if frames and sequence["context"]:
        seen.insert(0, tokens.code_ids(codes, sequence["known"]))
    ids[np.repeat(spots, np.where(spots, SLOTS, 1))] = np.concatenate(seen)
    text = np.full(len(ids), -100)
    following = elements[1:first].copy()
    following[spots[1:first] | spots[: first - 1]] = -100
    text[ends[: first - 1]] = following
    answer = np.zeros(len(ids), bool)
    if describes:
        answer[ends[sequence["answer"] - 1 : first - 1]] = True
    row = {"ids": ids, "text": text, "answer": answer}
    if not frames:
        return _with_copies(row, np.zeros((0, SLOTS), np.int64), np.zeros(0, np.int64)) | _nothing_learned()
    given = np.array(sequence["known"]) if sequence["context"] else np.zeros((frames, PART_COUNT), bool)
    given[: sequence.get("given", 0)] = True
    true, shown = tokens.code_ids(codes).reshape(frames, SLOTS), seen[-1].reshape(frames, SLOTS)
    changed = (true != shown).any(1)
    copied = np.flatnonzero(changed & ~given.all(1) & (random.random(frames) < told_again))
    begins = ends[first - 1 : first - 1 + frames] + 1
    # The token before each code: in the sequence, or in the copy behind it.
    source = begins[:, None] + np.arange(SLOTS) - 1
    source[copied, 1:] = len(ids) + np.arange(len(copied) * (SLOTS - 1)).reshape(-1, SLOTS - 1)
    learned = ~np.repeat(given, LAYERS, axis=1)
    learned[changed, 1:] &= np.isin(np.flatnonzero(changed), copied)[:, None]
    return _with_copies(row, true[copied], begins[copied]) | {
        "source": source[learned],
        "target": codes.reshape(frames, SLOTS)[learned],
        "layer": np.broadcast_to(np.arange(SLOTS) % LAYERS, learned.shape)[learned],
        "stop_source": begins + SLOTS - 1,
        "stop": np.arange(frames) == frames - 1,
    }


def _nothing_learned() -> dict:
    nothing = np.zeros(0, np.int64)
    return {"source": nothing, "target": nothing, "layer": nothing, "stop_source": nothing, "stop": nothing > 0}


def _with_copies(row: dict, frames: np.ndarray, begins: np.ndarray) -> dict:
    """The row with copies of frames (c, 20) that begin at positions (c,); their last codes predict nothing."""
    own, size = len(row["ids"]), SLOTS - 1
    extra = len(frames) * size
    return {
        "ids": np.concatenate([row["ids"], frames[:, :size].reshape(-1)]),
        "text": np.concatenate([row["text"], np.full(extra, -100)]),
        "answer": np.concatenate([row["answer"], np.zeros(extra, bool)]),
        "positions": np.concatenate([np.arange(own), (begins[:, None] + np.arange(size)).reshape(-1)]),
        "copy": np.concatenate([np.zeros(own, np.int64), np.repeat(np.arange(len(frames)) + 1, size)]),
        "begin": np.concatenate([np.zeros(own, np.int64), np.repeat(begins, size)]),
    }


def collate(rows: list[dict]) -> FlatBatch:
    """Pad rows of ``in_tokens`` on the right and list what is learned."""
    size = max(len(row["ids"]) for row in rows)
    padding = {"ids": 0, "positions": 0, "copy": -1, "begin": 0, "text": -100, "answer": False}
    grids = {
        name: np.stack([np.pad(row[name], (0, size - len(row["ids"])), constant_values=value) for row in rows])
        for name, value in padding.items()
    }
    lists = {name: np.concatenate([row[name] for row in rows]) for name in ("target", "layer", "stop")}
    for name in ("source", "stop_source"):
        lists[name] = np.concatenate([row[name] + number * size for number, row in enumerate(rows)])
    arrays = {name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in (grids | lists).items()}
    return FlatBatch(**arrays)
