"""From an order as it was known to JSON. Quantities are texts, moments UTC, days local."""

from datetime import date, datetime
from decimal import Decimal

from portal.db import moment_text
from portal.desk import known
from portal.journey import Claim, Conflict, Flag, Journey, Line, Part, Reached
from portal.ledger import Said, number

_HEADER = ("number", "kind", "currency", "incoterm", "mode", "basis", "terms", "site", "stage",
           "open", "revision", "next_step", "next_by", "cancelled")  # fmt: skip
_DAYS = ("ask_day", "first_day", "agreed_day", "stated_day", "next_due", "late_from")
_PROMISE = ("ask_day", "first_day", "proposed_day", "counter_day", "agreed_day", "base_day",
            "stated_day", "carried_day")  # fmt: skip
PROMISES = frozenset(
    {
        "line.placed",
        "line.changed",
        "line.cancelled",
        "line.closed",
        "line.reopened",
        "response",
        "response.confirmed",
        "decision",
        "delay.reported",
        "order.changed",
        "order.cancelled",
        "order.reopened",
    }
)
_QUANTITIES = ("ordered", "confirmed", "cancelled", "fulfilled", "open_qty", "announced")


def order_said(read: known.Known, as_of: datetime) -> dict:
    """Return an order as JSON says it."""
    journey = read.journey
    said = {"id": str(read.order), "as_of": moment_text(as_of), "seq": journey.seq}
    said |= {name: getattr(journey, name) for name in _HEADER}
    said |= {name: _day(getattr(journey, name)) for name in _DAYS}
    return said | {
        "template": journey.template.name,
        "owner": read.orgs.get(journey.owner, ""),
        "partner": read.orgs.get(journey.partner, ""),
        "value": _number(journey.value),
        "ordered_at": _moment(journey.ordered_at),
        "changed_at": _moment(journey.changed_at),
        "references": [list(ref) for ref in journey.refs],
        "lines": [_line(line, read) for line in journey.lines.values()],
        "troubles": [_trouble(one) for one in journey.troubles],
        "conflicts": [_conflict(one, read.orgs) for one in journey.conflicts],
        "flags": [_flag(one) for one in journey.flags],
    }


def event_said(one: Said) -> dict:
    """Return an event as JSON says it: its place, its name, when it was learnt, its facts."""
    return {
        "seq": one.seq,
        "ident": one.ident,
        "recorded_at": moment_text(one.at),
        "facts": one.facts,
    }


def _line(line: Line, read: known.Known) -> dict:
    return {
        "line": line.line,
        "no": line.no,
        "item": line.item,
        "uom": line.uom,
        "ordered": number(line.ordered),
        "price": _number(line.price),
        "per": number(line.per),
        "revision": line.revision,
        "stamp": line.stamp,
        "cancelled": line.cancelled,
        "closed": line.closed,
        "blocked": line.blocked,
        "excess": {what: number(n) for what, n in line.excess.items()},
        "schedule_lines": [_part(part) for part in line.parts.values()],
        "promises": [
            _word(one, read.journey)
            for one in read.said
            if one.facts["kind"] in PROMISES and one.facts.get("line", 0) in (0, line.line)
        ],
    }


def _word(one: Said, journey: Journey) -> dict:
    """Return one word of the history of a promise; the event itself says all of it."""
    said = {"event": one.ident, "kind": one.facts["kind"], "recorded_at": moment_text(one.at)}
    return said | {"overtaken": one.ident in journey.gone}


def _part(part: Part) -> dict:
    return {
        "part": part.part,
        "stage": part.stage,
        "turn": part.view,
        "open": part.open,
        "tentative": part.tentative,
        "quantities": {name: number(getattr(part, name)) for name in _QUANTITIES},
        "promise": {name: _day(getattr(part, name)) for name in _PROMISE},
        "milestones": {what: _reached(one) for what, one in part.reached.items()},
        "next": {"step": part.next_step, "by": part.next_by, "due": _day(part.next_due)},
        "late_from": _day(part.late_from),
        "late_days": part.late_days,
    }


def _reached(one: Reached) -> dict:
    return {
        "quantity": number(one.n),
        "first_at": _moment(one.first_at),
        "full_at": _moment(one.full_at),
        "full_day": _day(one.full_day),
        "inferred": one.inferred,
        "event": one.ident,
    }


def _trouble(one) -> dict:
    place = {"line": one.line, "part": one.part, "event": one.ident}
    return place | {"code": one.code, "at": _moment(one.at), "reason": one.reason, "open": one.open}


def _conflict(one: Conflict, orgs: dict[int, str]) -> dict:
    return {
        "line": one.line,
        "part": one.part,
        "what": one.what,
        "rule": one.rule,
        "shown": orgs.get(one.shown, ""),
        "claims": [_claim(claim, orgs) for claim in one.claims],
    }


def _claim(one: Claim, orgs: dict[int, str]) -> dict:
    return {
        "who": orgs.get(one.org, ""),
        "quantity": _number(one.n),
        "day": _day(one.day),
        "event": one.ident,
    }


def _flag(one: Flag) -> dict:
    return {"kind": one.kind, "line": one.line, "part": one.part, "event": one.ident}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment_text(moment) if moment else None


def _number(n: Decimal | None) -> str | None:
    return None if n is None else number(n)
