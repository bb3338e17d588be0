"""What the tests share: synthetic motions, and the real ones where they lie beside the project."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis, matrix_from_axis_angle

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MOTIONCTRL_SHARED", ROOT.parent / "shared"))


def pytest_configure(config):
    # Blender reads this once, when bpy is first imported: the user's own preferences stay out.
    folder = tempfile.mkdtemp(prefix="motionctrl-blender-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ.setdefault("BLENDER_USER_RESOURCES", folder)
    # One thread: on two cores the spinning barriers of OpenMP can stall for seconds.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # The same examples every time, and no test fails because a machine was busy.
    hypothesis.settings.register_profile(
        "motionctrl",
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("motionctrl")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of data and evaluation files that lies beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the real motions does not lie beside the project")
    return SHARED


@pytest.fixture(scope="session")
def cmu_folder(shared_folder: Path, tmp_path_factory) -> Path:
    """The unpacked CMU subset: README.md, manifest.csv, and a folder a subject."""
    archive = shared_folder / "data" / "cmu_mocap.tar.xz"
    if not archive.is_file():
        pytest.skip("cmu_mocap.tar.xz is not in the shared folder's data folder")
    folder = tmp_path_factory.mktemp("motions")
    with tarfile.open(archive) as files:
        # Python 3.11.0 to 3.11.3 know no filters yet.
        files.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return folder / "cmu_mocap"


@pytest.fixture(scope="session")
def bundled_model() -> Path:
    """The model folder that ships with the extension."""
    folder = ROOT / "assets" / "models" / "mini"
    if not (folder / "motionctrl.json").is_file():
        pytest.skip("the bundled model is not in assets/models/mini")
    return folder


def smooth_curves(rng: np.random.Generator, frames: int, *shape: int, scale: float = 1.0) -> np.ndarray:
    """Smooth random curves (frames, *shape): a few sine waves of at most 1.5 Hz at 20 fps."""
    times = np.arange(frames) / 20.0
    waves = rng.uniform(0.1, 1.5, size=(4, *shape))
    phases = rng.uniform(0, 2 * np.pi, size=(4, *shape))
    weights = rng.normal(scale=scale / 2, size=(4, *shape))
    angles = 2 * np.pi * waves[:, None] * times.reshape(1, -1, *[1] * len(shape)) + phases[:, None]
    return np.sum(weights[:, None] * np.sin(angles), axis=0)


def walk_about(seed: int = 0, frames: int = 60, fps: float = 20.0) -> Motion:
    """An upright person who wanders and turns while every joint moves a little."""
    rng = np.random.default_rng(seed)
    rotations = matrix_from_axis_angle(smooth_curves(rng, frames, 22, 3, scale=0.35))
    heading = smooth_curves(rng, frames, scale=2.0)
    rotations[:, 0] = about_axis("y", heading) @ rotations[:, 0]
    translation = smooth_curves(rng, frames, 3, scale=0.5) * (1.0, 0.1, 1.0) + (0.0, 0.95, 0.0)
    return Motion(rotations, translation, fps)


def acrobatics(seed: int = 0, frames: int = 80, fps: float = 20.0) -> Motion:
    """Somersaults, cartwheels and twists at once: the pelvis takes every orientation, upside down too."""
    rng = np.random.default_rng(seed)
    rotations = matrix_from_axis_angle(smooth_curves(rng, frames, 22, 3, scale=1.0))
    times = np.arange(frames) / fps
    somersault, cartwheel, twist = rng.uniform(2.0, 7.0, 3)  # rad/s
    rotations[:, 0] = (
        about_axis("y", twist * times) @ about_axis("x", somersault * times) @ about_axis("z", cartwheel * times)
    )
    translation = smooth_curves(rng, frames, 3, scale=1.5) + (0.0, 1.2, 0.0)
    return Motion(rotations, translation, fps)


@pytest.fixture
def walking() -> Motion:
    """60 frames at 20 fps of an upright, wandering person."""
    return walk_about()


@pytest.fixture
def tumbling() -> Motion:
    """80 frames at 20 fps of random acrobatics."""
    return acrobatics()
