"""DSFT: motion as rounded frequencies in two streams, shortened by byte pair encoding ("MotionVLA", arXiv 2606.15142).

Base holds slow pose (root, positions, rotations), Phys fast change (velocities; contacts, which the paper's features
lack, go with them). Each feature of a window goes through a cosine transform along time, the lowest frequencies are
kept and rounded to integers, and BPE joins integers that come together often (as FAST does, arXiv 2501.09747).
Nothing is learned but the pairs, and codes give their integers back exactly. What is lost: frequencies above those
kept, half a rounding step, and what lies outside the range of the motions it was fitted to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.fft import dct, idct
from tokenizers import Tokenizer as BPETokenizer
from tokenizers import models, trainers

from ...body.layout import CONTACTS, FPS, POSITIONS, ROTATIONS, STRIDE, VELOCITIES
from ...codec.checks import checked_features
from ...errors import MotionCtrlError

BASE = np.r_[0 : POSITIONS.start, POSITIONS, ROTATIONS]
PHYS = np.r_[VELOCITIES, CONTACTS]
_MOST = 3000  # windows that pairs are counted in
_FIRST = 0x4E00  # characters that stand for integers: a range without gaps, spaces or combining marks


class Stream:
    """Integers (n,) to codes and back: characters from ``low`` on, joined by ``bpe``."""

    def __init__(self, bpe: BPETokenizer, low: int, high: int) -> None:
        self.bpe, self.low, self.high = bpe, low, high
        self.size = bpe.get_vocab_size()

    @classmethod
    def fit(cls, windows: list[np.ndarray], vocabulary: int) -> Stream:
        """Learn pairs of integers (n,) windows; the vocabulary holds at least every integer between their extremes."""
        low, high = min(int(w.min()) for w in windows), max(int(w.max()) for w in windows)
        bpe = BPETokenizer(models.BPE())
        alphabet = [chr(_FIRST + i) for i in range(high - low + 1)]
        trainer = trainers.BpeTrainer(
            vocab_size=max(vocabulary, len(alphabet)), initial_alphabet=alphabet, show_progress=False
        )
        bpe.train_from_iterator((_text(window - low) for window in windows), trainer)
        return cls(bpe, low, high)

    def encode(self, integers: np.ndarray) -> list[int]:
        """Codes of integers (n,); those outside the fitted range are brought to its ends."""
        return self.bpe.encode(_text(np.clip(integers, self.low, self.high) - self.low)).ids

    def decode(self, codes: list[int]) -> np.ndarray:
        """The integers that codes stand for."""
        text = "".join(self.bpe.id_to_token(code) for code in codes)
        return np.array([ord(character) - _FIRST + self.low for character in text], dtype=np.int64)


def _text(offsets: np.ndarray) -> str:
    return "".join(map(chr, (offsets + _FIRST).tolist()))


@dataclass(frozen=True)
class DSFTConfig:
    """How a motion is transformed.

    window: frames of a transform.
    base, phys: coefficients kept.
    scale: steps per standard deviation.
    """

    window: int = 40  # 2 s, HumanML3D's shortest motion; the paper transforms whole motions of varying length
    base: int = 5
    phys: int = 25
    scale: float = 10.0
    vocabulary: int = 4096


class DSFT:
    """Codes (n,): of each window the Base codes, from 0, then the Phys codes, from the Base vocabulary's size on."""

    def __init__(
        self, config: DSFTConfig, mean: np.ndarray, std: np.ndarray, base: Stream, phys: Stream, rates: tuple
    ) -> None:
        self.config, self.mean, self.std = config, mean, std
        self.base, self.phys = base, phys
        self.rates = rates  # Base and Phys codes for a latent frame, measured on the motions of ``fit``

    @classmethod
    def fit(cls, features: list[np.ndarray], mean: np.ndarray, std: np.ndarray, config=DSFTConfig()) -> DSFT:
        """Learn the pairs on features (T, 263) in whole windows; mean and std (263,) normalise."""
        size = config.window
        windows = [(f[i : i + size] - mean) / std for f in features for i in range(0, len(f) - size + 1, size)]
        if not windows:
            raise MotionCtrlError(f"No motion is {size} frames long: give longer ones to fit DSFT to.")
        windows = windows[:: -(-len(windows) // _MOST)]
        streams, rates = [], []
        for columns, keep in ((BASE, config.base), (PHYS, config.phys)):
            integers = [_integers(window[:, columns], keep, config.scale) for window in windows]
            stream = Stream.fit(integers, config.vocabulary)
            codes = sum(len(stream.encode(window)) for window in integers)
            streams.append(stream)
            rates.append(codes / len(windows) / (size / STRIDE))
        return cls(config, np.asarray(mean), np.asarray(std), *streams, tuple(rates))

    @property
    def codebook_size(self) -> int:
        return self.base.size + self.phys.size

    @property
    def codes_per_latent_frame(self) -> float:
        return sum(self.rates)

    @property
    def bits_per_second(self) -> float:
        bits = self.rates[0] * np.log2(self.base.size) + self.rates[1] * np.log2(self.phys.size)
        return float(FPS / STRIDE * bits)

    def encode(self, features: np.ndarray) -> np.ndarray:
        """Codes (n,) int64 of features (T, 263), T >= 4; the last frame is held until its window is full."""
        features, size = checked_features(features), self.config.window
        features = np.concatenate([features, np.repeat(features[-1:], -len(features) % size, axis=0)])
        codes: list[int] = []
        for window in ((features - self.mean) / self.std).reshape(-1, size, features.shape[1]):
            codes += self.base.encode(_integers(window[:, BASE], self.config.base, self.config.scale))
            phys = self.phys.encode(_integers(window[:, PHYS], self.config.phys, self.config.scale))
            codes += [code + self.base.size for code in phys]
        return np.array(codes, dtype=np.int64)

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Features (T, 263) float32 of codes (n,), T whole windows. Raises MotionCtrlError for codes that are none."""
        codes, size = self._checked(codes), self.config.window
        is_base = codes < self.base.size
        starts = np.flatnonzero(is_base & np.concatenate([[True], ~is_base[:-1]])) if len(codes) else []
        made = np.empty((len(starts) * size, len(self.mean)), dtype=np.float64)
        for index, window in enumerate(np.split(codes, starts[1:]) if len(starts) else []):
            rows = slice(index * size, (index + 1) * size)
            for stream, columns, keep, own in (
                (self.base, BASE, self.config.base, window[window < self.base.size]),
                (self.phys, PHYS, self.config.phys, window[window >= self.base.size] - self.base.size),
            ):
                integers = stream.decode(own.tolist())
                if len(integers) != keep * len(columns):
                    raise MotionCtrlError(
                        f"Window {index} of the codes holds {len(integers)} coefficients where "
                        f"{keep * len(columns)} belong: give whole windows of {size} frames."
                    )
                spectrum = np.zeros((size, len(columns)))
                spectrum[:keep] = integers.reshape(keep, -1) / self.config.scale
                made[rows, columns] = idct(spectrum, axis=0, norm="ortho")
        return (made * self.std + self.mean).astype(np.float32)

    def _checked(self, codes: np.ndarray) -> np.ndarray:
        codes = np.asarray(codes)
        if codes.ndim != 1 or (len(codes) and codes.dtype.kind not in "iu"):
            raise MotionCtrlError(
                f"DSFT's codes are integers of shape (codes,), not {codes.dtype.name} of shape {codes.shape}: "
                "encode the motion with the same tokenizer."
            )
        wrong = (codes < 0) | (codes >= self.codebook_size)
        if wrong.any():
            place = int(np.argmax(wrong))
            raise MotionCtrlError(
                f"Code {codes[place]} at place {place} is not one of 0 to {self.codebook_size - 1}: "
                "encode the motion with the same tokenizer."
            )
        if len(codes) and codes[0] >= self.base.size:
            raise MotionCtrlError("The codes begin inside a window: give whole windows, from their Base codes on.")
        return codes

    def save(self, path: Path) -> None:
        """Write everything into one JSON file."""
        streams = [
            {"low": stream.low, "high": stream.high, "bpe": stream.bpe.to_str()} for stream in (self.base, self.phys)
        ]
        values = {"config": vars(self.config), "mean": self.mean.tolist(), "std": self.std.tolist()}
        path.write_text(json.dumps(values | {"streams": streams, "rates": self.rates}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> DSFT:
        """Read what ``save`` wrote."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            streams = [Stream(BPETokenizer.from_str(s["bpe"]), s["low"], s["high"]) for s in values["streams"]]
            mean, std = np.array(values["mean"]), np.array(values["std"])
            return cls(DSFTConfig(**values["config"]), mean, std, *streams, tuple(values["rates"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MotionCtrlError(f"{path} is no DSFT tokenizer ({error}): fit it again.") from error


def _integers(window: np.ndarray, keep: int, scale: float) -> np.ndarray:
    """The lowest ``keep`` frequencies of a window (T, d) as integers (keep * d,), frequency by frequency."""
    return np.rint(dct(window, axis=0, norm="ortho")[:keep] * scale).astype(np.int64).ravel()
