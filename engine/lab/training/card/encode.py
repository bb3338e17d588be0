"""Codes of packed samples, made on the card in seconds instead of on the processor in hours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ....body.layout import STRIDE
from ....errors import MotionCtrlError
from .features import pack_features
from .pack import read_pack
from .pool import Pool, with_codes
from .quantizer import load_learned

CODES = "codes.npz"
_TOGETHER = 40_000  # motion frames encoded together


@torch.no_grad()
def encode_packs(folder: Path, prq: Path, out: Path, where: torch.device) -> int:
    """Codes of all samples of the packs in ``folder``, in the order of the files' names; returns their latent frames.

    Leaves codes (T, 5, 4), lengths (n,) and the codebook in ``out``.
    """
    files = sorted(folder.glob("*.pack"))
    if not files:
        raise MotionCtrlError(f"{folder} holds no packs: copy those of `samples` into it.")
    model = load_learned(prq, where).eval()
    found, lengths = [], []
    for file in files:
        pack = read_pack(file)
        features, _ = pack_features(pack, where)
        sizes = pack.lengths // STRIDE
        codes = np.zeros((int(sizes.sum()), model.groups, model.codes_per_group), np.int16)
        starts = np.cumsum(sizes) - sizes
        for size in np.unique(sizes[sizes > 0]):
            alike = np.flatnonzero(sizes == size)
            for part in np.array_split(alike, max(1, len(alike) * size * STRIDE // _TOGETHER)):
                frames = torch.arange(int(size) * STRIDE, device=where)
                first = torch.from_numpy(pack.starts[part]).to(where)
                made = model.encode(features[first[:, None] + frames]).cpu().numpy()
                codes[starts[part][:, None] + np.arange(size)] = made
        found.append(codes)
        lengths.append(sizes)
    out.mkdir(parents=True, exist_ok=True)
    codebook = model.codebook().cpu().numpy().astype(np.float16)
    np.savez(out / CODES, codes=np.concatenate(found), lengths=np.concatenate(lengths), codebook=codebook)
    return int(sum(map(len, found)))


def coded(pool: Pool, folder: Path) -> Pool:
    """``pool`` with the codes in ``folder``."""
    try:
        with np.load(folder / CODES) as found:
            return with_codes(pool, found["codes"], found["lengths"], found["codebook"])
    except (OSError, KeyError, ValueError) as problem:
        raise MotionCtrlError(f"{folder} lacks whole codes ({problem}): encode the samples again.") from problem
