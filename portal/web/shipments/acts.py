"""What can be said on a shipment's page: which forms are offered, and how each starts out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.desk import say, ships
from portal.errors import N_, NotFound
from portal.journey import DELIVERED
from portal.people import Actor
from portal.web.forms import PortalForm, choices
from portal.web.orders.entries import short_no
from portal.web.orders.forms import JudgeForm, VoidForm, offer_reasons
from portal.web.shipments import forms
from portal.web.shipments.sight import step_of
from portal.web.words_order import PAPERS
from portal.web.words_shipments import package
from portal.web.words_units import amount_of, unit

SAYS = ("supplier", "carrier", "owner")


@dataclass
class Act:
    """One open form. `about` holds what its template shows beside the fields."""

    name: str
    form: PortalForm
    about: dict = field(default_factory=dict)

    @property
    def template(self) -> str:
        """Return the part that draws it."""
        return f"shipments/_{self.name}.html"


Opener = Callable[[ships.Consignment, Actor, date, str, PortalForm | None], Act]


def open_act(
    there: ships.Consignment, by: Actor, today: date, do: str, what: str = "", form=None
) -> Act | None:
    """Return the form that was asked for, filled with `form` if it was typed before."""
    opener, sides = ACTS.get(do, (None, ()))
    right = RIGHTS.get(do, "")
    if opener is None or by.side not in sides or not by.may(right, there.owner):
        return None
    if there.shipment.cancelled:
        return None
    return opener(there, by, today, what, form)


def offered(there: ships.Consignment, by: Actor) -> list[dict]:
    """Return the buttons of this viewer; corrections and cancelling while nothing was received."""
    if there.shipment.cancelled or by.side not in SAYS:
        return []
    found = []
    if by.side == "owner" and comes_here(there):
        found.append(("receive", _("Receive it"), "box", ""))
    if DELIVERED not in there.shipment.passed and by.may("report", there.owner):
        found.append(("step", _("Report a step"), "truck", ""))
    if by.may("papers", there.owner):
        found.append(("attach", _("Attach a document"), "upload", ""))
    if may_change(there, by):
        edit = url_for("shipments.correcting", shipment=there.id)
        found.append(("edit", _("Correct the announcement"), "edit", edit))
        found.append(("cancel", _("Cancel the shipment"), "cross", ""))
    return [{"do": do, "label": label, "icon": icon, "url": url} for do, label, icon, url in found]


def comes_here(there: ships.Consignment) -> bool:
    """Say whether its goods come to the owner: then its people count them."""
    return bool(there.contents) and any(one.kind != "sales" for one in there.contents)


def may_change(there: ships.Consignment, by: Actor) -> bool:
    """Say whether this viewer is offered to correct it. The lock decides once more."""
    ours = by.side == "owner" and by.org == there.owner
    if not by.may("ship", there.owner):
        return False
    received = there.shipment.received or bool(there.came)
    return (by.org == there.shipment.shipper or ours) and not received and bool(there.contents)


def _step(there: ships.Consignment, _by: Actor, today: date, _what: str, form) -> Act:
    form = form or forms.PassageForm(None, data={"on": today, "code": _next(there)})
    form.code.choices = [
        SelectChoice(code, step_of(there, code), optgroup=group)
        for group, codes in (
            (_("Steps"), say.SHIPMENT_STEPS),
            (_("Trouble"), say.TROUBLES_ON_THE_WAY),
        )
        for code in codes
    ]
    offer_reasons(form, "failed")
    return Act("step", form)


def _next(there: ships.Consignment) -> str:
    passed = [code for code in say.SHIPMENT_STEPS if code in there.shipment.passed]
    return DELIVERED if "DISPATCHED" in passed else "DISPATCHED"


def _attach(there: ships.Consignment, by: Actor, _today: date, _what: str, form) -> Act:
    missing = [need.type for need in there.shipment.missing]
    form = form or forms.PaperForm(None, data={"type": next(iter(missing), None)})
    rights = by.with_(there.owner)
    form.type.choices = choices(one for one in PAPERS.items() if rights.attaches(one[0]))
    return Act("attach", form)


def _cancel(there: ships.Consignment, by: Actor, _today: date, _what: str, form) -> Act | None:
    return Act("cancel", form or forms.CancelForm(None)) if may_change(there, by) else None


def _judge(there: ships.Consignment, _by: Actor, _today: date, what: str, form) -> Act:
    papers = {one.document: one for one in there.shipment.documents}
    name = form.document.data if form else what
    if name not in papers:
        raise NotFound(N_("There is no such document."))
    form = form or JudgeForm(None, data={"document": name})
    offer_reasons(form, "refuse")
    about = {"paper": papers[name], "proof": papers[name].type in say.PROOFS}
    return Act("judge", form, about | {"file": there.files.get(name)})


def _take_back(there: ships.Consignment, by: Actor, _today: date, what: str, form) -> Act | None:
    said = next((one for one in there.said if one.ident == what), None)
    if said is None or not say.may_take_back(said, by, there.shipment):
        return None
    return Act("take_back", form or VoidForm(None), {"event": what})


def _receive(there: ships.Consignment, _by: Actor, today: date, what: str, form) -> Act | None:
    if not comes_here(there):
        return None
    if form is None:
        rows = [_row(there, one, what == "all") for one in there.contents]
        form = forms.UnloadForm(None, data={"on": today, "rows": rows})
    offer_reasons(form, "receipt")
    return Act("receive", form, {"rows": _about(there, form)})


def _row(there: ships.Consignment, one: ships.Content, all_came: bool) -> dict:
    waits = one.place not in there.came
    return {
        "order": str(one.order),
        "line": str(one.line),
        "part": str(one.part),
        "package": str(one.package),
        "qty": one.quantity if all_came and waits else None,
    }


def _about(there: ships.Consignment, form) -> list[dict]:
    """Return the rows of the form by package, each with what was announced and came before."""
    known = {
        (str(one.order), str(one.line), str(one.part), str(one.package)): one
        for one in there.contents
    }
    rows = []
    for entry in form.rows:
        place = tuple(entry.form[name].data for name in ("order", "line", "part", "package"))
        if one := known.get(place):
            rows.append((one.package, {"form": entry.form, **_described(there, one)}))
    return [row for _package, row in sorted(rows, key=lambda row: row[0])]


def _described(there: ships.Consignment, one: ships.Content) -> dict:
    crate, came = there.shipment.packages.get(one.package), there.came.get(one.place)
    title = _("Order %(number)s, line %(no)s", number=one.number, no=short_no(one.no))
    boxed = _("package %(n)s, %(kind)s", n=one.package, kind=package(crate.kind)) if crate else ""
    return {
        "title": title,
        "item": one.item_name or one.item,
        "boxed": " ".join(filter(None, (boxed, crate.sscc if crate else ""))),
        "announced": amount_of(one.quantity, one.uom),
        "before": amount_of(came.received if came else Decimal(0), one.uom),
        "uom": unit(one.uom),
    }


ACTS: dict[str, tuple[Opener, tuple[str, ...]]] = {
    "step": (_step, SAYS),
    "attach": (_attach, SAYS),
    "cancel": (_cancel, SAYS),
    "judge": (_judge, ("owner",)),
    "take-back": (_take_back, SAYS),
    "receive": (_receive, ("owner",)),
}

# what a partner's person needs the right to do, to be offered a form
RIGHTS = {"step": "report", "attach": "papers", "cancel": "ship", "take-back": "report"}
