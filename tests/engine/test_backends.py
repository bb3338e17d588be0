"""llama.cpp's libraries for different processors: what suits this one is opened, once, and nothing else is needed."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from engine.errors import MotionCtrlError
from engine.language.llama.backends import check_card, open_backends
from engine.language.llama.library import load_library


class Function:
    """A C function as ctypes gives it."""

    def __init__(self, does) -> None:
        self._does = does

    def __call__(self, *given):
        return self._does(*given)


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Makes a llama_cpp whose lib folder holds ``files``, ``suiting`` of which suit; notes what is opened."""
    monkeypatch.setattr(sys, "platform", "linux")

    def make(files: tuple[str, ...], suiting: int) -> SimpleNamespace:
        (tmp_path / "lib").mkdir()
        for name in files:
            (tmp_path / "lib" / name).touch()
        opened: list[str] = []

        def open_all(folder):
            opened.append(folder.value.decode())

        functions = SimpleNamespace(
            ggml_backend_reg_count=Function(lambda: suiting if opened else 0),
            ggml_backend_load_all_from_path=Function(open_all),
        )
        return SimpleNamespace(__file__=str(tmp_path / "llama_cpp.py"), _lib=functions, opened=opened)

    return make


def test_a_build_for_one_kind_of_processor_opens_nothing(built):
    library = built(("libllama.so", "libggml-cpu.so", "libggml-cpu.so.0"), suiting=0)
    open_backends(library)
    assert not library.opened


def test_a_build_for_several_opens_what_lies_beside_it_and_once_only(built, tmp_path):
    library = built(("libllama.so", "libggml-cpu-haswell.so", "libggml-cpu-x64.so"), suiting=1)
    open_backends(library)
    open_backends(library)
    assert library.opened == [str(tmp_path / "lib")]


def test_where_none_suits_one_sentence_says_so(built):
    library = built(("libggml-cpu-zen4.so",), suiting=0)
    with pytest.raises(MotionCtrlError, match="suits this processor: install the add-on's zip") as caught:
        open_backends(library)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("libggml-cpu.so",), "for the processor only: choose the processor"),
        (("libggml-cpu-x64.so", "libggml-vulkan.so"), "card with Vulkan was found: install the card's driver"),
        (("libggml-cuda.so.0",), "No graphics card with CUDA was found"),
    ],
)
def test_where_there_is_no_card_the_sentence_says_why(built, files, said):
    library = built(files, suiting=1)
    library.llama_supports_gpu_offload = lambda: False
    with pytest.raises(MotionCtrlError, match=said) as caught:
        check_card(library)
    assert "\n" not in str(caught.value)
    library.llama_supports_gpu_offload = lambda: True
    check_card(library)


def test_the_installed_build_has_a_processor():
    library = load_library()
    assert b"CPU" in library.llama_print_system_info()
