"""Arrays of poses and joints in forms that tools really save are told by measurement, or refused in a sentence."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine.body.skeleton import MIRROR, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.formats import load_motion
from engine.motion.rotations import (
    about_axis,
    angle_between,
    matrix_from_axis_angle,
    matrix_to_6d,
    matrix_to_axis_angle,
    matrix_to_quaternion,
    shortest_arc,
)
from tests.engine.rigs import stride

AXES = [(axis, sign) for axis in range(3) for sign in (1.0, -1.0)]
# What the files' own up axes are turned to.
STANDING = {axis: shortest_arc(np.array([0.0, 1.0, 0.0]), axis[1] * np.eye(3)[axis[0]]) for axis in AXES}


@pytest.fixture(scope="module")
def walk():
    return stride(40, turn=0.6)


@pytest.fixture(scope="module")
def local(walk) -> np.ndarray:
    """Rotations (T, 24, 3, 3): the walk's, with still hands."""
    hands = np.broadcast_to(np.eye(3), (len(walk), 2, 3, 3))
    return np.concatenate([walk.rotations, hands], axis=1)


def saved(path, walk, **arrays):
    given = {"trans": walk.translation - neutral_skeleton().offsets[0], "mocap_framerate": 20.0} | arrays
    np.savez(path, **{name: value for name, value in given.items() if value is not None})
    return path


def same_up_to_a_turn(found, walk) -> float:
    """Most that a joint is off, metres, once both start at one place, face one way and stand on one floor."""
    one, two = found.joints(), walk.joints()
    across = [joints[0, 1] - joints[0, 2] for joints in (one, two)]
    turn = about_axis("y", np.array(np.arctan2(-across[1][2], across[1][0]) - np.arctan2(-across[0][2], across[0][0])))
    one = (one - one[0, 0]) @ turn.T
    return float(np.abs(one - (two - two[0, 0])).max())


def quaternions(local, order):
    found = matrix_to_quaternion(local)
    return found if order == "wxyz" else np.roll(found, -1, axis=-1)


FORMS = {
    "axis-angle": lambda local: matrix_to_axis_angle(local),
    "degrees": lambda local: np.degrees(matrix_to_axis_angle(local)),
    "quaternions, w first": lambda local: quaternions(local, "wxyz"),
    "quaternions, w last": lambda local: quaternions(local, "xyzw"),
    "quaternions of changing sign": lambda local: quaternions(local, "wxyz") * ((-1.0) ** np.arange(40))[:, None, None],
    "inverse quaternions": lambda local: quaternions(np.swapaxes(local, -1, -2), "wxyz"),
    "matrices": lambda local: local,
    "matrices for row vectors": lambda local: np.swapaxes(local, -1, -2),
    "6D, columns": matrix_to_6d,
    "6D, rows": lambda local: matrix_to_6d(np.swapaxes(local, -1, -2)),
    "6D, interleaved": lambda local: local[..., :2].reshape(*local.shape[:2], 6),
}


@pytest.mark.parametrize("flat", [True, False], ids=["flat", "shaped"])
@pytest.mark.parametrize("joints", [22, 24])
@pytest.mark.parametrize("form", FORMS)
def test_poses_of_every_form_give_the_same_motion(walk, local, tmp_path, form, joints, flat):
    poses = FORMS[form](local[:, :joints])
    poses = poses.reshape(len(poses), -1) if flat else poses
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=poses))
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3
    assert same_up_to_a_turn(found, walk) < 1e-6
    assert bool(found.notes) == (form != "axis-angle")


@pytest.mark.parametrize(
    "names", [("root_orient", "pose_body"), ("global_orient", "body_pose"), ("root_orient", "poses")]
)
@pytest.mark.parametrize("joints", [22, 24])
@pytest.mark.parametrize("form", ["axis-angle", "quaternions, w last", "matrices", "6D, columns"])
def test_a_pelvis_beside_the_body_is_joined_to_it(walk, local, tmp_path, form, joints, names):
    poses = FORMS[form](local[:, :joints])
    arrays = {names[0]: poses[:, :1].reshape(40, -1), names[1]: poses[:, 1:].reshape(40, -1)}
    found = load_motion(saved(tmp_path / "a.npz", walk, **arrays))
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3


def test_a_pelvis_beside_whole_poses_is_not_joined_twice(walk, local, tmp_path):
    poses = matrix_to_axis_angle(local).reshape(40, 72)
    found = load_motion(
        saved(tmp_path / "a.npz", walk, poses=poses, root_orient=poses[:, :3], pose_body=poses[:, 3:66])
    )
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3


