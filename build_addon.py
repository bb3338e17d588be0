"""Builds the installable extension: one zip for one platform, with the wheels that it needs.

    python build_addon.py [--platform linux-x64] [--backend cpu] [--python 3.11 3.13]
                          [--wheels FOLDER] [--out FILE.zip] [--list]

The same sources and wheels give the same bytes. llama-cpp-python has no wheel on PyPI: it is taken
from the folder given, from ../shared/wheels or from build/wheels, where `make wheel` leaves the one
it builds for this platform. A wheel for another backend than the processor lies in a folder of the
backend's name in there (vulkan/, cuda/, metal/), because the file's own name does not tell. The
other wheels are fetched from PyPI once, into build/wheels, and the networks that see people in video
into build/vision. docs/packaging.md says more.
"""

from __future__ import annotations

import argparse
import base64
import email
import fnmatch
import hashlib
import io
import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FETCHED = ROOT / "build" / "wheels"
LOOKED_IN = (ROOT.parent / "shared" / "wheels", FETCHED)
SEEN = ROOT / "build" / "vision"
MODELS, BUNDLED = "assets/models", "assets/models/mini"
LLAMA = "llama-cpp-python"
# What llama-cpp-python imports, what reads the weights and pictures, and what multiplies matrices: numpy is Blender's
# own, which is built without a BLAS.
PACKAGES = ("diskcache", "jinja2", "markupsafe", "pillow", "safetensors", "scipy-openblas32", "typing-extensions")
VIDEO = "ai-edge-litert"  # runs the networks that see people in reference video
NETWORKS = ("pose_detection.tflite", "pose_landmark_full.tflite", "LICENSE")
NEVER = ("numpy", "torch")  # another numpy than Blender's breaks other add-ons
BACKENDS = ("cpu", "cuda", "vulkan", "metal")
MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: no file's own time gets in


@dataclass(frozen=True)
class Platform:
    """tags: the wheel platform tags that run there. pip: the tags to ask PyPI for. video: VIDEO has a wheel."""

    tags: str
    pip: tuple[str, ...]
    backends: tuple[str, ...]
    video: bool = True


PLATFORMS = {
    "linux-x64": Platform(
        r"(many)?linux\w*_x86_64",
        ("manylinux2014_x86_64", "manylinux_2_27_x86_64", "manylinux_2_28_x86_64"),
        ("cpu", "cuda", "vulkan"),
    ),
    "windows-x64": Platform(r"win_amd64", ("win_amd64",), ("cpu", "cuda", "vulkan")),
    "macos-arm64": Platform(
        r"macosx_\d+_\d+_(arm64|universal2)",
        ("macosx_11_0_arm64", "macosx_12_0_arm64", "macosx_11_0_universal2"),
        ("cpu", "metal"),
    ),
    "macos-x64": Platform(
        r"macosx_\d+_\d+_(x86_64|universal2)",
        ("macosx_10_9_x86_64", "macosx_10_12_x86_64", "macosx_10_13_x86_64", "macosx_10_9_universal2"),
        ("cpu", "metal"),
        video=False,
    ),
}
# The Blenders that carry each Python: first version, and the first version that no longer does.
PYTHONS = {"3.11": ("4.2.0", "5.1.0"), "3.13": ("5.1.0", None)}


class BuildError(Exception):
    """One sentence for the person who builds."""


