"""Generates a walk, makes its left arm wave, and goes on with a jump: without a window.

In Blender with the extension installed:

    blender --background --python examples/walk_wave_jump.py -- --out walk_wave_jump.blend

or, from a checkout, with bpy from PyPI (after `make demo`):

    .venv/bin/python examples/walk_wave_jump.py --out walk_wave_jump.blend
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import bpy


def main() -> None:
    arguments = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("walk_wave_jump.blend"), help="Blender file to write")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same motion")
    options = parser.parse_args(arguments)
    bpy.ops.wm.read_homefile(use_empty=True)
    disable = enable_extension()
    try:
        animate(options.seed)
        bpy.ops.wm.save_as_mainfile(filepath=str(options.out.resolve()), check_existing=False)
    finally:
        disable()


def animate(seed: int) -> None:
    """Every button of the sidebar is an operator; ``wait`` lets a script wait for its result."""
    motion, scene = bpy.ops.motionctrl, bpy.context.scene
    motion.add_character()

    motion.generate(prompt="a person walks forward", seconds=4.0, seed=seed, wait=True)
    motion.accept()
    describe("Walk")

    # Only the keys of the left arm change, and only from frame 30 to 80.
    motion.regenerate_parts(
        parts={"left_arm"},
        prompt="a person waves with the left hand",
        frame_start=30,
        frame_end=80,
        seed=seed,
        wait=True,
    )
    motion.accept()
    describe("Walk with a wave")

    motion.continue_motion(prompt="a person jumps up and down", seconds=3.0, seed=seed, wait=True)
    motion.accept()
    describe("Walk, wave, jump")
    scene.frame_set(scene.frame_start)


def describe(what: str) -> None:
    action = bpy.context.scene.motionctrl.character.animation_data.action
    first, last = action.frame_range
    print(f"{what}: action “{action.name}”, frames {first:.0f} to {last:.0f}")


def enable_extension() -> Callable[[], None]:
    """Makes sure that the extension runs; returns what ends it, for a checkout that is not installed."""
    import addon_utils

    installed = [module.__name__ for module in addon_utils.modules() if module.__name__.endswith(".motionctrl_blender")]
    if installed:
        addon_utils.enable(installed[0])
        return lambda: None
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from motionctrl_blender.tools.demo import load_extension

    extension = sys.modules[load_extension()]
    extension.register()
    return extension.unregister


if __name__ == "__main__":
    main()
