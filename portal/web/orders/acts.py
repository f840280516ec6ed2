"""What can be said on an order's page: which forms are offered, and how each starts out.

A form is opened by `?do=<name>` and shown in the page; its POST has an address of its own.
"""

from collections.abc import Callable
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal import flow
from portal.desk import Sheet, say
from portal.errors import N_, NotFound
from portal.journey import Journey, Line, Part
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm, choices
from portal.web.orders import (
    deal,
    exchange,
    forms,
    needs,
    official,
    returns,
    terms,
    visit_acts,
    visits,
)
from portal.web.orders.asked import Act, Asked
from portal.web.orders.entries import short_no
from portal.web.orders.heard import EnterStepForm
from portal.web.orders.limits import limits_shown
from portal.web.orders.otherwise import offered_start, otherwise
from portal.web.orders.receipt_forms import ReceiptForm
from portal.web.words_order import PAPERS
from portal.web.words_steps import step_in
from portal.web.words_units import amount_of, unit

SENDERS = ("supplier", "carrier", "buyer", "admin")
RECEIVED = frozenset({"purchase", "service", "transfer"})  # what comes to the owner


Opener = Callable[[Sheet, Actor, date, Asked, PortalForm | None], Act]


def open_act(
    sheet: Sheet, by: Actor, today: date, asked: Asked, form: PortalForm | None = None
) -> Act | None:
    """Return the form that was asked for, filled with `form` if it was typed before."""
    opener, sides, right = ACTS.get(asked.do, (None, (), ""))
    may = {by.side, by.role} & set(sides) and by.may(right, sheet.journey.owner)
    if opener is None or not may:
        return None
    return opener(sheet, by, today, asked, form)


def offered(sheet: Sheet, by: Actor) -> list[dict]:
    """Return the buttons above the lines: what this viewer may say about the whole order."""
    journey = sheet.journey
    if journey.cancelled:
        wanted = deal.of_order(journey, by)
        return [{"do": do, "label": label, "icon": icon} for do, label, icon in wanted]
    wanted = _of_goods(journey, by)
    if say.offered(journey, by.side):
        wanted.append(("step", _("Report a step"), "check"))
    if by.role in visits.BUYERS and say.behalf_of(journey):
        wanted.append(("step-for", _("Enter a step for the supplier"), "check"))
    if by.side in ("supplier", "carrier") and any(p.agreed_day for p in open_parts(journey)):
        wanted.append(("delay", _("Report a delay"), "clock"))
    if by.side in ("supplier", "carrier", "owner"):
        wanted.append(("attach", _("Attach a document"), "upload"))
    if returns.may_ask(journey, by):
        wanted.append(("return", _("Send goods back"), "arrow-left"))
    wanted += deal.of_order(journey, by)
    urls = {"ship": url_for("shipments.start", order=sheet.order)}
    return [
        {"do": do, "label": label, "icon": icon, "url": urls.get(do)}
        for do, label, icon in wanted
        if by.may(ACTS[do][2] if do in ACTS else do, journey.owner)
    ]


def _of_goods(journey: Journey, by: Actor) -> list[tuple[str, str, str]]:
    """Return the forms for a visit, a receipt and a shipment, where they are this viewer's."""
    wanted = []
    if visits.may_plan(journey, by):
        wanted.append(("visit", _("Plan a visit"), "clock"))
    if by.side == "owner" and journey.kind in RECEIVED and not journey.visits:
        wanted.append(("receipt", _("Post a receipt"), "box"))
    if _may_ship(journey, by):
        wanted.append(("ship", _("Announce a shipment"), "truck"))
    return wanted


def _may_ship(journey: Journey, by: Actor) -> bool:
    """Say whether this viewer sends the goods, and something of them is left to announce."""
    senders = by.role in SENDERS and say.shipper_of(journey) == by.org
    return senders and journey.kind in say.SHIPPED and any(p.to_ship for p in open_parts(journey))


def open_parts(journey: Journey) -> list[Part]:
    """Return the deliveries that are still to come."""
    return [part for part in journey.parts() if part.open and not part.tentative]


def _answer(sheet: Sheet, by: Actor, _today: date, asked: Asked, form) -> Act:
    line = deal.line_called(sheet.journey, asked.line)
    if form is None:
        form = forms.AnswerForm(None, data=_answer_start(sheet, line))
    form.stamp.data, form.seen.data = line.stamp, str(sheet.said[-1].seq)
    form.shown.data = official.shown_to(sheet, by)
    if not form.parts.entries or not form.parts[-1].form.empty:
        form.parts.append_entry({"part": "0"})
    forms.offer_reasons(form, "change")
    owed = any(part.view in say.TO_ANSWER for part in line.parts.values())
    about = {
        "line": line,
        "no": short_no(line.no),
        "uom": unit(line.uom),
        "offered": any(part.proposal for part in line.parts.values()),
        "may_refuse": owed or any(part.proposal for part in line.parts.values()),
        "limits": limits_shown(flow.shown_rules(sheet.order), line),
        "owed": owed,
        "changed": exchange.since_answered(sheet, line, by) if owed else [],
        "known": {str(part.part): _asked_for(part, line) for part in line.parts.values()},
    }
    about |= otherwise(sheet.journey, line, by)
    return Act("answer", form, about)


def _answer_start(sheet: Sheet, line: Line) -> dict:
    asked = [
        say.Offer(part.cap, part.want_day, part.part)
        for part in line.parts.values()
        if part.open and not part.tentative
    ]
    rows = [
        {"part": str(offer.part), "qty": offer.qty, "day": offer.day}
        for offer in say.standing(line) or asked
    ]
    known = [value for name, value in sheet.journey.refs if name == "supplier_order"]
    return {"line": str(line.line), "parts": rows, "ref": next(iter(known), "")} | offered_start(
        line
    )


