"""Prompts are read once, and what is saved by that changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.api import Engine, Grid, Request
from engine.errors import Cancelled
from engine.language.llama.context import GgufContext
from engine.language.llama.model import GgufModel
from engine.language.prompt_cache import PromptReader
from tests.engine.tiny_model import random_codes


@pytest.fixture(scope="module")
def model(tiny_model):
    with GgufModel(tiny_model.folder / "vlmm.gguf", threads=1) as model:
        yield model


@pytest.fixture(scope="module")
def context(model):
    with GgufContext(model, size=1024, sequences=3, exact=True) as context:
        yield context


def pieces(model) -> list[np.ndarray]:
    """What prompts below are put together from: tokens, and embeddings as motion frames have."""
    frames = np.random.default_rng(0).normal(size=(2, 3, model.width)).astype(np.float32)
    return [model.tokenize("a person"), model.tokenize("walks on"), np.array([5]), frames[0], frames[1]]


prompts = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(prompts, st.integers(0, 3)), min_size=1, max_size=4))
def test_sequences_hold_what_was_asked_for_whatever_came_before(context, model, requests):
    reader, known = PromptReader(context), pieces(model)
    for asked, steps in requests:
        read = [[known[index] for index in prompt] for prompt in asked]
        hidden = reader.read(read, lambda: False)
        assert [context.length(index) for index in range(3)] == [
            sum(map(len, read[index])) if index < len(read) else 0 for index in range(3)
        ]
        further = [context.step(np.ones((len(read), model.width), np.float32), range(len(read))) for _ in range(steps)]
        with GgufContext(model, size=1024, sequences=3, exact=True) as fresh:
            alone = [fresh.feed(prompt, index) for index, prompt in enumerate(read)]
            np.testing.assert_allclose(hidden, alone, atol=1e-3)
            for step in further:
                same = fresh.step(np.ones((len(read), model.width), np.float32), range(len(read)))
                np.testing.assert_allclose(step, same, atol=1e-3)


def positions_read(context, monkeypatch) -> list[int]:
    """Filled with the number of positions of each prompt that is read from now on."""
    counts, feed = [], GgufContext.feed

    def counting(self, fed, sequence, cancelled=None):
        counts.append(sum(map(len, fed)))
        return feed(self, fed, sequence, cancelled)

    monkeypatch.setattr(GgufContext, "feed", counting)
    return counts


def test_what_prompts_have_in_common_is_read_once_and_a_repeated_request_not_at_all(context, model, monkeypatch):
    start, end, one, frames, _ = pieces(model)
    counts, reader = positions_read(context, monkeypatch), PromptReader(context)
    asked = [[start, end, frames], [start, one], [start, end, frames]]
    reader.read(asked, lambda: False)
    assert counts == [len(start) + len(end) + len(frames), len(one)]
    context.step(np.ones((3, model.width), np.float32), range(3))
    reader.read(asked, lambda: False)
    assert len(counts) == 2
    context.rewind(1)  # by somebody else, as for a description
    reader.read(asked, lambda: False)
    assert len(counts) == 4


def test_a_cancelled_prompt_is_read_anew(context, model):
    reader, prompt = PromptReader(context), [model.tokenize("walk " * 200)]
    calls = iter([False] * 4)
    with pytest.raises(Cancelled):
        reader.read([prompt, prompt], lambda: next(calls, True))
    np.testing.assert_array_equal(reader.read([prompt], lambda: False)[0], reader.read([prompt], lambda: False)[0])
    assert context.length(0) == len(prompt[0])


def test_takes_of_a_request_are_what_a_fresh_engine_makes_of_it(tiny_model, tiny_engine):
    codes = random_codes(8)
    requests = [
        Request(("wave",), (1.6,), seed=seed, strength=2.0, grid=grid)
        for grid in (None, Grid.of(codes[:3]), Grid.of(codes).opened(("left_arm",)))
        for seed in (1, 2)
    ]
    made = [tiny_engine.fill(request).codes for request in requests]
    for request, expected in zip(requests, made, strict=True):
        with Engine(tiny_model.folder, threads=1) as fresh:
            np.testing.assert_array_equal(fresh.fill(request).codes, expected)
