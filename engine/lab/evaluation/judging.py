"""Requests with checks: generate them, judge the motions by their metrics, report.

A request is one JSON line: prompt, seconds, checks, and where there are any kind and part. It is obeyed when all its
checks hold. The score is the mean over requests x seeds.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ..measures.actions import measure_all, metric_names
from ..measures.checks import Check, failed_checks
from ..options import add_model, open_model, write_json

SEEDS = (0, 1, 2)
# generate(prompt, seconds, seed, parts): seconds is None where the model decides.
Generate = Callable[[str, float | None, int, dict[str, str]], Motion]


@dataclass(frozen=True)
class Item:
    """One request and what its motion must show: ``checks`` are (metric, "<" or ">", value)."""

    prompt: str
    seconds: float
    checks: tuple[Check, ...]
    parts: dict[str, str] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """What one request gave with one seed; ``failed`` names the checks that do not hold, with the value."""

    prompt: str
    kind: str
    seed: int
    obeyed: bool
    failed: tuple[str, ...]
    values: dict[str, float]
    skate: float
    jitter: float


Report = Callable[[Row, Motion], None]


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
    try:
        entry = json.loads(line)
        checks = tuple((str(name), str(sign), float(value)) for name, sign, value in entry["checks"])
        parts, kind = dict(entry.get("part") or {}), str(entry.get("kind") or "")
        item = Item(str(entry["prompt"]), float(entry["seconds"]), checks, parts, kind)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MotionCtrlError(
            f"{path} line {number} is not a request ({type(error).__name__}: {error}); "
            'it needs prompt, seconds and checks like ["forward_m", ">", 1.5].'
        ) from error
    for name, sign, _ in item.checks:
        if name not in metric_names() or sign not in ("<", ">"):
            raise MotionCtrlError(
                f"{path} line {number}: the check {name} {sign} is unknown; use < or > and one of "
                f"{', '.join(metric_names())}."
            )
    return item


def judge(item: Item, seed: int, motion: Motion) -> Row:
    """Whether ``motion`` obeys ``item``."""
    values = measure_all(motion.joints(), motion.rotations, motion.fps)
    failed = failed_checks(item.checks, values)
    asked = {name: values[name] for name, _, _ in item.checks}
    return Row(item.prompt, item.kind, seed, not failed, failed, asked, values["skate"], values["jitter"])


def evaluate(
    items: Iterable[Item],
    generate: Generate,
    seeds: Sequence[int] = SEEDS,
    report: Report = lambda row, motion: None,
) -> list[Row]:
    """Rows of all requests x seeds, each also handed to ``report``, with its motion, as soon as it is known."""
    rows = []
    for item in items:
        for seed in seeds:
            motion = generate(item.prompt, item.seconds, seed, item.parts)
            rows.append(judge(item, seed, motion))
            report(rows[-1], motion)
    return rows


def summary(rows: list[Row], name: str = "obedience") -> dict:
    """JSON-ready result: the score (0 to 1) as ``name``, ``by_kind``, mean ``skate`` and ``jitter``, and the rows."""
    kinds = list(dict.fromkeys(row.kind for row in rows if row.kind))
    return {
        name: float(np.mean([row.obeyed for row in rows])),
        "by_kind": {kind: float(np.mean([row.obeyed for row in rows if row.kind == kind])) for kind in kinds},
        "skate": float(np.mean([row.skate for row in rows])),
        "jitter": float(np.mean([row.jitter for row in rows])),
        "rows": [asdict(row) | {"failed": list(row.failed)} for row in rows],
    }


def format_row(row: Row) -> str:
    """One line for the terminal."""
    outcome = "obeyed" if row.obeyed else "  -   "
    quality = f"skate {row.skate:5.2f}  jitter {row.jitter:6.0f}"
    kind = f"{row.kind:<8}" if row.kind else ""
    return f"{outcome}  {kind}seed {row.seed}  {quality}  {row.prompt}  {'; '.join(row.failed)}".rstrip()


def format_summary(result: dict, name: str, requests: int, seeds: int) -> str:
    """The score as a line, after a line of the score by kind where the requests have kinds."""
    kinds = ", ".join(f"{kind} {share:.2f}" for kind, share in result["by_kind"].items())
    score = (
        f"{name} {result[name]:.3f} over {requests} requests x {seeds} seeds; "
        f"skate {result['skate']:.3f} m/s, jitter {result['jitter']:.0f} m/s^3"
    )
    return f"{kinds}\n{score}" if kinds else score


def generator(engine, strength: float | None = None) -> Generate:
    """What generates with ``engine`` (an `engine.api.Engine`); ``strength`` None is the model's own guidance."""
    from ...request import Request

    def generate(prompt: str, seconds: float | None, seed: int, parts: dict[str, str]) -> Motion:
        return engine.fill(Request((prompt,), (seconds,), parts, seed=seed, strength=strength)).motion

    return generate


class Sheets:
    """Draws motions in ``folder``: a contact sheet of each, and one picture a kind of what the first seed gave."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: dict[str, dict[str, tuple[Row, np.ndarray]]] = {}

    def add(self, row: Row, motion: Motion) -> None:
        """Draw a motion's contact sheet, the failed checks in its title."""
        from ..measures.sheet import contact_sheet

        name = re.sub(r"[^a-z0-9]+", "_", row.prompt.lower()).strip("_")[:60]
        outcome = "; ".join(row.failed) or "obeyed"
        path = self._folder / "_".join(filter(None, (row.kind, name, f"{row.seed}.png")))
        joints = motion.joints()
        contact_sheet(joints, path, f"{row.prompt}: {outcome}")
        self._shown.setdefault(row.kind, {}).setdefault(row.prompt, (row, joints))

    def finish(self) -> None:
        """Draw the pictures of the kinds; "-" stands before what was not obeyed."""
        from .strips import strip

        for kind, shown in self._shown.items():
            titles = [f"{'' if row.obeyed else '- '}{row.prompt}" for row, _ in shown.values()]
            strip([joints for _, joints in shown.values()], titles).save(self._folder / f"all_{kind or 'requests'}.png")


def add_judging(parser: argparse.ArgumentParser, requests: Path, about: str) -> None:
    """Options of a measurement of requests; ``about`` says what the default file, ``requests``, holds."""
    said = f"one request a line (default: {about})"
    parser.add_argument("--prompts", type=Path, default=requests, metavar="FILE.jsonl", help=said)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, metavar="N", help="seeds (default: 0 1 2)")
    add_model(parser)
    parser.add_argument("--strength", type=float, help="guidance (default: the model's own)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write score and rows to this file")
    parser.add_argument("--sheets", type=Path, metavar="FOLDER", help="also draw each motion, and each kind")


def run_judging(args: argparse.Namespace, name: str) -> int:
    """Generate and judge all requests; prints a line for each, then the score as ``name``."""
    items = read_items(args.prompts)
    sheets = Sheets(args.sheets) if args.sheets else None

    def report(row: Row, motion: Motion) -> None:
        print(format_row(row), flush=True)
        if sheets:
            sheets.add(row, motion)

    with open_model(args) as engine:
        rows = evaluate(items, generator(engine, args.strength), args.seeds, report)
    if sheets:
        sheets.finish()
    result = summary(rows, name)
    print(format_summary(result, name, len(items), len(args.seeds)))
    if args.json:
        write_json(args.json, result)
    return 0
