"""What people type about a case."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.desk import cases
from portal.web.forms import PortalForm
from portal.web.orders.forms import Quantity

LONGEST = 4000
TOO_LONG = _l("The text is longer than 4000 characters; shorten it.")


class CaseForm(PortalForm):
    """Anything done on a case. `seen` is how far the case had come when the page was shown."""

    seen = HiddenField(validators=[Length(max=8)])


class TakeForm(CaseForm):
    """“This is mine now.”"""


class HandOverForm(CaseForm):
    """“This is yours.”"""

    person = SelectField(_l("Colleague"), [InputRequired(_l("Choose a colleague."))])


class NoteForm(CaseForm):
    """A note among ourselves."""

    text = TextAreaField(
        _l("Note"), [InputRequired(_l("Write your note.")), Length(max=LONGEST, message=TOO_LONG)]
    )


class AskForm(CaseForm):
    """A question to the supplier."""

    text = TextAreaField(
        _l("Question"),
        [
            InputRequired(_l("Write what you want to know.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class ResolveForm(CaseForm):
    """“It is dealt with, and this is why it happened.”"""

    reason = SelectField(_l("How it ended"), [InputRequired(_l("Say how it ended."))])
    cause = SelectField(_l("Cause"), [InputRequired(_l("Say what caused it."))])
    accountable = SelectField(
        _l("Whose part it was"), [InputRequired(_l("Say whose part it was."))]
    )
    text = TextAreaField(_l("What was done"), [Length(max=LONGEST, message=TOO_LONG)])


class VerdictForm(CaseForm):
    """What we say to a partner who contests what was put down to it."""

    verdict = RadioField(_l("Our decision"), validate_choice=False)
    cause = SelectField(_l("Cause"))
    accountable = SelectField(_l("Whose part it was"))
    text = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Say why; the other side reads it.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class ReopenForm(CaseForm):
    """“It is not dealt with after all.”"""

    text = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Say why the case is open again.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class ActForm(CaseForm):
    """Something done about it from the case; which fields are shown says the act."""

    qty = Quantity(_l("Quantity"))
    rejected = Quantity(_l("Of these rejected"))
    damaged = Quantity(_l("Of these damaged"))
    day = DateField(_l("Day"), [Optional()])
    later = DateField(_l("Day of the rest"), [Optional()])
    how = SelectField(_l("How"), validate_choice=False)
    source = StringField(_l("From where"), [Length(max=200)])
    order = SelectField(_l("Order"), validate_choice=False)
    claim = SelectField(_l("Claim"), validate_choice=False)
    amount = Quantity(_l("Amount"))
    window = StringField(_l("Time of day"), [Length(max=80)])
    reason = SelectField(_l("Reason"), validate_choice=False)
    transit = RadioField(_l("What is on its way"), default="comes", validate_choice=False)
    text = TextAreaField(_l("Message"), [Length(max=LONGEST, message=TOO_LONG)])

    def typed(self) -> cases.Typed:
        """Return what was filled in."""
        return cases.Typed(
            qty=self.qty.data,
            day=self.day.data,
            later=self.later.data,
            reason=self.reason.data or "",
            text=self.text.data or "",
            how=self.how.data or "",
            source=self.source.data or "",
            claim=self.claim.data or "",
            amount=self.amount.data,
            window=self.window.data or "",
            transit=self.transit.data or "",
            rejected=self.rejected.data,
            damaged=self.damaged.data,
        )
