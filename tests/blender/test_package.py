"""The zip that is installed: reproducible, valid, complete, and nothing in it that Blender must not have."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('platforms = ["windows-x64"]', r"This platform \(.*\) isn't one of \(windows-x64\)"),
        ('blender_version_min = "9.9.0"', r"doesn't meet the minimum supported version \(9\.9\.0\)"),
        ('blender_version_max = "4.2.1"', r"must be less than the maximum version \(4\.2\.1\)"),
    ],
)
def test_another_systems_zip_and_another_blenders_are_refused_in_one_sentence(blender, capfd, tmp_path, line, sentence):
    text = (ROOT / "blender_manifest.toml").read_text(encoding="utf-8")
    text = text.replace('id = "motionctrl_blender"', 'id = "motionctrl_elsewhere"')
    if line.startswith("blender_version_min"):
        text = text.replace('blender_version_min = "4.2.0"\n', "")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("blender_manifest.toml", text.replace("[permissions]", f"{line}\n\n[permissions]"))
        archive.write(ROOT / "__init__.py", "__init__.py")
    blender.ops.extensions.package_install_files(
        filepath=str(tmp_path / "other.zip"), repo="user_default", enable_on_install=True, overwrite=True
    )
    captured = capfd.readouterr()
    (said,) = [row for row in (captured.out + captured.err).splitlines() if row.startswith("ERROR")]
    assert re.search(sentence, said)
    assert not [name for name in blender.context.preferences.addons.keys() if name.endswith("motionctrl_elsewhere")]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder here that nobody may write into")
def test_where_extensions_may_not_be_written_blender_says_so_in_one_sentence(blender, capfd, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        manifest = (ROOT / "blender_manifest.toml").read_text(encoding="utf-8")
        archive.writestr("blender_manifest.toml", manifest.replace('"motionctrl_blender"', '"motionctrl_elsewhere"'))
        archive.write(ROOT / "__init__.py", "__init__.py")
    repositories = blender.context.preferences.extensions.repos
    locked = repositories.new(name="Locked", module="locked", custom_directory="/proc/motionctrl", source="USER")
    try:
        blender.ops.extensions.package_install_files(filepath=str(tmp_path / "other.zip"), repo="locked")
    except RuntimeError as error:
        print(f"ERROR {error}")
    finally:
        repositories.remove(locked)
    captured = capfd.readouterr()
    said = [row for row in (captured.out + captured.err).splitlines() if row.startswith(("ERROR", "Error"))]
    assert said and "Traceback" not in captured.out + captured.err, captured
    assert not [name for name in blender.context.preferences.addons.keys() if name.endswith("motionctrl_elsewhere")]


def test_holds_no_training_code_and_no_numpy(addon_zip):
    with zipfile.ZipFile(addon_zip) as archive:
        names = archive.namelist()
        sources = {name: archive.read(name).decode() for name in names if name.endswith(".py")}
    assert not [
        name for name in names if name.startswith(("engine/lab", "engine/cli", "motionctrl_blender/tools", "tests/"))
    ]
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
    assert "user_default" in str(addon.load("engine.store.folder").default_model())
    with api.Engine(threads=1) as engine:
        made = engine.fill(api.Request(("a person walks forward",), (1.0,)))
    assert len(made.motion) == 20
