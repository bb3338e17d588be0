"""A character from a licensed SMPL model file; here a small one that has the same arrays."""

from __future__ import annotations

import numpy as np
import pytest

JOINTS = 24


@pytest.fixture
def smpl_file(addon, tmp_path):
    """24 joints with a tetrahedron of skin around each; the first shape number makes it taller."""
    skeleton = addon.load("engine.body.skeleton").neutral_skeleton()
    joints = skeleton.rest_joints()
    joints = np.concatenate([joints, joints[20:22] + [[0.08, 0, 0], [-0.08, 0, 0]]])
    corners = 0.03 * np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    vertices = (joints[:, None] + corners).reshape(-1, 3)
    weights = np.repeat(np.eye(JOINTS), 4, axis=0)
    tetrahedron = np.array([[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]])
    faces = (np.arange(JOINTS)[:, None, None] * 4 + tetrahedron).reshape(-1, 3)
    shapes = np.zeros((len(vertices), 3, 10))
    shapes[:, 1, 0] = 0.1 * vertices[:, 1]
    parents = [2**32 - 1, *addon.bones.BONE_PARENTS[1:]]
    path = tmp_path / "SMPL_TEST.npz"
    np.savez(
        path,
        v_template=vertices,
        weights=weights,
        shapedirs=shapes,
        J_regressor=weights.T / 4,
        f=faces.astype(np.uint32),
        kintree_table=np.array([parents, range(JOINTS)], dtype=np.int64),
    )
    return str(path)


def height(armature) -> float:
    return armature.data.bones["head"].head_local.z - armature.data.bones["left_foot"].head_local.z


def test_the_file_gives_bones_and_skin(blender, session, scene, smpl_file, addon):
    blender.ops.motionctrl.load_smpl(filepath=smpl_file)
    armature = scene.motionctrl.character
    assert addon.armature.check_armature(armature) == ""
    (body,) = armature.children
    assert len(body.data.vertices) == 4 * JOINTS
    for bone in ("head", "left_wrist", "right_foot"):
        corners = [
            body.matrix_world @ vertex.co
            for vertex in body.data.vertices
            if body.vertex_groups[bone].index in [group.group for group in vertex.groups]
        ]
        assert np.abs(np.mean(corners, axis=0) - armature.data.bones[bone].head_local).max() < 1e-4


def test_a_shape_slider_makes_bones_and_skin_taller(blender, session, scene, smpl_file):
    blender.ops.motionctrl.load_smpl(filepath=smpl_file)
    armature = scene.motionctrl.character
    before = height(armature)
    scene.motionctrl.betas[0] = 1.0
    blender.ops.motionctrl.apply_shape()
    assert height(armature) == pytest.approx(1.1 * before, rel=1e-3)
    (body,) = armature.children
    assert np.ptp([vertex.co.z for vertex in body.data.vertices]) > 1.05 * before


def test_it_walks_like_any_other_character(blender, session, scene, smpl_file, generate, keyed):
    blender.ops.motionctrl.load_smpl(filepath=smpl_file)
    generate(seconds=1.0)
    blender.ops.motionctrl.accept()
    assert keyed(scene.motionctrl.character)[0] == 1


def test_a_file_that_is_no_model_is_refused(blender, session, scene, tmp_path):
    path = tmp_path / "motion.npz"
    np.savez(path, poses=np.zeros((10, 72)))
    with pytest.raises(RuntimeError, match="is no SMPL model"):
        blender.ops.motionctrl.load_smpl(filepath=str(path))
    assert not [item for item in blender.data.objects if item.type == "ARMATURE"]
