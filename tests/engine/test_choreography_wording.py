"""Wording: forms of phrases, subjects, manners, sides; what is held out stays out."""

import numpy as np
import pytest

from engine.lab.choreography.action import attempt
from engine.lab.choreography.carriage import STYLES
from engine.lab.choreography.registry import all_actions
from engine.lab.choreography.wording import Said, Words, article, captions, described, fill, fits, one_sentence
from engine.lab.data.held_out import is_held_out

WORDS = Words(
    verbs=("*do a cartwheel", "*throw {p} body sideways and *land on {p} feet", "*cartwheel to the {side}"),
    nouns=("a cartwheel", "two cartwheels"),
    roles=("a gymnast",),
    purpose=("to show off",),
)
SIDED = Said({"side": "left", "other": "right"})


def sentences(words, said, count=300):
    rng = np.random.default_rng(0)
    return {one_sentence(rng, words, said).lower().rstrip(".") for _ in range(count)}


def test_verbs_are_inflected_in_every_clause():
    found = sentences(WORDS, SIDED)
    assert "a gymnast throws their body sideways and lands on their feet" in found
    assert "cartwheel to the left" in found
    assert any(text.startswith("doing a cartwheel") for text in found)
    assert not any("*" in text or "{" in text for text in found)


def test_a_phrase_whose_brace_has_no_value_is_left_out():
    assert not any("cartwheel to the" in text for text in sentences(WORDS, Said({})))
    assert fits("*nod {count} times", {"count": "3"}) and not fits("*nod {count} times", {})


def test_one_time_is_once():
    assert fill(np.random.default_rng(0), "*nod {count} times", {"count": "1"}) == "*nod once"


def test_a_style_is_heard_in_most_sentences():
    tired = STYLES["tired"]
    said = Said(SIDED.values, tired.adverbs, tired.adjectives, tired.subjects, marked=True)
    told = [word.lower() for word in (*tired.adjectives, "wearily", "tiredly", "strength")]
    found = sentences(WORDS, said)
    assert np.mean([any(word in text for word in told) for text in found]) > 0.7


@pytest.mark.parametrize(
    ("subject", "adjective", "wanted"),
    [("a man", "old", "an old man"), ("the woman", "tired", "the tired woman"), ("she", "sad", "she")],
)
def test_an_adjective_finds_its_place(subject, adjective, wanted):
    assert described(subject, adjective) == wanted


def test_articles():
    assert [article(word) for word in ("angry man", "tired man", "unicorn")] == [
        "an angry man",
        "a tired man",
        "a unicorn",
    ]


@pytest.mark.parametrize("name", ["push_ups", "shoot_bow", "nod", "stairs_up"])
def test_an_action_has_thirty_wordings_and_none_of_the_evaluation(name):
    rng = np.random.default_rng(2)
    made = attempt(all_actions()[name], rng, style="")
    found = captions(rng, all_actions()[name].words, made.said, 60)
    assert len({text.lower().rstrip(".") for text in found}) >= 30
    assert not any(is_held_out(text) for text in found)


def test_how_often_and_whose_hand_are_said_in_adverbs_too():
    said = Said(SIDED.values | {"count": "3"}, ("{count} times", "with {p} {other} hand", "in {place}"), marked=True)
    found = sentences(WORDS, said)
    assert any("three times" in text for text in found)
    assert any("with their right hand" in text for text in found)
    assert not any("{" in text for text in found)
