"""The flat decoder: codes are tokens of the language model, in training and at run time."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.api import PARTS, Cancelled, Engine, Grid, Request
from engine.body.layout import SLOTS
from engine.cli.main import main
from engine.codec.prq import PRQ
from engine.errors import MotionCtrlError
from engine.language import tokens
from engine.language.decoder import SHORTEST, Task
from engine.language.flat import FlatDecoder, _Lines
from engine.language.guidance import Branch
from engine.language.llama.context import GgufContext
from engine.language.sampling import Sampling
from engine.request import part_index
from engine.store.folder import MANIFEST, read_folder
from tests.engine.tiny_model import build_flat, random_codes


@pytest.fixture(scope="module")
def flat_model(tmp_path_factory):
    return build_flat(tmp_path_factory.mktemp("flat") / "tiny")


@pytest.fixture(scope="module")
def engine(flat_model):
    with Engine(flat_model.folder, threads=1) as engine:
        yield engine


def fill(engine: Engine, *instructions: str, seconds=2.0, **options):
    return engine.fill(Request(instructions or ("walk",), (seconds,) * max(1, len(instructions)), **options))


def test_its_folder_says_what_it_is_and_needs_no_depth_decoder(flat_model):
    description = read_folder(flat_model.folder, contents=True)
    assert description.decoder == "flat"
    assert set(description.files) == {"vlmm.gguf", "prq.safetensors"}
    assert description.tokens["<open>"] == tokens.OPEN and description.tokens["<code_0>"] == tokens.CODES


def test_no_code_and_no_open_cell_can_be_typed_by_a_user(engine):
    model = engine._decoder.model
    typed = model.tokenize("<open><code_3><mot>walk")
    assert not set(typed) & {tokens.OPEN, tokens.CODES + 3, tokens.MOT}
    assert not model.text_tokens()[tokens.CUT :].any()


def torch_logits(vlmm, codes, known, seen, text):
    """Logits over the codes before each open cell's code, of a sequence as training sees it."""
    import torch

    from engine.lab.training.flat_sequences import collate, in_tokens
    from engine.lab.training.sequences import SequenceSampler
    from engine.lab.training.smollm2 import tokenizer

    frames = [tokens.FRAME] * len(codes)
    encode = SequenceSampler([], tokenizer(), 0, 0).encode
    ids = [*encode(f"<|im_start|>user\n{text}<|im_end|>\n"), tokens.CTX, *frames, tokens.END_CTX]
    ids = np.array([*ids, *encode("<|im_start|>assistant\n"), tokens.MOT, *frames, tokens.END_MOT])
    sequence = {"ids": ids, "codes": codes, "past": codes, "known": known, "seen": seen, "context": True}
    batch = collate([in_tokens(sequence, np.random.default_rng(0), told_again=1.0)])
    with torch.no_grad():
        hidden = vlmm.hidden(batch.ids, batch.positions, batch.copy, batch.begin)[0]
        return vlmm.code_logits(hidden[batch.source]).numpy(), batch.target.numpy()


@pytest.mark.parametrize(("apart", "together"), [(True, True), (True, False), (False, True)])
def test_torch_and_llama_agree_on_every_code_with_and_without_a_past(flat_model, apart, together):
    """F32 weights, F32 cache; cells known before, within and after what is open."""
    codes = random_codes(8)
    known = np.zeros((8, 5), bool)
    known[:2] = known[6:] = True
    known[3, 1] = known[4, 4] = True
    text = "a person waves\nleft arm: up and down\nduration: 1.6 seconds"
    expected = [torch_logits(flat_model.vlmm, codes, known.copy(), np.full((8, 5), seen), text) for seen in (1, 0)]
    folder = flat_model.folder
    decoder = FlatDecoder(folder / "vlmm.gguf", PRQ.load(folder / "prq.safetensors"), 12, 1)
    task = Task("a person waves", 8, {"left_arm": "up and down"}, codes, known)
    decoder.context.close()
    decoder.context = context = GgufContext(decoder.model, 2048, 2, exact=True, hidden=False, apart=apart)
    made = []
    try:
        first = []
        for sequence, blind in enumerate((False, True)):
            context.feed(decoder._pieces(task, Branch(True, blind, 1.0)), sequence)
            first.append(context.logits())
        hidden = np.full(SLOTS, tokens.OPEN, np.int32)
        lines = _Lines(context, (False, True), np.stack(first), hidden, together)
        for frame in range(2, 8):
            lines.begin_frame()
            for part, layer in np.ndindex(5, 4):
                if not known[frame, part]:
                    made.append(lines.logits()[:, decoder.codes])
                lines.write(tokens.CODES + codes[frame, part, layer])
            lines.end_frame()
    finally:
        decoder.close()
    target = codes[~known].reshape(-1)
    for branch, (logits, learned) in enumerate(expected):
        np.testing.assert_array_equal(learned, target)
        assert np.abs(np.stack(made)[:, branch] - logits).max() <= 2e-3
    assert np.abs(expected[0][0] - expected[1][0]).max() > 0.1  # the past matters


