"""The zip that build_addon.py makes: for whom, from which wheels, with whose licences, always the same."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LLAMA = "0.3.36"
LIBRARIES = {
    "linux_x86_64": ("libllama.so", "libllama.so.0", "libllama.so.0.5.0", "libggml-cpu.so", "libggml-cpu.so.0"),
    "win_amd64": ("llama.dll", "ggml.dll", "ggml-cpu.dll", "llama.lib"),
    "macosx_11_0_arm64": ("libllama.dylib", "libllama.0.dylib", "libllama.0.5.0.dylib", "libggml-metal.0.dylib"),
    "macosx_10_15_x86_64": ("libllama.dylib", "libllama.0.dylib", "libllama.0.5.0.dylib"),
}
# What any Blender brings.
BLENDERS = {"bpy", "mathutils", "bmesh", "gpu", "bpy_extras", "bl_ui", "blf", "gpu_extras", "numpy"}


@pytest.fixture
def build(monkeypatch):
    """build_addon.py as a module that looks nowhere but where it is told to, and fetches nothing."""
    spec = importlib.util.spec_from_file_location("build_addon", ROOT / "build_addon.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "build_addon", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "LOOKED_IN", ())

    def fetch(requirement, python, platform):
        raise module.BuildError(f"{requirement} can't be fetched (no network): name a folder with --wheels.")

    monkeypatch.setattr(module, "fetch", fetch)
    return module


@pytest.fixture
def without_model(build, monkeypatch):
    """Leaves the weights out, which take long to pack and say nothing here."""
    files = build.source_files
    heavy = ("assets/models/", "assets/body/neutral")
    monkeypatch.setattr(build, "networks", lambda: {"assets/vision/net.tflite": b""})
    monkeypatch.setattr(build, "source_files", lambda *given: [n for n in files(*given) if not n.startswith(heavy)])


@pytest.fixture
def run(build, without_model, monkeypatch, tmp_path, capsys):
    """Runs the command line: (exit status, what it said, path of the zip)."""

    def call(*arguments: str):
        out = tmp_path / "out" / "extension.zip"
        monkeypatch.setattr(sys, "argv", ["build_addon.py", "--out", str(out), *map(str, arguments)])
        status = build.main()
        said = capsys.readouterr()
        return status, said.out + said.err, out

    return call


def wheel(folder: Path, name: str, files: dict[str, str], licence: str | None = "The terms") -> Path:
    """A wheel that holds ``files``, with the metadata that real ones have."""
    package, version = name.split("-")[:2]
    info = f"{package}-{version}.dist-info"
    files = dict(files)
    files[f"{info}/METADATA"] = f"Name: {package}\nVersion: {version}\nLicense-Expression: MIT\n\n"
    if licence:
        files[f"{info}/licenses/LICENSE"] = f"{licence} of {package}"
    files[f"{info}/RECORD"] = ""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return folder / name


def llama(folder: Path, platform: str, extra: tuple[str, ...] = ()) -> Path:
    libraries = [*LIBRARIES[platform], *extra]
    files = {f"llama_cpp/lib/{library}": library for library in libraries}
    files |= {"llama_cpp/__init__.py": "", "llama_cpp/server/app.py": "", "lib/libllama.so": "", "include/llama.h": ""}
    return wheel(folder, f"llama_cpp_python-{LLAMA}-py3-none-{platform}.whl", files)


def litert(folder: Path, version: str, python: str, platform: str) -> Path:
    names = ("interpreter.py", "libLiteRt.so", "libLiteRtWebGpuAccelerator.so", "vendors/x/lib.so", "tools/main")
    files = {f"ai_edge_litert/{name}": "" for name in names}
    return wheel(folder, f"ai_edge_litert-{version}-{python}-{python}-{platform}.whl", files)


def openblas(folder: Path, version: str, platform: str) -> Path:
    names = ("__init__.py", "include/cblas.h", "lib/libscipy_openblas.so", "lib/libscipy_openblas.lib")
    files = {f"scipy_openblas32/{name}": "" for name in (*names, "lib/cmake/openblas/x.cmake", "lib/pkgconfig/x.pc")}
    return wheel(folder, f"scipy_openblas32-{version}-py3-none-{platform}.whl", files)


@pytest.fixture
def wheels(build, tmp_path) -> Path:
    """A folder with what every platform needs."""
    folder = tmp_path / "wheels"
    pins = build.versions()
    for platform in LIBRARIES:
        llama(folder, platform)
    for package in ("diskcache", "jinja2", "typing_extensions"):
        wheel(folder, f"{package}-{pins[package.replace('_', '-')]}-py3-none-any.whl", {f"{package}.py": ""})
    for platform in ("manylinux2014_x86_64.manylinux_2_17_x86_64", "win_amd64", "macosx_11_0_universal2"):
        for python in ("cp311", "cp313"):
            wheel(folder, f"markupsafe-{pins['markupsafe']}-{python}-{python}-{platform}.whl", {"markupsafe.so": ""})
            wheel(folder, f"pillow-{pins['pillow']}-{python}-{python}-{platform}.whl", {"PIL/_imaging.so": ""})
            if platform != "macosx_11_0_universal2":
                litert(folder, pins["ai-edge-litert"], python, platform)
        litert(folder, pins["ai-edge-litert"], "cp311", "macosx_12_0_arm64")
        litert(folder, pins["ai-edge-litert"], "cp313", "macosx_12_0_arm64")
        wheel(folder, f"safetensors-{pins['safetensors']}-cp310-abi3-{platform}.whl", {"safetensors.so": ""})
        openblas(folder, pins["scipy-openblas32"], platform)
    return folder


def manifest_in(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return tomllib.loads(archive.read("blender_manifest.toml").decode())


@pytest.mark.parametrize(
    ("platform", "tag"),
    [
        ("linux-x64", "linux_x86_64"),
        ("windows-x64", "win_amd64"),
        ("macos-arm64", "macosx_11_0_arm64"),
        ("macos-x64", "macosx_10_15_x86_64"),
    ],
)
def test_each_platform_gets_its_own_wheels_and_both_pythons(run, wheels, platform, tag):
    status, said, out = run("--wheels", wheels, "--platform", platform)
    assert status == 0, said
    manifest = manifest_in(out)
    assert manifest["platforms"] == [platform]
    assert manifest["blender_version_min"] == "4.2.0" and "blender_version_max" not in manifest
    listed = {Path(name).name for name in manifest["wheels"]}
    with zipfile.ZipFile(out) as archive:
        inside = {name.removeprefix("wheels/") for name in archive.namelist() if name.startswith("wheels/")}
    assert listed == inside
    (llama_name,) = [name for name in listed if name.startswith("llama")]
    assert tag in llama_name
    assert len([name for name in listed if name.startswith("markupsafe")]) == 2
    sees = platform != "macos-x64"  # there is no wheel that runs the networks there
    assert len([name for name in listed if name.startswith("ai_edge_litert")]) == 2 * sees
    assert not [name for name in listed if name.startswith(("numpy", "torch"))]


def test_a_zip_for_one_python_names_the_blenders_that_have_it(run, wheels):
    _, _, out = run("--wheels", wheels, "--python", "3.11")
    assert manifest_in(out)["blender_version_max"] == "5.1.0"
    assert len([name for name in manifest_in(out)["wheels"] if "markupsafe" in name]) == 1
    _, _, out = run("--wheels", wheels, "--python", "3.13")
    assert manifest_in(out)["blender_version_min"] == "5.1.0"


def test_same_inputs_give_the_same_bytes(run, wheels):
    _, _, out = run("--wheels", wheels)
    before = hashlib.sha256(out.read_bytes()).hexdigest()
    for path in wheels.iterdir():
        os.utime(path, (1, 1))
    _, _, out = run("--wheels", wheels)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == before


def test_what_loading_needs_of_llama_cpp_stays_and_its_copies_go(build, wheels):
    def libraries(platform):
        slimmed = build.slim(wheels / f"llama_cpp_python-{LLAMA}-py3-none-{platform}.whl")
        with zipfile.ZipFile(io.BytesIO(slimmed)) as archive:
            names = archive.namelist()
            record = archive.read(f"llama_cpp_python-{LLAMA}.dist-info/RECORD").decode()
            assert {line.split(",")[0] for line in record.splitlines()} == set(names)
        assert not [name for name in names if name.startswith(("lib/", "include/", "llama_cpp/server/"))]
        return {name.rpartition("/")[2] for name in names if name.startswith("llama_cpp/lib/")}

    assert libraries("linux_x86_64") == {"libllama.so", "libllama.so.0", "libggml-cpu.so", "libggml-cpu.so.0"}
    assert libraries("win_amd64") == {"llama.dll", "ggml.dll", "ggml-cpu.dll"}
    assert libraries("macosx_11_0_arm64") == {"libllama.dylib", "libllama.0.dylib", "libggml-metal.0.dylib"}


def test_libraries_that_are_opened_at_run_time_stay(build, tmp_path):
    opened = {"libggml-cpu-haswell.so", "libggml-cpu-x64.so", "libggml-vulkan.so"}
    path = llama(tmp_path, "linux_x86_64", extra=tuple(opened))
    with zipfile.ZipFile(io.BytesIO(build.slim(path))) as archive:
        assert opened <= {name.rpartition("/")[2] for name in archive.namelist()}
    assert build.backends_in(path) == {"vulkan"}


def test_of_litert_only_the_interpreter_stays(build, wheels):
    (path, *_) = sorted(wheels.glob("ai_edge_litert-*"))
    with zipfile.ZipFile(io.BytesIO(build.slim(path))) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {"ai_edge_litert/interpreter.py", "ai_edge_litert/libLiteRt.so"}


def test_of_openblas_only_the_library_stays(build, wheels):
    (path, *_) = sorted(wheels.glob("scipy_openblas32-*"))
    with zipfile.ZipFile(io.BytesIO(build.slim(path))) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {"scipy_openblas32/__init__.py", "scipy_openblas32/lib/libscipy_openblas.so"}


def test_a_backend_is_known_by_the_library_in_the_wheel(build, run, wheels):
    status, said, out = run("--wheels", wheels, "--backend", "vulkan")
    assert status == 2 and "vulkan" in said and not out.exists()
    llama(wheels / "vulkan", "linux_x86_64")  # in the right folder, but built for the processor only
    status, _, _ = run("--wheels", wheels, "--backend", "vulkan")
    assert status == 2
    llama(wheels / "vulkan", "linux_x86_64", extra=("libggml-vulkan.so.0",))
    status, said, out = run("--wheels", wheels, "--backend", "vulkan")
    assert status == 0, said
    with zipfile.ZipFile(out) as archive:
        inner = archive.read(f"wheels/llama_cpp_python-{LLAMA}-py3-none-linux_x86_64.whl")
    assert "llama_cpp/lib/libggml-vulkan.so.0" in zipfile.ZipFile(io.BytesIO(inner)).namelist()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--backend", "metal"], "linux-x64 has no metal backend"),
        (["--platform", "windows-x64", "--wheels", "{empty}"], "No llama-cpp-python 0.3.36 wheel for windows-x64"),
    ],
)
def test_what_cannot_be_built_is_one_sentence_and_nothing_is_written(run, wheels, tmp_path, arguments, sentence):
    (tmp_path / "empty").mkdir()
    arguments = [text.format(empty=tmp_path / "empty") for text in arguments]
    status, said, out = run("--wheels", wheels, *arguments)
    assert status == 2 and said.startswith(sentence) and said.count("\n") == 1
    assert not out.exists()


def test_a_package_without_a_wheel_for_a_python_says_so(run, wheels):
    for path in wheels.glob("markupsafe-*-cp313-*manylinux*"):
        path.unlink()
    status, said, out = run("--wheels", wheels)
    assert status == 2 and "markupsafe" in said and not out.exists()
    assert run("--wheels", wheels, "--python", "3.11")[0] == 0


def test_numpy_never_gets_in(build, run, wheels, monkeypatch):
    wheel(wheels, "numpy-1.26.4-cp311-cp311-manylinux2014_x86_64.whl", {"numpy/__init__.py": ""})
    monkeypatch.setattr(build, "PACKAGES", (*build.PACKAGES, "numpy"))
    status, said, _ = run("--wheels", wheels, "--python", "3.11")
    assert status == 2 and "must not be bundled" in said


def test_every_package_comes_with_its_licence(build, run, wheels):
    _, _, out = run("--wheels", wheels)
    with zipfile.ZipFile(out) as archive:
        text = archive.read("NOTICES.txt").decode()
        names = archive.namelist()
    for package in ("llama_cpp_python", *(name.replace("-", "_") for name in build.PACKAGES)):
        assert f"The terms of {package}" in text
    assert {"LICENSE", "assets/licences/NOTICES.md", "assets/licences/llama.cpp.txt"} <= set(names)
    assert {"assets/licences/Apache-2.0.txt", "assets/body/LICENSE.txt"} <= set(names)
    pins = build.versions()
    wheel(wheels, f"diskcache-{pins['diskcache']}-py3-none-any.whl", {"diskcache.py": ""}, licence=None)
    status, said, _ = run("--wheels", wheels)
    assert status == 2 and "holds no licence text" in said


def test_list_says_what_is_inside_and_how_big_and_writes_nothing(run, wheels):
    status, said, out = run("--wheels", wheels, "--list")
    assert status == 0 and not out.exists()
    for name in ("engine/api.py", "assets/body/LICENSE.txt", "as a zip", "wheels"):
        assert name in said


def test_the_zip_has_no_training_code_and_imports_nothing_that_it_lacks(build):
    """Blender's own modules, the standard library, and the wheels: nothing else is imported at once."""
    description = tomllib.loads((ROOT / "blender_manifest.toml").read_text())
    names = build.source_files(description)
    workshop = ("training", "data", "evaluation", "commands")
    assert not [name for name in names if name.startswith(tuple(f"engine/{room}/" for room in workshop))]
    assert not [name for name in names if name.startswith(("tests/", "docs/", "build/", ".", "dist/", "demo/"))]
    bundled = {"llama_cpp", *(name.replace("-", "_").replace("pillow", "PIL") for name in build.PACKAGES)}
    allowed = BLENDERS | bundled | set(sys.stdlib_module_names)
    for name in names:
        if not name.endswith(".py"):
            continue
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        at_once = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        for node in at_once:
            if isinstance(node, ast.Import):
                found = {alias.name.split(".")[0] for alias in node.names}
            else:
                found = {(node.module or "").split(".")[0]} if node.level == 0 else set()
            assert found <= allowed, f"{name} imports {found - allowed}"


def test_only_the_bundled_model_is_packed(build, tmp_path, monkeypatch):
    for name in ("mini", "mine"):
        (tmp_path / "assets" / "models" / name).mkdir(parents=True)
        (tmp_path / "assets" / "models" / name / "motionctrl.json").write_text("{}")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    found = build.source_files({"build": {"paths_exclude_pattern": []}})
    assert found == ["assets/models/mini/motionctrl.json"]


@pytest.mark.parametrize("module", ["build_addon", "engine.pose.fetch"])
def test_what_builds_the_zip_needs_the_standard_library_alone(module):
    # `make zip` runs them in an environment that holds llama-cpp-python and neither numpy's friends nor Pillow.
    done = subprocess.run([sys.executable, "-S", "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
