"""One operation, fill: known cells stay, open cells are made, in pieces, and it stops when told to."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.api import PARTS, STRIDE, Anchor, Cancelled, Engine, Grid, Request
from engine.body.layout import FPS
from engine.errors import MotionCtrlError
from engine.language.decoder import SHORTEST
from engine.language.frame import FrameDecoder
from engine.motion.kinematics import Motion
from engine.request import part_index
from tests.engine.tiny_model import random_codes


def fill(engine: Engine, *instructions: str, seconds=2.0, **options):
    durations = seconds if isinstance(seconds, tuple) else (seconds,)
    return engine.fill(Request(instructions or ("walk",), durations, **options))


def test_a_sentence_becomes_a_motion_of_the_length_asked_for(tiny_engine):
    for seconds, frames, latents in ((0.2, 4, 1), (2.0, 40, 10), (2.05, 41, 11), (2.2, 44, 11)):
        made = fill(tiny_engine, "a person walks", seconds=seconds)
        assert isinstance(made.motion, Motion)
        assert (len(made.motion), len(made.codes), made.motion.fps) == (frames, latents, 20)
    assert made.motion.text == "a person walks"


def test_the_same_seed_gives_the_same_motion_and_another_seed_another(tiny_engine):
    first, again, other = (fill(tiny_engine, seed=seed, strength=2.0) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.motion.rotations, again.motion.rotations)
    np.testing.assert_array_equal(first.motion.translation, again.motion.translation)
    assert (first.codes != other.codes).any()


def test_a_motion_does_not_depend_on_what_was_made_before(tiny_engine, tiny_model):
    fill(tiny_engine, "something else entirely", seconds=3.0, strength=3.0)
    made = fill(tiny_engine, "walk", seed=5)
    with Engine(tiny_model.folder, threads=1) as fresh:
        np.testing.assert_array_equal(fill(fresh, "walk", seed=5).codes, made.codes)


def test_instruction_parts_and_strength_matter(tiny_engine):
    plain = fill(tiny_engine, "walk", strength=2.0).codes
    assert (fill(tiny_engine, "sit down", strength=2.0).codes != plain).any()
    assert (fill(tiny_engine, "walk", strength=2.0, parts={"left_arm": "waves"}).codes != plain).any()
    assert (fill(tiny_engine, "walk", strength=1.0).codes != plain).any()


def test_motion_arrives_in_pieces_that_fit_together(tiny_engine):
    pieces = []
    made = tiny_engine.fill(Request(("walk",), (2.0,)), pieces.append)
    assert [piece.first_frame for piece in pieces] == [*range(0, 32, STRIDE), 32]
    assert [len(piece.rotations) for piece in pieces] == [4] * 8 + [8]
    np.testing.assert_array_equal(np.concatenate([piece.codes for piece in pieces]), made.codes)
    np.testing.assert_array_equal(np.concatenate([piece.translation for piece in pieces]), made.motion.translation)


def test_the_first_piece_comes_when_its_three_frames_are_made_and_the_model_is_two_further_at_most(tiny_engine):
    asked = []
    stream = tiny_engine.stream(Request(("walk",), (2.0,)), lambda: bool(asked.append(1)))
    next(stream)
    frames_begun = len(asked)
    stream.close()
    whole = []
    list(tiny_engine.stream(Request(("walk",), (2.0,)), lambda: bool(whole.append(1))))
    assert len(whole) - frames_begun >= 2 * 5  # each frame asks twice: where it is made and where it becomes motion


@pytest.mark.parametrize("part", PARTS)
def test_regenerating_one_part_leaves_every_other_cell_alone(tiny_engine, part):
    codes = random_codes(11)
    made = fill(tiny_engine, "wave", seconds=None, grid=Grid.of(codes).opened((part,)))
    same = (made.codes == codes).all(axis=2)
    others = np.arange(5) != part_index(part)
    assert same[:, others].all() and not same[:, ~others].all()


def test_regenerating_a_limb_in_a_range_of_a_long_motion_touches_only_that_range(tiny_engine):
    codes = random_codes(40)
    grid = Grid.of(codes).opened(("left_leg", "right_leg"), 15, 31)
    made = fill(tiny_engine, "kick", seconds=None, grid=grid)
    same = (made.codes == codes).all(axis=2)
    assert same[grid.known].all() and not same[~grid.known].all()
    assert len(made.motion) == 160


def test_in_between_keeps_both_ends_and_needs_no_prompt(tiny_engine):
    codes = random_codes(9)
    made = fill(tiny_engine, "", seconds=None, grid=Grid.of(codes).opened(first=3, last=6))
    np.testing.assert_array_equal(made.codes[[0, 1, 2, 6, 7, 8]], codes[[0, 1, 2, 6, 7, 8]])
    assert (made.codes[3:6] != codes[3:6]).any()


def test_a_motion_is_continued_however_long_it_is(tiny_engine):
    for known in (1, 5, 30):
        codes = random_codes(known)
        made = fill(tiny_engine, "go on", seconds=known * 0.2 + 1.0, grid=Grid.of(codes))
        np.testing.assert_array_equal(made.codes[:known], codes)
        assert len(made.codes) == known + 5


def test_several_prompts_make_one_long_motion(tiny_engine):
    made = fill(tiny_engine, "walk", "turn", "sit", seconds=(1.3, 5.1, 0.9), strength=1.5)
    assert len(made.motion) == round((1.3 + 5.1 + 0.9) * 20)
    shorter = fill(tiny_engine, "walk", seconds=1.3, strength=1.5)
    np.testing.assert_array_equal(made.codes[:6], shorter.codes[:6])


def test_without_a_duration_the_model_ends_the_motion_itself(tiny_engine):
    lengths = {len(fill(tiny_engine, "walk", seconds=None, seed=seed).codes) for seed in range(12)}
    assert len(lengths) > 1
    assert max(lengths) <= tiny_engine.description.window
    assert min(lengths) >= SHORTEST


def test_however_eager_a_model_is_to_end_an_action_lasts_1_6_seconds(tiny_engine, monkeypatch):
    monkeypatch.setattr(FrameDecoder, "_ends", lambda self, random: True)
    assert SHORTEST * STRIDE / FPS == pytest.approx(1.6)
    assert len(fill(tiny_engine, "walk", seconds=None).codes) == SHORTEST
    continued = fill(tiny_engine, "walk", seconds=None, grid=Grid.of(random_codes(3)))
    assert len(continued.codes) == 3 + SHORTEST


def test_a_duration_that_is_asked_for_may_be_shorter(tiny_engine):
    assert len(fill(tiny_engine, "walk", seconds=0.6).codes) == 3


def test_encoded_motion_decodes_where_it_stood(tiny_engine, walking):
    codes, anchor = tiny_engine.encode(walking)
    assert codes.shape == (15, 5, 4)
    assert np.allclose(anchor.position, walking.translation[0, [0, 2]])
    made = fill(tiny_engine, "", seconds=None, grid=Grid.of(codes), anchor=Anchor(0.5, (3.0, -2.0)))
    np.testing.assert_allclose(made.motion.translation[0, [0, 2]], [3.0, -2.0])


def test_cancel_takes_effect_within_one_latent_frame(tiny_engine):
    asked, made = [], []

    def cancelled() -> bool:
        asked.append(len(made))
        return len(made) >= 2

    with pytest.raises(Cancelled):
        tiny_engine.fill(Request(("walk",), (2.0,)), made.append, cancelled)
    assert len(made) == 2
    with pytest.raises(Cancelled):
        tiny_engine.fill(Request(("walk",), (2.0,)), cancelled=lambda: True)
    assert len(fill(tiny_engine).codes) == 10


def test_the_engine_works_in_another_thread_and_serves_one_request_at_a_time(tiny_engine):
    expected, results = fill(tiny_engine).codes, []
    thread = threading.Thread(target=lambda: results.append(fill(tiny_engine).codes))
    thread.start()
    thread.join()
    np.testing.assert_array_equal(results[0], expected)
    busy = tiny_engine.stream(Request(("walk",), (2.0,)))
    next(busy)
    with pytest.raises(MotionCtrlError, match="still busy"):
        fill(tiny_engine)
    busy.close()
    fill(tiny_engine)


def test_a_closed_engine_says_so(tiny_model):
    engine = Engine(tiny_model.folder, threads=1)
    engine.close()
    engine.close()
    with pytest.raises(MotionCtrlError, match="closed"):
        fill(engine)


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (Request(("",)), "prompt is empty"),
        (Request((" . . . ",)), "prompt is empty"),
        (Request(("  \n",)), "prompt is empty"),
        (Request(()), "no instruction"),
        (Request(("walk", ""), (1.0, 1.0)), "prompt is empty"),
        (Request(("walk",), (0.0,)), "not possible"),
        (Request(("walk",), (-3.0,)), "not possible"),
        (Request(("walk",), (1e6,)), "not possible"),
        (Request(("walk",), (float("nan"),)), "not possible"),
        (Request(("walk", "run"), (1.0,)), "one duration for each"),
        (Request(("walk",), parts={"tail": "wags"}), "no part 'tail'"),
        (Request(("walk",), parts={"left_arm": " "}), "left_arm is empty"),
        (Request(("walk",), strength=-1.0), "strength"),
        (Request(("walk",), strength=float("nan")), "strength"),
        (Request(("walk",), seed=-1), "seed"),
        (Request(("walk " * 3000,), (1.0,)), "shorten the instruction"),
        (Request(("walk",), (1.0,), grid=Grid.of(random_codes(9))), "longer than the 1 s"),
        (Request(("a", "b"), (2.0, 1.0), grid=Grid.of(random_codes(9)).opened(first=2, last=4)), "one prompt only"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(tiny_engine, request_, sentence):
    with pytest.raises(MotionCtrlError, match=sentence) as caught:
        tiny_engine.fill(request_)
    assert "\n" not in str(caught.value)


def test_codes_of_another_tokenizer_are_one_sentence(tiny_engine):
    with pytest.raises(MotionCtrlError, match="has 3 codes for each part, the model's tokenizer 4"):
        tiny_engine.fill(Request(("walk",), (2.0,), grid=Grid.of(random_codes(2)[..., :3])))


def test_a_grid_of_the_wrong_shape_is_one_sentence():
    with pytest.raises(MotionCtrlError, match=r"\(n, 5, layers\)"):
        Grid(np.zeros((3, 4, 4), int), np.ones((3, 5), bool))
    with pytest.raises(MotionCtrlError, match="no part"):
        Grid.of(random_codes(2)).opened(("tail",))
