"""What the VLMM sees and what it must say, in training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.lab.training.corpus import Item
from engine.lab.training.sequences import Mix, SequenceSampler
from engine.lab.training.smollm2 import tokenizer
from engine.language import tokens
from engine.pose.features import WIDTH

_PLAIN = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=0, reworded=0, rough=0, blind=0, dim=0, noise=0)


@pytest.fixture(scope="module")
def words():
    return tokenizer()


@pytest.fixture(scope="module")
def items():
    random = np.random.default_rng(0)
    return [
        Item(f"m{n}", random.integers(0, 1024, (8 + n, 5, 4)).astype(np.int16), (f"walk {n} times",), (), n % 2 == 0)
        for n in range(6)
    ]


def draw(items, words, mix, seed=0):
    return SequenceSampler(items, words, 800, seed, mix).batch()


def test_every_frame_is_learned_once_from_the_position_before_it(items, words):
    batch = draw(items, words, _PLAIN)
    positions = batch.source.numpy()
    flat, frames = batch.ids.flatten().numpy(), batch.is_frame.flatten().numpy()
    assert len(positions) == len(batch.target) == frames.sum()
    assert frames[positions + 1].all()
    assert np.isin(flat[positions], (tokens.MOT, tokens.FRAME)).all()
    assert (batch.codes.numpy() == batch.target.numpy()).all()  # a true past is the motion itself
    assert batch.known.all()


def test_a_hidden_past_leaves_only_the_instruction(items, words):
    batch = draw(items, words, replace(_PLAIN, blind=1.0))
    assert not batch.known.any()
    assert len(batch.target) == len(batch.codes)


def test_noise_changes_what_is_fed_back_and_never_what_is_learned(items, words):
    batch = draw(items, words, replace(_PLAIN, noise=1.0))
    changed = (batch.codes != batch.target).any(-1)
    assert 0 < changed.float().mean() < 0.5
    true = {item.codes.tobytes() for item in items}
    ends = np.flatnonzero(batch.stop.numpy()) + 1
    for motion in np.split(batch.target.numpy(), ends)[:-1]:
        assert motion.astype(np.int16).tobytes() in true


def test_a_description_is_answered_by_the_caption_of_the_motion_that_is_shown(items, words):
    batch = draw(items, words, replace(_PLAIN, describe=0.6), seed=1)
    rows = np.flatnonzero(batch.answer.any(1).numpy())
    assert len(rows)
    said = {words.decode(batch.text[row][batch.answer[row]].tolist(), skip_special_tokens=False) for row in rows}
    assert said <= {f"walk {n} times{tokens.END_TURN}" for n in range(6)}
    assert len(batch.source) == len(batch.target) == (~batch.context).sum()


def test_a_batch_of_nothing_but_descriptions_is_learned_from(items, words):
    import torch
    from transformers import LlamaConfig

    from engine.lab.nets.frame import VLMM, DepthConfig
    from engine.lab.training.vlmm import Objective

    batch = draw(items, words, replace(_PLAIN, describe=1.0))
    assert batch.answer.any(1).all()
    assert len(batch.codes) == batch.context.sum() == batch.is_frame.sum() > 0
    assert len(batch.source) == len(batch.target) == len(batch.given) == len(batch.stop) == len(batch.footage) == 0
    config = LlamaConfig(
        vocab_size=tokens.SIZE,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
    )
    depth = DepthConfig(hidden=64, latent=32, codebook=1024, width=32, feed_forward=48, blocks=1, heads=2)
    terms = Objective(VLMM(config, depth), torch.randn(1024, 32))(batch)
    terms["loss"].backward()
    assert terms["said"] > 0
    assert all(torch.isfinite(term) for term in terms.values())


def test_known_cells_are_given_and_not_learned(items, words):
    batch = draw(items, words, replace(_PLAIN, limbs=1.0))
    known = batch.known[batch.context]
    assert (batch.given == known).all()
    assert known.any()
    assert not known.all()


def test_what_went_before_is_shown_and_not_learned(items, words):
    led = [replace(item, given=3) for item in items]
    for mix in (_PLAIN, replace(_PLAIN, noise=1.0), replace(_PLAIN, dim=1.0)):
        batch = draw(led, words, mix)
        starts = np.concatenate([[0], np.flatnonzero(batch.stop.numpy())[:-1] + 1])
        for start, end in zip(starts, np.flatnonzero(batch.stop.numpy()) + 1, strict=True):
            assert batch.given[start : start + 3].all()
            assert not batch.given[start + 3 : end].any()
            assert batch.known[start : start + 3].all() or not batch.known[start:end].any()
            assert (batch.codes[start : start + 3] == batch.target[start : start + 3]).all()


def test_a_video_stands_in_the_prompt_and_points_at_the_frames_that_it_shows(items, words):
    filmed = [
        replace(item, footage=np.full((len(item.codes), WIDTH), number, np.float16)) if number % 2 else item
        for number, item in enumerate(items)
    ]
    sampler = SequenceSampler(filmed, words, 800, 0, replace(_PLAIN, video=1.0))
    batch = sampler.collate([sampler.sequence() for _ in range(12)])
    rows = batch.footage_row.numpy()
    assert batch.is_video.sum() == len(batch.footage) == (rows >= 0).sum() > 0
    assert (batch.footage_row < 0).any()
    lengths = {len(item.codes): number for number, item in enumerate(filmed)}
    starts = np.concatenate([[0], np.flatnonzero(batch.stop.numpy())[:-1] + 1])
    for start, end in zip(starts, np.flatnonzero(batch.stop.numpy()) + 1, strict=True):
        number = lengths[end - start]
        assert (rows[start:end] >= 0).all() == bool(number % 2)
        if number % 2:
            assert (batch.footage[rows[start:end]] == number).all()


def test_silent_videos_come_without_an_instruction(items, words):
    filmed = [replace(item, footage=np.zeros((len(item.codes), WIDTH), np.float16)) for item in items]
    batch = draw(filmed, words, replace(_PLAIN, video=1.0, silent=1.0))
    assert "walk" not in words.decode(batch.ids.flatten().tolist())
