"""From captioned codes to training sequences: the prompt, the cell grid, and what is to be learned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...body.layout import LATENT_SECONDS, LAYERS, PART_COUNT
from ...language import prompt, tokens
from ...pose.features import WIDTH
from ..data.paraphrase import paraphrase
from .corpus import Item

_MAX_FRAMES = 50
_VIDEO = -1  # stands in the ids where a video is shown


@dataclass(frozen=True)
class Mix:
    """How often each kind of sample is drawn ("MotionCtrl" section 5.1: T2M, MPI and I2PM)."""

    unconditional: float = 0.1  # instruction dropped, for classifier-free guidance
    in_between: float = 0.1
    limbs: float = 0.12
    describe: float = 0.08  # motion to text: a caption is the answer
    video: float = 0.35  # a video shows the motion, where there is one
    silent: float = 0.5  # share of the videos without an instruction
    duration: float = 0.75  # the duration is said in the prompt
    reworded: float = 0.6  # share of the captions and part lines that are said in other words
    part_lines: float = 0.6  # part lines are used, where the sample has them
    recorded: float = 0.42  # share of recorded samples; the rest is synthetic
    rough: float = 0.1  # an input cell keeps only its first residual layers, against exposure bias
    blind: float = 0.35  # share of sequences in which all of the past is hidden, so that the text must tell
    dim: float = 0.35  # share in which some of it is
    noise: float = 0.4  # share in which some of it is replaced by other motion


@dataclass
class Batch:
    """Right-padded sequences; frames are listed in reading order.

    ids, is_frame (B, S).
    codes (N, 5, 4), kept (N, 5) residual layers of the input, known (N, 5), context (N,) of all frames.
    text (B, S): next token where it is to be learned, else -100.
    answer (B, S): where that token belongs to a description of the motion.
    source (M,): flat position whose hidden state predicts a frame.
    target (M, 5, 4) and given (M, 5) of those frames.
    is_video (B, S): positions that show a video.
    footage (V, WIDTH): its latent frames in reading order.
    footage_row (M,): the one that shows a frame, or -1.
    stop_source (K,), stop (K,): flat positions and whether the motion ends.
    """

    ids: Tensor
    is_frame: Tensor
    answer: Tensor
    codes: Tensor
    kept: Tensor
    known: Tensor
    context: Tensor
    text: Tensor
    source: Tensor
    target: Tensor
    given: Tensor
    is_video: Tensor
    footage: Tensor
    footage_row: Tensor
    stop_source: Tensor
    stop: Tensor

    def to(self, where: torch.device) -> Batch:
        return Batch(**{name: value.to(where) for name, value in vars(self).items()})


@dataclass(frozen=True)
class Told:
    """What a sequence says: its text, whether a video shows the motion, and, where that is asked, the answer.

    caption, parts (part to text) and seconds make up the user's turn; answer describes the motion.
    """

    caption: str = ""
    parts: dict[str, str] | None = None
    seconds: float | None = None
    filmed: bool = False
    answer: str | None = None


class SequenceSampler:
    """Draws batches of about ``budget`` positions, of sequences of similar length."""

    def __init__(self, items: list[Item], tokenizer, budget: int, seed: int, mix: Mix = Mix()) -> None:
        self.items = items
        self.weights = item_weights(items, mix.recorded)
        self.tokenizer = tokenizer
        self.budget = budget
        self.random = np.random.default_rng(seed)
        self.mix = mix
        self.pool: list[list[dict]] = []
        self.ids: dict[str, list[int]] = {}

    def batch(self) -> Batch:
        if not self.pool:
            drawn = sorted((self.sequence() for _ in range(512)), key=self.length)
            current: list[dict] = []
            for sequence in drawn:
                if current and (len(current) + 1) * self.length(sequence) > self.budget:
                    self.pool.append(current)
                    current = []
                current.append(sequence)
            self.random.shuffle(self.pool)
        return self.collate(self.pool.pop())

    def length(self, sequence: dict) -> int:
        """Positions that a sequence takes."""
        return len(sequence["ids"])

    def collate(self, sequences: list[dict]) -> Batch:
        return collate(sequences)

    def encode(self, text: str) -> list[int]:
        if text not in self.ids:
            self.ids[text] = self.tokenizer.encode(text).ids
        return self.ids[text]

    def sequence(self) -> dict:
        """One training sequence as plain arrays."""
        random, mix = self.random, self.mix
        item = self.items[random.choice(len(self.items), p=self.weights)]
        codes = item.codes[:_MAX_FRAMES].astype(np.int64)
        given = min(item.given, len(codes) - 1)
        told = self.told(item, len(codes))
        if told.answer is not None:
            return self.description(codes[given:], told.answer)
        footage = item.footage if told.filmed else None
        known = draw_known(len(codes) if not given else 0, random, mix)
        known = known if len(known) else np.zeros((len(codes), PART_COUNT), dtype=bool)
        context = known.any() and not prefix_only(known)
        ids = self.written(self.turn(told), len(codes), footage is not None, context)
        kept = np.where(random.random(known.shape) < mix.rough, random.integers(1, 4, known.shape), 4)
        seen, past = self.past(codes)
        if seen.any():
            seen[:given], past[:given] = True, codes[:given]
        task = {"ids": ids, "codes": codes, "known": known, "context": context, "kept": kept, "told": told}
        footage = None if footage is None else np.asarray(footage[: len(codes)], np.float32)
        return {**task, "seen": seen, "past": past, "given": given, "footage": footage}

    def told(self, item: Item, frames: int) -> Told:
        """What is said about ``item``, of which so many latent frames are shown; drawn anew each time."""
        random, mix = self.random, self.mix
        seconds = frames * LATENT_SECONDS if random.random() < mix.duration else None
        choice = int(random.integers(len(item.captions)))
        # A synthetic caption may leave to its part lines what it does not say itself.
        lined = choice < len(item.parts) and (item.synthetic or random.random() < mix.part_lines)
        parts = item.parts[choice] if lined else None
        caption = item.captions[choice]
        filmed = random.random() < mix.video and item.footage is not None
        if filmed and random.random() < mix.silent:
            caption, parts = "", None
        if random.random() < mix.unconditional:
            caption, parts, filmed = "", None, False
        if caption and random.random() < mix.describe:
            return Told(answer=caption)
        if random.random() < mix.reworded:
            caption = paraphrase(caption, random)
            parts = parts and {name: paraphrase(line, random, line=True) for name, line in parts.items()}
        return Told(caption, parts, seconds, filmed)

    def turn(self, told: Told) -> list[int]:
        """Token ids of the user's turn."""
        text = prompt.instruction_text(told.caption, told.parts, told.seconds)
        return self.encode(prompt.USER + text + f"{tokens.END_TURN}\n")

    def written(self, turn: list[int], frames: int, filmed: bool, context: bool) -> np.ndarray:
        """Token ids (n,) of a whole sequence; filmed and context: a video or known cells are shown before it."""
        shown = np.full(frames, tokens.FRAME)
        video = [tokens.VID, *np.full(frames, _VIDEO), tokens.END_VID] if filmed else []
        cells = [tokens.CTX, *shown, tokens.END_CTX] if context else []
        return np.array([*turn, *video, *cells, *self.encode(prompt.ASSISTANT), tokens.MOT, *shown, tokens.END_MOT])

    def description(self, codes: np.ndarray, caption: str) -> dict:
        """The motion is shown, its caption is the answer."""
        shown = [tokens.CTX, *np.full(len(codes), tokens.FRAME), tokens.END_CTX]
        question = [*self.encode(prompt.describe_text()), *shown, *self.encode(prompt.ASSISTANT)]
        ids = np.array([*question, *self.encode(caption + tokens.END_TURN)])
        return {"ids": ids, "codes": codes, "answer": len(question)}

    def past(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is fed back of the frames ``codes`` (n, 5, 4): visible cells (n, 5) and their codes (n, 5, 4).

        With a whole and true past the next frame is nearly certain without the instruction; in
        generation the past is the model's own, with its errors. Hiding and replacing some of it teaches
        the model to follow the instruction from wherever it is ("T2M-GPT", Zhang 2023, section 3.3).
        """
        random, mix = self.random, self.mix
        seen = np.ones(codes.shape[:2], dtype=bool)
        past = codes.copy()
        draw = random.random()
        if draw < mix.blind:
            seen = ~seen
        elif draw < mix.blind + mix.dim:
            share = random.random()
            whole_frames = random.random() < 0.6
            hidden = random.random((len(codes), 1 if whole_frames else PART_COUNT)) < share
            seen = seen & ~hidden
        if random.random() < mix.noise:
            share = random.random() * 0.4
            other = codes if random.random() < 0.5 else self.items[random.integers(len(self.items))].codes
            frames = random.integers(0, len(other), (len(codes), 1 if random.random() < 0.5 else PART_COUNT))
            strange = other[np.broadcast_to(frames, seen.shape), np.arange(PART_COUNT)]
            replaced = random.random((len(codes), 1 if random.random() < 0.5 else PART_COUNT)) < share
            past = np.where(replaced[..., None], strange, codes)
        return seen, past


def item_weights(items: list[Item], recorded: float) -> np.ndarray:
    """How likely each item (n,) is drawn.

    A kind of recorded motion weighs as the square root of its number: the collection has far more
    salsa and karate than an animator asks for. Synthetic items are equally likely.
    """
    synthetic = np.array([item.synthetic for item in items])
    counts = Counter(item.kind for item in items if not item.synthetic)
    weights = np.array([1.0 if item.synthetic else counts[item.kind] ** -0.5 for item in items])
    if synthetic.all() or not synthetic.any():
        return weights / weights.sum()
    weights[synthetic] *= (1 - recorded) / weights[synthetic].sum()
    weights[~synthetic] *= recorded / weights[~synthetic].sum()
    return weights


def draw_known(frames: int, random: np.random.Generator, mix: Mix) -> np.ndarray:
    """Known cells (n, 5) of a random task: none, a gap between two ends, or all but some limbs."""
    known = np.zeros((frames, PART_COUNT), dtype=bool)
    draw = random.random()
    if draw < mix.in_between and frames >= 6:
        head = int(random.integers(1, frames // 3 + 1))
        tail = int(random.integers(1, frames // 3 + 1))
        known[:head] = known[frames - tail :] = True
    elif draw < mix.in_between + mix.limbs:
        known[:] = True
        open_parts = random.choice(PART_COUNT, int(random.choice([1, 2, 3], p=[0.6, 0.3, 0.1])), replace=False)
        start, end = 0, frames
        if random.random() < 0.5 and frames >= 6:
            start = int(random.integers(0, frames - 4))
            end = int(random.integers(start + 3, frames + 1))
        known[start:end, open_parts] = False
    return known


def prefix_only(known: np.ndarray) -> bool:
    """True where the known cells are whole frames at the start: plain continuation needs no context."""
    whole = known.all(1)
    count = int(np.argmin(whole)) if not whole.all() else len(whole)
    return not known[count:].any()


def collate(sequences: list[dict], multiple: int = 1, rows: int = 0) -> Batch:
    """Pad sequences on the right and list their frames and targets.

    multiple: what the padded length is a multiple of. rows: sequences at least; those that are missing are empty.
    """
    size = -(-max(len(s["ids"]) for s in sequences) // multiple) * multiple
    ids = np.zeros((max(rows, len(sequences)), size), dtype=np.int64)
    is_frame = np.zeros(ids.shape, dtype=bool)
    is_video = np.zeros(ids.shape, dtype=bool)
    answer = np.zeros(ids.shape, dtype=bool)
    text = np.full(ids.shape, -100)
    # Of nothing to begin with: descriptions have no frame that is learned, and most sequences no video.
    cells, numbers = np.zeros((0, PART_COUNT), bool), np.zeros(0, np.int64)
    lists: dict[str, list] = {
        "codes": [],
        "kept": [],
        "known": [],
        "context": [],
        "source": [numbers],
        "target": [np.zeros((0, PART_COUNT, LAYERS), np.int64)],
        "given": [cells],
        "footage": [np.zeros((0, WIDTH), np.float32)],
        "footage_row": [numbers],
        "stop_source": [numbers],
        "stop": [numbers > 0],
    }
    shown = 0
    for row, s in enumerate(sequences):
        sequence, frames = s["ids"], len(s["codes"])
        ids[row, : len(sequence)] = sequence
        is_video[row, : len(sequence)] = sequence == _VIDEO
        spots = (sequence == tokens.FRAME) | (sequence == _VIDEO)
        is_frame[row, : len(sequence)] = sequence == tokens.FRAME
        describes = "answer" in s
        # Up to where text is learned: before the first frame of the answer, or to the end.
        first = len(sequence) if describes else len(sequence) - frames - 1
        following = sequence[1:first].copy()
        following[spots[1:first] | spots[: first - 1]] = -100
        text[row, : first - 1] = following
        whole = np.ones((frames, PART_COUNT), dtype=bool)
        if describes:
            answer[row, s["answer"] - 1 : first - 1] = True
        if describes or s["context"]:
            lists["codes"].append(s["codes"])
            lists["known"].append(whole if describes else s["known"])
            lists["kept"].append(np.full(whole.shape, 4))
            lists["context"].append(np.ones(frames, dtype=bool))
        if describes:
            continue
        given = s["known"] if s["context"] else ~whole
        given[: s.get("given", 0)] = True
        lists["codes"].append(s["past"])
        lists["known"].append(s["seen"])
        lists["kept"].append(s["kept"])
        lists["context"].append(np.zeros(frames, dtype=bool))
        base = row * size
        lists["source"].append(base + np.arange(first - 1, first - 1 + frames))
        lists["target"].append(s["codes"])
        lists["given"].append(given)
        footage = s.get("footage")
        filmed = footage is not None
        lists["footage_row"].append(shown + np.arange(frames) if filmed else np.full(frames, -1))
        if filmed:
            lists["footage"].append(footage)
            shown += frames
        lists["stop_source"].append(base + np.arange(first, first + frames))
        lists["stop"].append(np.arange(frames) == frames - 1)
    joined = {name: torch.from_numpy(np.concatenate(parts)) for name, parts in lists.items()}
    grids = {"ids": np.maximum(ids, 0), "is_frame": is_frame, "is_video": is_video, "answer": answer, "text": text}
    return Batch(**{name: torch.from_numpy(grid) for name, grid in grids.items()}, **joined)
