"""Doing something about a trouble from its case: shown in place, then what came of it."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import clock, desk, flow, ledger
from portal.desk import cases, say
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Draft
from portal.people import Actor
from portal.watch import Case, fold
from portal.web.exceptions import forms
from portal.web.exceptions.actforms import lenders_of
from portal.web.exceptions.door import OWNERS, bp
from portal.web.exceptions.page import case_page
from portal.web.exceptions.telling import check_fresh, conflict_words, digest, tell_case
from portal.web.guard import audience, viewer
from portal.web.orders.sight import today_of
from portal.web.pages import done


@bp.post("/exceptions/<uuid:case>/acts/<act>")
@audience(*OWNERS)
def do(case: UUID, act: str):
    """Do one of `ACTS` about it."""
    if act not in cases.ACTS:
        raise NotFound(N_("There is no such page, or you may not see it."))
    form, by = forms.ActForm(), viewer()
    if act == "reallocate":
        return _reallocate(case, form, by)
    own = say.mine(ledger.told(desk.stream_of_case(case)), by.org) if act == "receipt" else None

    def _done(one: Case, journey: Journey, _cases) -> list[Draft]:
        at = _desk(one, journey, by, form, own)
        return cases.do(act, at, form.typed())

    return tell_case(case, f"do-{act}", form, _done, _well(act))


def _well(act: str) -> str:
    says = cases.ACTS[act].says
    return _("Done: %(what)s.", what=_(says))


def _desk(one: Case, journey: Journey, by: Actor, form, own: Journey | None = None) -> cases.Desk:
    return cases.Desk(one, journey, by, form.key.data, today_of(by), clock.now(), own)


def _reallocate(case: UUID, form: forms.ActForm, by: Actor):
    """Take it from another order: both are told in one transaction, or none."""
    order = desk.stream_of_case(case)
    if not form.validate():
        return case_page(case, 422, ("do-reallocate", form))
    sheet = desk.sheet_of(order)
    lender = lender_called(sheet, case, form.order.data or "")
    typed = digest(case, "do-reallocate", form)

    def _take(journey: Journey, all_of_it: tuple[Case, ...]):
        one = desk.case_among(all_of_it, case)
        check_fresh(one, form.seen.data or "", "do-reallocate")
        at = _desk(one, journey, by, form)
        return cases.take_from(at, form.qty.data, lender, form.text.data or ""), ""

    def _give(journey: Journey, _cases):
        to = (order, sheet.journey.number)
        return cases.give_to(journey, by, form.key.data, lender, form.qty.data, to), ""

    both = [flow.Telling(order, flow.Form(form.key.data, typed), say_of=_take)]
    if lender is not None:
        there = flow.Form(f"{form.key.data[:60]}/to", typed)
        both.append(flow.Telling(lender.order, there, say_of=_give))
    try:
        flow.tell_all(both, by)
    except Conflict as error:
        return case_page(case, 409, ("do-reallocate", form), conflict_words(error))
    except (NotUnderstood, NotAllowed) as error:
        form.refuse(error)
        return case_page(case, 422, ("do-reallocate", form))
    flash(_well("reallocate"), "ok")
    return done("exceptions.see_case", case=case)


def lender_called(sheet: desk.Sheet, case: UUID, name: str) -> cases.Lender | None:
    """Return the order that was chosen, if it is one that is offered."""
    one = desk.case_among(fold(sheet.said), case)
    return next((found for found in lenders_of(one, sheet) if found.name == name), None)
