"""The classifier learns actions from the choreography and tells how much of them is recognised elsewhere."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.cli.main import main
from engine.lab.choreography.registry import select
from engine.lab.evaluation.coverage import Row, clips, figures, format_summary, generated, samples, summary

NAMES = ["push_ups", "back_flip", "nod"]

pytest.importorskip("torch", reason="the classifier is trained with PyTorch")


@pytest.fixture(scope="module")
def learned():
    return samples(select(NAMES), 6, seed=0)


def test_actions_that_look_different_are_told_apart(learned):
    from engine.lab.evaluation.action_classifier import train

    classifier = train(*learned)
    motions, names = samples(select(NAMES), 2, seed=1)
    assert set(names) == set(NAMES)
    assert (classifier.rank(motions, names) == 0).all()
    mirrored = [motion.mirrored() for motion in motions]
    assert (classifier.rank(mirrored, names) == 0).all()
    assert (classifier.rank(motions, ["push_ups"] * len(names)) == 0).sum() < len(names)


def test_clips_are_found_by_what_the_tables_call_alike(learned, tmp_path):
    motion = learned[0][0]
    (flip,) = select(["back_flip"])
    names = [like.split(" ")[0].replace("/", "-") for like in flip.entry.like]
    np.savez(tmp_path / f"{names[0]}.npz", rotations=motion.rotations, translation=motion.translation)
    found, actions = clips(select(NAMES), tmp_path)
    assert actions == ["back_flip"] and len(found[0]) == len(motion)


def test_each_action_is_asked_for_with_each_seed():
    asked, said = [], []
    motions, names = generated(select(NAMES), lambda *request: asked.append(request), (0, 1), said.append)
    assert said == NAMES and names == [name for name in NAMES for _ in range(2)] and len(motions) == 6
    assert len({prompt for prompt, *_ in asked}) == 3 and {seed for _, _, seed, _ in asked} == {0, 1}


def test_an_action_is_covered_when_one_motion_is_recognised():
    rows = [Row("generated", "nod", "gesture", 7), Row("generated", "nod", "gesture", 3)]
    rows += [Row("generated", "push_ups", "floor", 9), Row("clips", "nod", "gesture", 0)]
    found = figures(rows[:3])
    assert (found["first"], found["first_five"], found["covered"]) == (0, pytest.approx(1 / 3), 0.5)
    assert found["by_kind"] == {"floor": 0.0, "gesture": 1.0}
    result = summary(rows)
    assert result["clips"]["first"] == 1 and len(result["rows"]) == 4
    assert [line.split()[0] for line in format_summary(result).splitlines()] == ["generated", "clips"]


def test_the_command_reports_every_source(tiny_model, tmp_path, monkeypatch, capsys):
    few = {action.name: action for action in select(NAMES)}
    monkeypatch.setattr("engine.lab.evaluation.coverage.all_actions", lambda: few)
    monkeypatch.setattr("engine.lab.evaluation.coverage.LEARNED", 2)
    monkeypatch.setattr("engine.lab.evaluation.coverage.TESTED", 1)
    out = tmp_path / "coverage.json"
    words = ["evaluate", "coverage", "--model", tiny_model.folder, "--threads", 1, "--seeds", 0, "--json", out]
    assert main([str(word) for word in words]) == 0
    result = json.loads(out.read_text())
    assert result["choreography"]["motions"] == result["generated"]["motions"] == 3
    assert "actions covered" in capsys.readouterr().out
