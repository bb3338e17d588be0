"""A plain set to show characters on: floor, light, camera, captions."""

from __future__ import annotations

import math
import textwrap

import bpy
import numpy as np
from mathutils import Vector

_ELEVATION, _AROUND = math.radians(12), math.radians(-18)  # camera: a little above, a little to the side
_LETTERS, _SMALL = 0.24, 0.16  # metres: size of a caption's letters, and that of very long ones
_LINES = 4  # a caption of more is set in smaller letters


def add_floor(context: bpy.types.Context, size: float) -> bpy.types.Object:
    """A square floor at z = 0, ``size`` metres wide, with a line each metre."""
    lines = max(1, math.ceil(size / 2))
    mesh = bpy.data.meshes.new("Floor")
    half, count = float(lines), 2 * lines + 1
    ticks = np.linspace(-half, half, count)
    grid = np.array([(x, y, 0.0) for y in ticks for x in ticks])
    corners = [(row * count + column) for row in range(count - 1) for column in range(count - 1)]
    faces = [(index, index + 1, index + count + 1, index + count) for index in corners]
    mesh.from_pydata(grid.tolist(), [], faces)
    for name, shade in (("Floor Light", 0.62), ("Floor Dark", 0.5)):
        mesh.materials.append(_plain(name, (shade, shade, shade * 1.03)))
    mesh.polygons.foreach_set("material_index", [(index // count + index % count) % 2 for index in corners])
    floor = bpy.data.objects.new("Floor", mesh)
    context.collection.objects.link(floor)
    return floor


def add_light(context: bpy.types.Context) -> bpy.types.Object:
    """A sun from the upper left, and a world that fills the shadows."""
    light = bpy.data.lights.new("Sun", "SUN")
    light.energy, light.angle = 3.0, math.radians(6)
    sun = bpy.data.objects.new("Sun", light)
    sun.rotation_euler = (math.radians(40), math.radians(-15), math.radians(-30))
    context.collection.objects.link(sun)
    world = context.scene.world or bpy.data.worlds.new("World")
    context.scene.world = world
    world.color = (0.8, 0.83, 0.88)  # what Workbench shows
    if world.node_tree is None:
        world.use_nodes = True
    background = next((node for node in world.node_tree.nodes if node.type == "BACKGROUND"), None)
    if background is not None:
        background.inputs["Color"].default_value = (0.75, 0.8, 0.88, 1.0)
        background.inputs["Strength"].default_value = 0.6
    return sun


def add_camera(context: bpy.types.Context, low: np.ndarray, high: np.ndarray) -> bpy.types.Object:
    """The scene's camera, so placed that the box from ``low`` to ``high`` (3,) fills the picture."""
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    context.collection.objects.link(camera)
    context.scene.camera = camera
    frame_box(context.scene, low, high)
    return camera


def frame_box(scene: bpy.types.Scene, low: np.ndarray, high: np.ndarray) -> None:
    """Places the scene's camera so that a box (3,), (3,) in world space just fits into the picture."""
    camera = scene.camera
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    direction = Vector(
        (math.sin(_AROUND) * math.cos(_ELEVATION), -math.cos(_AROUND) * math.cos(_ELEVATION), math.sin(_ELEVATION))
    )
    turn = (-direction).to_track_quat("-Z", "Y")
    axes = np.array(turn.to_matrix())
    corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    centre = corners.mean(axis=0)
    local = (corners - centre) @ axes
    width, height = scene.render.resolution_x, scene.render.resolution_y
    slope = 18.0 / camera.data.lens  # half of Blender's 36 mm sensor, along the longer side
    slopes = (slope * min(1, width / height), slope * min(1, height / width))
    distance = max(float((np.abs(local[:, axis]) / slopes[axis] + local[:, 2]).max()) for axis in (0, 1))
    camera.location = Vector(centre) + direction * distance * 1.06
    camera.rotation_euler = turn.to_euler()


def add_caption(
    context: bpy.types.Context, text: str, place: tuple[float, float, float], width: float
) -> bpy.types.Object:
    """Upright text that grows up from ``place``, its lines centred and wrapped to ``width`` metres."""
    curve = bpy.data.curves.new(f"Caption {text[:24]}", "FONT")
    curve.align_x = "CENTER"
    for size in np.linspace(_LETTERS, _SMALL, 5):
        lines = textwrap.wrap(text, max(8, int(width / (0.5 * size))))
        if len(lines) <= _LINES:
            break
    curve.size = float(size)
    curve.body = "\n".join(lines)
    caption = bpy.data.objects.new(curve.name, curve)
    curve.align_y = "BOTTOM"
    caption.location = place
    caption.rotation_euler = (math.radians(90), 0.0, _AROUND)
    curve.materials.append(_plain("Caption", (0.05, 0.05, 0.06)))
    context.collection.objects.link(caption)
    context.view_layer.update()
    if caption.dimensions.x > width:  # capitals are wider than half their height
        curve.size *= width / caption.dimensions.x
        context.view_layer.update()
    return caption


def corners(item: bpy.types.Object) -> np.ndarray:
    """Corners (8, 3) of an object's box in world space."""
    return np.array([item.matrix_world @ Vector(corner) for corner in item.bound_box])


def _plain(name: str, colour: tuple[float, float, float]) -> bpy.types.Material:
    material = bpy.data.materials.get(name) or bpy.data.materials.new(name)
    material.diffuse_color = (*colour, 1.0)
    if material.node_tree is None:  # from 5.0 on it has always nodes
        material.use_nodes = True
    shader = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = 0.9
    return material
