"""Visits from what was said of them: appointments, steps, work. Pure.

    planned → changed … → confirmed → on the way → on site → completed → signed
                     └ cancelled                        └ failed → the next visit, after this one

A visit accounts for a quantity of each line, like a shipment for its goods: what it is to
bring while it is open, what it did once it is over. So a visit that came to nothing leaves
its quantity open, and however many visits there are, their quantities add up to the line's.
Two who report the same step of one visit are one step: the one that happened first.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from portal.journey.milestones import VISITING, milestone
from portal.journey.quantities import Move, in_order
from portal.journey.state import ZERO, Flag, Journey
from portal.journey.times import moment, spoken_at
from portal.journey.visit import PartUsed, Visit, Window, Work
from portal.ledger import Said

VISITS = ("visit.planned", "visit.changed", "visit.confirmed", "visit.cancelled",
          "work.entered", "work.refused")  # fmt: skip
_COUNTED = ("VISIT_PLANNED", "TECHNICIAN_ON_THE_WAY", "TECHNICIAN_ON_SITE", "WORK_COMPLETED",
            "WORK_SIGNED")  # fmt: skip
_ACCEPTED = "RECEIPT_ACCEPTED"


def visit_moves(
    journey: Journey, said: list[Said], moves: list[Move], flags: list[Flag]
) -> list[Move]:
    """Collect an order's visits; return its moves, steps of visits as those account for them."""
    _read(journey, said, [one for one in moves if _is_about_visit(one)], flags)
    visits = {one.ident for one in journey.visits}
    if not visits:
        return moves
    others = [one for one in moves if not (_is_step(one) and _visit_of(one) in visits)]
    theirs = (move for one in journey.visits for move in _moves_of(journey, one))
    return in_order([*others, *theirs])


def _read(journey: Journey, said: list[Said], moves: list[Move], flags: list[Flag]) -> None:
    told = sorted(said, key=lambda one: (spoken_at(one), one.ident))
    found = {one.ident: _planned(journey, one) for one in told if _is(one, "visit.planned")}
    words = {name: {one.ident: visit.window} for name, (one, visit) in found.items()}
    visits = {name: visit for name, (_, visit) in found.items()}
    for one in told:
        visit = visits.get(_body(one).get("visit", one.ident))
        if visit is None:
            flags.append(Flag("visit_unknown", ident=one.ident))
        elif one.facts["kind"] in _READ:
            _READ[one.facts["kind"]](journey, visit, one, words[visit.ident])
    for one in moves:
        _step(visits, one, flags)
    journey.visits = sorted(visits.values(), key=lambda one: (one.at, one.ident))


def end_visits(journey: Journey) -> None:
    """Let visits that have not begun end with what they are for: the order, or their lines."""
    for visit in journey.visits:
        lines = [journey.lines[line] for line in visit.lines if line in journey.lines]
        over = lines and all(journey.cancelled or line.cancelled for line in lines)
        if over and visit.state in ("proposed", "confirmed"):
            visit.cancelled = journey.cancelled_by or lines[0].because.get("line", visit.word)


def _is(one: Said, kind: str) -> bool:
    return one.facts["kind"] == kind


def _body(one: Said) -> dict:
    return one.facts.get("body") or {}


def _is_step(one: Move) -> bool:
    return one.step.code in VISITING and one.said is not None


def _is_about_visit(one: Move) -> bool:
    return one.said is not None and (one.step.code in VISITING or one.step.code == _ACCEPTED)


def _visit_of(one: Move) -> str:
    return _body(one.said).get("visit", "")


def _planned(journey: Journey, one: Said) -> tuple[Said, Visit]:
    body = _body(one)
    visit = Visit(
        one.ident,
        spoken_at(one),
        _window(body["window"]),
        one.ident,
        tuple(body.get("lines", ())),
        _by_line(one.facts),
        _units(one.facts),
        body.get("technician", 0),
        _is_ours(journey, one),
        after=body.get("after", ""),
    )
    return one, visit


def _window(said: dict) -> Window:
    return Window(moment(said["from"]), moment(said["to"]), said["zone"])


def _by_line(facts: dict) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for entry in facts.get("qty", ()):
        number = entry.get("line") or facts.get("line", 0)
        found[number] = found.get(number, ZERO) + Decimal(entry["n"])
    return found


def _units(facts: dict) -> dict[int, str]:
    about = facts.get("line", 0)
    return {entry.get("line") or about: entry.get("uom", "") for entry in facts.get("qty", ())}


