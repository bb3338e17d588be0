"""Motion files of every kind are read, written, and read back as the same motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.body.skeleton import JOINTS, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.formats import load_motion, load_source, save_motion
from engine.formats.bvh import read_bvh
from engine.formats.humanml3d import humanml3d_features, joints_from_humanml3d
from engine.motion.rotations import about_axis, angle_between, matrix_to_axis_angle
from tests.engine.rigs import bvh_text, convention, rig, stride


@pytest.fixture(scope="module")
def walk():
    return replace(stride(40), text="a person walks forward")


def mpjpe_mm(one, two) -> float:
    return 1000 * float(np.linalg.norm(one.joints() - two.joints(), axis=-1).mean())


def test_npz_keeps_every_rotation_the_path_and_the_text(walk, tmp_path):
    save_motion(walk, tmp_path / "walk.npz")
    found = load_motion(tmp_path / "walk.npz")
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3
    assert np.abs(found.translation - walk.translation).max() < 1e-6
    assert found.text == walk.text and found.fps == 20


def test_npz_is_what_amass_tools_expect(walk, tmp_path):
    save_motion(walk, tmp_path / "walk.npz")
    with np.load(tmp_path / "walk.npz", allow_pickle=False) as file:
        assert file["poses"].shape == (40, 72) and file["trans"].shape == (40, 3)
        assert file["betas"].shape == (10,) and float(file["mocap_framerate"]) == 20
        assert str(file["gender"]) == "neutral" and file["joints"].shape == (40, 22, 3)
        assert np.allclose(file["joints"], walk.joints())
        assert np.allclose(file["trans"] + neutral_skeleton().offsets[0], file["joints"][:, 0])
        assert np.allclose(file["poses"][:, 66:], 0)


def test_bvh_keeps_every_rotation_and_the_path(walk, tmp_path):
    save_motion(walk, tmp_path / "walk.bvh")
    found = load_motion(tmp_path / "walk.bvh")
    assert angle_between(found.rotations, walk.rotations).max() < 1e-3
    assert np.abs(found.translation - walk.translation).max() < 1e-5


def test_amc_with_its_asf_keeps_the_motion(walk, tmp_path):
    save_motion(walk, tmp_path / "walk.amc")
    found = load_motion(tmp_path / "walk.amc")
    lift = np.median(found.joints()[..., 1] - walk.joints()[..., 1])
    assert (tmp_path / "walk.asf").is_file()
    assert np.abs(found.joints() - walk.joints() - (0, lift, 0)).max() < 1e-4
    assert angle_between(found.rotations, walk.rotations).max() < 0.1


def test_humanml3d_keeps_joint_positions(walk, tmp_path):
    joints = walk.joints()
    back = joints_from_humanml3d(humanml3d_features(joints))
    # The layout forgets where the walk began and which way it faced.
    assert (
        np.abs(
            np.linalg.norm(np.diff(back[:, 0], axis=0), axis=-1)
            - np.linalg.norm(np.diff(joints[:, 0], axis=0), axis=-1)
        ).max()
        < 1e-6
    )
    assert np.abs(back - back[:1, :1] - (joints - joints[:1, :1])).max() < 0.08
    save_motion(walk, tmp_path / "walk.npy")
    assert np.load(tmp_path / "walk.npy").shape == (40, 263)
    found = load_motion(tmp_path / "walk.npy")
    relative = [m.joints() - m.joints()[:, :1] for m in (found, walk)]
    headings = [np.arctan2(*motion.rotations[0, 0, [0, 2], 2]) for motion in (found, walk)]
    yaw = about_axis("y", headings[0] - headings[1])
    assert np.abs(relative[0] - relative[1] @ yaw.T).max() < 0.03


def test_rotations_from_positions_bend_knees_and_elbows_the_human_way(walk, tmp_path):
    np.save(tmp_path / "joints.npy", walk.joints())
    found = load_motion(tmp_path / "joints.npy")
    errors = angle_between(found.rotations, walk.rotations)[:, [1, 2, 4, 5, 16, 17, 18, 19]]
    assert np.median(errors) < 6
    lift = np.median(found.joints()[..., 1] - walk.joints()[..., 1])
    assert np.linalg.norm(found.joints() - walk.joints() - (0, lift, 0), axis=-1).mean() < 0.005


def amass_file(path, walk, width=156, rate_name="mocap_framerate", fps=20.0):
    """``walk`` as the AMASS dataset would hold it: Z up, SMPL+H poses."""
    z_up = about_axis("x", np.array(np.pi / 2))
    rotations = walk.rotations.copy()
    rotations[:, 0] = z_up @ rotations[:, 0]
    poses = np.zeros((len(walk), width))
    poses[:, :66] = matrix_to_axis_angle(rotations).reshape(len(walk), 66)
    trans = walk.translation @ z_up.T - walk.skeleton.offsets[0]
    np.savez(path, poses=poses, trans=trans, betas=np.zeros(16), **{rate_name: fps})


@pytest.mark.parametrize("width", [66, 72, 156, 165])
def test_amass_files_are_turned_from_z_up_to_y_up(walk, tmp_path, width):
    amass_file(tmp_path / "a.npz", walk, width)
    found = load_motion(tmp_path / "a.npz")
    lift = np.median(found.joints()[..., 1] - walk.joints()[..., 1])
    assert np.abs(found.joints() - walk.joints() - (0, lift, 0)).max() < 1e-4


def test_a_foreign_y_up_file_stays_y_up(walk, tmp_path):
    poses = matrix_to_axis_angle(walk.rotations).reshape(len(walk), 66)
    np.savez(tmp_path / "y.npz", poses=poses, trans=walk.translation, mocap_frame_rate=20)
    assert np.ptp(load_motion(tmp_path / "y.npz").joints()[0, :, 1]) > 1.4


def test_a_file_without_a_rate_needs_one_and_takes_it(walk, tmp_path):
    amass_file(tmp_path / "a.npz", walk, rate_name="speed")
    with pytest.raises(MotionCtrlError, match="--fps"):
        load_motion(tmp_path / "a.npz")
    assert len(load_motion(tmp_path / "a.npz", fps=40)) == 20


@pytest.mark.parametrize("order", ["ZXY", "XYZ", "YZX", "ZYX"])
@pytest.mark.parametrize("positions_everywhere", [False, True])
def test_channels_may_come_in_any_order_and_at_every_joint(walk, tmp_path, order, positions_everywhere):
    source = rig(walk, convention("mixamo"), rest="a")
    path = tmp_path / "rig.bvh"
    path.write_text(bvh_text(source, order, positions_everywhere))
    found = read_bvh(path)
    own = [index for index, end in enumerate(found.is_end) if not end]
    by_name = {found.names[index]: index for index in own}
    same = [by_name[name] for name in source.names]
    assert np.abs(found.world()[0][:, same] - source.world()[0]).max() < 1e-3
    lift = np.median(load_motion(path).joints()[..., 1] - walk.joints()[..., 1])
    assert np.abs(load_motion(path).joints() - walk.joints() - (0, lift, 0)).max() < 1e-3


def test_windows_line_ends_tabs_and_names_with_spaces_are_read(walk, tmp_path):
    text = bvh_text(rig(walk, convention("biped"))).replace("\n", "\r\n").replace("OFFSET ", "\tOFFSET\t")
    (tmp_path / "biped.bvh").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert "Bip01 L Thigh" in read_bvh(tmp_path / "biped.bvh").names
    assert len(load_motion(tmp_path / "biped.bvh")) == len(walk)


def test_the_rate_of_an_amc_is_asked_for_or_120(walk, tmp_path):
    path = tmp_path / "07_01.amc"
    save_motion(walk, path)
    assert load_source(path).fps == 20  # our own files say it in a comment
    path.write_text(path.read_text().split("\n", 1)[1])
    assert load_source(tmp_path / "07_01.amc").fps == 120
    assert load_source(tmp_path / "07_01.amc", fps=60).fps == 60
    manifest = "file,frames,seconds,skeleton\n07_01.amc,40,1.33,07_01.asf\n"
    (tmp_path / "manifest.csv").write_text(manifest)
    assert load_source(tmp_path / "07_01.amc").fps == 30


def test_the_skeleton_of_an_amc_is_found_by_its_subject(walk, tmp_path):
    save_motion(walk, tmp_path / "07_01.amc")
    (tmp_path / "07_01.asf").rename(tmp_path / "07.asf")
    (tmp_path / "other.asf").write_text((tmp_path / "07.asf").read_text())
    assert len(load_source(tmp_path / "07_01.amc")) == len(walk)
    (tmp_path / "07.asf").unlink()
    assert len(load_source(tmp_path / "07_01.amc")) == len(walk)  # the only one there
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "other.asf").rename(elsewhere / "body.asf")
    with pytest.raises(MotionCtrlError, match="07.asf.*--skeleton"):
        load_source(tmp_path / "07_01.amc")
    assert len(load_source(tmp_path / "07_01.amc", skeleton_file=elsewhere / "body.asf")) == len(walk)


def test_every_joint_of_a_written_bvh_has_its_smpl_name(walk, tmp_path):
    save_motion(walk, tmp_path / "walk.bvh")
    source = read_bvh(tmp_path / "walk.bvh")
    assert sorted(name for name, end in zip(source.names, source.is_end, strict=True) if not end) == sorted(JOINTS)
    assert source.fps == 20
