"""What an administrator types about working days."""

import re
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.desk import calendars
from portal.web.forms import PortalForm

_APART = re.compile(r"[\s,;]+")


class Days(TextAreaField):
    """Days, one a line, as 2026-12-25."""

    def process_formdata(self, valuelist):
        """Read the days; the first that is none is named."""
        self.typed = valuelist[0] if valuelist else ""
        self.data = []
        for text in filter(None, _APART.split(self.typed)):
            try:
                self.data.append(date.fromisoformat(text))
            except ValueError as error:
                raise ValueError(
                    _("“%(text)s” is no day. Write days like 2026-12-25.", text=text[:40])
                ) from error

    def _value(self):
        typed = getattr(self, "typed", "")
        return typed or "\n".join(day.isoformat() for day in self.data or ())


class CalendarForm(PortalForm):
    """These days are worked at a site, or at every site."""

    site = StringField(
        _l("Site"),
        [Length(max=calendars.LONGEST_SITE, message=_l("Shorten the name of the site."))],
    )
    version = HiddenField(validators=[Length(max=12)])
    week = SelectMultipleField(
        _l("Working days"),
        [InputRequired(_l("Choose at least one working day of the week."))],
        validate_choice=False,
    )
    off = Days(_l("Days off"))