def _asked_for(part: Part, line: Line) -> str:
    return _(
        "asked for: %(many)s by %(day)s",
        many=amount_of(part.cap, line.uom),
        day=babel.day(part.ask_day),
    )


def _step(made: type, heard: bool) -> Opener:
    """Return how a report of a step opens; `heard`: a buyer enters it for the supplier."""

    def _open(sheet: Sheet, by: Actor, today: date, _asked: Asked, form) -> Act:
        journey = sheet.journey
        codes = say.offered(journey, say.stand_in(journey, by).side if heard else by.side)
        if form is None:
            ahead = journey.next_step if journey.next_step in codes else ""
            form = made(None, data={"on": today, "code": ahead, "line": "0"})
        fill_step(form, journey, codes)
        about = {"lines": len(journey.lines), "heard": heard, "verb": "step-for" if heard else ""}
        return Act("step", form, about)

    return _open


def fill_step(form: forms.StepForm, journey: Journey, codes: list[str]) -> None:
    """Fill the lists of a report: steps, lines, reasons."""
    form.code.choices = [
        SelectChoice(code, step_in(journey, code), optgroup=group)
        for group, offered in ((_("Steps"), codes), (_("Trouble"), say.TROUBLES))
        for code in offered
    ]
    everything = ("0", _("All open lines"))
    form.line.choices = choices([everything, *line_choices(journey, journey.parts())])
    forms.offer_reasons(form, "failed")


def _delay(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
    journey = sheet.journey
    parts = [part for part in open_parts(journey) if part.agreed_day]
    if form is None:
        form = forms.DelayForm(None, data={"line": str(asked.line) if asked.line else None})
    form.line.choices = choices(line_choices(journey, parts))
    forms.offer_reasons(form, "delay")
    return Act("delay", form)


def _attach(sheet: Sheet, by: Actor, _today: date, _asked: Asked, form) -> Act:
    form = form or forms.PaperForm(None)
    rights = by.with_(sheet.journey.owner)
    form.type.choices = choices(one for one in PAPERS.items() if rights.attaches(one[0]))
    parts = [next(iter(line.parts.values())) for line in sheet.journey.lines.values()]
    named = line_choices(sheet.journey, parts)
    form.line.choices = choices(
        [("0", _("The whole order")), *((value.partition(".")[0], label) for value, label in named)]
    )
    return Act("attach", form)


def _receipt(sheet: Sheet, _by: Actor, today: date, _asked: Asked, form) -> Act:
    lines = [line for line in sheet.journey.lines.values() if not line.cancelled]
    if form is None:
        rows = [{"line": line.line} for line in lines]
        form = ReceiptForm(None, data={"on": today, "lines": rows})
    forms.offer_reasons(form, "receipt")
    return Act("receipt", form, {"lines": {line.line: _due_in(line) for line in lines}})


def _due_in(line: Line) -> dict:
    what = "accepted" if "accepted" in line.excess else "received"
    ordered = sum(part.cap for part in line.parts.values() if not part.tentative)
    return {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "expected": amount_of(ordered, line.uom),
        "before": amount_of(line.moved(what), line.uom),
        "uom": unit(line.uom),
    }


def _refuse(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
    form = form or forms.DecideForm(None, data={"proposal": asked.what, "verdict": "refused"})
    forms.offer_reasons(form, "refuse")
    return Act("refuse", form)


def _judge(sheet: Sheet, _by: Actor, _today: date, asked: Asked, form) -> Act:
    name = form.document.data if form else asked.what
    paper = next((one for one in sheet.journey.documents if one.document == name), None)
    if paper is None:
        raise NotFound(N_("There is no such document."))
    form = form or forms.JudgeForm(None, data={"document": paper.document})
    forms.offer_reasons(form, "refuse")
    file = sheet.files.get(paper.document)
    return Act("judge", form, {"paper": paper, "file": file, "proof": paper.type in say.PROOFS})


def line_choices(journey: Journey, parts: list[Part]) -> list[tuple[str, str]]:
    """Return lines to choose from; single deliveries too where a line has several."""
    found = []
    for part in parts:
        line = journey.lines[part.line]
        if part.tentative or line.cancelled:
            continue
        several = sum(not one.tentative for one in line.parts.values()) > 1
        value = f"{part.line}.{part.part}" if several else str(part.line)
        found.append((value, _choice(line, part, several)))
    return found


def _choice(line: Line, part: Part, several: bool) -> str:
    values = {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "many": amount_of(part.cap, line.uom),
    }
    if not several:
        return _("Line %(no)s: %(name)s, %(many)s", **values)
    day = babel.day(part.agreed_day or part.ask_day)
    return _("Line %(no)s: %(name)s, %(many)s by %(day)s", day=day, **values)


# name → how it is opened, the sides that may, and what their people need the right to do
ACTS: dict[str, tuple[Opener, tuple[str, ...], str]] = {
    "answer": (_answer, ("supplier",), "answer"),
    "step": (_step(forms.StepForm, False), ("supplier", "carrier", "owner"), "report"),
    "step-for": (_step(EnterStepForm, True), visits.BUYERS, "report"),
    "delay": (_delay, ("supplier", "carrier"), "report"),
    "attach": (_attach, ("supplier", "carrier", "owner"), "papers"),
    "receipt": (_receipt, ("owner",), ""),
    "refuse": (_refuse, ("owner",), ""),
    "judge": (_judge, ("owner",), ""),
    **returns.OPENERS,
    **visit_acts.OPENERS,
    **needs.OPENERS,
    **deal.OPENERS,
    **terms.OPENERS,
}
