"""The journey an order follows: its steps and days, why it does, and moving it to another."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from portal import clock, desk, flow
from portal.desk import Sheet, journeys
from portal.errors import N_, Conflict, NotUnderstood, PortalError
from portal.journey import SCOPES, Journey, Template
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.journeys import return_rows, steps_on
from portal.web.orders.door import bp
from portal.web.pages import done, show
from portal.web.words_journeys import SCOPES as SCOPE_WORDS
from portal.web.words_journeys import with_version

BUYERS = ("buyer", "admin")


class MoveForm(PortalForm):
    """The order follows this journey from now on."""

    journey = SelectField(_l("Journey"), validate_choice=False)
    scope = SelectField(_l("Followed is"), choices=lambda: choices(SCOPE_WORDS.items()))


@bp.get("/orders/<uuid:order>/journey")
@audience(*BUYERS)
def see_journey(order: UUID):
    """Which steps this order is expected to pass, and when."""
    sheet = desk.sheet_of(order)
    read = sheet.journey
    given = {"journey": read.template.name, "scope": read.template.scope}
    return _page(sheet, MoveForm(formdata=None, data=given))


@bp.post("/orders/<uuid:order>/journey")
@audience(*BUYERS)
def move_journey(order: UUID):
    """It follows another journey, or another version of its own, from now on."""
    sheet, form, by = desk.sheet_of(order), MoveForm(), viewer()
    if not form.validate():
        return _page(sheet, form, 422)
    try:
        template = _wanted(sheet.journey, form)
        day = clock.now().date()

        def say(read: Journey, _cases):
            reads, key = [(order, read)], form.key.data
            drafts = journeys.move_drafts(reads, template, day, key, form.scope.data)
            return list(drafts.values())

        flow.tell(order, say, by, flow.Form(form.key.data, desk.digest_of(_typed(form))))
    except (Conflict, NotUnderstood) as error:
        form.refuse(error)
        return _page(sheet, form, error.status)
    flash(_("Saved. Everybody who follows this order sees it now."), "ok")
    return done("orders.see_journey", order=order)


def _typed(form: MoveForm) -> bytes:
    return f"{form.journey.data} {form.scope.data}".encode()


def _wanted(read: Journey, form: MoveForm) -> Template:
    """Return the journey that was chosen: one that may be begun, or the one it follows."""
    offered = {one.name: one for one in journeys.offered(journeys.own_journeys(), read.kind)}
    if form.journey.data == read.template.name:
        try:
            return flow.journey_called(read.template.name)
        except PortalError as error:
            raise NotUnderstood(N_("Choose the journey."), field="journey") from error
    if form.journey.data not in offered or form.scope.data not in SCOPES:
        raise NotUnderstood(N_("Choose the journey."), field="journey")
    return offered[form.journey.data]


def _page(sheet: Sheet, form: MoveForm, status: int = 200):
    read = sheet.journey
    offered = {one.name: one for one in journeys.offered(journeys.own_journeys(), read.kind)}
    offered |= {read.template.name: offered.get(read.template.name, read.template)}
    form.journey.choices = choices((name, with_version(one)) for name, one in offered.items())
    return show(
        "orders/journey.html",
        status=status,
        order=sheet.order,
        number=read.number,
        title=with_version(read.template),
        scope=str(SCOPE_WORDS[read.template.scope]),
        chosen=bool(read.chosen),
        steps=steps_on(read),
        returns=return_rows(read.template),
        form=form,
    )
