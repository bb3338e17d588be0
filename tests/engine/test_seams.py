"""Generated motion that takes known frames' place starts and ends as they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion.placing import joined
from engine.motion.rotations import about_axis
from engine.motion.seams import fit_between
from tests.conftest import walk_about


@pytest.fixture
def known():
    return walk_about(1, 80)


@pytest.fixture
def made():
    """Another motion, somewhere else."""
    motion = walk_about(2, 80)
    motion = motion.turned(about_axis("y", np.array(2.0)))
    return replace(motion, translation=motion.translation + (3.0, 0.0, -2.0))


def accelerations(motion) -> np.ndarray:
    """The largest joint acceleration (T - 2,) at each inner frame, m/s^2."""
    return np.linalg.norm(np.diff(motion.joints(), n=2, axis=0), axis=-1).max(axis=1) * motion.fps**2


def test_in_the_middle_it_takes_over_pose_and_speed_and_gives_them_back(known, made):
    bent = fit_between(known, made, 30, 60)
    whole = joined(known[:30], bent[30:60], known[60:])
    smooth = max(accelerations(known).max(), accelerations(made).max())
    abrupt = accelerations(joined(known[:30], made[30:60], known[60:]))
    at_seams = accelerations(whole)[[28, 29, 58, 59]]
    assert at_seams.max() < 1.5 * smooth
    assert abrupt[[28, 29, 58, 59]].max() > 2 * smooth


def test_at_the_end_only_the_beginning_is_met(known, made):
    bent = fit_between(known[:40], made, 40, 80)
    whole = joined(known[:40], bent[40:])
    assert len(whole) == 80
    assert accelerations(whole)[38:40].max() < 1.5 * max(accelerations(known).max(), accelerations(made).max())
    turn = bent.rotations[-1, 1:] - made.rotations[-1, 1:]
    np.testing.assert_allclose(turn, 0, atol=1e-9)  # the difference has faded


def test_at_the_beginning_only_the_end_is_met(known, made):
    bent = fit_between(known, made, 0, 40)
    steps = np.linalg.norm(np.diff(joined(bent[:40], known[40:]).joints(), axis=0), axis=-1)
    assert steps[39].max() < 1.5 * steps.max(axis=1)[45:].max()
