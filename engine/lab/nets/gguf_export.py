"""Writes a trained llama-architecture language model as GGUF; needs the ``gguf`` package.

For developers: nothing that runs inside Blender imports this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError

KINDS = ("F32", "F16", "Q8_0", "Q5_1", "Q4_0")

EMBEDDINGS = ("token_embd.weight", "output.weight")
# GGUF's names for the tensors of one block and Hugging Face's.
BLOCK_NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


@dataclass(frozen=True)
class Vocabulary:
    """A byte-level BPE vocabulary: pieces by id, their llama.cpp types, and merges in rank order."""

    pieces: list[str]
    types: list[int]
    merges: list[str]
    pre: str  # name of llama.cpp's pre-tokenizer
    bos: int
    eos: int
    unknown: int


def hf_name(name: str) -> str:
    """Hugging Face's name of a llama tensor from GGUF's."""
    if name.startswith("blk."):
        _, block, kind, _ = name.split(".")
        return f"model.layers.{block}.{BLOCK_NAMES[kind]}.weight"
    return {
        "token_embd.weight": "model.embed_tokens.weight",
        "output_norm.weight": "model.norm.weight",
        "output.weight": "lm_head.weight",
    }[name]


def rows_from_gguf(weight: np.ndarray, heads: int) -> np.ndarray:
    """Q or K rows (heads * head_dim, width) from llama.cpp's rotary order to Hugging Face's."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def rows_to_gguf(weight: np.ndarray, heads: int) -> np.ndarray:
    """Q or K rows (heads * head_dim, width) from Hugging Face's rotary order to llama.cpp's."""
    rows, columns = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def write_gguf(
    path: str | Path,
    config: dict,
    weights: dict[str, np.ndarray],
    vocabulary: Vocabulary,
    kind: str = "Q8_0",
    embeddings: str | None = None,
    name: str = "MotionCtrl mini",
) -> Path:
    """Write the model; returns ``path``.

    config: LlamaConfig's arguments. weights: arrays under the names of ``LlamaForCausalLM``
    (with or without the leading ``model.``; ``lm_head.weight`` only if it is not tied).
    kind: one of ``KINDS`` for the matrices; vectors stay F32. embeddings: kind of the embeddings
    and the output head, by default ``kind``, but Q8_0 where that is Q4_0. Raises MotionCtrlError
    when shapes and config disagree.
    """
    import gguf

    embeddings = embeddings or ("Q8_0" if kind == "Q4_0" else kind)
    for asked in (kind, embeddings):
        if asked not in KINDS:
            raise MotionCtrlError(f"{asked} is not a kind of GGUF that is written here: use {', '.join(KINDS)}.")
    if len(vocabulary.pieces) != config["vocab_size"]:
        raise MotionCtrlError(
            f"The vocabulary has {len(vocabulary.pieces)} pieces but the model {config['vocab_size']}: "
            "export the model with the vocabulary that it was trained with."
        )
    path = Path(path)
    tensors = list(gguf_tensors(config, weights))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(partial, "llama")
    write_config(writer, config, kind, name)
    write_vocabulary(writer, vocabulary)
    for tensor, array in tensors:
        write_tensor(writer, tensor, array, embeddings if tensor in EMBEDDINGS else kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(path)
    return path


def tensor_names(config: dict) -> list[str]:
    """GGUF's names of all tensors of a model, in file order."""
    names = ["token_embd.weight", "output_norm.weight"]
    if not config.get("tie_word_embeddings", True):
        names.append("output.weight")
    return names + [
        f"blk.{block}.{kind}.weight" for block in range(config["num_hidden_layers"]) for kind in BLOCK_NAMES
    ]


def gguf_tensors(config: dict, weights: dict[str, np.ndarray]):
    """GGUF's names and float32 arrays, in file order, Q and K rows in llama.cpp's rotary order."""
    weights = {key if key.startswith(("model.", "lm_head")) else f"model.{key}": v for key, v in weights.items()}
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
    for name in tensor_names(config):
        source = hf_name(name)
        if source not in weights:
            raise MotionCtrlError(f"The weights lack {source}: export the whole language model.")
        array = np.asarray(weights[source], dtype=np.float32)
        kind = name.split(".")[-2]
        yield name, np.ascontiguousarray(rows_to_gguf(array, heads[kind]) if kind in heads else array)


def write_config(writer, config: dict, kind: str, name: str) -> None:
    """Sizes and kind of the model into an open ``gguf.GGUFWriter``; see ``write_gguf``."""
    import gguf

    writer.add_name(name)
    writer.add_license("apache-2.0")
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_dimension_count(config["hidden_size"] // config["num_attention_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    file_type = {"F32": "ALL_F32"}.get(kind, f"MOSTLY_{kind}")
    writer.add_file_type(gguf.LlamaFileType[file_type])
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)


def write_vocabulary(writer, vocabulary: Vocabulary) -> None:
    """The tokenizer into an open ``gguf.GGUFWriter``."""
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(vocabulary.pre)
    writer.add_token_list(vocabulary.pieces)
    writer.add_token_types(vocabulary.types)
    writer.add_token_merges(vocabulary.merges)
    writer.add_bos_token_id(vocabulary.bos)
    writer.add_eos_token_id(vocabulary.eos)
    writer.add_unk_token_id(vocabulary.unknown)
    writer.add_pad_token_id(vocabulary.eos)
    writer.add_add_space_prefix(False)
    writer.add_add_bos_token(False)


def write_tensor(writer, name: str, array: np.ndarray, kind: str) -> None:
    """One float32 array into an open ``gguf.GGUFWriter``; vectors stay in single precision."""
    import gguf

    if array.ndim == 1 or kind == "F32":
        writer.add_tensor(name, array)
    elif kind == "F16":
        writer.add_tensor(name, array.astype(np.float16))
    else:
        quantized = gguf.GGMLQuantizationType[kind]
        writer.add_tensor(name, gguf.quants.quantize(array, quantized), raw_dtype=quantized)
