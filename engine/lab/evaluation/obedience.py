"""Obedience: does the motion do what the sentence says?

A request (one JSON line: prompt, seconds, optional part, checks) is generated with several seeds; it is
obeyed when all its checks hold. The score is the mean over requests x seeds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError
from ...motion.measures import measure
from ..options import add_model, open_model, write_json

SEEDS = (0, 1, 2)
# Fifty requests in words that no caption has; what sampling is tuned on.
REQUESTS = Path(__file__).with_name("requests.jsonl")
# generate(prompt, seconds, seed, parts) -> joints (T, 22, 3) in metres, Y up, and their frame rate
Generate = Callable[[str, float, int, dict[str, str]], tuple[np.ndarray, float]]


@dataclass(frozen=True)
class Item:
    """One request and what its motion must show: ``checks`` are (metric, "<" or ">", value)."""

    prompt: str
    seconds: float
    checks: tuple[tuple[str, str, float], ...]
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What one request gave with one seed; ``failed`` names the checks that do not hold, with the value."""

    prompt: str
    seed: int
    obeyed: bool
    failed: tuple[str, ...]
    values: dict[str, float]
    skate: float
    jitter: float


def read_items(path: str | Path) -> list[Item]:
    """Requests of a JSONL file. Raises MotionCtrlError naming the line that can not be used."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise MotionCtrlError(f"{path} can't be read ({reason}): give a JSONL file of requests.") from error
    items = [_parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not items:
        raise MotionCtrlError(f"{path} holds no request; write one JSON object a line.")
    return items


def _parse(path: str | Path, number: int, line: str) -> Item:
    """One line as an Item."""
    known = measure(np.zeros((4, 22, 3)), 20.0)
    try:
        entry = json.loads(line)
        checks = tuple((str(name), str(sign), float(value)) for name, sign, value in entry["checks"])
        item = Item(str(entry["prompt"]), float(entry["seconds"]), checks, dict(entry.get("part") or {}))
    except (ValueError, KeyError, TypeError) as error:
        raise MotionCtrlError(
            f"{path} line {number} is not a request ({type(error).__name__}: {error}); "
            'it needs prompt, seconds and checks like ["forward_m", ">", 1.5].'
        ) from error
    for name, sign, _ in item.checks:
        if name not in known or sign not in ("<", ">"):
            raise MotionCtrlError(
                f"{path} line {number}: the check {name} {sign} is unknown; use < or > and one of {', '.join(known)}."
            )
    return item


def judge(item: Item, seed: int, joints: np.ndarray, fps: float) -> Row:
    """Whether ``joints`` (T, 22, 3) obey ``item``."""
    values = measure(joints, fps)
    failed = tuple(
        f"{name} {sign} {value:g}: {values[name]:.2f}"
        for name, sign, value in item.checks
        if not (values[name] > value if sign == ">" else values[name] < value)
    )
    asked = {name: values[name] for name, _, _ in item.checks}
    return Row(item.prompt, seed, not failed, failed, asked, values["skate"], values["jitter"])


def evaluate(
    items: Iterable[Item],
    generate: Generate,
    seeds: tuple[int, ...] = SEEDS,
    report: Callable[[Row], None] = lambda row: None,
) -> list[Row]:
    """Rows of all requests x seeds, each also handed to ``report`` as soon as it is known."""
    rows = []
    for item in items:
        for seed in seeds:
            rows.append(judge(item, seed, *generate(item.prompt, item.seconds, seed, item.parts)))
            report(rows[-1])
    return rows


def summary(rows: list[Row]) -> dict:
    """JSON-ready result: ``obedience`` (0 to 1), mean ``skate`` and ``jitter``, and the ``rows``."""
    return {
        "obedience": float(np.mean([row.obeyed for row in rows])),
        "skate": float(np.mean([row.skate for row in rows])),
        "jitter": float(np.mean([row.jitter for row in rows])),
        "rows": [
            {
                "prompt": row.prompt,
                "seed": row.seed,
                "obeyed": row.obeyed,
                "failed": list(row.failed),
                "values": row.values,
                "skate": row.skate,
                "jitter": row.jitter,
            }
            for row in rows
        ],
    }


def format_row(row: Row) -> str:
    """One line for the terminal."""
    outcome = "obeyed" if row.obeyed else "  -   "
    quality = f"skate {row.skate:5.2f}  jitter {row.jitter:6.0f}"
    return f"{outcome}  seed {row.seed}  {quality}  {row.prompt}  {'; '.join(row.failed)}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate obedience``."""
    said = "one request a line (default: fifty of our own)"
    parser.add_argument("--prompts", type=Path, default=REQUESTS, metavar="FILE.jsonl", help=said)
    add_model(parser)
    parser.add_argument("--strength", type=float, help="guidance (default: the model's own)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write score and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Generate and judge all requests; prints a line for each, then the score."""
    items = read_items(args.prompts)
    with open_model(args) as engine:

        def generate(prompt: str, seconds: float, seed: int, parts: dict[str, str]) -> tuple[np.ndarray, float]:
            from ...api import Request  # judging alone works without llama.cpp

            request = Request((prompt,), (seconds,), parts, seed=seed, strength=args.strength)
            motion = engine.fill(request).motion
            return motion.joints(), motion.fps

        rows = evaluate(items, generate, report=lambda row: print(format_row(row).rstrip(), flush=True))
    result = summary(rows)
    print(
        f"obedience {result['obedience']:.3f} over {len(items)} requests x {len(SEEDS)} seeds; "
        f"skate {result['skate']:.3f} m/s, jitter {result['jitter']:.0f} m/s^3"
    )
    if args.json:
        write_json(args.json, result)
    return 0
