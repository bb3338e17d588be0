"""Our own sentences of actions: balanced, kept out of training, and not passed by standing or walking."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from engine.formats.load import load_motion
from engine.lab.data.held_out import is_held_out, variants
from engine.lab.evaluation.actions_measures import measure_all
from tests.engine.test_measures import standing

OWN = Path(measure_all.__code__.co_filename).with_name("actions.jsonl")
WALKS = ("07/07_05.amc", "05/05_01.amc")  # slow and usual


def requests(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def holds(values: dict[str, float], checks: list) -> bool:
    return all(values[name] > value if sign == ">" else values[name] < value for name, sign, value in checks)


def test_there_are_twenty_sentences_of_each_kind_and_none_twice():
    items = requests(OWN)
    assert set(Counter(item["kind"] for item in items).values()) == {20} and len(items) == 120
    assert len({item["prompt"] for item in items}) == 120


def test_our_own_sentences_are_kept_out_of_training():
    assert [item["prompt"] for item in requests(OWN) if not is_held_out(item["prompt"])] == []


@pytest.mark.parametrize("name", ["actions.jsonl", "obedience.jsonl"])
def test_the_shared_sentences_are_kept_out_of_training(shared_folder, name):
    path = shared_folder / "evaluation" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the shared folder")
    texts = [text for item in requests(path) for text in (item["prompt"], *item.get("part", {}).values())]
    assert [text for text in texts if not is_held_out(text)] == []


def test_standing_still_does_none_of_the_actions():
    motion = standing(6.0)
    values = measure_all(motion.joints(), motion.rotations, motion.fps)
    assert [item["prompt"] for item in requests(OWN) if holds(values, item["checks"])] == []


@pytest.mark.parametrize("trial", WALKS)
def test_a_plain_recorded_walk_does_none_of_the_actions(cmu_folder, trial):
    motion = load_motion(cmu_folder / trial)
    values = measure_all(motion.joints(), motion.rotations, motion.fps)
    assert values["forward_m"] > 1
    assert [item["prompt"] for item in requests(OWN) if holds(values, item["checks"])] == []


def test_an_action_held_out_is_held_out_as_an_order_and_as_a_report():
    said = "he carries a box and goes to the door"
    assert variants(said) >= {
        said,
        "carry a box and go to the door",
        "a person carries a box and goes to the door",
        "someone carries a box and goes to the door",
    }
    assert "a person bends over and picks it up" in variants("bend over and pick it up")


def test_the_name_of_an_action_is_not_held_out_in_every_form():
    assert variants("do push-ups") == {"do push-ups"}
    assert variants("the wizard casts a spell on him") == {"the wizard casts a spell on him"}


def test_every_measured_value_of_a_walk_is_a_number(cmu_folder):
    motion = load_motion(cmu_folder / WALKS[0])
    assert np.isfinite(list(measure_all(motion.joints(), motion.rotations, motion.fps).values())).all()
