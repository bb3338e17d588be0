"""Splits a prompt that says several things one after the other into steps.

The model was trained on sentences that say one thing, or two short ones, so "walk forward, turn around and walk back"
is better done one step after the other. Only what is plainly a sequence is split: what stands beside "then",
"after" or "before", lists of three, and pairs that nobody does at once ("walk forward and sit down", but not "walk and
wave").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .prompt import plain

SHORTEST = 1.0  # seconds of a step; shorter ones are nothing to see


@dataclass(frozen=True)
class Step:
    """What is done in one step, and its share of the whole duration."""

    text: str
    share: float


_MOVE, _TURN, _DOWN, _UP, _JUMP, _SEAT, _REST, _BOW, _OTHER = "move turn down up jump seat rest bow other".split()
_AROUND_KIND = "around"
# Verbs that a step can begin with, without "s" and "ing".
_VERBS = {
    _MOVE: "walk run jog sprint march stroll stride sneak tiptoe creep crawl limp skip stagger trudge wander hurry "
    "rush go come head return dash pace advance retreat",
    _TURN: "turn spin rotate pivot twirl whirl",
    _DOWN: "squat crouch kneel duck bend lie lay fall hunker collapse drop",
    _UP: "rise straighten stand get",
    _JUMP: "jump leap hop",
    _SEAT: "sit",
    _REST: "stop pause wait halt freeze rest stay relax",
    _BOW: "bow pick",
    _OTHER: "step move sidestep dance kick punch box jab hit strike wave clap applaud swing circle stretch twist sway "
    "raise lift lower put place hold throw toss catch pull push reach touch point salute nod shake cross open spread "
    "look lean balance climb stumble crumple dodge block lunge bounce dribble shoot swim stomp cheer celebrate perform "
    "take make do grab drink eat play shrug tilt roll slip shuffle slide rock scratch wipe knock greet hug act pretend",
}


def _forms(verb: str) -> tuple[str, str, str]:
    """A verb as it is, with "s" and with "ing"."""
    if verb.endswith("ie"):
        return verb, f"{verb}s", f"{verb[:-2]}ying"
    plural = re.sub(r"(?<=[^aeiou])y$", "ie", verb) + ("es" if re.search(r"(?:s|sh|ch|x|go|do)$", verb) else "s")
    stem = verb if verb.endswith(("ee", "oe")) else verb.removesuffix("e")
    twice = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]|spin|shrug|squat", verb) is not None
    return verb, plural, stem + (stem[-1] if twice else "") + "ing"


# Each form of each verb: the verb's kind, and which of its forms it is.
_FORMS = {
    form: (kind, number)
    for kind, verbs in _VERBS.items()
    for verb in verbs.split()
    for number, form in enumerate(_forms(verb))
}
# Second kinds that follow the first rather than go with it, where nothing but "and" or a comma is between them.
_FOLLOWS = {
    _MOVE: {_SEAT, _JUMP, _REST, _BOW, _AROUND_KIND},
    _DOWN: {_UP, _JUMP},
    _SEAT: {_UP},
    _UP: {_MOVE, _TURN, _JUMP, _AROUND_KIND},
    _TURN: {_MOVE, _SEAT, _JUMP, _BOW, _REST},
    _AROUND_KIND: {_MOVE, _SEAT, _JUMP, _BOW, _REST},
    _JUMP: {_MOVE, _SEAT},
    _BOW: {_MOVE, _UP, _TURN, _AROUND_KIND},
    _REST: {_MOVE, _TURN, _AROUND_KIND},
}
_SHARES = {_TURN: 0.7, _AROUND_KIND: 0.7, _JUMP: 0.7, _REST: 0.7}

_MARK = r"(?:and |but )?(?:then|after that|afterwards|after this|next(?! to\b)|finally|lastly|at last|in the end)"
_THEN = re.compile(rf",? {_MARK},? |^{_MARK},? |,? {_MARK}$")
_BEFORE = re.compile(r",? before (?=(?:he |she |they |you |it )?(?:\w+ing|he|she|they|you)\b)")
_BEFORE_FIRST = re.compile(r"^before (?=(?:\w+ing|he|she|they|you)\b)([^,]+), (.+)$")
_AFTER_FIRST = re.compile(r"^after (?!that\b)([^,]+), (.+)$")
_AFTER_LAST = re.compile(r"^([^,]+?),? after (?=(?:\w+ing|he|she|they|you)\b)([^,]+)$")
_LIST = re.compile(r", and |, | and ")
_EMPTY = re.compile(r"\b(?:please|first)\b,? ?|,? \bplease$")
_SUBJECT = (
    r"(?P<subject>(?:(?:he|she|they|someone|somebody|people)|"
    r"(?:a|an|the|this|that|one|some) (?:\w+ ){0,3}?\w+) )?"
)
_CLAUSE = re.compile(
    rf"^{_SUBJECT}(?P<does>(?:(?:is|are) )?(?:(?:starts?|begins?) (?:to )?)?(?:\w+ly )?"
    rf"(?P<verb>{'|'.join(_FORMS)})\b.*)$"
)
_ELLIPSIS = re.compile(r"^(?:(?:to|with|on) )?(?:the |your |his |her |their )?(?:left|right|other|\w+ steps?)\b")
_AROUND = re.compile(r"^ (?:\w+ly )?(?:around|round|back)\b|180|one hundred and eighty|other way")
_SIDE = re.compile(r" (?:to (?:the|his|her|your) )?(?:left|right)$")
_THIRD_PERSON = re.compile(r"(?:\w+ly )?(?:is|\w+[^s]s)\b")
# What follows a verb of going back, of standing up and of staying.
_BACK = re.compile(r"^ back\b(?! and forth| up)(?: again)?(?: to .*)?")
_UP_AGAIN = re.compile(r"^(?: back)?(?: up)?(?: again)?")
_THERE = re.compile(r"^(?: there| still)?")


@dataclass(frozen=True)
class _Clause:
    """A step in pieces: "a man slowly", "walks", " forward". ``does``: all of it without the subject."""

    before: str
    verb: str
    after: str
    kind: str
    subject: str
    does: str

    @property
    def text(self) -> str:
        return self.before + self.verb + self.after

    def saying(self, verb: str, after: str) -> _Clause:
        """The same clause with another verb in the same form, and what follows it."""
        return replace(self, verb=_forms(verb)[_FORMS[self.verb][1]], after=after)


def steps(prompt: str) -> list[Step]:
    """The steps of a prompt in their order, their shares adding up to 1; one step where it says one thing.

    "a man walks forward, then turns around" has "a man walks forward" and "a man turns around".
    """
    clauses = _in_order(_EMPTY.sub("", plain(prompt)))
    if len(clauses) < 2:
        return [Step(prompt, 1.0)]
    shares = [_SHARES.get(clause.kind, 1.0) for clause in clauses]
    return [Step(clause.text, share / sum(shares)) for clause, share in zip(clauses, shares, strict=True)]


def split_steps(
    prompts: Sequence[str], seconds: Sequence[float | None], given: float = 0.0
) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Prompts and their seconds, each split into its steps where there is time for all of them.

    given: seconds of motion that is there already, counted in the first duration.
    """
    told: list[tuple[str, float | None]] = []
    for index, (prompt, whole) in enumerate(zip(prompts, seconds, strict=True)):
        before = 0.0 if index else given
        found = steps(prompt)
        if whole is not None and len(found) > 1 and min(step.share for step in found) * (whole - before) < SHORTEST:
            found = [Step(prompt, 1.0)]
        durations = [None if whole is None else step.share * (whole - before) for step in found]
        if whole is not None:
            durations[0] += before
        told += [(step.text, duration) for step, duration in zip(found, durations, strict=True)]
    return tuple(text for text, _ in told), tuple(duration for _, duration in told)


