"""Letters of any script in prompts, batch files and file names; broken ones are one sentence."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.formats import load_motion, save_motion
from tests.engine.rigs import stride

ROOT = Path(__file__).resolve().parents[2]


def generate(tiny_model, *words: object) -> int:
    return main(["generate", "--model", str(tiny_model.folder), "--threads", "1", *map(str, words)])


def said_once(capsys) -> str:
    said = capsys.readouterr().err.strip()
    assert said and "\n" not in said and "Traceback" not in said
    return said


@pytest.mark.parametrize("option", [("--prompt", "l\udcff\udcfeuft"), ("--prompt", "walk", "--part", "head=\udcff")])
def test_bytes_that_are_no_utf8_in_a_prompt_are_one_sentence(tiny_model, tmp_path, capsys, option):
    assert generate(tiny_model, *option, "--seconds", 1, "--out", tmp_path / "a.npz") == 2
    assert "no UTF-8" in said_once(capsys) and not list(tmp_path.iterdir())


def test_a_prompt_in_utf8_is_understood_where_the_system_knows_only_ascii(tiny_model, tmp_path):
    broken = "läuft".encode().decode("ascii", errors="surrogateescape")
    assert generate(tiny_model, "--prompt", broken, "--seconds", 1, "--out", tmp_path / "a.npz") == 0
    assert load_motion(tmp_path / "a.npz").text == "läuft"


LINE = json.dumps({"prompt": "läuft 走", "seconds": 1, "out": "日本.npz"}, ensure_ascii=False)


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode(),
        codecs.BOM_UTF8 + LINE.encode(),
        LINE.encode("utf-16"),
        LINE.replace("läuft", "läuft\u2028").encode() + b"\r\n\r\n",
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16", "Windows line ends"],
)
def test_batch_files_of_any_encoding(tiny_model, tmp_path, data):
    (tmp_path / "a.jsonl").write_bytes(data)
    assert generate(tiny_model, "--batch", tmp_path / "a.jsonl", "--out-dir", tmp_path / "out") == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["日本.npz"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"prompt": "\\ud800", "seconds": 1}',
        b'{"prompt": "l\xffuft", "seconds": 1}',
        b'{"prompt": "walk", "part": {"head": "\\udfff"}}',
        b"[" * 100000,
        b"",
        b" \n\n",
    ],
    ids=["half a letter", "no UTF-8", "half a letter for a part", "nested", "empty", "blank"],
)
def test_broken_batch_files_are_one_sentence(tiny_model, tmp_path, capsys, data):
    (tmp_path / "a.jsonl").write_bytes(data)
    assert generate(tiny_model, "--batch", tmp_path / "a.jsonl", "--out-dir", tmp_path / "out") == 2
    assert "a.jsonl" in said_once(capsys) and not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_output_that_the_code_page_lacks_is_no_failure(tmp_path, encoding):
    save_motion(stride(8), tmp_path / "a.npz")
    done = subprocess.run(
        [sys.executable, "-m", "engine", "convert", tmp_path / "a.npz", tmp_path / "日本.npz"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    assert (tmp_path / "日本.npz").is_file()


def test_the_bundled_model_refuses_a_prompt_of_which_it_knows_nothing(bundled_model, tmp_path, capsys):
    assert main(["generate", "--prompt", "asdf qwer", "--out", str(tmp_path / "a.npz")]) == 2
    assert "“asdf” and “qwer”" in said_once(capsys) and not list(tmp_path.iterdir())


def test_what_was_not_understood_is_said_before_anything_is_made(bundled_model, tmp_path, capsys, monkeypatch):
    from engine.api import Engine

    said = []
    monkeypatch.setattr(Engine, "stream", lambda *_: said.append(capsys.readouterr().err) or iter(()))
    with pytest.raises(ValueError, match="concatenate"):  # nothing was streamed
        main(["generate", "--prompt", "a person läuft forward", "--seconds", "1", "--out", str(tmp_path / "a.npz")])
    assert "“läuft”" in said[0]
