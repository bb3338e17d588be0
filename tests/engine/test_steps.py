"""A prompt that says several things one after the other is done step by step, and no other prompt is touched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api import Engine, Grid, Request
from engine.language.steps import SHORTEST, hint, split_steps, steps
from engine.request import in_steps


def texts(prompt: str) -> list[str]:
    return [step.text for step in steps(prompt)]


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("walk forward, then jump", ["walk forward", "jump"]),
        ("Walk forward. Stop. Then walk backward.", ["walk forward", "stop", "walk backward"]),
        ("first bow and after that walk away, please", ["bow", "walk away"]),
        ("jump, spin and clap", ["jump", "spin", "clap"]),
        ("walk forward and sit down", ["walk forward", "sit down"]),
        ("squat down and stand up again", ["squat down", "stand up again"]),
        ("walk forward before sitting down", ["walk forward", "sitting down"]),
        ("before sitting down, walk forward", ["walk forward", "sitting down"]),
        ("walk forward after you jump", ["jump", "walk forward"]),
        ("after jumping, walk forward", ["jumping", "walk forward"]),
        ("he starts walking and then begins to run", ["he starts walking", "he begins to run"]),
    ],
)
def test_what_follows_one_another_is_split(prompt, told):
    assert texts(prompt) == told


@pytest.mark.parametrize(
    "prompt",
    [
        "walk forward",
        "walk and wave",
        "walk forward and turn left",
        "someone walks ahead, then goes left",
        "jump up and down",
        "swing the left leg forward and back",
        "a person walks forward, swinging the arms",
        "crouch and walk",
        "bend over and pick something up from the floor",
        "find a chair and sit on it",
        "walk next to a wall",
        "star jumps, please",
        "a high kick, then a punch",
        "then",
        "",
    ],
)
def test_what_is_done_at_once_or_not_understood_stays_whole(prompt):
    assert texts(prompt) == [prompt]


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        # Who does it.
        ("a man walks forward, then slowly sits down", ["a man walks forward", "a man slowly sits down"]),
        ("a man walks and then is running", ["a man walks", "a man is running"]),
        # What is done, where only its side is said.
        ("raise the left arm and then the right arm", ["raise the left arm", "raise the right arm"]),
        ("take two steps forward, then two steps back", ["take two steps forward", "take two steps back"]),
        # After a turn the way back lies ahead; without one it is walked backwards.
        ("walk, turn around and come back", ["walk", "turn around", "walk forward"]),
        ("he runs, turns around and runs back", ["he runs", "he turns around", "he runs forward"]),
        ("walk forward, then walk back", ["walk forward", "walk back"]),
        # A seat is sat on until somebody rises from it.
        ("sit down, then wait and then get up again", ["sit down", "sit still", "rise from the seat"]),
        ("she sits down and stands up from the chair", ["she sits down", "she stands up from the chair"]),
    ],
)
def test_a_step_says_what_it_takes_from_the_steps_before(prompt, told):
    assert texts(prompt) == told


WORDS = st.sampled_from(
    "a the he man person walk walks walking jump sits turn around back up left then and , . before after while next "
    "please stop stand".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.one_of(st.none(), st.floats(0.4, 60)), st.floats(0, 5))
def test_steps_fill_the_time_of_their_prompt(prompt, new, known):
    whole = None if new is None else known + new
    told, seconds = split_steps((prompt, "walk"), (whole, 2.0), known)
    assert told[-1] == "walk" and seconds[-1] == 2.0
    assert sum(step.share for step in steps(prompt)) == pytest.approx(1)
    if whole is None:
        assert set(seconds[:-1]) == {None}
    else:
        assert sum(seconds[:-1]) == pytest.approx(whole)
    if len(told) > 2:
        assert all(told)
        if whole is not None:
            assert min(seconds[0] - known, *seconds[1:-1]) >= SHORTEST - 1e-9


def test_steps_too_short_to_be_seen_are_not_made():
    assert split_steps(("walk, then jump",), (1.5,)) == (("walk, then jump",), (1.5,))


def test_the_steps_are_named_beside_the_preview():
    told = split_steps(("walk, then jump",), (4.0,))[0]
    assert hint(("walk, then jump",), told).startswith("One after the other: “walk”, “jump”;")
    assert hint(("walk",), ("walk",)) == ""


def test_known_motion_comes_before_the_first_step_and_a_gap_keeps_its_sentence():
    grid = Grid.of(np.zeros((10, 5, 4), np.int64))
    prompt = ("walk, then run",)
    assert in_steps(Request(prompt, (6.0,), grid=grid)) == (("walk", "run"), (4.0, 2.0))
    gap = Request(prompt, (6.0,), grid=grid.opened(first=2, last=6))
    assert in_steps(gap) == (prompt, (6.0,))


def test_who_walks_turns_around_and_walks_back_mostly_comes_back(bundled_model):
    back = 0
    with Engine(bundled_model, threads=1) as engine:
        for seed in range(8):
            motion = engine.fill(Request(("walk forward, turn around and walk back",), (7.0,), seed=seed)).motion
            assert len(motion) == 140
            path = motion.joints()[:, 0, [0, 2]]
            furthest = np.linalg.norm(path - path[0], axis=1).max()
            assert furthest > 1.0
            back += np.linalg.norm(path[-1] - path[0]) < 0.7 * furthest
    assert back >= 5
