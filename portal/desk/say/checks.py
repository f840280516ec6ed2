"""What several builders check before they let somebody say it. Pure."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.desk.say.reasons import REASONS
from portal.errors import N_, Conflict, NotAllowed, NotUnderstood
from portal.journey import Journey, Line, Part
from portal.ledger import Draft, When, day, instant
from portal.people import Actor

ONE_DAY = timedelta(days=1)
FARTHEST = timedelta(days=5 * 365)
MOST = Decimal(1_000_000_000)
FINEST = Decimal("0.000001")
LONGEST_TEXT = 4000
LONGEST_REF = 80
LONGEST_NAME = 200


def line_of(journey: Journey, number: int) -> Line:
    """Return a line that is still in force.

    Raises:
        NotUnderstood: the order has no such line, or the owner took it back.
    """
    line = any_line_of(journey, number)
    if (line.cancelled or journey.cancelled) and not line.open:
        raise NotAllowed(N_("Line %(no)s was cancelled by the buyer."), no=line.no, field="line")
    return line


def any_line_of(journey: Journey, number: int) -> Line:
    """Return a line, also one that was cancelled or closed."""
    line = journey.lines.get(number)
    if line is None:
        raise NotUnderstood(N_("Choose a line of this order."), field="line")
    return line


def check_wanted(journey: Journey, line: Line) -> None:
    """Refuse to settle anything about a line that is cancelled, closed or blocked.

    Goods that were on their way by then may still be reported: ask `line_of` for that.
    """
    if line.cancelled or journey.cancelled:
        raise NotAllowed(N_("Line %(no)s was cancelled by the buyer."), no=line.no, field="line")
    if line.closed:
        raise NotAllowed(
            N_("The buyer closed line %(no)s; nothing more is wanted of it."),
            no=line.no,
            field="line",
        )
    check_not_blocked(line)


def check_not_blocked(line: Line) -> None:
    """Refuse to answer, dispatch or ship what the buyer holds up."""
    if line.blocked:
        raise NotAllowed(
            N_("The buyer has blocked line %(no)s. It goes on when the block is lifted."),
            no=line.no,
            field="line",
        )


def check_owner(by: Actor) -> None:
    """Refuse everybody but the people of the organisation that placed the order."""
    if by.side != "owner":
        raise NotAllowed(N_("Only the buyer's people can say this."))


def part_of(line: Line, number: int) -> Part:
    """Return a schedule line of `line`, the only one if `number` is 0 and there is one."""
    if not number and len(line.parts) == 1:
        return next(iter(line.parts.values()))
    part = line.parts.get(number)
    if part is None:
        raise NotUnderstood(N_("Choose which schedule line you mean."), field="part")
    return part


def check_partner(journey: Journey, by: Actor) -> None:
    """Refuse everybody but the people of the organisation that was asked."""
    if by.org != journey.partner:
        raise NotAllowed(N_("Only the organisation this order was placed with can say this."))


def check_stamp(line: Line, stamp: str) -> None:
    """Refuse an answer to something the owner has changed since."""
    if line.stamp != stamp:
        raise Conflict(
            N_(
                "Line %(no)s changed while you were answering. Compare both versions below, "
                "then send your answer again."
            ),
            field="stamp",
            no=line.no,
        )


def check_allowed(journey: Journey, line: Line, body: dict) -> None:
    """Refuse an answer that the owner's settings do not let be given."""
    if journey.allow:
        journey.allow(line, body)


def check_qty(qty: Decimal | None, field: str = "qty") -> Decimal:
    """Return a quantity that can be meant."""
    if qty is None or not qty.is_finite() or qty <= 0:
        raise NotUnderstood(N_("Give a quantity above zero."), field=field)
    if qty > MOST:
        raise NotUnderstood(N_("This quantity is too large to be meant."), field=field)
    if qty != qty.quantize(FINEST):
        raise NotUnderstood(N_("Give at most six digits after the point."), field=field)
    return qty


def check_price(price: Decimal | None, field: str = "price") -> Decimal:
    """Return a price that can be meant."""
    if price is None or not price.is_finite() or price <= 0:
        raise NotUnderstood(N_("Give a price above zero."), field=field)
    if price > MOST:
        raise NotUnderstood(N_("This price is too large to be meant."), field=field)
    if price != price.quantize(FINEST):
        raise NotUnderstood(N_("Give at most six digits after the point."), field=field)
    return price


