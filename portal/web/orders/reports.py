"""What suppliers, carriers and receiving report: steps, delays, receipts."""

from uuid import UUID

from flask import render_template, request

from portal import clock, desk, journey, ledger
from portal.desk import say
from portal.errors import N_, NotFound, PortalError
from portal.journey import Line
from portal.web import babel, pages
from portal.web.guard import audience, viewer
from portal.web.orders import forms
from portal.web.orders.acts import Asked, open_act
from portal.web.orders.door import bp
from portal.web.orders.entries import short_no
from portal.web.orders.heard import EnterStepForm, spoken_for
from portal.web.orders.page import REPORTERS, again, saved, show_order, tell
from portal.web.orders.receipt_forms import ReceiptForm
from portal.web.orders.sight import today_of
from portal.web.orders.wording import words
from portal.web.words_steps import step_in
from portal.web.words_units import amount_of


@bp.post("/orders/<uuid:order>/milestones")
@audience(*REPORTERS)
def report(order: UUID):
    """Somebody says that a step was reached, or is expected."""
    return _reported(order, forms.StepForm(), Asked("step"), viewer().org)


@bp.post("/orders/<uuid:order>/milestones/entries")
@audience("buyer", "admin")
def enter_step(order: UUID):
    """A buyer enters a step that the supplier told elsewhere, such as on the telephone."""
    partner = journey.fold(ledger.told(order)).partner
    return _reported(order, EnterStepForm(), Asked("step-for"), partner)


def _reported(order: UUID, form: forms.StepForm, asked: Asked, org: int):
    """Record a step as the word of an organisation: one's own, or the supplier's."""
    by, well = viewer(), form.validate()
    if request.form.get("check"):
        return _show_result(order, form, asked, org)
    if not well:
        return again(order, form, asked)
    own = say.mine(ledger.told(order), org)

    def _say(read, _cases):
        def say_it(who):
            return say.report(read, who, form.key.data, form.report(), clock.now(), own)

        heard = isinstance(form, EnterStepForm)
        return spoken_for(read, by, form, today_of(by), say_it) if heard else say_it(by)

    return tell(order, form, _say, asked, saved())


def _show_result(order: UUID, form: forms.StepForm, asked: Asked, org: int):
    """Say what a report would result in, before it is sent. Nothing is written."""
    by = viewer()
    found = _result(order, form, org)
    if pages.wants_part():
        return render_template("orders/_result.html", **found)
    sheet = desk.sheet_of(order)
    act = open_act(sheet, by, today_of(by), asked, form)
    act.about |= found
    return show_order(sheet, act, 200 if not form.errors else 422)


def _result(order: UUID, form: forms.StepForm, org: int) -> dict:
    typed = form.report()
    own = say.mine(ledger.told(order), org)
    if not own.placed:
        raise NotFound(N_("There is no such order."))
    if wrong := [*form.code.errors, *form.qty.errors]:
        return {"trouble": wrong[0]}
    try:
        found = say.results(own, typed)
    except PortalError as error:
        return {"trouble": words(error)}
    return {
        "step": step_in(own, typed.code),
        "results": [_outcome(line, made) for line, made in found],
        "uncounted": not found and typed.code not in say.TROUBLES,
    }


def _outcome(line: Line, made: say.Result) -> dict:
    return {
        "no": short_no(line.no),
        "before": babel.amount(made.before),
        "after": babel.amount(made.after),
        "ordered": amount_of(made.ordered, made.uom),
    }


@bp.post("/orders/<uuid:order>/delays")
@audience("supplier", "carrier")
def delay(order: UUID):
    """The supplier says it will come later than agreed."""
    by, form, asked = viewer(), forms.DelayForm(), Asked("delay")
    if not form.validate():
        return again(order, form, asked)
    line, part = forms.place(form.line.data)

    def _say(read, _cases):
        return say.delay(
            read,
            by,
            form.key.data,
            line,
            form.day.data,
            form.reason.data or "",
            today_of(by),
            part,
            form.qty.data,
            form.text.data or "",
        )

    return tell(order, form, _say, asked, saved())


@bp.post("/orders/<uuid:order>/receipts")
@audience("receiving", "buyer", "admin")
def receive(order: UUID):
    """The buyer's people post what they counted."""
    by, form, asked = viewer(), ReceiptForm(), Asked("receipt")
    if not form.validate():
        return again(order, form, asked)
    filled = form.filled()
    arrival = say.Arrival(
        form.on.data,
        form.at.data,
        {"delivery_note": form.delivery_note.data or ""},
        form.reason.data or "",
        form.text.data or "",
        form.over.data,
    )
    own = say.mine(ledger.told(order), by.org)

    def _say(read, _cases):
        return say.receipt(read, by, form.key.data, filled, arrival, clock.now(), own)

    return tell(order, form, _say, asked, saved())
