"""The command line makes motion files, or says in one sentence why not and leaves nothing behind."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.body.layout import PART_JOINTS
from engine.body.skeleton import INDEX
from engine.cli.generate import _single, add_arguments
from engine.cli.main import VERBS, main
from engine.cli.requests import request_of
from engine.formats.load import load_motion
from engine.language.condition import Embedded
from engine.motion.rotations import angle_between
from engine.pose.encoder import Video

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def generate(tiny_model, tmp_path):
    """Runs ``generate`` on the tiny model with an output file in a fresh folder."""

    def run(*arguments: object, out: str = "out.npz") -> Path:
        path = tmp_path / "out" / out
        words = ["generate", "--model", tiny_model.folder, "--threads", "1", "--out", path, *arguments]
        assert main([str(word) for word in words]) == 0
        return path

    return run


@pytest.fixture
def walk(generate) -> Path:
    return generate("--prompt", "walk", "--seconds", "3", "--seed", "7", out="walk.npz")


def turned(first, second) -> np.ndarray:
    """Names of the joints whose rotation differs anywhere."""
    return np.flatnonzero(angle_between(first.rotations, second.rotations).max(axis=0) > 1e-4)


def joints_of(*parts: str) -> set[int]:
    return {INDEX[joint] for part in parts for joint in PART_JOINTS[part]}


def test_a_prompt_becomes_a_motion_file(walk, capsys):
    with np.load(walk) as arrays:
        assert arrays["poses"].shape == (60, 72) and arrays["trans"].shape == (60, 3)
        assert arrays["joints"].shape == (60, 22, 3)
        assert float(arrays["mocap_framerate"]) == 20
        assert str(arrays["text"]) == "walk"
    assert [path.name for path in walk.parent.iterdir()] == ["walk.npz"]


def test_the_same_seed_writes_the_same_motion(walk, generate):
    again = load_motion(generate("--prompt", "walk", "--seconds", "3", "--seed", "7"))
    other = load_motion(generate("--prompt", "walk", "--seconds", "3", "--seed", "8"))
    np.testing.assert_array_equal(again.rotations, load_motion(walk).rotations)
    assert len(turned(again, other))


def test_bvh_holds_the_same_motion_as_npz(walk, generate):
    bvh = load_motion(generate("--prompt", "walk", "--seconds", "3", "--seed", "7", out="walk.bvh"))
    assert angle_between(bvh.rotations, load_motion(walk).rotations).max() < 0.05


def test_several_prompts_make_one_long_motion(generate):
    out = generate("--prompt", "walk", "--seconds", "1", "--prompt", "sit", "--seconds", "2.5")
    assert len(load_motion(out)) == 70


def test_regenerating_arms_in_a_range_leaves_every_other_joint_and_time_alone(walk, generate):
    arms = ("--regenerate", "left_arm,right_arm", "--range", "1:2")
    made = load_motion(generate("--keep", walk, *arms, "--prompt", "wave"))
    kept = load_motion(walk)
    assert set(turned(kept, made)) and set(turned(kept, made)) <= joints_of("left_arm", "right_arm")
    for start, end in ((0, 20), (40, 60)):
        np.testing.assert_allclose(made.rotations[start:end], kept.rotations[start:end], atol=1e-9)
    np.testing.assert_allclose(made.translation, kept.translation, atol=1e-9)


def test_regenerating_the_torso_in_a_range_leaves_the_rest_where_it_stands_without_a_jump(walk, generate):
    made = load_motion(generate("--keep", walk, "--regenerate", "torso", "--range", "1:2", "--prompt", "bow"))
    kept = load_motion(walk)
    assert set(turned(kept, made)) <= joints_of("torso")
    for start, end in ((0, 20), (40, 60)):
        np.testing.assert_allclose(made.translation[start:end], kept.translation[start:end], atol=1e-9)
    floor = np.linalg.norm(np.diff(made.translation[:, [0, 2]], axis=0), axis=1)
    usual = np.linalg.norm(np.diff(kept.translation[:, [0, 2]], axis=0), axis=1).max()
    assert floor[39] <= 1.5 * usual


def test_a_motion_is_continued_where_it_stands(walk, generate):
    made, kept = load_motion(generate("--append", walk, "--prompt", "stop", "--seconds", "1")), load_motion(walk)
    assert len(made) == 80
    np.testing.assert_allclose(made.rotations[:60], kept.rotations, atol=1e-9)
    steps = np.linalg.norm(np.diff(made.translation[:, [0, 2]], axis=0), axis=1)
    assert steps[59] <= 2 * steps.max() and steps[59] < 0.5


def test_a_gap_between_two_motions_is_filled(walk, generate):
    made, kept = load_motion(generate("--between", walk, walk, "--seconds", "1")), load_motion(walk)
    assert len(made) == 60 + 20 + 60
    np.testing.assert_allclose(made.rotations[:60], kept.rotations, atol=1e-9)
    np.testing.assert_allclose(made.rotations[80:, 1:], kept.rotations[:, 1:], atol=1e-9)


def test_a_motion_starts_where_another_one_starts(walk, generate):
    made = load_motion(generate("--start", walk, "--prompt", "run", "--seconds", "1"))
    assert len(made) == 20
    np.testing.assert_allclose(made.translation[0], load_motion(walk).translation[0], atol=0.2)


def test_a_batch_writes_one_motion_a_line(tiny_model, tmp_path):
    lines = [
        {"prompt": "walk", "seconds": 1, "checks": []},
        {"prompt": ["walk", "sit"], "seconds": [1, 2], "seed": 3, "out": "second.bvh"},
        {"prompt": "stand", "seconds": 1, "part": {"left_arm": "wave"}},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    words = ["generate", "--model", tiny_model.folder, "--batch", batch, "--out-dir", tmp_path / "made", "--threads", 1]
    assert main([str(word) for word in words]) == 0
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["0000.npz", "0002.npz", "second.bvh"]
    assert len(load_motion(tmp_path / "made" / "second.bvh")) == 60


def fails(capsys, *arguments: object) -> str:
    """Run a command that must fail; returns its one sentence."""
    assert main([str(word) for word in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.err.strip() and captured.err.count("\n") == 1 and "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--prompt", ""], "prompt is empty"),
        ([], "prompt is empty"),
        (["--prompt", "walk", "--seconds", "1e9"], "not possible"),
        (["--prompt", "walk", "--seconds", "-1"], "not possible"),
        (["--prompt", "walk", "--seconds", "nan"], "not possible"),
        (["--prompt", "walk", "--seconds", "long"], "invalid float"),
        (["--prompt", "walk", "--seconds", "1", "--seconds", "2"], "one --seconds for each"),
        (["--prompt", "walk", "--part", "tail=wags"], "no part 'tail'"),
        (["--prompt", "walk", "--part", "left_arm"], "has no '='"),
        (["--prompt", "walk", "--part", "left_arm=a", "--part", "left_arm=b"], "named twice"),
        (["--prompt", "walk", "--strength", "99"], "strength"),
        (["--prompt", "walk", "--video", "film.mp4"], "video"),
        (["--prompt", "walk", "--mirrored"], "--mirrored needs --video"),
        (["--prompt", "walk", "--follow", "0.5"], "--follow needs --video"),
        (["--prompt", "walk", "--start", "walk.npz", "--mirrored"], "--mirrored needs --video"),
        (["--prompt", "walk", "--append", "nowhere.npz"], "nowhere.npz"),
        (["--prompt", "walk", "--regenerate", "left_arm"], "--keep"),
        (["--prompt", "walk", "--keep", "a.npz"], "--regenerate"),
        (["--prompt", "walk", "--keep", "a.npz", "--append", "b.npz"], "contradict"),
        (["--keep", "a.npz", "--regenerate", "left_arm,left_arm"], "named twice"),
        (["--keep", "a.npz", "--range", "1-2"], "range"),
        (["--between", "a.npz", "b.npz"], "--seconds"),
        (["--prompt", "walk", "--threads", "0"], "--threads"),
        (["--prompt", "walk", "--fly"], "--fly"),
        (["--prompt", "walk " * 3000, "--seconds", "1"], "shorten the instruction"),
    ],
)
def test_bad_requests_are_one_sentence_and_write_nothing(tiny_model, tmp_path, capsys, arguments, sentence):
    out = tmp_path / "new" / "out.npz"
    assert sentence in fails(capsys, "generate", "--model", tiny_model.folder, "--out", out, *arguments)
    assert not out.parent.exists()


def test_a_range_outside_the_motion_is_one_sentence(tiny_model, walk, tmp_path, capsys):
    for bad in ("2:9", "2:1", "-1:2", "1:1"):
        arguments = ["--keep", walk, "--regenerate", "torso", f"--range={bad}", "--prompt", "x"]
        out = tmp_path / "kept.npz"
        sentence = fails(capsys, "generate", "--model", tiny_model.folder, "--out", out, *arguments)
        assert "outside the motion" in sentence and not out.exists()


@pytest.mark.parametrize("name", ["out.txt", "out", "out.npy.gz"])
def test_an_unknown_kind_of_output_is_refused_before_anything_is_made(tiny_model, tmp_path, capsys, name):
    arguments = ("generate", "--model", tiny_model.folder, "--prompt", "walk", "--out", tmp_path / name)
    assert "no motion file" in fails(capsys, *arguments)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"prompt": "walk", "sekonds": 2}', "unknown option 'sekonds'"),
        ('{"prompt": "walk"', "line 2 is not JSON"),
        ("[1]", "not a JSON object"),
        ('{"prompt": "walk", "seconds": "x"}', "makes no sense"),
        ('{"prompt": "walk", "seconds": -2}', "not possible"),
        ('{"prompt": ""}', "prompt is empty"),
        ('{"prompt": "walk", "video": "film.mp4", "mirrored": "no"}', "neither true nor false"),
    ],
)
def test_a_bad_line_of_a_batch_is_named_before_anything_is_made(tiny_model, tmp_path, capsys, line, sentence):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"prompt": "walk", "seconds": 1}\n' + line + "\n")
    arguments = ("--model", tiny_model.folder, "--batch", batch, "--out-dir", tmp_path / "made")
    assert sentence in fails(capsys, "generate", *arguments)
    assert not (tmp_path / "made").exists()


def test_what_belongs_into_the_batch_is_refused_beside_it(tmp_path, capsys):
    words = ("generate", "--batch", tmp_path / "batch.jsonl", "--out-dir", tmp_path / "made")
    for beside in (["--prompt", "walk"], ["--video", "film.mp4"], ["--mirrored"], ["--seconds", "2"]):
        assert "put all but --seed and --strength there" in fails(capsys, *words, *beside)


def test_a_mirrored_video_is_seen_as_a_mirror_shows_it(monkeypatch):
    asked = []

    def watch(path, _folder, mirrored=False):
        asked.append((str(path), mirrored))
        return Video(Embedded(np.zeros((5, 4), np.float32), np.zeros((5, 4), np.float32)))

    monkeypatch.setattr("engine.cli.requests.watch_video", watch)
    engine = SimpleNamespace(folder=Path("model"))
    for words in (["--video", "film.mp4"], ["--video", "film.mp4", "--mirrored"]):
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        request, _ = request_of(_single(parser.parse_args([*words, "--out", "out.npz"])), engine)
        assert len(request.video) == 5
    assert asked == [("film.mp4", False), ("film.mp4", True)]


def test_a_damaged_model_is_one_sentence(tmp_path, capsys):
    (tmp_path / "motionctrl.json").write_text("{")
    for arguments in (
        ("generate", "--model", tmp_path, "--prompt", "walk", "--out", tmp_path / "x.npz"),
        ("bench", "--model", tmp_path),
        ("model", "verify", tmp_path),
        ("model", "info", tmp_path),
    ):
        assert "motionctrl.json" in fails(capsys, *arguments)


def test_bench_writes_the_figures_that_other_tools_read(tiny_model, tmp_path):
    out = tmp_path / "bench.json"
    words = ["bench", "--model", tiny_model.folder, "--seconds", "1", "--json", out, "--threads", "1"]
    assert main([str(word) for word in words]) == 0
    figures = json.loads(out.read_text())
    for name in ("motion_fps", "first_frame_s", "load_s", "peak_memory_mb", "threads"):
        assert figures[name] > 0
    assert (figures["decoder"], figures["model"]) == ("frame", "tiny")


def test_describe_prints_one_line_of_text_about_any_kind_of_file(tiny_model, walk, tmp_path, capsys):
    assert main(["convert", str(walk), str(tmp_path / "walk.bvh")]) == 0
    capsys.readouterr()
    for file in (walk, tmp_path / "walk.bvh"):
        assert main(["describe", str(file), "--model", str(tiny_model.folder), "--threads", "1"]) == 0
        said = capsys.readouterr()
        assert said.out.startswith("A person") and said.out.count("\n") == 1 and not said.err


def test_what_can_not_be_described_is_one_sentence(tiny_model, walk, tmp_path, capsys):
    assert "nowhere.bvh" in fails(capsys, "describe", "nowhere.bvh", "--model", tiny_model.folder)
    assert "--threads" in fails(capsys, "describe", walk, "--model", tiny_model.folder, "--threads", "0")
    older = shutil.copytree(tiny_model.folder, tmp_path / "older")
    manifest = json.loads((older / "motionctrl.json").read_text())
    del manifest["tasks"]
    (older / "motionctrl.json").write_text(json.dumps(manifest))
    assert "not trained yet" in fails(capsys, "describe", walk, "--model", older)


def test_models_are_listed_inspected_and_verified(tiny_model, capsys):
    assert main(["model", "list", str(tiny_model.folder.parent)]) == 0
    assert "tiny" in capsys.readouterr().out
    assert main(["model", "info", str(tiny_model.folder)]) == 0
    assert json.loads(capsys.readouterr().out)["window"] == 12
    assert main(["model", "verify", str(tiny_model.folder)]) == 0
    assert "all as published" in capsys.readouterr().out


def test_unknown_verbs_are_one_sentence(capsys):
    assert "invalid choice" in fails(capsys, "fly")
    assert "required" in fails(capsys)


def test_every_verb_explains_itself(capsys):
    for verb in VERBS:
        with pytest.raises(SystemExit) as caught:
            main([verb, "--help"])
        assert caught.value.code == 0
        assert verb in capsys.readouterr().out


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "engine", "fly"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
