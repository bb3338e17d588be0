"""Further training of a PRQ whose codebook stays, so that a language model that knows its codes goes on knowing them.

Half of each batch is encoded by the encoder as it was, and the decoder learns to say it better; the other half by the
encoder that learns. The gradient passes the codes straight through ("Neural Discrete Representation Learning",
van den Oord 2017).
"""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from ...body.layout import CONTACTS, FEET
from ...body.skeleton import neutral_skeleton
from ...motion.kinematics import Motion
from ..nets.body import joints_in_pelvis, room_joints, root_path
from ..nets.prq import PRQModule, smoothed
from . import loop
from .prq import WindowSampler, save_prq, training_features

_WINDOWS = ((120, 0.5), (60, 0.3), (20, 0.2))  # long ones, so that heading and path may not drift
_ENCODER = 0.3  # of the decoder's learning rate: what the encoder changes, the codes must follow


@dataclass(frozen=True)
class RefineLoss:
    """Weights of the loss terms: the PRQ's own, and how the motion looks in the room."""

    joints: float = 4.0
    posture: float = 4.0
    speed: float = 5.0
    shake: float = 10.0
    slide: float = 10.0
    height: float = 4.0
    heading: float = 0.5
    path: float = 1.0
    commitment: float = 5.0


class Refining(nn.Module):
    """A PRQ of which encoder and decoder learn."""

    def __init__(self, prq: PRQModule) -> None:
        super().__init__()
        self.prq = prq.requires_grad_(False)
        self.first = copy.deepcopy(prq.encoder)
        prq.encoder.requires_grad_(True)
        prq.decoder.requires_grad_(True)

    def forward(self, batch: Tensor, offsets: Tensor) -> dict[str, Tensor]:
        """Loss terms of features (B, T, 263), of which at least two are needed; offsets (22, 3) of the skeleton."""
        prq = self.prq
        parts, ids = prq.split((batch - prq.mean) / prq.std), prq.part_ids(len(batch))
        half = len(batch) // 2 * prq.groups
        with torch.no_grad():
            earlier = self.first(parts[:half], ids[:half]).float().transpose(1, 2)
        latents = prq.encoder(parts[half:], ids[half:]).float().transpose(1, 2)
        with torch.no_grad(), torch.autocast(batch.device.type, enabled=False):  # half precision picks wrong codes
            quantized = prq.dequantize(prq.quantize(torch.cat([earlier, latents.detach()]))[1])
        passed = latents + (quantized[half:] - latents).detach()
        decoded = prq.decoder(torch.cat([quantized[:half], passed]).transpose(1, 2), ids)
        made = smoothed(prq.join(decoded.float()) * prq.std + prq.mean)
        commitment = (latents - quantized[half:]).square().mean()
        return refine_loss(made, batch, commitment, prq.std, offsets, RefineLoss())


def refine_loss(
    made: Tensor, batch: Tensor, commitment: Tensor, std: Tensor, offsets: Tensor, weights: RefineLoss
) -> dict[str, Tensor]:
    """Terms of what was ``made`` of features (B, T, 263); commitment (): how far latents are from their codes."""
    with torch.autocast(batch.device.type, enabled=False):  # millimetres need single precision
        own, true_own = joints_in_pelvis(made, offsets), joints_in_pelvis(batch, offsets)
        off = room_joints(made) - room_joints(batch)
        heading, path = root_path(made)
        true_heading, true_path = root_path(batch)
        contact = batch[:, :-1, CONTACTS, None]
        terms = {
            "motion": ((made - batch) / std).abs().mean(),
            "joints": (own - true_own).norm(dim=-1).mean(),
            "posture": (off - off[:, :, :1]).norm(dim=-1).mean(),
            "speed": _mean_change(off, 1) + _mean_change(own - true_own, 1),
            "shake": _mean_change(off, 2) + _mean_change(own - true_own, 2),
            "slide": (off[:, :, FEET].diff(dim=1) * contact).norm(dim=-1).sum() / contact.sum().clamp(min=1),
            "height": (made - batch)[..., 3].abs().mean(),
            "heading": (heading - true_heading).abs().mean(),
            "path": (path - true_path).norm(dim=-1).mean(),
            "commitment": commitment,
        }
    terms["loss"] = terms["motion"] + sum(getattr(weights, n) * terms[n] for n in asdict(weights))
    return terms


def _mean_change(errors: Tensor, order: int) -> Tensor:
    return errors.diff(n=order, dim=1).norm(dim=-1).mean()


def refine_prq(
    prq: PRQModule, motions: list[Motion], options: loop.LoopOptions, frames: int = 2048, seed: int = 0
) -> PRQModule:
    """Train ``prq`` further on motions at 20 fps; resumes from ``options.out``. ``frames``: per batch."""
    torch.manual_seed(seed)
    sampler = WindowSampler(training_features(motions), frames, seed + loop.rank(), _WINDOWS)
    where = loop.device()
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=torch.float32, device=where)
    model = Refining(prq.eval())

    def loss(wrapped: nn.Module, step: int) -> dict[str, Tensor]:
        return wrapped(sampler.batch().to(where), offsets)

    groups = [
        {"params": list(prq.decoder.parameters())},
        {"params": list(prq.encoder.parameters()), "scale": _ENCODER},
    ]
    loop.train(model, loss, options, groups)
    if loop.rank() == 0:
        save_prq(prq, options.out / "prq.safetensors")
    return prq
