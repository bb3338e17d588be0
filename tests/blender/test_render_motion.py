"""Filming a motion for the evaluation of video: pictures that move, and the truth beside them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from engine.formats.load import load_motion, save_motion
from engine.lab.evaluation.video import read_truth
from engine.motion.kinematics import Motion
from tests.blender.conftest import ROOT


@pytest.mark.slow
def test_a_filmed_motion_is_seen_from_three_sides_and_its_truth_is_kept(tmp_path):
    pytest.importorskip("bpy", reason="bpy is not installed")
    path = np.stack([np.zeros(12), np.full(12, 0.95), np.arange(12) * 0.05], axis=1)
    save_motion(Motion(np.tile(np.eye(3), (12, 22, 1, 1)), path), tmp_path / "glide.npz")
    command = [sys.executable, str(ROOT / "tests" / "blender" / "render_motion.py"), str(tmp_path / "glide.npz")]
    command += ["--out", str(tmp_path), "--text", "a person glides", "--rate", "5", "--size", "64"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    truth, text, rate, cameras = read_truth(tmp_path / "glide" / "truth.json")
    assert (text, rate, len(cameras)) == ("a person glides", 5.0, 3)
    assert np.allclose(truth.joints(), load_motion(tmp_path / "glide.npz").joints(), atol=1e-4)
    for camera in cameras:
        pictures = [np.asarray(Image.open(file)) for file in sorted((tmp_path / "glide" / camera).glob("*.png"))]
        assert len(pictures) == 3 and pictures[0].shape == (64, 64, 3)
        assert not np.array_equal(pictures[0], pictures[-1])
