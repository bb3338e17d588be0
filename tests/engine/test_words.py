"""Words that the model has not learned are named, with what they may be a slip of."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import MotionCtrlError
from engine.language.prompt import plain
from engine.language.words import check_words, hint, unlearned, words_of

LEARNED = "a and arm forward hand kick left person raise right stops step the walk walking waves while with".split()


@pytest.mark.parametrize(
    "text",
    ["A person walks forward.", "stopping", "walked", "kicks with the left hand", "wave", "raising", "arm's", "2 m"],
)
def test_a_word_is_known_in_all_its_forms(text):
    assert not unlearned([text], LEARNED)


def test_what_was_never_learned_is_named_once():
    assert unlearned(["a ninja walks", "the Ninja kicks a dragon"], LEARNED) == {"ninja": "", "dragon": ""}


@pytest.mark.parametrize(("slip", "meant"), [("foward", "forward"), ("rigth", "right"), ("wlaking", "walking")])
def test_a_slip_of_the_hand_is_guessed(slip, meant):
    assert unlearned([f"a person {slip}"], LEARNED) == {slip: meant}


def test_the_hint_is_one_sentence_with_a_next_step():
    learned = " ".join(LEARNED)
    assert hint(["walk forward"], learned) == ""
    assert hint(["anything at all"], "") == ""  # nobody wrote down what such a model knows
    assert hint(["a ninja walks foward"], learned) == (
        "The model has not learned “ninja” and “foward” (“forward”?); it goes by the other words."
    )


def test_words_of_captions_count_from_the_third_on_and_other_words_are_among_them():
    from engine.lab.training.corpus import Item
    from engine.lab.training.words import learned_words

    def item(*captions, **parts):
        return Item("m", np.zeros((4, 5, 4), np.int16), captions, (parts,), True)

    words = learned_words([item("tiptoe along"), item("Tiptoe around", left_arm="tiptoe"), item("moonwalk")]).split()
    assert "tiptoe" in words
    assert "moonwalk" not in words
    assert {"somebody", "applaud"} <= set(words)  # from the turns of phrase
    assert words == sorted(words)


def test_the_bundled_model_says_what_it_has_learned():
    from engine.store.folder import default_model, read_description

    learned = read_description(default_model()).words
    assert hint(["a person walks forward while waving with the left hand"], learned) == ""
    assert "“astronaut”" in hint(["an astronaut walks forward"], learned)
    assert words_of(learned) == learned.split()


FOREIGN = {
    "人が前に歩く": ["人が前に歩く"],
    "человек идёт": ["человек", "идёт"],
    "شخص يمشي": ["شخص", "يمشي"],
    "मनुष्य चलता": ["मनुष्य", "चलता"],  # vowel signs are marks, not letters
    "ein Läufer läuft vorwärts": ["ein", "läufer", "läuft", "vorwärts"],
    "l'homme s'arrête": ["l'homme", "s'arrête"],
    "🕺": ["🕺"],
    "👩\u200d🚀": ["👩\u200d🚀"],
    "走": ["走"],
    "asdf qwer": ["asdf", "qwer"],
    "12345": ["12345"],
    "!?": ["!?"],
    "\ud800": ["\ud800"],
}


@pytest.mark.parametrize("text", FOREIGN)
def test_a_prompt_without_a_learned_word_is_refused_and_its_words_are_named_whole(text):
    with pytest.raises(MotionCtrlError) as caught:
        check_words(["a person walks", text], " ".join(LEARNED))
    said = str(caught.value)
    assert all(f"“{word}”" in said for word in FOREIGN[text])
    assert said.count("“") == len(FOREIGN[text]) + 1 and said.endswith("”.") and "\n" not in said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "walk",
        "ein Läufer walks",
        "🕺 walk",
        "go up",
        "WALKING",
        "for\u00adward",
        "walk\u200b",
        "ｗａｌｋ",
        "wa\u0301lk walk",
    ],
)
def test_a_prompt_with_a_learned_word_passes(text):
    check_words([text], " ".join(LEARNED))


def test_letters_and_joiners_that_nobody_sees_change_nothing():
    assert plain("for\u00adward\u200b \ufeffwalk\x00ing\x07") == "forward walk ing"
    assert not unlearned(["for\u00adward"], LEARNED)


def test_slips_alone_are_refused_with_what_was_meant():
    with pytest.raises(MotionCtrlError, match="“foward” .“forward”.."):
        check_words(["foward"], " ".join(LEARNED))


def test_a_long_foreign_prompt_stays_one_short_sentence():
    text = " ".join(f"слово{chr(0x430 + number)}" for number in range(30))
    with pytest.raises(MotionCtrlError, match="25 more") as caught:
        check_words([text], " ".join(LEARNED))
    assert len(str(caught.value)) < 400


def test_a_model_without_a_list_of_words_refuses_nothing():
    check_words(["人が前に歩く"], "")
