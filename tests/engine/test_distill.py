"""A student is shown what it will see when it generates, learns what guidance gives, and needs one branch for it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.api import Engine, Request
from engine.codec.prq import PRQ
from engine.lab.nets.frame import StrengthEmbedder
from engine.lab.nets.projector import PoseProjector
from engine.lab.training import distill
from engine.lab.training.corpus import Item
from engine.lab.training.export import write_model
from engine.lab.training.sequences import Mix
from engine.lab.training.smollm2 import tokenizer
from engine.lab.training.views import DistillSampler
from engine.language import guidance, tokens
from engine.language.decoder import Task
from engine.language.frame import FrameDecoder
from engine.pose.features import WIDTH
from tests.engine import tiny_model

PLAIN = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=0, reworded=0, rough=0, dim=0, noise=0)


@pytest.fixture(scope="module")
def words():
    return tokenizer()


@pytest.fixture(scope="module")
def items():
    random = np.random.default_rng(0)
    return [
        Item(
            f"m{n}",
            random.integers(0, 64, (8 + n, 5, 4)).astype(np.int16),
            (f"walk {n} times",),
            ({"left_arm": f"waves {n} times"},),
            n % 2 == 0,
            given=n % 3,
            footage=random.normal(size=(8 + n, WIDTH)).astype(np.float16) if n > 3 else None,
        )
        for n in range(6)
    ]


def sampler(items, words, mix=PLAIN, seed=0, **options) -> DistillSampler:
    return DistillSampler(items, words, 800, seed, mix, **options)


def made(tiny, seed: int = 0) -> distill.Distillation:
    """A student that starts from the tiny model, with that as its teacher."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        projector = PoseProjector(64, 32)
        student = distill.student_of(tiny.vlmm)
    return distill.Distillation(student, projector, distill.Teacher(tiny.vlmm, projector), tiny.prq.codebook())


@pytest.mark.parametrize(("strength", "blind"), [(1.0, 0.2), (3.0, 0.0), (4.2, 0.2), (6.0, 1.0)])
def test_the_weights_of_the_views_are_those_of_the_branches(strength, blind):
    weighed = dict(zip(guidance.VIEWS, guidance.weights(strength, blind), strict=True))
    for branch in guidance.branches(strength, blind):
        assert weighed.pop((branch.instructed, branch.blind)) == branch.weight
    assert not any(weighed.values())


def test_strengths_are_those_of_the_slider_and_some_sequences_have_no_guidance(items, words):
    drawn = [s["strength"] for s in (sampler(items, words).sequence() for _ in range(1)) if s]
    source = sampler(items, words)
    drawn += [source.sequence()["strength"] for _ in range(200)]
    assert min(drawn) == 1
    assert max(drawn) > 5.5
    assert 0.04 < np.mean(np.array(drawn) == 1) < 0.18


def test_the_strength_is_said_right_before_the_motion(items, words):
    batch = sampler(items, words).batch()
    for row in np.flatnonzero(batch.is_strength.any(1).numpy()):
        (position,) = np.flatnonzero(batch.is_strength[row].numpy())
        assert batch.student.ids[row, position + 1] == tokens.MOT
    assert (batch.is_strength.sum(1) <= 1).all()


def test_views_differ_by_the_instruction_and_the_past(items, words):
    source = sampler(items, words, replace(PLAIN, duration=1.0, part_lines=1.0))
    for _ in range(20):
        drawn = source.sequence()
        said = {view: words.decode(source.view(drawn, *view)["ids"].clip(0).tolist()) for view in guidance.VIEWS}
        for (instructed, blind), text in said.items():
            assert ("walk" in text) == ("left arm" in text) == instructed
            left = drawn["given"] if blind else 0
            assert f"duration: {(len(drawn['codes']) - left) * 0.2:.1f} seconds" in text
            assert source.view(drawn, instructed, blind)["seen"].any() == (not blind)


