"""Training of the VLMM on a card, from a pool of tellings."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..sequences import Mix
from ..vlmm import Objective
from .clock import Clock, train_for
from .encode import coded
from .objective import FastObjective, Shares
from .pool import Pool, read_pool
from .rows import Assembler, Rows
from .tasks import batches, draw_tasks
from .weights import objective_of, packed, read_weights_of, sizes_of, write_weights

POOL, CHECK, START, WEIGHTS = "pool.bin", "check.bin", "start", "vlmm"
_SAVED_EVERY = 110.0  # seconds
_PEAK = 989e12  # of an H100 or H200 in bfloat16, by its data sheet
_LANGUAGE_RATE = 0.6  # of the language model's learning rate to that of what is new


@dataclass(frozen=True)
class LanguageOptions:
    """How the VLMM is trained.

    seconds: in all, reading included. rate: the peak. positions: a batch. share: of the frames, on which the depth
    decoder learns. steps: at most. frozen_words: the token embeddings stay as they are.
    """

    seconds: float = 360.0
    rate: float = 7e-4
    positions: int = 24_576
    share: float = 1.0
    seed: int = 0
    steps: int | None = None
    frozen_words: bool = False


def train_language(
    folder: Path, out: Path, where: torch.device, options: LanguageOptions, codes: Path | None = None
) -> FastObjective:
    """Train from the weights in ``folder`` on its pool; leaves weights and language.json in ``out``.

    codes: folder with what ``encode.encode_packs`` made of the pool's samples, where the pool has none itself.
    """
    clock = Clock(options.seconds)
    read = (lambda path: coded(read_pool(path), codes)) if codes else read_pool
    pool = read(folder / POOL)
    state, sizes = read_weights_of(folder, START)
    torch.manual_seed(options.seed)
    objective = objective_of(state, sizes, torch.from_numpy(pool.codebook.astype(np.float32))).to(where)
    check = checked_rows(read(folder / CHECK), where, options.positions) if (folder / CHECK).is_file() else []
    report = {"before": losses(FastObjective(objective), check)}
    print(
        f"language: {len(pool):,} tellings of {len(pool.lengths):,} samples, ready after {clock.spent:.1f} s",
        flush=True,
    )
    saved = [time.monotonic()]

    def after(step: int) -> None:
        if time.monotonic() - saved[0] > _SAVED_EVERY:
            saved[0] = time.monotonic()
            save_objective(objective, out, WEIGHTS)

    fast, report["training"] = optimised(objective, pool, clock, options, where, "language", after)
    save_objective(objective, out, WEIGHTS)
    report["after"] = losses(fast, check)
    say_losses("before", report["before"])
    say_losses("after", report["after"])
    (out / "language.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return fast


def optimised(
    objective: Objective,
    pool: Pool,
    clock: Clock,
    options: LanguageOptions,
    where: torch.device,
    name: str,
    after=None,
) -> tuple[FastObjective, dict]:
    """Train ``objective`` until the clock or the steps run out; a report of the training."""
    fast = FastObjective(objective, Shares(depth=options.share)).train()
    objective.vlmm.llama.embed_tokens.weight.requires_grad_(not options.frozen_words)
    language = [p for n, p in objective.named_parameters() if n.startswith("vlmm.llama") and p.requires_grad]
    fresh = [p for n, p in objective.named_parameters() if not n.startswith("vlmm.llama")]
    groups = [{"params": language, "scale": _LANGUAGE_RATE}, {"params": fresh}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=_fused(where))
    drawn = endless(pool, where, options)
    seen = {"positions": 0, "frames": 0, "padded": 0}

    def loss(step: int, progress: float) -> dict[str, Tensor]:
        rows, positions = next(drawn)
        seen["positions"] += positions
        seen["frames"] += len(rows.source)
        seen["padded"] += rows.ids.numel()
        with precision(where):
            return fast(rows)

    found = train_for(clock, optimizer, options.rate, loss, name, lambda: seen["positions"], "positions",
                      options.steps, after, final=0.02)  # fmt: skip
    work = operations(objective) @ np.array([seen["padded"], seen["frames"] * options.share])
    rate = float(work / max(found["seconds"], 1e-9))
    print(f"{name}: {found['steps']} steps, {seen['positions']:,} positions, {seen['frames']:,} frames, "
          f"{rate / 1e12:.1f} TFLOP/s, {rate / _PEAK:.1%} of an H100's peak", flush=True)  # fmt: skip
    return fast, found | seen | {"flops": rate}


def endless(pool: Pool, where: torch.device, options: LanguageOptions, mix: Mix = Mix()) -> Iterator[tuple[Rows, int]]:
    """Batches and how many positions of each are no padding; every telling once before any comes again."""
    random = np.random.default_rng([options.seed, 1])  # not the numbers that the pool was drawn with
    assemble = Assembler(pool, where, options.seed, mix)
    while True:
        tasks = draw_tasks(pool, random, mix)
        for picked, size in batches(tasks.lengths, options.positions, random):
            yield assemble(tasks, picked, size), int(tasks.lengths[picked].sum())


def checked_rows(pool: Pool, where: torch.device, positions: int) -> list[Rows]:
    """Fixed batches of all tellings of a pool; nothing of the past is hidden in more of them than in training."""
    options = LanguageOptions(positions=positions, seed=1)
    drawn, found, count = endless(pool, where, options), [], 0
    while count < len(pool):
        found.append(next(drawn)[0])
        count += len(found[-1].ids)
    return found


@torch.no_grad()
def losses(fast: FastObjective, check: list[Rows]) -> dict[str, float | list]:
    """Mean terms over batches, and of each part's layers (5, 4)."""
    training = fast.training
    fast.eval()
    totals: dict[str, Tensor] = {}
    for rows in check:
        with precision(rows.ids.device):
            for name, value in fast(rows).items():
                totals[name] = totals.get(name, 0.0) + value / len(check)
    fast.train(training)
    return {name: value.tolist() for name, value in totals.items()}


def say_losses(when: str, found: dict) -> None:
    """Print loss terms in a line, and a line of each layer's mean over the parts."""
    if not found:
        return
    print(f"{when}: " + " ".join(f"{name} {value:.4f}" for name, value in found.items() if name != "slots"), flush=True)
    slots = np.array(found["slots"])
    print(f"{when}: layers {slots.mean(0).round(3).tolist()} parts {slots.mean(1).round(3).tolist()}", flush=True)


def save_objective(objective: Objective, out: Path, stem: str, before: dict[str, Tensor] | None = None) -> list[Path]:
    """Write the weights as files that a lent machine gives back."""
    tensors = packed(objective.state_dict(), before)
    return write_weights(tensors, sizes_of(objective.vlmm, tensors), out, stem)


def operations(objective: Objective) -> np.ndarray:
    """Floating-point operations of a training step for a position of the language model, and for a learned frame."""
    llama = sum(p.numel() for n, p in objective.vlmm.llama.named_parameters() if "layers." in n and p.dim() > 1)
    depth = objective.vlmm.depth
    slots = sum(p.numel() for p in depth.blocks.parameters() if p.dim() > 1) + depth.code.weight.numel()
    frame = objective.direct.weight.numel() + depth.heads[0].numel() * 20 + slots * 20
    return 6.0 * np.array([llama + objective.vlmm.frames.weight.numel() / 2, frame])


def precision(where: torch.device) -> torch.autocast | nullcontext:
    """bfloat16 on a card."""
    return torch.autocast("cuda", dtype=torch.bfloat16) if where.type == "cuda" else nullcontext()


def _fused(where: torch.device) -> bool | None:
    return True if where.type == "cuda" else None
