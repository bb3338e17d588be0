"""Packed matrices come back within half a step of each row."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.weights import pack, unpack


@given(st.integers(0, 1000), st.floats(1e-4, 1e3))
def test_packed_rows_come_back(seed, size):
    random = np.random.default_rng(seed)
    tensors = {"a.weight": random.normal(0, size, (3, 4, 7)), "a.bias": random.normal(size=5)}
    tensors["a.weight"][1, 2] = 0
    found = unpack(pack(tensors, ("a.weight",)))
    step = np.abs(tensors["a.weight"]).max(-1, keepdims=True) / 127
    assert set(found) == set(tensors)
    assert (np.abs(found["a.weight"] - tensors["a.weight"]) <= 0.501 * step + 1e-9).all()
    assert found["a.bias"] is tensors["a.bias"]
