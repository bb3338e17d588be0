"""Descriptions are judged by trial: long ones weigh no more than short ones, and chance is told apart."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.lab.evaluation.describe import format_row, format_table, judge, split_trials, summary
from engine.motion.kinematics import Motion
from tests.engine.test_captions import walking as steps

HEADER = ("file", "cmu_id", "kind", "description", "source", "skeleton", "skeleton_is_substitute", "frames", "seconds")


@pytest.fixture
def walking() -> Motion:
    """Three seconds straight ahead."""
    return steps()


def rows_of(name: str, description: str, motion: Motion, *texts: str):
    step = len(motion) / motion.fps / len(texts)
    spans = [(index * step, (index + 1) * step, text) for index, text in enumerate(texts)]
    return judge(name, description, motion, lambda _: spans)


def test_a_caption_is_right_by_the_description_and_true_by_the_motion(walking):
    right, true, wrong = rows_of(
        "1", "basketball - forward dribble", walking, "a person dribbles a ball", "a person sits", "a person swims"
    )
    assert (right.is_right, right.is_true, true.is_true, wrong.is_true) == (True, True, False, False)
    assert (right.said, right.wanted, wrong.said) == ("basketball", "basketball", "other")
    (row,) = rows_of("2", "Run Jump Stop Run", walking, "a person walks forward")
    assert not row.is_right and row.is_true  # no obstacle and no jump is named, but it walks


def test_a_trial_counts_once_however_long_it_is(walking):
    rows = [
        *rows_of("long", "walk", walking, *["a person sits down"] * 3, "a person walks"),
        *rows_of("short", "run", walking, "a person runs"),
    ]
    result = summary(rows)
    assert result["named"] == pytest.approx((0.25 + 1) / 2)
    assert (result["trials"], result["stretches"]) == (2, 5)
    assert result["classes"]["walk"]["said"] == {"sit": 3, "walk": 1}
    json.dumps(result)
    assert "0.25" in format_table(result["classes"]) and "right" in format_row(rows[-1])


def test_saying_the_same_of_everything_is_no_better_than_chance(walking):
    rows = [row for index in range(4) for row in rows_of(f"{index}", "walk", walking, "a person walks")]
    rows += rows_of("run", "run", walking, "a person walks")
    result = summary(rows)
    assert result["named"] == result["chance"] == pytest.approx(0.8)


def test_the_rules_own_captions_are_a_yardstick(walking):
    (row,) = rows_of("1", "walk", walking, "a person sits")
    assert row.by_rule == 1.0
    (row,) = rows_of("1", "walk", walking[:8], "a person walks")  # too short to measure
    assert row.by_rule is None and summary([row])["rule"] is None


@pytest.fixture
def data(tmp_path, walking):
    """A collection with one test trial, and its retargeted motion."""
    cmu, motions = tmp_path / "cmu", tmp_path / "motions"
    cmu.mkdir()
    motions.mkdir()
    with (cmu / "manifest.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([HEADER, ("02/02_01.amc", "02_01", "full", "walk", "x", "", "0", "343", "2.86")])
    np.savez(motions / "02_01.npz", rotations=walking.rotations, translation=walking.translation, fps=20.0, text="walk")
    return cmu, motions


def test_the_command_prints_rows_table_and_shares(tiny_model, data, tmp_path, capsys):
    cmu, motions = data
    words = ["evaluate", "describe", "--cmu-dir", cmu, "--motions", motions, "--model", tiny_model.folder]
    assert main([str(word) for word in [*words, "--threads", "1", "--json", tmp_path / "out.json"]]) == 0
    printed = capsys.readouterr().out
    assert "over 1 test trials (2 stretches)" in printed and "a person" in printed
    figures = json.loads((tmp_path / "out.json").read_text())
    assert set(figures) >= {"named", "true", "chance", "rule", "trials", "classes", "rows"}


def test_missing_data_is_one_sentence(data, tmp_path):
    cmu, motions = data
    with pytest.raises(MotionCtrlError, match="manifest.csv"):
        split_trials(tmp_path, motions)
    with pytest.raises(MotionCtrlError, match="not in the cache"):
        split_trials(cmu, tmp_path)
    with pytest.raises(MotionCtrlError, match="no train trial"):
        split_trials(cmu, motions, "train")
