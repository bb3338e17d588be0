"""``evaluate tokenizers``: trains PRQ and its peers on the same trials and lays them side by side.

Each number of steps and frames a batch has a folder of its own in ``--out``. What has been trained or measured there
before is not done again, and an interrupted training goes on.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter

import numpy as np

from ...body.layout import FPS, LATENT_SECONDS
from ...errors import MotionCtrlError
from ...files import write_whole
from ...motion import humo263
from ...motion.kinematics import Motion
from ..options import write_json
from .peers_table import LABELS, into_page, tables
from .tokenizer import clips, errors, summary

_RESULT = "result.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--motions", type=Path, required=True, help="folder that `train data` made")
    parser.add_argument("--cmu-dir", type=Path, required=True, help="folder with manifest.csv")
    parser.add_argument("--out", type=Path, required=True, help="folder for everything trained and measured")
    parser.add_argument("--only", type=_names, default=tuple(LABELS), metavar="NAMES", help=f"of {','.join(LABELS)}")
    parser.add_argument("--seeds", type=int, default=1, help="train each so many times and show mean and deviation")
    parser.add_argument("--steps", type=int, default=3000, help="optimisation steps of each")
    parser.add_argument("--frames", type=int, default=2048, help="motion frames a batch")
    parser.add_argument("--page", type=Path, help="Markdown page whose tables are replaced")


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    for name in names:
        if name not in LABELS:
            raise MotionCtrlError(f"There is no tokenizer {name!r} to compare; choose from {', '.join(LABELS)}.")
    return names


def run(args: argparse.Namespace) -> int:
    if args.page and not args.page.is_file():
        raise MotionCtrlError(f"There is no page {args.page}; give a Markdown file with the lines that hold tables.")
    comparison = Comparison(args.motions, args.cmu_dir, args.out, args.steps, args.frames)
    for seed in range(args.seeds):
        for name in args.only:
            # Nothing in DSFT is drawn: its other seeds would be the same.
            if (seed == 0 or name != "dsft") and comparison.result(name, seed) is None:
                comparison.measure(name, seed)
    text = tables(comparison.results(), args.steps, args.frames)
    print(text)
    write_whole(comparison.folder / "tables.md", lambda partial: partial.write_text(text, encoding="utf-8"))
    if args.page:
        into_page(args.page, text)
    return 0


@dataclass
class Comparison:
    """Tokenizers that had the same motions, steps and batches."""

    motions: Path
    cmu: Path
    out: Path
    steps: int
    frames: int

    @property
    def folder(self) -> Path:
        return self.out / f"{self.steps}-steps-{self.frames}-frames"

    @cached_property
    def training(self) -> list[np.ndarray]:
        """HuMo263 (T, 263) of the training trials, their mirror images, faster and slower ones."""
        from ..training.motions import split_motions
        from ..training.prq import training_features

        motions = split_motions(self.motions, self.cmu, "train")
        print(f"{len(motions)} motions, {sum(map(len, motions)) / FPS / 60:.1f} minutes before augmentation")
        return training_features(motions)

    @cached_property
    def test(self) -> list[Motion]:
        """Pieces of the test trials, of ten seconds at most."""
        from ..training.motions import split_motions

        return [clip for motion in split_motions(self.motions, self.cmu, "test") for clip in clips(motion)]

    @cached_property
    def evaluator(self):
        """The autoencoder in whose features the FID is measured."""
        from .motion_autoencoder import load_autoencoder, train_autoencoder

        folder = self.folder / "autoencoder"
        return load_autoencoder(folder) or train_autoencoder(self.training, self._options(folder), self.frames)

    def result(self, name: str, seed: int) -> dict | None:
        """What was measured of a tokenizer before."""
        path = self._place(name, seed) / _RESULT
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def results(self) -> dict[str, list[dict]]:
        """All that has been measured, by tokenizer, one entry a seed."""
        found: dict[str, list[dict]] = {name: [] for name in LABELS}
        for name, entries in found.items():
            seeds = [folder.name.rpartition("-seed")[2] for folder in self.folder.glob(f"{name}-seed*")]
            for seed in sorted(int(seed) for seed in seeds if seed.isdecimal()):
                if (result := self.result(name, seed)) is not None:
                    entries.append(result)
        return found

    def measure(self, name: str, seed: int) -> None:
        """Train a tokenizer, unless that is done, measure it on the test trials, and write its result."""
        from ..peers.catalogue import stored_numbers
        from ..training.loop import device
        from ..training.peers import is_trained, load_peer, train_peer

        folder = self._place(name, seed)
        if is_trained(name, folder):
            tokenizer = load_peer(name, folder)
        else:
            tokenizer = train_peer(name, self.training, self._options(folder), self.frames, seed)
        about = {"tokenizer": name, "seed": seed, "steps": self.steps, "batch": self.frames, "device": device().type}
        about["numbers"] = stored_numbers(tokenizer)
        print(f"{name}, seed {seed}: {about['numbers']:,} parameters; measuring on the test trials", flush=True)
        write_json(folder / _RESULT, about | measured(tokenizer, self.test, self.evaluator))

    def _place(self, name: str, seed: int) -> Path:
        return self.folder / f"{name}-seed{seed}"

    def _options(self, folder: Path):
        from ..training.loop import LoopOptions

        return LoopOptions(folder, steps=self.steps)


def measured(tokenizer, motions: list[Motion], evaluator) -> dict[str, float]:
    """All figures of a tokenizer on motions at 20 fps.

    Besides those of ``tokenizer.summary``: codes_per_s and bits_per_s as they came out on these motions;
    perplexity: exp of the entropy of the codes' use; fid between the motions and what decoding made of them;
    encode_fps and decode_fps: motion frames a second, one motion after the other.
    """
    from .frechet import frechet_distance
    from .motion_autoencoder import embeddings

    rows, real, made, used = [], [], [], []
    encoding = decoding = 0.0
    tokenizer.decode(tokenizer.encode(humo263.encode(motions[0])[0]))  # the first call prepares libraries
    for index, motion in enumerate(motions):
        features, anchor = humo263.encode(motion)
        start = perf_counter()
        codes = tokenizer.encode(features)
        between = perf_counter()
        back = tokenizer.decode(codes)[: len(motion)]
        encoding, decoding = encoding + between - start, decoding + perf_counter() - between
        decoded = humo263.decode(back, anchor, motion.skeleton)
        rows.append({"file": index, "frames": len(motion)} | errors(motion, decoded))
        real.append(features)
        made.append(
            humo263.encode(decoded)[0]
        )  # re-encode the decoded rotations: this is what plays, not the raw output
        used.append(codes.ravel())
    frames = sum(map(len, motions))
    latents = sum(-(-len(motion) // 4) for motion in motions)
    codes_per_s = sum(map(len, used)) / latents / LATENT_SECONDS
    bits_per_code = tokenizer.bits_per_second / (tokenizer.codes_per_latent_frame / LATENT_SECONDS)
    shares = np.unique(np.concatenate(used), return_counts=True)[1] / sum(map(len, used))
    return summary(rows) | {
        "fid": frechet_distance(embeddings(evaluator, real), embeddings(evaluator, made)),
        "codes_per_s": codes_per_s,
        "bits_per_s": codes_per_s * bits_per_code,
        "perplexity": float(np.exp(-(shares * np.log(shares)).sum())),
        "codebook": tokenizer.codebook_size,
        "encode_fps": frames / encoding,
        "decode_fps": frames / decoding,
        "test_minutes": frames / FPS / 60,
    }
