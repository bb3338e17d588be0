"""Motion is put into words: the same ones every time, nothing but words, and without a trace."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from engine.api import Cancelled, Engine, Request
from engine.errors import MotionCtrlError
from engine.language import describe, tokens
from engine.language.llama.context import GgufContext
from engine.motion.kinematics import Motion
from engine.store.folder import DESCRIBE, GENERATE, MANIFEST, read_folder, write_folder
from tests.engine.tiny_model import random_codes


@pytest.fixture
def decoder(tiny_engine):
    return tiny_engine._decoder


@pytest.fixture
def biased(decoder, monkeypatch):
    """Lets a test change the logits that the head gives, step by step."""

    def bias(change) -> list[int]:
        whole, steps = decoder.context.logits, []

        def logits(index: int = -1) -> np.ndarray:
            steps.append(len(steps))
            return change(whole(index), steps[-1])

        monkeypatch.setattr(decoder.context, "logits", logits)
        return steps

    return bias


def ending_at(last: int):
    """The head wants to end the turn from step ``last`` on, and never before."""

    def change(logits: np.ndarray, step: int) -> np.ndarray:
        logits[2] = 1e4 if step >= last else -1e4
        return logits

    return change


def repeated(motion: Motion, times: int) -> Motion:
    return Motion(np.tile(motion.rotations, (times, 1, 1, 1)), np.tile(motion.translation, (times, 1)), motion.fps)


def lengths(engine: Engine) -> list[int]:
    """What each sequence of the context holds."""
    return [engine._decoder.context.length(sequence) for sequence in range(engine._decoder.SEQUENCES)]


def test_a_motion_gets_the_same_words_every_time(tiny_engine, tiny_model, walking):
    text = tiny_engine.describe(walking)
    assert text.startswith("A person") and text.endswith(".") and "\n" not in text
    assert tiny_engine.describe(walking) == text
    with Engine(tiny_model.folder, threads=1) as fresh:
        assert fresh.describe(walking) == text


def test_the_text_stops_where_the_model_ends_its_turn(decoder, biased):
    steps = biased(ending_at(3))
    text = describe.describe(decoder, random_codes(5), lambda: False)
    assert len(steps) == 4
    assert text.startswith("a person")


def test_an_answer_is_more_than_its_opening(decoder, biased):
    biased(ending_at(0))
    assert len(describe.describe(decoder, random_codes(5), lambda: False)) > len("a person")


def test_a_model_that_never_ends_is_stopped(decoder, biased):
    steps = biased(ending_at(10**6))
    describe.describe(decoder, random_codes(5), lambda: False)
    assert len(steps) == describe.LONGEST


def test_no_control_token_is_ever_said(decoder, biased, monkeypatch):
    plain = decoder.model.text_tokens()
    assert not plain[[2, tokens.MOT, tokens.END_MOT, tokens.FRAME, tokens.CTX, tokens.END_VID]].any()
    assert not plain[tokens.CUT :].any() and plain[decoder.model.tokenize("a person waves, 3 times!")].all()
    said = []
    whole = decoder.model.text
    monkeypatch.setattr(decoder.model, "text", lambda ids: said.extend(ids) or whole(ids))

    def tempting(logits: np.ndarray, step: int) -> np.ndarray:
        logits[~plain] += 100
        logits[2] = -100
        return logits

    biased(tempting)
    text = describe.describe(decoder, random_codes(5), lambda: False)
    assert plain[said].all() and len(said) > describe.LONGEST
    assert "<|" not in text and "<mot>" not in text


def test_the_model_is_asked_as_in_training(tiny_model, decoder):
    """The same prompt as training's, so the same logits where the answer begins."""
    import torch

    from engine.lab.training.sequences import SequenceSampler, collate
    from engine.lab.training.smollm2 import tokenizer

    codes = random_codes(10)
    sequence = SequenceSampler([], tokenizer(), 0, 0).description(codes, "a person walks")
    other = {"ids": np.array([tokens.MOT, tokens.FRAME, tokens.END_MOT]), "codes": codes[:1], "context": False}
    cells = {"known": np.zeros((1, 5), bool), "seen": np.ones((1, 5), bool), "kept": np.full((1, 5), 4)}
    batch = collate([sequence, {**other, **cells, "past": codes[:1]}])
    with torch.no_grad():
        latents = tiny_model.prq.codebook()[batch.codes].sum(2)
        x = tiny_model.vlmm.embed(batch.ids, batch.is_frame, latents, batch.known, batch.context)
        hidden = tiny_model.vlmm.llama(inputs_embeds=x, use_cache=False).last_hidden_state[0]
        expected = tiny_model.vlmm.head(hidden[sequence["answer"] - 1]).numpy()
    with GgufContext(decoder.model, size=512, exact=True) as context:
        context.feed(describe._question(decoder, codes), 0)
        assert np.abs(context.logits() - expected).max() <= 1e-3
    opening = decoder.model.tokenize(describe.OPENING)
    np.testing.assert_array_equal(sequence["ids"][sequence["answer"] :][: len(opening)], opening)


