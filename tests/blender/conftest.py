"""The suite runs through the installed extension, as an animator has it."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = "bl_ext.user_default.motionctrl_blender"
MINI = ROOT / "assets" / "models" / "mini"


@pytest.fixture(scope="session")
def addon_zip(tmp_path_factory) -> Path:
    """The extension as build_addon.py builds it; with its wheels where a llama-cpp-python wheel is found."""
    out = tmp_path_factory.mktemp("build") / "motionctrl_blender.zip"
    command = [sys.executable, str(ROOT / "build_addon.py"), "--out", str(out)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode:
        # The wheel is not lying about: llama-cpp-python of the test environment serves instead.
        built = subprocess.run([*command, "--no-wheels"], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return out


@pytest.fixture(scope="session")
def blender(addon_zip, tmp_path_factory):
    """bpy with the extension installed and enabled, preferences of its own."""
    resources = tmp_path_factory.mktemp("blender")
    os.environ["BLENDER_USER_RESOURCES"] = str(resources)
    bpy = pytest.importorskip("bpy", reason="bpy is not installed")
    bpy.ops.wm.read_factory_settings(use_empty=True)
    # Blender's extension system is an add-on of its own.
    bpy.ops.preferences.addon_enable(module="bl_pkg")
    bpy.ops.extensions.package_install_files(
        filepath=str(addon_zip), repo="user_default", enable_on_install=True, overwrite=True
    )
    assert EXTENSION in bpy.context.preferences.addons.keys()
    return bpy


@pytest.fixture(scope="session")
def addon(blender):
    """Modules of the installed extension by short name."""

    def load(name: str):
        return importlib.import_module(f"{EXTENSION}.{name}")

    scene = "motionctrl_blender.scene"
    return SimpleNamespace(
        load=load,
        **{
            name: load(f"{scene}.{name}")
            for name in ("actions", "armature", "body", "bones", "character", "posing", "sampling", "stage")
        },
        rotations=load("engine.motion.rotations"),
        kinematics=load("engine.motion.kinematics"),
        errors=load("engine.errors"),
    )


@pytest.fixture
def scene(blender):
    """An empty file."""
    blender.ops.wm.read_factory_settings(use_empty=True)
    if EXTENSION not in blender.context.preferences.addons.keys():
        blender.ops.preferences.addon_enable(module=EXTENSION)
    return blender.context.scene


@pytest.fixture
def character(blender, addon, scene):
    """The SMPL character's armature in an empty file."""
    return addon.character.add_character(blender.context)


@pytest.fixture
def dance(addon):
    """A motion of 60 frames at 20 fps in which every joint turns, the root wanders and spins."""
    return wandering(addon, 60)


def wandering(addon, frames: int, seed: int = 7):
    """Smooth motion: each joint swings about its own axis, the pelvis walks an arc of 1 m radius."""
    random = np.random.default_rng(seed)
    times = np.arange(frames)[:, None, None] / 20.0
    axes = random.normal(size=(1, 22, 3))
    rates, phases = random.uniform(1, 3, (1, 22, 1)), random.uniform(0, 6, (1, 22, 1))
    rotations = addon.rotations.matrix_from_axis_angle(0.5 * axes * np.sin(rates * times + phases))
    spin = np.arange(frames) / 20.0
    rotations[:, 0] = addon.rotations.about_axis("y", 2.5 * spin) @ rotations[:, 0]
    translation = np.stack([np.cos(spin), 0.9 + 0.1 * np.sin(4 * spin), np.sin(spin)], axis=1)
    return addon.kinematics.Motion(rotations, translation)


@pytest.fixture
def curves(addon):
    """Reads every bit of an object's curves: (path, index) -> arrays of all that its keys are made of."""

    def read(armature) -> dict:
        found = {}
        for curve in addon.actions.curves_of(armature) or ():
            points = curve.keyframe_points
            keys = {}
            for name, width in (("co", 2), ("handle_left", 2), ("handle_right", 2)):
                values = np.empty(len(points) * width, dtype=np.float32)
                points.foreach_get(name, values)
                keys[name] = values.tobytes()
            for name in ("interpolation", "easing", "type", "handle_left_type", "handle_right_type"):
                keys[name] = [getattr(point, name) for point in points]
            found[curve.data_path, curve.array_index] = keys
        return found

    return read


@pytest.fixture
def session(blender, addon, scene):
    """The add-on's session, idle; one thread, so that tests beside each other don't stall."""
    if not MINI.is_dir():
        pytest.skip("there is no bundled model in assets/models/mini")
    running = addon.load("motionctrl_blender.work.session").session()
    running.stop()
    running.error = ""
    blender.context.preferences.addons[EXTENSION].preferences.threads = 1
    return running


@pytest.fixture
def hero(blender, session, scene):
    """The character, added as an animator does it."""
    blender.ops.motionctrl.add_character()
    return scene.motionctrl.character


@pytest.fixture
def generate(blender, session):
    """Generates as the button does, but returns when the preview is there."""

    def call(prompt: str = "a person walks forward", seconds: float = 2.0, **options):
        blender.ops.motionctrl.generate(**{"prompt": prompt, "seconds": seconds, "seed": 1, "wait": True, **options})

    return call


@pytest.fixture
def walk(blender, generate, hero):
    """The character with an accepted walk of two seconds, keys from frame 1 on."""
    generate()
    blender.ops.motionctrl.accept()
    return hero


@pytest.fixture
def shown(scene, addon):
    """A character's motion from frame to frame, one sample each: shown(armature, first, last)."""

    def read(armature, first: int, last: int):
        rig = addon.armature.read_rig(armature)
        return addon.sampling.sample_motion(scene, armature, rig, first, last, scene.render.fps)

    return read


@pytest.fixture
def keyed(addon):
    """First and last keyed frame of a character."""
    return lambda armature: addon.actions.key_range(armature, addon.armature.read_rig(armature))
