"""A reference video: what is seen in it, what follows from it, and what is said where nothing can."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.blender.conftest import EXTENSION, MINI
from tests.blender.drawing import drawn, said
from tests.blender.test_trouble import complaint
from tests.engine.movies import picture, turn, write_movie, write_sound

PERSON = Path(__file__).resolve().parents[1] / "engine" / "person.jpg"


@pytest.fixture
def video(blender, addon, session, scene):
    """The panel's video fields, and a model that can follow video."""
    networks = addon.load("engine.pose.networks")
    if not (networks.landmark_networks() / "pose_detection.tflite").is_file():
        pytest.skip("the extension was built without the landmark networks")
    pytest.importorskip("ai_edge_litert", reason="BlazePose runs on the package ai-edge-litert")
    preferences = blender.context.preferences.addons[EXTENSION].preferences
    preferences.model = str(MINI)
    yield scene.motionctrl.video
    session.stop()
    session.close_engine()
    preferences.model = ""


@pytest.fixture(scope="module")
def walkers(tmp_path_factory) -> Path:
    """A folder of 13 pictures in which somebody moves through the picture."""
    folder = tmp_path_factory.mktemp("pictures")
    with Image.open(PERSON) as picture:
        person = np.asarray(picture.convert("RGB"))
    wide = np.pad(person, ((0, 0), (0, 150), (0, 0)), mode="edge")
    for number in range(13):
        Image.fromarray(np.roll(wide, 10 * number, axis=1)).save(folder / f"walk_{number:03d}.jpg")
    return folder


@pytest.fixture
def movie(blender, scene, addon, walkers, tmp_path) -> Path:
    """The same pictures as a movie."""
    return filmed(blender, addon, walkers, tmp_path / "walk.mp4")


