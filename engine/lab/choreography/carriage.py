"""The styles, and how one is laid over a sketch."""

from __future__ import annotations

from dataclasses import replace

from .arm_library import named_arm
from .body import SIDES
from .sketch import Sketch
from .styles import Style

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            "tired",
            0.72,
            0.8,
            bend=16,
            head=18,
            low=0.03,
            noise=1.5,
            step=0.75,
            lift=0.5,
            swing=0.6,
            sway=1.4,
            adverbs=("wearily", "tiredly", "as if exhausted", "with the last of their strength"),
            adjectives=("tired", "exhausted", "weary", "worn-out"),
        ),
        Style(
            "old",
            0.66,
            0.7,
            bend=24,
            head=-8,
            low=0.06,
            noise=1.8,
            step=0.55,
            lift=0.5,
            swing=0.4,
            width=0.03,
            adverbs=("like an old person", "with a stiff back", "shakily"),
            adjectives=("old", "elderly", "frail"),
            subjects=("grandma", "grandpa", "an old man", "an old lady", "a senior"),
        ),
        Style(
            "drunk",
            0.85,
            1.1,
            bend=6,
            head=8,
            side=9,
            noise=5.0,
            lag=2.2,
            step=0.8,
            sway=4.0,
            width=0.06,
            swing=1.3,
            adverbs=("drunkenly", "as if drunk", "unsteadily", "tipsily"),
            adjectives=("drunk", "tipsy", "drunken"),
            subjects=("a drunk", "a drunkard"),
        ),
        Style(
            "proud",
            0.92,
            1.05,
            bend=-9,
            head=-9,
            noise=0.8,
            step=1.0,
            lift=1.1,
            swing=1.1,
            adverbs=("proudly", "with a swollen chest", "with {p} head held high"),
            adjectives=("proud", "self-assured", "confident"),
        ),
        Style(
            "sad",
            0.7,
            0.75,
            bend=15,
            head=27,
            low=0.01,
            noise=0.8,
            step=0.75,
            lift=0.6,
            swing=0.4,
            shrug=-4,
            adverbs=("sadly", "with a bowed head", "gloomily", "dejectedly"),
            adjectives=("sad", "gloomy", "depressed", "heartbroken"),
        ),
        Style(
            "angry",
            1.22,
            1.15,
            bend=10,
            head=4,
            noise=1.2,
            lag=0.6,
            step=1.1,
            bounce=1.5,
            swing=1.3,
            shrug=6,
            adverbs=("angrily", "furiously", "in a rage"),
            adjectives=("angry", "furious", "enraged"),
        ),
        Style(
            "childlike",
            1.18,
            1.25,
            bend=-3,
            head=-5,
            noise=2.2,
            step=0.8,
            lift=1.5,
            bounce=2.2,
            swing=1.6,
            adverbs=("like a child", "playfully"),
            adjectives=("playful", "childlike"),
            subjects=("a child", "a little kid", "a little boy", "a little girl"),
        ),
        Style(
            "happy",
            1.1,
            1.2,
            bend=-5,
            head=-8,
            noise=1.5,
            bounce=1.9,
            lift=1.3,
            swing=1.4,
            adverbs=("happily", "cheerfully", "joyfully", "in a good mood"),
            adjectives=("happy", "cheerful", "joyful"),
        ),
        Style(
            "robotic",
            0.9,
            1.0,
            bend=-4,
            noise=0.0,
            lag=0.0,
            bounce=0.3,
            sway=0.2,
            adverbs=("robotically", "like a robot", "mechanically", "stiffly"),
            adjectives=("robotic", "mechanical"),
            subjects=("a robot", "an android"),
        ),
        Style(
            "zombie",
            0.6,
            0.8,
            bend=12,
            head=-6,
            side=8,
            noise=2.5,
            step=0.6,
            lift=0.35,
            sway=2.4,
            arms="zombie",
            limp=0.35,
            adverbs=("like a zombie",),
            adjectives=("undead",),
            subjects=("a zombie", "the undead", "a walking corpse"),
        ),
        Style(
            "sneaking",
            0.7,
            0.9,
            bend=20,
            head=-14,
            low=0.17,
            noise=0.8,
            step=0.8,
            lift=1.7,
            bounce=0.4,
            swing=0.3,
            tiptoe=22,
            arms="ready",
            adverbs=("sneakily", "stealthily", "without a sound", "furtively"),
            adjectives=("sneaky", "stealthy"),
            subjects=("a burglar", "a thief", "a spy"),
        ),
        Style(
            "limping",
            0.85,
            0.9,
            bend=6,
            side=3,
            step=0.75,
            limp=0.5,
            sway=1.6,
            noise=1.3,
            adverbs=("with a limp",),
            adjectives=("limping", "injured", "wounded"),
        ),
        Style(
            "heavy",
            0.78,
            0.9,
            bend=4,
            low=0.05,
            noise=0.8,
            step=0.8,
            lift=0.8,
            sway=2.2,
            width=0.06,
            bounce=1.5,
            adverbs=("heavily", "ponderously"),
            adjectives=("heavy", "massive", "obese"),
            subjects=("a giant", "a fat man"),
        ),
        Style(
            "cold",
            1.05,
            0.7,
            bend=14,
            head=12,
            noise=3.0,
            step=0.8,
            swing=0.1,
            shrug=14,
            arms="crossed",
            adverbs=("shivering", "as if freezing", "in the cold"),
            adjectives=("freezing", "shivering", "cold"),
        ),
        Style(
            "nervous",
            1.12,
            0.8,
            bend=8,
            head=8,
            noise=3.0,
            step=0.8,
            swing=0.5,
            shrug=8,
            adverbs=("nervously", "anxiously", "timidly"),
            adjectives=("nervous", "anxious", "shy"),
        ),
        Style(
            "relaxed",
            0.86,
            1.0,
            bend=2,
            head=-3,
            noise=1.3,
            lag=1.5,
            swing=1.1,
            sway=1.3,
            adverbs=("casually", "in a relaxed way", "calmly"),
            adjectives=("relaxed", "casual", "calm"),
        ),
    )
}
UPRIGHT_STYLES = (
    "tired",
    "old",
    "sad",
    "proud",
    "angry",
    "happy",
    "childlike",
    "robotic",
    "drunk",
    "nervous",
    "relaxed",
)


def carry(sketch: Sketch, style: Style) -> None:
    """Lay a style over the upright keys of a sketch."""
    if not style.name or not sketch.styled:
        return
    sketch.lags, sketch.noise = style.lag, style.noise
    first = sketch.keys[0].values
    for number, key in enumerate(sketch.keys):
        values = dict(key.values)
        if abs(values["pitch"]) > 50 or abs(values["roll"]) > 40 or values["rest"] > 0.5:
            continue
        for name in ("bend", "side", "twist", "nod", "tilt"):
            values[name] = first[name] + style.amplitude * (values[name] - first[name])
        values["bend"] += style.bend
        values["nod"] += style.head
        values["side"] += style.side * (1 if number % 2 else -1) * 0.5
        values["height"] -= style.low
        arms = key.arms
        if style.shrug:
            arms = {side: arm.but(shrug=arm.shrug + style.shrug) for side, arm in arms.items()}
        if style.arms and key.grip is None:
            loose = {side: named_arm(style.arms, side == "right") for side in SIDES}
            arms = {side: loose[side] if arm.name == "hang" or sketch.loose_arms else arm for side, arm in arms.items()}
        sketch.keys[number] = replace(key, values=values, arms=arms)
