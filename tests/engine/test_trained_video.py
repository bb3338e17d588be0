"""What training learns of videos reaches the model folder, and training and runtime read it alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import MotionCtrlError
from engine.pose.features import WIDTH
from engine.pose.projector import Projector
from engine.store.folder import VIDEO, read_folder

torch = pytest.importorskip("torch")


def test_an_exported_projector_makes_the_model_one_that_sees(tmp_path: Path):
    from engine.lab.nets.projector import PoseProjector
    from engine.lab.training.export import write_model
    from tests.engine.tiny_model import build

    tiny = build(tmp_path / "tiny")
    assert VIDEO not in read_folder(tiny.folder).tasks
    projector = PoseProjector(64, 32)
    torch.nn.init.normal_(projector.aligned.weight, std=0.1)
    write_model(tiny.vlmm, tiny.folder / "prq.safetensors", tiny.folder, "F32", {"window": 12}, projector)
    assert VIDEO in read_folder(tiny.folder).tasks
    features = np.random.default_rng(0).normal(size=(5, WIDTH)).astype(np.float32)
    shown, aligned = (value.detach().numpy() for value in projector(torch.from_numpy(features)))
    seen = Projector.load(tiny.folder)(features)
    assert np.abs(seen.shown - shown).max() < 5e-3  # stored in half precision
    assert np.abs(seen.aligned - aligned).max() < 5e-3


def test_the_frame_that_a_video_shows_is_sampled_from_what_is_seen():
    from transformers import LlamaConfig

    from engine.lab.nets.frame import VLMM, DepthConfig
    from engine.lab.training.corpus import Item
    from engine.lab.training.sequences import Mix, SequenceSampler
    from engine.lab.training.smollm2 import tokenizer
    from engine.lab.training.vlmm import Objective
    from engine.language import tokens

    random = np.random.default_rng(0)
    codes = random.integers(0, 64, (6, 5, 4)).astype(np.int16)
    item = Item("m", codes, ("walk",), (), True, footage=random.normal(size=(6, WIDTH)).astype(np.float16))
    config = LlamaConfig(
        vocab_size=tokens.SIZE,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
    )
    torch.manual_seed(0)
    depth = DepthConfig(hidden=64, latent=32, codebook=64, width=32, feed_forward=48, blocks=1, heads=2)
    objective = Objective(VLMM(config, depth), torch.randn(64, 32)).eval()
    losses = []
    for video in (0.0, 1.0):
        mix = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=video, silent=1, blind=1, noise=0)
        batch = SequenceSampler([item], tokenizer(), 200, 0, mix).batch()
        terms = objective(batch)
        objective.zero_grad()
        terms["codes"].backward()
        learned = objective.projector.aligned.weight.grad
        losses.append(0.0 if learned is None else float(learned.abs().sum()))
    assert losses[0] == 0
    assert losses[1] > 0


def test_training_can_go_on_from_a_model_folder(tmp_path: Path):
    from engine.lab.nets.projector import PoseProjector
    from engine.lab.training.export import write_model
    from engine.lab.training.weights import part, read_weights
    from tests.engine.tiny_model import build

    tiny = build(tmp_path / "tiny")
    projector = PoseProjector(64, 32)
    write_model(tiny.vlmm, tiny.folder / "prq.safetensors", tiny.folder, "F32", {"window": 12}, projector)
    state = read_weights(tiny.folder)
    for name, value in tiny.vlmm.state_dict().items():
        assert torch.equal(state[f"vlmm.{name}"], value), name
    for name, value in projector.state_dict().items():
        assert (part(state, "projector.")[name] - value).abs().max() < 1e-3, name
    with pytest.raises(MotionCtrlError, match="neither a checkpoint nor a model"):
        read_weights(tmp_path)
