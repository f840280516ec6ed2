"""How a supplier goes back on its word: takes a proposal back, asks to give something up. Pure."""

from decimal import Decimal

from portal.desk.say import checks
from portal.desk.say.answer import answerable, body_of, owed
from portal.desk.say.offer import Note, asked
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line
from portal.ledger import Draft, number
from portal.people import Actor


def withdraw(journey: Journey, by: Actor, key: str, proposal: str) -> list[Draft]:
    """“We take our proposal back.” What was asked, or agreed before, stands again.

    Raises:
        Conflict: it is no longer open.
    """
    checks.check_partner(journey, by)
    line = _offering(journey, proposal)
    checks.check_wanted(journey, line)
    body = body_of(line, "withdraw") | {"proposal": proposal}
    return checks.keyed(key, [Draft("response", line=line.line, body=body)])


def forgo(
    journey: Journey,
    by: Actor,
    key: str,
    number_: int,
    stamp: str,
    less: dict[int, Decimal],
    note: Note,
) -> list[Draft]:
    """“Please let us give up (part of) what was agreed.” The buyer decides.

    Args:
        less: by part, how much is given up; empty is everything that has not left.

    Raises:
        NotUnderstood: `field` is qty.
    """
    line = answerable(journey, by, number_, stamp)
    if owed(line):
        raise NotAllowed(
            N_("Line %(no)s is not agreed yet. Answer it with what you can deliver."), no=line.no
        )
    given = _given(line, less)
    draft = Draft(
        "response",
        line=line.line,
        reason=checks.check_reason(note.reason, "forgo"),
        details=checks.details(text=checks.check_text(note.text)),
        body=body_of(line, "cancel")
        | {"parts": [{"part": part, "qty": number(qty)} for part, qty in given.items()]},
    )
    return checks.keyed(key, [draft])


def _offering(journey: Journey, proposal: str) -> Line:
    for line in journey.lines.values():
        if proposal and any(part.proposal == proposal for part in line.parts.values()):
            return line
    raise Conflict(
        N_("This proposal is no longer open: the buyer or a colleague was a moment earlier.")
    )


def _given(line: Line, less: dict[int, Decimal]) -> dict[int, Decimal]:
    left = {part.part: part.cap - part.sent for part in asked(line)}
    left = {number: qty for number, qty in left.items() if qty > 0}
    if not left:
        raise NotAllowed(N_("All of line %(no)s has left already."), no=line.no)
    for number_, qty in less.items():
        there = left.get(number_, Decimal(0))
        if checks.check_qty(qty) > there:
            raise NotUnderstood(
                N_("Not on its way yet: %(n)s %(uom)s. You can give up no more than that."),
                field="qty",
                n=number(there),
                uom=line.uom,
            )
    return less or left