def hint(prompts: Sequence[str], told: Sequence[str]) -> str:
    """One sentence that names the steps that ``split_steps`` made of the prompts, "" if it made none."""
    if len(told) == len(prompts):
        return ""
    return f"One after the other: {', '.join(f'“{text}”' for text in told)}; say “while” for two things at once."


def _in_order(text: str) -> list[_Clause]:
    """The clauses of a prompt; empty where one of what would be a step has no verb that is known."""
    for pattern, order in ((_BEFORE_FIRST, (2, 1)), (_AFTER_FIRST, (1, 2)), (_AFTER_LAST, (2, 1))):
        if (match := pattern.match(text)) and not _THEN.search(text):
            return _clauses([match[order[0]], match[order[1]]])
    said = [piece for whole in _THEN.split(text) for piece in _BEFORE.split(whole) if piece]
    return _clauses([piece for stretch in said for piece in _listed(stretch)])


def _listed(text: str) -> list[str]:
    """A stretch without "then", split at commas and "and" where what they join follows one another."""
    between = _LIST.findall(text)
    pieces = _LIST.split(text)
    read = [_read(piece) for piece in pieces]
    if len(pieces) < 2:
        return pieces
    whole = all(read) and not any(clause.verb.endswith("ing") for clause in read[1:])
    if whole and len(pieces) > 2 and between[0] == ", " and "and" in between[-1]:
        return pieces
    found = [pieces[0]]
    for before, link, piece, clause in zip(read, between, pieces[1:], read[1:], strict=False):
        if before and clause and _follows(before, clause):
            found.append(piece)
        else:
            found[-1] += link + piece
    return found


