"""A model of any pattern is trained, exported, opened and started from."""

from __future__ import annotations

import numpy as np
import pytest

from engine.api import Engine, Grid, Request
from engine.language.patterns import PATTERNS
from engine.weights import read_safetensors
from tests.engine import tiny_model


@pytest.fixture(scope="module", params=PATTERNS)
def made(request, tmp_path_factory):
    return tiny_model.build(tmp_path_factory.mktemp(request.param), pattern=request.param)


def test_the_model_says_its_pattern(made):
    _, metadata = read_safetensors(made.folder / "depth.safetensors")
    assert metadata["pattern"] == made.vlmm.depth.config.pattern


def test_known_motion_stays_and_open_parts_are_made(made):
    codes = tiny_model.random_codes(6)
    grid = Grid.of(codes).opened(("left_arm",), 1, 5)
    with Engine(made.folder) as engine:
        filled = engine.fill(Request(("wave",), grid=grid))
    np.testing.assert_array_equal(filled.codes[grid.known], codes[grid.known])
    assert len(filled.codes) == 6


def test_what_a_checkpoint_holds_says_its_sizes_and_pattern(made):
    from engine.lab.nets.frame import depth_config_of

    assert depth_config_of(made.vlmm.depth.state_dict(), heads=2) == made.vlmm.depth.config


def test_an_exported_model_is_read_back_with_its_pattern(made):
    from engine.lab.nets.frame import depth_config_of
    from engine.lab.training.weights import part, read_weights

    state = part(read_weights(made.folder), "vlmm.depth.")
    assert depth_config_of(state, heads=2) == made.vlmm.depth.config


def test_training_may_start_from_a_model_of_another_pattern(made):
    from dataclasses import replace

    from engine.lab.nets.frame import VLMM
    from engine.lab.training.vlmm import with_pattern

    for pattern in PATTERNS:
        config = replace(made.vlmm.depth.config, pattern=pattern)
        other = VLMM(tiny_model.tiny_llama(64), config)
        state = {f"vlmm.depth.{name}": value for name, value in made.vlmm.depth.state_dict().items()}
        wanted = {f"vlmm.{name}": value for name, value in other.state_dict().items()}
        begun = {name.removeprefix("vlmm."): value for name, value in with_pattern(state, wanted).items()}
        other.load_state_dict(begun, strict=False)
        assert other.depth.config.pattern == pattern
        assert (other.depth.target.weight[:20] == made.vlmm.depth.target.weight[:20]).all()
        assert (other.depth.heads == made.vlmm.depth.heads).all()


def test_the_loss_of_a_frame_is_that_of_its_open_codes(made):
    import torch
    from torch.nn import functional

    from engine.lab.training.sequences import Batch
    from engine.lab.training.vlmm import LAYER_WEIGHTS, Objective

    codebook = made.prq.codebook()
    objective = Objective(made.vlmm, codebook).eval()
    target = torch.from_numpy(tiny_model.random_codes(3))
    given = torch.tensor([[False] * 5, [True, False, True, True, False], [True] * 5])
    batch = Batch(
        **dict.fromkeys(Batch.__dataclass_fields__),
    )
    batch.source, batch.target, batch.given = torch.arange(3), target, given
    hidden = torch.randn(3, 64)
    with torch.no_grad():
        loss, base = objective.depth_loss(hidden, batch)
        logits = made.vlmm.depth(hidden, codebook[target].cumsum(2), given)
    each = functional.cross_entropy(logits.flatten(0, 2), target.flatten(), reduction="none").view(3, 5, 4)[~given]
    torch.testing.assert_close(loss, (each * torch.tensor(LAYER_WEIGHTS)).mean())
    torch.testing.assert_close(base, each[:, 0].mean())
