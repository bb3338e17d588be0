"""Helper joints that undo a turn of their parent, and paths in another unit than the bones, change no motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion.rotations import about_axis, angle_between, matrix_from_axis_angle
from engine.rigs.retarget import retarget
from engine.rigs.source import SourceMotion
from tests.engine.rigs import convention, rig, stride


def with_helpers(source: SourceMotion, joint: int, turn: np.ndarray) -> SourceMotion:
    """``joint`` turned by ``turn`` (T, 3, 3) more, which a helper without length before each of its children undoes."""
    children = source.children(joint)
    order, parents = [], []  # of the new joints: (old joint, is helper)
    place: dict[int, int] = {}
    for old in range(len(source.names)):
        parent = place.get(source.parents[old], -1)
        if old in children:
            order.append((old, True))
            parents.append(parent)
            parent = len(order) - 1
        order.append((old, False))
        parents.append(parent)
        place[old] = len(order) - 1
    rotations = np.stack(
        [np.swapaxes(turn, -1, -2) if helper else source.rotations[:, old] for old, helper in order], 1
    )
    rotations[:, place[joint]] = source.rotations[:, joint] @ turn
    offsets = np.array([np.zeros(3) if helper else source.offsets[old] for old, helper in order])
    translations = np.broadcast_to(offsets, (len(source), *offsets.shape)).copy()
    translations[:, 0] = source.translations[:, 0]
    return replace(
        source,
        names=tuple(f"null{number}" if helper else source.names[old] for number, (old, helper) in enumerate(order)),
        parents=tuple(parents),
        offsets=offsets,
        rotations=rotations,
        translations=translations,
        is_end=np.zeros(len(order), bool),
    )


TURNS = {
    "a quarter about up": lambda frames: about_axis("y", np.full(frames, np.pi / 2)),
    "half a round about up": lambda frames: about_axis("y", np.full(frames, np.pi)),
    "a quarter forwards": lambda frames: about_axis("x", np.full(frames, np.pi / 2)),
    "a quarter sideways": lambda frames: about_axis("z", np.full(frames, -np.pi / 2)),
    "one that changes": lambda frames: about_axis("y", np.linspace(0.0, 3.0, frames)),
    "any": lambda frames: matrix_from_axis_angle(np.full((frames, 3), (0.7, -0.9, 0.4))),
}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("names", ["mixamo", "vicon"])
@pytest.mark.parametrize("joint", ["pelvis", "spine3"])
def test_a_turn_that_helpers_undo_is_no_turn_of_the_body(joint, names, turn):
    walk = stride(40, turn=0.8)
    plain = rig(walk, convention(names), rest="a")
    number = {"pelvis": 0, "spine3": 9}[joint]
    helped = with_helpers(plain, number, TURNS[turn](len(plain)))
    assert np.abs(plain.world()[0][:, -1] - helped.world()[0][:, -1]).max() < 1e-9
    expected, found = retarget(plain), retarget(helped)
    assert np.abs(expected.joints() - found.joints()).max() < 0.005
    assert angle_between(expected.rotations, found.rotations).max() < 3.0


@pytest.mark.parametrize(("unit", "size"), [("centimetres", 100.0), ("millimetres", 1000.0)])
def test_a_path_in_another_unit_than_the_bones_is_mended_and_told(unit, size):
    walk = stride(40)
    source = rig(walk, convention("mixamo"), scale=1.0)
    expected = retarget(source)
    source.translations[:, 0] *= size
    found = retarget(source)
    assert np.abs(found.joints() - expected.joints()).max() < 1e-6
    assert expected.notes == () and unit in found.notes[0]
