"""The lengths that a model decides itself are measured."""

from __future__ import annotations

import json

from engine.cli.main import main
from engine.lab.evaluation.lengths import PROMPTS, evaluate, summary
from engine.language.decoder import SHORTEST
from tests.engine.test_measures import standing


def test_shortest_median_and_longest_are_those_of_the_motions():
    lengths = {"nod": 2.0, "walk": 3.0, "swim": 7.0}
    said = []
    rows = evaluate(lambda prompt, *_: standing(lengths[prompt]), (0, 1), tuple(lengths), said.append)
    result = summary(rows)
    assert (result["shortest"], result["median"], result["longest"]) == (2.0, 3.0, 7.0)
    assert said == rows and len(rows) == 6


def test_the_model_is_not_told_how_long():
    asked = []
    evaluate(lambda *request: asked.append(request) or standing(2.0))
    assert [prompt for prompt, *_ in asked] == list(PROMPTS) and len(PROMPTS) == 30
    assert {(seconds, seed) for _, seconds, seed, _ in asked} == {(None, 0)}


def test_the_command_prints_and_writes_the_figures(tiny_model, tmp_path, capsys):
    out = tmp_path / "lengths.json"
    assert main(["evaluate", "lengths", "--model", str(tiny_model.folder), "--threads", "1", "--json", str(out)]) == 0
    result = json.loads(out.read_text())
    assert result["shortest"] >= SHORTEST * 0.2 and len(result["rows"]) == 30
    assert "shortest" in capsys.readouterr().out.splitlines()[-1]
