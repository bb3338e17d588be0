"""The decoder of a tokenizer can be trained further without changing what its codes are."""

from __future__ import annotations

import numpy as np
import torch

from engine.motion import humo263
from engine.motion.skeleton import neutral_skeleton
from engine.tokenizer.modules import PRQ, PRQConfig
from engine.training.body_torch import world_joints
from engine.training.loop import LoopOptions
from engine.training.refine import refine_decoder
from tests.engine.rigs import stride


def walk():
    return stride(80)


def test_joints_in_the_room_are_those_that_the_features_decode_to():
    features, _ = humo263.encode(walk())
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=torch.float32)
    made = world_joints(torch.from_numpy(features)[None], offsets)[0].numpy()
    np.testing.assert_allclose(made, humo263.decode(features).joints(), atol=1e-5)


def test_refining_moves_the_decoder_only(tmp_path):
    torch.manual_seed(0)
    prq = PRQ(PRQConfig(width=16, latent=16, codebook=32))
    features = torch.from_numpy(humo263.encode(walk())[0])[None]
    prq.mean.copy_(features.mean((0, 1)))
    prq(features)  # the first batch gives the codebook its start
    prq.eval()
    codes = prq.encode(features)
    before = {name: value.clone() for name, value in prq.state_dict().items()}
    refine_decoder(prq, [walk()], LoopOptions(out=tmp_path, steps=2, warmup=1), frames=120)
    changed = {n.split(".")[0] for n, value in prq.state_dict().items() if not torch.equal(value, before[n])}
    assert changed == {"decoder"}
    assert torch.equal(prq.encode(features), codes)
    assert (tmp_path / "prq.safetensors").exists()
