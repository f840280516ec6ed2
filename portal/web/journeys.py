"""How a journey is shown step by step, and what another would make of an order."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import journey, ledger
from portal.errors import N_, NotUnderstood
from portal.journey import WORKING, Journey, OrderReading, Part, Step, Template, due_of
from portal.ledger import norm
from portal.web import babel
from portal.web.words_journeys import ANCHORS, RETURN_ANCHORS, RETURN_SKIPS, SAME_DAY, SKIPS
from portal.web.words_steps import name_of, who


@dataclass(frozen=True)
class Trial:
    """A journey tried on a real order: its steps with the days now and as they would be."""

    number: str
    line: str
    rows: list[dict]


def step_rows(template: Template) -> list[dict]:
    """Return each step of a journey in words."""
    return [
        _row(n, one, template.kind, due_words(one)) for n, one in enumerate(template.steps, start=1)
    ]


def return_rows(template: Template) -> list[dict]:
    """Return each step of goods that go back, in words."""
    return [
        _row(n, one, template.kind, _due_words(one, RETURN_ANCHORS))
        for n, one in enumerate(template.returns, start=1)
    ]


def _row(n: int, one: Step, kind: str, due: str) -> dict:
    return {
        "n": n,
        "label": name_of(one, kind),
        "by": who(one.by, "", kind),
        "must": one.required,
        "due": due,
        "notes": _notes(one),
    }


def due_words(one: Step) -> str:
    """Return when a step is due, such as "7 working days before the agreed day"."""
    return _due_words(one, ANCHORS)


def _due_words(one: Step, anchors: dict) -> str:
    anchor = str(anchors[one.anchor])
    if not one.days:
        return str(SAME_DAY[one.anchor])
    many = abs(one.days)
    if one.count == WORKING:
        days = ngettext("%(num)d working day", "%(num)d working days", many)
    else:
        days = ngettext("%(num)d day", "%(num)d days", many)
    if one.days < 0:
        return _("%(days)s before %(anchor)s", days=days, anchor=anchor)
    return _("%(days)s after %(anchor)s", days=days, anchor=anchor)


def _notes(one: Step) -> list[str]:
    notes = [str((SKIPS | RETURN_SKIPS)[one.skip])] if one.skip else []
    if one.repeats:
        notes.append(_("may be reported on every leg"))
    for lane in one.lanes:
        ends = {"start": lane.start or "*", "end": lane.end or "*", "days": lane.days}
        notes.append(_("%(start)s to %(end)s: %(days)s", **ends))
    return notes


def order_called(text: str) -> OrderReading:
    """Return the order of this number that the viewer may see.

    Raises:
        NotUnderstood: there is none.
    """
    wanted = norm(text)
    found = [one.order for one in journey.find(text)] if wanted else []
    order = next((one for one in found if norm(one.number) == wanted), None)
    if order is None:
        raise NotUnderstood(
            N_("There is no such order. Type its number as it stands on it."), field="order"
        )
    return order


def tried_on(order: UUID, template: Template) -> Trial:
    """Return what a journey would make of an order, beside what holds now."""
    told = ledger.told(order)
    now, then = journey.fold(told), journey.fold(told, template=template)
    part = _part(now)
    old = {one.code: one for one in now.template.steps}
    rows = [_tried(now, then, part, old.get(one.code), one) for one in then.template.steps]
    new = {one.code for one in then.template.steps}
    rows += [_tried(now, then, part, one, None) for one in now.template.steps
             if one.code not in new]  # fmt: skip
    line = now.lines[part.line].no.lstrip("0") if part else ""
    return Trial(now.number, line, rows)


def steps_on(read: Journey) -> list[dict]:
    """Return each step of an order's journey with the day it is due, or was reached."""
    part = _part(read)
    return [
        row | {"day": _due(read, part, one), "reached": _reached(part, one)}
        for row, one in zip(step_rows(read.template), read.template.steps, strict=True)
    ]


def _part(read: Journey) -> Part | None:
    """Return the delivery that days are shown of: the first that is open, else the first."""
    parts = [part for part in read.parts() if not part.tentative]
    return next((part for part in parts if part.open), parts[0] if parts else None)


def _tried(
    now: Journey, then: Journey, part: Part | None, old: Step | None, new: Step | None
) -> dict:
    one = new or old
    same = part and then.part(part.line, part.part)
    before = _due(now, part, old) if old else ""
    after = _due(then, same, new) if new else ""
    return {
        "label": name_of(one, now.kind),
        "by": who(one.by, "", now.kind),
        "now": before,
        "then": after,
        "gone": new is None,
        "changed": before != after,
        "reached": _reached(part, one),
    }


def _due(read: Journey, part: Part | None, one: Step) -> str:
    day = due_of(read, part, one, read.template) if part else None
    return babel.day(day) if day else ""


def _reached(part: Part | None, one: Step) -> str:
    reached = part.reached.get(one.what) if part else None
    if not reached or not reached.n:
        return ""
    return babel.day(reached.full_day) if reached.full_day else _("in part")
