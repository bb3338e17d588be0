"""Latents measured by what they do: a trained PRQ whose codes are chosen for the joints, not for the latents.

Some directions of the latent space move the joints, others hardly do. The average of JᵀJ, J the decoder's Jacobian,
says which ("Optimal Brain Surgeon", Hassibi and Stork 1993, asks the same of weights). Its root is multiplied into
encoder and codebook and its inverse into the decoder: every code says what it said, but the nearest one is another.
"""

from __future__ import annotations

import torch
from torch import Tensor
from tqdm import trange

from ...body.layout import POSITIONS
from ...body.skeleton import neutral_skeleton
from ...motion.kinematics import Motion
from ..nets.body import joints_in_pelvis
from ..nets.prq import PRQModule, smoothed
from .prq import WindowSampler, training_features

_WINDOW = 64  # frames
# Floor added to all directions, whose average sensitivity is 1. Below 100, insensitive directions drift until they do
# affect the motion, because the codes were learned without weights.
_EVEN = 100.0


def weigh_prq(prq: PRQModule, motions: list[Motion], batches: int, frames: int = 2048, seed: int = 0) -> PRQModule:
    """``prq`` with its latent space weighed by its sensitivity on ``batches`` of motions at 20 fps; in place."""
    torch.manual_seed(seed)
    sampler = WindowSampler(training_features(motions), frames, seed, ((_WINDOW, 1.0),))
    prq = prq.eval().requires_grad_(False)
    totals = sum(_squares(prq, sampler.batch()) for _ in trange(batches, desc="sensitivity", unit=" batches"))
    traces = totals.diagonal(dim1=-2, dim2=-1).sum(-1)[:, None, None]
    size = totals.shape[-1]
    weigh(prq, (totals / traces).mean(0) * size / _EVEN + torch.eye(size, dtype=torch.float64))
    return prq


def _squares(prq: PRQModule, batch: Tensor) -> Tensor:
    """Sums (groups, latent, latent) of JᵀJ over a batch (B, T, 263), along random directions of what is made."""
    ids = prq.part_ids(len(batch))
    with torch.no_grad():
        latents = prq.encoder(prq.split((batch - prq.mean) / prq.std), ids).transpose(1, 2)
        quantized = prq.dequantize(prq.quantize(latents)[1])
    quantized.requires_grad_(True)
    made = smoothed(prq.join(prq.decoder(quantized.transpose(1, 2), ids)) * prq.std + prq.mean)
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=made.dtype)
    found = 0
    for seen in (joints_in_pelvis(made, offsets), made[..., POSITIONS], made[..., :4]):
        (gradient,) = torch.autograd.grad(seen, quantized, torch.randn_like(seen), retain_graph=True)
        gradient = gradient.unflatten(0, (-1, prq.groups)).double()
        found = found + torch.einsum("bgtc,bgtd->gcd", gradient, gradient)
    return found


def weigh(prq: PRQModule, metric: Tensor) -> None:
    """Make the nearest code the one that is nearest in ``metric`` (latent, latent), symmetric, double precision.

    What ``prq`` decodes from codes stays the same up to rounding.
    """
    values, vectors = torch.linalg.eigh(metric)
    root, inverse = (vectors * values**power @ vectors.T for power in (0.5, -0.5))
    with torch.no_grad():
        codebook = prq.codebook().double() @ root
        for layer in prq.quantizer.layers:
            layer._codebook.embed.copy_(codebook[None])
        last, first = prq.encoder.blocks[-1], prq.decoder.first
        last.weight.copy_(torch.einsum("oik,oj->jik", last.weight.double(), root))
        last.bias.copy_(last.bias.double() @ root)
        first.weight.copy_(torch.einsum("oik,ij->ojk", first.weight.double(), inverse))
