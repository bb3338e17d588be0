"""Films motions: a clothed character performs them before three cameras, for ``evaluate video --renders``.

    python tests/blender/render_motion.py MOTION... --out DIR [--text TEXT]... [--seconds S] [--rate N] [--size PIXELS]

Each motion gets a folder with truth.json (rotations, translation at 20 fps, text, pictures a second) and a folder
of pictures a camera. Needs bpy and no window.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bpy  # noqa: E402
import numpy as np  # noqa: E402
from mathutils import Vector  # noqa: E402

from motionctrl_blender.tools.demo import load_extension  # noqa: E402

# Degrees from straight in front, towards the character's left; heights in metres.
CAMERAS = {"front_left": (35.0, 1.5), "side": (-85.0, 1.2), "front_right": (-40.0, 1.8)}
LENS = 40.0  # millimetres, on a 36 mm sensor
# Shirt, trousers, shoes, hair; one set a motion, in turn.
CLOTHES = (
    ((0.10, 0.28, 0.60), (0.10, 0.10, 0.12), (0.75, 0.73, 0.70), (0.12, 0.07, 0.04)),
    ((0.70, 0.12, 0.10), (0.16, 0.22, 0.36), (0.15, 0.12, 0.10), (0.30, 0.17, 0.07)),
    ((0.85, 0.83, 0.78), (0.30, 0.22, 0.14), (0.10, 0.10, 0.11), (0.04, 0.03, 0.03)),
)
FLESH = 0.2  # metres around the joints


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("motions", nargs="+", type=Path, help="motion files of any kind that the engine reads")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--text", action="append", default=[], help="what a motion shows; one for each, in order")
    parser.add_argument("--seconds", type=float, default=4.0, help="how much of each motion (default: 4)")
    parser.add_argument("--rate", type=int, default=15, help="pictures a second (default: 15)")
    parser.add_argument("--size", type=int, default=384, help="pixels of the square pictures (default: 384)")
    options = parser.parse_args(arguments)
    if options.text and len(options.text) != len(options.motions):
        parser.error("give one --text for each motion, or none")
    root = load_extension()
    errors, load = import_module(f"{root}.engine.errors"), import_module(f"{root}.engine.formats.load")
    resample = import_module(f"{root}.engine.motion.resample").resample
    try:
        for number, path in enumerate(options.motions):
            motion = resample(load.load_motion(path), 20.0)[: round(options.seconds * 20)]
            text = options.text[number] if options.text else motion.text
            film(root, motion, text, options, path.stem, CLOTHES[number % len(CLOTHES)])
    except errors.MotionCtrlError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def film(root: str, motion, text: str, options: argparse.Namespace, name: str, clothes: tuple) -> None:
    """Sets the scene, renders it from all cameras and writes the truth."""
    scene_of = f"{root}.motionctrl_blender.scene"
    actions, armature, character, pictures, posing, stage = (
        import_module(f"{scene_of}.{module}")
        for module in ("actions", "armature", "character", "pictures", "posing", "stage")
    )
    resample = import_module(f"{root}.engine.motion.resample").resample
    folder = options.out / name
    folder.mkdir(parents=True, exist_ok=True)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    context, scene = bpy.context, bpy.context.scene
    scene.render.fps = options.rate
    scene.render.resolution_x = scene.render.resolution_y = options.size
    hero = character.add_character(context)
    hero.hide_render = True
    dress(next(item for item in scene.objects if item.find_armature()), clothes)
    rig = armature.read_rig(hero)
    played = resample(motion, options.rate)
    actions.new_action(hero, name)
    actions.write_channels(hero, rig, posing.to_channels(played.rotations, played.translation, rig), 1)
    stage.add_floor(context, 16.0)
    stage.add_light(context)
    complaint = pictures.choose_renderer(scene, folder)
    if complaint:
        print(complaint)
    measures = import_module(f"{root}.engine.motion.measures")
    to_blender = import_module(f"{scene_of}.bones").TO_BLENDER
    joints = motion.joints()
    facing = to_blender @ measures.forward_axis(joints[:5]).mean(axis=0)
    scene.camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    scene.camera.data.lens = LENS
    scene.collection.objects.link(scene.camera)
    for camera, (degrees, height) in CAMERAS.items():
        (folder / camera).mkdir(exist_ok=True)
        place_camera(scene.camera, joints.reshape(-1, 3) @ to_blender.T, facing, math.radians(degrees), height)
        for frame in range(1, len(played) + 1):
            scene.frame_set(frame)
            pictures.still(scene, folder / camera / f"{frame:04d}.png")
        print(f"{folder / camera}: {len(played)} pictures", flush=True)
    truth = {
        "text": text,
        "rate": options.rate,
        "cameras": list(CAMERAS),
        "translation": motion.translation.round(6).tolist(),
        "rotations": motion.rotations.round(6).tolist(),
    }
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")


def dress(body: bpy.types.Object, clothes: tuple) -> None:
    """Colours of clothes and hair: without hair, front and back of a head look much the same."""
    mesh = body.data
    hair = mesh.materials[0].copy()
    hair.name = "Hair"
    mesh.materials.append(hair)
    for name, colour in zip(("Shirt", "Trousers", "Shoes", "Hair"), clothes, strict=True):
        material = next(material for material in mesh.materials if name in material.name)
        material.diffuse_color = (*colour, 1.0)
        shader = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
        shader.inputs["Base Color"].default_value = (*colour, 1.0)
    skin, eyes = (
        np.array([face.center for face in mesh.polygons if name in mesh.materials[face.material_index].name])
        for name in ("Skin", "Eyes")
    )
    # The body stands in the T-pose and faces -Y; its head is above the chin, 9 cm below the eyes.
    eye_y, eye_z = eyes[:, 1].mean(), eyes[:, 2].mean()
    head = skin[skin[:, 2] > eye_z - 0.09]
    middle = (head[:, 1].min() + head[:, 1].max()) / 2
    for face in mesh.polygons:
        x, y, z = face.center
        crown = z > eye_z + 0.045 + 0.3 * (eye_y - y)
        back = y > middle + 0.015 and z > eye_z - 0.06
        if "Skin" in mesh.materials[face.material_index].name and abs(x) < 0.12 and (crown or back):
            face.material_index = len(mesh.materials) - 1


def place_camera(camera: bpy.types.Object, points: np.ndarray, facing: np.ndarray, angle: float, height: float) -> None:
    """Puts the camera where all points (n, 3) fit into the square picture, ``angle`` from where the body faces."""
    low, high = points.min(axis=0) - FLESH, points.max(axis=0) + FLESH
    centre = (low + high) / 2
    toward = math.atan2(facing[1], facing[0]) + angle
    direction = np.array([math.cos(toward), math.sin(toward), 0.0])
    slope = 18.0 / LENS
    across = np.array([-direction[1], direction[0], 0.0])
    offsets = points - centre
    wide = np.maximum(np.abs(offsets @ across), np.abs(offsets[:, 2])) + FLESH
    distance = float((wide / slope + offsets @ direction).max())
    place = centre + direction * distance
    camera.location = (place[0], place[1], height)
    camera.rotation_euler = (Vector(centre) - camera.location).to_track_quat("-Z", "Y").to_euler()


if __name__ == "__main__":
    sys.exit(main())
