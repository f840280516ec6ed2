"""The forms of a negotiation: how each is opened, and what stands beside its fields."""

from datetime import date

from flask_babel import gettext as _

from portal.desk import Sheet, say
from portal.errors import N_, NotFound
from portal.journey import Journey, Line
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm
from portal.web.orders import forms
from portal.web.orders.asked import Act, Asked
from portal.web.orders.deal_forms import (
    ChangeForm,
    CounterForm,
    EnterForm,
    ForgoForm,
    HaltForm,
)
from portal.web.orders.differences import different, shown_of
from portal.web.orders.entries import short_no
from portal.web.orders.halt_words import HALTS, halt_words
from portal.web.orders.otherwise import offered_start, otherwise
from portal.web.orders.sight import priced
from portal.web.words_units import amount_of, price_words, unit

BUYERS, THEIRS = ("buyer", "admin"), ("supplier", "carrier")


def line_called(journey: Journey, number: int) -> Line:
    """Return a line of an order.

    Raises:
        NotFound: it has no such line.
    """
    found = journey.lines.get(number)
    if found is None:
        raise NotFound(N_("There is no such line."))
    return found


def about(line: Line) -> dict:
    """Return what every form about a line shows of it."""
    return {
        "line": line,
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "uom": unit(line.uom),
    }


def _change(sheet: Sheet, by: Actor, _today: date, asked: Asked, form: PortalForm | None) -> Act:
    line = line_called(sheet.journey, asked.line)
    form = form or ChangeForm(None, data=_change_start(line))
    _stamped(form, sheet, line.stamp)
    _one_more(form)
    known = {
        str(part.part): _("now: %(many)s by %(day)s", many=amount_of(part.cap, line.uom),
                          day=babel.day(part.ask_day))
        for part in line.parts.values()
    }  # fmt: skip
    return Act("change", form, about(line) | {"known": known, "priced": _sees(sheet, by)})


def _change_start(line: Line) -> dict:
    rows = [
        {"part": str(part.part), "qty": part.cap, "day": part.ask_day}
        for part in line.parts.values()
        if not part.tentative and part.cap
    ]
    return {
        "line": str(line.line),
        "parts": rows,
        "code": line.item.get("code", ""),
        "name": line.item.get("name", ""),
        "price": line.price,
        "per": line.per if line.price is not None else None,
    }


def _add(sheet: Sheet, by: Actor, _today: date, _asked: Asked, form: PortalForm | None) -> Act:
    units = sorted({line.uom for line in sheet.journey.lines.values() if line.uom})
    form = form or ChangeForm(None, data={"line": "0", "uom": [*units, "EA"][0]})
    _stamped(form, sheet, str(sheet.journey.revision))
    _one_more(form)
    return Act("add", form, {"priced": _sees(sheet, by), "units": units})


def _sees(sheet: Sheet, by: Actor) -> bool:
    return priced(by, sheet.journey.partner, sheet.journey.owner)


def _one_more(form) -> None:
    """Offer an empty row after those that are filled in."""
    if not form.parts.entries or not form.parts[-1].form.empty:
        form.parts.append_entry({"part": "0"})


def _stamped(form, sheet: Sheet, stamp: str) -> None:
    """Note what the form is about as it is seen now."""
    form.stamp.data, form.seen.data = stamp, str(sheet.said[-1].seq)


def _halt(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form: PortalForm | None) -> Act:
    journey, verb = sheet.journey, asked.do
    line = line_called(journey, asked.line) if asked.line else None
    form = form or HaltForm(None, data={"line": str(asked.line)})
    _stamped(form, sheet, line.stamp if line else say.order_stamp(journey))
    form.verb.data = verb
    if HALTS[verb]:
        forms.offer_reasons(form, HALTS[verb])
    beside = about(line) if line else {"line": None, "no": "", "name": "", "uom": ""}
    meant = list(line.parts.values()) if line else journey.parts()
    units = {one.uom for one in ([line] if line else journey.lines.values())}
    left = say.cancellable(meant)
    beside |= {
        "verb": verb,
        "words": halt_words(verb, beside["no"]),
        "left": amount_of(left, next(iter(units))) if len(units) == 1 else "",
        "away": amount_of(say.on_its_way(line), line.uom) if line and say.on_its_way(line) else "",
    }
    return Act("halt", form, beside)


def _counter(sheet: Sheet, by: Actor, _today: date, asked: Asked, form: PortalForm | None) -> Act:
    proposal = form.proposal.data if form else asked.what
    line = _proposed(sheet.journey, proposal)
    if form is None:
        form = CounterForm(None, data={"proposal": proposal, "parts": _counter_start(line)})
    form.line.data = str(line.line)
    _stamped(form, sheet, line.stamp)
    _one_more(form)
    forms.offer_reasons(form, "refuse")
    offered = line.offer.price if line.offer else None
    price, per = say.in_force(line)
    beside = about(line) | {
        "priced": _sees(sheet, by) and (offered is not None or price is not None),
        "price_now": "" if price is None else price_words(
            price, per, sheet.journey.currency, line.uom),
        "known": {str(part.part): _offered(line, part) for part in line.parts.values()},
    }  # fmt: skip
    return Act("counter", form, beside)


