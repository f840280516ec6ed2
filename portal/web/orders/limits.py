"""Tolerances on an order: which hold, from which setting, and why a proposal waits."""

from uuid import UUID

from portal import desk
from portal.desk import Sheet, tolerance
from portal.journey import Line
from portal.people import Actor
from portal.web.guard import audience, viewer
from portal.web.orders.door import bp
from portal.web.orders.entries import short_no
from portal.web.pages import show
from portal.web.words_tolerance import (
    field_words,
    rule_words,
    setting_words,
    source_words,
    unset_words,
)

BUYERS = ("buyer", "admin")


@bp.get("/orders/<uuid:order>/tolerances")
@audience(*BUYERS)
def see_tolerances(order: UUID):
    """Which tolerances hold for each line of an order, and which setting says so."""
    sheet = desk.sheet_of(order)
    rules = tolerance.rules_of(order, sheet.journey)
    return show(
        "orders/tolerances.html",
        admin=viewer().role == "admin",
        order=order,
        number=sheet.journey.number,
        lines=[_line(rules, line) for line in sheet.journey.lines.values()],
    )


def why_asked(sheet: Sheet, by: Actor) -> dict[str, list[str]]:
    """Return why each open proposal waits for the buyer, by its ident; two statements, or none.

    Nothing is said of a proposal for which nothing is set.
    """
    waiting = _waiting(sheet)
    if not waiting or by.role not in BUYERS:
        return {}
    rules = tolerance.rules_of(sheet.order, sheet.journey)
    gate = tolerance.Gate(sheet.order, sheet.journey, rules)
    bodies = {one.ident: one.facts["body"] for one in sheet.said if one.ident in waiting}
    found = {}
    for ident, line in waiting.items():
        weighed = gate.weigh(line, bodies[ident])
        if weighed and any(one.held for one in weighed[1].rulings):
            told = gate.told(line, *weighed)
            found[ident] = [rule_words(one) for one in told]
    return found


def limits_shown(rules: tolerance.Rules, line: Line) -> list[str]:
    """Return what the supplier is shown of what holds for a line, as sentences."""
    return [
        f"{field_words(name)}: {setting_words(name, tolerance.limit_doc(name, held.limit))}"
        for name, held in rules.holds(line).limits.items()
    ]


def _waiting(sheet: Sheet) -> dict[str, Line]:
    return {
        part.proposal: line
        for line in sheet.journey.lines.values()
        for part in line.parts.values()
        if part.proposal
    }


def _line(rules: tolerance.Rules, line: Line) -> dict:
    holds: tolerance.Effective = rules.holds(line)
    calendar = rules.calendar(line)
    return {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "site": tolerance.site_of(line, rules.site),
        "calendar": calendar.name,
        "rows": [_row(rules, name, holds, line) for name in tolerance.FIELDS],
        "close": _source(rules, holds.close, line) if holds.close else None,
    }


def _row(rules: tolerance.Rules, name: str, holds: tolerance.Effective, line: Line) -> dict:
    held = holds.limits.get(name)
    if held is None:
        return {
            "field": field_words(name),
            "words": unset_words(name),
            "source": None,
            "message": "",
        }
    limit = tolerance.limit_doc(name, held.limit)
    return {
        "field": field_words(name),
        "words": setting_words(name, limit),
        "source": _source(rules, held, line),
        "message": held.limit.message,
    }


def _source(rules: tolerance.Rules, held: tolerance.Held, line: Line) -> str:
    name = rules.name_of(held.key, line)
    return source_words({"key": held.key, "version": held.version, "name": name})
