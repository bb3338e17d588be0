"""Finding people in pictures with BlazePose's networks, where they have been fetched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import Cancelled, MotionCtrlError
from engine.pose import networks
from engine.pose.blazepose import BlazePose, Region, anchors
from engine.pose.drawing import contact_sheet
from engine.pose.encoder import PoseEncoder, watch_video
from engine.pose.features import features
from engine.pose.landmarks import see, see_everybody
from engine.pose.topology import INDEX

MINI = Path(__file__).resolve().parents[2] / "assets" / "models" / "mini"
PERSON = Path(__file__).with_name("person.jpg")  # the project's own body, rendered by Blender


@pytest.fixture(scope="module")
def pose() -> BlazePose:
    pytest.importorskip("ai_edge_litert", reason="BlazePose runs on the package ai-edge-litert")
    folder = networks.landmark_networks()
    if not (folder / "pose_detection.tflite").is_file():
        pytest.skip("BlazePose's networks have not been fetched: python -m engine.pose.fetch")
    return BlazePose(folder)


@pytest.fixture(scope="module")
def person() -> np.ndarray:
    with Image.open(PERSON) as picture:
        return np.asarray(picture.convert("RGB"))


def beside(*pictures: np.ndarray) -> np.ndarray:
    return np.concatenate(pictures, axis=1)


def test_the_networks_anchors_are_as_many_as_their_outputs():
    assert anchors().shape == (2254, 2)
    assert 0 < anchors().min() and anchors().max() < 1


def test_a_region_turns_with_the_body():
    lying = Region.around(np.array([100.0, 50.0]), np.array([140.0, 50.0]))
    assert np.allclose(lying.to_picture(np.array([0.5, 0.5])), (100, 50))
    assert np.allclose(lying.to_picture(np.array([0.5, 0.1])), (140, 50))


def test_a_person_is_found_upright_and_the_right_way_round(pose, person):
    found = see([(0.0, person)], pose)
    assert found.people == 1 and found.found.all() and not found.warnings()
    at = {name: found.image[0, index, :2] for name, index in INDEX.items()}
    assert at["nose"][1] < at["left_shoulder"][1] < at["left_hip"][1] < at["left_knee"][1] < at["left_ankle"][1]
    # He faces us, so his left is on the picture's right; his right hand is at his head.
    assert at["left_shoulder"][0] > at["right_shoulder"][0]
    assert np.hypot(*(at["right_wrist"] - at["nose"])) < np.hypot(*(at["left_wrist"] - at["nose"]))
    assert features(found).shape[0] == 1


def test_a_person_seen_sideways_up_is_found_as_well(pose, person):
    upright = see([(0.0, person)], pose)
    turned = see([(0.0, np.ascontiguousarray(np.rot90(person)))], pose)
    back = np.stack([person.shape[1] - turned.image[0, :, 1], turned.image[0, :, 0]], axis=1)
    trunk = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in ("shoulder", "hip")]
    assert np.abs(back[trunk] - upright.image[0, trunk, :2]).mean() < 15


def test_a_mirrored_picture_gives_mirrored_landmarks(pose, person):
    plain = see([(0.0, person)], pose).mirrored()
    mirrored = see([(0.0, np.ascontiguousarray(person[:, ::-1]))], pose)
    body = slice(INDEX["left_shoulder"], INDEX["right_wrist"] + 1)
    assert np.abs(plain.image[:, body, :2] - mirrored.image[:, body, :2]).mean() < 8


def test_a_mirrored_video_is_embedded_as_a_mirror_shows_it(pose):
    plain, mirrored = watch_video(PERSON, MINI), watch_video(PERSON, MINI, mirrored=True)
    assert np.array_equal(mirrored.landmarks.image, plain.landmarks.mirrored().image)
    assert mirrored.embedded.shown.shape == plain.embedded.shown.shape
    assert np.abs(mirrored.embedded.shown - plain.embedded.shown).max() > 1e-3


def test_a_person_who_walks_through_the_picture_is_followed(pose, person):
    pictures = [
        np.roll(np.pad(person, ((0, 0), (0, 300), (0, 0)), mode="edge"), 25 * step, axis=1) for step in range(8)
    ]
    followed = see([(step * 0.1, picture) for step, picture in enumerate(pictures)], pose)
    hips = followed.image[:, INDEX["left_hip"], 0]
    assert followed.found.all() and followed.people == 1
    assert np.allclose(np.diff(hips), 25, atol=8)


def test_the_second_of_two_people_can_be_chosen(pose, person):
    small = np.asarray(Image.fromarray(person).resize((270, 270)))
    small = np.pad(small, ((30, 0), (0, 0), (0, 0)), mode="edge")
    frames = [(0.0, beside(person, small)), (0.1, beside(person, small))]
    first, second = see(frames, pose), see(frames, pose, person=1)
    assert first.people == second.people == 2
    assert first.image[0, INDEX["nose"], 0] < person.shape[1] < second.image[0, INDEX["nose"], 0]
    assert "2 people are seen" in first.warnings()[0]
    with pytest.raises(MotionCtrlError, match="no person 3"):
        see(frames, pose, person=2)
    both = see_everybody(frames, pose)
    assert [person.chosen for person in both] == [0, 1]
    assert np.array_equal(both[1].image, second.image)


def test_a_picture_without_a_person_is_one_sentence(pose):
    blank = np.full((200, 300, 3), 120, np.uint8)
    with pytest.raises(MotionCtrlError, match="No person is seen"):
        see([(0.0, blank)], pose)
    assert see_everybody([(0.0, blank)], pose) == ()
    sheet = contact_sheet([blank], None, [0], 150)
    assert sheet.shape == (150, 150, 4)
    assert (sheet[75, :, 3] > 0).sum() > 140 and (sheet[:, 75, 3] > 0).sum() < 105  # all of it, none of it stretched


def test_no_picture_and_pictures_of_two_sizes_are_one_sentence(pose, person):
    with pytest.raises(MotionCtrlError, match="holds no picture"):
        see([], pose)
    with pytest.raises(MotionCtrlError, match="different sizes"):
        see([(0.0, person), (0.1, person[:-10])], pose)


def test_looking_can_be_cancelled_between_two_pictures(pose, person):
    seen = []
    with pytest.raises(Cancelled):
        see(((0.1 * i, person) for i in range(9)), pose, progress=seen.append, cancelled=lambda: len(seen) == 2)
    assert seen == [1, 2]


def colours(sheet: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a sheet is as blue and as red as left and right limbs are drawn."""
    red, green, blue = sheet[..., :3].astype(int).transpose(2, 0, 1)
    return (blue > 240) & (red < 90), (red > 240) & (green < 90)


