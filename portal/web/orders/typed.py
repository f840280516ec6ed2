"""From an event back to the form in which somebody would have typed it. Pure."""

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.db import moment_of

_MIDDAY = timedelta(hours=13)


def as_step(facts: dict, details: dict[str, str], zone: str) -> dict:
    """Return a milestone as values of the step form."""
    qty = next(iter(facts.get("qty", ())), {})
    line, part = facts.get("line", 0), facts.get("part", 0)
    refs = dict(facts.get("refs", ()))
    body = facts.get("body", {})
    total = body.get("total") or body.get("percent")
    return {
        "code": facts.get("code", ""),
        "klass": facts.get("class", "ACT"),
        "line": f"{line}.{part}" if part else str(line),
        "qty": Decimal(total or qty["n"]) if qty else None,
        "count": "total" if "total" in body else "add",
        "reason": facts.get("reason", ""),
        "recipient": details.get("recipient", ""),
        "text": details.get("text", ""),
        **{name: refs.get(name, "") for name in ("tracking", "container", "delivery_note")},
        **_when(facts.get("when"), zone),
    }


def as_delay(facts: dict, details: dict[str, str]) -> dict:
    """Return a reported delay as values of the delay form."""
    qty = next(iter(facts.get("qty", ())), {})
    line, part = facts.get("line", 0), facts.get("part", 0)
    return {
        "line": f"{line}.{part}" if part else str(line),
        "day": date.fromisoformat(facts["body"]["day"]),
        "qty": Decimal(qty["n"]) if qty else None,
        "reason": facts.get("reason", ""),
        "text": details.get("text", ""),
    }


def _when(when: dict | None, zone: str) -> dict:
    if not when:
        return {"on": None, "at": None}
    start = moment_of(when["from"])
    if when["precision"] in ("day", "week"):
        return {"on": (start + _MIDDAY).date(), "at": None}
    local = start.astimezone(ZoneInfo(zone))
    return {"on": local.date(), "at": local.time().replace(second=0, microsecond=0)}
