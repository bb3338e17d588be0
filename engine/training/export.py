"""From a training folder to a model folder (SPEC section 7)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from torch import nn

from ..errors import MotionCtrlError
from ..models.compact import pack
from ..models.folder import DEPTH, DESCRIBE, GENERATE, LANGUAGE, TOKENIZER, VIDEO, Description, write_folder
from ..vision import projector_torch
from ..vision.projector import FILE as PROJECTOR
from ..vlmm.gguf_export import write_gguf
from ..vlmm.modules import VLMM
from .smollm2 import truncated_vocabulary
from .vlmm import checkpoint_projector, checkpoint_vlmm, depth_config_text, depth_tensors

_PACKED = ("frames.weight",)  # of depth.safetensors: maps into the language model, which has 8 bits itself
_FACTS = ("name", "licence", "training", "sampling", "window", "tasks")
_TASKS = (GENERATE, DESCRIBE)  # training always mixes both; facts may say otherwise of an older checkpoint


def export_model(vlmm: Path, prq: Path, out: Path, kind: str = "Q8_0", facts: Path | None = None) -> Path:
    """Write the model folder ``out`` from the checkpoint in ``vlmm`` and a prq.safetensors.

    facts: JSON with any of name, licence, training, sampling, window and tasks, for motionctrl.json.
    """
    values = json.loads(Path(facts).read_text(encoding="utf-8")) if facts else {}
    unknown = sorted(set(values) - set(_FACTS))
    if unknown:
        raise MotionCtrlError(f"{facts} has unknown entries ({', '.join(unknown)}): use {', '.join(_FACTS)}.")
    vlmm = Path(vlmm)
    return write_model(checkpoint_vlmm(vlmm), Path(prq), Path(out), kind, values, checkpoint_projector(vlmm))


def write_model(
    model: VLMM,
    prq: Path,
    out: Path,
    kind: str = "Q8_0",
    facts: dict | None = None,
    projector: projector_torch.PoseProjector | None = None,
) -> Path:
    """Write the model folder ``out`` of a VLMM in memory; ``facts`` go into motionctrl.json."""
    out.mkdir(parents=True, exist_ok=True)
    # The token embeddings bear 5 bits better than the blocks do; it is what keeps the folder below 60 MB.
    embeddings = "Q5_1" if kind == "Q8_0" else None
    weights = numpy_state(model.llama)
    write_gguf(out / LANGUAGE, llama_config(model), weights, truncated_vocabulary(), kind, embeddings=embeddings)
    small = kind == "Q8_0"
    depth = depth_tensors(model)
    save_file(pack(depth, _PACKED) if small else depth, out / DEPTH, metadata=depth_config_text(model.depth.config))
    if prq.resolve() != (out / TOKENIZER).resolve():
        shutil.copyfile(prq, out / TOKENIZER)
    tasks = _TASKS
    if projector is not None:
        projector_torch.save(projector, out / PROJECTOR, small=small)
        tasks += (VIDEO,)
    write_folder(out, Description(**{"name": out.name, "tasks": tasks, **(facts or {})}))
    return out


def llama_config(model: VLMM) -> dict:
    """LlamaConfig's arguments, as ``write_gguf`` wants them."""
    config = model.llama.config.to_dict()
    config["rope_theta"] = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    return config


def numpy_state(module: nn.Module) -> dict[str, np.ndarray]:
    """The module's weights as float32 arrays."""
    return {name: value.detach().cpu().float().numpy() for name, value in module.state_dict().items()}
