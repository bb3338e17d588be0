"""Known motion that comes back unchanged, and seams without a jump, are told from the opposite."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.api import Engine, Filled
from engine.cli.main import main
from engine.lab.evaluation.edits import (
    PREFIX,
    gap_row,
    joint_error,
    limb_row,
    prediction_row,
    seam_accelerations,
    summary,
)
from engine.motion.placing import joined
from engine.motion.rotations import about_axis
from tests.conftest import walk_about


class Careless:
    """An engine that changes one known cell."""

    def __init__(self, engine) -> None:
        self.engine = engine

    def __getattr__(self, name: str):
        return getattr(self.engine, name)

    def fill(self, request) -> Filled:
        filled = self.engine.fill(request)
        codes = filled.codes.copy()
        frame, part = np.argwhere(request.grid.known)[0]
        codes[frame, part, 0] = (codes[frame, part, 0] + 1) % 64
        return Filled(filled.motion, codes)


@pytest.mark.parametrize("span", [None, (1.0, 2.0)])
def test_known_cells_and_all_other_joints_come_back_unchanged(tiny_engine, span):
    row = limb_row(tiny_engine, "1", walk_about(1, 60), "walk", "left_arm", span)
    assert row.kept == row.cells == (15 * 5 - 15 if span is None else 15 * 5 - 5)
    assert row.still


def test_one_changed_cell_is_seen(tiny_engine):
    row = limb_row(Careless(tiny_engine), "1", walk_about(1, 60), "walk", "left_arm", None)
    assert row.kept == row.cells - 1


def test_a_jump_is_told_from_a_smooth_going_on():
    motion = walk_about(3, 100)
    seam, inside = seam_accelerations(motion, 40)
    assert seam <= 1.5 * inside
    moved = replace(motion[40:], translation=motion.translation[40:] + (1.0, 0.0, 0.0))
    seam, inside = seam_accelerations(joined(motion[:40], moved), 40)
    assert seam > 1.5 * inside


def test_a_prefix_is_continued_and_a_gap_is_filled_where_they_stand():
    motion = walk_about(5, 120)
    with Engine(threads=1) as engine:  # the bundled model: weights drawn by chance meet nothing
        row = prediction_row(engine, "1", motion, "walk")
        gap = gap_row(engine, "1", motion, "walk")
    assert row.seam > 0 and row.inside > 0
    assert gap.first < gap.raw_first and gap.last < gap.raw_last  # joined to what is known there
    assert PREFIX < len(motion)


def test_the_error_of_joints_is_blind_to_where_the_pelvis_is():
    motion = walk_about(5, 4)
    assert joint_error(replace(motion, translation=motion.translation + 1.0), motion, 2) == pytest.approx(0, abs=1e-9)
    bent = motion.rotations.copy()
    bent[:, 16] = about_axis("y", np.array(0.5)) @ bent[:, 16]
    assert joint_error(replace(motion, rotations=bent), motion, 2) > 5


def test_figures_stand_for_what_there_was_and_for_nothing_else(tiny_engine):
    motion = walk_about(1, 60)
    rows = [limb_row(tiny_engine, "1", motion, "walk", "torso", None)]
    result = summary(rows, [prediction_row(tiny_engine, "1", motion, "walk")], [])
    assert result["cells_kept"] == result["joints_kept"] == 1.0
    assert result["gap_ends_mm"] is None and result["no_jump"] in (0.0, 1.0)
    json.dumps(result)


def test_the_command_edits_trials(tiny_model, tmp_path, monkeypatch, capsys):
    trials = [(f"{index}", "walk", walk_about(index, 120)) for index in range(3)]
    monkeypatch.setattr("engine.lab.evaluation.describe.split_trials", lambda *_: trials)
    out = tmp_path / "known.json"
    words = ["evaluate", "edits", "--cmu-dir", tmp_path, "--motions", tmp_path, "--trials", 2, "--json", out]
    assert main([str(word) for word in [*words, "--model", tiny_model.folder, "--threads", 1]]) == 0
    result = json.loads(out.read_text())
    assert result["cells_kept"] == 1.0 and len(result["gaps"]) == 2
    assert "no_jump" in capsys.readouterr().out
