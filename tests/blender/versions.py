"""Runs the add-on's tests in several Blenders, each of them bpy from PyPI in an environment of its own.

    python tests/blender/versions.py 4.2.23 5.0.1 [--wheels FOLDER ...] [--environments PREFIX] [-- PYTEST OPTIONS]

A Blender that can't be had here (no Python that it runs on, no bpy for this system) is skipped, and the
reason is printed. Exit status 0 only if the tests pass on all others, one at least. The slow tests
are left out: `make test` runs them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The oldest Blender of each Python and of each numpy, newest first.
PYTHONS = (((5, 1), "3.13"), ((4, 1), "3.11"))
NUMPYS = (((5, 1), "2.5.5"), ((4, 4), "1.26.4"), ((4, 2), "1.24.3"))
LLAMA = "llama-cpp-python"
TOOLS = ("hypothesis", "pillow", "pytest", "safetensors", "scipy-openblas32", LLAMA)
OWN = ("bpy", "cython", "numpy")  # pinned for the Blender of `make test`, others here
PYTEST = ("-q", "-p", "no:cacheprovider", "-m", "not slow", "tests/blender")


class Skipped(Exception):
    """This Blender can't be had here; the reason is the message."""


def main() -> int:
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("versions", nargs="+", help="versions of bpy on PyPI, such as 5.0.1")
    parser.add_argument(
        "--wheels",
        nargs="+",
        default=["../shared/wheels", "build/wheels"],
        help="folders in which a wheel of llama-cpp-python lies (default: %(default)s)",
    )
    parser.add_argument("--environments", default=".venv-bpy-", help="how their folders' names begin")
    options = parser.parse_args(sys.argv[1:at])
    results = []
    for version in options.versions:
        began = time.monotonic()
        print(f"Blender {version}:", flush=True)
        try:
            python = environment(version, Path(f"{options.environments}{version}"), options.wheels)
            done = subprocess.run([python, "-m", "pytest", *PYTEST, *sys.argv[at + 1 :]], cwd=ROOT, check=False)
            result = "passed" if done.returncode == 0 else "FAILED"
        except Skipped as reason:
            result = f"skipped, {reason}"
        results.append((version, result))
        print(f"Blender {version}: {result} ({time.monotonic() - began:.0f} s)", flush=True)
    print("\n".join(f"Blender {version}: {result}" for version, result in results))
    good = [result == "passed" for _, result in results if not result.startswith("skipped")]
    return 0 if good and all(good) else 1


def environment(version: str, folder: Path, wheels: list[str]) -> Path:
    """The Python of an environment that holds this bpy; made where it is missing or was made for other pins."""
    number = tuple(int(part) for part in version.split(".")[:2])
    interpreter = _interpreter(_for(PYTHONS, number), version)
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.split("==")[0] not in OWN]
    wanted = [f"bpy=={version}", f"numpy=={_for(NUMPYS, number)}", *TOOLS]
    state = hashlib.sha256("\n".join([*pins, *wanted]).encode()).hexdigest()
    python, ready = folder / "bin" / "python", folder / ".ready"
    if not ready.is_file() or ready.read_text() != state:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        (folder / "constraints.txt").write_text("\n".join(pins) + "\n")
        try:
            links = [f"--find-links={wheel}" for wheel in wheels]
            _install(python, [*links, "--only-binary", LLAMA, "-c", folder / "constraints.txt", *wanted], version)
        except Skipped:
            shutil.rmtree(folder)
            raise
        ready.write_text(state)
    return python.absolute()


def _install(python: Path, wanted: list[str | Path], version: str) -> None:
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.returncode:
        return
    said = done.stdout + done.stderr
    absent = re.search(rf"No matching distribution found for bpy=={re.escape(version)}", said)
    if absent and "Retrying" not in said:  # a broken connection looks the same in the end
        raise Skipped("PyPI has no such bpy for this Python and system")
    raise SystemExit(f"Setting up Blender {version} failed; pip said:\n{said}")


def _interpreter(wanted: str, version: str) -> str:
    """A Python of the ``wanted`` version; asked by running it: some commands only say that they aren't chosen."""
    named = os.environ.get(f"PYTHON{wanted.replace('.', '')}")
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{wanted}.*/bin/python"))
    for command in (named, sys.executable, f"python{wanted}", *map(str, pyenv)):
        if command and shutil.which(command):
            asked = [command, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            if subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == wanted:
                return command
    raise Skipped(f"there is no Python {wanted} here: install it, or name it in PYTHON{wanted.replace('.', '')}")


def _for(table: tuple[tuple[tuple[int, int], str], ...], number: tuple[int, ...]) -> str:
    for oldest, value in table:
        if number >= oldest:
            return value
    raise Skipped("the add-on needs Blender 4.2 or newer")


if __name__ == "__main__":
    sys.exit(main())
