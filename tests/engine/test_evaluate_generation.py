"""The evaluator of generated motion, and the figures that are measured in its space."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.lab.evaluation import generation
from engine.lab.evaluation.generation import (
    Asked,
    Made,
    diversity,
    figures,
    format_table,
    make_all,
    matching_score,
    multimodality,
    r_precision,
    real_figures,
    row_names,
)
from tests.conftest import walk_about

torch = pytest.importorskip("torch")

from engine.lab.evaluation import evaluator  # noqa: E402
from engine.lab.evaluation.evaluator import Pair, PairSampler  # noqa: E402
from engine.lab.training.loop import LoopOptions  # noqa: E402

SAID = ("walk forward", "raise the left arm", "jump up high", "sit down")


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Four kinds of synthetic motion, told apart by where the joints are, each in several lengths."""
    random = np.random.default_rng(0)
    means = random.normal(size=(len(SAID), 263))
    return [
        Pair(
            (means[kind] + 0.3 * random.normal(size=(length, 263))).astype(np.float32),
            (text, f"a person should {text}"),
        )
        for kind, text in enumerate(SAID)
        for length in (12, 16, 20, 24, 28, 40)
    ]


@pytest.fixture(scope="module")
def trained(pairs, tmp_path_factory):
    """The folder of an evaluator that was trained on them for a moment, and the evaluator."""
    folder = tmp_path_factory.mktemp("evaluator")
    with torch.random.fork_rng():
        options = LoopOptions(folder, steps=60, rate=3e-3, warmup=5)
        return folder, evaluator.train_evaluator(pairs, options, batch=8, width=16)


def unit_vectors(count: int, size: int = 64, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, size))
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def test_sentences_that_lie_on_their_motions_all_find_them():
    vectors = unit_vectors(70)
    np.testing.assert_array_equal(r_precision(vectors, vectors), 1)
    assert matching_score(vectors, vectors) == 0


def test_sentences_that_know_nothing_find_their_motions_by_chance():
    found = r_precision(unit_vectors(640), unit_vectors(640, seed=1))
    np.testing.assert_allclose(found, np.array([1, 2, 3]) / 32, atol=0.02)


def test_where_all_motion_is_alike_nothing_counts_as_found():
    same = np.ones((64, 4)) / 2
    np.testing.assert_array_equal(r_precision(same, same), 0)


def test_diversity_is_the_mean_distance_of_all_pairs():
    corners = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    assert diversity(corners) == pytest.approx((3 + 4 + 5) / 3)
    assert diversity(np.ones((5, 2))) == 0


def test_multimodality_compares_motions_of_the_same_sentence_only():
    groups = np.array([[[0.0, 0.0], [3.0, 4.0]], [[100.0, 0.0], [101.0, 0.0]]])
    assert multimodality(groups) == pytest.approx((5 + 1) / 2)
    assert multimodality(groups[:, :1]) is None and multimodality(np.zeros((0,))) is None


def test_the_matching_score_is_the_distance_from_the_own_sentence():
    assert matching_score(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 2.0], [1.0, 2.0]])) == 1.5


def test_the_evaluator_learns_to_tell_four_kinds_of_motion_by_their_sentences(trained, pairs):
    model = trained[1]
    motions = evaluator.motion_embeddings(model, [pair.features for pair in pairs])
    texts = evaluator.text_embeddings(model, [f"A person should {text}." for text in SAID])
    np.testing.assert_allclose(np.linalg.norm(motions, axis=-1), 1, atol=1e-5)
    nearest = np.linalg.norm(motions[:, None] - texts, axis=-1).argmin(axis=1)
    np.testing.assert_array_equal(nearest, np.repeat(np.arange(4), 6))


def test_a_motion_lies_in_the_same_place_whatever_it_is_read_beside(trained, pairs):
    model, motions = trained[1], [pair.features for pair in pairs]
    together = evaluator.motion_embeddings(model, motions)
    alone = np.concatenate([evaluator.motion_embeddings(model, [features]) for features in motions])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    texts = [pair.captions[0] for pair in pairs]
    alone = np.concatenate([evaluator.text_embeddings(model, [text]) for text in texts])
    np.testing.assert_allclose(evaluator.text_embeddings(model, texts), alone, atol=1e-5)


