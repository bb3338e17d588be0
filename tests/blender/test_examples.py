"""The example scripts do what they say, through the installed extension."""

from __future__ import annotations

import runpy
import sys

from tests.blender.conftest import ROOT


def test_the_example_walks_waves_and_jumps(blender, session, tmp_path, monkeypatch, capsys):
    out = tmp_path / "made.blend"
    script = ROOT / "examples" / "walk_wave_jump.py"
    monkeypatch.setattr(sys, "argv", [str(script), "--out", str(out)])
    runpy.run_path(str(script), run_name="__main__")
    assert "Walk, wave, jump" in capsys.readouterr().out
    blender.ops.wm.open_mainfile(filepath=str(out))
    (armature,) = [item for item in blender.data.objects if item.type == "ARMATURE"]
    assert armature.animation_data.action.frame_range[1] > 160
    assert [marker.name for marker in armature.animation_data.action.pose_markers] == [
        "a person walks forward",
        "a person jumps up and down",
    ]
