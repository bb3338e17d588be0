"""Trains the VLMM with the flat decoder on the frame decoder's sequences (docs/design.md, "Language model")."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import LlamaConfig

from ...language import tokens
from ...store.folder import FLAT
from ..nets.flat import FlatVLMM
from . import loop
from .corpus import Item
from .flat_sequences import FlatBatch, FlatSampler
from .smollm2 import load_smollm2, tokenizer
from .vlmm import ANSWER, KEPT_BLOCKS, LAYER_WEIGHTS, STOP, TEXT, optimise, pruned, text_losses
from .weights import check_decoder, part, read_weights

_SPREAD = 0.02  # standard deviation of a new token's embedding, as of the frame decoder's new tokens


def smollm2_flat(codes: int, blocks: tuple[int, ...] = KEPT_BLOCKS) -> FlatVLMM:
    """A VLMM that starts from SmolLM2, depth-pruned, its vocabulary cut and extended by ``codes`` motion codes."""
    config, weights = load_smollm2()
    size = tokens.CODES + codes
    model = FlatVLMM(LlamaConfig(**{**config, "num_hidden_layers": len(blocks), "vocab_size": size}), codes)
    model.llama.load_state_dict(pruned(weights, blocks, size))
    return model


@torch.no_grad()
def embed_codes(model: FlatVLMM, codebook: Tensor) -> None:
    """Initialises code embeddings with a random projection of ``codebook`` (codes, latent).

    Near codes then have near embeddings.
    """
    rows = model.llama.embed_tokens.weight[tokens.CODES :]
    centred = codebook - codebook.mean(0)
    turned = centred @ torch.randn(codebook.shape[1], rows.shape[1])
    middle = model.llama.embed_tokens.weight[: tokens.CUT].mean(0)
    rows.copy_(middle + turned * (_SPREAD / turned.std().clamp(min=1e-9)))


class FlatObjective(nn.Module):
    """The VLMM and its loss as one module, so that it can be wrapped for several GPUs."""

    def __init__(self, model: FlatVLMM) -> None:
        super().__init__()
        self.vlmm = model

    def forward(self, batch: FlatBatch) -> dict[str, Tensor]:
        hidden = self.vlmm.hidden(batch.ids, batch.positions, batch.copy, batch.begin).flatten(0, 1)
        text, said = text_losses(self, hidden, batch)
        logits = self.vlmm.code_logits(hidden[batch.source]).float()
        losses = functional.cross_entropy(logits, batch.target, reduction="none")
        weights = losses.new_tensor(LAYER_WEIGHTS)[batch.layer]
        codes = (losses * weights).sum() / max(1, len(losses))
        first = batch.layer == 0
        base = (losses.detach() * first).sum() / first.sum().clamp(min=1)
        stop = self.stop_loss(hidden[batch.stop_source], batch.stop)
        total = codes + TEXT * text + ANSWER * said + STOP * stop
        return {"loss": total, "codes": codes, "base": base, "text": text, "said": said, "stop": stop}

    def stop_loss(self, hidden: Tensor, stop: Tensor) -> Tensor:
        """Cross entropy of ending against going on with any code; hidden (M, width), stop (M,)."""
        going_on = self.vlmm.code_logits(hidden).float().logsumexp(-1)
        ending = self.vlmm.end_logits(hidden).float()
        losses = functional.binary_cross_entropy_with_logits(ending - going_on, stop.float(), reduction="sum")
        return losses / max(1, len(stop))


def train_flat(
    items: list[Item],
    codebook: np.ndarray,
    options: loop.LoopOptions,
    budget: int = 3072,
    seed: int = 0,
    start: Path | None = None,
) -> FlatObjective:
    """Train on ``items``; resumes from ``options.out``. ``budget``: tokens a batch.

    Starts from SmolLM2, or from the training or the model in the folder ``start``.
    """
    check_decoder(options.out, FLAT)
    torch.manual_seed(seed)
    model = smollm2_flat(len(codebook))
    embed_codes(model, torch.from_numpy(codebook))
    objective = FlatObjective(model)
    if start:
        check_decoder(start, FLAT)
        objective.load_state_dict(read_weights(start))
    optimise(objective, FlatSampler(items, tokenizer(), budget, seed + loop.rank()), options)
    return objective


def flat_of(state: dict[str, Tensor]) -> FlatVLMM:
    """The VLMM of ``read_weights``."""
    found = part(state, "vlmm.")
    model = smollm2_flat(len(found["llama.embed_tokens.weight"]) - tokens.CODES)
    model.load_state_dict(found)
    return model.eval()
