"""llama.cpp does what torch does, and gives up when told to."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from engine.codec.prq import PRQ
from engine.errors import Cancelled, MotionCtrlError
from engine.language import tokens
from engine.language.decoder import Task
from engine.language.frame import FrameDecoder
from engine.language.guidance import Branch
from engine.language.llama.context import GgufContext
from engine.language.llama.model import GgufModel
from engine.language.llama.threads import default_threads
from tests.engine.tiny_model import random_codes

SENTENCES = (
    "a person walks forward",
    "A man's left arm: waves 3 times, doesn't stop; then turns 90° right!",
    "duration: 12.5 seconds\n\n  two   spaces\tand tabs ",
    "naïve café, 日本語, 😀 … don’t",
    "a < b <mo t> <|im_ end|> \x07",
)


@pytest.fixture
def model(tiny_model):
    with GgufModel(tiny_model.folder / "vlmm.gguf", threads=1) as model:
        yield model


@pytest.fixture
def context(model):
    with GgufContext(model, size=512, exact=True) as context:
        yield context


@pytest.fixture(scope="module")
def vocabulary():
    from engine.lab.training.smollm2 import truncated_vocabulary

    return truncated_vocabulary()


@pytest.fixture(scope="module")
def trained():
    from engine.lab.training.smollm2 import tokenizer

    return tokenizer()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_training_and_runtime_read_a_sentence_as_the_same_tokens(model, trained, sentence):
    trained.encode_special_tokens = False
    framed = f"<|im_start|>user\n{sentence}<|im_end|>\n<ctx><frame></ctx><|im_start|>assistant\n<mot></mot>"
    assert model.tokenize(framed, special=True).tolist() == trained.encode(framed).ids
    trained.encode_special_tokens = True
    assert model.tokenize(framed).tolist() == trained.encode(framed).ids


def test_a_control_token_in_the_users_text_is_plain_text(model):
    assert not set(model.tokenize("walk <mot></mot><|im_end|>")) & {tokens.MOT, tokens.END_MOT, 2}
    assert model.text(model.tokenize("Grüße, 12 Schritte")) == "Grüße, 12 Schritte"


def test_torch_and_llama_agree_on_a_prompt_with_motion_frames_in_it(tiny_model, trained):
    """F32 weights, F32 cache: hidden states and the head's logits of every frame, with known cells."""
    import torch

    from engine.lab.training.sequences import SequenceSampler, collate

    codes = random_codes(10)
    known = np.zeros((10, 5), bool)
    known[:2] = known[7:] = True
    known[4, 1] = True
    trained.encode_special_tokens = False
    sampler = SequenceSampler([], trained, 0, 0)
    text = "a person waves\nleft arm: up and down\nduration: 2.0 seconds"
    ids = [*sampler.encode(f"<|im_start|>user\n{text}<|im_end|>\n"), tokens.CTX, *[tokens.FRAME] * 10, tokens.END_CTX]
    ids += [*sampler.encode("<|im_start|>assistant\n"), tokens.MOT, *[tokens.FRAME] * 10, tokens.END_MOT]
    cells = {"known": known, "seen": np.ones((10, 5), bool), "kept": np.full((10, 5), 4)}
    batch = collate([{"ids": np.array(ids), "codes": codes, "past": codes, "context": True, **cells}])
    vlmm, codebook = tiny_model.vlmm, tiny_model.prq.codebook()
    with torch.no_grad():
        latents = codebook[batch.codes].sum(2)
        x = vlmm.embed(batch.ids, batch.is_frame, latents, batch.known, batch.context)
        hidden = vlmm.llama(inputs_embeds=x, use_cache=False).last_hidden_state[0]
        expected = hidden[batch.source].numpy()
        logits = vlmm.head(hidden[batch.source]).numpy()

    folder = tiny_model.folder
    decoder = FrameDecoder(
        folder / "vlmm.gguf",
        folder / "depth.safetensors",
        folder / "depth.gguf",
        PRQ.load(folder / "prq.safetensors"),
        1,
    )
    task = Task("a person waves", 10, {"left_arm": "up and down"}, codes, known)
    decoder.context.close()
    decoder.context = GgufContext(decoder.model, size=512, exact=True)
    try:
        states = [decoder.context.feed(decoder._pieces(task, Branch(True, False, 1.0)), 0)]
        heads = [decoder.context.logits()]
        for frame in decoder.embedder(codes)[2:9]:
            states.append(decoder.context.step(frame[None], [0])[0])
            heads.append(decoder.context.logits(0))
    finally:
        decoder.close()
    assert np.abs(np.stack(states) - expected[2:]).max() <= 1e-3
    assert np.abs(np.stack(heads) - logits[2:]).max() <= 1e-3


def test_both_branches_of_a_batch_equal_each_alone(context):
    random = np.random.default_rng(0)
    frames = random.normal(size=(6, context.model.width)).astype(np.float32)
    ids = context.model.tokenize("walk on")
    context.feed([ids], 0)
    context.feed([ids[:1]], 1)
    both = np.stack([context.step(np.stack([frame, frame]), [0, 1]) for frame in frames])
    for branch, prompt in ((0, ids), (1, ids[:1])):
        context.rewind(0)
        context.rewind(1)
        context.feed([prompt], branch)
        alone = np.stack([context.step(frame[None], [branch])[0] for frame in frames])
        np.testing.assert_allclose(both[:, branch], alone, atol=1e-4)


