"""Writes and reads depth.gguf, the depth decoder's transformer blocks as llama.cpp computes them.

They are blocks of the LLaMA architecture but for rotary positions: those are switched off by scaling them to nothing.
Needs the ``gguf`` package.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from .gguf_export import write_tensor

_VOCABULARY = 8  # tokens that llama.cpp insists on; none is ever fed
_NO_ROTATION = 1e9  # positions are divided by this
_EPSILON = 1e-5
_POSITIONS = 32  # at least as many as any pattern has
_SHARED = 32  # weights that share a step in Q8_0
# llama.cpp's names of a block's tensors that go over as they are, and ours.
_NAMES = {"attn_norm": "attention_norm", "attn_output": "out", "ffn_norm": "feed_norm", "ffn_down": "down"}
# Those of which several are one tensor of ours, one below the other.
_STACKED = {"qkv": ("attn_q", "attn_k", "attn_v"), "gate_up": ("ffn_gate", "ffn_up")}


def write_blocks(path: Path, tensors: Mapping[str, np.ndarray], heads: int, kind: str = "Q8_0") -> Path:
    """Write the ``blocks.*`` of a depth decoder's tensors as a GGUF file; returns ``path``.

    kind: F32, F16 or Q8_0 for the matrices; those whose rows Q8_0 can't hold are in half precision, vectors in single.
    """
    import gguf

    count = block_count(tensors)
    width = len(tensors["blocks.0.attention_norm.weight"])
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(count)
    writer.add_context_length(_POSITIONS)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(len(tensors["blocks.0.gate_up.weight"]) // 2)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(_EPSILON)
    writer.add_rope_dimension_count(width // heads)
    writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    writer.add_rope_scaling_factor(_NO_ROTATION)
    writer.add_vocab_size(_VOCABULARY)
    writer.add_tokenizer_model("none")
    write_tensor(writer, "token_embd.weight", np.zeros((_VOCABULARY, width), np.float32), kind)
    write_tensor(writer, "output_norm.weight", np.ones(width, np.float32), "F32")
    for name, array in _named(tensors, count):
        fits = kind != "Q8_0" or array.shape[-1] % _SHARED == 0
        write_tensor(writer, name, np.ascontiguousarray(array, np.float32), kind if fits else "F16")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def read_blocks(path: Path) -> dict[str, np.ndarray]:
    """The tensors that ``write_blocks`` was given, up to the rounding of their kind."""
    import gguf

    arrays = {
        tensor.name.removesuffix(".weight"): np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type))
        for tensor in gguf.GGUFReader(path).tensors
    }
    found = {}
    for block in range(sum(name.endswith(".attn_q") for name in arrays)):
        for theirs, ours in _NAMES.items():
            found[f"blocks.{block}.{ours}.weight"] = arrays[f"blk.{block}.{theirs}"]
        for ours, theirs in _STACKED.items():
            pieces = [arrays[f"blk.{block}.{name}"] for name in theirs]
            found[f"blocks.{block}.{ours}.weight"] = np.concatenate(pieces)
    return found


def block_count(tensors: Mapping[str, np.ndarray]) -> int:
    """How many transformer blocks the tensors ``blocks.*`` are of."""
    return sum(name.startswith("blocks.") and name.endswith(".qkv.weight") for name in tensors)


def _named(tensors: Mapping[str, np.ndarray], count: int):
    """llama.cpp's names and the arrays of all blocks."""
    for block in range(count):
        for ours, theirs in _STACKED.items():
            pieces = np.split(tensors[f"blocks.{block}.{ours}.weight"], len(theirs))
            yield from ((f"blk.{block}.{name}.weight", piece) for name, piece in zip(theirs, pieces, strict=True))
        for theirs, ours in _NAMES.items():
            yield f"blk.{block}.{theirs}.weight", tensors[f"blocks.{block}.{ours}.weight"]
