"""Sequences assembled on the card from a pool, and what hides or changes their past, drawn there.

Every count that a shape depends on is known on the processor, so that the card is never waited for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ....body.layout import LAYERS, PART_COUNT
from ....language import tokens
from ....pose.features import WIDTH
from ..sequences import Mix
from .pool import Pool
from .tasks import Tasks


@dataclass
class Rows:
    """A batch as ``sequences.Batch`` describes it, its lists in an order of their own.

    ids (B, S). Of all frames that are seen: frame_at (N,) flat positions, codes (N, 5, 4), kept (N, 5), known (N, 5),
    context (N,). shown_at (V,) flat positions of footage (V, WIDTH). Of all frames that are learned: source (M,) flat
    positions, target (M, 5, 4), given (M, 5), stop_source (M,), stop (M,); filmed (F,): those that footage (F of V, in
    order) shows. text (B, S): next token where the instruction is learned, else -100, texts of them;
    answer_at (A,) flat positions, answer (A,) their next tokens.
    """

    ids: Tensor
    frame_at: Tensor
    codes: Tensor
    kept: Tensor
    known: Tensor
    context: Tensor
    shown_at: Tensor
    footage: Tensor
    source: Tensor
    target: Tensor
    given: Tensor
    stop_source: Tensor
    stop: Tensor
    filmed: Tensor
    text: Tensor
    texts: int
    answer_at: Tensor
    answer: Tensor


class Assembler:
    """Makes batches of a pool's tellings on ``where``."""

    def __init__(self, pool: Pool, where: torch.device, seed: int, mix: Mix = Mix()) -> None:
        self.pool, self.where, self.mix = pool, where, mix
        self.random = torch.Generator(where).manual_seed(seed)
        self.codes = self._put(pool.codes)
        self.ids = self._put(pool.ids.astype(np.int32))
        self.code_starts = np.cumsum(pool.lengths) - pool.lengths.astype(np.int64)
        self.id_starts = np.cumsum(pool.sizes) - pool.sizes.astype(np.int64)
        self.lengths = self._put(pool.lengths.astype(np.int64))
        self.starts = self._put(self.code_starts)
        self.assistant, self.question = self._put(pool.assistant.astype(np.int64)), self._put(pool.question)
        self.scores, self.axes = self._put(pool.scores), self._put(pool.axes.astype(np.float32))
        self.mean, self.step = self._put(pool.mean.astype(np.float32)), self._put(pool.step.astype(np.float32))

    def _put(self, array: np.ndarray) -> Tensor:
        tensor = torch.from_numpy(np.ascontiguousarray(array))
        if self.where.type == "cuda":
            tensor = tensor.pin_memory()  # so that the copy does not wait for what the card is doing
        return tensor.to(self.where, non_blocking=True)

    def __call__(self, tasks: Tasks, picked: np.ndarray, size: int) -> Rows:
        """The tellings ``picked`` (B,) as sequences padded to ``size``."""
        pool = self.pool
        item = pool.item[picked]
        told, asked = pool.sizes[picked].astype(np.int64), pool.answers[picked]
        frames, given = pool.lengths[item].astype(np.int64), pool.given[item].astype(np.int64)
        filmed, context = pool.filmed[picked], tasks.context[picked]
        shown = np.where(asked, frames - given, frames)
        block = context | asked  # frames stand before the answer
        heading = np.where(asked, len(pool.question), told)
        start_context = heading + filmed * (frames + 2)
        start_assistant = start_context + block * (shown + 2)
        start_motion = start_assistant + len(pool.assistant)
        base = np.arange(len(picked), dtype=np.int64) * size
        film = pool.films[item].astype(np.int64)
        numbers = np.stack(
            [told, asked, frames, given, filmed, block, shown, heading, start_context, start_assistant, start_motion]
            + [base, self.code_starts[item], self.id_starts[picked], film]
            + [tasks.head[picked], tasks.tail[picked], tasks.open[picked], tasks.low[picked], tasks.high[picked]]
        )
        values = dict(zip(_NAMES, self._put(numbers.astype(np.int64)), strict=True))
        ids, text, texts = self._texts(values, size, told, asked, filmed, block, shown, start_motion, frames)
        before = self._shown_frames(values, shown * block)
        own = self._own_frames(values, frames * ~asked)
        of_film = self._film(values, frames * filmed, frames * ~asked)
        answer_at, answer = self._answers(values, told * asked, ids)
        return Rows(
            ids=ids,
            text=text,
            texts=texts,
            answer_at=answer_at,
            answer=answer,
            **{
                name: torch.cat([before[name], own[name]]) for name in ("frame_at", "codes", "kept", "known", "context")
            },
            **{name: own[name] for name in ("source", "target", "given", "stop_source", "stop")},
            **of_film,
        )

    def _texts(self, v, size, told, asked, filmed, block, shown, start_motion, frames) -> tuple[Tensor, Tensor, int]:
        """Ids (B, S), next tokens (B, S) of the instructions, and how many of them there are."""
        column = {name: value[:, None] for name, value in v.items()}
        place = torch.arange(size, device=self.where)[None]
        is_asked = column["asked"].bool()
        spot = self.ids[(column["id_start"] + place).clamp(max=max(0, len(self.ids) - 1))].long()
        ids = torch.where(~is_asked & (place < column["told"]), spot, 0)
        question = self.question[place.clamp(max=len(self.question) - 1)].long()
        ids = torch.where(is_asked & (place < column["heading"]), question, ids)
        since = place - column["start_assistant"]
        assistant = self.assistant[since.clamp(0, len(self.assistant) - 1)]
        ids = torch.where((since >= 0) & (since < len(self.assistant)), assistant, ids)
        since = place - column["start_motion"]
        reply = self.ids[(column["id_start"] + since).clamp(0, max(0, len(self.ids) - 1))].long()
        ids = torch.where(is_asked & (since >= 0) & (since < column["told"]), reply, ids)
        filming = column["filmed"].bool()
        since = place - column["heading"]
        ids = torch.where(filming & (since == 0), tokens.VID, ids)
        ids = torch.where(filming & (since == column["frames"] + 1), tokens.END_VID, ids)
        video = filming & (since > 0) & (since <= column["frames"])
        blocked = column["block"].bool()
        since = place - column["start_context"]
        ids = torch.where(blocked & (since == 0), tokens.CTX, ids)
        ids = torch.where(blocked & (since == column["shown"] + 1), tokens.END_CTX, ids)
        seen = blocked & (since > 0) & (since <= column["shown"])
        since = place - column["start_motion"]
        ids = torch.where(~is_asked & (since == 0), tokens.MOT, ids)
        ids = torch.where(~is_asked & (since == column["frames"] + 1), tokens.END_MOT, ids)
        seen = seen | (~is_asked & (since > 0) & (since <= column["frames"]))
        ids = torch.where(seen, tokens.FRAME, ids)
        spots = seen | video
        following = torch.cat([ids[:, 1:], torch.zeros_like(ids[:, :1])], 1)
        next_spot = torch.cat([spots[:, 1:], torch.zeros_like(spots[:, :1])], 1)
        # The instruction ends before the answer: what follows is codes, or a description, which counts by itself.
        until = torch.where(is_asked, column["start_motion"] - 1, column["start_motion"])
        learned = (place < until) & ~spots & ~next_spot
        counts = np.where(asked, start_motion - 1, start_motion) - filmed * (frames + 1) - block * (shown + 1)
        return ids, torch.where(learned, following, -100), int(counts.sum())

    def _shown_frames(self, v, counts: np.ndarray) -> dict[str, Tensor]:
        """Frames that stand before the answer."""
        row, at = self._spans(counts)
        asked = v["asked"][row].bool()
        frame = at + torch.where(asked, v["given"][row], 0)
        known = self._known(v, row, at) | asked[:, None]
        return {
            "frame_at": v["base"][row] + v["start_context"][row] + 1 + at,
            "codes": self.codes[v["code_start"][row] + frame].long(),
            "kept": torch.full((len(row), PART_COUNT), LAYERS, device=self.where),
            "known": known,
            "context": torch.ones(len(row), dtype=torch.bool, device=self.where),
        }

    def _own_frames(self, v, counts: np.ndarray) -> dict[str, Tensor]:
        """Frames of the answer: what is seen of them and what is to be learned."""
        row, at = self._spans(counts)
        codes = self.codes[v["code_start"][row] + at].long()
        before = at < v["given"][row]
        seen, past = self._past(codes, row, at, len(counts), v)
        any_seen = torch.zeros(len(counts), device=self.where).index_add_(0, row, seen.any(1).float()) > 0
        true_past = (before & any_seen[row])[:, None]
        seen, past = seen | true_past, torch.where(true_past[..., None], codes, past)
        rough = self._rand(len(row), PART_COUNT) < self.mix.rough
        kept = torch.where(rough, self._integers(1, 4, (len(row), PART_COUNT)), LAYERS)
        flat = v["base"][row] + v["start_motion"][row] + at
        return {
            "frame_at": flat + 1,
            "codes": past,
            "kept": kept,
            "known": seen,
            "context": torch.zeros(len(row), dtype=torch.bool, device=self.where),
            "source": flat,
            "target": codes,
            "given": (self._known(v, row, at) & v["block"][row].bool()[:, None]) | before[:, None],
            "stop_source": flat + 1,
            "stop": (at == v["frames"][row] - 1).long(),
        }

    def _film(self, v, counts: np.ndarray, own: np.ndarray) -> dict[str, Tensor]:
        """Footage, where it stands, and which of the frames that are learned it shows."""
        row, at = self._spans(counts)
        first = self._put(np.cumsum(own) - own)
        if not len(row):
            return {"shown_at": row, "filmed": row, "footage": torch.zeros(0, WIDTH, device=self.where)}
        footage = (self.scores[v["film"][row] + at].float() * self.step) @ self.axes + self.mean
        return {"shown_at": v["base"][row] + v["heading"][row] + 1 + at, "filmed": first[row] + at, "footage": footage}

    def _answers(self, v, counts: np.ndarray, ids: Tensor) -> tuple[Tensor, Tensor]:
        row, at = self._spans(counts)
        flat = v["base"][row] + v["start_motion"][row] - 1 + at
        return flat, ids.flatten()[flat + 1]

    def _known(self, v, row: Tensor, at: Tensor) -> Tensor:
        """Known cells (k, 5) of frames ``at`` (k,) of the rows."""
        ends = (at < v["head"][row]) | (at >= (v["frames"] - v["tail"])[row])
        part = torch.arange(PART_COUNT, device=self.where)
        opened = (v["open"][row][:, None] >> part & 1).bool()
        inside = (at >= v["low"][row]) & (at < v["high"][row])
        gap = v["open"][row] == 0
        return torch.where(gap[:, None], (ends & (v["tail"][row] > 0))[:, None], ~(opened & inside[:, None]))

    def _past(self, codes: Tensor, row: Tensor, at: Tensor, rows: int, v) -> tuple[Tensor, Tensor]:
        """Visible cells (k, 5) and their codes (k, 5, 4), as ``sequences.SequenceSampler.past`` draws them."""
        mix = self.mix
        draw = self._rand(rows)
        blind, dim = draw < mix.blind, (draw >= mix.blind) & (draw < mix.blind + mix.dim)
        share = self._rand(rows)
        odds = self._frame_or_cell(rows, row, 0.6)
        hidden = blind[row][:, None] | (dim[row][:, None] & (odds < share[row][:, None]))
        noisy = self._rand(rows) < mix.noise
        share = self._rand(rows) * 0.4
        mine = self._rand(rows) < 0.5
        other = (self._rand(rows) * len(self.lengths)).long().clamp(max=len(self.lengths) - 1)
        start = torch.where(mine, v["code_start"], self.starts[other])[row]
        length = torch.where(mine, v["frames"], self.lengths[other])[row]
        frame = self._frame_or_cell(rows, row) * length[:, None]
        part = torch.arange(PART_COUNT, device=self.where)
        strange = self.codes[start[:, None] + frame.long().minimum(length[:, None] - 1), part].long()
        replaced = (self._frame_or_cell(rows, row) < share[row][:, None]) & noisy[row][:, None]
        return ~hidden, torch.where(replaced[..., None], strange, codes)

    def _frame_or_cell(self, rows: int, row: Tensor, whole: float = 0.5) -> Tensor:
        """Random numbers (k, 5): in a share of the rows one for each frame, in the others one for each cell."""
        frames = (self._rand(rows) < whole)[row][:, None]
        return torch.where(frames, self._rand(len(row), 1), self._rand(len(row), PART_COUNT))

    def _spans(self, counts: np.ndarray) -> tuple[Tensor, Tensor]:
        """Row (k,) and place in the row (k,) of ``counts`` (B,) things each."""
        counts = counts.astype(np.int64)
        row = np.repeat(np.arange(len(counts)), counts)
        at = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        return tuple(self._put(np.stack([row, at])))

    def _rand(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self.random, device=self.where)

    def _integers(self, low: int, high: int, shape: tuple[int, ...]) -> Tensor:
        return torch.randint(low, high, shape, generator=self.random, device=self.where)


_SEEN = ("frame_at", "codes", "kept", "known", "context")
_NAMES = (
    "told",
    "asked",
    "frames",
    "given",
    "filmed",
    "block",
    "shown",
    "heading",
    "start_context",
    "start_assistant",
    "start_motion",
    "base",
    "code_start",
    "id_start",
    "film",
    "head",
    "tail",
    "open",
    "low",
    "high",
)
