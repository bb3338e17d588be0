"""The bench says where the time of a latent frame goes, and what this machine would allow."""

from __future__ import annotations

import json

import pytest

from engine.api import Engine, Request
from engine.cli.main import main
from engine.lab.evaluation.stages import Stages, arithmetic, bandwidth, work


def test_every_stage_is_timed_and_nothing_stays_behind(tiny_model):
    stages = Stages()
    with Engine(tiny_model.folder, threads=1) as engine:
        with stages.watching(engine):
            made = engine.fill(Request(("walk",), (2.0,), strength=2.0))
        spent = stages.per_latent(len(made.codes))
        assert set(spent) == {"language model", "depth", "decoding", "planting"}
        assert all(value >= 0 for value in spent.values())
        before = dict(stages.seconds)
        engine.fill(Request(("walk",), (1.0,)))
        assert stages.seconds == before


def test_more_branches_are_more_work_on_the_same_weights(tiny_model):
    with Engine(tiny_model.folder, threads=1) as engine:
        alone, guided = work(engine, 1.0), work(engine, 2.0)
    assert alone[0] == guided[0]
    assert alone[1] < guided[1] <= 2 * alone[1]  # without blind branches there are two


def test_this_machine_reads_and_computes():
    assert bandwidth() > 1e8
    assert arithmetic() > 1e8


@pytest.fixture(scope="module")
def figures(tiny_model, tmp_path_factory):
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    words = ["bench", "--model", tiny_model.folder, "--seconds", "1", "--json", out, "--threads", "1"]
    assert main([str(word) for word in words]) == 0
    return json.loads(out.read_text())


def test_the_bench_prints_stages_limits_and_the_share_reached(figures):
    for name in ("ms_language_model", "ms_depth", "ms_decoding", "ms_planting"):
        assert figures[name] >= 0
    least = min(figures["memory_limit_fps"], figures["arithmetic_limit_fps"])
    assert figures["share_of_limit"] == pytest.approx(figures["motion_fps"] / least, abs=0.01)
