"""Opens llama.cpp's library, with its log silenced."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from ...errors import MotionCtrlError
from .backends import open_backends


@ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
def _discard(level, text, data):
    """llama.cpp's log goes nowhere: what matters to the user is raised as one sentence."""


# How often a thread of GNU's OpenMP looks whether it may go on before it sleeps. By default it looks for milliseconds:
# where other programs need the cores, they then wait for a thread that only waits (measured on two cores beside some
# ten programs: 34 s for a latent frame with two threads, 1.2 s with short spins, 0.8 s with one thread).
SPIN = "GOMP_SPINCOUNT"
_LOOKS = "200"


@contextmanager
def short_spins() -> Iterator[None]:
    """OpenMP libraries that are loaded within wait by sleeping, unless the user has set something else."""
    ours = SPIN not in os.environ and "OMP_WAIT_POLICY" not in os.environ
    if ours:
        os.environ[SPIN] = _LOOKS
    try:
        yield
    finally:
        if ours:
            del os.environ[SPIN]


def load_library(short: bool = False):
    """The ctypes module ``llama_cpp.llama_cpp`` with its log silenced. Raises MotionCtrlError.

    short: threads that wait soon sleep, which is safe on a busy machine and slower on an idle one; it holds where the
    library is loaded for the first time.
    """
    try:
        with short_spins() if short else nullcontext():
            import llama_cpp.llama_cpp as library
    except ImportError as error:
        raise MotionCtrlError(f"llama-cpp-python can't be imported ({error}): {_remedy(str(error))}.") from error
    except (OSError, RuntimeError) as error:
        raise MotionCtrlError(f"llama.cpp's library can't be loaded ({error}): {_remedy(str(error))}.") from error
    library.llama_log_set(_discard, ctypes.c_void_p(0))
    with short_spins() if short else nullcontext():
        open_backends(library)
    return library


def _remedy(reason: str) -> str:
    """What to do about a library that can't be loaded, without a final stop."""
    if "libgomp" in reason:
        return "install libgomp (on Debian and Ubuntu libgomp1) and try again"
    if "GLIBC" in reason:
        return "this Linux is older than the library, so take a newer one or build the wheel on this one"
    return "install the add-on's zip for this system again, or outside Blender pip install llama-cpp-python"
