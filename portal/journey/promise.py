"""The promise history of every line: asked, answered, decided, in the order it was meant.

An answer belongs to the revision it names. One that names an older revision and was given
after the newer one is kept in the history and changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.journey import settled
from portal.journey.answers import answer, decide
from portal.journey.asks import ask, cancel
from portal.journey.state import Flag, Journey, Line
from portal.journey.times import day, day_of, spoken_at
from portal.ledger import Said

ASKS = ("line.placed", "line.changed")
_BY_CODE = {"ORDER_ACCEPTED": "accept", "ORDER_REJECTED": "reject"}


@dataclass(slots=True, order=True)
class _Word:
    """One thing said about a line, placed by revision, then by what may come after what."""

    revision: int
    rank: int
    at: datetime
    ident: str
    said: Said


def read_lines(
    journey: Journey, asked: list[Said], words: list[Said], asks: bool, flags: list[Flag]
) -> None:
    """Build every line from what was asked, and play answers and decisions over it."""
    by_line: dict[int, list[Said]] = {}
    for one in asked:
        by_line.setdefault(one.facts.get("line", 0), []).append(one)
    said_of: dict[int, list[Said]] = {number: [] for number in by_line}
    for one in words:
        number = one.facts.get("line", 0)
        for target in [number] if number else by_line:
            if target in said_of:
                said_of[target].append(one)
            else:
                flags.append(Flag("line_unknown", number, 0, one.ident))
    for number in sorted(by_line):
        journey.lines[number] = line = Line(number)
        _play(journey, line, by_line[number], said_of[number], asks, flags)


def _play(
    journey: Journey,
    line: Line,
    asked: list[Said],
    words: list[Said],
    asks: bool,
    flags: list[Flag],
) -> None:
    turns = _turns(asked)
    proposals = {one.ident: spoken_at(one) for one in words}
    for word in sorted(turns + [_saying(one, turns, proposals) for one in words]):
        kind, then = word.said.facts["kind"], settled.before(line, word.said)
        if kind in ASKS:
            ask(journey, line, word.said, asks)
        elif kind == "line.cancelled":
            cancel(line, word.said)
        elif _is_old(word, turns):
            flags.append(Flag("old_revision", line.line, 0, word.ident))
        elif kind == "decision":
            decide(line, word.said, flags)
        else:
            answer(line, _as_answer(word.said), flags)
        settled.settle(line, word.said, then)
    line.parts = dict(sorted(line.parts.items()))


def _turns(asked: list[Said]) -> list[_Word]:
    """Return what was asked, in order. Of several versions of a line, the first one opens it;
    answers may have been given between it and the next."""
    turns, opened = [], set()
    for turn in sorted(_asking(one) for one in asked):
        turn.rank = max(turn.rank, 2) if turn.revision in opened and not turn.rank else turn.rank
        opened.add(turn.revision)
        turns.append(turn)
    return sorted(turns)


def _asking(one: Said) -> _Word:
    revision = (one.facts.get("body") or {}).get("revision", 1)
    rank = 0 if one.facts["kind"] == "line.placed" else 1
    return _Word(revision, rank, spoken_at(one), one.ident, one)


def _saying(one: Said, turns: list[_Word], proposals: dict[str, datetime]) -> _Word:
    body = one.facts.get("body") or {}
    at = spoken_at(one)
    revision = body.get("revision") or max(
        (turn.revision for turn in turns if turn.at <= at), default=turns[0].revision
    )
    if one.facts["kind"] == "decision":  # a decision follows what it decides on
        return _Word(revision, 2, max(at, proposals.get(body.get("proposal"), at)), "~", one)
    rank = 3 if one.facts["kind"] == "line.cancelled" else 2
    return _Word(revision, rank, at, one.ident, one)


def _is_old(word: _Word, turns: list[_Word]) -> bool:
    return any(turn.revision > word.revision and turn.at < word.at for turn in turns)


def _as_answer(one: Said) -> Said:
    """Return an accepted or rejected milestone as the answer that it is."""
    verdict = _BY_CODE.get(one.facts.get("code", ""))
    if not verdict:
        return one
    return Said(one.seq, one.ident, one.at, {**one.facts, "body": {"answer": verdict}})


def is_answer(facts: dict) -> bool:
    """Say whether a milestone is an answer of the partner, not a movement."""
    return facts.get("code") in _BY_CODE and facts.get("class", "ACT") == "ACT"


def read_words(journey: Journey, said: list[Said]) -> None:
    """Set the latest word on when each part will come: a reported delay, or an ETA.

    A later agreement overtakes a word; a later word never touches the agreement.
    """
    for one in sorted(said, key=lambda one: (spoken_at(one), one.ident)):
        facts = one.facts
        if facts["kind"] == "delay.reported":
            code, stated = "DELIVERED", day((facts.get("body") or {}).get("day"))
        else:
            code, stated = facts.get("code", ""), day_of(facts)
        if stated:
            _state(journey, one, code, stated)


def _state(journey: Journey, one: Said, code: str, stated) -> None:
    line, number = one.facts.get("line", 0), one.facts.get("part", 0)
    lines = [journey.lines[line]] if line in journey.lines else []
    for target in lines if line else journey.lines.values():
        for part in target.parts.values():
            if number in (0, part.part):
                part.estimates[code] = stated
                overtaken = part.agreed_at and part.agreed_at > spoken_at(one)
                if code == "DELIVERED" and not overtaken:
                    part.stated_day, part.stated_by = stated, one.ident
