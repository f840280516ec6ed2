"""What was said about a line, by both sides, and what each word changed: old → new."""

from uuid import UUID

from flask_babel import gettext as _

from portal import desk, journey
from portal.desk import Sheet
from portal.journey import Journey, Line
from portal.ledger import Said
from portal.people import Actor
from portal.web import babel
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.orders.deal import about, line_called
from portal.web.orders.differences import Described, different, shown_of
from portal.web.orders.door import bp
from portal.web.orders.entries import happened, names_of
from portal.web.orders.standing import standing_facts
from portal.web.pages import show
from portal.web.said import sentence, tone

_ANSWERS = frozenset({"response"})


@bp.get("/orders/<uuid:order>/lines/<int:line>")
@audience(*SIGNED_IN)
def see_line(order: UUID, line: int):
    """One line: the facts apart, and all that was said about it, kept for ever."""
    by, sheet = viewer(), desk.sheet_of(order)
    found = line_called(sheet.journey, line)
    return show(
        "orders/line.html",
        order=order,
        number=sheet.journey.number,
        about=about(found),
        facts=standing_facts(found),
        entries=_entries(sheet, found, by)[::-1],
    )


def since_answered(sheet: Sheet, line: Line, by: Actor) -> list[dict]:
    """Return what is different for a partner since it answered last; nothing if it never did."""
    then = None
    for said, shown in _played(sheet, line, by):
        if said.facts["kind"] in _ANSWERS:
            then = shown
    return different(then, shown_of(sheet.journey, line, by)) if then else []


def _entries(sheet: Sheet, line: Line, by: Actor) -> list[dict]:
    """Return every word about a line, the oldest first, each with what it made different."""
    names, before, found = names_of(sheet), None, []
    for said, shown in _played(sheet, line, by):
        struck = said.ident in sheet.journey.gone
        found.append(
            {
                "when": happened(said),
                "title": sentence(said.facts, names),
                "tone": tone(said.facts),
                "struck": struck,
                "texts": _texts(sheet, said),
                "rows": [row for row in different(before, shown) if not _is_over(row)],
                "first": before is None,
            }
        )
        before = shown
    return found


def _is_over(row: dict) -> bool:
    """Say whether a row only tells that an offer is off the table: the next words say why."""
    return row["now"] == babel.NOTHING


def _texts(sheet: Sheet, said: Said) -> list[str]:
    details = sheet.details.get(said.seq, {})
    told = [_("Told by %(who)s", who=details["told_by"])] if details.get("told_by") else []
    return [details[name] for name in ("text", "why") if details.get(name)] + told


def _played(sheet: Sheet, line: Line, by: Actor) -> list[tuple[Said, Described]]:
    """Return every word about a line with the line as it was after it, in their order."""
    found: list[tuple[Said, Described]] = []
    read = sheet.journey
    like = Journey(currency=read.currency, partner=read.partner, owner=read.owner)

    def note(said: Said, then: Line) -> None:
        if then.line == line.line:
            found.append((said, shown_of(like, then, by)))

    journey.fold(sheet.told, note=note)
    return found
