"""Which class of action a caption names, and which classes are right for a trial.

A caption has one class: patterns are tried in order, and the first one that is found in it wins, so that
naming many actions gains nothing. What is particular stands before what is common (dribbling before walking,
a jump before the run that leads to it), the whole body's doing before that of a limb ("walks while waving" is
walking). The classes are those of ``data/kinds.py``, with finer ones for what a single limb or posture does.
"""

from __future__ import annotations

import re

from ..data.kinds import kind_of

OTHER = "other"
_PATTERNS = (
    ("playground", r"playground|jungle gym|climbing frame"),
    ("climb", r"climb|clamber|ladder|stairs|(up|down) (some|a few|the) steps"),
    ("signals", r"traffic|passing cars|referee|\bsignals?\b"),
    ("act", r"laugh|giggl|nursery|teapot|alaska|holiday|\btell\w* a story"),
    ("animal", r"imitat|pretend|\b(mov|act)\w* like an?\b|\bplay(s|ing)? an? (?!ball)"),
    ("drink", r"drink|\bsip\b|soda|bottle|\bcup\b"),
    ("housework", r"\bmop|sweep|window|\bpane\b|\bwip(e|es|ing)\b|\bwash|shower|clean"),
    ("swordplay", r"sword"),
    ("basketball", r"dribbl|basketball|hoop|jump shot|bounc\w* a ball|ball up high"),
    ("soccer", r"soccer|football|shot at goal|(kick|strik|pass|shoot)\w* (a|the) ball"),
    (
        "acrobatics",
        r"cartwheel|backflip|\bflip|somersault|hand ?spring|spring\w* over|acrobat|\bropes"
        r"|(jump|flying) kick|jump\w* and kick",
    ),
    ("karate", r"karate|\bkata\b|martial|knife-hand|\bblocks?\b|\bblocking low"),
    ("cheer", r"cheer|celebrat|\bpump|in joy"),
    ("boxing", r"\bbox|punch|\bjab|\bhooks?\b|\bfists?\b"),
    ("kick", r"kick|geri\b"),
    ("motorcycle", r"motor(cycle|bike)"),
    ("sit", r"\bsit(s|ting)?\b|\bseat|\bchair|\bstool"),
    (
        "exercise",
        r"\bjacks|star jump|jump\w* (while )?spreading|legs apart|arms and legs|exercis|\bwork\w* out"
        r"|gymnastic|\bwarm\w* up|range of motion|through (the|their) range|loosen|twist"
        r"|\bstretch\w*( (the|their|your|his|her) body|$)|torso left and right"
        r"|shoulders from side",
    ),
    ("salsa", r"salsa|\blatin"),
    ("indian dance", r"\bindian|bharatanatyam"),
    ("ballet", r"ballet|pirouette|arabesque|graceful|flowing arms|leap\w* in a dance"),
    ("dance", r"danc|groov|to the music|\bsway"),
    ("balance", r"balanc|\bstand\w* on (\w+ ){1,2}(leg|foot)"),
    ("hop", r"\bhop(s|ping)?\b(?!.*both (feet|legs))|(jump|bounc)\w* (\w+ )?on (\w+ ){1,2}(leg|foot)"),
    (
        "obstacle",
        r"obstacle|hurdle|\brolls?\b|\brolling|\bdiv(e|es|ing)\b|\b(over|under) (something|a bar)"
        r"|duck\w* low while",
    ),
    ("jump", r"jump|\bleap|\bbounc|\bspring\w* (up|into)|\bhop"),
    ("squat", r"squat|\bknees deeply|down and up in"),
    ("lunge", r"lunge"),
    ("kneel", r"kneel|\b(a|one|left|right) knee$"),
    ("pick up", r"\bpick|\bscoop|something up\b|shoe|laces"),
    ("crouch", r"crouch|\bduck|down low|hunker"),
    ("bend", r"\bbend|\bbow|\bstoop|reach\w* (down|to the (floor|ground))|\btoes\b|\blean|fold\w* forward"),
    ("run", r"\brun(s|ning)?\b|\bjog|sprint|\bdash|\brac(e|es|ing)\b"),
    ("march", r"\bmarch|high knees|\bknees? (high|up)"),
    (
        "walk",
        r"walk|stroll|\bstrid|trudg|sneak|\bcreep|shuffl|sidestep|\bsteps?\b|\bstepping|advanc|\bon foot"
        r"|\b(mov|go)\w* (\w+ )?(forward|ahead|back|sideways|around)|\bback(s|ing)? (up|away)|retreat"
        r"|\bgo\w* to the (left|right)|\bcirc\w* around",
    ),
    ("turn", r"\bturn|\bspin|\brotat|twirl|\bfac(e|es|ing)\b|about-face"),
    ("rise", r"\bstand\w* up|\bris(e|es|ing)\b|\bg(et|ets|etting) up|straighten|\bcom\w* up"),
    ("reach", r"\breach\w* (up|for)\b|\bgrab|from above|something above|tiptoe"),
    ("wave", r"\bwav(e|es|ing)\b|\bgreet"),
    ("point", r"\bpoint(s|ing)?\b"),
    ("clap", r"\bclap|applau"),
    ("throw", r"\b(throw|toss|hurl)\w* (a ball|something|overarm|with)"),
    ("arms", r"\barms?\b|\bhands?\b|salut|shrug|surrender|t-?\s?pose"),
    ("head", r"\bhead\b|\bnod|\blook"),
    ("leg", r"\blegs?\b|\bf(oo|ee)t\b|\bknees?\b"),
    ("stand", r"\bstand|\bstay|\bstill\b|\bwait|\bnothing\b|\bidle|\bremain|\bguard\b"),
)
# Kinds of which a caption can't be asked to tell them from another: they differ in path or style only.
_SAME = {"walk turn": "walk", "walk style": "walk", "run turn": "run"}
# A dance may be called a dance; of another style it is wrong.
_ALSO = {"salsa": {"dance"}, "indian dance": {"dance"}, "dance": {"ballet"}}
# Named by a description, these are details of what the trial shows, not what it shows.
_DETAILS = {"turn", "bend", "balance", "walk", "arms", "head", "leg", "kneel", "stand", "rise", OTHER}


def class_of(text: str) -> str:
    """The class of action that a caption names."""
    text = text.lower().strip(" .")
    return next((name for name, pattern in _PATTERNS if re.search(pattern, text)), OTHER)


def kind_class(description: str) -> str:
    """The class that a trial of this description is filed under."""
    kind = kind_of(description)
    return _SAME.get(kind, kind)


def right_classes(description: str) -> set[str]:
    """Classes that are right for a trial: its kind's, and others that its description names itself.

    "jump up and down, hop on one foot" is both a jump and a hop. The description's comma-separated items are
    read as captions are.
    """
    kind = kind_class(description)
    items = {class_of(item) for item in re.split(r"[,/]| - ", description) if item.strip()}
    return {kind} | _ALSO.get(kind, set()) | (items - _DETAILS)