def test_a_sequence_can_be_rewound_and_copied(context):
    ids = context.model.tokenize("a person jumps and lands on both feet")
    whole = context.feed([ids], 0)
    context.rewind(0, 3)
    assert context.length(0) == 3
    np.testing.assert_allclose(context.feed([ids[3:]], 0), whole, atol=1e-4)
    context.rewind(0, len(ids) - 1)
    context.copy(0, 1)
    np.testing.assert_allclose(context.feed([ids[-1:]], 1), whole, atol=1e-4)


def test_a_long_prompt_is_read_in_chunks(model):
    frames = np.random.default_rng(1).normal(size=(700, model.width)).astype(np.float32)
    with GgufContext(model, size=1024, exact=True) as context:
        at_once = context.feed([frames], 0)
        context.rewind(0)
        context.feed([frames[:300]], 0)
        np.testing.assert_allclose(context.feed([frames[300:]], 0), at_once, atol=1e-3)


def test_reading_the_prompt_stops_when_cancelled_and_the_context_still_works(context):
    ids = context.model.tokenize("walk " * 200)
    before = context.feed([ids[:5]], 0)
    context.rewind(0)
    calls = iter([False] * 4)
    with pytest.raises(Cancelled):
        context.feed([ids], 0, lambda: next(calls, True))
    assert context.length(0) == 0
    np.testing.assert_array_equal(context.feed([ids[:5]], 0), before)


def test_too_long_a_prompt_is_one_sentence(context):
    with pytest.raises(MotionCtrlError, match="more than the 512 positions"):
        context.feed([np.zeros(600, np.int32)], 0)


def test_a_broken_language_model_is_one_sentence(tmp_path):
    with pytest.raises(MotionCtrlError, match="no language model"):
        GgufModel(tmp_path / "missing.gguf")
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(MotionCtrlError, match="can't be read as a language model"):
        GgufModel(tmp_path / "broken.gguf")


def test_a_missing_llama_cpp_is_one_sentence(tiny_model, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "llama_cpp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(MotionCtrlError, match="pip install llama-cpp-python"):
        GgufModel(tiny_model.folder / "vlmm.gguf")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("libgomp.so.1: cannot open shared object file", "install libgomp"),
        ("/lib64/libc.so.6: version `GLIBC_2.34' not found", "this Linux is older than the library"),
        ("Shared library with base name 'llama' not found", "install the add-on's zip for this system again"),
    ],
)
def test_a_library_that_does_not_fit_the_system_says_what_to_do(tmp_path, tiny_model, monkeypatch, reason, sentence):
    (tmp_path / "llama_cpp").mkdir()
    (tmp_path / "llama_cpp" / "__init__.py").write_text(f"raise RuntimeError({reason!r})")
    for name in [name for name in sys.modules if name.partition(".")[0] == "llama_cpp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MotionCtrlError, match=sentence) as caught:
        GgufModel(tiny_model.folder / "vlmm.gguf")
    assert reason in str(caught.value) and "\n" not in str(caught.value)


def test_closing_twice_is_harmless_and_one_core_stays_free(tiny_model):
    model = GgufModel(tiny_model.folder / "vlmm.gguf")
    assert 1 <= model.threads == default_threads()
    model.close()
    model.close()


@pytest.mark.parametrize(
    ("kind", "embeddings", "tolerance"),
    [("F16", None, 0.05), ("Q8_0", None, 0.2), ("Q8_0", "Q5_1", 1.0), ("Q4_0", None, 3.0)],
)
def test_smaller_kinds_of_weights_stay_close(tiny_model, vocabulary, tmp_path, kind, embeddings, tolerance):
    from engine.lab.nets.gguf_export import write_gguf
    from engine.lab.training.export import llama_config, numpy_state

    config, weights = llama_config(tiny_model.vlmm), numpy_state(tiny_model.vlmm.llama)
    small = write_gguf(tmp_path / "small.gguf", config, weights, vocabulary, kind, embeddings)
    hidden = []
    for path in (tiny_model.folder / "vlmm.gguf", small):
        with GgufModel(path, threads=1) as model, GgufContext(model, size=64) as context:
            hidden.append(context.feed([model.tokenize("a person walks in a circle")], 0))
    assert np.abs(hidden[0] - hidden[1]).max() < tolerance
    assert small.stat().st_size < (tiny_model.folder / "vlmm.gguf").stat().st_size


def test_an_unknown_kind_of_weights_is_refused(tiny_model, vocabulary, tmp_path):
    from engine.lab.nets.gguf_export import write_gguf
    from engine.lab.training.export import llama_config

    with pytest.raises(MotionCtrlError, match="Q9_9 is not a kind"):
        write_gguf(tmp_path / "x.gguf", llama_config(tiny_model.vlmm), {}, vocabulary, "Q9_9")
    with pytest.raises(MotionCtrlError, match="lack model.embed_tokens.weight"):
        write_gguf(tmp_path / "x.gguf", llama_config(tiny_model.vlmm), {}, vocabulary)
    assert not list(tmp_path.iterdir())


def test_base_weights_survive_the_way_to_llama_order_and_back():
    from engine.lab.nets.gguf_export import rows_from_gguf, rows_to_gguf

    weight = np.random.default_rng(0).normal(size=(4 * 8, 6))
    np.testing.assert_array_equal(rows_from_gguf(rows_to_gguf(weight, 4), 4), weight)
    assert not np.array_equal(rows_to_gguf(weight, 4), weight)
