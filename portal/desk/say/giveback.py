"""Goods that go back: the buyer asks, the supplier answers, both say how far they are. Pure.

request   these are to go back, for new ones (replace) or for credit
answer    they may, under this number; or they may not, and why
sent      they have been picked up here
back      they have arrived at the supplier's

The steps and who is responsible for each stand in the order's journey.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Return
from portal.ledger import Draft, Qty, When, number
from portal.people import Actor

REMEDIES = ("replace", "credit")
SENT, BACK = "RETURN_IN_TRANSIT", "RETURN_RECEIVED"
_WHAT = {SENT: "returning", BACK: "returned"}


@dataclass(frozen=True, slots=True)
class Piece:
    """So much of one line. `place` is the row of the form it was typed in, for messages."""

    line: int
    qty: Decimal
    place: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What the supplier answers to a return: its number for it, when new goods come, why not."""

    verdict: str
    rma: str = ""
    day: date | None = None
    reason: str = ""
    text: str = ""


def returnable(journey: Journey, line: Line) -> Decimal:
    """Return how much of a line is here and not on its way back, or asked to go."""
    here = line.moved("received") + line.excess.get("received", Decimal(0))
    claimed = (one.wanted.get(line.line, Decimal(0)) for one in journey.returns if _claims(one))
    return max(here - sum(claimed, Decimal(0)), Decimal(0))


def _claims(one: Return) -> bool:
    """Say whether a return still counts against what is here; agreed replacements did already."""
    return one.verdict != "refused" and not (one.remedy == "replace" and one.verdict == "accepted")


def request(
    journey: Journey,
    by: Actor,
    key: str,
    pieces: Sequence[Piece],
    remedy: str,
    reason: str,
    text: str = "",
) -> list[Draft]:
    """“These have to go back.” Nothing moves before the supplier has answered.

    Raises:
        NotUnderstood: `field` is lines-N-qty, N is the piece's `place`.
    """
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people send goods back."))
    if not pieces:
        raise NotUnderstood(N_("Give the quantity of at least one line."), field="lines-0-qty")
    if remedy not in REMEDIES:
        raise NotUnderstood(N_("Say whether you want new goods or a credit."), field="remedy")
    draft = Draft(
        "return.requested",
        line=pieces[0].line if len(pieces) == 1 else 0,
        qty=tuple(_wanted(journey, one) for one in pieces),
        reason=checks.check_reason(reason, "return"),
        details=checks.details(text=checks.check_text(text)),
        body={"remedy": remedy},
    )
    return checks.keyed(key, [draft])


def answer(
    journey: Journey, by: Actor, key: str, ident: str, reply: Reply, today: date
) -> list[Draft]:
    """“Send it back under this number”, or “no, because …”.

    Raises:
        Conflict: a colleague has answered.
    """
    checks.check_partner(journey, by)
    asked = return_of(journey, ident)
    if asked.verdict:
        raise Conflict(N_("This return was answered a moment earlier. Look at it once more."))
    if reply.verdict not in ("accepted", "refused"):
        raise NotUnderstood(N_("Accept or refuse the return."), field="verdict")
    body = {"return": ident, "verdict": reply.verdict}
    if reply.verdict == "refused":
        needed = N_("Say why the goods should not come back.")
        texts = checks.details(text=checks.check_text(reply.text, needed=needed))
        return checks.keyed(key, [Draft("return.answered", details=texts, body=body)])
    if reply.day and asked.remedy == "replace":
        given = checks.check_day(journey, reply.day, today)
        if given < today:
            raise NotUnderstood(
                N_("%(day)s has passed. Give a day to come."), field="day", day=given.isoformat()
            )
        body["day"] = given.isoformat()
    draft = Draft(
        "return.answered",
        refs=checks.check_refs({"rma": reply.rma}),
        details=checks.details(text=checks.check_text(reply.text)),
        body=body,
    )
    return checks.keyed(key, [draft])


