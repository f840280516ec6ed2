"""What rows would come to: weighed against orders as the readings know them. Pure.

The same builders say what is wrong that say it under the lock, so a preview and what
happens then differ only by what happened in between.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from portal.bundles.rows import READY, Row, by_order, check_verb, gone
from portal.bundles.tables import IDLE, WRONG
from portal.desk import say, tolerance
from portal.errors import PortalError
from portal.journey import Journey, Part
from portal.ledger import Draft
from portal.people import Actor


def weigh(
    rows: Iterable[Row],
    orders: Mapping[UUID, Journey],
    by: Actor,
    today: date,
    gates: Mapping[UUID, tolerance.Gate] | None = None,
) -> None:
    """Set state, meaning and fault of these rows. Rows of one line must come together.

    A row with something that could not be read (`given`) keeps its fault.

    Args:
        gates: of orders whose owner has set tolerances: what those say follows from a proposal.
    """
    gates = gates or {}
    for order, some in by_order(rows).items():
        for row in some:
            _reset(row)
        saying = [row for row in some if row.asks or row.state == WRONG]
        journey = orders.get(order)
        if journey is None:
            for row in saying:
                row.refuse(gone())
        else:
            _weigh_order(journey, saying, by, today, gates.get(order))


def _reset(row: Row) -> None:
    if not row.answered:
        row.means, row.days, row.follows = "", None, ""
    row.state = WRONG if row.given and row.says_something else IDLE
    if not row.given:
        row.fault = ""


def _weigh_order(
    journey: Journey, rows: Sequence[Row], by: Actor, today: date, gate: tolerance.Gate | None
) -> None:
    sound = _sound(rows)
    journey = gate.journey if gate else journey
    told = say.tell_wishes(journey, by, "weighed", (row.wish() for row in sound), today)
    several = _several(sound)
    follows = {draft.line: _follows(gate, draft) for draft in told.drafts}
    for row in sound:
        if error := told.faults.get(row.row):
            row.refuse(error)
        else:
            row.state = READY
            row.means, row.days = _meaning(journey, row, (row.line, row.part) in several)
            row.follows = follows.get(row.line, "") if row.means == "propose" else ""


def _follows(gate: tolerance.Gate | None, draft: Draft) -> str:
    """Return in JSON what follows from an answer: by itself, or the buyer decides.

    A setting that is not shown to the supplier is not let out by asking here.
    """
    if draft.kind != "response" or draft.body.get("answer") != "change":
        return ""
    line = gate.journey.lines.get(draft.line) if gate else None
    weighed = gate.weigh(line, draft.body) if line else None
    if not weighed or weighed[1].outcome != tolerance.ACCEPT or line.counter:
        return json.dumps({"says": tolerance.ASK})
    rulings = weighed[1].rulings
    if not all(one.held and one.held.shown for one in rulings):
        return json.dumps({"says": tolerance.ASK})
    rules = gate.told(line, *weighed, openly=True)
    return json.dumps({"says": tolerance.ACCEPT, "rules": rules}, ensure_ascii=False)


def _sound(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of lines in which nothing is wrong so far; the others wait for that."""
    for row in rows:
        if not row.given:
            _check(row)
    wrong = {row.line for row in rows if row.state == WRONG}
    for row in rows:
        if row.line in wrong and row.state != WRONG:
            row.refuse(say.waits_for(row.no))
    return [row for row in rows if row.line not in wrong]


def _check(row: Row) -> None:
    try:
        check_verb(row)
    except PortalError as error:
        row.refuse(error)


def _several(rows: Iterable[Row]) -> set[tuple[int, int]]:
    """Return the deliveries that are split: more than one row is about them."""
    seen: set[tuple[int, int]] = set()
    return {place for row in rows if (place := (row.line, row.part)) in seen or seen.add(place)}


def _meaning(journey: Journey, row: Row, split: bool) -> tuple[str, int | None]:
    """Return what it comes to, and by how many days the day moves."""
    part = journey.lines[row.line].parts[row.part]
    if row.verb == "propose" and not split and not row.changed:
        return "accept", 0
    day, before = _days(row, part)
    return row.verb, (day - before).days if day and before else None


def _days(row: Row, part: Part) -> tuple[date | None, date | None]:
    if row.verb == "propose":
        return row.day or part.want_day, part.want_day
    if row.verb == "agree":
        return part.proposed_day, part.agreed_day or part.ask_day
    return None, None
