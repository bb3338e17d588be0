"""Reading pickles of arrays without running what is in them.

SMPL's .pkl files hold numpy arrays, scipy sparse matrices and chumpy arrays. Only numpy's own array
makers are called; scipy's and chumpy's classes are replaced by stand-ins that store their state;
every other name is refused.
"""

from __future__ import annotations

import os
import pickle

import numpy as np

_MOST_BYTES = 2_000_000_000


class Stored:
    """Stands in for an object of a foreign class: keeps its state and does nothing."""

    def __init__(self, *_args, **_options) -> None:
        self.state: dict = {}

    def __setstate__(self, state) -> None:
        if isinstance(state, tuple):
            state = {key: value for part in state if isinstance(part, dict) for key, value in part.items()}
        self.state = dict(state) if isinstance(state, dict) else {}


class _Base:
    """Stands in for the ``object`` that Python 2's pickles name as a base class."""


def _reconstruct(cls, _base, _state):
    if isinstance(cls, type) and issubclass(cls, Stored):
        return cls()
    raise pickle.UnpicklingError("it rebuilds an unknown class")


def _numpy_name(module: str, name: str):
    if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name in ("_reconstruct", "scalar"):
        core = np.core if np.__version__.startswith("1.") else np._core  # renamed in numpy 2
        return getattr(core.multiarray, name)
    if module == "numpy" and name in ("ndarray", "dtype"):
        return getattr(np, name)
    return None


def _encode(text: str, encoding: str = "latin1") -> bytes:
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1", "utf-8", "ascii"):
        raise pickle.UnpicklingError("it encodes text in an unknown way")
    return text.encode(encoding)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str):
        known = _numpy_name(module, name)
        if known is not None:
            return known
        if module.split(".")[0] == "scipy" and name in ("csc_matrix", "csr_matrix", "csc_array", "csr_array"):
            return type(name, (Stored,), {})
        if module.split(".")[0] == "chumpy":
            return type(name, (Stored,), {})
        if (module, name) in (("copy_reg", "_reconstructor"), ("copyreg", "_reconstructor")):
            return _reconstruct
        if (module, name) in (("__builtin__", "object"), ("builtins", "object")):
            return _Base
        if (module, name) == ("_codecs", "encode"):
            return _encode
        raise pickle.UnpicklingError(f"it names {module}.{name}"[:80])


def load_pickle(path: str | os.PathLike, offset: int = 0):
    """The object in a pickle file, from byte ``offset`` on; raises OSError, or pickle.UnpicklingError for damage
    or foreign names."""
    with open(path, "rb") as file:
        file.seek(offset)
        if os.fstat(file.fileno()).st_size > _MOST_BYTES:
            raise pickle.UnpicklingError("it is larger than 2 GB")
        try:
            return _Unpickler(file, encoding="latin1").load()
        except pickle.UnpicklingError as problem:
            raise pickle.UnpicklingError(" ".join(str(problem).split())[:120]) from problem
        except (MemoryError, RecursionError) as problem:
            raise pickle.UnpicklingError("it is damaged") from problem
        except Exception as problem:  # a damaged pickle may fail anywhere in numpy or pickle
            raise pickle.UnpicklingError(f"it is damaged: {type(problem).__name__}") from problem


def dense(value) -> np.ndarray:
    """The array that a stand-in of a scipy sparse matrix or a chumpy array holds; arrays as they are."""
    if not isinstance(value, Stored):
        return value
    state, kind = value.state, type(value).__name__
    if kind[:3] in ("csc", "csr"):
        return _dense_matrix(state, by_column=kind.startswith("csc"))
    if "x" in state:
        return np.asarray(dense(state["x"]))
    if {"a", "idxs"} <= set(state):  # chumpy's Select: elements of another array
        picked = np.asarray(dense(state["a"])).ravel()[np.asarray(dense(state["idxs"]))]
        shape = state.get("preferred_shape")
        return picked.reshape(shape) if shape is not None else picked
    raise ValueError(f"an array of kind {kind[:30]} holds no numbers")


def _dense_matrix(state: dict, by_column: bool) -> np.ndarray:
    shape = tuple(int(size) for size in state.get("_shape", state.get("shape")))
    data, indices, starts = (np.asarray(state[key]) for key in ("data", "indices", "indptr"))
    if len(shape) != 2 or min(shape) < 0 or shape[0] * shape[1] > 100_000_000:
        raise ValueError("a sparse matrix of an impossible size")
    outer = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    matrix = np.zeros(shape)
    rows, columns = (indices, outer) if by_column else (outer, indices)
    np.add.at(matrix, (rows, columns), data)
    return matrix
