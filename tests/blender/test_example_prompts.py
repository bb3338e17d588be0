"""The prompt field's menu offers what the page of the model's vocabulary found to be reliable."""

from __future__ import annotations

import pytest


@pytest.fixture
def offered(addon):
    return addon.load("motionctrl_blender.panels.examples").EXAMPLES


def test_the_menu_offers_different_sentences_under_titles(offered):
    sentences = [sentence for group in offered.values() for sentence in group]
    assert len(sentences) == len(set(sentences)) > 20
    assert all(title and 0 < len(group) <= 18 for title, group in offered.items())
    assert all(sentence.startswith("a person ") for sentence in sentences)


def test_choosing_a_sentence_puts_it_into_the_prompt_field(blender, offered):
    sentence = next(iter(offered.values()))[-1]
    assert blender.ops.motionctrl.use_example(text=sentence) == {"FINISHED"}
    assert blender.context.scene.motionctrl.prompt == sentence
