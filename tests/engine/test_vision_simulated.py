"""Simulated footage: what a camera would see of a motion, and what the features keep of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.body.layout import FPS, LATENT_SECONDS, STRIDE
from engine.lab.filming.camera import Camera, draw_camera, look_at
from engine.lab.filming.simulate import filmed, simulated_features, spoiled
from engine.motion.kinematics import Motion
from engine.pose.features import BODY, LENS, POINTS, SINGLE, WIDTH, features, latent_frames
from engine.pose.landmarks import Landmarks
from engine.pose.points import landmark_points
from engine.pose.sides import consistent
from engine.pose.topology import INDEX, LANDMARKS, MIRROR
from tests.conftest import walk_about


def level_camera(frames: int, distance: float = 5.0, focal: float = LENS, angle: float = 0.0) -> Camera:
    """A still camera at hip height that looks at the world's middle."""
    place = np.array([np.sin(angle) * distance, 0.95, np.cos(angle) * distance])
    position = np.broadcast_to(place, (frames, 3)).copy()
    return Camera(position, look_at(position, np.array([0.0, 0.95, 0.0])), focal, 1920, 1080)


def straight_walk(frames: int = 40, speed: float = 1.0, stride: float = 0.3) -> Motion:
    """Someone who glides towards +Z and swings the arms."""
    motion = walk_about(frames=frames)
    rotations = motion.rotations.copy()
    rotations[:, 0] = np.eye(3)
    times = np.arange(frames) / 20
    path = np.stack([0 * times, 0.95 + 0 * times, speed * times - speed * frames / 40], axis=1)
    return replace(motion, rotations=rotations, translation=path)


def seen(motion: Motion, camera: Camera | None = None) -> Landmarks:
    times = np.arange(len(motion)) / 20
    return filmed(landmark_points(motion), times, camera or level_camera(len(motion)))


def velocities(rows: np.ndarray) -> np.ndarray:
    """Root velocity (4n, 3), metres a second, out of the features."""
    single = rows[:, : STRIDE * SINGLE].reshape(-1, SINGLE)
    start = len(POINTS) * 6 + 1
    return single[:, start : start + 3]


def test_every_landmark_has_a_mirror_image_that_mirrors_back():
    assert len(LANDMARKS) == 33
    assert [MIRROR[index] for index in MIRROR] == list(range(33))
    assert LANDMARKS[MIRROR[INDEX["left_wrist"]]] == "right_wrist"


def test_landmarks_lie_on_the_body(walking):
    points, joints = landmark_points(walking), walking.joints()
    away = np.linalg.norm(points[:, :, None] - joints[:, None], axis=-1).min(axis=2)
    assert away.max() < 0.2


def test_simulated_landmarks_of_a_mirrored_motion_are_mirrored(walking):
    times = np.arange(len(walking)) / 20
    points = landmark_points(walking)
    camera = draw_camera(points.mean(axis=1), times, np.random.default_rng(5))
    plain = filmed(points, times, camera).mirrored()
    mirrored = filmed(landmark_points(walking.mirrored()), times, camera.mirrored())
    for name in ("image", "world", "visibility"):
        # The neutral skeleton's own halves differ by a few millimetres.
        bound = 25 if name == "image" else 0.03
        assert np.abs(getattr(plain, name) - getattr(mirrored, name))[plain.found].max() < bound


def test_features_of_mirrored_landmarks_have_the_opposite_turn_and_drift(walking):
    plain = seen(walking)
    there, back = velocities(features(plain)), velocities(features(plain.mirrored()))
    assert np.allclose(there * (-1, 1, 1), back, atol=1e-4)


def test_who_faces_the_camera_has_his_left_on_the_pictures_right():
    shown = seen(straight_walk())
    assert (shown.image[:, INDEX["left_hip"], 0] > shown.image[:, INDEX["right_hip"], 0]).all()
    assert (shown.image[:, INDEX["nose"], 1] < shown.image[:, INDEX["left_ankle"], 1]).all()
    ears = shown.world[:, [INDEX["left_ear"], INDEX["right_ear"]], 2].mean(axis=1)
    assert (shown.world[:, INDEX["nose"], 2] < ears).mean() > 0.9


