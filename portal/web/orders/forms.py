"""What people type about an order. Forms check the shape; `desk.say` checks the meaning."""

from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.desk import say
from portal.errors import PortalError
from portal.web import babel
from portal.web.forms import PortalForm, choices
from portal.web.orders.wording import words
from portal.web.words_order import CONDITIONS, PAPERS, RESTS, reason_choices

DAY = _l("Choose a day, such as 2026-03-31.")
TEXT = [Length(max=4000, message=_l("Shorten the text to 4,000 characters."))]
NAME = [Length(max=200, message=_l("A name has at most 200 characters."))]
REF = [Length(max=80, message=_l("A reference has at most 80 characters."))]


class Quantity(StringField):
    """A quantity as people of this language write it: 1,250.5 or 1.250,5."""

    def process_formdata(self, valuelist):
        """Read the number; nothing typed is no quantity."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.typed:
            self.data = read_quantity(self.typed)

    def _value(self):
        typed = getattr(self, "typed", "")
        if typed or self.data is None:
            return typed
        return babel.amount(self.data)


def read_quantity(typed: str) -> Decimal:
    """Return a quantity as people of this language write it.

    Raises:
        ValueError: it is no number; the message says how to write one.
    """
    try:
        found = parse_decimal(typed, locale=get_locale(), strict=True)
    except (NumberFormatError, InvalidOperation):
        found = None
    if found is None or not found.is_finite():
        raise ValueError(
            _("Write the quantity as a number, such as %(example)s.", example=_example())
        )
    return found


def _example() -> str:
    return babel.amount(Decimal("1250.5"))


def _pick(message: str) -> dict:
    return {"validate_choice": False, "validators": [InputRequired(message)]}


class OfferForm(Form):
    """One delivery of an answer. `part` 0 is a new one."""

    part = HiddenField(default="0")
    qty = Quantity(_l("Quantity"))
    day = DateField(_l("Day"), [Optional()])

    @property
    def empty(self) -> bool:
        """Return whether nothing was typed."""
        return self.qty.data is None and not self.qty.errors and self.day.data is None


class AnswerForm(PortalForm):
    """What a supplier answers to one line."""

    line = HiddenField()
    stamp = HiddenField()
    seen = HiddenField(default="0")
    shown = HiddenField(validators=[Length(max=64)])
    parts = FieldList(FormField(OfferForm), label=_l("Deliveries"), max_entries=21)
    rest = RadioField(_l("The rest"), choices=choices(RESTS.items()), validate_choice=False)
    item = StringField(_l("Number of the other item"), REF)
    item_name = StringField(_l("Name of the other item"), NAME)
    price = Quantity(_l("Other price"))
    per = Quantity(_l("Price for how many"))
    ref = StringField(_l("Your order number"), REF)
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("Note to the buyer"), TEXT)

    verdict = HiddenField(default="offer")

    def note(self) -> say.Note:
        """Return what stands beside the deliveries."""
        item = {"code": self.item.data or "", "name": self.item_name.data or ""}
        return say.Note(
            self.ref.data or "",
            self.reason.data or "",
            self.text.data or "",
            self.rest.data or "",
            self.price.data,
            self.per.data,
            item if any(item.values()) else {},
        )

    def offers(self) -> list[say.Offer]:
        """Return the deliveries that were filled in."""
        return [
            say.Offer(row.qty.data, row.day.data, number_of(row.part.data))
            for row in (entry.form for entry in self.parts)
            if not row.empty
        ]


class AcceptForm(PortalForm):
    """“All as asked.”"""

    stamp = HiddenField()
    shown = HiddenField(validators=[Length(max=64)])
    ref = StringField(_l("Your order number"), REF)


class StepForm(PortalForm):
    """A step was reached, or is expected."""

    code = SelectField(_l("Step"), **_pick(_l("Choose the step that was reached.")))
    klass = RadioField(
        _l("Has it happened?"),
        choices=choices((("ACT", _l("It happened")), ("EST", _l("It is expected")))),
        default="ACT",
    )
    on = DateField(_l("Day"), [InputRequired(_l("Give the day it really happened."))])
    at = TimeField(_l("Time, if known"), [Optional()])
    line = SelectField(_l("Line"), default="0", validate_choice=False)
    qty = Quantity(_l("Quantity"))
    count = RadioField(
        _l("This quantity is"),
        choices=choices((("add", _l("this time")), ("total", _l("in total so far")))),
        default="add",
    )
    over = BooleanField(_l("More than ordered is right"))
    reason = SelectField(_l("Reason, for trouble"), validate_choice=False)
    tracking = StringField(_l("Tracking number"), REF)
    container = StringField(_l("Container"), REF)
    delivery_note = StringField(_l("Delivery note"), REF)
    recipient = StringField(_l("Received by"), REF)
    text = TextAreaField(_l("Note"), TEXT)

    def report(self) -> say.Report:
        """Return what was typed, as a report."""
        line, part = place(self.line.data)
        return say.Report(
            code=self.code.data or "",
            on=self.on.data,
            at=self.at.data,
            klass=self.klass.data,
            line=line,
            part=part,
            qty=self.qty.data,
            count=self.count.data,
            over=self.over.data,
            refs={name: self[name].data or "" for name in REFERENCES},
            recipient=self.recipient.data or "",
            reason=self.reason.data or "",
            text=self.text.data or "",
        )


NO_LINE = -1
REFERENCES = ("tracking", "container", "delivery_note")


class DelayForm(PortalForm):
    """It will come later than agreed."""

    line = SelectField(_l("Line"), **_pick(_l("Choose the line.")))
    day = DateField(_l("New day"), [InputRequired(_l("Give the day it will really come."))])
    qty = Quantity(_l("Quantity"))
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("Note to the buyer"), TEXT)


class PaperForm(PortalForm):
    """Here is the paper."""

    type = SelectField(
        _l("Kind of document"), choices=choices(PAPERS.items()), validate_choice=False
    )
    line = SelectField(_l("Line"), default="0", validate_choice=False)
    file = FileField(_l("File"), [FileRequired(_l("Choose the file."))])
    text = TextAreaField(_l("Note"), TEXT)


class JudgeForm(PortalForm):
    """A document is good, or it is not."""

    document = HiddenField()
    verdict = RadioField(
        _l("Your verdict"),
        choices=choices((("accepted", _l("Accepted")), ("refused", _l("Refused")))),
        **_pick(_l("Accept or refuse the document.")),
    )
    condition = RadioField(
        _l("The goods came"), choices=choices(CONDITIONS.items()), validate_choice=False
    )
    reason = SelectField(_l("Reason, if refused"), validate_choice=False)
    text = TextAreaField(_l("Note to the sender"), TEXT)


class DecideForm(PortalForm):
    """What the buyer says to a proposal."""

    proposal = HiddenField()
    verdict = HiddenField()
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("What you need instead"), TEXT)


class VoidForm(PortalForm):
    """“This did not happen.”"""

    why = StringField(_l("What was wrong?"), TEXT)


class StepCorrection(StepForm):
    """A report as it should have been."""

    why = StringField(_l("What was wrong?"), TEXT)


class DelayCorrection(DelayForm):
    """A delay as it should have been reported."""

    why = StringField(_l("What was wrong?"), TEXT)


def place(text: str | None) -> tuple[int, int]:
    """Return the line and delivery that a choice names: "2.1" is the first of line 2.

    "0" and nothing are the whole order; what is no number is a line that no order has.
    """
    line, _dot, part = (text or "0").partition(".")
    return number_of(line) if line.isdecimal() else NO_LINE, number_of(part)


def number_of(text: str | None) -> int:
    """Return a small number that came with a form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def offer_reasons(form: PortalForm, place: str) -> None:
    """Fill the list of reasons."""
    form.reason.choices = choices(reason_choices(place))


def refuse(form: PortalForm, error: PortalError) -> None:
    """Show a room's error beside its field, also in a row of a list (“parts-0-day”)."""
    name, _dash, rest = (error.field or "").partition("-")
    field = listed = form._fields.get(name)
    if isinstance(field, FieldList):
        row, _dash, inner = rest.partition("-")
        known = rest and int(row) < len(field.entries)
        field = field.entries[int(row)].form[inner] if known else None
    if field is None:
        form.form_errors.append(words(error))
        return
    field.errors = [*field.errors, words(error)]
    if listed is not field:  # or the summary above the form would not know of it
        listed.errors = [entry.errors for entry in listed.entries]
