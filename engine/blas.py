"""Products with constant matrices, by OpenBLAS whatever numpy was built with.

Blender's own numpy is built without a BLAS library, and multiplies matrices twenty to sixty times as slowly as the
processor can; others carry an OpenBLAS that is older than the processor and takes it for one of 2004. The add-on
brings OpenBLAS along (the package scipy-openblas32, which numpy and SciPy are themselves built with); where it isn't
there, numpy multiplies.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

PACKAGE = "scipy_openblas32"
_ROW_MAJOR, _AS_IT_IS, _TRANSPOSED = 101, 111, 112  # CBLAS's own numbers


class Matrix:
    """A constant right-hand factor (inputs, outputs); ``x @ matrix`` is the float32 product of x (..., inputs)."""

    __array_ufunc__ = None  # so that numpy leaves ``x @ matrix`` to this class

    def __init__(self, values: np.ndarray) -> None:
        self.values = np.ascontiguousarray(values, dtype=np.float32)
        self.shape = self.values.shape
        self._multiply = multiply()
        self._address = self.values.ctypes.data

    def __reduce__(self) -> tuple:
        return Matrix, (self.values,)  # a copy has an address of its own

    def __rmatmul__(self, x: np.ndarray) -> np.ndarray:
        inputs, outputs = self.shape
        if x.shape[-1] != inputs:
            raise ValueError(f"{x.shape} can't be multiplied by a matrix of {self.shape}")
        x = np.ascontiguousarray(x, dtype=np.float32)
        if self._multiply is None:
            return x @ self.values
        product = np.empty((*x.shape[:-1], outputs), np.float32)
        rows = x.size // inputs
        if rows:
            self._multiply.rows(rows, inputs, outputs, x.ctypes.data, self._address, product.ctypes.data)
        return product

    def of_row(self, x: np.ndarray) -> np.ndarray:
        """The product of x (inputs,) alone: rounded otherwise than as a row among others, in a quarter of the time."""
        inputs, outputs = self.shape
        if x.shape != (inputs,):
            raise ValueError(f"{x.shape} can't be multiplied by a matrix of {self.shape}")
        x = np.ascontiguousarray(x, dtype=np.float32)
        if self._multiply is None:
            return x @ self.values
        product = np.empty(outputs, np.float32)
        self._multiply.row(inputs, outputs, x.ctypes.data, self._address, product.ctypes.data)
        return product


class OpenBlas:
    """The two products that are used of the OpenBLAS library at ``path``. Raises OSError where it can't be opened."""

    def __init__(self, path: Path) -> None:
        library = ctypes.CDLL(str(path))
        # The factors are small: threads would wait for each other longer than they multiply.
        library.scipy_openblas_set_num_threads(1)
        whole, real, address = ctypes.c_int, ctypes.c_float, ctypes.c_void_p
        self._sgemm, self._sgemv = library.scipy_cblas_sgemm, library.scipy_cblas_sgemv
        self._sgemm.argtypes = [*[whole] * 6, real, address, whole, address, whole, real, address, whole]
        self._sgemv.argtypes = [*[whole] * 4, real, address, whole, address, whole, real, address, whole]
        self._sgemm.restype = self._sgemv.restype = None

    def rows(self, rows: int, inputs: int, outputs: int, x: int, factor: int, product: int) -> None:
        """product (rows, outputs) = x (rows, inputs) times factor (inputs, outputs), all by their addresses."""
        sizes = rows, outputs, inputs
        self._sgemm(_ROW_MAJOR, _AS_IT_IS, _AS_IT_IS, *sizes, 1.0, x, inputs, factor, outputs, 0.0, product, outputs)

    def row(self, inputs: int, outputs: int, x: int, factor: int, product: int) -> None:
        """product (outputs,) = x (inputs,) times factor (inputs, outputs), all by their addresses."""
        self._sgemv(_ROW_MAJOR, _TRANSPOSED, inputs, outputs, 1.0, factor, outputs, x, 1, 0.0, product, 1)


@cache
def multiply() -> OpenBlas | None:
    """OpenBLAS; None where it is not installed or can't be opened."""
    path = library()
    if path is None:
        return None
    try:
        return OpenBlas(path)
    except OSError:  # of another system: numpy makes the same motion, only slower
        return None


def library() -> Path | None:
    """OpenBLAS's library file; None where its package is not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    ending = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    files = sorted(Path(found.origin).with_name("lib").glob(f"libscipy_openblas*{ending}"))
    return files[0] if files else None
