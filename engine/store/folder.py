"""A model folder and its description, motionctrl.json (docs/design.md, "Model folder")."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from ..body.layout import FPS, LAYERS, PARTS, STRIDE
from ..errors import MotionCtrlError
from ..language import tokens
from . import integrity

FORMAT = 2
MANIFEST = "motionctrl.json"
LANGUAGE, TOKENIZER, DEPTH, BLOCKS = "vlmm.gguf", "prq.safetensors", "depth.safetensors", "depth.gguf"
FRAME, FLAT = "frame", "flat"  # kinds of decoders, see ``language.frame`` and ``language.flat``
FILES = {FRAME: (LANGUAGE, TOKENIZER, DEPTH, BLOCKS), FLAT: (LANGUAGE, TOKENIZER)}  # what each needs
GENERATE, DESCRIBE, VIDEO = "generate", "describe", "video"  # what a model may have been trained for
_SAMPLING = ("temperature", "top_k", "top_p", "cooling", "strength", "blind")
_CHECKED_AT_ONCE = 256 << 20  # bytes: above this, hashing on every load would be felt


@dataclass(frozen=True)
class Description:
    """What motionctrl.json says.

    window: latent frames that the model has seen at once in training; longer motions are made in stretches.
    tasks: what it was trained for; folders from before motion to text say nothing, and generate only.
    sampling: defaults of temperature, top_k, top_p, cooling, strength and blind, see ``language.sampling`` and
        ``language.guidance``.
    training: data, hours and whatever else the card should say.
    words: those of the captions it learned from, "" where nobody wrote them down.
    distilled: whether one branch gives what guidance gives, see ``language.guidance``.
    files: size and sha256 of each file by name.
    """

    name: str
    decoder: str = FRAME
    format: int = FORMAT
    fps: float = FPS
    parts: tuple[str, ...] = PARTS
    layers: int = LAYERS
    codebook: int = 1024
    stride: int = STRIDE
    window: int = 50
    tasks: tuple[str, ...] = (GENERATE,)
    tokens: dict[str, int] = field(default_factory=tokens.token_ids)
    sampling: dict[str, float] = field(default_factory=dict)
    statistics: str = TOKENIZER
    licence: str = ""
    training: dict = field(default_factory=dict)
    words: str = ""
    distilled: bool = False
    files: dict[str, dict] = field(default_factory=dict)


def bundled_models() -> Path:
    """The folder of the models that come with the project, beside the engine."""
    return Path(__file__).resolve().parents[2] / "assets" / "models"


def default_model() -> Path:
    """The folder of the bundled model."""
    return bundled_models() / "mini"


def read_folder(folder: str | Path, contents: bool | None = None) -> Description:
    """The description of a whole, readable model folder.

    contents: also compare each file's sha256; by default for models small enough not to feel it.
    Raises MotionCtrlError with one sentence when anything is missing, damaged or foreign.
    """
    folder = Path(folder)
    description = read_description(folder)
    for name in FILES[description.decoder]:
        if name not in description.files:
            raise MotionCtrlError(f"{folder / MANIFEST} does not list {name}: download or copy the model again.")
    if contents is None:
        contents = sum(entry["bytes"] for entry in description.files.values()) <= _CHECKED_AT_ONCE
    integrity.check_files(folder, description.files, contents)
    return description


def read_description(folder: Path) -> Description:
    """motionctrl.json, its fields checked, without a look at the other files."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise MotionCtrlError(f"There is no model folder {folder}: give a folder with a {MANIFEST} in it.")
    if not path.is_file():
        raise MotionCtrlError(f"{folder} is not a model folder: it has no {MANIFEST}; choose another folder.")
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise MotionCtrlError(f"{path} can't be read ({error}): download or copy the model again.") from error
    if not isinstance(values, dict) or not isinstance(values.get("format"), int):
        raise MotionCtrlError(f"{path} names no format version: download or copy the model again.")
    # In format 1 the depth decoder was one file; without a depth decoder both are the same.
    if values["format"] != FORMAT and (values["format"], values.get("decoder")) != (1, FLAT):
        advice = "update MotionCtrl" if values["format"] > FORMAT else "download the model again"
        raise MotionCtrlError(
            f"The model in {folder} has format version {values['format']}, this program reads {FORMAT}: {advice}."
        )
    known = {name: values[name] for name in Description.__dataclass_fields__ if name in values}
    try:
        known["parts"] = tuple(values["parts"])
        if isinstance(known.get("tasks"), list):
            known["tasks"] = tuple(known["tasks"])
        description = Description(**known)
        _check(description)
    except (KeyError, TypeError, ValueError) as error:
        raise MotionCtrlError(f"{path} is incomplete ({error}): download or copy the model again.") from error
    return description


def write_folder(folder: str | Path, description: Description) -> None:
    """Write motionctrl.json over the files that lie in ``folder``, with their sizes and sha256."""
    folder = Path(folder)
    present = [path for path in sorted(folder.iterdir()) if path.is_file() and _belongs(path.name)]
    files = {path.name: integrity.fingerprint(path) for path in present}
    for name in FILES[description.decoder]:
        if name not in files:
            raise MotionCtrlError(f"{folder} lacks {name}: export it before describing the folder.")
    values = {**asdict(description), "files": files}
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _belongs(name: str) -> bool:
    """Weights are hashed; the card and the manifest itself are not."""
    return PurePosixPath(name).suffix in (".gguf", ".safetensors")


def _check(description: Description) -> None:
    """Raise ValueError for what this program can't run."""
    if description.decoder not in FILES:
        raise ValueError(f"decoder kind {description.decoder!r} is unknown")
    if description.parts != PARTS:
        raise ValueError(f"the parts are {', '.join(map(str, description.parts))}")
    for name, kind in (("sampling", dict), ("tokens", dict), ("training", dict), ("files", dict)):
        if not isinstance(getattr(description, name), kind):
            raise ValueError(f"{name} is no table")
    for name in ("name", "statistics", "licence"):
        if not isinstance(getattr(description, name), str):
            raise ValueError(f"{name} is no text")
    if not isinstance(description.tasks, tuple) or not all(isinstance(task, str) for task in description.tasks):
        raise ValueError(f"the tasks are {description.tasks!r}")
    for name, expected in (("fps", FPS), ("stride", STRIDE)):
        if getattr(description, name) != expected:
            raise ValueError(f"{name} is {getattr(description, name)!r} instead of {expected}")
    if not isinstance(description.distilled, bool):
        raise ValueError("distilled is neither true nor false")
    if not isinstance(description.words, str):
        raise ValueError("the words are no text")
    for name, value in description.sampling.items():
        if name not in _SAMPLING or isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"the sampling default {name!r} is {value!r}")
    if description.window < 2 or description.layers < 1:
        raise ValueError("window or layers is too small")
    for name, entry in description.files.items():
        if (
            Path(name).name != name
            or not isinstance(entry, dict)
            or not isinstance(entry["bytes"], int)
            or not isinstance(entry["sha256"], str)
        ):
            raise ValueError(f"the entry of {name!r} is not a file's")
