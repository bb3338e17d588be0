"""Our own GGUF files are what the gguf package reads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.llama.gguf_write import F16, F32, Q8_0, write_gguf

gguf = pytest.importorskip("gguf")


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 99), rows=st.integers(1, 5), blocks=st.integers(1, 3), kind=st.sampled_from((F32, F16, Q8_0))
)
def test_tensors_come_back_as_the_package_would_have_written_them(tmp_path_factory, seed, rows, blocks, kind):
    random = np.random.default_rng(seed)
    tensors = {
        "matrix": random.normal(size=(rows, 32 * blocks)).astype(np.float32),
        "odd": random.normal(size=(rows, 48)).astype(np.float32),
        "vector": random.normal(size=7).astype(np.float32),
        "nothing": np.zeros((rows, 32), np.float32),
    }
    path = tmp_path_factory.mktemp("gguf") / "file.gguf"
    write_gguf(path, {"general.architecture": "llama", "a.count": 3, "a.share": 0.5}, tensors, kind)
    reader = gguf.GGUFReader(path)
    assert [reader.fields[name].contents() for name in ("general.architecture", "a.count", "a.share")] == [
        "llama",
        3,
        0.5,
    ]
    for tensor in reader.tensors:
        wanted = tensors[tensor.name]
        quantized = gguf.GGMLQuantizationType(tensor.tensor_type)
        found = gguf.quants.dequantize(tensor.data, quantized).reshape(wanted.shape)
        rounded = gguf.quants.dequantize(gguf.quants.quantize(wanted, quantized), quantized)
        np.testing.assert_allclose(found, rounded, atol=1e-6)
    kinds = {tensor.name: int(tensor.tensor_type) for tensor in reader.tensors}
    assert kinds["vector"] == F32 and kinds["matrix"] == kind and kinds["odd"] == (F16 if kind == Q8_0 else kind)
