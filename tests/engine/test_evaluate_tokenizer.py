"""``evaluate tokenizer`` measures what can be read of a folder from anywhere, and names what can't."""

from __future__ import annotations

import json

import pytest

from engine.cli.main import main
from engine.formats import save_motion
from tests.engine.rigs import bvh_text, convention, rig, stride


@pytest.fixture
def folder(tmp_path, bundled_model):
    motions = tmp_path / "motions"
    motions.mkdir()
    save_motion(stride(24), motions / "good.npz")
    (motions / "other.bvh").write_text(bvh_text(rig(stride(24), convention("mixamo"))))
    return motions


def test_an_unreadable_file_is_named_and_the_others_are_measured(folder, tmp_path, capsys):
    (folder / "cut.bvh").write_text("HIERARCHY\nROOT Hips\n{\n")
    (folder / "shape.npz").write_bytes(b"PK\x03\x04 nothing")
    (folder / "alone.amc").write_text(":DEGREES\n1\nroot 0 0 0 0 0 0\n")
    assert main(["evaluate", "tokenizer", "--motions", str(folder), "--json", str(tmp_path / "out.json")]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("not read:")]
    assert len(said) == 3 and all(any(name in line for line in said) for name in ("cut.bvh", "shape.npz", "alone.amc"))
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["motions"] == 2 and found["unread"] == 3


def test_companions_of_macos_are_passed_over(folder, capsys):
    for name in ("._good.npz", "._other.bvh", ".DS_Store"):
        (folder / name).write_bytes(b"\x00\x05\x16\x07" + b"\0" * 80)
    assert main(["evaluate", "tokenizer", "--motions", str(folder)]) == 0
    assert "not read" not in capsys.readouterr().err


def test_a_folder_of_nothing_readable_is_one_sentence(folder, capsys):
    for file in folder.iterdir():
        file.write_bytes(b"once upon a time")
    assert main(["evaluate", "tokenizer", "--motions", str(folder)]) == 2
    assert "choose another folder" in capsys.readouterr().err.splitlines()[-1]
