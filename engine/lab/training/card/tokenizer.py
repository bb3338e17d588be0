"""Training of the tokenizer on a card: first all of it, then encoder and decoder with losses in the room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ....body.layout import POSITIONS
from ....body.skeleton import neutral_skeleton
from ....store.folder import TOKENIZER
from ...nets.body import joints_in_pelvis, room_joints
from ...nets.prq import smoothed
from ..prq import PRQLoss, prq_loss, save_prq
from ..refine import RefineLoss, refine_loss
from .clock import Clock, train_for
from .pack import Pack, read_pack
from .quantizer import LearnedPRQ, load_learned
from .windows import Windows, held_out, source_weights

MOTIONS, SHARES = "motions.pack", "shares.json"  # in the folder that is sent
_WINDOWS = ((64, 0.6), (40, 0.25), (20, 0.15))
_ROOM_WINDOWS = ((120, 0.5), (60, 0.3), (20, 0.2))
_CHECKED = 64  # frames of a window that is held out
_HELD = 256  # of them of each source
_HARD = (0.5, 3.0)  # least and most that a motion is drawn more often for being hard
_LOOKED_AT = 0.35  # of the first stage, after which it is measured what is hard


@dataclass(frozen=True)
class TokenizerOptions:
    """How the two stages are trained: seconds of each, peak rates, and motion frames a batch."""

    seconds: float = 150.0
    room_seconds: float = 50.0
    rate: float = 3e-4
    room_rate: float = 1e-4
    frames: int = 32_768
    seed: int = 0
    steps: int | None = None  # of each stage at most


def train_tokenizer(folder: Path, out: Path, where: torch.device, options: TokenizerOptions) -> LearnedPRQ:
    """Train the tokenizer in ``folder`` on its pack of motions; leaves it and a report, tokenizer.json, in ``out``."""
    torch.manual_seed(options.seed)
    torch.backends.cudnn.allow_tf32 = True
    clock = Clock(options.seconds)
    pack = read_pack(folder / MOTIONS)
    shares = folder / SHARES
    weights = source_weights(pack, json.loads(shares.read_text(encoding="utf-8")) if shares.is_file() else None)
    windows = Windows(pack, weights, where, options.seed)
    model = load_learned(folder / TOKENIZER, where, options.seed)
    out.mkdir(parents=True, exist_ok=True)
    print(f"tokenizer: {len(pack.lengths)} motions, {len(windows.features):,} frames with their copies, "
          f"ready after {clock.spent:.1f} s", flush=True)  # fmt: skip
    report = {"before": errors_by_source(model, pack, windows)}
    say_errors("before", report["before"])
    report["whole"] = whole_stage(model, windows, clock, options, pack)
    save_prq(model, out / "prq_whole.safetensors")
    report["after_whole"] = errors_by_source(model, pack, windows)
    say_errors("after the first stage", report["after_whole"])
    if options.room_seconds:
        report["room"] = room_stage(model, windows, Clock(options.room_seconds), options)
        report["after_room"] = errors_by_source(model, pack, windows)
        say_errors("after the second stage", report["after_room"])
    save_prq(model, out / TOKENIZER)
    report["codes"] = {"renewed": model.renewed}
    (out / "tokenizer.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return model


def whole_stage(
    model: LearnedPRQ, windows: Windows, clock: Clock, options: TokenizerOptions, pack: Pack
) -> dict[str, float]:
    """Encoder, decoder and codebook together."""
    model.train()
    model.learns = True
    offsets = _offsets(windows.features.device)
    chooser = np.random.default_rng(options.seed)
    seen = [0]
    looked = [False]

    def loss(step: int, progress: float) -> dict[str, Tensor]:
        if progress > _LOOKED_AT and not looked[0]:
            looked[0] = True
            windows.emphasise(hardness(model, pack, windows))
            model.train()
        batch = windows.batch(options.frames, _drawn(chooser, _WINDOWS))
        seen[0] += batch.shape[0] * batch.shape[1]
        return prq_loss(model, batch, offsets, PRQLoss())

    optimizer = _adam([{"params": [*model.encoder.parameters(), *model.decoder.parameters()]}])
    return train_for(clock, optimizer, options.rate, loss, "prq", lambda: seen[0], "frames", options.steps)


def room_stage(model: LearnedPRQ, windows: Windows, clock: Clock, options: TokenizerOptions) -> dict[str, float]:
    """Encoder and decoder with the codebook as it is, on what the motion does in the room."""
    model.train()
    model.learns = False
    offsets = _offsets(windows.features.device)
    chooser = np.random.default_rng(options.seed + 1)
    seen = [0]

    def loss(step: int, progress: float) -> dict[str, Tensor]:
        batch = windows.batch(options.frames, _drawn(chooser, _ROOM_WINDOWS))
        seen[0] += batch.shape[0] * batch.shape[1]
        normalised = (batch - model.mean) / model.std
        _, output, commitment, _ = model(normalised)
        made = smoothed(model.join(output.float()) * model.std + model.mean)
        return refine_loss(made, batch, commitment * 0.25, model.std, offsets, RefineLoss(commitment=0.1))

    groups = [{"params": list(model.decoder.parameters())}, {"params": list(model.encoder.parameters()), "scale": 0.5}]
    return train_for(clock, _adam(groups), options.room_rate, loss, "room", lambda: seen[0], "frames", options.steps)


@torch.no_grad()
def errors_by_source(model: LearnedPRQ, pack: Pack, windows: Windows) -> dict[str, dict[str, float]]:
    """Of held-out windows of each source, in millimetres: joints by rotations, pelvis on pelvis; stored positions;
    joints in the room."""
    model.eval()
    found = {}
    offsets = _offsets(windows.features.device)
    for source, starts in held_out(pack, _CHECKED, _HELD).items():
        first = torch.from_numpy(starts).to(windows.features.device)
        batch = windows.features[first[:, None] + torch.arange(_CHECKED, device=first.device)]
        made = model.decode(model.encode(batch))
        own = (joints_in_pelvis(made, offsets) - joints_in_pelvis(batch, offsets)).norm(dim=-1).mean()
        stored = (made - batch)[..., POSITIONS].unflatten(-1, (21, 3)).norm(dim=-1).mean()
        room = (room_joints(made) - room_joints(batch)).norm(dim=-1).mean()
        found[source] = {"own_mm": 1e3 * float(own), "stored_mm": 1e3 * float(stored), "room_mm": 1e3 * float(room)}
    return found


def say_errors(when: str, errors: dict[str, dict[str, float]]) -> None:
    """Print the errors of each source in a line."""
    for source, values in sorted(errors.items()):
        print(f"{when}: {source} " + " ".join(f"{key} {value:.1f}" for key, value in values.items()), flush=True)


@torch.no_grad()
def hardness(model: LearnedPRQ, pack: Pack, windows: Windows) -> Tensor:
    """How much more often each motion (n,) is to be drawn, by its error relative to the median."""
    model.eval()
    where = windows.features.device
    offsets = _offsets(where)
    lengths = torch.from_numpy(pack.lengths).to(where)
    usable = ((lengths >= _CHECKED) & (windows.weights > 0)).nonzero()[:, 0]
    errors = torch.ones(len(lengths), device=where)
    for part in usable.split(1024):
        first = windows.starts[part] + (lengths[part] - _CHECKED) // 2
        batch = windows.features[first[:, None] + torch.arange(_CHECKED, device=where)]
        latents = model.encoder(model.split((batch - model.mean) / model.std), model.part_ids(len(batch))).float()
        codes = model.greedy(latents.transpose(1, 2).flatten(0, 1))[0]
        quantized = model.dequantize(codes).view(*latents.transpose(1, 2).shape)
        output = model.decoder(quantized.transpose(1, 2), model.part_ids(len(batch)))
        made = model.join(output) * model.std + model.mean
        off = (joints_in_pelvis(made, offsets) - joints_in_pelvis(batch, offsets)).norm(dim=-1).mean((1, 2))
        errors[part] = off + (made - batch)[..., POSITIONS].unflatten(-1, (21, 3)).norm(dim=-1).mean((1, 2))
    if not len(usable):
        return errors
    factors = (errors / errors[usable].median()).clamp(*_HARD)
    unknown = torch.ones_like(errors, dtype=torch.bool)
    unknown[usable] = False
    return torch.where(unknown, 1.0, factors)


def _drawn(chooser: np.random.Generator, windows: tuple[tuple[int, float], ...]) -> int:
    lengths, odds = zip(*windows, strict=True)
    return int(chooser.choice(lengths, p=odds))


def _adam(groups: list[dict]) -> torch.optim.Optimizer:
    return torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), weight_decay=0.01, foreach=True)


def _offsets(where: torch.device) -> Tensor:
    return torch.tensor(neutral_skeleton().offsets, dtype=torch.float32, device=where)
