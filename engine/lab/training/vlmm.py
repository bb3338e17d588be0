"""Training of the VLMM with the frame decoder (docs/design.md, "Language model")."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import LlamaConfig

from ...body.layout import LAYERS, PART_COUNT, SLOTS
from ...language import patterns, tokens
from ...store.folder import FRAME
from ..nets.frame import VLMM, DepthConfig, depth_config_of
from ..nets.projector import PoseProjector
from . import loop
from .corpus import Item
from .sequences import Batch, SequenceSampler
from .smollm2 import load_smollm2, tokenizer
from .weights import check_decoder, in_terms_of, part, read_weights

# Of SmolLM2's 30 blocks, those that are kept: early and late blocks matter most. Of the choices of
# eight that were tried, this one keeps the loss on English sentences lowest before training.
KEPT_BLOCKS = (0, 1, 2, 8, 16, 24, 28, 29)
# Weights of the instruction's loss, of a description's, and of the decision to end.
TEXT, ANSWER, STOP = 0.1, 0.2, 0.1
# The first residual layer says what is done, the later ones how exactly.
LAYER_WEIGHTS = (1.6, 1.0, 0.8, 0.6)
# Weight of the base codes read off the hidden state directly. This head is dropped after training: it is so much
# cheaper than the depth decoder that every frame can teach the language model what the instruction means.
_DIRECT = 0.5
_DEPTH_SHARE = 0.35  # share of the frames on which the depth decoder is trained, as in "CSM" and "Moshi"

_PATTERN, _TARGET = "vlmm.depth.pattern", "vlmm.depth.target.weight"


def smollm2_vlmm(
    blocks: tuple[int, ...] = KEPT_BLOCKS, depth: DepthConfig = DepthConfig(), distilled: bool = False
) -> VLMM:
    """A VLMM that starts from SmolLM2, depth-pruned, its vocabulary cut and extended."""
    config, weights = load_smollm2()
    config = {**config, "num_hidden_layers": len(blocks), "vocab_size": tokens.SIZE}
    model = VLMM(LlamaConfig(**config), depth, distilled)
    model.llama.load_state_dict(pruned(weights, blocks, tokens.SIZE))
    return model


def pruned(weights: dict[str, np.ndarray], blocks: tuple[int, ...], vocabulary: int) -> dict[str, Tensor]:
    """SmolLM2's weights without the other blocks, its vocabulary cut and extended to ``vocabulary`` tokens."""
    state = {}
    for name, value in weights.items():
        pieces = name.removeprefix("model.").split(".")
        if pieces[0] == "layers":
            if int(pieces[1]) not in blocks:
                continue
            pieces[1] = str(blocks.index(int(pieces[1])))
        state[".".join(pieces)] = torch.from_numpy(value)
    rows = torch.empty(vocabulary, state["embed_tokens.weight"].shape[1])
    rows[: tokens.CUT] = state["embed_tokens.weight"][: tokens.CUT]
    rows[tokens.CUT :] = rows[: tokens.CUT].mean(0) + torch.randn_like(rows[tokens.CUT :]) * 0.02
    state["embed_tokens.weight"] = rows
    return state


