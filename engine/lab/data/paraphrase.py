"""The same request in other words, drawn again each time a caption is shown in training.

Templates name an action in a handful of ways; animators have more. Each rule exchanges one turn of phrase for others
of the same meaning, whatever the sentence is about: no rule touches sides, numbers or the order of events.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from .held_out import is_held_out
from .speakers import SPEAKERS

_OWNER = r"(?:your|the|his|her|their|my)"
_ARM = rf"({_OWNER} |)(left |right |)(arm|hand|fist|palm)\b"
_LIMB = rf"{_OWNER} (?:left|right) (?:arm|hand|leg|foot|fist|knee|elbow)"
_ARMS = rf"((?:both|the|your|his|her|their|both of {_OWNER}) )(arms|hands)\b"
# Where a verb stands, not the noun that is written like it.
_DO = (
    r"(?:^|(?<=and )|(?<=then )|(?<=please )|(?<=you )|(?<=to )|(?<=while )|(?<=person )|(?<=man )|(?<=he )|"
    r"(?<=someone )|(?<=character )|(?<=figure )|(?<=human )|(?<=actor )|(?<=guy )|(?<=is )|(?<=starts ))"
)
# A pattern, and what may stand in its place, each as likely as the others; \1 is the pattern's first group. In this
# order: what is done before where to, because deeds are known by the words that follow them.
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Deeds
    (
        rf"{_DO}kick (?=with|using|by|to|in|out|forward|straight|ahead|high|low)",
        ("kick ", "throw a kick ", "do a kick ", "give a kick ", "perform a kick ", "deliver a kick ", "make a kick "),
    ),
    (
        rf"{_DO}kicks (?=with|using|by|to|in|out|forward|straight|ahead|high|low)",
        ("kicks ", "throws a kick ", "does a kick ", "gives a kick ", "performs a kick ", "delivers a kick "),
    ),
    (
        rf"{_DO}kicking (?=with|using|by|to|in|out|forward|straight|ahead|high|low)",
        ("kicking ", "throwing a kick ", "doing a kick ", "giving a kick "),
    ),
    (
        rf"{_DO}punch (?=with|using|by|to|forward|straight|ahead)",
        ("punch ", "throw a punch ", "hit ", "strike ", "box ", "land a punch "),
    ),
    (
        rf"{_DO}punches (?=with|using|by|to|forward|straight|ahead)",
        ("punches ", "throws a punch ", "hits ", "strikes ", "boxes "),
    ),
    (
        r"\bthrow several punches\b",
        (
            "throw several punches",
            "punch several times",
            "hit again and again",
            "throw a few punches",
            "box with both fists",
        ),
    ),
    (
        rf"\bwave (?:with )?{_ARM}",
        (
            r"wave with \1\2\3",
            r"wave \1\2\3",
            r"give a wave with \1\2\3",
            r"greet with a wave of \1\2\3",
            r"say hello by waving \1\2\3",
            r"say hi with \1\2\3",
            r"wave goodbye with \1\2\3",
            r"greet someone by waving \1\2\3",
        ),
    ),
    (
        rf"\bwaves (?:with )?{_ARM}",
        (
            r"waves with \1\2\3",
            r"waves \1\2\3",
            r"gives a wave with \1\2\3",
            r"says hello by waving \1\2\3",
            r"says goodbye with a wave of \1\2\3",
            r"greets someone by waving \1\2\3",
            r"waves hi with \1\2\3",
        ),
    ),
    (
        rf"\braise {_ARM}(?! out| to)",
        (
            r"raise \1\2\3",
            r"lift \1\2\3",
            r"put \1\2\3 up",
            r"hold \1\2\3 up",
            r"hold up \1\2\3",
            r"put up \1\2\3",
            r"bring \1\2\3 up",
            r"lift up \1\2\3",
            r"raise up \1\2\3",
        ),
    ),
    (
        rf"\braises {_ARM}(?! out| to)",
        (
            r"raises \1\2\3",
            r"lifts \1\2\3",
            r"puts \1\2\3 up",
            r"holds \1\2\3 up",
            r"holds up \1\2\3",
            r"brings up \1\2\3",
        ),
    ),
    (rf"\braise {_ARMS}(?! out| to)", (r"raise \1\2", r"lift \1\2", r"put \1\2 up", r"hold up \1\2", r"bring \1\2 up")),
    (rf"\braises {_ARMS}(?! out| to)", (r"raises \1\2", r"lifts \1\2", r"puts \1\2 up", r"holds up \1\2")),
    (
        r"\bwith both (arms|hands) raised\b",
        (
            r"with both \1 raised",
            r"with both \1 up",
            r"with both \1 held high",
            r"with the \1 up in the air",
            r"with lifted \1",
        ),
    ),
    (rf"{_DO}jump up\b", ("jump up", "jump", "leap up", "do a jump", "make a jump", "jump into the air")),
    (rf"{_DO}jumps up\b", ("jumps up", "jumps", "leaps up", "does a jump", "makes a jump", "jumps into the air")),
    (
        rf"{_DO}jump (?=forward|ahead)",
        ("jump ", "leap ", "take a jump ", "do a jump ", "make a big jump ", "take a leap "),
    ),
    (rf"{_DO}jumps (?=forward|ahead)", ("jumps ", "leaps ", "takes a jump ", "does a jump ", "makes a big jump ")),
    (
        r"\bdo jumping jacks\b",
        (
            "do jumping jacks",
            "do star jumps",
            "jumping jacks",
            "perform jumping jacks",
            "exercise with jumping jacks",
            "star jumps",
        ),
    ),
    (r"\bdoes jumping jacks\b", ("does jumping jacks", "does star jumps", "performs jumping jacks")),
    (rf"{_DO}bow\b(?=$| politely| deeply| down| to)", ("bow", "take a bow", "make a bow", "give a bow", "bow down")),
    (rf"{_DO}bows\b(?=$| politely| deeply| down| to)", ("bows", "takes a bow", "makes a bow", "gives a bow")),
    (rf"{_DO}squat (?=down and|and)", ("squat ", "go into a squat ", "sink into a squat ")),
    (
        r"\bdo (?:several|some|many) squats\b",
        (
            "do several squats",
            "do squats",
            "squat repeatedly",
            "do a set of squats",
            "squat several times",
            "keep doing squats",
            "squat again and again",
        ),
    ),
    (r"\bsit down\b", ("sit down", "sit", "take a seat", "have a seat", "sit oneself down")),
    (r"\bsits down\b", ("sits down", "sits", "takes a seat", "has a seat")),
    (rf"{_DO}crouch\b", ("crouch", "duck", "crouch down", "duck down", "get down low")),
    (r"\bturn around\b(?! to| and)", ("turn around", "turn round", "face the other way")),
    (
        r"\b(?:(?:stand|stay|hold|keep) (?:perfectly |completely |)still"
        r"|(?:stand|stay) (?:motionless|without moving))\b"
        r"(?! in an? )",
        (
            "stand still",
            "stay still",
            "do not move",
            "don't move",
            "hold still",
            "keep still",
            "stand motionless",
            "don't move at all",
            "stand without moving",
            "freeze",
        ),
    ),
    (
        r"\bstands (?:perfectly |completely |)still\b",
        (
            "stands still",
            "does not move",
            "doesn't move",
            "holds still",
            "keeps still",
            "stands motionless",
            "doesn't move at all",
            "stands without moving",
        ),
    ),
    (r"\bin a circle\b", ("in a circle", "around in a circle", "round in a circle", "along a circle", "in circles")),
    (r"\bhigh knees\b", ("high knees", "the knees up high", "knees lifted high", "knees raised high")),
    (
        r"\bpick (something|an object|a thing) up\b|\bpick up (something|an object)\b",
        ("pick something up", "pick up something", "lift something", "grab something", "pick up a thing", "lift a box"),
    ),
    (
        r"(?<!side )\b(?:sidestep|shuffle|step|step sideways) "
        r"(to the |to your |)(left|right)\b(?! (?:arm|hand|leg|foot))",
        (
            r"sidestep \1\2",
            r"step sideways to the \2",
            r"move to the \2 with side steps",
            r"go sideways to the \2",
            r"take side steps to the \2",
            r"shuffle \1\2",
            r"move sideways to the \2",
        ),
    ),
    (
        r"(?<!side )\b(?:sidesteps|shuffles|steps|steps sideways) (to the |to your |)(left|right)\b"
        r"(?! (?:arm|hand|leg|foot))",
        (
            r"sidesteps \1\2",
            r"steps sideways to the \2",
            r"moves to the \2 with side steps",
            r"goes sideways to the \2",
            r"takes side steps to the \2",
            r"shuffles \1\2",
        ),
    ),
    (rf"{_DO}walk(?=$| forward| ahead| straight)", ("walk", "go", "move", "stroll", "take a walk", "go on foot")),
    (rf"{_DO}walks(?=$| forward| ahead| straight)", ("walks", "goes", "moves", "strolls", "takes a walk")),
    (
        r"(?<=and )turn (?:to (?:the|your) )?(left|right)\b",
        (r"turn \1", r"go \1", r"make a \1 turn", r"take a turn to the \1", r"head \1", r"take a \1"),
    ),
    (
        r"(?<=and )turns (?:to (?:the|your|his|her|their) )?(left|right)\b",
        (r"turns \1", r"goes \1", r"makes a \1 turn", r"takes a turn to the \1", r"heads \1"),
    ),
    (
        r"\bwave (?:hello|at someone|goodbye)\b",
        ("wave hello", "wave at someone", "wave goodbye", "say hello with a wave", "greet someone with a wave"),
    ),
    (
        rf"{_DO}clap(?: the hands| your hands|)\b",
        ("clap", "clap your hands", "applaud", "clap the hands together", "give applause", "bang the hands together"),
    ),
    (rf"{_DO}claps\b", ("claps", "applauds", "gives applause", "claps the hands together")),
    (
        r"\b(?:do|turn|perform) a cartwheel\b",
        ("do a cartwheel", "turn a cartwheel", "perform a cartwheel", "cartwheel"),
    ),
    (r"\bkneel down\b", ("kneel down", "kneel", "get down on one knee", "go down on a knee")),
    (r"\bstand up\b", ("stand up", "get up", "rise", "rise to your feet", "get on your feet", "come up")),
    (r"\bstands up\b", ("stands up", "gets up", "rises", "gets on the feet", "comes up")),
    (
        r"\bdance (?:the |a )?salsa\b(?! steps| moves)",
        ("dance salsa", "do a salsa", "dance a salsa", "dance the salsa", "do salsa steps"),
    ),
    (r"\bspin(?: around)?\b(?! to)", ("spin", "spin around", "twirl around", "whirl around", "turn round and round")),
    (rf"{_DO}hop on", ("hop on", "jump on", "bounce on", "jump up and down on")),
    (rf"{_DO}hops on", ("hops on", "jumps on", "bounces on")),
    (r"\bshake the head\b", ("shake the head", "shake your head", "say no with the head")),
    (r"\bnod(?: the head)?\b", ("nod", "nod the head", "nod your head", "say yes with the head")),
    # What with
    (
        rf"\bwith ({_LIMB})\b(?! \w+ing| raised| held| up| out| over| high| lifted| above| stretched)",
        (r"with \1", r"using \1", r"with \1", r"by using \1"),
    ),
    (
        r"\bwith (?:your|the|his|her|their) (left|right)\b (?=hand|arm|foot|leg)",
        (r"with the \1 ", r"with your \1 ", r"with his \1 ", r"with her \1 ", r"with their \1 "),
    ),
    (r"\b(left|right) hand\b(?=$| while| and| in| up| high)", (r"\1 hand", r"\1 hand", r"\1 arm")),
    # Where to
    (r"\bforwards?\b(?! and back)", ("forward", "forwards", "ahead", "to the front", "straight ahead", "onward")),
    (
        r"\bforwards? and back(?:wards?)?\b",
        (
            "forward and back",
            "forwards and backwards",
            "to the front and to the back",
            "back and forth",
            "to and fro",
            "forwards and back again",
        ),
    ),
    (r"\b(?:straight )?ahead\b", ("forward", "ahead", "straight ahead", "straight on", "to the front")),
    (r"\b(?:backwards|backward)\b", ("backwards", "backward", "to the back", "rearwards")),
    (
        r"\b(?:sideways )?to (?:the|your|his|her|their) (left|right)\b(?! (?:arm|hand|leg|foot|side))",
        (r"to the \1", r"to your \1", r"\1", r"to the \1 side", r"\1wards", r"towards the \1"),
    ),
    (r"\bout to the (left|right|side)\b", (r"out to the \1", r"to the \1", r"straight out to the \1")),
    (
        r"\bon the spot\b|\bin place\b",
        (
            "on the spot",
            "in place",
            "at one spot",
            "where you are",
            "in one place",
            "without going anywhere",
            "where you stand",
        ),
    ),
    (
        r"\b(?:above|over) (?:the|your|his|her|their) head\b",
        ("above the head", "over the head", "overhead", "over your head", "above the shoulders and head"),
    ),
    (r"\bup high\b|\bhigh up\b", ("up high", "high up", "high in the air", "way up", "up to the sky")),
    (
        r"\b(?:out )?in front(?: of (?:the|your|his|her|their) (?:body|chest))?\b(?! of)",
        ("in front", "in front of the body", "to the front", "out in front"),
    ),
    # How
    (r"\bslowly\b", ("slowly", "at a slow pace", "without haste", "leisurely", "unhurriedly", "in slow motion")),
    (r"\bquickly\b", ("quickly", "fast", "rapidly", "at a fast pace", "in a hurry", "swiftly")),
    (
        r"\b(?:repeatedly|several times)\b",
        ("repeatedly", "several times", "again and again", "over and over", "a few times"),
    ),
    (r"\band then\b", ("and then", "then", "and afterwards", "and after that", "and")),
)
_WORDS, _WHOLE = (tuple((re.compile(p), choices) for p, choices in rules) for rules in (RULES, RULES + SPEAKERS))


def paraphrase(text: str, random: np.random.Generator, line: bool = False, rate: float = 0.5) -> str:
    """``text`` (lower case, no final stop) in other words: each rule that fits is applied with probability ``rate``.

    line: a part's line rather than a sentence. Never a sentence that is held out.
    """
    said = text
    for pattern, choices in _WORDS if line else _WHOLE:
        if random.random() < rate:
            said = pattern.sub(_expansion(str(choices[random.integers(len(choices))])), said, count=1)
    said = " ".join(said.split())
    return text if is_held_out(said) else said


def _expansion(choice: str) -> Callable[[re.Match], str]:
    """What stands in a match's place: ``choice`` with the match's groups."""
    return lambda match: match.expand(choice)
