"""The VLMM's training corpus: captioned samples as PRQ codes, on disk and in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ...body.layout import STRIDE
from ...motion import humo263
from ...motion.kinematics import Motion
from ...pose.features import WIDTH
from ..data.sample import Sample
from ..filming.simulate import simulated_features
from ..nets.prq import PRQModule
from . import loop

FILMED = 0.6  # share of the samples of which there is simulated footage


@dataclass(frozen=True)
class Item:
    """One captioned motion: codes (n, 5, 4), what may be said of it, and its kind if it was recorded.

    captions: any of them describes the motion.
    parts: one dict (part to text) a caption, or empty.
    given: latent frames at the start that the captions do not speak of.
    footage: features (n, WIDTH) half precision of a video that shows it, or None.
    """

    name: str
    codes: np.ndarray
    captions: tuple[str, ...]
    parts: tuple[dict[str, str], ...]
    synthetic: bool
    kind: str = ""
    given: int = 0
    footage: np.ndarray | None = None


def write_corpus(samples: Iterable[Sample], prq: PRQModule, folder: Path) -> int:
    """Encode ``samples`` with the tokenizer into ``folder``; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    prq = prq.to(loop.device()).eval()
    codes, rows, footage = [], [], []
    random = np.random.default_rng(0)
    for sample in samples:
        motion = Motion(sample.rotations, sample.translation)
        features, _ = humo263.encode(motion[: len(motion) // STRIDE * STRIDE])
        with torch.no_grad(), loop.mixed_precision():
            found = prq.encode(torch.from_numpy(features)[None].to(loop.device()))[0]
        codes.append(found.cpu().numpy().astype(np.int16))
        filmed = bool(random.random() < FILMED)
        if filmed:
            footage.append(simulated_features(motion[: len(found) * STRIDE], random).astype(np.float16))
        rows.append(
            {
                "name": sample.name,
                "frames": len(found),
                "captions": sample.captions,
                "parts": sample.parts,
                "synthetic": sample.synthetic,
                "split": sample.split,
                "kind": sample.kind,
                "given": sample.given // STRIDE,
                "filmed": filmed,
            }
        )
    np.save(folder / "codes.npy", np.concatenate(codes))
    np.save(folder / "footage.npy", np.concatenate([*footage, np.zeros((0, WIDTH), np.float16)]))
    (folder / "samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def read_corpus(folder: Path, split: str = "train") -> list[Item]:
    """The corpus's items of one split."""
    codes = np.load(folder / "codes.npy")
    footage = np.load(folder / "footage.npy", mmap_mode="r")
    items, start, shown = [], 0, 0
    for line in (folder / "samples.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        end = start + row["frames"]
        film = footage[shown : shown + row["frames"]] if row["filmed"] else None
        shown += row["frames"] * row["filmed"]
        if row["split"] == split:
            items.append(
                Item(
                    row["name"],
                    codes[start:end],
                    tuple(row["captions"]),
                    tuple(row["parts"]),
                    row["synthetic"],
                    row["kind"],
                    row["given"],
                    film,
                )
            )
        start = end
    return items
