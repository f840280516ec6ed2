"""When each thing that was said could first be known. Pure.

What the sender says of the time it reported counts, else when we recorded it. History that is
loaded long after it happened, and says nothing of when it was reported, counts as known when it
happened; what stands in it without a time of its own, as the order does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portal.db import moment_of
from portal.ledger import Said

LOADED_LATER = timedelta(days=14)  # recorded so long after it happened: history, loaded at once
TOGETHER = timedelta(days=1)  # one load of a file takes no longer
BY_HAND = frozenset({"portal"})  # said by people: recorded when it was known
_INSTANT = timedelta(seconds=1)
_ASIDE = ("case.", "message.", "link.", "order.assigned")  # no rule looks at them


def as_known(told: Iterable[Said]) -> list[Said]:
    """Return what rules may look at, each dated by when it could be known, oldest first."""
    told = [one for one in told if not one.facts["kind"].startswith(_ASIDE)]
    opened = _opened(told)
    if opened is None:
        return []
    loaded_at, began = opened
    dated = [replace(one, at=max(_known(one, loaded_at, began), began)) for one in told]
    return sorted(dated, key=lambda one: (one.at, one.shipment, one.seq))


def _opened(told: Sequence[Said]) -> tuple[datetime, datetime] | None:
    """Return when the order was recorded, and when it could be known."""
    placed = [one for one in told if one.facts["kind"] == "order.placed"]
    if not placed:
        return None
    first = min(placed, key=lambda one: one.seq)
    return first.at, _known(first, first.at, first.at)


def _known(one: Said, loaded_at: datetime, began: datetime) -> datetime:
    facts = one.facts
    if reported := facts.get("reported"):
        return moment_of(reported)
    if facts.get("source") in BY_HAND and "person" in facts["by"]:
        return one.at
    happened = _happened(facts)
    if happened is not None:
        return happened if one.at - happened > LOADED_LATER else one.at
    loaded = loaded_at - began > LOADED_LATER and one.at - loaded_at <= TOGETHER
    return began if loaded and facts.get("class") != "EST" else one.at


def _happened(facts: dict) -> datetime | None:
    """Return when it had happened; a day has at its end. None: it says no such time."""
    when = facts.get("when")
    if not when or facts.get("class", "ACT") != "ACT":
        return None
    start, end = moment_of(when["from"]), moment_of(when["to"])
    return start if end - start < _INSTANT else end
