"""``python -m engine.lab.training.card``: what a lent machine runs, part by part, and what is prepared for it here.

On the machine: smoke, tokenizer, patterns, language. Here: samples, pack, corpus, pool, start before it;
collect after it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ....errors import MotionCtrlError

_ON_THE_MACHINE = ("smoke", "tokenizer", "patterns", "encode", "language")


def main(arguments: list[str] | None = None) -> int:
    """Run one part; errors that a user can meet are one sentence."""
    args = _parser().parse_args(arguments)
    began = time.monotonic()
    try:
        _PARTS[args.part](args)
    except MotionCtrlError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.part}: {time.monotonic() - began:.1f} s in all", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.lab.training.card", description=__doc__.splitlines()[0])
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    for name in _ON_THE_MACHINE:
        part = parts.add_parser(name)
        part.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
        part.add_argument("--out", type=Path, required=name != "smoke")
        if name == "smoke":
            part.add_argument("--size", type=int, default=8192)
            continue
        part.add_argument("--in", dest="folder", type=Path, required=True, help="folder with what was prepared")
        if name == "encode":
            part.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
            continue
        part.add_argument("--seconds", type=float, help="of training, reading included; of each pattern")
        part.add_argument("--steps", type=int, help="at most so many")
        part.add_argument("--rate", type=float, help="peak learning rate")
        part.add_argument("--seed", type=int, default=0)
    parts.choices["tokenizer"].add_argument("--room-seconds", type=float, help="of the second stage")
    parts.choices["tokenizer"].add_argument("--frames", type=int, help="motion frames a batch")
    for name in ("patterns", "language"):
        parts.choices[name].add_argument("--positions", type=int, help="sequence positions a batch")
        parts.choices[name].add_argument("--share", type=float, help="of the frames for the depth decoder")
    parts.choices["patterns"].add_argument("--names", nargs="+", help="patterns, by default all")
    parts.choices["patterns"].add_argument("--every", type=int, default=50, help="steps between two checks")
    parts.choices["language"].add_argument("--codes", type=Path, help="folder that `encode` made")
    _prepared_here(parts)
    return parser


def _prepared_here(parts) -> None:
    pack = parts.add_parser("pack", help="motions for `tokenizer`")
    pack.add_argument("--cmu-dir", type=Path, required=True)
    pack.add_argument("--motions", type=Path, required=True, help="folder that `train data` made")
    pack.add_argument("--open-motions", type=Path, help="folder of the open collection's motions")
    pack.add_argument("--samples", type=Path, nargs="+", help="folders that `samples` made")
    pack.add_argument("--gestures", type=int, default=0, help="add so many procedural gestures")
    pack.add_argument("--seed", type=int, default=0)
    pack.add_argument("--out", type=Path, required=True, help="the file")

    samples = parts.add_parser("samples", help="samples of the action choreographies, for `pack` and `corpus`")
    samples.add_argument("--count", type=int, required=True)
    samples.add_argument("--seconds", type=float, help="at most so long")
    samples.add_argument("--seed", type=int, default=0)
    samples.add_argument("--out", type=Path, required=True, help="the folder")

    corpus = parts.add_parser("corpus", help="encode samples with a tokenizer, as `train corpus` does")
    corpus.add_argument("--samples", type=Path, nargs="+", required=True, help="folders that `samples` made")
    corpus.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
    corpus.add_argument("--out", type=Path, required=True, help="the folder")

    pool = parts.add_parser("pool", help="samples and tellings for `patterns` and `language`")
    of = pool.add_mutually_exclusive_group(required=True)
    of.add_argument("--corpus", type=Path, nargs="+")
    of.add_argument("--samples", type=Path, nargs="+", help="folders that `samples` made, to be encoded on the machine")
    pool.add_argument("--prq", type=Path, help="prq.safetensors that the corpora were encoded with")
    of.add_argument("--join", type=Path, nargs="+", help="pools of the same samples, to be one")
    pool.add_argument("--count", type=int, default=0, help="tellings")
    pool.add_argument("--draw", type=int, default=0, help="other tellings of the same samples, for --join")
    pool.add_argument("--films", type=int, default=4000, help="samples that keep their footage")
    pool.add_argument("--split", default="train", help="which samples")
    pool.add_argument("--seed", type=int, default=0)
    pool.add_argument("--out", type=Path, required=True, help="the file")

    start = parts.add_parser("start", help="weights to start from")
    start.add_argument("--model", type=Path, required=True, help="training or model folder")
    start.add_argument("--prq", type=Path, required=True, help="prq.safetensors that will be trained with")
    start.add_argument("--out", type=Path, required=True, help="the folder")
    start.add_argument("--pattern", help="of the depth decoder from now on")
    start.add_argument("--without-depth", action="store_true", help="for `patterns`, which make new ones")

    collect = parts.add_parser("collect", help="a training folder for `train export` from weights that came back")
    collect.add_argument("--in", dest="folder", type=Path, required=True)
    collect.add_argument("--name", default="vlmm", help="vlmm, or a pattern")
    collect.add_argument("--start", type=Path, help="folder with the weights that were started from; for patterns")
    collect.add_argument("--out", type=Path, required=True)


def _smoke(args: argparse.Namespace) -> None:
    from .smoke import device, smoke

    smoke(device(args.device), args.size)


def _tokenizer(args: argparse.Namespace) -> None:
    from .smoke import device
    from .tokenizer import TokenizerOptions, train_tokenizer

    options = TokenizerOptions(**_given(args, "seconds", "room_seconds", "rate", "frames", "seed", "steps"))
    train_tokenizer(args.folder, args.out, device(args.device), options)


def _patterns(args: argparse.Namespace) -> None:
    from .language import LanguageOptions
    from .patterns import PATTERNS, compare_patterns
    from .smoke import device

    options = LanguageOptions(**_given(args, "seconds", "rate", "positions", "share", "seed", "steps"))
    compare_patterns(args.folder, args.out, device(args.device), options, tuple(args.names or PATTERNS), args.every)


def _language(args: argparse.Namespace) -> None:
    from .language import LanguageOptions, train_language
    from .smoke import device

    options = LanguageOptions(**_given(args, "seconds", "rate", "positions", "share", "seed", "steps"))
    args.out.mkdir(parents=True, exist_ok=True)
    train_language(args.folder, args.out, device(args.device), options, args.codes)


def _encode(args: argparse.Namespace) -> None:
    from .encode import encode_packs
    from .smoke import device

    print(f"{encode_packs(args.folder, args.prq, args.out, device(args.device)):,} latent frames")


def _pack(args: argparse.Namespace) -> None:
    from .prepare import pack_all

    print(f"{pack_all(args):,} frames in {args.out.stat().st_size / 2**20:.1f} MiB")


def _samples(args: argparse.Namespace) -> None:
    from ...choreography.action import generate
    from ...choreography.registry import all_actions
    from .samples import write_samples

    made = generate(list(all_actions().values()), args.count, args.seed)
    print(f"{write_samples(made, args.out, 'actions', args.seconds):,} samples")


def _corpus(args: argparse.Namespace) -> None:
    from ..corpus import write_corpus
    from ..prq import load_prq
    from .samples import read_samples

    samples = (sample for folder in args.samples for sample in read_samples(folder))
    print(f"{write_corpus(samples, load_prq(args.prq), args.out):,} samples")


def _pool(args: argparse.Namespace) -> None:
    from .prepare import pool_all

    print(f"{pool_all(args) / 2**20:.1f} MiB")


def _start(args: argparse.Namespace) -> None:
    from .prepare import start_from

    start_from(args.model, args.prq, args.out, args.without_depth, args.pattern)


def _collect(args: argparse.Namespace) -> None:
    from .prepare import collect

    collect(args.folder, args.name, args.out, args.start)


def _given(args: argparse.Namespace, *names: str) -> dict:
    """The options that were given; the others keep what the part takes by default."""
    return {name: getattr(args, name) for name in names if getattr(args, name, None) is not None}


_PARTS = {
    "smoke": _smoke,
    "tokenizer": _tokenizer,
    "patterns": _patterns,
    "encode": _encode,
    "language": _language,
    "pack": _pack,
    "samples": _samples,
    "corpus": _corpus,
    "pool": _pool,
    "start": _start,
    "collect": _collect,
}

if __name__ == "__main__":
    sys.exit(main())
