"""A request in other words asks for the same; a prompt is read whatever its case and punctuation."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lab.data.held_out import FILE, fingerprint, is_held_out
from engine.lab.data.mirror_text import mirror_text
from engine.lab.data.paraphrase import RULES, paraphrase
from engine.lab.data.speakers import SPEAKERS
from engine.language.prompt import instruction_text, plain

REQUESTS = (
    "kick with your right leg",
    "a person raises their left arm",
    "walk forward and turn to the left",
    "someone jumps up",
    "wave with the right hand while walking forward",
    "stand still",
    "do several squats",
    "throw a side kick to the right",
    "a man is punching with his left fist",
    "sit down and then stand up slowly",
    "lift the right leg out in front of the body",
    "please march in place with high knees",
    "raise both arms overhead",
    "the figure walks backwards",
    "swing the left leg forward and back",
    "he bows politely",
    "turn around on the spot",
)


def sides(text: str) -> list[str]:
    return re.findall(r"left|right(?! around)", text)


def others(text: str, count: int = 60, **options) -> set[str]:
    random = np.random.default_rng(0)
    return {paraphrase(text, random, rate=0.7, **options) for _ in range(count)} - {text}


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_has_several_other_words_and_keeps_its_sides(text):
    assert len(others(text)) > 1
    assert all(sides(said) == sides(text) for said in others(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wave with the left hand", "say hello by waving the left hand"),
        ("kick with the right foot", "throw a kick using the right foot"),
        ("jump forward", "take a jump to the front"),
        ("stand still", "do not move"),
    ],
)
def test_what_an_animator_might_say_is_among_them(text, said):
    assert said in others(text, 3000)


def test_a_noun_is_no_verb():
    for text in ("throw a side kick forward", "a deep squat and a jump forward", "take a bow"):
        assert not [said for said in others(text) if re.search(r"(side|deep|a) (throw|give|go into|take) a", said)]


def test_one_limb_is_not_told_who_it_is():
    assert not [said for said in others("kick forward", line=True) if re.search("character|person|you|him|her", said)]


def test_a_sentence_of_the_evaluation_never_comes_out(tmp_path, monkeypatch):
    text = "jump forward"
    forbidden = sorted(others(text))[0]
    listed = tmp_path / "held_out.txt"
    listed.write_text(FILE.read_text(encoding="utf-8") + fingerprint(forbidden) + "\n", encoding="utf-8")
    monkeypatch.setattr("engine.lab.data.held_out.FILE", listed)
    is_held_out.__globals__["_fingerprints"].cache_clear()
    try:
        assert others(text)
        assert forbidden not in others(text)
    finally:
        is_held_out.__globals__["_fingerprints"].cache_clear()


@pytest.mark.parametrize("pattern, choices", RULES + SPEAKERS)
def test_every_rule_can_be_applied_with_each_of_its_choices(pattern, choices):
    groups = re.compile(pattern).groups
    for choice in choices:
        assert all(int(number) <= groups for number in re.findall(r"\\(\d)", choice))
        assert choice == choice.lower()


@given(st.sampled_from(REQUESTS), st.integers(0, 10_000))
def test_mirrored_words_are_the_words_of_the_mirrored_request(text, seed):
    said = paraphrase(text, np.random.default_rng(seed))
    assert sides(mirror_text(said)) == sides(mirror_text(text))


@pytest.mark.parametrize(
    "typed",
    ["A person walks forward.", "  a person  walks\nforward ", "A PERSON WALKS FORWARD!", "a person walks forward"],
)
def test_a_prompt_is_read_whatever_its_case_spaces_and_stops(typed):
    assert instruction_text(typed) == "a person walks forward"
    assert instruction_text("stand", {"left_arm": typed}) == "stand\nleft arm: a person walks forward"


def test_typographic_quotes_are_plain_ones():
    assert plain("Don’t move – at all…") == "don't move - at all"


def test_several_sentences_become_one():
    assert plain("Walk forward. Then turn left!  Wave?") == "walk forward, then turn left, wave"
    assert plain("walk 2.5 metres , then stop;") == "walk 2.5 metres, then stop"


@given(st.text(max_size=40))
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


def test_captions_are_said_in_other_words_and_descriptions_are_not():
    from engine.lab.training.corpus import Item
    from engine.lab.training.sequences import Mix, SequenceSampler
    from engine.lab.training.smollm2 import tokenizer

    words = tokenizer()
    items = [Item("m", np.zeros((8, 5, 4), np.int16), ("walk forward",), (), True)]
    plainly = Mix(unconditional=0, in_between=0, limbs=0, describe=0, video=0, duration=0)

    def prompts(mix: Mix) -> set[str]:
        sampler = SequenceSampler(items, words, 800, 0, mix)
        return {words.decode(sampler.sequence()["ids"].tolist()) for _ in range(40)}

    assert len(prompts(replace(plainly, reworded=0.0))) == 1
    assert len(prompts(replace(plainly, reworded=1.0))) > 5
    assert len(prompts(replace(plainly, reworded=1.0, describe=1.0))) == 1
