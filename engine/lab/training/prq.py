"""Training of the PRQ tokenizer ("MotionCtrl" section 5.1; losses of docs/design.md, "PRQ")."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ...body.layout import CONTACTS, FPS, POSITIONS, ROOT_HEIGHT, ROOT_VELOCITY, ROTATIONS, VELOCITIES, YAW_RATE
from ...body.skeleton import neutral_skeleton
from ...motion import humo263
from ...motion.kinematics import Motion
from ...motion.resample import resample
from ..nets.body import joints_in_pelvis, root_path
from ..nets.prq import Codec, PRQConfig, PRQModule
from . import loop

# Window lengths in frames and how often each is drawn: many trials are cuts of 2 s, runs even shorter.
_WINDOWS = ((64, 0.6), (40, 0.3), (20, 0.1))
# Steps until the root's terms weigh in full: errors that add up along the path have gradients so large that, once
# clipped, nothing of the body's would be left, and the body is learned hundreds of steps later.
_EASING = 500
_STRETCHES = (1.0, 0.87, 1.15)  # time scaling: the same movement faster and slower


@dataclass(frozen=True)
class PRQLoss:
    """Weights of the loss terms."""

    parts: float = 1.0
    joints: float = 4.0
    speed: float = 10.0
    root: float = 2.0
    height: float = 8.0
    heading: float = 5.0
    path: float = 2.0
    commitment: float = 0.02


def training_features(motions: list[Motion]) -> list[np.ndarray]:
    """HuMo263 (T, 263) of each motion, its mirror image, and both of them faster and slower."""
    found = []
    for motion in motions:
        for side in (motion, motion.mirrored()):
            for stretch in _STRETCHES:
                varied = replace(resample(side, side.fps * stretch), fps=FPS)
                found.append(humo263.encode(varied)[0])
    return found


def statistics(features: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (263,); no deviation is below a tenth of its group's mean.

    The floor keeps elements that hardly move, such as the hips' positions, from drowning the rest.
    """
    joined = np.concatenate(features).astype(np.float64)
    std = joined.std(0)
    groups = (
        YAW_RATE,
        ROOT_VELOCITY,
        ROOT_HEIGHT,
        POSITIONS,
        ROTATIONS,
        VELOCITIES,
        CONTACTS,
    )
    for group in groups:
        std[group] = np.maximum(std[group], 0.1 * std[group].mean())
    return joined.mean(0), std


class WindowSampler:
    """Draws batches (B, T, 263) of windows; every frame is equally likely.

    windows: pairs of a length in frames and how often it is drawn.
    """

    def __init__(self, features: list[np.ndarray], frames: int, seed: int, windows=_WINDOWS) -> None:
        self.windows = windows
        self.features = [torch.from_numpy(f) for f in features]
        self.lengths = np.array([len(f) for f in features])
        self.frames = frames
        self.random = np.random.default_rng(seed)

    def batch(self) -> Tensor:
        lengths, weights = zip(*self.windows, strict=True)
        window = int(self.random.choice(lengths, p=weights))
        usable = np.where(self.lengths >= window, self.lengths, 0).astype(np.float64)
        picked = self.random.choice(len(usable), self.frames // window, p=usable / usable.sum())
        starts = [int(self.random.integers(self.lengths[i] - window + 1)) for i in picked]
        return torch.stack([self.features[i][s : s + window] for i, s in zip(picked, starts, strict=True)])


def prq_loss(model: nn.Module, batch: Tensor, offsets: Tensor, weights: PRQLoss) -> dict[str, Tensor]:
    """L1 on the whole motion and each part; joints by forward kinematics, their speed, the root's path; commitment."""
    plain = model.module if hasattr(model, "module") else model
    normalised = (batch - plain.mean) / plain.std
    parts, output, commitment, _ = model(normalised)
    with torch.autocast(batch.device.type, enabled=False):  # millimetres need single precision
        whole = plain.join(output.float())
        joints = joints_in_pelvis(batch, offsets)
        output_features = whole * plain.std + plain.mean
        made = joints_in_pelvis(output_features, offsets)
        heading, path = root_path(batch)
        made_heading, made_path = root_path(output_features)
        terms = {
            "motion": (whole - normalised).abs().mean(),
            "parts": (output.float() - parts).abs().mean(),
            "joints": (made - joints).norm(dim=-1).mean(),
            "speed": (made.diff(dim=1) - joints.diff(dim=1)).norm(dim=-1).mean(),
            "root": (whole - normalised)[..., :4].abs().mean(),
            "height": (output_features - batch)[..., 3].abs().mean(),
            "heading": (made_heading - heading).abs().mean(),
            "path": (made_path - path).norm(dim=-1).mean(),
            "commitment": commitment,
        }
    terms["loss"] = terms["motion"] + sum(getattr(weights, n) * terms[n] for n in asdict(weights))
    return terms


def train_prq(
    motions: list[Motion], options: loop.LoopOptions, config: PRQConfig = PRQConfig(), frames: int = 2048, seed: int = 0
) -> PRQModule:
    """Train a tokenizer on motions at 20 fps; resumes from ``options.out``. ``frames``: per batch."""
    torch.manual_seed(seed)
    features = training_features(motions)
    model = PRQModule(config)
    train_codec(model, features, options, frames, seed)
    if loop.rank() == 0:
        save_prq(model, options.out / "prq.safetensors")
    return model


def train_codec(
    model: Codec,
    features: list[np.ndarray],
    options: loop.LoopOptions,
    frames: int,
    seed: int,
    weights: PRQLoss = PRQLoss(),
) -> None:
    """Train PRQ or one of its peers on features (T, 263); resumes from ``options.out``. ``frames``: per batch."""
    mean, std = statistics(features)
    model.mean.copy_(torch.from_numpy(mean))
    model.std.copy_(torch.from_numpy(std))
    sampler = WindowSampler(features, frames, seed + loop.rank())
    where = loop.device()
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=torch.float32, device=where)

    def loss(wrapped: nn.Module, step: int) -> dict[str, Tensor]:
        return prq_loss(wrapped, sampler.batch().to(where), offsets, eased(weights, step))

    loop.train(model, loss, options)


def eased(weights: PRQLoss, step: int) -> PRQLoss:
    """The weights at a step of the training: those of the root grow from nothing."""
    share = min(1.0, step / _EASING)
    return replace(weights, **{name: share * getattr(weights, name) for name in ("root", "height", "heading", "path")})


def save_prq(model: PRQModule, path: Path) -> None:
    """Write what the runtime needs, in half precision; statistics stay in single."""
    wanted = {"codebook": model.codebook(), "mean": model.mean, "std": model.std}
    for name, value in model.state_dict().items():
        if name.startswith(("encoder.", "decoder.")):
            wanted[name] = value
    tensors = {
        name: value.detach().cpu().to(torch.float32 if name in ("mean", "std") else torch.float16).contiguous()
        for name, value in wanted.items()
    }
    save_file(tensors, path, metadata={name: str(value) for name, value in asdict(model.config).items()})


def load_prq(path: Path, config: PRQConfig = PRQConfig()) -> PRQModule:
    """The tokenizer of a prq.safetensors file, ready to encode and decode in torch."""
    tensors = {name: value.float() for name, value in load_file(path).items()}
    codebook = tensors.pop("codebook")
    model = PRQModule(config)
    model.load_state_dict(tensors, strict=False)
    with torch.no_grad():
        for layer in model.quantizer.layers:
            layer._codebook.embed.copy_(codebook[None])
            layer._codebook.initted.fill_(True)
    return model.eval()