@pytest.mark.parametrize("angle", [0.0, 1.0, 2.5, -1.7])
def test_features_face_forward_wherever_the_camera_stands(angle):
    motion = straight_walk()
    front = features(seen(motion))
    turned = features(seen(motion, level_camera(len(motion), angle=angle)))
    first = len(POINTS) * 3
    points, others = (rows[:, : STRIDE * SINGLE].reshape(-1, SINGLE)[:, :first] for rows in (front, turned))
    # Perspective along a path through the picture leaves a few degrees.
    assert np.abs(points - others).mean() < 0.1


@pytest.mark.parametrize(("focal", "distance"), [(0.7, 4.0), (LENS, 6.0), (2.0, 12.0)])
def test_sideways_speed_does_not_depend_on_lens_or_distance(focal, distance):
    motion = straight_walk(speed=1.0)
    side = level_camera(len(motion), distance=distance, focal=focal, angle=np.pi / 2)
    scale = BODY / 1.38
    assert np.median(velocities(features(seen(motion, side)))[:, 2]) == pytest.approx(1.0 * scale, abs=0.12)


def test_walking_towards_the_camera_is_walking_forward():
    speed = velocities(features(seen(straight_walk(speed=1.2), level_camera(40, distance=7.0))))
    assert np.median(speed[:, 2]) == pytest.approx(1.2, abs=0.2)
    assert np.abs(np.median(speed[:, :2], axis=0)).max() < 0.1


def test_features_do_not_depend_on_the_size_of_the_picture(walking):
    large = seen(walking)
    small = replace(large, image=large.image / 4, width=large.width // 4, height=large.height // 4)
    assert np.allclose(features(large), features(small), atol=1e-5)


def test_the_same_seed_films_the_same_and_another_one_does_not(walking):
    once, again, other = (simulated_features(walking, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert np.array_equal(once, again)
    assert not np.allclose(once, other)


@pytest.mark.parametrize("seed", range(12))
def test_any_footage_gives_finite_features_of_the_motions_length(seed):
    motion = walk_about(seed, frames=[1, 3, 4, 5, 20, 61, 120, 200][seed % 8])
    rows = simulated_features(motion, np.random.default_rng(seed))
    assert rows.shape == (-(-len(motion) // 4), WIDTH)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()


def test_errors_are_of_the_size_that_real_footage_has():
    distances = []
    for seed in range(12):
        motion = walk_about(seed)
        clean = seen(motion)
        spoilt = spoiled(clean, np.random.default_rng(seed))
        there = spoilt.found
        distances.append(np.linalg.norm(spoilt.world[there] - clean.world[there], axis=-1).mean())
    assert 0.03 < np.mean(distances) < 0.2


def test_a_moment_with_exchanged_sides_is_put_right(walking):
    clean = seen(walking)
    spoilt = {name: getattr(clean, name).copy() for name in ("image", "world", "visibility")}
    for values in spoilt.values():
        values[30:33] = values[30:33][:, list(MIRROR)]
    assert np.array_equal(consistent(replace(clean, **spoilt)).world, clean.world)


def test_sides_that_are_right_stay_as_they_are(walking):
    clean = seen(walking)
    assert consistent(clean) is clean


def test_a_gap_is_bridged_and_said(walking):
    clean = seen(walking)
    found = clean.found.copy()
    found[20:30] = False
    rows = features(replace(clean, found=found))
    seen_there = rows[:, : STRIDE * SINGLE].reshape(-1, SINGLE)[:, -1]
    assert seen_there[:20].all() and not seen_there[25]
    assert np.isfinite(rows).all()


def test_a_latent_frame_is_four_motion_frames():
    assert FPS * LATENT_SECONDS == 4
    assert latent_frames(np.arange(40) / 20) == 10
    assert latent_frames(np.arange(41) / 20) == 11
    assert latent_frames(np.zeros(1)) == 1


def test_a_still_has_no_speed(walking):
    clean = seen(walking)
    one = {name: getattr(clean, name)[:1] for name in ("times", "image", "world", "visibility", "found")}
    rows = features(replace(clean, **one))
    assert len(rows) == 1
    assert not velocities(rows).any()
