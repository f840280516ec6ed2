"""What is on the table: the separate facts of a line, open proposals and counters, entries."""

from uuid import uuid4

from flask_babel import gettext as _

from portal.desk import Sheet, say
from portal.journey import Line, Part
from portal.people import Actor
from portal.web import babel
from portal.web.orders.differences import different, shown_of
from portal.web.orders.entries import happened, names_of, short_no
from portal.web.said import sentence
from portal.web.words_days import against
from portal.web.words_units import amount_of


def standing_facts(line: Line) -> list[dict]:
    """Return the facts of each delivery, apart: requested, first, agreed, proposed, latest."""
    several = len(line.parts) > 1
    return [
        {
            "title": _("Delivery %(n)s", n=part.part) if several else "",
            "facts": _facts(line, part),
        }
        for part in line.parts.values()
    ]


def _facts(line: Line, part: Part) -> list[dict]:
    note, tone = against(part.stated_day, part.agreed_day)
    return [
        {"label": _("Requested"), "value": _on(line, part.cap, part.ask_day)},
        {
            "label": _("First promised"),
            "value": babel.day(part.first_day) if part.first_day else "",
        },
        {"label": _("Agreed"), "value": _agreed(line, part)},
        {"label": _("Proposed by the supplier"), "value": _proposed(line, part)},
        {"label": _("Wanted by the buyer instead"), "value": _countered(line, part)},
        {
            "label": _("Latest word"),
            "value": babel.day(part.stated_day) if part.stated_day else "",
            "note": note,
            "tone": tone,
        },
    ]


def _on(line: Line, qty, day) -> str:
    many = amount_of(qty, line.uom)
    return _("%(many)s by %(day)s", many=many, day=babel.day(day)) if day else many


def _agreed(line: Line, part: Part) -> str:
    if not part.agreed_by:
        return ""
    many = amount_of(min(part.confirmed, part.cap), line.uom)
    if part.backordered or not part.agreed_day:
        return _("%(many)s later, the day is open", many=many)
    return _("%(many)s on %(day)s", many=many, day=babel.day(part.agreed_day))


def _proposed(line: Line, part: Part) -> str:
    if part.rejected:
        return _("refused")
    if not part.proposal:
        return ""
    many = amount_of(part.cap if part.proposed_qty is None else part.proposed_qty, line.uom)
    if not part.proposed_day:
        return _("%(many)s later", many=many)
    return _("%(many)s on %(day)s", many=many, day=babel.day(part.proposed_day))


def _countered(line: Line, part: Part) -> str:
    if not part.counter:
        return ""
    many = amount_of(part.cap if part.counter_qty is None else part.counter_qty, line.uom)
    return _("%(many)s on %(day)s", many=many, day=babel.day(part.counter_day))


def own_proposals(sheet: Sheet, by: Actor) -> list[dict]:
    """Return what this supplier has proposed and is not decided, with what the buyer countered."""
    if not _answers(sheet, by):
        return []
    names, found = names_of(sheet), []
    said = {one.ident: one for one in sheet.said}
    for line in sheet.journey.lines.values():
        idents = sorted({part.proposal for part in line.parts.values() if part.proposal})
        if not idents and not line.counter:
            continue
        counters = {part.counter for part in line.parts.values() if part.counter}
        told = [said[ident] for ident in {*idents, *counters} if ident in said]
        told.sort(key=lambda one: one.seq)
        texts = (sheet.details.get(one.seq, {}).get("text", "") for one in told)
        found.append(
            {
                "line": line.line,
                "no": short_no(line.no),
                "item": line.item.get("name") or line.item.get("code", ""),
                "stamp": line.stamp,
                "proposals": [{"ident": one, "key": uuid4().hex} for one in idents],
                "countered": bool(line.counter),
                "facts": standing_facts(line),
                "told": [sentence(one.facts, names) for one in told],
                "texts": [text for text in texts if text],
                "key": uuid4().hex,
                "seen": sheet.said[-1].seq,
            }
        )
    return found


def entered(sheet: Sheet, by: Actor) -> list[dict]:
    """Return what the buyer entered for this supplier and it has not confirmed."""
    if not _answers(sheet, by):
        return []
    names = names_of(sheet)
    said = {one.ident: one for one in sheet.said}
    return [
        {
            "ident": one.ident,
            "words": sentence(said[one.ident].facts, names),
            "when": happened(said[one.ident]),
            "text": sheet.details.get(said[one.ident].seq, {}).get("text", ""),
            "line": one.line,
        }
        for one in sheet.journey.entered
        if one.ident in said
    ]


def terms_changed(sheet: Sheet, line: Line, by: Actor) -> list[dict]:
    """Return what a proposal says of item and price beside what holds now: {label, then, now}."""
    shown = shown_of(sheet.journey, line, by)
    pairs = (("item", "offered.item"), ("price", "offered.price"))
    rows = []
    for now, offered in pairs:
        held = shown.get({"item": "substitute", "price": "agreed.price"}[now]) or shown.get(now)
        if offered in shown:
            then = {now: held} if held else {}
            rows += different(then, {now: (shown[offered][0], shown[offered][1])})
    return rows


def what_is_wanted(line: Line) -> str:
    """Return what the buyer countered, in a line; empty where nothing is."""
    return "; ".join(words for part in line.parts.values() if (words := _countered(line, part)))


def can_be_given_up(line: Line) -> bool:
    """Say whether a supplier could ask to give something of a line up: it is agreed."""
    agreed = any(part.open and part.agreed_by and part.cap > part.sent
                 for part in line.parts.values())  # fmt: skip
    owed = any(part.view in say.TO_ANSWER or part.proposal for part in line.parts.values())
    return agreed and not owed and not line.blocked


def _answers(sheet: Sheet, by: Actor) -> bool:
    """Say whether this viewer speaks for the partner, and may answer this buyer's orders."""
    journey = sheet.journey
    theirs = by.side in ("supplier", "carrier") and by.org == journey.partner
    return theirs and by.may("answer", journey.owner)
