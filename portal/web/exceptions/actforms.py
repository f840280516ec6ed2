"""What is offered to be done about a case, and the form of what was asked for."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.desk import Dossier, Sheet, cases
from portal.errors import N_
from portal.watch import Case
from portal.web import babel
from portal.web.exceptions import forms
from portal.web.forms import choices
from portal.web.guard import viewer
from portal.web.orders.sight import today_of
from portal.web.words_order import reason_choices
from portal.web.words_units import amount_of, unit

_BEGINS = {  # how the words of an act begin that the supplier reads
    "new_date": N_("Please tell us the day on which you can deliver."),
    "expedite": N_("Please say by when you can deliver it this way."),
}


@dataclass(frozen=True)
class Opened:
    """An act's form as it is shown: which fields, in which unit, and who reads the words."""

    act: cases.CaseAct
    form: forms.ActForm
    title: str
    url: str
    unit: str
    currency: str
    hint: str


def offered(dossier: Dossier, chosen: str) -> list[dict]:
    """Return what can be done about it now, as links that open its form in the page."""
    one, journey = dossier.case, dossier.sheet.journey
    named = [(act.name, _(act.says)) for act in cases.offered(one, journey)]
    named += [("hand_over", _("Hand it over"))] if one.live else []
    return [
        {
            "label": label,
            "url": url_for("exceptions.see_case", case=one.id, do=name),
            "current": name == chosen,
        }
        for name, label in named
    ]


def opened(dossier: Dossier, name: str, form: forms.ActForm | None) -> Opened | None:
    """Return the form that was asked for; None if it makes no sense now."""
    one, journey = dossier.case, dossier.sheet.journey
    act = cases.ACTS.get(name)
    if act is None or (form is None and act not in cases.offered(one, journey)):
        return None
    if form is None:
        form = forms.ActForm(None, data=_start(act, dossier))
    form.seen.data = str(one.moves)
    _fill(form, act, dossier)
    line = cases.line_of(one, journey)
    return Opened(
        act=act,
        form=form,
        title=_(act.says),
        url=url_for("exceptions.do", case=one.id, act=name),
        unit=unit(line.uom) if line else "",
        currency=journey.currency,
        hint=_hint(name),
    )


def lenders_of(one: Case, sheet: Sheet) -> list[cases.Lender]:
    """Return the orders from which what a case lacks could be taken."""
    line = cases.line_of(one, sheet.journey)
    return cases.lenders(sheet.order, line.item.get("code", ""), line.uom) if line else []


def _start(act: cases.CaseAct, dossier: Dossier) -> dict:
    part = cases.part_of(dossier.case, dossier.sheet.journey)
    begun: dict = {"text": _(_BEGINS[act.name]) if act.name in _BEGINS else ""}
    if "qty" in act.takes and part and act.name != "split":
        begun["qty"] = part.open_qty
    if act.name == "receipt":
        begun["day"] = today_of(viewer())
    if act.name == "split" and part:
        begun["day"] = part.due_day
    return begun


def _fill(form: forms.ActForm, act: cases.CaseAct, dossier: Dossier) -> None:
    none = [("", _("– choose –"))]
    form.how.choices = choices([*none, *((name, _(says)) for name, says in cases.FASTER.items())])
    form.claim.choices = choices([*none, *((name, _(says)) for name, says in cases.CLAIMS.items())])
    form.transit.choices = choices(
        [("comes", _("still comes")), ("gone", _("is lost; we do not wait for it"))]
    )
    form.reason.choices = choices(reason_choices(act.reasons)) if act.reasons else []
    found = lenders_of(dossier.case, dossier.sheet) if "order" in act.takes else []
    form.order.choices = choices([*none, *((one.name, _lender(one)) for one in found)])


def _lender(one: cases.Lender) -> str:
    return _(
        "%(number)s, line %(no)s: %(amount)s, expected %(day)s",
        number=one.number,
        no=one.no.lstrip("0") or one.no,
        amount=amount_of(one.qty, one.uom),
        day=babel.day(one.day),
    )


def _hint(name: str) -> str:
    if name in ("new_date", "expedite", "claim", "redeliver", "cancel", "close", "split", "accept"):
        return _("The supplier reads this.")
    return _("Internal: the supplier never sees it.")
