"""Goods that go back: asked by the owner, answered by the partner, moved by whoever reports it.

A return for credit leaves the order fulfilled. A return for replacement makes its quantity
owed once more as soon as the partner has agreed: from that moment on every count of the
line is lower by it, so the new goods are dispatched, delivered and received like any.
"""

from datetime import date
from decimal import Decimal

from portal.journey.givingback import ACCEPTED, settle_return
from portal.journey.milestones import RETURNED, Milestone
from portal.journey.quantities import Move
from portal.journey.state import ZERO, Flag, Journey, Return
from portal.journey.times import day, spoken_at
from portal.ledger import Said

OWED_AGAIN = Milestone("RETURN_OWED_AGAIN", 105)


def read_returns(journey: Journey, said: list[Said], moves: list[Move], flags: list[Flag]) -> None:
    """Collect the returns of an order, each with its answer and how far it has come."""
    found = {one.ident: _asked(one) for one in said if one.facts["kind"] == "return.requested"}
    answers = [one for one in said if one.facts["kind"] == "return.answered"]
    for one in sorted(answers, key=lambda one: (spoken_at(one), one.ident)):
        asked = found.get(one.facts["body"]["return"])
        if asked is None:
            flags.append(Flag("return_unknown", ident=one.ident))
        elif not asked.verdict:
            _answer(asked, one)
    full = _move(found, moves)
    for one in found.values():
        template = journey.template
        if one.verdict == "accepted" and one.answered_at:
            full[one.ident][ACCEPTED] = one.answered_at.date()
        settle_return(one, template, full[one.ident], template.calendar)
    journey.returns = sorted(found.values(), key=lambda one: (one.at, one.ident))


def owed_again(journey: Journey) -> list[Move]:
    """Return, as moves, the moments at which returned goods became owed once more."""
    return [
        Move(one.answered_at, OWED_AGAIN.rank, one.ident, OWED_AGAIN, None, None, wanted=one.wanted)
        for one in journey.returns
        if one.remedy == "replace" and one.verdict == "accepted"
    ]


def _asked(one: Said) -> Return:
    wanted: dict[int, Decimal] = {}
    for entry in one.facts["qty"]:
        number = entry.get("line") or one.facts.get("line", 0)
        wanted[number] = wanted.get(number, ZERO) + Decimal(entry["n"])
    return Return(
        one.ident,
        spoken_at(one),
        one.facts["body"]["remedy"],
        wanted,
        one.facts.get("reason", ""),
    )


def _answer(asked: Return, one: Said) -> None:
    body = one.facts["body"]
    asked.verdict, asked.answered, asked.answered_at = body["verdict"], one.ident, spoken_at(one)
    asked.number = next((value for kind, value in one.facts.get("refs", ()) if kind == "rma"), "")
    asked.day = day(body.get("day"))


def _move(found: dict[str, Return], moves: list[Move]) -> dict[str, dict[str, date | None]]:
    """Add up what each organisation reported; where two did, the larger count holds.

    Returns the day on which all of it had come so far, by return and step.
    """
    counts: dict[tuple[str, str, int, int], Decimal] = {}
    full: dict[str, dict[str, date | None]] = {ident: {} for ident in found}
    for one in moves:
        name = (one.said.facts.get("body") or {}).get("return", "")
        if name not in found or one.step.code not in RETURNED:
            continue
        for entry in one.said.facts.get("qty", ()):
            line = entry.get("line") or one.said.facts.get("line", 0)
            key = (name, RETURNED[one.step.code], line, one.said.facts["by"]["org"])
            counts[key] = counts.get(key, ZERO) + Decimal(entry["n"])
            there = found[name].came(one.step.code)
            there[line] = max(there.get(line, ZERO), counts[key])
        there, wanted = found[name].came(one.step.code), found[name].wanted
        if all(there.get(line, ZERO) >= n for line, n in wanted.items()):
            full[name].setdefault(one.step.code, one.day)
    return full
