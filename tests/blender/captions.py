"""Sets the demo's scene with motions of short and long texts and says, as JSON, where the captions are seen.

    python tests/blender/captions.py TEXT...

Run by test_demo.py in a process of its own: the demo empties the file. Needs bpy and no window; renders nothing.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bpy  # noqa: E402
import numpy as np  # noqa: E402
from bpy_extras.object_utils import world_to_camera_view  # noqa: E402
from mathutils import Vector  # noqa: E402
from PIL import ImageFont  # noqa: E402

from motionctrl_blender.tools.demo import load_extension  # noqa: E402


def main(texts: list[str]) -> None:
    root = load_extension()
    kinematics = import_module(f"{root}.engine.motion.kinematics")
    stage, show = (import_module(f"{root}.motionctrl_blender.{name}") for name in ("scene.stage", "tools.show"))
    stand = np.tile((0.0, 0.95, 0.0), (8, 1))
    motions = [kinematics.Motion(np.tile(np.eye(3), (8, 22, 1, 1)), stand, text=text) for text in texts]
    scene, boxes = show.set_scene(motions, 20)
    bpy.context.view_layer.update()
    font = ImageFont.load_default(14)
    said = {
        "captions": [
            {
                "lines": item.data.body.split("\n"),
                "size": item.data.size,
                "seen": [
                    list(world_to_camera_view(scene, scene.camera, Vector(corner)))[:2]
                    for corner in stage.corners(item)
                ],
                "sides": [float(end) for end in (stage.corners(item)[:, 0].min(), stage.corners(item)[:, 0].max())],
            }
            for item in scene.objects
            if item.type == "FONT"
        ],
        "bodies": [[list(world_to_camera_view(scene, scene.camera, Vector(end)))[:2] for end in box] for box in boxes],
        "sheet": [[(line, font.getlength(line)) for line in show.wrapped(text, font, 1424)] for text in texts],
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
