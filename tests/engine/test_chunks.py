"""Legs that were given keep the motion that their codes say; generated ones stand on planted feet."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.layout import PARTS, STRIDE
from engine.body.skeleton import INDEX
from engine.codec.prq import PRQ
from engine.motion import humo263
from engine.motion.humo263 import Anchor
from engine.stream import ChunkDecoder
from tests.engine.tiny_model import random_codes

_LEG = [INDEX[f"left_{name}"] for name in ("hip", "knee", "ankle", "foot")]


@pytest.fixture(scope="module")
def prq(tiny_model):
    return PRQ.load(tiny_model.folder / "prq.safetensors")


def decoded(prq, codes, known, limit=None):
    decoder = ChunkDecoder(prq, Anchor(), known, limit)
    chunks = [chunk for chunk in (decoder.push(frame) for frame in codes) if chunk]
    rest = decoder.finish()
    chunks += [rest] if rest else []
    return np.concatenate([chunk.rotations for chunk in chunks])


def test_given_legs_are_decoded_and_nothing_else(prq):
    codes = random_codes(12)
    known = np.zeros((12, 5), bool)
    known[:, PARTS.index("left_leg")] = True
    plain = humo263.decode(prq.decode(codes)).rotations
    np.testing.assert_allclose(decoded(prq, codes, known)[:, _LEG], plain[:, _LEG], atol=1e-5)


def test_frames_that_were_given_are_decoded_and_nothing_else_up_to_the_first_open_one(prq):
    codes = random_codes(12)
    plain = humo263.decode(prq.decode(codes)).rotations
    made = decoded(prq, codes, np.ones((6, 5), bool))
    # Of random codes the pelvis, which is fitted, says nothing.
    np.testing.assert_allclose(made[: 6 * STRIDE, 1:], plain[: 6 * STRIDE, 1:], atol=1e-4)


def test_a_limit_cuts_the_last_piece(prq):
    assert len(decoded(prq, random_codes(5), np.zeros((0, 5), bool), limit=18)) == 18
