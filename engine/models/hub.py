"""Model folders from Hugging Face."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from ..errors import MotionCtrlError
from .folder import MANIFEST, read_folder

# Nothing but safe weight formats and their description is ever fetched.
_WANTED = (MANIFEST, "*.gguf", "*.safetensors", "README.md", "LICENSE*")


def downloaded_models() -> Path:
    """The folder of downloaded models: the user's own data folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "motionctrl" / "models"


def download(repository: str, out: Path, revision: str | None = None) -> Path:
    """Fetch a repository's model folder into ``out``; resumable, and verified before it appears there.

    Raises MotionCtrlError when it can't be reached, is no model, or arrives damaged.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    except ImportError as error:
        raise MotionCtrlError("Downloading needs huggingface_hub: pip install huggingface_hub.") from error
    if out.exists():
        raise MotionCtrlError(f"{out} exists already: remove it or choose another folder with --out.")
    partial = out.with_name(out.name + ".partial")
    try:
        snapshot_download(repository, revision=revision, allow_patterns=list(_WANTED), local_dir=partial)
    except HFValidationError as error:
        raise MotionCtrlError(f"{repository!r} is no repository's name: write it like owner/name.") from error
    except (HfHubHTTPError, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise MotionCtrlError(
            f"{repository} can't be downloaded ({reason}): check the name and the network, then try again."
        ) from error
    shutil.rmtree(partial / ".cache", ignore_errors=True)
    read_folder(partial, contents=True)
    partial.rename(out)
    return out