@pytest.mark.parametrize("mix", [PLAIN, replace(PLAIN, limbs=1.0), replace(PLAIN, video=1.0, silent=0.5)])
def test_frames_of_student_and_teacher_are_the_same_motion(items, words, mix):
    batch = sampler(items, words, mix, seed=1).batch()
    real = batch.open.any(1)
    assert real.any()
    wanted = batch.student.target[batch.frame[real]]
    for number, (instructed, _) in enumerate(guidance.VIEWS):
        seen = batch.views[number][real]
        assert (batch.teacher.target[seen] == wanted).all()
        assert (batch.teacher.given[seen] == batch.student.given[batch.frame[real]]).all()
        shown = batch.teacher.footage_row[seen] >= 0
        assert (shown == ((batch.student.footage_row[batch.frame[real]] >= 0) & instructed)).all()
    assert (batch.weights[real].sum(1) - 1).abs().max() < 1e-5


def test_shapes_repeat(items, words):
    source = sampler(items, words, replace(PLAIN, describe=0.2))
    shapes = {
        tuple(value.shape)
        for batch in (source.batch() for _ in range(30))
        for value in (batch.student.ids, batch.teacher.ids, batch.frame, batch.student.codes, batch.teacher.codes)
    }
    assert len(shapes) < 25


def test_what_the_teacher_sees_is_what_a_decoder_writes(items, words, tiny_model):
    """Logits of the teacher's views equal those of the runtime's branches, cell by cell."""
    vlmm, folder = tiny_model.vlmm, tiny_model.folder
    prq = PRQ.load(folder / "prq.safetensors")
    source = sampler(items[:3], words, replace(PLAIN, duration=1.0, part_lines=1.0))
    projector = PoseProjector(64, 32)
    decoder = FrameDecoder(folder / "vlmm.gguf", folder / "depth.safetensors", folder / "depth.gguf", prq, threads=1)
    try:
        for _ in range(6):
            drawn = source.sequence()
            if not drawn["seen"].any():
                continue
            batch = source.collate([drawn])
            first = drawn["given"]
            codes, known = drawn["codes"][:first], np.ones((first, 5), bool)
            told = drawn["told"]
            task = Task(told.caption, len(drawn["codes"]), told.parts or {}, codes, known)
            with torch.no_grad():
                hidden, _ = distill.hidden_states(vlmm, projector, batch.teacher, tiny_model.prq.codebook())
            for number, view in enumerate(guidance.VIEWS):
                state = decoder.context.feed(decoder._pieces(task, guidance.Branch(*view, 1.0)), 0)
                decoder.context.rewind(0)
                expected = hidden[batch.teacher.source[batch.views[number, 0]]]
                np.testing.assert_allclose(state, expected, atol=1e-2)
    finally:
        decoder.close()


def test_without_guidance_a_fresh_student_that_ignores_the_strength_is_its_teacher(items, words, tiny_model):
    """At strength 1 the guided logits are the first view's, so that only the added position tells them apart."""
    one = made(tiny_model).eval()
    batch = sampler(items, words, alone=1.0).batch()
    assert (batch.strength == 1).all()
    with torch.no_grad():
        hidden, aligned = distill.hidden_states(
            one._teacher[0].vlmm, one.projector, batch.teacher, tiny_model.prq.codebook()
        )
        states = distill.frame_states(hidden, aligned, batch.teacher, batch.views[0])
        sums = tiny_model.prq.codebook()[batch.student.target[batch.frame]].cumsum(2)
        given = batch.student.given[batch.frame]
        alone = tiny_model.vlmm.depth(states, sums, given)
        guided, _ = one._guided(batch, torch.arange(len(batch.frame)), sums, given)
    open_cells = batch.open
    torch.testing.assert_close(guided[open_cells], alone[open_cells], atol=1e-4, rtol=1e-4)


