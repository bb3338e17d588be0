"""The page of what the model knows says what the motions show, and the panel's examples come from it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from engine.cli.main import main
from engine.lab.choreography.registry import all_actions
from engine.lab.choreography.vocabulary import KINDS
from engine.lab.evaluation.judging import Item
from engine.lab.evaluation.strips import moments, strip
from engine.lab.evaluation.vocabulary import EXAMPLES, RECORDED, TITLES, draw, entries, examples, known, page
from tests.engine.test_measures import standing

ITEMS = (
    Item("a person stands", 4.0, (("path_m", "<", 1.0),), kind="move"),
    Item("a person goes away", 4.0, (("forward_m", ">", 1.0),), kind="move"),
    Item("a person shrugs", 4.0, (("rhand_range_m", ">", 0.1),), kind="gesture"),
)


def generate(prompt, seconds, seed, parts):
    """Stands, but goes away with seed 1 where it is told to."""
    motion = standing(seconds)
    if "away" in prompt and seed == 1:
        motion.translation[:, 2] = np.linspace(0, 2, len(motion))
    return motion


@pytest.fixture
def actions():
    return known(ITEMS, generate, (0, 1))


def test_every_action_is_asked_for_in_one_sentence():
    items = entries()
    prompts = [item.prompt for item in items]
    assert {text for _, text, _ in RECORDED} <= set(prompts)
    assert len(all_actions()) <= len(prompts) == len(set(prompts))
    assert set(TITLES) == set(KINDS) == {item.kind for item in items}
    for item in items:
        assert item.prompt.startswith("a person ") and not set("{}*") & set(item.prompt)
        assert item.checks and 4 <= item.seconds <= 6


def test_the_motion_that_shows_the_action_is_kept(actions):
    assert [(action.obeyed, action.tried, action.reliable) for action in actions] == [
        (2, 2, True),
        (1, 2, False),
        (0, 2, False),
    ]
    assert actions[1].motion.translation[-1, 2] == 2


def test_the_page_lists_what_is_done_and_apart_what_is_not(actions):
    text = page(actions, "pictures/known")
    assert "1. a person stands\n2. a person goes away (1 of 2)\n" in text
    assert "![Moving](pictures/known/move.jpg)" in text and "gesture.jpg" not in text
    assert text.endswith("## Learned, but not done yet\n\n- a person shrugs\n")


def test_only_what_is_reliable_is_an_example(actions):
    assert examples(actions) == {"Moving": ["a person stands"]}
    assert len(examples(actions[:1] * (EXAMPLES + 5))["Moving"]) == EXAMPLES


def test_each_kind_has_one_picture_of_all_its_actions(actions, tmp_path):
    draw(actions, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["move.jpg"]
    assert np.ptp(np.asarray(Image.open(tmp_path / "move.jpg"))) > 150


def test_a_strip_grows_by_rows():
    still = standing(1.0).joints()
    one, four = strip([still], ["1"]), strip([still] * 4, ["1", "2", "3", "4"])
    assert four.width == one.width and four.height == 2 * one.height


def test_the_moments_that_are_drawn_lie_where_the_body_moves():
    motion = standing(4.0)
    motion.translation[40:50, 1] += np.linspace(0, 1, 10)
    motion.translation[50:, 1] += 1
    chosen = moments(motion.joints(), 5)
    assert list(chosen) == sorted(chosen) and chosen[0] == 0 and chosen[-1] == 79
    assert sum(38 <= frame <= 51 for frame in chosen) >= 3


def test_the_command_writes_page_pictures_and_examples(tiny_model, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("engine.lab.evaluation.vocabulary.entries", lambda: list(ITEMS[:2]))
    out, pictures, said = tmp_path / "docs" / "known.md", tmp_path / "docs" / "p", tmp_path / "examples.json"
    words = ["evaluate", "vocabulary", "--out", out, "--pictures", pictures, "--examples", said, "--seeds", 0]
    assert main([str(word) for word in (*words, "--model", tiny_model.folder, "--threads", 1)]) == 0
    assert out.read_text().startswith("# What it knows")
    for sentences in json.loads(said.read_text()).values():
        assert set(sentences) <= {item.prompt for item in ITEMS}
    assert "of 2 actions are done" in capsys.readouterr().out
