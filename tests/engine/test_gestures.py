"""What the gestures made by rules must show, measured as the evaluation measures."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.skeleton import INDEX, neutral_skeleton
from engine.lab.data.gestures import gesture_samples
from engine.lab.data.gestures.arm_moves import ARM_MOVES
from engine.lab.data.gestures.arm_tools import Span
from engine.lab.data.gestures.bodies import Body, find_cycle, looped, on_both_feet
from engine.lab.data.gestures.build import WHOLE, apply_moves, play
from engine.lab.data.gestures.circles import circle, circle_phrases
from engine.lab.data.gestures.figure import stand
from engine.lab.data.gestures.language import gerund, realise, third
from engine.lab.data.gestures.limbs import ARM, arm_to, leg_to, limb_joints
from engine.lab.data.gestures.low_moves import seated
from engine.lab.data.gestures.styles import STYLES, restyled
from engine.lab.data.held_out import is_held_out
from engine.motion.heading import headings
from engine.motion.kinematics import forward_kinematics
from engine.motion.measures import measure

SEEDS = range(3)
SHOWS = {
    "bow": [("bow_deg", 38, 180)],
    "squat": [("drop", 0.25, 1), ("end_drop", -1, 0.15), ("dips", 1, 1), ("spin_deg", 0, 15)],
    "squats": [("dips", 1.5, 9)],
    "crouch": [("drop", 0.3, 1)],
    "sit": [("end_drop", 0.25, 1)],
    "stand_up": [("end_drop", -1, 0.1)],
    "kneel": [("drop", 0.3, 1)],
    "lunge": [("drop", 0.2, 1)],
    "pick_up": [("bow_deg", 45, 180)],
    "march": [("lknee_up", 0.6, 3), ("rknee_up", 0.6, 3), ("net_m", 0, 0.5)],
    "jumping_jacks": [("lhand_up_s", 0.4, 9), ("rhand_up_s", 0.4, 9), ("jump_m", 0.04, 1)],
    "jump_up": [("jump_m", 0.12, 1)],
    "jump_forward": [("jump_m", 0.08, 1), ("net_m", 0.3, 9)],
    "hop": [("air_s", 0.2, 9)],
    "turn_around": [("spin_deg", 70, 400), ("net_m", 0, 0.4)],
    "side_steps": [("net_m", 0.5, 9), ("spin_deg", 0, 50)],
    "walk_backwards": [("forward_m", -9, -0.8)],
    "idle": [("still", 0, 0.25)],
    "stretch": [("lhand_up_s", 0.4, 9)],
}


def joints_of(rotations: np.ndarray, translation: np.ndarray) -> np.ndarray:
    return forward_kinematics(np.asarray(rotations, float), np.asarray(translation, float), neutral_skeleton().offsets)[
        0
    ]


@pytest.mark.parametrize("family", sorted(SHOWS))
def test_a_gesture_shows_what_its_name_says(family: str) -> None:
    for seed in SEEDS:
        scene = WHOLE[family](np.random.default_rng(seed), 3.6)
        values = measure(joints_of(*play(scene)), 20.0)
        for metric, least, most in SHOWS[family]:
            assert least <= values[metric] <= most, (seed, metric, values[metric])


@pytest.mark.parametrize("family", sorted(WHOLE))
def test_feet_neither_sink_nor_slide(family: str) -> None:
    for seed in SEEDS:
        joints = joints_of(*play(WHOLE[family](np.random.default_rng(seed), 3.6)))
        assert joints[..., 1].min() > 0.0
        assert measure(joints, 20.0)["skate"] < 0.25


@pytest.mark.parametrize(
    "family, metric",
    [("kick_front", "foot_up"), ("kick_side", "foot_up"), ("kick_back", "foot_up"), ("leg_swing", "foot_up")],
)
def test_the_leg_that_is_named_is_the_one_that_moves(family: str, metric: str) -> None:
    for seed in SEEDS:
        scene = WHOLE[family](np.random.default_rng(seed), 3.6)
        values = measure(joints_of(*play(scene)), 20.0)
        left = "left" in " ".join(scene.phrases)
        assert values[("l" if left else "r") + metric] > 0.2
        assert values[("r" if left else "l") + metric] < 0.1


@pytest.mark.parametrize("family", ["kick_front", "kick_side", "kick_back"])
def test_a_kick_stretches_the_knee_with_the_foot_well_above_the_floor(family: str) -> None:
    for seed in range(6):
        scene = WHOLE[family](np.random.default_rng(seed), 3.6)
        side = "left" if "left" in " ".join(scene.phrases) else "right"
        joints = joints_of(*play(scene))
        hip, knee, ankle = (joints[:, INDEX[f"{side}_{name}"]] for name in ("hip", "knee", "ankle"))
        longest = np.linalg.norm(knee - hip, axis=-1).mean() + np.linalg.norm(ankle - knee, axis=-1).mean()
        straight = np.linalg.norm(ankle - hip, axis=-1) > 0.9 * longest
        assert (ankle[straight, 1] - ankle[:, 1].min()).max() > 0.25


@pytest.mark.parametrize("family, least", [("punch", 0.42), ("box", 0.42), ("hook", 0.3)])
def test_the_fist_that_is_named_goes_far_out(family: str, least: float) -> None:
    for seed in range(6):
        scene = WHOLE[family](np.random.default_rng(seed), 3.6)
        values = measure(joints_of(*play(scene)), 20.0)
        parts = scene.parts.items()
        fists = [part[0] for part, said in parts if part.endswith("arm") and "*guard the face" not in said]
        assert all(values[f"{fist}hand_reach"] > least for fist in fists)
        if family == "punch":
            other = "r" if fists == ["l"] else "l"
            assert values[f"{other}hand_reach"] < 0.32


def test_squatting_and_staying_ends_lower_than_standing() -> None:
    for seed in range(6):
        scene = WHOLE["squat_hold"](np.random.default_rng(seed), 3.6)
        heights = joints_of(*play(scene))[:, 0, 1]
        assert heights[-1] < 0.72 and np.ptp(heights[-15:]) < 0.02


@pytest.mark.parametrize("side, turns, clock", [("left", 1.0, "counterclockwise"), ("right", 2.0, "clockwise")])
def test_a_circle_turns_as_often_as_it_says_and_comes_back(side: str, turns: float, clock: str) -> None:
    body = stepping_body()
    for seed in SEEDS:
        rotations, path = circle(np.random.default_rng(seed), body, side, turns)
        values = measure(joints_of(rotations, path), 20.0)
        assert 4.0 <= len(rotations) / 20 <= 10.0
        assert values["turn_deg"] == pytest.approx((1 if side == "left" else -1) * 374 * turns, abs=35 * turns)
        assert values["net_m"] < 0.25 * values["path_m"]
        half = np.diff(headings(rotations[:, 0]))
        assert half[: len(half) // 2].sum() == pytest.approx(half[len(half) // 2 :].sum(), rel=0.1)
    phrases = " ".join(circle_phrases("walk", side, turns))
    assert f" {clock}" in phrases and ("left" in phrases) == (side == "left")


def test_tired_walks_go_ahead_bent() -> None:
    body = stepping_body()
    for seed in SEEDS:
        straight, path = looped(body, 120)
        rotations, path = restyled(np.random.default_rng(seed), STYLES["tired"], straight, path)
        before, after = (joints_of(one, np.zeros((len(one), 3)))[:, INDEX["neck"], 2] for one in (straight, rotations))
        assert path[-1, 2] - path[0, 2] > 1.0 and after.mean() > before.mean() + 0.04


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_waving_hand_waves_and_the_other_hangs(side: str) -> None:
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        figure = stand(rng, 4.0)
        apply_moves(rng, figure, [ARM_MOVES["wave"](rng, figure.times, (side,), Span(0.3, 0.9, 3.2, 3.8))])
        values = measure(joints_of(*figure.solve()), 20.0)
        other = "r" if side == "left" else "l"
        assert values[f"{side[0]}hand_waves"] >= 3 and values[f"{side[0]}hand_high_s"] > 0.5
        assert values[f"{other}hand_path"] < 0.8 and values[f"{other}hand_up_s"] == 0


def test_clapping_hands_meet() -> None:
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        figure = stand(rng, 4.0)
        move = ARM_MOVES["clap"](rng, figure.times, ("left", "right"), Span(0.3, 0.9, 3.2, 3.8))
        apply_moves(rng, figure, [move])
        assert measure(joints_of(*figure.solve()), 20.0)["hands_gap"] < 0.12


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hand_reaches_its_target_and_the_elbow_its_pole(side: str) -> None:
    sign = 1.0 if side == "left" else -1.0
    target = np.array([0.05, 0.1, 0.3])
    rotations = np.tile(np.eye(3), (22, 1, 1))
    rotations[limb_joints(side, ARM)] = arm_to(side, target, (1.0, -1.0, 0.0), of="chest")
    joints = joints_of(rotations, np.zeros(3))
    wrist = joints[INDEX[f"{side}_wrist"]] - joints[INDEX["spine3"]]
    assert np.allclose(wrist, target * (sign, 1, 1), atol=1e-6)
    elbow, shoulder = joints[INDEX[f"{side}_elbow"]], joints[INDEX[f"{side}_shoulder"]]
    assert elbow[1] < shoulder[1] and sign * elbow[0] > 0


def test_a_knee_bends_towards_its_pole() -> None:
    hip, ankle = np.array([0.1, 0.8, 0.0]), np.array([0.1, 0.2, 0.0])
    thigh, _ = leg_to("left", hip, ankle, np.array([0.0, 0.0, 1.0]))
    knee = hip + thigh @ neutral_skeleton().offsets[INDEX["left_knee"]]
    assert knee[2] > 0.1
    assert np.isclose(np.linalg.norm(knee - ankle), np.linalg.norm(neutral_skeleton().offsets[INDEX["left_ankle"]]))


def test_samples_are_marked_complete_and_the_same_every_time() -> None:
    first, second = list(gesture_samples(16, 3)), list(gesture_samples(16, 3))
    for one, two in zip(first, second, strict=True):
        assert one.synthetic and one.split == "train"
        assert len(one) % 4 == 0 and 24 <= len(one) <= 200
        assert one.rotations.dtype == np.float32 and np.isfinite(one.rotations).all()
        assert len(one.parts) == len(one.captions) > 0
        assert np.array_equal(one.rotations, two.rotations) and one.captions == two.captions
    assert len({one.name for one in first}) == 16


def test_no_text_is_a_sentence_of_the_evaluation() -> None:
    for sample in gesture_samples(60, 11):
        texts = [*sample.captions, *(line for lines in sample.parts for line in lines.values())]
        assert not any(is_held_out(text) for text in texts)
        assert not any("*" in text or "{" in text for text in texts), texts


def test_one_armed_part_lines_name_the_arm_that_moves() -> None:
    checked = 0
    for sample in gesture_samples(60, 5):
        sides = {part for lines in sample.parts for part in lines if part.endswith("_arm")}
        if "raise_arm" not in sample.name or "+" in sample.name or len(sides) != 1:
            continue
        values = measure(joints_of(sample.rotations, sample.translation), 20.0)
        side = next(iter(sides))[0]
        assert values[f"{side}hand_up_s"] > 0.4
        checked += 1
    assert checked


def stepping_body() -> Body:
    rotations, translation = (part[30:110] for part in play(WHOLE["step_forward"](np.random.default_rng(2), 8.0)))
    return Body("steps", "walk", rotations, translation, find_cycle(rotations, translation, "walk"))


def test_a_looped_stride_goes_on_without_a_seam() -> None:
    body = stepping_body()
    assert body.cycle is not None
    again, path = looped(body, 160, turn_rate=0.0)
    joints = joints_of(again, path)
    steps = np.linalg.norm(np.diff(joints, axis=0), axis=-1).max(1)
    assert steps.max() < 0.25
    assert path[-1, 2] > 1.5
    bent, _ = looped(body, 160, turn_rate=0.5)
    assert headings(bent[:, 0])[-1] == pytest.approx(0.5 * 159 / 20, abs=0.2)


@pytest.mark.parametrize("seed", range(6))
def test_who_sits_or_lifts_a_leg_is_no_standing_body_for_gestures(seed: int) -> None:
    def stands(figure) -> bool:
        return on_both_feet(forward_kinematics(*figure.solve(), neutral_skeleton().offsets)[0])

    rng = np.random.default_rng(seed)
    assert stands(stand(rng, 3.0))
    assert not stands(seated(rng, 3.0))
    assert not stands(WHOLE["leg_lift"](rng, 3.0).figure)


def test_verbs_take_their_forms() -> None:
    assert [third(verb) for verb in ("raise", "reach", "carry", "do", "stay")] == [
        "raises",
        "reaches",
        "carries",
        "does",
        "stays",
    ]
    assert [gerund(verb) for verb in ("raise", "sit", "tie", "march", "see")] == [
        "raising",
        "sitting",
        "tying",
        "marching",
        "seeing",
    ]
    assert realise("*bend down and *tie {p} shoe", "third", "her") == "bends down and ties her shoe"