def main() -> int:
    options = arguments().parse_args()
    try:
        files, description = contents(options)
    except (BuildError, OSError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return 2
    packed = pack(files)
    if options.list:
        print_list(files)
        print(f"{len(packed):>12,}  as a zip ({len(packed) / 1e6:.1f} MB)")
        return 0
    out = options.out or ROOT / "dist" / file_name(description, options)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(packed)
    except OSError as error:
        print(f"{out} can't be written ({error.strerror}): choose another place with --out.", file=sys.stderr)
        return 2
    print(f"{out}: {len(packed) / 1e6:.1f} MB, {len(files)} files, sha256 {hashlib.sha256(packed).hexdigest()}")
    if not any(name.startswith(f"{BUNDLED}/") for name in files):
        print(f"There is no bundled model in {BUNDLED}: the add-on will ask for a model folder.")
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--platform", choices=PLATFORMS, default="linux-x64", help="where it will run")
    parser.add_argument("--backend", choices=BACKENDS, default="cpu", help="what computes (default: cpu)")
    parser.add_argument(
        "--python",
        nargs="+",
        choices=PYTHONS,
        default=list(PYTHONS),
        metavar="VERSION",
        help="3.11 (Blender 4.2 to 5.0), 3.13 (5.1 and later); default: both in one zip",
    )
    parser.add_argument("--wheels", type=Path, help="folder with a llama-cpp-python wheel (and any others)")
    parser.add_argument("--no-wheels", action="store_true", help="leave the wheels out: for Blenders that have them")
    parser.add_argument("--out", type=Path, help="zip to write (default: dist/motionctrl_blender-VERSION-PLATFORM.zip)")
    parser.add_argument("--list", action="store_true", help="say what would go in and how big it is; write nothing")
    return parser


def contents(options: argparse.Namespace) -> tuple[dict[str, bytes], dict]:
    """All files of the zip by name, and the manifest as a dictionary."""
    manifest = (ROOT / "blender_manifest.toml").read_text(encoding="utf-8")
    description = tomllib.loads(manifest)
    files = {path: (ROOT / path).read_bytes() for path in source_files(description)}
    if not options.no_wheels:
        if PLATFORMS[options.platform].video:
            files.update(networks())
        wheels = find_wheels(options)
        files.update({f"wheels/{path.name}": slim(path) for path in wheels})
        files["NOTICES.txt"] = notices(wheels).encode()
        manifest = for_platform(manifest, options, sorted(path.name for path in wheels))
    files["blender_manifest.toml"] = manifest.encode()
    return files, description


def file_name(description: dict, options: argparse.Namespace) -> str:
    parts = [description["id"], description["version"], options.platform]
    if options.backend != "cpu":
        parts.append(options.backend)
    if len(options.python) == 1:
        parts.append("py" + options.python[0].replace(".", ""))
    return "-".join(parts) + ".zip"


def print_list(files: dict[str, bytes]) -> None:
    """Every file with its size, then the size of each group, unpacked."""
    for name in sorted(files):
        print(f"{len(files[name]):>12,}  {name}")
    groups: dict[str, int] = {}
    for name, data in files.items():
        group = re.match(r"(assets/)?[^/]+(?=/)|", name).group() or "(top level)"
        groups[group] = groups.get(group, 0) + len(data)
    print()
    for group, size in sorted(groups.items(), key=lambda item: -item[1]):
        print(f"{size:>12,}  {group}")
    print(f"{sum(groups.values()):>12,}  in {len(files)} files")


def source_files(description: dict) -> list[str]:
    """Paths of the extension's own files, relative to the root, by the manifest's exclude patterns."""
    patterns = description["build"]["paths_exclude_pattern"]
    found = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            name = path.relative_to(ROOT).as_posix()
            if excluded(name, path.is_dir(), patterns):
                continue
            if path.is_dir():
                folders.append(path)
            elif name != "blender_manifest.toml":
                found.append(name)
    return sorted(found)


def excluded(name: str, is_folder: bool, patterns: list[str]) -> bool:
    """Whether a path is excluded, by the part of .gitignore's rules that the manifest uses."""
    if is_folder and name.startswith(f"{MODELS}/") and name != BUNDLED:
        return True
    for pattern in patterns:
        if pattern.endswith("/") and not is_folder:
            continue
        bare = pattern.strip("/")
        if fnmatch.fnmatchcase(name if pattern.startswith("/") else name.rpartition("/")[2], bare):
            return True
    return False


def for_platform(manifest: str, options: argparse.Namespace, names: list[str]) -> str:
    """The manifest's text with the platform, the wheels and the Blenders that their Python belongs to."""
    oldest = min(PYTHONS[python][0] for python in options.python)
    newest = None if len(options.python) > 1 else PYTHONS[options.python[0]][1]
    manifest = re.sub(r"(?m)^blender_version_min = .*$", f'blender_version_min = "{oldest}"', manifest)
    listed = "".join(f'  "./wheels/{name}",\n' for name in names)
    head, mark, tail = manifest.partition("[permissions]")
    limit = f'blender_version_max = "{newest}"\n' if newest else ""
    return f'{head}{limit}platforms = ["{options.platform}"]\nwheels = [\n{listed}]\n\n{mark}{tail}'


def networks() -> dict[str, bytes]:
    """The networks that see people in video, by their names in the zip; fetched once."""
    if not all((SEEN / name).is_file() for name in NETWORKS):
        command = [sys.executable, "-m", "engine.pose.fetch", "--out", str(SEEN)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError((done.stderr.strip().splitlines() or [f"{' '.join(command)} failed: run it."])[-1])
    return {f"assets/vision/{name}": (SEEN / name).read_bytes() for name in NETWORKS}


def find_wheels(options: argparse.Namespace) -> list[Path]:
    """The wheels to bundle; those of PyPI that are not there yet are fetched."""
    pins = versions()
    wheels = [llama_wheel(options, pins[LLAMA])]
    for package in (*PACKAGES, *((VIDEO,) if PLATFORMS[options.platform].video else ())):
        wheels += package_wheels(package, pins[package], options)
    for path in wheels:
        if path.name.split("-")[0].lower() in NEVER:
            raise BuildError(f"{path.name} must not be bundled: Blender brings its own; take it off the list.")
    return list({path.name: path for path in wheels}.values())


def versions() -> dict[str, str]:
    """Pinned versions by package name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    missing = [package for package in (LLAMA, VIDEO, *PACKAGES) if package not in pins]
    if missing:
        raise BuildError(f"constraints.txt says no version of {missing[0]}: add a line for it.")
    return pins


def llama_wheel(options: argparse.Namespace, version: str) -> Path:
    """The wheel of llama-cpp-python for the platform, with the backend's library in it."""
    platform = PLATFORMS[options.platform]
    if options.backend not in platform.backends:
        raise BuildError(
            f"{options.platform} has no {options.backend} backend: choose one of {', '.join(platform.backends)}."
        )
    folders = [options.wheels] if options.wheels else list(LOOKED_IN)
    if options.backend != "cpu":
        folders = [folder / options.backend for folder in folders]
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("llama_cpp_python-*.whl"))]
    for path in found:
        fits = path.name.split("-")[1] == version and "-none-" in path.name
        # Every wheel for macOS has Metal's library; it rests where only the processor is asked for.
        extra = backends_in(path) - ({"metal"} if options.backend == "cpu" else set())
        if fits and runs_on(path, platform) and extra == {options.backend} - {"cpu"}:
            return path
    places = ", ".join(str(folder) for folder in folders)
    how = (
        "run `make wheel`, which builds one, or name a folder with --wheels."
        if (options.platform, options.backend) == ("linux-x64", "cpu")
        else "build one there as docs/packaging.md says and name its folder with --wheels."
    )
    raise BuildError(f"No {LLAMA} {version} wheel for {options.platform} and {options.backend} lies in {places}: {how}")


