"""Measures three edits on test motions: regenerate a limb, continue a motion, fill a gap.

- *Limbs*: one part of a trial is regenerated, throughout and in the middle third. Every known cell must keep its codes,
  and no other joint may move.
- *Prediction*: the trial's first two seconds are continued as ``generate --append`` does it. There is no jump if
  the largest joint acceleration at the seam is at most 1.5 x the 99th percentile of the frames inside.
- *Gaps*: two seconds are taken out of a trial and filled as ``generate --keep --range`` does it. At the first
  and the last frame of the gap the joints are compared with the recorded ones, pelvis on pelvis. The raw output of the
  model is compared in the same way, before it is joined to the known motion.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ...body.layout import FPS, PART_JOINTS, PARTS
from ...body.skeleton import INDEX
from ...editing import continue_after, regenerate
from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ...motion.placing import placed
from ..data.split import NAMES
from ..options import add_model, open_model, write_json

PREFIX, AHEAD = 40, 3.0  # motion frames that are continued, and seconds that are generated
HEAD, GAP = 40, 40  # motion frames before and in a gap; as many follow as lead up to it
LIMB = 120  # motion frames of a trial in which limbs are regenerated
JUMP = 1.5


@dataclass(frozen=True)
class LimbRow:
    """One regenerated part.

    cells: number of known cells.
    kept: how many of them kept their codes.
    still: True if no other joint moved.
    """

    trial: str
    part: str
    cells: int
    kept: int
    still: bool


@dataclass(frozen=True)
class PredictionRow:
    """Largest joint accelerations (m/s^2): at the seam, and the 99th percentile of the frames inside."""

    trial: str
    seam: float
    inside: float

    @property
    def smooth(self) -> bool:
        return self.seam <= JUMP * self.inside


@dataclass(frozen=True)
class GapRow:
    """Errors (mm) at the first and last frame of a gap, and of what the model gave before it was joined."""

    trial: str
    first: float
    last: float
    raw_first: float
    raw_last: float


def limb_row(engine, trial: str, motion: Motion, prompt: str, part: str, span: tuple[float, float] | None) -> LimbRow:
    """Regenerates one part of ``motion``, throughout or from second to second of ``span``."""
    request, finish = regenerate(_request(prompt), motion, (part,), span, engine)
    filled = engine.fill(request)
    known = request.grid.known
    kept = (filled.codes[: len(known)] == request.grid.codes).all(axis=-1) & known
    others = [index for name, index in INDEX.items() if name not in PART_JOINTS[part]]
    whole = finish(filled.motion)
    still = np.array_equal(whole.rotations[:, others], motion.rotations[:, others])
    return LimbRow(trial, part, int(known.sum()), int(kept.sum()), bool(still))


def prediction_row(engine, trial: str, motion: Motion, prompt: str) -> PredictionRow:
    """The beginning of ``motion`` continued."""
    request, finish = continue_after(_request(prompt, AHEAD), motion[:PREFIX], engine)
    return PredictionRow(trial, *seam_accelerations(finish(engine.fill(request).motion), PREFIX))


def seam_accelerations(motion: Motion, seam: int) -> tuple[float, float]:
    """At frame ``seam``, the first new one, and the 99th percentile elsewhere: largest of all joints, m/s^2."""
    largest = np.linalg.norm(np.diff(motion.joints(), n=2, axis=0), axis=-1).max(axis=1) * motion.fps**2
    around = slice(seam - 2, seam)  # the differences that reach over the seam
    return float(largest[around].max()), float(np.percentile(np.delete(largest, around), 99))


def gap_row(engine, trial: str, motion: Motion, prompt: str) -> GapRow:
    """Regenerates the middle of ``motion``."""
    first, after = HEAD, HEAD + GAP
    request, finish = regenerate(_request(prompt), motion, PARTS, (first / FPS, after / FPS), engine)
    made = engine.fill(request).motion
    whole = finish(made)
    from_head, from_tail = placed(made, first - 1, motion, first - 1), placed(made, after, motion, after)
    return GapRow(
        trial,
        joint_error(whole, motion, first),
        joint_error(whole, motion, after - 1),
        joint_error(from_head, motion, first),
        joint_error(from_tail, motion, after - 1),
    )


def joint_error(made: Motion, truth: Motion, frame: int) -> float:
    """Mean distance (mm) of the joints at a frame, pelvis on pelvis."""
    joints, right = made[frame : frame + 1].joints()[0], truth[frame : frame + 1].joints()[0]
    return float(np.linalg.norm((joints - joints[0]) - (right - right[0]), axis=-1).mean() * 1000)


def summary(limbs: list[LimbRow], predictions: list[PredictionRow], gaps: list[GapRow]) -> dict:
    """JSON-ready figures and rows; a figure is None where there was no motion long enough for it."""

    def mean(values: Iterable[float]) -> float | None:
        values = list(values)
        return float(np.mean(values)) if values else None

    return {
        "cells_kept": mean(row.kept / row.cells for row in limbs),
        "joints_kept": mean(row.still for row in limbs),
        "no_jump": mean(row.smooth for row in predictions),
        "seam_ratio": mean(row.seam / max(row.inside, 1e-9) for row in predictions),
        "gap_ends_mm": mean((row.first + row.last) / 2 for row in gaps),
        "gap_ends_raw_mm": mean((row.raw_first + row.raw_last) / 2 for row in gaps),
        "limbs": [asdict(row) for row in limbs],
        "predictions": [asdict(row) for row in predictions],
        "gaps": [asdict(row) for row in gaps],
    }


def _request(prompt: str, seconds: float | None = None):
    from ...api import Request  # judging alone works without llama.cpp

    return Request((prompt,), (seconds,))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate edits``."""
    parser.add_argument("--cmu-dir", type=Path, required=True, metavar="D", help="folder with manifest.csv")
    parser.add_argument("--motions", type=Path, required=True, metavar="M", help="folder that `train data` made")
    parser.add_argument("--split", choices=NAMES, default="test", help="which trials (default: test)")
    parser.add_argument("--trials", type=int, metavar="N", help="at most so many of them, evenly chosen")
    add_model(parser)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Edit all trials; prints a line for each, then the figures."""
    from .describe import split_trials

    trials = split_trials(args.cmu_dir, args.motions, args.split)
    if args.trials is not None:
        if args.trials < 1:
            raise MotionCtrlError(f"--trials must be at least 1, not {args.trials}.")
        places = np.linspace(0, len(trials) - 1, args.trials).round().astype(int)
        trials = [trials[index] for index in np.unique(places)]
    limbs: list[LimbRow] = []
    predictions: list[PredictionRow] = []
    gaps: list[GapRow] = []
    with open_model(args) as engine:
        for trial, prompt, motion in trials:
            said = [trial]
            if len(motion) >= 12:
                part, short = PARTS[len(limbs) // 2 % len(PARTS)], motion[:LIMB]
                third = len(short) / FPS / 3
                for span in (None, (third, 2 * third)):
                    limbs.append(limb_row(engine, trial, short, prompt, part, span))
                said.append(f"{part}: {limbs[-1].kept} of {limbs[-1].cells} cells kept")
            if len(motion) >= PREFIX:
                predictions.append(prediction_row(engine, trial, motion, prompt))
                said.append(f"seam {predictions[-1].seam:.1f}, inside {predictions[-1].inside:.1f} m/s^2")
            if len(motion) >= 2 * HEAD + GAP:
                gaps.append(gap_row(engine, trial, motion[: 2 * HEAD + GAP], prompt))
                said.append(f"gap {gaps[-1].first:.1f} and {gaps[-1].last:.1f} mm")
            print("  ".join(said), flush=True)
    result = summary(limbs, predictions, gaps)
    for name, value in result.items():
        if not isinstance(value, list):
            print(f"{name:<16} {'-' if value is None else f'{value:.3f}'}")
    if args.json:
        write_json(args.json, result)
    return 0
