"""Part obedience: the named side moves, and the other one doesn't.

Left and right x arm and leg x six gestures, each asked for by a sentence and by a part's line ("left arm: ...")
beside a body that stands. A limb *moves* when its end gets away from where it hangs or stands at rest; it *rests*
when it stays near its mean place, in the body's frame. A request is obeyed when the named limb moves and its
twin rests.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ...body.skeleton import INDEX
from ...motion.measures import forward_axis, left_axis
from ..options import add_model, open_model, write_json
from .judging import SEEDS, Generate, generator

SECONDS = 3.0
STANDING = "stand in one place"
SIDES = ("left", "right")
# Limb, the gesture's name, what the sentence says, what the part's line says.
GESTURES = (
    ("arm", "raise", "put your {side} arm up over your head", "go up over the head"),
    ("arm", "wave", "give a wave with your {side} hand", "give a friendly wave"),
    ("arm", "reach", "reach out to the front with your {side} arm", "reach out to the front"),
    ("arm", "sideways", "hold your {side} arm straight out to that side", "hold straight out to the side"),
    ("arm", "point", "use your {side} hand to point at something ahead", "point at something ahead"),
    ("arm", "circle", "draw big circles with your {side} arm", "draw big circles"),
    ("leg", "kick", "give a kick to the front using the {side} foot", "give a kick to the front"),
    ("leg", "side kick", "give a kick to the side using the {side} foot", "give a kick to the side"),
    ("leg", "knee", "bring your {side} knee up to your waist", "bring the knee up to the waist"),
    ("leg", "swing", "let your {side} leg swing forwards and back again", "swing forwards and back again"),
    ("leg", "forward", "lift the {side} leg out in front of you and hold it", "lift out in front and hold"),
    ("leg", "sideways", "lift the {side} leg out sideways and hold it", "lift out sideways and hold"),
)
_ENDS = {"arm": ("shoulder", "elbow", "wrist"), "leg": ("hip", "knee", "ankle")}
# Metres that an end gets away from rest when it moves, and that it may wander about its mean place at rest.
MOVES = {"arm": 0.35, "leg": 0.20}
RESTS = {"arm": 0.20, "leg": 0.20}


@dataclass(frozen=True)
class Row:
    """One request with one seed.

    form: "sentence" or "line".
    away and stir (metres) of the named limb and of its twin: how far its end gets from rest, and from its own mean
        place.
    """

    side: str
    limb: str
    gesture: str
    form: str
    seed: int
    away: float
    stir: float
    other_away: float
    other_stir: float

    @property
    def moves(self) -> bool:
        return self.away > MOVES[self.limb]

    @property
    def other_rests(self) -> bool:
        return self.other_stir < RESTS[self.limb]

    @property
    def obeyed(self) -> bool:
        return self.moves and self.other_rests


def limb_use(joints: np.ndarray, side: str, limb: str) -> tuple[float, float]:
    """Largest distances (m) of a wrist or ankle from where it rests, and from its own mean place.

    joints (T, 22, 3). Both in the body's frame, seen from the shoulder or hip. At rest the limb hangs straight.
    """
    root, middle, end = (joints[:, INDEX[f"{side}_{name}"]] for name in _ENDS[limb])
    length = float((np.linalg.norm(middle - root, axis=-1) + np.linalg.norm(end - middle, axis=-1)).mean())
    relative, left, forward = end - root, left_axis(joints), forward_axis(joints)
    place = np.stack([(relative * left).sum(-1), relative[:, 1], (relative * forward).sum(-1)], axis=-1)
    away = np.linalg.norm(place - (0.0, -length, 0.0), axis=-1).max()
    return float(away), float(np.linalg.norm(place - place.mean(axis=0), axis=-1).max())


def requests() -> Iterable[tuple[str, str, str, str, str, dict[str, str]]]:
    """Side, limb, gesture, form, prompt and part lines of all requests."""
    for limb, gesture, sentence, line in GESTURES:
        for side in SIDES:
            yield side, limb, gesture, "sentence", sentence.format(side=side), {}
            yield side, limb, gesture, "line", STANDING, {f"{side}_{limb}": line}


def evaluate(
    generate: Generate, seeds: tuple[int, ...] = SEEDS, report: Callable[[Row], None] = lambda row: None
) -> list[Row]:
    """Rows of all requests x seeds, each also handed to ``report`` as soon as it is known."""
    rows = []
    for side, limb, gesture, form, prompt, parts in requests():
        other = SIDES[side == "left"]
        for seed in seeds:
            joints = generate(prompt, SECONDS, seed, parts).joints()
            rows.append(
                Row(side, limb, gesture, form, seed, *limb_use(joints, side, limb), *limb_use(joints, other, limb))
            )
            report(rows[-1])
    return rows


def summary(rows: list[Row]) -> dict:
    """JSON-ready result: ``parts`` (0 to 1, all rows), the shares behind it, by form and by limb, and the rows."""

    def share(kept: Iterable[bool]) -> float:
        return float(np.mean(list(kept)))

    def obeyed(name: str) -> dict[str, float]:
        values = sorted({getattr(row, name) for row in rows})
        return {value: share(row.obeyed for row in rows if getattr(row, name) == value) for value in values}

    return {
        "parts": share(row.obeyed for row in rows),
        "moves": share(row.moves for row in rows),
        "other_rests": share(row.other_rests for row in rows),
        "wrong_side": share(row.other_stir > row.stir for row in rows),
        "by_form": obeyed("form"),
        "by_limb": obeyed("limb"),
        "by_side": obeyed("side"),
        "by_gesture": obeyed("gesture"),
        "rows": [asdict(row) | {"obeyed": row.obeyed} for row in rows],
    }


def format_row(row: Row) -> str:
    """One line for the terminal."""
    outcome = "obeyed" if row.obeyed else "  -   "
    what = f"{row.side} {row.limb} {row.gesture}"
    return (
        f"{outcome}  {what:<20} {row.form:<8} seed {row.seed}  "
        f"named {row.away:.2f} m from rest, other stirs {row.other_stir:.2f} m"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate parts``."""
    add_model(parser)
    parser.add_argument("--strength", type=float, help="guidance (default: the model's own)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write shares and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Generate and judge all requests; prints a line for each, then the shares."""
    with open_model(args) as engine:
        rows = evaluate(generator(engine, args.strength), report=lambda row: print(format_row(row), flush=True))
    result = summary(rows)
    for name in ("by_gesture", "by_limb", "by_side", "by_form"):
        print(", ".join(f"{value} {share:.2f}" for value, share in result[name].items()))
    print(
        f"part obedience {result['parts']:.3f} over {len(rows)} motions: the named limb moves in "
        f"{result['moves']:.3f}, the other one rests in {result['other_rests']:.3f}, "
        f"and moves more than the named one in {result['wrong_side']:.3f}"
    )
    if args.json:
        write_json(args.json, result)
    return 0
