"""The fold: from what was said about an order to where it stands. Pure; it knows no now.

corrections → header → shipments → returns → visits → promise → latest words → quantities →
stages → rollup

The same events give the same journey in whatever order they are given. Folding only what
was recorded up to a moment gives the order as it was known then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from portal.journey.carriage import carried_moves, carried_troubles, carried_words
from portal.journey.contents import GOODS, read_contents
from portal.journey.corrections import in_force, is_shared
from portal.journey.doubts import doubt, doubt_order
from portal.journey.entries import read_entered
from portal.journey.following import follow
from portal.journey.header import read_header
from portal.journey.milestones import milestone
from portal.journey.needs import read_needs
from portal.journey.papers import read_documents
from portal.journey.promise import Note, Play, Talk, is_answer, read_lines, read_words
from portal.journey.quantities import Move, count_moves, in_order, move
from portal.journey.returns import owed_again, read_returns
from portal.journey.rollup import roll_up
from portal.journey.speakers import differing_days
from portal.journey.stages import settle
from portal.journey.state import Flag, Journey
from portal.journey.template import Template
from portal.journey.times import start_of
from portal.journey.troubles import read_troubles
from portal.journey.unreached import unreached
from portal.journey.visits import VISITS, end_visits, visit_moves
from portal.ledger import Said

_HEADER = ("order.placed", "order.changed")
_ENDS = ("order.cancelled", "order.reopened")  # of the order, and of each of its lines
_ASKED = ("line.placed", "line.changed")
_WORDS = ("response", "decision", "line.cancelled", "line.reopened", "line.closed",
          "line.blocked", "line.unblocked")  # fmt: skip
_PAPERS = ("document.attached", "document.judged")
_RETURNS = ("return.requested", "return.answered")


_HOMES = {
    **dict.fromkeys(_HEADER, "header"),
    **dict.fromkeys(_ASKED, "asked"),
    **dict.fromkeys(_WORDS, "words"),
    **dict.fromkeys(_PAPERS, "papers"),
    **dict.fromkeys(_RETURNS, "returns"),
    **dict.fromkeys(GOODS, "goods"),
    **dict.fromkeys(VISITS, "visits"),
    "delay.reported": "stated",
    "journey.chosen": "chosen",
    "need.stated": "needs",
}


@dataclass(slots=True)
class _Sorted:
    """Events by what they are about."""

    header: list[Said] = field(default_factory=list)
    asked: list[Said] = field(default_factory=list)
    words: list[Said] = field(default_factory=list)
    stated: list[Said] = field(default_factory=list)
    actual: list[Said] = field(default_factory=list)
    papers: list[Said] = field(default_factory=list)
    returns: list[Said] = field(default_factory=list)
    needs: list[Said] = field(default_factory=list)
    goods: list[Said] = field(default_factory=list)
    chosen: list[Said] = field(default_factory=list)
    visits: list[Said] = field(default_factory=list)


def fold(
    said: Iterable[Said],
    template: Template | None = None,
    calendar=None,
    note: Note | None = None,
) -> Journey:
    """Return the journey that these events tell.

    Args:
        said: events of one order, and of the shipments that carry goods of it, as
            `ledger.told` gives them; private ones and cases are passed over.
        template: the expected journey; without one, the order's own.
        calendar: in which working days are counted; without one, the template's own.
        note: is told of every word said about a line, with the line as it is then.
    """
    told = list(said)
    force = in_force(said := [one for one in told if not one.shipment])
    journey, flags = Journey(gone=force.gone), list(force.flags)
    found = _sort(force.said)
    talk = Talk(found.asked + force.earlier, found.words, read_header(journey, found.header))
    template = follow(journey, found.chosen, talk.asked, template)
    moves = _moves(journey, found.actual, flags)
    _start_clock(journey, moves)
    contents = read_contents(found.goods, (one for one in told if one.shipment), found.actual)
    journey.carried = contents.carried
    read_returns(journey, found.returns, moves, flags)
    passed = [*visit_moves(journey, found.visits, moves, flags), *carried_moves(contents)]
    counted = in_order([*passed, *owed_again(journey)])
    play = Play(template.asks, template.ends, counted, flags, note, contents)
    read_lines(journey, talk, play)
    read_words(journey, [*found.stated, *carried_words(journey, contents)])
    count_moves(journey, counted, flags, contents)
    read_entered(journey, force.said, flags)
    read_troubles(journey, moves, carried_troubles(contents))
    _read_beside(journey, found)
    _conclude(journey, template, calendar or template.calendar, flags)
    _remember(journey, told, force.said, passed)
    return journey


def _read_beside(journey: Journey, found: _Sorted) -> None:
    read_documents(journey, found.papers)
    read_needs(journey, found.needs)
    end_visits(journey)


def _conclude(journey: Journey, template: Template, calendar, flags: list[Flag]) -> None:
    """Work out what follows from all that was told: steps and days, doubts, the whole order."""
    for part in journey.parts():
        settle(journey, part, template, calendar)
    flags += doubt_order(journey, template)
    journey.conflicts += differing_days(journey)
    roll_up(journey, template, flags)
    journey.flags = tuple(sorted(set(flags)))


def _named(said: list[Said]) -> tuple[str, ...]:
    """Return every reference that was told, whatever it was told about."""
    return tuple(sorted({value for one in said for _, value in one.facts.get("refs", ())}))


def as_of(said: Iterable[Said], moment: datetime) -> list[Said]:
    """Return what had been recorded by `moment`; folded, it is the order as known then."""
    return [one for one in said if one.at <= moment]


def _sort(said: list[Said]) -> _Sorted:
    found = _Sorted()
    for one in said:
        kind = one.facts["kind"]
        if kind == "milestone":
            _sort_milestone(one, one.facts, found)
        elif kind in _ENDS:
            found.header.append(one)
            found.words.append(one)
        elif kind in _HOMES:
            getattr(found, _HOMES[kind]).append(one)
    return found


def _sort_milestone(one: Said, facts: dict, found: _Sorted) -> None:
    if is_answer(facts):
        found.words.append(one)
    elif facts.get("class", "ACT") == "ACT":
        found.actual.append(one)
    elif facts["class"] == "EST":
        found.stated.append(one)


def _moves(journey: Journey, actual: list[Said], flags: list[Flag]) -> list[Move]:
    """Return actual milestones that count, sorted; flag the doubtful, hold future ones."""
    moves, repeated = [], journey.template.repeated
    for one in actual:
        at = start_of(one.facts)
        doubts = doubt(one, at, journey.ordered_at)
        flags += doubts
        if not (doubts and doubts[0].kind == "future_actual"):
            moves.append(move(one, at, repeated))
    return in_order(moves)


def _start_clock(journey: Journey, moves: list[Move]) -> None:
    """Start the acknowledgement clock when the order was sent, else when it was placed."""
    sent = [one for one in moves if one.step.code == "ORDER_SENT"]
    journey.sent = bool(sent)
    journey.clock_from = (sent[0].at or sent[0].said.at) if sent else journey.placed_at


def _remember(journey: Journey, said: list[Said], counting: list[Said], moves: list[Move]) -> None:
    """Note what moved last, when what is known of each line changed, and what was named."""
    journey.told_refs = _named(counting)
    journey.unreached = unreached([one for one in said if not one.shipment])
    last = next((one for one in reversed(moves) if milestone(one.step.code).rank), None)
    if last:
        journey.last_code, journey.last_at = last.step.code, last.at
    touched: dict[int, datetime] = {}
    shared = [one for one in said if is_shared(one.facts)]
    for one in shared:
        if not one.shipment:
            journey.seq = max(journey.seq, one.seq)
        for number in _lines_of(journey, one):
            if number not in touched or touched[number] < one.at:
                touched[number] = one.at
    journey.changed_at = max((one.at for one in shared), default=None)
    _note_heard(journey, [*counting, *(one for one in shared if one.shipment)])
    for number, line in journey.lines.items():
        told = [touched[about] for about in (0, number) if about in touched]
        line.touched_at = max(told, default=None)


def _note_heard(journey: Journey, shared: list[Said]) -> None:
    """Note the last word of anybody but the owner; what it entered for its partner is theirs."""
    heard = [one for one in shared if _speaker(one) != journey.owner]
    if heard:
        last = max(heard, key=lambda one: (one.at, one.ident))
        journey.heard_at, journey.heard = last.at, last.ident


def _speaker(one: Said) -> int:
    by = one.facts["by"]
    return by.get("for") or by["org"]


def _lines_of(journey: Journey, one: Said) -> set[int]:
    """Return the lines an event is about; 0 is all of them."""
    if one.shipment:
        carried = journey.carried.get(one.shipment)
        return {row.line for row in carried.rows} if carried else set()
    if one.facts["kind"] == GOODS[0] and (rows := one.facts.get("qty")):
        return {row["line"] for row in rows}
    return {one.facts.get("line", 0)}
