"""A technician's name is looked up, and forgotten where they ask for it or have left."""

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from portal import ledger
from portal.desk import journeys
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.forms import PortalForm
from portal.web.guard import audience
from portal.web.pages import done, show

COUNTED = 100  # counting stops here
SHOWN = 20  # orders


class EraseForm(PortalForm):
    """This name is to be forgotten."""

    name = HiddenField(validators=[InputRequired(), Length(max=200)])


@bp.get("/technicians")
@audience("admin")
def find_technician():
    """Where a technician is named; typed as it stands on the orders."""
    name = " ".join(request.args.get("q", "").split())[:200]
    places = ledger.named_technician(name, COUNTED) if name else []
    orders = list(dict.fromkeys(stream for stream, _seq in places))
    return show(
        "admin/technicians.html",
        name=name,
        many=len(places),
        counted=COUNTED,
        orders=journeys.followed(orders[:SHOWN]) if orders else [],
        more=len(orders) - SHOWN,
        form=EraseForm(formdata=None, data={"name": name}),
    )


@bp.post("/technicians/erase")
@audience("admin")
def erase_technician():
    """Forget the name for good; what the technician did stays, under a number."""
    form = EraseForm()
    if not form.validate():
        return done("admin.find_technician")
    name = form.name.data

    def change():
        many = ledger.erase_technician(name)
        body = {"what": "technician", "many": many}
        return many, [Draft("names.erased", key=form.key.data, body=body)] if many else []

    many = once(form, change)
    flash(
        ngettext(
            "The name is erased. It stood at %(num)d place.",
            "The name is erased. It stood at %(num)d places.",
            many or 0,
        )
        if many
        else _("The name is erased."),
        "ok",
    )
    return done("admin.find_technician")
