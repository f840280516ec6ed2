"""What people type about goods that go back."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from portal.desk import say
from portal.web.forms import PortalForm, choices
from portal.web.orders.forms import REF, TEXT, Quantity
from portal.web.words_order import REMEDIES

VERDICTS = (
    ("accepted", _l("Yes, send it back")),
    ("refused", _l("No, we do not take it back")),
)


class PieceForm(Form):
    """So much of one line."""

    line = IntegerField(validators=[Optional()])
    qty = Quantity(_l("Quantity"))


class Pieces:
    """Reads the rows in which a quantity was typed."""

    def pieces(self) -> list[say.Piece]:
        """Return what was typed of each line; `place` is its row in the form."""
        return [
            say.Piece(row.line.data or 0, row.qty.data, place)
            for place, row in enumerate(entry.form for entry in self.lines)
            if row.qty.data is not None
        ]


class ReturnForm(Pieces, PortalForm):
    """These have to go back."""

    lines = FieldList(FormField(PieceForm), label=_l("Lines"), max_entries=1000)
    remedy = RadioField(
        _l("What you want for them"), choices=choices(REMEDIES.items()), validate_choice=False
    )
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("What is wrong with them"), TEXT)


class ReturnAnswerForm(PortalForm):
    """They may go back, or they may not."""

    asked = HiddenField()
    verdict = RadioField(_l("Your answer"), choices=choices(VERDICTS), validate_choice=False)
    rma = StringField(_l("Your return number"), REF)
    day = DateField(_l("New goods by"), [Optional()])
    text = TextAreaField(_l("Note to the buyer"), TEXT)


class ReturnMoveForm(Pieces, PortalForm):
    """They were picked up, or they are back."""

    asked = HiddenField()
    on = DateField(_l("Day"), [InputRequired(_l("Give the day it happened."))])
    lines = FieldList(FormField(PieceForm), label=_l("Lines"), max_entries=1000)
    tracking = StringField(_l("Tracking number"), REF)
