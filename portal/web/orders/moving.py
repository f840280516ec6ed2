"""Ticked orders moved to another journey, or version of one: chosen, done, told order by order."""

from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from portal import clock, desk, flow, people
from portal.desk import journeys
from portal.errors import N_, NotUnderstood, PortalError
from portal.journey import SCOPES, OrderReading, Template
from portal.people import Actor
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience, viewer
from portal.web.orders.door import bp
from portal.web.orders.following import BUYERS
from portal.web.pages import show
from portal.web.words_journeys import SCOPES as SCOPE_WORDS
from portal.web.words_journeys import title_of, with_version
from portal.web.words_order import kind as kind_words

MOST = 50
KEPT = ("", _l("as much of it as now"))
MOVED = {
    "moved": (_l("moved"), "ok"),
    "already": (_l("follows it already"), "neutral"),
    "kind": (_l("another kind of order: left as it is"), "warn"),
    "gone": (_l("no longer there"), "bad"),
}


class MoveManyForm(PortalForm):
    """These orders follow this journey from now on."""

    journey = SelectField(_l("Journey"), validate_choice=False)
    scope = SelectField(
        _l("Followed is"), choices=lambda: choices([KEPT, *SCOPE_WORDS.items()]), default=""
    )


@bp.get("/orders/journeys")
@audience(*BUYERS)
def choose_journey():
    """Which journey the ticked orders are to follow; after that, what became of each."""
    by, sent = viewer(), request.args.get("sent", "")
    orders = _ticked(request.args.getlist("row"))
    given = {"journey": request.args.get("journey", ""), "scope": request.args.get("scope", "")}
    form = MoveManyForm(formdata=None, data=given)
    answers = _answered(by, orders, form, sent) if sent else {}
    return _page(form, orders, answers)


@bp.post("/orders/journeys")
@audience(*BUYERS)
def move_many():
    """Each of the ticked orders is moved as a whole, or left as it is."""
    by, form = viewer(), MoveManyForm()
    orders = _ticked(request.form.getlist("row"))
    try:
        if not form.validate():
            return _page(form, orders, status=422)
        template = _wanted(form, orders)
        day, key, scope = clock.now().date(), form.key.data, form.scope.data
        forms = _forms(orders, form, key)
        tellings = [
            flow.Telling(one, forms[one], _mover(one, template, day, key, scope)) for one in orders
        ]
        flow.tell_all(tellings, by)
    except PortalError as error:
        form.refuse(error)
        return _page(form, orders, status=error.status)
    told = {"row": [str(one) for one in orders], "sent": key}
    told |= {"journey": form.journey.data, "scope": scope}
    return redirect(url_for("orders.choose_journey", **told), code=303)


def _mover(order: UUID, template: Template, day, key: str, scope: str):
    return lambda read: journeys.moved_answer(order, read, template, day, key, scope)


def _forms(orders: list[UUID], form: MoveManyForm, key: str) -> dict[UUID, flow.Form]:
    """Return the form of each order: the same one, sent again, moves it no second time."""
    digest = desk.digest_of(f"{form.journey.data} {form.scope.data}".encode())
    return {order: flow.Form(f"{key}/{order}", digest) for order in orders}


def _answered(by: Actor, orders: list[UUID], form: MoveManyForm, key: str) -> dict[UUID, str]:
    """Return what became of each order when a form was sent."""
    asked = {one.key: one.digest for one in _forms(orders, form, key).values()}
    said = flow.within(by.org, lambda: desk.seen_of(by.org, by.id, asked)) if asked else {}
    names = {order: f"{key}/{order}" for order in orders}
    return {order: said[name].answer if name in said else "gone" for order, name in names.items()}


def _ticked(rows: list[str]) -> list[UUID]:
    """Return the orders that were ticked, each once.

    Raises:
        NotUnderstood: one is none.
    """
    try:
        return [UUID(one) for one in dict.fromkeys(rows)][:MOST]
    except ValueError as error:
        raise NotUnderstood(N_("Tick the orders you mean first.")) from error


def _wanted(form: MoveManyForm, orders: list[UUID]) -> Template:
    """Return the journey that was chosen.

    Raises:
        NotUnderstood: none, or none that these orders could follow; or no order was ticked.
    """
    if not orders:
        raise NotUnderstood(N_("Tick the orders you mean first."))
    kinds = {one.kind for one in journeys.followed(orders)}
    offered = {one.name: one for one in journeys.all_offered(kinds)}
    if form.journey.data not in offered or form.scope.data not in ("", *SCOPES):
        raise NotUnderstood(N_("Choose the journey."), field="journey")
    return offered[form.journey.data]


def _page(
    form: MoveManyForm,
    orders: list[UUID],
    answers: dict[UUID, str] | None = None,
    status: int = 200,
):
    found = journeys.followed(orders) if orders else []
    offered = journeys.all_offered({one.kind for one in found}) if found else []
    named = ((one.name, f"{kind_words(one.kind)}: {with_version(one)}") for one in offered)
    form.journey.choices = choices([("", "–"), *named])
    titles = {one.name: one.title for one in offered}
    names = people.called({one.partner for one in found}) if found else {}
    return show(
        "orders/move.html",
        status=status,
        form=form,
        rows=[_row(one, titles, names, (answers or {}).get(one.order, "")) for one in found],
        told=bool(answers),
        moved=sum(one == "moved" for one in (answers or {}).values()),
        missing=len(orders) - len(found),
    )


def _row(one: OrderReading, titles: dict, names: dict[int, str], answer: str) -> dict:
    name, _slash, version = one.journey_version.rpartition("/")
    words, tone = MOVED.get(answer, ("", "neutral"))
    follows = title_of(one.journey_version, titles.get(one.journey_version, ""))
    return {
        "order": one.order,
        "number": one.number,
        "other": names.get(one.partner, ""),
        "kind": kind_words(one.kind),
        "follows": _("%(title)s, version %(n)s", title=follows, n=version),
        "answer": str(words),
        "tone": tone,
    }
