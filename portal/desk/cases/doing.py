"""What an act on a case tells: the order's own events, and one of the case beside them. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from portal.desk import workflow
from portal.desk.cases.acts import ACTS, CLAIMS, FASTER, line_of, part_of, proposals
from portal.desk.say import checks
from portal.desk.say.change import LineTerms, Wanted, change_line
from portal.desk.say.decide import decide
from portal.desk.say.halt import cancel, close
from portal.desk.say.receipt import Arrival, Got, receipt
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, number
from portal.people import Actor
from portal.watch import Case


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in for an act; which of it counts says the act."""

    qty: Decimal | None = None
    day: date | None = None
    later: date | None = None
    reason: str = ""
    text: str = ""
    how: str = ""
    source: str = ""
    claim: str = ""
    amount: Decimal | None = None
    window: str = ""
    transit: str = "comes"
    rejected: Decimal | None = None
    damaged: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts on which case of which order, and when. `own`: see `say.receipt`."""

    case: Case
    journey: Journey
    by: Actor
    key: str
    today: date
    now: datetime
    own: Journey | None = None


def do(act: str, at: Desk, typed: Typed) -> list[Draft]:
    """Return what an act tells.

    Raises:
        NotAllowed: it makes no sense for this case now.
        NotUnderstood: `field` is the one that cannot be meant.
    """
    if at.by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people work on cases."))
    if not at.case.live:
        raise NotAllowed(N_("This case is resolved. Reopen it first."))
    if act not in ACTS or not ACTS[act].offered(at.case, at.journey):
        raise NotAllowed(N_("This cannot be done about it any more."))
    told, more = _HOW[act](at, typed)
    return [*told, acted(at, act, more)]


def acted(at: Desk, act: str, more: dict[str, str]) -> Draft:
    """Return what the case keeps of an act, for the owner's people alone."""
    return Draft(
        "case.acted",
        line=at.case.line,
        part=at.case.part,
        key=f"{at.key}/acted",
        body={"case": str(at.case.id), "act": act, **more},
        only_for=at.by.org,
    )


