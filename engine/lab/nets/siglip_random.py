"""``python -m engine.lab.nets.siglip_random OUT.gguf``: a SigLIP-shaped tower with random weights.

It has the structure and the names of a real one with a 2-layer projector, so that shapes, memory and speed of
the path through llama.cpp can be tried without anybody's weights. What it says about pictures means nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

SIDE, PATCH = 224, 14


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m engine.lab.nets.siglip_random", description=__doc__.splitlines()[0]
    )
    parser.add_argument("out", type=Path, help="GGUF file to write")
    parser.add_argument("--hidden", type=int, default=576, help="width of the language model (default: 576)")
    parser.add_argument("--width", type=int, default=192, help="width of the tower; SigLIP-400M: 1152")
    parser.add_argument("--blocks", type=int, default=4, help="blocks of the tower; SigLIP-400M: 27")
    parser.add_argument("--heads", type=int, default=4, help="attention heads; SigLIP-400M: 16")
    parser.add_argument("--feed-forward", type=int, default=768, help="width of the feed-forward; SigLIP-400M: 4304")
    options = parser.parse_args(arguments)
    write(options.out, options.hidden, options.width, options.blocks, options.heads, options.feed_forward)
    return 0


def write(
    path: Path, hidden: int, width: int = 192, blocks: int = 4, heads: int = 4, feed_forward: int = 768, seed: int = 0
) -> None:
    """Write the tower; see ``main`` for its sizes."""
    import gguf

    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(str(path), "clip")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.use_gelu", True)
    numbers = {
        "image_size": SIDE,
        "patch_size": PATCH,
        "embedding_length": width,
        "feed_forward_length": feed_forward,
        "block_count": blocks,
        "projection_dim": hidden,
        "attention.head_count": heads,
    }
    for name, number in numbers.items():
        writer.add_uint32(f"clip.vision.{name}", number)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])

    def linear(name: str, *shape: int) -> None:
        weights = random.normal(0, 0.02, shape)
        writer.add_tensor(f"{name}.weight", weights.astype(np.float16))
        writer.add_tensor(f"{name}.bias", np.zeros(shape[0], np.float32))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(width, np.float32))
        writer.add_tensor(f"{name}.bias", np.zeros(width, np.float32))

    linear("v.patch_embd", width, 3, PATCH, PATCH)
    places = random.normal(0, 0.02, ((SIDE // PATCH) ** 2, width))
    writer.add_tensor("v.position_embd.weight", places.astype(np.float32))
    for block in range(blocks):
        for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
            linear(f"v.blk.{block}.{name}", width, width)
        norm(f"v.blk.{block}.ln1")
        norm(f"v.blk.{block}.ln2")
        linear(f"v.blk.{block}.ffn_up", feed_forward, width)
        linear(f"v.blk.{block}.ffn_down", width, feed_forward)
    norm("v.post_ln")
    linear("mm.0", hidden, width)
    linear("mm.2", hidden, hidden)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    sys.exit(main())
