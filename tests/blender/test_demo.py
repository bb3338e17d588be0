"""What `make demo` shows of its sentences, however long they are."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.blender.conftest import ROOT

SHORT = "a person waves with the right hand"
LONG = (
    "a tired old person walks forward slowly, turns around to the left, bows, raises both arms above the head, "
    "and then jumps up and down three times before sitting down on the floor and resting for a while"
)
SENTENCES = " ".join([LONG] * 3)
SHOUTED = "WWWWWWWWWWWWWWWWWWWW MMMMMMMMMMMMMM"


@pytest.fixture(scope="module")
def said() -> dict:
    pytest.importorskip("bpy", reason="bpy is not installed")
    command = [sys.executable, str(ROOT / "tests" / "blender" / "captions.py"), SHORT, LONG, SENTENCES, SHOUTED, ""]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_captions_of_any_length_stay_in_the_films_picture(said):
    for caption in said["captions"]:
        assert all(0 <= along <= 1 for corner in caption["seen"] for along in corner), caption
    for box in said["bodies"]:
        assert all(0 <= along <= 1 for corner in box for along in corner)


def test_captions_say_every_word_and_leave_room_for_the_next_one(said):
    for text, caption in zip((SHORT, LONG, SENTENCES), said["captions"], strict=False):
        assert " ".join(caption["lines"]) == text
    sides = [caption["sides"] for caption in said["captions"] if caption["lines"] != [""]]
    assert all(left[1] < right[0] for left, right in zip(sides, sides[1:], strict=False))
    assert said["captions"][0]["size"] > said["captions"][2]["size"]


def test_lines_of_the_contact_sheet_end_inside_it(said):
    for text, lines in zip((SHORT, LONG, SENTENCES, SHOUTED), said["sheet"], strict=False):
        assert " ".join(line for line, _ in lines) == text
        assert max(width for _, width in lines) <= 1424
    assert [len(lines) for lines in said["sheet"]][:2] == [1, 1] and len(said["sheet"][2]) > 1
