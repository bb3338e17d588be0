"""Opens llama.cpp's library, with its log silenced."""

from __future__ import annotations

import ctypes

from ...errors import MotionCtrlError
from .backends import open_backends


@ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
def _discard(level, text, data):
    """llama.cpp's log goes nowhere: what matters to the user is raised as one sentence."""


def load_library():
    """The ctypes module ``llama_cpp.llama_cpp`` with its log silenced. Raises MotionCtrlError."""
    try:
        import llama_cpp.llama_cpp as library
    except ImportError as error:
        raise MotionCtrlError(f"llama-cpp-python can't be imported ({error}): {_remedy(str(error))}.") from error
    except (OSError, RuntimeError) as error:
        raise MotionCtrlError(f"llama.cpp's library can't be loaded ({error}): {_remedy(str(error))}.") from error
    library.llama_log_set(_discard, ctypes.c_void_p(0))
    open_backends(library)
    return library


def _remedy(reason: str) -> str:
    """What to do about a library that can't be loaded, without a final stop."""
    if "libgomp" in reason:
        return "install libgomp (on Debian and Ubuntu libgomp1) and try again"
    if "GLIBC" in reason:
        return "this Linux is older than the library, so take a newer one or build the wheel on this one"
    return "install the add-on's zip for this system again, or outside Blender pip install llama-cpp-python"