def filmed(blender, addon, folder: Path, path: Path, pixels: tuple[float, float] = (1, 1)) -> Path:
    """A folder's pictures as an MP4 of 12 pictures a second, made by Blender's sequencer.

    pixels: width and height of one.
    """
    scene = blender.context.scene
    add_strip(scene, folder)
    files = sorted(folder.glob("*.jpg"))
    with Image.open(files[0]) as picture:
        scene.render.resolution_x, scene.render.resolution_y = (length // 2 * 2 for length in picture.size)
    scene.render.pixel_aspect_x, scene.render.pixel_aspect_y = pixels
    scene.render.fps, scene.frame_start, scene.frame_end = 12, 1, len(files)
    scene.view_settings.view_transform = "Standard"
    addon.load("motionctrl_blender.scene.pictures").film(scene, path, lambda: None)
    return path


def add_strip(scene, folder: Path) -> str:
    """An image strip of a folder's pictures, its name."""
    editor = scene.sequence_editor_create()
    files = sorted(folder.glob("*.jpg"))
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    strip = strips.new_image("Walk", str(files[0]), 1, 1)
    for file in files[1:]:
        strip.elements.append(file.name)
    strip.frame_final_duration = len(files)
    return strip.name


def look(blender, **options):
    blender.ops.motionctrl.look_at_video(**{"wait": True, **options})


def data_blocks(blender) -> dict[str, int]:
    return {name: len(getattr(blender.data, name)) for name in ("images", "textures", "movieclips", "actions")}


def test_the_panel_draws_every_source_and_what_was_seen(blender, addon, scene, hero, video, session, walkers, tmp_path):
    scene.sequence_editor_clear()
    for source in ("FILE", "FOLDER", "CLIP", "STRIP"):
        video.source = source
        assert drawn(blender, addon)
    assert "no sequencer strips" in said(drawn(blender, addon))
    video.strip = add_strip(scene, walkers)
    assert "prop_search" in [name for name, *_ in drawn(blender, addon)]
    look(blender)
    assert [name for name, *_ in drawn(blender, addon)].count("template_icon") == 1
    video.some_parts = True
    assert "Frames 1 to" in said(drawn(blender, addon))
    assert [name for name, *_ in drawn(blender, addon)].count("prop_enum") == 5
    (tmp_path / "junk.png").write_bytes(b"no picture at all")
    video.source, video.file = "FILE", str(tmp_path / "junk.png")
    complaint(lambda: look(blender))
    assert "can't be read" in said(drawn(blender, addon))
    video.file = str(tmp_path / "none.png")
    complaint(lambda: look(blender))
    assert "There is no file" in said(drawn(blender, addon))
    video.file = str(PERSON)
    look(blender, wait=False)
    assert "progress" in [name for name, *_ in drawn(blender, addon)]
    blender.ops.motionctrl.cancel()


def test_without_a_video_the_buttons_say_what_is_missing(blender, hero, video):
    assert "Choose a video first" in complaint(lambda: look(blender))
    assert "Look at the video first" in complaint(blender.ops.motionctrl.generate_from_video)


def test_a_model_that_was_not_trained_for_it_is_named(blender, hero, session, generate, monkeypatch):
    generate(seconds=0.4)
    session.reject()
    monkeypatch.setattr(session.engine, "description", replace(session.engine.description, tasks=("generate",)))
    hero.users_scene[0].motionctrl.video.file = str(PERSON)
    assert "mini was not trained to follow video" in complaint(lambda: look(blender))
    assert "mini was not trained to follow video" in complaint(blender.ops.motionctrl.generate_from_video)


def test_a_folder_of_pictures_becomes_motion_as_long_as_it(blender, scene, hero, video, session, walkers, keyed):
    scene.render.fps = 20
    video.source, video.folder, video.rate = "FOLDER", str(walkers), 12.0
    look(blender)
    seen = session.video.seen
    assert len(seen.people) == 1 and len(seen.times) == 13
    assert len(seen.pictures) == 8 and session.video.icon() is not None
    assert not seen.warnings(0)
    blender.ops.motionctrl.generate_from_video(wait=True)
    blender.ops.motionctrl.accept()
    assert hero.animation_data.action.name == f"Video {walkers.name}"
    assert keyed(hero) == (1, 24)  # 1.0 s between the first and the last picture reach into six latent frames


def test_an_instruction_goes_with_the_video(blender, hero, video, session, walkers, curves):
    video.source, video.folder = "FOLDER", str(walkers)
    look(blender)
    blender.ops.motionctrl.generate_from_video(wait=True)
    silent = curves(hero)
    blender.ops.motionctrl.generate_from_video(prompt="a person limps", wait=True)
    assert session.last.task.instructions == ("a person limps",)
    assert curves(hero) != silent


def test_a_movie_is_read_by_blender_and_nothing_is_left(blender, scene, hero, video, session, movie):
    before = data_blocks(blender)
    video.file = str(movie)
    look(blender)
    seen = session.video.seen
    assert len(seen.people) == 1 and len(seen.times) == 13
    assert seen.times[-1] == pytest.approx(1.0, abs=0.01)
    nose = seen.people[0].image[:, 0, 0]
    assert np.median(np.diff(nose)) == pytest.approx(10, abs=4)
    assert data_blocks(blender) == before
    # What sees is in memory only while it looks.
    assert not [one for one in gc.get_objects() if type(one).__name__ == "BlazePose"]


def test_a_range_of_a_movie_is_looked_at(blender, hero, video, session, movie):
    video.file, video.start, video.end = str(movie), 0.25, 0.5
    look(blender)
    assert len(session.video.seen.times) == 4
    video.start, video.end = 7.0, 0.0
    assert "choose a range inside it" in complaint(lambda: look(blender))
    video.start, video.end = 0.5, 0.2
    assert "The range of the video is empty" in complaint(lambda: look(blender))


def test_a_strip_is_looked_at_as_far_as_it_is_shown(blender, scene, hero, video, session, walkers):
    scene.render.fps = 12
    video.source, video.strip = "STRIP", add_strip(scene, walkers)
    look(blender)
    assert len(session.video.seen.times) == 13
    editor = scene.sequence_editor
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    strips["Walk"].frame_offset_end = 6
    look(blender)
    assert len(session.video.seen.times) == 7
    video.strip = "Gone"
    assert "There is no strip “Gone”" in complaint(lambda: look(blender))


def test_a_movie_clip_is_looked_at(blender, hero, video, session, walkers, movie):
    video.source = "CLIP"
    for path in (movie, walkers / "walk_000.jpg"):
        video.clip = blender.data.movieclips.load(str(path))
        look(blender)
        assert len(session.video.seen.times) == 13, path


def test_the_arms_from_the_video_leave_every_other_key_as_it_is(blender, scene, walk, video, session, walkers, curves):
    before = curves(walk)
    video.source, video.folder, video.some_parts, video.parts = "FOLDER", str(walkers), True, {"left_arm", "right_arm"}
    look(blender)
    blender.ops.motionctrl.generate_from_video(wait=True)
    blender.ops.motionctrl.accept()
    after = curves(walk)
    changed = {path.split('"')[1] for (path, _), keys in after.items() if keys != before[path, _]}
    names = ("collar", "shoulder", "elbow", "wrist", "hand")
    assert changed and changed <= {f"{side}_{name}" for side in ("left", "right") for name in names}


def test_a_still_gives_the_pose_to_start_from(blender, scene, hero, video, session, keyed):
    scene.render.fps, scene.motionctrl.seconds = 20, 1.0
    video.file = str(PERSON)
    look(blender)
    assert len(session.video.seen.pictures) == 1 and session.video.icon() is not None
    assert "say in the instruction" in complaint(lambda: blender.ops.motionctrl.generate_from_video(wait=True))
    blender.ops.motionctrl.generate_from_video(prompt="a person walks forward", wait=True)
    blender.ops.motionctrl.accept()
    assert keyed(hero) == (1, 24)  # the pose takes the first latent frame


def test_a_picture_without_a_person_says_so(blender, hero, video, session, tmp_path):
    Image.new("RGB", (300, 200), "gray").save(tmp_path / "wall.png")
    video.file = str(tmp_path / "wall.png")
    look(blender)
    assert "No person is seen" in session.video.seen.warnings(0)[0]
    assert session.video.icon() is not None
    assert "No person is seen in the video" in complaint(blender.ops.motionctrl.generate_from_video)


def test_where_the_bar_was_another_button_stands_afterwards(blender, addon, hero, video):
    """Blender goes on drawing a progress bar over whatever has no identity of its own while the pointer rests there."""
    video.file = str(PERSON)
    before = [name for name, *_ in drawn(blender, addon)]
    look(blender, wait=False)
    during = [name for name, *_ in drawn(blender, addon)]
    blender.ops.motionctrl.cancel()
    place = before.index("operator")
    assert during[place : place + 2] == ["operator", "progress"]


def test_the_panel_shows_how_far_the_generation_is_and_then_asks(blender, addon, hero, video, session, walkers):
    video.source, video.folder = "FOLDER", str(walkers)
    look(blender)
    blender.ops.motionctrl.generate_from_video()
    calls = drawn(blender, addon)
    assert "progress" in [name for name, *_ in calls]
    assert ("operator", "motionctrl.cancel", {"icon": "CANCEL"}) in calls
    addon.load("motionctrl_blender.work.session").wait()
    calls = drawn(blender, addon)
    assert [call[1] for call in calls if call[0] == "operator"][-3:] == [
        "motionctrl.accept",
        "motionctrl.reject",
        "motionctrl.retry",
    ]
    assert "are a preview" in said(calls)


def test_a_mirrored_video_exchanges_left_and_right(blender, hero, video, session, walkers):
    video.source, video.folder = "FOLDER", str(walkers)
    look(blender)
    seen, plain = session.video.seen, session.video.seen.thumbnails(0)
    video.mirrored = True
    assert not np.array_equal(seen.thumbnails(0, True), plain)
    blender.ops.motionctrl.generate_from_video(wait=True)
    nose = session.last.task.video.image[:, 0, 0]
    assert np.allclose(nose, seen.people[0].width - seen.people[0].image[:, 0, 0])
    assert np.median(np.diff(nose)) < 0  # he walks the other way


def test_poses_are_followed_as_closely_as_the_panel_says(blender, hero, video, session, walkers, curves):
    video.source, video.folder = "FOLDER", str(walkers)
    look(blender)
    made = {}
    for follow in (0.0, 1.0):
        video.follow = follow
        blender.ops.motionctrl.generate_from_video(wait=True)
        assert session.last.task.follow == follow
        blender.ops.motionctrl.accept()
        made[follow] = curves(hero)
    assert made[0.0] != made[1.0]


def test_a_telephones_movie_is_shown_the_right_way_up(blender, addon, scene, hero, video, session, walkers, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for file in sorted(walkers.glob("*.jpg")):
        with Image.open(file) as upright:
            upright.transpose(Image.Transpose.ROTATE_90).save(folder / file.name)
    video.file = str(turn(filmed(blender, addon, folder, tmp_path / "portrait.mp4"), 1))
    look(blender)
    (person,) = session.video.seen.people
    assert (person.width, person.height) == (450, 300)
    nose, hip = person.image[:, 0], person.image[:, 23]
    assert (hip[:, 1] - nose[:, 1] > 60).all() and np.median(np.diff(nose[:, 0])) > 4


def test_pixels_that_are_not_square_are_stretched(blender, addon, scene, hero, video, session, walkers, tmp_path):
    path = filmed(blender, addon, walkers, tmp_path / "wide.mp4", (4, 3))
    video.file = str(path)
    look(blender)
    assert (session.video.seen.people[0].width, session.video.seen.people[0].height) == (600, 300)
    assert session.video.seen.pictures[0].shape == (300, 600, 3)
    video.source, video.clip = "CLIP", blender.data.movieclips.load(str(path))
    look(blender)
    assert session.video.seen.people[0].width == 600
    video.clip.display_aspect = (1.2, 1)  # what the user sets counts more
    assert "look at it first" in complaint(blender.ops.motionctrl.generate_from_video)
    look(blender)
    assert session.video.seen.people[0].width == 540


def test_who_comes_late_is_told_with_the_range_to_choose(blender, hero, video, session, walkers, tmp_path):
    for number, file in enumerate(sorted(walkers.glob("*.jpg"))):
        with Image.open(file) as shown:
            (shown if number > 5 else Image.new("RGB", shown.size, "gray")).save(tmp_path / f"{number:03d}.jpg")
    video.source, video.folder, video.rate, video.start = "FOLDER", str(tmp_path), 10.0, 0.1
    look(blender)
    assert session.video.seen.warnings(0) == ("The person is seen from 0.6 to 1.2 s only: choose that range.",)
    video.start, video.end = 0.6, 1.2
    look(blender)
    assert not session.video.seen.warnings(0)


def test_one_of_two_people_can_be_chosen(blender, hero, video, session, tmp_path):
    with Image.open(PERSON) as picture:
        person = np.asarray(picture.convert("RGB"))
    small = np.asarray(Image.fromarray(person).resize([length * 9 // 10 for length in person.shape[1::-1]]))
    small = np.pad(small, ((len(person) - len(small), 0), (0, 0), (0, 0)), mode="edge")
    Image.fromarray(np.concatenate([person, small], axis=1)).save(tmp_path / "two.png")
    video.file = str(tmp_path / "two.png")
    look(blender)
    seen = session.video.seen
    assert "2 people are seen" in seen.warnings(0)[0]
    video.person = "1"
    assert session.video.person == 1
    assert "person 2 is followed" in seen.warnings(1)[0]
    assert not np.array_equal(seen.thumbnails(0), seen.thumbnails(1))
    blender.ops.motionctrl.generate_from_video(prompt="a person stands", wait=True)
    assert np.array_equal(session.last.task.video.image, seen.people[1].image)


def test_another_source_or_range_has_to_be_looked_at_first(blender, hero, video, session, walkers):
    video.source, video.folder = "FOLDER", str(walkers)
    look(blender)
    assert blender.ops.motionctrl.generate_from_video.poll()
    video.end = 0.3
    assert "look at it first" in complaint(blender.ops.motionctrl.generate_from_video)


def test_what_cannot_be_read_is_one_sentence_and_leaves_nothing(blender, hero, video, session, tmp_path):
    before = data_blocks(blender)
    (tmp_path / "junk.mp4").write_bytes(b"no movie at all" * 100)
    (tmp_path / "junk.png").write_bytes(b"no picture at all")
    for path, sentence in (
        (tmp_path / "junk.mp4", "that Blender can read"),
        (tmp_path / "junk.png", "can't be read"),
        (tmp_path / "none.mp4", "There is no file"),
        (tmp_path, "is a folder"),
    ):
        video.file = str(path)
        assert sentence in complaint(lambda: look(blender)), path
        assert session.video.seen is None and not session.busy()
    video.source, video.folder = "FOLDER", str(tmp_path / "none")
    assert "There is no folder" in complaint(lambda: look(blender))
    assert data_blocks(blender) == before


def test_a_file_with_sound_alone_says_so(blender, hero, video, session, tmp_path):
    before = data_blocks(blender)
    video.file = str(write_sound(tmp_path / "song.wav"))
    assert "holds no moving picture" in complaint(lambda: look(blender))
    assert session.video.seen is None and data_blocks(blender) == before


def test_a_clip_of_no_frames_says_so(blender, hero, video, session, tmp_path):
    before = data_blocks(blender)
    for name in ("clip.mp4", "clip.mkv"):
        video.file = str(write_movie(tmp_path / name, 0))
        assert "choose another file" in complaint(lambda: look(blender)), name
        assert session.video.seen is None and data_blocks(blender) == before


def test_of_a_four_hour_movie_a_range_is_looked_at(blender, hero, video, session, tmp_path):
    before = data_blocks(blender)
    shots = (picture(number % 200) for number in range(4 * 3600 + 1))
    video.file = str(write_movie(tmp_path / "long.mp4", shots, rate=1))
    assert "lasts 14400 s; choose a range of at most 600 seconds" in complaint(lambda: look(blender))
    video.start, video.end = 14000.0, 14010.0
    look(blender)
    assert len(session.video.seen.times) == 11
    assert "No person is seen" in session.video.seen.warnings(0)[0]
    assert data_blocks(blender) == before


def test_a_movie_that_breaks_off_is_looked_at_as_far_as_it_goes_or_one_sentence(
    blender, hero, video, session, movie, tmp_path
):
    before, whole = data_blocks(blender), movie.read_bytes()
    middle = len(whole) // 2
    (tmp_path / "half.mp4").write_bytes(whole[:middle])
    holed = whole[: middle - 2000] + bytes(4000) + whole[middle + 2000 :]
    (tmp_path / "holed.mp4").write_bytes(holed)
    video.file = str(tmp_path / "half.mp4")
    assert "choose another file" in complaint(lambda: look(blender))
    video.file = str(tmp_path / "holed.mp4")
    try:
        look(blender)
        assert session.video.seen.pictures
    except RuntimeError as error:
        assert "choose another file" in str(error)
    assert data_blocks(blender) == before


def test_looking_can_be_cancelled_and_leaves_nothing(blender, hero, video, session, movie):
    before, threads = data_blocks(blender), threading.active_count()
    video.file = str(movie)
    look(blender, wait=False)
    while session.busy() and not session.job.task.done:
        session.drain()
    blender.ops.motionctrl.cancel()
    assert not session.busy()
    assert session.video.seen is None
    assert data_blocks(blender) == before
    assert threading.active_count() == threads


def test_opening_a_file_forgets_the_video(blender, hero, video, session):
    video.file = str(PERSON)
    look(blender)
    blender.ops.wm.read_homefile(use_empty=True)
    assert session.video.seen is None and session.video.icon() is None