@pytest.mark.parametrize("apart", [False, True])
def test_many_tokens_are_appended_in_rounds(engine, apart):
    random = np.random.default_rng(0)
    ids = [random.integers(0, 1000, count).astype(np.int32) for count in (700, 3, 290)]
    with GgufContext(engine._decoder.model, 2304, 3, exact=True, hidden=False, apart=apart) as context:
        together = context.extend(ids, range(3))
        assert [context.length(sequence) for sequence in range(3)] == [700, 3, 290]
        for sequence, piece in enumerate(ids):
            context.rewind(sequence)
            context.feed([piece], sequence)
            np.testing.assert_allclose(context.logits(), together[sequence], atol=2e-3)


def test_a_sentence_becomes_a_motion_of_the_length_asked_for(engine):
    for seconds, frames, latents in ((0.2, 4, 1), (2.0, 40, 10), (2.05, 41, 11)):
        made = fill(engine, "a person walks", seconds=seconds)
        assert (len(made.motion), len(made.codes)) == (frames, latents)
    assert np.isfinite(made.motion.joints()).all()


def test_the_same_seed_gives_the_same_motion_whatever_was_made_before(engine, flat_model):
    first = fill(engine, seed=3, strength=2.0).codes
    assert (fill(engine, seed=4, strength=2.0).codes != first).any()
    assert (fill(engine, "sit down", seed=3, strength=2.0).codes != first).any()
    assert (fill(engine, seed=3, strength=1.0).codes != first).any()
    np.testing.assert_array_equal(fill(engine, seed=3, strength=2.0).codes, first)
    with Engine(flat_model.folder, threads=1) as fresh:
        np.testing.assert_array_equal(fill(fresh, seed=3, strength=2.0).codes, first)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("blind", [0.0, 0.5])
def test_regenerating_one_part_leaves_every_other_cell_alone(engine, monkeypatch, part, blind):
    monkeypatch.setattr(engine._decoder, "blind", blind)
    codes = random_codes(11)
    made = fill(engine, "wave", seconds=None, strength=3.0, grid=Grid.of(codes).opened((part,)))
    same = (made.codes == codes).all(axis=2)
    others = np.arange(5) != part_index(part)
    assert same[:, others].all() and not same[:, ~others].all()


@pytest.mark.parametrize("blind", [0.0, 1.0])
def test_known_cells_of_a_long_motion_and_both_ends_of_a_gap_are_kept(engine, monkeypatch, blind):
    monkeypatch.setattr(engine._decoder, "blind", blind)
    codes = random_codes(40)
    legs = Grid.of(codes).opened(("left_leg", "right_leg"), 15, 31)
    gap = Grid.of(codes[:9]).opened(first=3, last=6)
    ahead = Grid.of(codes[:5])
    for grid, seconds in ((legs, None), (gap, None), (ahead, 2.0)):
        made = fill(engine, "kick", seconds=seconds, strength=2.0, grid=grid)
        np.testing.assert_array_equal(made.codes[: len(grid)][grid.known], grid.codes[grid.known])
        assert (made.codes[: len(grid)] != grid.codes).any() == (not grid.known.all())