def test_the_evaluator_is_kept_and_found_again(trained, pairs, tmp_path):
    folder, model = trained
    again = evaluator.load_evaluator(folder, width=16)
    motions = [pair.features for pair in pairs]
    np.testing.assert_array_equal(
        evaluator.motion_embeddings(again, motions), evaluator.motion_embeddings(model, motions)
    )
    assert evaluator.load_evaluator(tmp_path) is None
    with pytest.raises(MotionCtrlError, match=r"can't be read as an evaluator .* remove it to train it again\.$"):
        evaluator.load_evaluator(folder)  # of another size


def test_an_interrupted_training_goes_on(trained, pairs):
    with torch.random.fork_rng():
        options = LoopOptions(trained[0], steps=61, rate=1e-6)
        longer = evaluator.train_evaluator(pairs, options, batch=8, width=16)
    before, after = (model.text.out.weight for model in (trained[1], longer))
    assert 0 < (before - after).abs().max() < 1e-4


def test_what_is_also_true_of_a_motion_is_no_wrong_answer(pairs):
    batch = PairSampler(pairs, len(pairs), seed=0).batch()
    kinds = batch.features[:, :12].mean(1)
    alike = torch.cdist(kinds, kinds) < 5
    assert not batch.same.diagonal().any()
    assert batch.same.any() and not (batch.same & ~alike).any()


def test_motions_of_a_batch_have_similar_lengths_and_none_is_left_out(pairs):
    sampler = PairSampler(pairs, 6, seed=0)
    frames = [sampler.batch().frames for _ in range(4)]
    assert sorted(torch.cat(frames).tolist()) == sorted(len(pair.features) for pair in pairs)
    assert all(batch.max() - batch.min() <= 16 for batch in frames)


class FlatSpace:
    """A motion lies where its pelvis ends, a sentence where it says."""

    def motions(self, motions):
        return np.array([motion.translation[-1, [0, 2]] for motion in motions])

    def texts(self, texts):
        return np.array([[float(word) for word in text.split()] for text in texts])


@pytest.fixture
def asked() -> list[Asked]:
    found = []
    for seed in range(34):
        truth = walk_about(seed, frames=24)
        found.append(Asked("{} {}".format(*truth.translation[-1, [0, 2]]), truth))
    return found


def test_motion_that_is_the_recorded_one_is_best_and_a_worse_one_is_told_from_it(asked):
    captions, real = [item.caption for item in asked], [item.truth for item in asked]
    perfect = figures(FlatSpace(), captions, real, Made(real, [real[:2]], 40.0))
    assert perfect["fid"] == pytest.approx(0, abs=1e-6) and perfect["r1"] == 1
    assert perfect["matching"] == pytest.approx(0, abs=1e-6)
    assert perfect["multimodality"] == pytest.approx(np.linalg.norm(np.subtract(*FlatSpace().motions(real[:2]))))
    moved = [replace(motion, translation=motion.translation + (9.0, 0.0, 0.0)) for motion in reversed(real)]
    worse = figures(FlatSpace(), captions, real, Made(moved, [], 40.0))
    assert worse["fid"] == pytest.approx(81) and worse["r1"] < 0.3 and worse["matching"] > 5
    assert worse["diversity"] == pytest.approx(perfect["diversity"])
    row = real_figures(FlatSpace(), asked)
    assert row["r1"] == 1 and row["fps"] is None and row["multimodality"] is None
    assert row["skate"] > 0 and row["jitter"] > 0
    table = format_table({"real": row, "mini": worse}).splitlines()
    assert len(table) == 3 and len({len(line) for line in table}) == 1
    assert table[1].split()[-1] == "-" and table[2].split()[-1] == "40"


