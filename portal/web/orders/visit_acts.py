"""The forms about visits as an order's page opens them: who may, and how each starts out."""

from datetime import date

from flask_babel import gettext as _

from portal.desk import Sheet, say
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm, choices
from portal.web.orders import forms, visits
from portal.web.orders.asked import Act, Asked
from portal.web.orders.sight import priced
from portal.web.orders.visit_forms import (
    VisitDoneForm,
    VisitFailedForm,
    VisitForm,
    VisitStepForm,
    VisitWordForm,
    WorkForm,
)
from portal.web.orders.visits import BUYERS, OURS, THEIRS

SPARE_ROWS = 2  # empty rows for parts, beside those that were filled in


def _plan(sheet: Sheet, by: Actor, today: date, asked: Asked, form) -> Act:
    journey = sheet.journey
    most = {
        line.line: say.visiting.to_visit(journey, line) for line in say.visiting.open_lines(journey)
    }
    if form is None:
        rows = [{"line": line, "qty": n or None} for line, n in most.items()]
        start = {"lines": rows, "zone": visits.zone_at(journey, by), "after": asked.what}
        form = VisitForm(None, data=start)
    about = _appointment(sheet, form)
    about["lines"] = {line: visits.line_row(journey.lines[line], n) for line, n in most.items()}
    return Act("visit", form, about)


def _move(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
    one = visits.found(sheet.journey, form.asked.data if form else asked.what)
    if form is None:
        on, since, until = visits.local(one)
        start = {"asked": one.ident, "on": on, "since": since, "until": until}
        start |= {"zone": one.window.zone, "technician": visits.technician_of(sheet, one)}
        form = VisitForm(None, data=start)
    form.word.data = form.word.data or one.word
    return Act("visit", form, _appointment(sheet, form) | {"lines": {}, "move": True})


def _appointment(sheet: Sheet, form: VisitForm) -> dict:
    form.zone.choices = choices((name, name.replace("_", " ")) for name in babel.zones())
    forms.offer_reasons(form, "appointment")
    return {"known": sorted(visits.names_of_technicians(sheet)), "move": False}


def _step(code: str):
    def _open(sheet: Sheet, by: Actor, today: date, asked: Asked, form: PortalForm | None) -> Act:
        one = visits.found(sheet.journey, form.asked.data if form else asked.what)
        start = {"asked": one.ident} | visits.today_and_now(by, today)
        form = form or VisitStepForm(None, data=start)
        words = {say.onsite.WAY: _("Technician on the way"), say.onsite.SITE: _("On site")}
        about = {"code": code, "title": words[code], "heard": by.side == "owner"}
        return Act("visit_step", form, about)

    return _open


def _ending(name: str, made: type):
    """Return how a form opens that ends a visit, or tells anew what it took."""

    def _open(sheet: Sheet, by: Actor, today: date, asked: Asked, form: PortalForm | None) -> Act:
        journey = sheet.journey
        one = visits.found(journey, form.asked.data if form else asked.what)
        most = visits.still_to_do(journey, one)
        if form is None:
            start = {"asked": one.ident, **visits.today_and_now(by, today)}
            start["lines"] = [_row(line, n, one, name) for line, n in most.items()]
            start |= _taken_before(one)
            form = made(None, data=start)
        while len(form.parts) < 50 and sum(row.form.empty for row in form.parts) < SPARE_ROWS:
            form.parts.append_entry({})
        if "reason" in form:
            forms.offer_reasons(form, "visit")
        lines = {line: visits.line_row(journey.lines[line], n) for line, n in most.items()}
        about = {"lines": lines, "does": name, "currency": journey.currency}
        about["heard"] = by.side == "owner"
        about["prices"] = priced(by, journey.partner, journey.owner)
        return Act("visit_done", form, about)

    return _open


def _row(line: int, most, one, name: str) -> dict:
    """Return how a line starts out: what the visit was to do, where it is said to be done."""
    wanted = min(one.wanted.get(line, most), most)
    return {"line": line, "qty": wanted if name == "done" and wanted else None}


def _taken_before(one) -> dict:
    """Return what was entered of a visit before, to be mended rather than typed again."""
    if one.work is None:
        return {}
    return {
        "hours": one.work.hours,
        "amount": one.work.amount,
        "parts": [
            {"item": part.item, "qty": part.n, "uom": part.uom, "serial": part.serial,
             "lot": part.lot, "back": part.back}
            for part in one.work.parts
        ],
    }  # fmt: skip


def _word(does: str):
    def _open(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
        one = visits.found(sheet.journey, form.asked.data if form else asked.what)
        form = form or VisitWordForm(None, data={"asked": one.ident})
        now = one.work.ident if does == "refuse" and one.work else one.word
        form.named.data = form.named.data or now
        forms.offer_reasons(form, "appointment")
        return Act("visit_word", form, {"does": does})

    return _open


WORKERS = (*THEIRS, *BUYERS)  # a buyer enters it for the supplier
OPENERS = {
    "visit": (_plan, (*OURS, *THEIRS), "report"),
    "visit-move": (_move, (*OURS, *THEIRS), "report"),
    "visit-off": (_word("off"), (*OURS, *THEIRS), "report"),
    "visit-way": (_step(say.onsite.WAY), WORKERS, "report"),
    "visit-site": (_step(say.onsite.SITE), WORKERS, "report"),
    "visit-done": (_ending("done", VisitDoneForm), WORKERS, "report"),
    "visit-failed": (_ending("failed", VisitFailedForm), WORKERS, "report"),
    "visit-work": (_ending("work", WorkForm), WORKERS, "report"),
    "visit-agreed": (_word("agreed"), BUYERS, "report"),
    "work-refuse": (_word("refuse"), OURS, ""),
}
