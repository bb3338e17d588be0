"""Model folders of any size with random weights: what a large model would cost here, before there is one.

The language model is written straight in its quantized type, one matrix at a time, so that a model larger than the
memory can be made. Tokenizer, depth decoder and vocabulary are those of another model folder; what depends on
the language model's width is random too. Such a folder opens and runs like any other; its motion means nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ...codec.prq import PRQ
from ...errors import MotionCtrlError
from ...language import tokens
from ...store.folder import (
    BLOCKS,
    DEPTH,
    FLAT,
    FRAME,
    GENERATE,
    LANGUAGE,
    MANIFEST,
    TOKENIZER,
    Description,
    read_description,
    write_folder,
)
from ...weights import read_safetensors
from ..nets.gguf_export import Vocabulary, tensor_names, write_config, write_vocabulary
from ..training.smollm2 import UNUSED, truncated_vocabulary, with_codes

SPREAD = 0.02  # standard deviation of the weights, as LLaMA's are initialised
_SPARE = 1 << 30  # bytes that stay free on the disk


@dataclass(frozen=True)
class Shape:
    """Sizes of a language model of the LLaMA architecture.

    vocabulary includes the tokens that are added here for the frame decoder; the flat one adds its codes to it.
    """

    width: int
    feed_forward: int
    blocks: int
    heads: int
    kv_heads: int
    vocabulary: int
    context: int = 4096
    theta: float = 10000.0
    tied: bool = False

    def config(self) -> dict:
        """Arguments of LlamaConfig, as ``gguf_export`` wants them."""
        return {
            "vocab_size": self.vocabulary,
            "hidden_size": self.width,
            "intermediate_size": self.feed_forward,
            "num_hidden_layers": self.blocks,
            "num_attention_heads": self.heads,
            "num_key_value_heads": self.kv_heads,
            "max_position_embeddings": self.context,
            "rope_theta": self.theta,
            "rms_norm_eps": 1e-5,
            "tie_word_embeddings": self.tied,
        }


SHAPES = {
    "llama2-7b": Shape(4096, 11008, 32, 32, 32, 32_032),
    "tinyllama-1.1b": Shape(2048, 5632, 22, 32, 4, 32_032, context=2048),
    "smollm2-135m": Shape(576, 1536, 30, 9, 3, 16_416, context=8192, theta=100_000.0, tied=True),
}
# Motion frames a second that the paper (table 6) gives for its 7B model: 16, 8 and 4 bit weights.
PAPER = {
    "F16": {"RTX 3090": 9.0, "RTX 4090": 11.0, "A100": 11.0, "H100": 13.5},
    "Q8_0": {"RTX 3090": 10.5, "RTX 4090": 15.0, "A100": 15.0, "H100": 19.5},
    "Q4_0": {"RTX 3090": 22.0, "RTX 4090": 25.5, "A100": 27.5, "H100": 28.9},
}


def _f16(count: int, random: np.random.Generator) -> np.ndarray:
    return (random.standard_normal(count, np.float32) * SPREAD).astype(np.float16)


def _blocks(count: int, weights: int, levels: float, random: np.random.Generator) -> np.ndarray:
    """Bytes of blocks: a half-precision step, then ``weights`` bytes that are uniform over ``levels`` steps."""
    blocks = random.integers(0, 256, (count // 32, 2 + weights), np.uint8)
    step = np.array([SPREAD * 12**0.5 / levels], np.float16)
    blocks[:, :2] = step.view(np.uint8)
    return blocks.reshape(-1)


# How ``count`` random weights of each kind look in the file.
KINDS: dict[str, Callable[[int, np.random.Generator], np.ndarray]] = {
    "F16": _f16,
    "Q8_0": lambda count, random: _blocks(count, 32, 256, random),
    "Q4_0": lambda count, random: _blocks(count, 16, 16, random),
}


def shape_folder(
    folder: Path,
    name: str,
    kind: str,
    base: Path,
    report: Callable[[str], None] = lambda text: None,
    decoder: str = FRAME,
) -> Path:
    """A model folder of shape ``name``, written unless it is there already; see ``write_shape``."""
    title = f"{name} {kind}{'' if decoder == FRAME else f' {decoder}'}, random weights"
    if (folder / MANIFEST).is_file():
        found = read_description(folder).name
        if found != title:
            raise MotionCtrlError(f"{folder} holds the model {found}, not {title}: choose another folder.")
        return folder
    return write_shape(folder, SHAPES[name], kind, base, title, report, decoder)


def write_shape(
    folder: Path,
    shape: Shape,
    kind: str,
    base: Path,
    title: str,
    report: Callable[[str], None] = lambda text: None,
    decoder: str = FRAME,
) -> Path:
    """Write a model folder of ``shape`` with random weights of ``kind``; returns ``folder``.

    base: model folder whose tokenizer, depth decoder, vocabulary and sampling it takes; for the flat decoder it
    may be one of either kind. report: gets a line about what comes next. Raises MotionCtrlError where the disk has
    no room for it.
    """
    description = read_description(base)
    if decoder == FRAME and description.decoder != FRAME:
        raise MotionCtrlError(f"{base} has no depth decoder to take: choose another model or the {FLAT} decoder.")
    vocabulary = truncated_vocabulary(base / LANGUAGE)
    if decoder == FLAT:
        codes = PRQ.load(base / TOKENIZER).codebook_size
        vocabulary, shape = with_codes(vocabulary, codes), replace(shape, vocabulary=shape.vocabulary + codes)
    random = np.random.default_rng(0)
    folder.mkdir(parents=True, exist_ok=True)
    lengthened = _lengthened(vocabulary, shape.vocabulary)
    _write_language(folder / LANGUAGE, shape, kind, lengthened, title, random, report)
    if decoder == FRAME:
        _write_depth(folder / DEPTH, base / DEPTH, shape.width, random)
        shutil.copyfile(base / BLOCKS, folder / BLOCKS)
    shutil.copyfile(base / TOKENIZER, folder / TOKENIZER)
    write_folder(
        folder,
        Description(
            name=title,
            decoder=decoder,
            window=description.window,
            tasks=(GENERATE,),
            sampling=description.sampling,
            tokens=tokens.token_ids(codes=decoder == FLAT),
            training={"data": "none, its weights are random"},
        ),
    )
    return folder


def _lengthened(vocabulary: Vocabulary, size: int) -> Vocabulary:
    """The vocabulary with unused tokens up to ``size``."""
    missing = size - len(vocabulary.pieces)
    if missing < 0:
        raise MotionCtrlError(f"The vocabulary has {len(vocabulary.pieces)} pieces, more than {size}: choose a shape.")
    more = [f"<spare_{index}>" for index in range(missing)]
    return replace(vocabulary, pieces=vocabulary.pieces + more, types=vocabulary.types + [UNUSED] * missing)


def _sizes(name: str, shape: Shape) -> tuple[int, ...]:
    """A tensor's sizes (out, in), or (n,)."""
    keys = shape.width // shape.heads * shape.kv_heads
    kind = name.split(".")[-2]
    return {
        "token_embd": (shape.vocabulary, shape.width),
        "output": (shape.vocabulary, shape.width),
        "output_norm": (shape.width,),
        "attn_norm": (shape.width,),
        "ffn_norm": (shape.width,),
        "attn_q": (shape.width, shape.width),
        "attn_output": (shape.width, shape.width),
        "attn_k": (keys, shape.width),
        "attn_v": (keys, shape.width),
        "ffn_gate": (shape.feed_forward, shape.width),
        "ffn_up": (shape.feed_forward, shape.width),
        "ffn_down": (shape.width, shape.feed_forward),
    }[kind]


