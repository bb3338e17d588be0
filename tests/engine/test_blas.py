"""Products with constant matrices are OpenBLAS's, and the same as numpy's."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import blas
from engine.blas import Matrix
from engine.codec.prq import PRQ
from engine.language.frame import FrameDecoder


@given(
    leading=st.lists(st.integers(0, 4), max_size=3),
    inputs=st.integers(1, 40),
    outputs=st.integers(1, 40),
    seed=st.integers(0, 99),
    kind=st.sampled_from(["float32", "float64", "strided"]),
)
def test_a_product_is_what_numpy_makes_of_it(leading, inputs, outputs, seed, kind):
    random = np.random.default_rng(seed)
    x, factor = random.normal(size=(*leading, inputs)), random.normal(size=(inputs, outputs))
    given_x = x.astype(np.float64 if kind == "float64" else np.float32)
    if kind == "strided":
        given_x = np.repeat(given_x, 2, axis=-1)[..., ::2]
    product = given_x @ Matrix(factor)
    assert product.dtype == np.float32
    np.testing.assert_allclose(product, x @ factor, rtol=1e-4, atol=1e-4)


@given(inputs=st.integers(1, 40), outputs=st.integers(1, 40), seed=st.integers(0, 99))
def test_the_product_of_one_row_is_what_numpy_makes_of_it(inputs, outputs, seed):
    random = np.random.default_rng(seed)
    x, factor = random.normal(size=inputs), random.normal(size=(inputs, outputs))
    product = Matrix(factor).of_row(x)
    assert product.dtype == np.float32
    np.testing.assert_allclose(product, x @ factor, rtol=1e-4, atol=1e-4)


def test_a_transposed_matrix_is_a_factor_like_any_other():
    factor = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.testing.assert_array_equal(np.ones((1, 3), np.float32) @ Matrix(factor.T), factor.sum(axis=1)[None])


def test_a_copy_outlives_its_original():
    original = Matrix(np.full((3, 4), 2))
    copied = copy.deepcopy(original)
    original.values[:] = np.nan
    np.testing.assert_array_equal(np.ones((1, 3), np.float32) @ copied, np.full((1, 4), 6))


def test_another_width_is_refused():
    with pytest.raises(ValueError, match="can't be multiplied"):
        np.ones((2, 3), np.float32) @ Matrix(np.ones((4, 5)))
    with pytest.raises(ValueError, match="can't be multiplied"):
        Matrix(np.ones((4, 5))).of_row(np.ones(5))


@pytest.mark.parametrize("broken", [False, True], ids=["missing", "unreadable"])
def test_without_openblas_numpy_multiplies(monkeypatch, tmp_path, broken):
    unreadable = tmp_path / "libscipy_openblas.so"
    unreadable.write_bytes(b"no library")
    monkeypatch.setattr(blas, "library", lambda: unreadable if broken else None)
    blas.multiply.cache_clear()
    try:
        assert blas.multiply() is None
        np.testing.assert_array_equal(np.ones((2, 3), np.float32) @ Matrix(np.ones((3, 4))), np.full((2, 4), 3))
        np.testing.assert_array_equal(Matrix(np.ones((3, 4))).of_row(np.ones(3)), np.full(4, 3))
    finally:
        blas.multiply.cache_clear()


def test_openblas_is_what_multiplies_here():
    assert blas.library() is not None and blas.multiply() is not None


def test_every_large_factor_of_making_motion_is_such_a_matrix(tiny_model):
    """Blender's numpy has no BLAS: one large product left to it would cost more than all the others."""
    folder = tiny_model.folder
    prq = PRQ.load(folder / "prq.safetensors")
    decoder = FrameDecoder(folder / "vlmm.gguf", folder / "depth.safetensors", folder / "depth.gguf", prq, 1)
    decoder.close()
    factors = [*decoder.depth.output, decoder.depth.hidden]
    for node in (*prq._encoder().nodes, *prq._decoder().nodes):
        convolutions = [node, *vars(node).values()]
        factors += [value.matrix for value in convolutions if hasattr(value, "matrix")]
    assert len(factors) > 20 and all(isinstance(factor, Matrix) for factor in factors)
