"""How long the add-on holds Blender's main thread; prints a table, judges nothing.

    python tests/blender/benchmark.py [--seconds S] [--fps N ...] [--cycles N]

Wall time is what the animator feels; while the model computes on another thread it contains waiting
for Python's lock. Time on the processor is the add-on's own part of it.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bpy  # noqa: E402
import numpy as np  # noqa: E402

from motionctrl_blender.tools.demo import load_extension  # noqa: E402

ROW = "{:44} {:>9} {:>9} {:>9}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="duration of the motions (default: 8)")
    parser.add_argument("--cycles", type=int, default=200, help="generate and cancel so many times (default: 200)")
    parser.add_argument("--fps", type=int, nargs="+", default=[24, 60], help="frame rates (default: 24 60)")
    options = parser.parse_args()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    root = load_extension()
    extension = sys.modules[root]
    extension.register()
    try:
        print(f"Blender {bpy.app.version_string}, Python {sys.version.split()[0]}, numpy {np.__version__}")
        bulk(root)
        print(ROW.format("main thread held, ms", "median", "99 %", "longest"))
        for fps in options.fps:
            holds(root, fps, options.seconds)
        if options.cycles:
            cycles(root, options.cycles)
    finally:
        extension.unregister()


def bulk(root: str) -> None:
    """24 bones x 600 frames into an empty action, over existing keys, and into the middle of them."""
    scene = f"{root}.motionctrl_blender.scene"
    armature, actions, posing = (import_module(f"{scene}.{name}") for name in ("armature", "actions", "posing"))
    hero = armature.build_armature(bpy.context)
    rig = armature.read_rig(hero)
    random = np.random.default_rng(0)
    turns = random.normal(size=(600, 24, 4))
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    channels = posing.Channels(turns, random.normal(size=(600, 3)))
    middle = posing.Channels(turns[200:400], channels.location[200:400])

    def new() -> None:
        actions.new_action(hero, "benchmark")
        actions.write_channels(hero, rig, channels, 1)

    print("24 bones, one key a frame: best of 5, ms")
    for name, work in (
        ("600 frames, new", new),
        ("600 frames, over others", lambda: actions.write_channels(hero, rig, channels, 1)),
        ("200 frames in the middle of 600", lambda: actions.write_channels(hero, rig, middle, 201)),
    ):
        best = np.min([timed(work) for _ in range(5)], axis=0) * 1000
        print(f"  {name:42} {best[0]:9.1f}, {best[1]:.1f} of it on the processor")


def holds(root: str, fps: int, seconds: float) -> None:
    """Every time that the add-on has the main thread, from the click to Accept."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.context.scene.render.fps = fps
    session = import_module(f"{root}.motionctrl_blender.work.session").session()
    ops = bpy.ops.motionctrl
    ops.add_character()
    if session.engine is None:
        ops.load_model()

    def generation(name: str, click: Callable[[], object]) -> None:
        times = [timed(click)]
        while session.busy():
            times.append(timed(session.drain))
            time.sleep(0.005)
        report(f"{name}, {fps} fps", times)
        report("  click", times[:1])
        report("  accept", [timed(ops.accept)])

    prompt = {"prompt": "a person walks forward", "seed": 1}
    generation(f"generate {seconds:g} s", lambda: ops.generate(**prompt, seconds=seconds))
    generation(f"continue by {seconds:g} s", lambda: ops.continue_motion(**prompt, seconds=seconds))
    last = round(2 * seconds * fps)
    edit = {"frame_start": 10, "frame_end": last - 10}
    generation("regenerate an arm in all of it", lambda: ops.regenerate_parts(**prompt, parts={"left_arm"}, **edit))
    generation("in-between over all of it", lambda: ops.in_between(**prompt, **edit))


def cycles(root: str, count: int) -> None:
    """What is left of many generations that were cancelled, every other one with keys there already."""
    session = import_module(f"{root}.motionctrl_blender.work.session").session()
    megabytes = import_module(f"{root}.motionctrl_blender.work.memory").megabytes
    before = None
    for cycle in range(count + 20):
        if cycle == 20:
            before = megabytes(), threading.active_count(), len(bpy.data.actions)
        bpy.ops.motionctrl.generate(prompt="a person walks", seconds=10.0, seed=cycle)
        while cycle % 2 and session.preview.written is None:
            session.drain()
        bpy.ops.motionctrl.cancel()
        session.reject()
    after = megabytes(), threading.active_count(), len(bpy.data.actions)
    for name, old, new in zip(("MB of memory", "threads", "actions"), before, after, strict=True):
        print(f"{count} generations cancelled: {name} {old} before, {new} after")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and on the processor."""
    wall, own = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - wall, time.thread_time() - own


def report(name: str, times: list[tuple[float, float]]) -> None:
    held = 1000 * np.array([time for time in times if time[1] > 1e-4] or times)
    for kind, values in (("", held[:, 0]), ("  of it on the processor", held[:, 1])):
        figures = [f"{figure:.1f}" for figure in (np.median(values), np.percentile(values, 99), values.max())]
        print(ROW.format(f"  {name}" if not kind else f"  {kind}", *figures))


if __name__ == "__main__":
    main()
