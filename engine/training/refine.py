"""Further training of the PRQ's decoder alone: the codes, and what was trained on them, stay as they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from ..motion import humo263
from ..motion.contacts import FEET
from ..motion.kinematics import Motion
from ..motion.skeleton import neutral_skeleton
from ..tokenizer.modules import PRQ
from . import loop
from .body_torch import joints_in_pelvis, root_path, world_joints
from .prq import WindowSampler, save_prq, training_features

_WINDOWS = ((120, 0.5), (60, 0.3), (20, 0.2))  # long ones, so that heading and path may not drift


@dataclass(frozen=True)
class RefineLoss:
    """Weights of the loss terms: the PRQ's own, and how the motion looks in the room."""

    joints: float = 4.0
    room: float = 1.0
    speed: float = 10.0
    shake: float = 10.0
    slide: float = 10.0
    height: float = 8.0
    heading: float = 5.0
    path: float = 2.0


def refine_loss(prq: PRQ, batch: Tensor, codes: Tensor, offsets: Tensor, weights: RefineLoss) -> dict[str, Tensor]:
    """Terms of what ``codes`` (B, T / 4, 5, 4) decode to against features (B, T, 263)."""
    made = prq.decode(codes)
    with torch.autocast(batch.device.type, enabled=False):  # millimetres need single precision
        made = made.float()
        room, true_room = world_joints(made, offsets), world_joints(batch, offsets)
        heading, path = root_path(made)
        true_heading, true_path = root_path(batch)
        contact = batch[:, :-1, humo263.CONTACTS, None]
        slide = (room - true_room)[:, :, FEET].diff(dim=1) * contact
        terms = {
            "motion": ((made - batch) / prq.std).abs().mean(),
            "joints": (joints_in_pelvis(made, offsets) - joints_in_pelvis(batch, offsets)).norm(dim=-1).mean(),
            "room": (room - true_room).norm(dim=-1).mean(),
            "speed": (room.diff(dim=1) - true_room.diff(dim=1)).norm(dim=-1).mean(),
            "shake": (room.diff(n=2, dim=1) - true_room.diff(n=2, dim=1)).norm(dim=-1).mean(),
            "slide": slide.norm(dim=-1).sum() / contact.sum().clamp(min=1),
            "height": (made - batch)[..., 3].abs().mean(),
            "heading": (heading - true_heading).abs().mean(),
            "path": (path - true_path).norm(dim=-1).mean(),
        }
    terms["loss"] = terms["motion"] + sum(getattr(weights, n) * terms[n] for n in asdict(weights))
    return terms


class Decoding(nn.Module):
    """A PRQ of which the decoder alone learns."""

    def __init__(self, prq: PRQ) -> None:
        super().__init__()
        self.prq = prq.requires_grad_(False)
        prq.decoder.requires_grad_(True)

    def forward(self, batch: Tensor, offsets: Tensor) -> dict[str, Tensor]:
        with torch.no_grad():
            codes = self.prq.encode(batch)
        return refine_loss(self.prq, batch, codes, offsets, RefineLoss())


def refine_decoder(
    prq: PRQ, motions: list[Motion], options: loop.LoopOptions, frames: int = 2048, seed: int = 0
) -> PRQ:
    """Train the decoder of ``prq`` on motions at 20 fps; resumes from ``options.out``. ``frames``: per batch."""
    torch.manual_seed(seed)
    sampler = WindowSampler(training_features(motions), frames, seed + loop.rank(), _WINDOWS)
    where = loop.device()
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=torch.float32, device=where)
    model = Decoding(prq.eval())

    def loss(wrapped: nn.Module, step: int) -> dict[str, Tensor]:
        return wrapped(sampler.batch().to(where), offsets)

    loop.train(model, loss, options)
    if loop.rank() == 0:
        save_prq(prq, options.out / "prq.safetensors")
    return prq
