"""The zip that is installed: reproducible, valid, complete, and nothing in it that Blender must not have."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.blender.conftest import EXTENSION, MINI, ROOT


def test_the_same_sources_give_the_same_bytes(tmp_path):
    built = []
    for name in ("one", "other"):
        folder = tmp_path / name
        for part in ("engine", "motionctrl_blender", "assets/body"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("__init__.py", "LICENSE", "blender_manifest.toml", "build_addon.py"):
            shutil.copyfile(ROOT / file, folder / file)  # with a time of its own
        command = [sys.executable, str(folder / "build_addon.py"), "--no-wheels"]
        subprocess.run(command, check=True, capture_output=True)
        (zipped,) = (folder / "dist").glob("*.zip")
        built.append(zipped.read_bytes())
    assert built[0] == built[1]


def test_blender_finds_the_package_valid(blender, addon_zip):
    tool = Path(blender.utils.system_resource("SCRIPTS")) / "addons_core/bl_pkg/cli/blender_ext.py"
    done = subprocess.run(
        [sys.executable, str(tool), "validate", str(addon_zip)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_holds_no_training_code_and_no_numpy(addon_zip):
    with zipfile.ZipFile(addon_zip) as archive:
        names = archive.namelist()
        sources = {name: archive.read(name).decode() for name in names if name.endswith(".py")}
    assert not [name for name in names if name.startswith(("engine/training", "engine/data", "tests/"))]
    assert not [name for name in names if "numpy-" in name or "torch-" in name]
    for name, source in sources.items():
        lines = [line.strip() for line in source.splitlines()]
        for forbidden in ("torch", "scipy", "transformers"):
            imports = (f"import {forbidden}", f"from {forbidden}")
            assert not [line for line in lines if line.startswith(imports)], name
        if name.startswith("engine/"):
            assert "import bpy" not in lines, name
        if name.startswith("motionctrl_blender/"):
            assert not [line for line in lines if line.startswith(("import llama_cpp", "from llama_cpp"))], name


def test_everything_it_imports_is_inside(blender):
    """Every module of the installed extension can be imported in Blender's own Python."""
    import importlib
    import pkgutil

    package = importlib.import_module(EXTENSION)
    found = [module.name for module in pkgutil.walk_packages(package.__path__, f"{EXTENSION}.")]
    assert f"{EXTENSION}.engine.api" in found
    for name in found:
        importlib.import_module(name)


@pytest.mark.skipif(not MINI.is_dir(), reason="there is no bundled model in assets/models/mini yet")
def test_generates_with_the_model_from_the_zip(addon):
    api = addon.load("engine.api")
    assert "user_default" in str(addon.load("engine.models.folder").default_model())
    with api.Engine(threads=1) as engine:
        made = engine.fill(api.Request(("a person walks forward",), (1.0,)))
    assert len(made.motion) == 20
