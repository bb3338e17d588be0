"""What a caption names is told from its words, and the training's own captions are understood."""

from __future__ import annotations

import pytest

from engine.lab.data.actions import Action
from engine.lab.data.captions import TEMPLATES, fill
from engine.lab.data.gestures.language import realise
from engine.lab.evaluation.caption_classes import class_of, kind_class, right_classes

SLOTS = {"side": "left", "other": "right", "clock": "clockwise", "n": "three", "animal": "dog"}
# Tags of the phrase tables, up to their first full stop where they agree, and the class they stand for.
CLASS_OF_TAG = {
    "walk": "walk",
    "run": "run",
    "jog": "run",
    "sprint": "run",
    "turn": "turn",
    "jump": "jump",
    "leap": "jump",
    "hop": "hop",
    "kick.ball": "soccer",
    "kick": "kick",
    "march": "march",
    "still": "stand",
    "stand": "stand",
    "wave": "wave",
    "waves": "wave",
    "punch": "boxing",
    "box": "boxing",
    "guard": "boxing",
    "clap": "clap",
    "bow": "bend",
    "bend": "bend",
    "bends": "bend",
    "pick": "pick up",
    "squat": "squat",
    "crouch": "crouch",
    "twist": "exercise",
    "stretch": "exercise",
    "jacks": "exercise",
    "exercise": "exercise",
    "range": "exercise",
    "dribble": "basketball",
    "shoot": "basketball",
    "roll": "obstacle",
    "hurdle": "obstacle",
    "duck": "obstacle",
    "sit": "sit",
    "motorcycle": "motorcycle",
    "sword": "swordplay",
    "kata": "karate",
    "karate": "karate",
    "wash": "housework",
    "mop": "housework",
    "drink": "drink",
    "bottle": "drink",
    "laugh": "act",
    "teapot": "act",
    "alaska": "act",
    "traffic": "signals",
    "referee": "signals",
    "climb": "climb",
    "playground": "playground",
    "salsa": "salsa",
    "indian": "indian dance",
    "ballet": "ballet",
    "dance": "dance",
    "balance": "balance",
    "animal": "animal",
    "cartwheel": "acrobatics",
    "cartwheels": "acrobatics",
    "backflip": "acrobatics",
    "sideflip": "acrobatics",
    "handspring": "acrobatics",
    "jumpkick": "acrobatics",
    "ropes": "acrobatics",
    "rise": "rise",
}
# They say two things at once, and what comes first in the list of classes is taken.
DOUBLE = {"jump.running": {"obstacle"}, "run.over": {"obstacle"}, "squats": {"exercise"}}


def phrases(tag: str) -> list[str]:
    forms = (("base", "your"), ("third", "their"), ("gerund", "the"))
    texts = [fill(phrase, Action(tag, SLOTS)) for phrase in TEMPLATES[tag]]
    return [f"a person {realise(text, form, owner)}" for text in texts for form, owner in forms]


@pytest.mark.parametrize("tag", [tag for tag in TEMPLATES if tag in CLASS_OF_TAG or tag.split(".")[0] in CLASS_OF_TAG])
def test_every_phrase_of_the_training_names_the_class_of_its_tag(tag):
    expected = CLASS_OF_TAG.get(tag) or CLASS_OF_TAG[tag.split(".")[0]]
    for text in phrases(tag):
        assert class_of(text) in {expected, *DOUBLE.get(tag, ())}, text


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("a person walks forward while waving with the left hand", "walk"),
        ("He runs straight ahead with both arms raised.", "run"),
        ("a person jumps on the right leg", "hop"),
        ("a person hops up with both feet", "jump"),
        ("a person stands on one leg", "balance"),
        ("a person stands up from a chair", "sit"),
        ("a person jumps with legs apart and arms overhead, again and again", "exercise"),
        ("a person raises both arms", "arms"),
        ("a person stands with crossed arms", "arms"),
        ("a person does something unheard of", "other"),
        ("", "other"),
    ],
)
def test_the_body_s_doing_counts_and_only_one_thing(caption, expected):
    assert class_of(caption) == expected


@pytest.mark.parametrize(
    ("description", "right"),
    [
        ("walk, 90-degree left turn", {"walk"}),
        ("Run Side Step Left", {"run"}),
        ("salsa dance", {"salsa", "dance"}),
        ("", {"indian dance", "dance"}),
        ("Mawashigeri", {"karate", "kick"}),
        ("jump up and down, hop on one foot", {"jump", "hop"}),
        ("direct traffic, wave, point", {"signals", "wave", "point"}),
        ("jumping jacks, side twists, reach up, bend over", {"exercise", "reach"}),
        ("soccer - kick ball", {"soccer", "kick"}),
        ("Motorcycle", {"sit", "motorcycle"}),
    ],
)
def test_right_is_what_the_description_of_a_trial_names(description, right):
    assert right_classes(description) == right
    assert kind_class(description) in right
