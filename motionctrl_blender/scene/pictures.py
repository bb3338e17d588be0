"""Still pictures and a film of the scene, rendered without a window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

# A picture of nothing in a process of its own: where the graphics driver is missing, Workbench
# doesn't raise an error but ends the process.
_PROBE = """
import bpy, sys
scene = bpy.context.scene
scene.render.engine = "BLENDER_WORKBENCH"
scene.render.resolution_x = scene.render.resolution_y = 16
scene.render.filepath = sys.argv[-1]
if scene.camera is None:
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    scene.collection.objects.link(camera)
    scene.camera = camera
bpy.ops.render.render(write_still=True)
"""


def choose_renderer(scene: bpy.types.Scene, scratch: Path) -> str:
    """Sets the scene up for Workbench where this machine can run it, else for Cycles on the CPU.

    Returns a sentence for the user where Workbench does not run, else an empty string.
    """
    scene.view_settings.view_transform = "Standard"
    if workbench_runs(scratch):
        scene.render.engine = "BLENDER_WORKBENCH"
        shading = scene.display.shading
        shading.light, shading.color_type = "STUDIO", "MATERIAL"
        # Shadows take three times as long where a processor stands in for the graphics card.
        shading.show_shadows, shading.show_cavity = False, True
        scene.display.render_aa = "FXAA"
        return ""
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = 4
    scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 2
    return (
        "Workbench needs a graphics driver (Debian: apt-get install libegl1 libgl1-mesa-dri), which this "
        "machine lacks: rendering with Cycles on the CPU instead, which is slower."
    )


def workbench_runs(scratch: Path) -> bool:
    """Whether a Workbench picture can be rendered here, tried in a process of its own."""
    picture = scratch / "probe.png"
    picture.unlink(missing_ok=True)
    try:
        subprocess.run([sys.executable, "-c", _PROBE, str(picture)], capture_output=True, timeout=120, check=False)
        return picture.exists()
    except (OSError, subprocess.SubprocessError):
        return False
    finally:
        picture.unlink(missing_ok=True)


def still(scene: bpy.types.Scene, path: Path) -> None:
    """Renders the current frame to a PNG."""
    _image_settings(scene, "PNG")
    scene.render.filepath = str(path)
    with _quiet():
        bpy.ops.render.render(write_still=True)


def film(scene: bpy.types.Scene, path: Path, on_frame: Callable[[], None]) -> None:
    """Renders the scene's frame range to an MP4 (H.264) with Blender's own ffmpeg."""
    _image_settings(scene, "FFMPEG")
    scene.render.ffmpeg.format = "MPEG4"
    scene.render.ffmpeg.codec = "H264"
    scene.render.ffmpeg.constant_rate_factor = "HIGH"
    scene.render.filepath = str(path)
    scene.render.use_file_extension = False

    def count(*_: object) -> None:
        on_frame()

    bpy.app.handlers.render_post.append(count)
    try:
        with _quiet():
            bpy.ops.render.render(animation=True)
    finally:
        bpy.app.handlers.render_post.remove(count)
        scene.render.use_file_extension = True
        _image_settings(scene, "PNG")


def _image_settings(scene: bpy.types.Scene, kind: str) -> None:
    settings = scene.render.image_settings
    if "media_type" in settings.bl_rna.properties:  # Blender 5: films and stills are distinguished first
        settings.media_type = "VIDEO" if kind == "FFMPEG" else "IMAGE"
    settings.file_format = kind
    settings.color_mode = "RGB"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps Blender's line a frame, written past Python, off standard output."""
    sys.stdout.flush()
    kept = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(silence)
        os.close(kept)
