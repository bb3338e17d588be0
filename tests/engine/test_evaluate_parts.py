"""Part obedience tells the named limb from its twin."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.cli.main import main
from engine.lab.evaluation.parts import GESTURES, evaluate, format_row, limb_use, requests, summary
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis
from tests.engine.test_measures import standing


def lifted(side: str, limb: str) -> Motion:
    """Standing, one limb swinging up to the front and back."""
    motion = standing()
    swing = np.sin(np.linspace(0, np.pi, len(motion)))
    joint = INDEX[f"{side}_{'shoulder' if limb == 'arm' else 'hip'}"]
    motion.rotations[:, joint] = about_axis("x", -1.4 * swing) @ motion.rotations[:, joint]
    return motion


def test_every_limb_is_asked_for_in_both_ways_and_no_request_names_both_sides():
    found = list(requests())
    assert len(found) == 2 * 2 * len(GESTURES) == 48
    assert {limb for limb, *_ in GESTURES} == {"arm", "leg"}
    for limb in ("arm", "leg"):
        assert len([gesture for gesture in GESTURES if gesture[0] == limb]) == 6
    for side, limb, _, form, prompt, parts in found:
        other = {"left": "right", "right": "left"}[side]
        assert other not in prompt
        assert (side in prompt) == (form == "sentence") and list(parts) == [f"{side}_{limb}"][form == "sentence" :]


@pytest.mark.parametrize("limb", ["arm", "leg"])
def test_the_limb_that_moves_is_told_from_the_one_that_rests(limb):
    joints = lifted("left", limb).joints()
    away, stir = limb_use(joints, "left", limb)
    other_away, other_stir = limb_use(joints, "right", limb)
    assert away > 0.5 and stir > 0.3
    assert other_away < 0.2 and other_stir < 0.01


def test_obeying_all_scores_one_and_taking_the_other_side_scores_nothing():
    def right(prompt, seconds, seed, parts):
        side = "left" if "left" in prompt + "".join(parts) else "right"
        limb = "leg" if any(word in prompt + "".join(parts) for word in ("leg", "knee", "foot")) else "arm"
        return lifted(side, limb)

    def wrong(prompt, seconds, seed, parts):
        swap = {"left": "right", "right": "left"}
        for side, other in swap.items():
            if side in prompt + "".join(parts):
                swapped = {part.replace(side, other): text for part, text in parts.items()}
                return right(prompt.replace(side, other), seconds, seed, swapped)
        raise AssertionError(prompt)

    said = []
    result = summary(evaluate(right, (0,), lambda row: said.append(format_row(row))))
    assert result["parts"] == 1.0 and result["wrong_side"] == 0.0 and len(said) == 48
    assert set(result["by_limb"]) == {"arm", "leg"} and set(result["by_form"]) == {"sentence", "line"}
    json.dumps(result)
    result = summary(evaluate(wrong, (0,)))
    assert result["parts"] == 0.0 and result["wrong_side"] == 1.0


def test_a_body_that_does_nothing_obeys_nothing():
    result = summary(evaluate(lambda *_: standing(), (0,)))
    assert result["parts"] == 0.0 and result["other_rests"] == 1.0


def test_the_command_judges_a_model(tiny_model, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("engine.lab.evaluation.parts.GESTURES", GESTURES[:1])
    out = tmp_path / "parts.json"
    words = ["evaluate", "parts", "--model", tiny_model.folder, "--threads", 1, "--json", out]
    assert main([str(word) for word in words]) == 0
    assert len(json.loads(out.read_text())["rows"]) == 2 * 2 * 3
    assert "part obedience" in capsys.readouterr().out
