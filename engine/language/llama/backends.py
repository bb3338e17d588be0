"""Which code llama.cpp computes with, where its build leaves that open.

Such a build (ggml's GGML_BACKEND_DL) has the processor's part several times, once for each family of
instruction sets, and a graphics card's part, as libraries that are opened by hand. One that was not built
so has a single one, which is linked.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from ...errors import MotionCtrlError

CHOICES = "*ggml-cpu-*"
CARDS = {"cuda": "CUDA", "vulkan": "Vulkan", "metal": "Metal"}  # in libraries' names, and as people write them


def open_backends(library) -> None:
    """Opens what lies beside ``library``, the ctypes module llama_cpp.llama_cpp, and suits this machine; once.

    Raises MotionCtrlError where nothing does.
    """
    folder = Path(library.__file__).with_name("lib")
    if not any(folder.glob(CHOICES)):
        return
    # Elsewhere a library's functions are found through those that are linked to it. Opening the file again by
    # another of its names would make a second copy, with backends of its own.
    functions = ctypes.CDLL(str(folder / "ggml.dll")) if sys.platform == "win32" else library._lib
    functions.ggml_backend_reg_count.restype = ctypes.c_size_t
    if not functions.ggml_backend_reg_count():
        functions.ggml_backend_load_all_from_path(ctypes.c_char_p(str(folder).encode("utf-8", "surrogateescape")))
    if not functions.ggml_backend_reg_count():
        raise MotionCtrlError(
            f"None of llama.cpp's libraries in {folder} suits this processor: install the add-on's zip for this "
            "system again."
        )


def check_card(library) -> None:
    """Raises MotionCtrlError where llama.cpp finds no graphics card, with the reason as far as it can be seen."""
    if library.llama_supports_gpu_offload():
        return
    folder = Path(library.__file__).with_name("lib")
    built = [name for card, name in CARDS.items() if any(folder.glob(f"*ggml-{card}*"))]
    if built:
        raise MotionCtrlError(
            f"No graphics card with {built[0]} was found: install the card's driver, or choose the processor as device."
        )
    raise MotionCtrlError(
        "llama.cpp is installed for the processor only: choose the processor, or install the build for the graphics "
        "card."
    )
