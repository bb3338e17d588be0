"""The split keeps what belongs together on one side, and is written down."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from engine.lab.data.cmu import Trial, split_key
from engine.lab.data.kinds import kind_of
from engine.lab.data.split import NAMES, make_split, read_split, split_of


def trial(cmu_id: str, description: str = "walk", source: str = "one", window: str = "") -> Trial:
    name = f"{cmu_id}_{window}" if window else cmu_id
    kind = "window" if window else "full"
    return Trial(name, cmu_id, split_key(cmu_id), kind, description, source, Path(name), None, False, 60, 2.0)


ROWS = [trial(f"{subject:02d}_{number:02d}") for subject in (7, 8) for number in range(1, 21)]
DANCES = [trial(f"{subject}_{number:02d}", "salsa dance", "two") for subject in (60, 61) for number in range(1, 13)]


def test_the_two_dancers_of_a_pair_stay_together():
    split = make_split(ROWS + DANCES)
    assert all(split[f"60_{number:02d}"] == split[f"61_{number:02d}"] for number in range(1, 13))
    table = read_split()
    pairs = [name for name in table if name.startswith("60_")]
    assert pairs and all(table[name] == table["61" + name[2:]] for name in pairs)


def test_every_kind_and_every_source_is_in_the_test_set():
    rows = ROWS + DANCES + [trial("90_01", "walk", "rare"), trial("90_02", "walk", "rare")]
    split = make_split(rows)
    for key in (lambda row: kind_of(row.description), lambda row: row.source):
        sides = defaultdict(set)
        for row in rows:
            sides[key(row)].add(split[row.cmu_id])
        assert all("test" in names for names in sides.values())


def test_the_split_does_not_depend_on_the_order_of_the_list():
    assert make_split(ROWS + DANCES) == make_split(list(reversed(ROWS + DANCES)))


def test_the_file_holds_about_80_8_and_12_percent():
    names = list(read_split().values())
    assert set(names) == set(NAMES)
    assert 0.74 < names.count("train") / len(names) < 0.84
    assert 0.10 < names.count("test") / len(names) < 0.16


def test_a_trial_that_the_file_does_not_name_always_falls_on_the_same_side():
    assert split_of("140_01", {}) == split_of("140_01", {}) in NAMES
    assert split_of("60_99", {}) == split_of("61_99", {})


def test_the_file_is_what_the_real_list_gives():
    from engine.lab.data.cmu import trials

    folder = Path(__file__).resolve().parents[3] / "data" / "cmu_mocap"
    if not (folder / "manifest.csv").is_file():
        pytest.skip("the motion data is not unpacked beside the repository")
    assert make_split(trials(folder)) == read_split()


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("walk", "walk"),
        ("walk, 90-degree left turn", "walk turn"),
        ("SadWalk", "walk style"),
        ("run/jog", "run"),
        ("Run Turn Left", "run turn"),
        ("run, leap", "obstacle"),
        ("Jump", "jump"),
        ("jumping jacks, jog, squats, side twists, stretches", "exercise"),
        ("", "indian dance"),
        ("basketball signals", "signals"),
        ("basketball - forward dribble", "basketball"),
        ("playground - forward jumps, turn around", "playground"),
        ("jump kick", "acrobatics"),
    ],
)
def test_descriptions_are_filed_under_a_kind(description, kind):
    assert kind_of(description) == kind
