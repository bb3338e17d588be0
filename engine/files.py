"""Writes files whole or not at all, and opens numpy files that may be damaged."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .errors import MotionCtrlError

_APPLE_DOUBLE = b"\x00\x05\x16\x07"  # macOS lays such a companion, "._name", beside files on foreign disks


def write_file(path: str | os.PathLike, data: bytes) -> None:
    """Write a file whole or not at all; raises :class:`MotionCtrlError` where it can't be written."""
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        os.replace(partial, target)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise MotionCtrlError(
            f"{path} cannot be written ({problem.strerror or problem}): choose another place."
        ) from problem


def refuse_companion(path: str | os.PathLike, start: bytes) -> None:
    """Raise :class:`MotionCtrlError` for a file that macOS keeps beside another one; ``start``: its first bytes."""
    if start.startswith(_APPLE_DOUBLE):
        name = os.path.basename(os.fspath(path))
        raise MotionCtrlError(
            f"{path} is a companion file of macOS and holds no motion: "
            f"give {name.removeprefix('._') if name.startswith('._') else 'the motion file itself'}."
        )


def is_companion(name: str) -> bool:
    """Whether a file's name is one that systems lay into folders by themselves: ``._x.bvh``, ``.DS_Store``."""
    return name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini")


def load_arrays(path: str | os.PathLike, kind: str, skip: tuple[str, ...] = ()) -> dict[str, np.ndarray]:
    """The arrays of a .npz file by name, or of a .npy file under the name "array"; never unpickles.

    ``skip``: names that may fail to load (object arrays in foreign files) and are then left out.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(6)
        refuse_companion(path, start)
        if not start.startswith((b"PK", b"\x93NUMPY")):
            raise ValueError("no numpy file")
        loaded = np.load(path, allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return {"array": loaded}
        arrays = {}
        with loaded:
            for name in loaded.files:
                try:
                    arrays[name] = loaded[name]
                except ValueError:
                    if name not in skip:
                        raise
        return arrays
    except OSError as problem:
        reason = problem.strerror or "it cannot be read"
        raise MotionCtrlError(f"{path} cannot be read ({reason}): check the path.") from problem
    except MotionCtrlError:
        raise
    except Exception as problem:  # a damaged file may fail anywhere in zipfile, zlib, numpy and Python's tokenizer
        raise MotionCtrlError(f"{path} is a damaged or foreign {kind} file: export it again.") from problem


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file beside ``path`` and move it there once it is whole."""
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(path)
    except OSError as error:
        raise MotionCtrlError(f"{path} can't be written ({error.strerror}): choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)
