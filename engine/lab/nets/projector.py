"""The pose projector in torch, for training; ``projector.Projector`` runs what ``save`` writes."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from ...pose.features import WIDTH
from ...pose.projector import NAMES
from ...weights import pack


class PoseProjector(nn.Module):
    """Features of latent frames to embeddings: see ``projector``."""

    def __init__(self, hidden: int = 576, inner: int = 576) -> None:
        super().__init__()
        self.inner = nn.Linear(WIDTH, inner)
        self.shown = nn.Linear(inner, hidden)
        self.aligned = nn.Linear(inner, hidden)
        # Embeddings of tokens are small, and hidden states start as they were before there were videos.
        nn.init.normal_(self.shown.weight, std=0.02)
        nn.init.zeros_(self.shown.bias)
        nn.init.zeros_(self.aligned.weight)
        nn.init.zeros_(self.aligned.bias)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """(shown, aligned), each (..., hidden), of features (..., WIDTH)."""
        inner = functional.gelu(self.inner(features), approximate="tanh")
        return self.shown(inner), self.aligned(inner)


def save(projector: PoseProjector, path: str | Path, dtype: torch.dtype = torch.float16, small: bool = False) -> None:
    """Write the projector as a model folder's vision.safetensors; ``small``: its matrices in 8 bits."""
    state = projector.state_dict()
    tensors = {name: state[name].detach().to("cpu", dtype).numpy() for name in NAMES}
    matrices = tuple(name for name in NAMES if name.endswith(".weight"))
    packed = pack(tensors, matrices) if small else tensors
    save_file(packed, path, metadata={"encoder": "pose", "features": str(WIDTH)})
