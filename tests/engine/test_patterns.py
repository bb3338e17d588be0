"""Patterns of the depth decoder: what is sampled when, and what it is sampled from."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from engine.language.patterns import HIDDEN, PATTERNS, layout, parts_of, target_rows

CHOICES = [known for known in product((False, True), repeat=5) if not all(known)]


@pytest.mark.parametrize(("pattern", "steps"), [("sequential", 20), ("base-first", 8), ("layers", 4), ("delay", 8)])
def test_a_pattern_takes_its_number_of_steps(pattern, steps):
    assert len(layout(pattern, (False,) * 5, 4).batches) == steps


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_open_slot_is_sampled_once_and_no_known_one(pattern):
    for known in CHOICES:
        frame = layout(pattern, known, 4)
        sampled = sorted(frame.target[frame.sampled])
        assert sampled == [4 * part + layer for part in range(5) if not known[part] for layer in range(4)]
        assert len(frame) <= 20


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_position_is_fed_with_what_is_known_by_then(pattern):
    for known in CHOICES:
        frame = layout(pattern, known, 4)
        drawn_in = dict(zip(frame.target[frame.sampled], frame.step[frame.sampled], strict=True))
        for step, source in zip(frame.step, frame.source, strict=True):
            assert source == HIDDEN or drawn_in.get(source, -1) < step
        assert (frame.source == HIDDEN).any()


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_batches_are_all_positions_in_turn(pattern):
    for known in CHOICES:
        frame = layout(pattern, known, 4)
        fed = [at for first, _, stop in frame.batches for at in range(first, stop)]
        assert fed == list(range(len(frame)))
        drawn = [at for _, first, stop in frame.batches for at in range(first, stop)]
        np.testing.assert_array_equal(drawn, np.flatnonzero(frame.sampled))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_parts_follow_from_the_rows(pattern):
    assert parts_of(pattern, target_rows(pattern, 5, 4), 4) == 5


def test_an_unknown_pattern_is_named():
    with pytest.raises(ValueError, match="'sideways'"):
        parts_of("sideways", 20, 4)
