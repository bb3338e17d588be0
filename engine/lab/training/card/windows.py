"""Windows of motion features drawn on the card, every source with its share."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from ....body.layout import STRIDE
from .features import pack_features
from .pack import Pack

VARIANTS = tuple((mirror, stretch) for mirror in (False, True) for stretch in (1.0, 0.87, 1.15))
TRAIN = "train"


def source_weights(pack: Pack, shares: dict[str, float] | None = None) -> np.ndarray:
    """How much more often a frame of each motion (n,) is drawn than it would be by its number; 0 outside training.

    Sources weigh as the square root of their frames, but for those of which ``shares`` says what part of all they
    are: by the whole name or by what stands before its first slash.
    """
    frames: dict[str, int] = defaultdict(int)
    for source, split, length in zip(pack.sources, pack.splits, pack.lengths, strict=True):
        if split == TRAIN:
            frames[source] += int(length)
    wanted = {source: float(np.sqrt(count)) for source, count in frames.items()}
    given = {}
    for name, share in (shares or {}).items():
        group = [source for source in frames if source == name or source.split("/")[0] == name]
        whole = sum(wanted[source] for source in group)
        given |= {source: share * wanted[source] / whole for source in group}
    rest = sum(value for source, value in wanted.items() if source not in given)
    left = max(0.0, 1 - sum(given.values()))
    portion = {source: given.get(source, left * value / rest if rest else 0.0) for source, value in wanted.items()}
    every = [
        portion[source] / frames[source] if split == TRAIN else 0.0
        for source, split in zip(pack.sources, pack.splits, strict=True)
    ]
    return np.array(every)


class Windows:
    """Batches of windows (B, T, 263) of a pack's training motions, mirrored and stretched too, on ``where``."""

    def __init__(
        self, pack: Pack, weights: np.ndarray, where: torch.device, seed: int, variants: tuple = VARIANTS
    ) -> None:
        made = [pack_features(pack, where, mirror, stretch) for mirror, stretch in variants]
        self.features = torch.cat([features for features, _ in made])
        self.lengths = torch.cat([lengths for _, lengths in made])
        self.starts = self.lengths.cumsum(0) - self.lengths
        self.copies = len(variants)
        self.weights = torch.from_numpy(weights).to(where, torch.float32)
        drawn = self.weights.repeat(self.copies) > 0
        self.longest = int(torch.where(drawn, self.lengths, 0).max()) // STRIDE * STRIDE
        self.random = torch.Generator(where).manual_seed(seed)

    def batch(self, frames: int, window: int) -> Tensor:
        """Windows (frames // window, window, 263); shorter ones where no motion is as long."""
        window = min(window, self.longest)
        room = (self.lengths - window + 1).clamp(min=0)
        # A motion shorter than the window has none; one that is as long has one, though it has many frames.
        odds = self.weights.repeat(self.copies) * torch.where(room > 0, self.lengths, 0)
        picked = torch.multinomial(odds, frames // window, replacement=True, generator=self.random)
        chance = torch.rand(len(picked), generator=self.random, device=room.device, dtype=torch.float64)
        first = self.starts[picked] + (chance * room[picked]).long().minimum(room[picked] - 1)
        return self.features[first[:, None] + torch.arange(window, device=room.device)]

    def emphasise(self, factors: Tensor) -> None:
        """Draw each motion (n,) of the pack ``factors`` times as often as before."""
        self.weights *= factors.to(self.weights)


def held_out(pack: Pack, window: int, limit: int) -> dict[str, np.ndarray]:
    """First frames (k,) of up to ``limit`` windows of the validation and test motions of each source, by what stands
    before its first slash."""
    found: dict[str, list[int]] = defaultdict(list)
    for source, split, start, length in zip(pack.sources, pack.splits, pack.starts, pack.lengths, strict=True):
        if split != TRAIN:
            found[source.split("/")[0]] += range(int(start), int(start + length - window + 1), window)
    picked = {}
    for source, starts in found.items():
        if starts:
            every = np.linspace(0, len(starts) - 1, min(limit, len(starts))).round().astype(int)
            picked[source] = np.array(starts)[every]
    return picked
