"""What the demo does: generate or read motions, set a scene, render it."""

from __future__ import annotations

import argparse
import math
import textwrap
import time
from pathlib import Path

import bpy
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ...engine.errors import MotionCtrlError
from ...engine.motion.kinematics import Motion
from ...engine.motion.resample import resample
from ..scene import pictures, stage
from ..scene.actions import new_action, write_channels
from ..scene.armature import read_rig
from ..scene.bones import TO_BLENDER
from ..scene.character import add_character
from ..scene.posing import to_channels

_COLUMNS = 8  # pictures a motion on the contact sheet
_CELL = (180, 240)
_LINE = 18  # pixels from one line of a caption on it to the next
_PREVIEW = (640, 360)
_GAP = 1.0  # metres between characters


def run(options: argparse.Namespace) -> None:
    """Makes demo.blend, contact_sheet.png and preview.mp4 in the folder of the options."""
    began = time.perf_counter()
    motions = read(options.motions) if options.motions else generate(options)
    try:
        options.out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MotionCtrlError(f"{options.out_dir} can't be made ({error}): choose another --out-dir.") from error
    scene, boxes = set_scene(motions, options.fps)
    blend = (options.out_dir / "demo.blend").resolve()
    complaint = pictures.choose_renderer(scene, options.out_dir)
    if complaint:
        print(complaint)
    bpy.ops.wm.save_as_mainfile(filepath=str(blend), check_existing=False, compress=True)
    sheet = contact_sheet(scene, motions, boxes, options.out_dir)
    video = (options.out_dir / "preview.mp4").resolve()
    scene.frame_set(scene.frame_start)
    with _progress("Preview", scene.frame_end - scene.frame_start + 1, "frame") as bar:
        pictures.film(scene, video, bar.update)
    print()
    for what, path in (("Blender file", blend), ("Contact sheet", sheet), ("Preview", video)):
        print(f"{what + ':':15}{path}")
    print(f"Done in {time.perf_counter() - began:.0f} s.")


def generate(options: argparse.Namespace) -> list[Motion]:
    """Motions for the prompts, with a progress bar and the speed of each."""
    from ...engine.api import Engine, Request

    began = time.perf_counter()
    motions = []
    with Engine(options.model) as engine:
        print(f"Model {engine.description.name} loaded in {time.perf_counter() - began:.1f} s.")
        for prompt in options.prompt:
            request = Request((prompt,), (options.seconds,), seed=options.seed)
            total, began, first = round(options.seconds * 20), time.perf_counter(), 0.0
            pieces = []
            with _progress(f"“{prompt}”", total, "frame") as bar:
                for chunk in engine.stream(request):
                    first = first or time.perf_counter() - began
                    pieces.append(chunk)
                    bar.update(len(chunk.rotations))
            took = time.perf_counter() - began
            motion = Motion(
                np.concatenate([piece.rotations for piece in pieces]),
                np.concatenate([piece.translation for piece in pieces]),
                text=prompt,
            )
            print(f"  {len(motion) / took:.0f} motion frames a second, the first after {first:.2f} s")
            motions.append(motion)
    return motions


def read(paths: list[Path]) -> list[Motion]:
    """Motions from files of any kind that the engine reads."""
    from ...engine.formats.load import load_motion

    return [load_motion(path) for path in paths]


def set_scene(motions: list[Motion], fps: int) -> tuple[bpy.types.Scene, list[tuple[np.ndarray, np.ndarray]]]:
    """An otherwise empty file with one character a motion, side by side, on a lit floor.

    Returns the scene and, for each motion, the box (3,), (3,) in world space that it stays in.
    """
    bpy.ops.wm.read_factory_settings(use_empty=True)
    context, scene = bpy.context, bpy.context.scene
    scene.render.fps, scene.render.fps_base = fps, 1.0
    scene.render.resolution_x, scene.render.resolution_y = _PREVIEW
    boxes, left = [], 0.0
    for motion in motions:
        armature = add_character(context)
        armature.hide_render = True
        rig = read_rig(armature)
        low, high = box_of(motion)
        armature.location = (left - low[0], -(low[1] + high[1]) / 2, 0.0)
        shift = np.array(armature.location)
        boxes.append((low + shift, high + shift))
        left += high[0] - low[0] + _GAP
        played = resample(motion, fps)
        new_action(armature, motion.text or "Motion")
        write_channels(armature, rig, to_channels(played.rotations, played.translation, rig), 1)
        armature.animation_data.action.use_fake_user = True
        scene.frame_end = max(scene.frame_end if armature.name != "SMPL" else 1, len(played))
    centre = np.array([left - _GAP, 0.0, 0.0]) / 2
    for item in [item for item in scene.objects if item.type == "ARMATURE"]:
        item.location.x -= centre[0]
    boxes = [(low - centre, high - centre) for low, high in boxes]
    low = np.min([box[0] for box in boxes], axis=0)
    high = np.max([box[1] for box in boxes], axis=0)
    place = high[1], high[2] + 0.15
    for motion, box in zip(motions, boxes, strict=True):
        middle, width = (box[0][0] + box[1][0]) / 2, max(1.6, box[1][0] - box[0][0])
        around = stage.corners(stage.add_caption(context, motion.text, (middle, *place), width))
        low, high = np.minimum(low, around.min(axis=0)), np.maximum(high, around.max(axis=0))
    stage.add_floor(context, float(2 * np.abs([low[:2], high[:2]]).max() + 8))
    stage.add_light(context)
    stage.add_camera(context, low, high)
    scene.frame_set(1)
    return scene, boxes