def backends_in(wheel: Path) -> set[str]:
    """The backends besides the processor whose libraries lie in a llama-cpp-python wheel."""
    with zipfile.ZipFile(wheel) as archive:
        libraries = [name.rpartition("/")[2] for name in archive.namelist() if name.startswith("llama_cpp/lib/")]
    return {backend for backend in BACKENDS[1:] if any(f"ggml-{backend}" in library for library in libraries)}


def package_wheels(package: str, version: str, options: argparse.Namespace) -> list[Path]:
    """One wheel, or one for each Python where the package is compiled for one Python only."""
    platform = PLATFORMS[options.platform]
    start = f"{package.replace('-', '_')}-{version}-"
    folders = [options.wheels, *LOOKED_IN] if options.wheels else list(LOOKED_IN)

    def fitting(python: str) -> list[Path]:
        lying = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob(f"{start}*.whl"))]
        return [path for path in lying if runs_on(path, platform) and serves(path, python)]

    chosen = []
    for python in options.python:
        if not fitting(python):
            fetch(f"{package}=={version}", python, platform)
        if not fitting(python):
            raise BuildError(
                f"{package} {version} has no wheel for Python {python} on {options.platform}: "
                "leave that Python out with --python."
            )
        chosen.append(fitting(python)[0])
    return chosen


def runs_on(wheel: Path, platform: Platform) -> bool:
    """Whether one of a wheel's platform tags fits."""
    tags = wheel.stem.rpartition("-")[2].split(".")
    return "any" in tags or any(re.fullmatch(platform.tags, tag) for tag in tags)


