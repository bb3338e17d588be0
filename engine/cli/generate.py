"""``python -m engine generate``: sentences to motion files."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

from ..api import FOLLOW, PARTS, Chunk, Engine
from ..errors import MotionCtrlError
from ..files import write_whole
from ..formats.load import save_motion
from ..formats.text import read_text
from ..lab.options import add_model, open_model
from ..language import steps
from ..request import check_request, in_steps, total_frames
from .requests import Options, check_options, request_of

KINDS = (".npz", ".bvh")
_NAMES = {option.name for option in fields(Options)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    what = parser.add_argument_group("what to do")
    what.add_argument("--prompt", action="append", default=[], help="instruction; several make a long motion")
    what.add_argument("--seconds", action="append", default=[], type=float, help="duration, one for each prompt")
    what.add_argument(
        "--part", action="append", default=[], metavar="PART=TEXT", help=f"one part's instruction: {', '.join(PARTS)}"
    )
    what.add_argument("--seed", type=int, default=0, help="the same seed gives the same motion (default 0)")
    what.add_argument("--strength", type=float, help="how strictly the prompt is followed, 1 for no guidance")
    what.add_argument("--video", metavar="FILE", help="reference video")
    what.add_argument(
        "--mirrored",
        action="store_true",
        help="exchange left and right of the video: for a mirror, or a telephone's front camera",
    )
    what.add_argument(
        "--follow",
        type=float,
        metavar="SHARE",
        help=f"how far each pose is drawn to the video's: 0 moves alike, 1 copies what was seen (default {FOLLOW})",
    )
    known = parser.add_argument_group("known motion (.bvh, .amc, .npz, .npy), one of")
    known.add_argument("--start", type=Path, metavar="FILE", help="start as this motion starts, or as a picture shows")
    known.add_argument("--keep", type=Path, metavar="FILE", help="keep this motion but for what --regenerate names")
    known.add_argument("--between", type=Path, nargs=2, metavar=("A", "B"), help="fill a gap of --seconds from A to B")
    known.add_argument("--append", type=Path, metavar="FILE", help="continue this motion")
    known.add_argument("--regenerate", default="", metavar="PARTS", help="with --keep: parts, separated by commas")
    known.add_argument("--range", metavar="A:B", help="with --keep: seconds from A to B")
    out = parser.add_argument_group("where to")
    out.add_argument("--out", type=Path, metavar="FILE", help="motion file to write, .npz or .bvh")
    out.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="requests, one JSON object of options a line")
    out.add_argument("--out-dir", type=Path, metavar="DIR", help="folder for the motions of --batch")


def run(args: argparse.Namespace) -> int:
    jobs = _batch(args) if args.batch else [_single(args)]
    for options in jobs:
        check_options(options)
        _check_out(options.out)
    with open_model(args) as engine:
        for options in jobs:
            engine.check_words((*options.prompt, *options.part.values()))
        requests = [request_of(options, engine) for options in jobs]
        for request, _ in requests:
            check_request(request)
        for options, (request, finish) in zip(jobs, requests, strict=True):
            _make(engine, request, finish, options.out)
    return 0


def _make(engine: Engine, request, finish, out: Path) -> None:
    """Generate one request and write it."""
    for hint in (
        steps.hint(request.instructions, in_steps(request)[0]),
        engine.hint((*request.instructions, *request.parts.values())),
    ):
        if hint:
            print(hint, file=sys.stderr)
    progress = _Progress(out.name, total_frames(request))
    began = time.perf_counter()
    made = engine.fill(request, progress)
    took = time.perf_counter() - began
    progress.clear()
    motion = finish(made.motion)
    write_whole(out, lambda partial: save_motion(motion, partial))
    print(
        f"{out}: {len(motion)} frames, {len(motion) / motion.fps:.1f} s of motion "
        f"in {took:.1f} s ({len(made.motion) / took:.0f} frames a second)"
    )


class _Progress:
    """A line on the terminal that says how many frames there are; silent elsewhere."""

    def __init__(self, name: str, total: int | None) -> None:
        self._name, self._total = name, total
        self._shown = sys.stderr.isatty()

    def __call__(self, chunk: Chunk) -> None:
        if self._shown:
            done = chunk.first_frame + len(chunk.rotations)
            print(f"\r{self._name}: {done}/{self._total or '…'} frames", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _single(args: argparse.Namespace) -> Options:
    """The request on the command line."""
    if args.out is None:
        raise MotionCtrlError("There is no place to write to: give --out FILE.npz, or --batch with --out-dir.")
    if args.out_dir is not None:
        raise MotionCtrlError("--out-dir goes with --batch: give --out FILE for a single motion.")
    return _options(
        {name: value for name, value in vars(args).items() if name in _NAMES and value not in (None, [], "")},
        "the command line",
    )


def _batch(args: argparse.Namespace) -> list[Options]:
    """The requests of a batch file, each with a file to write to."""
    if any(getattr(args, name) not in (None, [], "", False) for name in _NAMES - {"seed", "strength"}):
        raise MotionCtrlError("--batch takes its requests from the file: put all but --seed and --strength there.")
    if args.out_dir is None:
        raise MotionCtrlError("--batch needs --out-dir DIR for its motions.")
    jobs = []
    for number, line in enumerate(read_text(args.batch, "JSON lines", prose=True).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{args.batch} line {number}"
        try:
            values = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise MotionCtrlError(f"{where} is not JSON ({error}): write one object a line.") from error
        if not isinstance(values, dict):
            raise MotionCtrlError(f"{where} is not a JSON object: write {{...}} with the options' names.")
        defaults = {"seed": args.seed, "strength": args.strength}
        options = _options({**defaults, **values}, where)
        name = options.out or Path(f"{len(jobs):04d}.npz")
        jobs.append(replace(options, out=args.out_dir / name))
    return jobs


def _options(values: dict, where: str) -> Options:
    """Options from a command line's or a batch line's values; unknown names are refused, checks ignored."""
    values = {name.replace("-", "_"): value for name, value in values.items() if value is not None}
    values.pop("checks", None)  # lets a file of evaluation requests be generated as it is
    unknown = sorted(set(values) - _NAMES)
    if unknown:
        raise MotionCtrlError(f"{where} has an unknown option {unknown[0]!r}: use {', '.join(sorted(_NAMES))}.")
    try:
        converted = {name: _CONVERT[name](value) for name, value in values.items()}
    except (TypeError, ValueError) as error:
        raise MotionCtrlError(f"{where} has a value that makes no sense ({error}): see generate --help.") from error
    return Options(**converted)


def _parts(value: object) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(name): _text(text) for name, text in value.items()}
    found: dict[str, str] = {}
    for entry in _listed(value):
        name, equals, text = str(entry).partition("=")
        if not equals:
            raise MotionCtrlError(f"--part {entry!r} has no '=': write it like left_arm=\"waves\".")
        name = name.strip().replace(" ", "_")
        if name in found:
            raise MotionCtrlError(f"The part {name} is named twice: give it one instruction.")
        found[name] = _text(text)
    return found


def _text(value: object) -> str:
    """A prompt as text; raises ValueError where its letters are broken."""
    text = str(value)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        # Bytes that the system's language did not know: they are UTF-8 nevertheless, or broken.
        try:
            text = text.encode("utf-8", errors="surrogateescape").decode("utf-8")
        except UnicodeError:
            raise ValueError(f"{ascii(text)} holds letters that are no UTF-8") from None
    if "\ufffd" in text:
        raise ValueError(f"{text!r} holds letters that are no UTF-8")
    return text


def _listed(value: object) -> list:
    return list(value) if isinstance(value, list | tuple) else [value]


def _names(value: object) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value
    return tuple(str(word).strip() for word in words if str(word).strip())


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def _range(value: object) -> tuple[float, float]:
    ends = value.split(":") if isinstance(value, str) else list(value)
    if len(ends) != 2:
        raise ValueError(f"the range {value!r} is not A:B in seconds")
    return float(ends[0]), float(ends[1])


def _pair(value: object) -> tuple[Path, Path]:
    if len(_listed(value)) != 2:
        raise ValueError("between takes two files")
    return Path(value[0]), Path(value[1])


_CONVERT = {
    "prompt": lambda value: tuple(_text(text) for text in _listed(value)),
    "seconds": lambda value: tuple(float(number) for number in _listed(value)),
    "part": _parts,
    "seed": int,
    "strength": float,
    "video": str,
    "mirrored": _flag,
    "follow": float,
    "start": Path,
    "keep": Path,
    "regenerate": _names,
    "range": _range,
    "between": _pair,
    "append": Path,
    "out": Path,
}


def _check_out(out: Path) -> None:
    if out.suffix.lower() not in KINDS:
        raise MotionCtrlError(f"{out} is no motion file that can be written: end its name in {' or '.join(KINDS)}.")
    if out.is_dir():
        raise MotionCtrlError(f"{out} is a folder: give the name of a file.")
