"""The body's layout: what derives from it fits, and its numbers stand nowhere else."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

import pytest

from engine.body import layout
from engine.body.skeleton import JOINTS
from engine.store.folder import Description

ENGINE = Path(layout.__file__).resolve().parents[1]
SHIPPED = [path for path in ENGINE.rglob("*.py") if not {"lab", "cli"} & set(path.relative_to(ENGINE).parts)]


def test_columns_follow_one_another_and_fill_the_feature():
    groups = (layout.YAW_RATE, layout.ROOT_VELOCITY, layout.ROOT_HEIGHT)
    groups += (layout.POSITIONS, layout.ROTATIONS, layout.VELOCITIES, layout.CONTACTS)
    assert [group.start for group in groups] == [0, *(group.stop for group in groups[:-1])]
    assert layout.CONTACTS.stop == layout.WIDTH == 263


def test_every_joint_belongs_to_one_part():
    joints = [joint for part in layout.PARTS for joint in layout.PART_JOINTS[part]]
    assert sorted(joints) == sorted(JOINTS) and layout.JOINT_COUNT == 22


def test_a_latent_frame_has_twenty_codes_and_lasts_a_fifth_of_a_second():
    assert layout.SLOTS == 20
    assert layout.LATENT_SECONDS == pytest.approx(0.2)


def test_a_model_folder_that_says_nothing_has_the_layout_s_sizes():
    fields = Description.__dataclass_fields__
    assert fields["parts"].default == layout.PARTS and fields["layers"].default == layout.LAYERS


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_numbers_of_joints_and_columns_are_not_written_out(path):
    numbers = [
        f"line {token.start[0]}: {token.string}"
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.NUMBER and token.string in ("22", "263")
    ]
    # Tables of joints by number: a skeleton's tree and mirror image, a file format's own.
    assert path.name == "skeleton.py" or not numbers
