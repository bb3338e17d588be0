"""Lengths: how long motions last when nobody says how long."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ..options import add_model, open_model, write_json
from .judging import Generate, generator

PROMPTS = (
    "a monkey walks",
    "a dog owner strolls along",
    "she runs in a zigzag",
    "a man walks up to the bar and leans on it",
    "jump",
    "a frog leaps three times",
    "turn around",
    "wave goodbye",
    "the waiter bows",
    "a sprinter starts",
    "kick the door in",
    "a boxer throws a combination",
    "parry and strike back",
    "fall over",
    "lie down and go to sleep",
    "get out of bed",
    "five push-ups",
    "ten jumping jacks",
    "do a cartwheel and another one",
    "serve the ball",
    "throw a ball",
    "a swimmer does the butterfly",
    "sit down",
    "pick flowers",
    "hang up the washing",
    "drink a cup of tea",
    "type a long letter",
    "nod",
    "clap for a long time",
    "the conductor asks the orchestra to stand",
)


@dataclass(frozen=True)
class Row:
    """How long one prompt's motion lasts with one seed."""

    prompt: str
    seed: int
    seconds: float


def evaluate(
    generate: Generate,
    seeds: Sequence[int] = (0,),
    prompts: Sequence[str] = PROMPTS,
    report: Callable[[Row], None] = lambda row: None,
) -> list[Row]:
    """Rows of all prompts x seeds, each also handed to ``report`` as soon as it is known."""
    rows = []
    for prompt in prompts:
        for seed in seeds:
            motion = generate(prompt, None, seed, {})
            rows.append(Row(prompt, seed, len(motion) / motion.fps))
            report(rows[-1])
    return rows


def summary(rows: list[Row]) -> dict:
    """JSON-ready result: ``shortest``, ``median`` and ``longest`` seconds, and the rows."""
    seconds = [row.seconds for row in rows]
    figures = {"shortest": min(seconds), "median": float(np.median(seconds)), "longest": max(seconds)}
    return figures | {"rows": [asdict(row) for row in rows]}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate lengths``."""
    parser.add_argument("--seeds", type=int, nargs="+", default=(0,), metavar="N", help="seeds (default: 0)")
    add_model(parser)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Generate all prompts without a duration; prints a line for each, then shortest, median and longest."""
    with open_model(args) as engine:
        rows = evaluate(
            generator(engine),
            args.seeds,
            report=lambda row: print(f"{row.seconds:5.1f} s  seed {row.seed}  {row.prompt}", flush=True),
        )
    result = summary(rows)
    print(
        f"lengths of {len(rows)} motions: shortest {result['shortest']:.1f} s, median {result['median']:.1f} s, "
        f"longest {result['longest']:.1f} s"
    )
    if args.json:
        write_json(args.json, result)
    return 0
