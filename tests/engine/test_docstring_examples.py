"""The examples in the docstrings of what outsiders call work as they stand there."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What an outsider calls, and the places of which each must have an example.
EXAMPLES = {
    "api": ("Engine",),
    "request": ("Request", "Grid"),
    "editing": ("start_from", "regenerate", "fill_gap", "continue_after"),
    "formats.load": ("load_motion", "save_motion"),
    "motion.kinematics": ("Motion",),
    "codec.prq": ("PRQ",),
}


@pytest.mark.parametrize("place", [f"{module}.{name}" for module, names in EXAMPLES.items() for name in names])
def test_the_example_works(place, tmp_path, monkeypatch):
    if not (ROOT / "assets" / "models" / "mini").is_dir():
        pytest.skip("there is no bundled model in assets/models/mini")
    (tmp_path / "assets").symlink_to(ROOT / "assets", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    module, _, name = place.rpartition(".")
    module = importlib.import_module(f"engine.{module}")
    tests = doctest.DocTestFinder(recurse=False).find(getattr(module, name), name, module, vars(module))
    assert sum(len(test.examples) for test in tests), f"{place} has no example"
    said = []
    for test in tests:
        failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
        assert not failed, "".join(said)