def test_only_motion_codes_are_ever_drawn(engine, monkeypatch):
    """However much the head prefers words and control tokens, and however wild the sampling."""
    whole = GgufContext.logits

    def tempting(self, index: int = -1) -> np.ndarray:
        logits = whole(self, index)
        logits[: tokens.CODES] += 1e4
        return logits

    wild = Sampling(temperature=50.0)
    plain = fill(engine, sampling=wild).codes
    monkeypatch.setattr(GgufContext, "logits", tempting)
    made = fill(engine, sampling=wild).codes
    assert made.min() >= 0 and made.max() < 64 and len(np.unique(made)) > 32
    np.testing.assert_array_equal(made, plain)
    # Where it may end, it does: after a frame, and never within one.
    assert len(fill(engine, seconds=None).codes) == SHORTEST


def test_without_a_duration_the_model_ends_the_motion_itself(engine):
    lengths = {len(fill(engine, seconds=None, seed=seed).codes) for seed in range(6)}
    assert max(lengths) <= engine.description.window
    assert min(lengths) >= SHORTEST
    assert len(fill(engine, seconds=None, grid=Grid.of(random_codes(3))).codes) >= 3 + SHORTEST


def test_several_prompts_make_one_long_motion(engine):
    request = Request(("walk", "turn", "sit"), (1.3, 4.1, 0.9), strength=1.5)
    made = engine.fill(request)
    assert len(made.motion) == round((1.3 + 4.1 + 0.9) * 20)


def test_cancelling_takes_effect_between_two_codes(engine):
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 200

    with pytest.raises(Cancelled):
        fill_cancelled(engine, cancelled)
    assert len(asked) == 201
    assert len(fill(engine).codes) == 10


def fill_cancelled(engine, cancelled):
    # Ten frames of twenty codes; what llama.cpp asks while it reads the prompt comes on top.
    return engine.fill(Request(("walk",), (60.0,)), cancelled=cancelled)


def test_a_motion_is_described_and_leaves_no_trace(engine, walking):
    before = fill(engine, seed=1, strength=2.0).codes
    text = engine.describe(walking)
    assert text.startswith("A person") and engine.describe(walking) == text
    np.testing.assert_array_equal(fill(engine, seed=1, strength=2.0).codes, before)


def test_a_video_is_refused_in_one_sentence(engine):
    from engine.language.condition import Embedded

    video = Embedded(np.zeros((3, 64), np.float32), np.zeros((3, 64), np.float32))
    with pytest.raises(MotionCtrlError, match="does not see video"):
        engine.fill(Request(("walk",), (1.0,), video=video))


def test_an_instruction_that_is_too_long_is_one_sentence(engine):
    with pytest.raises(MotionCtrlError, match="shorten the instruction"):
        fill(engine, "walk and " * 2000)


def test_a_language_model_without_codes_is_refused(tiny_model, flat_model, tmp_path):
    import shutil

    folder = shutil.copytree(flat_model.folder, tmp_path / "mixed")
    (folder / "vlmm.gguf").write_bytes((tiny_model.folder / "vlmm.gguf").read_bytes())
    values = json.loads((folder / MANIFEST).read_text())
    values["files"]["vlmm.gguf"] = json.loads((tiny_model.folder / MANIFEST).read_text())["files"]["vlmm.gguf"]
    (folder / MANIFEST).write_text(json.dumps(values))
    with pytest.raises(MotionCtrlError, match="no tokens for motion codes"):
        Engine(folder)


@pytest.mark.parametrize("base", ["tiny_model", "flat_model"])
def test_a_shape_of_random_weights_runs_with_the_flat_decoder(base, request, tmp_path, monkeypatch, capsys):
    from engine.lab.evaluation import shapes

    monkeypatch.setitem(shapes.SHAPES, "small", shapes.Shape(64, 96, 2, 2, 1, 16_448))
    out, folder = tmp_path / "bench.json", tmp_path / "kept"
    model = request.getfixturevalue(base).folder
    words = [
        "bench",
        "--shape",
        "small",
        "--decoder",
        "flat",
        "--model",
        model,
        "--threads",
        1,
        "--seconds",
        1,
        "--folder",
        folder,
        "--json",
        out,
    ]
    assert main([str(word) for word in words]) == 0
    assert json.loads(out.read_text())["decoder"] == "flat"
    assert read_folder(folder).decoder == "flat" and not (folder / "depth.safetensors").exists()
    words[4] = "frame"
    assert main([str(word) for word in words]) == 2  # another model lies there
    words[4] = "round"
    assert main([str(word) for word in words]) == 2
    assert "--decoder round is not known: use frame, flat." in capsys.readouterr().err
