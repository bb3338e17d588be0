"""How people ask for what the clips show: ``wordings_*.toml``, one file a kind.

| key | meaning |
|---|---|
| ``texts`` | the clips' sentences that the wording is for |
| ``do`` | verb phrases; a star marks each verb that inflects, ``{p}`` is the owner, ``{side}`` the side |
| ``nouns``, ``roles``, ``purpose`` | said alone or after *do*; who does it; what for |
| ``bare`` | the nouns are said alone only; so are all of daily.toml where it does not say otherwise |
| ``limb`` | what ``{side}`` speaks of, see :mod:`sides`; absent where no side can be told |
| ``action`` | the action of the vocabulary that it is: its phrases are used as well |
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ....errors import MotionCtrlError
from ...choreography.vocabulary import vocabulary
from ...choreography.wording import Words
from .sides import LIMBS

KINDS = ("fight", "daily", "move")
_KEYS = {"texts", "do", "nouns", "roles", "purpose", "limb", "action", "bare"}


@dataclass(frozen=True)
class Wording:
    """Phrases for some clips' sentences. name: in a word or two. kind: the file. limb: whose side is said, or ""."""

    name: str
    kind: str
    limb: str
    words: Words


def wording_of(text: str) -> Wording:
    """The wording of a clip's sentence. Raises :class:`MotionCtrlError` where there is none."""
    found = wordings().get(text)
    if found is None:
        raise MotionCtrlError(f"There are no wordings for “{text}”: add it to a wordings file.")
    return found


@lru_cache(maxsize=1)
def wordings() -> dict[str, Wording]:
    """All wordings, by the sentences of the clips."""
    found: dict[str, Wording] = {}
    for kind in KINDS:
        path = Path(__file__).with_name(f"wordings_{kind}.toml")
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if set(table) - _KEYS or table.get("limb", "hand") not in LIMBS:
                raise MotionCtrlError(f"The wording {name} in {path.name} has a key or limb that is not known.")
            wording = Wording(
                name, kind, table.get("limb", ""), _words(table, bool(table.get("bare", kind == "daily")))
            )
            for text in table["texts"]:
                if text in found:
                    raise MotionCtrlError(f"“{text}” is worded twice: in {found[text].name} and in {name}.")
                found[text] = wording
    return found


def _words(table: dict, bare: bool) -> Words:
    """The table's own phrases and those of the vocabulary's action; ``bare``: nobody *does* or *performs* its nouns."""
    action = vocabulary().get(table.get("action", ""))
    verbs, nouns = list(table["do"]), list(table.get("nouns", ()))
    if action:
        verbs += [phrase for phrase in action.do if phrase not in verbs]
        nouns += [noun for noun in action.nouns if noun not in nouns]
    roles = dict.fromkeys([*table.get("roles", ()), *(action.roles if action else ())])
    makers = () if bare else ("*do", "*perform")
    return Words(tuple(verbs), tuple(nouns), makers, roles=tuple(roles), purpose=tuple(table.get("purpose", ())))