def check_item(item: dict[str, str], field: str = "item") -> dict[str, str]:
    """Return an item as facts hold it: its number, and its name where it has one."""
    code, name = (" ".join(item.get(key, "").split()) for key in ("code", "name"))
    if not code:
        raise NotUnderstood(N_("Give the item's number."), field=field)
    if len(code) > LONGEST_REF or len(name) > LONGEST_NAME:
        raise NotUnderstood(
            N_("An item's number has at most %(most)s characters, its name %(name)s."),
            field=field,
            most=LONGEST_REF,
            name=LONGEST_NAME,
        )
    return {"code": code} | ({"name": name} if name else {})


def check_day(journey: Journey, given: date | None, today: date, field: str = "day") -> date:
    """Return a promised day that can be meant: not before the order, not in some far year."""
    if given is None:
        raise NotUnderstood(N_("Give the day."), field=field)
    began = journey.opened_at
    if began and given < began.date():
        raise NotUnderstood(
            N_("%(day)s is before the order, which is of %(began)s."),
            field=field,
            day=given.isoformat(),
            began=began.date().isoformat(),
        )
    if given > today + FARTHEST:
        raise NotUnderstood(
            N_("%(day)s is more than five years away. Check the year."),
            field=field,
            day=given.isoformat(),
        )
    return given


def check_reason(code: str, place: str, needed: bool = True) -> str:
    """Return a reason that is offered in this place."""
    if not code and not needed:
        return ""
    if code not in REASONS or place not in REASONS[code].offered:
        raise NotUnderstood(N_("Choose a reason."), field="reason")
    return code


def check_text(text: str, field: str = "text", needed: str = "") -> str:
    """Return free text without space around it; `needed` is what is said when it is empty."""
    text = text.replace("\x00", "").strip()
    if needed and not text:
        raise NotUnderstood(needed, field=field)
    if len(text) > LONGEST_TEXT:
        raise NotUnderstood(
            N_("The text is longer than %(most)s characters; shorten it."),
            field=field,
            most=LONGEST_TEXT,
        )
    return text


def check_refs(refs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the references that were given, such as {"tracking": "1Z…"}."""
    for name, value in refs.items():
        if len(value) > LONGEST_REF:
            raise NotUnderstood(
                N_("A reference has at most %(most)s characters."), field=name, most=LONGEST_REF
            )
    return tuple((name, value.strip()) for name, value in refs.items() if value.strip())


def happened(on: date | None, at: time | None, zone: str, now: datetime) -> When:
    """Return when something really happened, as a person in `zone` says it.

    Raises:
        NotUnderstood: no day, or a moment that is still to come.
    """
    when = _stated(on, at, zone)
    if when.start > now:
        raise NotUnderstood(
            N_(
                "%(said)s is still to come, so it cannot have happened. "
                "Correct the day, or choose “expected”."
            ),
            field="day",
            said=when.said,
        )
    return when


def expected(on: date | None, at: time | None, zone: str, now: datetime) -> When:
    """Return when something is expected; a moment that has passed cannot be."""
    when = _stated(on, at, zone)
    if when.stop <= now:
        raise NotUnderstood(
            N_("%(said)s has passed. Choose “happened”, or give a day to come."),
            field="day",
            said=when.said,
        )
    if when.start > now + FARTHEST:
        raise NotUnderstood(
            N_("%(day)s is more than five years away. Check the year."),
            field="day",
            day=when.said,
        )
    return when


def _stated(on: date | None, at: time | None, zone: str) -> When:
    if on is None:
        raise NotUnderstood(N_("Give the day."), field="day")
    if at is None:
        return day(on, zone, basis="partner")
    moment = datetime.combine(on, at, ZoneInfo(zone))
    return instant(moment, f"{on.isoformat()} {at:%H:%M} {zone}", "partner", "minute")


def check_not_before(journey: Journey, when: When) -> None:
    """Refuse a day before the order existed; the order's own day is fine in every zone."""
    began = journey.opened_at
    if began and when.stop <= began - ONE_DAY:
        raise NotUnderstood(
            N_("%(said)s is before the order, which is of %(began)s. Check the day."),
            field="day",
            said=when.said,
            began=began.date().isoformat(),
        )


def details(**texts: str) -> dict[str, str]:
    """Return the erasable texts that were given."""
    return {name: text for name, text in texts.items() if text}


def keyed(key: str, drafts: list[Draft]) -> list[Draft]:
    """Give each draft of one form its own key, so that the same form is never two events."""
    return [replace(draft, key=f"{key}:{n}") for n, draft in enumerate(drafts, start=1)]
