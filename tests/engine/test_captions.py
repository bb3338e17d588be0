"""Captions say what a motion shows, and their mirror image says what the mirrored motion shows."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.body.skeleton import INDEX
from engine.lab.data.captions import TEMPLATES, captions, part_facts, part_lines
from engine.lab.data.cmu import Trial, split_key
from engine.lab.data.facts import measure_facts
from engine.lab.data.gestures.language import realise
from engine.lab.data.held_out import fingerprint, is_held_out
from engine.lab.data.mirror_text import mirror_parts, mirror_text
from engine.lab.data.retime import cadence, chains, fall_acceleration, takes
from engine.lab.data.samples import build_samples
from engine.lab.data.scenes import actions_of
from engine.lab.data.split import read_split
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis

FPS = 20


def walking(frames: int = 60, speed: float = 1.2, turn: float = 0.0, cadence_: float = 1.8) -> Motion:
    """Legs and arms swing, the body goes ahead and turns left by ``turn`` radians in all."""
    rotations = np.tile(np.eye(3), (frames, 22, 1, 1))
    phase = np.pi * cadence_ * np.arange(frames) / FPS
    heading = np.linspace(0, turn, frames)
    rotations[:, 0] = about_axis("y", heading)
    for side, sign in (("left", 1), ("right", -1)):
        rotations[:, INDEX[f"{side}_hip"]] = about_axis("x", sign * 0.4 * np.sin(phase))
        rotations[:, INDEX[f"{side}_shoulder"]] = about_axis("z", np.full(frames, -sign * 1.4))
    steps = np.stack([np.sin(heading), np.zeros(frames), np.cos(heading)], axis=1) * speed / FPS
    motion = Motion(rotations, np.cumsum(steps, axis=0))
    motion.translation[:, 1] -= motion.joints()[..., 1].min()
    return motion


def tags(motion: Motion, description: str = "walk") -> dict[str, dict[str, str]]:
    facts = measure_facts(motion.joints(), motion.fps)
    return {action.tag: action.slots for action in actions_of(facts, description)}


def said(motion: Motion, description: str = "walk", seed: int = 0, count: int = 8) -> list[str]:
    return captions(measure_facts(motion.joints(), motion.fps), description, np.random.default_rng(seed), count)


def test_walking_straight_is_called_walking_forward():
    assert "walk.forward" in tags(walking())
    assert all("left" not in text and "right" not in text for text in said(walking()))


def test_a_turn_is_named_with_its_side_and_mirrored_with_the_motion():
    motion = walking(turn=1.5)
    assert tags(motion)["walk.turn"]["side"] == "left"
    assert tags(motion.mirrored())["walk.turn"]["side"] == "right"
    assert all("right" not in text.split() for text in said(motion))


def test_slow_is_said_of_slow_walks_only():
    words = {"slowly", "slow", "hurry"}
    slow = " ".join(t for seed in range(5) for t in said(walking(speed=0.6, cadence_=1.2), seed=seed))
    brisk = " ".join(t for seed in range(5) for t in said(walking(speed=1.7, cadence_=2.0), seed=seed))
    assert words & set(slow.split()) and not words & set(brisk.split())


def test_walking_backwards_is_never_called_forward():
    motion = walking()
    motion = motion[::-1]
    assert set(tags(motion)) == {"walk.backward"}


def test_a_raised_arm_is_said_of_the_right_side():
    motion = walking()
    motion.rotations[:, INDEX["left_shoulder"]] = about_axis("z", np.full(len(motion), 1.4))
    facts = measure_facts(motion.joints(), motion.fps)
    assert part_facts(facts, "walk")["left_arm"].tag == "arm.up"
    assert part_facts(facts, "walk")["right_arm"].tag == "arm.down"
    lines = part_lines(facts, "walk", np.random.default_rng(0), 20)
    assert any("left_arm" in line for line in lines)


def test_what_only_the_list_claims_is_not_said():
    exercise = "jumping jacks, jog, squats, side twists, stretches"
    assert not {"jacks", "squats", "stretch"} & set(tags(walking(), exercise))
    assert not {"kick", "kick.ball"} & set(tags(walking(), "soccer - kick ball"))
    assert "backflip" not in tags(walking(), "backflip")


def kicking() -> Motion:
    """The left leg swings straight out to the front, quickly, and comes back."""
    motion = walking(speed=0.0)
    motion.rotations[:] = np.eye(3)
    swing = np.exp(-(((np.arange(len(motion)) - 30) / 3.5) ** 2))
    motion.rotations[:, INDEX["left_hip"]] = about_axis("x", -1.4 * swing)
    for side, sign in (("left", -1), ("right", 1)):
        motion.rotations[:, INDEX[f"{side}_shoulder"]] = about_axis("z", np.full(len(motion), sign * 1.4))
    motion.translation[:] = motion.translation[:1]
    return motion


@pytest.mark.parametrize(
    ("description", "words"),
    [("Yokogeri", "karate|martial"), ("Front Kick", "karate|martial"), ("soccer - kick ball", "ball|soccer|goal")],
)
def test_a_recorded_kick_is_told_with_its_art_or_sport(description, words):
    facts = measure_facts(kicking().joints(), FPS)
    texts = captions(facts, description, np.random.default_rng(0), 12)
    kicks = [text for text in texts if "kick" in text]
    assert kicks and all(re.search(words, text) for text in kicks)
    lines = part_lines(facts, description, np.random.default_rng(0), 30)
    kicks = [line["left_leg"] for line in lines if "left_leg" in line]
    assert kicks and all(re.search(words, text) for text in kicks)


def overturning(times: int) -> Motion:
    """Head over heels to the side, standing before, between and after."""
    motion = walking(40 * times + 20, speed=0.0)
    motion.rotations[:] = np.eye(3)
    turn = np.repeat(np.arange(times), 40) + np.tile(np.clip(np.arange(40) / 25, 0, 1), times)
    motion.rotations[:, 0] = about_axis("z", 2 * np.pi * np.concatenate([np.zeros(20), turn]))
    motion.translation[:] = motion.translation[:1]
    return motion


def test_cartwheels_are_counted():
    assert tags(overturning(1), "cartwheel") == {"cartwheel": {}}
    assert tags(overturning(3), "cartwheel")["cartwheels"]["n"] == "three"
    texts = said(overturning(1), "cartwheel", count=30)
    assert any("one cartwheel" in text for text in texts)
    assert not any(re.search("do(es|ing)? cartwheels|several|times|again", text) for text in texts)


def dipping(times: int, turn: float = 0.0) -> Motion:
    """The pelvis goes down and up; ``turn`` radians to the left meanwhile."""
    motion = walking(40 * times + 20, speed=0.0, turn=turn)
    rotations = motion.rotations[:, 0].copy()
    motion.rotations[:] = np.eye(3)
    motion.rotations[:, 0] = rotations
    for side, sign in (("left", -1), ("right", 1)):
        motion.rotations[:, INDEX[f"{side}_shoulder"]] = about_axis("z", np.full(len(motion), sign * 1.4))
    bend = np.clip(1.3 * np.sin(np.pi * np.arange(40 * times) / 40) ** 2, 0, None)
    bend = np.concatenate([np.zeros(20), bend])
    for side in ("left", "right"):
        motion.rotations[:, INDEX[f"{side}_hip"]] = about_axis("x", -bend)
        motion.rotations[:, INDEX[f"{side}_knee"]] = about_axis("x", 2 * bend)
        motion.rotations[:, INDEX[f"{side}_ankle"]] = about_axis("x", -bend)
    joints = motion.joints()
    motion.translation[:, 1] -= joints[:, INDEX["left_foot"], 1] - joints[0, INDEX["left_foot"], 1]
    return motion


def test_squats_are_counted_and_told_of_a_body_that_keeps_its_place_and_its_heading():
    exercise = "jumping jacks, jog, squats, side twists, stretches"
    assert "squat" in tags(dipping(1), exercise)
    assert tags(dipping(2), exercise)["squats"]["n"] == "two"
    assert not {"squat", "squats"} & set(tags(dipping(1, turn=2.0), exercise))


def test_a_circle_to_the_right_goes_clockwise_and_many_are_circles():
    around = walking(160, speed=1.2, turn=-2 * np.pi)
    assert tags(around)["walk.circle"] == {"side": "right", "clock": "clockwise"}
    assert tags(around.mirrored())["walk.circle"]["clock"] == "counterclockwise"
    assert "walk.circles" in tags(walking(200, speed=1.2, turn=4 * np.pi))
    assert "walk.circle" not in tags(walking(100, speed=1.2, turn=3.5))


def test_walking_on_uneven_ground_is_not_called_plain_walking():
    assert set(tags(walking(), "walk on uneven terrain")) == {"walk.uneven"}
    assert all(re.search("uneven|bumpy|rough|obstacles", text) for text in said(walking(), "walk on uneven terrain"))


def test_there_are_at_least_250_instruction_templates_and_all_can_be_spoken():
    phrases = [phrase for group in TEMPLATES.values() for phrase in group]
    assert len(phrases) >= 250
    for phrase in phrases:
        for form in ("base", "third", "gerund"):
            text = realise(phrase, form, "the")
            assert "*" not in text and "{p}" not in text
            assert set(re.findall(r"{(\w+)}", text)) <= {"adv", "side", "other", "clock", "n", "animal"}


def test_captions_differ_and_are_never_those_of_the_evaluation():
    texts = said(walking(120), count=8)
    assert len(set(texts)) == len(texts) >= 6
    assert not any(is_held_out(text) for text in texts)
    held = "a person walks forward"
    assert is_held_out(held) and is_held_out("A person walks  forward!")
    assert fingerprint(held) == fingerprint(held.upper())


@pytest.mark.parametrize(
    ("text", "mirrored"),
    [
        ("raise the left arm", "raise the right arm"),
        ("Left, then right", "Right, then left"),
        ("turn clockwise", "turn counterclockwise"),
        ("stand upright, all right", "stand upright, all right"),
        ("spin anticlockwise to your RIGHT", "spin clockwise to your LEFT"),
        ("left_arm", "right_arm"),
        ("step leftwards", "step rightwards"),
        ("a brightly lit cleft", "a brightly lit cleft"),
    ],
)
def test_left_and_right_are_exchanged_in_text(text, mirrored):
    assert mirror_text(text) == mirrored


@given(st.lists(st.sampled_from("left right Left RIGHT clockwise counterclockwise arm the walk upright".split())))
def test_mirroring_twice_gives_the_text_back(words):
    text = " ".join(words)
    assert mirror_text(mirror_text(text)) == text


def test_part_instructions_change_sides_too():
    assert mirror_parts({"left_arm": "point left", "torso": "bow"}) == {"right_arm": "point right", "torso": "bow"}


def window(name: str, description: str = "walk") -> Trial:
    cmu_id = "_".join(name.split("_")[:2])
    return Trial(name, cmu_id, split_key(cmu_id), "window", description, "s", Path(name), None, False, 60, 2.0)


def test_windows_that_follow_each_other_are_joined_and_walk_at_a_natural_pace():
    slow = walking(80, speed=0.65, cadence_=1.0)  # time-normalised: one step a second
    motions = {"55_99_w1": slow[40:], "55_99_w2": slow[:40]}
    assert chains(motions) == [["55_99_w2", "55_99_w1"]]
    (take,) = takes(motions, [window(name) for name in motions])
    assert take.name == "55_99_w2+w1"
    assert 1.5 < cadence(take.motion.joints(), 20) < 2.0
    assert take.motion.translation[-1, 2] == pytest.approx(slow.translation[-1, 2], abs=0.1)


def test_a_flight_tells_the_speed_at_which_it_was_recorded():
    motion = walking(40, speed=0.0)
    motion.rotations[:] = motion.rotations[0]
    motion.translation[:] = motion.translation[0]
    time = np.arange(12) / FPS
    motion.translation[14:26, 1] += np.maximum(0, 2.7 * time - 0.5 * 9.81 * time**2)
    assert fall_acceleration(motion.joints(), FPS) == pytest.approx(9.81, rel=0.05)


def test_samples_are_whole_latent_frames_with_texts_and_a_mirrored_copy():
    name = next(trial for trial, split in read_split().items() if split == "train" and trial.startswith("07_"))
    row = Trial(name, name, name, "full", "walk", "s", Path(name), None, False, 90, 3.0)
    found = list(build_samples({name: walking(62)}, [row], "train"))
    assert found and not list(build_samples({name: walking(62)}, [row], "test"))
    for sample in found:
        assert len(sample) % 4 == 0 and sample.rotations.dtype == sample.translation.dtype == np.float32
        assert sample.captions and sample.split == "train" and not sample.synthetic
    names = {sample.name for sample in found}
    assert {name + "_m" for name in names if not name.endswith("_m")} <= names
