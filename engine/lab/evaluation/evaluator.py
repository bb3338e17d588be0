"""The evaluator that generated motion is judged by: sentences and motion in one space, learned here by contrast.

Two small convolutional towers, trained on the captions of the training trials so that a motion lies nearer to its own
sentence than to those of other motions (InfoNCE; "TMR", Petrovich 2023). HumanML3D's evaluator (Guo 2022) is trained
on data, captions and features that are not ours, so figures in its space and in this one can't be compared.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_model, save_model
from torch import Tensor, nn
from torch.nn import functional

from ...body.layout import STRIDE, WIDTH
from ...errors import MotionCtrlError
from ...motion import humo263
from ...motion.kinematics import Motion
from ..data.cmu import trials
from ..data.mirror_text import mirror_text
from ..data.samples import build_samples
from ..nets.prq import PaddedConv, ResidualBlock
from ..training import loop
from ..training.motions import read_motions
from ..training.prq import statistics

SIZE = 64
_WIDTH = 128
_WORDS = 4096  # words are told apart by a hash: two in a thousand share one
_LONGEST = 32  # words that are read of a sentence
_SHARPEST = 50.0  # the largest scale of the cosines
_FILE = "evaluator.safetensors"


@dataclass(frozen=True)
class Pair:
    """A motion as HuMo263 (T, 263), T a multiple of 4, and sentences that are each true of it."""

    features: np.ndarray
    captions: tuple[str, ...]


@dataclass
class Batch:
    """Motions with their sentences.

    features (B, T, 263), frames (B,) that count of them.
    words (B, W), 0 beyond a sentence.
    same (B, B): where the column's sentence is also said of the row's motion, so that it is no wrong answer.
    """

    features: Tensor
    frames: Tensor
    words: Tensor
    same: Tensor

    def to(self, where: torch.device) -> Batch:
        return Batch(**{name: value.to(where) for name, value in vars(self).items()})


class Tower(nn.Module):
    """Sequences (B, T, inputs) to unit vectors (B, size); nothing beyond a sequence's length matters."""

    def __init__(self, inputs: int, width: int, size: int, halvings: int) -> None:
        super().__init__()
        stages: list[nn.Module] = [] if halvings else [PaddedConv(inputs, width, 3, 1, 1)]
        for place in range(halvings):
            stages.append(PaddedConv(width if place else inputs, width, 4, 1, 1, stride=2))
        self.stages = nn.ModuleList([*stages, ResidualBlock(width, 1, False), ResidualBlock(width, 3, False)])
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(2 * width, size)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        x = x.transpose(1, 2)
        whole = x.shape[-1]
        for stage in self.stages:
            x = stage(x * _inside(x, lengths * x.shape[-1] // whole))
        inside = _inside(x, lengths * x.shape[-1] // whole)
        mean = (x * inside).sum(-1) / inside.sum(-1)
        largest = x.masked_fill(~inside, -torch.inf).amax(-1)
        return functional.normalize(self.out(self.drop(torch.cat([mean, largest], dim=-1))).float(), dim=-1)


def _inside(x: Tensor, lengths: Tensor) -> Tensor:
    """Mask (B, 1, T) of what counts of x (B, C, T)."""
    return (torch.arange(x.shape[-1], device=x.device) < lengths[:, None])[:, None]


class Evaluator(nn.Module):
    """Embeds sentences and motion; called with a batch, it gives the contrastive loss."""

    def __init__(self, width: int = _WIDTH, size: int = SIZE) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("std", torch.ones(WIDTH))
        self.words = nn.Embedding(_WORDS, width, padding_idx=0)
        self.text = Tower(width, width, size, halvings=0)
        self.motion = Tower(WIDTH, width, size, halvings=2)
        self.scale = nn.Parameter(torch.tensor(math.log(10.0)))

    def embed_motions(self, features: Tensor, frames: Tensor) -> Tensor:
        """Unit vectors (B, size) of features (B, T, 263), of which ``frames`` (B,) count."""
        return self.motion((features - self.mean) / self.std, frames)

    def embed_texts(self, words: Tensor) -> Tensor:
        """Unit vectors (B, size) of word numbers (B, W)."""
        return self.text(self.words(words), (words > 0).sum(-1))

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        motions, texts = self.embed_motions(batch.features, batch.frames), self.embed_texts(batch.words)
        logits = (motions @ texts.T).float() * self.scale.exp().clamp(max=_SHARPEST)
        logits = logits.masked_fill(batch.same, -torch.inf)
        own = torch.arange(len(logits), device=logits.device)
        loss = (functional.cross_entropy(logits, own) + functional.cross_entropy(logits.T, own)) / 2
        return {"loss": loss, "first": (logits.detach().argmax(0) == own).float().mean()}


def word_numbers(text: str) -> list[int]:
    """The sentence's words as numbers from 1 on, whatever its case and punctuation; never empty."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:_LONGEST] or [""]
    return [1 + zlib.crc32(word.encode()) % (_WORDS - 1) for word in words]


def collate_words(texts: Iterable[str]) -> Tensor:
    """Word numbers (B, W) of sentences."""
    return nn.utils.rnn.pad_sequence([torch.tensor(word_numbers(text)) for text in texts], batch_first=True)


def collate_motions(motions: list[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Features (B, T, 263), zeros beyond each motion's end, and frames (B,); an odd rest below 4 is left out."""
    cut = [torch.from_numpy(features[: len(features) // STRIDE * STRIDE]).float() for features in motions]
    return nn.utils.rnn.pad_sequence(cut, batch_first=True), torch.tensor([len(features) for features in cut])


class PairSampler:
    """Draws batches of pairs of similar length, so that the length does not give the answer away."""

    def __init__(self, pairs: list[Pair], size: int, seed: int) -> None:
        self.pairs = pairs
        self.size = min(size, len(pairs))
        self.random = np.random.default_rng(seed)
        self.waiting: list[np.ndarray] = []

    def batch(self) -> Batch:
        if not self.waiting:
            order = self.random.permutation(len(self.pairs))
            for pool in np.array_split(order, -(-len(order) // (8 * self.size))):
                ordered = sorted(pool, key=lambda index: len(self.pairs[index].features))
                whole = len(ordered) // self.size * self.size
                self.waiting += list(np.array(ordered[:whole]).reshape(-1, self.size))
            self.random.shuffle(self.waiting)
        drawn = [self.pairs[index] for index in self.waiting.pop()]
        texts = [pair.captions[self.random.integers(len(pair.captions))] for pair in drawn]
        same = torch.tensor([[text in pair.captions for text in texts] for pair in drawn])
        features, frames = collate_motions([pair.features for pair in drawn])
        return Batch(features, frames, collate_words(texts), same.fill_diagonal_(False))


def training_pairs(motions: Path, cmu: Path) -> Iterator[Pair]:
    """Captioned windows of the training trials and their mirror images, in half precision."""
    for sample in build_samples(read_motions(motions), trials(cmu), "train", mirror=False):
        motion = Motion(sample.rotations, sample.translation)
        yield Pair(humo263.encode(motion)[0].astype(np.float16), sample.captions)
        mirrored = humo263.encode(motion.mirrored())[0].astype(np.float16)
        yield Pair(mirrored, tuple(mirror_text(text) for text in sample.captions))


def train_evaluator(
    pairs: list[Pair], options: loop.LoopOptions, batch: int = 64, seed: int = 0, width: int = _WIDTH
) -> Evaluator:
    """Train on ``pairs``; resumes from ``options.out``, where the evaluator is left for ``load_evaluator``."""
    torch.manual_seed(seed)
    model = Evaluator(width)
    mean, std = statistics([pair.features for pair in pairs[::4]])
    model.mean.copy_(torch.from_numpy(mean))
    model.std.copy_(torch.from_numpy(std))
    sampler = PairSampler(pairs, batch, seed + loop.rank())
    where = loop.device()
    loop.train(model, lambda wrapped, step: wrapped(sampler.batch().to(where)), options)
    if loop.rank() == 0:
        save_model(model, str(options.out / _FILE))
    return model.eval()


def load_evaluator(folder: Path, width: int = _WIDTH) -> Evaluator | None:
    """The evaluator that was trained in ``folder``; None where there is none."""
    path = folder / _FILE
    if not path.is_file():
        return None
    model = Evaluator(width)
    try:
        load_model(model, str(path))
    except (OSError, SafetensorError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise MotionCtrlError(
            f"{path} can't be read as an evaluator ({reason}): remove it to train it again."
        ) from error
    return model.eval().to(loop.device())


@torch.inference_mode()
def motion_embeddings(model: Evaluator, motions: list[np.ndarray]) -> np.ndarray:
    """Unit vectors (N, size) of features (T, 263), each at least 4 frames long."""
    where = model.mean.device
    batches = (collate_motions(motions[first : first + 32]) for first in range(0, len(motions), 32))
    return np.concatenate([model.embed_motions(x.to(where), n.to(where)).cpu().numpy() for x, n in batches])


@torch.inference_mode()
def text_embeddings(model: Evaluator, texts: list[str]) -> np.ndarray:
    """Unit vectors (N, size) of sentences."""
    return model.embed_texts(collate_words(texts).to(model.mean.device)).cpu().numpy()
