"""Is a model folder whole: are all files there, of the size and content that were written down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ..errors import MotionCtrlError

_BLOCK = 1 << 20


def fingerprint(path: Path) -> dict:
    """Size in bytes and sha256 of a file, as they stand in motionctrl.json."""
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def sha256(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Hexadecimal sha256 of a file; ``progress`` gets the bytes of each block read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                if progress:
                    progress(len(block))
    except OSError as error:
        raise MotionCtrlError(f"{path} can't be read ({error.strerror}): check the file's permissions.") from error
    return digest.hexdigest()


def check_files(folder: Path, files: dict[str, dict], contents: bool) -> None:
    """Raise MotionCtrlError for the first file that is missing, cut short, or, if ``contents``, changed."""
    for name, expected in files.items():
        path = folder / name
        if not path.is_file():
            raise MotionCtrlError(f"The model in {folder} lacks {name}: download or copy it again.")
        size = path.stat().st_size
        if size != expected["bytes"]:
            raise MotionCtrlError(
                f"The model in {folder} is damaged: {name} has {size} bytes instead of {expected['bytes']}; "
                "download or copy it again."
            )
        if contents and sha256(path) != expected["sha256"]:
            raise MotionCtrlError(
                f"The model in {folder} is damaged: {name} is not what was published; download or copy it again."
            )
