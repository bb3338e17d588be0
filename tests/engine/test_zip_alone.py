"""The zip is enough: with a Blender, numpy and nothing else on the path, it installs and makes a motion."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# bpy's own requirements; everything else that the test environment holds stays out of sight.
BLENDERS = ("bpy", "numpy", "numpy.libs", "requests", "urllib3", "certifi", "idna", "charset_normalizer", "zstandard")


@pytest.mark.slow
def test_the_zip_makes_a_motion_where_there_is_no_torch(tmp_path, bundled_model):
    found = importlib.util.find_spec("bpy")
    if found is None:
        pytest.skip("bpy is not installed")
    packages = Path(found.origin).parents[1]
    zipped = tmp_path / "extension.zip"
    built = subprocess.run(
        [sys.executable, str(ROOT / "build_addon.py"), "--out", str(zipped)], capture_output=True, text=True
    )
    if built.returncode:
        pytest.skip(f"the zip can't be built here: {built.stderr.strip()}")
    site, user = tmp_path / "site", tmp_path / "user"
    site.mkdir()
    user.mkdir()
    for name in BLENDERS:
        if (packages / name).exists():
            (site / name).symlink_to(packages / name)
    script = ROOT / "tests" / "alone" / "first_motion.py"
    code = (
        f"import sys, runpy; sys.path.append({str(site)!r}); "
        f"sys.argv = ['first_motion.py', {str(zipped)!r}, {str(user)!r}]; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    # -I -S: no site-packages, no environment variables, nothing of the folder that it runs in.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads(done.stdout.strip().splitlines()[-1])
    assert report["foreign"] == []
    assert report["frames"] > 20