def test_the_skeleton_is_drawn_over_the_thumbnail(pose, person):
    drawn = contact_sheet([person], see([(0.0, person)], pose), [0], 150)
    assert drawn.shape == (150, 150, 4)
    blue, red = colours(drawn)
    assert blue.sum() > 50 and red.sum() > 50
    # His left arm and leg are on the picture's right.
    assert np.nonzero(blue)[1].mean() > np.nonzero(red)[1].mean()


def test_thumbnails_show_a_small_person_large(pose, person):
    wide = np.full((540, 960, 3), 200, np.uint8)
    frames = []
    for step in range(8):
        frames.append(wide.copy())
        frames[-1][200:500, 100 + 60 * step : 400 + 60 * step] = person
    seen = see([(0.1 * step, frame) for step, frame in enumerate(frames)], pose)
    sheet = contact_sheet(frames, seen, range(8))
    blue, red = colours(sheet)
    rows = np.flatnonzero((blue | red).any(axis=1))
    # Two rows of four: in each the body takes most of the height, though it is half as high as the picture.
    assert len(rows) > 0.6 * len(sheet)
    for column in range(4):
        assert red[:, 128 * column : 128 * (column + 1)].any()


def test_thumbnails_show_everybody_where_there_are_more(pose, person):
    frames = [beside(person, person)] * 2
    seen = see([(0.1 * step, frame) for step, frame in enumerate(frames)], pose)
    first = contact_sheet(frames, seen, range(2))
    yellow = (first[..., 0] > 240) & (first[..., 1] > 190) & (first[..., 2] < 90)
    blue, _ = colours(first)
    assert blue.any() and yellow.any()
    assert abs(np.nonzero(blue)[1].mean() - np.nonzero(yellow)[1].mean()) > 100


def test_who_comes_late_or_leaves_early_is_told_with_the_range_to_choose(pose, person):
    blank = np.full_like(person, 120)
    late = [(0.1 * step, blank if step < 12 else person) for step in range(24)]
    (said,) = see(late, pose).warnings()
    assert said == "The person is seen from 1.2 to 2.3 s only: choose that range."
    (said,) = see(late, pose).warnings(start=4.0)
    assert "from 5.2 to 6.3 s" in said
    now_and_then = [(0.1 * step, blank if step % 8 > 2 else person) for step in range(24)]
    (said,) = see(now_and_then, pose).warnings()
    assert "filled by guessing" in said


def test_a_video_becomes_one_embedding_for_each_latent_frame(pose, person, tmp_path):
    torch = pytest.importorskip("torch")
    from engine.lab.nets.projector import PoseProjector, save
    from engine.pose.projector import FILE

    torch.manual_seed(0)
    save(PoseProjector(48, 32), tmp_path / FILE)
    with PoseEncoder(tmp_path) as encoder:
        video = encoder.look([(0.1 * i, person) for i in range(10)])
    assert len(video) == 5
    assert video.embedded.shown.shape == (5, 48)
    assert np.isfinite(video.embedded.shown).all()


def test_missing_and_damaged_networks_are_one_sentence(tmp_path):
    pytest.importorskip("ai_edge_litert", reason="BlazePose runs on the package ai-edge-litert")
    with pytest.raises(MotionCtrlError, match="engine.pose.fetch"):
        BlazePose(tmp_path)
    for name in ("pose_detection.tflite", "pose_landmark_full.tflite"):
        (tmp_path / name).write_bytes(b"no network at all")
    with pytest.raises(MotionCtrlError, match="damaged"):
        BlazePose(tmp_path)
