"""What an administrator types."""

from datetime import UTC, datetime, time, timedelta

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal import people
from portal.desk import LONGEST
from portal.people import Extent
from portal.web import words
from portal.web.forms import PortalForm, choices

ONE_DAY = timedelta(days=1)


class InviteForm(PortalForm):
    """Come and work with us here."""

    email = EmailField(
        _l("Mail address"), [InputRequired(_l("Give the mail address.")), Length(max=254)]
    )
    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])


class RoleForm(PortalForm):
    """Another role."""

    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])


class ConfirmForm(PortalForm):
    """Yes, do it."""


def _countries() -> list:
    names = (get_locale() or Locale("en")).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return choices([("", "–"), *sorted(found, key=lambda one: one[1])])


class PartnerForm(PortalForm):
    """We deal with this company."""

    name = StringField(_l("Name"), [InputRequired(_l("Give the company's name.")), Length(max=120)])
    number = StringField(_l("Its number in your system"), [Length(max=40)])
    country = SelectField(_l("Country"), choices=_countries)
    kinds = SelectMultipleField(
        _l("What it is to you"),
        [InputRequired(_l("Say what the partner is: supplier, carrier or customer."))],
        choices=lambda: choices(words.KINDS_OF_PARTNER.items()),
        default=["supplier"],
    )


class GroupForm(PortalForm):
    """Suppliers we treat alike."""

    name = StringField(
        _l("Name of the group"),
        [InputRequired(_l("Give the group a name.")), Length(max=people.LONGEST_GROUP)],
    )


class MemberForm(PortalForm):
    """This supplier belongs to it."""

    partner = StringField(
        _l("Supplier"), [InputRequired(_l("Give the name or number of the supplier."))]
    )


class GrantForm(PortalForm):
    """An auditor may look. `which` is asked when several partners fit what was typed."""

    person = SelectField(_l("Auditor"), validators=[InputRequired(_l("Choose the auditor."))])
    partner = StringField(_l("Only orders with"), [Length(max=LONGEST)])
    which = RadioField(_l("Which of them do you mean?"), validate_choice=False)
    since = DateField(_l("Ordered from"), [Optional()])
    until = DateField(_l("Ordered up to"), [Optional()])
    expires_on = DateField(
        _l("Access ends after"), [InputRequired(_l("Say until when the auditor may look."))]
    )
    reason = TextAreaField(
        _l("What it is for"), [InputRequired(_l("Say what the access is for.")), Length(max=500)]
    )

    def extent(self, partner: int | None) -> Extent:
        """Return what is covered; days are days in UTC, the last one included."""
        until = self.until.data + ONE_DAY if self.until.data else None
        return Extent(partner, _midnight(self.since.data), _midnight(until))

    def expires_at(self) -> datetime:
        """Return the end of the last day, in UTC."""
        return _midnight(self.expires_on.data + ONE_DAY)


class KeyForm(PortalForm):
    """A system of ours may ask."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Say which system will use the key.")),
            Length(max=people.keys.LONGEST_NAME),
        ],
    )
    scopes = SelectMultipleField(
        _l("What it may do"),
        [InputRequired(_l("Say what the key may do."))],
        choices=lambda: choices(words.KEY_SCOPES.items()),
        default=[people.keys.ORDERS_READ],
    )
    expires_on = DateField(_l("Ends after"), [Optional()])

    def expires_at(self) -> datetime | None:
        """Return the end of the last day, in UTC; None where it has none."""
        return _midnight(self.expires_on.data + ONE_DAY) if self.expires_on.data else None


def _midnight(day) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
