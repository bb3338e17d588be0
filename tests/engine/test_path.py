"""Motion that went through the tokenizer ends where it ended, facing where it faced."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.layout import CONTACTS, WIDTH
from engine.body.skeleton import INDEX
from engine.codec.path import encode_path
from engine.codec.prq import PRQ
from engine.codec.smoothing import smoothed
from engine.lab.data.gestures.step_moves import STEP_MOVES
from engine.motion import humo263
from engine.motion.kinematics import Motion
from engine.store.folder import TOKENIZER, default_model


@pytest.fixture(scope="module")
def prq() -> PRQ:
    return PRQ.load(default_model() / TOKENIZER)


def course(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """Heading (T,) and place (T, 2)."""
    joints = motion.joints()
    across = joints[:, INDEX["left_hip"]] - joints[:, INDEX["right_hip"]]
    return np.unwrap(np.arctan2(-across[:, 2], across[:, 0])), joints[:, 0][:, [0, 2]]


def test_heading_and_place_do_not_drift(prq):
    drifts = {}
    for name in ("turn_around", "walk_backwards", "side_steps"):
        for seed in range(8):
            rotations, translation = STEP_MOVES[name](np.random.default_rng(seed), 7.0).figure.solve()
            motion = Motion(rotations, translation)
            heading, place = course(motion)
            features, anchor = humo263.encode(motion)
            for codes in (prq.encode(features), encode_path(prq, features)):
                turned, moved = course(humo263.decode(prq.decode(codes)[: len(motion)], anchor))
                apart = np.linalg.norm(moved - place, axis=1).mean()  # metres
                drifts.setdefault(name, []).append(apart + 5 * np.abs(turned - heading).mean())
    plain, steered = (np.array([np.mean(found[start::2]) for found in drifts.values()]) for start in (0, 1))
    assert steered.sum() < 0.9 * plain.sum()
    assert (steered < plain).all()
    assert (steered < 0.4).all()


def test_a_single_latent_frame_can_be_encoded(prq):
    still = np.tile(np.eye(3), (4, 22, 1, 1))
    features, _ = humo263.encode(Motion(still, np.tile([0.0, 0.95, 0.0], (4, 1))))
    assert encode_path(prq, features).shape == (1, 5, 4)


def test_smoothing_takes_tremble_and_leaves_what_must_not_wait():
    random = np.random.default_rng(0)
    slow = np.sin(np.arange(40) / 6)[:, None] * np.ones(WIDTH)
    rough = slow + random.normal(0, 0.05, slow.shape)
    whole = smoothed(rough, None, 4)
    tremble = [np.abs(np.diff(values[:, :259], 3, axis=0)).mean() for values in (rough, whole)]
    assert tremble[1] < 0.85 * tremble[0]
    assert (whole[3::4] == rough[3::4]).all()
    assert (whole[:, CONTACTS] == rough[:, CONTACTS]).all()
    pieces = [smoothed(rough[:16], None, 4), smoothed(rough[16:], rough[15], 4)]
    assert np.abs(np.concatenate(pieces) - whole)[~np.isin(np.arange(40), 15)].max() == 0
