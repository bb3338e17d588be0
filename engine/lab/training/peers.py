"""Training of the tokenizers that PRQ is compared with: one recipe, so that only the tokenizer differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_model, save_model

from ...errors import MotionCtrlError
from ..peers.catalogue import NETWORKS
from ..peers.dsft import DSFT
from ..peers.interface import Tokenizer, TorchTokenizer
from . import loop
from .prq import PRQLoss, statistics, train_codec

# Where the quantizer's own loss is more than PRQ's commitment: the entropy penalty has to be felt.
_LOSSES = {"lfq-2d": PRQLoss(commitment=0.2)}
_WEIGHTS, _PAIRS = "tokenizer.safetensors", "tokenizer.json"


def train_peer(
    name: str, features: list[np.ndarray], options: loop.LoopOptions, frames: int = 2048, seed: int = 0
) -> Tokenizer:
    """Train tokenizer ``name`` on HuMo263 features (T, 263) of training motions; resumes from ``options.out``."""
    options.out.mkdir(parents=True, exist_ok=True)
    if name == "dsft":
        dsft = DSFT.fit(features, *statistics(features))
        dsft.save(options.out / _PAIRS)
        return dsft
    torch.manual_seed(seed)
    model = NETWORKS[name]()
    train_codec(model, features, options, frames, seed, _LOSSES.get(name, PRQLoss()))
    if loop.rank() == 0:
        save_model(model, str(options.out / _WEIGHTS), metadata={"tokenizer": name})
    return TorchTokenizer(model)


def is_trained(name: str, folder: Path) -> bool:
    """Whether ``folder`` holds tokenizer ``name``, its training finished."""
    return (folder / (_PAIRS if name == "dsft" else _WEIGHTS)).is_file()


def load_peer(name: str, folder: Path) -> Tokenizer:
    """The tokenizer ``name`` that ``train_peer`` left in ``folder``, on the device that training takes."""
    if name == "dsft":
        return DSFT.load(folder / _PAIRS)
    # Tensors that layers share are stored once, so one tokenizer's file could pass for another's.
    path = str(folder / _WEIGHTS)
    model = NETWORKS[name]()
    try:
        with safe_open(path, framework="numpy") as file:
            found = (file.metadata() or {}).get("tokenizer")
        if found != name:
            raise MotionCtrlError(f"{path} is a trained {found}, not {name}: train {name} in a folder of its own.")
        load_model(model, path)
    except (OSError, SafetensorError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise MotionCtrlError(f"{path} can't be read as {name} ({reason}): train it again.") from error
    return TorchTokenizer(model.to(loop.device()))
