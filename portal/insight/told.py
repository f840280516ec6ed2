"""When each step of a finished line was learnt, and what was expected of it meanwhile.

What the sender says of the time it reported counts, else when we recorded it. History that
is loaded long after it happened says nothing of when it was known, unless it carries its own
report times: without them each step counts as known when it happened.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal.db import db
from portal.insight.lines import STEPS, LineRow, day_of, float_of
from portal.journey import MILESTONES
from portal.ledger import Event, Link
from portal.watch import OutlookPast

LOADED_LATER = timedelta(days=14)  # recorded so long after it happened: history, loaded at once
BY_HAND = frozenset({"portal"})  # said by people: recorded when it was known
_STEP = {"received": "delivered", "confirmed": "acknowledged"} | {one: one for one in STEPS}
CODES = {
    code: STEPS.index(_STEP[one.what]) for code, one in MILESTONES.items() if one.what in _STEP
}
_DAY, _MIDDAY = timedelta(days=1), timedelta(hours=13)
_WANTED = tuple(code for code, step in CODES.items() if STEPS[step] != "acknowledged")
_COLUMNS = (
    Event.code, Event.klass, Event.line, Event.occurred_from, Event.occurred_to,
    Event.recorded_at, Event.reported_at, Event.source, Event.by_org,
)  # fmt: skip


class Told:
    """What was said of some orders' lines."""

    def __init__(self, rows: Sequence[LineRow]) -> None:
        self._partner = {row.order: row.partner for row in rows}
        self._known: dict[tuple, datetime] = {}
        self._estimates: dict[tuple, tuple[datetime, date]] = {}
        self._ours: dict[tuple, date] = {}
        for order, *event in _events(self._partner):
            self._take(order, *event)
        for order, line, part, day in _forecasts(self._partner):
            self._ours.setdefault((order, line, part), day)

    def known(self, row: LineRow) -> list[float]:
        """Return when each step was learnt, nan where it counts as known when it happened."""
        found = (
            self._known.get((row.order, step, at)) if at else None
            for step, at in enumerate(row.moments)
        )
        return [float_of(moment) for moment in found]

    def claims(self, row: LineRow) -> list[float]:
        """Return the day each of `CLAIMS` named: theirs last, ours first."""
        supplier, carrier = (self._estimate(row, theirs) for theirs in (True, False))
        if supplier is None and carrier is None:
            supplier = row.stated_day
        ours = self._ours.get((row.order, row.line, row.part))
        days = (row.ask_day, row.first_day, row.agreed_day, supplier, carrier, ours)
        return [day_of(day) for day in days]

    def _estimate(self, row: LineRow, theirs: bool) -> date | None:
        found = (self._estimates.get((row.order, line, theirs)) for line in (row.line, 0))
        return max((one for one in found if one), default=(None, None))[1]

    def _take(self, order, code, klass, line, start, end, recorded, reported, source, org) -> None:
        known = reported or recorded
        if klass == "EST":
            if CODES[code] == len(STEPS) - 1:
                day = (start + _MIDDAY if end - start >= _DAY else start).date()
                key = (order, line, org == self._partner[order])
                self._estimates[key] = max((known, day), self._estimates.get(key, (known, day)))
            return
        if not reported and source not in BY_HAND and recorded - start > LOADED_LATER:
            known = start
        key = (order, CODES[code], start)
        self._known[key] = min(known, self._known.get(key, known))


def _events(orders: Collection[UUID]):
    """Yield (order, columns) of the steps and estimates of orders and of their shipments."""
    asked = (
        Event.kind == "milestone",
        Event.code.in_(_WANTED),
        Event.occurred_from.is_not(None),
        or_(Event.klass == "ACT", Event.klass == "EST"),
    )
    yield from db.session.execute(
        select(Event.stream, *_COLUMNS).where(Event.stream.in_(orders), *asked)
    )
    carried = select(Link.order, *_COLUMNS).join(
        Event, (Event.owner == Link.owner) & (Event.stream == Link.shipment)
    )
    yield from db.session.execute(carried.where(Link.order.in_(orders), Link.assigned, *asked))


def _forecasts(orders: Collection[UUID]):
    one = OutlookPast
    query = select(one.order, one.line, one.part, one.p50).where(one.order.in_(orders))
    return db.session.execute(query.order_by(one.order, one.line, one.part, one.at))
