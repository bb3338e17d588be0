"""What a lent machine learns from, prepared beforehand: codes of all samples, and what is said of them as token ids.

Saying a caption in other words and cutting it into tokens is what a card would wait for. So as many tellings as a
training draws are drawn here, with ``sequences.SequenceSampler``; what hides the past is drawn on the card.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np

from ....body.layout import SLOTS
from ....errors import MotionCtrlError
from ....language import prompt, tokens
from ..corpus import Item
from ..sequences import Mix, SequenceSampler

MOST_FRAMES = 50  # latent frames that a sequence shows
_COMPONENTS = 128  # directions in which footage is kept
_FITTED = 20_000  # latent frames of footage in which they are looked for


@dataclass(frozen=True)
class Pool:
    """Samples and tellings.

    codes (T, 5, 4) int16 of all samples one after the other, or none where they are still to come; lengths (n,) latent
    frames of each; rows (n,): which samples these are of all that were encoded together; given (n,): how many frames
    at the start no telling speaks of. films (n,): row of a sample's first latent frame in the footage, or -1.
    Tellings: item (m,); sizes (m,) of their ids, which stand one after the other in ids (k,) uint16; filmed (m,):
    a video is shown; answers (m,): the ids are the answer to what the motion shows.
    footage: scores (f, 128) int8, step (128,), axes (128, WIDTH), mean (WIDTH,); empty without any.
    assistant, question: ids of what stands around every telling. codebook (codes, latent).
    """

    codes: np.ndarray
    rows: np.ndarray
    lengths: np.ndarray
    given: np.ndarray
    films: np.ndarray
    item: np.ndarray
    sizes: np.ndarray
    ids: np.ndarray
    filmed: np.ndarray
    answers: np.ndarray
    scores: np.ndarray
    step: np.ndarray
    axes: np.ndarray
    mean: np.ndarray
    assistant: np.ndarray
    question: np.ndarray
    codebook: np.ndarray

    def __len__(self) -> int:
        return len(self.item)


def build_pool(
    items: list[Item],
    codebook: np.ndarray,
    tokenizer,
    count: int,
    seed: int,
    mix: Mix = Mix(),
    films: int = 4000,
    rows: np.ndarray | None = None,
    part: int = 0,
) -> Pool:
    """``count`` tellings of ``items``; at most ``films`` of these keep their footage, drawn at random.

    rows (n,): see ``Pool``; where it is given, the items' codes are left out. part: other tellings of the same samples,
    which ``joined`` puts together.
    """
    random = np.random.default_rng(seed)
    with_footage = [index for index, item in enumerate(items) if item.footage is not None]
    kept = set(random.permutation(with_footage)[:films].tolist())
    items = [item if index in kept else replace(item, footage=None) for index, item in enumerate(items)]
    sampler = SequenceSampler(items, tokenizer, 1, seed + 7919 * part, mix)
    chosen = sampler.random.choice(len(items), count, p=sampler.weights)
    ids, filmed, answers = [], np.zeros(count, bool), np.zeros(count, bool)
    for row, index in enumerate(chosen):
        told = sampler.told(items[index], min(len(items[index].codes), MOST_FRAMES))
        filmed[row], answers[row] = told.filmed, told.answer is not None
        ids.append(sampler.turn(told) if told.answer is None else tokenizer.encode(told.answer + tokens.END_TURN).ids)
    lengths = np.array([min(len(item.codes), MOST_FRAMES) for item in items], np.int32)
    shown = np.array([len if index in kept else 0 for index, len in enumerate(lengths)], np.int64)
    starts = np.where(shown > 0, np.cumsum(shown) - shown, -1)
    return Pool(
        codes=np.concatenate([item.codes[: MOST_FRAMES if rows is None else 0] for item in items]).astype(np.int16),
        rows=np.arange(len(items)) if rows is None else rows,
        lengths=lengths,
        given=np.array([min(item.given, length - 1) for item, length in zip(items, lengths, strict=True)], np.int32),
        films=starts.astype(np.int32),
        item=chosen.astype(np.int32),
        sizes=np.array([len(row) for row in ids], np.int32),
        ids=np.concatenate([np.asarray(row, np.uint16) for row in ids]),
        filmed=filmed,
        answers=answers,
        **_small([item.footage[:MOST_FRAMES] for item in items if item.footage is not None], random),
        assistant=np.array(tokenizer.encode(prompt.ASSISTANT).ids, np.int32),
        question=np.array(tokenizer.encode(prompt.describe_text()).ids, np.int32),
        codebook=codebook.astype(np.float16),
    )


def _small(footage: list[np.ndarray], random: np.random.Generator) -> dict[str, np.ndarray]:
    """Footage (f, WIDTH) as scores along the directions in which it differs most."""
    if not footage:
        empty = np.zeros((0, _COMPONENTS), np.int8)
        return {"scores": empty, "step": np.ones(0), "axes": np.zeros((0, 0), np.float16), "mean": np.zeros(0)}
    whole = np.concatenate(footage).astype(np.float32)
    mean = whole.mean(0)
    drawn = whole[random.permutation(len(whole))[:_FITTED]] - mean
    axes = np.linalg.svd(drawn, full_matrices=False)[2][:_COMPONENTS]
    scores = (whole - mean) @ axes.T
    step = np.abs(scores).max(0).clip(1e-6) / 127
    small = np.rint(scores / step).astype(np.int8)
    return {"scores": small, "step": step.astype(np.float32), "axes": axes.astype(np.float16), "mean": mean}


def joined(pools: list[Pool]) -> Pool:
    """The tellings of pools of the same samples as one pool."""
    first = pools[0]
    if any(not np.array_equal(pool.rows, first.rows) or len(pool.scores) != len(first.scores) for pool in pools):
        raise MotionCtrlError("These pools are not of the same samples: build them of the same, with the same seed.")
    tellings = ("item", "sizes", "ids", "filmed", "answers")
    return replace(first, **{name: np.concatenate([getattr(pool, name) for pool in pools]) for name in tellings})


def with_codes(pool: Pool, codes: np.ndarray, lengths: np.ndarray, codebook: np.ndarray) -> Pool:
    """``pool`` with the codes (T, 5, 4) of all samples that were encoded together, ``lengths`` of each, and their
    codebook. Raises MotionCtrlError where these are other samples."""
    starts = np.cumsum(lengths) - lengths
    if len(pool.rows) and pool.rows.max() >= len(lengths):
        raise MotionCtrlError("The codes are of fewer samples than the tellings: encode the same packs.")
    if not np.array_equal(np.minimum(lengths[pool.rows], MOST_FRAMES), pool.lengths):
        raise MotionCtrlError("The codes are of other samples than the tellings: encode the same packs.")
    index = np.repeat(starts[pool.rows] - (np.cumsum(pool.lengths) - pool.lengths), pool.lengths)
    wanted = codes[index + np.arange(len(index))].astype(np.int16)
    return replace(pool, codes=wanted, codebook=codebook.astype(np.float16))


def footage_of(pool: Pool, rows: np.ndarray) -> np.ndarray:
    """Features (k, WIDTH) float32 of footage ``rows`` (k,), as nearly as they are kept."""
    return (pool.scores[rows] * pool.step) @ pool.axes.astype(np.float32) + pool.mean.astype(np.float32)


def write_pool(pool: Pool, path: Path) -> int:
    """Write the pool; returns the bytes that it takes."""
    arrays = dict(vars(pool))
    codes = arrays.pop("codes").astype(np.uint16).reshape(len(pool.codes), SLOTS).T  # a slot's codes side by side
    arrays["codes_low"] = (codes & 0xFF).astype(np.uint8)
    arrays["codes_high"] = (codes >> 8).astype(np.uint8)
    ids = arrays.pop("ids")
    arrays["ids_low"], arrays["ids_high"] = (ids & 0xFF).astype(np.uint8), (ids >> 8).astype(np.uint8)
    buffer = BytesIO()
    np.savez(buffer, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(buffer.getvalue(), preset=6))
    return path.stat().st_size


def read_pool(path: Path) -> Pool:
    """What ``write_pool`` wrote. Raises MotionCtrlError where the file is missing or cut short."""
    try:
        with np.load(BytesIO(lzma.decompress(Path(path).read_bytes()))) as found:
            arrays = {name: found[name] for name in found.files}
        low, high = arrays.pop("codes_low").astype(np.int16), arrays.pop("codes_high").astype(np.int16)
        arrays["codes"] = np.ascontiguousarray((low | high << 8).T).reshape(-1, 5, 4)
        low, high = arrays.pop("ids_low").astype(np.uint16), arrays.pop("ids_high").astype(np.uint16)
        return Pool(ids=low | high << 8, **arrays)
    except (OSError, ValueError, KeyError, EOFError, TypeError, lzma.LZMAError) as problem:
        raise MotionCtrlError(f"{path} is not a whole pool of tellings ({problem}): write it again.") from problem
