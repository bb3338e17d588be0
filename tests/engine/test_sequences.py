"""What the VLMM sees and what it must say, in training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.training.corpus import Item
from engine.training.sequences import Mix, SequenceSampler
from engine.training.smollm2 import tokenizer
from engine.vlmm import tokens

_PLAIN = Mix(unconditional=0, in_between=0, limbs=0, describe=0, rough=0, blind=0, dim=0, noise=0)


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


def test_known_cells_are_given_and_not_learned(items, words):
    batch = draw(items, words, replace(_PLAIN, limbs=1.0))
    known = batch.known[batch.context]
    assert (batch.given == known).all()
    assert known.any()
    assert not known.all()
