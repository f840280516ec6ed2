"""What is truly needed of a line by when: the form, and how it is shown."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, Form, FormField, HiddenField
from wtforms.validators import Optional

from portal.desk import Sheet
from portal.errors import N_, NotFound
from portal.people import Actor
from portal.web import babel
from portal.web.forms import PortalForm
from portal.web.orders.asked import Act, Asked
from portal.web.orders.deal import BUYERS
from portal.web.orders.entries import short_no
from portal.web.orders.forms import Quantity
from portal.web.words_units import amount_of, unit

SPARE = 3  # empty rows offered


class NeedRow(Form):
    """So many by a day."""

    qty = Quantity(_l("Quantity"))
    day = DateField(_l("Needed by"), [Optional()])


class NeedForm(PortalForm):
    """What is truly needed of a line."""

    line = HiddenField()
    rows = FieldList(FormField(NeedRow), label=_l("Needs"), max_entries=12)

    def said(self) -> list:
        """Return (quantity, day) of the rows that were filled in."""
        rows = [entry.form for entry in self.rows]
        return [(row.qty.data, row.day.data) for row in rows if row.qty.data or row.day.data]

    def half(self) -> bool:
        """Say whether a row has a quantity or a day only, and mark what is missing."""
        found = False
        for row in (entry.form for entry in self.rows):
            if bool(row.qty.data) != bool(row.day.data):
                missing = row.day if row.qty.data else row.qty
                missing.errors = [*missing.errors, _("Give both, quantity and day.")]
                found = True
        return found


def open_need(sheet: Sheet, by: Actor, _today: date, asked: Asked, form) -> Act:
    """Return the form, filled with what was said last."""
    line = sheet.journey.lines.get(asked.line)
    if line is None or by.role not in BUYERS or sheet.journey.kind != "purchase":
        raise NotFound(N_("There is no such line."))
    if form is None:
        rows = [{"qty": one.n, "day": one.day} for one in line.needs]
        form = NeedForm(None, data={"line": str(line.line), "rows": rows})
        for _number in range(SPARE):
            form.rows.append_entry({})
    about = {
        "no": short_no(line.no),
        "name": line.item.get("name") or line.item.get("code", ""),
        "uom": unit(line.uom),
    }
    return Act("need", form, about)


def needs_text(line) -> str:
    """Return what is truly needed of a line, such as "20 pcs by 1 Apr, 80 pcs by 2 May"."""
    return "; ".join(
        _("%(many)s by %(day)s", many=amount_of(one.n, line.uom), day=babel.day(one.day))
        for one in line.needs
    )


OPENERS = {"need": (open_need, ("owner",), "")}