def test_the_student_learns_what_guidance_gives(items, words, tiny_model):
    torch.manual_seed(0)
    one = made(tiny_model)
    batch = DistillSampler(items, words, 100, 0, PLAIN).batch()

    def apart() -> float:
        one.eval()
        with torch.no_grad():
            return float(one(batch)["codes"])

    before, teacher = apart(), {name: value.clone() for name, value in tiny_model.vlmm.state_dict().items()}
    optimizer = torch.optim.Adam(one.parameters(), lr=1e-3)
    one.train()
    for _ in range(30):
        one(batch)["loss"].backward()
        torch.nn.utils.clip_grad_norm_(one.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    assert apart() < 0.6 * before
    assert all(torch.equal(value, teacher[name]) for name, value in tiny_model.vlmm.state_dict().items())
    assert not any("teacher" in name for name in one.state_dict())


def test_descriptions_are_still_learned(items, words, tiny_model):
    one = made(tiny_model).eval()
    batch = sampler(items, words, replace(PLAIN, describe=1.0)).batch()
    terms = one(batch)
    assert terms["said"] > 0
    assert terms["codes"] == 0
    assert all(torch.isfinite(value) for value in terms.values())


@pytest.fixture(scope="module")
def distilled(tiny_model, tmp_path_factory):
    """The folder of a model with an input for the strength."""
    folder = tmp_path_factory.mktemp("distilled")
    with torch.random.fork_rng():
        torch.manual_seed(1)
        student = distill.student_of(tiny_model.vlmm)
        with torch.no_grad():
            for value in student.strength.parameters():
                value.copy_((value * 20).half().float())
    facts = {"name": "tiny", "window": 12, "sampling": {"strength": 3.0, "blind": 0.2}}
    write_model(student, tiny_model.folder / "prq.safetensors", folder, "F32", facts)
    return folder, student


def test_a_distilled_model_says_so(distilled):
    folder, _ = distilled
    assert json.loads((folder / "motionctrl.json").read_text())["distilled"] is True


def test_numpy_and_torch_say_the_strength_alike(distilled):
    from engine.language.frame import StrengthEmbedder as InNumpy
    from engine.weights import read_safetensors

    folder, student = distilled
    made = InNumpy(read_safetensors(folder / "depth.safetensors")[0])
    for strength in (1.0, 2.5, 6.0):
        with torch.no_grad():
            expected = student.strength(torch.tensor([strength]))
        np.testing.assert_allclose(made(strength), expected, atol=1e-4)


def test_one_branch_is_enough_at_the_strengths_it_knows(distilled):
    folder, _ = distilled
    prq = PRQ.load(folder / "prq.safetensors")
    paths = folder / "vlmm.gguf", folder / "depth.safetensors", folder / "depth.gguf", prq
    counts = {}
    for every in (False, True):
        decoder = FrameDecoder(*paths, threads=1, blind=0.2, all_branches=every)
        counts[every] = [len(decoder._branches(strength)[0]) for strength in (1.0, 3.0, 6.0, 8.0)]
        decoder.close()
    assert counts == {False: [1, 1, 1, 4], True: [1, 4, 4, 4]}


def test_the_strength_matters_and_an_empty_prompt_with_known_motion_works(distilled):
    folder, _ = distilled
    with Engine(folder) as engine:
        made = [engine.fill(Request(("walk",), (1.0,), strength=s)).codes for s in (1.0, 5.0)]
        assert (made[0] != made[1]).any()
        from engine.api import Grid

        grid = Grid.of(tiny_model.random_codes(6)).opened(("left_arm",))
        kept = engine.fill(Request(("",), grid=grid)).codes
    np.testing.assert_array_equal(kept[grid.known], grid.codes[grid.known])


def test_a_student_goes_on_from_a_student(distilled, tiny_model):
    _, student = distilled
    again = distill.student_of(student)
    assert torch.equal(again.strength.shown.weight, student.strength.shown.weight)
    assert isinstance(distill.student_of(tiny_model.vlmm).strength, StrengthEmbedder)
