"""The neutral body: whole, on its feet, and it follows the bones."""

from __future__ import annotations

import numpy as np


def test_stands_on_the_floor_and_is_as_tall_as_a_person(character):
    (body,) = character.children
    vertices = np.empty(len(body.data.vertices) * 3, dtype=np.float32)
    body.data.vertices.foreach_get("co", vertices)
    vertices = vertices.reshape(-1, 3)
    assert abs(vertices[:, 2].min()) < 1e-3
    assert 1.6 < vertices[:, 2].max() < 1.9


def test_every_vertex_hangs_on_at_most_four_bones_with_weights_that_add_up(character):
    (body,) = character.children
    for vertex in body.data.vertices:
        weights = [group.weight for group in vertex.groups]
        assert 1 <= len(weights) <= 4
        assert abs(sum(weights) - 1) < 2e-3


def test_lies_around_its_bones(character):
    """Each joint of a limb lies inside the mesh: near the middle of the vertices that follow it."""
    (body,) = character.children
    bones = character.data.bones
    names = [group.name for group in body.vertex_groups]
    for name in ("left_knee", "right_elbow", "left_shoulder", "right_ankle"):
        head = bones[name].head_local
        near = [
            v.co
            for v in body.data.vertices
            if (v.co - head).length < 0.09 and any(names[g.group] == name for g in v.groups)
        ]
        assert len(near) > 10
        assert np.linalg.norm(np.mean(near, axis=0) - np.array(head)) < 0.06, name


def test_keeps_its_volume_in_a_deep_squat(blender, scene, character, addon):
    def volume() -> float:
        import bmesh

        (body,) = character.children
        posed = body.evaluated_get(blender.context.evaluated_depsgraph_get())
        mesh = bmesh.new()
        mesh.from_mesh(posed.to_mesh())
        value = mesh.calc_volume()
        mesh.free()
        return value

    standing = volume()
    for side in ("left", "right"):
        for bone, angle in ((f"{side}_hip", -1.8), (f"{side}_knee", 2.1)):
            character.pose.bones[bone].rotation_quaternion = (np.cos(angle / 2), np.sin(angle / 2), 0, 0)
    blender.context.view_layer.update()
    assert 0.9 < volume() / standing < 1.1
