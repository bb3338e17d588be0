"""The depth decoder's transformer blocks in llama.cpp, on the processor.

They are blocks of the LLaMA architecture but for rotary positions: those are switched off by scaling them to nothing.
One or two threads compute them: the matrices are so small that more would mostly wait for each other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..errors import MotionCtrlError
from .llama.context import GgufContext
from .llama.gguf_write import F32, Q8_0, write_gguf
from .llama.model import GgufModel

EPSILON = 1e-5
_THREADS = 2  # at most
_BRANCHES = 4  # sequences that are continued side by side, see ``guidance``
_VOCABULARY = 8  # tokens that llama.cpp insists on; none is ever fed
_NO_ROTATION = 1e9  # positions are divided by this


class LlamaBlocks:
    """Hidden states through the blocks, position after position; ``close`` it.

    tensors: ``blocks.*`` of depth.safetensors.
    positions: how many there are at most.
    threads: two are nearly twice as fast, but wait for each other 2,000 times a latent frame: milliseconds each time
        where other programs need the processor.
    exact: single precision instead of 8 bits, for comparisons with torch.
    """

    def __init__(
        self, tensors: Mapping[str, np.ndarray], heads: int, positions: int, threads: int = 1, exact: bool = False
    ) -> None:
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                path = Path(folder) / "depth.gguf"
                write_blocks(path, tensors, heads, positions, F32 if exact else Q8_0)
                self._model = GgufModel(path, min(threads, _THREADS), mapped=False)
        except OSError as error:
            raise MotionCtrlError(
                f"The folder for temporary files can't take the depth decoder ({error}): free some disk space."
            ) from error
        self._context = GgufContext(self._model, positions * _BRANCHES, _BRANCHES, exact=exact)

    def reset(self) -> None:
        """Forget all positions."""
        for sequence in range(_BRANCHES):
            self._context.rewind(sequence)

    def __call__(self, x: np.ndarray, steps: np.ndarray, last: int = 1) -> np.ndarray:
        """See ``depth.Blocks``."""
        return self._context.step(x, range(len(x)), steps, last)

    def close(self) -> None:
        """Free the weights; harmless when repeated."""
        self._context.close()
        self._model.close()


def block_count(tensors: Mapping[str, np.ndarray]) -> int:
    """How many transformer blocks the tensors ``blocks.*`` are of."""
    return 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blocks."))


def write_blocks(path: Path, tensors: Mapping[str, np.ndarray], heads: int, positions: int, kind: int) -> None:
    """Write the blocks as a GGUF file of the LLaMA architecture; ``kind``: see ``gguf_write``."""
    count = block_count(tensors)
    half, width = len(tensors["blocks.0.gate_up.weight"]) // 2, len(tensors["blocks.0.attention_norm.weight"])
    found = {
        "token_embd.weight": np.zeros((_VOCABULARY, width), np.float32),
        "output_norm.weight": np.ones(width, np.float32),
    }
    for block in range(count):
        weights = {name: tensors[f"blocks.{block}.{name}.weight"] for name in _NAMES}
        q, k, v = np.split(weights["qkv"], 3)
        gate, up = np.split(weights["gate_up"], [half])
        named = {"attn_q": q, "attn_k": k, "attn_v": v, "ffn_gate": gate, "ffn_up": up}
        named |= {_NAMES[name]: weights[name] for name in _NAMES if _NAMES[name]}
        found |= {f"blk.{block}.{name}.weight": array for name, array in named.items()}
    values = {
        "general.architecture": "llama",
        "llama.block_count": count,
        "llama.context_length": positions,
        "llama.embedding_length": width,
        "llama.feed_forward_length": half,
        "llama.attention.head_count": heads,
        "llama.attention.head_count_kv": heads,
        "llama.attention.layer_norm_rms_epsilon": EPSILON,
        "llama.rope.dimension_count": width // heads,
        "llama.rope.scaling.type": "linear",
        "llama.rope.scaling.factor": _NO_ROTATION,
        "llama.vocab_size": _VOCABULARY,
        "tokenizer.ggml.model": "none",
    }
    write_gguf(path, values, found, kind)


# Our names of a block's tensors, and llama.cpp's of those that go over as they are.
_NAMES = {
    "attention_norm": "attn_norm",
    "qkv": "",
    "out": "attn_output",
    "feed_norm": "ffn_norm",
    "gate_up": "",
    "down": "ffn_down",
}
