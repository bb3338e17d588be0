"""``train data --folder``: any folder of motion files, with a table of what is said of them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.formats.load import save_motion
from engine.lab.collections.folder.samples import build_samples
from engine.lab.collections.folder.tables import read_entries
from engine.lab.collections.further import split_motions
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis


def waving(seconds: float = 2.0) -> Motion:
    """A body that stands and lifts its right arm to and fro."""
    frames = round(20 * seconds)
    motion = Motion(np.tile(np.eye(3), (frames, 22, 1, 1)), np.tile([0.0, 0.93, 0.0], (frames, 1)))
    motion.rotations[:, INDEX["right_shoulder"]] = about_axis("z", 0.6 + 0.5 * np.sin(np.arange(frames) / 4))
    return motion


@pytest.fixture
def folder(tmp_path):
    for name in ("one.bvh", "two.npz", "below/three.npy", "four.bvh"):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save_motion(waving(), path)
    return tmp_path / "files"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "captions.csv"
    path.write_text(
        "file,text,split\none.bvh,a person waves the right arm,train\none.bvh,the left leg stands still,train\n"
        "two,someone waves,val\nbelow/three.npy,wave,test\nabsent.bvh,nothing,train\nfour.bvh,wave again,train\n",
        encoding="utf-8",
    )
    return path


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_files_of_every_format_become_motions_and_samples(folder, table, tmp_path, capsys):
    (folder / "four.bvh").write_text("HIERARCHY\nnonsense", encoding="utf-8")
    out = tmp_path / "motions"
    assert run("train", "data", "--folder", folder, "--captions", table, "--out", out) == 0
    shown = capsys.readouterr().out
    assert "3 motions, 1 files left out" in shown and "four.bvh" in shown
    assert [len(split_motions(out, split)) for split in ("train", "validation", "test")] == [1, 1, 1]
    plain, mirrored = build_samples(out, "train")
    assert plain.captions[:2] == ("a person waves the right arm", "the left leg stands still")
    assert mirrored.captions[:2] == ("a person waves the left arm", "the right leg stands still")
    assert plain.rotations.shape[1:] == (22, 3, 3) and len(plain) % 4 == 0


def test_the_texts_of_humanml3d_are_understood(folder, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text("a man waves#a/DET man/NOUN#0.0#0.0\nhe stops#he/PRON#0.4#1.2\n", encoding="utf-8")
    (texts / "two.txt").write_text("he waves#he/PRON#nan#nan\n", encoding="utf-8")
    (tmp_path / "val.txt").write_text("two\n", encoding="utf-8")
    entries = {entry.name: entry for entry in read_entries(folder, texts)}
    assert [(said.text, said.start, said.stop) for said in entries["one"].tellings] == [
        ("a man waves", 0.0, 0.0),
        ("he stops", 0.4, 1.2),
    ]
    assert entries["two"].split == "validation" and entries["two"].tellings[0].stop == 0.0


def test_stretches_that_are_spoken_of_become_samples_of_their_own(folder, tmp_path):
    table = tmp_path / "captions.csv"
    table.write_text("file,text,start,stop,split\none,waves,,,train\none,begins,0.4,1.4,train\n", encoding="utf-8")
    out = tmp_path / "motions"
    assert run("train", "data", "--folder", folder, "--captions", table, "--out", out) == 0
    found = {sample.name: sample.captions[0] for sample in build_samples(out, "train", mirror=False)}
    assert found == {"one_0_40": "waves", "one_8_28": "begins"}


def test_files_of_one_name_in_two_folders_stay_apart(folder, tmp_path):
    save_motion(waving(), folder / "below" / "one.bvh")
    table = tmp_path / "captions.csv"
    table.write_text("file,text\none.bvh,waves\nbelow/one.bvh,waves below\n", encoding="utf-8")
    entries = read_entries(folder, table)
    assert len({entry.name for entry in entries}) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,words\none,waves\n", "lacks the columns file and text"),
        ("file,text\nabsent,waves\n", "speaks of no motion file"),
        ("file,text,split\none,waves,sometimes\n", "says “sometimes” in line 2"),
        ("file,text,start\none,waves,soon\n", "has a time that is no number"),
    ],
)
def test_a_table_that_does_not_fit_is_named(folder, tmp_path, content, message):
    table = tmp_path / "captions.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(MotionCtrlError, match=message):
        read_entries(folder, table)


def test_options_that_do_not_go_together_are_refused(folder, tmp_path, capsys):
    out = tmp_path / "out"
    assert run("train", "data", "--folder", folder, "--out", out) != 0
    assert "--folder and --captions go together" in capsys.readouterr().err
    assert run("train", "data", "--cmu-dir", folder, "--without", "upc_run", "--out", out) != 0
    assert "--without leaves out sources of --open-motion" in capsys.readouterr().err
    with pytest.raises(MotionCtrlError, match="has no list of motions"):
        split_motions(folder, "train")
