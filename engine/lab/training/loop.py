"""The training loop that tokenizer and VLMM share: schedule, checkpoints, resume, progress."""

from __future__ import annotations

import atexit
import functools
import math
import os
import time
import timeit
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm


@dataclass(frozen=True)
class LoopOptions:
    """How long and how fast to train.

    Either ``steps`` or ``minutes`` of training in all, earlier runs that are resumed counted in; the
    cosine schedule runs over whichever is given. ``out``: folder of the checkpoint.
    """

    out: Path
    steps: int | None = None
    minutes: float | None = None
    rate: float = 4e-4
    warmup: int = 100
    clip: float = 1.0
    save_minutes: float = 3.0
    final_rate: float = 0.02


def device() -> torch.device:
    """This process's GPU where there is one, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    return torch.device("cpu")


def rank() -> int:
    """This process's number among those that torchrun started; each must draw batches of its own."""
    return int(os.environ.get("RANK", 0))


def mixed_precision() -> torch.autocast | nullcontext:
    """bfloat16 where it is faster; plain float32 elsewhere."""
    where = device().type
    if where == "cuda" or bfloat16_is_faster():
        return torch.autocast(where, dtype=torch.bfloat16)
    return nullcontext()


@functools.cache
def bfloat16_is_faster() -> bool:
    """Whether this processor multiplies matrices faster in bfloat16 than in float32; measured once, in some 50 ms.

    Asking for the instructions is not enough: with the same AVX512-BF16 it takes half as long on one processor and
    twice as long on another.
    """
    if not torch.cpu._is_avx512_bf16_supported():
        return False  # emulated

    def seconds(kind: torch.dtype) -> float:
        a, b = torch.ones(1024, 576, dtype=kind), torch.ones(576, 1024, dtype=kind)
        return min(timeit.repeat(lambda: a @ b, number=2, repeat=5))

    return seconds(torch.bfloat16) < seconds(torch.float32)


def distributed() -> bool:
    """True in a process started by torchrun; joins its group on the first call."""
    if int(os.environ.get("WORLD_SIZE", 1)) < 2:
        return False
    if not torch.distributed.is_initialized():
        torch.distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        atexit.register(torch.distributed.destroy_process_group)
    return True


def agreed(value: float) -> float:
    """The first process's ``value``, in all of them."""
    if not distributed():
        return value
    shared = torch.tensor(value, dtype=torch.float64, device=device())
    torch.distributed.broadcast(shared, src=0)
    return shared.item()


def train(
    model: nn.Module,
    loss: Callable[[nn.Module, int], dict[str, Tensor]],
    options: LoopOptions,
    groups: list[dict] | None = None,
) -> None:
    """Train ``model`` until the budget is spent; interrupted at any time, it goes on where it was.

    ``loss(model, step)`` draws a batch and returns named terms; ``"loss"`` is what is minimised.
    ``groups``: AdamW parameter groups; a ``scale`` in a group multiplies the rate.
    """
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "checkpoint.pt"
    model.to(device())
    groups = groups or [{"params": [p for p in model.parameters() if p.requires_grad]}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    step, spent = 0, 0.0
    if path.exists():
        state = torch.load(path, map_location=device(), weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["seconds"]
    first = rank() == 0
    wrapped = DistributedDataParallel(model, find_unused_parameters=True) if distributed() else model
    averages: dict[str, float] = {}
    began = saved = time.monotonic()
    bar = tqdm(desc=options.out.name, unit=" steps", disable=not first, mininterval=20, initial=step)
    while True:
        now = time.monotonic()
        if options.steps:
            progress = step / options.steps
        else:  # all stop at the same step, though their clocks differ
            progress = agreed((spent + now - began) / 60 / options.minutes)
        if progress >= 1 or now - saved > options.save_minutes * 60:
            if first:
                save(path, model, optimizer, step, spent + now - began)
            saved = now
        if progress >= 1:
            break
        rate = options.rate * schedule(step, progress, options)
        for group in optimizer.param_groups:
            group["lr"] = rate * group.get("scale", 1.0)
        with mixed_precision():
            terms = loss(wrapped, step)
        terms["loss"].backward()
        nn.utils.clip_grad_norm_(model.parameters(), options.clip)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        for name, value in ((name, term.item()) for name, term in terms.items()):
            averages[name] = averages.get(name, value) * 0.98 + value * 0.02
        bar.update()
        bar.set_postfix({name: f"{value:.4f}" for name, value in averages.items()}, refresh=False)
    bar.close()


def schedule(step: int, progress: float, options: LoopOptions) -> float:
    """Linear warm-up, then a cosine down to ``final_rate`` of the peak."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))
    return min(1.0, (step + 1) / options.warmup) * (options.final_rate + (1 - options.final_rate) * cosine)


def save(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int, seconds: float) -> None:
    """Write a checkpoint in one move, so that a stop while writing leaves the last one whole."""
    partial = path.with_suffix(".partial")
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": seconds}
    torch.save(state, partial)
    partial.replace(path)
