"""Kinds of motion, from the database's description lines: what a trial is filed under."""

from __future__ import annotations

import re

# First match wins. A pattern is searched in the lower-case description.
_PATTERNS = (
    ("playground", r"^playground"),
    ("animal", r"human subject"),
    ("salsa", r"salsa"),
    ("balance", r"balance on one leg|^jump, balance"),
    ("acrobatics", r"cartwheel$|cartwheels$|backflip|side flip|hand spring|acrobatics|jump kick"),
    ("dance", r"dance"),
    ("basketball", r"basketball - "),
    ("signals", r"basketball signals|direct traffic"),
    ("soccer", r"soccer"),
    ("karate", r"empi|front kick|gedanbarai|heiansyodan|mawashigeri|oiduki|syutouuke|yokogeri"),
    ("boxing", r"boxing|punch"),
    ("swordplay", r"sword"),
    ("exercise", r"jumping jacks|range of motion"),
    ("reach", r"jump up to grab|scoop up"),
    ("housework", r"wash windows|mop|wash self"),
    ("drink", r"drink|bottlecap"),
    ("act", r"laugh|nursery|alaskan"),
    ("climb", r"climb"),
    ("sit", r"^sit|motorcycle"),
    ("hop", r"hop"),
    ("obstacle", r"dive|jump over|duck|run over|run, leap|jump stop"),
    ("run turn", r"run.*(left|right)"),
    ("run", r"run"),
    ("jump", r"jump"),
    ("walk turn", r"(walk.*(left|right|figure))|navigate"),
    ("walk style", r"slow|brisk|quick|sad|stride|stealth|uneven|stop"),
    ("walk", r"walk"),
)


def kind_of(description: str) -> str:
    """Kind of motion of a description; an empty one is the data's Indian dance, else "other"."""
    text = description.lower().strip()
    if not text:
        return "indian dance"
    return next((kind for kind, pattern in _PATTERNS if re.search(pattern, text)), "other")
