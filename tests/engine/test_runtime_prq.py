"""The numpy tokenizer equals torch's, and streaming equals decoding at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.body.layout import STRIDE
from engine.codec.prq import LOOKAHEAD, PRQ
from engine.errors import MotionCtrlError
from engine.motion import humo263
from tests.engine.tiny_model import random_codes


@pytest.fixture(scope="module")
def prq(tiny_model) -> PRQ:
    return PRQ.load(tiny_model.folder / "prq.safetensors")


def test_numpy_and_torch_give_the_same_codes_and_motion(tiny_model, prq, walking):
    import torch

    features, _ = humo263.encode(walking)
    with torch.no_grad():
        codes = tiny_model.prq.encode(torch.from_numpy(features)[None])[0].numpy()
        motion = tiny_model.prq.decode(torch.from_numpy(codes)[None])[0].numpy()
    np.testing.assert_array_equal(prq.encode(features), codes)
    np.testing.assert_allclose(prq.decode(codes), motion, atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.integers(0, 5), min_size=1, max_size=8), seed=st.integers(0, 9))
def test_motion_decoded_in_any_pieces_is_the_motion_decoded_at_once(prq, pieces, seed):
    codes = random_codes(max(1, sum(pieces)), seed)
    stream, out, start = prq.stream(), [], 0
    for length in pieces:
        out.append(stream.push(codes[start : start + length]))
        start += length
    out.append(stream.finish(codes[start:]))
    np.testing.assert_allclose(np.concatenate(out), prq.decode(codes), atol=1e-5)


def test_the_decoder_waits_for_two_latent_frames_and_no_more(prq):
    codes = random_codes(8)
    stream = prq.stream()
    lengths = [len(stream.push(codes[i : i + 1])) for i in range(8)]
    assert lengths == [0] * LOOKAHEAD + [STRIDE] * (8 - LOOKAHEAD)
    changed = codes.copy()
    changed[5] = (changed[5] + 1) % 64
    same = (5 - LOOKAHEAD) * STRIDE
    np.testing.assert_array_equal(prq.decode(codes)[:same], prq.decode(changed)[:same])


def test_two_streams_do_not_disturb_each_other(prq):
    first, second = random_codes(5, 1), random_codes(5, 2)
    one, two = prq.stream(), prq.stream()
    out = [(one.push(first[i : i + 1]), two.push(second[i : i + 1])) for i in range(5)]
    made = np.concatenate([*(pair[0] for pair in out), one.finish()])
    np.testing.assert_allclose(made, prq.decode(first), atol=1e-5)


def test_a_last_latent_frame_that_is_not_full_is_encoded_too(prq, walking):
    features, _ = humo263.encode(walking)
    assert [len(prq.encode(features[:frames])) for frames in (4, 5, 60)] == [1, 2, 15]


def test_codes_of_quantized_latents_are_the_codes_they_came_from(prq):
    nearest = prq.quantize(prq.codebook[[3, 60]])
    np.testing.assert_array_equal(nearest[:, 0], [3, 60])


def test_a_damaged_tokenizer_is_one_sentence(tiny_model, tmp_path):
    whole = (tiny_model.folder / "prq.safetensors").read_bytes()
    path = tmp_path / "prq.safetensors"
    with pytest.raises(MotionCtrlError, match="There is no file"):
        PRQ.load(path)
    for damaged in (whole[:100], b"", whole[:-5000]):
        path.write_bytes(damaged)
        with pytest.raises(MotionCtrlError, match="is damaged"):
            PRQ.load(path)
    with pytest.raises(MotionCtrlError, match="is not a motion tokenizer"):
        PRQ.load(tiny_model.folder / "depth.safetensors")
