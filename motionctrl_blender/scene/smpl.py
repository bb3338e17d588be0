"""A character from a licensed SMPL model file: its own mesh, rest joints and body shape."""

from __future__ import annotations

import bpy
import numpy as np

from ...engine.errors import MotionCtrlError
from ...engine.formats.smpl_model import SmplModel, read_smpl_model
from .armature import build_armature, move_joints
from .body import add_mesh, bind
from .bones import BONES, TO_BLENDER, rest_heads

PATH = "motionctrl_smpl_file"  # custom properties of the armature: where its model file lies,
BETAS = "motionctrl_betas"  # and its shape


def add_smpl_character(context: bpy.types.Context, path: str, betas: np.ndarray) -> bpy.types.Object:
    """A character of the model in a file, with shape ``betas`` (at most as many as the model knows)."""
    model = read_smpl_model(path)
    betas = _known(model, betas)
    armature = build_armature(context, model.name, model.skeleton(betas))
    body = add_mesh(armature, _vertices(model, betas), model.faces)
    bind(body, armature, BONES, *_weights(model))
    armature[PATH], armature[BETAS] = path, [float(beta) for beta in betas]
    return armature


def reshape(context: bpy.types.Context, armature: bpy.types.Object, betas: np.ndarray) -> None:
    """Gives a character of ``add_smpl_character`` another shape; its keys stay as they are."""
    if PATH not in armature:
        raise MotionCtrlError(f"“{armature.name}” is not from an SMPL file; load one first.")
    model = read_smpl_model(armature[PATH])
    betas = _known(model, betas)
    vertices = _vertices(model, betas)
    bodies = [
        child for child in armature.children if child.type == "MESH" and len(child.data.vertices) == len(vertices)
    ]
    if not bodies:
        raise MotionCtrlError(f"The body of “{armature.name}” was changed or deleted; load the SMPL file again.")
    move_joints(context, armature, model.skeleton(betas))
    mesh = bodies[0].data
    mesh.vertices.foreach_set("co", vertices.astype(np.float32).ravel())
    mesh.update()
    armature[BETAS] = [float(beta) for beta in betas]


def _known(model: SmplModel, betas: np.ndarray) -> np.ndarray:
    """As many shape numbers as the model has."""
    return np.asarray(betas, dtype=np.float64)[: model.shapedirs.shape[-1]]


def _vertices(model: SmplModel, betas: np.ndarray) -> np.ndarray:
    """Vertices (V, 3) in Blender's axes, where the armature's rest pose puts them."""
    skeleton = model.skeleton(betas)
    shift = rest_heads(skeleton)[0] - skeleton.rest_joints()[0]
    return (model.rest_vertices(betas) + shift) @ TO_BLENDER.T


def _weights(model: SmplModel) -> tuple[np.ndarray, np.ndarray]:
    """The four strongest bones of each vertex (V, 4) and their weights (V, 4); fingers go with the wrist."""
    joints = model.weights.shape[1]
    own = len(BONES) if joints == len(BONES) else 22
    summed = np.zeros((len(model.weights), len(BONES)))
    for joint in range(joints):
        bone = joint
        while bone >= own:
            bone = model.parents[bone]
        summed[:, bone] += model.weights[:, joint]
    strongest = np.argsort(summed, axis=1)[:, -4:]
    weights = np.take_along_axis(summed, strongest, axis=1)
    return strongest, weights / weights.sum(axis=1, keepdims=True)
