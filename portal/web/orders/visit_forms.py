"""What people type about a technician's visit."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from portal.desk import say
from portal.web.forms import PortalForm
from portal.web.orders.forms import NAME, REF, TEXT, Quantity
from portal.web.orders.heard import HeardFields

DAY = [InputRequired(_l("Give the day."))]


class ShareForm(Form):
    """So much of one line."""

    line = IntegerField(validators=[Optional()])
    qty = Quantity(_l("Quantity"))


class Shares:
    """Reads the rows in which a quantity was typed."""

    def shares(self) -> list[say.visiting.Share]:
        """Return what was typed of each line; `place` is its row in the form."""
        return [
            say.visiting.Share(row.line.data or 0, row.qty.data, place)
            for place, row in enumerate(entry.form for entry in self.lines)
            if row.qty.data is not None
        ]


class VisitForm(Shares, PortalForm):
    """When somebody comes, who, and for what; `asked` is a visit that is to be moved."""

    asked = HiddenField()
    word = HiddenField()
    after = HiddenField()
    on = DateField(_l("Day"), [Optional()])
    since = TimeField(_l("From"), [Optional()])
    until = TimeField(_l("Until"), [Optional()])
    zone = SelectField(_l("Time zone of the place"), validate_choice=False)
    technician = StringField(_l("Technician"), NAME)
    lines = FieldList(FormField(ShareForm), label=_l("Lines"), max_entries=1000)
    reason = SelectField(_l("Why it is moved"), validate_choice=False)
    text = TextAreaField(_l("Note"), TEXT)
    anyway = BooleanField(_l("Propose this time all the same"))
    clashes: tuple = ()

    def slot(self, known: dict[str, int]) -> say.visiting.Slot:
        """Return the appointment that was typed."""
        return say.visiting.Slot(
            self.on.data,
            self.since.data,
            self.until.data,
            self.zone.data or "",
            self.technician.data or "",
            self.text.data or "",
            known,
        )


class VisitStepForm(HeardFields, PortalForm):
    """On the way, on site."""

    asked = HiddenField()
    on = DateField(_l("Day"), DAY)
    at = TimeField(_l("Time"), [Optional()])

    def moment(self) -> say.onsite.Moment:
        """Return when it happened."""
        return say.onsite.Moment(self.on.data, self.at.data)


class UsedForm(Form):
    """A part that was used, or brought back."""

    item = StringField(_l("Part"), REF)
    qty = Quantity(_l("Quantity"))
    uom = StringField(_l("Unit"), REF)
    serial = StringField(_l("Serial number"), REF)
    lot = StringField(_l("Lot"), REF)
    back = BooleanField(_l("Taken out and brought back"))

    @property
    def empty(self) -> bool:
        """Return whether nothing was typed."""
        texts = (self.item.data, self.serial.data, self.lot.data)
        return not any(texts) and self.qty.data is None and not self.qty.errors


class Takes:
    """Reads what a visit took."""

    def taken(self) -> say.spent.Taken:
        """Return hours, amount and the parts that were filled in."""
        return say.spent.Taken(
            self.hours.data,
            self.amount.data if "amount" in self else None,
            tuple(
                say.spent.Used(
                    row.item.data or "",
                    row.qty.data,
                    row.uom.data or "",
                    row.serial.data or "",
                    row.lot.data or "",
                    row.back.data,
                    place,
                )
                for place, row in enumerate(entry.form for entry in self.parts)
                if not row.empty
            ),
        )


class WorkForm(HeardFields, Takes, PortalForm):
    """What a visit took, entered anew."""

    asked = HiddenField()
    hours = Quantity(_l("Hours"))
    amount = Quantity(_l("Amount"))
    parts = FieldList(FormField(UsedForm), label=_l("Parts"), max_entries=50)


class VisitFailedForm(HeardFields, Shares, Takes, PortalForm):
    """It came to nothing, or to less than was planned."""

    asked = HiddenField()
    on = DateField(_l("Day"), DAY)
    at = TimeField(_l("Time"), [Optional()])
    reason = SelectField(_l("Why"), validate_choice=False)
    lines = FieldList(FormField(ShareForm), label=_l("Lines"), max_entries=1000)
    hours = Quantity(_l("Hours"))
    amount = Quantity(_l("Amount"))
    parts = FieldList(FormField(UsedForm), label=_l("Parts"), max_entries=50)
    text = TextAreaField(_l("What happened"), TEXT)

    moment = VisitStepForm.moment


class VisitDoneForm(HeardFields, Shares, Takes, PortalForm):
    """The work is done: how much, what it took, and who signed."""

    asked = HiddenField()
    on = DateField(_l("Day"), DAY)
    at = TimeField(_l("Time"), [Optional()])
    lines = FieldList(FormField(ShareForm), label=_l("Lines"), max_entries=1000)
    hours = Quantity(_l("Hours"))
    amount = Quantity(_l("Amount"))
    parts = FieldList(FormField(UsedForm), label=_l("Parts"), max_entries=50)
    signed_by = StringField(_l("Signed by"), NAME)
    signature = FileField(_l("Picture of the signature"))
    text = TextAreaField(_l("What was done"), TEXT)

    moment = VisitStepForm.moment


class VisitWordForm(HeardFields, PortalForm):
    """A word on a visit as it was shown: `named` is its time, or the work entered of it."""

    asked = HiddenField()
    named = HiddenField()
    entered = HiddenField()
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("Note"), TEXT)

    @property
    def heard_of(self) -> bool:
        """Return whether a buyer enters what the supplier said of it."""
        return self.entered.data == "1"