def _follows(first: _Clause, second: _Clause) -> bool:
    alike = first.verb.endswith("ing") or not second.verb.endswith("ing")
    return alike and second.kind in _FOLLOWS.get(first.kind, ())


def _clauses(pieces: list[str]) -> list[_Clause]:
    found: list[_Clause] = []
    for piece in (piece.strip(" ,") for piece in pieces):
        clause, last = _read(piece), found[-1] if found else None
        if clause is None and last and _ELLIPSIS.match(piece):
            clause = _read(f"{last.before}{last.verb} {piece}")
        if clause is None:
            return []
        if last and last.kind == clause.kind == _MOVE and _SIDE.match(clause.after):
            # Keep "walk …, then left" as one step so that the model turns. "Go left" alone could be a side step.
            found[-1] = replace(last, after=f"{last.after}, then {clause.text}")
        else:
            found.append(_carried(clause, found))
    return found


def _carried(clause: _Clause, earlier: list[_Clause]) -> _Clause:
    """Fills in what the clause leaves out.

    That is its subject, "from the seat" after sitting, and "forward" for "back" once the body has turned around.
    """
    kinds = [other.kind for other in earlier]
    if _AROUND_KIND in kinds and clause.kind in (_MOVE, _JUMP) and _BACK.match(clause.after):
        ahead = _BACK.sub(" forward", clause.after)
        going = clause.verb.startswith(("go", "com", "head"))
        clause = clause.saying("walk", ahead) if going else replace(clause, after=ahead)
    elif kinds[-1:] == [_SEAT] and clause.kind == _UP and " from " not in clause.after:
        clause = clause.saying("rise", _UP_AGAIN.sub(" from the seat", clause.after))
    elif kinds[-1:] == [_SEAT] and clause.kind == _REST:
        clause = replace(clause.saying("sit", _THERE.sub(" still", clause.after)), kind=_SEAT)
    subject = next((other.subject for other in earlier if other.subject), "")
    if not clause.subject and subject and _THIRD_PERSON.match(clause.does):
        clause = replace(clause, before=f"{subject} {clause.before}", subject=subject)
    return clause


def _read(text: str) -> _Clause | None:
    """A clause that begins with a known verb, whoever does it before; None otherwise."""
    text = text.removeprefix("you ")
    match = _CLAUSE.match(text)
    if match is None:
        return None
    before, verb, after = text[: match.start("verb")], match["verb"], text[match.end("verb") :]
    kind = _FORMS[verb][0]
    if "u-turn" in after or (kind == _TURN and _AROUND.search(after)):
        kind = _AROUND_KIND
    elif kind == _UP and verb.startswith(("stand", "get")) and not re.match(r" (?:back )?up\b", after):
        kind = _REST if verb.startswith("stand") else _OTHER
    return _Clause(before, verb, after, kind, (match["subject"] or "").strip(), match["does"])
