"""Minutes in one stream: does the motion stay as good, and the memory as small, as at the beginning.

The same sentences come again every minute, so that minutes can be compared. Nothing of the motion is
kept but the minute under way.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ...body.layout import FPS, JOINT_COUNT
from ...body.skeleton import neutral_skeleton
from ...errors import MotionCtrlError
from ...motion.kinematics import forward_kinematics
from ...motion.measures import jitter, skate
from ..options import add_model, open_model, write_json
from .bench import peak_memory

MINUTE = round(60 * FPS)
SENTENCES = (
    "a person walks forward",
    "a person waves with the right hand",
    "someone runs ahead",
    "a person stands and looks around",
    "somebody walks slowly in a circle",
    "a person jumps up and down",
)
_EACH = 10.0  # seconds of one sentence


@dataclass(frozen=True)
class Minute:
    """skate (m/s) and jitter (m/s^3) of a minute's motion; memory: MB in use at its end."""

    skate: float
    jitter: float
    memory: float


def minutes(pieces: Iterable[tuple[np.ndarray, np.ndarray]], length: int = MINUTE) -> Iterator[Minute]:
    """A row for every ``length`` frames of pieces (rotations (t, 22, 3, 3), translation (t, 3)) at 20 fps."""
    offsets = neutral_skeleton().offsets
    joints = np.zeros((0, JOINT_COUNT, 3))
    for rotations, translation in pieces:
        joints = np.concatenate([joints, forward_kinematics(rotations, translation, offsets)[0]])
        while len(joints) >= length:
            whole, joints = joints[:length], joints[length:]
            yield Minute(skate(whole, FPS), jitter(whole, FPS), memory_in_use() / 1e6)


def memory_in_use() -> int:
    """Bytes that this process holds now; where the system doesn't tell, the most that it has held."""
    try:
        fields = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in fields if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return peak_memory()


def summary(rows: list[Minute]) -> dict:
    """JSON-ready figures: ratios of the last minute to the first, and memory after either."""
    first, last = rows[0], rows[-1]
    return {
        "minutes": len(rows),
        "skate_ratio": last.skate / max(first.skate, 1e-9),
        "jitter_ratio": last.jitter / max(first.jitter, 1e-9),
        "worst_skate_ratio": max(row.skate for row in rows) / max(first.skate, 1e-9),
        "worst_jitter_ratio": max(row.jitter for row in rows) / max(first.jitter, 1e-9),
        "memory_first_mb": round(first.memory, 1),
        "memory_last_mb": round(last.memory, 1),
        "rows": [asdict(row) for row in rows],
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate long``."""
    add_model(parser)
    parser.add_argument("--minutes", type=int, default=10, metavar="N", help="length of the stream (default 10)")
    parser.add_argument(
        "--prompt", action="append", metavar="TEXT", help="sentence, instead of the built-in ones; may be repeated"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Generate the stream; prints a line for each minute, then the figures."""
    from ...api import Request

    if args.minutes < 2:
        raise MotionCtrlError(f"--minutes must be at least 2, so that there is a first and a last, not {args.minutes}.")
    sentences = tuple(args.prompt or SENTENCES)
    each = 60 / len(sentences) if args.prompt else _EACH
    count = len(sentences) * args.minutes
    request = Request(sentences * args.minutes, (each,) * count, seed=args.seed)
    rows: list[Minute] = []
    with open_model(args) as engine:
        for row in minutes((chunk.rotations, chunk.translation) for chunk in engine.stream(request)):
            rows.append(row)
            print(
                f"minute {len(rows):>3}  skate {row.skate:.3f} m/s  jitter {row.jitter:4.0f} m/s^3  "
                f"{row.memory:.0f} MB",
                flush=True,
            )
    result = summary(rows)
    for name, value in result.items():
        if name != "rows":
            print(f"{name:<18} {value:.3f}" if isinstance(value, float) else f"{name:<18} {value}")
    if args.json:
        write_json(args.json, result)
    return 0