@pytest.mark.parametrize("joints", [22, 24, 52, 55])
def test_poses_without_the_pelvis_are_refused(walk, local, tmp_path, joints):
    poses = np.zeros((40, joints - 1, 3))
    poses[:, :21] = matrix_to_axis_angle(local[:, 1:22])
    for shaped in (poses, poses.reshape(40, -1)):
        with pytest.raises(MotionCtrlError, match=rf"{joints - 1} joints without the pelvis.*root_orient"):
            load_motion(saved(tmp_path / "a.npz", walk, poses=shaped))


@pytest.mark.parametrize(
    ("poses", "sentence"),
    [
        (np.full((40, 144), 0.3), "no rotations of 22 or more"),
        (np.full((40, 24, 3, 3), 0.3), "no rotations"),
        (np.zeros((40, 24, 4)), "zero"),
        (np.full((40, 72), 1e4), "radians or degrees"),
        (np.zeros((40, 24, 5)), "no rotations of 22 or more"),
        (np.full((40, 24, 3, 3), -np.eye(3)), "no rotations"),
        (np.zeros((40, 17, 3)), "no rotations of 22 or more"),
    ],
)
def test_what_is_no_pose_is_refused(walk, tmp_path, poses, sentence):
    with pytest.raises(MotionCtrlError, match=sentence):
        load_motion(saved(tmp_path / "a.npz", walk, poses=poses))


@pytest.mark.parametrize("axis", AXES)
def test_poses_with_any_axis_up_stand_upright(walk, local, tmp_path, axis):
    turn = STANDING[axis]
    turned = local.copy()
    turned[:, 0] = turn @ turned[:, 0]
    trans = walk.translation @ turn.T - neutral_skeleton().offsets[0]
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=matrix_to_axis_angle(turned), trans=trans))
    assert same_up_to_a_turn(found, walk) < 1e-4
    assert (found.joints()[..., 15, 1] > 1.2).all() and abs(found.joints()[..., 1].min()) < 0.05
    assert bool(found.notes) == (axis not in ((1, 1.0), (2, 1.0)))


def test_a_person_who_lies_all_the_time_stays_lying(walk, tmp_path):
    # Z up, as in the dataset, on the back with the head along +X.
    lying = stride(40)
    lying.rotations[:] = np.eye(3)
    lying.rotations[:, 0] = shortest_arc(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0]))
    trans = np.zeros((40, 3)) + (0.0, 0.0, 0.12)
    poses = matrix_to_axis_angle(lying.rotations).reshape(40, 66)
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=poses, trans=trans))
    assert np.ptp(found.joints()[..., 1]) < 0.5


@pytest.mark.parametrize(("unit", "size"), [("centimetres", 0.01), ("millimetres", 0.001), ("inches", 0.0254)])
def test_a_path_in_another_unit_than_the_body_is_mended(walk, local, tmp_path, unit, size):
    trans = (walk.translation - neutral_skeleton().offsets[0]) / size
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=matrix_to_axis_angle(local), trans=trans))
    assert same_up_to_a_turn(found, walk) < 1e-4
    assert unit in " ".join(found.notes)


def test_a_fast_path_that_no_unit_explains_stays_and_is_told(walk, local, tmp_path):
    trans = walk.translation + np.arange(40)[:, None] * (2.0, 0.0, 0.0)
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=matrix_to_axis_angle(local), trans=trans))
    assert np.ptp(found.translation[:, 0]) > 70 and "m/s" in " ".join(found.notes)


