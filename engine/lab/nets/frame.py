"""The VLMM with the frame decoder in torch, for training (docs/design.md, "Language model").

The language model takes one step per latent frame; a small depth decoder samples that frame's
20 codes ("Autoregressive Image Generation using Residual Quantization", Lee 2022), in the order of a pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import LlamaConfig, LlamaModel

from ...body.layout import LAYERS, PART_COUNT, SLOTS
from ...language import guidance, patterns


@dataclass(frozen=True)
class DepthConfig:
    """Sizes of the depth decoder, and the order in which it samples codes, see ``patterns``."""

    hidden: int = 576  # the language model's width
    latent: int = 512  # the codebook's width
    codebook: int = 1024
    width: int = 256
    feed_forward: int = 704
    blocks: int = 4
    heads: int = 4
    pattern: str = patterns.SEQUENTIAL


class FrameEmbedderModule(nn.Module):
    """Latent frames as the language model's input embeddings."""

    def __init__(self, hidden: int, latent: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(PART_COUNT, hidden, latent) * 0.02)
        self.bias = nn.Parameter(torch.zeros(PART_COUNT, hidden))
        self.mask = nn.Parameter(torch.randn(PART_COUNT, hidden) * 0.02)
        self.ctx = nn.Parameter(torch.zeros(hidden))

    def forward(self, latents: Tensor, known: Tensor, context: Tensor) -> Tensor:
        """latents (N, 5, latent), known (N, 5) bool, context (N,) bool -> (N, hidden)."""
        seen = torch.einsum("npl,phl->nph", latents, self.weight) + self.bias
        cells = torch.where(known[..., None], seen, self.mask.to(seen.dtype))
        return cells.sum(1) + context[:, None] * self.ctx