def _write_language(
    path: Path,
    shape: Shape,
    kind: str,
    vocabulary: Vocabulary,
    title: str,
    random: np.random.Generator,
    report: Callable[[str], None],
) -> None:
    """The GGUF file, tensor by tensor; it gets its name when it is whole."""
    import gguf

    stored = gguf.GGMLQuantizationType[kind]
    partial = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(partial, "llama")
    write_config(writer, shape.config(), kind, title)
    write_vocabulary(writer, vocabulary)
    tensors = [(name, _sizes(name, shape)) for name in tensor_names(shape.config())]
    total = 0
    for name, sizes in tensors:
        if len(sizes) == 1:
            kept, size = gguf.GGMLQuantizationType.F32, 4 * sizes[0]
        else:
            block, step = gguf.GGML_QUANT_SIZES[stored]
            kept, size = stored, sizes[0] * sizes[1] // block * step
        writer.add_tensor_info(name, sizes, np.dtype(np.float32), size, kept)
        total += size
    free = shutil.disk_usage(path.parent).free
    if total + _SPARE > free:
        raise MotionCtrlError(
            f"The model takes {total / 1e9:.1f} GB and {path.parent} has {free / 1e9:.1f} GB free: "
            "choose another folder or a smaller kind."
        )
    report(f"writing {total / 1e9:.1f} GB of random weights to {path.parent}")
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for _, sizes in tensors:
            if len(sizes) == 1:
                writer.write_tensor_data(np.ones(sizes, np.float32))
            else:
                writer.write_tensor_data(KINDS[kind](sizes[0] * sizes[1], random))
        writer.close()
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise MotionCtrlError(f"{path} can't be written ({error.strerror}): choose another folder.") from error
    partial.replace(path)


def _write_depth(path: Path, base: Path, width: int, random: np.random.Generator) -> None:
    """The depth decoder of ``base``; what touches the language model's hidden states is random and ``width`` wide."""
    from safetensors.numpy import save_file

    tensors, metadata = read_safetensors(base)
    latent = tensors["depth.code.weight"].shape[1]
    parts = len(tensors["frames.bias"])
    tensors.pop("frames.codes", None)  # of the width of ``base``
    for name, sizes, spread in (
        ("frames.weight", (parts, width, latent), SPREAD),
        ("frames.bias", (parts, width), SPREAD),
        ("frames.mask", (parts, width), SPREAD),
        ("frames.ctx", (width,), SPREAD),
        ("depth.hidden.weight", (len(tensors["depth.hidden.weight"]), width), width**-0.5),
    ):
        tensors[name] = (random.standard_normal(sizes, np.float32) * spread).astype(np.float16)
    save_file(tensors, path, metadata={**metadata, "hidden": str(width)})
