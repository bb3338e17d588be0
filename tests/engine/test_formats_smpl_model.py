"""SMPL model files are read without running them, and give the body that the smplx package gives."""

from __future__ import annotations

import os
import pickle
import sys
import types

import numpy as np
import pytest

from engine.body.skeleton import PARENTS, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.formats.smpl_model import read_smpl_model
from engine.motion.kinematics import Motion, forward_kinematics
from engine.motion.rotations import matrix_from_axis_angle

V = 120


def model_arrays(seed: int = 0) -> dict:
    """A body of 120 vertices in the layout of SMPL's model files."""
    rng = np.random.default_rng(seed)
    joints = np.concatenate([neutral_skeleton().rest_joints(), [[0.8, 0.3, 0], [-0.8, 0.3, 0]]])
    nearest = np.arange(V) % 24
    regressor = np.zeros((24, V))
    regressor[nearest, np.arange(V)] = 1 / np.bincount(nearest)[nearest]
    weights = rng.random((V, 24)) ** 8
    weights /= weights.sum(axis=1, keepdims=True)
    parents = np.array([*PARENTS, 20, 21])
    return {
        "v_template": joints[nearest] + rng.normal(scale=0.05, size=(V, 3)),
        "shapedirs": rng.normal(scale=0.01, size=(V, 3, 10)),
        "posedirs": rng.normal(scale=0.001, size=(V, 3, 207)),
        "weights": weights,
        "J_regressor": regressor,
        "f": rng.integers(0, V, (200, 3)).astype(np.uint32),
        "kintree_table": np.stack([np.where(parents < 0, 2**32 - 1, parents), np.arange(24)]),
    }


def write_pickle(path, data: dict) -> str:
    with open(path, "wb") as file:
        pickle.dump(data, file, protocol=2)
    return str(path)


def test_forward_kinematics_agrees_with_smplx_within_a_tenth_of_a_millimetre(tmp_path):
    smplx = pytest.importorskip("smplx")
    torch = pytest.importorskip("torch")
    scipy_sparse = pytest.importorskip("scipy.sparse")
    data = model_arrays()
    data["J_regressor"] = scipy_sparse.csc_matrix(data["J_regressor"])
    path = write_pickle(tmp_path / "SMPL_NEUTRAL.pkl", data)
    names = smplx.vertex_ids.vertex_ids["smplh"]
    body = smplx.SMPL(path, batch_size=5, vertex_ids=dict.fromkeys(names, 0), dtype=torch.float64)
    rng = np.random.default_rng(1)
    pose, betas = rng.normal(scale=0.7, size=(5, 24, 3)), rng.normal(size=10)
    pose[:, 22:] = 0
    move = rng.normal(size=(5, 3))
    with torch.no_grad():
        theirs = (
            body(
                betas=torch.tensor(betas).expand(5, 10),
                transl=torch.tensor(move),
                global_orient=torch.tensor(pose[:, 0]),
                body_pose=torch.tensor(pose[:, 1:].reshape(5, 69)),
            )
            .joints[:, :22]
            .numpy()
        )

    skeleton = read_smpl_model(path).skeleton(betas)
    rotations = matrix_from_axis_angle(pose[:, :22])
    ours = forward_kinematics(rotations, move + skeleton.offsets[0], skeleton.offsets)[0]
    assert np.abs(ours - theirs).max() < 1e-4
    assert np.abs(Motion(rotations, move + skeleton.offsets[0], 20, skeleton).joints() - theirs).max() < 1e-4


def test_npz_and_pickle_give_the_same_model(tmp_path):
    data = model_arrays()
    np.savez(tmp_path / "model.npz", **data)
    write_pickle(tmp_path / "model.pkl", data)
    one, two = read_smpl_model(tmp_path / "model.npz"), read_smpl_model(tmp_path / "model.pkl")
    assert np.array_equal(one.weights, two.weights) and np.array_equal(one.faces, two.faces)
    assert np.allclose(one.skeleton(np.ones(3)).offsets, two.skeleton(np.ones(3)).offsets)


def test_chumpy_arrays_are_read_without_chumpy(tmp_path, monkeypatch):
    data = model_arrays()
    expected = read_smpl_model(write_pickle(tmp_path / "plain.pkl", data))
    module = types.ModuleType("chumpy.ch")

    class Ch:
        pass

    Ch.__module__, Ch.__qualname__ = "chumpy.ch", "Ch"
    module.Ch = Ch
    monkeypatch.setitem(sys.modules, "chumpy", types.ModuleType("chumpy"))
    monkeypatch.setitem(sys.modules, "chumpy.ch", module)
    wrapped = Ch()
    wrapped.x = data["shapedirs"]
    path = write_pickle(tmp_path / "chumpy.pkl", {**data, "shapedirs": wrapped})
    monkeypatch.delitem(sys.modules, "chumpy.ch")
    assert np.array_equal(read_smpl_model(path).shapedirs, expected.shapedirs)


class Harmful:
    """An object whose pickle asks for a command to be run."""

    def __init__(self, mark) -> None:
        self.mark = str(mark)

    def __reduce__(self):
        return os.mkdir, (self.mark,)


def test_a_pickle_that_names_anything_else_is_refused_and_not_run(tmp_path):
    mark = tmp_path / "harm"
    path = write_pickle(tmp_path / "bad.pkl", {**model_arrays(), "extra": Harmful(mark)})
    with pytest.raises(MotionCtrlError, match="safely"):
        read_smpl_model(path)
    assert not mark.exists()


@pytest.mark.parametrize(
    "damage", ["cut", "garbage", "empty", "no faces", "wrong joints", "nan", "other kind", "absent"]
)
def test_damaged_model_files_get_one_sentence(tmp_path, damage):
    data, path = model_arrays(), tmp_path / "model.pkl"
    if damage == "no faces":
        del data["f"]
    if damage == "wrong joints":
        data["J_regressor"] = data["J_regressor"][:20]
    if damage == "nan":
        data["v_template"][3] = np.nan
    write_pickle(path, data)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    if damage == "garbage":
        path.write_bytes(np.random.default_rng(0).bytes(3000))
    if damage == "empty":
        path.write_bytes(b"")
    if damage == "other kind":
        path = path.rename(tmp_path / "model.fbx")
    if damage == "absent":
        path.unlink()
    with pytest.raises(MotionCtrlError) as caught:
        read_smpl_model(path)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
