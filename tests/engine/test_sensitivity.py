"""A latent space that is weighed says with each code what it said before, but other codes are the nearest."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.cli.main import main
from engine.lab.training.prq import load_prq, save_prq
from engine.lab.training.sensitivity import weigh, weigh_prq
from engine.lab.training.weights import in_terms_of
from engine.motion import humo263
from tests.engine.rigs import stride
from tests.engine.test_refine import small_prq


@pytest.fixture
def features():
    return torch.from_numpy(humo263.encode(stride(80))[0])[None]


def metric(size: int = 16) -> torch.Tensor:
    root = torch.from_numpy(np.random.default_rng(0).normal(size=(size, 3)))
    return root @ root.T + torch.eye(size, dtype=torch.float64)


def test_codes_are_decoded_to_the_motion_they_were_decoded_to(features):
    prq = small_prq(features)
    codes = torch.from_numpy(np.random.default_rng(1).integers(0, 32, (1, 6, 5, 4)))
    with torch.no_grad():
        before = prq.decode(codes)
        weigh(prq, metric())
        torch.testing.assert_close(prq.decode(codes), before, atol=1e-4, rtol=1e-4)


def test_what_was_nearest_in_the_metric_is_nearest(features):
    prq, weights = small_prq(features), metric()
    parts = prq.split((features - prq.mean) / prq.std)
    with torch.no_grad():
        latents, book = prq.encoder(parts, prq.part_ids(1)).transpose(1, 2).double(), prq.codebook().double()
        away = latents[..., None, :] - book
        wanted = torch.einsum("ntkc,cd,ntkd->ntk", away, weights, away).argmin(-1)
        weigh(prq, weights)
        latents = prq.encoder(parts, prq.part_ids(1)).transpose(1, 2)
        found = torch.cdist(latents.double(), prq.codebook().double()).argmin(-1)
    assert (found == wanted).float().mean() > 0.99


def test_directions_that_move_the_joints_count_for_more(features):
    prq = small_prq(features)
    with torch.no_grad():
        prq.decoder.first.weight[:, 3:] = 0  # only the first three numbers of a latent reach the decoder
    before = prq.codebook().clone()
    weigh_prq(prq, [stride(80)], batches=2, frames=128)
    grown = prq.codebook().norm(dim=0) / before.norm(dim=0)
    assert grown[:3].min() > 1.0005
    torch.testing.assert_close(grown[3:], torch.ones(13), atol=1e-3, rtol=0)


def test_a_language_model_is_carried_over_to_the_weighed_codebook(features, tmp_path):
    prq = small_prq(features)
    save_prq(prq, tmp_path / "prq.safetensors")
    old = load_prq(tmp_path / "prq.safetensors", prq.config).codebook().clone()
    weigh(prq, metric())
    new = prq.codebook().clone()
    state = {"vlmm.depth.code.weight": torch.randn(8, 16), "vlmm.frames.weight": torch.randn(5, 8, 16)}
    turned = in_terms_of(state, tmp_path, new.numpy())
    for name, weight in state.items():
        torch.testing.assert_close(new @ turned[name].mT, old @ weight.mT, atol=2e-3, rtol=2e-3)
    assert in_terms_of(state, tmp_path, old.numpy()) is state
    assert in_terms_of(state, tmp_path / "training", new.numpy()) is state


def test_weighing_without_steps_is_one_sentence(capsys):
    words = "train prq --motions x --cmu-dir x --weigh x --minutes 1 --out x"
    assert main(words.split()) == 2
    assert "give --steps" in capsys.readouterr().err
