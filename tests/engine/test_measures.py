"""The obedience metrics say of made-up motions what everybody can see."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.cli.evaluate import MEASUREMENTS
from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.lab.data.gestures.low_moves import seated
from engine.lab.data.held_out import is_held_out
from engine.lab.evaluation.judging import SEEDS, evaluate, read_items, summary
from engine.lab.evaluation.obedience import REQUESTS
from engine.motion.kinematics import Motion
from engine.motion.measures import count_dips, count_reversals, measure
from engine.motion.rotations import about_axis

FPS = 20.0


def standing(seconds: float = 3.0) -> Motion:
    """Arms hanging, feet on the floor, facing +Z."""
    frames = round(seconds * FPS)
    rotations = np.tile(np.eye(3), (frames, 22, 1, 1))
    rotations[:, INDEX["left_shoulder"]] = about_axis("z", np.full(frames, -1.4))
    rotations[:, INDEX["right_shoulder"]] = about_axis("z", np.full(frames, 1.4))
    motion = Motion(rotations, np.zeros((frames, 3)))
    motion.translation[:, 1] = -motion.joints()[0, :, 1].min()
    return motion


def figures(motion: Motion) -> dict[str, float]:
    return measure(motion.joints(), motion.fps)


def test_a_standing_body_does_nothing():
    values = figures(standing())
    for name in ("forward_m", "left_m", "path_m", "turn_deg", "jump_m", "air_s", "drop", "still", "skate", "jitter"):
        assert values[name] == pytest.approx(0, abs=1e-6), name
    assert values["lhand_up_s"] == values["rhand_high_s"] == 0


def test_forward_and_left_are_those_of_the_body_not_of_the_world():
    motion = standing()
    motion.rotations[:, 0] = about_axis("y", np.full(len(motion), np.pi / 2))  # facing +X, left is -Z
    motion.translation[:, 0] = np.linspace(0, 2, len(motion))
    motion.translation[:, 2] = np.linspace(0, -1, len(motion))
    values = figures(motion)
    assert values["forward_m"] == pytest.approx(2, abs=0.01)  # the skeleton is not quite symmetric
    assert values["left_m"] == pytest.approx(1, abs=0.01)
    assert values["net_m"] == pytest.approx(5**0.5, abs=1e-6)


def test_turning_left_is_positive_and_may_go_all_the_way_round():
    motion = standing()
    motion.rotations[:, 0] = about_axis("y", np.linspace(0, 2 * np.pi, len(motion)))
    values = figures(motion)
    assert values["turn_deg"] == pytest.approx(360, abs=1e-4)
    assert values["spin_deg"] == pytest.approx(360, abs=1e-4)
    assert figures(motion.mirrored())["turn_deg"] == pytest.approx(-360, abs=1e-4)


def test_a_jump_is_seen_in_height_and_seconds():
    motion = standing(2.0)
    motion.translation[10:16, 1] += 0.3
    values = figures(motion)
    assert values["jump_m"] == pytest.approx(0.3) and values["air_s"] == pytest.approx(0.3)


def test_a_raised_arm_counts_for_its_own_side_only():
    motion = standing()
    motion.rotations[20:, INDEX["left_shoulder"]] = about_axis("z", np.full(len(motion) - 20, 1.4))
    values = figures(motion)
    assert values["lhand_up_s"] == values["lhand_high_s"] == pytest.approx(2.0)
    assert values["rhand_up_s"] == 0 and values["rhand_path"] == pytest.approx(0, abs=1e-9)
    mirrored = figures(motion.mirrored())
    assert mirrored["rhand_up_s"] == pytest.approx(2.0) and mirrored["lhand_up_s"] == 0


def test_waving_is_counted_only_while_the_hand_is_up():
    motion = standing(4.0)
    swing = 0.5 * np.sin(2 * np.pi * 1.0 * np.arange(len(motion)) / FPS)
    waving = replace(motion, rotations=motion.rotations.copy())
    waving.rotations[:, INDEX["right_shoulder"]] = about_axis("z", np.full(len(motion), -0.6))
    waving.rotations[:, INDEX["right_elbow"]] = about_axis("z", -0.8 + swing)
    assert figures(waving)["rhand_waves"] >= 7 and figures(waving)["lhand_waves"] == 0
    motion.rotations[:, INDEX["right_elbow"]] = about_axis("z", swing)
    assert figures(motion)["rhand_waves"] == 0


def test_small_tremors_are_no_reversals():
    time = np.linspace(0, 3, 200)
    assert count_reversals(0.02 * np.sin(20 * time)) == 0
    assert count_reversals(0.05 * np.sin(2 * np.pi * time)) == 4  # the outer two of six have half a swing


def test_two_squats_are_two_dips():
    heights = np.concatenate([np.full(5, 1.0), np.full(5, 0.6), np.full(5, 1.0), np.full(5, 0.7), np.full(5, 0.95)])
    assert count_dips(heights, 1.0) == 2
    assert count_dips(heights[:18], 1.0) == 1


def test_a_bow_is_the_angle_of_the_trunk():
    motion = standing()
    motion.rotations[:, INDEX["spine1"]] = about_axis("x", np.linspace(0, np.pi / 2, len(motion)))
    assert 45 < figures(motion)["bow_deg"] < 95
    assert figures(standing())["bow_deg"] < 15


def test_who_sits_from_the_start_is_lower_than_who_stands():
    sitting = Motion(*seated(np.random.default_rng(0), 2.0).solve())
    assert figures(standing())["height_m"] > 0.8
    assert figures(sitting)["height_m"] < 0.65


def test_a_foot_that_slides_on_the_floor_skates():
    motion = standing()
    motion.translation[:, 2] = np.arange(len(motion)) / FPS * 0.5
    assert figures(motion)["skate"] == pytest.approx(0.5, abs=1e-6)


@pytest.fixture
def prompts(tmp_path):
    path = tmp_path / "prompts.jsonl"
    lines = [
        {"prompt": "go ahead", "seconds": 2, "checks": [["forward_m", ">", 1.0], ["speed", "<", 2.0]]},
        {"prompt": "stay", "seconds": 2, "part": {"left_arm": "up"}, "checks": [["lhand_up_s", ">", 1.0]]},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


def test_our_own_requests_can_be_judged_and_are_kept_out_of_training():
    items = read_items(REQUESTS)
    assert len(items) == len({item.prompt for item in items}) == 50
    assert all(is_held_out(text) for item in items for text in (item.prompt, *item.parts.values()))


def test_a_request_is_obeyed_when_all_its_checks_hold(prompts):
    asked = []

    def generate(prompt, seconds, seed, parts):
        asked.append((prompt, seconds, seed, parts))
        motion = standing(seconds)
        if prompt == "go ahead":
            motion.translation[:, 2] = np.linspace(0, 1.5 if seed else 0.5, len(motion))
        return motion

    result = summary(evaluate(read_items(prompts), generate))
    assert result["obedience"] == pytest.approx(2 / 6)
    assert [row["obeyed"] for row in result["rows"]] == [False, True, True, False, False, False]
    assert {"prompt", "seed", "obeyed", "failed", "values", "skate", "jitter"} <= set(result["rows"][0])
    assert len(asked) == 2 * len(SEEDS) and asked[-1] == ("stay", 2.0, 2, {"left_arm": "up"})


@pytest.mark.parametrize(
    "line", ["{", '{"prompt": "a"}', '{"prompt": "a", "seconds": 1, "checks": [["height", ">", 1]]}', "[]", ""]
)
def test_a_damaged_request_is_named_in_one_sentence(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(MotionCtrlError) as error:
        read_items(path)
    assert "bad.jsonl" in str(error.value) and "\n" not in str(error.value)


def test_the_command_generates_judges_and_writes_its_json(tiny_model, prompts, tmp_path, capsys):
    out = tmp_path / "result.json"
    words = ["evaluate", "obedience", "--prompts", prompts, "--model", tiny_model.folder, "--threads", 1, "--json", out]
    assert main([str(word) for word in words]) == 0
    result = json.loads(out.read_text())
    assert 0 <= result["obedience"] <= 1 and len(result["rows"]) == 2 * len(SEEDS)
    assert {"skate", "jitter"} <= set(result)
    assert "obedience" in capsys.readouterr().out


def test_only_measurements_that_exist_are_offered(capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    offered = capsys.readouterr().out
    for name, module, _ in MEASUREMENTS:
        assert (f"    {name}" in offered) == (find_spec(f"engine.lab.evaluation.{module}") is not None)
