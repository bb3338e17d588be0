"""The evaluator whose features the tokenizers' FID is measured in: an autoencoder of two seconds of motion.

It is trained on the same training trials as the tokenizers, without codes, and says with 64 numbers what a window of
motion is like. HumanML3D's own evaluator is trained on data and features that are not ours, so its FID and this one
can't be compared.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_model, save_model
from torch import Tensor, nn

from ...body.layout import WIDTH
from ..nets.prq import PaddedConv, ResidualBlock, UpsampleModule
from ..training import loop
from ..training.prq import WindowSampler, statistics

WINDOW = 40  # frames
_STRIDE = 10  # frames between the windows of a motion
_FILE = "autoencoder.safetensors"


class MotionAutoencoder(nn.Module):
    """HuMo263 (B, 40, 263) to ``size`` numbers and back, on the tokenizers' blocks."""

    def __init__(self, width: int = 128, size: int = 64) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("std", torch.ones(WIDTH))
        self.encoder = nn.Sequential(
            PaddedConv(WIDTH, width, 3, 1, 1),
            PaddedConv(width, width, 4, 1, 1, stride=2),
            ResidualBlock(width, 1, causal=False),
            PaddedConv(width, width, 4, 1, 1, stride=2),
            ResidualBlock(width, 1, causal=False),
            nn.SiLU(),
            nn.Flatten(),
            nn.Linear(width * WINDOW // 4, size),
        )
        self.decoder = nn.Sequential(
            nn.Linear(size, width * WINDOW // 4),
            nn.Unflatten(1, (width, WINDOW // 4)),
            ResidualBlock(width, 1, causal=False),
            UpsampleModule(width),
            ResidualBlock(width, 1, causal=False),
            UpsampleModule(width),
            ResidualBlock(width, 1, causal=False),
            nn.SiLU(),
            PaddedConv(width, WIDTH, 3, 1, 1),
        )

    def embed(self, features: Tensor) -> Tensor:
        """Embeddings (B, size) of features (B, 40, 263)."""
        return self.encoder(((features - self.mean) / self.std).transpose(1, 2))

    def forward(self, features: Tensor) -> Tensor:
        """Mean absolute error, in standard deviations, of what comes back."""
        made = self.decoder(self.embed(features)).transpose(1, 2).float()
        return (made - (features - self.mean) / self.std).abs().mean()


def train_autoencoder(
    features: list[np.ndarray], options: loop.LoopOptions, frames: int = 2048, seed: int = 0
) -> MotionAutoencoder:
    """Train on features (T, 263) of training motions; resumes from ``options.out``."""
    torch.manual_seed(seed)
    model = MotionAutoencoder()
    mean, std = statistics(features)
    model.mean.copy_(torch.from_numpy(mean))
    model.std.copy_(torch.from_numpy(std))
    sampler = WindowSampler(features, frames, seed + loop.rank(), ((WINDOW, 1.0),))
    where = loop.device()
    loop.train(model, lambda wrapped, step: {"loss": wrapped(sampler.batch().to(where))}, options)
    if loop.rank() == 0:
        save_model(model, str(options.out / _FILE))
    return model.eval()


def load_autoencoder(folder: Path) -> MotionAutoencoder | None:
    """The evaluator that was trained in ``folder``; None where there is none."""
    if not (folder / _FILE).is_file():
        return None
    model = MotionAutoencoder()
    load_model(model, str(folder / _FILE))
    return model.eval().to(loop.device())


@torch.inference_mode()
def embeddings(model: MotionAutoencoder, motions: list[np.ndarray]) -> np.ndarray:
    """Embeddings (N, size) of all windows of features (T, 263); motions shorter than a window have none."""
    windows = [f[i : i + WINDOW] for f in motions for i in range(0, len(f) - WINDOW + 1, _STRIDE)]
    batches = torch.from_numpy(np.stack(windows)).float().split(256)
    return torch.cat([model.embed(batch.to(model.mean.device)) for batch in batches]).cpu().numpy()