LAYOUTS = {
    "frames, joints, axes": lambda joints: joints,
    "flat": lambda joints: joints.reshape(len(joints), 66),
    "24 joints": lambda joints: np.concatenate([joints, joints[:, -2:]], axis=1),
    "a batch of one": lambda joints: joints[None],
    "frames last": lambda joints: np.moveaxis(joints, 0, 2),
    "half precision": lambda joints: joints.astype(np.float32),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_joints_in_every_layout(walk, tmp_path, layout):
    np.save(tmp_path / "plain.npy", walk.joints())
    np.save(tmp_path / "a.npy", LAYOUTS[layout](walk.joints()))
    expected, found = load_motion(tmp_path / "plain.npy"), load_motion(tmp_path / "a.npy")
    assert np.abs(found.joints() - expected.joints()).max() < 1e-4


@pytest.mark.parametrize("size", [1.0, 0.01, 0.001, 0.0254, 0.3048])
@pytest.mark.parametrize("axis", AXES)
def test_joints_of_any_axis_and_unit(walk, tmp_path, axis, size):
    np.save(tmp_path / "plain.npy", walk.joints())
    np.save(tmp_path / "a.npy", walk.joints() @ STANDING[axis].T / size)
    expected, found = load_motion(tmp_path / "plain.npy"), load_motion(tmp_path / "a.npy")
    assert same_up_to_a_turn(found, expected) < 1e-4
    assert len(found.notes) == (axis != (1, 1.0)) + (size != 1.0)


@pytest.mark.parametrize("flip", [(-1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, -1.0)])
def test_left_handed_joints_are_mirrored_back(walk, tmp_path, flip):
    np.save(tmp_path / "a.npy", walk.joints() * flip)
    found = load_motion(tmp_path / "a.npy")
    assert "mirror" in found.notes[0]
    left = found.joints()[:, 1] - found.joints()[:, 2]
    ahead = found.joints()[:, 10] - found.joints()[:, 7]
    assert (np.cross(left, [0.0, 1.0, 0.0]) * ahead).sum(axis=-1).mean() > 0


def test_a_person_walking_backwards_is_no_mirror_image(walk, tmp_path):
    np.save(tmp_path / "a.npy", walk.joints()[::-1])
    assert load_motion(tmp_path / "a.npy").notes == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda joints: joints[:, list(MIRROR)[::-1]], "SMPL's order"),
        (lambda joints: joints * 10, "normalised"),
        (lambda joints: np.random.default_rng(0).normal(size=joints.shape), "change their lengths"),
        (lambda joints: np.zeros_like(joints), "legs of 0 m"),
        (lambda joints: joints[:, :17], "needs an array"),
        (lambda joints: joints * 1e9, "larger than any"),
    ],
)
def test_joints_of_no_body_are_refused(walk, tmp_path, change, sentence):
    np.save(tmp_path / "a.npy", change(walk.joints()))
    with pytest.raises(MotionCtrlError, match=sentence):
        load_motion(tmp_path / "a.npy")


def sampled(path, walk, count, **more):
    motion = np.stack([np.moveaxis(walk.joints(), 0, 2)] * count)
    held = {"motion": motion, "text": ["a"] * count, "lengths": np.full(count, len(walk)), "num_samples": count}
    np.save(path, np.array(held | more, dtype=object), allow_pickle=True)
    return path


def test_a_pickled_dictionary_of_one_sample_is_read(walk, tmp_path):
    np.save(tmp_path / "plain.npy", walk.joints())
    found = load_motion(sampled(tmp_path / "results.npy", walk, 1))
    assert np.abs(found.joints() - load_motion(tmp_path / "plain.npy").joints()).max() < 1e-9
    assert "pickled dictionary" in found.notes[0]
    assert len(load_motion(sampled(tmp_path / "short.npy", walk, 1, lengths=np.array([30])))) == 30


def test_a_pickled_dictionary_of_several_samples_says_what_to_save(walk, tmp_path):
    with pytest.raises(MotionCtrlError, match=re.escape("3 samples (motion (3, 22, 3, 40)")) as caught:
        load_motion(sampled(tmp_path / "results.npy", walk, 3))
    assert "(T, 22, 3)" in str(caught.value) and "\n" not in str(caught.value)


class Evil:
    def __reduce__(self):
        return print, ("this must never be printed",)


@pytest.mark.parametrize("held", [{"motion": 3}, {"a": [1]}, [1, 2], Evil(), {"motion": Evil()}])
def test_other_pickled_objects_are_refused_and_never_run(tmp_path, capsys, held):
    np.save(tmp_path / "a.npy", np.array(held, dtype=object), allow_pickle=True)
    with pytest.raises(MotionCtrlError, match=re.escape("(T, 22, 3)")):
        load_motion(tmp_path / "a.npy")
    assert capsys.readouterr().out == ""


def test_knees_that_bend_backwards_are_told(walk, local, tmp_path):
    poses = -matrix_to_axis_angle(local)
    poses[:, 0] *= -1
    assert "bend backwards" in load_motion(saved(tmp_path / "a.npz", walk, poses=poses)).notes[0]
    assert load_motion(saved(tmp_path / "b.npz", walk, poses=matrix_to_axis_angle(local))).notes == ()


def test_turns_beyond_half_a_round_are_still_radians(walk, local, tmp_path):
    poses = matrix_to_axis_angle(local)
    lengths = np.linalg.norm(poses, axis=-1, keepdims=True)
    wound = poses * np.where(lengths > 1.0, (lengths - 2 * np.pi) / np.maximum(lengths, 1e-9), 1.0)
    assert angle_between(matrix_from_axis_angle(wound), local).max() < 1e-6
    found = load_motion(saved(tmp_path / "a.npz", walk, poses=wound))
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3
