"""The loss of ``vlmm.Objective`` on ``rows.Rows``: the same terms, no shape of which the card is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ....body.layout import LAYERS, PART_COUNT
from ....language import tokens
from ...nets.frame import VLMM
from ..vlmm import _DIRECT, ANSWER, LAYER_WEIGHTS, STOP, TEXT, Objective
from .rows import Rows


@dataclass(frozen=True)
class Shares:
    """What part of the frames the depth decoder is trained on, and of the instructions' tokens the head."""

    depth: float = 1.0
    text: float = 0.25


class FastObjective(nn.Module):
    """``Objective`` around the same modules."""

    def __init__(self, objective: Objective, shares: Shares = Shares()) -> None:
        super().__init__()
        self.objective = objective
        self.shares = shares
        objective.vlmm.llama.set_attn_implementation("sdpa")  # it makes the causal mask itself, see ``_language``

    @property
    def vlmm(self) -> VLMM:
        return self.objective.vlmm

    def forward(self, rows: Rows) -> dict[str, Tensor]:
        """Named terms, of which ``loss`` is minimised. In evaluation all count, and each slot's loss is told."""
        vlmm = self.vlmm
        hidden = self.hidden(rows)
        text, said = self._text_losses(hidden, rows)
        ends = vlmm.llama.embed_tokens.weight[[tokens.FRAME, tokens.END_MOT]]
        decisions = functional.linear(hidden.index_select(0, rows.stop_source), ends.to(hidden.dtype)).float()
        stop = _mean(decisions, rows.stop)
        sources = hidden.index_select(0, rows.source)
        if len(rows.filmed):
            aligned = self.objective.projector(rows.footage)[1].to(hidden.dtype)
            sources = sources.index_add(0, rows.filmed, aligned)
        codes, slots = self._depth_loss(sources, rows)
        direct = self._direct_loss(sources, rows)
        total = codes + _DIRECT * direct + TEXT * text + ANSWER * said + STOP * stop
        terms = {"loss": total, "codes": codes, "base": slots[:, 0].mean(), "direct": direct}
        terms |= {"text": text, "said": said, "stop": stop}
        return terms if self.training else terms | {"slots": slots}

    def hidden(self, rows: Rows) -> Tensor:
        """The language model's hidden states (B * S, width)."""
        vlmm, codebook = self.vlmm, self.objective.codebook
        latents = sum(codebook[rows.codes[..., k]] * (k < rows.kept)[..., None] for k in range(LAYERS))
        frames = vlmm.frames(latents, rows.known, rows.context)
        x = vlmm.llama.embed_tokens(rows.ids)
        shape = x.shape
        x = x.flatten(0, 1).index_copy(0, rows.frame_at, frames.to(x.dtype))
        if len(rows.shown_at):
            x = x.index_copy(0, rows.shown_at, self.objective.projector(rows.footage)[0].to(x.dtype))
        return self._language(x.view(shape)).flatten(0, 1)

    def _language(self, x: Tensor) -> Tensor:
        """Hidden states (B, S, width) of input embeddings.

        Block by block: ``LlamaModel`` looks at the positions first, for which the processor waits for the card.
        Sequences are padded behind, so that a causal mask is all that is needed.
        """
        llama = self.vlmm.llama
        places = torch.arange(x.shape[1], device=x.device)[None]
        turns = llama.rotary_emb(x, position_ids=places)
        for layer in llama.layers:
            x = layer(x, attention_mask=None, position_ids=places, position_embeddings=turns)
        return llama.norm(x)

    def _text_losses(self, hidden: Tensor, rows: Rows) -> tuple[Tensor, Tensor]:
        labels = rows.text.flatten()
        count = max(1, int(rows.texts * self.shares.text)) if self.training else rows.texts
        # So many of them at random: those with the largest random numbers.
        chance = torch.rand(len(labels), device=labels.device) + (labels >= 0)
        learned = chance.topk(min(count, len(labels))).indices
        text = _mean(self.vlmm.head(hidden.index_select(0, learned)).float(), labels[learned])
        said = _mean(self.vlmm.head(hidden.index_select(0, rows.answer_at)).float(), rows.answer)
        return text, said

    def _direct_loss(self, hidden: Tensor, rows: Rows) -> Tensor:
        logits = self.objective.direct(hidden).float().unflatten(-1, (PART_COUNT, -1))
        wanted = torch.where(rows.given, -100, rows.target[:, :, 0])
        losses = functional.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-100, reduction="sum")
        return losses / (~rows.given).sum().clamp(min=1)

    def _depth_loss(self, hidden: Tensor, rows: Rows) -> tuple[Tensor, Tensor]:
        """Weighted cross entropy over open cells, and the mean of each slot (5, 4)."""
        target, given = rows.target, rows.given
        count = len(target)
        if self.training and self.shares.depth < 1:
            chosen = torch.randperm(count, device=target.device)[: max(1, int(count * self.shares.depth))]
            hidden, target, given = hidden[chosen], target[chosen], given[chosen]
        logits = self.vlmm.depth(hidden, self.objective.codebook[target].cumsum(2), given).float()
        losses = functional.cross_entropy(logits.flatten(0, 2), target.flatten(), reduction="none")
        losses = losses.view(-1, PART_COUNT, LAYERS) * ~given[..., None]
        open_cells = (~given).sum(0).clamp(min=1)
        slots = (losses.sum(0) / open_cells[:, None]).detach()
        weights = losses.new_tensor(LAYER_WEIGHTS)
        return (losses * weights).sum() / ((~given).sum().clamp(min=1) * LAYERS), slots


def _mean(logits: Tensor, target: Tensor) -> Tensor:
    """Mean cross entropy of logits (n, classes), 0 where there is nothing."""
    return functional.cross_entropy(logits, target, reduction="sum") / max(1, len(target))
