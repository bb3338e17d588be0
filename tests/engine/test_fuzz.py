"""Damaged files by chance end in a motion or one sentence; ``python -m tests.engine.fuzzing`` tries many more."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import MotionCtrlError
from engine.formats import load_motion
from tests.engine.fuzzing import fuzz
from tests.engine.rigs import bvh_text, convention, rig, stride


@pytest.mark.parametrize("seed", range(4))
def test_no_damaged_file_ends_in_a_traceback_or_hangs(seed):
    assert not fuzz(150, seed)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_motions_of_one_to_three_frames_on_bones_without_a_rest_pose_are_read(tmp_path, frames):
    (tmp_path / "a.bvh").write_text(bvh_text(rig(stride(8), convention("xsens"), bone_frames=3), "ZXY"))
    lines = (tmp_path / "a.bvh").read_text().splitlines()
    start = lines.index("MOTION")
    short = [*lines[: start + 1], f"Frames: {frames}", *lines[start + 2 : start + 3 + frames]]
    (tmp_path / "a.bvh").write_text("\n".join(short) + "\n")
    assert len(load_motion(tmp_path / "a.bvh", target_fps=None)) == frames


@pytest.mark.parametrize(("size", "sentence"), [(0.0, "without length"), (1e12, "larger than")])
def test_skeletons_of_no_size_are_refused(tmp_path, size, sentence):
    source = rig(stride(8), convention("xsens"))
    source.offsets *= size
    source.translations[:] = np.broadcast_to(source.offsets, source.translations.shape)
    (tmp_path / "a.bvh").write_text(bvh_text(source))
    with pytest.raises(MotionCtrlError, match=sentence):
        load_motion(tmp_path / "a.bvh")
