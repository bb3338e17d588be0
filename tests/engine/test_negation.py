"""What a request leaves out: words that say it, and samples whose motion bears it out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.body.layout import PARTS
from engine.body.skeleton import INDEX, neutral_skeleton
from engine.lab.choreography.action import sample
from engine.lab.choreography.negation import excluded, excluded_samples, exclusions, hold_arms, instead, is_order
from engine.lab.choreography.registry import all_actions
from engine.lab.data.held_out import is_held_out
from engine.lab.measures.actions import measure_all, metric_names
from engine.motion.kinematics import forward_kinematics

SAID = ("march ahead", "a soldier marches ahead", "the march of a soldier", "someone is marching ahead")
each = pytest.mark.parametrize("exclusion", exclusions().values(), ids=lambda exclusion: exclusion.name)


@pytest.fixture(scope="module")
def samples():
    rng = np.random.default_rng(4)
    made = [sample(all_actions()[name], rng, name) for name in ("march", "jab", "nod", "side_steps") * 3]
    return [one for one in made if one is not None]


def values_of(rotations, translation):
    joints = forward_kinematics(
        rotations.astype(np.float64), translation.astype(np.float64), neutral_skeleton().offsets
    )[0]
    return measure_all(joints, rotations, 20.0)


@each
def test_an_exclusion_is_measured_by_metrics_that_exist(exclusion):
    for metric, _, _ in exclusion.checks:
        assert metric.format(s="l", o="r") in metric_names()
    assert {part.format(side="left", other="right") for part in exclusion.still} <= {*PARTS, "head"}


@each
def test_an_exclusion_is_said_without_open_places(exclusion):
    rng = np.random.default_rng(0)
    side = "left" if exclusion.sided else ""
    texts = {excluded(rng, text, exclusion, side) for text in SAID for _ in range(60)}
    assert len(texts) > 20
    assert not [text for text in texts if set(text) & set("{}*") or "  " in text]
    assert all("march" in text for text in texts)


@each
def test_only_an_order_is_answered_to_you(exclusion):
    rng = np.random.default_rng(1)
    side = "left" if exclusion.sided else ""
    texts = [excluded(rng, "a soldier marches ahead", exclusion, side) for _ in range(80)]
    assert not [text for text in texts if "your" in text or "don't move your" in text or " you are" in text]


def test_orders_are_told_from_reports():
    assert is_order("wave with the left hand") and is_order("Tiptoe forward")
    assert not is_order("a man waves") and not is_order("she is waving") and not is_order("")


def test_what_is_not_done_is_named_beside_what_is():
    rng = np.random.default_rng(2)
    orders = {instead(rng, "wave with the left hand", "*jump over a wall") for _ in range(80)}
    assert "don't jump over a wall, just wave with the left hand" in orders
    assert "wave with the left hand instead of jumping over a wall" in orders
    assert "not jumping over a wall but waving with the left hand" in orders
    told = {instead(rng, "a man waves", "*jump over a wall") for _ in range(40)}
    assert "a man waves without jumping over a wall" in told
    assert all("jumping over a wall" in text for text in told)


def test_an_arm_that_is_held_keeps_its_rotations_and_the_other_swings_on(samples):
    march = next(one for one in samples if one.name == "march")
    held = hold_arms(march.rotations, ["left"])
    left, right = INDEX["left_elbow"], INDEX["right_elbow"]
    assert np.ptp(held[:, left], axis=0).max() < 1e-6
    np.testing.assert_array_equal(held[:, right], march.rotations[:, right])
    np.testing.assert_allclose(np.linalg.det(held[0, INDEX["left_shoulder"]]), 1, atol=1e-5)


def test_samples_leave_out_what_they_say(samples):
    made = list(excluded_samples(samples, 30, seed=3))
    assert len(made) == 30
    for one in made:
        name = one.name.rpartition("-")[2].rpartition("_")[0]
        side = next((side for side in ("left", "right") if name.endswith(f"_{side}")), "")
        exclusion = exclusions()[name.removesuffix(f"_{side}") if side else name]
        assert exclusion.holds(values_of(one.rotations, one.translation), side)
        assert one.captions and len(one.captions) == len(one.parts) and one.synthetic
        assert not any(map(is_held_out, one.captions))


def test_arms_that_are_excluded_stay_still_although_the_body_marches(samples):
    marching = [one for one in samples if one.name == "march"]
    made = [one for one in excluded_samples(marching, 30, seed=5) if "arms_still" in one.name]
    assert made
    for one in made:
        values = values_of(one.rotations, one.translation)
        assert values["forward_m"] > 0.8 and values["lhand_speed"] < 0.5


def test_samples_of_other_splits_are_left_alone(samples):
    assert not list(excluded_samples([replace(one, split="test") for one in samples], 5, seed=0))
