"""What a person types about themselves."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.people import LONGEST
from portal.web import babel
from portal.web.forms import PortalForm, choices


def _zones() -> list:
    return choices((name, name.replace("_", " ")) for name in babel.zones())


def _password(label, message) -> PasswordField:
    return PasswordField(label, [InputRequired(message), Length(max=LONGEST)])


class SignInForm(PortalForm):
    """Who are you?"""

    email = EmailField(
        _l("Mail address"), [InputRequired(_l("Give your mail address.")), Length(max=254)]
    )
    password = _password(_l("Password"), _l("Give your password."))
    next = HiddenField()


class ForgotForm(PortalForm):
    """I do not know my password any more."""

    email = EmailField(
        _l("Mail address"), [InputRequired(_l("Give your mail address.")), Length(max=254)]
    )


class NewPasswordForm(PortalForm):
    """A new password, typed twice."""

    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))])
    again = PasswordField(
        _l("The same once more"),
        [EqualTo("password", _l("The two passwords differ. Type them again."))],
    )


class JoinForm(NewPasswordForm):
    """I accept, and have no account yet."""

    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Give your name, as others should see it.")), Length(max=120)],
    )
    zone = SelectField(_l("Your time zone"), choices=_zones, default="UTC")


class ProveForm(PortalForm):
    """I accept, and have an account already."""

    password = _password(_l("Your password"), _l("Give your password."))


class DetailsForm(PortalForm):
    """How I am called and how I read dates."""

    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Give your name, as others should see it.")), Length(max=120)],
    )
    locale = SelectField(_l("Language"), choices=choices(babel.LANGUAGES.items()))
    zone = SelectField(_l("Time zone"), choices=_zones)


class ChangePasswordForm(NewPasswordForm):
    """Another password; I know the old one."""

    old = _password(_l("Password of today"), _l("Give your password of today."))
