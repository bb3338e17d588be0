"""Our own sentences of actions: balanced, kept out of training, and not passed by standing or walking."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from engine.cli.main import main
from engine.formats.load import load_motion
from engine.lab.choreography.vocabulary import KINDS
from engine.lab.data.held_out import is_held_out, variants
from engine.lab.evaluation.actions import REQUESTS
from engine.lab.evaluation.judging import Sheets, evaluate, format_summary, judge, read_items, summary
from engine.lab.measures.actions import measure_all
from engine.motion.kinematics import Motion
from tests.engine.test_measures import standing

# Recorded trials, the second at which five seconds of them are cut, and what they show.
SHOWN = (
    ("88/88_01.amc", 0, "somersault backwards through the air"),
    ("90/90_11.amc", 0, "a front handspring"),
    ("49/49_06.amc", 0, "the gymnast turns a cartwheel to the left"),
    ("127/127_23.amc", 0, "tuck and roll out of the line of fire"),
    ("14/14_21.amc", 0, "climb the steps to the second floor"),
    ("49/49_18.amc", 4, "yoga: the tree pose"),
    ("49/49_03.amc", 4, "a boxer skips with his rope in the gym"),
    ("14/14_06.amc", 0, "jumping jacks"),
    ("14/14_10.amc", 4, "wipe the window clean with the right hand"),
    ("14/14_31.amc", 4, "get up off the bench"),
    ("14/14_07.amc", 4, "reach up to change the light bulb"),
    ("02/02_07.amc", 0, "bring down a heavy mace, both hands on the shaft"),
)
WALKS = ("07/07_05.amc", "05/05_01.amc")  # slow and usual


def done(motion: Motion) -> list[str]:
    """Which of our own requests ``motion`` would obey."""
    return [item.prompt for item in read_items(REQUESTS) if judge(item, 0, motion).obeyed]


def test_there_are_twenty_sentences_of_each_kind_and_none_twice():
    items = read_items(REQUESTS)
    assert Counter(item.kind for item in items) == dict.fromkeys(KINDS, 20)
    assert len({item.prompt for item in items}) == 120


def test_our_own_sentences_are_kept_out_of_training():
    assert [item.prompt for item in read_items(REQUESTS) if not is_held_out(item.prompt)] == []


@pytest.mark.parametrize("name", ["actions.jsonl", "obedience.jsonl"])
def test_the_shared_sentences_are_kept_out_of_training(shared_folder, name):
    path = shared_folder / "evaluation" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the shared folder")
    texts = [text for item in read_items(path) for text in (item.prompt, *item.parts.values())]
    assert [text for text in texts if not is_held_out(text)] == []


def test_standing_still_does_none_of_the_actions():
    assert done(standing(6.0)) == []


@pytest.mark.parametrize("trial", WALKS)
def test_a_plain_recorded_walk_does_none_of_the_actions(cmu_folder, trial):
    motion = load_motion(cmu_folder / trial)
    assert measure_all(motion.joints(), motion.rotations, motion.fps)["forward_m"] > 1
    assert done(motion) == []


@pytest.mark.parametrize(("trial", "second", "prompt"), SHOWN, ids=[prompt for *_, prompt in SHOWN])
def test_a_recording_of_the_action_obeys_its_sentence(cmu_folder, trial, second, prompt):
    motion = load_motion(cmu_folder / trial)[second * 20 : second * 20 + 100]
    (item,) = (item for item in read_items(REQUESTS) if item.prompt == prompt)
    assert judge(item, 0, motion).failed == ()


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


@pytest.fixture
def prompts(tmp_path):
    path = tmp_path / "prompts.jsonl"
    lines = (
        {"kind": "move", "prompt": "Stay where you are!", "seconds": 2, "checks": [["path_m", "<", 1]]},
        {"kind": "gesture", "prompt": "raise a hand", "seconds": 2, "checks": [["hand_up_s", ">", 0.5]]},
    )
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


def test_the_score_is_given_by_kind_too(prompts):
    result = summary(evaluate(read_items(prompts), lambda *_: standing(), (0, 1)), "actions")
    assert result["actions"] == 0.5 and result["by_kind"] == {"move": 1.0, "gesture": 0.0}
    assert result["rows"][2]["failed"] == ["hand_up_s > 0.5: 0.00"]
    assert format_summary(result, "actions", 2, 2).startswith("move 1.00, gesture 0.00\nactions 0.500 over 2 requests")
    json.dumps(result)


def test_every_motion_is_drawn_in_a_sheet_of_its_own_and_every_kind_in_one(prompts, tmp_path):
    sheets = Sheets(tmp_path / "sheets")
    evaluate(read_items(prompts), lambda *_: standing(), (0, 1), sheets.add)
    sheets.finish()
    drawn = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert drawn == [
        "all_gesture.png",
        "all_move.png",
        "gesture_raise_a_hand_0.png",
        "gesture_raise_a_hand_1.png",
        "move_stay_where_you_are_0.png",
        "move_stay_where_you_are_1.png",
    ]
    assert all(np.ptp(np.asarray(Image.open(tmp_path / "sheets" / name))) > 150 for name in drawn)


def test_the_command_judges_the_seeds_it_is_given(tiny_model, prompts, tmp_path, capsys):
    out = tmp_path / "result.json"
    words = ["evaluate", "actions", "--prompts", prompts, "--model", tiny_model.folder, "--threads", 1]
    assert main([str(word) for word in (*words, "--seeds", 4, "--json", out, "--sheets", tmp_path / "sheets")]) == 0
    result = json.loads(out.read_text())
    assert [row["seed"] for row in result["rows"]] == [4, 4] and 0 <= result["actions"] <= 1
    assert len(list((tmp_path / "sheets").glob("*_4.png"))) == 2
    assert "actions" in capsys.readouterr().out
