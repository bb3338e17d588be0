"""A model folder is whole, or one sentence says what is wrong with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.api import Engine
from engine.errors import MotionCtrlError
from engine.store.folder import MANIFEST, Description, read_folder, write_folder


@pytest.fixture
def folder(tiny_model, tmp_path) -> Path:
    """A copy to be damaged."""
    return Path(shutil.copytree(tiny_model.folder, tmp_path / "copy"))


def rewrite(folder: Path, **changes) -> None:
    values = json.loads((folder / MANIFEST).read_text())
    values.update(changes)
    (folder / MANIFEST).write_text(json.dumps({k: v for k, v in values.items() if v is not None}))


def test_what_is_written_is_read_again(folder):
    before = read_folder(folder)
    write_folder(folder, before)
    assert read_folder(folder, contents=True) == before
    assert before.name == "tiny" and before.window == 12
    assert set(before.files) == {"vlmm.gguf", "prq.safetensors", "depth.safetensors", "depth.gguf"}
    assert before.tokens["<mot>"] == 16384


@pytest.mark.parametrize("name", ["vlmm.gguf", "prq.safetensors", "depth.safetensors", "depth.gguf"])
def test_a_missing_cut_or_changed_file_is_one_sentence(folder, name):
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-1])
    with pytest.raises(MotionCtrlError, match=f"damaged: {name} has"):
        Engine(folder)
    (folder / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(MotionCtrlError, match=f"{name} is not what was published"):
        Engine(folder)
    (folder / name).unlink()
    with pytest.raises(MotionCtrlError, match=f"lacks {name}"):
        Engine(folder)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 3}, "format version 3, this program reads 2: update MotionCtrl"),
        ({"format": 1}, "format version 1, this program reads 2: download"),
        ({"format": None}, "names no format version"),
        ({"format": "1"}, "names no format version"),
        ({"decoder": "hexadecimal"}, "incomplete"),
        ({"parts": ["torso"]}, "incomplete"),
        ({"parts": None}, "incomplete"),
        ({"name": None}, "incomplete"),
        ({"fps": 30}, "incomplete"),
        ({"sampling": {"courage": 2}}, "sampling default 'courage'"),
        ({"files": {}}, "does not list vlmm.gguf"),
        ({"files": {"../x": {"bytes": 1, "sha256": ""}}}, "incomplete"),
        ({"files": {"vlmm.gguf": {}}}, "incomplete"),
    ],
)
def test_a_foreign_description_is_one_sentence(folder, changes, sentence):
    rewrite(folder, **changes)
    with pytest.raises(MotionCtrlError, match=sentence) as caught:
        Engine(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00\xff", '{"format": true'])
def test_a_description_that_is_no_json_object_is_one_sentence(folder, text):
    (folder / MANIFEST).write_text(text, encoding="latin-1")
    with pytest.raises(MotionCtrlError) as caught:
        read_folder(folder)
    assert "\n" not in str(caught.value)


def test_what_is_no_folder_is_one_sentence(tmp_path):
    with pytest.raises(MotionCtrlError, match="no model folder"):
        Engine(tmp_path / "nowhere")
    with pytest.raises(MotionCtrlError, match="has no motionctrl.json"):
        Engine(tmp_path)


def test_files_of_different_models_do_not_run_together(folder):
    import numpy as np
    from safetensors.numpy import load_file, save_file

    tensors = load_file(folder / "depth.safetensors")
    tensors["frames.bias"] = np.zeros((5, 48), np.float16)
    save_file(tensors, folder / "depth.safetensors", metadata={"heads": "2"})
    write_folder(folder, Description(name="mixed"))
    with pytest.raises(MotionCtrlError, match="belong to different models"):
        Engine(folder)
