"""Weights to start from or to export: those of a training folder, or those of a finished model folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ...errors import MotionCtrlError
from ...language import patterns
from ...pose.projector import FILE as PROJECTOR
from ...store.folder import BLOCKS, DEPTH, FLAT, FRAME, LANGUAGE, MANIFEST, TOKENIZER, read_description
from ...weights import read_safetensors
from ..nets.depth_export import read_blocks
from .smollm2 import load_smollm2

_OF_LATENTS = ("vlmm.frames.weight", "vlmm.depth.code.weight")  # their last axis is the latent's


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The state of the ``vlmm.Objective`` or ``flat.FlatObjective`` in ``folder``.

    A model folder's is rounded as its files are. Raises MotionCtrlError where there is neither.
    """
    folder = Path(folder)
    if (folder / "checkpoint.pt").is_file():
        return torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)["model"]
    if not (folder / MANIFEST).is_file():
        raise MotionCtrlError(f"{folder} holds neither a checkpoint nor a model: give the folder of a training.")
    found = {f"vlmm.llama.{name.removeprefix('model.')}": v for name, v in load_smollm2(folder / LANGUAGE)[1].items()}
    if read_description(folder).decoder == FRAME:
        tensors, metadata = read_safetensors(folder / DEPTH)
        if "frames.codes" in tensors:
            tensors["frames.weight"] = _matrices(tensors.pop("frames.codes"), folder / TOKENIZER)
        found |= {f"vlmm.{name}": value for name, value in tensors.items()}
        found |= {f"vlmm.depth.{name}": value for name, value in read_blocks(folder / BLOCKS).items()}
        pattern = metadata.get("pattern", patterns.SEQUENTIAL)
        if pattern != patterns.SEQUENTIAL:
            found["vlmm.depth.pattern"] = np.array(patterns.PATTERNS.index(pattern))
    if (folder / PROJECTOR).is_file():
        found |= {f"projector.{name}": value for name, value in read_safetensors(folder / PROJECTOR)[0].items()}
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found.items()}


def _matrices(tables: np.ndarray, prq: Path) -> np.ndarray:
    """The matrices (parts, hidden, latent) that make ``tables`` (parts, codes, hidden) of the tokenizer's codebook."""
    codebook = read_safetensors(prq)[0]["codebook"].astype(np.float64)
    return np.stack([np.linalg.lstsq(codebook, table.astype(np.float64), rcond=None)[0].T for table in tables])


def in_terms_of(state: dict[str, Tensor], folder: Path, codebook: np.ndarray) -> dict[str, Tensor]:
    """``state`` of the model in ``folder`` with what reads latents turned to those of another codebook (codes, latent).

    Exact where one codebook is the other one turned or weighed, as `train prq --weigh` leaves it. A training folder
    holds no codebook: its state is returned as it is.
    """
    if not (Path(folder) / TOKENIZER).is_file():
        return state
    before = read_safetensors(Path(folder) / TOKENIZER)[0]["codebook"].astype(np.float64)
    if before.shape != codebook.shape or np.array_equal(before, codebook):
        return state
    turn = torch.from_numpy(np.linalg.lstsq(codebook.astype(np.float64), before, rcond=None)[0].T)
    turned = {name: (state[name].double() @ turn).float() for name in _OF_LATENTS if name in state}
    return state | turned


def decoder_of(state: Iterable[str]) -> str:
    """The kind of decoder that names of weights belong to."""
    return FRAME if any(name.startswith("vlmm.depth.") for name in state) else FLAT


def check_decoder(folder: Path, wanted: str) -> None:
    """Raise MotionCtrlError where ``folder`` holds a training or a model with another decoder."""
    folder = Path(folder)
    if (folder / "checkpoint.pt").is_file():
        state = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True, mmap=True)
        found = decoder_of(state["model"])
    elif (folder / MANIFEST).is_file():
        found = read_description(folder).decoder
    else:
        return
    if found != wanted:
        raise MotionCtrlError(
            f"{folder} is about the {found} decoder, not the {wanted} one: choose another folder or --decoder {found}."
        )


def part(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The entries whose names begin with ``prefix``, without it."""
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
