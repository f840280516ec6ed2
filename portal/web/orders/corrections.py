"""“Correct this”: replace or take back what was said by mistake. Both stay in the history."""

from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext as _

from portal import clock, desk, flow, ledger
from portal.desk import Sheet, say
from portal.errors import N_, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Said
from portal.web.forms import choices
from portal.web.guard import audience, viewer
from portal.web.orders import forms
from portal.web.orders.acts import fill_step, line_choices, open_parts
from portal.web.orders.door import bp
from portal.web.orders.entries import names_of
from portal.web.orders.page import REPORTERS, digest_of, saved
from portal.web.orders.sight import today_of
from portal.web.orders.typed import as_delay, as_step
from portal.web.pages import done
from portal.web.said import sentence


@bp.get("/orders/<uuid:order>/corrections/<string:event>")
@audience(*REPORTERS)
def correcting(order: UUID, event: str):
    """The form to correct one event, filled with what was said."""
    sheet = desk.sheet_of(order)
    first = _first(sheet, event)
    return _show(sheet, first, _form(sheet, first, None))


@bp.post("/orders/<uuid:order>/corrections/<string:event>")
@audience(*REPORTERS)
def correct(order: UUID, event: str):
    """Somebody corrects a report, or takes it back."""
    by, sheet = viewer(), desk.sheet_of(order)
    first = _first(sheet, event)
    back = bool(request.form.get("void")) or not say.may_replace(first)
    form = forms.VoidForm() if back else _form(sheet, first, True)
    if not form.validate():
        return _show(sheet, first, form, 422)
    own = say.mine(sheet.told, by.org, without=event)

    def _say(journey: Journey, _cases):
        key, why = form.key.data, form.why.data or ""
        if back:
            return say.void(journey, by, key, first, why)
        drafts = _drafts(journey, own, first, form)
        return say.replaced(journey, by, key, first, drafts, why)

    try:
        flow.tell(order, _say, by, flow.Form(form.key.data, digest_of()))
    except (NotUnderstood, NotAllowed) as error:
        forms.refuse(form, error)
        return _show(sheet, first, form, 422)
    flash(saved(), "ok")
    return done("orders.see", order=order)


def _first(sheet: Sheet, event: str) -> Said:
    """Return the event to correct, if this viewer may, or might have a moment ago."""
    found = next((one for one in sheet.said if one.ident == event), None)
    gone = event in sheet.journey.gone
    if found is None or not (gone or say.may_correct(found, viewer(), sheet.journey)):
        raise NotFound(N_("There is no such report, or it is not yours to correct."))
    return found


def _form(sheet: Sheet, first: Said, sent: bool | None):
    """Return the form for this kind of event: filled with what was said, or with what was sent."""
    by, journey = viewer(), sheet.journey
    if not say.may_replace(first):
        return forms.VoidForm() if sent else forms.VoidForm(None)
    if first.facts["kind"] == "milestone":
        start = None if sent else as_step(first.facts, sheet.details.get(first.seq, {}), by.zone)
        form = forms.StepCorrection() if sent else forms.StepCorrection(None, data=start)
        own, offered = first.facts["code"], say.offered(journey, by.side)
        known = own in offered or own in say.TROUBLES
        fill_step(form, journey, offered if known else [own, *offered])
        return form
    if first.facts["kind"] == "delay.reported":
        start = None if sent else as_delay(first.facts, sheet.details.get(first.seq, {}))
        form = forms.DelayCorrection() if sent else forms.DelayCorrection(None, data=start)
        form.line.choices = choices(line_choices(journey, open_parts(journey)))
        forms.offer_reasons(form, "delay")
        return form
    return forms.VoidForm() if sent else forms.VoidForm(None)


def _drafts(journey: Journey, own: Journey, first: Said, form) -> list[ledger.Draft]:
    """Return what should have been said."""
    by, key = viewer(), form.key.data
    if first.facts["kind"] not in say.REPLACED:
        return []  # it can only be taken back, and `say.replaced` tells so
    if first.facts["kind"] == "milestone":
        own.changed_at = journey.changed_at
        if form.code.data in say.RECEIPTS:
            return _receipt(journey, own, form)
        return say.report(journey, by, key, form.report(), clock.now(), own)
    line, part = forms.place(form.line.data)
    values = (form.day.data, form.reason.data or "", today_of(by), part, form.qty.data)
    return say.delay(journey, by, key, line, *values, form.text.data or "")


def _receipt(journey: Journey, own: Journey, form) -> list[ledger.Draft]:
    typed = form.report()
    if typed.qty is None:
        raise NotUnderstood(N_("Give the quantity that was counted."), field="qty")
    arrival = say.Arrival(typed.on, typed.at, typed.refs, typed.reason, typed.text, over=typed.over)
    got = [say.Got(typed.line, typed.qty)]
    return say.receipt(journey, viewer(), form.key.data, got, arrival, clock.now(), own)


def _show(sheet: Sheet, first: Said, form, status: int = 200):
    page = render_template(
        "orders/correct.html",
        order=sheet.order,
        number=sheet.journey.number,
        event=first.ident,
        said=sentence(first.facts, names_of(sheet)),
        gone=first.ident in sheet.journey.gone,
        by=viewer(),
        form=form,
        voiding=forms.VoidForm(None),
        replaces=say.may_replace(first),
        heading=_("Correct a report"),
    )
    return page, status
