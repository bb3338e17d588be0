"""Words that the model has not learned are named, with what they may be a slip of."""

from __future__ import annotations

import numpy as np
import pytest

from engine.language.words import hint, unlearned, words_of

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
