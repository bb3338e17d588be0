"""Minutes of a stream are measured one by one, and nothing of them is kept."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.cli.main import main
from engine.lab.evaluation.long import MINUTE, Minute, memory_in_use, minutes, summary
from tests.conftest import walk_about


def pieces(motion, size: int):
    for start in range(0, len(motion), size):
        yield motion.rotations[start : start + size], motion.translation[start : start + size]


def test_minutes_are_the_same_however_the_stream_is_cut():
    motion = walk_about(1, 100)
    rows = [list(minutes(pieces(motion, size), length=40)) for size in (4, 37, 100)]
    assert [len(found) for found in rows] == [2, 2, 2]
    for found in rows[1:]:
        for row, other in zip(rows[0], found, strict=True):
            assert (row.skate, row.jitter) == pytest.approx((other.skate, other.jitter))


def test_a_stream_that_gets_worse_shows_it():
    rows = [Minute(0.1, 20.0, 150.0), Minute(0.3, 22.0, 150.2), Minute(0.12, 30.0, 150.4)]
    result = summary(rows)
    assert result["skate_ratio"] == pytest.approx(1.2) and result["jitter_ratio"] == pytest.approx(1.5)
    assert result["worst_skate_ratio"] == pytest.approx(3.0)
    assert (result["memory_first_mb"], result["memory_last_mb"], result["minutes"]) == (150.0, 150.4, 3)
    json.dumps(result)


def test_memory_in_use_grows_with_what_is_held():
    before = memory_in_use()
    held = np.ones(50_000_000, np.uint8)
    assert memory_in_use() - before > 30_000_000
    assert held[0] == 1


def test_the_command_measures_a_model(tiny_model, tmp_path, monkeypatch, capsys):
    module = "engine.lab.evaluation.long"
    monkeypatch.setattr(f"{module}.minutes", lambda stream: minutes(stream, length=MINUTE // 60))
    monkeypatch.setattr(f"{module}.SENTENCES", ("walk",))
    monkeypatch.setattr(f"{module}._EACH", 1.0)
    out = tmp_path / "long.json"
    words = ["evaluate", "long", "--minutes", 3, "--model", tiny_model.folder, "--threads", 1, "--json", out]
    assert main([str(word) for word in words]) == 0
    assert json.loads(out.read_text())["minutes"] == 3
    assert main(["evaluate", "long", "--minutes", "1"]) == 2
    assert "at least 2" in capsys.readouterr().err
