"""The neutral body: a skinned mesh that the armature deforms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np

from ...engine.errors import MotionCtrlError

ASSET = Path(__file__).resolve().parents[2] / "assets" / "body" / "neutral.npz"
# Name, viewport and render colour of each material index in the asset.
MATERIALS = (
    ("Skin", (0.72, 0.52, 0.42)),
    ("Shirt", (0.16, 0.33, 0.52)),
    ("Trousers", (0.17, 0.18, 0.21)),
    ("Shoes", (0.55, 0.53, 0.50)),
    ("Eyes", (0.08, 0.07, 0.06)),
)


def add_body(armature: bpy.types.Object, asset: Path = ASSET) -> bpy.types.Object:
    """The neutral body as a child of ``armature``, which must have the neutral skeleton's rest pose."""
    try:
        with np.load(asset, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        vertices, faces, names = arrays["vertices"], arrays["faces"], arrays["bone_names"].tolist()
    except (OSError, KeyError, ValueError) as error:
        raise MotionCtrlError(f"The body {asset.name} can't be read; install the add-on again.") from error
    body = add_mesh(armature, vertices, faces)
    body.data.polygons.foreach_set("material_index", arrays["materials"].astype(np.int32))
    for name, colour in MATERIALS:
        body.data.materials.append(_material(name, colour))
    bind(body, armature, names, arrays["bone_indices"], arrays["bone_weights"].astype(np.float64))
    return body


def add_mesh(armature: bpy.types.Object, vertices: np.ndarray, faces: np.ndarray) -> bpy.types.Object:
    """A smooth mesh of vertices (V, 3) and faces (F, 3 or 4) beside ``armature``."""
    mesh = bpy.data.meshes.new(f"{armature.name} Body")
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", vertices.astype(np.float32).ravel())
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", faces.astype(np.int32).ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, faces.shape[1], dtype=np.int32))
    mesh.update(calc_edges=True)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(faces), dtype=bool))
    body = bpy.data.objects.new(mesh.name, mesh)
    for collection in armature.users_collection:
        collection.objects.link(body)
    return body


def bind(
    body: bpy.types.Object,
    armature: bpy.types.Object,
    names: Sequence[str],
    indices: np.ndarray,
    weights: np.ndarray,
) -> None:
    """Lets ``armature`` deform a body by bone ``indices`` (V, k) into ``names`` with ``weights`` (V, k)."""
    _add_weights(body, names, indices, weights)
    body.parent = armature
    modifier = body.modifiers.new("Armature", "ARMATURE")
    modifier.object = armature
    modifier.use_deform_preserve_volume = False


def _add_weights(body: bpy.types.Object, names: Sequence[str], indices: np.ndarray, weights: np.ndarray) -> None:
    """One vertex group a bone; vertices of equal weight go in together."""
    for bone, name in enumerate(names):
        group = body.vertex_groups.new(name=name)
        amount = np.where(indices == bone, weights, 0.0).sum(axis=1)
        for vertex in np.flatnonzero(amount > 1e-4):
            group.add([int(vertex)], float(amount[vertex]), "REPLACE")


def _material(name: str, colour: tuple[float, float, float]) -> bpy.types.Material:
    material = bpy.data.materials.get(f"MotionCtrl {name}")
    if material is not None and material.library is None:
        return material
    material = bpy.data.materials.new(f"MotionCtrl {name}")
    material.diffuse_color = (*colour, 1.0)
    material.roughness = 0.7
    if material.node_tree is None:  # from 5.0 on a material has always nodes
        material.use_nodes = True
    shader = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = 0.7
    return material