class Objective(nn.Module):
    """The VLMM, the projector of videos, and their loss as one module, so that it can be wrapped for several GPUs."""

    def __init__(self, model: VLMM, codebook: Tensor) -> None:
        super().__init__()
        self.vlmm = model
        self.projector = PoseProjector(model.llama.config.hidden_size)
        self.direct = nn.Linear(model.llama.config.hidden_size, PART_COUNT * len(codebook), bias=False)
        self.register_buffer("codebook", codebook.float(), persistent=False)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        vectors = self.codebook[batch.codes]
        layer = torch.arange(LAYERS, device=batch.kept.device)
        latents = (vectors * (layer < batch.kept[..., None])[..., None]).sum(2)
        x = self.vlmm.embed(batch.ids, batch.is_frame, latents, batch.known, batch.context)
        shown, aligned = self.projector(batch.footage)
        x = x.masked_scatter(batch.is_video[..., None], shown.to(x.dtype))
        hidden = self.vlmm.llama(inputs_embeds=x, use_cache=False).last_hidden_state.flatten(0, 1)
        text, said = text_losses(self, hidden, batch)
        ends = self.vlmm.llama.embed_tokens.weight[[tokens.FRAME, tokens.END_MOT]]
        decisions = functional.linear(hidden[batch.stop_source], ends.to(hidden.dtype)).float()
        stop = mean_loss(decisions, batch.stop.long())
        sources = hidden[batch.source]
        filmed = batch.footage_row >= 0
        sources[filmed] = sources[filmed] + aligned[batch.footage_row[filmed]].to(hidden.dtype)
        codes, top = self.depth_loss(sources, batch)
        direct = self.direct_loss(sources, batch)
        total = codes + _DIRECT * direct + TEXT * text + ANSWER * said + STOP * stop
        return {"loss": total, "codes": codes, "base": top, "direct": direct, "text": text, "said": said, "stop": stop}

    def direct_loss(self, hidden: Tensor, batch: Batch) -> Tensor:
        """Cross entropy of the first layer's open codes, each part by itself; ``hidden`` (M, width)."""
        logits = self.direct(hidden).float().unflatten(-1, (PART_COUNT, -1))
        return mean_loss(logits[~batch.given], batch.target[~batch.given][:, 0])

    def depth_loss(self, hidden: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """Weighted cross entropy over the open cells of a random share of the frames; that of the first layer.

        hidden (M, width): what each frame is sampled from.
        """
        count = len(batch.source)
        if self.training:
            chosen = torch.randperm(count, device=batch.source.device)[: max(1, int(count * _DEPTH_SHARE))]
        else:
            chosen = torch.arange(count, device=batch.source.device)
        target, given = batch.target[chosen], batch.given[chosen]
        logits = self.vlmm.depth(hidden[chosen], self.codebook[target].cumsum(2), given).float()
        losses = functional.cross_entropy(logits.flatten(0, 2), target.flatten(), reduction="none")
        given = given[:, :, None].expand(-1, -1, LAYERS).flatten(1)
        losses = losses.view(-1, SLOTS) * ~given
        open_slots = (~given).sum().clamp(min=1)
        first = losses[:, ::LAYERS].sum() / (open_slots / LAYERS)
        weights = losses.new_tensor(LAYER_WEIGHTS).repeat(PART_COUNT)
        return (losses * weights).sum() / open_slots, first.detach()


def mean_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Mean cross entropy, 0 where there is nothing to learn; logits (n, classes), target (n,)."""
    return functional.cross_entropy(logits, target, reduction="sum") / max(1, len(target))


def text_losses(objective: nn.Module, hidden: Tensor, batch) -> tuple[Tensor, Tensor]:
    """Cross entropies of the instructions' tokens and of the descriptions'; ``hidden`` (B * S, width)."""
    head = objective.vlmm.head
    labels, answer = batch.text.flatten(), batch.answer.flatten()
    learned = ((labels >= 0) & ~answer).nonzero()[:, 0]
    if objective.training:  # vocabulary logits are expensive and text is an auxiliary loss: use a quarter
        learned = learned[torch.randperm(len(learned), device=learned.device)[: len(learned) // 4 + 1]]
    text = mean_loss(head(hidden[learned]).float(), labels[learned])
    answered = head(hidden[answer]).float()
    said = functional.cross_entropy(answered, labels[answer], reduction="sum") / answer.sum().clamp(min=1)
    return text, said


def train_vlmm(
    items: list[Item],
    codebook: np.ndarray,
    options: loop.LoopOptions,
    budget: int = 3072,
    seed: int = 0,
    start: Path | None = None,
    pattern: str = patterns.SEQUENTIAL,
) -> Objective:
    """Train on ``items``; resumes from ``options.out``. ``budget``: positions a batch.

    Starts from SmolLM2, or from the training or the model in the folder ``start``, which may have another pattern.
    """
    check_decoder(options.out, FRAME)
    torch.manual_seed(seed)
    model = smollm2_vlmm(depth=DepthConfig(pattern=pattern))
    objective = Objective(model, torch.from_numpy(codebook))
    if start:
        check_decoder(start, FRAME)
        begun = in_terms_of(read_weights(start), start, codebook)
        objective.load_state_dict(with_pattern(begun, objective.state_dict()), strict=False)
    optimise(objective, SequenceSampler(items, tokenizer(), budget, seed + loop.rank()), options)
    return objective


def with_pattern(state: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """``state`` for a model whose depth decoder has another pattern: embeddings of known parts come or go."""
    state = {name: value for name, value in state.items() if name != _PATTERN}
    if _TARGET in state and (missing := len(wanted[_TARGET]) - len(state[_TARGET])):
        shown = wanted[_TARGET][SLOTS:].to(state[_TARGET])
        state[_TARGET] = torch.cat([state[_TARGET], shown]) if missing > 0 else state[_TARGET][:SLOTS]
    return state


def optimise(objective: nn.Module, sampler: SequenceSampler, options: loop.LoopOptions) -> None:
    """Train an objective around a ``vlmm`` on what ``sampler`` draws; the language model at a lower rate."""
    where = loop.device()
    language = [p for n, p in objective.named_parameters() if n.startswith("vlmm.llama")]
    fresh = [p for n, p in objective.named_parameters() if not n.startswith("vlmm.llama")]
    groups = [{"params": language, "scale": 0.6}, {"params": fresh}]

    def loss(wrapped: nn.Module, step: int) -> dict[str, Tensor]:
        return wrapped(sampler.batch().to(where))

    objective.train()
    loop.train(objective, loss, options, groups)


@torch.no_grad()
def validation_loss(
    objective: nn.Module, items: list[Item], batches: int = 8, sampler: type[SequenceSampler] = SequenceSampler
) -> dict[str, float]:
    """The loss terms on held-out items, averaged over a fixed draw of ``sampler``."""
    objective = objective.to(loop.device()).eval()
    sampler = sampler(items, tokenizer(), 3072, seed=1)
    totals: dict[str, float] = {}
    for _ in range(batches):
        with loop.mixed_precision():
            terms = objective(sampler.batch().to(loop.device()))
        for name, value in terms.items():
            totals[name] = totals.get(name, 0.0) + float(value) / batches
    return totals


def depth_tensors(model: VLMM) -> dict[str, np.ndarray]:
    """What goes into depth.safetensors and depth.gguf: depth decoder, frame embedder and strength, half precision."""
    found = {}
    for section, module in (("depth", model.depth), ("frames", model.frames), ("strength", model.strength)):
        if module is None:
            continue
        for name, value in module.named_parameters():
            found[f"{section}.{name}"] = value.detach().cpu().numpy().astype(np.float16)
    return found


def depth_config_text(config: DepthConfig) -> dict[str, str]:
    """The depth decoder's sizes and pattern as safetensors metadata."""
    return {name: str(value) for name, value in asdict(config).items()}


def vlmm_of(state: dict[str, Tensor]) -> VLMM:
    """The VLMM of ``read_weights``."""
    distilled = any(name.startswith("vlmm.strength.") for name in state)
    model = smollm2_vlmm(depth=depth_config_of(part(state, "vlmm.depth.")), distilled=distilled)
    model.load_state_dict(part(state, "vlmm."))
    return model.eval()


def projector_of(state: dict[str, Tensor]) -> PoseProjector | None:
    """The projector of ``read_weights``; None where no videos were trained on."""
    state = part(state, "projector.")
    if not state:
        return None
    projector = PoseProjector(*state["shown.weight"].shape)
    projector.load_state_dict(state)
    return projector.eval()
