"""A language model's file, opened by llama.cpp: weights and vocabulary."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...errors import MotionCtrlError
from .backends import check_card
from .library import load_library
from .threads import default_threads


class GgufModel:
    """A GGUF file's weights and vocabulary, memory-mapped. Close it, or use it in a ``with``.

    gpu_layers: layers to offload, -1 for all, where llama.cpp was built with a GPU backend.
    mapped: without, the file is read at once and may be deleted then.
    """

    def __init__(self, path: str | Path, threads: int | None = None, gpu_layers: int = 0, mapped: bool = True):
        self.path = Path(path)
        self.threads = threads or default_threads()
        self._handle = None
        if not self.path.is_file():
            raise MotionCtrlError(f"There is no language model at {path}: download the model again.")
        self.library = load_library()
        self.library.llama_backend_init()
        if gpu_layers:
            check_card(self.library)
        parameters = self.library.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        parameters.use_mmap = mapped
        nothing = (ctypes.c_void_p * 1)()
        if not gpu_layers:  # else a graphics card would still read the prompts
            parameters.devices = ctypes.addressof(nothing)
        # Repacked weights are private memory beside the mapped file; small models are bound by
        # the prompt's latency, which repacking more than halves.
        handle = self.library.llama_model_load_from_file(str(self.path).encode(), parameters)
        if not handle:
            raise MotionCtrlError(f"{path} can't be read as a language model: download the model again.")
        self._handle = handle
        self._vocabulary = self.library.llama_model_get_vocab(handle)
        self.width = self.library.llama_model_n_embd(handle)
        self.layers = self.library.llama_model_n_layer(handle)
        self.trained_context = self.library.llama_model_n_ctx_train(handle)
        self.vocabulary_size = self.library.llama_vocab_n_tokens(self._vocabulary)

    @property
    def handle(self):
        """The C pointer; an error of the program, not the user's, once closed."""
        if self._handle is None:
            raise RuntimeError("the language model is closed")
        return self._handle

    def tokenize(self, text: str, special: bool = False) -> np.ndarray:
        """Token ids (n,) int32; control tokens in ``text`` are recognised only with ``special``."""
        raw = text.encode("utf-8")
        ids = np.empty(len(raw) + 8, dtype=np.int32)
        pointer = ids.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        _ = self.handle
        count = self.library.llama_tokenize(self._vocabulary, raw, len(raw), pointer, len(ids), False, special)
        return ids[:count].copy()

    def text(self, ids: Sequence[int]) -> str:
        """The text of token ids; control tokens vanish."""
        _ = self.handle
        pieces = []
        buffer = ctypes.create_string_buffer(256)
        for token in ids:
            count = self.library.llama_token_to_piece(self._vocabulary, int(token), buffer, 256, 0, False)
            pieces.append(buffer.raw[: max(count, 0)])
        return b"".join(pieces).decode("utf-8", errors="replace")

    def text_tokens(self) -> np.ndarray:
        """Which tokens (n,) bool are plain text: no control token, none that is unused or unknown."""
        _ = self.handle
        plain = self.library.LLAMA_TOKEN_ATTR_NORMAL | self.library.LLAMA_TOKEN_ATTR_BYTE
        attributes = [
            self.library.llama_vocab_get_attr(self._vocabulary, token) for token in range(self.vocabulary_size)
        ]
        return np.array(attributes) & plain != 0

    def close(self) -> None:
        """Free the weights; harmless when repeated. Contexts must be closed before."""
        if self._handle is not None:
            self.library.llama_model_free(self._handle)
            self._handle = None

    def __enter__(self) -> GgufModel:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def __del__(self):
        self.close()
