"""The vocabulary of actions: how each is named, what a correct motion shows, what its movement needs.

The tables are data (``words/*.toml``, one file a kind; ``words/README.md`` explains the keys).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from ...body.layout import PARTS
from ...errors import MotionCtrlError

WORDS = Path(__file__).with_name("words")
KINDS = ("move", "fight", "floor", "sport", "daily", "gesture")
SIDES = ("left", "right")
MANNERS = ("fast", "slow", "big", "small", "high", "low", "deep", "far", "hard", "gentle", "careful", "long", "count")
STYLES = (
    "tired old drunk proud sad angry happy childlike robotic zombie sneaking limping heavy cold nervous weak strong "
    "aggressive elegant scared"
).split()
_KEYS = {"do", "nouns", "roles", "purpose", "manner", "parts", "checks", "seconds", "sides", "styles", "needs", "like"}
_NEEDED = {"do", "nouns", "roles", "checks", "seconds", "needs"}
_SIDED = re.compile(r"\{(side|other|s|o)\}")
_BEGINS = re.compile(r"(?:[a-z-]+ )?(?:[a-z]+-)*\*")  # also ice-*skate, cross-country *ski
_TOWARD = "{toward}"  # before a metric that is positive to the left: for the right, the check is mirrored


@dataclass(frozen=True)
class Action:
    """One action of the vocabulary.

    do, nouns, roles, purpose: phrases, see ``words/README.md``. manner: option -> phrases. parts: body part -> phrases.
    checks: (metric, "<" or ">", value). seconds: shortest and longest natural length. sides: empty, or the usual side
    and the other. Phrases, part names and metrics may hold places for the side; `sided` fills them.
    """

    name: str
    kind: str
    do: tuple[str, ...]
    nouns: tuple[str, ...]
    roles: tuple[str, ...]
    checks: tuple[tuple[str, str, float], ...]
    seconds: tuple[float, float]
    needs: str
    purpose: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    manner: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def sided(text: str, side: str) -> str:
    """``text`` with its places for the side filled: ``{side}``, ``{other}``, ``{s}``, ``{o}``; "" fills none."""
    if not side:
        return text
    other = SIDES[1 - SIDES.index(side)]
    places = {"side": side, "other": other, "s": side[0], "o": other[0]}
    return _SIDED.sub(lambda match: places[match.group(1)], text)


def checks_of(action: Action, side: str = "") -> tuple[tuple[str, str, float], ...]:
    """The action's checks with the metrics named for ``side`` ("" for an action without sides)."""
    return tuple(_check_of(check, side) for check in action.checks)


def _check_of(check: tuple[str, str, float], side: str) -> tuple[str, str, float]:
    metric, sign, value = check
    if not metric.startswith(_TOWARD):
        return sided(metric, side), sign, value
    metric = metric.removeprefix(_TOWARD)
    return (metric, {"<": ">", ">": "<"}[sign], -value) if side == "right" else (metric, sign, value)


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Action]:
    """All actions by name, kind after kind, with the phrases of `homonyms`.

    Raises MotionCtrlError naming the table that is not well formed.
    """
    actions: dict[str, Action] = {}
    for kind in KINDS:
        for action in read_kind(WORDS / f"{kind}.toml"):
            if action.name in actions:
                raise MotionCtrlError(f"The action {action.name} is written twice; rename the one in {kind}.toml.")
            actions[action.name] = action
    for senses in homonyms().values():
        for name, phrases in senses.items():
            if name not in actions:
                raise MotionCtrlError(f"homonyms.toml names {name}, which has no table; correct the name.")
            known = actions[name]
            actions[name] = replace(known, do=tuple(dict.fromkeys((*known.do, *phrases))))
    return actions


@lru_cache(maxsize=1)
def homonyms() -> dict[str, dict[str, tuple[str, ...]]]:
    """Word with several meanings → action that it may mean → phrases whose context tells that it does."""
    tables = tomllib.loads((WORDS / "homonyms.toml").read_text(encoding="utf-8"))
    return {word: {action: tuple(phrases) for action, phrases in senses.items()} for word, senses in tables.items()}


def read_kind(path: Path) -> list[Action]:
    """The actions of one file; its name is their kind. Raises MotionCtrlError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MotionCtrlError(f"{path.name} can't be read ({error}); correct the file.") from error
    return [_action(name, path.stem, table) for name, table in tables.items()]


def _action(name: str, kind: str, table: dict) -> Action:
    """One table as an Action."""
    fault = _fault(name, table)
    if fault:
        raise MotionCtrlError(f"The action {name} in {kind}.toml is not well formed: {fault}.")
    lists = {key: tuple(table.get(key, ())) for key in ("do", "nouns", "roles", "purpose", "sides", "styles", "like")}
    return Action(
        name=name,
        kind=kind,
        checks=tuple((metric, sign, float(value)) for metric, sign, value in table["checks"]),
        seconds=(float(table["seconds"][0]), float(table["seconds"][1])),
        needs=table["needs"],
        manner={option: tuple(phrases) for option, phrases in table.get("manner", {}).items()},
        parts={part: tuple(phrases) for part, phrases in table.get("parts", {}).items()},
        **lists,
    )


def _fault(name: str, table: dict) -> str:
    """What is wrong with the table, or ""."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return "its name is not in lower case with underscores"
    if _NEEDED - set(table):
        return f"it lacks {', '.join(sorted(_NEEDED - set(table)))}"
    if set(table) - _KEYS:
        return f"it has the unknown key {', '.join(sorted(set(table) - _KEYS))}"
    if unstarred := [phrase for phrase in table["do"] if not _BEGINS.match(phrase)]:
        return f"the phrase “{unstarred[0]}” doesn't begin with a starred verb"
    if unknown := [option for option in table.get("manner", {}) if option not in MANNERS]:
        return f"its manner {unknown[0]} is not one of {', '.join(MANNERS)}"
    if unknown := [style for style in table.get("styles", ()) if style not in STYLES]:
        return f"its style {unknown[0]} is not one of {', '.join(STYLES)}"
    if any(len(check) != 3 or check[1] not in ("<", ">") for check in table["checks"]):
        return "a check is not metric, < or >, value"
    if not 0 < table["seconds"][0] < table["seconds"][1]:
        return "its shortest length is not below its longest"
    return _side_fault(table)


def _side_fault(table: dict) -> str:
    """What is wrong with the sides of the table, or ""."""
    sides = table.get("sides", [])
    if sides and sorted(sides) != sorted(SIDES):
        return "its sides are not left and right"
    parts = table.get("parts", {})
    if unknown := [part for part in parts if sided(part, sides[0] if sides else "") not in PARTS]:
        return f"its part {unknown[0]} is not one of {', '.join(PARTS)}"
    texts = str({key: value for key, value in table.items() if key != "needs"})
    if not sides and re.search(r"\{(side|other|s|o|toward)\}", texts):
        return "it speaks of a side and has no sides"
    return ""
