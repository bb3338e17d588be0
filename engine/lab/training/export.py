"""From a training folder to a model folder (docs/design.md, "Model folder")."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from torch import nn

from ...errors import MotionCtrlError
from ...language import tokens
from ...language.frame import code_tables
from ...pose.projector import FILE as PROJECTOR
from ...store.folder import (
    BLOCKS,
    DEPTH,
    DESCRIBE,
    FLAT,
    GENERATE,
    LANGUAGE,
    TOKENIZER,
    VIDEO,
    Description,
    write_folder,
)
from ...weights import pack, read_safetensors
from ..nets import projector as projector_torch
from ..nets.depth_export import write_blocks
from ..nets.flat import FlatVLMM
from ..nets.frame import VLMM
from ..nets.gguf_export import write_gguf
from . import words
from .flat import flat_of
from .smollm2 import truncated_vocabulary, with_codes
from .vlmm import depth_config_text, depth_tensors, projector_of, vlmm_of
from .weights import decoder_of, read_weights

_BLOCKS = "depth.blocks."  # what depth.gguf holds
_PACKED = ("frames.codes",)  # of depth.safetensors: goes into the language model, which has 8 bits itself
_FACTS = ("name", "licence", "training", "sampling", "window", "tasks", "words")
_TASKS = (GENERATE, DESCRIBE)  # training always mixes both; facts may say otherwise of an older checkpoint


def export_model(vlmm: Path, prq: Path, out: Path, kind: str = "Q8_0", facts: Path | None = None) -> Path:
    """Write the model folder ``out`` from the checkpoint in ``vlmm`` and a prq.safetensors.

    facts: JSON with any of name, licence, training, sampling, window, tasks and words, for motionctrl.json.
    """
    values = json.loads(Path(facts).read_text(encoding="utf-8")) if facts else {}
    unknown = sorted(set(values) - set(_FACTS))
    if unknown:
        raise MotionCtrlError(f"{facts} has unknown entries ({', '.join(unknown)}): use {', '.join(_FACTS)}.")
    if (listed := Path(vlmm) / words.FILE).is_file():
        values.setdefault("words", listed.read_text(encoding="utf-8").strip())
    state = read_weights(Path(vlmm))
    if decoder_of(state) == FLAT:
        return write_flat(flat_of(state), Path(prq), Path(out), kind, values)
    return write_model(vlmm_of(state), Path(prq), Path(out), kind, values, projector_of(state))


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
    small = kind == "Q8_0"
    # The token embeddings bear 5 bits better than the blocks do; it is what keeps the folder below 60 MB.
    embeddings = "Q5_1" if small else None
    weights = numpy_state(model.llama)
    write_gguf(out / LANGUAGE, llama_config(model), weights, truncated_vocabulary(), kind, embeddings=embeddings)
    depth = depth_tensors(model)
    rest, blocks = split_depth(depth)
    if small:
        del rest["frames.weight"]
        rest = pack(rest | _tables(model, prq), _PACKED)
    save_file(rest, out / DEPTH, metadata=depth_config_text(model.depth.config))
    write_blocks(out / BLOCKS, blocks, model.depth.config.heads, kind if kind in ("F32", "F16") else "Q8_0")
    _copy_tokenizer(prq, out)
    tasks = _TASKS
    if projector is not None:
        projector_torch.save(projector, out / PROJECTOR, small=small)
        tasks += (VIDEO,)
    about = {"name": out.name, "tasks": tasks, "distilled": model.strength is not None, **(facts or {})}
    write_folder(out, Description(**about))
    return out


def _tables(model: VLMM, prq: Path) -> dict[str, np.ndarray]:
    """What each code adds to a latent frame's embedding, in place of the matrix; see ``code_tables``."""
    codebook = read_safetensors(prq)[0]["codebook"].astype(np.float32)
    weight = model.frames.weight.detach().cpu().numpy()
    return {"frames.codes": code_tables({"frames.weight": weight}, codebook)}


def write_flat(model: FlatVLMM, prq: Path, out: Path, kind: str = "Q8_0", facts: dict | None = None) -> Path:
    """Write the model folder ``out`` of a VLMM with the flat decoder; see ``write_model``."""
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = with_codes(truncated_vocabulary(), model.codes)
    write_gguf(out / LANGUAGE, llama_config(model), numpy_state(model.llama), vocabulary, kind)
    _copy_tokenizer(prq, out)
    about = {"name": out.name, "tasks": _TASKS, "codebook": model.codes, **(facts or {})}
    write_folder(out, Description(**about, decoder=FLAT, tokens=tokens.token_ids(codes=True)))
    return out


def split_depth(tensors: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """``depth_tensors`` in two: what goes into depth.safetensors, and the transformer blocks, under shorter names."""
    blocks = {name: value for name, value in tensors.items() if name.startswith(_BLOCKS)}
    rest = {name: value for name, value in tensors.items() if name not in blocks}
    return rest, {name.removeprefix("depth."): value.astype(np.float32) for name, value in blocks.items()}


def _copy_tokenizer(prq: Path, out: Path) -> None:
    if prq.resolve() != (out / TOKENIZER).resolve():
        shutil.copyfile(prq, out / TOKENIZER)


def llama_config(model: VLMM | FlatVLMM) -> dict:
    """LlamaConfig's arguments, as ``write_gguf`` wants them."""
    config = model.llama.config.to_dict()
    config["rope_theta"] = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    return config


def numpy_state(module: nn.Module) -> dict[str, np.ndarray]:
    """The module's weights as float32 arrays."""
    return {name: value.detach().cpu().float().numpy() for name, value in module.state_dict().items()}