def _offered(line: Line, part) -> str:
    if not part.proposal:
        return _("asked for: %(many)s by %(day)s", many=amount_of(part.cap, line.uom),
                 day=babel.day(part.want_day))  # fmt: skip
    qty = part.cap if part.proposed_qty is None else part.proposed_qty
    many = amount_of(qty, line.uom)
    if part.proposed_day is None:
        return _("proposed: %(many)s, later", many=many)
    return _("proposed: %(many)s on %(day)s", many=many, day=babel.day(part.proposed_day))


def _counter_start(line: Line) -> list[dict]:
    asked = [
        say.Offer(part.cap, part.want_day, part.part)
        for part in line.parts.values()
        if part.open and not part.tentative
    ]
    return [
        {"part": str(one.part), "qty": one.qty, "day": one.day}
        for one in say.standing(line) or asked
    ]


def _proposed(journey: Journey, proposal: str) -> Line:
    for line in journey.lines.values():
        if proposal and any(proposal in (p.proposal, p.rejected) for p in line.parts.values()):
            return line
    raise NotFound(N_("This proposal is no longer open."))


def _forgo(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form: PortalForm | None) -> Act:
    line = line_called(sheet.journey, asked.line)
    left = {
        part.part: part.cap - part.sent
        for part in line.parts.values()
        if part.open and not part.tentative and part.cap > part.sent
    }
    if form is None:
        rows = [{"part": str(part), "qty": qty} for part, qty in left.items()]
        form = ForgoForm(None, data={"line": str(line.line), "parts": rows})
    _stamped(form, sheet, line.stamp)
    forms.offer_reasons(form, "forgo")
    known = {
        str(n): _("agreed: %(many)s on %(day)s", many=amount_of(part.cap, line.uom),
                  day=babel.day(part.agreed_day))
        for n, part in line.parts.items()
    }  # fmt: skip
    return Act("forgo", form, about(line) | {"known": known})


def _enter(sheet: Sheet, by: Actor, today: date, asked: Asked, form: PortalForm | None) -> Act:
    line = line_called(sheet.journey, asked.line)
    if form is None:
        start = {"parts": _counter_start(line), "how": "phone", "heard_on": today}
        form = EnterForm(None, data={"line": str(line.line)} | start | offered_start(line))
    _stamped(form, sheet, line.stamp)
    _one_more(form)
    forms.offer_reasons(form, "change")
    known = {str(part.part): _offered(line, part) for part in line.parts.values()}
    beside = about(line) | otherwise(sheet.journey, line, by)
    return Act("enter", form, beside | {"known": known})


def of_order(journey: Journey, by: Actor) -> list[tuple[str, str, str]]:
    """Return what a buyer can do to the whole order: (what, label, icon); others nothing."""
    if by.role not in BUYERS:
        return []
    if journey.cancelled:
        return [("reopen", _("Want the order again"), "arrow-left")]
    found = [
        ("add", _("Add a line"), "plus"),
        ("terms", _("Change terms or drawings"), "doc"),
    ]
    lines = journey.lines.values()
    if any(line.open and not line.blocked for line in lines):
        found.append(("block", _("Block the order"), "lock"))
    if any(line.blocked for line in lines):
        found.append(("unblock", _("Lift the block"), "check"))
    if say.cancellable(journey.parts()):
        found.append(("cancel", _("Cancel the order"), "cross"))
    return found


def of_line(journey: Journey, line: Line) -> list[tuple[str, str]]:
    """Return what a buyer can do to a line: (what, label)."""
    if journey.cancelled:
        return []
    parts = list(line.parts.values())
    found = [("change", _("Change …"))] if line.open and not line.blocked else []
    if line.open and not line.blocked and any(p.asking or p.proposal for p in parts):
        found.append(("enter", _("Enter the supplier's answer …")))
    if say.cancellable(parts):
        found.append(("cancel", _("Cancel …")))
    if line.open and any(part.sent for part in parts):
        found.append(("close", _("Close the rest …")))
    if line.open:
        word = ("unblock", _("Lift the block …")) if line.blocked else ("block", _("Block …"))
        found.append(word)
    if say.reopenable(line):
        found.append(("reopen", _("Want it again …")))
    return found


def foreseen(sheet: Sheet, after: Journey, by: Actor) -> list[dict]:
    """Return, line by line, what a change would make different: {title, rows, asks}."""
    found = []
    for line in after.lines.values():
        before = sheet.journey.lines.get(line.line)
        then = shown_of(sheet.journey, before, by) if before else None
        rows = different(then, shown_of(after, line, by))
        if not rows:
            continue
        names = about(line)
        asks = any(part.view in say.TO_ANSWER for part in line.parts.values())
        title = _("Line %(no)s: %(name)s", no=names["no"], name=names["name"])
        found.append({"title": title, "rows": rows, "asks": asks})
    return found


OPENERS = {
    "change": (_change, BUYERS, ""),
    "add": (_add, BUYERS, ""),
    "counter": (_counter, BUYERS, ""),
    "enter": (_enter, BUYERS, ""),
    "forgo": (_forgo, THEIRS, "answer"),
    **dict.fromkeys(HALTS, (_halt, BUYERS, "")),
}
