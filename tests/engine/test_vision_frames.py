"""Reading a video: which pictures are taken, and one sentence for whatever can't be read."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.errors import MotionCtrlError
from engine.video.mp4 import pixel_aspect, quarter_turns, stretched, width_of_pixels
from engine.video.pictures import from_arrays, in_order, read_pictures
from engine.video.reading import read_video
from engine.video.sampling import LIMIT, SIDE, sample_times
from tests.engine.movies import picture, turn, write_movie, write_sound


def sentence(action) -> str:
    with pytest.raises(MotionCtrlError) as raised:
        list(action())
    text = str(raised.value)
    assert text.endswith(".") and "\n" not in text and "Traceback" not in text
    return text


@given(count=st.integers(1, 3000), rate=st.floats(0.2, 240))
def test_sampling_keeps_the_first_and_the_last_picture(count, rate):
    sampling = sample_times(np.arange(count) / rate)
    assert sampling.indices[0] == 0 and sampling.indices[-1] == count - 1
    assert 1 <= len(sampling) <= LIMIT
    assert (np.diff(sampling.indices) > 0).all()
    assert sampling.detailed[0] and sampling.detailed[-1] and sampling.detailed.sum() <= 8


def test_short_clips_are_sampled_at_the_motions_own_rate():
    assert np.allclose(np.diff(sample_times(np.arange(61) / 60).times), 0.05)


def test_pictures_of_a_slow_clip_are_all_taken():
    assert len(sample_times(np.arange(30) / 5)) == 30


def test_a_movie_gives_the_pictures_of_the_times_it_says(tmp_path):
    taken = list(read_video(write_movie(tmp_path / "clip.mkv", 100, codec="ffv1")))  # loses nothing
    assert taken[0][0] == 0
    assert taken[-1][0] == pytest.approx(99 / 25, abs=1e-3)
    for time, shown in taken:
        assert shown.shape == (36, 64, 3)
        assert abs(float(shown.mean()) - round(time * 25)) < 4


def test_a_range_of_a_movie_starts_at_zero(tmp_path):
    taken = list(read_video(write_movie(tmp_path / "clip.mp4", 200), start=4.0, end=6.0))
    assert taken[0][0] == pytest.approx(0.0, abs=0.021)
    assert taken[-1][0] == pytest.approx(2.0, abs=0.021)
    assert abs(float(taken[0][1].mean()) - 100) < 4


@pytest.mark.parametrize("quarters", range(4))
def test_a_telephones_movie_is_shown_the_right_way_up(tmp_path, quarters):
    upright = np.zeros((64, 96, 3), np.uint8)
    upright[:32, :48] = 250  # bright at the top left
    path = write_movie(tmp_path / "clip.mp4", [np.rot90(upright, quarters)] * 5)
    turn(path, quarters)
    assert quarter_turns(path) == quarters
    _, shown = next(iter(read_video(path)))
    assert shown.shape == upright.shape
    assert np.abs(shown.astype(float) - upright).mean() < 12


def test_files_that_note_no_turn_are_taken_as_they_are(tmp_path):
    movie = write_movie(tmp_path / "clip.mp4", 5)
    write_movie(tmp_path / "clip.mkv", 5)
    (tmp_path / "half.mp4").write_bytes(movie.read_bytes()[:-40])
    (tmp_path / "junk.mp4").write_bytes(np.random.default_rng(0).bytes(5000))
    (tmp_path / "boxes.mp4").write_bytes(b"\0\0\0\x08moov" * 20 + b"\0\0\0\0trak")
    (tmp_path / "empty.mp4").touch()
    assert [quarter_turns(path) for path in sorted(tmp_path.iterdir())] == [0] * 6
    assert quarter_turns(tmp_path) == quarter_turns(tmp_path / "none.mp4") == 0
    assert [pixel_aspect(path) for path in sorted(tmp_path.iterdir())] == [1.0] * 6
    assert pixel_aspect(tmp_path) == pixel_aspect(tmp_path / "none.mp4") == 1.0


@pytest.mark.parametrize("quarters", range(2))
@pytest.mark.parametrize("pixels", [Fraction(4, 3), Fraction(16, 15), Fraction(1, 2)])
def test_pixels_that_are_not_square_are_shown_as_wide_as_the_file_says(tmp_path, pixels, quarters):
    stored = np.zeros((60, 48, 3), np.uint8)
    stored[:, :24] = 250
    path = turn(write_movie(tmp_path / "clip.mp4", [stored] * 5, pixels=pixels), quarters)
    _, shown = next(iter(read_video(path)))
    square = np.rot90(stretched(stored, float(pixels)), -quarters)
    assert shown.shape == square.shape == ((60, round(48 * pixels), 3), (round(48 * pixels), 60, 3))[quarters]
    assert np.abs(shown.astype(float) - square).mean() < 12
    assert pixel_aspect(path) == pytest.approx(float(1 / pixels if quarters else pixels), rel=1e-3)


def test_a_shape_of_pixels_that_cannot_be_is_not_believed():
    for wide, high in ((0, 1), (1, 0), (-4, 3), (1000, 1), (1, 1000)):
        assert width_of_pixels(wide, high) == 1.0
    assert width_of_pixels(4, 3) == pytest.approx(4 / 3)


def test_pictures_that_come_unevenly_keep_their_own_times(tmp_path):
    # As of a telephone: 30 a second, then five, then 60.
    times = [i / 30 for i in range(30)] + [1 + i / 5 for i in range(10)] + [3 + i / 60 for i in range(60)]
    pictures = [picture(int(20 + 50 * time)) for time in times]
    movie = write_movie(tmp_path / "clip.mkv", pictures, 60, "ffv1", times)
    taken = list(read_video(movie))
    said = [(float(shown.mean()) - 20) / 50 for _, shown in taken]
    assert np.allclose([time for time, _ in taken], said, atol=0.06)
    assert (np.diff([time for time, _ in taken]) > 0).all()
    assert taken[-1][0] > 3.9


class CountedFile:
    """A file that counts what is read of it."""

    def __init__(self, path):
        self.file, self.bytes = path.open("rb"), 0

    def read(self, size):
        data = self.file.read(size)
        self.bytes += len(data)
        return data

    def seek(self, offset, whence=0):
        return self.file.seek(offset, whence)

    def tell(self):
        return self.file.tell()

    def close(self):
        self.file.close()


def test_a_four_hour_movie_is_sampled_without_reading_it_whole(tmp_path, monkeypatch):
    av = pytest.importorskip("av", reason="movies are read by the package av")
    random = np.random.default_rng(0)  # a picture that is like none before takes as much of the file as a key picture
    shots = (random.integers(0, 255, (192, 320, 3)).astype(np.uint8) for _ in range(720))
    path = write_movie(tmp_path / "long.mkv", shots, rate=Fraction(1, 20))
    file = CountedFile(path)
    opened = av.open
    monkeypatch.setattr(av, "open", lambda name: opened(file))
    taken = list(read_video(path))
    assert LIMIT - 4 <= len(taken) <= LIMIT  # the nearest key picture will do, sometimes for two
    assert taken[0][0] == 0 and taken[-1][0] == pytest.approx(14380, abs=1)
    assert file.bytes < path.stat().st_size / 2


def test_a_folder_of_pictures_is_read_in_the_order_of_its_numbers(tmp_path):
    for number in range(12):
        Image.fromarray(picture(20 * number)).save(tmp_path / f"shot_{number}.png")
    (tmp_path / "notes.txt").write_text("not a picture")
    taken = list(read_video(tmp_path, rate=10))
    assert [round(float(shown.mean())) for _, shown in taken] == [20 * number for number in range(12)]
    assert [time for time, _ in taken] == pytest.approx([number / 10 for number in range(12)])


def test_a_range_of_a_folders_pictures_counts_from_its_start(tmp_path):
    for number in range(12):
        Image.fromarray(picture(20 * number)).save(tmp_path / f"shot_{number}.png")
    taken = list(read_pictures(in_order(tmp_path.iterdir()), 0.3, 0.6, rate=10))
    assert [round(float(shown.mean())) for _, shown in taken] == [60, 80, 100, 120]
    assert [time for time, _ in taken] == pytest.approx([0.0, 0.1, 0.2, 0.3])


def test_a_still_is_one_picture_at_time_zero(tmp_path):
    Image.fromarray(np.zeros((3000, 2000, 3), np.uint8)).save(tmp_path / "still.jpg")
    ((time, shown),) = read_video(tmp_path / "still.jpg")
    assert time == 0 and shown.shape == (SIDE, 640, 3)


def test_a_moving_gif_keeps_its_times(tmp_path):
    frames = [Image.fromarray(picture(40 * number)).convert("P") for number in range(5)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:], duration=200)
    assert [time for time, _ in read_video(tmp_path / "moving.gif")] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])


def test_blenders_arrays_are_taken_as_they_come():
    floats = np.full((2, 30, 40, 4), 0.5, np.float32)
    taken = list(from_arrays(floats, (0.0, 0.04)))
    assert [time for time, _ in taken] == [0.0, 0.04]
    assert taken[0][1].shape == (30, 40, 3) and taken[0][1][0, 0, 0] == 128


def test_a_corrupt_movie_is_one_sentence(tmp_path):
    pytest.importorskip("av", reason="movies are read by the package av")
    (tmp_path / "broken.mp4").write_bytes(np.random.default_rng(0).bytes(5000))
    assert "damaged" in sentence(lambda: read_video(tmp_path / "broken.mp4"))


def test_a_movie_that_breaks_off_is_read_as_far_as_it_goes_or_one_sentence(tmp_path):
    whole = write_movie(tmp_path / "clip.mkv", 200).read_bytes()
    (tmp_path / "half.mkv").write_bytes(whole[: len(whole) // 2])
    try:
        assert list(read_video(tmp_path / "half.mkv"))
    except MotionCtrlError as error:
        assert "half.mkv" in str(error)


def test_an_empty_file_is_one_sentence(tmp_path):
    pytest.importorskip("av", reason="movies are read by the package av")
    (tmp_path / "empty.mov").touch()
    assert "choose another file" in sentence(lambda: read_video(tmp_path / "empty.mov"))


def test_sound_alone_is_one_sentence(tmp_path):
    pytest.importorskip("av", reason="movies are read by the package av")
    assert "only sound" in sentence(lambda: read_video(write_sound(tmp_path / "song.wav")))


def test_a_clip_without_pictures_is_one_sentence(tmp_path):
    assert "no pictures" in sentence(lambda: read_video(tmp_path))
    assert "no picture" in sentence(lambda: [sample_times(np.zeros(0))])


def test_a_broken_picture_is_one_sentence(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing more")
    assert "can't be read" in sentence(lambda: read_video(tmp_path / "broken.png"))


def test_a_missing_file_and_a_senseless_range_are_one_sentence(tmp_path):
    assert "There is no video" in sentence(lambda: read_video(tmp_path / "nothing.mp4"))
    (tmp_path / "a.png").touch()
    assert "range" in sentence(lambda: read_video(tmp_path / "a.png", start=3, end=2))
    movie = write_movie(tmp_path / "clip.mp4", 25)
    assert "ends at" in sentence(lambda: read_video(movie, start=9))


def test_a_movie_without_its_reader_is_one_sentence(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "av", None)
    (tmp_path / "clip.mp4").write_bytes(b"some movie")
    assert "package av" in sentence(lambda: read_video(tmp_path / "clip.mp4"))


GREYS = np.linspace(0, 255, 64 * 48).reshape(48, 64).round()
DEEP = {
    "16 bits": ("a.png", (GREYS * 257).astype(np.uint16)),
    "16 bits in a TIFF": ("a.tif", (GREYS * 257).astype(np.uint16)),
    "12 bits of 16": ("a.tif", (GREYS * 4095 / 255).astype(np.uint16)),
    "32 bits, whole numbers": ("a.tif", (GREYS * 257).astype(np.int32)),
    "32 bits, whole numbers to 255": ("a.tif", GREYS.astype(np.int32)),
    "32 bits from 0 to 1": ("a.tif", (GREYS / 255).astype(np.float32)),
    "32 bits from 0 to 255": ("a.tif", GREYS.astype(np.float32)),
    "32 bits from 0 to 65535": ("a.tif", (GREYS * 257).astype(np.float32)),
}


@pytest.mark.parametrize("depth", DEEP)
def test_pictures_of_more_bits_look_like_those_of_eight(tmp_path, depth):
    name, values = DEEP[depth]
    Image.fromarray(values).save(tmp_path / name)
    ((_, shown),) = read_video(tmp_path / name)
    assert shown.shape == (48, 64, 3) and np.abs(shown - GREYS[..., None]).max() <= 1.5


def test_glints_and_holes_of_a_float_picture_do_not_darken_it(tmp_path):
    values = (GREYS / 255).astype(np.float32)
    values[0, :3] = np.nan, np.inf, 40.0
    Image.fromarray(values).save(tmp_path / "a.tif")
    ((_, shown),) = read_video(tmp_path / "a.tif")
    assert np.abs(shown[1:] - GREYS[1:, :, None]).max() <= 1.5


def test_companions_of_macos_are_no_pictures_of_a_sequence(tmp_path):
    for number in range(3):
        Image.fromarray(GREYS.astype(np.uint8)).save(tmp_path / f"{number}.png")
        (tmp_path / f"._{number}.png").write_bytes(b"\x00\x05\x16\x07")
    assert len(list(read_video(tmp_path, rate=5.0))) == 3
