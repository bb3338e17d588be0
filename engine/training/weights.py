"""Weights to start from or to export: those of a training folder, or those of a finished model folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..errors import MotionCtrlError
from ..models.folder import DEPTH, LANGUAGE, MANIFEST
from ..tokenizer.prq import read_safetensors
from ..vision.projector import FILE as PROJECTOR
from .smollm2 import load_smollm2


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The state of the ``vlmm.Objective`` in ``folder``; a model folder's is rounded as its files are."""
    folder = Path(folder)
    if (folder / "checkpoint.pt").is_file():
        return torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)["model"]
    if not (folder / MANIFEST).is_file():
        raise MotionCtrlError(f"{folder} holds neither a checkpoint nor a model: give the folder of a training.")
    found = {f"vlmm.llama.{name.removeprefix('model.')}": v for name, v in load_smollm2(folder / LANGUAGE)[1].items()}
    found |= {f"vlmm.{name}": value for name, value in read_safetensors(folder / DEPTH)[0].items()}
    if (folder / PROJECTOR).is_file():
        found |= {f"projector.{name}": value for name, value in read_safetensors(folder / PROJECTOR)[0].items()}
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found.items()}


def part(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The entries whose names begin with ``prefix``, without it."""
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
