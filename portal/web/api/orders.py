"""An order as it is, or was known at a moment: where it stands, and what was said."""

from datetime import datetime
from uuid import UUID

from flask import request, url_for

from portal import clock, desk, people
from portal.db import moment_text
from portal.errors import N_, NotUnderstood
from portal.ledger import Said
from portal.web.api.door import answer, bp
from portal.web.api.shapes import event_said, order_said
from portal.web.guard import MACHINE, audience, needs_scope

MOST = 200  # events of one answer
USUAL = 100


@bp.get("/orders/<uuid:order>")
@needs_scope(people.keys.ORDERS_READ)
@audience(MACHINE)
def see_order(order: UUID):
    """Where an order stands: header, lines, quantities, promises, what is next and what differs.

    `?as_of=` answers from what had been recorded by that moment.
    """
    moment = _as_of()
    known = desk.known.order_known(order, moment)
    return answer(order_said(known, moment or clock.now()))


@bp.get("/orders/<uuid:order>/events")
@needs_scope(people.keys.ORDERS_READ)
@audience(MACHINE)
def see_events(order: UUID):
    """What was said in an order, oldest first, a part at a time."""
    moment = _as_of()
    known = desk.known.order_known(order, moment)
    after, most = _number("cursor", 0), min(_number("limit", USUAL), MOST)
    left = [one for one in known.said if one.seq > after]
    part = left[: max(most, 1)]
    said = {
        "order": str(order),
        "as_of": moment_text(moment or clock.now()),
        "events": [event_said(one) for one in part],
    }
    if len(left) > len(part):
        said["next"] = _next(order, part[-1], moment, most)
    return answer(said)


def _next(order: UUID, last: Said, moment: datetime | None, most: int) -> str:
    more = {"as_of": moment_text(moment)} if moment else {}
    return url_for("api.see_events", order=order, cursor=last.seq, limit=most, **more)


def _as_of() -> datetime | None:
    """Return the moment of `?as_of=`, an ISO 8601 instant.

    Raises:
        NotUnderstood: it is none, or names no zone.
    """
    text = request.args.get("as_of", "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        moment_text(moment)  # refuses one without a zone
    except (ValueError, OverflowError):
        raise NotUnderstood(
            N_('"%(text)s" is no instant. Write it with its zone, like 2026-03-12T14:05:00Z.'),
            "as_of",
            text=text,
        ) from None
    return moment


def _number(name: str, usual: int) -> int:
    """Return a whole number that was asked for.

    Raises:
        NotUnderstood: it is none.
    """
    text = request.args.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotUnderstood(N_('"%(text)s" is no whole number.'), name, text=text)
    return int(text) if text else usual
