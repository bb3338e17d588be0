"""Sequences as a distilled model and as the branches of its teacher see them.

The teacher sees each motion four times, as ``language.guidance`` does when it generates: with or without the
instruction, with or without the past. The student sees it once, and is told the strength of the guidance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ...body.layout import LATENT_SECONDS
from ...language import guidance
from .corpus import Item
from .sequences import Batch, Mix, SequenceSampler, Told, collate

STRENGTH = -2  # stands in the ids where the strength is said
_LONG, _MANY = 32, 256  # padded lengths and numbers of frames are multiples of these, so that few shapes occur


@dataclass
class DistillBatch:
    """A student's sequences, the four views of them that its teacher has, and which frames correspond.

    is_strength (B, S): positions that say the strength; strength (B,) of each sequence. Of K frames in which cells
    are open: frame (K,) and views (4, K), their numbers among the ``source`` of student and teacher; open (K, 5);
    weights (K, 4) of the views in the guided logits. said (A,): flat positions of the student that answer with the
    token word (A,), or -100.
    """

    student: Batch
    teacher: Batch
    is_strength: Tensor
    strength: Tensor
    frame: Tensor
    views: Tensor
    open: Tensor
    weights: Tensor
    said: Tensor
    word: Tensor

    def to(self, where: torch.device) -> DistillBatch:
        return DistillBatch(**{name: value.to(where) for name, value in vars(self).items()})


class DistillSampler(SequenceSampler):
    """Draws what a student learns from; ``blind``: see ``guidance.branches``.

    alone: share of the sequences without guidance, whose past may be hidden altogether as in ordinary training: so the
    student can still be one branch of four. The past of the others is never hidden altogether, because what is
    generated with guidance always has one.
    """

    def __init__(
        self,
        items: list[Item],
        tokenizer,
        budget: int,
        seed: int,
        mix: Mix = Mix(),
        blind: float = 0.2,
        alone: float = 0.1,
    ) -> None:
        super().__init__(items, tokenizer, budget, seed, mix)
        self._mixes = replace(mix, blind=0.0, dim=mix.dim / 2), mix
        self._blind, self._alone = blind, alone

    def sequence(self) -> dict:
        """One sequence as ``SequenceSampler`` draws it, with its ``strength`` said before the motion."""
        alone = bool(self.random.random() < self._alone)
        self.mix = self._mixes[alone]
        strength = 1.0 if alone else float(self.random.uniform(*guidance.DISTILLED))
        drawn = super().sequence()
        if "answer" in drawn:
            return drawn
        before = len(drawn["ids"]) - len(drawn["codes"]) - 2  # where <mot> stands
        return {**drawn, "ids": np.insert(drawn["ids"], before, STRENGTH), "strength": strength}

    def view(self, drawn: dict, instructed: bool, blind: bool) -> dict:
        """One of the teacher's views of a sequence, as ``Decoder._pieces`` writes it when generating."""
        told: Told = drawn["told"]
        # Without a past, what is given at the start is left out where it is not shown as context.
        left = drawn["given"] if blind and not drawn["context"] else 0
        seconds = None if told.seconds is None else told.seconds - left * LATENT_SECONDS
        footage = drawn["footage"] if instructed else None
        turn = self.turn(replace(told, seconds=seconds) if instructed else Told(seconds=seconds))
        cells = {name: drawn[name][left:] for name in ("codes", "known", "kept", "past", "seen")}
        if blind:
            cells["seen"] = np.zeros_like(cells["seen"])
        return {
            **cells,
            "ids": self.written(turn, len(cells["codes"]), footage is not None, drawn["context"]),
            "context": drawn["context"],
            "given": drawn["given"] - left,
            "footage": None if footage is None else footage[left:],
        }

    def collate(self, sequences: list[dict]) -> DistillBatch:
        """Student's and teacher's batch, padded to a few sizes."""
        tasks = [drawn for drawn in sequences if "answer" not in drawn]
        longest = max(map(self.length, sequences))
        rows = self.budget // (-(-longest // _LONG) * _LONG)
        student = collate(sequences, _LONG, max(rows, len(sequences)))
        seen = [[self.view(drawn, *view) for drawn in tasks] for view in guidance.VIEWS]
        # A batch of descriptions alone has nothing that the teacher could say: it is then shown one of them.
        shown = [view for views in seen for view in views] or sequences[:1]
        teacher = collate(shown, _LONG, len(guidance.VIEWS) * max(rows, len(sequences)))
        open_cells = ~student.given
        frame = torch.nonzero(open_cells.any(1))[:, 0]
        owner = np.repeat(np.arange(len(tasks)), [len(drawn["codes"]) for drawn in tasks])
        strength = np.array([drawn["strength"] for drawn in tasks])[owner[frame]].reshape(-1)
        is_strength = np.zeros(student.ids.shape, bool)
        for row, drawn in enumerate(sequences):
            is_strength[row, : len(drawn["ids"])] = drawn["ids"] == STRENGTH
        answer = student.answer.flatten()
        said = torch.nonzero(answer)[:, 0]
        weights = np.array([guidance.weights(value, self._blind) for value in strength], np.float32)
        each = [drawn.get("strength", 1.0) for drawn in sequences]
        return DistillBatch(
            student=_filled(student),
            teacher=_filled(teacher),
            is_strength=torch.from_numpy(is_strength),
            strength=_padded(torch.tensor(each), len(student.ids), 1.0),
            frame=_padded(frame, _MANY),
            views=_padded(torch.from_numpy(_corresponding(seen, tasks))[:, frame].T, _MANY).T.contiguous(),
            open=_padded(open_cells[frame], _MANY, False),
            weights=_padded(torch.from_numpy(weights.reshape(-1, 4)), _MANY),
            said=_padded(said, _MANY),
            word=_padded(student.text.flatten()[said], _MANY, -100),
        )


def _corresponding(seen: list[list[dict]], tasks: list[dict]) -> np.ndarray:
    """The number (4, M) of each of the student's frames among the teacher's; nonsense where a view leaves it out."""
    found, first = [], 0
    for views in seen:
        numbers = [np.zeros(0, np.int64)]
        for view, drawn in zip(views, tasks, strict=True):
            left = len(drawn["codes"]) - len(view["codes"])
            numbers.append(np.maximum(np.arange(len(drawn["codes"])) - left, 0) + first)
            first += len(view["codes"])
        found.append(np.concatenate(numbers))
    return np.stack(found)


def _filled(batch: Batch) -> Batch:
    """The batch with its lists of frames padded; those that are added are given, and nothing refers to them."""
    grids = ("ids", "is_frame", "is_video", "answer", "text")
    fills = {"given": True, "footage_row": -1}
    return Batch(
        **{
            name: value if name in grids else _padded(value, _MANY, fills.get(name, 0))
            for name, value in vars(batch).items()
        }
    )


def _padded(values: Tensor, multiple: int, fill: float | bool = 0) -> Tensor:
    """Values (n, ...) with ``fill`` behind them up to the next multiple, at least one."""
    missing = max(1, -(-len(values) // multiple)) * multiple - len(values)
    return functional.pad(values, [0] * (2 * values.ndim - 1) + [missing], value=fill)
