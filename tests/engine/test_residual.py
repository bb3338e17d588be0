"""Beam search finds sums of codes at least as near as taking the nearest code four times."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.codec.residual import ResidualQuantizer


def codebook(codes: int = 24, latent: int = 6, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(codes, latent)).astype(np.float32)


def latents(count: int, latent: int = 6, seed: int = 1) -> np.ndarray:
    return 2 * np.random.default_rng(seed).normal(size=(count, latent)).astype(np.float32)


def residual_codes(z: np.ndarray, book: np.ndarray, layers: int, beams: int = 4) -> np.ndarray:
    return ResidualQuantizer(book, layers, beams)(z)


def squared_errors(z: np.ndarray, book: np.ndarray, codes: np.ndarray) -> np.ndarray:
    return ((z - book[codes].sum(-2)) ** 2).sum(-1)


def test_with_one_beam_each_layer_takes_the_nearest_to_the_rest():
    book, rest = codebook(), latents(50)
    codes = residual_codes(rest, book, 3, beams=1)
    for layer in range(3):
        nearest = np.linalg.norm(rest[:, None] - book, axis=-1).argmin(1)
        np.testing.assert_array_equal(codes[:, layer], nearest)
        rest = rest - book[nearest]


def test_with_all_beams_two_layers_are_the_best_pair_there_is():
    book, z = codebook(), latents(40)
    pairs = np.stack(np.meshgrid(np.arange(24), np.arange(24), indexing="ij"), -1).reshape(-1, 2)
    best = ((z[:, None] - book[pairs].sum(1)) ** 2).sum(-1).min(1)
    np.testing.assert_allclose(squared_errors(z, book, residual_codes(z, book, 2, beams=24)), best, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 99), beams=st.integers(2, 16), layers=st.integers(2, 6))
def test_more_beams_come_nearer_on_the_whole(seed, beams, layers):
    book, z = codebook(seed=seed), latents(200, seed=seed + 1)
    one, more = (squared_errors(z, book, residual_codes(z, book, layers, count)).mean() for count in (1, beams))
    assert more <= one + 1e-5


@settings(max_examples=20, deadline=None)
@given(shape=st.lists(st.integers(0, 4), min_size=0, max_size=3))
def test_codes_have_the_shape_of_the_latents(shape):
    codes = residual_codes(np.zeros((*shape, 6), np.float32), codebook(), 4)
    assert codes.shape == (*shape, 4) and codes.dtype == np.int64


def test_what_is_said_of_a_latent_does_not_depend_on_its_neighbours():
    book, z = codebook(), latents(600)
    alone = np.concatenate([residual_codes(row[None], book, 4) for row in z[::50]])
    together = residual_codes(z, book, 4)[::50]
    np.testing.assert_allclose(squared_errors(z[::50], book, alone), squared_errors(z[::50], book, together), atol=1e-4)
