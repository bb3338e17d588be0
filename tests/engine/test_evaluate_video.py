"""Whether motion follows a video: poses compared up to place, turn and size; ways gone; sides."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.lab.evaluation.video import (
    EXCHANGED,
    LIMBS,
    WAYS,
    Clip,
    aligned,
    decisive_frames,
    direction_error,
    format_table,
    judge,
    pose_error,
    read_truth,
    rendered_clips,
    sides,
    summary,
)
from engine.lab.filming.camera import draw_camera
from engine.lab.filming.simulate import filmed
from engine.motion.kinematics import Motion
from engine.motion.rotations import about_axis, matrix_from_axis_angle
from engine.pose.networks import DETECTOR, landmark_networks
from engine.pose.points import landmark_points
from engine.pose.projector import FILE
from tests.conftest import smooth_curves, walk_about

PERSON = Path(__file__).with_name("person.jpg")


def limbs(motion: Motion) -> np.ndarray:
    return landmark_points(motion)[:, LIMBS]


def turned(motion: Motion, radians: float) -> Motion:
    """The motion with the whole room turned about the vertical."""
    turn = about_axis("y", np.array(radians))
    rotations = motion.rotations.copy()
    rotations[:, 0] = turn @ rotations[:, 0]
    return replace(motion, rotations=rotations, translation=motion.translation @ turn.T)


def reaching(frames: int = 40) -> Motion:
    """Upright, walking forward, the left arm up and to the front: the sides can be told in every frame."""
    rotations = matrix_from_axis_angle(smooth_curves(np.random.default_rng(1), frames, 22, 3, scale=0.1))
    rotations[:, 0] = np.eye(3)
    rotations[:, 16] = about_axis("y", np.full(frames, -1.3))
    rotations[:, 17] = about_axis("z", np.full(frames, 1.2))
    rotations[:, 1] = about_axis("x", np.full(frames, -1.2))
    path = np.stack([np.zeros(frames), np.full(frames, 0.95), np.arange(frames) * 0.05], axis=1)
    return Motion(rotations, path)


def clip_of(motion: Motion, text: str = "a person walks") -> Clip:
    points, times = landmark_points(motion), np.arange(len(motion)) / 20
    camera = draw_camera(points.mean(axis=1), times, np.random.default_rng(3))
    return Clip("one", text, motion, filmed(points, times, camera))


def test_a_pose_moved_turned_and_scaled_is_the_same_pose(walking):
    points = limbs(walking)
    turn = matrix_from_axis_angle(np.random.default_rng(0).normal(0, 2, (len(points), 3)))
    moved = 1.7 * np.matmul(points, turn.transpose(0, 2, 1)) + (1.0, -2.0, 3.0)
    assert np.allclose(aligned(moved, points), points, atol=1e-9)
    assert pose_error(moved, points).max() < 1e-9


def test_a_mirror_image_is_another_pose():
    points = limbs(reaching())
    assert pose_error(points * (-1, 1, 1), points).min() > 0.03


def test_the_error_is_in_metres(walking):
    points = limbs(walking)
    off = points.copy()
    off[:, 2] += (0.0, 0.12, 0.0)  # one wrist of twelve points
    assert 0.005 < pose_error(off, points).mean() < 0.03


@pytest.mark.parametrize("degrees", [0.0, 25.0, -90.0, 180.0])
def test_the_way_gone_is_measured_from_where_the_body_first_faces(degrees):
    truth = reaching()
    turn = about_axis("y", np.array(np.radians(degrees)))
    other = replace(truth, translation=truth.translation @ turn.T)
    assert direction_error(other.joints(), truth.joints()) == pytest.approx(abs(degrees), abs=1e-6)
    assert direction_error(turned(truth, 2.0).joints(), truth.joints()) == pytest.approx(0.0, abs=1e-6)


def test_who_stays_where_he_is_has_no_direction():
    truth = reaching()
    still = replace(truth, translation=truth.translation * (1, 1, 0.1))
    assert direction_error(truth.joints(), still.joints()) is None


def test_exchanged_sides_are_told_from_right_ones():
    truth = limbs(reaching())
    exchanged = truth[:, EXCHANGED]
    assert (sides(truth, truth) > 0).all() and (sides(exchanged, truth) < 0).all()
    assert decisive_frames(truth, truth).all()
    assert not decisive_frames(exchanged, truth).any()  # the landmarks themselves have them wrong


def test_a_pose_that_is_alike_on_both_sides_decides_nothing():
    same = Motion(np.tile(np.eye(3), (3, 22, 1, 1)), np.tile((0.0, 0.95, 0.0), (3, 1)))
    assert not decisive_frames(limbs(same), limbs(same)).any()


def test_perfect_motion_from_video_is_beside_chance_from_text():
    truth = reaching()
    clip = clip_of(truth)
    row = judge(clip, lambda _clip, way: walk_about(9, 40) if way == "text alone" else turned(truth, 1.0))
    assert row.landmarks_mm < 1.0 and row.decisive == 40
    assert row.mm["video"] < 1e-3 < row.mm["text alone"]
    assert row.direction["video"] == pytest.approx(0, abs=1e-6)
    assert row.exchanged["video"] == 0
    figures = summary([row])
    assert figures["ways"]["video"]["to_text"] < 0.01 and figures["ways"]["text alone"]["to_text"] == 1.0
    table = format_table(figures).splitlines()
    assert len(table) == 2 + len(WAYS)
    assert json.loads(json.dumps(figures))["clips"] == 1


def test_mirrored_motion_counts_as_exchanged():
    row = judge(clip_of(reaching()), lambda clip, _way: clip.truth.mirrored())
    assert row.exchanged["video"] > 35


def test_without_a_caption_there_is_only_the_video():
    row = judge(clip_of(reaching(), text=""), lambda clip, _way: clip.truth)
    assert set(row.mm) == {"video"}
    assert summary([row])["ways"]["video"]["to_text"] is None


def test_a_rendered_motion_is_read_as_it_was_written(tmp_path, walking):
    values = {
        "text": "a person walks",
        "rate": 10.0,
        "cameras": ["camera_0"],
        "rotations": walking.rotations.tolist(),
        "translation": walking.translation.tolist(),
    }
    (tmp_path / "truth.json").write_text(json.dumps(values))
    motion, text, rate, cameras = read_truth(tmp_path / "truth.json")
    assert np.array_equal(motion.rotations, walking.rotations)
    assert (text, rate, cameras) == ("a person walks", 10.0, ["camera_0"])
    for damaged in ({**values, "rotations": [1, 2]}, {"text": ""}, []):
        (tmp_path / "truth.json").write_text(json.dumps(damaged))
        with pytest.raises(MotionCtrlError, match="render it again"):
            read_truth(tmp_path / "truth.json")


def test_a_folder_without_renders_and_no_folder_at_all_are_one_sentence(tmp_path, capsys):
    with pytest.raises(MotionCtrlError, match="render_motion.py"):
        next(rendered_clips(tmp_path))
    assert main(["evaluate", "video"]) == 2
    assert "There is nothing to film" in capsys.readouterr().err


def test_rendered_footage_is_seen_generated_and_judged(tiny_model, tmp_path, capsys):
    torch = pytest.importorskip("torch")
    from engine.lab.nets.projector import PoseProjector, save

    pytest.importorskip("ai_edge_litert", reason="BlazePose runs on the package ai-edge-litert")
    if not (landmark_networks() / DETECTOR).is_file():
        pytest.skip("BlazePose's networks have not been fetched: python -m engine.pose.fetch")
    shutil.copytree(tiny_model.folder, tmp_path / "model")
    torch.manual_seed(0)
    save(PoseProjector(64, 32), tmp_path / "model" / FILE)
    truth = reaching(20)
    (tmp_path / "kick" / "front").mkdir(parents=True)
    with Image.open(PERSON) as picture:
        for number in range(5):
            picture.save(tmp_path / "kick" / "front" / f"{number:04d}.png")
    values = {"text": "a person kicks", "rate": 5, "cameras": ["front"]}
    values |= {name: getattr(truth, name).tolist() for name in ("rotations", "translation")}
    (tmp_path / "kick" / "truth.json").write_text(json.dumps(values))
    options = ["--model", str(tmp_path / "model"), "--threads", "1", "--renders", str(tmp_path)]
    assert main(["evaluate", "video", *options, "--json", str(tmp_path / "out.json")]) == 0
    printed = capsys.readouterr().out
    assert "kick/front" in printed and "rendered footage, 1 clips" in printed
    figures = json.loads((tmp_path / "out.json").read_text())["rendered"]
    assert set(figures["ways"]) == set(WAYS)
    assert 0 < figures["landmarks_mm"] < 500
