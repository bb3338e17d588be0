"""Models of random weights of any size open and run through the same code as trained ones."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.api import Engine, Request
from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.lab.evaluation import shapes
from engine.lab.evaluation.shapes import KINDS, SHAPES, SPREAD, Shape, write_shape
from engine.store.folder import read_folder

SMALL = Shape(64, 96, 2, 2, 1, 16_448)


@pytest.fixture(scope="module")
def vocabulary(tiny_model):
    return shapes.truncated_vocabulary(tiny_model.folder / "vlmm.gguf")


@pytest.fixture(autouse=True)
def vocabulary_read_once(vocabulary, monkeypatch):
    """Reading it takes a second."""
    monkeypatch.setattr(shapes, "truncated_vocabulary", lambda _: vocabulary)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_of_random_weights_runs_like_any_other(tiny_model, tmp_path, kind):
    folder = write_shape(tmp_path / "made", SMALL, kind, tiny_model.folder, f"small {kind}")
    assert read_folder(folder, contents=True).name == f"small {kind}"
    with Engine(folder, threads=1) as engine:
        assert engine.description.window == 12
        made = engine.fill(Request(("walk",), (1.0,)))
    assert len(made.motion) == 20 and np.isfinite(made.motion.joints()).all()


@pytest.mark.parametrize("kind", KINDS)
def test_its_weights_are_spread_as_those_of_a_new_model(tiny_model, tmp_path, kind):
    gguf = pytest.importorskip("gguf")
    folder = write_shape(tmp_path / "made", SMALL, kind, tiny_model.folder, "small")
    reader = gguf.GGUFReader(folder / "vlmm.gguf")
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    assert set(tensors) >= {"output.weight", "blk.1.attn_k.weight"} and len(tensors) == 3 + 2 * 9
    gate = tensors["blk.0.ffn_gate.weight"]
    weights = gguf.quants.dequantize(gate.data, gate.tensor_type)
    assert weights.shape == (96, 64) and np.std(weights) == pytest.approx(SPREAD, rel=0.05)
    assert len(reader.fields["tokenizer.ggml.tokens"].data) == SMALL.vocabulary


def test_only_one_matrix_is_in_memory_at_a_time(tiny_model, tmp_path, monkeypatch):
    asked = []

    def weights(count: int, _random) -> np.ndarray:
        asked.append(count)
        return np.zeros(count // 32 * 18, np.uint8)

    monkeypatch.setitem(shapes.KINDS, "Q4_0", weights)
    write_shape(tmp_path / "made", SMALL, "Q4_0", tiny_model.folder, "small")
    assert max(asked) == SMALL.vocabulary * SMALL.width and len(asked) == 2 + 2 * 7


def test_llama2_7b_has_its_seven_billion_weights():
    shape = SHAPES["llama2-7b"]
    names = shapes.tensor_names(shape.config())
    total = sum(int(np.prod(shapes._sizes(name, shape))) for name in names)
    assert total == pytest.approx(6.74e9, rel=0.001)


def test_a_disk_without_room_is_said_before_anything_is_written(tiny_model, tmp_path, monkeypatch):
    monkeypatch.setattr(shapes, "_SPARE", 10**18)
    with pytest.raises(MotionCtrlError, match="GB free: choose another folder or a smaller kind"):
        write_shape(tmp_path / "made", SMALL, "Q4_0", tiny_model.folder, "small")
    assert not list((tmp_path / "made").iterdir())


def test_bench_measures_a_shape_and_keeps_it_only_where_it_is_told_to(tiny_model, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(shapes.SHAPES, "small", SMALL)
    out, folder = tmp_path / "bench.json", tmp_path / "kept"
    words = [
        "bench",
        "--shape",
        "small",
        "--kind",
        "Q8_0",
        "--model",
        tiny_model.folder,
        "--threads",
        1,
        "--seconds",
        1,
        "--json",
        out,
    ]
    for extra in ([], ["--folder", folder], ["--folder", folder]):
        assert main([str(word) for word in [*words, *extra]]) == 0
        assert json.loads(out.read_text())["model"] == "small Q8_0, random weights"
    assert (folder / "vlmm.gguf").is_file()
    assert capsys.readouterr().err.count("writing") == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--shape", "huge"], "--shape huge is not known: use llama2-7b"),
        (["--shape", "llama2-7b", "--kind", "Q2"], "--kind Q2 is not known: use F16"),
        (["--folder", "somewhere"], "--folder goes with --shape"),
    ],
)
def test_what_is_not_there_is_one_sentence(arguments, sentence, capsys):
    assert main(["bench", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence) and said.count("\n") == 1


def test_another_model_in_the_folder_is_left_alone(tiny_model, monkeypatch, capsys):
    monkeypatch.setitem(shapes.SHAPES, "small", SMALL)
    words = ["bench", "--shape", "small", "--folder", str(tiny_model.folder), "--model", str(tiny_model.folder)]
    assert main(words) == 2
    assert "holds the model tiny" in capsys.readouterr().err
