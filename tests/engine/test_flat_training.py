"""What the flat decoder is taught, and that it learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.api import Engine, Request
from engine.errors import MotionCtrlError
from engine.lab.nets.flat import FlatVLMM, attention
from engine.lab.training import flat, loop, vlmm
from engine.lab.training.corpus import Item
from engine.lab.training.export import export_model
from engine.lab.training.flat_sequences import FlatSampler
from engine.lab.training.sequences import Mix
from engine.lab.training.smollm2 import tokenizer
from engine.lab.training.weights import check_decoder
from engine.language import tokens
from tests.engine.tiny_model import tiny_llama, tiny_tokenizer

_PLAIN = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=0, rough=0, blind=0, dim=0, noise=0)


@pytest.fixture(scope="module")
def words():
    return tokenizer()


@pytest.fixture(scope="module")
def items():
    random = np.random.default_rng(0)
    return [
        Item(f"m{n}", random.integers(0, 64, (4 + n, 5, 4)).astype(np.int16), (f"walk {n} times",), (), n % 2 == 0)
        for n in range(4)
    ]


def draw(items, words, mix, seed=0):
    return FlatSampler(items, words, 900, seed, mix).batch()


def test_every_code_is_learned_once_from_the_token_before_it(items, words):
    batch = draw(items, words, _PLAIN)
    ids, source = batch.ids.flatten().numpy(), batch.source.numpy()
    np.testing.assert_array_equal(ids[source + 1], batch.target.numpy() + tokens.CODES)
    assert len(np.unique(source)) == len(source) == (ids >= tokens.CODES).sum()
    assert (batch.copy <= 0).all()
    ends = batch.stop_source[batch.stop].numpy()
    assert (ids[ends + 1] == tokens.END_MOT).all() and len(ends) == len(batch.ids)
    firsts = np.isin(ids[source], tokens.MOT)
    assert (batch.layer.numpy()[firsts] == 0).all() and firsts.sum() == len(batch.ids)


def test_a_hidden_past_is_open_cells_and_frames_are_told_again_after_it(items, words):
    batch = draw(items, words, replace(_PLAIN, blind=1.0))
    ids, copy = batch.ids.numpy(), batch.copy.numpy()
    assert not (ids[copy == 0] >= tokens.CODES).any()
    assert (ids[copy > 0] >= tokens.CODES).all() and (copy > 0).any()
    source, layer, target = (values.numpy() for values in (batch.source, batch.layer, batch.target))
    told = copy.flatten()[source] > 0
    assert (layer[~told] == 0).all()  # elsewhere the first code only
    firsts = told & (layer == 0)
    np.testing.assert_array_equal(ids.flatten()[source[firsts] + 1], target[firsts] + tokens.CODES)


def test_noise_is_seen_by_later_frames_and_never_learned(items, words):
    true = {frame.tobytes() for item in items for frame in item.codes}
    batch = draw(items, words, replace(_PLAIN, noise=1.0), seed=1)
    copy = batch.copy.numpy()
    assert (copy > 0).any()
    for row in range(len(copy)):
        for number in range(1, copy[row].max() + 1):
            told = (batch.ids[row].numpy()[copy[row] == number] - tokens.CODES).astype(np.int16)
            assert any(told.tobytes() == frame[: 19 * 2] for frame in true)


def test_copies_see_themselves_and_what_stands_before_their_frame():
    import torch

    positions = torch.tensor([[0, 1, 2, 3, 4, 2, 3, 0]])
    copy = torch.tensor([[0, 0, 0, 0, 0, 1, 1, -1]])
    begin = torch.tensor([[0, 0, 0, 0, 0, 2, 2, 0]])
    seen = attention(positions, copy, begin)[0, 0].int().tolist()
    assert seen[4] == [1, 1, 1, 1, 1, 0, 0, 0]
    assert seen[5] == [1, 1, 0, 0, 0, 1, 0, 0]
    assert seen[6] == [1, 1, 0, 0, 0, 1, 1, 0]
    assert seen[7][7] == 1


def test_known_cells_are_shown_in_the_context_and_not_learned(items, words):
    plain, limbs = draw(items, words, _PLAIN), draw(items, words, replace(_PLAIN, limbs=1.0))
    ids = limbs.ids.numpy()
    begins, ends = (np.argwhere(ids == token) for token in (tokens.CTX, tokens.END_CTX))
    shares = []
    for (row, begin), (_, end) in zip(begins, ends, strict=True):
        shown = ids[row, begin + 1 : end]
        assert len(shown) % 20 == 0 and ((shown == tokens.OPEN) | (shown >= tokens.CODES)).all()
        shares.append((shown == tokens.OPEN).sum())
    assert len(shares) == len(ids) and sum(shares) == len(limbs.target)
    assert not (plain.ids == tokens.OPEN).any()


def test_a_description_is_answered_by_the_caption_of_the_motion_that_is_shown(items, words):
    batch = draw(items, words, replace(_PLAIN, describe=1.0))
    answers = [row[keep].tolist() for row, keep in zip(batch.text, batch.answer, strict=True)]
    said = {words.decode(answer, skip_special_tokens=False) for answer in answers}
    assert said <= {f"walk {n} times{tokens.END_TURN}" for n in range(4)}
    assert not len(batch.source) and not len(batch.stop)


@pytest.fixture
def small(monkeypatch):
    """Language models of the tests' size in place of SmolLM2."""
    monkeypatch.setattr(flat, "smollm2_flat", lambda codes: FlatVLMM(tiny_llama(tokens.CODES + codes), codes))


