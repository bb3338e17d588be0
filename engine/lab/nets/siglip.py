"""Pixels instead of landmarks: a SigLIP-type tower in llama.cpp's mtmd ("MotionCtrl" section 5.1).

The tower and its 2-layer projector lie in one GGUF file (vision.gguf, llama.cpp calls it mmproj). Pictures of
224 x 224 become 16 x 16 embeddings; slow-fast pooling leaves 64 of a picture that is looked at in detail and 4
of any other, 736 for 64 pictures.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from ...errors import Cancelled, MotionCtrlError
from ...language.condition import Embedded
from ...language.llama.model import GgufModel
from ...pose.encoder import Video
from ...pose.features import latent_frames
from ...pose.landmarks import Progress
from ...video.sampling import Frames, detailed_ones

FILE = "vision.gguf"
SIDE = 224
SLOW, FAST = 8, 2  # embeddings along each side of a picture in detail, and of a coarse one


@ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
def _discard(level, text, data):
    """mtmd's log goes nowhere: what matters to the user is raised as one sentence."""


class SiglipEncoder:
    """A tower beside an open language model, whose width its projector has. Close it before the model.

    Raises MotionCtrlError where the file is missing, damaged, or made for another language model.
    """

    def __init__(self, path: str | Path, model: GgufModel, threads: int | None = None) -> None:
        import llama_cpp.mtmd_cpp as library

        self._context = None
        if not Path(path).is_file():
            raise MotionCtrlError(f"There is no vision tower {path}: leave the video out or choose another model.")
        library.mtmd_log_set(_discard, ctypes.c_void_p(0))
        library.mtmd_helper_log_set(_discard, ctypes.c_void_p(0))
        self._library, self._model = library, model
        parameters = library.mtmd_context_params_default()
        parameters.use_gpu, parameters.warmup, parameters.print_timings = False, False, False
        parameters.n_threads = threads or model.threads
        self._context = library.mtmd_init_from_file(str(path).encode(), model.handle, parameters)
        if not self._context or not library.mtmd_support_vision(self._context):
            self.close()
            raise MotionCtrlError(f"{path} is damaged or no vision tower for this model: download the model again.")

    def look(
        self,
        frames: Frames,
        person: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Video:
        """See ``encoder.Encoder.look``; nobody is told apart, so ``person`` makes no difference."""
        times, grids = [], []
        for time, picture in frames:
            if cancelled is not None and cancelled():
                raise Cancelled
            times.append(time)
            grids.append(pooled(self.patches(picture), SLOW))
            if progress is not None:
                progress(len(times))
        if not times:
            raise MotionCtrlError("The video holds no picture: choose another file or range.")
        slow = detailed_ones(len(grids))
        rows = [
            (grid if in_detail else pooled(grid, FAST)).reshape(-1, grid.shape[-1])
            for grid, in_detail in zip(grids, slow, strict=True)
        ]
        shown = np.concatenate(rows)
        aligned = np.zeros((latent_frames(np.array(times)), shown.shape[1]), np.float32)
        return Video(Embedded(shown, aligned))

    def patches(self, picture: np.ndarray) -> np.ndarray:
        """Embeddings (16, 16, hidden) of a picture (h, w, 3) of bytes, projected, row by row."""
        library = self._library
        pixels = np.ascontiguousarray(squared(picture))
        marker = library.mtmd_default_marker()
        text = library.mtmd_input_text(marker, len(marker), False, True)
        bitmap = library.mtmd_bitmap_init(SIDE, SIDE, pixels.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)))
        chunks = library.mtmd_input_chunks_init()
        try:
            failed = library.mtmd_tokenize(self._context, chunks, ctypes.byref(text), (ctypes.c_void_p * 1)(bitmap), 1)
            for index in range(0 if failed else library.mtmd_input_chunks_size(chunks)):
                chunk = library.mtmd_input_chunks_get(chunks, index)
                if library.mtmd_input_chunk_get_type(chunk) != library.MTMD_INPUT_CHUNK_TYPE_IMAGE:
                    continue
                if library.mtmd_encode_chunk(self._context, chunk):
                    break
                count = library.mtmd_input_chunk_get_n_tokens(chunk)
                pointer = ctypes.cast(library.mtmd_get_output_embd(self._context), ctypes.POINTER(ctypes.c_float))
                side = round(count**0.5)
                return np.ctypeslib.as_array(pointer, (side, side, self._model.width)).copy()
        finally:
            library.mtmd_input_chunks_free(chunks)
            library.mtmd_bitmap_free(bitmap)
        raise MotionCtrlError(
            "The vision tower can't encode this picture: leave the video out or choose another model."
        )

    def close(self) -> None:
        """Free the tower; harmless when repeated."""
        if self._context:
            self._library.mtmd_free(self._context)
            self._context = None

    def __enter__(self) -> SiglipEncoder:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def squared(picture: np.ndarray) -> np.ndarray:
    """The whole picture in the middle of a grey square (224, 224, 3)."""
    image = Image.fromarray(picture)
    scale = SIDE / max(image.size)
    image = image.resize([max(1, round(length * scale)) for length in image.size], Image.Resampling.BICUBIC)
    square = Image.new("RGB", (SIDE, SIDE), (127, 127, 127))
    square.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
    return np.asarray(square)


def pooled(grid: np.ndarray, side: int) -> np.ndarray:
    """A grid (s, s, hidden) averaged to (side, side, hidden)."""
    step = grid.shape[0] // side
    return grid[: side * step, : side * step].reshape(side, step, side, step, -1).mean(axis=(1, 3))
