"""Time-boxed training on a card: a schedule by seconds, averages that are read seldom, and one line of progress."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

_REPORTS = 12  # lines of progress in a part
_WARMUP = 60  # steps


class Clock:
    """Seconds since it was made; the whole part shares one, so that a slow start makes the training shorter."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.began = time.monotonic()

    @property
    def spent(self) -> float:
        return time.monotonic() - self.began

    @property
    def progress(self) -> float:
        """From 0 to 1 and beyond."""
        return self.spent / max(self.seconds, 1e-9)


def train_for(
    clock: Clock,
    optimizer: torch.optim.Optimizer,
    rate: float,
    loss: Callable[[int, float], dict[str, Tensor]],
    name: str,
    units: Callable[[], int],
    unit: str,
    steps: int | None = None,
    after: Callable[[int], None] | None = None,
    clip: float = 1.0,
    final: float = 0.01,
) -> dict[str, float]:
    """Optimise until the clock or ``steps`` run out; returns averages of the terms of ``loss(step, progress)``.

    units: how many of ``unit`` have been trained on so far, for the throughput. after(step): called after each step.
    The rate follows a cosine from ``rate`` to ``final`` of it, after a short warm-up.
    """
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    sums: dict[str, Tensor] = {}
    averages: dict[str, float] = {}
    step = counted = 0
    began = reported = time.monotonic()
    while clock.progress < 1 and (steps is None or step < steps):
        progress = max(clock.progress, step / steps if steps else 0.0)
        scale = final + (1 - final) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))
        for group in optimizer.param_groups:
            group["lr"] = rate * group.get("scale", 1.0) * scale * min(1.0, (step + 1) / _WARMUP)
        terms = loss(step, progress)
        terms["loss"].backward()
        nn.utils.clip_grad_norm_(parameters, clip)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, counted = step + 1, counted + 1
        for key, value in terms.items():
            sums[key] = sums.get(key, 0.0) + value.detach()
        if after:
            after(step)
        if step % 8 == 0 and parameters[0].is_cuda:
            torch.cuda.synchronize()  # the clock would run ahead of the card
        now = time.monotonic()
        if now - reported > clock.seconds / _REPORTS or clock.progress >= 1 or step == steps:
            averages = {key: float(value) / counted for key, value in sums.items()}
            said = " ".join(f"{key} {value:.4f}" for key, value in averages.items())
            speed = units() / max(now - began, 1e-9)
            print(f"{name} {clock.spent:6.1f} s step {step} {speed:,.0f} {unit}/s {said}", flush=True)
            sums, counted, reported = {}, 0, now
    return averages | {"steps": step, "seconds": time.monotonic() - began, "units": units()}
