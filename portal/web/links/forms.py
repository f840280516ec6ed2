"""What is typed about links: who sits there, whom to send one, what they are allowed."""

from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.web import babel
from portal.web.forms import PortalForm, choices

NAME = [Length(max=80, message=_l("Shorten the name to 80 characters."))]


class ContinueForm(PortalForm):
    """“This is who I am.” Empty: whom the link was sent to. `post` is what the mail was about."""

    post = HiddenField()
    name = StringField(_l("Your name"), NAME)


class AgainForm(PortalForm):
    """“Send me a new link.”"""


class SendForm(PortalForm):
    """“This mailbox should see the order.”"""

    address = EmailField(
        _l("Mail address"), [InputRequired(_l("Give the mail address.")), Length(max=254)]
    )
    name = StringField(_l("Name, if you know it"), NAME)
    shared = BooleanField(_l("Several people read this mailbox; each says who they are"))
    locale = SelectField(_l("Language"), choices=choices(babel.LANGUAGES.items()))


class TakeBackForm(PortalForm):
    """“This link ends now.”"""


class MoneyField(StringField):
    """An amount of money as people of this language write it; empty is none."""

    def process_formdata(self, valuelist):
        """Read the amount."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        try:
            self.data = parse_decimal(self.typed, locale=get_locale(), strict=True)
        except (NumberFormatError, InvalidOperation) as error:
            raise ValueError(_("Give an amount of money.")) from error

    def _value(self):
        typed = getattr(self, "typed", "")
        if typed or self.data is None:
            return typed
        return babel.amount(Decimal(self.data))


class SettingsForm(PortalForm):
    """What the owner allows links."""

    version = HiddenField(default="0")
    on = BooleanField(_l("Mails about orders carry a link that works without an account"))
    idle_days = IntegerField(
        _l("A link ends after"),
        [
            InputRequired(_l("Give a whole number of days from 1 to 365.")),
            NumberRange(1, 365, _l("Give a whole number of days from 1 to 365.")),
        ],
    )
    code_from = MoneyField(_l("Ask a mailed code for orders from"), [Optional()])
    currency = StringField(
        _l("Currency"), [Length(max=3, message=_l("A currency has three letters, such as EUR."))]
    )
