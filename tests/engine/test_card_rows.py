"""Sequences that a card assembles by itself, and their loss, beside what training on the processor does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.lab.training.corpus import Item
from engine.lab.training.sequences import Batch, Mix, SequenceSampler
from engine.language import tokens
from engine.pose.features import WIDTH
from tests.engine.tiny_model import needed, tiny_llama

_COUNT = 60


@pytest.fixture(scope="module")
def words():
    needed()
    from engine.lab.training.smollm2 import tokenizer

    return tokenizer()


@pytest.fixture(scope="module")
def items():
    random = np.random.default_rng(0)
    found = []
    for n in range(8):
        frames = 7 + n
        codes = random.integers(0, 64, (frames, 5, 4)).astype(np.int16)
        film = random.normal(size=(frames, WIDTH)).astype(np.float16) if n % 2 else None
        found.append(Item(f"m{n}", codes, (f"walk {n} times", "go"), (), n % 2 == 0, "", 4 * (n == 4), film))
    return found


@pytest.fixture(scope="module")
def codebook():
    return np.random.default_rng(1).normal(size=(64, 32)).astype(np.float32)


def assembled(items, words, codebook, mix=Mix(), seed=3):
    import torch

    from engine.lab.training.card.pool import build_pool
    from engine.lab.training.card.rows import Assembler
    from engine.lab.training.card.tasks import batches, draw_tasks

    pool = build_pool(items, codebook, words, _COUNT, seed, mix)
    tasks = draw_tasks(pool, np.random.default_rng(seed), mix)
    picked, size = next(batches(tasks.lengths, 100_000, np.random.default_rng(seed)))
    assert len(picked) == _COUNT
    return pool, tasks, picked, Assembler(pool, torch.device("cpu"), seed, mix)(tasks, picked, size)


def as_batch(rows) -> Batch:
    """The same sequences as training on the processor has them: frames in reading order."""
    import torch

    order = rows.frame_at.argsort()
    flat = torch.zeros(rows.ids.numel(), dtype=torch.bool)
    video, answer, text = flat.clone(), flat.clone(), rows.text.flatten().clone()
    flat[rows.frame_at] = True
    video[rows.shown_at] = True
    answer[rows.answer_at] = True
    text[rows.answer_at] = rows.answer
    shape = rows.ids.shape
    shown = rows.shown_at.argsort()
    footage_row = torch.full((len(rows.source),), -1)
    footage_row[rows.filmed[shown]] = torch.arange(len(shown))
    return Batch(
        ids=rows.ids,
        is_frame=flat.view(shape),
        answer=answer.view(shape),
        **{name: getattr(rows, name)[order] for name in ("codes", "kept", "known", "context")},
        text=text.view(shape),
        **{name: getattr(rows, name) for name in ("source", "target", "given", "stop_source")},
        stop=rows.stop,
        is_video=video.view(shape),
        footage=rows.footage[shown],
        footage_row=footage_row,
    )


def test_the_loss_is_that_of_training_on_the_processor(items, words, codebook):
    import torch

    from engine.lab.nets.frame import VLMM, DepthConfig
    from engine.lab.training.card.objective import FastObjective
    from engine.lab.training.vlmm import Objective

    torch.manual_seed(0)
    depth = DepthConfig(64, 32, 64, width=32, feed_forward=48, blocks=2, heads=2, pattern="delay")
    objective = Objective(VLMM(tiny_llama(tokens.SIZE), depth), torch.from_numpy(codebook)).eval()
    torch.nn.init.normal_(objective.projector.aligned.weight)
    rows = assembled(items, words, codebook)[-1]
    assert len(rows.answer_at) and len(rows.shown_at) and rows.context.any() and rows.given.any()
    with torch.no_grad():
        wanted, found = objective(as_batch(rows)), FastObjective(objective).eval()(rows)
    for name, value in wanted.items():
        if name != "base":  # here the mean of the parts' means
            assert found[name] == pytest.approx(float(value), rel=1e-4), name


def test_a_step_of_training_reaches_every_weight(items, words, codebook):
    import torch

    from engine.lab.nets.frame import VLMM, DepthConfig
    from engine.lab.training.card.objective import FastObjective, Shares
    from engine.lab.training.vlmm import Objective

    torch.manual_seed(0)
    depth = DepthConfig(64, 32, 64, width=32, feed_forward=48, blocks=2, heads=2)
    fast = FastObjective(Objective(VLMM(tiny_llama(tokens.SIZE), depth), torch.from_numpy(codebook)), Shares(0.5))
    fast.train()(assembled(items, words, codebook)[-1])["loss"].backward()
    assert [name for name, value in fast.named_parameters() if value.grad is None] == []


def test_a_sequence_is_one_that_the_processor_draws(items, words, codebook):
    """With nothing left to chance but the order, both make the same sequences of the same samples."""
    plain = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=1, silent=0, duration=1, reworded=0)
    plain = replace(plain, rough=0, blind=0, dim=0, noise=0)
    single = [replace(item, captions=item.captions[:1]) for item in items]
    rows = assembled(single, words, codebook, plain)[-1]
    sampler = SequenceSampler(single, words, 1, 0, plain)
    ours, theirs = as_batch(rows), [sampler.collate([sampler.sequence()]) for _ in range(_COUNT)]
    wanted = {tuple(batch.ids[0].tolist()) for batch in theirs}
    found = {tuple(row[: int(row.nonzero().max()) + 1].tolist()) for row in ours.ids}
    assert found == wanted
    assert {tuple(t.flatten().tolist()) for t in ours.target} == {
        tuple(t.flatten().tolist()) for batch in theirs for t in batch.target
    }


def test_known_cells_are_drawn_as_often_as_on_the_processor(items, words, codebook):
    from engine.lab.training.card.pool import build_pool
    from engine.lab.training.card.tasks import draw_tasks
    from engine.lab.training.sequences import draw_known

    mix = Mix(describe=0, in_between=0.3, limbs=0.3)
    steady = [replace(item, given=0) for item in items]
    pool = build_pool(steady, codebook, words, 6000, 0, mix)
    tasks = draw_tasks(pool, np.random.default_rng(5), mix)
    random = np.random.default_rng(1)
    known = [draw_known(int(pool.lengths[item]), random, mix) for item in pool.item]
    assert tasks.context.mean() == pytest.approx(np.mean([cells.any() for cells in known]), abs=0.03)
    gaps = [cells for cells in known if cells.any() and (cells.all(1) | ~cells.any(1)).all()]
    assert (tasks.tail > 0).mean() == pytest.approx(len(gaps) / len(known), abs=0.03)
    heads = tasks.head[tasks.tail > 0].mean()
    assert heads == pytest.approx(np.mean([int(np.argmin(cells.all(1))) for cells in gaps]), rel=0.1)
    assert tasks.head.max() <= pool.lengths.max() // 3
    assert (tasks.high - tasks.low)[tasks.open > 0].min() >= 3


def test_what_is_hidden_and_noisy_is_as_often_as_on_the_processor(items, words, codebook):
    mix = Mix(describe=0, video=0, in_between=0, limbs=0)
    pool, _, picked, rows = assembled(items * 1, words, codebook, mix)
    changed, seen = 0.0, 0.0
    for seed in range(20):
        rows = assembled(items, words, codebook, mix, seed)[-1]
        changed += (rows.codes != rows.target).any(-1).float().mean().item() / 20
        seen += rows.known.float().mean().item() / 20
    sampler = SequenceSampler(items, words, 100_000, 0, mix)
    drawn = [sampler.past(item.codes.astype(np.int64)) + (item,) for item in items * 150]
    assert seen == pytest.approx(np.mean([cells.mean() for cells, _, _ in drawn]), abs=0.06)
    wanted = np.mean([(past != item.codes).any(-1).mean() for _, past, item in drawn])
    assert changed == pytest.approx(wanted, abs=0.03)


def test_batches_hold_every_telling_once_and_no_more_than_fits():
    from engine.lab.training.card.tasks import batches

    lengths = np.random.default_rng(0).integers(10, 90, 500)
    found = list(batches(lengths, 600, np.random.default_rng(1)))
    assert sorted(np.concatenate([rows for rows, _ in found]).tolist()) == list(range(500))
    assert all(len(rows) * size <= 600 and lengths[rows].max() <= size for rows, size in found)