class DepthBlock(nn.Module):
    """Pre-norm transformer block with SwiGLU; no biases."""

    def __init__(self, config: DepthConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.attention_norm = nn.RMSNorm(config.width, eps=1e-5)
        self.qkv = nn.Linear(config.width, 3 * config.width, bias=False)
        self.out = nn.Linear(config.width, config.width, bias=False)
        self.feed_norm = nn.RMSNorm(config.width, eps=1e-5)
        self.gate_up = nn.Linear(config.width, 2 * config.feed_forward, bias=False)
        self.down = nn.Linear(config.feed_forward, config.width, bias=False)

    def forward(self, x: Tensor, unseen: Tensor) -> Tensor:
        """x (N, 20, width) -> the same; unseen (N, 1, 20, 20) bool: what a position (row) does not attend to."""
        n, slots, width = x.shape
        q, k, v = self.qkv(self.attention_norm(x)).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        # Written out: for 20 positions this is three times as fast on a CPU as the fused kernel.
        scores = (q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5).masked_fill(unseen, float("-inf"))
        mixed = scores.softmax(-1) @ v
        x = x + self.out(mixed.transpose(1, 2).reshape(n, slots, width))
        gate, up = self.gate_up(self.feed_norm(x)).chunk(2, dim=-1)
        return x + self.down(functional.silu(gate) * up)


class DepthDecoderModule(nn.Module):
    """Codes of one latent frame, step by step, from the language model's hidden state."""

    def __init__(self, config: DepthConfig) -> None:
        super().__init__()
        self.config = config
        self.hidden = nn.Linear(config.hidden, config.width, bias=False)
        self.code = nn.Linear(config.latent, config.width, bias=False)
        self.target = nn.Embedding(patterns.target_rows(config.pattern, PART_COUNT, LAYERS), config.width)
        self.blocks = nn.ModuleList(DepthBlock(config) for _ in range(config.blocks))
        self.norm = nn.RMSNorm(config.width, eps=1e-5)
        self.heads = nn.Parameter(torch.randn(LAYERS, config.codebook, config.width) * 0.02)
        nn.init.normal_(self.target.weight, std=0.02)
        if config.pattern != patterns.SEQUENTIAL:  # so that a checkpoint says what it was trained with
            self.register_buffer("pattern", torch.tensor(patterns.PATTERNS.index(config.pattern)))
        for name, table in pattern_tables(config.pattern).items():
            self.register_buffer(name, table, persistent=False)

    def states(self, hidden: Tensor, partial: Tensor, given: Tensor) -> Tensor:
        """What the heads read, (N, 5, 4, width), when each code is to be said after those before it.

        hidden (N, hidden); partial (N, 5, 4, latent): sum of codebook vectors up to each layer;
        given (N, 5) bool: parts that are known. States of known parts mean nothing.
        """
        number = (given * self.bits).sum(1)
        source, target = self.source[number], self.row[number]
        sums = partial.flatten(1, 2)
        fed = sums.gather(1, source.clamp(min=0)[..., None].expand(-1, -1, sums.shape[-1]))
        x = torch.where((source < 0)[..., None], self.hidden(hidden)[:, None], self.code(fed)) + self.target(target)
        unseen = self.unseen[number][:, None]
        for block in self.blocks:
            x = block(x, unseen)
        x = self.norm(x)
        place = self.place[number]
        return x.gather(1, place[..., None].expand(-1, -1, x.shape[-1])).unflatten(1, (PART_COUNT, LAYERS))

    def logits(self, states: Tensor) -> Tensor:
        """Logits (N, 5, 4, codes) of ``states``."""
        return torch.einsum("nplw,lcw->nplc", states, self.heads.to(states.dtype))

    def forward(self, hidden: Tensor, partial: Tensor, given: Tensor) -> Tensor:
        """Logits (N, 5, 4, codes); see ``states``."""
        return self.logits(self.states(hidden, partial, given))


def depth_config_of(state: Mapping[str, Tensor], heads: int | None = None) -> DepthConfig:
    """The sizes and the pattern of a depth decoder's ``state``; heads of 64 numbers where nothing else is said."""
    width, hidden = state["hidden.weight"].shape
    pattern = int(state["pattern"]) if "pattern" in state else 0
    return DepthConfig(
        hidden=hidden,
        latent=state["code.weight"].shape[1],
        codebook=state["heads"].shape[1],
        width=width,
        feed_forward=len(state["blocks.0.gate_up.weight"]) // 2,
        blocks=sum(name.endswith(".qkv.weight") for name in state),
        heads=heads or max(1, width // 64),
        pattern=patterns.PATTERNS[pattern],
    )


def pattern_tables(pattern: str) -> dict[str, Tensor]:
    """A pattern's layouts of all 32 choices of known parts, each of 20 positions.

    source (32, 20), row (32, 20) of the target embeddings, unseen (32, 20, 20), place (32, 20): the position that
    each slot is sampled from. bits (5,): what a known part adds to the number of its choice. Positions that a layout
    does not have stand at the end, where no other sees them.
    """
    rows: dict[str, list] = {"source": [], "row": [], "unseen": [], "place": []}
    for number in range(1 << PART_COUNT):
        layout = patterns.layout(pattern, tuple(bool(number >> part & 1) for part in range(PART_COUNT)), LAYERS)
        missing = (0, SLOTS - len(layout))
        step = np.pad(layout.step, missing, constant_values=SLOTS)
        place = np.zeros(SLOTS, np.int64)
        place[layout.target[layout.sampled]] = np.flatnonzero(layout.sampled)
        rows["source"].append(np.pad(layout.source, missing))
        rows["row"].append(np.pad(layout.target, missing))
        rows["unseen"].append(step[None] > step[:, None])
        rows["place"].append(place)
    bits = torch.tensor([1 << part for part in range(PART_COUNT)])
    return {"bits": bits} | {name: torch.from_numpy(np.stack(tables)) for name, tables in rows.items()}


class StrengthEmbedder(nn.Module):
    """The strength of guidance as an input embedding of a distilled language model."""

    INNER = 64

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.inner = nn.Linear(1, self.INNER)
        self.shown = nn.Linear(self.INNER, hidden)
        nn.init.normal_(self.shown.weight, std=0.02)
        nn.init.normal_(self.shown.bias, std=0.02)  # as large as a token's embedding

    def forward(self, strength: Tensor) -> Tensor:
        """(N, hidden) of strengths (N,)."""
        return self.shown(functional.silu(self.inner(guidance.strength_input(strength)[:, None])))


class VLMM(nn.Module):
    """Language model, frame embedder and depth decoder together; ``distilled``: with an input for the strength."""

    def __init__(self, llama: LlamaConfig, depth: DepthConfig, distilled: bool = False) -> None:
        super().__init__()
        self.llama = LlamaModel(llama)
        self.frames = FrameEmbedderModule(depth.hidden, depth.latent)
        self.depth = DepthDecoderModule(depth)
        self.strength = StrengthEmbedder(depth.hidden) if distilled else None

    def embed(self, ids: Tensor, is_frame: Tensor, latents: Tensor, known: Tensor, context: Tensor) -> Tensor:
        """Input embeddings (B, S, hidden).

        ids (B, S) with anything where ``is_frame`` (B, S); latents (N, 5, latent), known (N, 5) and
        context (N,) hold the N frames of the batch in reading order.
        """
        embeddings = self.llama.embed_tokens(ids)
        frames = self.frames(latents, known, context)
        return embeddings.masked_scatter(is_frame[..., None], frames.to(embeddings.dtype))

    def head(self, hidden: Tensor) -> Tensor:
        """Logits over the vocabulary; the head is tied to the token embeddings."""
        return functional.linear(hidden, self.llama.embed_tokens.weight.to(hidden.dtype))
