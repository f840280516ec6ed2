"""How the buyer changes an order: a line, one line more, the terms of the whole. Pure.

Every change is a new revision of the order, and asks again only for what it changes: the
fold compares. What the buyer types of a delivery is what it wants; what was cancelled of it
before stays beside that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.desk.say import checks
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, number
from portal.people import Actor

MOST_PARTS = 50
TERMS = ("incoterm", "terms", "currency", "mode", "site")
LONGEST_TERM = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """One delivery as the buyer wants it. `part` 0 is a new one; `place` is its row."""

    qty: Decimal | None
    day: date | None
    part: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class LineTerms:
    """A line as the buyer wants it. What is empty or None stays as it is, but for `rows`."""

    rows: Sequence[Wanted]
    item: dict[str, str] = field(default_factory=dict)
    uom: str = ""
    price: Decimal | None = None
    per: Decimal | None = None
    text: str = ""


def change_line(
    journey: Journey, by: Actor, key: str, number_: int, stamp: str, wanted: LineTerms, today: date
) -> list[Draft]:
    """“Please deliver it like this instead.” Deliveries left out are not wanted any more.

    Raises:
        Conflict: the line changed since the page was shown.
        NotUnderstood: `field` is parts-N-qty, parts-N-day, price, per or item.
    """
    checks.check_owner(by)
    line = checks.any_line_of(journey, number_)
    checks.check_wanted(journey, line)
    checks.check_stamp(line, stamp)
    rows = _rows(journey, line, wanted.rows, today)
    said = _item_and_price(line, wanted)
    if not said and _same(line, rows):
        raise NotUnderstood(N_("Nothing is different yet. Change something, or cancel."))
    whole = sum((Decimal(row["qty"]) for row in rows), Decimal(0))
    body = {
        "revision": journey.revision + 1,
        "no": line.no,
        "qty": number(whole),
        "uom": line.uom,
        "parts": rows,
        **said,
    }
    details = checks.details(text=checks.check_text(wanted.text))
    return checks.keyed(key, [Draft("line.changed", line=line.line, details=details, body=body)])


def add_line(
    journey: Journey, by: Actor, key: str, stamp: str, wanted: LineTerms, today: date
) -> list[Draft]:
    """“And this, too.” The line gets the next number.

    Args:
        stamp: the revision of the order as it was seen.
    """
    checks.check_owner(by)
    _check_alive(journey)
    _check_revision(journey, stamp)
    item = checks.check_item(wanted.item, "code")
    if not wanted.uom or len(wanted.uom) > checks.LONGEST_REF:
        raise NotUnderstood(N_("Say in which unit, such as EA or KGM."), field="uom")
    rows = [
        {"part": n, **_row(journey, one, today)} for n, one in enumerate(_filled(wanted.rows), 1)
    ]
    body = {
        "no": next_no(journey),
        "revision": journey.revision + 1,
        "item": item,
        "qty": number(sum((Decimal(row["qty"]) for row in rows), Decimal(0))),
        "uom": wanted.uom,
        "parts": rows,
    }
    if wanted.price is not None:
        body |= {"price": number(checks.check_price(wanted.price))}
        body |= {"per": number(checks.check_qty(wanted.per, "per"))} if wanted.per else {}
    details = checks.details(text=checks.check_text(wanted.text))
    refs = (("item", item["code"]),)
    return checks.keyed(key, [Draft("line.placed", refs=refs, details=details, body=body)])


def change_terms(
    journey: Journey,
    by: Actor,
    key: str,
    stamp: str,
    terms: dict[str, str],
    text: str = "",
    place: dict[str, str] | None = None,
    papers: Sequence[Mapping] = (),
) -> list[Draft]:
    """“The order is now on these terms.” Terms a supplier agrees to ask for every line anew.

    Args:
        stamp: the revision of the order as it was seen.
        terms: some of `TERMS`; what is the same already is left out.
        place: where it goes to (name, city, country); none stays as it is.
        papers: drawings and specifications that come in or go out with it.
    """
    checks.check_owner(by)
    _check_alive(journey)
    _check_revision(journey, stamp)
    said: dict = {}
    for name in TERMS:
        given = " ".join(terms.get(name, getattr(journey, name)).split())
        if len(given) > LONGEST_TERM:
            raise NotUnderstood(
                N_("Shorten this to %(most)s characters."), field=name, most=LONGEST_TERM
            )
        if given != getattr(journey, name):
            said[name] = given
    if place is not None:
        said |= _destination(journey, place)
    said |= {"papers": list(papers)} if papers else {}
    if not said:
        raise NotUnderstood(N_("Nothing is different yet. Change something, or cancel."))
    details = checks.details(text=checks.check_text(text))
    body = {"revision": journey.revision + 1, **said}
    return checks.keyed(key, [Draft("order.changed", details=details, body=body)])


def next_no(journey: Journey) -> str:
    """Return what the next line is called: ten more than the highest, as wide as the others."""
    numbers = [line.no for line in journey.lines.values() if line.no.isdecimal()]
    highest = max((int(no) for no in numbers), default=0)
    width = max((len(no) for no in numbers), default=6)
    return f"{(highest // 10 + 1) * 10:0{width}}"


def _destination(journey: Journey, place: dict[str, str]) -> dict:
    given = {name: " ".join(text.split()) for name, text in place.items()}
    changed = {name: text for name, text in given.items() if text != _told(journey, name)}
    if not changed:
        return {}
    whole = {**journey.destination, **changed}
    return {"to": {name: text for name, text in whole.items() if text}}


def _told(journey: Journey, name: str) -> str:
    return str(journey.destination.get(name, ""))


def _check_alive(journey: Journey) -> None:
    if journey.cancelled:
        raise NotAllowed(N_("The order is cancelled. Reopen it first."))


def _check_revision(journey: Journey, stamp: str) -> None:
    if stamp != str(journey.revision):
        raise Conflict(
            N_("A colleague changed the order while you were writing. Look at it once more."),
            field="stamp",
        )


def _filled(rows: Sequence[Wanted]) -> Sequence[Wanted]:
    if not rows:
        raise NotUnderstood(N_("Give at least one quantity and day."), field="parts")
    if len(rows) > MOST_PARTS:
        raise NotUnderstood(N_("At most %(most)s deliveries for one line."), most=MOST_PARTS)
    return rows


def _row(journey: Journey, one: Wanted, today: date, was: date | None = None) -> dict:
    qty = checks.check_qty(one.qty, f"parts-{one.place}-qty")
    field_ = f"parts-{one.place}-day"
    if one.day is None and was is None:
        raise NotUnderstood(N_("Give the day."), field=field_)
    if one.day == was:
        return {"qty": number(qty), "ask": was.isoformat()}
    day = checks.check_day(journey, one.day, today, field_)
    if day < today:
        raise NotUnderstood(
            N_("%(day)s has passed. Give a day to come."), field=field_, day=day.isoformat()
        )
    return {"qty": number(qty), "ask": day.isoformat()}


def _rows(journey: Journey, line: Line, wanted: Sequence[Wanted], today: date) -> list[dict]:
    """Return the whole schedule as the event carries it: what is wanted and what was cancelled."""
    known = {n: part for n, part in line.parts.items() if not part.tentative}
    free, rows = line.highest + 1, []
    for one in _filled(wanted):
        if one.part and one.part not in known:
            raise Conflict(N_("A delivery of this line is gone. Look at the line once more."))
        part = known.pop(one.part, None)
        row = _row(journey, one, today, part.ask_day if part else None)
        if part:
            _check_left(line, part, Decimal(row["qty"]), one.place)
            row["qty"] = number(Decimal(row["qty"]) + part.withdrawn)
        rows.append({"part": one.part or free, **row})
        free += not one.part
    return sorted([*rows, *_left_out(line, known.values())], key=lambda row: row["part"])


def _left_out(line: Line, parts) -> list[dict]:
    """Return deliveries that are not wanted any more, where something of them was cancelled."""
    for part in parts:
        if part.sent:
            raise NotUnderstood(
                N_("A delivery you left out is on its way: %(n)s %(uom)s. Keep it."),
                field="parts",
                n=number(part.sent),
                uom=line.uom,
            )
    return [
        {"part": part.part, "qty": number(part.withdrawn), "ask": part.ask_day.isoformat()}
        for part in parts
        if part.withdrawn and part.ask_day
    ]


def _check_left(line: Line, part: Part, qty: Decimal, place: int) -> None:
    if qty < part.sent:
        raise NotUnderstood(
            N_("Already on its way: %(n)s %(uom)s. Ask for at least that."),
            field=f"parts-{place}-qty",
            n=number(part.sent),
            uom=line.uom,
        )


def _item_and_price(line: Line, wanted: LineTerms) -> dict:
    said: dict = {}
    if wanted.item:
        item = checks.check_item(wanted.item, "code")
        if {**line.item, **item} != line.item:
            said["item"] = {**line.item, **item}
    if wanted.price is not None:
        price = checks.check_price(wanted.price)
        per = checks.check_qty(wanted.per, "per") if wanted.per is not None else line.per
        if (price, per) != (line.price, line.per):
            said |= {"price": number(price), "per": number(per)}
    return said


def _same(line: Line, rows: list[dict]) -> bool:
    """Say whether the schedule is the one that is asked for now."""
    now = {
        part.part: (part.ordered, part.ask_day)
        for part in line.parts.values()
        if not part.tentative
    }
    return now == {
        row["part"]: (Decimal(row["qty"]), date.fromisoformat(row["ask"])) for row in rows
    }