def test_every_caption_is_generated_once_and_some_again_with_other_seeds(asked):
    calls = []

    def generate(caption, seconds, seed):
        calls.append((caption, seconds, seed))
        return walk_about(0, round(seconds * 20))

    made = make_all(asked, generate, groups=3, repeats=4, seed=7)
    assert len(made.motions) == len(asked) and [len(group) for group in made.groups] == [4, 4, 4]
    assert len(calls) == len(asked) + 3 * 3 == len({seed for _, _, seed in calls})
    assert {seconds for _, seconds, _ in calls} == {1.2}
    assert made.groups[0][0] is made.motions[0] and made.fps > 0
    assert make_all(asked, generate, groups=3, repeats=1, seed=7).groups == []


def test_the_command_trains_generates_and_prints_a_row_for_real_and_for_each_model(
    tiny_model, asked, pairs, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(evaluator, "SIZE", 8)
    monkeypatch.setattr(evaluator.Evaluator.__init__, "__defaults__", (16, 8))
    monkeypatch.setattr(evaluator, "training_pairs", lambda motions, cmu: iter(pairs))
    short = [Asked(SAID[number % 4], item.truth[:8]) for number, item in enumerate(asked)]
    monkeypatch.setattr(generation, "windows", lambda motions, cmu, split: iter(short))
    monkeypatch.setattr(evaluator.load_evaluator, "__defaults__", (16,))
    train = evaluator.train_evaluator
    monkeypatch.setattr(evaluator, "train_evaluator", lambda *given: train(*given, batch=8, width=16))
    folders = ["--cmu-dir", "c", "--motions", "m", "--out", str(tmp_path), "--json", str(tmp_path / "out.json")]
    options = ["--steps", "2", "--threads", "1", "--groups", "2", "--repeats", "2"]
    models = ["--model", str(tiny_model.folder), "--model", f"{tiny_model.folder}/../tiny"]
    assert main(["evaluate", "generation", *folders, *options, *models]) == 0
    printed = capsys.readouterr().out
    assert "training the evaluator on 24 captioned motions" in printed
    rows = json.loads((tmp_path / "out.json").read_text())["rows"]
    first, second = (row for name, row in rows.items() if name != "real")
    first.pop("fps"), second.pop("fps")
    assert len(rows) == 3 and first == second
    assert main(["evaluate", "generation", *folders, *options, *models[:2], "--limit", "32"]) == 0
    printed = capsys.readouterr().out
    assert "training" not in printed and "32 windows of test trials" in printed
    assert [line.split()[0] for line in printed.splitlines()[-2:]] == ["real", "tiny"]


def test_rows_are_named_for_folders_that_differ_and_for_paths_where_they_do_not(tmp_path):
    assert row_names([tmp_path / "a" / "mini", tmp_path / "new"]) == ["mini", "new"]
    same = [tmp_path / "a" / "mini", tmp_path / "b" / "mini"]
    assert row_names(same) == [str(path) for path in same]
    assert row_names([tmp_path / "real"]) == [str(tmp_path / "real")]
    with pytest.raises(MotionCtrlError, match="named twice"):
        row_names(same[:1] * 2)


def test_what_can_not_be_measured_is_said_in_one_sentence_before_anything_is_trained(tmp_path, capsys, bundled_model):
    needed = ["evaluate", "generation", "--cmu-dir", str(tmp_path), "--motions", str(tmp_path), "--out", str(tmp_path)]
    for options, words in (
        (["--limit", "64"], "more than 64 motions, --limit asks for 64: give a larger one."),
        (["--steps", "0"], "--steps must be at least 1, not 0."),
        (["--repeats", "0"], "--repeats must be at least 1"),
        (["--seed", "-1"], "--seed must be at least 0"),
        (["--model", str(tmp_path / "nowhere")], "nowhere"),
        ([], "holds no motions"),
    ):
        assert main([*needed, *options]) == 2
        said = capsys.readouterr().err
        assert words in said and said.count("\n") == 1
    assert not (tmp_path / "evaluator").exists()
