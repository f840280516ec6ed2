"""How I want to be told."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from portal import people
from portal.watch import RULES
from portal.web import case_words
from portal.web.forms import PortalForm, choices

WAYS = {
    "once": _l("At once"),
    "digest": _l("Once a day, all together"),
    "never": _l("No mails; only the bell in the portal"),
}
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]
NONE = ("", _l("– none –"))


class WishForm(PortalForm):
    """How I want mails, and when I am to be left alone."""

    mail = SelectField(_l("Mails"), choices=choices(WAYS.items()))
    hour = SelectField(_l("Hour of the daily mail"), choices=choices(HOURS))
    quiet_from = SelectField(_l("Quiet from"), choices=choices([NONE, *HOURS]))
    quiet_until = SelectField(_l("Quiet until"), choices=choices([NONE, *HOURS]))
    weekends = BooleanField(_l("Mails on Saturdays and Sundays too"))
    least = SelectField(
        _l("Mails about cases"),
        choices=choices((str(n), words) for n, (words, _tone) in case_words.SEVERITIES.items()),
    )

    @property
    def wish(self) -> people.choices.Wish:
        """Return what was chosen."""
        start, end = (_hour(one.data) for one in (self.quiet_from, self.quiet_until))
        least = int(self.least.data) if self.least else 1
        return people.choices.Wish(
            self.mail.data, int(self.hour.data), start, end, self.weekends.data, least
        )

    @staticmethod
    def data_of(wish: people.choices.Wish) -> dict:
        """Return a wish as the form holds it."""
        return {
            "mail": wish.mail,
            "hour": str(wish.hour),
            "quiet_from": "" if wish.quiet_from is None else str(wish.quiet_from),
            "quiet_until": "" if wish.quiet_until is None else str(wish.quiet_until),
            "weekends": wish.weekends,
            "least": str(wish.least),
        }


class FollowForm(PortalForm):
    """A supplier, a rule, or all cases that are bad enough."""

    supplier = StringField(_l("Supplier"), [Length(max=120)])


class RuleForm(PortalForm):
    """All cases of a rule."""

    rule = SelectField(
        _l("Rule"), choices=lambda: choices((name, case_words.rule(name)) for name in RULES)
    )


class SeverityForm(PortalForm):
    """All cases that are bad enough."""

    severity = SelectField(
        _l("Severity at least"),
        choices=choices((str(n), words) for n, (words, _tone) in case_words.SEVERITIES.items()),
    )


def _hour(text: str) -> int | None:
    return int(text) if text else None
