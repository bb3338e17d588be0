"""The folder of downloaded models: what is in it, what is unfinished, and getting rid of either."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ..errors import MotionCtrlError
from .download import OFFER, PARTIAL, left
from .folder import MANIFEST, Description, read_folder
from .hub import Offer


@dataclass(frozen=True)
class Model:
    """A model folder. description is None where ``error`` says what is wrong with it."""

    folder: Path
    bytes: int
    description: Description | None
    error: str = ""


@dataclass(frozen=True)
class Unfinished:
    """A download that was paused or cut off; ``folder`` is what it will be called."""

    folder: Path
    offer: Offer
    done: int


def downloaded_models() -> Path:
    """Where downloaded models lie unless the user chooses another folder: MOTIONCTRL_MODELS, or the user's data."""
    if chosen := os.environ.get("MOTIONCTRL_MODELS"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "motionctrl" / "models"


def folder_for(offer: Offer, library: Path) -> Path:
    """Where an offer's model goes; two commits of one repository lie side by side."""
    return library / f"{offer.repository.replace('/', '--')}--{offer.commit[:10]}"


def models_in(library: Path) -> list[Model]:
    """The finished model folders in ``library``, by name; their files' sizes are compared, not their contents."""
    found = []
    for path in sorted(library.glob(f"*/{MANIFEST}")):
        folder = path.parent
        if folder.name.endswith(PARTIAL):
            continue
        size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
        try:
            found.append(Model(folder, size, read_folder(folder, contents=False)))
        except MotionCtrlError as error:
            found.append(Model(folder, size, None, str(error)))
    return found


def unfinished_in(library: Path) -> list[Unfinished]:
    """Downloads in ``library`` that can be resumed; ``download(item.offer, item.folder)`` goes on."""
    found = []
    for path in sorted(library.glob(f"*{PARTIAL}/{OFFER}")):
        try:
            offer = Offer.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not by this program; nothing is known of what it wants
        folder = path.parent.with_name(path.parent.name.removesuffix(PARTIAL))
        found.append(Unfinished(folder, offer, offer.bytes - left(offer, path.parent)))
    return found


def delete(folder: Path, library: Path) -> int:
    """Delete a model, or what there is of an unfinished one, from ``library``; how many bytes that freed.

    Nothing but a folder that lies directly in the library and holds a model is touched.
    """
    partial = folder.with_name(folder.name + PARTIAL)
    path = folder if folder.exists() else partial
    inside = path.parent.resolve() == library.resolve() and not path.is_symlink()
    if not inside or not ((path / MANIFEST).is_file() or (path / OFFER).is_file()):
        raise MotionCtrlError(f"{folder} is no downloaded model: choose one that lies in {library}.")
    freed = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    try:
        shutil.rmtree(path)
    except OSError as error:
        raise MotionCtrlError(
            f"{path} can't be deleted ({error.strerror}): close what uses it and try again."
        ) from error
    return freed