def _new_date(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    more = _day(typed.day, at.today) if typed.day else {}
    asked = workflow.ask(at.case, at.by, typed.text, at.journey.partner, at.key)
    return [replace(asked, body={**asked.body, "wants": "date", **more})], more


def _accept(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    waiting = proposals(at.case, at.journey)
    told = [
        draft
        for n, proposal in enumerate(waiting, start=1)
        for draft in decide(
            at.journey, at.by, f"{at.key}.{n}", proposal, "accepted", text=typed.text
        )
    ]
    return told, {}


def _split(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    line, part = _place(at)
    qty = checks.check_qty(typed.qty)
    if qty >= part.cap:
        raise NotUnderstood(
            N_("That is all of it: %(n)s %(uom)s. Give less, the rest comes later."),
            field="qty",
            n=number(part.cap),
            uom=line.uom,
        )
    if typed.later is None:
        raise NotUnderstood(N_("Give the day of the rest."), field="later")
    rows = [
        Wanted(one.cap, one.ask_day, one.part, place=9)
        for one in line.parts.values()
        if not one.tentative and one.part != part.part and one.cap > 0
    ]
    rows += [Wanted(qty, typed.day, part.part), Wanted(part.cap - qty, typed.later, place=1)]
    terms = LineTerms(rows, text=typed.text)
    try:
        told = change_line(at.journey, at.by, at.key, line.line, line.stamp, terms, at.today)
    except NotUnderstood as error:
        error.field = _SPLIT_FIELDS.get(error.field or "", error.field)
        raise
    return told, {"qty": number(qty), "uom": line.uom}


_SPLIT_FIELDS = {"parts-0-qty": "qty", "parts-0-day": "day", "parts-1-day": "later",
                 "parts-1-qty": "qty"}  # fmt: skip


def _expedite(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    if typed.how not in FASTER:
        raise NotUnderstood(N_("Say how it is to be faster."), field="how")
    more = _day(typed.day, at.today) if typed.day else {}
    body = {"how": typed.how, **more}
    asked = workflow.ask(at.case, at.by, typed.text, at.journey.partner, at.key)
    asked = replace(asked, body={**asked.body, "wants": "faster", **body})
    return [_shared(at, "expedite.requested", body), asked], {**more}


def _cover(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    line, part = _place(at)
    source = " ".join(typed.source.split())
    if not source:
        raise NotUnderstood(N_("Say from where, such as another supplier."), field="source")
    if len(source) > checks.LONGEST_NAME:
        raise NotUnderstood(
            N_("Shorten this to %(most)s characters."), field="source", most=checks.LONGEST_NAME
        )
    more = {**_some(typed.qty, part, line), "source": source}
    more |= _day(typed.day, at.today) if typed.day else {}
    return [_inside(at, "cover.arranged", more, typed.text)], more


def _cancel(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    line, part = _place(at)
    left = part.cap - part.sent
    said = (line.line, line.stamp, typed.reason, typed.text)
    named = part.part if at.case.part or len(line.parts) > 1 else 0
    told = cancel(at.journey, at.by, at.key, *said, part=named)
    return told, {"qty": number(left), "uom": line.uom}


def _close(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    line, part = _place(at)
    left = sum((one.open_qty for one in line.parts.values()), Decimal(0))
    said = (line.line, line.stamp, typed.reason, typed.transit or "comes", typed.text)
    return close(at.journey, at.by, at.key, *said), {"qty": number(left), "uom": line.uom}


def _claim(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    if typed.claim not in CLAIMS:
        raise NotUnderstood(N_("Say what you claim."), field="claim")
    text = checks.check_text(typed.text, needed=N_("Say what the claim rests on."))
    more: dict[str, str] = {}
    line = line_of(at.case, at.journey)
    if typed.qty is not None and line is not None:
        more |= {"qty": number(checks.check_qty(typed.qty)), "uom": line.uom}
    if typed.amount is not None:
        if not at.journey.currency:
            raise NotUnderstood(N_("The order has no currency; say it in words."), field="amount")
        amount = checks.check_price(typed.amount, "amount")
        more |= {"amount": number(amount), "currency": at.journey.currency}
    body = {"claim": typed.claim, **more}
    return [_shared(at, "claim.made", body, text)], more


def _redeliver(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    more = _day(typed.day, at.today)
    if window := " ".join(typed.window.split()):
        if len(window) > checks.LONGEST_REF:
            raise NotUnderstood(
                N_("Shorten this to %(most)s characters."), field="window", most=checks.LONGEST_REF
            )
        more["window"] = window
    day = workflow.expect(at.case, at.by, typed.day, at.today, f"{at.key}/day")
    text = checks.check_text(typed.text)
    return [_shared(at, "redelivery.arranged", more, text), day], more


def _receipt(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    line, _part = _place(at)
    bad = typed.rejected or Decimal(0), typed.damaged or Decimal(0)
    arrival = Arrival(typed.day, reason=typed.reason, text=typed.text)
    got = [Got(line.line, typed.qty, *bad)]
    try:
        told = receipt(at.journey, at.by, at.key, got, arrival, at.now, at.own)
    except NotUnderstood as error:
        error.field = (error.field or "").removeprefix("lines-0-") or None
        raise
    return told, {"qty": number(typed.qty), "uom": line.uom}


def _expect(at: Desk, typed: Typed) -> tuple[Sequence[Draft], dict]:
    day = workflow.expect(at.case, at.by, typed.day, at.today, at.key)
    return [day], {"day": day.body["day"]}


_HOW: dict[str, Callable[[Desk, Typed], tuple[Sequence[Draft], dict]]] = {
    "new_date": _new_date,
    "accept": _accept,
    "split": _split,
    "expedite": _expedite,
    "cover": _cover,
    "cancel": _cancel,
    "close": _close,
    "claim": _claim,
    "redeliver": _redeliver,
    "receipt": _receipt,
    "expect": _expect,
}


def _place(at: Desk) -> tuple[Line, Part]:
    line, part = line_of(at.case, at.journey), part_of(at.case, at.journey)
    if line is None:
        raise NotAllowed(N_("This case is about several lines; do it on the order's page."))
    return line, part or next(iter(line.parts.values()))


def _some(qty: Decimal | None, part: Part, line: Line) -> dict[str, str]:
    n = checks.check_qty(qty)
    if n > part.open_qty:
        raise NotUnderstood(
            N_("Only %(n)s %(uom)s are still to come."),
            field="qty",
            n=number(part.open_qty),
            uom=line.uom,
        )
    return {"qty": number(n), "uom": line.uom}


def _day(day: date | None, today: date) -> dict[str, str]:
    if day is None:
        raise NotUnderstood(N_("Give the day."), field="day")
    if day < today:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."), field="day", day=day.isoformat()
        )
    return {"day": day.isoformat()}


def _shared(at: Desk, kind: str, body: dict, text: str = "") -> Draft:
    """What the partner reads too."""
    partner = at.journey.partner or None
    words = checks.details(text=checks.check_text(text))
    place = {"line": at.case.line, "part": at.case.part}
    return Draft(
        kind, key=f"{at.key}/{kind}", body=body, details=words, shared_with=partner, **place
    )


def _inside(at: Desk, kind: str, body: dict, text: str = "") -> Draft:
    """What is the owner's own business."""
    words = checks.details(text=checks.check_text(text))
    place = {"line": at.case.line, "part": at.case.part}
    return Draft(
        kind, key=f"{at.key}/{kind}", body=body, details=words, only_for=at.by.org, **place
    )
