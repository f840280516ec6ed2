"""What receiving types when goods were counted."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from portal.desk import say
from portal.web.forms import PortalForm
from portal.web.orders.forms import REF, TEXT, Quantity


class GotForm(Form):
    """What came of one line."""

    line = IntegerField(validators=[Optional()])
    qty = Quantity(_l("Received"))
    rejected = Quantity(_l("Of these rejected"))
    damaged = Quantity(_l("Of these damaged"))


class ReceiptForm(PortalForm):
    """What was counted when the goods were there."""

    on = DateField(_l("Day"), [InputRequired(_l("Give the day it was counted."))])
    at = TimeField(_l("Time, if known"), [Optional()])
    lines = FieldList(FormField(GotForm), label=_l("Lines"), max_entries=1000)
    delivery_note = StringField(_l("Delivery note"), REF)
    over = BooleanField(_l("More than ordered is right"))
    reason = SelectField(_l("Reason, if something was rejected or damaged"), validate_choice=False)
    text = TextAreaField(_l("Note"), TEXT)

    def filled(self) -> list[say.Got]:
        """Return what came of each line with a quantity; `place` is its row in the form."""
        return [
            say.Got(
                row.line.data,
                row.qty.data,
                row.rejected.data or Decimal(0),
                row.damaged.data or Decimal(0),
                place,
            )
            for place, row in enumerate(entry.form for entry in self.lines)
            if row.qty.data is not None
        ]
