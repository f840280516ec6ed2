"""What people type about a case."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm

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

    cause = SelectField(_l("Cause"), [InputRequired(_l("Say what caused it."))])
    accountable = SelectField(_l("Whose part it was"))
    text = TextAreaField(_l("What was done"), [Length(max=LONGEST, message=TOO_LONG)])


class ReopenForm(CaseForm):
    """“It is not dealt with after all.”"""

    text = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Say why the case is open again.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