def _is_ours(journey: Journey, one: Said) -> bool:
    """Say whether it is the owner's own word."""
    by = one.facts["by"]
    return by["org"] == journey.owner and "for" not in by


def _changed(journey: Journey, visit: Visit, one: Said, words: dict[str, Window]) -> None:
    body, before = _body(one), visit.window
    visit.window = words[one.ident] = _window(body["window"])
    visit.technician = body.get("technician", visit.technician)
    if visit.window == before:  # another technician only: what was agreed stands
        return
    visit.word, visit.ours, visit.confirmed = one.ident, _is_ours(journey, one), ""
    visit.reason = one.facts.get("reason", "")
    visit.changes += 1


def _confirmed(journey: Journey, visit: Visit, one: Said, words: dict[str, Window]) -> None:
    meant = words.get(_body(one)["confirms"])
    if meant == visit.window and _is_ours(journey, one) != visit.ours:
        visit.confirmed = one.ident


def _cancelled(_journey: Journey, visit: Visit, one: Said, _words: dict) -> None:
    visit.cancelled, visit.why = one.ident, one.facts.get("reason", "")


def _entered(_journey: Journey, visit: Visit, one: Said, _words: dict) -> None:
    body = _body(one)
    visit.work = Work(
        one.ident,
        spoken_at(one),
        _number(body.get("hours")),
        _number(body.get("amount")),
        tuple(_part(row) for row in body.get("parts", ())),
    )


def _refused(_journey: Journey, visit: Visit, one: Said, _words: dict) -> None:
    if visit.work and visit.work.ident == _body(one)["entry"]:
        visit.work.refused = one.ident


_READ = {
    "visit.changed": _changed,
    "visit.confirmed": _confirmed,
    "visit.cancelled": _cancelled,
    "work.entered": _entered,
    "work.refused": _refused,
}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _part(row: dict) -> PartUsed:
    return PartUsed(
        row["item"],
        Decimal(row["n"]),
        row.get("uom", ""),
        row.get("serial", ""),
        row.get("lot", ""),
        row.get("back", False),
    )


def _step(visits: dict[str, Visit], one: Move, flags: list[Flag]) -> None:
    name = _visit_of(one)
    visit = visits.get(name)
    if visit is None:
        if name:
            flags.append(Flag("visit_unknown", one.said.facts.get("line", 0), 0, one.ident))
    elif one.step.code == _ACCEPTED:
        if visit.work and visit.work.ident == _body(one.said).get("entry"):
            visit.work.accepted = one.ident
    else:
        _take_step(visit, one)


def _take_step(visit: Visit, one: Move) -> None:
    """Note a step; moves come in the order in which they happened, so the first one counts.

    What was done of several lines is told line by line, in one act: it is added up.
    """
    code, said = one.step.code, one.said
    if code == "WORK_COMPLETED":
        told = _by_line(said.facts) or dict(visit.wanted)
        for line, n in told.items():
            visit.done.setdefault(line, n)
        visit.units |= _units(said.facts)
    elif code == "VISIT_FAILED" and code not in visit.steps:
        visit.why = said.facts.get("reason", "")
    visit.steps.setdefault(code, (one.at, one.ident))


def _moves_of(journey: Journey, visit: Visit) -> Iterable[Move]:
    """Return what a visit moves: its appointment, and each step it has passed."""
    brings = {line: n for line, n in visit.brings().items() if n}
    passed = {"VISIT_PLANNED": (visit.at, visit.ident), **visit.steps}
    for code in _COUNTED:
        if code in passed and brings:
            at, ident = passed[code]
            yield _move(journey, visit, code, at, ident, brings)
    if "VISIT_FAILED" in visit.steps:
        at, ident = visit.steps["VISIT_FAILED"]
        yield _move(journey, visit, "VISIT_FAILED", at, ident, {})


def _move(
    journey: Journey,
    visit: Visit,
    code: str,
    at: datetime | None,
    ident: str,
    brings: dict[int, Decimal],
) -> Move:
    step = milestone(code)
    facts = {
        "kind": "milestone",
        "code": code,
        "class": "ACT",
        "by": {"org": journey.partner},
        "qty": [
            {"n": str(n), "uom": visit.units.get(line, ""), "what": step.what, "line": line}
            for line, n in sorted(brings.items())
        ],
        "body": {"visit": visit.ident, "count": "add"},
    }
    said = Said(0, ident, at or visit.at, facts)
    return Move(at or visit.at, step.rank, ident, step, said, at, at.date() if at else None)
