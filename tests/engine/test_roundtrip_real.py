"""Real trials, acrobatics among them, come back from HuMo263."""

from __future__ import annotations

import argparse
import json

import numpy as np
import pytest

from engine.formats import load as formats
from engine.lab.evaluation import roundtrip
from tests.conftest import acrobatics, walk_about

TRIALS = {
    "a backflip": "88/88_01.amc",
    "a side flip": "90/90_08.amc",
    "a cartwheel": "49/49_06.amc",
    "a dive over a roll": "127/127_23.amc",
    "a pirouette and a jump": "05/05_06.amc",
}


@pytest.mark.parametrize("name", TRIALS.values(), ids=TRIALS.keys())
def test_a_real_trial_comes_back(cmu_folder, name):
    errors = roundtrip.round_trip(formats.load_motion(cmu_folder / name))
    assert errors["joints_mm"] <= 0.1
    assert errors["rotations_deg"] <= 0.05
    assert errors["d268_mm"] <= 0.1


def test_in_the_backflip_the_pelvis_really_is_upside_down(cmu_folder):
    assert formats.load_motion(cmu_folder / "88/88_01.amc").rotations[:, 0, 1, 1].min() < -0.8


def test_the_command_reads_a_folder_and_reports_the_worst_file(tmp_path, capsys):
    for seed, motion in enumerate([walk_about(1), acrobatics(2)]):
        formats.save_motion(motion, tmp_path / f"{seed}.npz")
    args = argparse.Namespace(motions=tmp_path, json=tmp_path / "out.json")
    assert roundtrip.run(args) == 0
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["motions"] == 2
    assert 0 < report["upside_down"] < report["frames"] == 140
    assert report["joints_mm"] == max(row["joints_mm"] for row in report["rows"]) <= 0.1
    assert "2 motions, 140 frames" in capsys.readouterr().out


def test_a_folder_with_an_unreadable_file_does_not_pass(tmp_path, capsys):
    formats.save_motion(walk_about(1), tmp_path / "good.npz")
    np.savez(tmp_path / "bad.npz", nothing=np.zeros(3))
    assert roundtrip.run(argparse.Namespace(motions=tmp_path, json=None)) == 1
    assert "bad.npz" in capsys.readouterr().out
