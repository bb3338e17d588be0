"""Guidance distilled ("On Distillation of Guided Diffusion Models", Meng 2023): one branch that does what four do.

The student is told the strength, and learns to give by itself the logits that its teacher's branches give together.
Like every model it learns at open cells, all codes before them being the true ones.
"""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...body.layout import LAYERS
from ...language import tokens
from ...store.folder import FRAME
from ..nets.frame import VLMM, StrengthEmbedder
from ..nets.projector import PoseProjector
from . import loop
from .corpus import Item
from .sequences import Batch
from .smollm2 import tokenizer
from .views import DistillBatch, DistillSampler
from .vlmm import ANSWER, LAYER_WEIGHTS, STOP, optimise, projector_of, vlmm_of
from .weights import check_decoder, in_terms_of, read_weights

_DEPTH_SHARE = 0.35  # share of the frames whose codes are compared, as in ordinary training


class Distillation(nn.Module):
    """A student, its projector of videos, and what its teacher says against what it says.

    The teacher is no part of the state. Shapes depend on the batch's padded sizes alone.
    """

    def __init__(self, student: VLMM, projector: PoseProjector, teacher: nn.Module, codebook: Tensor) -> None:
        """teacher: a module with ``vlmm`` and ``projector``, such as another ``Distillation``'s ``frozen``."""
        super().__init__()
        self.vlmm = student
        self.projector = projector
        self._teacher = [teacher.eval().requires_grad_(False)]  # in a list: no submodule
        self.register_buffer("codebook", codebook.float(), persistent=False)

    def forward(self, batch: DistillBatch) -> dict[str, Tensor]:
        chosen = torch.arange(len(batch.frame), device=batch.frame.device)
        if self.training:
            chosen = torch.randperm(len(chosen), device=chosen.device)[: max(1, int(len(chosen) * _DEPTH_SHARE))]
        own = batch.student
        frames, open_parts = batch.frame[chosen], batch.open[chosen]
        sums, given = self.codebook[own.target[frames]].cumsum(2), own.given[frames]
        with torch.no_grad():
            wanted, ends = self._guided(batch, chosen, sums, given)
        said = batch.strength, batch.is_strength
        hidden, aligned = hidden_states(self.vlmm, self.projector, own, self.codebook, said)
        states = self.vlmm.depth.states(frame_states(hidden, aligned, own, frames), sums, given)
        logits = exact_logits(self.vlmm, states)
        apart = functional.kl_div(logits.log_softmax(-1), wanted.log_softmax(-1), reduction="none", log_target=True)
        apart = apart.sum(-1) * open_parts[..., None]
        count = open_parts.sum().clamp(min=1)
        codes = (apart * apart.new_tensor(LAYER_WEIGHTS)).sum() / (count * LAYERS)
        learned = batch.open.any(1).float()
        decided = end_logits(self.vlmm, hidden, own.source[batch.frame] + 1)
        stop = functional.binary_cross_entropy_with_logits(decided, ends.sigmoid(), weight=learned, reduction="sum")
        stop = stop / learned.sum().clamp(min=1)
        words = self.vlmm.head(hidden[batch.said]).float()
        answer = functional.cross_entropy(words, batch.word, reduction="sum") / (batch.word >= 0).sum().clamp(min=1)
        total = codes + STOP * stop + ANSWER * answer
        base = (apart[..., 0].sum() / count).detach()
        return {"loss": total, "codes": codes, "base": base, "stop": stop, "said": answer}

    def _guided(self, batch: DistillBatch, chosen: Tensor, sums: Tensor, given: Tensor) -> tuple[Tensor, Tensor]:
        """The teacher's guided logits (C, 5, 4, codes) of the chosen frames; logits (K,) that the motion ends."""
        teacher = self._teacher[0]
        seen = batch.teacher
        hidden, aligned = hidden_states(teacher.vlmm, teacher.projector, seen, self.codebook)
        views = batch.views[:, chosen]
        sources = frame_states(hidden, aligned, seen, views.flatten())
        repeated = (value.repeat(len(views), *[1] * (value.ndim - 1)) for value in (sums, given))
        states = teacher.vlmm.depth.states(sources, *repeated).unflatten(0, views.shape)
        # The head is linear: guiding before it is guiding its logits.
        steered = torch.einsum("nv,vnplw->nplw", batch.weights[chosen], states.float())
        return exact_logits(teacher.vlmm, steered), end_logits(teacher.vlmm, hidden, seen.source[batch.views[0]] + 1)


