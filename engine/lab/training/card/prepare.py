"""Before a machine is lent: its inputs in few bytes. After it: its weights as a training folder."""

from __future__ import annotations

import csv
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import LlamaConfig

from ....body.layout import LAYERS, PART_COUNT, STRIDE
from ....errors import MotionCtrlError
from ....language import tokens
from ....store.folder import LANGUAGE
from ....weights import read_safetensors
from ...data.cmu import load_cached, trials
from ...data.kinds import kind_of
from ...data.retime import takes
from ...data.split import read_split, split_of
from ...filming.simulate import simulated_features
from ...nets.frame import VLMM, depth_config_of
from ..corpus import Item, read_corpus
from ..motions import gesture_motions, read_motions
from ..smollm2 import load_smollm2, tokenizer
from ..vlmm import with_pattern
from ..weights import in_terms_of, part, read_weights
from .language import START
from .pack import pack_motions, read_pack
from .pool import build_pool, joined, read_pool, write_pool
from .samples import PACK, read_table
from .weights import packed, read_weights_of, sizes_of, write_weights

Row = tuple[str, str, str, np.ndarray, np.ndarray]
_HELD_EVERY = 40  # of samples made by rules, every so many is held out
_OPEN_LIST = "motions.csv"  # beside the open collection's motions


def pack_all(args: Namespace) -> int:
    """Pack recorded trials, the open collection, samples and gestures for `tokenizer`; returns their frames."""
    return pack_motions(_rows(args), args.out)


def _rows(args: Namespace) -> Iterator[Row]:
    table, listed = read_split(), trials(args.cmu_dir)
    for take in takes(read_motions(args.motions), listed):
        kind = kind_of(take.trial.description)
        split = split_of(take.trial.cmu_id, table)
        yield take.name, f"cmu/{kind}", split, take.motion.rotations, take.motion.translation
    if args.open_motions:
        yield from open_rows(args.open_motions)
    for folder in args.samples or ():
        yield from sample_rows(folder)
    for number, motion in enumerate(gesture_motions(args.gestures, args.motions, args.cmu_dir, args.seed)):
        yield f"gesture_{number}", "gestures", _held(number), motion.rotations, motion.translation


def open_rows(folder: Path) -> Iterator[Row]:
    """The open collection's motions, each source by its name; what is only compared with is held out."""
    try:
        lines = (folder / _OPEN_LIST).read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise MotionCtrlError(f"{folder} has no {_OPEN_LIST}: make the open collection's motions again.") from problem
    for row in csv.DictReader(lines):
        motion = load_cached(folder, row["name"])
        split = row["split"] if row["split"] in ("train", "validation") else "test"
        yield row["name"], row["source"], split, motion.rotations, motion.translation


def sample_rows(folder: Path) -> Iterator[Row]:
    """Samples that ``samples.write_samples`` wrote."""
    pack = read_pack(folder / PACK)
    for index, (name, source) in enumerate(zip(pack.names, pack.sources, strict=True)):
        motion = pack.motion(index)
        yield name, source, _held(index), motion.rotations, motion.translation


def _held(number: int) -> str:
    return "validation" if number % _HELD_EVERY == _HELD_EVERY - 1 else "train"


def pool_all(args: Namespace) -> int:
    """Tellings of corpora as one file; returns its bytes."""
    if args.join:
        return write_pool(joined([read_pool(path) for path in args.join]), args.out)
    if args.samples:
        items, rows = sample_items(args.samples, args.split, args.films, args.seed)
        pool = build_pool(
            items, np.zeros((0, 0)), tokenizer(), args.count, args.seed, films=args.films, rows=rows, part=args.draw
        )
    else:
        codebook = read_safetensors(args.prq)[0]["codebook"]
        items = read_items(args.corpus, args.split)
        pool = build_pool(items, codebook, tokenizer(), args.count, args.seed, films=args.films)
    return write_pool(pool, args.out)


def sample_items(folders: list[Path], split: str, films: int, seed: int) -> tuple[list[Item], np.ndarray]:
    """Items of one split without codes, and their rows (n,) among the samples of ``folders``, by name as `encode` goes.

    So many as ``films`` of them are filmed in numbers.
    """
    random = np.random.default_rng(seed)
    packs = [(folder, read_pack(folder / PACK)) for folder in sorted(folders, key=lambda folder: folder.name)]
    told = [(pack, index, row) for folder, pack in packs for index, row in enumerate(read_table(folder))]
    rows = np.array([number for number, (_, _, row) in enumerate(told) if row["split"] == split])
    filmed = set(random.permutation(rows)[:films].tolist())
    items = []
    for number in rows:
        pack, index, row = told[number]
        frames = int(pack.lengths[index]) // STRIDE
        film = None
        if int(number) in filmed:
            film = simulated_features(pack.motion(index)[: frames * STRIDE], random).astype(np.float16)
        codes = np.zeros((frames, PART_COUNT, LAYERS), np.int16)
        said = (row["name"], codes, tuple(row["captions"]), tuple(row["parts"]), row["synthetic"], row["kind"])
        items.append(Item(*said, row["given"] // STRIDE, film))
    return items, rows


def read_items(folders: list[Path], split: str = "train") -> list[Item]:
    """All samples of a split of the first corpus, and of the others what the first cannot have too."""
    items = read_corpus(folders[0], split)
    known = {item.name for item in items}
    for folder in folders[1:]:
        items += [item for item in read_corpus(folder, split) if item.synthetic or item.name not in known]
        known = {item.name for item in items}
    if not items:
        raise MotionCtrlError(f"{folders[0]} holds no samples of the split {split}: write the corpus again.")
    return items


def start_from(
    model: Path, prq: Path, out: Path, without_depth: bool = False, pattern: str | None = None
) -> list[Path]:
    """Write the weights of a training or model folder as `patterns` and `language` start from them.

    pattern: the depth decoder's from now on, by default the one it has.
    """
    codebook = read_safetensors(prq)[0]["codebook"].astype(np.float32)
    state = in_terms_of(read_weights(model), model, codebook)
    file = model / LANGUAGE
    config = load_smollm2(file if file.is_file() else None)[0]
    blocks = {name.split(".")[3] for name in state if name.startswith("vlmm.llama.layers.")}
    config = {**config, "num_hidden_layers": len(blocks), "vocab_size": tokens.SIZE}
    depth = depth_config_of(part(state, "vlmm.depth."))
    vlmm = VLMM(LlamaConfig(**config), replace(depth, pattern=pattern or depth.pattern))
    if pattern:
        own = {f"vlmm.{name}": value for name, value in vlmm.state_dict().items()}
        state = with_pattern(state, own)
        state |= {name: value for name, value in own.items() if name == "vlmm.depth.pattern"}
    if without_depth:
        state = {name: value for name, value in state.items() if not name.startswith("vlmm.depth.")}
    tensors = packed(state)
    return write_weights(tensors, sizes_of(vlmm, tensors), out, START)


def collect(folder: Path, name: str, out: Path, start: Path | None = None) -> dict[str, Tensor]:
    """Turn weights that came back into a training folder for `train export`, `train vlmm --start` and the like."""
    before = None
    if start:
        before = read_weights_of(start, START)[0]
    state, _ = read_weights_of(folder, name, before)
    if start:  # what was left behind because it does not change
        state = {key: value for key, value in before.items() if not key.startswith("vlmm.depth.")} | state
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": state}, out / "checkpoint.pt")
    return state
