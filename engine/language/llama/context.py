"""A context of llama.cpp: the KV cache that sequences live in.

What is fed is token ids or embeddings (motion frames, video tokens); what comes back is the hidden
state after the final norm and, when asked for, the logits of the output head.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...errors import Cancel, Cancelled, MotionCtrlError
from .model import GgufModel


class _Batch:
    """A llama_batch with numpy views on its arrays: one entry belongs to one sequence."""

    def __init__(self, library, capacity: int, width: int):
        self._library = library
        self.capacity = capacity
        self.batch = library.llama_batch_init(capacity, width, 1)
        self._sequences: list[int] = []  # as they stand in the batch: to write them takes as long as all the rest
        self.position = np.ctypeslib.as_array(self.batch.pos, (capacity,))
        self.output = np.ctypeslib.as_array(self.batch.logits, (capacity,))
        np.ctypeslib.as_array(self.batch.n_seq_id, (capacity,))[:] = 1
        if width:
            self.values = np.ctypeslib.as_array(self.batch.embd, (capacity, width))
        else:
            self.values = np.ctypeslib.as_array(self.batch.token, (capacity,))

    def fill(self, values: np.ndarray, positions: np.ndarray, sequences: list[int]) -> None:
        count = len(values)
        self.values[:count] = values
        self.position[:count] = positions
        self.output[:count] = 0
        self.batch.n_tokens = count
        if sequences != self._sequences[:count]:
            for index, sequence in enumerate(sequences):
                self.batch.seq_id[index][0] = sequence
            self._sequences = sequences

    def free(self) -> None:
        if self.batch is not None:
            self._library.llama_batch_free(self.batch)
            self.batch = None


class GgufContext:
    """Sequences of one model that grow by what is fed, and can be rewound or copied.

    size: positions for all sequences together.
    exact: keep the cache in F32 and do without flash attention, for comparisons with torch.
    hidden: give hidden states; without, only logits.
    apart: every sequence has an equal share of the positions to itself, and none reads past those of the others.
    flash: use flash attention where llama.cpp wants to. Close it before the model, or use it in a ``with``.
    """

    CHUNK = 512  # positions decoded in one go: bounds the compute buffers

    def __init__(
        self,
        model: GgufModel,
        size: int = 2048,
        sequences: int = 2,
        exact: bool = False,
        hidden: bool = True,
        apart: bool = False,
        flash: bool = True,
    ):
        self._context = None
        self._batches: list[_Batch] = []
        self.model = model
        self.library = library = model.library
        self.size = size
        self.hidden = hidden
        self.room = size // sequences if apart else size  # most positions of one sequence
        parameters = library.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = parameters.n_ubatch = min(self.CHUNK, size)
        parameters.n_seq_max = sequences
        parameters.n_threads = parameters.n_threads_batch = model.threads
        parameters.embeddings = hidden
        parameters.pooling_type = library.LLAMA_POOLING_TYPE_NONE
        parameters.kv_unified = not apart  # else sequences differ in length and share what was copied
        parameters.no_perf = True
        if exact:
            parameters.type_k = parameters.type_v = library.GGML_TYPE_F32
        if exact or not flash:
            parameters.flash_attn_type = library.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self._context = library.llama_init_from_model(model.handle, parameters)
        if not self._context:
            raise MotionCtrlError(
                f"There is not enough memory for {size} positions of the language model: "
                "close other programs or use a smaller model."
            )
        self._memory = library.llama_get_memory(self._context)
        self._lengths = [0] * sequences
        self._cuts = [0] * sequences
        self._tokens = _Batch(library, parameters.n_batch, 0)
        self._vectors = _Batch(library, parameters.n_batch, model.width)
        self._batches = [self._tokens, self._vectors]
        self._no_abort = library.ggml_abort_callback()

    def set_threads(self, count: int) -> None:
        """Compute with so many threads from now on."""
        self.library.llama_set_n_threads(self._context, count, count)

    @property
    def sequences(self) -> int:
        """How many sequences there are."""
        return len(self._lengths)

    def length(self, sequence: int) -> int:
        """Positions that ``sequence`` holds."""
        return self._lengths[sequence]

    def cuts(self, sequence: int) -> int:
        """How often ``sequence`` has been shortened: while the number is the same, it holds what it held."""
        return self._cuts[sequence]

    def feed(self, pieces: Sequence[np.ndarray], sequence: int, cancelled: Cancel | None = None) -> np.ndarray | None:
        """Append pieces to one sequence: ids (n,) of integer type, or embeddings (n, width) float.

        Returns the hidden state (width,) at the last position, None without ``hidden``. ``cancelled`` is
        polled by llama.cpp between tensor operations. Raises Cancelled, after which the sequence is empty.
        """
        pieces = [np.asarray(piece) for piece in pieces if len(piece)]
        total = sum(len(piece) for piece in pieces)
        if not total:
            raise ValueError("nothing to feed")
        self._check_room([total], [sequence])
        done = 0
        with _Abort(self, cancelled):
            for piece in pieces:
                batch = self._vectors if piece.ndim == 2 else self._tokens
                for start in range(0, len(piece), batch.capacity):
                    part = piece[start : start + batch.capacity]
                    done += len(part)
                    first = self._lengths[sequence]
                    batch.fill(part, np.arange(first, first + len(part)), [sequence] * len(part))
                    # With embeddings on, llama.cpp computes every position's logits: only the
                    # last piece is worth that.
                    last = done == total
                    self.library.llama_set_embeddings(self._context, last and self.hidden)
                    batch.output[len(part) - 1] = last
                    self._decode(batch, [sequence])
                    self._lengths[sequence] += len(part)
        self._outputs = 1
        return self._hidden(-1) if self.hidden else None

    def step(
        self, vectors: np.ndarray, sequences: Sequence[int], positions: np.ndarray | None = None, last: int = 1
    ) -> np.ndarray:
        """Append embeddings to each of some sequences, in one batch.

        vectors (s, width) for ``sequences`` (s), or (s, m, width) with ``positions`` (m,): where they stand, by
        default after what is there; equal ones see each other. Returns hidden states (s, width), or
        (s, last, width) at the last ones.
        """
        single = vectors.ndim == 2
        vectors = vectors.reshape(len(sequences), -1, vectors.shape[-1])
        count = vectors.shape[1]
        self._check_room([count] * len(sequences), sequences)
        batch = self._vectors
        if positions is None:
            where = [self._lengths[s] + at for s in sequences for at in range(count)]
        else:
            where = positions.tolist() * len(sequences)
        entries = [s for s in sequences for _ in range(count)]
        batch.fill(vectors.reshape(-1, vectors.shape[-1]), where, entries)
        batch.output[: len(entries)] = 1
        self.library.llama_set_embeddings(self._context, True)
        self._decode(batch, sequences)
        for sequence in sequences:
            self._lengths[sequence] += count
        # With embeddings on, llama.cpp puts out every position.
        pointer = self.library.llama_get_embeddings(self._context)
        found = np.ctypeslib.as_array(pointer, (len(sequences), count, self.model.width))
        return (found[:, -1] if single else found[:, count - last :]).copy()

    def extend(self, pieces: Sequence[np.ndarray], sequences: Sequence[int]) -> np.ndarray:
        """Append token ids to some sequences at once, for a context without ``hidden``.

        pieces: ids (n,) for each of ``sequences`` (s), n >= 1 and not the same for all. Returns the logits
        (s, vocabulary) at their last positions.
        """
        self._check_room([len(piece) for piece in pieces], sequences)
        batch = self._tokens
        room = batch.capacity // len(sequences)
        ends = np.array([len(piece) for piece in pieces])
        for left in range(-(-int(ends.max()) // room) - 1, -1, -1):  # rounds that follow; the last ends them all
            stops = np.maximum(ends - left * room, 0)
            starts = np.maximum(stops - room, 0)
            counts = stops - starts
            parts = [piece[start:stop] for piece, start, stop in zip(pieces, starts, stops, strict=True)]
            firsts = [self._lengths[sequence] for sequence in sequences]
            positions = [first + np.arange(count) for first, count in zip(firsts, counts, strict=True)]
            batch.fill(np.concatenate(parts), np.concatenate(positions), np.repeat(sequences, counts).tolist())
            outputs = np.cumsum(counts) - 1
            batch.output[outputs] = left == 0
            self._decode(batch, sequences)
            for sequence, count in zip(sequences, counts, strict=True):
                self._lengths[sequence] += int(count)
        return np.stack([self.logits(int(index)) for index in outputs])

    def logits(self, index: int = -1) -> np.ndarray:
        """Logits (vocabulary,) of the last ``feed`` (index -1) or of a sequence of the last ``step``."""
        pointer = self.library.llama_get_logits_ith(self._context, index)
        return np.ctypeslib.as_array(pointer, (self.model.vocabulary_size,)).copy()

    def rewind(self, sequence: int, length: int = 0) -> None:
        """Forget what ``sequence`` holds from position ``length`` on."""
        self.library.llama_memory_seq_rm(self._memory, sequence, length, -1)
        self._cuts[sequence] += length < self._lengths[sequence]
        self._lengths[sequence] = min(self._lengths[sequence], length)

    def copy(self, source: int, target: int) -> None:
        """Make ``target`` hold what ``source`` holds; the cache is shared, not duplicated."""
        self.rewind(target)
        self.library.llama_memory_seq_cp(self._memory, source, target, -1, -1)
        self._lengths[target] = self._lengths[source]

    def close(self) -> None:
        """Free the context; harmless when repeated."""
        for batch in self._batches:
            batch.free()
        self._batches = []
        if self._context is not None:
            self.library.llama_free(self._context)
            self._context = None

    def __enter__(self) -> GgufContext:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def __del__(self):
        self.close()

    def _check_room(self, counts: Sequence[int], sequences: Sequence[int]) -> None:
        full = any(self._lengths[s] + count > self.room for s, count in zip(sequences, counts, strict=True))
        if full or sum(self._lengths) + sum(counts) > self.size:
            raise MotionCtrlError(
                f"The instruction and the motion need more than the {self.room} positions that the model "
                "was opened with: shorten the instruction, the duration or the known motion."
            )

    def _decode(self, batch: _Batch, sequences: Sequence[int]) -> None:
        status = self.library.llama_decode(self._context, batch.batch)
        if status == 0:
            return
        for sequence in sequences:  # parts of the batch may have been written: start clean
            self.rewind(sequence)
        if status == 2:
            raise Cancelled
        raise MotionCtrlError(
            f"The language model could not be evaluated (llama.cpp status {status}): "
            "shorten the request or reload the model."
        )

    def _hidden(self, index: int) -> np.ndarray:
        pointer = self.library.llama_get_embeddings_ith(self._context, index)
        return np.ctypeslib.as_array(pointer, (self.model.width,)).copy()


class _Abort:
    """Lets ``cancelled`` stop llama_decode while the block runs.

    Only the prompt is read under it: a single frame's step is shorter than the promise, and a
    callback into Python at each tensor operation would wait for the host's other threads.
    """

    def __init__(self, context: GgufContext, cancelled: Cancel | None):
        self._context, self._cancelled = context, cancelled

    def __enter__(self) -> None:
        if self._cancelled is None:
            return
        if self._cancelled():
            raise Cancelled
        library = self._context.library
        self._callback = library.ggml_abort_callback(lambda _: bool(self._cancelled()))
        library.llama_set_abort_callback(self._context._context, self._callback, None)

    def __exit__(self, *_) -> None:
        if self._cancelled is not None:
            library = self._context.library
            library.llama_set_abort_callback(self._context._context, self._context._no_abort, None)
