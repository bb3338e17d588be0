"""The vocabulary's tables: well formed, in words that inflect, with measurable checks, and nobody's test sentences."""

from __future__ import annotations

import re

import pytest

from engine.errors import MotionCtrlError
from engine.lab.choreography.vocabulary import KINDS, checks_of, homonyms, read_kind, sided, vocabulary
from engine.lab.data.gestures.language import gerund, realise, third
from engine.lab.data.held_out import is_held_out
from engine.lab.measures.actions import metric_names

ACTIONS = tuple(vocabulary().values())
VERB = re.compile(r"\*([a-z]+)")
OWNERS = ("the", "your", "their", "his", "her")
SUBJECTS = ("a person", "someone", "the person", "a man", "a woman", "he", "she", "the character")

whole = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)


def phrases(action):
    """All verb phrases of an action, its parts' as well."""
    return (*action.do, *(phrase for said in action.parts.values() for phrase in said))


def sentences(action):
    """Every verb phrase as an order and in the third person, and every noun, for each side."""
    for side in action.sides or ("",):
        yield from (sided(noun, side) for noun in action.nouns)
        for phrase in phrases(action):
            for owner in OWNERS:
                yield realise(sided(phrase, side), "base", owner)
                said = realise(sided(phrase, side), "third", owner)
                yield from (f"{subject} {said}" for subject in (*SUBJECTS, *action.roles))


@whole
def test_an_action_can_be_said_in_thirty_ways(action):
    plain = [realise(phrase, form) for phrase in action.do for form in ("base", "gerund")]
    told = [f"{role} {realise(phrase, 'third')}" for role in action.roles for phrase in action.do]
    assert len({*plain, *told, *action.nouns}) >= 30


@whole
def test_no_phrase_is_said_twice(action):
    for said in (action.do, action.nouns, action.roles, action.purpose):
        assert len(set(said)) == len(said)


def test_no_phrase_names_two_actions():
    said = [(phrase, action.name) for action in ACTIONS for phrase in (*action.do, *action.nouns)]
    names: dict[str, set[str]] = {}
    for phrase, name in said:
        names.setdefault(phrase, set()).add(name)
    assert not {phrase: found for phrase, found in names.items() if len(found) > 1}


@whole
def test_no_sentence_of_the_evaluation_is_a_wording(action):
    assert not [text for text in sentences(action) if is_held_out(text)]


@whole
def test_every_place_in_a_phrase_is_one_that_is_filled(action):
    texts = (*phrases(action), *action.nouns, *action.roles, *action.purpose)
    for text in texts:
        filled = realise(sided(text, "left" if action.sides else ""), "base")
        assert not re.search(r"[{}*]|  ", filled), text
    assert not any("{" in role for role in action.roles)
    for option, said in action.manner.items():
        assert (option == "count") == any("{count}" in phrase for phrase in said)


@whole
def test_every_second_verb_is_starred_too(action):
    verbs = {verb for other in ACTIONS for phrase in other.do for verb in VERB.findall(phrase)}
    verbs -= {
        "hand",
        "head",
        "back",
        "open",
        "face",
        "rest",
        "dance",
        "roll",
        "jerk",
    }  # also nouns that follow an "and"
    for phrase in phrases(action):
        joined = re.findall(r"(?:\band|\bthen) ([a-z]+)", phrase)
        assert not verbs.intersection(joined) - {
            "hand",
            "head",
            "back",
            "open",
            "face",
            "rest",
            "dance",
            "roll",
            "jerk",
        }, phrase


@whole
def test_checks_are_metrics_that_exist(action):
    for side in action.sides or ("",):
        for metric, _, _ in checks_of(action, side):
            assert metric in metric_names()


@whole
def test_the_choreographer_is_told_what_matters(action):
    assert len(action.needs) > 80 and re.search(r"\d", action.needs)


def test_verbs_inflect():
    forms = {verb: (third(verb), gerund(verb)) for text in ACTIONS for p in phrases(text) for verb in VERB.findall(p)}
    assert not [
        form for forms_of in forms.values() for form in forms_of if re.search(r"ss$|[^aeio]ys$|[^lu]ieing", form)
    ]
    expected = {
        "be": ("is", "being"),
        "skip": ("skips", "skipping"),
        "crouch": ("crouches", "crouching"),
        "lie": ("lies", "lying"),
        "weep": ("weeps", "weeping"),
        "tiptoe": ("tiptoes", "tiptoeing"),
        "hoe": ("hoes", "hoeing"),
        "shoo": ("shoos", "shooing"),
        "kick": ("kicks", "kicking"),
        "chop": ("chops", "chopping"),
        "do": ("does", "doing"),
        "squat": ("squats", "squatting"),
        "wave": ("waves", "waving"),
        "bow": ("bows", "bowing"),
        "open": ("opens", "opening"),
    }
    assert {verb: (third(verb), gerund(verb)) for verb in expected} == expected


def test_actions_of_all_kinds_are_known():
    kinds = [action.kind for action in ACTIONS]
    assert len(kinds) >= 180 and all(kinds.count(kind) >= 30 for kind in KINDS)


@pytest.mark.parametrize("word", homonyms())
def test_a_homonym_means_several_actions_and_each_phrase_has_context(word):
    senses = homonyms()[word]
    assert len(senses) >= 2
    for name, said in senses.items():
        assert set(said) <= set(vocabulary()[name].do)
        for phrase in said:
            assert len(phrase.split()) >= 3, phrase


def test_homonyms_are_many_and_their_word_is_heard():
    assert len(homonyms()) >= 60
    for word, senses in homonyms().items():
        heard = [name for name, said in senses.items() if any(word[:3] in phrase for phrase in said)]
        assert len(heard) >= 2, word


def test_a_side_is_filled_everywhere():
    left = checks_of(vocabulary()["jab"], "left")
    assert {metric for metric, _, _ in left} == {"lhand_reach", "lhand_speed"}
    assert checks_of(vocabulary()["turn_quarter"], "left")[0] == ("turn_deg", ">", 50.0)
    assert checks_of(vocabulary()["turn_quarter"], "right")[0] == ("turn_deg", "<", -50.0)
    assert sided("*raise the {side} hand, not the {other}", "right") == "*raise the right hand, not the left"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[Wave]\ndo = ['*wave']", "lower case"),
        ("[wave]\ndo = ['*wave']", "it lacks"),
        ("[wave]\ndo=['wave']\nnouns=[]\nroles=[]\nchecks=[]\nseconds=[1,2]\nneeds=''", "starred verb"),
        ("[wave]\ndo=['*wave {side}']\nnouns=[]\nroles=[]\nchecks=[]\nseconds=[1,2]\nneeds=''", "has no sides"),
        ("[wave]\ndo=['*wave']\nnouns=[]\nroles=[]\nchecks=[]\nseconds=[3,2]\nneeds=''", "shortest length"),
        ("[wave", "can't be read"),
    ],
)
def test_a_table_that_is_not_well_formed_is_named(tmp_path, table, said):
    file = tmp_path / "gesture.toml"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(MotionCtrlError, match=said):
        read_kind(file)