class Teacher(nn.Module):
    """A trained VLMM and its projector of videos."""

    def __init__(self, vlmm: VLMM, projector: PoseProjector) -> None:
        super().__init__()
        self.vlmm = vlmm
        self.projector = projector


def hidden_states(
    vlmm: VLMM,
    projector: PoseProjector,
    batch: Batch,
    codebook: Tensor,
    strength: tuple[Tensor, Tensor] | None = None,
) -> tuple[Tensor, Tensor]:
    """Hidden states (B * S, hidden) of all positions, and what the projector aligns with frames (V, hidden).

    strength: that of each sequence (B,), and the positions (B, S) that say it.
    """
    layer = torch.arange(LAYERS, device=batch.kept.device)
    latents = (codebook[batch.codes] * (layer < batch.kept[..., None])[..., None]).sum(2)
    shown, aligned = projector(batch.footage)
    x = vlmm.llama.embed_tokens(batch.ids)
    x = placed(x, batch.is_frame, vlmm.frames(latents, batch.known, batch.context))
    x = placed(x, batch.is_video, shown)
    if strength is not None:
        x = torch.where(strength[1][..., None], vlmm.strength(strength[0])[:, None].to(x.dtype), x)
    return vlmm.llama(inputs_embeds=x, use_cache=False).last_hidden_state.flatten(0, 1), aligned


def placed(x: Tensor, where: Tensor, rows: Tensor) -> Tensor:
    """x (B, S, h) with rows (n, h), in reading order, at the positions ``where`` (B, S)."""
    index = (where.flatten().cumsum(0) - 1).clamp(0, len(rows) - 1).view(where.shape)
    return torch.where(where[..., None], rows[index].to(x.dtype), x)


def frame_states(hidden: Tensor, aligned: Tensor, batch: Batch, frames: Tensor) -> Tensor:
    """What frames (C,) of a batch are sampled from (C, hidden), with what a video shows in them."""
    row = batch.footage_row[frames]
    seen = aligned[row.clamp(min=0)].to(hidden.dtype) * (row >= 0)[:, None]
    return hidden[batch.source[frames]] + seen


def exact_logits(vlmm: VLMM, states: Tensor) -> Tensor:
    """The depth decoder's logits in single precision: guidance multiplies what rounding takes away."""
    with torch.autocast(states.device.type, enabled=False):
        return vlmm.depth.logits(states.float())


def end_logits(vlmm: VLMM, hidden: Tensor, positions: Tensor) -> Tensor:
    """How much likelier </mot> is than <frame> (n,) at flat positions (n,)."""
    ends = vlmm.llama.embed_tokens.weight[[tokens.FRAME, tokens.END_MOT]]
    logits = functional.linear(hidden[positions], ends.to(hidden.dtype)).float()
    return logits[:, 1] - logits[:, 0]


def student_of(teacher: VLMM) -> VLMM:
    """A copy of a trained VLMM with an input for the strength."""
    student = copy.deepcopy(teacher).requires_grad_(True)  # the teacher may be frozen already
    student.strength = student.strength or StrengthEmbedder(student.depth.config.hidden)
    return student


def distillation(folder: Path, codebook: np.ndarray) -> Distillation:
    """A student that starts from the training or the model in ``folder``, with that as its teacher."""
    check_decoder(folder, FRAME)
    state = in_terms_of(read_weights(folder), folder, codebook)
    vlmm = vlmm_of(state)
    projector = projector_of(state) or PoseProjector(vlmm.llama.config.hidden_size)
    student = student_of(vlmm), copy.deepcopy(projector)
    return Distillation(*student, Teacher(vlmm, projector), torch.from_numpy(codebook))


def distill(
    items: list[Item],
    codebook: np.ndarray,
    options: loop.LoopOptions,
    teacher: Path,
    budget: int = 3072,
    seed: int = 0,
    blind: float = 0.2,
) -> Distillation:
    """Train a student of the model in ``teacher``; resumes from ``options.out``.

    budget: the student's positions a batch. blind: the teacher's, see ``guidance.branches``.
    """
    check_decoder(options.out, FRAME)
    torch.manual_seed(seed)
    made = distillation(teacher, codebook)
    for module in made._teacher:
        module.to(loop.device())
    optimise(made, DistillSampler(items, tokenizer(), budget, seed + loop.rank(), blind=blind), options)
    return made
