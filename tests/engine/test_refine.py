"""A tokenizer can be trained further without changing what its codes mean."""

from __future__ import annotations

import numpy as np
import torch

from engine.body.skeleton import neutral_skeleton
from engine.lab.nets.body import room_joints
from engine.lab.nets.prq import PRQConfig, PRQModule
from engine.lab.training.loop import LoopOptions
from engine.lab.training.refine import Refining, refine_prq
from engine.motion import humo263
from tests.engine.rigs import stride


def walk():
    return stride(80)


def test_joints_in_the_room_are_those_that_the_features_decode_to():
    features, _ = humo263.encode(walk())
    made = room_joints(torch.from_numpy(features)[None])[0].numpy()
    np.testing.assert_allclose(made, humo263.decode(features).joints(), atol=1e-5)


def small_prq(features):
    torch.manual_seed(0)
    prq = PRQModule(PRQConfig(width=16, latent=16, codebook=32))
    prq.mean.copy_(features.mean((0, 1)))
    prq(features)  # the first batch gives the codebook its start
    return prq.eval()


def test_refining_moves_encoder_and_decoder_and_keeps_the_codebook(tmp_path):
    features = torch.from_numpy(humo263.encode(walk())[0])[None]
    prq = small_prq(features)
    before = {name: value.clone() for name, value in prq.state_dict().items()}
    refine_prq(prq, [walk()], LoopOptions(out=tmp_path, steps=2, warmup=1), frames=120)
    changed = {n.split(".")[0] for n, value in prq.state_dict().items() if not torch.equal(value, before[n])}
    assert changed == {"encoder", "decoder"}
    assert (tmp_path / "prq.safetensors").exists()


def test_codes_of_the_first_encoder_are_still_learned_and_the_gradient_reaches_the_new_one():
    features = torch.from_numpy(humo263.encode(walk())[0])[None, :40].repeat(4, 1, 1)
    prq = small_prq(features)
    model = Refining(prq)
    terms = model(features, torch.tensor(neutral_skeleton().offsets, dtype=torch.float32))
    terms["loss"].backward()
    assert all(parameter.grad is None for parameter in model.first.parameters())
    for network in (prq.encoder, prq.decoder):
        assert any(parameter.grad.abs().max() > 0 for parameter in network.parameters() if parameter.grad is not None)