def moved(
    journey: Journey,
    by: Actor,
    key: str,
    ident: str,
    code: str,
    pieces: Sequence[Piece],
    when: When,
    refs: dict[str, str] | None = None,
) -> list[Draft]:
    """“They were picked up” (SENT), by the buyer's people or the carrier; “they are back” (BACK).

    Whom the journey names for a step may report it too.

    Args:
        pieces: none is all of it that has not come so far.
    """
    asked = return_of(journey, ident)
    _check_may_move(journey, by, asked, code)
    left = remaining(asked, code)
    given = [_moving(journey, one, left) for one in pieces] or [
        Piece(line, n) for line, n in left.items() if n
    ]
    if not given:
        raise NotUnderstood(N_("All of it was reported already. Correct the earlier report."))
    draft = Draft(
        "milestone",
        code=code,
        line=given[0].line if len(given) == 1 else 0,
        qty=tuple(_qty(journey, one, _WHAT[code]) for one in given),
        when=when,
        refs=checks.check_refs(refs or {}),
        body={"return": ident, "count": "add"},
    )
    return checks.keyed(key, [draft])


def return_of(journey: Journey, ident: str) -> Return:
    """Return one return of the order.

    Raises:
        Conflict: it was taken back, or there never was one.
    """
    found = next((one for one in journey.returns if one.ident == ident), None)
    if found is None:
        raise Conflict(N_("This return is no longer there: it was taken back."))
    return found


def remaining(asked: Return, code: str) -> dict[int, Decimal]:
    """Return by line how much of a return has not reached this step yet."""
    there = asked.came(code)
    return {
        line: max(n - there.get(line, Decimal(0)), Decimal(0)) for line, n in asked.wanted.items()
    }


def when_moved(on: date | None, zone: str, now: datetime) -> When:
    """Return the day on which goods were picked up or came back."""
    return checks.happened(on, None, zone, now)


def may_move(journey: Journey, by: Actor, asked: Return, code: str) -> bool:
    """Say whether this side may report that a return was picked up, or is back."""
    partner = by.org == journey.partner
    passed = asked.step(code)
    named = passed.step.by if passed else ""
    if named == "supplier" and partner or named == by.side:
        return True
    return by.side in ("owner", "carrier") if code == SENT else partner


def _check_may_move(journey: Journey, by: Actor, asked: Return, code: str) -> None:
    if not may_move(journey, by, asked, code):
        raise NotAllowed(N_("Your organisation may not report this."))
    if asked.verdict != "accepted":
        raise NotAllowed(N_("The supplier has not agreed to take these goods back."))


def _wanted(journey: Journey, piece: Piece) -> Qty:
    line = checks.line_of(journey, piece.line)
    n = checks.check_qty(piece.qty, f"lines-{piece.place}-qty")
    most = returnable(journey, line)
    if n > most:
        raise NotUnderstood(
            N_("Line %(no)s: here and not on the way back already: %(most)s %(uom)s."),
            field=f"lines-{piece.place}-qty",
            no=line.no,
            most=number(most),
            uom=line.uom,
        )
    return Qty(n, line.uom, "returning", line.line)


def _moving(journey: Journey, piece: Piece, left: dict[int, Decimal]) -> Piece:
    line = checks.line_of(journey, piece.line)
    n = checks.check_qty(piece.qty, f"lines-{piece.place}-qty")
    if n > left.get(piece.line, Decimal(0)):
        raise NotUnderstood(
            N_("Line %(no)s: left of this return: %(most)s %(uom)s."),
            field=f"lines-{piece.place}-qty",
            no=line.no,
            most=number(left.get(piece.line, Decimal(0))),
            uom=line.uom,
        )
    return piece


def _qty(journey: Journey, piece: Piece, what: str) -> Qty:
    return Qty(piece.qty, journey.lines[piece.line].uom, what, piece.line)
