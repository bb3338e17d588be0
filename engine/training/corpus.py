"""The VLMM's training corpus: captioned samples as PRQ codes, on disk and in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..data.sample import Sample
from ..motion import humo263
from ..motion.kinematics import Motion
from ..tokenizer.modules import PRQ
from . import loop

LATENT = 4  # motion frames a latent frame


@dataclass(frozen=True)
class Item:
    """One captioned motion: codes (n, 5, 4), what may be said of it, and its kind if it was recorded.

    captions: any of them describes the motion; parts: one dict (part to text) a caption, or empty.
    """

    name: str
    codes: np.ndarray
    captions: tuple[str, ...]
    parts: tuple[dict[str, str], ...]
    synthetic: bool
    kind: str = ""


def write_corpus(samples: Iterable[Sample], prq: PRQ, folder: Path) -> int:
    """Encode ``samples`` with the tokenizer into ``folder``; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    prq = prq.to(loop.device()).eval()
    codes, rows = [], []
    for sample in samples:
        motion = Motion(sample.rotations, sample.translation)
        features, _ = humo263.encode(motion[: len(motion) // LATENT * LATENT])
        with torch.no_grad(), loop.mixed_precision():
            found = prq.encode(torch.from_numpy(features)[None].to(loop.device()))[0]
        codes.append(found.cpu().numpy().astype(np.int16))
        rows.append(
            {"name": sample.name, "frames": len(found), "captions": sample.captions, "parts": sample.parts,
             "synthetic": sample.synthetic, "split": sample.split, "kind": sample.kind}
        )  # fmt: skip
    np.save(folder / "codes.npy", np.concatenate(codes))
    (folder / "samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def read_corpus(folder: Path, split: str = "train") -> list[Item]:
    """The corpus's items of one split."""
    codes = np.load(folder / "codes.npy")
    items, start = [], 0
    for line in (folder / "samples.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        end = start + row["frames"]
        if row["split"] == split:
            items.append(
                Item(
                    row["name"], codes[start:end], tuple(row["captions"]), tuple(row["parts"]),
                    row["synthetic"], row["kind"],
                )  # fmt: skip
            )
        start = end
    return items
