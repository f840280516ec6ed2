"""What people type when they negotiate: changes, counters, cancellations, what they heard."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.desk import say
from portal.web.forms import PortalForm, choices
from portal.web.orders.forms import NAME, REF, TEXT, AnswerForm, OfferForm, Quantity, number_of
from portal.web.orders.heard import HeardFields

LOOK, SEND = "look", "send"
TRANSITS = (
    ("comes", _l("What is on its way still comes")),
    ("gone", _l("What is on its way is not expected any more")),
)


class DealForm(PortalForm):
    """What all of these have: which line as it was seen, and whether it is only looked at."""

    line = HiddenField()
    stamp = HiddenField()
    seen = HiddenField(default="0")
    go = HiddenField(default=SEND)
    text = TextAreaField(_l("Note to the supplier"), TEXT)

    @property
    def looks(self) -> bool:
        """Return whether somebody only wants to see what would follow."""
        return self.go.data == LOOK

    @property
    def number(self) -> int:
        """Return the line's number; 0 is the whole order."""
        return number_of(self.line.data)


class RowsForm(DealForm):
    """One with deliveries."""

    parts = FieldList(FormField(OfferForm), label=_l("Deliveries"), max_entries=51)

    def filled(self) -> list[tuple[int, OfferForm]]:
        """Return the rows in which something was typed, with their places."""
        rows = enumerate(entry.form for entry in self.parts)
        return [(place, row) for place, row in rows if not row.empty]


class ChangeForm(RowsForm):
    """The buyer wants a line otherwise, or one line more."""

    code = StringField(_l("Item number"), REF)
    name = StringField(_l("Item name"), NAME)
    uom = StringField(_l("Unit"), [Length(max=12)])
    price = Quantity(_l("Price"))
    per = Quantity(_l("Price for how many"))

    def wanted(self) -> say.LineTerms:
        """Return what was typed."""
        rows = [
            say.Wanted(row.qty.data, row.day.data, number_of(row.part.data), place)
            for place, row in self.filled()
        ]
        item = {"code": self.code.data or "", "name": self.name.data or ""}
        return say.LineTerms(
            rows,
            item if item["code"] else {},
            self.uom.data or "",
            self.price.data,
            self.per.data,
            self.text.data or "",
        )


class CounterForm(RowsForm):
    """The buyer wants something else than what was proposed."""

    proposal = HiddenField()
    less = BooleanField(_l("The rest is not wanted any more"))
    price = Quantity(_l("Price"))
    reason = SelectField(_l("Reason"), validate_choice=False)

    def offers(self) -> list[say.Offer]:
        """Return the deliveries that are wanted."""
        return [
            say.Offer(row.qty.data, row.day.data, number_of(row.part.data))
            for _place, row in self.filled()
        ]

    def note(self) -> say.Note:
        """Return what stands beside them."""
        return say.Note(
            reason=self.reason.data or "",
            text=self.text.data or "",
            rest="none" if self.less.data else "",
            price=self.price.data,
        )


class HaltForm(DealForm):
    """The buyer cancels, closes, blocks, or lets go on."""

    verb = HiddenField()
    qty = Quantity(_l("Quantity to cancel"))
    transit = RadioField(_l("On its way"), choices=choices(TRANSITS), validate_choice=False)
    reason = SelectField(_l("Reason"), validate_choice=False)


class ForgoForm(DealForm):
    """The supplier asks to give something up."""

    parts = FieldList(FormField(OfferForm), label=_l("Deliveries"), max_entries=51)
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("Note to the buyer"), TEXT)


class EnterForm(HeardFields, AnswerForm):
    """The buyer enters what the supplier said."""

    ref = StringField(_l("Supplier's order"), REF)
    text = TextAreaField(_l("Note"), TEXT)


class WithdrawForm(PortalForm):
    """The supplier takes a proposal back."""

    proposal = HiddenField()


class ConfirmForm(PortalForm):
    """The supplier stands by what was entered for it."""

    confirms = SelectMultipleField(_l("What you confirm"), validate_choice=False)


class ManyForm(PortalForm):
    """The buyer decides on several proposals at once."""

    proposals = SelectMultipleField(_l("Proposals"), validate_choice=False)
    verdict = HiddenField()
    text = TextAreaField(_l("What you need instead"), TEXT)
