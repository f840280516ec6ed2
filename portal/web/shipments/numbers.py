"""Where the numbers on an organisation's packages come from: its GS1 company prefix."""

from dataclasses import replace

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange

from portal import flow, ledger, people
from portal.desk import say
from portal.errors import NotUnderstood
from portal.ledger import Draft
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show
from portal.web.shipments.door import SENDERS, bp

NUMBERING = "numbering"
WHOLE = _l("Give a whole number.")


class SeriesForm(PortalForm):
    """Package numbers come from here."""

    prefix = StringField(_l("GS1 company prefix"), [InputRequired(_l("Give the prefix."))])
    extension = IntegerField(
        _l("Digit in front"),
        [InputRequired(WHOLE), NumberRange(0, 9, _l("The digit in front is one from 0 to 9."))],
    )
    serial = IntegerField(_l("Next number"), [InputRequired(WHOLE), NumberRange(0, message=WHOLE)])


@bp.get("/shipments/numbers")
@audience(*SENDERS)
def see_numbers():
    """The prefix as it stands, and the form to change it."""
    known = _known() or people.numbers.Series("", 0, 1)
    data = {name: getattr(known, name) for name in ("prefix", "extension", "serial")}
    return _page(SeriesForm(None, data=data))


@bp.post("/shipments/numbers")
@audience(*SENDERS)
def set_numbers():
    """Packages get their numbers from this prefix from now on."""
    form, org = SeriesForm(), viewer().org
    if not form.validate():
        return _page(form, 422)
    typed = (form.prefix.data or "", form.extension.data, form.serial.data)
    try:
        at_home = replace(viewer(), side="owner")  # in its own house a supplier is the owner
        flow.manage(org, at_home, lambda: _changed(org, *typed))
    except NotUnderstood as error:
        form.refuse(error)
        return _page(form, 422)
    flash(_("Saved. Packages get their numbers from it from now on."), "ok")
    return done("shipments.see_numbers")


def _changed(org: int, *typed) -> tuple[people.numbers.Series, list[Draft]]:
    """Set where numbers come from, and draft the house event that says so."""
    before = people.numbers.series_of(org)
    made = people.numbers.set_series(org, *typed)
    if made == before:
        return made, []
    version = ledger.settings_called([NUMBERING]).get(NUMBERING, (0, {}))[0] + 1
    doc = {"prefix": made.prefix, "extension": made.extension, "serial": made.serial}
    body = {"key": NUMBERING, "version": version, "doc": doc}
    return made, [Draft("setting.made", key=f"{NUMBERING}/{version}", body=body)]


def _known() -> people.numbers.Series | None:
    org = viewer().org
    return flow.within(org, lambda: people.numbers.series_of(org))


def _page(form: SeriesForm, status: int = 200):
    known = _known()
    example = ""
    if known and known.serial < known.room:
        example = say.make_sscc(known.extension, known.prefix, known.serial)
    return show("shipments/numbers.html", status=status, form=form, known=known, example=example)
