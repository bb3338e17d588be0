"""What test_distributed.py starts, by torchrun or alone: `train vlmm` with a tiny model, then a training by the clock.

Each process writes what it ended with to FOLDER/<steps>-<rank>.json.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import torch
from transformers import LlamaConfig

from engine.cli.main import main
from engine.lab.nets.frame import VLMM, DepthConfig
from engine.lab.nets.prq import PRQConfig
from engine.lab.training import loop, prq, vlmm
from engine.language import tokens


def digest(state: dict[str, torch.Tensor]) -> str:
    """One hash of all tensors."""
    found = hashlib.sha256()
    for name, value in sorted(state.items()):
        found.update(name.encode() + value.numpy().tobytes())
    return found.hexdigest()


def tiny_vlmm(depth: DepthConfig) -> VLMM:
    """Takes the place of the model that starts from SmolLM2."""
    llama = LlamaConfig(
        vocab_size=tokens.SIZE,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        tie_word_embeddings=True,
    )
    return VLMM(llama, DepthConfig(hidden=32, latent=32, codebook=64, width=16, feed_forward=24, blocks=1, heads=2))


def train_vlmm(folder: Path, steps: int) -> dict:
    """Run the command; the weights' digest, and one of every batch that this process learned from."""
    batches, weights = [], []

    class Sampler(vlmm.SequenceSampler):
        def batch(self):
            drawn = super().batch()
            batches.append(digest(vars(drawn)))
            return drawn

    def trained(*arguments, **options):
        objective = train(*arguments, **options)
        weights.append(digest(objective.state_dict()))
        vlmm.SequenceSampler = plain  # validation is no part of the training
        return objective

    train, plain = vlmm.train_vlmm, vlmm.SequenceSampler
    vlmm.smollm2_vlmm, vlmm.SequenceSampler, vlmm.train_vlmm = tiny_vlmm, Sampler, trained
    prq.load_prq = partial(prq.load_prq, config=PRQConfig(width=32, latent=32, codebook=64))
    options = {"corpus": folder / "corpus", "prq": folder / "prq.safetensors", "out": folder / "out", "steps": steps}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    status = main(["train", "vlmm", *words, "--positions", "400"])
    return {"status": status, "weights": weights[0], "batches": batches}


def train_by_the_clock(folder: Path) -> int:
    """How many steps this process took in a second, which the second process's clock takes for ten."""
    loop.time = SimpleNamespace(monotonic=lambda: time.monotonic() * (1 + 9 * loop.rank()))
    steps = []

    def loss(model, step):
        steps.append(step)
        return {"loss": model(torch.ones(1, 1)).sum()}

    loop.train(torch.nn.Linear(1, 1), loss, loop.LoopOptions(folder / "clock", minutes=1 / 60))
    return len(steps)


if __name__ == "__main__":
    place, number = Path(sys.argv[1]), int(sys.argv[2])
    report = train_vlmm(place, number)
    if loop.distributed():
        report["steps"] = train_by_the_clock(place)
    (place / f"{number}-{loop.rank()}.json").write_text(json.dumps(report))