def box_of(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """The box (3,), (3,) that a motion's joints stay in, in Blender's axes, flesh included."""
    joints = motion.joints() @ TO_BLENDER.T
    low, high = joints.min(axis=(0, 1)), joints.max(axis=(0, 1))
    return np.minimum(low - 0.15, (np.inf, np.inf, 0.0)), high + (0.15, 0.15, 0.2)


def pelvis_path(motion: Motion) -> np.ndarray:
    """Where the pelvis is (T, 3), in Blender's axes."""
    return motion.translation @ TO_BLENDER.T


def contact_sheet(
    scene: bpy.types.Scene, motions: list[Motion], boxes: list[tuple[np.ndarray, np.ndarray]], folder: Path
) -> Path:
    """A picture with one row a motion: the character alone, at even times from first to last frame."""
    rows, font, width = len(motions), ImageFont.load_default(14), _COLUMNS * _CELL[0]
    labels = [wrapped(f"{motion.text}   ({len(motion) / motion.fps:.1f} s)", font, width - 16) for motion in motions]
    # Where the pictures of each row begin, below its caption.
    tops = np.cumsum([8 + _LINE * len(lines) for lines in labels]) + _CELL[1] * np.arange(rows)
    sheet = Image.new("RGB", (width, int(tops[-1]) + _CELL[1]), "white")
    draw = ImageDraw.Draw(sheet)
    size = scene.render.resolution_x, scene.render.resolution_y
    place = scene.camera.location.copy(), scene.camera.rotation_euler.copy()
    scene.render.resolution_x, scene.render.resolution_y = _CELL
    bodies = [item for item in scene.objects if item.find_armature()]
    captions = [item for item in scene.objects if item.type == "FONT"]
    cell = folder / "cell.png"
    with _progress("Contact sheet", rows * _COLUMNS, "picture") as bar:
        for row, motion in enumerate(motions):
            for index, body in enumerate(bodies):
                body.hide_render = index != row
            for item in captions:
                item.hide_render = True
            root = pelvis_path(motion) + boxes[row][0] - box_of(motion)[0]
            last = math.floor((len(motion) - 1) / motion.fps * scene.render.fps)
            for column in range(_COLUMNS):
                frame = round(last * column / (_COLUMNS - 1))
                scene.frame_set(1 + frame)
                here = root[round(frame / scene.render.fps * motion.fps)] * (1, 1, 0)
                stage.frame_box(scene, here - (0.75, 0.4, 0.0), here + (0.75, 0.4, 2.0))
                pictures.still(scene, cell)
                with Image.open(cell) as picture:
                    sheet.paste(picture, (column * _CELL[0], int(tops[row])))
                bar.update()
            for line, words in enumerate(reversed(labels[row]), 1):
                draw.text((8, int(tops[row]) - 3 - _LINE * line), words, "black", font)
    cell.unlink(missing_ok=True)
    for item in bodies + captions:
        item.hide_render = False
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.camera.location, scene.camera.rotation_euler = place
    path = (folder / "contact_sheet.png").resolve()
    sheet.save(path)
    return path


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text in lines of at most ``width`` pixels."""
    for letters in range(len(text), 0, -1):
        lines = textwrap.wrap(text, letters)
        if all(font.getlength(line) <= width for line in lines):
            return lines
    return [text]


def _progress(label: str, total: int, unit: str):
    """A progress bar on standard error; tqdm comes with the demo, not with the extension."""
    from tqdm import tqdm

    return tqdm(total=total, desc=label, unit=unit, leave=True)