def test_a_description_leaves_no_trace_in_what_is_generated_next(tiny_engine, tiny_model, walking):
    request = Request(("walk",), (2.0,), seed=5, strength=2.0)
    with Engine(tiny_model.folder, threads=1) as fresh:
        before = fresh.fill(request)
    tiny_engine.describe(walking)
    after = tiny_engine.fill(request)
    np.testing.assert_array_equal(after.codes, before.codes)
    np.testing.assert_array_equal(after.motion.rotations, before.motion.rotations)
    assert any(lengths(tiny_engine))
    with Engine(tiny_model.folder, threads=1) as fresh:
        assert tiny_engine.describe(walking) == fresh.describe(walking)
    assert not any(lengths(tiny_engine))


def test_a_long_motion_is_read_in_even_windows(tiny_engine, walking):
    captions = list(tiny_engine.captions(repeated(walking, 2)[:117]))  # 30 latent frames, the model reads 12
    assert [(caption.start, caption.stop) for caption in captions] == [(0, 2), (2, 4), (4, 5.85)]
    assert all(caption.text.startswith("a person") for caption in captions)
    assert describe.even_windows(51, 50) == [(0, 25), (25, 51)]
    assert describe.even_windows(50, 50) == [(0, 50)]
    assert describe.even_windows(1, 50) == [(0, 1)]


def test_any_frame_rate_and_a_single_frame_can_be_described(tiny_engine, walking):
    slow = Motion(walking.rotations, walking.translation, 10.0)
    assert list(tiny_engine.captions(slow))[-1].stop == pytest.approx(6.0, abs=0.1)
    assert tiny_engine.describe(walking[:1]).startswith("A person")


def test_captions_become_sentences_and_repeats_are_said_once():
    assert describe.joined(["a person walks"]) == "A person walks."
    told = ["a person walks", "a person walks", "a person sits down", "a person walks"]
    assert describe.joined(told) == "A person walks. Then the person sits down. Then the person walks."


def test_cancel_takes_effect_between_two_words_and_while_the_motion_is_read(tiny_engine, walking, biased):
    steps = biased(lambda logits, step: logits)
    with pytest.raises(Cancelled):
        tiny_engine.describe(walking, lambda: len(steps) >= 2)
    assert len(steps) == 2
    with pytest.raises(Cancelled):
        tiny_engine.describe(walking, lambda: True)
    assert len(steps) == 2
    assert tiny_engine._decoder.context.length(0) == 0
    assert tiny_engine.describe(walking)


def test_what_can_not_be_described_is_one_sentence(tiny_engine, tiny_model, walking):
    with pytest.raises(MotionCtrlError, match="without frames"):
        tiny_engine.describe(walking[:0])
    busy = tiny_engine.stream(Request(("walk",), (2.0,)))
    next(busy)
    with pytest.raises(MotionCtrlError, match="still busy"):
        tiny_engine.describe(walking)
    busy.close()
    engine = Engine(tiny_model.folder, threads=1)
    engine.close()
    with pytest.raises(MotionCtrlError, match="closed"):
        engine.describe(walking)


def test_a_model_that_was_not_trained_for_it_says_so(tiny_model, tmp_path, walking):
    folder = shutil.copytree(tiny_model.folder, tmp_path / "copy")
    description = read_folder(folder)
    assert description.tasks == (GENERATE, DESCRIBE)
    values = json.loads((folder / MANIFEST).read_text())
    del values["tasks"]  # a folder from before motion to text
    (folder / MANIFEST).write_text(json.dumps(values))
    with Engine(folder, threads=1) as engine:
        with pytest.raises(MotionCtrlError, match="tiny is not trained yet to describe motion"):
            engine.describe(walking)
        assert engine.fill(Request(("walk",), (1.0,)))
    write_folder(folder, read_folder(folder))
    assert read_folder(folder).tasks == (GENERATE,)
    values["tasks"] = "describe"
    (folder / MANIFEST).write_text(json.dumps(values))
    with pytest.raises(MotionCtrlError, match="tasks are 'describe'"):
        read_folder(folder)
