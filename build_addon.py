"""Builds the installable extension: one zip for one platform, with the wheels that it needs.

    python build_addon.py [--wheels FOLDER] [--out FILE.zip] [--list]

The same sources and wheels give the same bytes. llama-cpp-python has no wheel on PyPI: it is taken
from the folder given, from ../shared/wheels or from build/wheels, where `make demo` leaves the one
it built. The other wheels are fetched from PyPI once, into build/wheels.
"""

from __future__ import annotations

import argparse
import base64
import fnmatch
import hashlib
import io
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FETCHED = ROOT / "build" / "wheels"
LOOKED_IN = (ROOT.parent / "shared" / "wheels", FETCHED)
PLATFORM = "linux-x64"
PYPI_PLATFORM = "manylinux2014_x86_64"
PYTHONS = ("3.11", "3.13")  # of Blender 4.2 to 5.0, and of 5.1 and later
LLAMA = "llama-cpp-python"
# What llama-cpp-python imports, and what reads the weights. numpy is Blender's own.
PACKAGES = ("diskcache", "jinja2", "markupsafe", "safetensors", "typing-extensions")
MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: no file's own time gets in


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, help="folder with a llama-cpp-python wheel (and any others)")
    parser.add_argument("--no-wheels", action="store_true", help="leave the wheels out: for Blenders that have them")
    parser.add_argument("--out", type=Path, help="zip to write (default: dist/motionctrl_blender-VERSION-PLATFORM.zip)")
    parser.add_argument("--list", action="store_true", help="say what would go in, and write nothing")
    options = parser.parse_args()
    try:
        manifest = (ROOT / "blender_manifest.toml").read_text()
        description = tomllib.loads(manifest)
        files = {path: (ROOT / path).read_bytes() for path in source_files(description)}
        if not options.no_wheels:
            wheels = find_wheels(options.wheels)
            files.update({f"wheels/{path.name}": slim(path) for path in wheels})
            manifest = with_wheels(manifest, sorted(path.name for path in wheels))
        files["blender_manifest.toml"] = manifest.encode()
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return 2
    if options.list:
        for name in sorted(files):
            print(f"{len(files[name]):>12,}  {name}")
        print(f"{sum(map(len, files.values())):>12,}  in {len(files)} files")
        return 0
    out = options.out or ROOT / "dist" / f"{description['id']}-{description['version']}-{PLATFORM}.zip"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pack(files))
    print(f"{out}: {out.stat().st_size / 2**20:.1f} MiB, {len(files)} files")
    if not any(name.startswith("assets/models/") for name in files):
        print("There is no bundled model in assets/models: the add-on will ask for a model folder.")
    return 0


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
    for pattern in patterns:
        if pattern.endswith("/") and not is_folder:
            continue
        bare = pattern.strip("/")
        if fnmatch.fnmatchcase(name if pattern.startswith("/") else name.rpartition("/")[2], bare):
            return True
    return False


def find_wheels(given: Path | None) -> list[Path]:
    """The wheels to bundle; those that are not there yet are fetched from PyPI."""
    folders = [given] if given else list(LOOKED_IN)
    llama = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("llama_cpp_python-*.whl"))]
    llama = [path for path in llama if "-none-" in path.name and "linux" in path.name]
    if not llama:
        places = ", ".join(str(folder) for folder in folders)
        raise ValueError(
            f"No {LLAMA} wheel for {PLATFORM} lies in {places}: run `make demo`, which builds one, "
            "or name a folder with --wheels."
        )
    wheels = {llama[-1].name: llama[-1]}
    pins = versions()
    for package in PACKAGES:
        for path in package_wheels(package, pins[package], given):
            wheels[path.name] = path
    return list(wheels.values())


def versions() -> dict[str, str]:
    """Pinned versions by package name."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    missing = [package for package in PACKAGES if package not in pins]
    if missing:
        raise ValueError(f"constraints.txt says no version of {missing[0]}: add a line for it.")
    return pins


def package_wheels(package: str, version: str, given: Path | None) -> list[Path]:
    """One wheel, or one for each Python where the package is compiled for one Python only."""
    start = f"{package.replace('-', '_')}-{version}-"

    def lying() -> list[Path]:
        folders = [given, *LOOKED_IN] if given else list(LOOKED_IN)
        return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob(f"{start}*.whl"))]

    chosen = []
    for python in PYTHONS:
        fits = [path for path in lying() if serves(path, python)]
        if not fits:
            fetch(f"{package}=={version}", python)
            fits = [path for path in lying() if serves(path, python)]
        if not fits:
            raise ValueError(f"No wheel of {package} {version} for Python {python} was found or could be fetched.")
        chosen.append(fits[0])
    return list({path.name: path for path in chosen}.values())


def serves(wheel: Path, python: str) -> bool:
    """Whether a wheel's tags fit a Python version on PLATFORM."""
    *_, interpreter, abi, platform = wheel.stem.split("-")
    if platform != "any" and not ("linux" in platform and "x86_64" in platform):
        return False
    own = "cp" + python.replace(".", "")
    return abi in ("none", "abi3") or (interpreter == own and abi == own)


def fetch(requirement: str, python: str) -> None:
    FETCHED.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--platform", PYPI_PLATFORM, "--python-version", python, "--dest", str(FETCHED), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ValueError(f"{requirement} can't be fetched ({reason}): connect to PyPI or name a folder with --wheels.")


def slim(path: Path) -> bytes:
    """A wheel's bytes; llama-cpp-python's without the copies that each of its libraries lies in it as.

    Loading needs the plain name of libllama and libmtmd, and the .so.0 name that libraries know each
    other by; full version names and the second folder of the same files are left out.
    """
    if not path.name.startswith("llama_cpp_python-"):
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


def needed(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    if ".so" not in file:
        return folder not in ("bin", "include", "lib/cmake") and not name.startswith(("bin/", "include/", "lib/"))
    if folder != "llama_cpp/lib":
        return False
    return file.endswith(".so.0") or file in ("libllama.so", "libmtmd.so", "libggml.so", "libggml-base.so")


def with_wheels(manifest: str, names: list[str]) -> str:
    """The manifest's text with the platform and the wheels named before its first table."""
    listed = "".join(f'  "./wheels/{name}",\n' for name in names)
    head, mark, tail = manifest.partition("[permissions]")
    return f'{head}platforms = ["{PLATFORM}"]\nwheels = [\n{listed}]\n\n{mark}{tail}'


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
