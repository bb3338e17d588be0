"""Damaged and foreign files end in one sentence that says what to do, never in a traceback."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.formats import load_motion, save_motion
from tests.engine.rigs import bvh_text, convention, rig, stride


def lines_changed(change):
    """A damage that works on the file's lines."""
    return lambda data: "\n".join(change(data.decode().splitlines())).encode()


def motion_at(lines: list[str]) -> int:
    return lines.index("MOTION")


def without_last_number(lines):
    return [*lines[:-1], " ".join(lines[-1].split()[:-1])]


def first_number(replacement):
    def change(lines):
        row = next(k for k, line in enumerate(lines) if k > motion_at(lines) + 2)
        return [*lines[:row], " ".join([replacement, *lines[row].split()[1:]]), *lines[row + 1 :]]

    return change


BVH_DAMAGE = {
    "empty": lambda data: b"",
    "garbage": lambda data: np.random.default_rng(0).bytes(4000),
    "text of something else": lambda data: b"once upon a time",
    "cut in the skeleton": lambda data: data[:700],
    "cut in the motion": lambda data: data[: len(data) * 2 // 3],
    "a number missing": lines_changed(without_last_number),
    "not a number": lines_changed(first_number("nan")),
    "infinite": lines_changed(first_number("inf")),
    "a word": lines_changed(first_number("left")),
    "wrong channel count": lambda data: data.replace(b"CHANNELS 3", b"CHANNELS 4", 1),
    "too few channels": lambda data: data.replace(
        b"CHANNELS 3 Zrotation Xrotation Yrotation", b"CHANNELS 1 Zrotation", 1
    ),
    "no frame time": lambda data: data.replace(b"Frame Time", b"Farme Time"),
    "frame time zero": lines_changed(lambda lines: ["Frame Time: 0" if "Frame Time" in x else x for x in lines]),
    "no frames": lines_changed(lambda lines: [*lines[: motion_at(lines) + 1], "Frames: 0", "Frame Time: 0.05"]),
    "a brace too many": lambda data: data.replace(b"MOTION", b"}\nMOTION"),
    "no motion": lambda data: data.split(b"MOTION")[0],
    "two roots": lambda data: data.replace(b"MOTION", b"ROOT other\n{\nOFFSET 0 0 0\nCHANNELS 0\n}\nMOTION"),
    "broken offset": lambda data: data.replace(b"OFFSET", b"OFFSET here", 1),
}


def one_sentence(error: MotionCtrlError) -> None:
    text = str(error)
    assert text.endswith((".", ")")) and "\n" not in text and len(text) < 400
    assert "Error" not in text and "Traceback" not in text


@pytest.mark.parametrize("damage", BVH_DAMAGE)
def test_damaged_bvh(tmp_path, damage):
    path = tmp_path / "motion.bvh"
    path.write_bytes(BVH_DAMAGE[damage](bvh_text(rig(stride(8), convention("mixamo"))).encode()))
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(path)
    one_sentence(caught.value)
    assert "motion.bvh" in str(caught.value)


AMC_DAMAGE = {
    "empty": lambda data: b"",
    "garbage": lambda data: np.random.default_rng(0).bytes(4000),
    "cut in a line": lambda data: data[: len(data) - 400].rsplit(b" ", 1)[0],
    "cut between bones": lambda data: b"\n".join(data.splitlines()[:-3]),
    "no frames": lambda data: b":FULLY-SPECIFIED\n:DEGREES\n",
    "unknown bone": lambda data: data.replace(b"left_knee", b"tail"),
    "not finite": lambda data: data.replace(b"\nleft_knee ", b"\nleft_knee nan ", 1).replace(b"nan 0", b"nan", 1),
    "a word": lambda data: data.replace(b"\nleft_knee ", b"\nleft_knee bent", 1),
    "a number too many": lambda data: data.replace(b"\nleft_knee ", b"\nleft_knee 1.0 ", 1),
}
ASF_DAMAGE = {
    "absent": None,
    "empty": lambda data: b"",
    "garbage": lambda data: np.random.default_rng(0).bytes(4000),
    "cut": lambda data: data[: len(data) // 2],
    "no hierarchy": lambda data: data.split(b":hierarchy")[0],
    "broken axis": lambda data: data.replace(b"axis 0 0 0 XYZ", b"axis 0 0 XYZ", 1),
    "unknown parent": lambda data: data.replace(b"left_hip_link left_hip\n", b"tail left_hip\n"),
    "no direction": lambda data: data.replace(b"direction", b"dir", 1),
}


@pytest.mark.parametrize("damage", AMC_DAMAGE)
def test_damaged_amc(tmp_path, damage):
    path = tmp_path / "motion.amc"
    save_motion(stride(6), path)
    path.write_bytes(AMC_DAMAGE[damage](path.read_bytes()))
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(path)
    one_sentence(caught.value)


@pytest.mark.parametrize("damage", ASF_DAMAGE)
def test_damaged_or_missing_asf(tmp_path, damage):
    path = tmp_path / "motion.amc"
    save_motion(stride(6), path)
    skeleton = tmp_path / "motion.asf"
    if damage == "absent":
        skeleton.unlink()
    else:
        skeleton.write_bytes(ASF_DAMAGE[damage](skeleton.read_bytes()))
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(path)
    one_sentence(caught.value)


def amass(path, **changes):
    arrays = {"poses": np.zeros((6, 156)), "trans": np.zeros((6, 3)), "mocap_framerate": 120.0} | changes
    np.savez(path, **{name: value for name, value in arrays.items() if value is not None})


AMASS_DAMAGE = {
    "no poses": {"poses": None},
    "no path": {"trans": None},
    "lengths differ": {"trans": np.zeros((5, 3))},
    "too narrow": {"poses": np.zeros((6, 30))},
    "not finite": {"poses": np.full((6, 156), np.nan)},
    "no frames": {"poses": np.zeros((0, 156)), "trans": np.zeros((0, 3))},
    "words": {"poses": np.array([["a"] * 156] * 6)},
    "objects": {"poses": np.array([{}] * 6, dtype=object)},
    "rate zero": {"mocap_framerate": 0.0},
}


@pytest.mark.parametrize("damage", [*AMASS_DAMAGE, "empty", "garbage", "cut"])
def test_damaged_amass(tmp_path, damage):
    path = tmp_path / "motion.npz"
    amass(path, **AMASS_DAMAGE.get(damage, {}))
    if damage == "empty":
        path.write_bytes(b"")
    if damage == "garbage":
        path.write_bytes(np.random.default_rng(0).bytes(4000))
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(path)
    one_sentence(caught.value)


NPY_DAMAGE = {
    "another width": np.zeros((10, 200)),
    "no frames": np.zeros((0, 263)),
    "not finite": np.full((10, 263), np.nan),
    "normalised": np.zeros((10, 263)),
    "words": np.array([["a"] * 263]),
    "objects": np.array([None] * 4, dtype=object),
}


@pytest.mark.parametrize("damage", [*NPY_DAMAGE, "empty", "garbage", "cut"])
def test_damaged_humanml3d(tmp_path, damage):
    path = tmp_path / "motion.npy"
    np.save(path, NPY_DAMAGE.get(damage, np.zeros((10, 263))))
    if damage == "empty":
        path.write_bytes(b"")
    if damage == "garbage":
        path.write_bytes(np.random.default_rng(0).bytes(4000))
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(path)
    one_sentence(caught.value)


def test_a_motion_on_no_human_skeleton_is_refused(tmp_path):
    (tmp_path / "fish.bvh").write_text(
        "HIERARCHY\nROOT body\n{\nOFFSET 0 0 0\nCHANNELS 3 Xrotation Yrotation Zrotation\nJOINT tail\n{\n"
        "OFFSET 0 0 1\nCHANNELS 3 Xrotation Yrotation Zrotation\nEnd Site\n{\nOFFSET 0 0 1\n}\n}\n}\n"
        "MOTION\nFrames: 1\nFrame Time: 0.05\n0 0 0 0 0 0\n"
    )
    with pytest.raises(MotionCtrlError, match="left_hip.*could not be found|could not be found.*left_hip"):
        load_motion(tmp_path / "fish.bvh")


@pytest.mark.parametrize("name", ["motion.fbx", "motion", "nowhere/motion.bvh"])
def test_files_of_other_kinds_and_absent_ones(tmp_path, name):
    with pytest.raises(MotionCtrlError) as caught:
        load_motion(tmp_path / name)
    one_sentence(caught.value)
    with pytest.raises(MotionCtrlError):
        save_motion(stride(4), tmp_path / "motion.fbx")


def test_convert_says_one_sentence_with_status_2_and_writes_nothing(tmp_path, capsys):
    (tmp_path / "bad.bvh").write_text("HIERARCHY\nROOT Hips\n{\n")
    assert main(["convert", str(tmp_path / "bad.bvh"), str(tmp_path / "out.npz")]) == 2
    message = capsys.readouterr().err.strip()
    assert message and "\n" not in message and "Traceback" not in message
    assert not (tmp_path / "out.npz").exists()


def test_convert_reads_and_writes_every_kind(tmp_path, capsys):
    save_motion(stride(30), tmp_path / "a.npz")
    for first, second in (("a.npz", "b.bvh"), ("b.bvh", "c.amc"), ("a.npz", "d.npy"), ("d.npy", "e.npz")):
        assert main(["convert", str(tmp_path / first), str(tmp_path / second)]) == 0
    assert main(["convert", str(tmp_path / "c.amc"), "--out", str(tmp_path / "f.npz")]) == 0
    assert len(load_motion(tmp_path / "f.npz")) == 30 and len(load_motion(tmp_path / "e.npz")) == 30
    capsys.readouterr()
