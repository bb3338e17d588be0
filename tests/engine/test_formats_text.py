"""Text files as other programs and systems write them are read like plain ones."""

from __future__ import annotations

import codecs
import re

import numpy as np
import pytest

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.formats import load_motion, save_motion
from engine.formats.asf_amc import find_skeleton
from tests.engine.rigs import bvh_text, convention, rig, stride


@pytest.fixture(scope="module")
def plain() -> str:
    return bvh_text(rig(stride(12), convention("mixamo")))


@pytest.fixture(scope="module")
def joints(plain, tmp_path_factory) -> np.ndarray:
    path = tmp_path_factory.mktemp("plain") / "a.bvh"
    path.write_text(plain)
    return load_motion(path).joints()


def commas(text: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text)


def listed(text: str) -> str:
    """Frames as a spreadsheet saves them: numbers parted by commas."""
    head, frames = text.split("Frame Time:")
    rows = frames.splitlines()
    return head + "Frame Time:" + "\n".join([rows[0], *(row.replace(" ", ",") for row in rows[1:])]) + "\n"


DIALECTS = {
    "old Macintosh line ends": lambda text: text.replace("\n", "\r").encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends changed twice": lambda text: text.replace("\n", "\r\r\n").encode(),
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16, little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16, big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16, big, without a mark": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Latin-1 in a name": lambda text: text.replace("HIERARCHY", "HIERARCHY\n# Läufer").encode("latin-1"),
    "Ctrl-Z at the end": lambda text: text.encode() + b"\x1a",
    "zeros at the end": lambda text: text.encode() + b"\x1a" + b"\0" * 200,
    "decimal commas": lambda text: commas(text).encode(),
    "decimal commas and UTF-16": lambda text: commas(text).encode("utf-16"),
    "commas between numbers": lambda text: listed(text).encode(),
    "decimal commas, semicolons between": lambda text: commas(listed(text).replace(",", ";")).encode(),
    "a comment first": lambda text: b"# exported on Monday\n" + text.encode(),
    "comments of C": lambda text: text.replace("MOTION", "// the motion\nMOTION").encode(),
    "a line of the program first": lambda text: b"Exported by a program\n\n" + text.encode(),
    "small letters": lambda text: re.sub(r"HIERARCHY|ROOT|JOINT|OFFSET|MOTION", lambda m: m[0].lower(), text).encode(),
    "typographic minus": lambda text: text.replace("-", "\u2212").encode(),
    "blank lines": lambda text: text.replace("\n", "\n \n").encode(),
    "the frame time's unit": lambda text: text.replace("Frame Time: 0.050000", "Frame Time: 50 ms").encode(),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_bvh_of_any_dialect_is_read_like_the_plain_one(plain, joints, tmp_path, dialect):
    path = tmp_path / "a.bvh"
    path.write_bytes(DIALECTS[dialect](plain))
    found = load_motion(path)
    assert found.fps == 20 and np.abs(found.joints() - joints).max() < 1e-6


def test_decimal_commas_are_told(plain, tmp_path, capsys):
    path = tmp_path / "a.bvh"
    path.write_bytes(commas(plain).encode())
    assert main(["convert", str(path), str(tmp_path / "b.npz")]) == 0
    assert "decimal commas" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("8.333", "--fps 120 if it is meant in milliseconds"),
        ("33.333333", "--fps 30 if it is meant in milliseconds"),
        ("16.6667", "--fps 60 if it is meant in milliseconds"),
        ("120", "--fps 120 if it is meant in frames a second"),
        ("0", "--fps"),
        ("-0.05", "--fps"),
        ("1", "--fps"),
        ("5000", "--fps"),
    ],
)
def test_a_frame_time_of_no_motion_is_refused_with_a_way_out(plain, joints, tmp_path, written, way):
    path = tmp_path / "a.bvh"
    path.write_text(plain.replace("Frame Time: 0.050000", f"Frame Time: {written}"))
    with pytest.raises(MotionCtrlError, match=re.escape(way)):
        load_motion(path)
    assert np.abs(load_motion(path, fps=20).joints() - joints).max() < 1e-6


def capitals(path) -> None:
    path.write_text(path.read_text().upper())


def root_in_capitals(path) -> None:
    path.write_text(
        re.sub(r"^ *(order|axis|position|orientation)\b.*", lambda m: m[0].upper(), path.read_text(), flags=re.M)
    )


def commas_in(path) -> None:
    path.write_text(commas(path.read_text()))


def old_line_ends(path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))


def utf16(path) -> None:
    path.write_text(path.read_text(), encoding="utf-16")


@pytest.fixture
def acclaim(tmp_path):
    save_motion(stride(6), tmp_path / "w.amc")
    skeleton = tmp_path / "w.asf"
    # Another order than the default one, so that a reader which ignores it is found out.
    text = skeleton.read_text()
    order = re.search(r"order (.*)", text)[1].split()
    turned = [*order[3:], *order[:3]]
    skeleton.write_text(text.replace("order " + " ".join(order), "order " + " ".join(turned)))
    lines = (tmp_path / "w.amc").read_text().splitlines()
    rows = [line.split() for line in lines]
    lines = [
        " ".join([row[0], *row[4:], *row[1:4]]) if row[:1] == ["root"] else line
        for row, line in zip(rows, lines, strict=True)
    ]
    (tmp_path / "w.amc").write_text("\n".join(lines) + "\n")
    return tmp_path / "w.amc"


@pytest.mark.parametrize("change", [root_in_capitals, capitals, commas_in, old_line_ends, utf16])
@pytest.mark.parametrize("ending", [".asf", ".amc"])
def test_acclaim_files_in_capitals_commas_and_other_encodings(acclaim, change, ending):
    expected = load_motion(acclaim).joints()
    change(acclaim.with_suffix(ending))
    assert np.abs(load_motion(acclaim).joints() - expected).max() < 1e-6


@pytest.mark.parametrize(
    ("motion", "skeleton"),
    [
        ("HDM_bd_cartwheelLHandStart1Reps_001_120.amc", "HDM_bd.asf"),
        ("HDM_bd_01-01_01_120.amc", "HDM_bd.asf"),
        ("07_02.amc", "07.asf"),
        ("07_02.amc", "07/07.asf"),
        ("07_02.amc", "07.ASF"),
        ("motions/07_02.amc", "07.asf"),
        ("motions/07_02.amc", "07/07.asf"),
        ("walk.amc", "person.asf"),
        ("actor-a-take-3.amc", "Actor-A.asf"),
    ],
)
def test_the_skeleton_beside_a_motion_is_found(tmp_path, motion, skeleton):
    names = [skeleton, *(["HDM_dg.asf", "HDM.asf", "070.asf", "._HDM_bd_x.asf"] if skeleton != "person.asf" else [])]
    for name in (motion, *names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_skeleton(tmp_path / motion) == tmp_path / skeleton


@pytest.mark.parametrize("name", ["._walk.bvh", "._walk.amc", "._walk.npz", "._walk.npy"])
def test_a_companion_of_macos_is_called_one(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + b"\0" * 60)
    with pytest.raises(MotionCtrlError, match=r"companion file of macOS .* give walk\."):
        load_motion(tmp_path / name)