def test_a_short_training_lowers_the_loss_goes_on_where_it_was_and_becomes_a_model(items, tmp_path, small):
    import torch

    prq = tiny_tokenizer(tmp_path)
    codebook = prq.codebook().detach().numpy()
    out = tmp_path / "training"

    def options(steps: int) -> loop.LoopOptions:
        return loop.LoopOptions(out=out, steps=steps, rate=1e-2, warmup=2, final_rate=1.0)

    untrained = flat.train_flat(items, codebook, loop.LoopOptions(out=tmp_path / "none", steps=1, rate=0.0), 600)
    before = vlmm.validation_loss(untrained, items, 2, FlatSampler)
    flat.train_flat(items, codebook, options(12), 600)
    trained = flat.train_flat(items, codebook, options(24), 600)
    assert torch.load(out / "checkpoint.pt", weights_only=True)["step"] == 24
    after = vlmm.validation_loss(trained, items, 2, FlatSampler)
    assert set(after) == {"loss", "codes", "base", "text", "said", "stop"}
    assert after["loss"] < 0.9 * before["loss"] and after["codes"] < before["codes"]
    more = loop.LoopOptions(out=tmp_path / "next", steps=1, rate=0.0)
    started = flat.train_flat(items, codebook, more, 600, start=out)
    assert vlmm.validation_loss(started, items, 2, FlatSampler)["loss"] == pytest.approx(after["loss"], rel=1e-4)

    folder = export_model(out, tmp_path / "prq.safetensors", tmp_path / "model", "F32")
    with Engine(folder, threads=1) as engine:
        assert engine.description.decoder == "flat"
        made = engine.fill(Request(("walk 3 times",), (1.0,), strength=2.0))
    assert made.codes.shape == (5, 5, 4)
    again = flat.flat_of(flat.read_weights(folder))
    np.testing.assert_array_equal(
        again.llama.embed_tokens.weight.detach(), trained.vlmm.llama.embed_tokens.weight.detach().cpu()
    )


def test_a_training_of_the_other_decoder_is_refused_in_one_sentence(tiny_model, tmp_path, small):
    import torch

    torch.save({"model": {"vlmm.depth.norm.weight": torch.zeros(1)}}, tmp_path / "checkpoint.pt")
    for folder in (tmp_path, tiny_model.folder):
        with pytest.raises(MotionCtrlError, match="frame decoder, not the flat one"):
            check_decoder(folder, "flat")
        check_decoder(folder, "frame")
    with pytest.raises(MotionCtrlError, match="choose another folder or --decoder frame"):
        flat.train_flat([], np.zeros((64, 8), np.float32), loop.LoopOptions(out=tmp_path, steps=1))
