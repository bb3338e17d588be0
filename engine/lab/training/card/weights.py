"""Weights in few bytes and in files that a lent machine takes and gives: 8 bits a number, or 4 for what has changed.

Matrices are quantized as Q8_0 does, 32 numbers with one scale, so that a language model that comes back is exported
without a further loss.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import LlamaConfig

from ....errors import MotionCtrlError
from ...nets.frame import VLMM, DepthConfig
from ..vlmm import Objective

_BLOCK = 32
_SCALE, _CHANGE, _CHANGE_SCALE = ".scale", ".change", ".change_scale"
_LIMIT = 15 * 2**20  # bytes of one file
_DROPPED = ("direct.",)  # the head that only training has
_ROUNDED = ("vlmm.llama.", "vlmm.frames.weight", "projector.")  # quantized, where they are matrices; the rest is halved
SIZES = "sizes.json"


def quantized(value: Tensor, levels: int = 127) -> tuple[Tensor, Tensor]:
    """Whole numbers (..., n) of -levels to levels and half-precision scales (..., n / 32) of a matrix."""
    blocks = value.float().unflatten(-1, (-1, _BLOCK))
    scale = blocks.abs().amax(-1) / levels
    whole = (blocks / scale.clamp(min=1e-12)[..., None]).round().clamp(-levels, levels)
    return whole.flatten(-2).to(torch.int8), scale.half()


def restored(whole: Tensor, scale: Tensor) -> Tensor:
    """What ``quantized`` was given, nearly."""
    return (whole.float().unflatten(-1, (-1, _BLOCK)) * scale.float()[..., None]).flatten(-2)


def packed(state: dict[str, Tensor], before: dict[str, Tensor] | None = None) -> dict[str, Tensor]:
    """``state`` of an ``Objective`` in few bytes; with ``before``, only what the language model has changed since."""
    found = {}
    for name, value in state.items():
        value = value.detach()
        if name.startswith(_DROPPED):
            continue
        if before is not None and name.startswith("vlmm.llama."):
            change = value.float().cpu() - before[name]
            if value.dim() < 2:
                found[name] = value.float().cpu()
            elif change.abs().max() > 0:
                whole, scale = quantized(change, 7)
                pairs = (whole.flatten() + 8).to(torch.uint8).view(-1, 2)
                found[name + _CHANGE], found[name + _CHANGE_SCALE] = pairs[:, 0] | pairs[:, 1] << 4, scale
        elif value.dim() >= 2 and name.startswith(_ROUNDED) and value.shape[-1] % _BLOCK == 0:
            whole, scale = quantized(value)
            found[name], found[name + _SCALE] = whole.cpu(), scale.cpu()
        else:
            kind = value.dtype if not value.is_floating_point() else torch.half if value.dim() > 1 else torch.float32
            found[name] = value.to("cpu", kind).contiguous()
    return found


def unpacked(tensors: dict[str, Tensor], before: dict[str, Tensor] | None = None) -> dict[str, Tensor]:
    """The state in single precision that ``packed`` was given, nearly."""
    state = {name: value for name, value in (before or {}).items() if name.startswith("vlmm.llama.")}
    for name, value in tensors.items():
        if name.endswith(_CHANGE):
            plain = name.removesuffix(_CHANGE)
            if plain not in state:
                raise MotionCtrlError("These weights say what has changed since others: give the folder of those too.")
            whole = torch.stack([value & 15, value >> 4], -1).flatten().to(torch.int8) - 8
            scale = tensors[plain + _CHANGE_SCALE]
            state[plain] = state[plain] + restored(whole.view(*scale.shape[:-1], -1), scale)
        elif name + _SCALE in tensors:
            state[name] = restored(value, tensors[name + _SCALE])
        elif not name.endswith((_SCALE, _CHANGE_SCALE)):
            state[name] = value.float() if value.is_floating_point() else value
    return state


def write_weights(tensors: dict[str, Tensor], sizes: dict, folder: Path, stem: str) -> list[Path]:
    """Write ``packed`` tensors as ``stem``.0.safetensors and so on, none above 15 MiB, and ``stem``.sizes.json."""
    folder.mkdir(parents=True, exist_ok=True)
    groups: list[dict[str, Tensor]] = [{}]
    taken = 0
    for name, value in sorted(tensors.items(), key=lambda entry: -entry[1].nbytes):
        if taken + value.nbytes > _LIMIT and groups[-1]:
            groups.append({})
            taken = 0
        groups[-1][name] = value.contiguous()
        taken += value.nbytes
    for number, group in enumerate(groups):
        save_file(group, folder / f"{stem}.{number}.safetensors", metadata={"of": str(len(groups))})
    (folder / f"{stem}.{SIZES}").write_text(json.dumps(sizes), encoding="utf-8")
    return [folder / f"{stem}.{number}.safetensors" for number in range(len(groups))]


def read_weights_of(folder: Path, stem: str, before: dict[str, Tensor] | None = None) -> tuple[dict[str, Tensor], dict]:
    """State and sizes that ``write_weights`` wrote. Raises MotionCtrlError where a file is missing or damaged."""
    try:
        sizes = json.loads((Path(folder) / f"{stem}.{SIZES}").read_text(encoding="utf-8"))
        files = sorted(Path(folder).glob(f"{stem}.*.safetensors"))
        tensors = {name: value for file in files for name, value in load_file(str(file)).items()}
    except (OSError, ValueError, SafetensorError) as problem:
        raise MotionCtrlError(f"{folder} lacks whole weights {stem} ({problem}): fetch them again.") from problem
    if sorted(tensors) != sizes["names"]:
        raise MotionCtrlError(f"{folder} has not all files of the weights {stem}: fetch them again.")
    return unpacked(tensors, before), sizes


def sizes_of(model: VLMM, tensors: dict[str, Tensor]) -> dict:
    """What a model has to be built with, and the names of its packed tensors."""
    config = model.llama.config.to_dict()
    rope = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    wanted = (
        "vocab_size",
        "hidden_size",
        "intermediate_size",
        "num_hidden_layers",
        "num_attention_heads",
        "num_key_value_heads",
        "max_position_embeddings",
        "rms_norm_eps",
        "tie_word_embeddings",
        "bos_token_id",
        "eos_token_id",
    )
    llama = {name: config[name] for name in wanted} | {"rope_theta": rope}
    return {"llama": llama, "depth": asdict(model.depth.config), "names": sorted(tensors)}


def objective_of(state: dict[str, Tensor], sizes: dict, codebook: Tensor, pattern: str | None = None) -> Objective:
    """The objective with these weights; with a ``pattern``, the depth decoder is a new one of it."""
    depth = DepthConfig(**(sizes["depth"] | ({"pattern": pattern} if pattern else {})))
    objective = Objective(VLMM(LlamaConfig(**sizes["llama"]), depth), codebook)
    if pattern:
        state = {name: value for name, value in state.items() if not name.startswith("vlmm.depth.")}
    _, unexpected = objective.load_state_dict(state, strict=False)
    if unexpected:
        raise MotionCtrlError(
            f"The weights have names that the model lacks ({', '.join(unexpected[:3])}): take others."
        )
    return objective
