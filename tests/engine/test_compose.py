"""Part composition keeps the body of one motion and takes the arms of another."""

from __future__ import annotations

import numpy as np

from engine.lab.data.compose import compose_samples, donors, receivers
from engine.lab.data.gestures.arm_moves import ARM_MOVES
from engine.lab.data.gestures.arm_tools import Span
from engine.lab.data.gestures.build import WHOLE, apply_moves, play
from engine.lab.data.gestures.figure import stand
from engine.lab.data.gestures.limbs import ARM, limb_joints
from engine.lab.data.sample import Sample


def sample(name: str, motion, captions, parts=(), split="train") -> Sample:
    frames = len(motion[0]) // 4 * 4
    return Sample(
        name,
        motion[0][:frames].astype(np.float32),
        motion[1][:frames].astype(np.float32),
        tuple(captions),
        tuple(parts),
        False,
        split,
    )


def raised(side: str) -> Sample:
    rng = np.random.default_rng(1)
    figure = stand(rng, 4.0)
    apply_moves(rng, figure, [ARM_MOVES["raise_arm"](rng, figure.times, (side,), Span(-1, -0.5, 5, 6))])
    return sample("donor", figure.solve(), ["a person lifts an arm"], [{f"{side}_arm": "raised above the head"}])


def stepping(split: str = "train") -> Sample:
    motion = play(WHOLE["step_forward"](np.random.default_rng(4), 4.0))
    return sample("walker", motion, ["a person walks slowly", "step forward"], split=split)


def test_the_named_arm_comes_from_the_donor_and_all_else_from_the_body() -> None:
    donor, body = raised("left"), stepping()
    made = next(compose_samples([donor, body], 1, 0))
    arm = limb_joints("left", ARM)
    rest = [joint for joint in range(22) if joint not in arm]
    assert made.synthetic and made.split == "train"
    assert np.array_equal(made.rotations[:, rest], body.rotations[: len(made), rest])
    assert any(
        np.array_equal(made.rotations[:, arm], donor.rotations[start : start + len(made), arm])
        for start in range(0, len(donor) - len(made) + 1, 4)
    )


def test_the_words_name_body_and_arm() -> None:
    made = next(compose_samples([raised("right"), stepping()], 1, 0))
    assert len(made.captions) == len(made.parts)
    for caption, lines in zip(made.captions, made.parts, strict=True):
        assert "right arm raised above the head" in caption or lines == {"right_arm": "raised above the head"}


def test_bodies_that_speak_of_arms_or_bend_are_left_alone() -> None:
    bowing = sample("bow", play(WHOLE["bend_forward"](np.random.default_rng(0), 4.0)), ["stand and fold forward"])
    assert receivers([raised("left"), bowing]) == []
    assert len(donors([raised("left"), stepping()])) == 1


def test_an_arm_that_does_not_do_what_its_words_say_is_not_used() -> None:
    idle = play(WHOLE["idle"](np.random.default_rng(3), 4.0))
    liar = sample("liar", idle, ["a person stands"], [{"left_arm": "wave hello"}])
    assert list(compose_samples([liar, stepping()], 3, 0)) == []


def test_only_the_training_split_is_composed() -> None:
    assert list(compose_samples([raised("left"), stepping("test")], 2, 0)) == []
