"""The real files as stories: what the fold would read of an order at a moment of its past."""

from datetime import UTC, datetime, timedelta

import numpy as np

from portal.insight import Orders
from portal.ledger import Draft, Said, facts, instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OWNER, PARTNER = 1, 2
# Of each file: the kind of order that asks for no more steps than it has, and its steps.
STEPS = {
    "olist": ("sales", (None, None, "DISPATCHED", "DELIVERED")),
    "scms": ("transfer", (None, "DELIVERED")),
    "bpi": ("transfer", (None, "DELIVERED")),
    "invented": ("sales", (None, "DISPATCHED", "DELIVERED")),
}


def moment(day: float) -> datetime:
    """Return the moment so many days after the epoch."""
    return EPOCH + timedelta(days=float(day))


def story(orders: Orders, row: int, now: float, name: str) -> list[Said]:
    """Return what had been recorded by `now` of one order of a file."""
    kind, codes = STEPS[name]
    at, known = orders.at[row], orders.known[row]
    header = {"number": "x", "type": kind, "partner": PARTNER, "revision": 1}
    part = {"part": 1, "qty": "1"}
    if not np.isnan(orders.promise[row]):
        day = moment(orders.promise[row]).date().isoformat()
        part |= {"ask": day, "agreed": day}
    line = {"no": "1", "item": {"code": "A"}, "qty": "1", "uom": "EA", "parts": [part]}
    drafts = [
        (known[0], OWNER, Draft("order.placed", when=instant(moment(at[0])), body=header)),
        (known[0], OWNER, Draft("line.placed", line=1, body=line)),
        *(
            (learnt, PARTNER, _step(code, happened, learnt))
            for code, happened, learnt in zip(codes, at, known, strict=True)
            if code and learnt <= now
        ),
    ]
    return [_said(nth, *one) for nth, one in enumerate(drafts)]


def _step(code: str, happened: float, learnt: float) -> Draft:
    when, reported = instant(moment(happened)), moment(learnt)
    return Draft("milestone", code=code, line=1, when=when, reported=reported)


def _said(nth: int, learnt: float, org: int, draft: Draft) -> Said:
    told = facts.build(draft, {"org": org, "auth": "session"}, f"act-{nth}", {})
    return Said(nth + 1, facts.ident(told).hex(), moment(learnt), told, "")
