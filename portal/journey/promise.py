"""The promise history of every line: asked, answered, decided, in the order it was meant.

An answer belongs to the revision it names. One that names an older revision and was given
after the newer one is kept in the history and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from portal.journey import halts, settled
from portal.journey.answers import answer
from portal.journey.asks import ask, ask_anew
from portal.journey.contents import Contents
from portal.journey.decisions import decide
from portal.journey.header import touches
from portal.journey.leaving import come_by
from portal.journey.quantities import Move
from portal.journey.state import Flag, Journey, Line
from portal.journey.times import day, day_of, spoken_at
from portal.ledger import Said

ASKS = ("line.placed", "line.changed")
_BY_CODE = {"ORDER_ACCEPTED": "accept", "ORDER_REJECTED": "reject"}
# What comes after what when it was said at one moment.
_RANKS = {"line.reopened": 2, "order.reopened": 2, "line.cancelled": 3, "order.cancelled": 3,
          "line.closed": 3, "line.blocked": 4, "line.unblocked": 5}  # fmt: skip
Note = Callable[[Said, Line], None]


@dataclass(slots=True)
class Play:
    """What a line is played with: does the order ask, what fulfils it, what moved, what to flag.

    `note` is told of every word once it has been taken, with the line as it then is;
    `contents` is what travels in shipments.
    """

    asks: bool
    ends: tuple[str, ...]
    moves: list[Move]
    flags: list[Flag]
    note: Note | None = None
    contents: Contents | None = None
    several: bool = False

    def come(self, line: Line, at: datetime) -> dict[int, tuple[Decimal, Decimal]]:
        """Return by part how much had left by a moment, and how much was there for good."""
        before = [one for one in self.moves if one.key < at]
        return come_by(line, before, self.ends, self.contents, self.several)


@dataclass(slots=True)
class Talk:
    """What was said about the lines of an order: asked, answered, and of the order's terms."""

    asked: list[Said] = field(default_factory=list)
    words: list[Said] = field(default_factory=list)
    terms: list[Said] = field(default_factory=list)


@dataclass(slots=True, order=True)
class _Word:
    """One thing said about a line, placed by revision, then by what may come after what."""

    revision: int
    rank: int
    at: datetime
    then: int
    ident: str
    said: Said


def read_lines(journey: Journey, talk: Talk, play: Play) -> None:
    """Build every line from what was asked, and play all that was said over it.

    Args:
        talk: `terms` are changes of the order's terms that ask for every line anew.
    """
    by_line: dict[int, list[Said]] = {}
    for one in talk.asked:
        by_line.setdefault(one.facts.get("line", 0), []).append(one)
    play.several = len(by_line) > 1
    said_of: dict[int, list[Said]] = {number: [] for number in by_line}
    for one in talk.words:
        number = one.facts.get("line", 0)
        for target in [number] if number else by_line:
            if target in said_of:
                said_of[target].append(one)
            else:
                play.flags.append(Flag("line_unknown", number, 0, one.ident))
    for number in sorted(by_line):
        journey.lines[number] = line = Line(number)
        _play(journey, line, Talk(by_line[number], said_of[number], talk.terms), play)


def _play(journey: Journey, line: Line, talk: Talk, play: Play) -> None:
    turns = _turns(talk.asked)
    turns += [one for one in map(_asking, talk.terms) if one.revision > turns[0].revision]
    proposals = {one.ident: spoken_at(one) for one in talk.words}
    for word in sorted(turns + [_saying(one, turns, proposals) for one in talk.words]):
        then = settled.before(line, word.said)
        _take(journey, line, word, turns, play)
        settled.settle(line, word.said, then)
        if play.note:
            play.note(word.said, line)
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


def _take(journey: Journey, line: Line, word: _Word, turns: list[_Word], play: Play) -> None:
    said, kind = word.said, word.said.facts["kind"]
    if kind in ASKS or kind == "order.changed":
        if kind in ASKS:
            ask(journey, line, said, play.asks)
        elif play.asks and line.parts and touches(said, line.line):
            ask_anew(line, said)
        halts.stay_ended(line, said, play.come)
    elif kind in _RANKS:
        _halt(line, said, kind, play)
    elif _is_old(word, turns):
        play.flags.append(Flag("old_revision", line.line, 0, word.ident))
    elif kind == "decision":
        decide(line, said, play.come, play.flags)
    else:
        answer(line, _as_answer(said), play.come, play.flags)


def _halt(line: Line, said: Said, kind: str, play: Play) -> None:
    if kind.endswith(".reopened"):
        halts.reopen(line, said, play.asks)
    elif kind == "line.closed":
        halts.close(line, said, play.come)
    elif kind.endswith(".cancelled"):
        halts.cancel(line, said, play.come, play.flags)
    else:
        halts.block(line, said)


def _asking(one: Said) -> _Word:
    revision = (one.facts.get("body") or {}).get("revision", 1)
    rank = 0 if one.facts["kind"] == "line.placed" else 1
    return _Word(revision, rank, spoken_at(one), 0, one.ident, one)


def _saying(one: Said, turns: list[_Word], proposals: dict[str, datetime]) -> _Word:
    body = one.facts.get("body") or {}
    at = spoken_at(one)
    revision = body.get("revision") or max(
        (turn.revision for turn in turns if turn.at <= at), default=turns[0].revision
    )
    if one.facts["kind"] == "decision":  # a decision follows what it decides on
        at = max(at, proposals.get(body.get("proposal"), at))
        return _Word(revision, 2, at, 1, one.ident, one)
    return _Word(revision, 2, at, _RANKS.get(one.facts["kind"], 0), one.ident, one)


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
    kind = one.facts["kind"]
    lines = [journey.lines[line]] if line in journey.lines else []
    for target in lines if line else journey.lines.values():
        for part in target.parts.values():
            if number in (0, part.part):
                part.estimates[code] = stated
                if code == "DELIVERED":
                    by = one.facts.get("by") or {}  # a shipment speaks for itself
                    part.expected_by[by.get("for") or by.get("org", 0)] = stated
                overtaken = part.agreed_at and part.agreed_at > spoken_at(one)
                if code == "DELIVERED" and not overtaken:
                    part.stated_day, part.stated_by = stated, one.ident
                    if kind == "delay.reported":
                        part.slipped.promise(stated, spoken_at(one), one.ident)
                    if by := one.facts.get("by"):
                        part.words[by.get("for") or by["org"]] = (stated, one.ident)