def serves(wheel: Path, python: str) -> bool:
    """Whether a wheel's interpreter and ABI tags fit a Python version."""
    *_, interpreter, abi, _platform = wheel.stem.split("-")
    own = "cp" + python.replace(".", "")
    return abi in ("none", "abi3") or (own in interpreter.split(".") and abi == own)


def fetch(requirement: str, python: str, platform: Platform) -> None:
    FETCHED.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    for tag in platform.pip:
        command += ["--platform", tag]
    command += ["--python-version", python, "--dest", str(FETCHED), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), "pip said nothing")
        raise BuildError(f"{requirement} can't be fetched ({reason}): connect to PyPI or name a folder with --wheels.")


def slim(path: Path) -> bytes:
    """A wheel's bytes, without what three of the packages carry and nothing here needs.

    llama-cpp-python: loading needs the plain name of a library, and the name with one number that
    libraries know each other by; full version names, the folders for compiling against them and the
    web server are left out. ai-edge-litert: only its interpreter for the processor is used. scipy-openblas32: the
    library alone, without what is compiled or linked against it.
    """
    needed = NEEDED.get(path.name.split("-")[0])
    if needed is None:
        return path.read_bytes()
    with zipfile.ZipFile(path) as wheel:
        files = {info.filename: wheel.read(info) for info in wheel.infolist() if not info.is_dir()}
    kept = {name: data for name, data in files.items() if needed(name)}
    record = next(name for name in kept if name.endswith(".dist-info/RECORD"))
    lines = []
    for name in sorted(kept):
        if name != record:
            digest = base64.urlsafe_b64encode(hashlib.sha256(kept[name]).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(kept[name])}")
    kept[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return pack(kept)


def llama_needs(name: str) -> bool:
    """Whether a file of llama-cpp-python's wheel is needed at run time."""
    if name.startswith(("bin/", "include/", "lib/", "llama_cpp/server/")):
        return False
    if not name.startswith("llama_cpp/lib/"):
        return True
    return not re.search(r"\.so\.\d+\.\d|\.\d+\.\d+(\.\d+)?\.dylib$|\.(lib|a|pc|cmake)$", name)


def litert_needs(name: str) -> bool:
    """Whether a file of ai-edge-litert's wheel is needed at run time."""
    rest = name.removeprefix("ai_edge_litert/")
    return not rest.startswith(("aot/", "tflite/", "tools/", "vendors/")) and "Accelerator" not in rest


def openblas_needs(name: str) -> bool:
    """Whether a file of scipy-openblas32's wheel is needed at run time."""
    return not re.search(r"/include/|/cmake/|/pkgconfig/|\.(lib|a)$", name)


NEEDED = {
    "llama_cpp_python": llama_needs,
    "ai_edge_litert": litert_needs,
    "scipy_openblas32": openblas_needs,
}


def notices(wheels: list[Path]) -> str:
    """Name, version, terms and licence texts of the packages in the wheels, as they say themselves."""
    packages = {}
    for path in sorted(wheels):
        with zipfile.ZipFile(path) as wheel:
            folder = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")).rpartition("/")[0]
            about = email.message_from_bytes(wheel.read(f"{folder}/METADATA"))
            texts = [
                wheel.read(name).decode("utf-8", "replace").strip()
                for name in sorted(wheel.namelist())
                if re.match(rf"{re.escape(folder)}/(licenses/)?.*(LICEN[CS]E|COPYING|NOTICE)", name, re.IGNORECASE)
            ]
        if not texts:
            raise BuildError(f"{path.name} holds no licence text: bundle another release of it.")
        classifiers = [value.rpartition(" :: ")[2] for value in about.get_all("Classifier", []) if "License" in value]
        terms = about["License-Expression"] or about["License"] or ", ".join(classifiers)
        homes = [value.partition(", ")[2] for value in about.get_all("Project-URL", [])]
        home = about["Home-page"] or (homes or [""])[0]
        terms = terms.strip().splitlines()[0]
        packages[f"{about['Name']} {about['Version']}"] = f"{terms}\n{home}\n\n" + "\n\n".join(texts)
    line = "=" * 78
    head = "The Python packages in wheels/, as they describe themselves. assets/licences/NOTICES.md names the rest.\n"
    return head + "".join(f"\n{line}\n{name}\n{text}\n" for name, text in packages.items())


def pack(files: dict[str, bytes]) -> bytes:
    """A zip of the files whose bytes depend on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, files[name], compresslevel=9)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
