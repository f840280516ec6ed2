"""What its shipments tell an order: steps they passed, days they are expected, trouble. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from portal.journey.contents import Carried, Contents
from portal.journey.milestones import milestone
from portal.journey.quantities import FIRST, Move
from portal.journey.shipment import DELIVERED
from portal.journey.state import ZERO, Journey, Part, Trouble
from portal.ledger import Said


def carried_moves(contents: Contents) -> list[Move]:
    """Return the steps that shipments passed; each is one for all goods in it."""
    return [
        Move(
            one.at or FIRST,
            milestone(one.code).rank,
            one.ident,
            milestone(one.code),
            None,
            one.at,
            one.day,
            shipment=each.name,
        )
        for each in contents.counting()
        if each.shipment
        for one in each.shipment.passed.values()
    ]


def carried_words(journey: Journey, contents: Contents) -> list[Said]:
    """Return, as words on each part, the days on which its shipments are expected.

    A part is complete with its last shipment. While not all of it is announced, shipments
    tell nothing of the rest: then only a day after the promised one is a word on the part.
    """
    return [
        _as_word(part, code, day, said_at, ident)
        for part in journey.parts()
        if not part.tentative
        for code, day, said_at, ident in _expected(part, contents)
    ]


def carried_troubles(contents: Contents) -> list[Trouble]:
    """Return what went wrong with shipments, for each part that has goods in them."""
    return [
        Trouble(one.code, line, part, one.at, one.ident, one.reason, one.open, each.name)
        for each in contents.counting()
        if each.shipment
        for one in each.shipment.troubles
        for line, part in sorted({(row.line, row.part) for row in each.rows})
    ]


def _expected(part: Part, contents: Contents) -> Iterable[tuple[str, date, datetime, str]]:
    there = [(each, _of_part(each, part)) for each in contents.counting() if each.shipment]
    there = [(each, n) for each, n in there if n]
    whole = sum((n for _, n in there), ZERO) >= part.cap
    promised = part.agreed_day or part.ask_day
    codes = sorted({code for each, _ in there for code in each.shipment.words})
    for code in codes:
        waiting = [each for each, _ in there if not _has_passed(each, code)]
        words = [word for each in waiting if (word := each.shipment.words.get(code))]
        if not words:
            continue
        last = max(words, key=lambda word: (word.last, word.ident))
        known = whole and len(words) == len(waiting)
        if known or (code == DELIVERED and promised and last.last > promised):
            yield code, last.last, max(word.said_at for word in words), last.ident


def _of_part(each: Carried, part: Part) -> Decimal:
    return each.of_line(part.line).get(part.part, ZERO)


def _has_passed(each: Carried, code: str) -> bool:
    """Say whether a shipment is past a step already, so that a word on it says nothing any more."""
    ranks = (milestone(one).rank for one in each.shipment.passed if not milestone(one).exception)
    return max(ranks, default=0) >= milestone(code).rank


def _as_word(part: Part, code: str, day: date, said_at: datetime, ident: str) -> Said:
    day_text = f"{day.isoformat()}T00:00:00.000000Z"
    facts = {
        "kind": "milestone",
        "code": code,
        "class": "EST",
        "line": part.line,
        "part": part.part,
        "when": {"from": day_text, "to": day_text, "precision": "day"},
    }
    return Said(0, ident, said_at, facts)
