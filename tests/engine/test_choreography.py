"""Choreography: floor, contacts, flight, mirror images and words of written actions."""

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.lab.choreography.action import Action, attempt, joints_of, names_a_side, sample, usual_share, worded
from engine.lab.choreography.body import GRAVITY, OFFSETS, centre_of_mass, lowest
from engine.lab.choreography.draw import Draw
from engine.lab.choreography.inspect_actions import slide_of
from engine.lab.choreography.limb_specs import Grip
from engine.lab.choreography.registry import all_actions
from engine.lab.choreography.sketch import Sketch
from engine.lab.choreography.solve import solve
from engine.lab.choreography.vocabulary import vocabulary
from engine.motion.kinematics import Motion, forward_kinematics


@pytest.mark.parametrize("name", ["push_ups", "lie_down_back", "golf_swing", "crawl"])
def test_nothing_sinks_into_the_floor_and_no_planted_foot_slides(name):
    made = attempt(all_actions()[name], np.random.default_rng(3), style="")
    assert lowest(joints_of(made.motion)).min() > -0.02
    assert slide_of(made.motion, made.sketch) < 0.015


def test_lying_rests_on_the_floor():
    rotations, translation = solve(Sketch(Draw(np.random.default_rng(0)), "lie_back").hold(1.5))
    joints = forward_kinematics(rotations, translation, OFFSETS)[0]
    assert np.abs(lowest(joints)).max() < 0.01
    assert joints[:, :, 1].max() < 0.4


def test_flight_is_ballistic():
    sketch = Sketch(Draw(np.random.default_rng(0)), "stand")
    sketch.to(0.4, "crouch").to(0.2, "stand", balance=0).fly(
        0.5, "crouch", fwd=0.6, via=[(0.5, "tuck", {"pitch": -180})], pitch=-330
    )
    sketch.hold(0.5)
    rotations, translation = solve(sketch)
    mass = centre_of_mass(forward_kinematics(rotations, translation, OFFSETS)[0])
    flight = sketch.flights[0]
    start, end = (sketch.keys[number].time for number in (flight.start, flight.end))
    inside = mass[int(np.ceil(start * 20)) : int(end * 20) + 1]
    assert np.allclose(np.diff(inside[:, 1], n=2) * 400, -GRAVITY, atol=0.8)
    assert np.allclose(np.diff(inside[:, 2], n=2) * 400, 0, atol=0.8)


def test_the_other_side_is_the_mirror_image():
    action = all_actions()["cartwheel"]
    right = attempt(action, np.random.default_rng(5), style="", side="right").motion
    left = attempt(action, np.random.default_rng(5), style="", side="left").motion
    assert np.allclose(right.mirrored().rotations, left.rotations)
    assert np.allclose(right.mirrored().translation, left.translation)


def test_a_sample_has_whole_groups_of_frames_and_sentences_of_its_side():
    found = sample(all_actions()["limp"], np.random.default_rng(1), tries=20)
    assert len(found) % 4 == 0 and found.synthetic and len(found.captions) >= 6
    text = " ".join(found.captions).lower()
    assert "{" not in text and "*" not in text


def test_the_unusual_side_is_always_said():
    for name, usual, other in (("limp", "right", "left"), ("saw_wood", "right", "left")):
        action = all_actions().get(name)
        if action is None:
            continue
        for seed in range(3):
            made = attempt(action, np.random.default_rng(seed), style="", side=other)
            found = worded(action, made, np.random.default_rng(seed), name)
            assert found.captions and all(other in text.lower() for text in found.captions)
        made = attempt(action, np.random.default_rng(0), style="", side=usual)
        said = " ".join(worded(action, made, np.random.default_rng(0), name, 30).captions).lower()
        assert usual in said and other not in said


def test_what_is_one_sided_by_nature_is_never_mirrored():
    one_sided = [entry for entry in vocabulary().values() if not entry.sides and names_a_side(entry)]
    assert {"play_guitar", "shake_hands"} <= {entry.name for entry in one_sided}
    assert all(usual_share(entry) == 1 for entry in one_sided)
    assert usual_share(vocabulary()["push_ups"]) < 1 and not names_a_side(vocabulary()["cheer"])


def test_an_unknown_pose_or_channel_names_what_there_is():
    sketch = Sketch(Draw(np.random.default_rng(0)), "stand")
    with pytest.raises(ValueError, match="crouch"):
        sketch.to(1.0, "crouching")
    with pytest.raises(ValueError, match="hight"):
        sketch.to(1.0, hight=0.4)


def test_an_action_may_return_a_motion_of_its_own():
    still = Motion(np.broadcast_to(np.eye(3), (40, 22, 3, 3)), np.tile([0.0, 0.95, 0.0], (40, 1)))
    action = Action("nod", lambda draw: (still.rotations, still.translation))
    made = attempt(action, np.random.default_rng(0), style="")
    assert any("head_nods" in reason for reason in made.failed)


def test_a_balanced_pelvis_follows_the_feet_wherever_the_home_frame_went():
    sketch = Sketch(Draw(np.random.default_rng(0)), "stand")
    for _ in range(4):
        sketch.move_home(left=0.4).step("left", 0.5).step("right", 0.5)
    rotations, translation = solve(sketch.hold(0.5))
    assert translation[-1, 1] > 0.9
    assert 1.4 < translation[-1, 0] < 1.8


def test_a_grip_keeps_its_spacing_and_the_thumbs_lie_along_the_shaft():
    grip = Grip((0.0, -0.25, 0.35), (0.3, 1.0, 0.2), spacing=0.3)
    sketch = Sketch(Draw(np.random.default_rng(0)), "stand", grip=grip)
    sketch.to(0.8, twist=30, grip=grip.but(middle=(0.2, 0.0, 0.3), axis=(1.0, 0.6, 0.0))).to(0.8, grip=grip)
    rotations, translation = solve(sketch)
    joints, turns = forward_kinematics(rotations, translation, OFFSETS)
    left, right = (INDEX[f"{side}_wrist"] for side in ("left", "right"))
    shaft = joints[:, right] - joints[:, left]
    assert np.allclose(np.linalg.norm(shaft, axis=-1), 0.3, atol=0.02)
    for wrist in (left, right):
        thumb = turns[:, wrist] @ np.array([0.0, 0.0, 1.0])
        assert np.abs(np.sum(thumb * shaft, axis=-1) / 0.3).min() > 0.7


def test_the_head_turns_to_what_the_eyes_are_on_while_the_body_turns_away():
    sketch = Sketch(Draw(np.random.default_rng(0)), "stand", gaze=(1.0, 1.2, 2.0))
    sketch.noise = sketch.breath = 0.0
    sketch.to(1.0, yaw=-30, balance=1).hold(0.6)
    rotations, translation = solve(sketch)
    joints, turns = forward_kinematics(rotations, translation, OFFSETS)
    face = turns[-1, INDEX["head"]] @ np.array([0.0, 0.0, 1.0])
    way = np.array([1.0, 1.2, 2.0]) - joints[-1, INDEX["head"]]
    assert face @ way / np.linalg.norm(way) > 0.97
