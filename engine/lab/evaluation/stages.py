"""Where the time of a latent frame goes, and the least that this machine could need for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import numpy as np

from ...api import Engine
from ...blas import Matrix
from ...body.layout import STRIDE
from ...correct.planting import FootPlanting
from ...language.frame import FrameDecoder
from ...language.patterns import layout
from ...store.folder import BLOCKS, LANGUAGE
from ...stream import ChunkDecoder

_COPIED = 64 << 20  # bytes: more than caches hold
_ROWS, _SIDE = 256, 1024  # of the matrices whose product is timed
_REPEATS = 5


class Stages:
    """Seconds spent in each stage: language model, depth, decoding (planting included), planting."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def per_latent(self, latents: int) -> dict[str, float]:
        """Milliseconds of each stage for one of so many latent frames."""
        spent = dict(self.seconds)
        if "planting" in spent:
            spent["decoding"] -= spent["planting"]
        return {name: round(1e3 * seconds / latents, 2) for name, seconds in spent.items()}

    @contextmanager
    def watching(self, engine: Engine) -> Iterator[None]:
        """Time what ``engine`` does within."""
        decoder = engine._decoder
        places = [(ChunkDecoder, "push", "decoding"), (ChunkDecoder, "finish", "decoding")]
        places += [(FootPlanting, "__call__", "planting")]
        places += [(decoder.context, name, "language model") for name in ("feed", "step", "extend")]
        if isinstance(decoder, FrameDecoder):
            places.append((decoder.depth, "sample", "depth"))
        with ExitStack() as stack:
            for owner, name, stage in places:
                stack.enter_context(mock.patch.object(owner, name, self._timed(getattr(owner, name), stage)))
            yield

    def _timed(self, function, stage: str):
        def timed(*arguments, **options):
            began = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began

        return timed


def work(engine: Engine, strength: float) -> tuple[float, float]:
    """Bytes of weights that are read, and multiplications and additions done, for one latent frame.

    Language model and depth decoder of a model with the frame decoder; codes of one step are sampled at once.
    """
    decoder = engine._decoder
    views = len(decoder._branches(strength)[0])
    depth = decoder.depth
    frame = layout(depth.pattern, (False,) * depth.parts, depth.layers)
    language, blocks = (_weights(engine.folder / name) for name in (LANGUAGE, BLOCKS))
    heads = len(frame) * depth.output[0].values.size
    read = language[0] + len(frame.batches) * blocks[0] + 4 * heads
    return read, 2 * (views * language[1] + views * len(frame) * blocks[1] + heads)


def limits(read: float, done: float, threads: int) -> dict[str, float]:
    """Motion frames a second that memory and arithmetic would allow for such ``work`` on this machine."""
    return {
        "memory_limit_fps": round(STRIDE * bandwidth() / read),
        "arithmetic_limit_fps": round(STRIDE * threads * arithmetic() / done),
    }


def bandwidth() -> float:
    """Bytes a second that one thread reads and writes outside the caches."""
    source, target = np.ones(_COPIED, np.uint8), np.zeros(_COPIED, np.uint8)
    return 2 * _COPIED / _quickest(lambda: np.copyto(target, source))


def arithmetic() -> float:
    """Multiplications and additions a second of one thread, in single precision."""
    x, factor = np.ones((_ROWS, _SIDE), np.float32), Matrix(np.ones((_SIDE, _SIDE)))
    return 2 * _ROWS * _SIDE**2 / _quickest(lambda: x @ factor)


def _quickest(run) -> float:
    taken = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _weights(path: Path) -> tuple[int, int]:
    """Bytes and numbers of a GGUF file's transformer blocks."""
    import gguf

    tensors = [tensor for tensor in gguf.GGUFReader(path).tensors if tensor.name.startswith("blk.")]
    return sum(int(tensor.n_bytes) for tensor in tensors), sum(int(tensor.n_elements) for tensor in tensors)
