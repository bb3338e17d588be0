"""Depth decoders of several patterns compared: each new, from the same language model, for the same seconds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ....language.patterns import PATTERNS
from .clock import Clock
from .language import CHECK, POOL, START, LanguageOptions, checked_rows, losses, optimised, save_objective, say_losses
from .objective import FastObjective
from .pool import read_pool
from .weights import objective_of, read_weights_of

REPORT = "patterns.json"


def compare_patterns(
    folder: Path,
    out: Path,
    where: torch.device,
    options: LanguageOptions,
    names: tuple[str, ...] = PATTERNS,
    every: int = 50,
) -> dict[str, dict]:
    """Train a depth decoder of each pattern and the language model with it; leaves their weights in ``out``.

    The losses on held-out tellings are taken each ``every`` steps and at the end, so that patterns can be compared
    after equal steps as well as after equal seconds. The token embeddings stay as they are.
    """
    pool, check_pool = read_pool(folder / POOL), read_pool(folder / CHECK)
    state, sizes = read_weights_of(folder, START)
    before = {name: value for name, value in state.items() if name.startswith("vlmm.llama.")}
    codebook = torch.from_numpy(pool.codebook.astype(np.float32))
    check = checked_rows(check_pool, where, options.positions)
    found = {}
    for name in names:
        torch.manual_seed(options.seed)
        clock = Clock(options.seconds)
        objective = objective_of(state, sizes, codebook, name).to(where)
        history: list[tuple[int, float]] = []

        def after(step: int, objective=objective, history=history) -> None:
            if step % every == 0:
                history.append((step, losses_of(objective, check)["codes"]))

        fast, training = optimised(objective, pool, clock, replace(options, frozen_words=True), where, name, after)
        found[name] = {"history": history, "training": training, "after": losses(fast, check)}
        say_losses(name, found[name]["after"])
        save_objective(objective, out, name, before)
        (out / REPORT).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        del fast, objective, after
    say_table(found)
    return found


def losses_of(objective, check) -> dict:
    """The losses of an objective while it is being trained."""
    fast = FastObjective(objective)
    found = losses(fast, check)
    objective.train()
    return found


def say_table(found: dict[str, dict]) -> None:
    """Print the patterns' losses after as many steps as all of them have done, and after all their seconds."""
    common = min((len(entry["history"]) for entry in found.values()), default=0)
    for name, entry in found.items():
        at_step = (
            f"step {entry['history'][common - 1][0]} codes {entry['history'][common - 1][1]:.4f} " if common else ""
        )
        print(f"{name:>12} {at_step}end: step {entry['training']['steps']} codes {entry['after']['codes']:.4f} "
              f"layers {np.array(entry['after']['slots']).mean(0).round(3).tolist()}", flush=True)  # fmt: skip
